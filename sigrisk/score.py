"""Counts, never sums: how many items stand at each level, as intervals where answers are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sigrisk.case import CheckAnswer, Checklist
from sigrisk.departing import departure
from sigrisk.instrument import (
    PROTECTION_STEPS,
    RISK_STEPS,
    YES_NO_STEPS,
    Instrument,
    Item,
    ItemReading,
    ItemSide,
    ScaleKind,
    SummedUp,
    levels_left,
)
from sigrisk.itemanswer import read_said, says_not_applicable, says_unknown
from sigrisk.knowledge import Knowledge, Known
from sigrisk.possible import Ordered, Possible
from sigrisk.vocabulary import Domain, FactType, Side, Vocabulary, everything

NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``low`` and at most ``high`` items stand at ``step``."""

    step: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one area and side: ``unknown`` items have several steps left, ``not_applicable`` none.

    ``elsewhere`` of them have an answer from other parts of the case, not from the form.

    Yes-or-no questions are counted at "no" and "yes": at least and at most so many are answered with yes.
    """

    label: str
    side: ItemSide
    counts: tuple[Count, ...]
    items: int
    unknown: int
    not_applicable: int
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class ChecklistScore:
    """One filled-in checklist: its areas, all of it together, and the assessor's own summary rating.

    Yes-or-no answers are counted area by area only: all of them together would be read as a score. The answers of a
    form that is listed aren't counted at all. ``masked`` answers are left out of a party's copy.
    """

    instrument: Instrument
    checklist: Checklist
    readings: tuple[ItemReading, ...]
    areas: tuple[Tally, ...]
    total: tuple[Tally, ...]
    departs: str
    masked: int = 0

    @property
    def answered(self) -> int:
        """How many items were answered on the form: "vet ej" and "ej aktuellt" are counted for themselves."""
        return len(self.checklist.given) - self.said_unknown - self.said_not_applicable

    @property
    def said_unknown(self) -> int:
        """How many items the form answers with "vet ej"."""
        return sum(says_unknown(answer.level) for answer in self.checklist.given.values())

    @property
    def said_not_applicable(self) -> int:
        """How many items the form answers with "ej aktuellt"."""
        return sum(says_not_applicable(answer.level) for answer in self.checklist.given.values())

    @property
    def read_elsewhere(self) -> int:
        """How many items weren't answered on the form, or with "vet ej", but are settled by what is known otherwise."""
        return sum(r.read_elsewhere for r in self.readings)

    @property
    def reasons_missing(self) -> bool:
        """Whether the summary rating departs from the picture without reasons."""
        summary = self.checklist.summary
        return bool(self.departs) and (summary is None or not summary.reasons.strip())

    @property
    def override_reasons_missing(self) -> bool:
        """Whether the assessor says that the counts mislead, without saying why."""
        override = self.checklist.override
        return override is not None and not override.reasons.strip()

    def told(self) -> tuple[tuple[ItemSide | None, tuple[ItemReading, ...]], ...]:
        """The items whose answers are told one by one, since no step counts them: by side, or all of a listed form."""
        if self.instrument.summed_up is SummedUp.LISTED:
            return ((None, self.readings),)
        scales = {r.item.id: self.instrument.scale_of(r.item) for r in self.readings}
        uncounted = [r for r in self.readings if not scales[r.item.id].counted_at]
        by_side = ((side, tuple(r for r in uncounted if scales[r.item.id].side is side)) for side in ItemSide)
        return tuple((side, readings) for side, readings in by_side if readings)


def tally(
    label: str, side: ItemSide, steps_left: Iterable[frozenset[str]], steps: tuple[str, ...] | None = None
) -> Tally:
    """Counts over the steps that each item may stand at; an empty set is "not applicable".

    A set that holds ``NOT_APPLICABLE`` beside steps belongs to an item of which even that isn't known. ``steps`` are
    the side's own unless given.
    """
    listed = tuple(steps_left)
    order = steps or (RISK_STEPS if side is ItemSide.RISK else PROTECTION_STEPS)
    counts = tuple(
        Count(step, sum(s == frozenset({step}) for s in listed), sum(step in s for s in listed)) for step in order
    )
    unknown = sum(len(s) > 1 for s in listed)
    return Tally(label, side, counts, len(listed), unknown, sum(not s for s in listed))


def area_picture(knowledge: Knowledge, vocabulary: Vocabulary) -> tuple[tuple[Domain, Tally, Tally], ...]:
    """Risk and protection in each life area, over the vocabulary's own facts."""
    found = []
    for domain in vocabulary.domains:
        facts = [k for k in knowledge.facts.values() if k.fact.domain.id == domain.id]
        risk, protection = _sides(facts)
        if risk or protection:
            found.append(
                (domain, tally(domain.label, ItemSide.RISK, risk), tally(domain.label, ItemSide.PROTECTION, protection))
            )
    return tuple(found)


def whole_picture(knowledge: Knowledge) -> tuple[Tally, Tally]:
    """Risk and protection over all life areas together."""
    risk, protection = _sides(knowledge.facts.values())
    return tally("Alla områden", ItemSide.RISK, risk), tally("Alla områden", ItemSide.PROTECTION, protection)


def _sides(facts: Iterable[Known]) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """The steps left of every risk and every protective factor that is answered in steps."""
    listed = [(k.fact.definition, k.values) for k in facts if isinstance(k.values, Ordered)]
    risk = [_steps(v, _LEVEL_STEPS) for d, v in listed if d.side is Side.RISK and d.type is FactType.LEVEL]
    wanted = (Side.PROTECTION, FactType.PROTECTION)
    return risk, [_steps(v, PROTECTION_STEPS) for d, v in listed if (d.side, d.type) == wanted]


# none and low count as low: the checklists' lowest step is "low or none".
_LEVEL_STEPS: Final = ("low", *RISK_STEPS)


def _steps(values: Ordered, steps: tuple[str, ...]) -> frozenset[str]:
    if not values.has_numbers:
        return frozenset()
    return frozenset(steps[values.low : values.high + 1]) | ({NOT_APPLICABLE} if values.na else set())


def score_checklist(
    instrument: Instrument, checklist: Checklist, knowledge: Knowledge, vocabulary: Vocabulary
) -> ChecklistScore:
    """The counts of one filled-in checklist. Items left out are read from what the case knows otherwise.

    A form that is listed tells what its writer said and nothing else.
    """
    values = knowledge.values()
    if instrument.summed_up is SummedUp.LISTED:
        values = {fact.id: everything(fact.definition) for fact in vocabulary}
    given = checklist.given
    readings = {i.id: _reading(instrument, i, given.get(i.id), values, vocabulary) for i in instrument.items()}
    areas: list[Tally] = []
    total: list[Tally] = []
    if instrument.summed_up is not SummedUp.LISTED:
        for section in instrument.sections:
            areas += _tallies(instrument, section.label, [readings[i.id] for i in section.items])
        every = _tallies(instrument, "Hela checklistan", readings.values())
        total = [t for t in every if not is_yes_no(t)]
    departs = departure(checklist.summary, *_risk_steps(instrument, checklist, readings))
    return ChecklistScore(instrument, checklist, tuple(readings.values()), tuple(areas), tuple(total), departs)


def is_yes_no(one: Tally) -> bool:
    """Whether a tally counts answers with yes."""
    return tuple(c.step for c in one.counts) == YES_NO_STEPS


def _tallies(instrument: Instrument, label: str, readings: Iterable[ItemReading]) -> list[Tally]:
    """The counts of each counted side, those of yes-or-no questions apart from those of levels."""
    shown: dict[tuple[ItemSide, tuple[str, ...]], list[frozenset[str]]] = {}
    elsewhere = Counter[tuple[ItemSide, tuple[str, ...]]]()
    for reading in readings:
        scale = instrument.scale_of(reading.item)
        if scale.counted_at:
            kind = (scale.side, scale.counted_at)
            shown.setdefault(kind, []).append(_shown(instrument, reading))
            elsewhere[kind] += reading.read_elsewhere
    kinds = sorted(shown, key=lambda kind: (list(ItemSide).index(kind[0]), kind[1] == YES_NO_STEPS))
    return [
        replace(tally(label, side, shown[side, steps], steps), elsewhere=elsewhere[side, steps])
        for side, steps in kinds
    ]


def _reading(
    instrument: Instrument,
    item: Item,
    given: CheckAnswer | None,
    values: Mapping[str, Possible],
    vocabulary: Vocabulary,
) -> ItemReading:
    fact_values = values[item.fact]
    typed = instrument.scale_of(item).kind is ScaleKind.TYPED
    if given is not None:
        said = read_said(instrument, item, given.level, vocabulary)
        if said.not_applicable:
            return ItemReading(item, frozenset(), True, True)
        if not said.unknown:
            levels = frozenset({said.level}) if said.level is not None else frozenset[str]()
            return ItemReading(item, levels, False, True, said.values if typed else None)
    none_left = not fact_values.has_numbers if isinstance(fact_values, Ordered) else not fact_values.names
    if none_left:
        return ItemReading(item, frozenset(), True, False)
    if typed:
        return ItemReading(item, frozenset(), False, False, fact_values)
    left = levels_left(instrument, item, fact_values, vocabulary)
    return ItemReading(item, left, fact_values.na, False)


def _risk_steps(
    instrument: Instrument, checklist: Checklist, readings: Mapping[str, ItemReading]
) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """The steps that each question of risk may stand at; all of them, and those that the assessor marks as critical."""
    shown = {
        item: _shown(instrument, reading)
        for item, reading in readings.items()
        if (scale := instrument.scale_of(reading.item)).side is ItemSide.RISK and scale.counted_at == RISK_STEPS
    }
    return list(shown.values()), [shown[item] for item in checklist.critical if item in shown]


def _shown(instrument: Instrument, reading: ItemReading) -> frozenset[str]:
    shows = {level.id: level.shows for level in instrument.scale_of(reading.item).levels}
    may_not_apply = {NOT_APPLICABLE} if reading.levels and reading.not_applicable else set()
    return frozenset(shows[level] for level in reading.levels) | may_not_apply
