"""That the answers named in section 12 truly turn a verdict: the case is changed by hand, and assessed anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from sigrisk.assess import Assessment, assess
from sigrisk.case import (
    Case,
    Claim,
    Consent,
    ConsentState,
    Event,
    Events,
    Extract,
    LegalStatus,
    Role,
    Source,
    SourceType,
)
from sigrisk.casefile import load_case, profile_id
from sigrisk.firmness import Firm, Support
from sigrisk.packs import Packs
from sigrisk.possible import meet
from sigrisk.robustness import PART_LABELS, firmness
from sigrisk.rulebook import OperationModel
from sigrisk.vocabulary import Word
from sigrisk.whatiffile import written
from tests.smallbooks import singles

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
MOST_SETS = 2
Change = Callable[[Case], Case]


def answered(packs: Packs, fact_id: str, value: Word, case: Case) -> Case:
    """The case with one answer in the place of all that was said of a fact."""
    claim = Claim.model_construct(value=value, source="hand", date=case.day)
    lists = []
    for checklist in case.checklists:
        of = {item.id: item.fact for item in packs.instruments[checklist.instrument].items()}
        kept = {item: said for item, said in checklist.answers.items() if of[item] != fact_id}
        lists.append(checklist.model_copy(update={"answers": kept}))
    sources = {**case.sources, "hand": Source.model_construct(name="För hand", type=SourceType.OTHER)}
    facts = {**case.facts, fact_id: claim}
    return case.model_copy(update={"facts": facts, "sources": sources, "checklists": tuple(lists)})


def in_model(model: OperationModel, case: Case) -> Case:
    return case.model_copy(update={"case": case.case.model_copy(update={"operation_model": model})})


def nominated_by(who: SourceType, case: Case) -> Case:
    assert case.nomination is not None
    return case.model_copy(update={"nomination": case.nomination.model_copy(update={"by": who})})


def aged(age: int, case: Case) -> Case:
    person = case.person.model_copy(update={"birth_date": None, "age": age})
    return case.model_copy(update={"person": person})


def consenting(who: str, state: ConsentState, day: date, told: str, until: date | None, case: Case) -> Case:
    people = ["youth"] if who == "youth" else [f"guardian_{n + 1}" for n in range(case.guardians or 1)]
    said = [said_of(one, state, day, case, told, until) for one in people]
    return case.model_copy(update={"consent": (*others(who, case), *said)})


def disagreeing(case: Case) -> Case:
    """One guardian says yes and the other no."""
    states = enumerate((ConsentState.GIVEN, ConsentState.REFUSED))
    said = [said_of(f"guardian_{n + 1}", state, case.day, case) for n, state in states]
    return case.model_copy(update={"consent": (*others("guardians", case), *said), "guardians": 2})


def said_of(
    person: str, state: ConsentState, day: date, case: Case, told: str = "", until: date | None = None
) -> Consent:
    source = next(iter(case.sources))
    return Consent.model_construct(
        person=person, state=state, date=day, source=source, information=told, recipients=told, until=until
    )


def others(who: str, case: Case) -> list[Consent]:
    return [one for one in case.consent if (one.person == "youth") != (who == "youth")]


def happened(kind: str, role: Role, status: LegalStatus | None, times: int, year: int, case: Case) -> Case:
    source = next(iter(case.sources))
    events = tuple(
        Event.model_construct(
            type=kind, role=role, status=status, source=source, date=f"{year}-0{n + 1}-02", report=f"R{n}"
        )
        for n in range(times)
    )
    complete = Extract.model_construct(source=source, date=case.day)
    return case.model_copy(update={"events": Events.model_construct(complete=complete, list=events)})


def ways(support: Support, packs: Packs, assessment: Assessment) -> Iterator[Change]:
    """The ways in which an answer may be otherwise."""
    case = assessment.case
    if support.label not in PART_LABELS:
        (fact_id,) = support.facts
        definition, now = packs.vocabulary[fact_id].definition, assessment.knowledge.facts[fact_id].values
        if fact_id == "operation.model":
            yield from (partial(in_model, model) for model in OperationModel)
        elif fact_id == "nomination.by":
            yield from (partial(nominated_by, who) for who in SourceType)
        else:
            others = [v for v in singles(packs, fact_id) if meet(now, v) is None]
            yield from (partial(answered, packs, fact_id, written(definition, v)) for v in others)
    elif support.label == "den unges ålder":
        yield from (partial(aged, age) for age in range(6, 41))
    elif "samtycke" in support.label:
        who = "youth" if support.label.startswith("den unges") else "guardians"
        days = (case.day, date(case.day.year - 3, 1, 1))
        last_days = (None, case.day, case.day - timedelta(days=1))
        for state, day, told, until in product(ConsentState, days, ("", "Skolan får veta det."), last_days):
            yield partial(consenting, who, state, day, told, until)
        if who == "guardians":
            yield disagreeing
    else:
        kinds = ("assault", "theft", "robbery", "drug_offence", "aggravated_assault")
        statuses = (LegalStatus.SUSPECTED, LegalStatus.CONVICTED, None)
        years = (case.day.year, case.day.year - 1, case.day.year - 8)
        for kind, status, times, year in product(kinds, statuses, (0, 1, 3, 7), years):
            role = Role.PERPETRATOR if status else Role.VICTIM
            yield partial(happened, kind, role, status, times, year)


def turns(some: tuple[Support, ...], rule_id: str, packs: Packs, before: Assessment) -> bool:
    """Whether some answers to these questions turn a verdict, or the outcome where the rule is empty."""
    for changes in product(*(list(ways(support, packs, before)) for support in some)):
        case = before.case
        for change in changes:
            case = change(case)
        after = assess(case, before.book, packs.instruments, lambda *_: "")
        same = after.outcomes == before.outcomes if not rule_id else verdict(after, rule_id) is verdict(before, rule_id)
        if not same:
            return True
    return False


def verdict(assessment: Assessment, rule_id: str) -> object:
    return assessment.results[rule_id].verdict


def test_no_guardian_is_named_where_there_is_none(packs: Packs) -> None:
    """Someone of 23 has no guardians, so that no answer of theirs can be wrong."""
    (path,) = SCENARIOS.glob("21_*.yaml")
    case, _ = load_case(path, packs)
    found = told_of(assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: ""))
    named = {answer.label for firm in found.values() for answer in firm.answers}
    assert "den unges samtycke" in named
    assert "vårdnadshavarnas samtycke" not in named


def told_of(assessment: Assessment) -> Mapping[str, Firm]:
    found = firmness(assessment)
    return {**({"": found.outcome} if found.outcome is not None else {}), **found.rules}


@pytest.mark.parametrize("number", ["01", "02", "09", "21"])
def test_every_answer_that_is_named_turns_the_verdict(number: str, packs: Packs) -> None:
    (path,) = SCENARIOS.glob(f"{number}_*.yaml")
    case, _ = load_case(path, packs)
    before = assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")
    tried, unmoved = 0, []
    for rule_id, firm in told_of(before).items():
        for some in firm.sets if firm.least == 1 else firm.sets[:MOST_SETS]:
            if not turns(some, rule_id, packs, before):
                unmoved.append((rule_id, [s.label for s in some]))
            tried += 1
    assert unmoved == []
    assert tried > 20
