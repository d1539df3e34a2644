"""All that ``sigrisk test`` does, free of the terminal: cases, scenarios, coverage, and mutants where asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sigrisk.coverage import Covered, coverage
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.mutate import Mutant
from sigrisk.notice import Progress, Watch
from sigrisk.packs import Packs, load
from sigrisk.testing import Checked, rule_cases, scenario
from sigrisk.waivers import load_waivers, stale


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of the mutants: how many there were, who lives without and with a reason, and idle waivers."""

    total: int
    survivors: tuple[Mutant, ...]
    waived: tuple[tuple[Mutant, str], ...]
    stale: tuple[Diagnostic, ...]

    @property
    def noticed(self) -> int:
        """How many some case, scenario or decision list noticed."""
        return self.total - len(self.survivors) - len(self.waived)


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was run. ``cases`` stand under the profile they were run in."""

    cases: tuple[tuple[str, Checked], ...]
    scenarios: tuple[Checked, ...]
    coverage: tuple[Covered, ...]
    mutation: Mutation | None

    @property
    def checked(self) -> tuple[Checked, ...]:
        """The rules' cases and the scenarios."""
        return (*(one for _, one in self.cases), *self.scenarios)

    @property
    def passed(self) -> int:
        """How many cases and scenarios came out as expected."""
        return sum(one.passed for one in self.checked)

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """The rules that some verdict is missing for."""
        return tuple(one for one in self.coverage if one.missing)

    @property
    def failures(self) -> int:
        """How many things are wrong in all."""
        wrong = sum(len(one.problems) for one in self.checked) + len(self.gaps)
        return wrong + (len(self.mutation.survivors) + len(self.mutation.stale) if self.mutation else 0)


def run_tests(scenarios: Path | None, local: Path | None, mutate: Progress | None = None) -> Run:
    """Run every rule's cases in every profile, and all scenarios; with ``mutate`` also every mutant.

    Mutants are tried only where all cases and scenarios pass. Raises BadInput (SIG001, SIG170 and those of the packs).
    """
    packs = load(local)
    waivers = load_waivers(packs.roots) if mutate is not None else {}
    cases = tuple((profile, one) for profile in packs.profiles.ids for one in rule_cases(packs.book(profile)))
    played = [scenario(path, packs) for path in _scenarios(scenarios, packs)]
    assessed = [assessment for _, assessment in played if assessment is not None]
    covered = tuple(
        row
        for profile in packs.profiles.ids
        for row in coverage(packs.book(profile), (one for own, one in cases if own == profile), assessed)
    )
    run = Run(cases, tuple(checked for checked, _ in played), covered, None)
    if mutate is None or not all(one.passed for one in run.checked):
        return run
    watch = Watch(packs, assessed)
    alive = tuple(watch.survivors(mutate))
    root = packs.roots[-1]  # a local pack's author can't mend the shipped waivers
    own = {key: placed for key, placed in waivers.items() if placed.root == root}
    mutation = Mutation(
        total=len(watch.mutants()),
        survivors=tuple(m for m in alive if m.key not in waivers),
        waived=tuple((m, waivers[m.key].reason) for m in alive if m.key in waivers),
        stale=stale(own, alive),
    )
    return Run(run.cases, run.scenarios, run.coverage, mutation)


def _scenarios(chosen: Path | None, packs: Packs) -> Iterator[Path]:
    if chosen is not None and not any(chosen.glob("*.yaml")):
        help_ = "ange en mapp med filer som slutar på .yaml"
        raise BadInput([Diagnostic("SIG001", str(chosen), Position(1, 1), "här finns inga scenarier", help_)])
    for folder in [root / "scenarios" for root in packs.roots] if chosen is None else [chosen]:
        yield from sorted(folder.glob("*.yaml"))
