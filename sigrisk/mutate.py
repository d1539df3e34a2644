"""The rule book changed one step at a time: every small slip of the pen that the cases ought to notice.

A mutant is one change of one rule as it is written: an operator swapped, a threshold one step off, *all* for *any*, a
condition left out, a negation added or taken away, another effect, or two neighbours of a decision list in each
other's place; or a number one step off, where rules/params.yaml or a profile sets it. A change that leaves nothing
different, or that no rule may hold, is no mutant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from sigrisk.condition import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    ConditionError,
    FactTest,
    NoneOf,
    Number,
    ParamRef,
    Scope,
    Selector,
    Tree,
    Value,
    resolve,
)
from sigrisk.rulebook import Effect, Kind, Param, Profile, Rule
from sigrisk.vocabulary import LEVELS, PROTECTION, FactType, Vocabulary


@dataclass(frozen=True, slots=True)
class Order:
    """Two neighbours of a decision list, to change places."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Another value for a number: as the default, or where a profile sets it."""

    param: str
    profile: str | None
    value: int


Change: TypeAlias = Condition | Effect | Order | Setting


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed rule (or number): where in it, what was done (in Swedish), and what stands there instead.

    ``rule``, ``at`` and ``text`` together name the mutant, and are what a waiver writes.
    """

    rule: str
    at: str
    text: str
    change: Change

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the mutant."""
        return self.rule, self.at, self.text

    def __str__(self) -> str:
        return f"{self.rule}, {self.at}: {self.text}"


class Numbers(Mapping[str, int]):
    """A profile's numbers, where ``"age_low +1"`` is one more than ``age_low``: a mutant may move one use alone."""

    def __init__(self, values: Mapping[str, int]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> int:
        base, _, step = name.partition(" ")
        return self._values[base] + int(step or 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


Step: TypeAlias = "tuple[tuple[str | int, ...], str, Condition]"

_EFFECTS: Final[Mapping[Effect, tuple[Effect, ...]]] = {
    Effect.FOR: (Effect.AGAINST,),
    Effect.AGAINST: (Effect.STOP, Effect.CAUTION),
    Effect.STOP: (Effect.AGAINST, Effect.CAUTION),
    Effect.CAUTION: (Effect.AGAINST, Effect.STOP),
}
WEIGHED: Final = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
"""The kinds whose effect says something; a note, an outcome and an alternative only remind."""


def mutants(rules: Iterable[Rule], decisions: Iterable[Sequence[str]], scope: Scope) -> Iterator[Mutant]:
    """Every mutant of some rules and decision lists, in the order of the rules, each once."""
    for rule in rules:
        seen: set[Tree] = {resolve(rule.when, scope)}
        for path, text, condition in _changed(rule.when, scope.vocabulary):
            try:
                tree = resolve(condition, Scope(scope.vocabulary, Numbers(scope.params)))
            except ConditionError:
                continue  # no rule may say that, so nobody can write it by mistake
            if tree not in seen:
                seen.add(tree)
                yield Mutant(rule.id, ".".join(map(str, ("when", *path))), text, condition)
        if rule.kind in WEIGHED:
            for effect in _EFFECTS.get(rule.effect, ()):
                text = f"verkan {rule.effect.value} blir {effect.value}"
                yield Mutant(rule.id, "effect", text, effect)
    swaps = dict.fromkeys(pair for listed in decisions for pair in pairwise(listed))
    for first, second in swaps:
        yield Mutant(first, "decision", f"byter plats med {second}", Order(first, second))


def settings(params: Iterable[Param], profiles: Iterable[Profile]) -> Iterator[Mutant]:
    """Each default one step up and down, and each number that a profile, as it is written, sets itself."""
    listed = {param.id: param for param in params}
    written: list[tuple[str | None, str, int]] = [(None, p.id, p.default) for p in listed.values()]
    written += [(profile.id, param, value) for profile in profiles for param, value in profile.params.items()]
    for profile_id, param, value in written:
        place = "default" if profile_id is None else f"profilen {profile_id}"
        for other in (value - 1, value + 1):
            if listed[param].low <= other <= listed[param].high:  # the loader refuses all else
                yield Mutant(param, place, f"{value} blir {other}", Setting(param, profile_id, other))


def _changed(condition: Condition, words: Vocabulary) -> Iterator[Step]:
    """Every way to change a condition by one step, here or further in."""
    yield from _here(condition, words)
    if isinstance(condition, NoneOf):
        yield (), "negationen tas bort", AnyOf(any=condition.none)
    else:
        yield (), "negation läggs till", NoneOf(none=(condition,))
    key, parts = parts_of(condition)
    for index, part in enumerate(parts):
        if len(parts) > 1:
            yield (key, index), "villkoret stryks", with_parts(condition, key, parts[:index] + parts[index + 1 :])
        for path, text, other in _changed(part, words):
            yield (key, index, *path), text, with_parts(condition, key, (*parts[:index], other, *parts[index + 1 :]))
    if isinstance(condition, AtLeastOf) and isinstance(condition.of, Selector):
        for path, text, other in _selector(condition.of):
            yield ("of", *path), text, condition.model_copy(update={"of": other})


def parts_of(condition: Condition) -> tuple[str, tuple[Condition, ...]]:
    """The parts of a condition and the key they stand under; none where it has no parts or a selector chooses them."""
    match condition:
        case AllOf():
            return "all", condition.all
        case AnyOf():
            return "any", condition.any
        case NoneOf():
            return "none", condition.none
        case AtLeastOf() if not isinstance(condition.of, Selector):
            return "of", condition.of
    return "", ()


def with_parts(condition: Condition, key: str, parts: tuple[Condition, ...]) -> Condition:
    """The condition with other parts under that key."""
    return condition.model_copy(update={key: parts})


def _here(condition: Condition, words: Vocabulary) -> Iterator[Step]:
    """The changes of the condition itself, its parts left as they are."""
    match condition:
        case AllOf():
            yield ("all",), "alla blir någon", AnyOf(any=condition.all)
        case AnyOf():
            yield ("any",), "någon blir alla", AllOf(all=condition.any)
        case NoneOf() if len(condition.none) > 1:
            yield ("none",), "ingen blir inte alla", NoneOf(none=(AllOf(all=condition.none),))
        case AtLeastOf():
            for number in _numbers(condition.at_least):
                text = _moved(condition.at_least, number)
                yield ("at_least",), text, condition.model_copy(update={"at_least": number})
        case FactTest():
            yield from _test(condition, words)
        case Selector():
            yield from _selector(condition)


def _test(test: FactTest, words: Vocabulary) -> Iterator[Step]:
    kind = words[test.fact].definition.type
    if test.at_least is not None:
        yield ("at_least",), "minst blir högst", FactTest(fact=test.fact, at_most=test.at_least)
    if test.at_most is not None:
        yield ("at_most",), "högst blir minst", FactTest(fact=test.fact, at_least=test.at_most)
    for key, value in (("is", test.is_), ("at_least", test.at_least), ("at_most", test.at_most)):
        for other in () if value is None else _values(value, kind):
            yield (key,), _moved(value, other), test.model_copy(update={"is_" if key == "is" else key: other})
    if test.between is not None:
        yield ("between",), "mellan blir minst", FactTest(fact=test.fact, at_least=test.between[0])
        yield ("between",), "mellan blir högst", FactTest(fact=test.fact, at_most=test.between[1])
    for index, value in enumerate(test.between or ()):
        for other in _values(value, kind):
            ends = (other, test.between[1]) if index == 0 else (test.between[0], other)  # type: ignore[index]
            yield ("between", index), _moved(value, other), test.model_copy(update={"between": ends})
    if test.in_ is not None and len(test.in_) > 1:
        for index, name in enumerate(test.in_):
            left = test.in_[:index] + test.in_[index + 1 :]
            yield ("in", index), f"{name} stryks", test.model_copy(update={"in_": left})


def _selector(selector: Selector) -> Iterator[Step]:
    for level in _words(selector.level):
        yield ("level",), _moved(selector.level, level), selector.model_copy(update={"level": level})
    text = "varje livsområde blir varje uppgift" if selector.by_domain else "varje uppgift blir varje livsområde"
    yield ("by_domain",), text, selector.model_copy(update={"by_domain": not selector.by_domain})
    for key in ("domains", "without"):
        named: tuple[str, ...] = getattr(selector, key) or ()
        for index, name in enumerate(named):
            left = named[:index] + named[index + 1 :]
            none_left = None if key == "domains" else ()  # no domain named is every domain
            yield (key, index), f"{name} stryks", selector.model_copy(update={key: left or none_left})


def _values(value: Value, kind: FactType) -> Iterator[Value]:
    """The neighbours of a value: one step up and one step down, where there is a step."""
    if kind is FactType.BOOL and isinstance(value, bool):
        yield not value
    elif isinstance(value, ParamRef) or (isinstance(value, int) and not isinstance(value, bool)):
        yield from _numbers(value)
    elif isinstance(value, str):
        yield from _words(value)


def _numbers(number: Number) -> Iterator[Number]:
    if isinstance(number, ParamRef):
        for step in ("-1", "+1"):
            yield ParamRef.model_construct(param=f"{number.param} {step}")  # no name that a file could hold
    else:
        yield from (n for n in (number - 1, number + 1) if n >= 0)


def _words(word: str) -> Iterator[str]:
    for scale in (LEVELS, PROTECTION):
        if word in scale:
            at = scale.index(word)
            yield from (scale[i] for i in (at - 1, at + 1) if 0 <= i < len(scale))


def _moved(value: Value | None, other: Value) -> str:
    return f"{_shown(value)} blir {_shown(other)}"


def _shown(value: Value | None) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return value.param if isinstance(value, ParamRef) else str(value)
