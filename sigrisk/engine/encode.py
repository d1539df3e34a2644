"""How a fact is written for durable-rules, and the tests that read it. The two belong together.

A number carries ``low`` and ``high``, a choice one 0/1 for each option (1: still possible). ``na`` says whether "not
applicable" is possible, ``none`` that no number is. All are whole numbers; a property that isn't there meets no test.
A pattern is a tuple of checks; an empty pattern holds for every value that the fact can have at all.
"""

from __future__ import annotations

from typing import TypeAlias

from sigrisk.condition import InRange, InSet
from sigrisk.engine.limits import MAX_NUMBER, Check
from sigrisk.engine.port import CompileError, EngineFault
from sigrisk.possible import Choices, Ordered, Possible, Verdict, holds, one_of, within

Pattern: TypeAlias = tuple[Check, ...]
Patterns: TypeAlias = tuple[Pattern, ...]

_ALWAYS: Patterns = ((),)
_NEVER: Patterns = ()


def proofs(leaf: InRange | InSet, everything: Possible) -> tuple[Patterns, Patterns]:
    """The patterns of which any proves that the test is met, and those of which any proves that it isn't.

    A test that every possible value settles is settled here, so that an unknown fact needs no asserting. Raises
    CompileError where the test doesn't suit the fact.
    """
    try:
        verdict = (
            within(everything, leaf.low, leaf.high) if isinstance(leaf, InRange) else one_of(everything, leaf.names)
        )
    except TypeError:
        raise CompileError(f"ett villkor prövar ”{leaf.fact}” på ett sätt som inte passar dess slag.") from None
    if verdict is Verdict.MET:
        return _ALWAYS, _NEVER
    if verdict is Verdict.NOT_MET:
        return _NEVER, _ALWAYS
    if isinstance(leaf, InRange):
        assert isinstance(everything, Ordered)
        return (_inside(leaf, everything),), _outside(leaf, everything)
    assert isinstance(everything, Choices)
    applies = _equal(leaf.fact, "na", 0) if everything.na else ()
    met = applies + _impossible(leaf.fact, everything.names - leaf.names)
    return (met,), (_impossible(leaf.fact, everything.names & leaf.names),)


def _inside(leaf: InRange, everything: Ordered) -> Pattern:
    checks = _equal(leaf.fact, "na", 0) if everything.na else ()
    if everything.low < leaf.low:
        checks += (Check(f"{leaf.fact}.low", "$gte", leaf.low),)
    if everything.high > leaf.high:
        checks += (Check(f"{leaf.fact}.high", "$lte", leaf.high),)
    return checks


def _outside(leaf: InRange, everything: Ordered) -> Patterns:
    patterns: list[Pattern] = [_equal(leaf.fact, "none", 1)] if everything.na else []
    if everything.low < leaf.low:
        patterns.append((Check(f"{leaf.fact}.high", "$lt", leaf.low),))
    if everything.high > leaf.high:
        patterns.append((Check(f"{leaf.fact}.low", "$gt", leaf.high),))
    return tuple(patterns)


def _impossible(fact: str, options: frozenset[str]) -> Pattern:
    return tuple(check for option in sorted(options) for check in _equal(fact, f"is.{option}", 0))


def _equal(fact: str, what: str, value: int) -> Pattern:
    return (Check(f"{fact}.{what}", "$eq", value),)


def property_names(fact: str, everything: Possible) -> tuple[str, ...]:
    """Every property that the fact can carry."""
    if isinstance(everything, Ordered):
        return tuple(f"{fact}.{what}" for what in ("low", "high", "na", "none"))
    return (*(f"{fact}.is.{option}" for option in sorted(everything.names)), f"{fact}.na")


def properties(fact: str, possible: Possible, everything: Possible) -> dict[str, int]:
    """A known fact as the engine reads it.

    Raises EngineFault for a number that the engine can't compare exactly, and for a value that the fact can't have:
    the compiled tests rest on ``everything``.
    """
    if isinstance(possible, Ordered) and not (_exact(possible.low) and _exact(possible.high)):
        raise EngineFault(f"uppgiften ”{fact}” har ett tal som inte är ett heltal eller är för stort.")
    if not holds(everything, possible):
        raise EngineFault(f"uppgiften ”{fact}” har ett värde som den inte kan ha.")
    if isinstance(possible, Choices):
        assert isinstance(everything, Choices)
        options = {f"{fact}.is.{name}": int(name in possible.names) for name in sorted(everything.names)}
        return {**options, f"{fact}.na": int(possible.na)}
    if not possible.has_numbers:
        return {f"{fact}.na": 1, f"{fact}.none": 1}
    return {f"{fact}.low": int(possible.low), f"{fact}.high": int(possible.high), f"{fact}.na": int(possible.na)}


def _exact(number: int) -> bool:
    return isinstance(number, int) and abs(number) < MAX_NUMBER
