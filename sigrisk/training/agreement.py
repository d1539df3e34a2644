"""How far a group's ratings agree: for each item, for each domain, and for the summary judgement.

Raters are never told apart here: every figure is about how the checklist is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Final

from sigrisk.counted import counted
from sigrisk.instrument import Item, Scale, ScaleKind, Section
from sigrisk.training.bootstrap import Figure, figures
from sigrisk.training.group import Given, Group
from sigrisk.training.measures import Grid, Measure, Unit, pairs_with_kappa

RESAMPLES: Final = 1000
SEED: Final = 1


class Kind(Enum):
    """What a row of figures is about."""

    ITEM = "fråga"
    DOMAIN = "område"
    SUMMARY = "samlad bedömning"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one item, domain or summary judgement.

    ``units`` is how many things at least two have rated, ``cases`` in how many scenarios, ``ratings`` how many ratings
    of them there are, and ``unknown`` how many answered that they didn't know or that it doesn't apply. ``remark`` says
    why figures lack.
    """

    kind: Kind
    section: str
    id: str
    label: str
    steps: int
    units: int
    cases: int
    ratings: int
    unknown: int
    figures: Mapping[Measure, Figure]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the intervals are drawn: the seed, and how many times."""

    seed: int = SEED
    resamples: int = RESAMPLES


def rows(group: Group, drawing: Drawing) -> tuple[Row, ...]:
    """Every row, in the order of the checklist: each domain's items, the domain itself, and at last the summary."""
    return tuple(_Rows(group, drawing).all())


class _Rows:
    def __init__(self, group: Group, drawing: Drawing) -> None:
        self.group, self.drawing = group, drawing
        self.cells = {(one.ratings.rater, one.thing): one for one in group.given}

    def all(self) -> Iterator[Row]:
        instrument = self.group.instrument
        for section in instrument.sections:
            for item in section.items:
                yield self._item(section, item)
            yield from self._domain(section)
        if instrument.summary is not None:
            yield self._summary(tuple(step.id for step in instrument.summary.steps))

    def _item(self, section: Section, item: Item) -> Row:
        scale = self.group.instrument.scale_of(item)
        if scale.kind is ScaleKind.TYPED:
            return self._typed(section, item)
        places = _places(scale)
        units = self._units(partial(_place, item=item, places=places))
        return self._row(Kind.ITEM, section.label, item.id, item.label, units, len(places), self._unknown([item]))

    def _typed(self, section: Section, item: Item) -> Row:
        """Answers that aren't steps: only whether they are the same."""
        said = [
            (t, str(one.said[item.id].values)) for t in self.group.things for one in self._of(t) if item.id in one.said
        ]
        known = sorted({text for _, text in said if text != "None"})
        places = {text: place for place, text in enumerate(known)}

        def place(one: Given) -> int | None:
            found = one.said.get(item.id)
            return None if found is None else places.get(str(found.values))

        row = self._row(
            Kind.ITEM,
            section.label,
            item.id,
            item.label,
            self._units(place),
            max(1, len(places)),
            self._unknown([item]),
        )
        only: Mapping[Measure, Figure] = {
            one: value for one, value in row.figures.items() if one in (Measure.EXACT, Measure.KAPPA)
        }
        return replace(row, figures=only, remark=row.remark or "svaren är inga steg, så bara lika och olika räknas")

    def _domain(self, section: Section) -> Iterator[Row]:
        """One row for each scale that the domain's items are answered on: figures of different scales don't mix."""
        instrument = self.group.instrument
        scales = [s for s in instrument.scales if s.kind is not ScaleKind.TYPED]
        used = [s for s in scales if any(item.scale == s.id for item in section.items)]
        for scale in used:
            items = [item for item in section.items if item.scale == scale.id]
            places = _places(scale)
            units = [unit for item in items for unit in self._units(partial(_place, item=item, places=places))]
            cases = tuple(range(len(self.group.things))) * len(items)
            label = section.label if len(used) == 1 else f"{section.label}, {SIDES[scale.side.value]}"
            row_id = section.id if len(used) == 1 else f"{section.id}.{scale.id}"
            unknown = self._unknown(items)
            yield self._row(Kind.DOMAIN, section.label, row_id, label, units, len(places), unknown, cases)

    def _summary(self, steps: tuple[str, ...]) -> Row:
        def place(one: Given) -> int | None:
            rating = one.ratings.summary.rating
            return steps.index(rating) if rating in steps else None

        label = "Samlad bedömning"
        return self._row(Kind.SUMMARY, label, "summary", label, self._units(place), len(steps), 0)

    def _row(
        self,
        kind: Kind,
        section: str,
        row_id: str,
        label: str,
        units: list[Unit],
        steps: int,
        unknown: int,
        cases: tuple[int, ...] = (),
    ) -> Row:
        grid = Grid(tuple(units), steps)
        seed = f"{self.drawing.seed}:{self.group.instrument.id}:{kind.name}:{row_id}"
        found = figures(grid, seed, self.drawing.resamples, cases or None)
        ratings = sum(v is not None for place in grid.compared for v in grid.units[place])
        of = cases or range(len(units))
        compared, scenarios = len(grid.compared), len({of[place] for place in grid.compared})
        remark = _remark(grid, found)
        return Row(kind, section, row_id, label, steps, compared, scenarios, ratings, unknown, found, remark)

    def _units(self, place: Callable[[Given], int | None]) -> list[Unit]:
        """For each scenario what each rater says."""
        return [
            tuple(
                place(one) if (one := self.cells.get((rater, thing))) is not None else None
                for rater in self.group.raters
            )
            for thing in self.group.things
        ]

    def _of(self, thing: tuple[str, str]) -> list[Given]:
        return [one for one in self.group.given if one.thing == thing]

    def _unknown(self, items: list[Item]) -> int:
        """How many answers say that the rater doesn't know, or that the question doesn't apply."""
        return sum(
            one.said[item.id].unknown or one.said[item.id].not_applicable
            for one in self.group.given
            for item in items
            if item.id in one.said
        )


SIDES: Final = {
    "risk": "risk",
    "protection": "skydd",
    "need": "behov",
    "responsivity": "mottaglighet",
    "context": "sammanhang",
}


def _places(scale: Scale) -> dict[str, int]:
    return {level.id: place for place, level in enumerate(scale.levels)}


def _place(one: Given, item: Item, places: Mapping[str, int]) -> int | None:
    said = one.said.get(item.id)
    return None if said is None or said.level is None else places[said.level]


def _remark(grid: Grid, found: Mapping[Measure, Figure]) -> str:
    """Why a figure lacks."""
    if not grid.compared:
        return "inga två har svarat på samma"
    if len(grid.compared) == 1:
        return "bara ett fall att jämföra, så slumpen går inte att räkna bort"
    if not grid.varies:
        return "alla svarade lika, så kappa, alfa och ICC går inte att räkna"
    if Measure.KAPPA not in found:
        return "ingen av bedömarna varierade sina svar, så kappa går inte att räkna"
    used, of = pairs_with_kappa(grid)
    told = (
        [f"kappa är medelvärdet av {used} av {of} par bedömare, och går inte att räkna för de andra"]
        if used < of
        else []
    )
    told += ["för få fall har fått svar av alla, så ICC går inte att räkna"] if Measure.ICC not in found else []
    return "; ".join(told)


def summed_up(group: Group) -> str:
    """Who has rated what, in one sentence."""
    raters = counted(len(group.raters), "bedömare", "bedömare")
    things = counted(len(group.things), "övningsärende", "övningsärenden")
    return f"{raters} har lämnat {counted(len(group.given), 'formulär', 'formulär')} om {things}"
