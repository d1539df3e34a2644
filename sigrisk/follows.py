"""Which other answers follow from one about crimes or age, so that nobody is asked for them.

Only what is true by the meaning of the words: where no crime is known there are no reports of one, and whoever has been
reported for a crime has a known crime. ``sigrisk.derived`` works out the same from a list of events.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.derived import ADULT
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible

SHOWN: Final = "offences.shown"
_FIRST: Final = "offences.age_first"
_COUNTS: Final = ("offences.reports_12m", "offences.total")
_MARKS: Final = ("offences.grave", "offences.strategic", "offences.convicted", "offences.when_too_young")
_NONE: Final = Ordered(0, 0)
_SOME: Final = Ordered(1, 1)


def follows_from(fact_id: str, values: Possible) -> Iterator[tuple[str, Possible]]:
    """The answers that follow where a fact has one of some values, each with its fact."""
    if fact_id == SHOWN and values == _NONE:
        yield from ((other, _NONE) for other in (*_COUNTS, *_MARKS))
        yield _FIRST, NOT_APPLICABLE
    if _tells_of_crime(fact_id, values):
        yield SHOWN, _SOME
    if fact_id == "person.age" and isinstance(values, Ordered) and values.has_numbers and values.low >= ADULT:
        yield "consent.guardians", Choices(frozenset(), na=True)


def _tells_of_crime(fact_id: str, values: Possible) -> bool:
    if not isinstance(values, Ordered) or not values.has_numbers or values.na:
        return False
    return (fact_id in (*_COUNTS, *_MARKS) and values.low >= 1) or fact_id == _FIRST
