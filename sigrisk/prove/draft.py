"""An example as the parts of a case file: claims, events, consents and checklists that give the wanted facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sigrisk.case import Role, SourceType
from sigrisk.instrument import Instrument, level_values
from sigrisk.material import JUDGED, asked
from sigrisk.possible import Choices, Ordered, Possible, holds
from sigrisk.prove.consents import ConsentLine, consents
from sigrisk.prove.encode import Values
from sigrisk.prove.events import DAY, CannotWrite, EventLine, born, crimes
from sigrisk.prove.facts import AGE, ANSWERED, CONSENTS, MARKS, OFFENCES, Knowable, knowable
from sigrisk.rulebook import CHECKLIST_SHARE, RuleBook
from sigrisk.vocabulary import FactDef, everything, written_code
from sigrisk.words import word_of

OFFICE: Final = "socialtjansten"
POLICE: Final = "polisen"
SOURCES: Final = {
    OFFICE: ("Socialtjänstens utredning", SourceType.SOCIAL_SERVICES),
    POLICE: ("Polisens underlag", SourceType.POLICE),
    "skolan": ("Skolans rapport", SourceType.SCHOOL),
    "den_unge": ("Samtal med den unge", SourceType.YOUNG_PERSON),
    "varden": ("Vårdens underlag", SourceType.HEALTH_CARE),
}
_ASSESSORS: Final = ("Sam Exempel", "Tove Exempel", "Mika Exempel")


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One filled-in checklist as a case file writes it."""

    instrument: Instrument
    assessor: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that an example's case file says. ``claims``: by fact the answer and its source."""

    born: date
    sex: str | None
    operation_model: str | None
    nominated_by: str | None
    sources: tuple[str, ...]
    claims: Mapping[str, tuple[str, str]]
    events: tuple[EventLine, ...]
    complete: bool
    guardians: int | None
    consents: tuple[ConsentLine, ...]
    checklists: tuple[ChecklistLine, ...]


def draft(book: RuleBook, instruments: Mapping[str, Instrument], values: Values, kept: Values) -> Draft:
    """A case that tells at least what is kept of an example's values. Raises CannotWrite where none can."""

    def is_kept(fact_id: str) -> bool:
        return fact_id in kept and kept[fact_id] != everything(book.vocabulary[fact_id].definition)

    sources = max(1, _low(kept, "assessment.sources"))
    claims = _claims(book, values, is_kept, sources, _low(kept, ANSWERED))
    named = _source_names(sources)
    guardians, said = consents(values) if any(is_kept(f) for f in CONSENTS) else (None, ())
    own = [f for f in OFFENCES if is_kept(f)]
    return Draft(
        born=born(_low(values, AGE)),
        sex=_name(values, "person.sex") if is_kept("person.sex") else None,
        operation_model=_name(values, "operation.model") if is_kept("operation.model") else None,
        nominated_by=_name(values, "nomination.by") if is_kept("nomination.by") else None,
        sources=tuple(dict.fromkeys((*named, *([POLICE] if own else []), OFFICE))),
        claims={
            f: (_answer(book.vocabulary[f].definition, values[f]), named[n % len(named)]) for n, f in enumerate(claims)
        },
        events=tuple(
            replace(event, type=word_of(book.offences[event.type]))
            for event in (*(crimes(values, book) if own else ()), *_others(kept, book))
        ),
        complete=any(kept[f] == values[f] and not _surely_seen(f, values[f]) for f in own),
        guardians=guardians,
        consents=said,
        checklists=tuple(_checklists(book, instruments, values, _low(kept, "assessment.checklists"))),
    )


def _claims(book: RuleBook, values: Values, is_kept: Callable[[str], bool], sources: int, share: int) -> list[str]:
    """The facts that someone says something about.

    They are more than the claim needs where each source must have said something, or so many per cent must be answered.
    More answers can't overturn it.
    """
    possible = [f for f in values if _claimed(book.vocabulary[f].definition)]
    counted = asked(book) & set(possible)
    claims = [f for f in possible if is_kept(f)]
    missing = -(-share * len(asked(book)) // 100) - len(counted.intersection(claims))
    claims += [f for f in possible if f in counted and f not in claims][: max(0, missing)]
    claims += [f for f in possible if f not in claims and f not in JUDGED][
        : max(0, sources - len(set(claims) - JUDGED))
    ]
    return sorted(claims, key=lambda f: f in JUDGED)  # last, so that each source has said something that is counted


def _claimed(fact: FactDef) -> bool:
    """Whether a source says it, so that it isn't worked out."""
    return not fact.derived and knowable(fact) is Knowable.EXACTLY


def _low(values: Values, fact_id: str) -> int:
    value = values.get(fact_id)
    return value.low if isinstance(value, Ordered) and value.has_numbers else 0


def _name(values: Values, fact_id: str) -> str | None:
    value = values.get(fact_id)
    return next(iter(value.names), None) if isinstance(value, Choices) else None


def _surely_seen(fact_id: str, value: Possible) -> bool:
    """Whether it is a mark that the events alone give, without anyone's word that there are no more of them."""
    return fact_id in MARKS and value == Ordered(1, 1)


def _source_names(count: int) -> list[str]:
    return [*SOURCES, *(f"kalla_{n}" for n in range(len(SOURCES) + 1, count + 1))][:count]


def _answer(fact: FactDef, value: Possible) -> str:
    if value.na:
        return "ej aktuellt"
    if isinstance(value, Choices):
        return next(word_of(option) for option in fact.options if option.id in value.names)
    return written_code(fact, value.low)


def _others(kept: Values, book: RuleBook) -> Iterator[EventLine]:
    """What the person was exposed to or saw."""
    for fact_id, role in (("victim.events", Role.VICTIM), ("witness.events", Role.WITNESS)):
        if _low(kept, fact_id):
            yield EventLine(date(DAY.year, 6, 1), next(iter(book.offences)), role)


def _checklists(
    book: RuleBook, instruments: Mapping[str, Instrument], values: Values, count: int
) -> Iterator[ChecklistLine]:
    """So many filled-in checklists that say what the facts say. Raises CannotWrite where none suits the age."""
    age = _low(values, AGE)
    suited = [i for i in instruments.values() if i.assesses and i.ages.low <= age <= i.ages.high]
    if count and not suited:
        raise CannotWrite("ingen checklista är gjord för åldern")
    for number in range(count):
        instrument = suited[number % len(suited)]
        answers = dict(_answers(book, instrument, values))
        if 100 * len(answers) < book.values[CHECKLIST_SHARE] * len(instrument.items()) or not answers:
            raise CannotWrite("checklistan kan inte besvaras med de här svaren")
        yield ChecklistLine(instrument, f"{_ASSESSORS[number % len(_ASSESSORS)]} {number + 1}", answers)


def _answers(book: RuleBook, instrument: Instrument, values: Values) -> Iterator[tuple[str, str]]:
    """As many answers as make the checklist count, each of them one that the value of its fact allows."""
    most = -(-book.values[CHECKLIST_SHARE] * len(instrument.items()) // 100)
    found = 0
    for item in instrument.items():
        if found >= most or not _claimed(book.vocabulary[item.fact].definition):
            continue
        if values[item.fact].na:
            found += 1
            yield item.id, "ej aktuellt"
            continue
        for level in instrument.scale_of(item).levels:
            if holds(level_values(instrument, item, level.id, book.vocabulary), values[item.fact]):
                found += 1
                yield item.id, word_of(level)
                break
