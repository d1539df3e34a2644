"""The answers that a case file has already, one by one, so that an interview can change any of them.

Only what the interview itself could have written: answers under ``facts``, the age, the operation model, the number of
guardians and consents. What a checklist or an event says is changed in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sigrisk.case import PERSON_WORDS, Case
from sigrisk.caseerase import Way, drop
from sigrisk.packs import Packs
from sigrisk.screenitems import FOLLOWS, claimable
from sigrisk.vocabulary import FactDef, read_answer, show

_TEMPLATE: Final = "{fact}: {{value: …, source: …, date: {day}}}"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in a case file: the question it belongs to, what it says, and where it stands.

    ``also`` are the answers that were written because they follow from it.
    """

    key: str
    fact_id: str
    label: str
    said: str
    path: Way
    who: str = ""
    day: date | None = None
    source: str = ""
    also: tuple[Way, ...] = ()

    @property
    def text(self) -> str:
        """The answer as a line of a list."""
        said_by = f" ({self.who}, {self.day})" if self.who else ""
        return f"{self.label}: {self.said}{said_by}"


def answers_of(case: Case, packs: Packs) -> tuple[Answered, ...]:
    """What can be changed, in the order of the vocabulary."""
    found = [*_own(case, packs), *_claims(case, packs)]
    place = {fact_id: at for at, fact_id in enumerate(packs.vocabulary.ids)}
    return tuple(sorted(found, key=lambda one: place[one.fact_id]))


def without(text: str, answered: Answered) -> str:
    """The text of a case file without an answer and what follows from it. Raises NoPlace.

    A commented line takes its place, as in a new case file, so that the next answer comes to stand there.
    """
    for path in sorted((answered.path, *answered.also), reverse=True, key=_place):  # the last in a list first
        in_facts = len(path) == 2 and path[0] == "facts"
        text = drop(text, path, _TEMPLATE.format(fact=path[1], day=answered.day) if in_facts else "")
    return text


def _place(path: Way) -> tuple[str, int]:
    """What sorts the places of one list by their number."""
    *above, last = path
    return (".".join(map(str, above)), last) if isinstance(last, int) else (".".join(map(str, path)), 0)


def _own(case: Case, packs: Packs) -> Iterator[Answered]:
    """The answers that have a place of their own in the file."""
    age, model, youth, guardians = (
        packs.vocabulary[f].definition.label
        for f in ("person.age", "operation.model", "consent.youth", "consent.guardians")
    )
    if case.person.birth_date is not None:
        yield Answered("person.age", "person.age", age, f"född {case.person.birth_date}", ("person", "birth_date"))
    elif case.person.age is not None:
        yield Answered("person.age", "person.age", age, f"{case.person.age} år", ("person", "age"))
    if case.case.operation_model is not None:
        said = case.case.operation_model.value
        yield Answered("operation.model", "operation.model", model, said, ("case", "operation_model"))
    if case.guardians is not None:
        yield Answered("guardians", "consent.guardians", "Antal vårdnadshavare", str(case.guardians), ("guardians",))
    for index, one in enumerate(case.consent):
        fact_id, label = ("consent.youth", youth) if one.person == "youth" else ("consent.guardians", guardians)
        whose = "" if one.person == "youth" else f" ({PERSON_WORDS.shown(one.person)})"
        who = case.sources[one.source].name
        key = f"{fact_id}.{one.person}"
        path: Way = ("consent", index)
        yield Answered(key, fact_id, label + whose, one.state.word, path, who, one.date, one.source)


def _claims(case: Case, packs: Packs) -> Iterator[Answered]:
    for fact_id, given in case.facts.items():
        fact = packs.vocabulary[fact_id].definition
        for index, claim in enumerate(case.claims(fact_id)):
            if not claimable(fact) or claim.note.startswith(FOLLOWS):
                continue
            path: Way = ("facts", fact_id, index) if isinstance(given, tuple) else ("facts", fact_id)
            also = tuple(_following(case, fact, claim.source, claim.date))
            who = case.sources[claim.source].name
            said = _said(fact, claim.value) + (f". {claim.note}" if claim.note else "")
            yield Answered(fact_id, fact_id, fact.label, said, path, who, claim.date, claim.source, also)


def _said(fact: FactDef, value: object) -> str:
    values = read_answer(fact, value)  # type: ignore[arg-type]  # the case was read with it
    return "vet ej" if values is None else show(fact, values)


def _following(case: Case, fact: FactDef, source: str, day: date) -> Iterator[Way]:
    """Where the answers stand that were written because they follow from one."""
    for fact_id, given in case.facts.items():
        for index, claim in enumerate(case.claims(fact_id)):
            if claim.note == f"{FOLLOWS}”{fact.label}”." and (claim.source, claim.date) == (source, day):
                yield ("facts", fact_id, index) if isinstance(given, tuple) else ("facts", fact_id)
