"""Which facts of an example are needed: all others are left out, so that a reader sees what it turns on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sigrisk.condition import facts_in
from sigrisk.possible import Possible, holds
from sigrisk.prove.claim import Claim, below
from sigrisk.prove.encode import Values
from sigrisk.prove.events import opened
from sigrisk.prove.facts import AGE, CONSENTS, GROWING, OFFENCES, SHRINKING
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import everything


def needed(claim: Claim, book: RuleBook, values: Values) -> Values:
    """The possible values with every fact unknown that the claim stands without. The age is always kept.

    A claim rests on settled verdicts only, so what is known besides can't overturn it.
    """
    if claim.whole:
        return values
    used = {f for rule_id in below(book, claim.verdicts()) for f in facts_in(book.rules[rule_id].tree)}
    unused = {f: everything(book.vocabulary[f].definition) for f in values if f not in used and f != AGE}
    start = {**values, **unused}
    # What is left out first decides what can be left out later: of two ways to begin the shorter case is taken.
    ways = [_left(claim, book, start, order) for order in (list(values), list(reversed(list(values))))]
    return min(ways, key=lambda left: sum(left[f] == values[f] for f in values))


def _left(claim: Claim, book: RuleBook, start: Values, order: list[str]) -> Values:
    """What is left when everything that can be left out has been, in one order."""
    left = start
    for wider in _steps(book, start, order):
        tried = {**left, **{f: p for f, p in wider.items() if holds(p, left[f])}}
        if tried != left and claim.holds_for(book, tried):
            left = tried
    return left


def _steps(book: RuleBook, values: Values, order: list[str]) -> Iterator[Mapping[str, Possible]]:
    """What can be left out, in the order in which it is tried: what hangs together goes together."""
    whole = {fact_id: everything(book.vocabulary[fact_id].definition) for fact_id in order}
    crimes = {f: p for f, p in whole.items() if f in OFFENCES}
    yield crimes
    yield opened(values)
    for group in (CONSENTS, GROWING | SHRINKING):
        yield {f: p for f, p in whole.items() if f in group}
    for fact_id, possible in whole.items():
        if fact_id != AGE and fact_id not in crimes:
            yield {fact_id: possible}
