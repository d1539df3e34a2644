"""A rule's case in words: what is known in it, the verdicts it gives lower rules, and numbers of its own."""

from __future__ import annotations

from typing import Final, TypeAlias

from sigrisk.rulebook import ExampleCase, RuleBook
from sigrisk.vocabulary import AnswerError, Bounds, Vocabulary, read_answer, show

Written: TypeAlias = bool | int | str | tuple[bool | int | str, ...] | dict[str, int]
_GIVEN: Final = {"met": "uppfylld", "not_met": "inte uppfylld", "open": "oavgjord"}


def example_text(one: ExampleCase, book: RuleBook) -> str:
    """One case of a rule as a reader meets it."""
    told = [_known(fact, answer, book.vocabulary) for fact, answer in one.facts.items()]
    told += [f"”{book.rules[r].rule.title if r in book.rules else r}” {_GIVEN[v]}" for r, v in one.rules.items()]
    told += [f"{book.params[p].label if p in book.params else p} {number}" for p, number in one.params.items()]
    return "; ".join(told) or "inget är känt"


def _known(fact_id: str, answer: Written, words: Vocabulary) -> str:
    """One answer, as the fact's own words have it; as it is written where they don't know it."""
    if fact_id not in words:
        return f"{fact_id} {answer}"
    fact = words[fact_id].definition
    try:
        values = read_answer(fact, Bounds(**answer) if isinstance(answer, dict) else answer)
    except AnswerError:
        return f"{fact.label}: {answer}"
    return f"{fact.label}: {'okänt' if values is None else show(fact, values)}"
