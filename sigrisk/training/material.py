"""What a rater may read of a scenario: the story and what the sources say in words, and never an answer of the key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sigrisk.case import PERSON_WORDS, STATUSES, Case, Event
from sigrisk.memo.wording import approximate_text, day_text, full_stop
from sigrisk.rulebook import Offence
from sigrisk.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the material, with its paragraphs."""

    heading: str
    texts: tuple[str, ...]


def material(case: Case, vocabulary: Vocabulary, offences: Mapping[str, Offence]) -> tuple[Part, ...]:
    """What a rater reads, in the order it is read. Checklists, outcomes and the values of facts are left out."""
    parts = (
        Part("Kort beskrivning", tuple(" ".join(text.split()) for text in case.vignette.split("\n\n") if text.strip())),
        Part("Nomineringen", _nomination(case)),
        Part("Händelser", tuple(_event(event, case, offences) for event in case.events.list)),
        Part("Det som källorna har antecknat", tuple(_notes(case, vocabulary))),
        Part("Egna ord", tuple(_voices(case))),
    )
    return tuple(part for part in parts if part.texts)


def checksum(parts: tuple[Part, ...]) -> str:
    """A short checksum of what was read: layout doesn't count."""
    said = [[part.heading, *part.texts] for part in parts]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def _nomination(case: Case) -> tuple[str, ...]:
    return (full_stop(case.nomination.reason),) if case.nomination is not None and case.nomination.reason else ()


def _event(event: Event, case: Case, offences: Mapping[str, Offence]) -> str:
    part = [offences[event.type].label.lower(), event.role.word]
    part += [STATUSES[event.status]] if event.status is not None else []
    note = f" {full_stop(event.note)}" if event.note else ""
    told = f"{approximate_text(event.date)}: {', '.join(part)}. Enligt {case.sources[event.source].name}.{note}"
    return told[:1].upper() + told[1:]


def _notes(case: Case, vocabulary: Vocabulary) -> Iterator[str]:
    for fact in case.facts:
        for claim in case.claims(fact):
            if claim.note:
                area = vocabulary[fact].domain.label  # the label of the fact itself would lean towards its answer
                yield f"{area}: {full_stop(claim.note)} ({case.sources[claim.source].name}, {day_text(claim.date)})"


def _voices(case: Case) -> Iterator[str]:
    for voice in case.voice:
        who = PERSON_WORDS.shown(voice.person).capitalize()
        said = f"”{voice.says.strip()}”" if voice.says else f"har inte hörts. {full_stop(voice.missing_because)}"
        yield f"{who}: {said}" if voice.says else f"{who} {said}"
