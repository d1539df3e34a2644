"""Draws whole cases for the real rule book.

Hypothesis draws a seed and a few knobs (how much is answered, how much risk, protection and trouble); the many answers
of a case then follow from the seed. So thousands of rich cases take seconds, and a failing one is named by few numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from hypothesis import strategies as st

from sigrisk.case import Case, SourceType
from sigrisk.packs import Packs
from sigrisk.vocabulary import LEVELS, PROTECTION, FactDef, FactType, Side

DAY = "2026-11-16"
SOURCES = ("polisen", "skolan", "socialtjansten", "kim")


@dataclass(frozen=True)
class Knobs:
    """What a drawn case is like: shares from 0 to 10."""

    seed: int
    answered: int
    risk: int
    protection: int
    trouble: int
    events: int
    uncertain: int


def knobs() -> st.SearchStrategy[Knobs]:
    """Knobs over their whole range."""
    share = st.integers(0, 10)
    return st.builds(
        Knobs,
        seed=st.integers(0, 2**32 - 1),
        answered=share,
        risk=share,
        protection=share,
        trouble=share,
        events=st.integers(0, 6),
        uncertain=share,
    )


def draw_case(packs: Packs, knob: Knobs) -> Case:
    """A case that fits the knobs; it passes every check that a case file must pass."""
    random = Random(knob.seed)
    kind = random.random()
    if kind < 0.12:  # everything answered and nothing in the way: the road to an offer
        knob = replace(knob, answered=10, risk=max(8, knob.risk), protection=7, trouble=0, uncertain=0)
    elif kind < 0.16:  # everything answered and nothing to build on
        knob = replace(knob, answered=10, protection=-20, uncertain=0)
    smooth = kind < 0.16
    facts: dict[str, object] = {}
    for fact in packs.vocabulary:
        if fact.definition.derived or random.random() * 10 >= knob.answered:
            continue
        claims = [_claim(fact.definition, knob, random)]
        if random.random() * 30 < knob.uncertain:
            claims.append(_claim(fact.definition, knob, random))
        facts[fact.id] = claims if len(claims) > 1 else claims[0]
    if kind < 0.03:  # someone who wants out and is threatened for it
        for fact_id in ("leaver.wants_out", "leaver.threat"):
            facts[fact_id] = {"value": True, "source": "polisen", "date": "2026-11-14"}
    data: dict[str, object] = {
        "sigrisk": 1,
        "case": {"id": "DRAGET-1", "invented": True, "assessment_date": DAY} | _model(random),
        "person": {"label": "Kim"} | _sex(random) | ({"birth_date": "2010-05-05"} if smooth else _age(random)),
        "sources": {s: {"name": s.capitalize(), "type": "other"} for s in SOURCES},
        "facts": facts,
        "events": _events(packs, knob, random),
        "checklists": [] if smooth else _checklists(packs, knob, random),
        "guardians": 1 if smooth else random.choice([0, 1, 2, None]),
        "consent": _given() if smooth else _consents(random),
    }
    if random.random() < 0.7:
        data["nomination"] = {"by": random.choice([one.value for one in SourceType])}
    return build(data)


def build(data: object) -> Case:
    """A case from plain data, by the same road as from a file."""
    import json

    return Case.model_validate_json(json.dumps(data))


def plain(case: Case) -> dict[str, object]:
    """A case as the plain data it was built from, for changing."""
    found: dict[str, object] = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    return found


def _sex(random: Random) -> dict[str, str]:
    return random.choice([{}, {"sex": "girl"}, {"sex": "boy"}, {"sex": "other"}])


def _given() -> list[dict[str, object]]:
    return [
        {"person": person, "state": "given", "date": "2026-11-03", "source": "socialtjansten"}
        for person in ("youth", "guardian_1")
    ]


def _model(random: Random) -> dict[str, str]:
    model = random.choice(["samverkan", "pussel", "lotsning", None])
    return {} if model is None else {"operation_model": model}


def _age(random: Random) -> dict[str, object]:
    kind = random.randrange(10)
    if kind == 0:
        return {}
    if kind == 1:
        return {"age": random.randint(10, 25)}
    year = random.choice([2008, 2009, 2010, 2011, 2012, 2012, 2014, 2003])
    if kind == 2:
        return {"birth_date": str(year)}
    return {"birth_date": f"{year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"}


def _date(knob: Knobs, random: Random) -> str:
    if knob.uncertain and random.random() < 0.3:
        return f"2026-{random.randint(1, 10):02d}-{random.randint(1, 28):02d}"
    return "2026-11-14"


def _claim(fact: FactDef, knob: Knobs, random: Random) -> dict[str, object]:
    return {"value": _value(fact, knob, random), "source": random.choice(SOURCES), "date": _date(knob, random)}


def _value(fact: FactDef, knob: Knobs, random: Random) -> object:
    if knob.uncertain and random.random() < 0.03:
        return "unknown"
    if knob.uncertain and fact.not_applicable and random.random() < 0.04:
        return "not_applicable"
    if fact.type is FactType.LEVEL:
        return _step(LEVELS, knob.risk if fact.side is not Side.CONTEXT else knob.trouble, knob, random)
    if fact.type is FactType.PROTECTION:
        return _step(PROTECTION, knob.protection, knob, random)
    if fact.type is FactType.BOOL:
        likely = knob.risk if fact.side is Side.NEED or fact.id == "crime.imminent" else knob.trouble
        if fact.id in ("will.take_part", "family.workable"):
            likely = 10 - knob.trouble
        return random.random() * 10 < likely
    if fact.type is FactType.CHOICE:
        return random.choice([o.id for o in fact.options])
    return random.randint(0, 9)


def _step(steps: tuple[str, ...], bias: int, knob: Knobs, random: Random) -> object:
    if bias < 0:
        return steps[0]
    index = min(len(steps) - 1, int(random.triangular(0, len(steps), len(steps) * bias / 10)))
    if random.random() * 20 < knob.uncertain:
        other = min(len(steps) - 1, index + 1)
        return [steps[index], steps[other]]
    return steps[index]


def _events(packs: Packs, knob: Knobs, random: Random) -> dict[str, object]:
    listed = []
    kinds = sorted(packs.offences)
    for index in range(random.randint(0, knob.events)):
        role = random.choices(["perpetrator", "victim", "witness"], [6, 1, 1])[0]
        event: dict[str, object] = {
            "date": random.choice(["2026-10-01", "2026-03", "2025", "2025-11-20", "2026", "2024-05-05"]),
            "type": random.choice(kinds),
            "role": role,
            "source": random.choice(SOURCES),
            "report": f"A{index // random.choice([1, 1, 2])}",
        }
        if role == "perpetrator" and random.random() < 0.9:
            event["status"] = random.choice(["suspected", "prosecuted", "convicted"])
        listed.append(event)
    found: dict[str, object] = {"list": listed}
    if random.random() < 0.7:
        found["complete"] = {"source": "polisen", "date": random.choice(["2026-11-10", "2026-11-10", "2026-04-01"])}
    return found


def _checklists(packs: Packs, knob: Knobs, random: Random) -> list[dict[str, object]]:
    found = []
    for instrument in packs.instruments.values():
        if random.random() < 0.25:
            answers = {}
            for item in instrument.items():
                if random.random() * 10 < knob.answered:
                    levels = [step.id for step in instrument.scale_of(item).levels]
                    fact = packs.vocabulary[item.fact].definition
                    said = levels or [_value(fact, knob, random)]
                    answers[item.id] = random.choice([*said, "unknown"])
            found.append(
                {
                    "instrument": instrument.id,
                    "version": instrument.version,
                    "date": "2026-11-01",
                    "assessor": {"name": "Sam Exempel", "role": "socialsekreterare"},
                    "answers": answers,
                }
            )
    return found


def _consents(random: Random) -> list[dict[str, object]]:
    states = ["not_asked", "asked", "given", "given", "given", "refused", "withdrawn", "not_understood"]
    found = []
    for person in ("youth", "guardian_1", "guardian_2"):
        if random.random() < 0.5:
            one: dict[str, object] = {
                "person": person,
                "state": random.choice(states),
                "date": random.choice(["2026-11-03", "2026-11-03", "2025-03-03"]),
                "source": "socialtjansten",
            }
            if random.random() < 0.4:
                one["until"] = random.choice(["2026-11-10", "2027-05-01"])
                one |= {"information": "Skola", "recipients": "Skolan"} if random.random() < 0.8 else {}
            found.append(one)
    return found
