"""Makes a new exercise from a preset and a seed: the story and the key are drawn together, so they agree.

The same preset and seed give the same bytes: nothing but the seed is drawn from, and only by ``random()``, whose
sequence Python promises to keep.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

import yaml

from sigrisk.assess import assess
from sigrisk.case import Case
from sigrisk.casefile import read_case
from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.engine.agree import check
from sigrisk.packs import Packs
from sigrisk.training.preset import Preset, Ready, ToldAnswer
from sigrisk.words import word_of
from sigrisk.yamlfile import parse

T = TypeVar("T")
MOST_UNTOLD: Final = 2
_ASSESSOR: Final = {"name": "Påhittad expert", "role": "facit till övningen"}


@dataclass(frozen=True, slots=True)
class Made:
    """A new exercise: its number, and its whole file."""

    number: str
    text: str
    case: Case


class _Draw:
    """Draws by the seed alone."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._rng.random() * (high - low + 1))

    def one(self, several: Sequence[T]) -> T:
        """One of several."""
        return several[self.number(0, len(several) - 1)]

    def some(self, several: Sequence[T], most: int) -> tuple[T, ...]:
        """At most so many of several, perhaps none, in the order they stand."""
        left = list(range(len(several)))
        taken = [left.pop(self.number(0, len(left) - 1)) for _ in range(self.number(0, min(most, len(left))))]
        return tuple(several[place] for place in sorted(taken))


@dataclass(frozen=True, slots=True)
class _Rated:
    """An item of the key: its level, and the sentence that shows it; both empty where it is left untold."""

    item: str
    level: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """One answer of a group of facts, and the sentence that tells it."""

    group: str
    answer: ToldAnswer
    sentence: str


@dataclass(frozen=True, slots=True)
class _Story:
    """Everything that is drawn."""

    number: str
    name: str
    age: int
    born: date
    rated: tuple[_Rated, ...]
    told: tuple[_Told, ...]
    says: str
    reasons: str


class _Text(str):
    """A text that may have several paragraphs."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes stories folded, over as many lines as they need, and everything out where it stands: no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is referred to from elsewhere in the file."""
        return True


_Dumper.add_representer(_Text, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", str(text), style=">"))


def generate(ready: Ready, seed: int, packs: Packs) -> Made:
    """A new exercise. Raises BadInput (SIG297) where it isn't what the preset says that it is."""
    story = _drawn(ready, seed)
    text = _file(ready, story)
    document = parse(text, f"{ready.document.file}, frö {seed}")
    case, found = read_case(document, packs)
    if case is None or found:
        raise BadInput(found)
    assessment = assess(case, packs.book(ready.preset.profile), packs.instruments, check)
    if not set(assessment.outcomes) <= set(ready.preset.outcomes):
        titles = " eller ".join(packs.outcomes[one].title for one in assessment.outcomes)
        wanted = " eller ".join(packs.outcomes[one].title for one in ready.preset.outcomes)
        what = f"med frö {seed} kommer regelverket fram till ”{titles}”, men förlagan säger ”{wanted}”"
        help_ = "ändra vad som får dras i förlagan, eller rätta ”outcomes”"
        raise BadInput([Diagnostic("SIG297", ready.document.file, ready.document.where(("outcomes",)), what, help_)])
    return Made(story.number, text, case)


def _drawn(ready: Ready, seed: int) -> _Story:
    preset, sentences = ready.preset, ready.sentences
    draw = _Draw(f"{preset.id}:{seed}")
    name = draw.one(sentences.names)
    age = draw.number(preset.ages.low, preset.ages.high)
    day = preset.assessment_date
    born = day.replace(year=day.year - age, day=min(day.day, 28)) - timedelta(days=draw.number(1, 330))

    def sentence(several: Sequence[str]) -> str:
        return draw.one(several).format(name=name, age=age)

    untold = draw.some(preset.may_be_untold, MOST_UNTOLD)
    rated = []
    for one in sentences.items:
        level = draw.one(ready.levels(one.item))
        shown = sentence(one.levels[level])
        rated.append(_Rated(one.item) if one.item in untold else _Rated(one.item, level, shown))
    told = []
    for group in sentences.facts:
        chosen = draw.one(preset.told[group.id])
        answer = next(answer for answer in group.answers if answer.id == chosen)
        told.append(_Told(group.id, answer, sentence(answer.says)))
    level = next((one.level for one in rated if one.item == sentences.voice.item), "")
    says = sentence(sentences.voice.says[level]) if level else ""
    reasons = draw.one(preset.summary.reasons)
    return _Story(f"OVN-{preset.code.upper()}{seed}", name, age, born, tuple(rated), tuple(told), says, reasons)


def _file(ready: Ready, story: _Story) -> str:
    written = yaml.dump(
        dict(_parts(ready, story)),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
    return (
        "# Övningsärende som sigrisk har skapat. Allt är påhittat: person, händelser, källor och handläggare.\n"
        + written
    )


def _parts(ready: Ready, story: _Story) -> Iterator[tuple[str, object]]:
    preset = ready.preset
    day = preset.assessment_date
    yield "sigrisk", 1
    yield "case", dict(_header(preset, story))
    yield "vignette", _Text(_vignette(ready, story))
    yield "person", {"label": story.name, "birth_date": story.born}
    yield "guardians", 1
    nominated = day - timedelta(days=18)
    yield "nomination", {"by": preset.nominated_by.value, "date": nominated, "reason": preset.nomination}
    yield "sources", {one.id: {"name": one.name, "type": one.type.value} for one in ready.sentences.sources}
    yield "facts", _facts(ready, story)
    yield "events", _events(ready, story)
    yield "checklists", [_key(ready, story)]
    asked = [{"person": one, "state": "not_asked", "date": day, "source": _last(ready)} for one in _PEOPLE]
    yield "consent", asked
    yield "voice", list(_voices(ready, story))


_PEOPLE: Final = ("youth", "guardian_1")


def _header(preset: Preset, story: _Story) -> Iterator[tuple[str, object]]:
    yield "id", story.number
    yield "title", f"Nytt övningsärende {story.number.removeprefix('OVN-')}"
    yield "invented", True
    yield "profile", preset.profile
    yield "assessment_date", preset.assessment_date
    if preset.operation_model is not None:
        yield "operation_model", preset.operation_model.value


def _vignette(ready: Ready, story: _Story) -> str:
    said = {one.item: one.sentence for one in story.rated} | {one.group: one.sentence for one in story.told}
    paragraphs = (" ".join(filter(None, (said[one] for one in names))) for names in ready.sentences.paragraphs)
    return "\n\n".join(filter(None, paragraphs))


def _day(ready: Ready, source: str) -> date:
    before = next(one.days_before for one in ready.sentences.sources if one.id == source)
    return ready.preset.assessment_date - timedelta(days=before)


def _last(ready: Ready) -> str:
    """The source that spoke last: who noted that consent hasn't been asked for."""
    return min(ready.sentences.sources, key=lambda one: one.days_before).id


def _facts(ready: Ready, story: _Story) -> dict[str, object]:
    return {
        fact: {"value": value, "source": one.answer.source, "date": _day(ready, one.answer.source)}
        for one in story.told
        for fact, value in one.answer.facts.items()
    }


def _events(ready: Ready, story: _Story) -> dict[str, object]:
    listed: list[dict[str, object]] = []
    source = ""
    for one in story.told:
        for event in one.answer.events:
            source = one.answer.source
            day = ready.preset.assessment_date - timedelta(days=event.days_before)
            report = f"A{len(listed) + 1}"
            listed.append(
                {
                    "date": day,
                    "type": event.type,
                    "role": "perpetrator",
                    "status": event.status.value,
                    "report": report,
                    "source": source,
                }
            )
    return {"complete": {"source": source, "date": _day(ready, source)}, "list": listed} if listed else {"list": []}


def _key(ready: Ready, story: _Story) -> dict[str, object]:
    instrument, summary = ready.instrument, ready.preset.summary
    items = {item.id: item for item in instrument.items()}
    sources = {one.item: one.source for one in ready.sentences.items}
    answers: dict[str, object] = {}
    for one in story.rated:
        if one.level:
            level = next(level for level in instrument.scale_of(items[one.item]).levels if level.id == one.level)
            answers[one.item] = {"level": word_of(level), "source": sources[one.item], "quote": one.sentence}
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "date": ready.preset.assessment_date - timedelta(days=1),
        "assessor": dict(_ASSESSOR),
        "answers": answers,
        "summary": {"rating": summary.rating, "horizon_months": summary.horizon_months, "reasons": story.reasons},
    }


def _voices(ready: Ready, story: _Story) -> Iterator[dict[str, object]]:
    if story.says:
        young = next(one for one in ready.sentences.items if one.item == ready.sentences.voice.item).source
        yield {"person": "youth", "says": story.says, "date": _day(ready, young)}
    else:
        yield {"person": "youth", "missing_because": "Frågan har inte ställts än."}
    yield {"person": "guardian_1", "missing_because": ready.sentences.guardian_missing}
