"""Checklists: their items, what each level means, and which fact each item informs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator

from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.models import Model, validate
from sigrisk.possible import Possible, hull, meet
from sigrisk.vocabulary import (
    AnswerError,
    FactType,
    Identifier,
    Sourced,
    Text,
    Vocabulary,
    everything,
    read_answer,
)
from sigrisk.yamlfile import Document


class SummedUp(Enum):
    """``judged``: the assessor gives a summary rating with reasons. ``counted``: the counts are the result."""

    JUDGED = "judged"
    COUNTED = "counted"


class ItemSide(Enum):
    """Whether an item is about risk or about protection."""

    RISK = "risk"
    PROTECTION = "protection"


class Level(Model):
    """One step of an item's scale. ``shows`` is the three-step reading that the scores count."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    label: Text
    shows: Annotated[str, Field(pattern=r"^(low|moderate|high|absent|thread|clear)$")]


class Scale(Model):
    """The steps of a kind of item, from least to most."""

    id: Identifier
    side: ItemSide
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]


class Item(Sourced):
    """One question of a checklist.

    ``means`` says in words what each level stands for; ``maps`` says which values of the fact each level allows.
    """

    id: Identifier
    label: Text
    ask: Text
    scale: Identifier
    fact: Identifier
    means: dict[str, Text]
    maps: dict[str, bool | int | str | tuple[bool | int | str, ...]]
    note: str = ""


class Section(Model):
    """A domain of the checklist, with its items."""

    id: Identifier
    label: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


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
    """A checklist modelled on the structure of a published one, in our own words; never the original itself."""

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
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    summary: Summary | None = None

    @model_validator(mode="after")
    def _summary_fits(self) -> Instrument:
        if (self.summed_up is SummedUp.JUDGED) != (self.summary is not None):
            raise ValueError("a judged checklist, and no other, has a summary")
        return self

    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    def scale_of(self, item: Item) -> Scale:
        """The scale an item is answered on."""
        return next(s for s in self.scales if s.id == item.scale)


@dataclass(frozen=True, slots=True)
class ItemReading:
    """The levels an item may have, and whether it was answered on the form or read from what is known elsewhere.

    ``not_applicable``: whether that is possible; with no level left it is the answer.
    """

    item: Item
    levels: frozenset[str]
    not_applicable: bool
    answered: bool


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


def load_instrument(document: Document, vocabulary: Vocabulary, stem: str | None = None) -> Instrument:
    """Read and check one checklist; ``stem`` is the file's name without its ending, by which it is found.

    Raises BadInput (SIG020–SIG023, SIG130–SIG136) with every finding at its place.
    """
    instrument = validate(Instrument, document)
    found = list(_findings(instrument, document, vocabulary))
    if stem is not None and stem != instrument.id:
        other = f"checklistan heter ”{instrument.id}” men filen ”{stem}”"
        help_ = f"döp filen till {instrument.id}.yaml"
        found.append(Diagnostic("SIG136", document.file, document.where(("id",)), other, help_))
    if found:
        raise BadInput(found)
    return instrument


def _findings(instrument: Instrument, document: Document, vocabulary: Vocabulary) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    seen: set[str] = set()
    scales = {s.id: s for s in instrument.scales}

    def tell(code: str, path: tuple[str | int, ...], message: str, help_: str) -> None:
        found.append(Diagnostic(code, document.file, document.where(path), message, help_))

    for s, section in enumerate(instrument.sections):
        for i, item in enumerate(section.items):
            path: tuple[str | int, ...] = ("sections", s, "items", i)
            if item.id in seen:
                tell("SIG130", (*path, "id"), f"frågan ”{item.id}” står två gånger", "ge varje fråga ett eget id")
            seen.add(item.id)
            if item.scale not in scales:
                tell("SIG131", (*path, "scale"), f"okänd skala ”{item.scale}”", did_you_mean(item.scale, scales))
                continue
            if item.fact not in vocabulary:
                near = did_you_mean(item.fact, vocabulary.ids)
                tell("SIG132", (*path, "fact"), f"okänd uppgift ”{item.fact}”", near)
                continue
            found.extend(_map_findings(item, scales[item.scale], document, path, vocabulary))
    return found


def _map_findings(
    item: Item, scale: Scale, document: Document, path: tuple[str | int, ...], vocabulary: Vocabulary
) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    fact = vocabulary[item.fact].definition
    wanted = {level.id for level in scale.levels}

    def tell(code: str, where: str, message: str, help_: str) -> None:
        found.append(Diagnostic(code, document.file, document.where((*path, where)), message, help_))

    for key in ("means", "maps"):
        given: set[str] = set(getattr(item, key))
        if given != wanted:
            tell("SIG133", key, f"”{key}” ska ha nivåerna {', '.join(sorted(wanted))}", "skriv en rad för varje nivå")
            return found
    together: Possible | None = None
    for level in scale.levels:
        try:
            values = read_answer(fact, item.maps[level.id])
        except AnswerError as error:
            tell("SIG134", "maps", f"{level.id}: {error}", error.help)
            return found
        if values is not None:
            together = values if together is None else hull(together, values)
    if fact.type in (FactType.LEVEL, FactType.PROTECTION, FactType.BOOL) and together is not None:
        numbers = everything(fact.model_copy(update={"not_applicable": False}))
        if together != numbers:
            tell(
                "SIG135",
                "maps",
                "nivåerna täcker inte alla svar som uppgiften kan ha",
                "låt varje värde höra till en nivå",
            )
    return found
