"""What a rule's effect has to be, read off the decision list: the key that a swapped effect is held against.

A verdict doesn't depend on the effect; only the memo does, which lists the rule as a reason for or against. So no
case can notice a wrong effect by its verdict, but the decision list can: what speaks for an offer stands among its
conditions, what speaks against or stops stands there negated, and what only calls for care isn't there. It stands
there by its name, or because a rule there says word for word the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.condition import Counted, Not, RuleMet, Tree
from sigrisk.rulebook import Effect, Kind, OutcomeId, RuleBook

_OFFERS = (OutcomeId.OFFER, OutcomeId.OFFER_FIRST)
_NO_OFFERS = (OutcomeId.OUTSIDE, OutcomeId.NOT_SUITED, OutcomeId.TOO_LIGHT)


def effects_by_decision(book: RuleBook) -> dict[str, Effect]:
    """The effect of each criterion, aggregate and flag, as the decision list has it.

    A rule that is both wanted and hindering has none, nor has a criterion that no outcome rests on.
    """
    offered = set(_signs(book, _OFFERS))
    signs = offered | {(rule_id, not plus) for rule_id, plus in _signs(book, _NO_OFFERS)}
    weighed = {rule_id for rule_id, plus in _signs(book, (OutcomeId.DELIBERATE,)) if plus}
    effects: dict[str, Effect] = {}
    for resolved in book.of_kind(Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG):
        plus, minus = (resolved.id, True) in signs, (resolved.id, False) in signs
        if plus and not minus:
            effects[resolved.id] = Effect.FOR
        elif minus and not plus:
            effects[resolved.id] = Effect.AGAINST if resolved.id in weighed else Effect.STOP
        elif resolved.rule.kind is Kind.FLAG and not plus and offered:
            effects[resolved.id] = Effect.CAUTION
    return effects


def _signs(book: RuleBook, outcomes: tuple[OutcomeId, ...]) -> Iterator[tuple[str, bool]]:
    """The rules that some outcomes rest on, and whether each is wanted met (True) or not met."""
    for rule_id in book.decision:
        if book.rules[rule_id].rule.outcome in outcomes:
            for tree, plus in _inside(book, book.rules[rule_id].tree, plus=True):
                if isinstance(tree, RuleMet):
                    yield tree.rule, plus
                else:
                    yield from ((same, plus) for same in _saying(book, tree, plus))


def _inside(book: RuleBook, tree: Tree, plus: bool) -> Iterator[tuple[Tree, bool]]:
    """The parts of a condition, through lower rules, and whether each is wanted met.

    A lower rule stands there by its name, so its condition as a whole isn't a part; what that is made of is.
    """
    match tree:
        case Not():
            below: tuple[Tree, ...] = (tree.part,)
            plus = not plus
        case Counted():
            # Whatever helps towards what is wanted speaks for it. But what is denied as a whole may hold in part:
            # there a part says nothing alone, and only a rule stands by its name.
            each = plus or tree.k == 1
            below = tree.parts if each else tuple(p for p in tree.parts if isinstance(p, RuleMet))
        case RuleMet():
            yield from _inside(book, book.rules[tree.rule].tree, plus)
            return
        case _:
            return
    for part in below:
        yield part, plus
        yield from _inside(book, part, plus)


def _saying(book: RuleBook, tree: Tree, plus: bool) -> Iterator[str]:
    """The rules that say just this. A flag warns of what hinders, so what is wanted met is never said by one."""
    kinds = (Kind.CRITERION, Kind.AGGREGATE) if plus else (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
    return (r.id for r in book.of_kind(*kinds) if r.tree == tree)
