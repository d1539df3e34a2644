"""One case at several times: what was known on each day, what has changed, who said so, and which verdicts turned.

It never claims that a measure had an effect: facts change for many reasons (skarholmen-2013, "2.2.1", says that the
checklists are meant to follow change, not to prove what caused it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sigrisk.assess import Assessment
from sigrisk.case import Case, Claim
from sigrisk.evidence import Evidence
from sigrisk.explain import kind_words, reason
from sigrisk.knowledge import Known
from sigrisk.models import span
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind
from sigrisk.vocabulary import FactType, show

UNKNOWN = "uppgift saknas"
NONE_LEFT = "ingen som fortfarande gäller"
_MATERIAL = ("assessment.checklists", "assessment.sources")  # counted in the case itself: never unknown
NOT_TRIED = "prövas inte"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact at each time, in words; ``by`` says who told it at first, and then what is new; empty where nothing is."""

    fact: str
    label: str
    values: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule whose verdict isn't the same at all times; ``because`` names the facts that changed before each turn."""

    rule: str
    kind: Kind
    title: str
    words: tuple[str, ...]
    verdicts: tuple[Verdict | None, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four assessments of one case in order of time, and what differs between them.

    ``stands`` are the group's own positions by day, where they are written.
    """

    assessments: tuple[Assessment, ...]
    changes: tuple[Change, ...]
    turns: tuple[Turn, ...]
    same: int
    stands: Mapping[date, str] = field(default_factory=dict)


def case_on(case: Case, day: date) -> Case:
    """The case as it was known on an earlier day: only what is dated that day or before.

    An event counts from the day it happened, for the file doesn't say when it became known. What a person says without
    a date is left out.
    """
    facts: dict[str, Claim | tuple[Claim, ...]] = {}
    for fact_id in case.facts:
        if told := tuple(claim for claim in case.claims(fact_id) if claim.date <= day):
            facts[fact_id] = told
    complete = case.events.complete
    events = case.events.model_copy(
        update={
            "complete": complete if complete is not None and complete.date <= day else None,
            "list": tuple(e for e in case.events.list if span(e.date)[0] <= day),
        }
    )
    nominated = case.nomination
    return case.model_copy(
        update={
            "case": case.case.model_copy(update={"assessment_date": day}),
            "facts": facts,
            "events": events,
            "nomination": None if nominated is None or (nominated.date or day) > day else nominated,
            "checklists": tuple(c for c in case.checklists if c.date <= day),
            "consent": tuple(c for c in case.consent if c.date <= day),
            "voice": tuple(v for v in case.voice if v.date is not None and v.date <= day),
            "expect": None,
        }
    )


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """What differs between assessments of one case. They are put in order of time."""
    listed = tuple(sorted(assessments, key=lambda a: a.case.day))
    changes = tuple(_changes(listed))
    changed = [_changed_between(one, two) for one, two in pairwise(listed)]
    rules = list(dict.fromkeys(r.rule.id for a in listed for r in a.of_kind(*_TOLD)))
    turns = tuple(turn for rule in rules if (turn := _turn(listed, rule, changed)) is not None)
    return Comparison(listed, changes, turns, len(rules) - len(turns))


_TOLD = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.NOTE, Kind.REQUIREMENT)


def _changes(listed: tuple[Assessment, ...]) -> Iterator[Change]:
    for fact_id, first in listed[0].knowledge.facts.items():
        known = [a.knowledge.facts[fact_id] for a in listed]
        values = tuple(_value(one) for one in known)
        if len(set(values)) > 1 and _worth_telling(first):
            by = (_first(known[0]), *(_by(one, two) for one, two in pairwise(known)))
            yield Change(fact_id, first.fact.definition.label, values, by)


def _worth_telling(known: Known) -> bool:
    """Time itself isn't a change: the age, and how old a consent is, differ on every day."""
    return known.fact.definition.type is not FactType.AGE


def _value(known: Known) -> str:
    if not known.answered:
        return NONE_LEFT if known.fact.id in _MATERIAL else UNKNOWN
    return show(known.fact.definition, known.values)


def _first(known: Known) -> str:
    """Who told what was known the first time; empty where nothing was."""
    return _according_to([e for e in known.evidence if e.counts]) if known.answered else ""


def _according_to(told: Sequence[Evidence]) -> str:
    return "enligt " + "; ".join(dict.fromkeys(_told_by(e) for e in told)) if told else ""


def _by(before: Known, after: Known) -> str:
    """Who told what is new since the time before, or why it no longer counts."""
    if _value(before) == _value(after):
        return ""
    old = {(e.source, e.day) for e in before.evidence if e.counts}
    new = [e for e in after.evidence if e.counts and (e.source, e.day) not in old]
    if new and _value(after) != UNKNOWN:  # what nobody knows is according to nobody
        return _according_to(new)
    if any(e.expired for e in after.evidence):
        return "tidigare uppgift har blivit för gammal"
    return "räknas fram" if after.answered else "det som räknades förut räknas inte längre"


def _told_by(evidence: Evidence) -> str:
    return f"{evidence.source}, {evidence.day.isoformat()}" if evidence.day is not None else evidence.source


def _changed_between(one: Assessment, two: Assessment) -> frozenset[str]:
    facts = one.knowledge.facts
    return frozenset(f for f in facts if facts[f].values != two.knowledge.facts[f].values)


def _turn(listed: tuple[Assessment, ...], rule_id: str, changed: list[frozenset[str]]) -> Turn | None:
    results = [a.results.get(rule_id) for a in listed]
    verdicts = tuple(None if r is None else r.verdict for r in results)
    if len(set(verdicts)) == 1:
        return None
    rule = next(r.rule for r in results if r is not None)
    words = tuple(NOT_TRIED if v is None else kind_words(rule.kind)[v] for v in verdicts)
    because = ("", *(_because(listed, rule_id, verdicts, step, changed[step]) for step in range(len(changed))))
    return Turn(rule_id, rule.kind, rule.title, words, verdicts, because)


def _because(
    listed: tuple[Assessment, ...],
    rule_id: str,
    verdicts: tuple[Verdict | None, ...],
    step: int,
    changed: frozenset[str],
) -> str:
    """The changed facts that the verdict rested on before or after the turn, by label."""
    if verdicts[step] is verdicts[step + 1]:
        return ""
    if verdicts[step] is None or verdicts[step + 1] is None:
        return "en annan profil"
    grounds = [g for a in listed[step : step + 2] for g in reason(a, a.results[rule_id]).grounds]
    labels = dict.fromkeys(g.fact.definition.label for g in grounds if g.fact.id in changed)
    return "; ".join(labels) or "en annan profil eller ett annat arbetssätt"
