"""``sigrisk whatif`` and the part of the memo on how firm an answer is, as a user meets them."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from sigrisk import testing
from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.cli import main
from sigrisk.firmtext import HEADING, alone, name, outcome_sentence, rows
from sigrisk.packs import Packs
from sigrisk.possible import Ordered, holds
from sigrisk.robustness import firmness
from sigrisk.vocabulary import everything, read_answer
from sigrisk.whatif import Goal, WhatIf, goals_of, search
from sigrisk.whatiffile import scenario_text, to_save, written
from sigrisk.whatiftext import ABOUT, merged, search_text
from tests.smallbooks import singles

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = ROOT / "scenarios"


def scenario(number: str) -> Path:
    (path,) = SCENARIOS.glob(f"{number}_*.yaml")
    return path


def assessed(path: Path, packs: Packs) -> Assessment:
    case, _ = load_case(path, packs)
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def flat(text: str) -> str:
    return " ".join(text.split())


# -- the command ------------------------------------------------------------------------------------------------------


def test_it_says_first_that_it_is_no_advice() -> None:
    for more in ((), ("--set", "crime.imminent=nej")):
        output = run("whatif", scenario("06"), *more).output
        assert flat(ABOUT) in flat(output)
        assert output.index("räkneövning") < output.index("Utfallet nu")


def test_one_change_by_hand_says_the_outcome_and_which_rules_turn() -> None:
    output = flat(run("whatif", scenario("01"), "--set", "will.motivation=saknas").output)
    assert "Utfallet nu: ”Erbjud SIG”." in output
    assert "”Egen vilja till förändring” ändras från ”finns som en tråd” till ”saknas”." in output
    assert "Utfall då: ”Avvakta och fortsätt motivera”." in output
    assert "”Ingen egen vilja ännu”. Nu: gäller inte. Då: gäller." in output


def test_a_fact_may_be_named_by_its_label_and_an_answer_taken_away() -> None:
    output = flat(run("whatif", scenario("01"), "--set", "egen vilja till förändring=vet ej").output)
    assert "Svaret på ”Egen vilja till förändring”, som nu är ”finns som en tråd”, tas bort." in output
    assert "”Ingen egen vilja ännu”. Nu: gäller inte. Då: kan inte avgöras." in output


def test_what_is_known_is_changed_and_what_is_unknown_turns_out() -> None:
    output = flat(run("whatif", scenario("06")).output)
    assert "Det visar sig att svaret på ”Överhängande risk för en kriminell livsstil” är ”nej”." in output
    assert "Svaret på ”Behov av samordning” ändras från ”ja” till ”nej”." in output


def test_the_same_answer_again_changes_nothing() -> None:
    output = flat(run("whatif", scenario("01"), "--set", "crime.imminent=ja").output)
    assert "är detsamma: ”ja”." in output
    assert "Inget kriterium, ingen flagga och ingen utfallsregel vänder." in output


@pytest.mark.parametrize("name", ["deliberate", "väg skälen mot varandra"])
def test_an_outcome_may_be_looked_for_by_id_and_by_title(name: str, packs: Packs) -> None:
    told = json.loads(run("whatif", scenario("01"), "--goal", name, "--json").output)
    (goal,) = told["goals"]
    assert goal["outcome"] == "deliberate"
    assert goal["found"]
    assert all(one["outcomes"] == ["deliberate"] for one in goal["found"])


def test_a_flag_may_be_lifted(packs: Packs) -> None:
    told = json.loads(run("whatif", scenario("02"), "--flag", "Risken är inte överhängande", "--json").output)
    (goal,) = told["goals"]
    turned = [{t["rule"]: t["after"] for t in one["turns"]}["risk_not_imminent"] for one in goal["found"]]
    assert turned
    assert set(turned) == {"not_met"}


def test_it_says_when_there_is_nothing() -> None:
    nothing = flat(run("whatif", scenario("27")).output)
    assert "Ingen ändring av upp till tre uppgifter leder till att något utfall står fast." in nothing
    lifted = flat(run("whatif", scenario("01"), "--flag", "heavy_trauma").output)
    assert "I ärendet som det är gäller flaggan ”Tunga trauman” inte." in lifted
    already = flat(run("whatif", scenario("01"), "--goal", "offer").output)
    assert "Det utfallet står fast redan nu." in already
    fixed = flat(run("whatif", scenario("02"), "--flag", "general_worry").output)
    assert "bygger inte på något som kan förändras" in fixed


def test_the_same_case_gives_the_same_bytes() -> None:
    first, again = (run("whatif", scenario("02"), "--json").output for _ in range(2))
    assert first == again


def test_answers_with_the_same_effect_are_told_together(packs: Packs) -> None:
    found = search(assessed(scenario("03"), packs), Goal(flag="no_secure_point")).found
    shown = merged(found)
    assert len(shown) < len(found)

    def told(listed: Iterable[WhatIf]) -> list[tuple[object, ...]]:
        return sorted(
            (repr([(c.fact.id, repr(value)) for c, value in zip(one.changes, answers, strict=True)]), repr(one.turns))
            for one in listed
            for answers in product(
                *([v for v in singles(packs, c.fact.id) if any(holds(r, v) for r in c.after)] for c in one.changes)
            )
        )

    assert told(shown) == told(found)


@pytest.mark.parametrize("number", ["02", "03", "04", "05", "21"])
def test_several_answers_are_told_apart_from_the_words_around_them(number: str) -> None:
    """Each word that was given as an answer is quoted, and they are enumerated: never "från a till b till c"."""
    for line in flat(run("whatif", scenario(number), "--all").output).split("Svaret på ")[1:]:
        if " ändras från " not in line:
            continue
        told = line.split(" ändras från ")[1].split(". ")[0].split(" Utfall")[0]
        outside = "".join(part for i, part in enumerate(re.split("[”]", told)) if i % 2 == 0)
        assert re.sub(r" till |, | eller |\d+|minst|högst|\.|\s", "", outside) == "", told
        assert outside.count(" till ") == 1, told
    shown = flat(run("whatif", scenario("02"), "--flag", "no_secure_point", "--all").output)
    assert "ej aktuellt eller ej aktuellt" not in shown


def test_all_that_is_found_can_be_shown_on_the_screen() -> None:
    few = flat(run("whatif", scenario("02"), "--count", "2").output)
    left = re.search(r"… och (\d+) möjligheter till\. Med --count (\d+) eller --all visas alla\.", few)
    assert left is not None
    assert int(left[2]) == int(left[1]) + 2
    every = run("whatif", scenario("02"), "--all").output
    assert "visas alla" not in flat(every)
    assert f" {left[2]}. " in every
    assert flat(run("whatif", scenario("02"), "--goal", "deliberate", "--count", "9999").output) == flat(
        run("whatif", scenario("02"), "--goal", "deliberate", "--all").output
    )


def test_the_same_outcome_is_said_to_be_the_same() -> None:
    output = flat(run("whatif", scenario("02"), "--flag", "general_worry", "--all").output)
    same = flat(run("whatif", scenario("01"), "--set", "crime.imminent=ja").output)
    assert "Utfallet blir detsamma: ”Erbjud SIG”." in same
    assert "Utfall då" not in same
    assert "Utfall då" not in output


def test_how_many_were_tried_is_said_in_plain_words(packs: Packs) -> None:
    for path in sorted(SCENARIOS.glob("*.yaml"))[:40]:
        assessment = assessed(path, packs)
        told = flat(search_text(assessment, [search(assessment, goal) for goal in goals_of(assessment)]))
        assert "1 uppgift är prövad" not in told
        assert not re.search(r"\b1 uppgifter", told)
        assert not re.search(r"\b[23] uppgifter är prövade, i alla", told)
        assert "gäller inte redan nu" not in told


# -- saved as a scenario ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["01", "06", "10", "12", "23", "24", "30", "47", "66", "84", "101"])
def test_what_is_saved_is_a_scenario_with_the_outcome_that_was_told(number: str, packs: Packs, tmp_path: Path) -> None:
    path = scenario(number)
    assessment = assessed(path, packs)
    found = [one for goal in goals_of(assessment) for one in search(assessment, goal).found]
    assert found
    saved = tmp_path / "ovning.yaml"
    saved.write_text(scenario_text(path, assessment, to_save(assessment, found), packs), encoding="utf-8")
    checked, after = testing.scenario(saved, packs)
    assert checked.problems == ()
    assert after is not None
    assert after.outcomes == found[0].outcomes
    assert not any(after.knowledge.facts[c.fact.id].contradicted for c in found[0].changes)


def test_the_command_saves_and_leaves_the_case_alone(tmp_path: Path) -> None:
    before = scenario("01").read_bytes()
    saved = tmp_path / "ovning.yaml"
    result = run("whatif", scenario("01"), "--set", "health.trauma=hög", "--save", saved)
    assert result.exit_code == 0, result.output
    assert scenario("01").read_bytes() == before
    data = yaml.safe_load(saved.read_text(encoding="utf-8"))
    assert data["facts"]["health.trauma"]["value"] == "hög"
    assert data["case"]["id"] == "OVN-01-OVNING"
    assert data["expect"]["outcomes"] == ["deliberate"]
    again = run("whatif", scenario("01"), "--set", "health.trauma=hög", "--save", saved)
    assert again.exit_code == 2
    assert "SIG032" in again.output


def test_what_a_checklist_says_of_a_changed_fact_is_taken_out(packs: Packs, tmp_path: Path) -> None:
    saved = tmp_path / "ovning.yaml"
    assert run("whatif", scenario("06"), "--set", "attitudes.impulsive=ingen", "--save", saved).exit_code == 0
    data = yaml.safe_load(saved.read_text(encoding="utf-8"))
    assert "impulser" not in data["checklists"][0]["answers"]
    assert "brottens_utveckling" in data["checklists"][0]["answers"]
    assert assessed(saved, packs).knowledge.facts["attitudes.impulsive"].values == Ordered(0, 0)


def test_a_saved_exercise_does_not_contradict_itself(packs: Packs, tmp_path: Path) -> None:
    """The story and the key's words were written to the answers before: neither is carried over."""
    saved = tmp_path / "ovning.yaml"
    before = yaml.safe_load(scenario("01").read_text(encoding="utf-8"))
    assert "quote" in str(before["checklists"])  # else this says nothing
    assert run("whatif", scenario("01"), "--set", "school.truancy=ingen", "--save", saved).exit_code == 0
    text = saved.read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    told = "Svaret på ”Skolfrånvaro” ändras från ”i hög grad” till ”inte alls”."
    assert data["case"]["changed_from"] == {"case": "OVN-01", "changes": [told]}
    assert f"# {told}" in text
    assert "vignette" not in data
    assert "quote" not in str(data["checklists"])
    assert data["facts"]["school.truancy"]["note"] == "Ändrat i en räkneövning."
    other = tmp_path / "igen.yaml"
    assert run("whatif", saved, "--set", "will.motivation=saknas", "--save", other).exit_code == 0
    assert yaml.safe_load(other.read_text(encoding="utf-8"))["case"]["changed_from"]["case"] == "OVN-01-OVNING"


def test_a_saved_exercise_is_not_given_to_raters(tmp_path: Path) -> None:
    saved = tmp_path / "ovning.yaml"
    assert run("whatif", scenario("01"), "--set", "health.trauma=hög", "--save", saved).exit_code == 0
    result = run("train", "start", saved, "--rater", "al")
    assert (result.exit_code, "SIG286" in result.output) == (2, True), result.output
    assert "öva på OVN-01" in result.output
    data = yaml.safe_load(saved.read_text(encoding="utf-8"))
    del data["case"]["changed_from"]  # and with a story of its own it is an exercise like others
    data["vignette"] = "Kim är 16 år."
    saved.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with contextlib.chdir(tmp_path):
        assert "SIG286" not in run("train", "start", saved, "--rater", "al").output


def test_a_case_about_a_real_person_is_never_saved(tmp_path: Path) -> None:
    real, saved = tmp_path / "arende.yaml", tmp_path / "ovning.yaml"
    text = scenario("01").read_text(encoding="utf-8")
    real.write_text(text.replace("invented: true", "invented: nej"), encoding="utf-8")
    result = run("whatif", real, "--set", "health.trauma=hög", "--save", saved)
    assert result.exit_code == 2
    assert "SIG285" in result.output
    assert "verklig person" in result.output
    assert not saved.exists()


def test_every_answer_can_be_written_so_that_it_is_read_back(packs: Packs) -> None:
    for fact in packs.vocabulary:
        for value in singles(packs, fact.id) if fact.definition.type.value != "date" else ():
            assert read_answer(fact.definition, written(fact.definition, value)) == value, fact.id
        assert read_answer(fact.definition, written(fact.definition, everything(fact.definition))) is None
    weeks = packs.vocabulary["sig.meeting_weeks"].definition
    for text in ("minst 3", "högst 5", "2–4"):
        read = read_answer(weeks, text)
        assert read is not None
        assert written(weeks, read) == text


# -- how firm, in the memo --------------------------------------------------------------------------------------------


def test_section_12_says_how_firm_the_outcome_and_the_rules_are(tmp_path: Path) -> None:
    assert run("assess", scenario("01"), "--out", tmp_path, "--format", "md,json").exit_code == 0
    memo = next(tmp_path.glob("*.md")).read_text(encoding="utf-8")
    part = memo.split(HEADING)[1].split("\n#")[0]
    assert memo.index("## 12.") < memo.index(HEADING) < memo.index("## 13.")
    assert "Utfallet vänder om ett enda svar är fel." in part
    assert "säger inget om hur troligt" in part
    assert "| Kriteriet ”Problematisk skolgång”: uppfyllt | 2 | ”Skolfrånvaro” och ”Svaga skolresultat”. |" in part
    data = json.loads(next(tmp_path.glob("*.json")).read_text(encoding="utf-8"))
    told = {one["rule"]: one for one in data["firmness"]}
    assert told[""]["wrong_answers"] == 1
    assert told["school_problems"]["wrong_answers"] == 2
    assert told["school_problems"]["sets"] == [[0, 1]]
    assert [a["facts"] for a in told["school_problems"]["answers"]] == [["school.truancy"], ["school.results_poor"]]
    assert told["no_secure_point"] == {
        "rule": "no_secure_point", "wrong_answers": None, "can_turn": True, "count": 0, "answers": [], "sets": [],
    }  # fmt: skip


def test_every_settled_verdict_is_told_once(packs: Packs) -> None:
    for number in ("01", "05", "06", "08", "27"):
        assessment = assessed(scenario(number), packs)
        text = " ".join(first for first, _, _ in rows(assessment))
        for rule_id in assessment.book.profile.rules:
            result = assessment.results[rule_id]
            if result.rule.kind.value in ("criterion", "aggregate", "flag"):
                assert (f"”{result.rule.title}”" in text) == result.verdict.settled, rule_id


def test_the_answers_that_turn_a_verdict_are_all_named(packs: Packs) -> None:
    """For the outcome and each criterion and flag; where the sets are many, each answer that is in one of them."""
    many = 0
    for path in sorted(SCENARIOS.glob("*.yaml"))[::3]:
        assessment = assessed(path, packs)
        found = firmness(assessment)
        listed = [*([found.outcome] if found.outcome is not None else []), *found.rules.values()]
        assert len(listed) == len(rows(assessment))
        for firm, (_, number, which) in zip(listed, rows(assessment), strict=True):
            assert number == str(firm.least or ("minst 4" if firm.ever else "vänder aldrig"))
            assert (firm.least is None) == (firm.answers == ())
            for answer in firm.answers:
                assert name(answer, assessment).lower() in which.lower()
            if firm.count > 20 and not firm.any_of_them:
                assert which.startswith(f"{firm.count} olika kombinationer")
                assert "”firmness”" in which
                many += 1
            elif firm.least in (2, 3) and not (firm.any_of_them and len(firm.answers) > firm.least):
                assert which.count("; eller ") == firm.count - 1
    assert many


def test_a_part_of_the_case_is_called_what_it_is(packs: Packs) -> None:
    assessment = assessed(scenario("01"), packs)
    told = {first: which for first, _, which in rows(assessment)}
    often = told["Kriteriet ”Hur ofta brott har anmälts”: uppfyllt"]
    assert often == "De brott och andra händelser som står i ärendet (”Polisanmälningar de senaste tolv månaderna”)."
    assert told["Flaggan ”Den unge samtycker inte”: gäller inte"] == "Den unges samtycke."
    assert told["Flaggan ”Samtycket har gått ut”: gäller inte"] == (
        "Vilket som helst av de här 2: den unges samtycke och vårdnadshavarnas samtycke."
    )
    assert not any("händelserna i ärendet (" in one for one in alone(assessment))
    assert "Den unges samtycke (6 rader)" in alone(assessment)


def test_every_format_has_the_same_table_of_answers(packs: Packs, tmp_path: Path) -> None:
    assert run("memo", scenario("01"), "--out", tmp_path, "--format", "html,md,txt").exit_code == 0
    wanted = [cell for row in rows(assessed(scenario("01"), packs)) for cell in row]
    for path in tmp_path.iterdir():
        text = flat(re.sub(r"<[^>]*>|\\", " ", html.unescape(path.read_text(encoding="utf-8"))))
        assert all(flat(cell) in text for cell in wanted), path


def test_an_outcome_that_is_not_settled_is_not_called_firm(packs: Packs) -> None:
    assert outcome_sentence(assessed(scenario("06"), packs)) == ""
    assert HEADING not in run("assess", scenario("06")).output
    assert HEADING in run("assess", scenario("01")).output


def test_it_is_worked_out_once(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    from sigrisk import robustness

    times: list[int] = []
    whole = robustness._work_out
    monkeypatch.setattr(robustness, "_work_out", lambda a: (times.append(1), whole(a))[1])
    assessment = assessed(scenario("01"), packs)
    assert robustness.firmness(assessment) is robustness.firmness(assessment)
    assert times == [1]
