"""One case read in each kind of operation, and what sigrisk works out of consents, nominations, events and dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sigrisk.assess import Assessment, assess
from sigrisk.case import Case, SourceType
from sigrisk.casefile import load_case, profile_id
from sigrisk.dates import add_months, months_between
from sigrisk.knowledge import gather
from sigrisk.memo.build import build as build_memo
from sigrisk.memo.sentences import own_numbers_sentence
from sigrisk.memo.wording import SOURCE_TYPES
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered, Possible, Verdict
from sigrisk.rulebook import OutcomeId, OutcomeText
from sigrisk.vocabulary import everything
from tests.drawing import build

SCENARIOS = Path(__file__).parent.parent / "scenarios"
DAY = "2026-11-16"


def scenario(name: str, packs: Packs) -> Case:
    return load_case(next(SCENARIOS.glob(f"{name}_*.yaml")), packs)[0]


def changed(case: Case, packs: Packs, model: str | None, **facts: object) -> Case:
    """The case in another kind of operation, with some facts answered otherwise, in its checklists too."""
    data = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    head = {k: v for k, v in data["case"].items() if k != "operation_model"}
    source = next(iter(data["sources"]))
    said = {f.replace("__", "."): {"value": v, "source": source, "date": DAY} for f, v in facts.items()}
    head |= {} if model is None else {"operation_model": model}
    for one in data["checklists"]:
        informs = {item.id: item.fact for item in packs.instruments[one["instrument"]].items()}
        one["answers"] = {i: a for i, a in one["answers"].items() if informs[i] not in said}
    return build({**data, "case": head, "facts": {**data["facts"], **said}})


def tried(case: Case, packs: Packs) -> Assessment:
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


# -- operation models -------------------------------------------------------------------------------------------------

WEIGH, OFFER, NO = OutcomeId.DELIBERATE, OutcomeId.OFFER, OutcomeId.NOT_SUITED


@pytest.mark.parametrize(
    ("facts", "outcomes"),
    [
        ({}, {"samverkan": {OFFER}, "pussel": {OFFER}, "lotsning": {OFFER}, None: {OFFER}}),
        (
            {"will__take_part": False},
            {"samverkan": {NO}, "pussel": {OFFER}, "lotsning": {WEIGH}, None: {NO, WEIGH, OFFER}},
        ),
        (
            {"health__trauma": "high"},
            {"samverkan": {NO}, "pussel": {WEIGH}, "lotsning": {WEIGH}, None: {NO, WEIGH}},
        ),
        (
            {"family__too_complex": True},
            {"samverkan": {NO}, "pussel": {WEIGH}, "lotsning": {WEIGH}, None: {NO, WEIGH}},
        ),
        (
            {"substances__use": "high"},
            {"samverkan": {WEIGH}, "pussel": {OFFER}, "lotsning": {OFFER}, None: {WEIGH, OFFER}},
        ),
        (
            {"health__npf": True},
            {"samverkan": {OFFER}, "pussel": {OFFER}, "lotsning": {OFFER}, None: {OFFER}},
        ),
    ],
)
def test_one_case_has_a_reading_in_each_kind_of_operation(
    packs: Packs, facts: dict[str, object], outcomes: dict[str | None, set[OutcomeId]]
) -> None:
    """What an operation can carry depends on how it works; not knowing how leaves every reading possible."""
    clear = scenario("01", packs)
    got = {model: set(tried(changed(clear, packs, model, **facts), packs).outcomes) for model in outcomes}
    assert got == outcomes


@pytest.mark.parametrize(
    ("model", "rule"),
    [("samverkan", "model_coordination"), ("pussel", "model_puzzle"), ("lotsning", "model_guiding")],
)
def test_each_kind_of_operation_says_what_it_carries_and_asks(packs: Packs, model: str, rule: str) -> None:
    """One reminder for each; unknown leaves all three open."""
    rules = ("model_coordination", "model_puzzle", "model_guiding")
    clear = scenario("01", packs)
    met = [r for r in rules if tried(changed(clear, packs, model), packs).results[r].verdict is Verdict.MET]
    assert met == [rule]
    unknown = tried(changed(clear, packs, None), packs)
    assert {unknown.results[r].verdict for r in rules} == {Verdict.OPEN}


# -- what follows from consents, nominations and events ---------------------------------------------------------------


def derived(packs: Packs, profile: str = DEFAULT_PROFILE, **parts: object) -> dict[str, Possible]:
    data = {
        "sigrisk": 1,
        "case": {"id": "X-1", "invented": True, "assessment_date": DAY},
        "person": {"label": "Kim", "birth_date": "2010-05-05"},
        "sources": {"polisen": {"name": "Polisen", "type": "police"}},
        **parts,
    }
    return gather(build(data), packs.book(profile), packs.instruments).values()


def event(day: str, status: str | None = "suspected", role: str = "perpetrator") -> dict[str, object]:
    one: dict[str, object] = {"date": day, "type": "assault", "role": role, "source": "polisen"}
    return one | ({} if status is None else {"status": status})


@pytest.mark.parametrize(
    ("events", "complete", "wanted"),
    [
        ([event("2024-10-01")], False, Ordered(1, 1)),  # 14 then, 16 now
        ([event("2025-05-04")], False, Ordered(1, 1)),
        ([event("2025-05-05")], False, Ordered(0, 1)),
        ([event("2025-05-05")], True, Ordered(0, 0)),
        ([event("2025-05")], True, Ordered(0, 1)),
        ([event("2024-10-01", "cleared")], True, Ordered(0, 0)),
        ([event("2024-10-01", None, "victim")], True, Ordered(0, 0)),
        ([], True, Ordered(0, 0)),
        ([], False, Ordered(0, 1)),
    ],
)
def test_a_suspicion_from_before_fifteen_still_counts_later(
    packs: Packs, events: list[dict[str, object]], complete: bool, wanted: Ordered
) -> None:
    """Who was too young to be convicted then can't be convicted of it now either."""
    listed: dict[str, object] = {"list": events}
    if complete:
        listed["complete"] = {"source": "polisen", "date": "2026-11-10"}
    assert derived(packs, events=listed)["offences.when_too_young"] == wanted


def test_without_age_a_suspicion_may_be_from_before_fifteen(packs: Packs) -> None:
    found = derived(packs, events={"list": [event("2024-10-01")]}, person={"label": "Kim"})
    assert found["offences.when_too_young"] == Ordered(0, 1)


def consent(state: str, day: str, person: str = "youth", **more: str) -> dict[str, object]:
    return {"person": person, "state": state, "date": day, "source": "polisen", **more}


def test_the_oldest_consent_in_force_tells_its_age(packs: Packs) -> None:
    """In whole months; one that has run out, or been replaced, doesn't count."""
    old, new = consent("given", "2025-11-16"), consent("given", "2026-10-17", "guardian_1")
    assert derived(packs, consent=[old, new])["consent.months"] == Ordered(12, 12)
    assert derived(packs, consent=[new])["consent.months"] == Ordered(0, 0)
    renewed = [old, consent("given", "2026-11-01"), new]
    assert derived(packs, consent=renewed)["consent.months"] == Ordered(0, 0)
    gone = [consent("given", "2025-11-16", until="2026-01-01"), new]
    assert derived(packs, consent=gone)["consent.months"] == Ordered(0, 0)
    assert derived(packs, consent=[consent("refused", "2026-11-01")])["consent.months"] == NOT_APPLICABLE
    nothing = derived(packs)["consent.months"]
    assert nothing == everything(packs.vocabulary["consent.months"].definition)


def test_a_guardians_consent_is_none_for_an_adult(packs: Packs) -> None:
    """The guardians of an adult have nothing to consent to; where the age isn't known they may have."""
    said = [consent("asked", "2026-11-01"), consent("given", "2026-10-17", "guardian_1")]

    def months(*consents: dict[str, object], **person: object) -> Possible:
        return derived(packs, consent=[*consents], person={"label": "Kim", **person})["consent.months"]

    assert months(*said, age=17) == Ordered(0, 0)
    assert months(*said, age=18) == NOT_APPLICABLE
    assert months(*said) == Ordered(0, 0, na=True)
    given = consent("given", "2025-11-16")
    assert months(given, *said[1:], age=18) == months(given, age=17) == Ordered(12, 12)
    own = everything(packs.vocabulary["consent.months"].definition)
    assert months(*said[1:], age=18) == months(*said[1:]) == own, "nobody has written down what the young person says"


def test_refusals_are_counted_by_day(packs: Packs) -> None:
    """Two sources that tell of one refusal are one; a yes is none; nothing said is unknown."""
    no = [consent("refused", "2026-05-01"), consent("refused", "2026-05-01"), consent("withdrawn", "2026-11-01")]
    assert derived(packs, consent=no)["consent.refusals"] == Ordered(2, 2)
    assert derived(packs, consent=[consent("given", "2026-11-01")])["consent.refusals"] == Ordered(0, 0)
    other = derived(packs, consent=[consent("refused", "2026-11-01", "guardian_1")])["consent.refusals"]
    assert other == everything(packs.vocabulary["consent.refusals"].definition)


@pytest.mark.parametrize("by", list(SourceType), ids=lambda one: one.value)
def test_every_nominator_has_its_word(packs: Packs, by: SourceType) -> None:
    """The case's word is the rule's word, with the same Swedish in both."""
    assert derived(packs, nomination={"by": by.value})["nomination.by"] == Choices(frozenset({by.value}))
    labels = {o.id: o.label for o in packs.vocabulary["nomination.by"].definition.options}
    assert labels[by.value] == SOURCE_TYPES[by]


def test_answers_are_counted_over_what_the_profile_asks(packs: Packs) -> None:
    """An old answer is no answer, and is told as old; one that no rule reads changes nothing."""

    def answered(**facts: tuple[object, str]) -> tuple[Possible, Possible]:
        said = {f.replace("__", "."): {"value": v, "source": "polisen", "date": day} for f, (v, day) in facts.items()}
        found = derived(packs, profile="socialstyrelsen-studie-1", facts=said)
        return found["assessment.answered"], found["assessment.outdated"]

    assert answered() == (Ordered(0, 100), Ordered(0, 0))
    assert answered(need__measures=(True, DAY)) == (Ordered(33, 100), Ordered(0, 0))  # one of three
    assert answered(need__measures=(True, "2026-01-01")) == (Ordered(0, 100), Ordered(0, 1))
    assert answered(peers__criminal=("high", DAY)) == (Ordered(0, 100), Ordered(0, 0))
    assert answered(need__measures=("unknown", DAY)) == (Ordered(0, 100), Ordered(0, 0))


@pytest.mark.parametrize(
    ("first", "months"),
    [("2026-11-16", 0), ("2026-10-17", 0), ("2026-10-16", 1), ("2025-11-16", 12), ("2024-02-29", 32)],
)
def test_whole_months_between_two_days(first: str, months: int) -> None:
    """The greatest number of months that is over by the later day."""
    start, end = date.fromisoformat(first), date.fromisoformat(DAY)
    assert months_between(start, end) == months
    assert add_months(start, months) <= end < add_months(start, months + 1)


# -- what the memo says of it -----------------------------------------------------------------------------------------


def test_the_caution_tells_of_levels_and_times_only_where_the_outcome_rests_on_them(packs: Packs) -> None:
    """Age alone is the source's own number and never grows old."""
    sentence = own_numbers_sentence(tried(scenario("01", packs), packs))
    assert "vilken grad som krävs" in sentence and "hur länge en uppgift gäller" in sentence
    assert own_numbers_sentence(tried(scenario("08", packs), packs)) == ""
    only_times = own_numbers_sentence(tried(scenario("100", packs), packs))
    assert only_times.startswith("Hur länge en uppgift gäller") and "grad" not in only_times


def test_an_adult_has_no_guardian_to_hear(packs: Packs) -> None:
    """The memo asks for no guardian's words where nobody has custody; nor do the outcomes' texts."""
    adult = scenario("23", packs)
    assert adult.guardians in (None, 0)
    section = next(s for s in build_memo(tried(adult, packs), "0", packs.young).sections if s.number == "5")
    assert "Vårdnadshavare" not in str(section.blocks)


def test_outcome_texts_speak_of_guardians_only_for_the_young(packs: Packs) -> None:
    def texts(one: OutcomeText) -> str:
        return f"{one.means} {one.do}"

    named = [texts(one) for one in packs.outcomes.values() if "vårdnadshavar" in texts(one)]
    assert named and all("under 18 år" in text for text in named)
