"""The checklists as a reader meets them: each level in words, and what it says about the fact it informs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigrisk.instrument import Bound, Elsewhere, Instrument, Item, ScaleKind, level_values
from sigrisk.publish.model import ChecklistSection, ChecklistView, ItemView, Row
from sigrisk.publish.wording import answers_of, item_anchor, md
from sigrisk.vocabulary import Vocabulary, show

_TAKEN_AS: Final = {
    Bound.EXACT: "",
    Bound.AT_LEAST: " Svaret räknas som minst så mycket, för mer kan vara okänt.",
    Bound.AT_MOST: " Svaret räknas som högst så mycket, för mindre kan vara okänt.",
}


def checklist_views(instruments: Mapping[str, Instrument], vocabulary: Vocabulary) -> tuple[ChecklistView, ...]:
    """Every checklist there is."""
    return tuple(_checklist(one, vocabulary) for one in instruments.values())


def _checklist(one: Instrument, vocabulary: Vocabulary) -> ChecklistView:
    tried = "Prövad i forskning." if one.validated else "Inte prövad i forskning."
    lead = (
        f"Version {one.version}. För åldern {one.ages.low}–{one.ages.high} år. Tar cirka {one.minutes} minuter. {tried}"
    )
    return ChecklistView(
        anchor=item_anchor(one.id),
        title=md(one.label),
        purpose=md(one.purpose),
        modelled_on=md(one.modelled_on),
        lead=lead,
        limits=tuple(md(limit) for limit in (*one.limits, *(f"Inte till för: {text}" for text in one.not_for))),
        elsewhere=tuple(_elsewhere(other, vocabulary) for other in one.elsewhere),
        sections=tuple(
            ChecklistSection(md(section.label), tuple(_item(one, item, vocabulary) for item in section.items))
            for section in one.sections
        ),
        summary=md(one.summary.ask) if one.summary is not None else "",
        steps=tuple(Row((md(s.label), md(s.means))) for s in one.summary.steps) if one.summary is not None else (),
        strengths=md(one.strengths),
        override=md(one.override),
    )


def _elsewhere(other: Elsewhere, vocabulary: Vocabulary) -> str:
    named = "; ".join(f"”{md(vocabulary[fact].definition.label)}”" for fact in other.facts)
    return f"{md(other.ask)} Det framgår av annat i ärendet: {named}."


def _item(instrument: Instrument, item: Item, vocabulary: Vocabulary) -> ItemView:
    fact, scale = vocabulary[item.fact].definition, instrument.scale_of(item)
    return ItemView(
        anchor=item_anchor(instrument.id, item.id),
        title=md(item.label),
        ask=md(item.ask),
        fact=md(fact.label),
        note=md(item.note),
        typed=f"{answers_of(fact)}.{_TAKEN_AS[scale.bound]}" if scale.kind is ScaleKind.TYPED else "",
        levels=tuple(
            Row(
                (
                    md(level.label),
                    md(item.means[level.id]),
                    md(show(fact, level_values(instrument, item, level.id, vocabulary))),
                )
            )
            for level in scale.levels
        ),
    )
