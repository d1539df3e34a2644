"""Facts that follow from the person, the events, the consents and the material, without a claim of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sigrisk.case import Case, Consent, ConsentState, Event, LegalStatus, Role
from sigrisk.dates import add_months, years_back, years_between
from sigrisk.evidence import Evidence
from sigrisk.models import span
from sigrisk.possible import NOT_APPLICABLE, UNBOUNDED, Choices, Ordered, Possible
from sigrisk.rulebook import REGISTER_MONTHS, RuleBook


def derived(case: Case, book: RuleBook) -> list[tuple[str, Evidence]]:
    found = [*_age(case), *_offences(case, book), *_consents(case), *_assessment(case)]
    if case.person.sex is not None:
        found.append(("person.sex", _own(Choices(frozenset({case.person.sex.value})), "ärendets personuppgifter")))
    model = case.case.operation_model or book.profile.operation_model
    if model is not None:
        origin = "ärendet" if case.case.operation_model is not None else f"profilen {book.profile.label}"
        found.append(("operation.model", _own(Choices(frozenset({model.value})), origin)))
    return [(fact_id, one) for fact_id, one in found if fact_id in book.vocabulary]


def _own(values: Possible, source: str, day: date | None = None, note: str = "") -> Evidence:
    return Evidence(values, source, f"derived:{source}", day, note)


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
    return [] if age is None else [("person.age", _own(age, "ärendets personuppgifter", case.day))]


def _offences(case: Case, book: RuleBook) -> list[tuple[str, Evidence]]:
    """Counts and marks that follow from the events. Without a complete, recent list they are lower bounds only."""
    own = [e for e in case.events.list if e.role is Role.PERPETRATOR]
    complete = case.events.complete
    months = book.values[REGISTER_MONTHS]
    closed = complete is not None and add_months(complete.date, months) >= case.day
    source = case.sources[complete.source].name if complete is not None else "händelselistan i ärendet"
    day = complete.date if complete is not None else None
    if not own and not closed:
        return _others(case, closed, source, day)
    start = add_months(case.day, -12)
    inside = _reports(e for e in own if span(e.date)[1] > start)
    surely = _reports(e for e in own if span(e.date)[0] > start)
    everything_known = _reports(own)
    note = "Räknat ur händelserna i ärendet"
    if not closed:
        note += "; listan är inte bekräftad som fullständig, så fler händelser kan finnas"

    def evidence(values: Possible) -> Evidence:
        return _own(values, source, day, note)

    grave = [e for e in own if book.grave(e.type)]
    edition = book.profile.strategic_edition
    strategic = [e for e in own if edition in book.offences[e.type].strategic]
    convicted = [e for e in own if e.status is LegalStatus.CONVICTED]
    maybe_convicted = [e for e in own if e.status is None]
    found = [
        ("offences.reports_12m", evidence(Ordered(len(surely), len(inside) if closed else UNBOUNDED))),
        ("offences.total", evidence(Ordered(len(everything_known), len(everything_known) if closed else UNBOUNDED))),
        ("offences.shown", evidence(_mark(bool(own), closed))),
        ("offences.grave", evidence(_mark(bool(grave), closed))),
        ("offences.strategic", evidence(_mark(bool(strategic), closed))),
        ("offences.convicted", evidence(_mark(bool(convicted), closed and not maybe_convicted))),
    ]
    first = _age_first(case, own, closed)
    if first is not None:
        found.append(("offences.age_first", evidence(first)))
    return found + _others(case, closed, source, day)


def _others(case: Case, closed: bool, source: str, day: date | None) -> list[tuple[str, Evidence]]:
    found = []
    for role, fact_id in ((Role.VICTIM, "victim.events"), (Role.WITNESS, "witness.events")):
        if any(e.role is role for e in case.events.list):
            found.append((fact_id, _own(Ordered(1, 1), source, day)))
    return found


def _reports(events: Iterable[Event]) -> set[str | int]:
    """The distinct reports: events that share a ``report`` count once."""
    return {e.report or index for index, e in enumerate(events)}


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
    guardians = [c for person, c in sorted(latest.items()) if person != "youth"]
    if case.guardians == 0:
        found.append(("consent.guardians", _own(Choices(frozenset(), na=True), "ärendets personuppgifter")))
    elif guardians:
        newest = max(guardians, key=lambda c: c.date)
        states = [_state(c, case.day) for c in guardians]
        found.append(("consent.guardians", _consent_evidence(case, newest, *_with_others(states, case.guardians))))
    return found


def _consent_evidence(case: Case, consent: Consent, *states: str) -> Evidence:
    name = case.sources[consent.source].name
    return Evidence(Choices(frozenset(states)), name, consent.source, consent.date)


def _with_others(states: list[str], guardians: int | None) -> set[str]:
    """What the guardians together may have come to: those the case says nothing about may have said anything."""
    if guardians is not None and guardians <= len(states):
        return {_together(states)}
    # One other brings about whatever more could: the one that hinders most decides.
    return {_together([*states, other]) for other in _STATES}


_STATES: Final = (*(state.value for state in ConsentState), "expired")


def _days_left(consent: Consent) -> int:
    """For sorting: a consent that ends sooner comes later."""
    return -(consent.until or date.max).toordinal()


def _state(consent: Consent, day: date) -> str:
    if consent.state is ConsentState.GIVEN and consent.until is not None and consent.until < day:
        return "expired"
    return consent.state.value


def _together(states: list[str]) -> str:
    """What several guardians' states come to: the one that hinders most decides, and a split is its own state."""
    said = set(states)
    if "withdrawn" in said:
        return "withdrawn"
    if "refused" in said:
        return "refused" if said == {"refused"} else "one_against"
    for state in ("expired", "not_understood", "asked", "not_asked"):
        if state in said:
            return state
    return "given"


def _assessment(case: Case) -> list[tuple[str, Evidence]]:
    """How broad the material is, as lower bounds: more sources and checklists may always be added."""
    keys = {c.source for fact in case.facts for c in case.claims(fact)} | {e.source for e in case.events.list}
    keys |= {a.source for c in case.checklists for a in c.answers.values() if not isinstance(a, str) and a.source}
    if case.events.complete is not None:
        keys.add(case.events.complete.source)
    sources = Ordered(len(keys), UNBOUNDED)
    checklists = Ordered(len(case.checklists), UNBOUNDED)
    return [
        ("assessment.sources", _own(sources, "ärendets källförteckning", case.day)),
        ("assessment.checklists", _own(checklists, "ärendets checklistor", case.day)),
    ]
