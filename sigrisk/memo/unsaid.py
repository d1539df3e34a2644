"""What a case tells where masked answers may be any answer, "vet ej" too: the facts, and how much is answered.

How many questions are answered follows from whether the masked claims say anything. So the counts are worked out for
both, and are the same whatever the claims say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sigrisk.assess import Assessment
from sigrisk.condition import facts_in
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.evidence import Evidence
from sigrisk.knowledge import Knowledge, Known
from sigrisk.material import Answered, Tells, as_if_silent, as_if_told, material
from sigrisk.possible import Possible, combine, hull
from sigrisk.vocabulary import everything


def blind_knowledge(assessment: Assessment, hidden: frozenset[str]) -> Knowledge:
    """What is known without the masked answers. ``hidden`` are the facts that have one."""
    facts = {i: _unsaid(one) if i in hidden else one for i, one in assessment.knowledge.facts.items()}
    silent, told = _material(assessment, as_if_silent), _material(assessment, as_if_told)
    for fact_id, (one, other) in _together(silent, told).items():
        fact = assessment.book.vocabulary[fact_id]
        values = combine([hull(one, other)], everything(fact.definition))
        facts[fact_id] = Known(fact, values, (replace(silent[fact_id], values=values),))
    return Knowledge(facts)


def turned_by_material(assessment: Assessment, hidden: frozenset[str]) -> frozenset[str]:
    """The rules on how much is answered whose verdict is another if the masked answers are "vet ej"."""
    both = _together(_material(assessment, as_if_silent), _material(assessment, as_if_told))
    counts = {fact_id for fact_id, (one, other) in both.items() if one != other}
    trees = {rule_id: resolved.tree for rule_id, resolved in assessment.book.rules.items()}
    asking = [rule_id for rule_id, tree in trees.items() if counts & set(facts_in(tree))]
    if not asking:
        return frozenset()
    known: Mapping[str, Possible] = blind_knowledge(assessment, hidden).values()
    ways = [dict(known), *({**known, **{i: pair[way] for i, pair in both.items()}} for way in (0, 1))]
    verdicts = [verdicts_of(run(trees, values)) for values in ways]
    return frozenset(rule_id for rule_id in asking if len({one[rule_id] for one in verdicts}) > 1)


def _unsaid(known: Known) -> Known:
    """A fact that may be anything: not what the others have said either, for that may go against what is masked."""
    evidence = tuple(replace(e.for_party(), values=None) if e.about_other else e for e in known.evidence)
    return Known(known.fact, everything(known.fact.definition), evidence)


def _material(assessment: Assessment, tells: Tells) -> dict[str, Evidence]:
    """How much is answered, if the masked answers are read so."""
    book = assessment.book
    claims = {
        fact_id: [one for one in known.evidence if not one.source_key.startswith("derived:")]
        for fact_id, known in assessment.knowledge.facts.items()
    }
    each: dict[Tells, Answered] = {way: Answered.of(claims, book.vocabulary, way) for way in (as_if_silent, as_if_told)}
    # Of two masked claims one may be an answer and the other not: what may be outdated is so in either reading.
    outdated = each[as_if_silent].outdated | each[as_if_told].outdated
    instruments = {score.instrument.id: score.instrument for score in assessment.scores}
    answered = Answered(each[tells].known, outdated)
    found = material(assessment.case, book, instruments, answered, tells)
    return {fact_id: one for fact_id, one in found if fact_id in book.vocabulary}


def _together(silent: Mapping[str, Evidence], told: Mapping[str, Evidence]) -> dict[str, tuple[Possible, Possible]]:
    found = {}
    for fact_id, one in silent.items():
        other = told[fact_id].values
        if one.values is not None and other is not None:
            found[fact_id] = (one.values, other)
    return found
