"""What one answer on a checklist says: a level of the item's scale, and what that tells of the item's fact."""

from __future__ import annotations

from dataclasses import dataclass

from sigrisk.instrument import Bound, Instrument, Item, ScaleKind, level_values
from sigrisk.possible import Ordered, Possible
from sigrisk.vocabulary import (
    Answer,
    AnswerError,
    Bounds,
    FactDef,
    Vocabulary,
    choices_text,
    everything,
    limits,
    read_answer,
)
from sigrisk.words import NOT_APPLICABLE_WORDS, UNKNOWN, id_of, word_of


@dataclass(frozen=True, slots=True)
class Said:
    """One answer read: the level chosen, if any, and the values it allows the fact; None where it tells nothing."""

    level: str | None
    values: Possible | None
    not_applicable: bool = False

    @property
    def unknown(self) -> bool:
        """Whether the answer was that one doesn't know."""
        return self.level is None and self.values is None and not self.not_applicable


def says_unknown(answer: Answer) -> bool:
    """Whether an answer is "vet ej"."""
    return isinstance(answer, str) and answer.lower() in UNKNOWN


def says_not_applicable(answer: Answer) -> bool:
    """Whether an answer is "ej aktuellt"."""
    return isinstance(answer, str) and answer.lower() in NOT_APPLICABLE_WORDS


def read_said(instrument: Instrument, item: Item, answer: Answer, vocabulary: Vocabulary) -> Said:
    """What an answer to an item says. Raises AnswerError where the item has no such answer."""
    fact = vocabulary[item.fact].definition
    scale = instrument.scale_of(item)
    word = answer.lower() if isinstance(answer, str) else answer
    if says_unknown(answer):
        return Said(None, None)
    if says_not_applicable(answer):
        # Of what follows from the events a form says only what it knows of, never that there is nothing.
        denies = fact.derived or not fact.not_applicable
        return Said(None, None if denies else read_answer(fact, word), not_applicable=True)
    if scale.kind is ScaleKind.TYPED:
        return Said(None, _typed(fact, answer, scale.bound))
    if scale.kind is ScaleKind.YES_NO and isinstance(word, bool):
        word = "ja" if word else "nej"
    level = id_of(word, scale.levels) if isinstance(word, str) else None
    if level is None:
        help_ = "skriv " + ", ".join([*map(word_of, scale.levels), "ej aktuellt"]) + " eller vet ej"
        raise AnswerError(f"”{shown(answer)}” är inget svar på den här frågan", help_)
    values = level_values(instrument, item, level, vocabulary)
    every = everything(fact.model_copy(update={"not_applicable": False}))
    return Said(level, everything(fact) if values == every else values)


def _typed(fact: FactDef, answer: Answer, bound: Bound) -> Possible | None:
    if answer in ((), Bounds()):
        raise AnswerError("svaret är tomt", choices_text(fact))
    values = read_answer(fact, answer)
    if bound is Bound.EXACT or not isinstance(values, Ordered):
        return values
    least, most = limits(fact)
    return Ordered(values.low, most) if bound is Bound.AT_LEAST else Ordered(least, values.high)


def shown(answer: Answer) -> str:
    """An answer as it was written, for a message."""
    if isinstance(answer, Bounds):
        ends = (("at_least", answer.at_least), ("at_most", answer.at_most))
        return ", ".join(f"{name}: {number}" for name, number in ends if number is not None)
    if isinstance(answer, tuple):
        return ", ".join(shown(one) for one in answer)
    return str(answer).lower() if isinstance(answer, bool) else str(answer)
