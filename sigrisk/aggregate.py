"""Follow-ups summed up for a group of cases: counts only, small ones suppressed, nobody listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sigrisk.followup import Ending, FollowUp

SMALLEST: Final = 5
UNKNOWN: Final = "uppgift saknas"
SUPPRESSED: Final = f"färre än {SMALLEST}"
HIDDEN: Final = "visas inte"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many cases have one answer. ``shown`` is None where the count would point at few, or help to tell one."""

    answer: str
    shown: int | None
    told: str


@dataclass(frozen=True, slots=True)
class Sum:
    """One follow-up question and its answers."""

    question: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A group of cases, summed up. No sums where the group itself is small."""

    cases: int
    sums: tuple[Sum, ...]

    @property
    def too_few(self) -> bool:
        """Whether the group is too small for any figure."""
        return self.cases < SMALLEST


def summed(follow_ups: Sequence[FollowUp]) -> Summary:
    """The latest follow-up of each case, summed up."""
    if len(follow_ups) < SMALLEST:
        return Summary(len(follow_ups), ())
    return Summary(len(follow_ups), tuple(_sum(question, order, read, follow_ups) for question, order, read in _ASKED))


def _sum(question: str, order: Sequence[str], read: Callable[[FollowUp], str], them: Iterable[FollowUp]) -> Sum:
    counted = Counter(read(one) for one in them)
    return Sum(question, cells({answer: counted.get(answer, 0) for answer in (*order, UNKNOWN)}))


def cells(counted: Mapping[str, int]) -> tuple[Cell, ...]:
    """The counts, with those under five hidden and as many more as it takes for none of them to be told.

    A reader knows the total and can subtract, and may know this rule. The first of the other answers are hidden, in the
    order of the question and whatever their counts are, until at least two are hidden and together they are more than
    one less than all the answers could be if each were small. Then each that may be small may be anything from none to
    four, whatever else is shown: the tests try all tables. What is hidden because it is small and what is hidden with
    it look the same, for the difference would narrow both.
    """
    hidden = {answer for answer, count in counted.items() if count < SMALLEST}
    enough = (SMALLEST - 1) * (len(counted) - 1) + 1
    for answer in counted:
        if not hidden or (len(hidden) > 1 and sum(counted[one] for one in hidden) >= enough):
            break
        hidden.add(answer)
    return tuple(
        Cell(answer, None, HIDDEN) if answer in hidden else Cell(answer, count, str(count))
        for answer, count in counted.items()
    )


# -- what is asked ----------------------------------------------------------------------------------------------------

_YES_NO: Final = ("ja", "nej")
_COUNTS: Final = ("inga", "1–3", "4 eller fler")
_MONTHS: Final = ("under 6 månader", "6–11 månader", "12 månader eller mer")
_ATTENDANCE: Final = ("under 50 procent", "50–84 procent", "85 procent eller mer")


def _yes_no(value: bool | None) -> str:
    return UNKNOWN if value is None else "ja" if value else "nej"


def _count(value: int | None) -> str:
    if value is None:
        return UNKNOWN
    return _COUNTS[0] if value == 0 else _COUNTS[1] if value <= 3 else _COUNTS[2]


def _attendance(value: int | None) -> str:
    if value is None:
        return UNKNOWN
    return _ATTENDANCE[0] if value < 50 else _ATTENDANCE[1] if value < 85 else _ATTENDANCE[2]


def _months(one: FollowUp) -> str:
    if one.started is None:
        return UNKNOWN
    whole = months_between(one.started, one.ended or one.date)
    return _MONTHS[0] if whole < 6 else _MONTHS[1] if whole < 12 else _MONTHS[2]


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _listed(values: tuple[str, ...]) -> str:
    return "ja" if values else UNKNOWN  # an empty list may as well be one that nobody filled in


_ASKED: Final[tuple[tuple[str, Sequence[str], Callable[[FollowUp], str]], ...]] = (
    ("SIG har erbjudits", _YES_NO, lambda f: _yes_no(f.offered)),
    ("Samtycke har lämnats", _YES_NO, lambda f: _yes_no(f.consented)),
    ("Läget för SIG", tuple(e.value for e in Ending), lambda f: UNKNOWN if f.status is None else f.status.value),
    ("Tid i SIG", _MONTHS, _months),
    ("Nätverksmöten", _COUNTS, lambda f: _count(f.network_meetings)),
    ("Placeringar sedan starten", _COUNTS, lambda f: _count(f.placements_since_start)),
    ("Brottsmisstankar sedan starten", _COUNTS, lambda f: _count(f.crimes.suspected)),
    ("Åtal sedan starten", _COUNTS, lambda f: _count(f.crimes.prosecuted)),
    ("Domar sedan starten", _COUNTS, lambda f: _count(f.crimes.convicted)),
    ("Godkända betyg", _YES_NO, lambda f: _yes_no(f.school.passing_grades)),
    ("Närvaro i skolan", _ATTENDANCE, lambda f: _attendance(f.school.attendance_percent)),
    ("Anpassad skolgång", _YES_NO, lambda f: _yes_no(f.school.adapted)),
    ("Annan sysselsättning", _YES_NO, lambda f: _yes_no(f.other_occupation)),
    ("Dokumenterad användning av alkohol eller droger", _YES_NO, lambda f: _yes_no(f.substances_documented)),
    ("Andra insatser före SIG", ("ja",), lambda f: _listed(f.measures_before)),
    ("Andra insatser sedan starten", ("ja",), lambda f: _listed(f.measures_since)),
    ("Den unges egna svar är antecknade", ("ja",), lambda f: "ja" if f.own_answers else UNKNOWN),
)
