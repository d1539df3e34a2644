"""What new exercises are made from: sentences that each belong to one answer, and presets of what may be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from sigrisk.case import RATINGS, LegalStatus, SourceId, SourceType
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.instrument import Instrument
from sigrisk.models import Day, Model, validate
from sigrisk.packs import Packs, shown_path
from sigrisk.rulebook import OperationModel, OutcomeId
from sigrisk.training.labels import FOLDER
from sigrisk.vocabulary import Answer, Identifier, Text
from sigrisk.yamlfile import Document, read

_START: Final = Position(1, 1)
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
    """A crime event that a sentence tells of."""

    days_before: Annotated[int, Field(ge=0, le=3650)]
    type: Identifier
    status: LegalStatus


class ToldAnswer(Model):
    """Some facts and events, and the sentences that each tell of all of them."""

    id: Identifier
    source: SourceId
    says: Texts
    facts: dict[str, Answer] = {}
    events: tuple[ToldEvent, ...] = ()


class FactTexts(Model):
    """Facts that the checklist doesn't ask about: one of the answers is told."""

    id: Identifier
    answers: Annotated[tuple[ToldAnswer, ...], Field(min_length=1)]


class VoiceTexts(Model):
    """What the young person says, by the level of one item."""

    item: Identifier
    says: dict[str, Texts]


class Sentences(Model):
    """All sentences for one checklist, and the order in which a story tells them."""

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


class Ages(Model):
    """The ages that may be drawn, both ends included."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(le=120)]


class KeySummary(Model):
    """The expert's summary judgement, with one of several ways to give the reasons."""

    rating: Annotated[str, RATINGS]
    horizon_months: Annotated[int, Field(ge=1, le=60)]
    reasons: Texts


class Preset(Model):
    """One kind of exercise: what may be drawn, and the only outcomes that the rule book may come to."""

    sigrisk_preset: Annotated[int, Field(ge=1, le=1)]
    id: Identifier
    code: Annotated[str, Field(pattern=r"^[a-z0-9_]+$", max_length=4)]
    label: Text
    shows: Text
    sentences: Identifier
    profile: Text
    operation_model: OperationModel | None = None
    assessment_date: Day
    ages: Ages
    nominated_by: SourceType
    nomination: Text
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


def preset_ids(packs: Packs) -> dict[str, Path]:
    """Where each preset is; a local one replaces a shipped one of the same name."""
    return {p.stem: p for root in packs.roots for p in sorted((root / FOLDER / "presets").glob("*.yaml"))}


def load_preset(name: str, packs: Packs) -> Ready:
    """One preset, ready to draw from. Raises BadInput (SIG0xx, SIG031, SIG297) with every finding."""
    known = preset_ids(packs)
    if name not in known:
        help_ = did_you_mean(name, known) or "finns: " + ", ".join(sorted(known))
        raise BadInput([Diagnostic("SIG031", "--preset", _START, f"förlagan ”{name}” finns inte", help_)])
    document = read(known[name], shown_path(known[name]))
    return ready_preset(validate(Preset, document), document, packs)


def ready_preset(preset: Preset, document: Document, packs: Packs) -> Ready:
    """A preset put together with its sentences. Raises BadInput (SIG0xx, SIG297) with every finding."""
    paths = {p.stem: p for root in packs.roots for p in sorted((root / FOLDER / "sentences").glob("*.yaml"))}
    if preset.sentences not in paths:
        what = f"det finns inga meningar som heter ”{preset.sentences}”"
        help_ = did_you_mean(preset.sentences, paths) or "finns: " + ", ".join(sorted(paths))
        raise BadInput([Diagnostic("SIG297", document.file, document.where(("sentences",)), what, help_)])
    path = paths[preset.sentences]
    told = read(path, shown_path(path))
    sentences = validate(Sentences, told)
    if found := tuple(sentence_findings(sentences, told, packs)):
        raise BadInput(found)
    ready = Ready(preset, sentences, packs.instruments[sentences.instrument], document)
    if found := tuple(_preset_findings(ready, packs)):
        raise BadInput(found)
    return ready


def sentence_findings(sentences: Sentences, document: Document, packs: Packs) -> Iterator[Diagnostic]:
    """Everything that is wrong with a file of sentences (SIG297)."""

    def tell(path: tuple[str | int, ...], what: str, help_: str) -> Diagnostic:
        return Diagnostic("SIG297", document.file, document.where(path), what, help_)

    if sentences.instrument not in packs.instruments:
        near = did_you_mean(sentences.instrument, packs.instruments) or "”sigrisk instruments list” visar alla"
        yield tell(("instrument",), f"okänd checklista ”{sentences.instrument}”", near)
        return
    instrument = packs.instruments[sentences.instrument]
    if sentences.version != instrument.version:
        what = f"meningarna gäller version {sentences.version}, men checklistan finns i version {instrument.version}"
        yield tell(("version",), what, "gå igenom meningarna och ändra versionen")
    items = {item.id: item for item in instrument.items()}
    sources = {one.id for one in sentences.sources}
    for index, one in enumerate(sentences.items):
        if one.item not in items:
            near = did_you_mean(one.item, items) or f"”sigrisk instruments show {instrument.id}” visar alla"
            yield tell(("items", index, "item"), f"okänd fråga ”{one.item}”", near)
            continue
        levels = [level.id for level in instrument.scale_of(items[one.item]).levels]
        if list(one.levels) != levels:
            what = f"frågan ”{one.item}” ska ha meningar för nivåerna i checklistans ordning"
            yield tell(("items", index, "levels"), what, "skriv dem så här: " + ", ".join(levels))
        if one.source not in sources:
            yield tell(("items", index, "source"), f"okänd källa ”{one.source}”", "lägg till källan under ”sources”")
    yield from _order(sentences, document)


def _order(sentences: Sentences, document: Document) -> Iterator[Diagnostic]:
    """Each item and each group of facts is told once, in some paragraph."""
    told = [one for paragraph in sentences.paragraphs for one in paragraph]
    known = [*(one.item for one in sentences.items), *(one.id for one in sentences.facts)]
    wrong = sorted(one for one in {*told, *known} if told.count(one) != 1 or known.count(one) != 1)
    if wrong:
        what = "det här ska stå en gång bland stycken och en gång bland meningar: " + ", ".join(wrong)
        at = document.where(("paragraphs",))
        yield Diagnostic("SIG297", document.file, at, what, "rätta ”paragraphs”, ”items” eller ”facts”")


def _preset_findings(ready: Ready, packs: Packs) -> Iterator[Diagnostic]:
    preset, sentences, document = ready.preset, ready.sentences, ready.document

    def tell(path: tuple[str | int, ...], what: str, known: list[str]) -> Diagnostic:
        return Diagnostic("SIG297", document.file, document.where(path), what, "finns: " + ", ".join(known))

    if preset.profile not in packs.profiles:
        yield tell(("profile",), f"okänd profil ”{preset.profile}”", list(packs.profiles.ids))
    levels = {one.item: list(one.levels) for one in sentences.items}
    answers = {one.id: [answer.id for answer in one.answers] for one in sentences.facts}
    for key, chosen, known in (("items", preset.items, levels), ("told", preset.told, answers)):
        for name, several in chosen.items():
            if name not in known:
                yield tell((key, name), f"”{name}” har inga meningar", list(known))
                continue
            for index, one in enumerate(several):
                if one not in known[name]:
                    yield tell((key, name, index), f"”{name}” har ingen mening för ”{one}”", known[name])
    for missing in sorted(set(answers) - set(preset.told)):
        yield tell(("told",), f"förlagan säger inte vad som gäller för ”{missing}”", answers[missing])
    for index, one in enumerate(preset.may_be_untold):
        if one not in levels:
            yield tell(("may_be_untold", index), f"okänd fråga ”{one}”", list(levels))
    summary = ready.instrument.summary
    if summary is None or preset.summary.horizon_months not in summary.horizon_months:
        months = [] if summary is None else list(map(str, summary.horizon_months))
        what = "checklistan har ingen sådan samlad bedömning"
        yield tell(("summary",), what, [f"{one} månader" for one in months] or ["ingen"])
