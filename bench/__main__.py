"""Prints the measurements as Markdown: ``python -m bench`` (about a minute), ``python -m bench --quick``.

``python -m bench --questions`` counts the questions of interviews instead (some minutes).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import screening
from bench.growth import Grown, grown
from bench.parts import Part, Subject, loading_parts, subject, warm_parts, whole_processes
from bench.timing import Timing
from bench.whatif import Searched, searched
from sigrisk import __version__
from sigrisk.knowledge import gather
from sigrisk.packs import DEFAULT_PROFILE, load


@dataclass(frozen=True, slots=True)
class Counts:
    """How many times each thing is run, and how many times over the rule book is copied."""

    processes: int = 15
    warm: int = 200
    loading: int = 15
    growth: int = 30
    interviews: int = screening.GENERATED
    factors: tuple[int, ...] = (1, 4, 16)
    scenarios: int | None = None


QUICK = Counts(processes=3, warm=20, loading=3, growth=5, interviews=100, scenarios=10)


def report(counts: Counts) -> Iterator[str]:
    """The lines of the report, one table after the other, as they are measured."""
    on = subject()
    yield from _machine(on)
    yield "\n### Whole processes\n"
    yield from _parts_table(whole_processes(counts.processes))
    yield "\n### Warm: the rule book is loaded and compiled\n"
    yield from _parts_table(warm_parts(on, counts.warm))
    yield "\n### Once in each process\n"
    yield from _parts_table(loading_parts(on, counts.loading))
    yield "\n### What if, and how firm the verdicts are\n"
    yield from _whatif_table(tuple(searched(on.packs, counts.scenarios)))
    yield "\n### Growth: the rule book several times over, example case\n"
    values = gather(on.example, on.book, on.packs.instruments).values()
    yield from _growth_table(grown(on.book, values, factor, counts.growth) for factor in counts.factors)


def _machine(on: Subject) -> Iterator[str]:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    yield f"- Date: {datetime.now(UTC).date().isoformat()}"
    yield f"- sigrisk {__version__}, profile {DEFAULT_PROFILE}, rule book {on.book.checksum}:"
    yield f"  {len(on.book.rules)} rules, {len(on.book.vocabulary.ids)} facts"
    yield f"- {platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield f"- {_processor()}, {os.cpu_count()} cores; load when started (1, 5, 15 min): {load}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "processor unknown"


def _parts_table(parts: Iterable[Part]) -> Iterator[str]:
    yield "| what | median, wall | shortest, wall | median, CPU | runs |"
    yield "|---|--:|--:|--:|--:|"
    for part in parts:
        if part.timing is None:
            yield f"| {part.name} | – | – | – | {part.stopped} |"
        else:
            one = part.timing
            times = (one.wall_median, one.wall_best, one.cpu_median)
            yield f"| {part.name} | {' | '.join(map(_shown, times))} | {one.runs} |"


def _whatif_table(found: Sequence[Searched]) -> Iterator[str]:
    yield "| what | median, wall | longest, wall | longest in | scenarios |"
    yield "|---|--:|--:|---|--:|"
    for name, times in (
        ("what if, every goal", {one.name: one.what_if for one in found}),
        ("how firm the verdicts are", {one.name: one.firmness for one in found}),
    ):
        longest = max(times, key=lambda one: times[one])
        shown = f"{_shown(statistics.median(times.values()))} | {_shown(times[longest])}"
        yield f"| {name} | {shown} | {longest} | {len(found)} |"


def _growth_table(sizes: Iterable[Grown]) -> Iterator[str]:
    yield "| size | rules | facts | readable evaluator | durable-rules | compile for durable-rules |"
    yield "|--:|--:|--:|--:|--:|--:|"
    stopped = {}
    for size in sizes:
        if size.stopped:
            stopped[size.factor] = size.stopped
        durable = "doesn't run" if size.stopped else _median(size.durable)
        yield (
            f"| ×{size.factor} | {size.rules} | {size.facts} | {_median(size.readable)} | {durable} | "
            f"{_median(size.compiled)} |"
        )
    yield from (f"\n×{factor} doesn't run in durable-rules: {why}" for factor, why in stopped.items())


def _median(timing: Timing | None) -> str:
    return "–" if timing is None else _shown(timing.wall_median)


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.{1 if seconds >= 0.01 else 2}f} ms"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure sigrisk; print Markdown tables.")
    parser.add_argument("--quick", action="store_true", help="few runs: a look, not figures to keep")
    parser.add_argument("--questions", action="store_true", help="count the questions of interviews instead")
    chosen = parser.parse_args(arguments)
    if chosen.questions:
        for line in screening.report(load(), (QUICK if chosen.quick else Counts()).interviews):
            print(line, flush=True)
        return
    for line in report(QUICK if chosen.quick else Counts()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
