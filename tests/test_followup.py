"""Follow-ups: sums only, nobody pointed out, and what nobody has filled in is never a no."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.aggregate import SMALLEST, UNKNOWN, cells, months_between, summed
from sigrisk.cli import main
from sigrisk.followup import Ending, FollowUp, School
from sigrisk.memo.model import Table
from sigrisk.memo.summary import document

DAY = date(2026, 11, 16)


def _told(follow_ups: list[FollowUp], question: str) -> dict[str, str]:
    return {c.answer: c.told for s in summed(follow_ups).sums if s.question == question for c in s.cells}


def test_counts_of_five_and_more_are_shown_and_smaller_ones_are_not() -> None:
    counts = {Ending.NOT_STARTED: 7, Ending.ONGOING: 9, Ending.COMPLETED: 12, Ending.INTERRUPTED: 8, None: 3}
    group = [FollowUp(date=DAY, status=status) for status, count in counts.items() for _ in range(count)]
    assert list(_told(group, "Läget för SIG").values()) == ["visas inte", "visas inte", "12", "8", "visas inte"]


def test_five_of_six_do_not_give_the_sixth_away() -> None:
    """Six less five is one: the five is hidden too."""
    group = [FollowUp(date=DAY, offered=True)] * 5 + [FollowUp(date=DAY, offered=False)]
    assert set(_told(group, "SIG har erbjudits").values()) == {"visas inte"}


def test_small_and_large_counts_that_are_hidden_look_the_same() -> None:
    """Were the large one marked, it would be at least five, and what is left for the small one narrower."""
    for of_young in (True, False):
        assert {c.told for c in cells({"a": 5, "b": 1, "c": 6}, of_young=of_young)} == {"visas inte"}


def test_none_is_shown_of_the_operation_and_hidden_of_the_young() -> None:
    """That all forty are offered tells nothing of anyone. That all forty use drugs tells it of each."""
    group = [FollowUp(date=DAY, offered=True, substances_documented=True)] * 40
    assert _told(group, "SIG har erbjudits") == {"ja": "40", "nej": "0", UNKNOWN: "0"}
    drugs = "Dokumenterad användning av alkohol eller droger"
    assert _told(group, drugs) == {"ja": "visas inte", "nej": "visas inte", UNKNOWN: "0"}
    half = [FollowUp(date=DAY, substances_documented=n < 20) for n in range(40)]
    assert _told(half, drugs) == {"ja": "20", "nej": "20", UNKNOWN: "0"}
    helped = [FollowUp(date=DAY, measures_since=("Öppenvård",))] * 40  # one answer to choose from: all have given it
    assert set(_told(helped, "Andra insatser sedan starten").values()) == {"visas inte"}
    mixed = [*group[:38], *[FollowUp(date=DAY, offered=False)] * 2]
    assert _told(mixed, "SIG har erbjudits") == {"ja": "visas inte", "nej": "visas inte", UNKNOWN: "0"}


def test_a_question_with_nothing_to_show_takes_one_row() -> None:
    group = [FollowUp(date=DAY, offered=True, substances_documented=None if n < 3 else True) for n in range(40)]
    memo = document(summed(group), 0, DAY, "VERSION")
    table = next(b for s in memo.sections for b in s.blocks if isinstance(b, Table))
    of = {question: [row[1:] for row in table.rows if row[0] == question] for question, *_ in table.rows}
    assert of["Dokumenterad användning av alkohol eller droger"] == [("alla svar", "visas inte")]
    assert of["SIG har erbjudits"] == [("ja", "40"), ("nej", "0"), (UNKNOWN, "0")]


def test_a_small_group_has_no_figures() -> None:
    assert summed([FollowUp(date=DAY, offered=True)] * (SMALLEST - 1)).sums == ()


def test_what_is_not_filled_in_is_not_known() -> None:
    for one in summed([FollowUp(date=DAY)] * 20).sums:
        told = {c.answer: c.told for c in one.cells}
        assert "20" not in {told[a] for a in told if a != UNKNOWN}, one.question


def _seen(counts: tuple[int, ...], of_young: bool) -> tuple[int, tuple[int | None, ...]]:
    """All that a reader sees of one question: the total, and each count that is shown."""
    named = {UNKNOWN if at == len(counts) - 1 else str(at): count for at, count in enumerate(counts)}
    return sum(counts), tuple(cell.shown for cell in cells(named, of_young=of_young))


def _tables(answers: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every table with some number of answers and not more than so many cases."""
    if answers == 0:
        yield ()
        return
    for first in range(most + 1):
        for rest in _tables(answers - 1, most - first):
            yield first, *rest


@pytest.mark.parametrize("of_young", [True, False])
@pytest.mark.parametrize(("answers", "most"), [(2, 40), (3, 30), (4, 22), (5, 22)])
def test_no_hidden_count_can_be_worked_out(answers: int, most: int, of_young: bool) -> None:
    """Every table there is, put together with all that look the same: none tells a small count, or narrows it.

    So not even a reader who knows how it is decided what is hidden can tell a count under five. Where none is hidden it
    is a small count too, and what is hidden may be none; else it may be any from one to four.
    """
    alike: dict[tuple[int, tuple[int | None, ...]], list[set[int]]] = {}
    for counts in _tables(answers, most):
        if sum(counts) >= SMALLEST:
            may_be = alike.setdefault(_seen(counts, of_young), [set() for _ in counts])
            for place, count in enumerate(counts):
                may_be[place].add(count)
    assert any(count is not None and count >= SMALLEST for _, shown in alike for count in shown)
    zeros = set()
    for (total, shown), may_be in alike.items():
        assert shown.count(None) != 1
        for place, (count, possible) in enumerate(zip(shown, may_be, strict=True)):
            harmless = not of_young or place == answers - 1 > 1
            small = set(range(1 if harmless and total > 4 * (answers - 1) else 0, SMALLEST))
            zeros |= {place} if count == 0 else set()
            assert count is None or count not in range(1, SMALLEST)
            assert possible == {count} if count is not None else possible >= small or not possible & small, (
                total,
                shown,
            )
    assert zeros == ({answers - 1} - {1} if of_young else set(range(answers)))


@given(st.dictionaries(st.sampled_from([*"abcdef", UNKNOWN]), st.integers(0, 30), min_size=2), st.booleans())
def test_what_is_shown_is_true_and_enough_is_hidden(counted: dict[str, int], of_young: bool) -> None:
    found = {cell.answer: cell.shown for cell in cells(counted, of_young=of_young)}
    hidden = [answer for answer, shown in found.items() if shown is None]
    assert all(shown == counted[answer] for answer, shown in found.items() if shown is not None)
    assert {answer for answer, count in counted.items() if 0 < count < SMALLEST} <= set(hidden)
    assert not of_young or {
        a for a, count in counted.items() if count == 0 and (a != UNKNOWN or len(counted) == 2)
    } <= set(hidden)
    assert len(hidden) != 1


def test_whole_months() -> None:
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2025, 11, 16), DAY) == 12
    assert months_between(date(2025, 11, 17), DAY) == 11


def test_bands_of_counts_months_and_attendance() -> None:
    """Five of each band, so that none is hidden."""
    group = [
        FollowUp(date=DAY, started=started, network_meetings=count, school=School(attendance_percent=percent))
        for started, count, percent in (
            (date(2026, 5, 17), 0, 49),
            (date(2026, 5, 16), 1, 50),
            (date(2025, 11, 17), 3, 84),
            (date(2025, 11, 16), 4, 85),
            (None, None, None),
        )
        for _ in range(5)
    ]
    assert list(_told(group, "Tid i SIG").values()) == ["5", "10", "5", "5"]
    assert list(_told(group, "Nätverksmöten").values()) == ["5", "10", "5", "5"]
    assert list(_told(group, "Närvaro i skolan").values()) == ["5", "10", "5", "5"]


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
    assert ["SIG har erbjudits", "alla svar", "visas inte"] in rows  # seven are too few to show that none is no


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
