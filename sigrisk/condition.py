"""Conditions as they are written in a rule, and the small tree they resolve to.

Written conditions are typed data (never strings to be parsed). ``resolve`` replaces parameters by their numbers and
selectors by the facts they choose, so that both evaluators start from the same plain tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag, model_validator

from sigrisk.models import Model
from sigrisk.vocabulary import AnswerError, FactDef, FactType, Identifier, Side, Vocabulary, Word, code_of


class ParamRef(Model):
    """A number that the profile sets."""

    param: Identifier


Number: TypeAlias = int | ParamRef
Value: TypeAlias = bool | int | str | ParamRef


class FactTest(Model):
    """A test of one fact: ``is``, ``in``, ``at_least``, ``at_most`` or ``between`` (both ends included)."""

    fact: Identifier
    is_: Annotated[Value | None, Field(alias="is")] = None
    in_: Annotated[tuple[str, ...] | None, Field(alias="in", min_length=1)] = None
    at_least: Value | None = None
    at_most: Value | None = None
    between: tuple[Value, Value] | None = None

    @model_validator(mode="after")
    def _one_test(self) -> FactTest:
        given = [t for t in (self.is_, self.in_, self.at_least, self.at_most, self.between) if t is not None]
        if len(given) != 1:
            raise ValueError("exactly one of is, in, at_least, at_most and between")
        return self


class RuleTest(Model):
    """Whether another rule, of a lower stratum, is met."""

    criterion: Identifier | None = None
    aggregate: Identifier | None = None
    flag: Identifier | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> RuleTest:
        if sum(r is not None for r in (self.criterion, self.aggregate, self.flag)) != 1:
            raise ValueError("exactly one of criterion, aggregate and flag")
        return self

    @property
    def rule(self) -> str:
        """The id of the rule referred to."""
        return self.criterion or self.aggregate or self.flag or ""

    @property
    def kind(self) -> str:
        """The kind of rule it is said to be."""
        return "criterion" if self.criterion else "aggregate" if self.aggregate else "flag"


class Selector(Model):
    """All facts of one side (in some domains) that reach ``level``: met when one does.

    With ``by_domain`` each life area counts once, however many of its facts reach the level.
    """

    side: Side
    level: str
    domains: tuple[Identifier, ...] | None = None
    without: tuple[Identifier, ...] = ()
    by_domain: bool = False


class AllOf(Model):
    """Met when every part is met."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Model):
    """Met when some part is met."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class NoneOf(Model):
    """Met when no part is met (each part proved not met; an open part leaves it open)."""

    none: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AtLeastOf(Model):
    """Met when at least so many of the parts are met."""

    at_least: Number
    of: Annotated[tuple[Condition, ...], Field(min_length=1)] | Selector


def _kind(value: object) -> str | None:
    """The tag of a condition. A tag begins with ? so that a place in an error never takes it for a key of the file."""
    keys = value.keys() if isinstance(value, Mapping) else {k for k in _TAGS if getattr(value, k, None) is not None}
    if "fact" in keys:
        return "?fact"
    if "of" in keys:
        return "?at_least"
    if keys & {"criterion", "aggregate", "flag"}:
        return "?rule"
    return next((f"?{k}" for k in ("all", "any", "none", "side") if k in keys), None)


_TAGS = ("fact", "of", "criterion", "aggregate", "flag", "all", "any", "none", "side")

Condition: TypeAlias = Annotated[
    Annotated[FactTest, Tag("?fact")]
    | Annotated[RuleTest, Tag("?rule")]
    | Annotated[AllOf, Tag("?all")]
    | Annotated[AnyOf, Tag("?any")]
    | Annotated[NoneOf, Tag("?none")]
    | Annotated[AtLeastOf, Tag("?at_least")]
    | Annotated[Selector, Tag("?side")],
    Discriminator(_kind),
]


# -- the resolved tree ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InRange:
    """The fact's number lies from ``low`` to ``high``."""

    fact: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class InSet:
    """The fact's choice is one of ``names``."""

    fact: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleMet:
    """The rule is met."""

    rule: str


@dataclass(frozen=True, slots=True)
class Counted:
    """At least ``k`` of the parts are met. *all* and *any* are the two ends of it."""

    k: int
    parts: tuple[Tree, ...]
    written: str  # all | any | at_least: how the author said it, for the explanation


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not met."""

    part: Tree


Tree: TypeAlias = InRange | InSet | RuleMet | Counted | Not


class ConditionError(ValueError):
    """A condition that doesn't fit the vocabulary. ``path`` leads to the wrong part from the condition's root."""

    def __init__(self, code: str, message: str, help_: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.help, self.path = code, help_, path


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may refer to: the vocabulary and the profile's numbers."""

    vocabulary: Vocabulary
    params: Mapping[str, int]


def resolve(condition: Condition, scope: Scope, path: tuple[str | int, ...] = ()) -> Tree:
    """The plain tree of a written condition. Raises ConditionError for an unknown fact, parameter or value."""
    match condition:
        case FactTest():
            return _fact_test(condition, scope, path)
        case RuleTest():
            return RuleMet(condition.rule)
        case AllOf():
            return _parts(condition.all, None, "all", scope, (*path, "all"))
        case AnyOf():
            return _parts(condition.any, 1, "any", scope, (*path, "any"))
        case NoneOf():
            return Not(_parts(condition.none, 1, "any", scope, (*path, "none")))
        case Selector():
            return Counted(1, _selected(condition, scope, path), "any")
        case AtLeastOf():
            k = _number(condition.at_least, scope, (*path, "at_least"))
            if isinstance(condition.of, Selector):
                parts = _selected(condition.of, scope, (*path, "of"))
                return _counted(k, parts, "at_least", (*path, "at_least"))
            return _parts(condition.of, k, "at_least", scope, (*path, "of"))
    raise AssertionError(condition)


def _parts(
    parts: tuple[Condition, ...], k: int | None, written: str, scope: Scope, path: tuple[str | int, ...]
) -> Tree:
    found = tuple(resolve(part, scope, (*path, i)) for i, part in enumerate(parts))
    return _counted(len(found) if k is None else k, found, written, path[:-1])


def _counted(k: int, parts: tuple[Tree, ...], written: str, path: tuple[str | int, ...]) -> Counted:
    if not 1 <= k <= len(parts):
        raise ConditionError(
            "SIG118", f"”at_least: {k}” av {len(parts)} villkor", "antalet ska ligga mellan 1 och antalet delar", path
        )
    return Counted(k, parts, written)


def _number(value: Number, scope: Scope, path: tuple[str | int, ...]) -> int:
    if isinstance(value, ParamRef):
        if value.param not in scope.params:
            raise ConditionError(
                "SIG112", f"okänd parameter ”{value.param}”", "lägg till den i rules/params.yaml", path
            )
        return scope.params[value.param]
    return value


def _code(fact: FactDef, value: Value, scope: Scope, path: tuple[str | int, ...]) -> int:
    if isinstance(value, ParamRef):
        return _number(value, scope, path)
    try:
        return code_of(fact, value)
    except AnswerError as error:
        raise ConditionError("SIG113", str(error), error.help, path) from None


def _fact_test(test: FactTest, scope: Scope, path: tuple[str | int, ...]) -> Tree:
    if test.fact not in scope.vocabulary:
        raise ConditionError("SIG111", f"okänd uppgift ”{test.fact}”", test.fact, (*path, "fact"))
    fact = scope.vocabulary[test.fact].definition
    if fact.type is FactType.CHOICE:
        return _choice_test(test, fact, path)
    top = 2**41
    if test.between is not None:
        low, high = (_code(fact, v, scope, (*path, "between")) for v in test.between)
        if low > high:  # also where a profile's numbers cross: such a test could never be met
            wrong = "gränserna i ”between” går inte ihop"
            raise ConditionError("SIG113", wrong, "den lägsta ska stå först", (*path, "between"))
        return InRange(test.fact, low, high)
    if test.is_ is not None:
        code = _code(fact, test.is_, scope, (*path, "is"))
        return InRange(test.fact, code, code)
    if test.at_least is not None:
        return InRange(test.fact, _code(fact, test.at_least, scope, (*path, "at_least")), top)
    if test.at_most is not None:
        return InRange(test.fact, 0, _code(fact, test.at_most, scope, (*path, "at_most")))
    raise ConditionError("SIG113", "”in” passar bara val", "använd between för värden med ordning", (*path, "in"))


def _choice_test(test: FactTest, fact: FactDef, path: tuple[str | int, ...]) -> Tree:
    names: tuple[Word, ...] = test.in_ or ()
    if test.is_ is not None and isinstance(test.is_, str):
        names = (test.is_,)
    known = {o.id: o.label for o in fact.options}
    if not names:
        help_ = f"skriv till exempel is: {next(iter(known))}"
        raise ConditionError("SIG113", "ett val prövas med is eller in", help_, path)
    for name in names:
        if name not in known:
            help_ = "skriv " + ", ".join(f"{option} ({label})" for option, label in known.items())
            raise ConditionError("SIG113", f"”{name}” är inget av valen", help_, path)
    return InSet(fact.id, frozenset(str(n) for n in names))


def _selected(selector: Selector, scope: Scope, path: tuple[str | int, ...]) -> tuple[Tree, ...]:
    known = {d.id for d in scope.vocabulary.domains}
    for i, domain in enumerate(selector.domains or ()):
        if domain not in known:
            raise ConditionError(
                "SIG114", f"okänt område ”{domain}”", "skriv " + ", ".join(sorted(known)), (*path, "domains", i)
            )
    domains = frozenset(selector.domains) if selector.domains is not None else None
    wanted = FactType.PROTECTION if selector.side is Side.PROTECTION else FactType.LEVEL
    facts = [
        f
        for f in scope.vocabulary.select(selector.side, domains)
        if f.definition.type is wanted and f.id not in selector.without
    ]
    if not facts:
        raise ConditionError("SIG115", "urvalet träffar ingen uppgift", "ändra side eller domains", path)
    tests = [(f, InRange(f.id, _code(f.definition, selector.level, scope, (*path, "level")), 2**41)) for f in facts]
    if not selector.by_domain:
        return tuple(test for _, test in tests)
    order = list(dict.fromkeys(f.domain.id for f, _ in tests))
    return tuple(Counted(1, tuple(t for f, t in tests if f.domain.id == d), "any") for d in order)


def leaves(tree: Tree) -> Iterator[InRange | InSet | RuleMet]:
    """Every test at the ends of the tree, from left to right."""
    match tree:
        case Counted():
            for part in tree.parts:
                yield from leaves(part)
        case Not():
            yield from leaves(tree.part)
        case _:
            yield tree


def facts_in(tree: Tree) -> tuple[str, ...]:
    """The facts a tree reads itself, each once."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(tree) if not isinstance(leaf, RuleMet)))


def rules_in(tree: Tree) -> tuple[str, ...]:
    """The rules a tree refers to, each once."""
    return tuple(dict.fromkeys(leaf.rule for leaf in leaves(tree) if isinstance(leaf, RuleMet)))


def params_in(condition: Condition) -> frozenset[str]:
    """The parameters that a written condition names itself."""
    match condition:
        case FactTest():
            given = [condition.is_, condition.at_least, condition.at_most, *(condition.between or ())]
            return frozenset(v.param for v in given if isinstance(v, ParamRef))
        case AllOf(all=parts) | AnyOf(any=parts) | NoneOf(none=parts):
            return frozenset().union(*map(params_in, parts))
        case AtLeastOf():
            own = {condition.at_least.param} if isinstance(condition.at_least, ParamRef) else set()
            inside = () if isinstance(condition.of, Selector) else condition.of
            return frozenset(own).union(*map(params_in, inside))
    return frozenset()
