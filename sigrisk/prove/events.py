"""Crime events from which sigrisk.derived works out given counts and marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sigrisk.case import LegalStatus, Role
from sigrisk.possible import UNBOUNDED, Choices, Ordered
from sigrisk.prove.encode import Values
from sigrisk.prove.facts import COUNTS, MARKS
from sigrisk.rulebook import TOO_YOUNG, RuleBook

DAY: Final = date(2026, 11, 16)
"""The assessment date of every example. Any day would do; a fixed one gives the same example each time."""

_BIRTHDAY: Final = (5, 16)  # in the middle of the twelve months that count, so that they hold two ages


class CannotWrite(Exception):
    """The values can't be put into a case file; another example has to be tried."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as a case file writes it."""

    day: date
    type: str
    role: Role
    status: LegalStatus | None = None
    report: str = ""


@dataclass(slots=True)
class _Crime:
    age: int
    lately: bool
    report: str
    convicted: bool = False


def born(age: int) -> date:
    """The birth date of somebody who is ``age`` years old on the assessment date."""
    return date(DAY.year - age, *_BIRTHDAY)


def crimes(values: Values, book: RuleBook) -> list[EventLine]:
    """The fewest own crimes that give the counts and marks of the facts. Raises CannotWrite."""
    reports, total = _number(values, "offences.reports_12m"), _number(values, "offences.total")
    if total == 0:
        return []
    age, first = _number(values, "person.age"), _number(values, "offences.age_first")
    listed = [_Crime(max(first, age - 1), False, f"A{n + 1}") for n in range(total - reports)]
    listed += [_Crime(age, True, f"A{n + 1}") for n in range(total - reports, total)]
    _begin_at(listed, first, age)
    if _number(values, "offences.convicted"):
        _convict(listed, age, book.params[TOO_YOUNG].default)
    types = _types(values, book)
    while len(listed) < len(types):  # two kinds of crime may have come in one report
        listed.append(_Crime(listed[-1].age, listed[-1].lately, listed[-1].report))
    return [_line(crime, age, types[n % len(types)]) for n, crime in enumerate(listed)]


def _begin_at(listed: list[_Crime], first: int, age: int) -> None:
    """Let the first crime have happened at the age of ``first``."""
    if not listed[0].lately or first >= age - 1:
        listed[0].age = first
    else:  # reported lately, together with another
        listed.insert(0, _Crime(first, False, listed[0].report))


def _convict(listed: list[_Crime], age: int, limit: int) -> None:
    """Let one of the crimes have led to a conviction: one committed at an age when that can be."""
    last = listed[-1]
    if last.age <= limit:
        older = age if last.lately else age - 1
        last = _Crime(older, last.lately, last.report)
        listed.append(last)
    last.convicted = True


def _line(crime: _Crime, age: int, type_: str) -> EventLine:
    status = LegalStatus.CONVICTED if crime.convicted else LegalStatus.SUSPECTED
    if crime.lately:
        day = date(DAY.year, 10, 1) if crime.age >= age else date(DAY.year, 3, 1)
    else:
        day = date(DAY.year - age + crime.age, 9, 1)
    return EventLine(day, type_, Role.PERPETRATOR, status, crime.report)


def _types(values: Values, book: RuleBook) -> tuple[str, ...]:
    """A type of crime that is grave and strategic as wanted, or two that are so together."""
    kinds: dict[tuple[bool, bool], str] = {}
    for offence in book.offences.values():
        kind = book.grave(offence.id), book.profile.strategic_edition in offence.strategic
        kinds.setdefault(kind, offence.id)
    grave, strategic = bool(_number(values, "offences.grave")), bool(_number(values, "offences.strategic"))
    if (grave, strategic) in kinds:
        return (kinds[grave, strategic],)
    if grave and strategic and (True, False) in kinds and (False, True) in kinds:
        return kinds[True, False], kinds[False, True]
    raise CannotWrite("inget brott i listan är av det slaget")


def _number(values: Values, fact_id: str) -> int:
    """The value of a fact that the case has, or 0 where the vocabulary lacks it."""
    value: Ordered | Choices | None = values.get(fact_id)
    return value.low if isinstance(value, Ordered) and value.has_numbers else 0


def opened(values: Values) -> Mapping[str, Ordered]:
    """What the same events leave possible where nobody has confirmed that the list of events is complete."""
    found: dict[str, Ordered] = {}
    for names, most in ((MARKS, 1), (COUNTS, UNBOUNDED)):
        for fact_id in sorted(names):
            value = values.get(fact_id)
            if isinstance(value, Ordered):
                found[fact_id] = Ordered(value.low, most)
    first = values.get("offences.age_first")
    if isinstance(first, Ordered) and first.has_numbers:
        found["offences.age_first"] = Ordered(0, first.high)
    return found
