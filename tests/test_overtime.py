"""One case over time: only what was known then, what changed and who said it, and never two persons."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.againfiles import show_comparison
from sigrisk.assess import assess
from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.documentfiles import Report
from sigrisk.finals import Finals, FinalVersion, decided_in, finals_beside, finals_text
from sigrisk.judgement import Position
from sigrisk.judgementfile import beside
from sigrisk.judgementtext import judgement_text
from sigrisk.models import span
from sigrisk.overtime import Comparison, case_on, compare
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import Verdict
from sigrisk.workflow import assess_file
from tests.drawing import build
from tests.judgements import whole
from tests.memos import SCENARIOS

FIRST, LAST = date(2026, 3, 1), date(2026, 9, 1)


def _data(day: date, imminent: str = "ja", **more: object) -> dict[str, object]:
    facts = {
        "crime.imminent": {"value": imminent, "source": "polisen", "date": day.isoformat()},
        "crime.norm_breaking_early": {"value": "low", "source": "skolan", "date": "2026-02-10"},
    }
    return {
        "sigrisk": 1,
        "case": {"id": "OVN-T", "invented": True, "assessment_date": day.isoformat()},
        "person": {"label": "Kim", "birth_date": "2010-05-05"},
        "sources": {
            "polisen": {"name": "Polisens underlag", "type": "police"},
            "skolan": {"name": "Skolans rapport", "type": "school"},
        },
        "facts": facts,
    } | more


def _compared(packs: Packs, *cases: Case) -> Comparison:
    book = packs.book(DEFAULT_PROFILE)
    return compare([assess(case, book, packs.instruments, lambda *_: "") for case in cases])


def test_a_changed_fact_is_told_with_its_source_and_the_verdict_it_turned(packs: Packs) -> None:
    two = _compared(packs, build(_data(LAST, "nej")), build(_data(FIRST, "ja")))
    change = next(c for c in two.changes if c.fact == "crime.imminent")
    assert change.values == ("ja", "nej")
    assert change.by == ("enligt Polisens underlag, 2026-03-01", "enligt Polisens underlag, 2026-09-01")
    turned = [t for t in two.turns if change.label in t.because[1]]
    assert turned, "some verdict rests on the imminent risk"
    assert all(t.verdicts[0] is not t.verdicts[1] for t in turned)


def test_what_nobody_knows_is_according_to_nobody(packs: Packs) -> None:
    """A checklist that has grown too old is none that counts; and it is never missing and told at once."""
    path = next(p for p in SCENARIOS if p.stem.startswith("06"))
    case, _ = load_case(path, packs)
    later = date(case.day.year + 2, case.day.month, case.day.day)
    aged = case.model_copy(update={"case": case.case.model_copy(update={"assessment_date": later}), "expect": None})
    changes = {c.fact: c for c in _compared(packs, case, aged).changes}
    checklists = changes["assessment.checklists"]
    assert checklists.values[1] == "ingen som fortfarande gäller"
    assert checklists.by[0].startswith("enligt ärendets checklistor")
    for change in changes.values():
        for value, by in zip(change.values, change.by, strict=True):
            assert not (value == "uppgift saknas" and by.startswith(("enligt", "räknas fram"))), change
        assert change.by[0].startswith("enligt") or change.values[0] == "uppgift saknas", change


def test_the_position_at_each_time_is_shown(tmp_path: Path) -> None:
    """From the list of final memos, else from the judgement beside; what isn't written is said not to be."""
    first, last = (_write(tmp_path, f"{day}.yaml", _data(day)) for day in (FIRST, LAST))
    shown = CliRunner().invoke(main, ["compare", str(first), str(last)]).output
    assert " ".join(shown.split()).count("står inte") == 2
    assessment, packs = assess_file(last, None, None)
    judged = whole(assessment).model_copy(update={"position": Position.AWAIT})
    beside(last).write_text(judgement_text(judged, assessment, packs.laws), encoding="utf-8")
    earlier, _ = assess_file(first, None, None)
    decided = decided_in(whole(earlier, Position.OFFER))
    version = FinalVersion(version=1, date=date(2026, 3, 9), checksum="abc", decided=decided)
    finals_beside(first).write_text(
        finals_text(Finals(sigrisk_finals=1, case="OVN-T", versions=(version,))), encoding="utf-8"
    )
    _, written = show_comparison([first, last], Report(["json"], tmp_path / "ut", False), None, None)
    rows = json.loads(written[0].read_text(encoding="utf-8"))["sections"][1]["blocks"][0]["rows"]
    assert [row[-1] for row in rows] == [
        "SIG erbjuds (färdig promemoria, version 1, 2026-03-09)",
        "SIG erbjuds inte nu, och frågan tas upp igen (ännu ingen färdig promemoria)",
    ]


def test_what_is_the_same_is_not_told_as_a_change(packs: Packs) -> None:
    two = _compared(packs, build(_data(FIRST)), build(_data(LAST)))
    assert "crime.norm_breaking_early" not in {c.fact for c in two.changes}
    assert two.same > 0


def test_an_outdated_fact_is_told_as_outdated(packs: Packs) -> None:
    """Nobody has said anything new: the claim is too old by then."""
    old = _data(FIRST)
    later = {**old, "case": {"id": "OVN-T", "assessment_date": "2028-03-01"}}
    two = _compared(packs, build(old), build(later))
    change = next(c for c in two.changes if c.fact == "crime.imminent")
    assert change.values[1] == "uppgift saknas"
    assert change.by[1] == "tidigare uppgift har blivit för gammal"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SCENARIOS), st.integers(0, 400))
def test_nothing_dated_later_is_known_on_an_earlier_day(path: Path, days: int) -> None:
    from sigrisk.packs import load

    case, _ = load_case(path, load())
    day = date.fromordinal(case.day.toordinal() - days)
    then = case_on(case, day)
    assert then.day == day
    assert all(claim.date <= day for fact in then.facts for claim in then.claims(fact))
    assert all(span(event.date)[0] <= day for event in then.events.list)
    assert all(one.date <= day for one in (*then.checklists, *then.consent))
    assert then.events.complete is None or then.events.complete.date <= day
    kept = sum(len(then.claims(f)) for f in then.facts)
    assert kept == sum(claim.date <= day for f in case.facts for claim in case.claims(f))


def test_on_its_own_day_a_case_is_what_it_is(packs: Packs) -> None:
    """Every scenario: nothing in a checked file is dated after its day, so looking back from it changes no verdict."""
    for path in SCENARIOS[:20]:
        case, _ = load_case(path, packs)
        book = packs.book(case.case.profile or DEFAULT_PROFILE)
        now, back = (assess(c, book, packs.instruments, lambda *_: "") for c in (case, case_on(case, case.day)))
        assert {r: x.verdict for r, x in now.results.items()} == {r: x.verdict for r, x in back.results.items()}


def _write(folder: Path, name: str, data: dict[str, object]) -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_the_command_compares_days_of_one_file(tmp_path: Path) -> None:
    sittings = [{"date": FIRST.isoformat(), "by": {"name": "Alva Exempel", "role": "socialsekreterare"}}]
    data = _data(LAST)
    data["case"] = {"id": "OVN-T", "assessment_date": LAST.isoformat(), "assessments": sittings}
    result = CliRunner().invoke(main, ["compare", str(_write(tmp_path, "a.yaml", data))])
    assert result.exit_code == 0, result.output
    assert "Alva Exempel, socialsekreterare" in result.output
    assert "1 mars 2026" in result.output.replace("\u00a0", " ")


def test_the_command_writes_every_format(tmp_path: Path) -> None:
    files = [str(_write(tmp_path, f"{d}.yaml", _data(d))) for d in (FIRST, LAST)]
    out = tmp_path / "ut"
    result = CliRunner().invoke(main, ["compare", *files, "--out", str(out), "--format", "html,md,txt,json,pdf,docx"])
    assert result.exit_code == 0, result.output
    assert len(list(out.iterdir())) == 6
    again = CliRunner().invoke(main, ["compare", *files, "--out", str(out), "--format", "html"])
    assert "SIG032" in again.output


def test_two_persons_are_never_compared(tmp_path: Path) -> None:
    one = _write(tmp_path, "a.yaml", _data(FIRST))
    other = _data(LAST)
    other["case"] = {"id": "OVN-ANNAN", "assessment_date": LAST.isoformat()}
    result = CliRunner().invoke(main, ["compare", str(one), str(_write(tmp_path, "b.yaml", other))])
    assert result.exit_code == 2
    assert "SIG261" in result.output
    assert "jämför aldrig personer" in result.output


@pytest.mark.parametrize("count", [1, 5])
def test_two_to_four_days(count: int, tmp_path: Path) -> None:
    files = [str(_write(tmp_path, f"{n}.yaml", _data(date(2026, 3 + n, 1)))) for n in range(count)]
    result = CliRunner().invoke(main, ["compare", *files])
    assert result.exit_code == 2
    assert "SIG263" in result.output


def test_the_same_day_twice_is_refused(tmp_path: Path) -> None:
    files = [str(_write(tmp_path, f"{n}.yaml", _data(FIRST))) for n in range(2)]
    result = CliRunner().invoke(main, ["compare", *files])
    assert "SIG262" in result.output


def test_a_day_after_the_assessment_is_refused(tmp_path: Path) -> None:
    data = _data(FIRST)
    sitting = {"date": LAST.isoformat(), "by": {"name": "Alva Exempel", "role": "socialsekreterare"}}
    data["case"] = {"id": "OVN-T", "assessment_date": FIRST.isoformat(), "assessments": [sitting]}
    result = CliRunner().invoke(main, ["validate", str(_write(tmp_path, "a.yaml", data))])
    assert "SIG104" in result.output


def test_a_verdict_that_is_not_tried_everywhere_says_so(packs: Packs) -> None:
    case = build(_data(FIRST))
    later = build(_data(LAST))
    one = assess(case, packs.book(DEFAULT_PROFILE), packs.instruments, lambda *_: "")
    two = assess(later, packs.book("skarholmen-ungdom"), packs.instruments, lambda *_: "")
    turns = {t.rule: t for t in compare([one, two]).turns}
    local = [t for t in turns.values() if None in t.verdicts]
    assert local and all(t.because[1] == "en annan profil" for t in local)
    assert all(w == "prövas inte" for t in local for w, v in zip(t.words, t.verdicts, strict=True) if v is None)
    assert all(isinstance(v, Verdict | None) for t in turns.values() for v in t.verdicts)
