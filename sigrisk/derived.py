"""Facts that follow from the person, the events, the consents and the material, without a claim of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Final

from sigrisk.case import STATUSES, Case, Consent, ConsentState, Event, LegalStatus, Role
from sigrisk.dates import add_months, months_between, when_text, years_back, years_between
from sigrisk.evidence import Evidence, follows
from sigrisk.instrument import Instrument
from sigrisk.material import Answered, material
from sigrisk.models import span
from sigrisk.operation import MODEL_FACT, arrangement
from sigrisk.possible import NOT_APPLICABLE, UNBOUNDED, Choices, Ordered, Possible, hull
from sigrisk.rulebook import REGISTER_MONTHS, TOO_YOUNG, RuleBook

ADULT: Final = 18
"""From this age no guardian consents (socialstyrelsen-2019, "Samtycke för informationsutbyte")."""

DERIVES: Final = frozenset(
    [
        "person.age",
        "person.sex",
        "operation.model",
        "offences.reports_12m",
        "offences.total",
        "offences.shown",
        "offences.grave",
        "offences.strategic",
        "offences.convicted",
        "offences.age_first",
        "victim.events",
        "witness.events",
        "consent.youth",
        "consent.guardians",
        "consent.specified",
        "consent.months",
        "consent.refusals",
        "nomination.by",
        "offences.when_too_young",
        "assessment.answered",
        "assessment.outdated",
        "assessment.sources",
        "assessment.checklists",
    ]
)
"""Every fact that ``derived`` can give."""


def derived(
    case: Case, book: RuleBook, instruments: Mapping[str, Instrument], answered: Answered
) -> list[tuple[str, Evidence]]:
    found = [*_age(case), *_offences(case, book), *_consents(case), *material(case, book, instruments, answered)]
    if case.nomination is not None:
        by = Choices(frozenset({case.nomination.by.value}))
        found.append(("nomination.by", follows(by, "ärendets nominering", case.nomination.date)))
    if case.person.sex is not None:
        found.append(("person.sex", follows(Choices(frozenset({case.person.sex.value})), "ärendets personuppgifter")))
    if (way := arrangement(case, book)) is not None:
        found.append((MODEL_FACT, follows(Choices(frozenset({way.model.value})), way.origin)))
    return [(fact_id, one) for fact_id, one in found if fact_id in book.vocabulary]


def consents_at(case: Case, age: int) -> dict[str, Possible]:
    """What would follow from the consents if the young person were of another age on the day of assessment."""
    other = case.model_copy(update={"person": case.person.model_copy(update={"birth_date": None, "age": age})})
    return {fact_id: one.values for fact_id, one in _consents(other) if one.values is not None}


def age_on(case: Case, first: date, last: date) -> Ordered | None:
    """The possible ages at a moment between two days, from the birth date or else from the age given."""
    if case.person.birth_date is not None:
        earliest, latest = span(case.person.birth_date)
        return Ordered(max(0, years_between(latest, first)), max(0, years_between(earliest, last)))
    if case.person.age is None:
        return None
    # Only the age is known: the birthday may fall on any day of the year.
    born_after = years_back(case.day, case.person.age + 1)
    born_before = years_back(case.day, case.person.age)
    low = years_between(born_before, first)
    high = years_between(date.fromordinal(born_after.toordinal() + 1), last)
    return Ordered(max(0, low), max(0, high, low))


def _age(case: Case) -> list[tuple[str, Evidence]]:
    age = age_on(case, case.day, case.day)
    if case.person.age is not None:
        age = Ordered(case.person.age, case.person.age)
    return [] if age is None else [("person.age", follows(age, "ärendets personuppgifter", case.day))]


def _offences(case: Case, book: RuleBook) -> list[tuple[str, Evidence]]:
    """Counts and marks that follow from the events. Without a complete, recent list they are lower bounds only."""
    own = [e for e in case.events.list if e.role is Role.PERPETRATOR and e.status is not LegalStatus.CLEARED]
    complete = case.events.complete
    closed = _is_closed(case, book)
    source = case.sources[complete.source].name if complete is not None else "händelselistan i ärendet"
    day = complete.date if complete is not None else None
    if not own and not closed:
        return _others(case, source, day)
    start = add_months(case.day, -12)
    edition = book.profile.strategic_edition

    def evidence(values: Possible, behind: list[Event]) -> Evidence:
        named = _named(book, behind)
        return follows(values, source, day, _behind(named, closed), named)

    def count(fact_id: str, surely: list[Event], perhaps: list[Event]) -> tuple[str, Evidence]:
        high = _most_reports(perhaps) if closed else UNBOUNDED
        return fact_id, evidence(Ordered(_fewest_reports(surely), high), perhaps)

    grave = [e for e in own if book.grave(e.type)]
    strategic = [e for e in own if edition in book.offences[e.type].strategic]
    convicted = [e for e in own if e.status is LegalStatus.CONVICTED]
    unclear = any(e.status is None for e in own)
    inside = [e for e in own if span(e.date)[1] > start]
    found = [
        count("offences.reports_12m", [e for e in inside if span(e.date)[0] > start], inside),
        count("offences.total", own, own),
        ("offences.shown", evidence(_mark(bool(own), closed), own)),
        ("offences.grave", evidence(_mark(bool(grave), closed), grave)),
        ("offences.strategic", evidence(_mark(bool(strategic), closed), strategic)),
        ("offences.convicted", evidence(_mark(bool(convicted), closed and not unclear), convicted)),
        ("offences.when_too_young", _when_too_young(case, book, own, closed, evidence)),
    ]
    first = _age_first(case, own, closed)
    if first is not None:
        found.append(("offences.age_first", evidence(first, own)))
    return found + _others(case, source, day)


def _when_too_young(
    case: Case, book: RuleBook, own: list[Event], closed: bool, evidence: Callable[[Possible, list[Event]], Evidence]
) -> Evidence:
    """Whether some event lies so early that the young person couldn't be convicted of it."""
    ages = [(e, age_on(case, *span(e.date))) for e in own]
    limit = book.values[TOO_YOUNG]
    surely = [e for e, age in ages if age is not None and age.high <= limit]
    perhaps = [e for e, age in ages if age is None or age.low <= limit]
    return evidence(_mark(bool(surely), closed and not perhaps), surely or perhaps)


def _is_closed(case: Case, book: RuleBook) -> bool:
    """Whether the list holds every event: a source said so not too long ago, and nothing has happened since."""
    complete = case.events.complete
    if complete is None or add_months(complete.date, book.values[REGISTER_MONTHS]) < case.day:
        return False
    return all(span(e.date)[0] <= complete.date for e in case.events.list)


def _named(book: RuleBook, events: list[Event]) -> tuple[str, ...]:
    """The events that a count or mark rests on, in words."""
    named = [
        f"{book.offences[e.type].label.lower()} {when_text(e.date)} ({_status(e)})"
        for e in sorted(events, key=lambda e: (e.date, e.type, e.report, e.source))
    ]
    return tuple(dict.fromkeys(named))


def _status(event: Event) -> str:
    return STATUSES[event.status] if event.status else "rättsligt läge okänt"


def _behind(named: tuple[str, ...], closed: bool) -> str:
    """Which events a count or mark rests on, as a note, and whether there may be more."""
    text = "; ".join(named) if named else "ingen sådan händelse i listan"
    text = text[:1].upper() + text[1:]
    return text if closed else f"{text}. Listan är inte bekräftad som fullständig, så fler händelser kan finnas"


def _others(case: Case, source: str, day: date | None) -> list[tuple[str, Evidence]]:
    found = []
    for role, fact_id in ((Role.VICTIM, "victim.events"), (Role.WITNESS, "witness.events")):
        if any(e.role is role for e in case.events.list):
            found.append((fact_id, follows(Ordered(1, 1), source, day)))
    return found


def _most_reports(events: list[Event]) -> int:
    """Events that share a ``report`` count once; each of the others may be a report of its own."""
    return len({e.report for e in events if e.report}) + sum(not e.report for e in events)


def _fewest_reports(events: list[Event]) -> int:
    """The fewest reports that the events may come from.

    Events without a report that may have happened on the same day may have been reported together, or be one event
    told by two sources.
    """
    named = [span(e.date) for e in events if e.report]
    alone = sorted((span(e.date) for e in events if not e.report), key=lambda days: days[1])
    days: list[date] = []
    for first, last in alone:
        with_named = any(low <= last and first <= high for low, high in named)
        if not with_named and not any(first <= day <= last for day in days):
            days.append(last)
    return len({e.report for e in events if e.report}) + len(days)


def _mark(seen: bool, closed: bool) -> Ordered:
    if seen:
        return Ordered(1, 1)
    return Ordered(0, 0) if closed else Ordered(0, 1)


def _age_first(case: Case, own: list[Event], closed: bool) -> Possible | None:
    if not own:
        return NOT_APPLICABLE if closed else None
    ages = [age_on(case, *span(e.date)) for e in own]
    known = [a for a in ages if a is not None]
    if len(known) < len(ages):
        return None
    low, high = min(a.low for a in known), min(a.high for a in known)
    return Ordered(low if closed else 0, high)


def _consents(case: Case) -> list[tuple[str, Evidence]]:
    found: list[tuple[str, Evidence]] = []
    latest: dict[str, Consent] = {}
    # Of two on the same day the one that hinders most is the last, whatever the order in the file.
    for consent in sorted(case.consent, key=lambda c: (c.date, c.state.value, _days_left(c), c.source)):
        latest[consent.person] = consent
    if "youth" in latest:
        one = latest["youth"]
        found.append(("consent.youth", _consent_evidence(case, one, _state(one, case.day))))
        noes = len({c.date for c in case.consent if c.person == "youth" and c.state in _NO})
        found.append(("consent.refusals", follows(Ordered(noes, noes), "samtyckena i ärendet")))
    guardians = [c for person, c in sorted(latest.items()) if person != "youth"]
    age = age_on(case, case.day, case.day)
    if case.guardians == 0 or (age is not None and age.low >= ADULT):
        found.append(("consent.guardians", follows(Choices(frozenset(), na=True), "ärendets personuppgifter")))
    elif guardians:
        newest = max(guardians, key=lambda c: c.date)
        states = [_state(c, case.day) for c in guardians]
        found.append(("consent.guardians", _consent_evidence(case, newest, *_with_others(states, case.guardians))))
    everyone = list(latest.values())
    own = [c for c in everyone if c.person == "youth"]
    # An adult's guardians have nothing to consent to. Where the age isn't known they may have.
    surely_adult, surely_minor = (age is not None and age.low >= ADULT), (age is not None and age.high < ADULT)
    asked = [own] if surely_adult else [everyone] if surely_minor else [own, everyone]
    if all(asked):
        for fact_id, read in (("consent.months", _oldest), ("consent.specified", _specified)):
            values = reduce(hull, (_of_given(read, consents, case.day) for consents in asked))
            found.append((fact_id, follows(values, "samtyckena i ärendet")))
    return found


def _of_given(read: Callable[[list[Consent], date], int], consents: list[Consent], day: date) -> Possible:
    given = [c for c in consents if _state(c, day) == "given"]
    return Ordered(number := read(given, day), number) if given else NOT_APPLICABLE


def _oldest(given: list[Consent], day: date) -> int:
    return max(months_between(c.date, day) for c in given)


def _specified(given: list[Consent], _: date) -> int:
    return all(c.information and c.recipients and c.until is not None for c in given)


def _consent_evidence(case: Case, consent: Consent, *states: str) -> Evidence:
    name = case.sources[consent.source].name
    return Evidence(Choices(frozenset(states)), name, consent.source, consent.date)


def _with_others(states: list[str], guardians: int | None) -> set[str]:
    """What the guardians together may have come to: those the case says nothing about may have said anything."""
    if guardians is not None and guardians <= len(states):
        return {_together(states)}
    # One other brings about whatever more could: the one that hinders most decides.
    return {_together([*states, other]) for other in _STATES}


_NO: Final = (ConsentState.REFUSED, ConsentState.WITHDRAWN)
_STATES: Final = (*(state.value for state in ConsentState), "expired")


def _days_left(consent: Consent) -> int:
    """For sorting: a consent that ends sooner comes later."""
    return -(consent.until or date.max).toordinal()


def _state(consent: Consent, day: date) -> str:
    if consent.state is ConsentState.GIVEN and consent.until is not None and consent.until < day:
        return "expired"
    return consent.state.value


def _together(states: list[str]) -> str:
    """What several guardians' states come to: all say no, some do, or else the state that hinders most."""
    said = set(states)
    if said <= {"withdrawn", "refused"}:
        return "withdrawn" if "withdrawn" in said else "refused"
    if said & {"withdrawn", "refused"}:
        return "one_against"
    for state in ("expired", "not_understood", "asked", "not_asked"):
        if state in said:
            return state
    return "given"
