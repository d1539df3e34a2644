"""What a question of the interview is made of, and how an answer is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from sigrisk.asking import Unfit, numbered
from sigrisk.assess import Assessment
from sigrisk.case import SourceType
from sigrisk.casewrite import flow, put
from sigrisk.explain import ground
from sigrisk.memo.wording import ground_text
from sigrisk.vocabulary import FactDef, FactType, choices_text, limits, show_code, written_code
from sigrisk.words import word_of

C = TypeVar("C")
NOT_APPLICABLE_WORD: Final = "ej aktuellt"
_NUMBERS: Final = (FactType.COUNT, FactType.AGE, FactType.DATE)
_LONGEST_NUMBER: Final = 9  # digits, as in a case file
_SHORT: Final = {"j": "ja", "n": "nej"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says something and when; ``new`` is the source's name and kind where the case doesn't have it yet."""

    source: str
    day: date
    new: tuple[str, SourceType] | None = None

    def written(self, text: str) -> str:
        """The text of the case file with the source in it."""
        if self.new is None:
            return text
        name, kind = self.new
        return put(text, ("sources", self.source), flow({"name": name, "type": kind.word}))


Write = Callable[[str, Origin], str]
"""Gives the text of the case file with an answer in it. Raises NoPlace."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ask. ``read`` gives what an answer writes and raises Unfit; ``unknown`` what "vet inte" writes.

    ``sourced``: whether an answer needs to say who gives it.
    """

    key: str
    fact_id: str
    question: str
    how: tuple[str, ...]
    read: Callable[[str], Write]
    unknown: Callable[[str], Write]
    sourced: bool = True
    shown: tuple[str, ...] = ()


def words_of(fact: FactDef) -> Iterator[str]:
    """The words to answer with, in order; none where a number is asked for."""
    if fact.type is FactType.CHOICE:
        yield from (word_of(option) for option in fact.options)
    elif fact.type is FactType.BOOL:
        yield from ("ja", "nej")
    elif fact.type not in _NUMBERS:
        low, high = limits(fact)
        yield from (written_code(fact, code) for code in range(low, high + 1))
    if fact.not_applicable:
        yield NOT_APPLICABLE_WORD


def how_to_answer(fact: FactDef, words: tuple[str, ...]) -> Iterator[str]:
    if fact.help and not fact.derived:  # of a derived fact it says how it is worked out
        yield fact.help
    if fact.type in _NUMBERS:
        yield _sentence(choices_text(fact)) + (f" Gäller frågan inte, skriv {NOT_APPLICABLE_WORD}." if words else "")
        return
    yield "Skriv ordet eller siffran:"
    meant = {word_of(option): option.label for option in fact.options}
    if fact.type is not FactType.CHOICE and fact.type is not FactType.BOOL:
        low, high = limits(fact)
        meant = {written_code(fact, code): show_code(fact, code) for code in range(low, high + 1)}
    for number, word in enumerate(words, start=1):
        said = meant.get(word, word)
        yield f"{number}  {word}" + (f" – {said}" if said.lower() != word else "")


def token(text: str, words: tuple[str, ...]) -> int | str:
    """One word of an answer: by its number in the list, or as it is written."""
    short = {"j": "ja", "n": "nej"}.get(text.lower(), text)
    if short in words and short in ("ja", "nej"):
        return short
    if text.isdecimal() and len(text) < 10:  # as many digits as a number in a case file may have
        only_na = words == (NOT_APPLICABLE_WORD,)
        return chosen(text, words) if words and not only_na else int(text)
    return text.lower() if text.lower() in words else text


def chosen(text: str, words: tuple[C, ...]) -> C:
    """The choice whose number in a list of words is given. Raises Unfit."""
    try:
        return numbered(text, words)
    except Unfit:
        raise Unfit(f"skriv ett av orden i listan, eller en siffra från 1 till {len(words)}") from None


def known_already(assessment: Assessment, fact_id: str) -> tuple[str, ...]:
    """What the case says of a fact already: in part, too old, or by sources that contradict each other."""
    known = assessment.knowledge.facts[fact_id]
    if not known.evidence:
        return ()
    head = "Källorna säger olika" if known.contradicted else "Det här står redan i ärendet"
    said = ground_text(ground(assessment, fact_id)).replace("\u00a0", " ")
    tail = " Ett nytt svar från samma källa ersätter dess förra." if known.contradicted else ""
    return (f"{head}. {said}{'' if said.endswith('.') else '.'}{tail}",)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
