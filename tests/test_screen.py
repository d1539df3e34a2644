"""The interview: it asks what decides, keeps every answer at once, and can be stopped and taken up again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from sigrisk.asking import Unfit
from sigrisk.case import Case, ConsentState, SourceType
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.net import Net
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from sigrisk.screening import Asking, Interview
from sigrisk.screenitem import Origin
from sigrisk.vocabulary import FactDef, FactType
from sigrisk.workflow import write_new

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-16"
GROUP = ("Beredningsgruppen", "annan")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "arende.yaml"
    write_new(path, DAY, None, None)
    return path


def screen(case: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(main, ["screen", str(case), *options], input="".join(f"{line}\n" for line in lines))


def plain(result: Result) -> str:
    return " ".join(result.output.split())


def read(path: Path, packs: Packs) -> Case:
    return load_case(path, packs)[0]


# -- an interview with somebody who knows it all -----------------------------------------------------------------------


def answer_to(fact: FactDef, random: Random) -> str:
    """A random answer, leaning to what leads far: few things stand in the way."""
    if fact.type is FactType.LEVEL:
        return random.choice(["ingen", "låg", "måttlig", "hög", "hög", "4"])
    if fact.type is FactType.PROTECTION:
        return random.choice(["saknas", "tråd", "tydlig", "2"])
    if fact.type is FactType.BOOL:
        return random.choice(["ja", "nej", "j", "2"])
    return str(random.randint(0, 4)) if fact.type is FactType.COUNT else str(random.randint(9, 15))


class Knower:
    """Answers every question, the same way each time."""

    def __init__(self, packs: Packs, seed: int) -> None:
        random = Random(seed)
        states = [state.word for state in ConsentState]
        self.answers = {f.id: answer_to(f.definition, random) for f in packs.vocabulary}
        leaning = {"crime.maintains_addiction": "nej", "health.other_root": "nej", "crime.imminent": "ja"}
        self.answers |= leaning if random.random() < 0.8 else {}
        self.answers |= {"person.age": random.choice(["15", "2010-05", "2009", "22"]), "operation.model": "pussel"}
        self.answers |= {"guardians": random.choice("012"), "consent.youth.youth": random.choice(states)}
        self.answers |= {
            f"consent.guardians.guardian_{n}": random.choice([*states, "lämnat till 2027-01-01"]) for n in (1, 2)
        }

    def tell(self, interview: Interview, asking: Asking) -> None:
        asked_of = interview.order.questions.of(asking.item.fact_id).id
        known = interview.origin(asked_of)
        new = ("Källan", SourceType.OTHER) if "kallan" not in interview.assessment.case.sources else None
        write = asking.item.read(self.answers[asking.item.key])
        interview.take(asking, write, known or Origin("kallan", interview.day, new), asked_of)


def held(interview: Interview, knower: Knower) -> list[str]:
    """Hold the interview to its end; the questions that were asked."""
    asked = []
    while (asking := interview.next()) is not None:
        asked.append(asking.item.key)
        if asking.next is not None:  # each question could matter when it was asked
            net, masks = interview.order.net, interview.order.net.masks(interview.assessment.knowledge.values())
            assert interview.order.relevance.can_decide(masks, net.index[asking.item.fact_id]) is not False
        knower.tell(interview, asking)
    return asked


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_interview_ends_in_the_outcome_of_the_whole_case(seed: int, case: Path, packs: Packs) -> None:
    """First until it is settled, then every other question: the outcome stays, and nothing is asked twice."""
    interview, knower = Interview.begin(case, None, None), Knower(packs, seed)
    asked = held(interview, knower)
    outcome = interview.settled
    assert outcome is not None
    assert interview.assessment.outcomes[0] is outcome
    interview.more = True
    asked += held(interview, knower)
    assert len(asked) == len(set(asked))
    assert interview.assessment.outcomes == (outcome,)
    open_ = [f for f in Net(interview.assessment.book).facts if not interview.assessment.knowledge.facts[f].answered]
    assert open_ == []
    assert Interview.begin(case, None, None).assessment.outcomes == (outcome,)  # as the file says it


# -- in the terminal ---------------------------------------------------------------------------------------------------


def test_a_settled_case_is_told_so_and_gets_its_memo(case: Path, packs: Packs) -> None:
    result = screen(case, "9", "nej")
    assert result.exit_code == 0, result.output
    assert "Utfallet står fast: ”Utanför den här verksamheten”. Inget svar som ännu saknas kan ändra det." in plain(
        result
    )
    assert "Vill du svara på fler frågor ändå?" in plain(result)
    assert read(case, packs).person.age == 9
    memo = case.with_name("arende-promemoria.html")
    assert "UTKAST" in memo.read_text(encoding="utf-8")
    before = memo.read_bytes()
    again = screen(case)  # where the answers come to an end, no more are wished for
    assert again.exit_code == 0
    assert "Den är oförändrad." in plain(again)
    assert memo.read_bytes() == before
    assert [one.name for one in case.parent.glob("*.html")] == [memo.name]
    case.write_text(case.read_text(encoding="utf-8").replace("Den unge", "Kim"), encoding="utf-8")
    assert screen(case).exit_code == 0
    assert memo.read_bytes() == before
    assert "Kim" in case.with_name("arende-promemoria-2.html").read_text(encoding="utf-8")


def test_each_question_says_why_it_is_asked_and_how_far_it_has_come(case: Path) -> None:
    result = plain(screen(case, "2010-05", "avsluta"))
    assert "Läget: 0 av 37 kriterier och flaggor är avgjorda." in result
    assert "Läget: 1 av 37 kriterier och flaggor är avgjord." in result
    assert "om risken för felrekrytering är undanröjd" in result
    assert "Med svaret ”högst 12 år” eller ”minst 19 år” står utfallet fast: ”Utanför den här verksamheten”." in result


def test_who_says_it_is_asked_once_for_each_kind_of_question(case: Path, packs: Packs) -> None:
    result = screen(
        case, "2010-05", "nej", "Polisens utdrag", "polisen", "nej", *GROUP, "nej: En diagnos är utredd.", "avsluta"
    )
    assert result.exit_code == 0, result.output
    assert plain(result).count("Vem säger det?") == 2
    assert "Svaret får källan ”Beredningsgruppen” och datumet 2026-11-16." in plain(result)
    found = read(case, packs)
    assert {key: one.type for key, one in found.sources.items()} == {
        "beredningsgruppen": SourceType.OTHER,
        "polisens_utdrag": SourceType.POLICE,
    }
    (root,) = found.claims("health.other_root")
    assert (root.value, root.source, root.note) == ("nej", "beredningsgruppen", "En diagnos är utredd.")


def test_no_crime_answers_the_other_questions_about_crimes(case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "nej", "Polisen", "polisen", "avsluta")
    found = read(case, packs)
    (reports,) = found.claims("offences.reports_12m")
    assert (reports.value, reports.source) == (0, "polisen")
    assert reports.note == "Följer av svaret på ”Kriminellt beteende”."
    assert [c.value for c in found.claims("offences.age_first")] == ["ej aktuellt"]


def test_what_nobody_knows_is_kept_and_not_asked_again(case: Path, packs: Packs) -> None:
    result = screen(case, "2010-05", "vet inte", "vet ej: Alla är tillfrågade.", "avsluta")
    assert result.exit_code == 0
    found = read(case, packs)
    for fact_id, note in {"offences.shown": "", "crime.maintains_addiction": "Alla är tillfrågade."}.items():
        (claim,) = found.claims(fact_id)
        assert (claim.value, claim.source, claim.note) == ("vet ej", "genomgangen", note)
    assert "försörja ett beroende" not in plain(screen(case, "avsluta"))
    assert "försörja ett beroende" in plain(screen(case, "vet ej", "avsluta", options=("--again",)))


def test_who_has_said_something_before_is_not_said_to_know_nothing(case: Path, packs: Packs) -> None:
    """A later "vet ej" of the same source takes back what it said: so another source says it here."""
    claim = "{value: [låg, hög], source: skolan, date: 2026-11-01}"
    text = case.read_text(encoding="utf-8").replace("facts:", f"facts:\n  peers.criminal: {claim}", 1)
    case.write_text(text.replace("sources:", "sources:\n  skolan: {name: Skolan, type: skolan}"), encoding="utf-8")
    interview = Interview.begin(case, None, None)
    interview.origins["sammanvagning"] = "skolan"
    item = interview.item("peers.criminal")
    assert item is not None
    before = interview.assessment.knowledge.facts["peers.criminal"].values
    interview.leave(Asking(item, None), interview.origin("sammanvagning"))
    assert [c.source for c in read(case, packs).claims("peers.criminal")] == ["skolan", "genomgangen"]
    assert interview.assessment.knowledge.facts["peers.criminal"].values == before
    assert "Det här står redan i ärendet" in item.shown[0]


def test_going_back_takes_the_answer_out_of_the_file(case: Path) -> None:
    screen(case, "2010-05", "avsluta")
    age = case.read_text(encoding="utf-8")
    result = screen(case, "nej", *GROUP, "tillbaka", "avsluta")
    assert case.read_text(encoding="utf-8") == age
    assert plain(result).count("Finns det minst en händelse") == 2


def test_going_back_from_the_source_asks_the_question_again(case: Path) -> None:
    result = screen(case, "2010-05", "ja", "tillbaka", "nej", *GROUP, "avsluta")
    assert plain(result).count("Finns det minst en händelse") == 2
    assert "offences.shown: {value: nej, source: beredningsgruppen" in case.read_text(encoding="utf-8")


def test_the_day_and_the_one_who_answers_can_be_changed(case: Path, packs: Packs) -> None:
    lines = (
        "2010-05",
        "datum 2026-12-24",
        "datum i går",
        "datum 2026-11-01",
        "vet ej",
        "nej",
        *GROUP,
        "källa",
        "1",
        "nej",
        "avsluta",
    )
    result = plain(screen(case, *lines))
    assert "Dagen kan inte ligga efter bedömningsdagen 2026-11-16." in result
    assert "Skriv ett datum som finns" in result
    found = read(case, packs)
    assert [str(c.date) for c in found.claims("health.other_root")] == ["2026-11-01"]
    assert list(found.sources) == ["genomgangen", "beredningsgruppen"]


@pytest.mark.parametrize("wrong", ["kanske", "7", "ja, nej, kanske", "vet ej, ja", ","])
def test_an_answer_that_is_none_is_refused_with_what_to_write(wrong: str, case: Path) -> None:
    before = screen(case, "2010-05", "avsluta") and case.read_bytes()
    result = screen(case, wrong, "", "avsluta")
    assert result.exit_code == 0
    assert re.search(r"skriv|Skriv", plain(result).split("2 nej >")[1])
    assert case.read_bytes() == before


@pytest.mark.parametrize(("answer", "told"), [("femton", "åldern i hela år"), ("2030-01-01", "efter bedömningsdagen")])
def test_an_age_that_can_not_be_is_refused(answer: str, told: str, case: Path) -> None:
    before = case.read_bytes()
    result = screen(case, answer, "avsluta")
    assert told in plain(result)
    assert case.read_bytes() == before


def test_the_guardians_are_asked_one_by_one(case: Path, packs: Packs) -> None:
    interview = Interview.begin(case, None, None)
    keys, questions = [], []
    for answer in ("2", "lämnat till 2027-01-01", "sagt nej"):
        item = interview.item("consent.guardians")
        assert item is not None
        keys.append(item.key)
        questions.append(item.question)
        new = ("Samtal", SourceType.GUARDIAN) if "samtal" not in interview.assessment.case.sources else None
        interview.take(Asking(item, None), item.read(answer), Origin("samtal", interview.day, new), "samtal")
    assert keys == ["guardians", "consent.guardians.guardian_1", "consent.guardians.guardian_2"]
    assert interview.item("consent.guardians") is None
    found = read(case, packs)
    assert [(c.person, c.state.word, str(c.until)) for c in found.consent] == [
        ("guardian_1", "lämnat", "2027-01-01"),
        ("guardian_2", "sagt nej", "None"),
    ]
    assert interview.assessment.results["one_guardian_against"].verdict is Verdict.MET


def test_a_question_without_a_place_for_vet_ej_leaves_a_comment(case: Path, packs: Packs) -> None:
    result = screen(case, "vet inte: Skolan frågades.", "avsluta")
    assert result.exit_code == 0
    assert case.read_text(encoding="utf-8").endswith("ingen kunde svara när frågan ställdes. Skolan frågades.\n")
    assert read(case, packs).person.age is None


def test_when_nobody_knows_the_interview_ends_and_says_what_is_missing(case: Path) -> None:
    result = plain(screen(case, "2010-05", *["vet inte"] * 80, "avsluta"))
    assert "Nu finns inga fler frågor som kan avgöra att ställa. Ännu kan utfallet bli" in result
    assert "som ingen har kunnat svara på fullt ut" in result
    assert case.with_name("arende-promemoria.html").exists()


def test_a_source_that_contradicts_itself_on_one_day_is_refused(case: Path) -> None:
    claim = "{value: ja, source: gruppen, date: 2026-11-16}"
    text = case.read_text(encoding="utf-8").replace("facts:", f"facts:\n  crime.imminent: {claim}", 1)
    case.write_text(text.replace("sources:", "sources:\n  gruppen: {name: Gruppen, type: annan}"), encoding="utf-8")
    interview = Interview.begin(case, None, None)
    item = interview.item("crime.imminent")
    assert item is not None
    with pytest.raises(Unfit, match="”Gruppen” har redan svarat den 2026-11-16"):
        interview.take(Asking(item, None), item.read("nej"), Origin("gruppen", interview.day), "gruppen")


# -- nothing is lost ---------------------------------------------------------------------------------------------------


def test_what_someone_else_writes_under_way_stays(case: Path, packs: Packs) -> None:
    interview = Interview.begin(case, None, None)
    item = interview.item("crime.imminent")
    assert item is not None
    other = case.read_text(encoding="utf-8").replace("label: Den unge", "label: Kim   # rättat")
    case.write_text(other, encoding="utf-8")
    origin = Origin("gruppen", interview.day, ("Gruppen", SourceType.OTHER))
    interview.take(Asking(item, None), item.read("ja"), origin, "gruppen")
    assert interview.reread
    assert "label: Kim   # rättat" in case.read_text(encoding="utf-8")
    assert [c.value for c in read(case, packs).claims("crime.imminent")] == ["ja"]
    case.write_text(case.read_text(encoding="utf-8") + "# ett tillägg\n", encoding="utf-8")
    assert not interview.back()
    assert case.read_text(encoding="utf-8").endswith("# ett tillägg\n")


def test_a_file_that_is_spoilt_under_way_is_told_and_left(case: Path) -> None:
    interview = Interview.begin(case, None, None)
    item = interview.item("crime.imminent")
    assert item is not None
    case.write_text("sigrisk: 1\ncase: [", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        origin = Origin("gruppen", interview.day, ("Gruppen", SourceType.OTHER))
        interview.take(Asking(item, None), item.read("ja"), origin, "gruppen")
    assert {"SIG270", "SIG010"} == {d.code for d in caught.value.diagnostics}
    assert case.read_text(encoding="utf-8") == "sigrisk: 1\ncase: ["


def test_a_file_with_no_place_for_the_answer_is_left_as_it_is(case: Path) -> None:
    text = case.read_text(encoding="utf-8").replace("# guardians: 2", "#").rstrip() + "\n...\n"
    case.write_text(text, encoding="utf-8")
    interview = Interview.begin(case, None, None)
    item = interview.item("consent.guardians")
    assert item is not None
    with pytest.raises(BadInput) as caught:
        interview.take(Asking(item, None), item.read("2"), Origin("", interview.day), "samtal")
    (found,) = caught.value.diagnostics
    assert (found.code, "guardians: 2" in found.help) == ("SIG271", True)
    assert case.read_text(encoding="utf-8") == text


def wait_for(words: str, output: Path, times: int = 1) -> None:
    for _ in range(600):
        if output.read_text(encoding="utf-8").count(words) >= times:
            return
        time.sleep(0.1)
    raise AssertionError(f"{words!r} is not in:\n{output.read_text(encoding='utf-8')}")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends an interrupt as a terminal does")
def test_ctrl_c_in_a_real_process_loses_nothing(case: Path, packs: Packs, tmp_path: Path) -> None:
    output = tmp_path / "utskrift.txt"
    command = [
        sys.executable,
        "-u",
        "-c",
        # A run started in the background, as CI may be, hands down that Ctrl-C is to be ignored.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from sigrisk.cli import main; main(prog_name='sigrisk')",
        "screen",
        str(case),
    ]
    with output.open("w", encoding="utf-8") as told:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=told, stderr=told, env=environment) as process:
            try:
                assert process.stdin is not None
                process.stdin.write(f"2010-05\nnej\n{GROUP[0]}\n{GROUP[1]}\n".encode())
                process.stdin.flush()
                wait_for("försörja ett beroende?", output)
                process.send_signal(signal.SIGINT)
                assert process.wait(timeout=30) == 130
            finally:
                process.kill()
    shown = output.read_text(encoding="utf-8")
    assert "Traceback" not in shown
    assert "Samma kommando fortsätter där du slutade." in " ".join(shown.split())
    found = read(case, packs)
    assert found.person.birth_date == "2010-05"
    assert [c.value for c in found.claims("offences.shown")] == ["nej"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["arende.yaml", "utskrift.txt"]
    again = plain(screen(case, "avsluta"))
    assert "försörja ett beroende?" in again
    assert "Hur gammal är den unge" not in again


# -- plain text, and what goes before ----------------------------------------------------------------------------------


def test_through_a_pipe_there_is_only_text(case: Path) -> None:
    for options in ((), ("--plain",)):
        result = CliRunner().invoke(main, ["screen", str(case), *options], input="avsluta\n", color=True)
        assert "\x1b" not in result.output
        assert "\r" not in result.output
        assert max(len(line) for line in result.output.splitlines() if str(case) not in line) <= 90


def test_a_case_that_is_not_there_is_begun(tmp_path: Path, packs: Packs) -> None:
    path = tmp_path / "ny.yaml"
    result = screen(path, "9", options=("--date", DAY, "--profile", "rps-2011"))
    assert result.exit_code == 0, result.output
    found = read(path, packs)
    assert (found.case.profile, str(found.day), found.person.age) == ("rps-2011", DAY, 9)


def test_the_memo_goes_where_it_is_asked_for(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "promemoria"
    assert str(out) in screen(case, "9", options=("--out", str(out))).output.replace("\n", "")
    assert [p.name for p in out.iterdir()] == ["arende-promemoria.html"]


def test_next_changes_nothing_and_lists_what_matters_most_first(case: Path) -> None:
    before = case.read_bytes()
    result = CliRunner().invoke(main, ["next", str(case), "--count", "3"])
    assert result.exit_code == 0
    text = plain(result)
    assert text.index("1. Hur gammal är den unge") < text.index("2. Finns det minst") < text.index("3. Begås brotten")
    assert "4. " not in text
    assert "Fler frågor kan avgöra." in text
    assert case.read_bytes() == before
    everything = plain(CliRunner().invoke(main, ["next", str(case), "--count", "99"]))
    assert "63. " in everything
    assert "64. " not in everything
    assert "Fler frågor" not in everything
    assert "Gäller oron något som i sig inte är en riskfaktor" not in everything


def test_next_says_when_the_outcome_stands() -> None:
    settled = ROOT / "scenarios" / "01_tydligt_erbjudande.yaml"
    assert plain(CliRunner().invoke(main, ["next", str(settled)])) == (
        "Utfallet står fast: ”Erbjud SIG”. Inget svar som ännu saknas kan ändra det."
    )


def test_next_and_the_interview_refuse_a_bad_case(tmp_path: Path) -> None:
    bad = tmp_path / "fel.yaml"
    bad.write_text("sigrisk: 1\n", encoding="utf-8")
    for command in ("next", "screen"):
        assert CliRunner().invoke(main, [command, str(bad)]).exit_code == 2
    assert bad.read_text(encoding="utf-8") == "sigrisk: 1\n"


def test_a_contradiction_is_shown_where_it_is_asked_about(packs: Packs, tmp_path: Path) -> None:
    path = tmp_path / "arende.yaml"
    path.write_bytes((ROOT / "scenarios" / "07_kallor_som_sager_emot.yaml").read_bytes())
    interview = Interview.begin(path, None, None)
    shown = [one for fact in interview.assessment.contradictions() for one in interview.item(fact.fact.id).shown]  # type: ignore[union-attr]
    assert shown
    assert all(one.startswith("Källorna säger olika. ") for one in shown)


def test_an_answer_that_leaves_several_values_is_not_asked_for_again(case: Path, packs: Packs) -> None:
    """Born in 2007 is 18 or 19 that day, and two levels are two: told once, that is all there is to tell."""
    interview = Interview.begin(case, None, None)
    for fact_id, answer in (("person.age", "2007"), ("peers.criminal", "måttlig, hög")):
        item = interview.item(fact_id)
        assert item is not None
        origin = _school(interview) if item.sourced else Origin("", interview.day)
        interview.take(Asking(item, None), item.read(answer), origin, "x")
        assert interview.item(fact_id) is None
        assert fact_id not in [one.fact_id for one in interview.ranked()]
    (claim,) = read(case, packs).claims("peers.criminal")
    assert claim.value == ("måttlig", "hög")


def _school(interview: Interview) -> Origin:
    return Origin("skolan", interview.day, ("Skolan", SourceType.SCHOOL))
