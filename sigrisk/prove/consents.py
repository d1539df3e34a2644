"""The consents of an example's case file, from which sigrisk.derived works out given facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sigrisk.case import ConsentState
from sigrisk.dates import add_months
from sigrisk.derived import ADULT
from sigrisk.possible import Choices, Ordered
from sigrisk.prove.encode import Values
from sigrisk.prove.events import DAY, CannotWrite
from sigrisk.prove.facts import AGE, NA

_GIVEN: Final = date(DAY.year, 11, 3)
_SAID: Final = date(DAY.year, 11, 14)
_MOST: Final = 1200  # more months or refusals than a life holds: no case to show anybody


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent as a case file writes it. ``told``: what it covers, for whom and how long is written down."""

    person: str
    state: ConsentState
    day: date
    until: date | None = None
    told: bool = False


def consents(values: Values) -> tuple[int | None, tuple[ConsentLine, ...]]:
    """How many guardians there are and who has said what, so that it comes to what is wanted. Raises CannotWrite."""
    guardians, latest = _latest(values)
    refusals = _code(values, "consent.refusals")
    return guardians, (*_earlier_refusals(latest, max(0, refusals)), *latest)


def _latest(values: Values) -> tuple[int | None, tuple[ConsentLine, ...]]:
    """How many guardians there are, and the last word of each person."""
    youth, together = _name(values, "consent.youth"), _name(values, "consent.guardians")
    specified, months = _code(values, "consent.specified"), _code(values, "consent.months")
    given_by_any = (specified, months) != (NA, NA)

    def said(person: str, state: str) -> ConsentLine:
        return _consent(person, state, specified, max(0, months))

    own = () if youth is None else (said("youth", youth),)
    if "consent.guardians" in values and values["consent.guardians"].na:
        adult = _code(values, AGE) >= ADULT
        return None if adult else 0, own
    if together is None:
        return None, own
    if together == "one_against":
        other = "given" if given_by_any and youth != "given" else "asked"
        return 2, (*own, said("guardian_1", other), said("guardian_2", "refused"))
    if given_by_any and "given" not in (youth, together):
        return 2, (*own, said("guardian_1", together), said("guardian_2", "given"))
    return 1, (*own, said("guardian_1", together))


def _consent(person: str, state: str, specified: int, months: int) -> ConsentLine:
    if state == "expired":
        return ConsentLine(person, ConsentState.GIVEN, _GIVEN, date(DAY.year, 11, 10))
    if state != "given":
        return ConsentLine(person, ConsentState(state), _SAID)
    if months > _MOST:
        raise CannotWrite("samtycket är äldre än någon människa")
    told = specified == 1
    day = add_months(_GIVEN, -months)
    return ConsentLine(person, ConsentState.GIVEN, day, date(DAY.year + 1, 5, 1) if told else None, told)


def _earlier_refusals(latest: tuple[ConsentLine, ...], refusals: int) -> Iterator[ConsentLine]:
    """As many refusals by the young person as are missing, each on a day of its own before the last word."""
    for last in latest:
        if last.person == "youth":
            missing = refusals - (last.state in (ConsentState.REFUSED, ConsentState.WITHDRAWN))
            if missing > _MOST:
                raise CannotWrite("fler nej än ett ärende kan rymma")
            for back in range(missing, 0, -1):
                yield ConsentLine("youth", ConsentState.REFUSED, last.day - timedelta(weeks=back))


def _name(values: Values, fact_id: str) -> str | None:
    value = values.get(fact_id)
    return next(iter(value.names), None) if isinstance(value, Choices) else None


def _code(values: Values, fact_id: str) -> int:
    value = values.get(fact_id)
    return value.low if isinstance(value, Ordered) and value.has_numbers else NA
