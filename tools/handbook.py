"""Walks the handbook as its reader would: its steps in order, in a folder with the invented case that it follows.

The tests compare what each command prints with what the handbook shows. The pictures are drawn from what the walk
leaves.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import yaml
from click.testing import CliRunner, Result

from sigrisk.cli import main

ROOT: Final = Path(__file__).resolve().parent.parent
HANDBOOK: Final = ROOT / "docs" / "handbok.md"
SCENARIO: Final = ROOT / "scenarios" / "06_ofullstandig_och_oppen.yaml"
CASE: Final = "mio.yaml"
_BLOCK: Final = re.compile(r"^( *)```(console|yaml)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_PROMPT: Final = ">"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the handbook: what is typed after it was started, and the lines that are shown."""

    line: str
    typed: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What the handbook tells its reader to write in the case file, as YAML."""

    text: str


Step: TypeAlias = Command | Change


def steps(text: str) -> Iterator[Step]:
    """The steps that a text tells its reader to take, in order."""
    for indent, language, block in _BLOCK.findall(text):
        lines = [line.removeprefix(indent) for line in block.splitlines()]
        if language == "yaml":
            yield Change("\n".join(lines) + "\n")
            continue
        for part in re.split(r"^\$ ", "\n".join(lines), flags=re.MULTILINE)[1:]:
            line, *shown = part.splitlines()
            typed = tuple(one[1:].strip() for one in shown if one.startswith(_PROMPT))
            yield Command(line, typed, tuple(one for one in shown if one.strip()))


def prepare(folder: Path) -> Path:
    """Put the case that the handbook follows in a folder, and the scenarios beside it."""
    (folder / "scenarios").symlink_to(SCENARIO.parent)
    return Path(shutil.copyfile(SCENARIO, folder / CASE))


def walk(folder: Path) -> Iterator[tuple[Command, Result]]:
    """Take every step of the handbook in a prepared folder; each command with what came of it."""
    for step in steps(HANDBOOK.read_text(encoding="utf-8")):
        if isinstance(step, Change):
            write_in(folder / CASE, step)
            continue
        program, *words = shlex.split(step.line)
        if program != "sigrisk":
            raise ValueError(f"only sigrisk commands may stand in a console block: {step.line}")
        with chdir(folder):
            yield step, CliRunner().invoke(main, words, input="".join(f"{one}\n" for one in step.typed))


def write_in(case: Path, change: Change) -> None:
    """Write what the handbook says in the case file: one answer at a time, or a whole list."""
    whole = yaml.load(case.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    whole.pop("expect", None)  # the key of the scenario, which a case of one's own doesn't have
    for key, value in yaml.load(change.text, Loader=yaml.BaseLoader).items():
        whole[key] = {**whole.get(key, {}), **value} if isinstance(value, dict) else value
    plain = yaml.dump(whole, allow_unicode=True, sort_keys=False)
    case.write_text(re.sub(r"'(\d+|true|false)'", r"\1", plain), encoding="utf-8")
