"""The parts of an assessment, timed one by one on an example case and on a case with no answers at all."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.growth import NOT_HERE
from bench.timing import Timing, timed, timed_process
from sigrisk.assess import assess
from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.condition import Tree
from sigrisk.engine.agree import check, engine_for
from sigrisk.engine.durable import DurableEngine, available
from sigrisk.engine.evaluate import run
from sigrisk.knowledge import gather
from sigrisk.newcase import blank_case
from sigrisk.packs import DEFAULT_PROFILE, Packs, data_dir, load
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import everything

SCENARIO = "01_tydligt_erbjudande.yaml"
_DAY = "2026-11-16"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table. ``stopped`` says why nothing was timed, where nothing was."""

    name: str
    timing: Timing | None
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured on: the packs, a rule book and two cases."""

    packs: Packs
    book: RuleBook
    example: Case
    blank: Case


def trees_of(book: RuleBook) -> dict[str, Tree]:
    """The conditions of a rule book, in strata order."""
    return {rule_id: resolved.tree for rule_id, resolved in book.rules.items()}


def scenario_path() -> Path:
    """The example case that ``make demo`` shows."""
    return data_dir() / "scenarios" / SCENARIO


def subject() -> Subject:
    """Read everything once."""
    packs = load()
    book = packs.book(DEFAULT_PROFILE)
    with tempfile.TemporaryDirectory() as folder:
        blank = Path(folder) / "blank.yaml"
        blank.write_text(blank_case(packs, book, _DAY, "blank"), encoding="utf-8")
        return Subject(packs, book, load_case(scenario_path(), packs)[0], load_case(blank, packs)[0])


def whole_processes(rounds: int) -> Iterator[Part]:
    """``sigrisk`` from start to end, as a user starts it."""
    start = [sys.executable, "-c", "from sigrisk.cli import main; main(prog_name='sigrisk')"]
    with tempfile.TemporaryDirectory() as folder:
        case = [str(scenario_path())]
        memo = ["--out", folder, "--force"]
        yield Part("python -c pass (for comparison)", timed_process([sys.executable, "-c", "pass"], rounds))
        yield Part("sigrisk --help", timed_process([*start, "--help"], rounds))
        yield Part("sigrisk assess", timed_process([*start, "assess", *case], rounds))
        yield Part("sigrisk assess --out (html, md, json)", timed_process([*start, "assess", *case, *memo], rounds))


def warm_parts(on: Subject, rounds: int) -> Iterator[Part]:
    """The parts of an assessment in a process that has the rule book at hand."""
    yield from _assessment_parts(on, "example case", on.example, rounds)
    yield from _assessment_parts(on, "blank case", on.blank, rounds)


def _assessment_parts(on: Subject, name: str, case: Case, rounds: int) -> Iterator[Part]:
    shelf = on.packs.instruments
    values = gather(case, on.book, shelf).values()
    trees = trees_of(on.book)
    yield Part(f"readable evaluator, {name}", timed(lambda: run(trees, values), rounds))
    if available():
        engine = engine_for(on.book)
        yield Part(f"durable-rules, {name}", timed(lambda: engine.verdicts(values), rounds))
    else:
        yield Part(f"durable-rules, {name}", None, NOT_HERE)
    whole = f"whole assess(), {'both evaluators' if available() else 'readable evaluator'}, {name}"
    yield Part(whole, timed(lambda: assess(case, on.book, shelf, check), rounds))


def loading_parts(on: Subject, rounds: int) -> Iterator[Part]:
    """What must be done once in each process."""
    yield Part("read and check the rule book", timed(lambda: load().book(DEFAULT_PROFILE), rounds))
    yield Part("read and check the example case", timed(lambda: load_case(scenario_path(), on.packs), rounds))
    if not available():
        yield Part("compile the rule book for durable-rules", None, NOT_HERE)
        return
    trees = trees_of(on.book)
    all_values = {f.id: everything(f.definition) for f in on.book.vocabulary}
    compiled = timed(lambda: DurableEngine(trees, all_values).close(), rounds)
    yield Part("compile the rule book for durable-rules", compiled)
