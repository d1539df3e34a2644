"""What a party may know of an assessment where answers about other persons are masked, and what rests on them.

The party's copy is made from the blind assessment: the masked answers were never given there, and the outcome is the
only thing that is taken from the whole one. So two copies that differ only in what is masked, and end alike, are the
same copy, whatever its words are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sigrisk.assess import Assessment, Picture, Result
from sigrisk.case import Checklist
from sigrisk.condition import facts_in, rules_in
from sigrisk.engine.evaluate import run
from sigrisk.memo.unsaid import blind_knowledge, turned_by_material
from sigrisk.possible import Verdict
from sigrisk.score import area_picture, score_checklist, whole_picture


@dataclass(frozen=True, slots=True)
class Hidden:
    """The facts with a masked answer, the rules that ask for them, and those that build on such a rule, however far.

    A rule that turns on how much is answered asks for them too, where it comes to something else if they say "vet ej".
    """

    facts: frozenset[str]
    asking: frozenset[str]
    above: frozenset[str]

    @classmethod
    def of(cls, assessment: Assessment) -> Hidden:
        """What rests on the answers that are about other persons, by the rules' own conditions."""
        known = assessment.knowledge.facts.items()
        facts = frozenset(f for f, one in known if any(e.about_other for e in one.evidence))
        trees = {rule_id: resolved.tree for rule_id, resolved in assessment.book.rules.items()}
        asking = frozenset(r for r, tree in trees.items() if facts & set(facts_in(tree)))
        asking |= turned_by_material(assessment, facts) if facts else frozenset()
        touched = set(asking)
        for rule_id, tree in trees.items():  # in strata order: what a rule builds on stands before it
            if touched & set(rules_in(tree)):
                touched.add(rule_id)
        return cls(facts, asking, frozenset(touched) - asking)

    @property
    def rules(self) -> frozenset[str]:
        """Every rule that rests on a masked answer."""
        return self.asking | self.above


def rests_on_hidden(assessment: Assessment) -> tuple[str, ...]:
    """The rules that rest on masked answers, by title: someone must read the copy for them before it is given."""
    hidden = Hidden.of(assessment).rules
    return tuple(dict.fromkeys(r.rule.title for i, r in assessment.results.items() if i in hidden))


def blind(assessment: Assessment) -> Assessment:
    """The assessment as if the masked answers had never been given, with the outcome that was come to.

    Where no answer is masked it is the same. A verdict that rests on a masked answer may be another than the true one,
    and isn't to be shown.
    """
    hidden = Hidden.of(assessment)
    if not hidden.facts:
        return assessment
    book, knowledge = assessment.book, blind_knowledge(assessment, hidden.facts)
    nodes = run({rule_id: resolved.tree for rule_id, resolved in book.rules.items()}, knowledge.values())
    results = {i: Result(one.rule, nodes[i]) for i, one in assessment.results.items()}
    return replace(
        assessment,
        knowledge=knowledge,
        results=results,
        decided_by=tuple(_may_have_decided(assessment, results)),
        scores=tuple(
            replace(
                score_checklist(one.instrument, _unfilled(one.checklist), knowledge, book.vocabulary),
                masked=sum(answer.about_other for answer in one.checklist.given.values()),
            )
            for one in assessment.scores
        ),
        picture=tuple(Picture(d, risk, protection) for d, risk, protection in area_picture(knowledge, book.vocabulary)),
        whole=whole_picture(knowledge),
    )


def _unfilled(checklist: Checklist) -> Checklist:
    masked = {item for item, answer in checklist.given.items() if answer.about_other}
    return checklist.model_copy(update={"answers": {i: a for i, a in checklist.answers.items() if i not in masked}})


def _may_have_decided(assessment: Assessment, results: Mapping[str, Result]) -> Iterator[str]:
    """The rules of the decision list that may have led to the outcomes, as far as the blind results tell."""
    for rule_id in assessment.book.decision:
        one = results[rule_id]
        if one.rule.outcome in assessment.outcomes and one.verdict is not Verdict.NOT_MET:
            yield rule_id
        if one.verdict is Verdict.MET:
            return
