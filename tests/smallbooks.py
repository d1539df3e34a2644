"""Draws small rule books over real facts, and cases for them, small enough to be counted through by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from sigrisk.assess import Assessment, assess
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.packs import Packs
from sigrisk.possible import Possible
from sigrisk.rulebook import Kind, OutcomeId, ResolvedRule, Rule, RuleBook
from sigrisk.vocabulary import FactType, everything
from tests.drawing import DAY, build

FACTS = (
    "crime.imminent", "peers.criminal", "school.truancy", "family.bond", "sig.meeting_weeks", "response.meeting_form",
    "family.crime", "will.motivation",
)  # fmt: skip
"""Of all kinds; ``family.crime`` isn't dynamic, two of them may be not applicable."""


@dataclass(frozen=True)
class Small:
    """A small rule book with a case."""

    book: RuleBook
    assessment: Assessment


def draw_small(packs: Packs, seed: int) -> Small:
    """A rule book of a few criteria, flags and outcomes, and a case that answers some of its facts."""
    random = Random(seed)
    facts = random.sample(FACTS, random.randint(3, 6))
    trees: dict[str, Tree] = {}
    kinds: dict[str, Kind] = {}
    for number in range(random.randint(1, 4)):
        trees[f"c{number}"] = _tree(packs, random, facts, (), 2)
        kinds[f"c{number}"] = Kind.CRITERION
    lower = tuple(trees)
    for number in range(random.randint(1, 2)):
        trees[f"f{number}"] = _tree(packs, random, facts, lower, 2)
        kinds[f"f{number}"] = Kind.FLAG
    decision = []
    outcomes = random.sample(list(OutcomeId), 3)
    for number in range(random.randint(1, 3)):
        name = f"o{number}"
        trees[name] = _tree(packs, random, facts, tuple(kinds), 2)
        decision.append((name, random.choice(outcomes)))
    some = InRange(facts[0], 0, 0) if facts[0] != "response.meeting_form" else InSet(facts[0], frozenset())
    trees["o9"] = Counted(1, (some, Not(some)), "any")  # met whatever the case: the list has no gap
    decision.append(("o9", random.choice(outcomes)))
    for name, _ in decision:
        kinds[name] = Kind.OUTCOME
    shipped = packs.book("socialstyrelsen-ungdom")
    sample: Rule = shipped.rules["offer_sig"].rule
    given = dict(decision)
    rules = {
        name: ResolvedRule(
            sample.model_copy(update={"id": name, "kind": kinds[name], "outcome": given.get(name)}), trees[name]
        )
        for name in sorted(trees, key=lambda n: (kinds[n].stratum, n))
    }
    names = tuple(name for name, _ in decision)
    profile = shipped.profile.model_copy(
        update={"rules": tuple(n for n in trees if n not in names), "decision": names, "alternatives": ()}
    )
    book = replace(shipped, profile=profile, rules=MappingProxyType(rules), decision=names)
    case = build(
        {
            "sigrisk": 1,
            "case": {"id": "LITET-1", "invented": True, "assessment_date": DAY},
            "person": {"label": "Kim", "age": 16},
            "sources": {"a": {"name": "A", "type": "other"}},
            "facts": {f: _claim(packs, f, random) for f in facts if random.random() < 0.75},
        }
    )
    return Small(book, assess(case, book, packs.instruments, lambda *_: ""))


def _tree(packs: Packs, random: Random, facts: list[str], lower: tuple[str, ...], depth: int) -> Tree:
    kind = random.random()
    if lower and kind < 0.25:
        return RuleMet(random.choice(lower))
    if depth == 0 or kind < 0.45:
        return _test(packs, random, random.choice(facts))
    if kind < 0.6:
        return Not(_tree(packs, random, facts, lower, depth - 1))
    parts = tuple(_tree(packs, random, facts, lower, depth - 1) for _ in range(random.randint(1, 4)))
    return Counted(random.randint(1, len(parts)), parts, "at_least")


def _test(packs: Packs, random: Random, fact_id: str) -> Tree:
    fact = packs.vocabulary[fact_id].definition
    if fact.type is FactType.CHOICE:
        options = [o.id for o in fact.options]
        return InSet(fact_id, frozenset(random.sample(options, random.randint(1, len(options) - 1))))
    top = {FactType.BOOL: 1, FactType.LEVEL: 3, FactType.PROTECTION: 2}.get(fact.type, 6)
    low = random.randint(0, top)
    return InRange(fact_id, low, random.choice([2**41, random.randint(low, top)]))


def _claim(packs: Packs, fact_id: str, random: Random) -> dict[str, object]:
    fact = packs.vocabulary[fact_id].definition
    words: list[object] = [
        *(
            {FactType.LEVEL: ["none", "low", "moderate", "high"], FactType.PROTECTION: ["absent", "thread", "clear"]}
        ).get(fact.type, []),
        *([o.id for o in fact.options]),
        *([True, False] if fact.type is FactType.BOOL else []),
        *(range(8) if fact.type is FactType.COUNT else []),
    ]
    value = random.choice(words)
    if fact.type is not FactType.COUNT and len(words) > 2 and random.random() < 0.2:
        value = random.sample(words, 2)
    return {"value": value, "source": "a", "date": DAY}


def singles(packs: Packs, fact_id: str) -> list[Possible]:
    """Every single answer to a fact; a count only up to where no small book tells more apart."""
    from sigrisk.possible import NOT_APPLICABLE, Choices, Ordered

    whole = everything(packs.vocabulary[fact_id].definition)
    if isinstance(whole, Choices):
        found: list[Possible] = [Choices(frozenset({name})) for name in sorted(whole.names)]
        return [*found, *([Choices(frozenset(), na=True)] if whole.na else [])]
    numbers: list[Possible] = [Ordered(code, code) for code in range(whole.low, min(whole.high, 8) + 1)]
    return [*numbers, *([NOT_APPLICABLE] if whole.na else [])]
