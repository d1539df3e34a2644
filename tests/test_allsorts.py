"""A "bit of everything" checklist: each kind of item, seen in every output, and each kind of wrong answer refused.

``tests/packs/allsorts`` has one item for each type of fact and each way of answering, and each side is answered in each
way. The answers are those of its ``case.yaml``; what they must come to is written here by hand.
"""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case
from sigrisk.checklistreport import ChecklistReport, checklist_report
from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.instrument import Instrument, ItemSide, ScaleKind
from sigrisk.instrumentcheck import load_instrument
from sigrisk.packs import DEFAULT_PROFILE, Packs, load
from sigrisk.score import NOT_APPLICABLE
from sigrisk.vocabulary import FactType, show
from sigrisk.words import word_of
from sigrisk.yamlfile import parse, read

PACK = Path(__file__).parent / "packs" / "allsorts"
CASE = PACK / "case.yaml"
FORM = PACK / "instruments" / "lite_av_varje.yaml"

# Item: the answer as a reader meets it, and what the fact may then be. None: told as unanswered.
ANSWERS: dict[str, tuple[str, str | None]] = {
    "level_two": ("Stor", "i måttlig grad eller i hög grad"),
    "level_three": ("Halv", "i måttlig grad"),
    "level_five": ("Två eller tre", "i låg grad eller i måttlig grad"),
    "level_yes_no": ("Ja", "i måttlig grad eller i hög grad"),
    "level_typed": ("i måttlig grad", "i måttlig grad"),
    "protection_two": ("Liten", "saknas"),
    "protection_three": ("ej aktuellt", "ej aktuellt"),
    "protection_five": ("Fyra", "finns tydligt"),
    "protection_yes_no": ("Nej", "saknas"),
    "protection_typed": ("finns som en tråd", "finns som en tråd"),
    "bool_two": ("Stor", "ja"),
    "bool_three": ("Halv", None),
    "bool_five": ("Fem", "ja"),
    "bool_yes_no": ("Ja", "ja"),
    "bool_typed": ("nej", "nej"),
    "count_two": ("Stor", "minst 3"),
    "count_three": ("", None),
    "count_five": ("Fyra", "3 till 9"),
    "count_yes_no": ("Ja", "minst 1"),
    "count_typed": ("2 till 4", "2 till 4"),
    "age_two": ("Liten", "högst 14 år"),
    "age_three": ("Halv", "12 år till 17 år"),
    "age_five": ("", None),
    "age_yes_no": ("Nej", "högst 14 år"),
    "age_typed": ("15 år", "15 år"),
    "choice_two": ("Stor", "grön eller blå"),
    "choice_three": ("Liten", "röd"),
    "choice_five": ("Fyra eller fem", "blå"),
    "choice_yes_no": ("Nej", "röd"),
    "choice_typed": ("röd eller blå", "röd eller blå"),
    "date_typed": ("2026-05-01", "2026-05-01"),
    "count_at_least": ("minst 3", "minst 3"),
    "age_at_most": ("högst 13 år", "högst 13 år"),
}
READ_ELSEWHERE = {"level_five", "bool_two", "choice_five"}
STEPPED_RISK = {"low": 0, "moderate": 1, "high": 3}  # level_two, count_five and choice_two high, age_three moderate
NOTES = ("Fyra gånger på en månad. Enligt Skolans rapport.", "Enligt två lärare.", "Enligt kalendern. Enligt Polisens")


@pytest.fixture(scope="module")
def allsorts() -> Packs:
    return load(PACK)


@pytest.fixture(scope="module")
def form(allsorts: Packs) -> Instrument:
    return allsorts.instruments["lite_av_varje"]


@pytest.fixture(scope="module")
def assessed(allsorts: Packs) -> Assessment:
    case, _ = load_case(CASE, allsorts)
    return assess(case, allsorts.book(DEFAULT_PROFILE), allsorts.instruments, lambda *_: "")


@pytest.fixture(scope="module")
def told(assessed: Assessment) -> ChecklistReport:
    return checklist_report(assessed, assessed.scores[0])


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a user gets of the case: the screen, and the three files."""
    out = tmp_path_factory.mktemp("ut")
    done = sigrisk("assess", CASE, "--rules", PACK, "--out", out)
    assert done.exit_code == 0, done.output
    files = {path.suffix: path.read_text(encoding="utf-8") for path in out.iterdir()}
    return {
        "screen": " ".join(done.stdout.split()),
        "html": " ".join(re.sub(r"<[^>]+>", " ", files[".html"]).replace("\u00a0", " ").split()),
        "md": " ".join(files[".md"].replace("\\", "").replace("\u00a0", " ").split()),
        "json": files[".json"],
    }


def sigrisk(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def label_of(form: Instrument, item_id: str) -> str:
    return next(i.label for i in form.items() if i.id == item_id)


# -- the checklist has everything -------------------------------------------------------------------------------------


def shape(form: Instrument, item_id: str) -> str:
    scale = form.scale_of(next(i for i in form.items() if i.id == item_id))
    return {2: "two", 3: "three", 5: "five"}[len(scale.levels)] if scale.kind is ScaleKind.STEPS else scale.kind.value


def test_each_type_of_fact_is_answered_in_each_way_and_each_side_too(form: Instrument, allsorts: Packs) -> None:
    """All but a date on steps, which is refused: see below."""
    ways = ("two", "three", "five", "yes_no", "typed")
    facts = {(allsorts.vocabulary[i.fact].definition.type, shape(form, i.id)) for i in form.items()}
    assert facts == set(product(FactType, ways)) - {(FactType.DATE, way) for way in ways[:-1]}
    sides = {(form.scale_of(i).side, shape(form, i.id)) for i in form.items()}
    assert sides == set(product(ItemSide, ways))
    assert set(ANSWERS) == {i.id for i in form.items()}


# -- every output -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", ANSWERS)
def test_each_answer_stands_in_the_data(item: str, told: ChecklistReport) -> None:
    """JSON has every item with its answer in words, told from one that was read elsewhere."""
    (found,) = [a for a in told.answers if a.item == item]
    assert found.answer == ANSWERS[item][0]
    assert found.given == (item not in READ_ELSEWHERE | {"count_three", "age_five"})


@pytest.mark.parametrize("item", ANSWERS)
def test_each_answer_says_what_it_should_of_its_fact(item: str, form: Instrument, assessed: Assessment) -> None:
    fact = next(i.fact for i in form.items() if i.id == item)
    known = assessed.knowledge.facts[fact]
    expected = ANSWERS[item][1]
    assert known.answered == (expected is not None)
    if expected is not None:
        assert show(known.fact.definition, known.values) == expected


@pytest.mark.parametrize("output", ["screen", "html", "md"])
def test_every_answer_that_is_not_counted_is_told(output: str, outputs: dict[str, str], form: Instrument) -> None:
    text = outputs[output]
    for item in form.items():
        answer = ANSWERS[item.id][0]
        if form.scale_of(item).counted_at or not answer:
            continue
        between = ": " if output == "screen" else " | " if output == "md" else " "
        assert f"{item.label}{between}{answer}" in text, item.id
    for note in NOTES[1:]:
        assert note in text, note


def test_the_counts_are_the_same_on_the_screen_in_the_memo_and_in_the_data(
    outputs: dict[str, str], told: ChecklistReport
) -> None:
    """Four stepped questions of risk are all answered; of the four of protection three are known in part or whole."""
    (risk, protection) = told.total
    assert {c.step: (c.low, c.high) for c in risk.counts} == {s: (n, n) for s, n in STEPPED_RISK.items()}
    assert (risk.items, risk.unknown, protection.items, protection.unknown) == (4, 0, 4, 1)
    assert "Riskfrågor: låg eller ingen 0, måttlig 1, hög 3, av 4 frågor." in outputs["screen"]
    assert not any("Hela checklistan" in outputs[form] for form in ("md", "html"))


def test_yes_answers_are_counted_at_least_and_at_most_and_never_over_all_sections(
    outputs: dict[str, str], told: ChecklistReport
) -> None:
    yes = [t for t in told.areas if [c.step for c in t.counts] == ["no", "yes"]]
    assert [(t.side, t.counts[1].low, t.counts[1].high, t.items) for t in yes] == [
        ("risk", 1, 1, 1),
        ("protection", 1, 1, 1),
    ]
    assert all([c.step for c in t.counts] != ["no", "yes"] for t in told.total)
    assert "Riskfrågor som besvaras med ja eller nej: Ja eller nej: 1 ja av 1." in outputs["screen"]
    assert "| Del | Frågor | Minst ja | Högst ja |" in outputs["md"]
    assert "Ja eller nej 1 1 1 0 0" in outputs["html"]


@pytest.mark.parametrize("output", ["screen", "html", "md"])
def test_the_assessors_own_view_is_told(output: str, outputs: dict[str, str]) -> None:
    text = outputs[output].replace("*", "")
    for said in (
        "Ifylld av Sam Exempel, socialsekreterare, den 10 november 2026. 27 av 33 frågor är besvarade",
        "på formuläret, 1 har svaret vet ej och 1 är ej aktuell. Svaret på 1 fråga till framgår av andra uppgifter",
        "Bedömaren lyfter fram ”Fråga om grad, två steg” och ”Fråga om datum, skrivet svar”.",
        "Ytterligare riskfaktor. Något som ingen fråga gäller.",
        "Ytterligare skyddsfaktor. Något bra som ingen fråga gäller.",
        "Styrkor. Val: Väljer själv. Enligt Skolans rapport. Ålder: Är mogen för sin ålder.",
        "Hög, för de närmaste 6 månaderna. Skäl: Det samlade läget är oroligt.",
        "Bedömaren anser att bilden är mindre allvarlig än vad svaren visar. Skäl: Två av svaren gäller samma sak.",
        "Framgår av andra uppgifter i ärendet.",
    ):
        assert said in text, said


def test_the_data_has_the_assessors_own_view(outputs: dict[str, str]) -> None:
    (one,) = json.loads(outputs["json"])["checklists"]
    assert one["critical"] == ["level_two", "date_typed"]
    assert [e["side"] for e in one["extra"]] == ["risk", "protection"]
    assert one["strengths"][0] == {"section": "choice", "note": "Väljer själv", "source": "Skolans rapport"}
    assert (one["override"], one["override_reasons_missing"]) == ("less_grave", False)
    assert (one["summary_rating"], one["summary_horizon_months"]) == ("high", 6)
    notes = {a["item"]: (a["note"], a["source"]) for a in one["answers"] if a["note"]}
    assert notes["level_three"] == ("Fyra gånger på en månad", "Skolans rapport")


@pytest.mark.parametrize("output", ["html", "md"])
def test_every_answer_stands_among_the_facts_of_the_memo(output: str, outputs: dict[str, str]) -> None:
    """Section 3 has each claim with its source, its note and its day; the derived facts stand with the form."""
    text = outputs[output]
    assert text.count("Lite av varje, ifylld av Sam Exempel, socialsekreterare") >= 28
    assert "Svaret på ”Fråga om grad, ja eller nej” är ja." in text
    assert "Ålder på bedömningsdagen: 16 år" in text


def test_instruments_show_tells_every_question_and_how_it_is_answered(form: Instrument, allsorts: Packs) -> None:
    shown = sigrisk("instruments", "show", "lite_av_varje", "--rules", PACK).stdout
    text = " ".join(shown.split())
    for item in form.items():
        assert f"{item.id} {item.label}. {item.ask}" in text, item.id
        words = {level.id: word_of(level) for level in form.scale_of(item).levels}
        for level, means in item.means.items():
            assert f"{words[level]}: {means}" in text, (item.id, level)
    for help_ in (
        "Skriv ingen, låg, måttlig, hög",
        "Skriv röd, grön, blå",
        "Skriv ett datum",
        "eller minst 2.",
    ):
        assert help_ in text, help_
    for said in (
        "lägsta gräns",
        "högsta gräns",
        "Styrkor.",
        "Skriv allvarligare eller mindre allvarlig",
        "Räknas fram ur ärendet: Ålder",
        "Obs: Räkna",
    ):
        assert said in text, said


def test_new_writes_every_question_and_answers_none(form: Instrument, tmp_path: Path) -> None:
    path = tmp_path / "arende.yaml"
    assert sigrisk("new", path, "--checklist", "lite_av_varje", "--rules", PACK).exit_code == 0
    assert sigrisk("validate", path, "--rules", PACK).exit_code == 0
    text = path.read_text(encoding="utf-8")
    for item in form.items():
        assert f"#     {item.id}: …\n" in text and f"# {item.ask}\n" in text
    assert yaml.safe_load(text)["checklists"] is None


def test_what_new_writes_can_be_filled_in(form: Instrument, tmp_path: Path) -> None:
    """The # taken away from the lines to fill in, and the answers written: a checklist that loads."""
    path = tmp_path / "arende.yaml"
    sigrisk("new", path, "--date", "2026-11-16", "--checklist", "lite_av_varje", "--rules", PACK)
    wanted = re.compile(r"#( - instrument|   (version|date|assessor|answers|strengths|override|summary)|     \w+): ?")
    head, tail = path.read_text(encoding="utf-8").split("\nchecklists:\n")
    lines = [line[1:] if wanted.match(line) else line for line in tail.splitlines()]
    filled = (
        "\n".join([head, "checklists:", *lines])
        .replace("section: …", "section: level")
        .replace("allvarligare eller mindre allvarlig", "allvarligare")
    )
    filled = filled.replace("rating: …", "rating: hög").replace(": …\n", ": vet ej\n")
    path.write_text(filled, encoding="utf-8")
    done = sigrisk("validate", path, "--rules", PACK)
    assert done.exit_code == 0, done.stderr
    (one,) = load_case(path, load(PACK))[0].checklists
    assert set(one.answers) == {i.id for i in form.items()}
    assert one.strengths and one.override and one.summary


def test_new_refuses_an_unknown_checklist(tmp_path: Path) -> None:
    done = sigrisk("new", tmp_path / "a.yaml", "--checklist", "lite_av_varj", "--rules", PACK)
    assert done.exit_code == 2 and "SIG031" in done.stderr and "menade du ”lite_av_varje”" in done.stderr
    assert list(tmp_path.iterdir()) == []


# -- what is asked for when it is missing -----------------------------------------------------------------------------


def changed(tmp_path: Path, old: str, new: str) -> str:
    text = CASE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "case.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = sigrisk("assess", path, "--rules", PACK)
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("reasons", ["", ', reasons: ""', ', reasons: "  "'])
def test_an_override_without_reasons_asks_for_them(tmp_path: Path, reasons: str) -> None:
    text = changed(tmp_path, ", reasons: Två av svaren gäller samma sak", reasons)
    assert "än vad svaren visar. Inga skäl är angivna. De behöver skrivas." in text


def test_no_strength_is_said_to_be_none_marked(tmp_path: Path) -> None:
    old = CASE.read_text(encoding="utf-8")
    part = old[old.index("    strengths:") : old.index("    override:")]
    assert "Bedömaren har inte markerat någon del som en styrka." in changed(tmp_path, part, "")


def test_an_override_and_strengths_change_no_count_and_no_verdict(assessed: Assessment, allsorts: Packs) -> None:
    """They are words beside the answers: without them everything else is the same."""
    case = assessed.case
    plain = case.checklists[0].model_copy(update={"override": None, "strengths": ()})
    other = assess(case.model_copy(update={"checklists": (plain,)}), assessed.book, allsorts.instruments, lambda *_: "")
    assert other.knowledge == assessed.knowledge
    assert {r: v.verdict for r, v in other.results.items()} == {r: v.verdict for r, v in assessed.results.items()}
    assert (other.scores[0].areas, other.scores[0].total) == (assessed.scores[0].areas, assessed.scores[0].total)


def test_nothing_but_risk_and_protection_is_ever_counted(assessed: Assessment, form: Instrument) -> None:
    score = assessed.scores[0]
    counted = [t.side for t in (*score.areas, *score.total)]
    assert set(counted) == {ItemSide.RISK, ItemSide.PROTECTION}
    stepped = [i for i in form.items() if form.scale_of(i).counted_at]
    assert sum(t.items for t in score.areas) == len(stepped)
    assert {r.item.id for _, readings in score.told() for r in readings} == {
        i.id for i in form.items() if i not in stepped
    }
    assert NOT_APPLICABLE not in {c.step for t in score.areas for c in t.counts}


# -- wrong answers ----------------------------------------------------------------------------------------------------

WRONG = {
    "level": ["jättehög", "3", "ja", "[hög, vet ej]"],
    "protection": ["hög", "2", "nej"],
    "bool": ["hög", "2", "yes"],
    "count": ["-1", "många", "true", "{level: {at_least: 4, at_most: 2}}", "{level: {}}"],
    "age": ["121", "tolv", "{level: []}"],
    "date": ["i våras", "2026", "2026-02-30", "{level: {at_least: 3}}"],
    "choice": ["gul", "1", "ja"],
}


@pytest.mark.parametrize(("kind", "answer"), [(kind, a) for kind, answers in WRONG.items() for a in answers])
def test_a_wrong_value_is_refused_with_what_to_write_instead(
    kind: str, answer: str, allsorts: Packs, tmp_path: Path
) -> None:
    refused(allsorts, tmp_path, f"{kind}_typed", answer, "skriv ")


@pytest.mark.parametrize("answer", ["fyra", "true", "2", "[liten, stor]", "yes", "hög", "{level: {at_least: 1}}"])
@pytest.mark.parametrize("item", ["level_two", "protection_three", "choice_two"])
def test_a_wrong_level_is_refused_with_the_levels_there_are(
    item: str, answer: str, allsorts: Packs, tmp_path: Path
) -> None:
    refused(allsorts, tmp_path, item, answer, "skriv liten, ")


@pytest.mark.parametrize("answer", ["yes", "no", "stor", "1", "[ja, nej]", '""'])
@pytest.mark.parametrize("item", ["level_yes_no", "bool_yes_no", "count_yes_no"])
def test_what_is_neither_yes_nor_no_is_refused(item: str, answer: str, allsorts: Packs, tmp_path: Path) -> None:
    refused(allsorts, tmp_path, item, answer, "skriv nej, ja, ej aktuellt eller vet ej")


def refused(packs: Packs, tmp_path: Path, item: str, answer: str, help_: str) -> None:
    path = tmp_path / "case.yaml"
    head, tail = CASE.read_text(encoding="utf-8").split("    answers:\n")
    rest = tail[tail.index("    critical:") :]
    path.write_text(f"{head}    answers:\n      {item}: {answer}\n{rest}", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_case(path, packs)
    (found,) = caught.value.diagnostics
    assert found.code == "SIG142"
    assert path.read_text(encoding="utf-8").splitlines()[found.at.line - 1].startswith(f"      {item}:")
    assert found.help.startswith(help_)


@pytest.mark.parametrize("way", ["two", "three", "five", "yes_no"])
def test_a_date_has_no_levels(way: str, allsorts: Packs) -> None:
    text = FORM.read_text(encoding="utf-8")
    old = re.search(r"scale: \w+\n        fact: prov.date_typed", text)
    assert old is not None
    text = text.replace(old[0], f"scale: risk_{way}\n        fact: prov.date_typed")
    with pytest.raises(BadInput, match="SIG138"):
        load_instrument(parse(text, "egen.yaml"), allsorts.vocabulary)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("maps: {liten: {at_most: 2}, stor: {at_least: 3}}", "maps: {liten: {at_most: 2}, stor: {at_least: 4}}"),
        ("maps: {liten: {at_most: 14}, stor: {at_least: 15}}", "maps: {liten: {at_most: 14}, stor: 15}"),
        ("maps: {liten: rod, stor: [gron, bla]}", "maps: {liten: rod, stor: gron}"),
        ("maps: {liten: [none, low], stor: [moderate, high]}", "maps: {liten: none, stor: [moderate, high]}"),
        ("maps: {liten: false, stor: true}", "maps: {liten: false, stor: false}"),
    ],
)
def test_levels_that_leave_a_value_out_are_refused_whatever_the_type(old: str, new: str, allsorts: Packs) -> None:
    """A gap in the middle is one too: what lies between two levels must belong to one of them."""
    text = FORM.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(BadInput, match="SIG135"):
        load_instrument(parse(text.replace(old, new, 1), "egen.yaml"), allsorts.vocabulary)
    load_instrument(read(FORM), allsorts.vocabulary)
