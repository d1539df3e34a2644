"""What holds between the facts of one case, because they are worked out from the same events, consents and person.

Each statement follows from ``sigrisk.derived`` and from what the case file reader refuses; a property test holds them
against drawn case files. A case that claims such facts itself, against its own events or against each other (crimes of
a graver nature and yet no crime at all), is no case here: its sources contradict each other, and the assessment says so
or the reader does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sigrisk.derived import ADULT
from sigrisk.instrument import Instrument
from sigrisk.prove.facts import ANSWERED, OUTDATED, Variable
from sigrisk.prove.port import Formula, Number, at_least, every, implies, opposite, same, some, variable
from sigrisk.rulebook import TOO_YOUNG, RuleBook


@dataclass(frozen=True)
class World:
    """What the packs and the profile decide about which facts can go together.

    ``kinds``: whether there are crimes that are grave, strategic, both or neither, as pairs (grave, strategic).
    ``ages``: the ages that some assessment is made for. ``limit``: up to this age nobody is prosecuted or convicted, as
    the case file reader has it. ``too_young``: the same as the profile has it.
    """

    kinds: frozenset[tuple[bool, bool]]
    ages: tuple[tuple[int, int], ...]
    limit: int
    too_young: int


def world_of(book: RuleBook, instruments: Mapping[str, Instrument]) -> World:
    """The world of a rule book."""
    edition = book.profile.strategic_edition
    kinds = frozenset((book.grave(o.id), edition in o.strategic) for o in book.offences.values())
    ages = tuple(sorted({(one.ages.low, one.ages.high) for one in instruments.values() if one.assesses}))
    return World(kinds, ages, book.params[TOO_YOUNG].default, book.values[TOO_YOUNG])


def together(world: World, facts: Mapping[str, Variable]) -> Iterator[Formula]:
    """Everything that holds between the facts of a case, as far as the vocabulary has them.

    A fact that the vocabulary lacks is still worked out by the case, so it takes part in what is said, unasked for.
    """
    case = _Case(world, facts)
    yield from case.events()
    yield from case.consents()
    yield from case.material()


class _Case:
    def __init__(self, world: World, facts: Mapping[str, Variable]) -> None:
        self.world, self.facts = world, facts

    def _number(self, fact_id: str) -> Number:
        return self.facts[fact_id].number if fact_id in self.facts else variable(fact_id)

    def _has(self, *fact_ids: str) -> bool:
        return all(f in self.facts for f in fact_ids)

    def events(self) -> Iterator[Formula]:
        """Every crime is a report, happened at some age, and is of some kind."""
        reports, total = self._number("offences.reports_12m"), self._number("offences.total")
        age, first = self._number("person.age"), self._number("offences.age_first")
        shown, older = total >= 1, total > reports
        yield every((total >= 0, total <= 2**40, reports >= 0, reports <= total, age >= 0, age <= 120))
        yield implies(shown, every((first >= 0, first <= age)))
        yield implies(opposite(shown), every((first >= -1, first <= -1)))
        # What happened more than twelve months ago happened before the last birthday.
        yield implies(older, first < age)
        if self._has("offences.shown"):
            yield same(self.facts["offences.shown"].is_true(), shown)
        grave, strategic = self._mark("grave"), self._mark("strategic")
        mixed = [
            every((grave if g else opposite(grave), strategic if s else opposite(strategic))) for g, s in self._mixes()
        ]
        yield implies(shown, some(mixed))
        yield implies(opposite(shown), every((opposite(grave), opposite(strategic))))
        limit = self.world.limit
        lately, before = every((reports >= 1, age > limit)), every((older, age > limit + 1))
        yield implies(self._mark("convicted"), some((lately, before)))
        if self._has("offences.when_too_young"):
            early = every((shown, first <= self.world.too_young))
            yield same(self.facts["offences.when_too_young"].is_true(), early)

    def _mark(self, name: str) -> Formula:
        number = self._number(f"offences.{name}")
        return every((number >= 1, number <= 1))

    def _mixes(self) -> list[tuple[bool, bool]]:
        """What one or more crimes together can be."""
        found = set(self.world.kinds)
        found |= {(g or h, s or t) for g, s in found for h, t in found}
        return sorted(found)

    def consents(self) -> Iterator[Formula]:
        """Nobody consents for an adult; a consent has an age and is specified or not only where someone gave one."""
        if self._has("consent.guardians", "person.age"):
            adult = self._number("person.age") >= ADULT
            yield implies(adult, self.facts["consent.guardians"].is_not_applicable())
        if self._has("consent.youth", "consent.refusals"):
            # The latest word is one of the refusals that are counted.
            refused = self.facts["consent.youth"].is_named("refused", "withdrawn")
            yield implies(refused, self._number("consent.refusals") >= 1)
        of_the_given = [self.facts[f] for f in ("consent.specified", "consent.months") if self._has(f)]
        for one in of_the_given[1:]:
            yield same(of_the_given[0].is_not_applicable(), one.is_not_applicable())
        if not of_the_given or not self._has("consent.guardians", "consent.youth"):
            return
        youth, guardians = self.facts["consent.youth"], self.facts["consent.guardians"]
        none_given = of_the_given[0].is_not_applicable()
        no_guardian_gave = some((guardians.is_not_applicable(), guardians.is_named("refused", "withdrawn")))
        given = some((youth.is_named("given"), guardians.is_named("given")))
        yield implies(given, opposite(none_given))
        yield implies(every((opposite(youth.is_named("given")), no_guardian_gave)), none_given)

    def material(self) -> Iterator[Formula]:
        """A complete case has a source; a checklist is made for some ages; what is answered isn't outdated."""
        if self._has("assessment.sources"):
            yield self._number("assessment.sources") >= 1
        if self._has("assessment.checklists", "person.age"):
            # The checklist may have been filled in before the last birthday.
            age = self._number("person.age")
            suited = [every((age >= low, age <= high + 1)) for low, high in self.world.ages]
            yield implies(self._number("assessment.checklists") >= 1, at_least(1, suited))
        if self._has(ANSWERED, OUTDATED):
            yield implies(self._number(ANSWERED) >= 100, self._number(OUTDATED) <= 0)
