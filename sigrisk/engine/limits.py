"""What the compiled rules look like, and a check that they stay under every limit of durable-rules 2.0.28.

Past some of these limits the engine doesn't complain but hangs, crashes or writes outside its memory, so nothing is
given to it before it has passed here. The figures are measured (and read in its source); the margins are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from sigrisk.engine.port import CompileError

MAX_RULES: Final = 4096
MAX_TESTS_ON_A_LEVEL: Final = 500  # 512 hang
MAX_TESTS_WAITING: Final = 62  # more than 64 give error 303
MAX_PATTERNS_ON_A_TEST: Final = 255  # the 256th is written outside the list
MAX_PROPERTIES: Final = 252
MAX_COUNT: Final = 65_535  # kept in 16 bits, cut silently
MAX_NUMBER: Final = 2**53  # exclusive

Operator: TypeAlias = Literal["$eq", "$lt", "$lte", "$gt", "$gte"]

# Names that mean something to the engine; a property that shares a hash with one would be taken for it.
_RESERVED: Final = (
    *("sid", "id", "$s", "m", "all", "any", "pri", "count", "cap", "dist", "name"),
    *("$lt", "$lte", "$gt", "$gte", "$eq", "$neq", "$mt", "$imt", "$iall", "$iany", "$ex", "$nex", "$or", "$and"),
    *("$m", "$i", "$add", "$sub", "$mul", "$div", "$l", "$r", "$forward", "$time", "$timerName", "$baseTime"),
)
_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9_.:+-]{1,200}")


@dataclass(frozen=True, slots=True)
class Check:
    """One test of one property of a fact."""

    prop: str
    op: Operator
    value: int | str

    def written(self) -> Mapping[str, int | str | Mapping[str, int | str]]:
        """As durable-rules wants it."""
        return {self.prop: self.value} if self.op == "$eq" else {self.op: {self.prop: self.value}}


@dataclass(frozen=True, slots=True)
class EngineRule:
    """Fires for every ``count`` facts that pass all checks. One pattern only, so the limit of 16 can't be reached."""

    name: str
    checks: tuple[Check, ...]
    count: int = 1


@dataclass(slots=True)
class _Level:
    """The engine's tree of tests: the tests that follow one test, and how many patterns end on it."""

    ends: int = 0
    after: dict[Check, _Level] = field(default_factory=dict)

    def add(self, checks: Iterable[Check]) -> None:
        level = self
        for check in checks:
            level = level.after.setdefault(check, _Level())
        level.ends += 1

    def waiting(self) -> int:
        """How many tests may wait on the engine's stack at once: all siblings, then the deepest of them."""
        if not self.after:
            return 1
        # One fact has one value of a property, so of several "equal to" on the same property only one can match.
        equal = {c.prop for c in self.after if c.op == "$eq"}
        siblings = len(equal) + sum(c.op != "$eq" for c in self.after)
        return siblings - 1 + max(level.waiting() for level in self.after.values())

    def walk(self) -> Iterable[_Level]:
        yield self
        for level in self.after.values():
            yield from level.walk()


def check_rules(rules: Iterable[EngineRule]) -> None:
    """Raises CompileError where the rules, all together, pass a limit of the engine."""
    listed = tuple(rules)
    if len(listed) > MAX_RULES:
        raise CompileError(f"de blir {len(listed)} delregler, och motorn klarar {MAX_RULES}.")
    if len({rule.name for rule in listed}) < len(listed):
        raise CompileError("två delregler har samma namn.")
    root = _Level()
    for rule in listed:
        if not 1 <= rule.count <= MAX_COUNT:
            raise CompileError(f"ett villkor räknar till {rule.count}, och motorn klarar 1–{MAX_COUNT}.")
        for check in rule.checks:
            check_number(check.value)
        root.add(rule.checks)
    _check_levels(root)


def _check_levels(root: _Level) -> None:
    for level in root.walk():
        tests, ends = len(level.after), level.ends
        if tests > MAX_TESTS_ON_A_LEVEL:
            raise CompileError(f"{tests} olika prov står sida vid sida, och motorn klarar {MAX_TESTS_ON_A_LEVEL}.")
        if ends > MAX_PATTERNS_ON_A_TEST:
            raise CompileError(f"{ends} delregler slutar i samma prov, och motorn klarar {MAX_PATTERNS_ON_A_TEST}.")
    waiting = root.waiting()
    if waiting > MAX_TESTS_WAITING:
        raise CompileError(f"{waiting} prov kan träffa samma uppgift, och motorn klarar {MAX_TESTS_WAITING}.")


def check_number(value: int | str) -> None:
    """Raises CompileError unless a number of a rule is whole and exact in the engine."""
    if isinstance(value, str):
        return
    if not isinstance(value, int) or abs(value) >= MAX_NUMBER:
        raise CompileError(f"talet {value} i ett villkor är inte ett heltal som motorn kan jämföra exakt.")


def check_properties(fact: str, names: Iterable[str]) -> None:
    """Raises CompileError where a fact carries more properties than the engine reads."""
    found = len(tuple(names))
    if found > MAX_PROPERTIES:
        raise CompileError(f"”{fact}” har {found} egenskaper, och motorn klarar {MAX_PROPERTIES}.")


def fnv32(text: str) -> int:
    """The 32-bit hash by which the engine finds facts, sessions and properties, without comparing the text."""
    value = 2166136261
    for byte in text.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def check_hashes(names: Iterable[str], what: str, reserved: Iterable[str] = ()) -> None:
    """Raises CompileError where two names share a hash, or one has signs outside plain ASCII."""
    seen: dict[int, str] = {fnv32(name): name for name in reserved}
    for name in dict.fromkeys(names):
        if not _SAFE_NAME.fullmatch(name):
            raise CompileError(f"{what} ”{name}” har tecken som motorn inte läser säkert.")
        other = seen.setdefault(fnv32(name), name)
        if other != name:
            raise CompileError(f"{what} ”{name}” och ”{other}” går inte att skilja åt för motorn; byt namn på den ena.")


def check_property_names(names: Iterable[str]) -> None:
    """Raises CompileError where two properties, or a property and a word of the engine, share a hash."""
    check_hashes(names, "egenskaperna", _RESERVED)
