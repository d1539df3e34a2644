"""The memo's picture of time: the nomination, the events, and what each source said on each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from sigrisk.assess import Assessment
from sigrisk.case import ROLES, STATUSES, Event, LegalStatus, Role
from sigrisk.dates import add_months
from sigrisk.evidence import Evidence
from sigrisk.knowledge import Known
from sigrisk.memo.clean import fit
from sigrisk.memo.model import Picture, Table
from sigrisk.memo.wording import SOURCE_TYPES
from sigrisk.models import span
from sigrisk.pictures.draw import Fill, Mark, Shape, part_title
from sigrisk.pictures.timeline import UNDATED, Item, Moment, Span, begins, drawings

TITLE: Final = "Händelser och uppgifter över tid"
_HEADER: Final = ("Datum", "Vad", "Läge", "Gäller till")
_NOMINATION: Final = Mark(Shape.DIAMOND, Fill.FULL)
_SHAPES: Final = {Role.PERPETRATOR: Shape.SQUARE, Role.VICTIM: Shape.CIRCLE, Role.WITNESS: Shape.TRIANGLE}
_FILLS: Final = {
    LegalStatus.SUSPECTED: Fill.EMPTY,
    LegalStatus.PROSECUTED: Fill.HALF,
    LegalStatus.CONVICTED: Fill.FULL,
    LegalStatus.CLEARED: Fill.CROSSED,
    None: Fill.HATCHED,
}
_STATES: Final = {  # what a claim is, for one and for several
    "counts": ("gäller", "gäller"),
    "contradicted": ("motsägs av en annan källa", "motsägs av andra källor"),
    "expired": ("är för gammal", "är för gamla"),
    "superseded": ("är ersatt av en senare uppgift", "är ersatta av senare uppgifter"),
    "unanswered": ("är obesvarad", "är obesvarade"),
}

_Row: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim: its state, and its last day where it may count at all."""

    state: str
    until: date | None

    @property
    def may_count(self) -> bool:
        return self.state not in ("superseded", "unanswered")


def pictures(assessment: Assessment) -> list[Picture]:
    """The timeline with its table; nothing where nothing has a day. What is undated stands in the table only."""
    moments = _moments(assessment)
    spans = _spans(assessment)
    until = {one: _until(said) for one, said in spans}
    description = (
        "Tiden går från vänster till höger och slutar på bedömningsdagen. Märkets form och fyllning visar den unges "
        "roll och det rättsliga läget. Båda står också i ord. En stapel visar hur länge uppgifter räknas. En pil visar "
        "att några av dem räknas även efter bedömningsdagen."
    )
    items: list[Item] = [*moments, *(one for one, _ in spans)]
    shown = drawings("bild-tid", f"{TITLE} i bild", description, items, assessment.case.day, _keys())
    found = []
    for number, (drawing, some) in enumerate(shown, start=1):
        rows = [(i.when, i.label, i.state, until[i] if isinstance(i, Span) else "") for i in some]
        ends = [(when.isoformat(), what, "", "") for when, what in _ends(items, assessment.case.day)]
        listed = tuple(_in_order(rows, ends))
        table = Table(part_title(TITLE, number, len(shown)), _HEADER, listed, unbroken=(0,))
        found.append(Picture(drawing.title, drawing.description, drawing.svg, table))
    return found


def _in_order(rows: Sequence[_Row], ends: Sequence[_Row]) -> list[_Row]:
    """The rows by day (a month by its first); the timeline's two ends outermost, and what has no day after them."""
    first, last = ends[:-1], ends[-1:]
    dated = sorted((row for row in rows if row[0] != UNDATED), key=lambda row: row[0] + "-01" * (2 - row[0].count("-")))
    return [*first, *dated, *last, *(row for row in rows if row[0] == UNDATED)]


def _ends(items: Sequence[Item], day: date) -> list[tuple[date, str]]:
    """The days at the picture's two ends."""
    first = begins(items, day)
    start = [(first, "Tidslinjens första dag")] if first is not None and first != day else []
    return [*start, (day, "Bedömningsdag")]


# -- what happened ----------------------------------------------------------------------------------------------------


def _moments(assessment: Assessment) -> list[Moment]:
    case = assessment.case
    found = [_event(assessment, event) for event in case.events.list]
    if case.nomination is not None:
        day = case.nomination.date
        label = f"Nominerad av {SOURCE_TYPES[case.nomination.by]}"
        found.append(Moment(day.isoformat() if day is not None else UNDATED, label, "", day, day, _NOMINATION))
    return sorted(found, key=lambda one: (one.first or date.max, one.when, one.label, one.state))


def _event(assessment: Assessment, event: Event) -> Moment:
    first, last = span(event.date)
    label = assessment.book.offences[event.type].label
    state, mark = _state(event.role, event.status), _mark(event.role, event.status)
    return Moment(event.date, fit(label), state, first, last, mark)


def _state(role: Role, status: LegalStatus | None) -> str:
    if role is not Role.PERPETRATOR:
        return ROLES[role]
    return f"{ROLES[role]}, {STATUSES[status] if status is not None else 'uppgift saknas om det rättsliga läget'}"


def _mark(role: Role, status: LegalStatus | None) -> Mark:
    return Mark(_SHAPES[role], _FILLS[status] if role is Role.PERPETRATOR else Fill.EMPTY)


def _keys() -> list[tuple[Mark, str]]:
    statuses = (*STATUSES, None)
    found = [(_mark(Role.PERPETRATOR, one), _state(Role.PERPETRATOR, one)) for one in statuses]
    found += [(_mark(role, None), ROLES[role]) for role in (Role.VICTIM, Role.WITNESS)]
    return [*found, (_NOMINATION, "nominering")]


# -- what is known ----------------------------------------------------------------------------------------------------


def _spans(assessment: Assessment) -> list[tuple[Span, list[_Said]]]:
    """What each source said on each day, as one span, with its claims."""
    told: dict[tuple[date, str], list[_Said]] = {}
    undated: dict[str, list[_Said]] = {}
    for known in assessment.knowledge.facts.values():
        for claim in known.evidence:
            if claim.source_key.startswith("derived:"):
                continue
            said = _said(known, claim)
            if claim.day is None:
                undated.setdefault(_origin(claim), []).append(said)
            else:
                told.setdefault((claim.day, _origin(claim)), []).append(said)
    dated = [(_span(day, source, told[day, source]), told[day, source]) for day, source in sorted(told)]
    return dated + [(_span(None, source, undated[source]), undated[source]) for source in sorted(undated)]


def _origin(claim: Evidence) -> str:
    """Who says so. All answers on a checklist belong together, also those that rest on a source of their own."""
    on_checklist = claim.source_key.startswith("checklist:")
    return claim.source.rpartition(" (enligt ")[0] or claim.source if on_checklist else claim.source


def _said(known: Known, claim: Evidence) -> _Said:
    expires = known.fact.definition.expires
    until = add_months(claim.day, expires) if claim.day is not None and expires is not None else None
    if claim.values is None:
        return _Said("unanswered", until)
    if claim.expired:
        return _Said("expired", until)
    if claim.superseded:
        return _Said("superseded", until)
    return _Said("contradicted" if known.contradicted else "counts", until)


def _span(day: date | None, source: str, said: Sequence[_Said]) -> Span:
    many = f"{len(said)} uppgifter" if len(said) > 1 else "1 uppgift"
    ends = [one.until for one in said if one.may_count]
    known = [end for end in ends if end is not None]
    return Span(
        when=day.isoformat() if day is not None else UNDATED,
        label=fit(f"{source}: {many}"),
        state=_states(said),
        first=day,
        all_until=min(known, default=None),
        some_until=None if None in ends else max(known, default=None),
        counted=bool(ends),
    )


def _states(said: Sequence[_Said]) -> str:
    found = []
    for state, (one, several) in _STATES.items():
        many = sum(s.state == state for s in said)
        if many == len(said):
            return one if many == 1 else f"alla {several}"
        if many:
            found.append(f"1 {one}" if many == 1 else f"{many} {several}")
    return ", ".join(found)


def _until(said: Sequence[_Said]) -> str:
    """The last day that the claims count; the first and the last of these days where they differ."""
    ends = [one.until for one in said if one.may_count]
    known = sorted({end for end in ends if end is not None})
    if not ends:
        return ""
    if not known:
        return "tills vidare"
    if None in ends:
        return f"tidigast {known[0].isoformat()}, en del tills vidare"
    if len(known) == 1:
        return known[0].isoformat()
    return f"tidigast {known[0].isoformat()}, senast {known[-1].isoformat()}"
