"""The parts of a written condition: where each stands, how it reads in a few words, and the condition without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigrisk.condition import Condition, FactTest, ParamRef, RuleTest, Selector, Value
from sigrisk.mutate import parts_of, with_parts


@dataclass(frozen=True, slots=True)
class Part:
    """One part that can be left out. ``without``: the whole condition then."""

    path: tuple[str | int, ...]
    text: str
    without: Condition


def parts(condition: Condition) -> Iterator[Part]:
    """Every part that stands beside another, the outer ones before what is inside them."""
    key, listed = parts_of(condition)
    for index, part in enumerate(listed):
        if len(listed) > 1:
            yield Part((key, index), words(part), with_parts(condition, key, listed[:index] + listed[index + 1 :]))
        for inner in parts(part):
            changed = with_parts(condition, key, (*listed[:index], inner.without, *listed[index + 1 :]))
            yield Part((key, index, *inner.path), inner.text, changed)


def words(condition: Condition) -> str:
    """A condition in the words of the rule file, on one line."""
    match condition:
        case RuleTest():
            return condition.rule
        case FactTest():
            return f"{condition.fact} {_test(condition)}"
        case Selector():
            return f"{condition.side.value} {condition.level}"
    key, listed = parts_of(condition)
    return f"{key}({', '.join(words(part) for part in listed)})" if listed else key or "at_least"


def _test(test: FactTest) -> str:
    for key, value in (("is", test.is_), ("at_least", test.at_least), ("at_most", test.at_most)):
        if value is not None:
            return f"{key} {_value(value)}"
    return f"in {'|'.join(test.in_)}" if test.in_ else f"between {'–'.join(map(_value, test.between or ()))}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.param if isinstance(value, ParamRef) else str(value)
