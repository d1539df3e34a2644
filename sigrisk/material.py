"""What an assessment rests on: how many sources and checklists, how much is answered, and how much is too old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigrisk.case import Case, Checklist
from sigrisk.dates import add_months, expired
from sigrisk.evidence import Evidence, follows
from sigrisk.instrument import Instrument
from sigrisk.possible import UNBOUNDED, Ordered
from sigrisk.rulebook import CHECKLIST_MONTHS, CHECKLIST_SHARE, Kind, RuleBook, facts_used
from sigrisk.vocabulary import UNKNOWN, read_answer


@dataclass(frozen=True, slots=True)
class Answered:
    """Which facts the case answers: by a claim that still counts, or only by claims that have become too old."""

    known: frozenset[str]
    outdated: frozenset[str]


def material(
    case: Case, book: RuleBook, instruments: Mapping[str, Instrument], answered: Answered
) -> list[tuple[str, Evidence]]:
    """How broad, whole and recent the usable material is, as bounds: more may be added, and what is old renewed."""
    keys = {e.source for e in case.events.list}
    for fact_id in case.facts:
        fact = book.vocabulary[fact_id].definition
        for claim in case.claims(fact_id):
            if not expired(fact, claim.date, case.day) and read_answer(fact, claim.value) is not None:
                keys.add(claim.source)
    filled = [c for c in case.checklists if _is_filled(c, case, book, instruments[c.instrument], answered.known)]
    keys |= {a.source for c in filled for a in c.answers.values() if not isinstance(a, str) and a.source is not None}
    if case.events.complete is not None:
        keys.add(case.events.complete.source)
    note = "Räknat på källor och checklistor med svar som fortfarande gäller"
    used = facts_used(book, Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
    asked = frozenset(f for f in used if not book.vocabulary[f].definition.derived)
    share = 100 * len(asked & answered.known) // len(asked) if asked else 100
    whole = "Räknat på de frågor som profilens kriterier och flaggor bygger på"
    return [
        ("assessment.answered", follows(Ordered(share, 100), "uppgifterna i ärendet", case.day, whole)),
        (
            "assessment.outdated",
            follows(Ordered(0, len(asked & answered.outdated)), "uppgifterna i ärendet", case.day, whole),
        ),
        ("assessment.sources", follows(Ordered(len(keys), UNBOUNDED), "ärendets källförteckning", case.day, note)),
        ("assessment.checklists", follows(Ordered(len(filled), UNBOUNDED), "ärendets checklistor", case.day, note)),
    ]


def _is_filled(checklist: Checklist, case: Case, book: RuleBook, instrument: Instrument, known: frozenset[str]) -> bool:
    """Whether a checklist is recent and answered enough to count as material.

    A question counts as answered too where the case answers its fact elsewhere: nothing need be entered twice.
    """
    if add_months(checklist.date, book.values[CHECKLIST_MONTHS]) < case.day:
        return False
    levels = {i: a if isinstance(a, str) else a.level for i, a in checklist.answers.items()}
    given = {i for i, level in levels.items() if level not in UNKNOWN}
    answered = sum(item.id in given or item.fact in known for item in instrument.items()) if given else 0
    return 100 * answered >= book.values[CHECKLIST_SHARE] * len(instrument.items())
