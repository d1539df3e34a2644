"""Which rules of two profiles answer to each other, and what differs between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sigrisk.memo.wording import basis_text
from sigrisk.models import Model
from sigrisk.rulebook import ResolvedRule, RuleBook
from sigrisk.ruletext import apart
from sigrisk.show import EFFECTS, condition_lines, rules_in_order

TITLE: Final = "Rubrik"
CONDITION: Final = "Villkor"
SAYS: Final = "Text när den är uppfylld"
ADVICE: Final = "Råd"
MAIN: Final = (TITLE, "Verkan", CONDITION, SAYS, ADVICE)
_WORD: Final = re.compile(r"\w+")


class Difference(Model):
    """One thing that the two profiles have differently, as text."""

    what: str
    left: str
    right: str


class RuleName(Model):
    """A rule by id and title."""

    id: str
    title: str


class RuleDifference(Model):
    """Two rules, one in each profile, that answer to each other: why they do, what differs and what doesn't."""

    kind: str
    why: str
    left: RuleName
    right: RuleName
    differs: tuple[Difference, ...]
    same: tuple[str, ...]


Pair = tuple[str, ResolvedRule, ResolvedRule]
Alike = Callable[[ResolvedRule, ResolvedRule], bool]


def pairs(left: RuleBook, right: RuleBook) -> tuple[Pair, ...]:
    """The rules that answer to each other and aren't the same, in the left profile's order, each with the reason why.

    First the two that stand in the same place. Of the others, each is paired with the only one of its sort that is
    like it, by the title first; where two could be meant neither is paired.
    """
    found = list(_in_the_same_place(left, right))
    own = [a for a in rules_in_order(left) if a.id not in right.rules]
    other = [b for b in rules_in_order(right) if b.id not in left.rules]
    for why, alike in _WAYS:
        new = [(why, a, b) for a, b in _matched(own, other, alike)]
        found += new
        own = [a for a in own if a not in [n[1] for n in new]]
        other = [b for b in other if b not in [n[2] for n in new]]
    order = [a.id for a in rules_in_order(left)]
    return tuple(sorted(found, key=lambda pair: order.index(pair[1].id)))


def _in_the_same_place(left: RuleBook, right: RuleBook) -> Iterator[Pair]:
    for a in rules_in_order(left):
        b = right.rules.get(a.id)
        if b is not None and a.rule != b.rule:
            yield "De står på samma plats i regelverket.", a, b
        elif b is not None and a.tree != b.tree:
            yield "Det är samma regel med olika tal.", a, b


def _matched(
    own: Sequence[ResolvedRule], other: Sequence[ResolvedRule], alike: Alike
) -> Iterator[tuple[ResolvedRule, ResolvedRule]]:
    """Those of two lists that have each other only."""
    for a in own:
        hits = [b for b in other if _same_sort(a, b) and alike(a, b)]
        if len(hits) == 1 and sum(_same_sort(one, hits[0]) and alike(one, hits[0]) for one in own) == 1:
            yield a, hits[0]


def _same_sort(a: ResolvedRule, b: ResolvedRule) -> bool:
    return (a.rule.kind, a.rule.effect, a.rule.outcome) == (b.rule.kind, b.rule.effect, b.rule.outcome)


def _same_title(a: ResolvedRule, b: ResolvedRule) -> bool:
    return a.rule.title == b.rule.title


def _title_within_title(a: ResolvedRule, b: ResolvedRule) -> bool:
    one, other = ({*_WORD.findall(r.rule.title.lower())} for r in (a, b))
    return one <= other or other <= one


def _same_condition(a: ResolvedRule, b: ResolvedRule) -> bool:
    return a.tree == b.tree


def _name_within_name(a: ResolvedRule, b: ResolvedRule) -> bool:
    one, other = ({*r.id.split("_")} for r in (a, b))
    return min(len(one), len(other)) > 1 and (one <= other or other <= one)


def _same_outcome(a: ResolvedRule, b: ResolvedRule) -> bool:
    return a.rule.outcome is not None  # the outcome itself is compared by _same_sort


_WAYS: Final[tuple[tuple[str, Alike], ...]] = (
    ("De har samma rubrik.", _same_title),
    ("Den enas rubrik ryms i den andras.", _title_within_title),
    ("De har samma villkor.", _same_condition),
    ("De har nästan samma namn i regelverket.", _name_within_name),
    ("De ger samma utfall.", _same_outcome),
)


def difference(left: RuleBook, right: RuleBook, pair: Pair) -> RuleDifference:
    """What differs between the two rules of a pair, as texts, and the names of what doesn't."""
    why, a, b = pair
    parts = [
        Difference(what=what, left=one, right=other)
        for (what, one), (_, other) in zip(_texts(left, a), _texts(right, b), strict=True)
    ]
    return RuleDifference(
        kind=a.rule.kind.value,
        why=why,
        left=RuleName(id=a.id, title=a.rule.title),
        right=RuleName(id=b.id, title=b.rule.title),
        differs=tuple(d for d in parts if d.left != d.right),
        same=tuple(d.what.lower() for d in parts if d.left == d.right and d.left),
    )


def _texts(book: RuleBook, resolved: ResolvedRule) -> Iterator[tuple[str, str]]:
    """Everything that a rule asks and says in one profile, part by part."""
    rule = resolved.rule
    yield TITLE, rule.title
    yield "Verkan", EFFECTS[rule.effect]
    yield CONDITION, "\n".join(indent + line for indent, line in condition_lines(book, resolved.tree))
    yield SAYS, spoken(book, rule.says)
    yield "Text när den inte är uppfylld", spoken(book, rule.says_not)
    yield "Text när den inte kan avgöras", spoken(book, rule.says_open)
    yield ADVICE, spoken(book, rule.do)
    yield "Skäl", spoken(book, rule.why)
    yield "Källa", basis_text(rule.basis, rule.sources, book)


def spoken(book: RuleBook, text: str) -> str:
    """A rule's sentence apart from any case: the profile's numbers stand in it, what a case would fill in is …."""
    return apart(text, book.number)
