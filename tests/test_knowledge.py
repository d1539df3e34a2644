"""From a case to its possible facts: which claims count, what events and consents come to, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sigrisk.case import Case, ConsentState
from sigrisk.dates import add_months, years_between
from sigrisk.derived import age_on
from sigrisk.knowledge import Known, gather
from sigrisk.models import span
from sigrisk.packs import Packs
from sigrisk.possible import NOT_APPLICABLE, UNBOUNDED, Choices, Ordered, Possible, holds
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import everything
from tests.drawing import build

DAY = "2026-11-16"
FACT = "peers.criminal"  # a level that expires after six months
SOURCES = {s: {"name": s.capitalize(), "type": "other"} for s in ("polisen", "skolan", "kim")}
ZERO, ONE, EITHER = Ordered(0, 0), Ordered(1, 1), Ordered(0, 1)


def case(day: str = DAY, person: Mapping[str, object] | None = None, **parts: object) -> Case:
    return build(
        {
            "sigrisk": 1,
            "case": {"id": "PROV-1", "invented": True, "assessment_date": day},
            "person": {"label": "Kim", **(person or {})},
            "sources": SOURCES,
            **parts,
        }
    )


def claim(value: object, source: str = "skolan", day: str = "2026-11-01") -> dict[str, object]:
    return {"value": value, "source": source, "date": day}


class Facts:
    """Reads cases with the shipped rule book."""

    def __init__(self, packs: Packs, book: RuleBook) -> None:
        self.packs, self.book = packs, book

    def __call__(self, day: str = DAY, person: Mapping[str, object] | None = None, **parts: object) -> dict[str, Known]:
        return dict(gather(case(day, person, **parts), self.book, self.packs.instruments).facts)

    def one(self, claims: object, day: str = DAY, fact: str = FACT) -> Known:
        return self(day, facts={fact: claims})[fact]

    def all_of(self, fact: str) -> Possible:
        return everything(self.book.vocabulary[fact].definition)


@pytest.fixture(scope="module")
def facts(packs: Packs, book: RuleBook) -> Facts:
    assert book.vocabulary[FACT].definition.expires == 6
    return Facts(packs, book)


# -- expiry -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "months", "last"),
    [
        ("2026-05-16", 6, "2026-11-16"),
        ("2026-08-31", 6, "2027-02-28"),  # no 31 February
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 12, "2027-11-30"),
        ("2026-01-31", 0, "2026-01-31"),
        ("2026-03-31", -12, "2025-03-31"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_are_added_on_the_calendar(said: str, months: int, last: str) -> None:
    """The same day of a later (or earlier) month, or that month's last day where it has no such day."""
    assert add_months(date.fromisoformat(said), months) == date.fromisoformat(last)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), st.integers(-30, 30))
def test_added_months_land_in_the_right_month(day: date, months: int) -> None:
    """The month is always so many months on, and the day is never later than the day it started from."""
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("said", ["2026-05-16", "2026-08-31", "2024-02-29"])
def test_a_claim_counts_to_its_last_day_and_not_a_day_longer(facts: Facts, said: str) -> None:
    """On the day when the months are up it still counts; the day after the fact may be anything again."""
    last = add_months(date.fromisoformat(said), 6)
    on_time = facts.one(claim("high", day=said), day=last.isoformat())
    too_late = facts.one(claim("high", day=said), day=(last + timedelta(days=1)).isoformat())
    assert on_time.values == Ordered(3, 3)
    assert not on_time.evidence[0].expired
    assert too_late.values == facts.all_of(FACT)
    assert too_late.evidence[0].expired
    assert not too_late.answered


def test_history_never_expires(facts: Facts) -> None:
    """A fact without an expiry keeps its answer however old it is."""
    assert facts.one(claim("high", day="2011-01-01"), fact="crime.violence_earlier").values == Ordered(3, 3)


def test_an_expired_claim_neither_narrows_nor_contradicts(facts: Facts) -> None:
    """Too old is as if never said, except that it is still shown."""
    found = facts.one([claim("none", "polisen", "2026-01-01"), claim("high", "skolan")])
    assert found.values == Ordered(3, 3)
    assert not found.contradicted
    assert [e.counts for e in found.evidence] == [False, True]


# -- several claims ---------------------------------------------------------------------------------------------------


def test_the_newest_claim_of_a_source_replaces_its_older_ones(facts: Facts) -> None:
    """In either order of writing; the older claim is kept as superseded."""
    old, new = claim("none", day="2026-09-01"), claim("high", day="2026-10-01")
    for order in ([old, new], [new, old]):
        found = facts.one(order)
        assert found.values == Ordered(3, 3)
        assert not found.contradicted
        assert [(e.superseded, e.counts) for e in found.evidence] == [(True, False), (False, True)]


def test_another_source_never_replaces_a_claim(facts: Facts) -> None:
    """A newer claim of somebody else stands beside the older one, and contradicts it."""
    found = facts.one([claim("none", "polisen", "2026-09-01"), claim("high", "skolan", "2026-10-01")])
    assert found.values == Ordered(0, 3)
    assert found.contradicted
    assert all(e.counts for e in found.evidence)


def test_two_values_of_one_source_on_one_day_contradict(facts: Facts) -> None:
    """Neither is newer, so neither wins."""
    found = facts.one([claim("low"), claim("moderate")])
    assert found.values == Ordered(1, 2)
    assert found.contradicted


def test_contradiction_leaves_what_is_claimed_and_nothing_beyond(facts: Facts) -> None:
    """The hull of low and high holds what lies between, and neither "none" nor "not applicable"."""
    found = facts.one([claim("low", "polisen"), claim("high", "skolan")])
    assert found.values == Ordered(1, 3)
    with_na = facts.one([claim("high", "polisen"), claim("not_applicable", "skolan")])
    assert with_na.values == Ordered(3, 3, na=True)
    assert with_na.contradicted


def test_overlapping_claims_narrow_each_other(facts: Facts) -> None:
    """ "Low or moderate" and "moderate or high" agree on moderate; that is no contradiction."""
    found = facts.one([claim(["low", "moderate"], "polisen"), claim(["moderate", "high"], "skolan")])
    assert found.values == Ordered(2, 2)
    assert not found.contradicted


@pytest.mark.parametrize("word", ["vet ej", "unknown", "okänt", "Vet ej"])
def test_vet_ej_narrows_nothing_and_takes_back_what_the_same_source_said(facts: Facts, word: str) -> None:
    """It narrows nothing and contradicts nobody; but a source that no longer knows, no longer says."""
    assert facts.one(claim(word)).values == facts.all_of(FACT)
    found = facts.one([claim("high", day="2026-09-01"), claim(word, day="2026-11-01")])
    assert found.values == facts.all_of(FACT)
    assert [e.counts for e in found.evidence] == [False, False]
    other = facts.one([claim("high", "skolan", day="2026-09-01"), claim(word, "kim", day="2026-11-01")])
    assert other.values == Ordered(3, 3)


@given(st.data())
@settings(max_examples=60)
def test_claims_count_the_same_in_every_order(facts: Facts, data: st.DataObject) -> None:
    """Any four claims, in any order: the same values and the same evidence."""
    one = st.builds(
        claim,
        st.sampled_from(["none", "high", ["low", "moderate"], "not_applicable", "vet ej"]),
        st.sampled_from(sorted(SOURCES)),
        st.sampled_from(["2026-03-01", "2026-09-01", "2026-11-01"]),
    )
    claims = data.draw(st.lists(one, min_size=2, max_size=4))
    first = facts.one(claims)
    again = facts.one(data.draw(st.permutations(claims)))
    assert (first.values, first.evidence) == (again.values, again.evidence)


# -- checklists -------------------------------------------------------------------------------------------------------


def checklist(
    answers: Mapping[str, object], assessor: str = "Sam Exempel", day: str = "2026-11-01"
) -> dict[str, object]:
    return {
        "instrument": "irk_inspirerad",
        "version": 1,
        "date": day,
        "assessor": {"name": assessor, "role": "socialsekreterare"},
        "answers": dict(answers),
    }


def test_a_checklist_answer_is_a_claim_about_the_items_fact(facts: Facts) -> None:
    """It narrows the fact to the values its level stands for, and names the checklist, the assessor and the source."""
    found = facts(checklists=[checklist({"kamrater": {"level": "little", "source": "polisen", "note": "Sällan."}})])
    known = found[FACT]
    assert known.values == Ordered(0, 1)  # "little" stands for none and low
    (evidence,) = known.evidence
    assert "Sam Exempel" in evidence.source
    assert "Polisen" in evidence.source
    assert (evidence.day, evidence.note) == (date(2026, 11, 1), "Sällan.")


def test_a_checklist_answer_expires_and_contradicts_like_any_claim(facts: Facts) -> None:
    """The fact's own expiry holds for the checklist's day, and a claim of somebody else stands beside it."""
    assert facts(checklists=[checklist({"kamrater": "much"}, day="2026-05-15")])[FACT].values == facts.all_of(FACT)
    both = facts(facts={FACT: claim("none")}, checklists=[checklist({"kamrater": "much"})])[FACT]
    assert both.values == Ordered(0, 3)
    assert both.contradicted


def test_a_later_checklist_replaces_the_same_assessors_and_no_other(facts: Facts) -> None:
    """The same item by the same assessor is one source; another assessor is another."""
    early, late = ({"kamrater": "much"}, "2026-09-01"), ({"kamrater": "little"}, "2026-11-01")
    same = facts(checklists=[checklist(a, day=d) for a, d in (early, late)])[FACT]
    assert same.values == Ordered(0, 1)
    other = facts(checklists=[checklist(early[0], "Robin Exempel", early[1]), checklist(late[0], day=late[1])])[FACT]
    assert other.values == Ordered(0, 3)


@pytest.mark.parametrize(("level", "values"), [("unknown", None), ("vet ej", None), ("not_applicable", NOT_APPLICABLE)])
def test_unknown_and_not_applicable_on_a_checklist(facts: Facts, level: str, values: Possible | None) -> None:
    """ "Vet ej" on the form leaves the fact open; "not applicable" is a value of its own."""
    found = facts(checklists=[checklist({"kamrater": level})])[FACT]
    assert found.values == (facts.all_of(FACT) if values is None else values)


# -- events -----------------------------------------------------------------------------------------------------------


def event(day: str, report: str = "", kind: str = "theft", role: str = "perpetrator", **more: str) -> dict[str, str]:
    status = {"status": "suspected"} if role == "perpetrator" and "status" not in more else {}
    return {"date": day, "type": kind, "role": role, "source": "polisen", "report": report, **status, **more}


def listed(*events: dict[str, str], complete: str | None = "2026-11-10") -> dict[str, object]:
    whole = {} if complete is None else {"complete": {"source": "polisen", "date": complete}}
    return {"list": list(events), **whole}


@pytest.mark.parametrize(
    ("day", "low", "high"),
    [
        ("2025-11-16", 0, 0),  # twelve months to the day: no longer inside
        ("2025-11-17", 1, 1),
        ("2026-11-10", 1, 1),
        ("2025-11", 0, 1),  # before or after the boundary
        ("2025-12", 1, 1),
        ("2025-10", 0, 0),
        ("2025", 0, 1),
        ("2026", 1, 1),
        ("2024", 0, 0),
    ],
)
def test_reports_in_twelve_months(facts: Facts, day: str, low: int, high: int) -> None:
    """Exact at the boundary day; an approximate date that may lie on either side leaves both numbers possible."""
    assert facts(events=listed(event(day)))["offences.reports_12m"].values == Ordered(low, high)
    assert facts(events=listed(event(day)))["offences.total"].values == ONE


def test_twelve_months_from_a_leap_day(facts: Facts) -> None:
    """29 February less twelve months is 28 February: that day is out and the day after is in."""
    for day, count in (("2027-02-28", 0), ("2027-03-01", 1)):
        found = facts("2028-02-29", events=listed(event(day), complete="2028-02-20"))
        assert found["offences.reports_12m"].values == Ordered(count, count)


def test_events_that_share_a_report_count_once(facts: Facts) -> None:
    """Events in one report are one; events without a report that may be of one day are one at least, each at most."""
    shared = facts(events=listed(event("2026-10-01", "A1"), event("2026-10-02", "A1"), event("2026-10-03", "A2")))
    assert shared["offences.reports_12m"].values == shared["offences.total"].values == Ordered(2, 2)
    same_day = facts(events=listed(event("2026-10-01"), event("2026-10-01"), event("2026-10-01", "event 0")))
    assert same_day["offences.total"].values == Ordered(1, 3)
    apart = facts(events=listed(event("2026-10-01"), event("2026-10-02"), event("2026-10")))
    assert apart["offences.total"].values == Ordered(2, 3)


def test_a_report_with_one_event_inside_counts(facts: Facts) -> None:
    """One event of the report surely inside is enough, also where another lies outside or is uncertain."""
    found = facts(events=listed(event("2025-01-01", "A1"), event("2025", "A1"), event("2026-10-01", "A1")))
    assert found["offences.reports_12m"].values == ONE


def brute_counts(events: list[dict[str, str]], start: date) -> tuple[int, int]:
    """The fewest and the most reports inside, trying the ends of every approximate date."""
    counts = []
    for days in product(*(span(e["date"]) for e in events)):
        reports = {e["report"] or str(i) for i, (e, d) in enumerate(zip(events, days, strict=True)) if d > start}
        counts.append(len(reports))
    return min(counts), max(counts)


@given(
    st.lists(
        st.builds(
            event,
            st.sampled_from(["2025", "2025-11", "2025-11-16", "2026-04", "2024"]),
            st.sampled_from(["A", "B", "C"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_counts_are_exactly_what_all_possible_days_give(facts: Facts, events: list[dict[str, str]]) -> None:
    """Trying every end of every approximate date gives exactly the interval, shared reports included."""
    found = facts(events=listed(*events))["offences.reports_12m"].values
    assert found == Ordered(*brute_counts(events, date(2025, 11, 16)))


@pytest.mark.parametrize("complete", [None, "2026-08-15"])
def test_an_open_or_old_list_gives_lower_bounds_only(facts: Facts, complete: str | None) -> None:
    """What was seen was seen; nothing that wasn't seen is ruled out, however empty the list."""
    found = facts(events=listed(event("2026-08-01"), complete=complete), person={"birth_date": "2011-01-01"})
    for count in ("offences.reports_12m", "offences.total"):
        assert found[count].values == Ordered(1, UNBOUNDED)
    assert found["offences.shown"].values == found["offences.grave"].values == ONE
    assert found["offences.strategic"].values == found["offences.convicted"].values == EITHER
    assert found["offences.age_first"].values == Ordered(0, 15)  # an earlier crime may be unknown
    empty = facts(events=listed(complete=complete))
    for fact in ("reports_12m", "total", "shown", "grave", "strategic", "convicted", "age_first"):
        assert empty[f"offences.{fact}"].values == facts.all_of(f"offences.{fact}"), fact


def test_a_complete_list_closes_the_counts_until_it_is_too_old(facts: Facts, book: RuleBook) -> None:
    """Up to the profile's number of months, the last day included; a day older and it closes nothing."""
    last = add_months(date.fromisoformat(DAY), -book.values["register_months"])
    closed = facts(events=listed(complete=last.isoformat()))
    assert closed["offences.shown"].values == closed["offences.convicted"].values == ZERO
    assert closed["offences.total"].values == closed["offences.reports_12m"].values == ZERO
    assert closed["offences.age_first"].values == NOT_APPLICABLE
    older = facts(events=listed(complete=(last - timedelta(days=1)).isoformat()))
    assert older["offences.shown"].values == EITHER


def test_victim_and_witness_events_count_for_nothing_else(facts: Facts) -> None:
    """A complete list with only such events shows no crime; and no such event rules out none."""
    found = facts(events=listed(event("2026-10-01", role="victim"), event("2026-10-01", role="witness")))
    assert found["victim.events"].values == found["witness.events"].values == ONE
    assert found["offences.shown"].values == found["offences.total"].values == found["offences.grave"].values == ZERO
    none = facts(events=listed(event("2026-10-01")))
    assert none["victim.events"].values == none["witness.events"].values == EITHER


@pytest.mark.parametrize(
    ("statuses", "values"),
    [
        (["suspected"], ZERO),
        (["prosecuted", "suspected"], ZERO),
        (["convicted", "suspected"], ONE),
        (["suspected", None], EITHER),
        (["convicted", None], ONE),
    ],
)
def test_convicted_only_where_it_says_so(facts: Facts, statuses: list[str | None], values: Possible) -> None:
    """A suspicion or a prosecution is no conviction; a status nobody gave leaves it open, never no."""
    events = [event("2026-10-01", status=s) if s else event("2026-10-01") | {"status": ""} for s in statuses]
    cleaned = [{k: v for k, v in e.items() if (k, v) != ("status", "")} for e in events]
    assert facts(events=listed(*cleaned))["offences.convicted"].values == values


@pytest.mark.parametrize(
    ("kind", "grave"),
    [("theft", ONE), ("petty_theft", ZERO), ("molestation", ZERO), ("unlawful_threat", ONE), ("fraud", ZERO)],
)
def test_grave_is_the_chapter_without_the_minor_crimes(facts: Facts, kind: str, grave: Possible) -> None:
    """Chapters 3, 4 and 8 are grave, a minor crime in them isn't, and chapter 9 isn't."""
    assert facts(events=listed(event("2026-10-01", kind=kind)))["offences.grave"].values == grave


def test_every_shipped_offence_is_grave_by_its_chapter_alone(book: RuleBook) -> None:
    """No other property of an offence than its chapter and ``minor`` bears on it."""
    assert book.grave_chapters == {3, 4, 8}
    for one in book.offences.values():
        assert book.grave(one.id) == (one.chapter in (3, 4, 8) and not one.minor), one.id
    assert any(o.minor and o.chapter in (3, 4, 8) for o in book.offences.values())


@pytest.mark.parametrize(
    ("kind", "edition", "strategic"),
    [
        ("robbery", "2011", ONE),
        ("robbery", "2021", ONE),
        ("vehicle_theft", "2011", ONE),
        ("vehicle_theft", "2021", ZERO),
        ("aggravated_theft", "2011", ZERO),
        ("aggravated_theft", "2021", ONE),
        ("theft", "2021", ZERO),
    ],
)
def test_strategic_by_the_profiles_edition(facts: Facts, kind: str, edition: str, strategic: Possible) -> None:
    """The same crime may be strategic in one edition of the list and not in the other."""
    profile = facts.book.profile.model_copy(update={"strategic_edition": edition})
    other = Facts(facts.packs, replace(facts.book, profile=profile))
    assert other(events=listed(event("2026-10-01", kind=kind)))["offences.strategic"].values == strategic


# -- age --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2010-05-14", "2026-05-13", 15),
        ("2010-05-14", "2026-05-14", 16),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
    ],
)
def test_whole_years_on_the_birthday(born: str, day: str, years: int) -> None:
    """The birthday itself counts; a leap-day child's falls on 1 March in other years."""
    assert years_between(date.fromisoformat(born), date.fromisoformat(day)) == years


@pytest.mark.parametrize(
    ("person", "age"),
    [
        ({"birth_date": "2010-05-14"}, Ordered(16, 16)),
        ({"birth_date": "2010-11-16"}, Ordered(16, 16)),
        ({"birth_date": "2010-11-17"}, Ordered(15, 15)),
        ({"birth_date": "2010-11"}, Ordered(15, 16)),
        ({"birth_date": "2010-10"}, Ordered(16, 16)),
        ({"birth_date": "2010"}, Ordered(15, 16)),
        ({"age": 15}, Ordered(15, 15)),
        ({"age": 16, "birth_date": "2010"}, Ordered(16, 16)),
        ({}, Ordered(0, 120)),
    ],
)
def test_age_on_the_assessment_day(facts: Facts, person: Mapping[str, object], age: Possible) -> None:
    """From the birth date as far as it is known, from the age where it is given, and else unknown."""
    assert facts(person=person)["person.age"].values == age


@pytest.mark.parametrize(
    ("person", "events", "age"),
    [
        ({"birth_date": "2010-05-14"}, ["2023-05-13"], Ordered(12, 12)),
        ({"birth_date": "2010-05-14"}, ["2023-05-14"], Ordered(13, 13)),
        ({"birth_date": "2010-05-14"}, ["2023"], Ordered(12, 13)),
        ({"birth_date": "2010-05-14"}, ["2023-04"], Ordered(12, 12)),
        ({"birth_date": "2010"}, ["2023-05-13"], Ordered(12, 13)),
        ({"birth_date": "2010"}, ["2023"], Ordered(12, 13)),
        ({"birth_date": "2010-05-14"}, ["2025-01-01", "2023-06", "2024"], Ordered(13, 13)),
        ({"birth_date": "2010-05-14"}, ["2023", "2023-02-01"], Ordered(12, 12)),
        ({"age": 15}, ["2026-11-10"], Ordered(14, 15)),
        ({"age": 15}, ["2025-11-16"], Ordered(14, 14)),
        ({"age": 15}, ["2026-05-16"], Ordered(14, 15)),
        ({"birth_date": "2008-02-29"}, ["2022-02-28"], Ordered(13, 13)),
    ],
)
def test_age_at_the_first_crime(facts: Facts, person: Mapping[str, object], events: list[str], age: Possible) -> None:
    """The youngest age that the events allow, as an interval where a birth date or an event is approximate."""
    found = facts(person=person, events=listed(*(event(e) for e in events)))
    assert found["offences.age_first"].values == age


def test_age_at_the_first_crime_is_unknown_without_an_age(facts: Facts) -> None:
    """Nothing is made up where neither the birth date nor the age is known."""
    found = facts(events=listed(event("2023-01-01")))
    assert found["offences.age_first"].values == facts.all_of("offences.age_first")


def _days(text: str) -> list[date]:
    """Some days of an approximate date: its ends and the days around every turn of a month."""
    first, last = span(text)
    inside = {first, last}
    for month in range(1, 13):
        for day in (1, 14, 28):
            inside.add(date(first.year, month, day))
    return sorted(d for d in inside if first <= d <= last)


@given(
    st.sampled_from(["2008", "2008-02", "2008-02-29", "2010-06", "2010-06-15", "2010-12-31"]),
    st.lists(
        st.sampled_from(["2020", "2020-02", "2020-02-29", "2021-06-15", "2021-02-28", "2021"]), min_size=1, max_size=2
    ),
)
@settings(max_examples=100)
def test_age_at_first_crime_holds_every_possible_age(facts: Facts, born: str, events: list[str]) -> None:
    """Trying days of the birth date and of each event: every age found lies inside, and both ends are reached."""
    found = facts(person={"birth_date": born}, events=listed(*(event(e) for e in events)))
    ages = {
        min(years_between(b, day) for day in days) for b in _days(born) for days in product(*(_days(e) for e in events))
    }
    assert found["offences.age_first"].values == Ordered(min(ages), max(ages))


@given(
    st.one_of(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.sampled_from([date(2024, 2, 29), date(2027, 2, 28)])),
    st.integers(10, 20),
    st.integers(0, 3000),
)
def test_age_from_an_age_alone_is_exactly_what_every_birthday_gives(today: date, age: int, back: int) -> None:
    """Every day on which someone of that age today may be born, leap days included: exactly the interval."""
    then = today - timedelta(days=back)
    born_near = (today - timedelta(days=d) for d in range(age * 365 - 5, (age + 1) * 366 + 5))
    ages = [years_between(born, then) for born in born_near if years_between(born, today) == age]
    assume(min(ages) >= 0)
    found = age_on(case(today.isoformat(), person={"age": age}), then, then)
    assert found == Ordered(min(ages), max(ages))


# -- consents ---------------------------------------------------------------------------------------------------------


def consent(person: str, state: str, day: str = "2026-11-03", until: str | None = None) -> dict[str, str]:
    ends = {} if until is None else {"until": until}
    return {"person": person, "state": state, "date": day, "source": "skolan", **ends}


def names(known: Known) -> set[str]:
    assert isinstance(known.values, Choices)
    return set(known.values.names) | ({"not applicable"} if known.values.na else set())


@pytest.mark.parametrize(("until", "state"), [("2026-11-15", "expired"), (DAY, "given"), (None, "given")])
def test_a_consent_holds_to_its_last_day(facts: Facts, until: str | None, state: str) -> None:
    """``until`` is the last day on which it counts; the day after it has expired. Without it it doesn't expire."""
    assert names(facts(consent=[consent("youth", "given", until=until)])["consent.youth"]) == {state}


def test_only_a_given_consent_can_expire(facts: Facts) -> None:
    """A no or a withdrawal stays what it is, whatever date stands beside it."""
    for state in ("refused", "withdrawn", "asked"):
        found = facts(consent=[consent("youth", state, until="2026-11-10")])
        assert names(found["consent.youth"]) == {state}


def test_the_latest_state_decides(facts: Facts) -> None:
    """A consent given and then withdrawn is withdrawn, in whatever order it was written down."""
    given_, taken = consent("youth", "given", "2026-10-01"), consent("youth", "withdrawn", "2026-11-01")
    for order in ([given_, taken], [taken, given_]):
        assert names(facts(consent=order)["consent.youth"]) == {"withdrawn"}


def test_consents_of_the_same_day_are_free_of_order(facts: Facts) -> None:
    """Two states, or two last days, on one day: the same result in every order, and never the more favourable one."""
    ways = [
        [consent("youth", "given"), consent("youth", "withdrawn"), consent("youth", "asked")],
        [consent("youth", "given", until="2026-11-10"), consent("youth", "given", until="2027-05-01")],
        [consent("youth", "given", until="2026-11-10"), consent("youth", "given")],
    ]
    wanted = [{"withdrawn"}, {"expired"}, {"expired"}]
    for way, state in zip(ways, wanted, strict=True):
        assert [names(facts(consent=order)["consent.youth"]) for order in permutations(way)] == [state] * len(
            list(permutations(way))
        )


def test_nobody_asked_is_not_known(facts: Facts) -> None:
    """Without a word about consent, and without guardians counted, everything is still possible."""
    for guardians in (None, 2):
        found = facts(guardians=guardians)
        assert found["consent.youth"].values == facts.all_of("consent.youth")
        assert found["consent.guardians"].values == facts.all_of("consent.guardians")


def test_no_guardian_is_not_applicable(facts: Facts) -> None:
    """Who has no guardian needs no guardian's consent."""
    assert names(facts(guardians=0)["consent.guardians"]) == {"not applicable"}


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("given", "given", "given"),
        ("given", "refused", "one_against"),
        ("refused", "refused", "refused"),
        ("refused", "not_asked", "one_against"),
        ("withdrawn", "given", "one_against"),
        ("withdrawn", "refused", "withdrawn"),
        ("given", "not_understood", "not_understood"),
        ("given", "asked", "asked"),
        ("given", "not_asked", "not_asked"),
        ("asked", "not_asked", "asked"),
    ],
)
def test_two_guardians_together(facts: Facts, first: str, second: str, together: str) -> None:
    """The one that hinders most decides, a split is its own state, and who is called number one has no effect."""
    for one, other in ((first, second), (second, first)):
        found = facts(guardians=2, consent=[consent("guardian_1", one), consent("guardian_2", other)])
        assert names(found["consent.guardians"]) == {together}


def test_one_guardians_expired_consent_is_told(facts: Facts) -> None:
    """It isn't covered by the other's valid consent."""
    both = [consent("guardian_1", "given"), consent("guardian_2", "given", until="2026-11-10")]
    assert names(facts(guardians=2, consent=both)["consent.guardians"]) == {"expired"}


ALL_STATES = [s.value for s in ConsentState]


@pytest.mark.parametrize("state", ALL_STATES)
def test_a_guardian_nobody_has_written_about_may_have_said_anything(facts: Facts, state: str) -> None:
    """One of two, or one of an unknown number: every completion lies within what is held possible, and no more does."""
    first = consent("guardian_1", state)
    reached = {
        other: names(facts(guardians=2, consent=[first, consent("guardian_2", *other)])["consent.guardians"])
        for other in [*((s,) for s in ALL_STATES), ("given", "2026-11-01", "2026-11-10")]
    }
    assert names(facts(guardians=2, consent=[first])["consent.guardians"]) == set().union(*reached.values())
    unknown = facts(consent=[first])["consent.guardians"]
    for guardians in (1, 2, 3):
        assert holds(unknown.values, facts(guardians=guardians, consent=[first])["consent.guardians"].values)
    assert state in names(facts(guardians=1, consent=[first])["consent.guardians"])


def test_three_guardians_of_whom_one_has_answered(facts: Facts) -> None:
    """The two others may disagree with each other: a split is possible even where the first hasn't decided."""
    found = facts(guardians=3, consent=[consent("guardian_1", "asked")])["consent.guardians"]
    assert {"one_against", "asked"} <= names(found)
    assert not {"refused", "withdrawn"} & names(found)  # the first has not said no, so that not all have
    assert "given" not in names(found)


# -- how broad the material is ----------------------------------------------------------------------------------------


def test_sources_and_checklists_are_lower_bounds(facts: Facts) -> None:
    """A source counts once however often it is used; one that says nothing, or too long ago, doesn't count.

    Nor does a checklist that is too old or mostly empty. More may always come.
    """
    sparse = checklist({"kamrater": {"level": "much", "source": "kim"}})
    said = {FACT: claim("high", "skolan"), "family.bond": claim("clear", "skolan")}
    found = facts(facts=said, events=listed(event("2026-10-01")), checklists=[sparse, filled("2026-01-01")])
    assert found["assessment.sources"].values == Ordered(2, UNBOUNDED)  # polisen and skolan
    assert found["assessment.checklists"].values == Ordered(0, UNBOUNDED)
    more = facts(facts=said, checklists=[filled()])
    assert more["assessment.checklists"].values == Ordered(1, UNBOUNDED)
    assert facts()["assessment.sources"].values == Ordered(0, UNBOUNDED)


@pytest.mark.parametrize("said", [True, False])
def test_what_the_group_says_of_the_material_is_no_part_of_it(facts: Facts, said: bool) -> None:
    """Else the group could make thin material look thicker by saying something about it."""
    other = {FACT: claim("high", "skolan")}
    before = facts(facts=other)
    after = facts(facts={**other, "assessment.sufficient": claim(said, "kim")})
    assert after["assessment.sufficient"].values == Ordered(said, said)
    for one in ("sources", "checklists", "answered", "outdated"):
        assert after[f"assessment.{one}"].values == before[f"assessment.{one}"].values
    old = facts(facts={**other, "assessment.sufficient": claim(said, "kim", "2026-08-01")})
    assert old["assessment.sufficient"].values == Ordered(0, 1), "what the group thought last summer says little today"
    assert old["assessment.outdated"].values == before["assessment.outdated"].values


def filled(day: str = "2026-11-01") -> dict[str, object]:
    """A checklist with half of its twelve questions answered."""
    items = ("brottens_utveckling", "brott_i_vardagen", "droger", "skolfranvaro", "kamrater", "fritid")
    return {**checklist(dict.fromkeys(items, "much")), "date": day}


def test_an_empty_case_knows_nothing_but_what_is_given(facts: Facts) -> None:
    """Every fact that nobody has said anything about may still be anything."""
    told = {"operation.model"} | {f"assessment.{one}" for one in ("sources", "checklists", "answered", "outdated")}
    open_ = {f.id for f in facts.book.vocabulary} - told
    found = facts()
    assert [f for f in sorted(open_) if found[f].values != facts.all_of(f) or found[f].evidence] == []
