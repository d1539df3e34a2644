"""The checklists as a reader meets them: each level in words, and what it says about the fact it informs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigrisk.counted import counted
from sigrisk.instrument import Bound, Instrument, Item, ScaleKind, SummedUp, level_values
from sigrisk.packs import Packs
from sigrisk.publish.model import ChecklistSection, ChecklistView, ItemView, Row
from sigrisk.publish.wording import answers_of, item_anchor, md, origin
from sigrisk.vocabulary import FactDef, Sourced, show

_TYPED: Final[Mapping[Bound, str]] = {
    Bound.EXACT: "precis som det är",
    Bound.AT_LEAST: "som en nedre gräns",
    Bound.AT_MOST: "som en övre gräns",
}


def checklist_views(packs: Packs) -> tuple[ChecklistView, ...]:
    """Every checklist there is."""
    return tuple(_checklist(one, packs) for one in packs.instruments.values())


def _checklist(one: Instrument, packs: Packs) -> ChecklistView:
    tried = "Prövad i forskning." if one.validated else "Inte prövad i forskning."
    weight = " Räknas inte som en checklista i underlaget." if one.summed_up is SummedUp.LISTED else ""
    lead = (
        f"Version {one.version}. För åldern {one.ages.low}–{one.ages.high} år. "
        f"Tar cirka {counted(one.minutes, 'minut', 'minuter')}. {tried}{weight}"
    )
    return ChecklistView(
        anchor=item_anchor(one.id),
        title=md(one.label),
        purpose=md(one.purpose),
        modelled_on=md(one.modelled_on),
        lead=lead,
        limits=tuple(md(limit) for limit in (*one.limits, *(f"Inte till för: {text}" for text in one.not_for))),
        origin=_origin(one, packs),
        elsewhere=tuple(md(part.ask) for part in one.elsewhere),
        sections=tuple(
            ChecklistSection(md(section.label), tuple(_item(one, item, packs) for item in section.items))
            for section in one.sections
        ),
        own_words=tuple(
            Row((term, md(ask)))
            for term, ask in (("Styrkor", one.strengths), ("Om svaren ger en missvisande bild", one.override))
            if ask
        ),
        summary=md(one.summary.ask) if one.summary is not None else "",
        steps=tuple(Row((md(s.label), md(s.means))) for s in one.summary.steps) if one.summary is not None else (),
    )


def _item(instrument: Instrument, item: Item, packs: Packs) -> ItemView:
    fact = packs.vocabulary[item.fact].definition
    scale = instrument.scale_of(item)
    return ItemView(
        anchor=item_anchor(instrument.id, item.id),
        title=md(item.label),
        ask=md(item.ask),
        fact=md(fact.label),
        note=md(item.note),
        typed=_typed(fact, scale.bound) if scale.kind is ScaleKind.TYPED else "",
        levels=tuple(
            Row(
                (
                    md(level.label),
                    md(item.means[level.id]),
                    md(show(fact, level_values(instrument, item, level.id, packs.vocabulary))),
                )
            )
            for level in scale.levels
        ),
        origin=_origin(item, packs),
    )


def _typed(fact: FactDef, bound: Bound) -> str:
    return f"Svaret är {answers_of(fact)}. Det räknas {_TYPED[bound]} för uppgiften ”{md(fact.label)}”."


def _origin(one: Sourced, packs: Packs) -> str:
    text = origin(one.basis, one.sources, packs.sources)
    return text[:1].upper() + text[1:]
