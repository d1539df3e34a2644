"""All profiles laid out for proofs, and what a check sees in them gathered to findings: each told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from sigrisk.checks.base import Found, Material
from sigrisk.diagnostics import Position
from sigrisk.packs import Packs, Placed
from sigrisk.possible import Verdict
from sigrisk.prove.claim import Claim
from sigrisk.prove.encode import ALL_ANSWERED, Bench, Signature, bench_for
from sigrisk.prove.realise import realise
from sigrisk.rulebook import OutcomeId, RuleBook
from sigrisk.series import series
from sigrisk.yamlfile import Path_


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that a check sees in one profile. ``claim``: what a case file could show of it."""

    file: str
    at: Position
    message: str
    help: str
    claim: Claim | None = None


@dataclass(frozen=True)
class Surveyed:
    """One profile's rule book with its formulas."""

    packs: Packs
    book: RuleBook
    bench: Bench
    signatures: dict[str, Signature]

    def can_be(self, met: tuple[str, ...] = (), not_met: tuple[str, ...] = ()) -> bool:
        """Whether some complete case meets some rules and doesn't meet others; False is a proof that none does."""
        names = [self.bench.is_(self.signatures[r], Verdict.MET) for r in met]
        names += [self.bench.is_(self.signatures[r], Verdict.NOT_MET) for r in not_met]
        return self.bench.find(*names)

    def can_be_other_than_met(self, *rule_ids: str) -> bool:
        """Whether in some complete case none of the rules is met, though some may be open."""
        return self._can_be_other_than(Verdict.MET, rule_ids)

    def can_be_left_undecided(self, *rule_ids: str) -> bool:
        """Whether none of the rules is met in some complete case in which no question is unanswered."""
        return self._can_be_other_than(Verdict.MET, rule_ids, ALL_ANSWERED)

    def can_be_other_than_not_met(self, *rule_ids: str) -> bool:
        """Whether in some complete case none of the rules is not met."""
        return self._can_be_other_than(Verdict.NOT_MET, rule_ids)

    def _can_be_other_than(self, verdict: Verdict, rule_ids: tuple[str, ...], *besides: str) -> bool:
        return self.bench.find(*besides, *("~" + self.bench.is_(self.signatures[r], verdict) for r in rule_ids))

    def say_the_same(self, one: str, other: str) -> bool:
        """Whether two rules have the same verdict in every complete case."""
        return self.bench.say_the_same(self.signatures[one], self.signatures[other])

    def outcome(self, rule_id: str) -> OutcomeId:
        """The outcome of a rule in the decision list."""
        outcome = self.book.rules[rule_id].rule.outcome
        assert outcome is not None  # the loader lets only outcome rules into the decision list
        return outcome

    def title(self, rule_id: str) -> str:
        """The rule's title, within quotes."""
        return f"”{self.book.rules[rule_id].rule.title}”"

    def outcome_title(self, outcome: OutcomeId) -> str:
        """The outcome's title, within quotes."""
        return f"”{self.book.outcomes[outcome].title}”"

    def placed(self, rule_id: str) -> Placed:
        """The rule as it is written, also where it stands in the place of another."""
        return self.packs.rules[self.book.profile.instead.get(rule_id, rule_id)]

    def written(self, rule_id: str) -> str:
        """The id under which the rule is written."""
        return self.book.profile.instead.get(rule_id, rule_id)

    @cached_property
    def lists_itself(self) -> str:
        """The profile that writes the decision list: this one, or the nearest that it inherits from."""
        profile_id = self.book.profile.id
        while not (own := self.packs.profiles.own(profile_id)).decision and own.extends is not None:
            profile_id = own.extends
        return profile_id

    def at_rule(self, rule_id: str, *path: str | int) -> tuple[str, Position]:
        """Where a rule, or a part of it, is written."""
        placed = self.placed(rule_id)
        return placed.document.file, placed.document.where(("rules", placed.index, *(path or ("id",))))

    def at_step(self, rule_id: str | None = None) -> tuple[str, Position]:
        """Where the decision list, or one step of it, is written."""
        document = self.packs.profiles.document(self.lists_itself)
        path: Path_ = ("decision",) if rule_id is None else ("decision", self.book.decision.index(rule_id))
        return document.file, document.where_key(path) if rule_id is None else document.where(path)


Look: TypeAlias = Callable[[Surveyed], Iterator[tuple[str, Spot | None]]]
"""What a check sees in one profile: everything it looks at, under the name of it, with None where all is well."""


def survey(material: Material) -> dict[str, Surveyed]:
    """Every profile that can be put together, by its id."""
    if material.packs is None:
        return {}
    found: dict[str, Surveyed] = {}
    for profile_id, book in material.books.items():
        bench = bench_for(book, material.packs.instruments)
        signatures = bench.sign_all({rule_id: resolved.tree for rule_id, resolved in book.rules.items()})
        found[profile_id] = Surveyed(material.packs, book, bench, signatures)
    return found


def findings(material: Material, look: Look, *, in_all: bool = False) -> Iterator[Found]:
    """What a check sees, each once, however many profiles have it.

    A profile is named in ``about`` only where it departs from one that it inherits from, which looks at the same thing
    and finds nothing wrong: so a new local profile never renames a finding. ``in_all``: what some profile that looks at
    it finds nothing wrong with is no finding at all.
    """
    surveyed = survey(material)
    seen = {profile_id: dict(look(one)) for profile_id, one in surveyed.items()}
    gathered: dict[str, dict[str, Spot]] = {}
    for profile_id in sorted(seen, key=lambda p: (_ancestors(surveyed[p]) != (), p)):
        for name, spot in seen[profile_id].items():
            if spot is None or (in_all and any(other.get(name, spot) is None for other in seen.values())):
                continue
            departs = any(name in seen.get(a, {}) and seen[a][name] is None for a in _ancestors(surveyed[profile_id]))
            about = f"{name} ({profile_id})" if departs else name
            gathered.setdefault(about, {})[profile_id] = spot
    for about, spots in gathered.items():
        yield _told(about, spots, surveyed)


def _ancestors(one: Surveyed) -> tuple[str, ...]:
    found: list[str] = []
    parent = one.packs.profiles.own(one.book.profile.id).extends
    while parent is not None:
        found.append(parent)
        parent = one.packs.profiles.own(parent).extends
    return tuple(found)


def _told(about: str, spots: Mapping[str, Spot], surveyed: Mapping[str, Surveyed]) -> Found:
    spot = next(iter(spots.values()))
    message = f"{spot.message}. {_profiles(list(spots))}"
    if spot.claim is None:
        return Found(spot.file, spot.at, about, message, spot.help)
    for name, other in spots.items():
        one = surveyed[name]
        assert other.claim is not None
        case = realise(other.claim, one.packs, one.book, one.bench, one.signatures)
        if case:
            return Found(other.file, other.at, about, message, other.help, case)
    untried = "Inget ärende som visar det gick att skriva, så fyndet är beräknat men inte prövat"
    return Found(spot.file, spot.at, about, f"{message} {untried}.", spot.help)


def _profiles(ids: list[str]) -> str:
    if len(ids) == 1:
        return f"Det gäller profilen {ids[0]}."
    return f"Det gäller profilerna {series(ids)}."
