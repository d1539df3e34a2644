"""Makes a new exercise from a preset and a seed: the story and the key are drawn together, so they agree.

The same preset and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import yaml

from sigrisk.assess import assess
from sigrisk.case import Case
from sigrisk.casefile import read_case
from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.engine.agree import check
from sigrisk.packs import Packs
from sigrisk.training.draw import GUARDIAN, Story, drawn
from sigrisk.training.preset import Preset, Ready
from sigrisk.words import word_of
from sigrisk.yamlfile import parse

_ASSESSOR: Final = {"name": "Påhittad expert", "role": "facit till övningen"}


@dataclass(frozen=True, slots=True)
class Made:
    """A new exercise: its number, and its whole file."""

    number: str
    text: str
    case: Case


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
    """A new exercise. Raises BadInput (SIG297, SIG299) where it isn't what the preset says that it is."""
    story = drawn(ready, seed)
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


def _file(ready: Ready, story: Story) -> str:
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


def _parts(ready: Ready, story: Story) -> Iterator[tuple[str, object]]:
    preset = ready.preset
    day = preset.assessment_date
    yield "sigrisk", 1
    yield "case", dict(_header(preset, story))
    yield "vignette", _Text(_vignette(ready, story))
    yield "person", {"label": story.name, "birth_date": story.born}
    yield "guardians", 1
    nominated = day - timedelta(days=18)
    yield "nomination", {"by": preset.nominated_by.value, "date": nominated, "reason": story.nomination}
    yield "sources", {one.id: {"name": one.name, "type": one.type.value} for one in ready.sentences.sources}
    yield "facts", _facts(ready, story)
    yield "events", _events(ready, story)
    yield "checklists", [_key(ready, story)]
    asked = [{"person": one, "state": "not_asked", "date": day, "source": _last(ready)} for one in _PEOPLE]
    yield "consent", asked
    yield "voice", list(_voices(ready, story))


_PEOPLE: Final = ("youth", GUARDIAN)


def _header(preset: Preset, story: Story) -> Iterator[tuple[str, object]]:
    yield "id", story.number
    yield "title", f"Nytt övningsärende {story.number.removeprefix('OVN-')}"
    yield "invented", True
    yield "profile", preset.profile
    yield "assessment_date", preset.assessment_date
    if preset.operation_model is not None:
        yield "operation_model", preset.operation_model.value


def _vignette(ready: Ready, story: Story) -> str:
    said = {one.item: one.sentence for one in story.rated} | {one.group: one.sentence for one in story.told}
    paragraphs = (" ".join(filter(None, (said[one] for one in names))) for names in ready.sentences.paragraphs)
    return "\n\n".join(filter(None, paragraphs))


def _day(ready: Ready, source: str) -> date:
    before = next(one.days_before for one in ready.sentences.sources if one.id == source)
    return ready.preset.assessment_date - timedelta(days=before)


def _last(ready: Ready) -> str:
    """The source that spoke last: who noted that consent hasn't been asked for."""
    return min(ready.sentences.sources, key=lambda one: one.days_before).id


def _facts(ready: Ready, story: Story) -> dict[str, object]:
    return {
        fact: {"value": value, "source": one.answer.source, "date": _day(ready, one.answer.source)}
        for one in story.told
        for fact, value in one.answer.facts.items()
    }


def _events(ready: Ready, story: Story) -> dict[str, object]:
    listed: list[dict[str, object]] = []
    source = ""
    for one in story.told:
        for event, day in zip(one.answer.events, one.days, strict=True):
            source = one.answer.source
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


def _key(ready: Ready, story: Story) -> dict[str, object]:
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


def _voices(ready: Ready, story: Story) -> Iterator[dict[str, object]]:
    young = next(one for one in ready.sentences.items if one.item == ready.sentences.voice.item).source
    yield {"person": "youth", "says": story.says, "date": _day(ready, young)}
    if story.guardian_says:
        yield {"person": GUARDIAN, "says": story.guardian_says, "date": _day(ready, young)}
    else:
        yield {"person": GUARDIAN, "missing_because": ready.sentences.guardian_missing}
