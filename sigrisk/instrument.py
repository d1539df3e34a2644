"""Checklists: their items, what each answer means, and which fact each item informs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Final

from pydantic import Field, model_validator

from sigrisk.models import Model
from sigrisk.possible import Possible, meet
from sigrisk.vocabulary import Answer, Identifier, Sourced, SwedishWord, Text, Vocabulary, read_answer

RISK_STEPS: Final = ("low", "moderate", "high")
PROTECTION_STEPS: Final = ("absent", "thread", "clear")
YES_NO_STEPS: Final = ("no", "yes")


class SummedUp(Enum):
    """``judged``: the assessor gives a summary rating with reasons. ``counted``: the counts are the result.

    ``listed``: a form that gathers knowledge and is no assessment; its answers are told one by one.
    """

    JUDGED = "judged"
    COUNTED = "counted"
    LISTED = "listed"


class ItemSide(Enum):
    """What an item is about. Only risk and protection are counted; the rest is told answer by answer."""

    RISK = "risk"
    PROTECTION = "protection"
    NEED = "need"
    RESPONSIVITY = "responsivity"
    CONTEXT = "context"


class ScaleKind(Enum):
    """How an item is answered: on steps of its own, with yes or no, or with the fact's own value."""

    STEPS = "steps"
    YES_NO = "yes_no"
    TYPED = "typed"


class Bound(Enum):
    """What a typed number says of the fact: just that, or that it is at least or at most so much."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Level(Model):
    """One step of an item's scale.

    ``word`` is how it is written in a file, where that isn't the label. ``shows`` is the step that the counts count it
    as; only counted sides have one.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Text
    word: SwedishWord = ""
    shows: Annotated[str, Field(pattern=r"^(low|moderate|high|absent|thread|clear)$")] = ""


@cache
def _yes_no() -> tuple[Level, ...]:
    return tuple(Level.model_construct(id=i, label=i.capitalize(), shows=s) for i, s in (("nej", "no"), ("ja", "yes")))


class Scale(Model):
    """How a kind of item is answered. ``written`` are the steps of a stepped scale, from least to most."""

    id: Identifier
    side: ItemSide
    kind: ScaleKind = ScaleKind.STEPS
    bound: Bound = Bound.EXACT
    written: Annotated[tuple[Level, ...], Field(alias="levels")] = ()

    @property
    def levels(self) -> tuple[Level, ...]:
        """The answers to choose from, from least to most; none where the fact's own value is written."""
        return _yes_no() if self.kind is ScaleKind.YES_NO else self.written

    @property
    def counted_at(self) -> tuple[str, ...]:
        """The steps that items on this scale are counted at; none where answers are told one by one."""
        if self.side not in (ItemSide.RISK, ItemSide.PROTECTION) or self.kind is ScaleKind.TYPED:
            return ()
        if self.kind is ScaleKind.YES_NO:
            return YES_NO_STEPS
        return RISK_STEPS if self.side is ItemSide.RISK else PROTECTION_STEPS


class Item(Sourced):
    """One question of a checklist.

    ``means`` says in words what each level stands for; ``maps`` says which values of the fact each level allows. An
    item that is answered with the fact's own value has neither.
    """

    id: Identifier
    label: Text
    ask: Text
    scale: Identifier
    fact: Identifier
    means: dict[str, Text] = {}
    maps: dict[str, Answer] = {}
    note: str = ""


class Section(Model):
    """A domain of the checklist, with its items."""

    id: Identifier
    label: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Elsewhere(Model):
    """Something the form doesn't ask since it follows from other parts of the case; ``facts`` are shown with it."""

    ask: Text
    facts: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class SummaryStep(Model):
    """One step of the summary rating."""

    id: Annotated[str, Field(pattern=r"^(low|moderate|high)$")]
    label: Text
    means: Text


class Summary(Model):
    """The assessor's own summary rating: the question, its steps, and the time it is given for."""

    ask: Text
    horizon_months: Annotated[tuple[int, ...], Field(min_length=1)]
    steps: Annotated[tuple[SummaryStep, ...], Field(min_length=2)]


class AgeRange(Model):
    """The ages, in whole years, that a checklist is meant for; both ends included."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(le=120)]


class Instrument(Sourced):
    """A checklist modelled on the structure of a published one, in our own words; never the original itself.

    ``strengths`` and ``override`` are the questions by which the assessor may mark a section as a strength, and may
    say that the counts mislead; a checklist without the question doesn't take the answer.
    """

    sigrisk_instrument: Annotated[int, Field(ge=1, le=1)]
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    label: Text
    modelled_on: Text
    validated: Annotated[bool, Field(strict=True)] = False
    ages: AgeRange
    minutes: Annotated[int, Field(ge=1)]
    purpose: Text
    limits: Annotated[tuple[Text, ...], Field(min_length=1)]
    not_for: tuple[Text, ...] = ()
    summed_up: SummedUp
    repeatable: bool = False
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    elsewhere: tuple[Elsewhere, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    summary: Summary | None = None
    strengths: str = ""
    override: str = ""

    @model_validator(mode="after")
    def _summary_fits(self) -> Instrument:
        if (self.summed_up is SummedUp.JUDGED) != (self.summary is not None):
            raise ValueError("a judged checklist, and no other, has a summary")
        return self

    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def assesses(self) -> bool:
        """Whether it is a structured assessment: a form that only gathers knowledge, such as a nomination, is none."""
        return self.summed_up is not SummedUp.LISTED

    def scale_of(self, item: Item) -> Scale:
        """The scale an item is answered on."""
        return next(s for s in self.scales if s.id == item.scale)


@dataclass(frozen=True, slots=True)
class ItemReading:
    """The levels an item may have, and whether it was answered on the form or read from what is known elsewhere.

    "Vet ej" is no answer: it is read from elsewhere too.

    ``not_applicable``: whether that is possible; with no level left it is the answer. ``values``: for an item without
    levels, what its fact may be, or None where the form says that it doesn't apply.
    """

    item: Item
    levels: frozenset[str]
    not_applicable: bool
    answered: bool
    values: Possible | None = None

    @property
    def settled(self) -> bool:
        """Whether exactly one answer is left."""
        if self.values is not None:
            return self.values.single
        return len(self.levels) + self.not_applicable == 1

    @property
    def read_elsewhere(self) -> bool:
        """Whether its answer isn't the form's but settled by what is known otherwise."""
        return not self.answered and self.settled


def level_values(instrument: Instrument, item: Item, level: str, vocabulary: Vocabulary) -> Possible:
    """The values of the item's fact that one level allows."""
    found = read_answer(vocabulary[item.fact].definition, item.maps[level])
    if found is None:
        raise AssertionError(f"{instrument.id}.{item.id} maps a level to an unknown answer")
    return found


def levels_left(instrument: Instrument, item: Item, fact_values: Possible, vocabulary: Vocabulary) -> frozenset[str]:
    """The levels of an unanswered item that what is known of its fact still allows."""
    scale = instrument.scale_of(item)
    return frozenset(
        level.id
        for level in scale.levels
        if meet(level_values(instrument, item, level.id, vocabulary), fact_values) is not None
    )
