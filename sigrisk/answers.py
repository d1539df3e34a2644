"""The answers that a fact may still get, as few as tell all that the rules can make of them."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.condition import InRange, Tree, leaves
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible
from sigrisk.rulebook import RuleBook


def answers_to_try(fact_id: str, values: Possible, book: RuleBook) -> list[Possible]:
    """Every value of a small set, or the values around each threshold of a large one: all that the rules tell apart."""
    if isinstance(values, Choices):
        found: list[Possible] = [Choices(frozenset({name})) for name in sorted(values.names)]
        return found + ([Choices(frozenset(), na=True)] if values.na else [])
    if not values.has_numbers:
        return [values]
    if values.high - values.low <= 3:
        codes = set(range(values.low, values.high + 1))
    else:
        codes = {c for c in _thresholds(fact_id, book) if values.low <= c <= values.high} | {values.low}
    found = [Ordered(code, code) for code in sorted(codes)]
    return found + ([NOT_APPLICABLE] if values.na else [])


def _thresholds(fact_id: str, book: RuleBook) -> set[int]:
    near: set[int] = set()
    for resolved in book.rules.values():
        for leaf in _range_leaves(resolved.tree):
            if leaf.fact == fact_id:
                near |= {leaf.low - 1, leaf.low, leaf.high, leaf.high + 1}
    return near


def _range_leaves(tree: Tree) -> Iterator[InRange]:
    return (leaf for leaf in leaves(tree) if isinstance(leaf, InRange))
