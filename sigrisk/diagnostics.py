"""What is wrong with a file, for the person who must mend it: where, what, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Severity(Enum):
    """An error stops the work; a warning is told and the work goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1."""

    line: int
    col: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about one file, with a stable code (docs/felkoder.md lists them all)."""

    code: str
    file: str
    at: Position
    message: str
    help: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        kind = "fel" if self.severity is Severity.ERROR else "varning"
        option = self.file.startswith("--")  # an option is no file with lines
        where = self.file if option else f"{self.file}:{self.at.line}:{self.at.col}"
        head = f"{where}: {kind} {self.code}: {self.message}"
        return f"{head}\n    → {self.help}" if self.help else head


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings sorted by file and place, each once."""
    return tuple(sorted(set(found), key=lambda d: (d.file, d.at, d.code, d.message)))


class BadInput(Exception):
    """Files can't be used as they stand. Carries every finding, not just the first."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


def did_you_mean(word: str, known: Iterable[str], labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """A Swedish half sentence with the nearest known words, or an empty text where none is near.

    ``labels`` are the Swedish names of words that aren't Swedish.
    """
    near = difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    if not near:
        return ""
    return "menade du " + " eller ".join(f"”{n}” ({labels[n]})" if n in labels else f"”{n}”" for n in near) + "?"
