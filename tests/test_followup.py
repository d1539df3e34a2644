"""Follow-ups: sums only, nobody pointed out, and what nobody has filled in is never a no."""

from __future__ import annotations

import json
from datetime import date
from itertools import product
from pathlib import Path

import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.aggregate import SMALLEST, UNKNOWN, cells, months_between, summed
from sigrisk.cli import main
from sigrisk.followup import Crimes, Ending, FollowUp, School

DAY = date(2026, 11, 16)


def _told(follow_ups: list[FollowUp], question: str) -> dict[str, str]:
    return {c.answer: c.told for s in summed(follow_ups).sums if s.question == question for c in s.cells}


def test_counts_of_five_and_more_are_shown_and_smaller_ones_are_not() -> None:
    group = [FollowUp(date=DAY, offered=True)] * 9 + [FollowUp(date=DAY, offered=False)] * 3 + [FollowUp(date=DAY)] * 2
    assert _told(group, "SIG har erbjudits") == {"ja": "9", "nej": "färre än 5", UNKNOWN: "färre än 5"}


def test_a_single_small_count_takes_the_next_smallest_with_it() -> None:
    """Otherwise 12 − 9 − 0 … would give it away."""
    group = [FollowUp(date=DAY, status=Ending.COMPLETED)] * 9 + [FollowUp(date=DAY, status=Ending.ONGOING)] * 6
    group += [FollowUp(date=DAY, status=Ending.INTERRUPTED)] * 6 + [FollowUp(date=DAY, status=Ending.NOT_STARTED)] * 7
    group += [FollowUp(date=DAY)] * 2
    told = _told(group, "Läget för SIG")
    assert told[UNKNOWN] == "färre än 5"
    assert sorted(told.values()) == ["6", "7", "9", "färre än 5", "visas inte"]


def test_a_small_group_has_no_figures() -> None:
    assert summed([FollowUp(date=DAY, offered=True)] * (SMALLEST - 1)).sums == ()


def test_what_is_not_filled_in_is_not_known() -> None:
    for one in summed([FollowUp(date=DAY)] * 20).sums:
        told = {c.answer: c.told for c in one.cells}
        assert "20" not in {told[a] for a in told if a != UNKNOWN}, one.question


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=2))
def test_no_suppressed_count_can_be_worked_out(counted: dict[str, int]) -> None:
    """Every way to fill in what is hidden, given the total and that ”färre än 5” is true: more than one is left."""
    shown = cells(counted)
    total = sum(counted.values())
    hidden = [c for c in shown if c.shown is None]
    assert all(c.shown == counted[c.answer] for c in shown if c.shown is not None)
    assert all(c.shown is None for c in shown if counted[c.answer] < SMALLEST)
    if not hidden or (len(hidden) == len(shown) and total < SMALLEST):
        return
    left = total - sum(c.shown for c in shown if c.shown is not None)
    ranges = [range(SMALLEST) if c.told.startswith("färre") else range(SMALLEST, left + 1) for c in hidden]
    ways = [way for way in product(*ranges) if sum(way) == left]
    everything_hidden = len(hidden) == len(shown)
    for index, one in enumerate(hidden):
        known = {way[index] for way in ways}
        assert everything_hidden or len(known) > 1 or known == {0}, one


def test_whole_months() -> None:
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2025, 11, 16), DAY) == 12
    assert months_between(date(2025, 11, 17), DAY) == 11


def test_bands_of_counts_months_and_attendance() -> None:
    group = [
        FollowUp(
            date=DAY,
            started=date(2026, 5, 16),
            network_meetings=n % 4 + 1,
            crimes=Crimes(suspected=0),
            school=School(attendance_percent=85),
        )
        for n in range(20)
    ]
    assert _told(group, "Tid i SIG")["6–11 månader"] == "20"
    assert _told(group, "Brottsmisstankar sedan starten")["inga"] == "20"
    assert _told(group, "Närvaro i skolan")["85 procent eller mer"] == "20"
    assert _told(group, "Nätverksmöten")["1–3"] == "15"


def _case(number: int, **follow: object) -> dict[str, object]:
    return {
        "sigrisk": 1,
        "case": {"id": f"OVN-{number}", "invented": True, "assessment_date": "2026-11-16"},
        "person": {"label": f"Person{number}", "birth_date": "2010-05-05"},
        "followup": [{"date": "2026-03-01", "offered": False}, {"date": "2026-11-16", **follow}] if follow else [],
    }


def _group(folder: Path, cases: list[dict[str, object]]) -> Path:
    folder.mkdir()
    for n, case in enumerate(cases):
        (folder / f"{n}.yaml").write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    return folder


def test_the_command_sums_up_a_folder_and_names_nobody(tmp_path: Path) -> None:
    folder = _group(tmp_path / "g", [_case(n, offered=True) for n in range(7)] + [_case(n) for n in range(90, 93)])
    result = CliRunner().invoke(main, ["followup", str(folder)])
    assert result.exit_code == 0, result.output
    assert "Person" not in result.output and "OVN-" not in result.output
    assert "Ärenden med uppföljning: 7" in result.output
    assert "Ärenden utan uppföljning: färre än 5" in result.output
    data = json.loads(CliRunner().invoke(main, ["followup", str(folder), "--json", "-"]).output)
    rows = data["sections"][1]["blocks"][0]["rows"]
    assert ["SIG har erbjudits", "ja", "visas inte"] in rows or ["SIG har erbjudits", "ja", "7"] in rows


def test_what_lies_beside_a_case_is_no_case(tmp_path: Path) -> None:
    """The group's answers and the list of final memos, however empty, are passed over in a folder."""
    folder = _group(tmp_path / "g", [_case(n, offered=True) for n in range(7)])
    before = CliRunner().invoke(main, ["followup", str(folder)]).output
    for ending in (".stallningstagande.yaml", ".fardiga.yaml"):
        (folder / f"0{ending}").write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["followup", str(folder)])
    assert (result.exit_code, result.output) == (0, before)


def test_the_latest_follow_up_counts(tmp_path: Path) -> None:
    from sigrisk.casefile import load_case
    from sigrisk.followups import latest_of
    from sigrisk.packs import load

    folder = _group(tmp_path / "g", [_case(1, offered=True)])
    case, _ = load_case(folder / "0.yaml", load())
    assert latest_of(case) == FollowUp(date=DAY, offered=True)


def test_the_same_case_twice_is_refused(tmp_path: Path) -> None:
    folder = _group(tmp_path / "g", [_case(1, offered=True)] * 6)
    result = CliRunner().invoke(main, ["followup", str(folder)])
    assert result.exit_code == 2
    assert "SIG264" in result.output


def test_no_follow_up_at_all_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["followup", str(_group(tmp_path / "g", [_case(1)]))])
    assert "SIG265" in result.output


def test_a_small_group_shows_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["followup", str(_group(tmp_path / "g", [_case(1, offered=True)]))])
    assert result.exit_code == 0
    assert "färre än 5" in result.output
    assert "SIG har erbjudits" not in result.output
