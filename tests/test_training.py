"""Training end to end: a scenario rated without its key, feedback beside it, a group's agreement, and its documents."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from markupsafe import escape

from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.instrument import Instrument, ScaleKind
from sigrisk.memo.typography import unbound
from sigrisk.packs import Packs
from sigrisk.quotes import own_words_of
from sigrisk.training.agreement import Drawing, Kind, Row, rows
from sigrisk.training.bootstrap import Figure
from sigrisk.training.feedback import Apart, feedback
from sigrisk.training.find import scenario, usable
from sigrisk.training.group import gather
from sigrisk.training.key import supported, unsupported
from sigrisk.training.labels import load_labels
from sigrisk.training.material import checksum
from sigrisk.training.measures import Measure
from sigrisk.training.ratings import GivenSummary, Rated, Ratings, left, load_ratings
from sigrisk.training.ratingstext import ratings_text
from sigrisk.training.sitting import Begin, Sitting
from sigrisk.words import word_of
from tests.test_docs import blocks, console_steps, shows

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "training/examples").glob("*.svar.yaml"))
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
TUTORIAL = ("OVN-01", "OVN-02", "OVN-04")
NONE = Drawing(1, 0)


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=typed)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    return tmp_path


def rated(packs: Packs, number: str, rater: str, said: dict[str, str | int], folder: Path, **more: object) -> Path:
    """A ratings file where every item has one answer, or the one it is given."""
    found = scenario(number, packs)
    instrument = packs.instruments[str(more.pop("instrument", found.case.checklists[0].instrument))]
    answers: dict[str, object] = {}
    for item in instrument.items():
        levels = instrument.scale_of(item).levels
        first = word_of(levels[0]) if levels else "vet ej"
        answers[item.id] = said.get(item.id, first)
    summary = GivenSummary(rating="moderate", horizon_months=6, reasons="Underlaget pekar åt det hållet.")
    parts: dict[str, object] = {
        "sigrisk_ratings": 1,
        "rater": rater,
        "case": number,
        "assessment_date": found.case.day,
        "material": found.material,
        "instrument": instrument.id,
        "version": instrument.version,
        "answers": answers,
        "summary": summary if instrument.summary is not None else GivenSummary(),
    }
    ratings = Ratings.model_validate({**parts, **more})
    path = folder / f"{number}-{rater}.svar.yaml"
    path.write_text(ratings_text(ratings, instrument, packs.vocabulary), encoding="utf-8")
    return path


@pytest.fixture
def course(packs: Packs, tmp_path: Path) -> list[Path]:
    """Three raters who mostly agree on six scenarios: enough for intervals and words."""
    folder = tmp_path / "kurs"
    folder.mkdir()
    items = packs.instruments["irk_inspirerad"]
    paths = []
    for n in range(1, 7):
        for r, rater in enumerate(("al", "bok", "ek")):
            said: dict[str, str | int] = {}
            for place, item in enumerate(items.items()):
                if levels := items.scale_of(item).levels:
                    apart = (n + r + place) % 4 == 0
                    said[item.id] = word_of(levels[(n + place + apart) % len(levels)])
            paths.append(rated(packs, f"OVN-0{n}", rater, said, folder, instrument="irk_inspirerad"))
    return paths


# -- what a rater reads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem[:3])
def test_the_material_has_the_story_and_nothing_of_the_key(path: Path, packs: Packs) -> None:
    found = scenario(str(path), packs)
    case = found.case
    read = " ".join(text for part in found.parts for text in part.texts)
    assert " ".join(case.vignette.split()) in read
    without = case.model_copy(update={"checklists": (), "expect": None})
    assert scenario_parts(without, packs) == found.parts  # the key and the expected outcome leave no trace
    told = {" ".join(c.note.split()) for fact in case.facts for c in case.claims(fact)}
    for checklist in case.checklists:
        hidden = [answer.note for answer in checklist.given.values()]
        hidden += [checklist.summary.reasons] if checklist.summary else []
        for text in filter(None, (" ".join(one.split()) for one in hidden)):
            assert text in told or text not in read, text


def scenario_parts(case: Case, packs: Packs) -> object:
    from sigrisk.training.material import material

    return material(case, packs.vocabulary, packs.offences)


def test_the_values_of_facts_are_not_shown(packs: Packs) -> None:
    case = scenario("OVN-01", packs).case
    fact, claim = next((f, c) for f in case.facts for c in case.claims(f) if c.value == "high" and not c.note)
    changed = {**case.facts, fact: claim.model_copy(update={"value": "low"})}
    assert scenario_parts(case.model_copy(update={"facts": changed}), packs) == scenario("OVN-01", packs).parts


def test_the_checksum_follows_what_is_read_and_not_its_layout(packs: Packs) -> None:
    found = scenario("OVN-01", packs)
    spaced = found.case.model_copy(update={"vignette": found.case.vignette.replace(" ", "\n", 3)})
    other = found.case.model_copy(update={"vignette": found.case.vignette.replace("Kim", "Kym", 1)})
    from sigrisk.training.material import material

    sums = [checksum(material(one, packs.vocabulary, packs.offences)) for one in (found.case, spaced, other)]
    assert sums[0] == sums[1] == found.material != sums[2]


# -- train start ------------------------------------------------------------------------------------------------------


def all_typed(instrument: Instrument, answer: str = "vet ej") -> str:
    months = str(instrument.summary.horizon_months[0]) if instrument.summary else ""
    summary = ["måttlig", months, "Skolan och polisen säger samma sak."] if instrument.summary else []
    return "\n".join([*([answer] * len(instrument.items())), *summary]) + "\n"


@pytest.mark.parametrize("name", ["savry_inspirerad", "ester_inspirerad", "irk_inspirerad", "yls_inspirerad"])
def test_every_question_is_asked_and_the_file_is_complete(name: str, here: Path, packs: Packs) -> None:
    instrument = packs.instruments[name]
    result = run("train", "start", "OVN-01", "--rater", "al", "--instrument", name, typed=all_typed(instrument))
    assert result.exit_code == 0, result.output
    for item in instrument.items():
        assert " ".join(item.ask.split()) in " ".join(result.output.split())
    assert "Allt är besvarat." in result.output
    ratings, _, _ = load_ratings(here / "OVN-01-al.svar.yaml", packs)
    assert left(ratings, instrument) == ()
    assert set(ratings.given) == {item.id for item in instrument.items()}


def test_the_key_is_shown_for_what_is_answered_and_for_nothing_else(here: Path, packs: Packs) -> None:
    """A course of an hour ends before the last question, and the answered part teaches something too."""
    result = run("train", "start", "OVN-01", "--rater", "al", typed="hög\navsluta\n")
    key = packs.instruments["savry_inspirerad"]
    case = scenario("OVN-01", packs).case
    told = case.checklists[0].given["h1"].note
    assert told and told not in result.output  # the expert's note
    assert "sigrisk train feedback OVN-01-al.svar.yaml" in result.output
    found = run("train", "feedback", "OVN-01-al.svar.yaml")
    assert found.exit_code == 0, found.output
    shown = " ".join(found.output.split())
    assert told in shown
    left = shown.split("Facit visas inte för ")[1].split("Det som har hänt")[0]
    for item in key.items()[1:]:
        assert f"”{item.label}”" in left
    assert shown.count("Samma som facit") + shown.count("Underlaget säger") == 1
    summary = case.checklists[0].summary
    assert summary is not None and " ".join(summary.reasons.split())[:40] not in shown
    assert "Experten lyfter fram" not in shown


def test_the_key_of_the_summary_is_shown_when_all_of_it_is_answered(packs: Packs, tmp_path: Path) -> None:
    without = GivenSummary(rating="high", horizon_months=12)
    path = rated(packs, "OVN-01", "al", {}, tmp_path, summary=without)
    assert "Facit: Hög" not in run("train", "feedback", path).output
    whole = without.model_copy(update={"reasons": "Brotten har blivit grövre och skolan sviktar."})
    path = rated(packs, "OVN-01", "al", {}, tmp_path, summary=whole)
    assert "Facit: Hög" in run("train", "feedback", path).output


def test_nothing_answered_gives_no_key(here: Path) -> None:
    assert run("train", "start", "OVN-01", "--rater", "al", "--template").exit_code == 0
    found = run("train", "feedback", "OVN-01-al.svar.yaml")
    assert (found.exit_code, found.stdout, "SIG291" in found.stderr) == (2, "", True)


@pytest.mark.parametrize(("months", "told"), [(12, False), (6, True)])
def test_feedback_says_that_the_times_differ(months: int, told: bool, packs: Packs, tmp_path: Path) -> None:
    given = GivenSummary(rating="moderate", horizon_months=months, reasons="Brotten har blivit grövre.")
    output = " ".join(
        run("train", "feedback", rated(packs, "OVN-01", "al", {}, tmp_path, summary=given)).output.split()
    )
    assert "Stegen skiljer sig ett steg." in output
    assert ("Tiderna skiljer sig: du bedömde 6 månader framåt och facit 12 månader." in output) is told


def test_each_answer_is_kept_at_once_and_the_next_sitting_goes_on(here: Path, packs: Packs) -> None:
    run("train", "start", "OVN-02", "--rater", "al", typed="låg: Bara knuffar.\nvet ej\n")  # the input ends here
    first, _, _ = load_ratings(here / "OVN-02-al.svar.yaml", packs)
    assert first.given["h1"] == Rated(level="låg", note="Bara knuffar.")
    assert set(first.given) == {"h1", "h2"}
    result = run("train", "start", "OVN-02", "--rater", "al", typed="hög\navsluta\n")
    assert packs.instruments["savry_inspirerad"].items()[0].ask not in result.output
    second, _, _ = load_ratings(here / "OVN-02-al.svar.yaml", packs)
    assert second.given["h1"].note == "Bara knuffar."
    assert second.given["h3"].level == "hög"


def test_later_back_read_and_answers_that_do_not_fit(here: Path, packs: Packs) -> None:
    typed = "tillbaka\njättehög\nlåg\ntillbaka\nmåttlig\nsenare\nläs\navsluta\n"
    result = run("train", "start", "OVN-02", "--rater", "al", typed=typed)
    assert "Det finns ingen tidigare fråga den här gången." in result.output
    assert "Skriv låg, måttlig, hög, ej aktuellt eller vet ej." in result.output
    assert result.output.count("Kort beskrivning") == 2
    ratings, _, _ = load_ratings(here / "OVN-02-al.svar.yaml", packs)
    assert {item: one.level for item, one in ratings.given.items()} == {"h1": "måttlig"}


def test_the_template_is_empty_valid_and_never_written_over(here: Path, packs: Packs) -> None:
    assert run("train", "start", "OVN-02", "--rater", "al", "--template").exit_code == 0
    path = here / "OVN-02-al.svar.yaml"
    ratings, _, instrument = load_ratings(path, packs)
    assert ratings.given == {}
    assert ratings.summary == GivenSummary()
    assert all(f"  {item.id}:" in path.read_text("utf-8").splitlines() for item in instrument.items())
    path.write_text(path.read_text("utf-8").replace("  h1:\n", "  h1: hög\n"), "utf-8")
    again = run("train", "start", "OVN-02", "--rater", "al", "--template")
    assert (again.exit_code, "SIG032" in again.stderr) == (2, True)
    assert load_ratings(path, packs)[0].given["h1"].level == "hög"


@pytest.mark.parametrize("name", ["savry_inspirerad", "rbmk_inspirerad", "polisens_nominering", "yls_inspirerad"])
def test_ratings_read_back_as_what_was_written(name: str, packs: Packs, tmp_path: Path) -> None:
    instrument = packs.instruments[name]
    said: dict[str, str] = {}
    for item in instrument.items():
        levels = instrument.scale_of(item).levels
        said[item.id] = word_of(levels[-1]) if levels else "vet ej"
    path = rated(packs, "OVN-01", "al", said, tmp_path, instrument=name)
    ratings, _, _ = load_ratings(path, packs)
    assert {item: one.level for item, one in ratings.given.items()} == said
    assert ratings_text(ratings, instrument, packs.vocabulary) == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("OVN-999", "--rater", "al"), "SIG290", "”OVN-999” finns inte"),
        (("OVN-O1", "--rater", "al"), "SIG290", "menade du ”OVN-"),
        (("borta.yaml", "--rater", "al"), "SIG001", "finns inte"),
        (("verkligt.yaml", "--rater", "al"), "SIG290", "inte märkt som påhittat"),
        (("tyst.yaml", "--rater", "al"), "SIG290", "ingen kort beskrivning"),
        (("OVN-27", "--rater", "al"), "SIG290", "ingen ifylld checklista"),
        (("OVN-01", "--rater", "Anna Ek"), "SIG023", "hitta på ett namn"),
        (("OVN-01", "--rater", "a" * 21), "SIG023", "högst 20 tecken"),
        (("OVN-01", "--rater", "al", "--instrument", "savry"), "SIG031", "sigrisk instruments list"),
        (("OVN-01",), "SIG042", "--rater"),
    ],
)
def test_a_start_that_can_not_be_made(arguments: tuple[str, ...], code: str, words: str, here: Path) -> None:
    text = "sigrisk: 1\ncase: {id: V-1, assessment_date: 2026-11-16}\nperson: {label: Kim, age: 16}\n"
    (here / "verkligt.yaml").write_text(text + "vignette: Kim är 16 år.\n", "utf-8")
    (here / "tyst.yaml").write_text(text.replace("V-1,", "V-1, invented: ja,"), "utf-8")
    result = run("train", "start", *arguments)
    assert (result.exit_code, code in result.stderr, words in result.stderr) == (2, True, True), result.stderr
    assert sorted(p.name for p in here.iterdir()) == ["tyst.yaml", "verkligt.yaml"]


def test_a_scenario_of_ones_own_is_found_by_its_file_and_a_changed_one_is_noticed(here: Path) -> None:
    text = (ROOT / "scenarios/02_for_latt.yaml").read_text("utf-8").replace("id: OVN-02", "id: EGEN-1")
    (here / "egen.yaml").write_text(text, "utf-8")
    assert run("train", "start", "egen.yaml", "--rater", "al", typed=all_typed_savry()).exit_code == 0
    assert "EGEN-1" in run("train", "feedback", "EGEN-1-al.svar.yaml").output  # found beside the ratings
    (here / "egen.yaml").write_text(text.replace("Robin är 15 år", "Robin är femton år"), "utf-8")
    for command in (("feedback", "EGEN-1-al.svar.yaml"), ("start", "egen.yaml", "--rater", "al")):
        changed = run("train", *command)
        assert (changed.exit_code, "SIG292" in changed.stderr) == (2, True)
    wrong = run("train", "feedback", "EGEN-1-al.svar.yaml", "--scenario", "OVN-02")
    assert "SIG292" in wrong.stderr
    (here / "egen.yaml").unlink()
    assert "SIG290" in run("train", "feedback", "EGEN-1-al.svar.yaml").stderr


def all_typed_savry() -> str:
    return "vet ej\n" * 30 + "låg\n12\nDet är en enda händelse.\n"


# -- train feedback ---------------------------------------------------------------------------------------------------


def test_each_item_stands_to_the_key_as_it_is(packs: Packs, tmp_path: Path) -> None:
    said = {
        "h1": "måttlig",
        "h2": "måttlig",
        "k1": "låg",
        "h3": "vet ej",
        "k6": "hög",
        "s3": "finns inte",
        "h4": "ej aktuellt",
    }
    path = rated(packs, "OVN-01", "al", said, tmp_path)
    items = feedback(path, None, packs).items
    assert {item: items[item].apart for item in said} == {
        "h1": Apart.SAME,
        "h2": Apart.NEAR,
        "k1": Apart.FAR,
        "h3": Apart.RATER_UNKNOWN,
        "k6": Apart.KEY_UNKNOWN,
        "s3": Apart.OTHER,
        "h4": Apart.OTHER,
    }
    assert items["k1"].because == (
        "Underlaget säger: ”Kim umgås dagligen med äldre ungdomar som polisen känner till”.",
        "Experten skriver: Dagligt umgänge med äldre som polisen känner till. (Polisens underlag)",
    )
    assert [text.split(" ")[0] for text in items["k1"].meanings] == ["Låg", "Hög"]


def test_what_sources_say_of_the_same_fact_is_told(packs: Packs, tmp_path: Path) -> None:
    path = rated(packs, "OVN-02", "al", {"s3": "finns inte"}, tmp_path)
    because = feedback(path, None, packs).items["s3"].because
    assert any("Samtal med Robin" in text and "Pratar med pappa om det mesta." in text for text in because)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_feedback_gives_no_score_and_names_no_other_rater(path: Path) -> None:
    result = run("train", "feedback", path)
    assert result.exit_code == 0, result.output
    assert not re.search(r"\d+ (av|rätt|fel|poäng)\b|\d %|procent", result.output)
    raters = {p.name.split("-")[2].removesuffix(".svar.yaml") for p in EXAMPLES} - {path.name.split("-")[2][:-10]}
    assert not any(re.search(rf"Bedömare: .*\b{one}\b", result.output) for one in raters)


def test_the_same_answers_as_the_key_differ_nowhere(packs: Packs, tmp_path: Path) -> None:
    found = scenario("OVN-04", packs)
    key = found.case.checklists[0]
    said = {item: str(one.level) for item, one in key.given.items()}
    items = packs.instruments[key.instrument].items()
    path = rated(packs, "OVN-04", "al", {i.id: said.get(i.id, "vet ej") for i in items}, tmp_path)
    assert {one.apart for one in feedback(path, None, packs).items.values()} == {Apart.SAME}


def test_feedback_is_written_in_every_format_asked_for(here: Path) -> None:
    result = run("train", "feedback", EXAMPLES[0], "--out", "ut", "--format", "html,md,txt,json")
    assert result.exit_code == 0, result.output
    names = {path.suffix for path in (here / "ut").iterdir()}
    assert names == {".html", ".md", ".txt", ".json"}
    html = next((here / "ut").glob("*.html")).read_text("utf-8")
    assert str(escape("Samma som facit:")) in html
    assert run("train", "feedback", EXAMPLES[0], "--out", "ut").exit_code == 2
    assert run("train", "feedback", EXAMPLES[0], "--out", "ut", "--force").exit_code == 0


def test_a_checklist_without_a_key_gives_no_feedback(here: Path, packs: Packs) -> None:
    path = rated(packs, "OVN-01", "al", {}, here, instrument="ester_inspirerad")
    result = run("train", "feedback", path)
    assert (result.exit_code, "SIG290" in result.stderr) == (2, True)


# -- train agreement --------------------------------------------------------------------------------------------------


def by_id(paths: list[Path], packs: Packs) -> dict[str, Row]:
    (group,), _ = gather(paths, packs)
    return {row.id: row for row in rows(group, NONE)}


def test_the_figures_of_three_raters_by_hand(packs: Packs, tmp_path: Path) -> None:
    levels = {"al": ["låg", "hög"], "bok": ["låg", "måttlig"], "ek": ["måttlig", "hög"]}
    paths = [
        rated(packs, number, rater, {"h1": said[n]}, tmp_path)
        for rater, said in levels.items()
        for n, number in enumerate(("OVN-01", "OVN-02"))
    ]
    row = by_id(paths, packs)["h1"]
    assert (row.units, row.ratings, row.kind) == (2, 6, Kind.ITEM)
    assert row.figures[Measure.EXACT].value == pytest.approx(2 / 6)  # al–bok in the first, al–ek in the second
    assert row.figures[Measure.WITHIN_ONE].value == 1
    # al–bok: 1/2 observed, 1/4 by chance: 1/3. al–ek: 1/2, 1/4: 1/3. bok–ek: none, 1/4: −1/3.
    assert row.figures[Measure.KAPPA].value == pytest.approx(1 / 9)


def test_there_is_a_row_for_each_item_domain_and_the_summary_in_the_order_of_the_checklist(
    packs: Packs, tmp_path: Path
) -> None:
    (group,), _ = gather([rated(packs, "OVN-01", rater, {}, tmp_path) for rater in ("al", "bok")], packs)
    found = rows(group, NONE)
    wanted = [i.id for s in group.instrument.sections for i in (*s.items, s)] + ["summary"]
    assert [row.id for row in found] == wanted


def test_items_on_different_scales_are_not_summed_up_together(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", r, {}, tmp_path, instrument="irk_inspirerad") for r in ("al", "bok")]
    labels = [row.label for row in by_id(paths, packs).values() if row.kind is Kind.DOMAIN]
    assert "Kamrater och familj, risk" in labels
    assert "Kamrater och familj, skydd" in labels


def test_answers_that_are_no_steps_are_only_the_same_or_not(packs: Packs, tmp_path: Path) -> None:
    instrument = packs.instruments["polisens_nominering"]
    typed = [i.id for i in instrument.items() if instrument.scale_of(i).kind is ScaleKind.TYPED]
    number = next(i for i in typed if "total" in i)
    paths = [
        rated(packs, "OVN-01", rater, {number: said}, tmp_path, instrument=instrument.id)
        for rater, said in (("al", 2), ("bok", 2), ("ek", 3))
    ]
    row = by_id(paths, packs)[number]
    assert row.figures[Measure.EXACT].value == pytest.approx(1 / 3)
    assert set(row.figures) <= {Measure.EXACT, Measure.KAPPA}


def test_yes_and_no_have_no_step_between(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", r, {}, tmp_path, instrument="yls_inspirerad") for r in ("al", "bok")]
    found = [row.figures[Measure.WITHIN_ONE] for row in by_id(paths, packs).values() if Measure.EXACT in row.figures]
    assert found and all(one.value == 1 for one in found)


def test_not_known_is_no_rating_and_is_counted(packs: Packs, tmp_path: Path) -> None:
    paths = [
        rated(packs, "OVN-01", r, {"h1": s}, tmp_path)
        for r, s in (("al", "låg"), ("bok", "vet ej"), ("ek", "ej aktuellt"))
    ]
    row = by_id(paths, packs)["h1"]
    assert (row.units, row.unknown, row.figures) == (0, 2, {})
    assert row.remark == "inga två har svarat på samma"


def test_all_the_same_leaves_the_shares_and_says_why(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, n, r, {}, tmp_path) for n in ("OVN-01", "OVN-02") for r in ("al", "bok")]
    row = by_id(paths, packs)["h1"]
    assert set(row.figures) == {Measure.EXACT, Measure.WITHIN_ONE}
    assert row.remark.startswith("alla svarade lika")
    result = run("train", "agreement", *paths)
    assert result.exit_code == 0, result.output
    assert "alla svarade lika, så kappa, alfa och ICC" in " ".join(result.output.split())


def warned(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return re.findall(r"varning (SIG\d{3})", result.stderr)


def test_one_rater_only(packs: Packs, tmp_path: Path) -> None:
    result = run("train", "agreement", rated(packs, "OVN-01", "al", {}, tmp_path))
    assert warned(result) == ["SIG294"]
    assert "1 bedömare har lämnat 1 formulär om 1 övningsärende." in result.stdout


def test_no_overlap_between_raters(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", "al", {}, tmp_path), rated(packs, "OVN-02", "bok", {}, tmp_path)]
    assert warned(run("train", "agreement", *paths)) == ["SIG295"]


def test_another_version_or_an_unknown_item_is_left_out_and_the_rest_counted(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", rater, {}, tmp_path) for rater in ("al", "bok", "ek", "lind")]
    paths[2].write_text(paths[2].read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    paths[3].write_text(paths[3].read_text("utf-8").replace("  h1:", "  h99:"), "utf-8")
    result = run("train", "agreement", tmp_path)
    assert warned(result) == ["SIG143", "SIG141"]
    assert "3 bedömare har lämnat 3 formulär" in result.stdout
    assert "version 2" in " ".join(result.stdout.split())  # told in the report too
    (group,), _ = gather(paths, packs)
    ratings = {row.id: row.ratings for row in rows(group, NONE)}
    assert (ratings["h1"], ratings["h2"]) == (2, 3)


def test_ratings_that_can_not_be_used_at_all(packs: Packs, tmp_path: Path) -> None:
    path = rated(packs, "OVN-01", "al", {}, tmp_path, version=2)
    assert (run("train", "agreement", path).exit_code, "fel SIG143" in run("train", "agreement", path).stderr) == (
        2,
        True,
    )
    path.write_text("sigrisk_ratings: 1\nrater: al\n", "utf-8")
    result = run("train", "agreement", path)
    assert (result.exit_code, "SIG021" in result.stderr) == (2, True)
    assert "SIG001" in run("train", "agreement", ROOT / "docs").stderr


def test_the_same_rater_twice(packs: Packs, tmp_path: Path) -> None:
    first = rated(packs, "OVN-01", "al", {}, tmp_path)
    other = rated(packs, "OVN-01", "bok", {}, tmp_path)
    second = tmp_path / "en-till.svar.yaml"
    second.write_text(first.read_text("utf-8"), "utf-8")
    result = run("train", "agreement", first, second, other)
    assert warned(result) == ["SIG293"]
    assert "2 bedömare har lämnat 2 formulär" in result.stdout
    assert run("train", "agreement", first, first).exit_code == 0  # the same file named twice is one file


def test_of_two_files_that_differ_neither_counts(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", rater, {}, tmp_path) for rater in ("al", "bok", "ek")]
    (tmp_path / "igen").mkdir()
    again = rated(packs, "OVN-01", "al", {"h1": "high"}, tmp_path / "igen")
    result = run("train", "agreement", *paths, again)
    assert warned(result) == ["SIG293"]
    assert "inget av dem räknas" in result.stderr
    assert "2 bedömare har lämnat 2 formulär" in result.stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"sigrisk_ratings: 1\n", b"a: [\n"])
def test_a_file_that_can_not_be_read_is_told_and_the_rest_counted(packs: Packs, tmp_path: Path, content: bytes) -> None:
    paths = [rated(packs, "OVN-01", rater, {}, tmp_path) for rater in ("al", "bok")]
    (tmp_path / "x.svar.yaml").write_bytes(content)
    result = run("train", "agreement", tmp_path)
    assert (result.exit_code, "x.svar.yaml" in result.stderr, "varning" in result.stderr) == (0, True, True)
    assert "2 bedömare har lämnat 2 formulär" in result.stdout
    assert run("train", "agreement", tmp_path / "x.svar.yaml").exit_code == 2
    assert len(paths) == 2


def test_different_material_under_one_number_is_not_compared(packs: Packs, tmp_path: Path) -> None:
    paths = [rated(packs, "OVN-01", r, {}, tmp_path) for r in ("al", "bok")]
    paths.append(rated(packs, "OVN-01", "ek", {}, tmp_path, material="f" * 16))
    result = run("train", "agreement", *paths)
    assert warned(result) == ["SIG292"]
    assert "”ek”" in result.stderr
    assert by_id(paths, packs)["h1"].ratings == 2


def test_several_checklists_are_reported_each_by_itself(packs: Packs, tmp_path: Path) -> None:
    for folder, name in (("a", "irk_inspirerad"), ("b", "yls_inspirerad")):
        (tmp_path / folder).mkdir()
        for rater in ("al", "bok"):
            rated(packs, "OVN-01", rater, {}, tmp_path / folder, instrument=name)
    result = run("train", "agreement", tmp_path)
    assert result.exit_code == 0, result.output
    for name in ("irk_inspirerad", "yls_inspirerad"):
        assert f"{packs.instruments[name].label}: frågorna" in result.output


def test_the_order_of_files_has_no_effect_and_the_same_seed_gives_the_same_bytes(
    here: Path, course: list[Path]
) -> None:
    for out, paths, seed in (("a", course, "3"), ("b", course[::-1], "3"), ("c", course, "4")):
        assert run("train", "agreement", *paths, "--seed", seed, "--resamples", "200", "--out", out).exit_code == 0
    for name in ("samstammighet.csv", "samstammighet.html"):
        assert (here / "a" / name).read_bytes() == (here / "b" / name).read_bytes()
        assert (here / "a" / name).read_bytes() != (here / "c" / name).read_bytes()


def test_the_csv_has_every_row_and_figure(here: Path, packs: Packs, course: list[Path]) -> None:
    assert run("train", "agreement", *course, "--resamples", "100", "--out", "ut", "--format", "csv").exit_code == 0
    (group,), _ = gather(course, packs)
    wanted = rows(group, Drawing(1, 100))
    assert (here / "ut/samstammighet.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # else å is lost in a spreadsheet
    with (here / "ut/samstammighet.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    assert [one["id"] for one in found] == [row.id for row in wanted]
    for one, row in zip(found, wanted, strict=True):
        for measure in Measure:
            figure = row.figures.get(measure)
            assert one[measure.value] == ("" if figure is None else f"{figure.value + 0.0:.6f}".replace(".", ","))
    assert any(one["alpha_ordinal_lag"] for one in found)


def test_the_report_has_pictures_and_names_its_tables_but_no_rater_beside_a_figure(
    here: Path, packs: Packs, course: list[Path]
) -> None:
    assert run("train", "agreement", *course, "--resamples", "100", "--out", "ut").exit_code == 0
    html = (here / "ut/samstammighet.html").read_text("utf-8")
    assert html.count("<svg") >= 2
    assert {"Landis och Koch (1977)", "Koo och Li (2016)"} <= {t.label for t in load_labels(packs)}
    assert all(html.count(one.label) >= 2 for one in load_labels(packs))
    rows_of_raters = [row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if re.search(r"\bbok\b", row)]
    assert len(rows_of_raters) == 6  # who has rated which scenario, and nothing else
    assert all("%" not in row and "," not in re.sub(r"al, bok", "", row) for row in rows_of_raters)


@pytest.mark.slow
def test_the_report_is_written_as_pdf_and_docx_too(here: Path) -> None:
    result = run("train", "agreement", *EXAMPLES, "--resamples", "0", "--out", "ut", "--format", "pdf,docx,json")
    assert result.exit_code == 0, result.output
    assert (here / "ut/samstammighet.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((here / "ut/samstammighet.json").read_text("utf-8"))
    assert told["title"] == "Samstämmighet mellan bedömare"


# -- words for figures ------------------------------------------------------------------------------------------------


def test_words_are_those_of_the_tables(packs: Packs) -> None:
    kappa, icc = load_labels(packs)
    said = {
        -0.01: "sämre än slumpen",
        0.0: "obetydlig",
        0.2: "obetydlig",
        0.204: "obetydlig",
        0.21: "svag",
        0.40: "svag",
    }
    said |= {
        0.41: "måttlig",
        0.6: "måttlig",
        0.61: "god",
        0.8: "god",
        0.81: "nästan fullständig",
        1.0: "nästan fullständig",
    }
    for value, word in said.items():
        assert kappa.word(Figure(value)) == word, value
    assert icc.word(Figure(0.8)) == ""  # read at the ends of the interval only
    assert icc.word(Figure(0.8, 0.76, 0.85)) == "god"
    assert icc.word(Figure(0.8, 0.4, 0.95)) == "svag till utmärkt"
    assert {one.measure for one in (kappa, icc)} == {Measure.KAPPA, Measure.ICC}  # no words for the others


# -- quotations of the key --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", TUTORIAL)
def test_both_keys_of_the_three_exercises_rest_on_words_of_the_story(number: str, packs: Packs) -> None:
    case = scenario(number, packs).case
    assert supported(case, packs) == ("savry_inspirerad", "irk_inspirerad")
    read = [" ".join(text.split()) for text in own_words_of(case)]
    for key in case.checklists:
        silent = [i for i, one in key.given.items() if not one.quote]
        assert all(key.given[i].level in ("unknown", "vet ej") for i in silent), silent
        assert silent or number == "OVN-02"  # that the story doesn't tell is to be learnt too
        for one in key.given.values():
            words = " ".join(one.quote.split())
            assert (any(words in text for text in read) and len(words.split()) >= 3) or not words, words


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem[:3])
def test_start_accepts_only_exercises_whose_key_rests_on_words(
    path: Path, packs: Packs, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every settled answer of a key has its quotation, or the scenario isn't offered with that checklist."""
    monkeypatch.setattr("sigrisk.training.sitting.usable", lambda packs: ())  # takes a second, and is tried below
    case = scenario(str(path), packs).case
    instruments: list[str | None] = [None, *(one.instrument for one in case.checklists)]
    for name in instruments:
        order = Begin(str(path), "al", name, here)
        try:
            sitting = Sitting.begin(order, None)
        except BadInput as error:
            assert {d.code for d in error.diagnostics} == {"SIG298" if case.checklists else "SIG290"}
            bare = [one for one in case.checklists if name in (None, one.instrument)]
            assert all(unsupported(one, packs.instruments[one.instrument], packs.vocabulary) for one in bare)
            continue
        key = sitting.scenario.key(sitting.instrument.id)
        assert key is not None and unsupported(key, sitting.instrument, packs.vocabulary) == ()


def test_a_key_without_words_is_refused_and_others_are_named(here: Path, packs: Packs) -> None:
    result = run("train", "start", "OVN-03", "--rater", "al")
    assert (result.exit_code, "SIG298" in result.stderr) == (2, True)
    assert set(TUTORIAL) <= set(usable(packs))
    assert all(one in result.stderr for one in usable(packs))
    text = (ROOT / "scenarios/02_for_latt.yaml").read_text("utf-8")
    (here / "egen.yaml").write_text(text.replace("id: OVN-02", "id: EGEN-1"), "utf-8")
    assert run("train", "start", "egen.yaml", "--rater", "al", typed="låg\navsluta\n").exit_code == 0
    bare = re.sub(r"h1: \{level: low, quote: .*\}", "h1: low", text.replace("id: OVN-02", "id: EGEN-1"))
    (here / "egen.yaml").write_text(bare, "utf-8")
    refused = run("train", "feedback", "EGEN-1-al.svar.yaml")
    assert (refused.exit_code, "SIG298" in refused.stderr, "”Våld tidigare”" in refused.stderr) == (2, True, True)
    assert (
        run("train", "start", "egen.yaml", "--rater", "bo", typed="lite\navsluta\n").exit_code == 0
    )  # its other key has words


def test_the_labels_of_facts_are_not_in_the_story(packs: Packs) -> None:
    """A label such as ”Överhängande risk” leans towards an answer; the area it belongs to doesn't."""
    for number in TUTORIAL:
        found = scenario(number, packs)
        (notes,) = (part.texts for part in found.parts if part.heading == "Det som källorna har antecknat")
        areas = {domain.label for domain in packs.vocabulary.domains}
        assert all(text.split(":")[0] in areas for text in notes)


def test_the_key_of_exercise_one_reads_the_football_as_the_checklist_says(packs: Packs) -> None:
    key = scenario("OVN-01", packs).case.checklists[0].given
    assert (key["s1"].level, "fotboll" in key["s1"].quote) == ("present", True)
    assert "litar på" in key["s4"].quote


def test_the_support_in_exercise_three_is_not_paid_for_it(packs: Packs) -> None:
    key = scenario("OVN-04", packs).case.checklists[0].given
    assert "syster" in key["s2"].quote and "kurator" not in key["s2"].quote


# -- the examples and the document ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_examples_are_complete_and_about_the_scenario_as_it_is(path: Path, packs: Packs) -> None:
    ratings, _, instrument = load_ratings(path, packs)
    assert left(ratings, instrument) == ()
    assert ratings.material == scenario(ratings.case, packs).material
    assert path.name == f"{ratings.case}-{ratings.rater}.svar.yaml"


def test_the_tutorial_runs_and_prints_what_is_shown(here: Path) -> None:
    """Lines that begin with > are what is typed; they stand in the output too, behind the prompt."""
    for name in ("scenarios", "training"):
        (here / name).symlink_to(ROOT / name)
    found = blocks((ROOT / "docs/utbildning.md").read_text("utf-8"), "console")
    steps = [step for block in found for step in console_steps(block)]
    commands = " ".join(command for command, _ in steps)
    for word in ("train start", "train feedback", "train agreement", "train generate", "OVN-01", "OVN-02", "OVN-04"):
        assert word in commands
    for command, lines in steps:
        typed = "".join(line.removeprefix("> ") + "\n" for line in lines if line.startswith("> "))
        result = run(*shlex.split(command)[1:], typed=typed)
        assert result.exit_code == 0, f"$ {command}\n{result.output}"
        told = unbound(result.output)
        assert shows(told, lines), f"$ {command}\nshown:\n" + "\n".join(lines) + f"\n\ngot:\n{told}"


def test_the_tutorial_has_three_exercises_and_fits_an_hour(packs: Packs) -> None:
    """Each exercise has a minute for every question that is answered in it and three to talk, the first the whole time
    that the checklist itself says that it takes."""
    text = (ROOT / "docs/utbildning.md").read_text("utf-8")
    minutes = [int(one) for one in re.findall(r"^\| (\d+) minuter", text, re.MULTILINE)]
    assert sum(minutes) == 60
    parts = re.split(r"^## Övning \d", text, flags=re.MULTILINE)[1:]
    assert len(parts) == 3
    irk = packs.instruments["irk_inspirerad"]
    for number, (part, given) in enumerate(zip(parts, minutes[1:4], strict=True)):
        typed = [one for one in re.findall(r"^> (.+)$", part, re.MULTILINE) if one != "avsluta"]
        assert "train start" in part and "train feedback" in part  # each of them is truly answered
        assert len(typed) >= 5
        assert given >= len(typed) + 3
        assert number or (len(typed) == len(irk.items()) + 3 and given >= irk.minutes + 3)


def test_a_quote_that_is_not_there_is_told(packs: Packs, tmp_path: Path) -> None:
    data = yaml.safe_load((ROOT / "scenarios/02_for_latt.yaml").read_text("utf-8"))
    data["checklists"][0]["answers"]["h2"]["quote"] = "En enda anmälan och inget annat. Känt."
    path = tmp_path / "a.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    result = run("validate", path)
    assert (result.exit_code, "SIG296" in result.stderr) == (2, True)
    assert load_case(ROOT / "scenarios/02_for_latt.yaml", packs)
