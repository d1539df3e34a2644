"""From a case to its possible facts: claims combined, old ones dropped, events counted, consents summed up.

Nothing is ever made up here: a fact without a usable claim may still be anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sigrisk.case import Case, Checklist, Claim
from sigrisk.dates import expired
from sigrisk.derived import derived
from sigrisk.evidence import Evidence
from sigrisk.instrument import Instrument, ScaleKind
from sigrisk.itemanswer import read_said
from sigrisk.material import Answered, as_written
from sigrisk.possible import Possible, combine, meet
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import Fact, FactType, everything, read_answer


@dataclass(frozen=True, slots=True)
class Known:
    """What a case says about one fact."""

    fact: Fact
    values: Possible
    evidence: tuple[Evidence, ...]

    @property
    def answered(self) -> bool:
        """Whether anything at all narrows the fact."""
        return self.values != everything(self.fact.definition)

    @property
    def contradicted(self) -> bool:
        """Whether two counting claims have no value in common."""
        counting = [e.values for e in self.evidence if e.counts and e.values is not None]
        common: Possible | None = everything(self.fact.definition)
        for values in counting:
            common = None if common is None else meet(common, values)
        return common is None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a case says about every fact of the vocabulary."""

    facts: Mapping[str, Known]

    def values(self) -> dict[str, Possible]:
        """The possible values by fact: all that the evaluators need."""
        return {fact_id: known.values for fact_id, known in self.facts.items()}


def gather(case: Case, book: RuleBook, instruments: Mapping[str, Instrument]) -> Knowledge:
    """Everything the case says, as possible facts. The order of facts, checklists and sources has no effect."""
    evidence: dict[str, list[Evidence]] = {fact.id: [] for fact in book.vocabulary}
    for fact_id in case.facts:
        fact = book.vocabulary[fact_id]
        for claim in case.claims(fact_id):
            evidence[fact_id].append(_from_claim(case, fact, claim))
    for checklist in case.checklists:
        _from_checklist(case, checklist, instruments[checklist.instrument], book, evidence)
    answered = Answered.of(evidence, book.vocabulary, as_written)
    for fact_id, one in derived(case, book, instruments, answered):
        evidence[fact_id].append(one)
    return Knowledge({fact.id: _known(fact, evidence[fact.id]) for fact in book.vocabulary})


def _from_claim(case: Case, fact: Fact, claim: Claim) -> Evidence:
    return Evidence(
        values=read_answer(fact.definition, claim.value),
        source=case.sources[claim.source].name,
        source_key=claim.source,
        day=claim.date,
        note=claim.note,
        expired=expired(fact.definition, claim.date, case.day),
        about_other=claim.about_other,
    )


def _from_checklist(
    case: Case, checklist: Checklist, instrument: Instrument, book: RuleBook, evidence: dict[str, list[Evidence]]
) -> None:
    items = {item.id: item for item in instrument.items()}
    for item_id, answer in checklist.given.items():
        item = items[item_id]
        fact = book.vocabulary[item.fact]
        said = read_said(instrument, item, answer.level, book.vocabulary)
        source = f"{instrument.label}, ifylld av {checklist.assessor.name}, {checklist.assessor.role}"
        if answer.source is not None:
            source += f" (enligt {case.sources[answer.source].name})"
        note = answer.note
        yes_or_no = said.level is not None and instrument.scale_of(item).kind is ScaleKind.YES_NO
        if yes_or_no and (fact.definition.type is not FactType.BOOL or said.values == everything(fact.definition)):
            # The question may be narrower than the fact: its answer means little without it.
            note = f"Svaret på ”{item.label}” är {said.level}. {note}".strip()
        too_old = expired(fact.definition, checklist.date, case.day)
        key = f"checklist:{checklist.assessor.name}:{instrument.id}.{item_id}"
        claim = Evidence(said.values, source, key, checklist.date, note, too_old, about_other=answer.about_other)
        evidence[fact.id].append(claim)


def _known(fact: Fact, evidence: Iterable[Evidence]) -> Known:
    listed = sorted(evidence, key=lambda e: (e.day or date.max, e.source, e.note, repr(e.values)))
    newest = {e.source_key: e.day for e in listed}  # a later "vet ej" takes back what the same source said before
    marked = tuple(replace(e, superseded=True) if e.day != newest[e.source_key] else e for e in listed)
    usable = [e.values for e in marked if e.counts and e.values is not None]
    return Known(fact, combine(usable, everything(fact.definition)), marked)
