"""Reads presets and their sentences, and tells everything that is wrong with them before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.instrument import Instrument
from sigrisk.models import validate
from sigrisk.packs import Packs, shown_path
from sigrisk.training.labels import FOLDER
from sigrisk.training.preset import Preset, Ready, Sentences
from sigrisk.vocabulary import AnswerError, read_answer
from sigrisk.yamlfile import Document, read

_START: Final = Position(1, 1)


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
    tell = _Teller(document)
    if sentences.instrument not in packs.instruments:
        near = did_you_mean(sentences.instrument, packs.instruments) or "”sigrisk instruments list” visar alla"
        yield tell.of(("instrument",), f"okänd checklista ”{sentences.instrument}”", near)
        return
    instrument = packs.instruments[sentences.instrument]
    if sentences.version != instrument.version:
        what = f"meningarna gäller version {sentences.version}, men checklistan finns i version {instrument.version}"
        yield tell.of(("version",), what, "gå igenom meningarna och ändra versionen")
    yield from _item_findings(sentences, instrument, tell)
    yield from _fact_findings(sentences, packs, tell)
    yield from _pair_findings(sentences, tell)
    yield from _blank_findings(sentences, tell)
    yield from _order(sentences, document)


@dataclass(frozen=True, slots=True)
class _Teller:
    document: Document

    def of(self, path: tuple[str | int, ...], what: str, help_: str) -> Diagnostic:
        return Diagnostic("SIG297", self.document.file, self.document.where(path), what, help_)


def _item_findings(sentences: Sentences, instrument: Instrument, tell: _Teller) -> Iterator[Diagnostic]:
    items = {item.id: item for item in instrument.items()}
    sources = {one.id for one in sentences.sources}
    for index, one in enumerate(sentences.items):
        if one.item not in items:
            near = did_you_mean(one.item, items) or f"”sigrisk instruments show {instrument.id}” visar alla"
            yield tell.of(("items", index, "item"), f"okänd fråga ”{one.item}”", near)
            continue
        levels = [level.id for level in instrument.scale_of(items[one.item]).levels]
        if list(one.levels) != levels:
            what = f"frågan ”{one.item}” ska ha meningar för nivåerna i checklistans ordning"
            yield tell.of(("items", index, "levels"), what, "skriv dem så här: " + ", ".join(levels))
        if one.source not in sources:
            yield tell.of(("items", index, "source"), f"okänd källa ”{one.source}”", _ADD_SOURCE)
    for key, voice in (("voice", sentences.voice), ("guardian_voice", sentences.guardian_voice)):
        spoken = next((list(one.levels) for one in sentences.items if one.item == voice.item), None)
        if spoken is None or spoken != list(voice.says):
            what = f"de egna orden ska ha meningar för varje nivå i ”{voice.item}”"
            yield tell.of((key,), what, "skriv dem så här: " + ", ".join(spoken or ["en fråga som har meningar"]))


_ADD_SOURCE: Final = "lägg till källan under ”sources”"


def _fact_findings(sentences: Sentences, packs: Packs, tell: _Teller) -> Iterator[Diagnostic]:
    sources = {one.id for one in sentences.sources}
    for index, group in enumerate(sentences.facts):
        for place, answer in enumerate(group.answers):
            path: tuple[str | int, ...] = ("facts", index, "answers", place)
            if answer.source not in sources:
                yield tell.of((*path, "source"), f"okänd källa ”{answer.source}”", _ADD_SOURCE)
            for fact, value in answer.facts.items():
                try:
                    read_answer(packs.vocabulary[fact].definition, value)
                except KeyError:
                    near = did_you_mean(fact, packs.vocabulary.ids) or "”sigrisk facts” visar alla"
                    yield tell.of((*path, "facts", fact), f"okänd uppgift ”{fact}”", near)
                except AnswerError as error:
                    yield tell.of((*path, "facts", fact), f"{fact}: {error}", error.help)
            for number, event in enumerate(answer.events):
                if event.type not in packs.offences:
                    near = did_you_mean(event.type, packs.offences) or "”sigrisk offences” visar alla"
                    yield tell.of((*path, "events", number, "type"), f"okänd brottstyp ”{event.type}”", near)


def _pair_findings(sentences: Sentences, tell: _Teller) -> Iterator[Diagnostic]:
    """Answers that are named in a pair or as a reason and don't exist."""
    known = [f"{one.item}.{level}" for one in sentences.items for level in one.levels]
    known += [f"{group.id}.{answer.id}" for group in sentences.facts for answer in group.answers]
    paired = [
        (("never_together", index, place), one)
        for index, pair in enumerate(sentences.never_together)
        for place, one in enumerate(pair)
    ]
    for path, one in [*paired, *((("because", one), one) for one in sentences.because)]:
        if one not in known:
            help_ = did_you_mean(one, known) or "skriv frågan och svaret med en punkt emellan, till exempel " + known[0]
            yield tell.of(path, f"okänt svar ”{one}”", help_)


def _blank_findings(sentences: Sentences, tell: _Teller) -> Iterator[Diagnostic]:
    """Sentences with something between braces that nothing is put in the place of."""
    for path, texts in _all_texts(sentences):
        for index, text in enumerate(texts):
            if set("{}") & set(text.replace("{name}", "").replace("{age}", "")):
                what = "meningen har något annat än {name} och {age} inom klamrar"
                yield tell.of((*path, index), what, "skriv {name} eller {age}, eller ta bort klamrarna")


def _all_texts(sentences: Sentences) -> Iterator[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    for index, item in enumerate(sentences.items):
        yield from ((("items", index, "levels", level), texts) for level, texts in item.levels.items())
    for index, group in enumerate(sentences.facts):
        yield from ((("facts", index, "answers", n, "says"), one.says) for n, one in enumerate(group.answers))
    for key, voice in (("voice", sentences.voice), ("guardian_voice", sentences.guardian_voice)):
        yield from (((key, "says", level), texts) for level, texts in voice.says.items())
    yield from ((("because", one), texts) for one, texts in sentences.because.items())


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
    if preset.ages.low > preset.ages.high:
        what = "den lägsta åldern är högre än den högsta"
        yield Diagnostic("SIG297", document.file, document.where(("ages",)), what, "byt plats på åldrarna")
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
    spoken = {sentences.voice.item, sentences.guardian_voice.item}
    for index, one in enumerate(preset.may_be_untold):
        if one not in levels:
            yield tell(("may_be_untold", index), f"okänd fråga ”{one}”", list(levels))
        elif one in spoken:
            told = [name for name in levels if name not in spoken]
            yield tell(("may_be_untold", index), f"de egna orden hör till ”{one}”, som därför måste berättas", told)
    summary = ready.instrument.summary
    if summary is None or preset.summary.horizon_months not in summary.horizon_months:
        months = [] if summary is None else [counted(one, "månad", "månader") for one in summary.horizon_months]
        what = "checklistan har ingen sådan samlad bedömning"
        yield tell(("summary",), what, months or ["ingen"])
