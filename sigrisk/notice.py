"""Whether anybody notices a mutant: the rules' own cases, the scenarios' keys, the decision list.

Each case and scenario is evaluated once as the book stands. A mutant then costs only the rules that build on the
changed one, through the readable evaluator: the other one is compared with it on the unchanged book. A number is
changed in the packs, and the scenarios are assessed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sigrisk.assess import Assessment, NoOutcome, possible_outcomes
from sigrisk.condition import Condition, Scope
from sigrisk.diagnostics import BadInput
from sigrisk.effects import effects_by_decision
from sigrisk.engine.evaluate import Node, evaluate, run, verdicts_of
from sigrisk.instrument import Instrument
from sigrisk.knowledge import gather
from sigrisk.lineup import Lineup
from sigrisk.mutate import Mutant, Order, Setting, mutants, settings
from sigrisk.net import Net
from sigrisk.packs import Packs
from sigrisk.possible import Possible, Verdict
from sigrisk.relevance import Relevance
from sigrisk.rulebook import Effect, Kind, Rule, RuleBook

Progress = Callable[[int, int], None]
"""Called with how many mutants are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario as it was assessed, with the verdicts that its key speaks of."""

    assessment: Assessment
    values: Mapping[str, Possible]
    nodes: Mapping[str, Node]

    @property
    def book(self) -> RuleBook:
        """The rule book it was assessed with."""
        return self.assessment.book


@dataclass(frozen=True, slots=True)
class Stage:
    """The profiles that put the same rules in the place of others, with their rules and their scenarios.

    ``names`` tells under which name, or names, a rule answers there.
    """

    lineup: Lineup
    names: Mapping[str, tuple[str, ...]]
    played: tuple[Played, ...]


class Watch:
    """Everything that may notice a mutant of a set of rule books. Build it only where every case passes."""

    def __init__(self, packs: Packs, scenarios: Iterable[Assessment]) -> None:
        self._packs = packs
        self.books = [packs.book(profile) for profile in packs.profiles.ids]
        self.rules: dict[str, Rule] = {
            own: packs.rules[own].rule for book in self.books for own in map(book.written, book.rules)
        }
        """The rules that some profile uses, as they are written: each under its own name, whatever it answers to."""
        defaults = {p.id: p.default for p in packs.params.values()}
        self.scope = Scope(packs.vocabulary, defaults)
        self._played = [_play(assessment) for assessment in scenarios]
        self._stages = list(self._set())
        self._effects = [(book, effects_by_decision(book)) for book in self.books]

    def _set(self) -> Iterator[Stage]:
        together: dict[frozenset[tuple[str, str]], list[RuleBook]] = {}
        for book in self.books:
            together.setdefault(frozenset(book.profile.instead.items()), []).append(book)
        for replaced, books in together.items():
            rules = {name: resolved.rule for book in books for name, resolved in book.rules.items()}
            names: dict[str, tuple[str, ...]] = {}
            for name in rules:
                own = dict(replaced).get(name, name)
                names[own] = (*names.get(own, ()), name)
            ids = {book.profile.id for book in books}
            played = tuple(p for p in self._played if p.book.profile.id in ids)
            yield Stage(Lineup(rules, self.scope), names, played)

    def mutants(self) -> tuple[Mutant, ...]:
        """Every mutant of the rules that some profile uses, and of the numbers.

        A profile's own numbers are left alone where it has no scenario: rules' cases don't count with them.
        """
        rules = [self.rules[r] for r in sorted(self.rules, key=lambda r: (self.rules[r].kind.stratum, r))]
        told = {played.book.profile.id for played in self._played}
        profiles = [self._packs.profiles.own(profile) for profile in self._packs.profiles.ids if profile in told]
        changed = mutants(rules, (book.decision for book in self.books), self.scope)
        return (*changed, *settings(self._packs.params.values(), profiles))

    def survivors(self, progress: Progress) -> Iterator[Mutant]:
        """The mutants that nobody notices."""
        every = self.mutants()
        for done, mutant in enumerate(every):
            progress(done, len(every))
            if not self.notices(mutant):
                yield mutant
        progress(len(every), len(every))

    def notices(self, mutant: Mutant) -> bool:
        """Whether some case or scenario, or for an effect the decision list, comes out otherwise."""
        match mutant.change:
            case Effect():
                return self._effect_noticed(mutant.rule, mutant.change)
            case Order():
                return any(_order_noticed(played, mutant.change) for played in self._played)
            case Setting():
                return self._setting_noticed(mutant.change)
        places = [(stage, name) for stage in self._stages for name in stage.names.get(mutant.rule, ())]
        return any(stage.lineup.notices(name, mutant.change) for stage, name in places) or any(
            _scenario_noticed(played, stage.lineup, name, mutant.change)
            for stage, name in places
            for played in stage.played
        )

    def _effect_noticed(self, rule_id: str, changed: Effect) -> bool:
        """Whether ``sigrisk test`` would tell that the effect isn't the one that the decision list gives."""
        names = ((w.get(name), book.written(name)) for book, w in self._effects for name in book.rules)
        return any(own == rule_id and wanted not in (None, changed) for wanted, own in names)

    def _setting_noticed(self, change: Setting) -> bool:
        if change.profile is None and any(s.lineup.notices_default(change.param, change.value) for s in self._stages):
            return True
        packs = _with_setting(self._packs, change)
        return any(
            _setting_changes(played, packs, self._packs.instruments)
            for played in self._played
            if _set_by(self._packs, played.book.profile.id, change.param) == change.profile
        )


def _play(assessment: Assessment) -> Played:
    values = assessment.knowledge.values()
    return Played(assessment, values, run({r: t.tree for r, t in assessment.book.rules.items()}, values))


def _scenario_noticed(played: Played, lineup: Lineup, name: str, condition: Condition) -> bool:
    if name not in played.book.rules:
        return False
    tree = lineup.changed(condition, played.book.values)
    if tree is None:
        return True
    changed = replace(played.book.rules[name], tree=tree)
    book = replace(played.book, rules={**played.book.rules, name: changed})
    nodes = dict(played.nodes)
    verdicts = verdicts_of(nodes)
    for other in (name, *lineup.above[name]):
        if other in played.book.rules:
            nodes[other] = evaluate(book.rules[other].tree, played.values, verdicts)
            verdicts[other] = nodes[other].verdict
    return not _as_expected(played, book, nodes)


def _set_by(packs: Packs, profile_id: str, param: str) -> str | None:
    """The profile that sets the number a profile uses: itself or one it inherits from; None for the default."""
    profile = packs.profiles.own(profile_id)
    if param in profile.params:
        return profile_id
    return None if profile.extends is None else _set_by(packs, profile.extends, param)


def _with_setting(packs: Packs, change: Setting) -> Packs:
    """The packs with another number written into them, and sentences unchecked: those are not what notices it."""
    if change.profile is None:
        param = packs.params[change.param].model_copy(update={"default": change.value})
        return replace(packs, params={**packs.params, param.id: param}, checks_texts=False, _books={})
    own = packs.profiles.own(change.profile)
    profile = own.model_copy(update={"params": {**own.params, change.param: change.value}})
    profiles = packs.profiles.having(profile, packs.profiles.document(own.id))
    return replace(packs, profiles=profiles, checks_texts=False, _books={})


def _setting_changes(played: Played, packs: Packs, instruments: Mapping[str, Instrument]) -> bool:
    try:
        book = packs.book(played.book.profile.id)
    except BadInput:
        return True  # a book that can't be loaded
    knowledge = gather(played.assessment.case, book, instruments)
    anew = _play(replace(played.assessment, book=book, knowledge=knowledge))
    return not _as_expected(anew, book, anew.nodes)


def _order_noticed(played: Played, order: Order) -> bool:
    decision = list(played.book.decision)
    for index in range(len(decision) - 1):
        if decision[index : index + 2] == [order.first, order.second]:
            decision[index : index + 2] = [order.second, order.first]
            return not _as_expected(played, replace(played.book, decision=tuple(decision)), played.nodes)
    return False


def _as_expected(played: Played, book: RuleBook, nodes: Mapping[str, Node]) -> bool:
    """Whether the scenario's key still holds: outcomes, flags, open flags, notes and questions."""
    expect = played.assessment.case.expect
    assert expect is not None  # a scenario without a key doesn't pass, and then nothing is mutated
    verdicts = verdicts_of(nodes)
    met, open_ = (_having(book, Kind.FLAG, verdicts, v) for v in (Verdict.MET, Verdict.OPEN))
    if met != set(expect.flags) or open_ != set(expect.open_flags):
        return False  # told first, because what is possible takes longer to work out
    try:
        outcomes, _ = possible_outcomes(book, played.values, nodes)
    except NoOutcome:
        return False
    return (
        set(outcomes) == set(expect.outcomes)
        and set(expect.notes) <= _having(book, Kind.NOTE, verdicts, Verdict.MET)
        and _asks_as_expected(expect.questions, len(outcomes) == 1, book, played.values)
    )


def _asks_as_expected(questions: Sequence[str], settled: bool, book: RuleBook, values: Mapping[str, Possible]) -> bool:
    """Whether each of these questions can decide; where there are none, whether no question can."""
    if settled:
        return not questions
    net = Net(book)
    decides = Relevance(net).deciding
    masks, every = net.masks(values), range(len(net.facts))
    if not questions:
        return next(decides(masks, every), None) is None
    named = [net.index[f] for f in questions if f in net.index]
    return len(named) == len(questions) and list(decides(masks, named)) == named


def _having(book: RuleBook, kind: Kind, verdicts: Mapping[str, Verdict], wanted: Verdict) -> set[str]:
    return {r.id for r in book.of_kind(kind) if verdicts[r.id] is wanted}
