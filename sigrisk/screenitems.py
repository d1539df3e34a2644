"""The questions about one fact, and what their answers write in the case file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from sigrisk.asking import Unfit
from sigrisk.assess import Assessment
from sigrisk.case import PERSON_WORDS, ConsentState
from sigrisk.casewrite import add, comment, flow, in_yaml, put
from sigrisk.follows import follows_from
from sigrisk.models import EARLIEST_YEAR, span, whole_day
from sigrisk.possible import Ordered, Possible
from sigrisk.rulebook import OperationModel
from sigrisk.screenitem import NOT_APPLICABLE_WORD, Item, Origin, Write, how_to_answer, known_already, token, words_of
from sigrisk.series import series
from sigrisk.vocabulary import MAX_AGE, AnswerError, FactDef, Side, choices_text, read_answer, written_code

UNKNOWN: Final = "vet ej"
FOLLOWS: Final = "Följer av svaret på "
_MOST_GUARDIANS: Final = 4
_CONSENT: Final = re.compile(r"(.*?)(?: till (\S+))?")


def askable(fact: FactDef) -> bool:
    """Whether anybody can be asked for a fact: not where it is worked out from the material as a whole."""
    return fact.id in _SPECIAL or not fact.derived or fact.side is Side.HISTORY


def claimable(fact: FactDef) -> bool:
    """Whether an answer to a fact is written under ``facts`` in a case file."""
    return fact.id not in _SPECIAL and (not fact.derived or fact.side is Side.HISTORY)


def items_of(assessment: Assessment, fact_id: str) -> Iterator[Item]:
    """What to ask to learn a fact, one thing after the other; nothing where nobody can be asked."""
    fact = assessment.book.vocabulary[fact_id].definition
    if fact_id in _SPECIAL:
        yield from _SPECIAL[fact_id](assessment, fact)
    elif claimable(fact):
        yield _claim(assessment, fact)


# -- facts that are answered under ``facts`` ---------------------------------------------------------------------------


def _claim(assessment: Assessment, fact: FactDef) -> Item:
    words = tuple(words_of(fact))

    def read(text: str) -> Write:
        answered, _, note = (part.strip() for part in text.partition(":"))
        given = [token(one, words) for one in re.split(r" *, *| eller ", answered) if one]
        if not given:
            raise Unfit(choices_text(fact))
        answer = given[0] if len(given) == 1 else tuple(given)
        try:
            values = read_answer(fact, answer)
        except AnswerError as error:
            raise Unfit(f"{error}; {error.help}") from error
        if values is None:
            raise Unfit(f"skriv {UNKNOWN} ensamt")
        written = in_yaml(given[0]) if len(given) == 1 else f"[{', '.join(map(in_yaml, given))}]"
        also = tuple(_follow(assessment, fact, values))

        def write(text: str, origin: Origin) -> str:
            text = origin.written(text)
            text = _written(text, fact.id, written, origin, note)
            for other, value in also:
                text = _written(text, other.id, value, origin, f"{FOLLOWS}”{fact.label}”.")
            return text

        return write

    def unknown(note: str) -> Write:
        return lambda text, origin: _written(origin.written(text), fact.id, UNKNOWN, origin, note)

    return Item(
        fact.id,
        fact.id,
        fact.ask,
        tuple(how_to_answer(fact, words)),
        read,
        unknown,
        shown=known_already(assessment, fact.id),
    )


def _written(text: str, fact_id: str, value: str, origin: Origin, note: str) -> str:
    claim = f"{{value: {value}, source: {origin.source}, date: {origin.day}"
    claim += f", note: {in_yaml(note)}}}" if note else "}"
    return add(text, ("facts", fact_id), claim, template=fact_id)


def _follow(assessment: Assessment, fact: FactDef, values: Possible) -> Iterator[tuple[FactDef, str]]:
    """What follows from an answer for facts that nothing is known of yet, with the word to write."""
    for other, follows in follows_from(fact.id, values):
        if other not in assessment.book.vocabulary:
            continue
        definition = assessment.book.vocabulary[other].definition
        if claimable(definition) and not assessment.knowledge.facts[other].evidence:
            if isinstance(follows, Ordered) and follows.has_numbers:
                yield definition, written_code(definition, follows.low)
            else:
                yield definition, NOT_APPLICABLE_WORD


# -- facts that have a place of their own in the case file -------------------------------------------------------------


def _commented(fact: FactDef) -> Callable[[str], Write]:
    """Where the case file has no word for "vet ej": a comment says that nobody knew."""

    def unknown(note: str) -> Write:
        more = f" {note}" if note else ""
        return lambda text, _: comment(text, f"”{fact.label}”: ingen kunde svara när frågan ställdes.{more}")

    return unknown


def _age(assessment: Assessment, fact: FactDef) -> Iterator[Item]:
    def read(text: str) -> Write:
        if text.isdecimal() and int(text[:4]) <= MAX_AGE and len(text) < 4:  # a year has four digits
            return lambda old, _: put(old, ("person", "age"), text)
        try:
            span(text)
        except ValueError:
            how = f"skriv åldern i hela år, eller födelsedatum som år-månad-dag, tidigast {EARLIEST_YEAR}"
            raise Unfit(how) from None
        return lambda old, _: put(old, ("person", "birth_date"), text)

    how = ("Skriv åldern i hela år, eller födelsedatum så långt det är känt: 2010-05-14, 2010-05 eller 2010.",)
    yield Item(fact.id, fact.id, fact.ask, how, read, _commented(fact), False, known_already(assessment, fact.id))


def _model(assessment: Assessment, fact: FactDef) -> Iterator[Item]:
    words = tuple(one.value for one in OperationModel)

    def read(text: str) -> Write:
        word = token(text, words)
        if word not in words:
            raise Unfit(f"skriv {series(words, 'eller')}")
        return lambda old, _: put(old, ("case", "operation_model"), str(word))

    yield Item(fact.id, fact.id, fact.ask, tuple(how_to_answer(fact, words)), read, _commented(fact), False)


def _youth(assessment: Assessment, fact: FactDef) -> Iterator[Item]:
    yield _consent(fact, "youth", fact.ask)


def _guardians(assessment: Assessment, fact: FactDef) -> Iterator[Item]:
    case = assessment.case
    if case.guardians is None:
        yield _how_many(fact)
        return
    heard = {consent.person for consent in case.consent}
    for number in range(1, case.guardians + 1):
        if (person := f"guardian_{number}") not in heard:
            which = "vårdnadshavaren" if case.guardians == 1 else PERSON_WORDS.shown(person)
            yield _consent(fact, person, f"Vad har {which} sagt om att den unge deltar och att uppgifter delas?")


def _how_many(fact: FactDef) -> Item:
    def read(text: str) -> Write:
        if not text.isdecimal() or len(text) > 1 or int(text) > _MOST_GUARDIANS:
            raise Unfit(f"skriv en siffra från 0 till {_MOST_GUARDIANS}")
        return lambda old, _: put(old, ("guardians",), text)

    question = "Hur många vårdnadshavare har den unge?"
    how = ("Skriv en siffra. Utan den går det inte att veta om alla har tillfrågats.",)
    return Item("guardians", fact.id, question, how, read, _commented(fact), False)


def _consent(fact: FactDef, person: str, question: str) -> Item:
    words = tuple(state.word for state in ConsentState)

    def read(text: str) -> Write:
        found = _CONSENT.fullmatch(text.lower())
        assert found is not None  # it takes any text
        state = token(found[1], words)
        if state not in words:
            raise Unfit(f"skriv {series(words, 'eller')}")
        parts: dict[str, str | int] = {"person": PERSON_WORDS.shown(person), "state": state}
        if found[2] is not None and state != ConsentState.GIVEN.word:
            raise Unfit("bara ett samtycke som är lämnat gäller till en viss dag")
        if found[2] is not None and not _is_day(found[2]):
            raise Unfit("skriv dagen som år-månad-dag")
        until: dict[str, str | int] = {} if found[2] is None else {"until": found[2]}

        def write(old: str, origin: Origin) -> str:
            said: dict[str, str | int] = {"date": str(origin.day), "source": origin.source}
            return add(origin.written(old), ("consent",), flow(parts | said | until))

        return write

    listed = tuple(f"{number}  {word}" for number, word in enumerate(words, start=1))
    given = ConsentState.GIVEN.word
    how = (
        "Skriv ordet eller siffran:",
        *listed,
        f"Gäller samtycket till en viss dag, skriv {given} till år-månad-dag.",
    )
    return Item(f"{fact.id}.{person}", fact.id, question, how, read, _commented(fact))


def _is_day(text: str) -> bool:
    try:
        whole_day(text)
    except ValueError:
        return False
    return True


_SPECIAL: Final[dict[str, Callable[[Assessment, FactDef], Iterator[Item]]]] = {
    "person.age": _age,
    "operation.model": _model,
    "consent.youth": _youth,
    "consent.guardians": _guardians,
}
"""The facts that a case file tells in another place than under ``facts``."""
