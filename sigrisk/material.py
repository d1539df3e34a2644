"""What an assessment rests on: how many sources and checklists, how much is answered, and how much is too old."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sigrisk.case import Case, Checklist
from sigrisk.dates import add_months, expired
from sigrisk.evidence import Evidence, follows
from sigrisk.instrument import Instrument
from sigrisk.itemanswer import says_unknown
from sigrisk.possible import UNBOUNDED, Ordered
from sigrisk.rulebook import CHECKLIST_MONTHS, CHECKLIST_SHARE, Kind, RuleBook, facts_used
from sigrisk.vocabulary import Fact, Vocabulary, everything, read_answer

JUDGED: Final = frozenset({"assessment.sufficient"})
"""What the group says of the material itself: no part of it, so neither a question nor a source to be counted."""


Tells = Callable[[bool, bool], bool]
"""Whether an answer counts as one, given whether it says anything and whether it is about another person."""


def as_written(says: bool, about_other: bool) -> bool:
    """An answer counts if it says anything."""
    return says


def as_if_silent(says: bool, about_other: bool) -> bool:
    """Answers about other persons count as "vet ej", whatever they say."""
    return says and not about_other


def as_if_told(says: bool, about_other: bool) -> bool:
    """Answers about other persons count as answers, whatever they say."""
    return says or about_other


@dataclass(frozen=True, slots=True)
class Answered:
    """Which facts the case answers: by a claim that still counts, or only by claims that have become too old."""

    known: frozenset[str]
    outdated: frozenset[str]

    @classmethod
    def of(cls, evidence: Mapping[str, Iterable[Evidence]], vocabulary: Vocabulary, tells: Tells) -> Answered:
        """By the claims of a case, the derived ones left out."""
        told = {
            fact_id: [one for one in said if tells(_says(vocabulary[fact_id], one), one.about_other)]
            for fact_id, said in evidence.items()
        }
        known = frozenset(f for f, said in told.items() if not all(one.expired for one in said))
        return cls(known, frozenset(f for f, said in told.items() if said and f not in known))


def _says(fact: Fact, evidence: Evidence) -> bool:
    """Whether a claim says anything at all: not "vet ej", nor an answer that leaves every value possible."""
    return evidence.values not in (None, everything(fact.definition))


def material(
    case: Case,
    book: RuleBook,
    instruments: Mapping[str, Instrument],
    answered: Answered,
    tells: Tells = as_written,
) -> list[tuple[str, Evidence]]:
    """How broad, whole and recent the usable material is, as bounds: more may be added, and what is old renewed."""
    keys = {e.source for e in case.events.list}
    for fact_id in (f for f in case.facts if f not in JUDGED):
        fact = book.vocabulary[fact_id].definition
        for claim in case.claims(fact_id):
            says = tells(read_answer(fact, claim.value) is not None, claim.about_other)
            if says and not expired(fact, claim.date, case.day):
                keys.add(claim.source)
    filled = [c for c in case.checklists if _is_filled(c, case, book, instruments[c.instrument], answered.known, tells)]
    keys |= {a.source for c in filled for a in c.given.values() if a.source is not None}
    if case.events.complete is not None:
        keys.add(case.events.complete.source)
    assessed = sum(instruments[c.instrument].assesses for c in filled)
    note = "Räknat på källor och checklistor med svar som fortfarande gäller"
    counted = asked(book)
    share = 100 * len(counted & answered.known) // len(counted) if counted else 100
    whole = "Räknat på de frågor som profilens kriterier och flaggor bygger på"
    return [
        ("assessment.answered", follows(Ordered(share, 100), "uppgifterna i ärendet", case.day, whole)),
        (
            "assessment.outdated",
            follows(Ordered(0, len(counted & answered.outdated)), "uppgifterna i ärendet", case.day, whole),
        ),
        ("assessment.sources", follows(Ordered(len(keys), UNBOUNDED), "ärendets källförteckning", case.day, note)),
        ("assessment.checklists", follows(Ordered(assessed, UNBOUNDED), "ärendets checklistor", case.day, note)),
    ]


def asked(book: RuleBook) -> frozenset[str]:
    """The questions that the share of answered ones counts: those the criteria, aggregates and flags build on."""
    used = facts_used(book, Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
    return frozenset(f for f in used if f not in JUDGED and not book.vocabulary[f].definition.derived)


def _is_filled(
    checklist: Checklist, case: Case, book: RuleBook, instrument: Instrument, known: frozenset[str], tells: Tells
) -> bool:
    """Whether a checklist is recent and answered enough to count as material.

    A question counts as answered too where the case answers its fact elsewhere: nothing need be entered twice. What
    the form itself says of the fact in another question is not elsewhere.
    """
    if add_months(checklist.date, book.values[CHECKLIST_MONTHS]) < case.day:
        return False
    given = {i for i, answer in checklist.given.items() if tells(not says_unknown(answer.level), answer.about_other)}
    elsewhere = known - {item.fact for item in instrument.items() if item.id in given}
    answered = sum(item.id in given or item.fact in elsewhere for item in instrument.items()) if given else 0
    return 100 * answered >= book.values[CHECKLIST_SHARE] * len(instrument.items())
