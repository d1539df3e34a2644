"""What if and the firmness of verdicts, timed on every shipped scenario: the aim is under a second for any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from bench.timing import timed
from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.packs import Packs, data_dir
from sigrisk.robustness import firmness
from sigrisk.whatif import goals_of, search


@dataclass(frozen=True, slots=True)
class Searched:
    """The time of one scenario, in seconds: the whole search, and how firm its verdicts are."""

    name: str
    what_if: float
    firmness: float


def searched(packs: Packs, most: int | None = None) -> Iterator[Searched]:
    """Every scenario, or the first of them, the shortest of three runs of each."""
    for path in sorted((data_dir() / "scenarios").glob("*.yaml"))[:most]:
        case, _ = load_case(path, packs)
        one = assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")
        yield Searched(
            path.stem,
            timed(partial(_search, one), 3, warm_up=0).wall_best,
            timed(partial(_firmness, one), 3, warm_up=0).wall_best,
        )


def _search(assessment: Assessment) -> None:
    for goal in goals_of(assessment):
        search(assessment, goal)


def _firmness(assessment: Assessment) -> None:
    firmness(replace(assessment))  # a copy keeps nothing that was worked out before
