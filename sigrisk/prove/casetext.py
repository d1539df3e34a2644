"""An example written out as a case file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from sigrisk.case import PERSON_WORDS, Sex, SourceType
from sigrisk.prove.claim import Claim
from sigrisk.prove.consents import ConsentLine
from sigrisk.prove.draft import OFFICE, POLICE, SOURCES, ChecklistLine, Draft
from sigrisk.prove.events import DAY, EventLine

_SAID = date(DAY.year, 11, 14)


def case_text(drafted: Draft, claim: Claim, profile_id: str) -> str:
    """The case file of an example, with a vignette that says what it shows."""
    return "\n".join(_lines(drafted, claim, profile_id)) + "\n"


def _lines(drafted: Draft, claim: Claim, profile_id: str) -> Iterator[str]:
    yield "# Ett påhittat ärende som sigrisk har räknat fram för att visa ett fynd i regelverket."
    yield "sigrisk: 1"
    yield "case:"
    yield "  id: MOTEXEMPEL"
    yield f"  title: {_quoted(claim.title)}"
    yield "  invented: ja"
    yield f"  profile: {_quoted(profile_id)}"
    yield f"  assessment_date: {DAY}"
    if drafted.operation_model is not None:
        yield f"  operation_model: {drafted.operation_model}"
    yield f"vignette: {_quoted(claim.shows)}"
    yield "person:"
    yield "  label: Alex"
    yield f"  birth_date: {drafted.born}"
    if drafted.sex is not None:
        yield f"  sex: {Sex(drafted.sex).word}"
    if drafted.nominated_by is not None:
        yield f"nomination: {{by: {SourceType(drafted.nominated_by).word}}}"
    if drafted.guardians is not None:
        yield f"guardians: {drafted.guardians}"
    yield "sources:"
    for source in drafted.sources:
        name, kind = SOURCES.get(source, (f"Källa {source.removeprefix('kalla_')}", SourceType.OTHER))
        yield f"  {source}: {{name: {name}, type: {kind.word}}}"
    if drafted.claims:
        yield "facts:"
    for fact_id, (answer, source) in drafted.claims.items():
        yield f"  {fact_id}: {{value: {answer}, source: {source}, date: {_SAID}}}"
    yield from _events(drafted)
    if drafted.checklists:
        yield "checklists:"
    for checklist in drafted.checklists:
        yield from _checklist(checklist)
    if drafted.consents:
        yield "consent:"
    for consent in drafted.consents:
        yield f"  - {{{_consent(consent)}}}"


def _events(drafted: Draft) -> Iterator[str]:
    if drafted.events or drafted.complete:
        yield "events:"
    if drafted.complete:
        yield f"  complete: {{source: {POLICE}, date: {DAY}}}"
    if drafted.events:
        yield "  list:"
    for event in drafted.events:
        yield f"    - {{{_event(event)}}}"


def _event(event: EventLine) -> str:
    parts = [f"date: {event.day}", f"type: {event.type}", f"role: {event.role.word}"]
    parts += [f"status: {event.status.word}"] if event.status is not None else []
    parts += [f"report: {event.report}"] if event.report else []
    return ", ".join([*parts, f"source: {POLICE if event.report else OFFICE}"])


def _checklist(checklist: ChecklistLine) -> Iterator[str]:
    yield f"  - instrument: {checklist.instrument.id}"
    yield f"    version: {checklist.instrument.version}"
    yield f"    date: {_SAID}"
    yield f"    assessor: {{name: {_quoted(checklist.assessor)}, role: socialsekreterare}}"
    yield "    answers:"
    for item, level in checklist.answers.items():
        yield f"      {item}: {_quoted(level)}"


def _consent(consent: ConsentLine) -> str:
    parts = [f"person: {PERSON_WORDS.shown(consent.person)}", f"state: {consent.state.word}"]
    parts += [f"date: {consent.day}", f"source: {OFFICE}"]
    parts += [f"until: {consent.until}"] if consent.until is not None else []
    parts += ["information: Uppgifter om skolan", "recipients: Gruppens medlemmar"] if consent.told else []
    return ", ".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
