"""The door to z3: the few calls that sigrisk makes, with types, and the fault where z3 gives no answer."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from sigrisk.engine.port import EngineFault


class Undecided(EngineFault):
    """z3 is missing, or answered neither yes nor no: nothing may be told as proved. The text is Swedish."""

    text = "Ett bevis gick inte att göra: {} Granskningen avbröts."


class Formula(Protocol):
    """A statement that is true or false. Only this module looks inside it."""

    def sexpr(self) -> str:
        """The formula in z3's own notation."""


class Number(Protocol):
    """A whole number that z3 chooses."""

    def __le__(self, other: Number | int, /) -> Formula: ...
    def __ge__(self, other: Number | int, /) -> Formula: ...
    def __lt__(self, other: Number | int, /) -> Formula: ...
    def __gt__(self, other: Number | int, /) -> Formula: ...


class _Value(Protocol):
    def as_long(self) -> int: ...


class _Model(Protocol):
    def eval(self, term: Number | Formula, model_completion: bool = False) -> _Value: ...


class _Solver(Protocol):
    def add(self, *formulas: Formula) -> None: ...
    def push(self) -> None: ...
    def pop(self) -> None: ...
    def check(self, *assumptions: Formula) -> object: ...
    def model(self) -> _Model: ...
    def reason_unknown(self) -> str: ...


class _Z3(Protocol):
    sat: object
    unsat: object

    def Bool(self, name: str) -> Formula: ...
    def Int(self, name: str) -> Number: ...
    def BoolVal(self, value: bool) -> Formula: ...
    def And(self, *parts: Formula) -> Formula: ...
    def Or(self, *parts: Formula) -> Formula: ...
    def Not(self, part: Formula) -> Formula: ...
    def AtLeast(self, *parts_and_k: Formula | int) -> Formula: ...
    def SimpleSolver(self) -> _Solver: ...
    def is_true(self, value: _Value) -> bool: ...


def _load() -> _Z3:
    try:
        module = importlib.import_module("z3")
    except ImportError as missing:
        help_ = "z3-solver är inte installerat. Skriv pip install '.[prove]'."
        raise Undecided(help_) from missing
    return cast(_Z3, module)  # z3 has no types of its own; the protocols above are what sigrisk uses of it


_z3 = _load()


def variable(name: str) -> Number:
    """A whole number for z3 to choose."""
    return _z3.Int(name)


def named(name: str) -> Formula:
    """A statement for z3 to choose, to be tied to a formula with ``same``."""
    return _z3.Bool(name)


def constant(value: bool) -> Formula:
    """True or false."""
    return _z3.BoolVal(value)


def every(parts: Iterable[Formula]) -> Formula:
    """All of the parts."""
    return _z3.And(*parts)


def some(parts: Iterable[Formula]) -> Formula:
    """At least one of the parts."""
    return _z3.Or(*parts)


def opposite(part: Formula) -> Formula:
    """Not the part."""
    return _z3.Not(part)


def at_least(k: int, parts: Iterable[Formula]) -> Formula:
    """At least ``k`` of the parts, which are at least as many."""
    listed = tuple(parts)
    if k <= 1:
        return some(listed) if k == 1 else constant(True)
    return every(listed) if k == len(listed) else _z3.AtLeast(*listed, k)


def implies(condition: Formula, then: Formula) -> Formula:
    """If the one, then the other."""
    return some((opposite(condition), then))


def differ(one: Formula, other: Formula) -> Formula:
    """Exactly one of the two."""
    return some((every((one, opposite(other))), every((opposite(one), other))))


def same(one: Formula, other: Formula) -> Formula:
    """Both or neither."""
    return opposite(differ(one, other))


def between(number: Number, low: int, high: int) -> Formula:
    """From ``low`` to ``high``, both included."""
    return every((number >= low, number <= high))


def equals(number: Number, value: int) -> Formula:
    """Exactly that value."""
    return between(number, value, value)


class Found:
    """Values under which everything that was asked for holds."""

    def __init__(self, model: _Model) -> None:
        self._model = model

    def number(self, number: Number) -> int:
        """The value of a number."""
        return self._model.eval(number, model_completion=True).as_long()

    def holds(self, formula: Formula) -> bool:
        """Whether a statement holds."""
        return _z3.is_true(self._model.eval(formula, model_completion=True))


class Solver:
    """Statements that hold, and the question whether others can hold together with them."""

    def __init__(self) -> None:
        self._solver = _z3.SimpleSolver()

    def add(self, formula: Formula) -> None:
        """Let a statement hold from now on."""
        self._solver.add(formula)

    @contextmanager
    def for_a_while(self) -> Iterator[None]:
        """What is added inside no longer holds afterwards."""
        self._solver.push()
        try:
            yield
        finally:
            self._solver.pop()

    def find(self, names: Iterable[Formula] = (), also: Formula | None = None) -> Found | None:
        """Values under which some names (or their opposites), and perhaps one more statement, hold.

        None where it is proved that there are none. Raises Undecided where z3 says neither.
        """
        if also is not None:
            with self.for_a_while():
                self.add(also)
                return self.find(names)
        answer = self._solver.check(*names)
        if answer == _z3.sat:
            return Found(self._solver.model())
        if answer != _z3.unsat:
            raise Undecided(f"z3 svarade inte ja eller nej ({self._solver.reason_unknown()}).")
        return None
