"""The measurements run, on few rounds: what they say isn't tried here, since no test is timed."""

from __future__ import annotations

import pytest

from bench import __main__ as bench_main
from bench import screening
from bench.growth import grown, renamed
from bench.parts import loading_parts, subject, warm_parts, whole_processes
from bench.timing import timed
from bench.whatif import searched
from sigrisk.casefile import load_case
from sigrisk.condition import facts_in, rules_in
from sigrisk.engine.durable import available
from sigrisk.knowledge import gather
from sigrisk.packs import Packs, data_dir
from sigrisk.rulebook import RuleBook


def test_bench_measures_every_part() -> None:
    on = subject()
    parts = [*warm_parts(on, 1), *loading_parts(on, 1)]
    for part in parts:
        assert (part.timing is None) == bool(part.stopped), part.name
        assert part.timing is None or part.timing.wall_best > 0, part.name
    assert all(part.timing is not None for part in parts) or not available()


@pytest.mark.slow
def test_bench_times_whole_processes() -> None:
    for part in whole_processes(1):
        assert part.timing is not None
        assert part.timing.cpu_median > 0


def test_bench_times_what_if() -> None:
    found = list(searched(subject().packs, 2))
    assert [one.name[:2] for one in found] == ["01", "02"]
    assert all(one.what_if > 0 and one.firmness > 0 for one in found)
    lines = list(bench_main._whatif_table(found))
    assert [line.count("|") for line in lines] == [6] * 4


def test_bench_copies_the_rule_book_and_says_where_durable_rules_stops() -> None:
    on = subject()
    values = gather(on.example, on.book, on.packs.instruments).values()
    double = grown(on.book, values, 2, 1)
    assert (double.rules, double.facts) == (2 * len(on.book.rules), 2 * len(values))
    assert (double.durable is not None) == available()
    too_large = grown(on.book, values, 16, 1)
    assert too_large.durable is None
    assert too_large.stopped
    lines = list(bench_main._growth_table([double, too_large]))
    assert "doesn't run" in lines[3]
    assert too_large.stopped in lines[-1]


def test_bench_counts_the_questions_of_interviews(packs: Packs) -> None:
    """Fewer than in the fixed order, never more than there are, and the outcomes are those of the scenarios' keys."""
    paths = sorted((data_dir() / "scenarios").glob("0[1-9]_*.yaml"))
    told, drawn = list(screening.scenarios(packs, paths)), list(screening.generated(packs, 5))
    keys = [load_case(path, packs)[0].expect for path in paths]
    expected = [key.outcomes[0].value if key is not None and len(key.outcomes) == 1 else "not settled" for key in keys]
    assert [one.outcome for one in told] == expected
    for one in (*told, *drawn):
        assert 1 <= one.asked <= one.form
        assert one.fixed <= one.form
        assert one.cost <= one.form_cost
    assert sum(one.asked for one in told) < sum(one.fixed for one in told)
    lines = [*screening.table(told), *screening.checklist_table(packs, told), *screening.undecided(packs, 4)]
    assert any(line.startswith("| **all** | 9 |") for line in lines)


def test_bench_renames_every_leaf(book: RuleBook) -> None:
    for resolved in book.rules.values():
        copy = renamed(resolved.tree, "k0.")
        assert facts_in(copy) == tuple(f"k0.{f}" for f in facts_in(resolved.tree))
        assert rules_in(copy) == tuple(f"k0.{r}" for r in rules_in(resolved.tree))


def test_bench_times_so_many_runs() -> None:
    calls: list[int] = []
    timing = timed(lambda: calls.append(1), rounds=3, warm_up=2)
    assert (timing.runs, len(calls)) == (3, 5)
    assert timing.wall_best <= timing.wall_median
