"""What new exercises are made from: sentences that each belong to one answer, and presets of what may be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from sigrisk.case import RATINGS, LegalStatus, PersonId, SourceId, SourceType
from sigrisk.instrument import Instrument
from sigrisk.models import Day, Model
from sigrisk.rulebook import OperationModel, OutcomeId
from sigrisk.vocabulary import Answer, Identifier, Text
from sigrisk.yamlfile import Document

Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class ToldSource(Model):
    """A source of the exercise, and how long before the assessment it said what it says."""

    id: SourceId
    name: Text
    type: SourceType
    days_before: Annotated[int, Field(ge=0, le=365)]


class ItemTexts(Model):
    """The sentences of one item, by the level each of them shows."""

    item: Identifier
    source: SourceId
    levels: dict[str, Texts]


class ToldEvent(Model):
    """A crime event that a sentence tells of, some days earlier or later than ``days_before``."""

    days_before: Annotated[int, Field(ge=0, le=3650)]
    either_way: Annotated[int, Field(ge=0, le=60)] = 0
    type: Identifier
    status: LegalStatus


class ToldAnswer(Model):
    """Some facts and events, and the sentences that each tell of all of them. ``hears`` are people it has heard."""

    id: Identifier
    source: SourceId
    says: Texts
    facts: dict[str, Answer] = {}
    events: tuple[ToldEvent, ...] = ()
    hears: tuple[PersonId, ...] = ()


class FactTexts(Model):
    """Facts that the checklist doesn't ask about: one of the answers is told."""

    id: Identifier
    answers: Annotated[tuple[ToldAnswer, ...], Field(min_length=1)]


class VoiceTexts(Model):
    """What a person says, by the level of one item."""

    item: Identifier
    says: dict[str, Texts]


class Sentences(Model):
    """All sentences for one checklist, and the order in which a story tells them.

    An answer is named by its item or group and itself, ``kamrater.much``. ``never_together`` are pairs that would
    contradict each other. ``speaks`` are words that only stand where the person has been heard. ``because`` are
    reasons that an answer gives for the summary judgement.
    """

    sigrisk_sentences: Annotated[int, Field(ge=1, le=1)]
    instrument: Identifier
    version: Annotated[int, Field(ge=1)]
    names: Texts
    sources: tuple[ToldSource, ...]
    guardian_missing: Text
    paragraphs: tuple[tuple[Identifier, ...], ...]
    items: tuple[ItemTexts, ...]
    facts: tuple[FactTexts, ...] = ()
    voice: VoiceTexts
    guardian_voice: VoiceTexts
    speaks: dict[PersonId, Texts] = {}
    never_together: tuple[Annotated[tuple[Text, ...], Field(min_length=2, max_length=2)], ...] = ()
    because: dict[str, Texts] = {}


class Ages(Model):
    """The ages that may be drawn, both ends included."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(le=120)]


class KeySummary(Model):
    """The expert's summary judgement. ``reasons`` end the reasons that the answers themselves give: one is drawn."""

    rating: Annotated[str, RATINGS]
    horizon_months: Annotated[int, Field(ge=1, le=60)]
    reasons: Texts


class Preset(Model):
    """One kind of exercise: what may be drawn, and the only outcomes that the rule book may come to."""

    sigrisk_preset: Annotated[int, Field(ge=1, le=1)]
    id: Identifier
    label: Text
    shows: Text
    sentences: Identifier
    profile: Text
    operation_model: OperationModel | None = None
    assessment_date: Day
    ages: Ages
    nominated_by: SourceType
    nomination: Texts
    items: dict[str, Texts] = {}
    may_be_untold: tuple[Identifier, ...] = ()
    told: dict[str, Texts]
    summary: KeySummary
    outcomes: Annotated[tuple[OutcomeId, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Ready:
    """A preset with its sentences and its checklist, checked against each other."""

    preset: Preset
    sentences: Sentences
    instrument: Instrument
    document: Document

    def levels(self, item: str) -> tuple[str, ...]:
        """The levels that may be drawn for an item: those of the preset, else all that have a sentence."""
        told = next(one for one in self.sentences.items if one.item == item)
        return self.preset.items.get(item) or tuple(told.levels)
