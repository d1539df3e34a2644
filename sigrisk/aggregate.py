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

    @property
    def hidden(self) -> bool:
        """Whether nothing of it is shown."""
        return all(cell.shown is None for cell in self.cells)


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
    return Summary(len(follow_ups), tuple(_sum(asked, follow_ups) for asked in _ASKED))


def _sum(asked: _Asked, them: Iterable[FollowUp]) -> Sum:
    counted = Counter(asked.read(one) for one in them)
    every = {answer: counted.get(answer, 0) for answer in (*asked.answers, UNKNOWN)}
    return Sum(asked.question, cells(every, of_young=asked.of_young))


def cells(counted: Mapping[str, int], *, of_young: bool) -> tuple[Cell, ...]:
    """The counts, with those under five hidden and as many more as it takes for none of them to be told.

    None is a small count too among the answers of a question that is ``of_young``: that all have answered alike tells
    what each has answered. It tells nothing of anyone in a question about what the operation has done, or where the
    answer is missing for none and there is more than one to choose from. There none is shown as none, where the group
    is so large that what is left may still be any small count. Whether it is so large hangs on the total and the number
    of answers alone, for else it would tell something itself.

    A reader knows the total and can subtract, and may know this rule. The first of the other answers are hidden, in the
    order of the question and whatever their counts are, until at least two are hidden and together they are more than
    one less than all the answers could be if each were small. Then each that may be small may be any of the small
    counts, whatever else is shown: the tests try all tables. What is hidden because it is small and what is hidden with
    it look the same, for the difference would narrow both.
    """
    large = sum(counted.values()) >= _enough(len(counted))
    harmless = () if of_young and len(counted) == 2 else (UNKNOWN,) if of_young else tuple(counted)
    told = {answer: count for answer, count in counted.items() if count or not large or answer not in harmless}
    hidden = {answer for answer, count in told.items() if count < SMALLEST}
    for answer in told:
        if not hidden or (len(hidden) > 1 and sum(told[one] for one in hidden) >= _enough(len(told))):
            break
        hidden.add(answer)
    return tuple(
        Cell(answer, None, HIDDEN) if answer in hidden else Cell(answer, count, str(count))
        for answer, count in counted.items()
    )


def _enough(answers: int) -> int:
    """How many cases leave it open which of the answers is small, and how small it is."""
    return (SMALLEST - 1) * (answers - 1) + 1


# -- what is asked ----------------------------------------------------------------------------------------------------

_YES_NO: Final = ("ja", "nej")
_COUNTS: Final = ("inga", "1–3", "4 eller fler")
_MONTHS: Final = ("under 6 månader", "6–11 månader", "12 månader eller mer")
_ATTENDANCE: Final = ("under 50 procent", "50–84 procent", "85 procent eller mer")


def _yes_no(value: bool | None) -> str:
    return UNKNOWN if value is None else "ja" if value else "nej"


def _status(one: FollowUp) -> str:
    return UNKNOWN if one.status is None else one.status.value


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, its answers in order, and how it is read; ``of_young`` is one about the young people's own lives."""

    question: str
    answers: Sequence[str]
    read: Callable[[FollowUp], str]
    of_young: bool = True


_ASKED: Final = (
    _Asked("SIG har erbjudits", _YES_NO, lambda f: _yes_no(f.offered), of_young=False),
    _Asked("Samtycke har lämnats", _YES_NO, lambda f: _yes_no(f.consented)),
    _Asked("Läget för SIG", tuple(e.value for e in Ending), _status, of_young=False),
    _Asked("Tid i SIG", _MONTHS, _months, of_young=False),
    _Asked("Nätverksmöten", _COUNTS, lambda f: _count(f.network_meetings), of_young=False),
    _Asked("Placeringar sedan starten", _COUNTS, lambda f: _count(f.placements_since_start)),
    _Asked("Brottsmisstankar sedan starten", _COUNTS, lambda f: _count(f.crimes.suspected)),
    _Asked("Åtal sedan starten", _COUNTS, lambda f: _count(f.crimes.prosecuted)),
    _Asked("Domar sedan starten", _COUNTS, lambda f: _count(f.crimes.convicted)),
    _Asked("Godkända betyg", _YES_NO, lambda f: _yes_no(f.school.passing_grades)),
    _Asked("Närvaro i skolan", _ATTENDANCE, lambda f: _attendance(f.school.attendance_percent)),
    _Asked("Anpassad skolgång", _YES_NO, lambda f: _yes_no(f.school.adapted)),
    _Asked("Annan sysselsättning", _YES_NO, lambda f: _yes_no(f.other_occupation)),
    _Asked("Dokumenterad användning av alkohol eller droger", _YES_NO, lambda f: _yes_no(f.substances_documented)),
    _Asked("Andra insatser före SIG", ("ja",), lambda f: _listed(f.measures_before)),
    _Asked("Andra insatser sedan starten", ("ja",), lambda f: _listed(f.measures_since)),
    _Asked("Den unges egna svar är antecknade", ("ja",), lambda f: "ja" if f.own_answers else UNKNOWN, of_young=False),
)
