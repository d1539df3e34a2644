"""All that ``sigrisk test`` does, free of the terminal: cases, scenarios, coverage, and mutants where asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import normpath
from pathlib import Path
from typing import TypeVar

from sigrisk.assess import Assessment
from sigrisk.changes import FILE_NAME, Record, Titles, append, check_changes, outcome_of, refuse_reason
from sigrisk.coverage import Covered, Part, coverage, parts, shown
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.excuses import Placed
from sigrisk.mutate import Mutant
from sigrisk.notice import Progress, Watch
from sigrisk.packs import Packs, load
from sigrisk.testing import Checked, effect_checks, placed, rule_cases, scenario
from sigrisk.waivers import Waivers, load_waivers, stale

K = TypeVar("K")


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
class Shown:
    """What the scenarios show of all that they should, and what they don't, without and with a reason.

    It is ``required`` of the shipped scenarios and the shipped rules alone: a local pack need bring no stories.
    """

    total: int
    missing: tuple[Part, ...]
    waived: tuple[tuple[Part, str], ...]
    stale: tuple[Diagnostic, ...]
    required: bool

    @property
    def failures(self) -> int:
        """How many things are wrong."""
        return (len(self.missing) + len(self.stale)) * self.required


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that was run. ``cases`` stand under the profile they were run in.

    ``changes`` is what is wrong or missing in CHANGES.csv; ``recorded`` is how many rows were written in it.
    """

    cases: tuple[tuple[str, Checked], ...]
    scenarios: tuple[Checked, ...]
    coverage: tuple[Covered, ...]
    shown: Shown
    mutation: Mutation | None
    changes: tuple[Diagnostic, ...] = ()
    recorded: tuple[Path, int] | None = None

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
        wrong = sum(len(one.problems) for one in self.checked) + len(self.gaps) + len(self.changes)
        wrong += self.shown.failures
        return wrong + (len(self.mutation.survivors) + len(self.mutation.stale) if self.mutation else 0)


def run_tests(
    scenarios: Path | None, local: Path | None, mutate: Progress | None = None, record: Record | None = None
) -> Run:
    """Run every rule's cases in every profile, and all scenarios; with ``mutate`` also every mutant.

    Mutants are tried, and outcomes written down (``record``), only where all cases and scenarios pass. Raises BadInput
    (SIG001, SIG033, SIG170 and those of the packs).
    """
    packs = load(local)
    waivers = load_waivers(packs.roots)
    cases = tuple(
        (profile, one if one.passed else placed(one, packs.book(profile), packs))
        for profile in packs.profiles.ids
        for one in (*rule_cases(packs.book(profile)), *effect_checks(packs.book(profile)))
    )
    paths = list(scenario_paths(scenarios, packs))
    played = [scenario(path, packs) for path in paths]
    assessed = [assessment for _, assessment in played if assessment is not None]
    covered = tuple(
        row
        for profile in packs.profiles.ids
        for row in coverage(packs.book(profile), (one for own, one in cases if own == profile), assessed)
    )
    whole = _shown(packs, assessed, waivers, required=scenarios is None and local is None)
    run = Run(cases, tuple(checked for checked, _ in played), covered, whole, None)
    right = all(one.passed for one in run.checked)
    given = {path: assessment for path, (_, assessment) in zip(paths, played, strict=True)}
    titles = {outcome.value: text.title for outcome, text in packs.outcomes.items()}
    run = _with_changes(run, _log(scenarios, local, packs), given, titles, record if right else None)
    if mutate is None or not right:
        return run
    watch = Watch(packs, assessed)
    alive = tuple(watch.survivors(mutate))
    mutation = Mutation(
        total=len(watch.mutants()),
        survivors=tuple(m for m in alive if m.key not in waivers.mutants),
        waived=tuple((m, waivers.mutants[m.key].reason) for m in alive if m.key in waivers.mutants),
        stale=stale(_own(waivers.mutants, packs), (m.key for m in alive)),
    )
    return replace(run, mutation=mutation)


def _shown(packs: Packs, assessed: Sequence[Assessment], waivers: Waivers, required: bool) -> Shown:
    wanted = parts((packs.book(profile) for profile in packs.profiles.ids), packs.instruments)
    missing = sorted(wanted.difference(*map(shown, assessed)))
    return Shown(
        total=len(wanted),
        missing=tuple(p for p in missing if p.id not in waivers.unshown),
        waived=tuple((p, waivers.unshown[p.id].reason) for p in missing if p.id in waivers.unshown),
        stale=stale(_own(waivers.unshown, packs), (p.id for p in missing)),
        required=required,
    )


def _own(waivers: Mapping[K, Placed], packs: Packs) -> dict[K, Placed]:
    """The waivers of the last pack alone: a local pack's author can't mend the shipped ones."""
    return {key: placed for key, placed in waivers.items() if placed.root == packs.roots[-1]}


def recording(reason: str, day: str, local: Path | None) -> Record:
    """A reason to write down changed outcomes with. Raises BadInput (SIG184) where it says nothing."""
    refuse_reason(reason)
    editions = load(local).editions
    return Record(" ".join(reason.split()), day, editions[-1].version if editions else "utan version")


def _log(chosen: Path | None, local: Path | None, packs: Packs) -> tuple[Path, bool]:
    """The folder whose scenarios are held against the CHANGES.csv beside it, and whether that file must be there.

    A local pack's author can't mend the shipped file, and may do without one.
    """
    if chosen is not None:
        return chosen, False
    return packs.roots[-1] / "scenarios", local is None


def _with_changes(
    run: Run, log: tuple[Path, bool], given: Mapping[Path, Assessment | None], titles: Titles, record: Record | None
) -> Run:
    folder, needed = log
    path = Path(normpath(folder / "..")) / FILE_NAME
    if not needed and record is None and not path.exists():
        return run
    own = {p.stem: assessment for p, assessment in given.items() if p.parent == folder}
    now = {name: outcome_of(assessment) for name, assessment in own.items() if assessment is not None}
    unread = own.keys() - now.keys()
    checked = check_changes(path, now, titles, unread, begin=record is not None)
    if record is None:
        return replace(run, changes=checked.findings)
    written = append(checked, record)
    again = check_changes(path, now, titles, unread) if written else checked
    return replace(run, changes=again.findings, recorded=(path, written))


def scenario_paths(chosen: Path | None, packs: Packs) -> Iterator[Path]:
    """The scenarios of the packs, or of a chosen folder. Raises BadInput (SIG001) where the folder has none."""
    if chosen is not None and not any(chosen.glob("*.yaml")):
        help_ = "ange en mapp med filer som slutar på .yaml"
        raise BadInput([Diagnostic("SIG001", str(chosen), Position(1, 1), "här finns inga scenarier", help_)])
    for folder in [root / "scenarios" for root in packs.roots] if chosen is None else [chosen]:
        yield from sorted(folder.glob("*.yaml"))
