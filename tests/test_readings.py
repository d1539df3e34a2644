"""One case read several ways: the same answers as one by one, in a fixed order, and every difference told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk import reread
from sigrisk.alternatives import is_research
from sigrisk.cli import main
from sigrisk.explain import reason
from sigrisk.packs import Packs
from sigrisk.readings import Readings
from sigrisk.readingsview import terminal_text
from sigrisk.rulebook import Kind, OperationModel, target_ages
from sigrisk.workflow import assess_file

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
SOME = [p for p in SCENARIOS if p.name[:2] in ("06", "08", "13", "22", "23", "24")]
MODELS = next(p for p in SCENARIOS if p.name.startswith("13_"))


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output
    return result


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def under_every_profile() -> dict[str, Readings]:
    return {path.stem: reread.under_every_profile(path, None, None)[0] for path in SOME}


@pytest.mark.parametrize("path", SOME, ids=lambda p: p.stem)
def test_each_profile_answers_as_when_it_is_asked_alone(
    path: Path, packs: Packs, under_every_profile: dict[str, Readings]
) -> None:
    """And in the profiles' own order, whatever the outcomes are."""
    view = under_every_profile[path.stem]
    assert tuple(r.profile for r in view.readings) == packs.profiles.ids
    for one in view.readings:
        alone, _ = assess_file(path, None, one.profile)
        assert [o.id for o in one.outcomes] == [o.value for o in alone.outcomes]
        assert [d.id for d in one.decided_by] == list(alone.decided_by)
        assert one.settled is alone.settled
        held = [r.rule.id for r in alone.of_kind(Kind.FLAG) if r.verdict.value == "met"]
        assert [f.id for f in one.flags] == held
        assert one.reasons and one.reasons[0] == reason(alone, alone.results[one.decided_by[-one.settled].id]).sentence
        assert 1 <= len(one.reasons) <= 2
        assert one.closed is bool(alone.book.profile.closed)
        assert one.stated is (alone.case.case.profile == one.profile)


def test_ages_are_those_of_the_profile(packs: Packs, under_every_profile: dict[str, Readings]) -> None:
    for one in next(iter(under_every_profile.values())).readings:
        numbers = [int(n) for n in re.findall(r"\d+", one.ages)]
        assert numbers == [n for n in target_ages(packs.book(one.profile)) or () if n > 0]
        assert one.ages.startswith("högst ") is (one.profile == "sou-2010-15")


@pytest.mark.parametrize("width", [None, 72, 88])
@pytest.mark.parametrize("path", SOME, ids=lambda p: p.stem)
def test_the_text_has_everything_at_every_width(
    path: Path, width: int | None, under_every_profile: dict[str, Readings]
) -> None:
    view = under_every_profile[path.stem]
    text = terminal_text(view, width)
    assert all(len(line) <= (width or 88) for line in text.splitlines())
    told = plain(text)
    assert "aldrig efter vilket svar den ger" in told
    for one in view.readings:
        assert plain(one.profile_label) in told or width is not None
        assert plain(" ".join(one.reasons)) in told
        assert plain(f"Flaggor som gäller: {one.flags_text}") in told
    if width is None:
        assert told.count("Verksamheten är stängd") == sum(r.closed for r in view.readings)


def test_research_is_kept_apart_and_called_no_offer(packs: Packs, under_every_profile: dict[str, Readings]) -> None:
    assert [p for p in packs.profiles.ids if is_research(packs.book(p))] == ["socialstyrelsen-studie-1"]
    told = plain(terminal_text(under_every_profile[SOME[0].stem], None))
    before, after = told.split("Forskning, inget erbjudande:")
    assert "Socialstyrelsens studie 1" not in before and "Socialstyrelsens studie 1" in after
    assert "Stockholm, unga vuxna" in before and "Stockholm, unga vuxna" not in after


@pytest.mark.parametrize("over", [("--profile", "profiler"), ("--operation-model", "arbetssatt")])
def test_the_comparison_is_written_in_every_format_and_never_over_another(
    over: tuple[str, str], tmp_path: Path
) -> None:
    option, name = over
    done = run("assess", MODELS, option, "all", "--out", tmp_path)
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [f"{MODELS.stem}-{name}.{form}" for form in ("html", "json", "md")]
    assert all(n in done.stdout for n in names)
    data = json.loads((tmp_path / names[1]).read_text(encoding="utf-8"))
    view = Readings.model_validate_json(json.dumps(data))
    for text in ((tmp_path / names[0]).read_text(encoding="utf-8"), (tmp_path / names[2]).read_text(encoding="utf-8")):
        told = plain(text.replace("\\", ""))
        assert "ARBETSMATERIAL" in told and "UTKAST" not in told
        for one in view.readings:
            assert plain(one.outcome_text) in told
            assert all(plain(sentence) in told for sentence in one.reasons)
            assert all(plain(t.sentence) in told for t in one.turned)
    again = CliRunner().invoke(main, ["assess", str(MODELS), option, "all", "--out", str(tmp_path)])
    assert again.exit_code == 2 and "SIG032" in again.output
    run("assess", MODELS, option, "all", "--out", tmp_path, "--force")


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        run("assess", MODELS, "--profile", "all", "--out", tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.parametrize("path", [p for p in SOME if p.name[:2] in ("06", "13", "23")], ids=lambda p: p.stem)
def test_three_readings_tell_exactly_the_rules_that_turn(path: Path) -> None:
    """Each rule whose verdict or sentence isn't the same in all three, with the sentence it has in each; no other."""
    view, _ = reread.in_every_model(path, None, None)
    assert [r.operation_model for r in view.readings] == [m.value for m in OperationModel]
    alone = [assess_file(path, None, None, model)[0] for model in OperationModel]
    told = {
        rule_id: [(a.results[rule_id].verdict.value, reason(a, a.results[rule_id]).sentence) for a in alone]
        for rule_id in alone[0].results
    }
    wanted = {r for r, each in told.items() if len(set(each)) > 1 and alone[0].results[r].rule.kind is not Kind.OUTCOME}
    shown = {t.id for r in view.readings for t in r.turned}
    hidden = {r for r in wanted - shown if alone[0].results[r].rule.kind is Kind.ALTERNATIVE}
    assert shown == wanted - hidden
    for index, one in enumerate(view.readings):
        assert all((t.verdict, t.sentence) == told[t.id][index] for t in one.turned)
        assert [o.id for o in one.outcomes] == [o.value for o in alone[index].outcomes]
    stated = [r.operation_model for r in view.readings if r.stated]
    own = alone[0].case.case.operation_model
    assert stated == ([own.value] if own is not None else [])


def test_the_same_case_in_three_models_is_explained() -> None:
    told = plain(run("assess", MODELS, "--operation-model", "all").stdout)
    assert "Samverkansmodell (det arbetssätt som är angivet)" in told
    assert "Det som skiljer från de andra arbetssätten:" in told
    assert "Alla andra regler får samma svar i alla arbetssätt." in told


def test_a_case_that_the_model_does_not_touch_says_so() -> None:
    """The research profile has no rule on how an operation works."""
    path = next(p for p in SCENARIOS if p.name.startswith("24_"))
    told = plain(run("assess", path, "--operation-model", "all").stdout)
    assert "Arbetssättet ändrar inget svar i det här ärendet." in told
    assert "Det som skiljer" not in told


def test_one_model_under_every_profile() -> None:
    """The two options go together where only one of them asks for all."""
    view, _ = reread.under_every_profile(MODELS, None, OperationModel.GUIDING)
    assert {r.operation_model for r in view.readings} == {"lotsning"}
