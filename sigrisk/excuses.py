"""Excuses written in a pack's file, each with its reason: what waivers of mutants and of checks have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sigrisk.diagnostics import Diagnostic
from sigrisk.models import Model, validate
from sigrisk.yamlfile import Document, read

F = TypeVar("F", bound=Model)


@dataclass(frozen=True, slots=True)
class Placed:
    """An excuse for something by name, its reason, and the pack and the place it stands in."""

    name: str
    reason: str
    root: Path
    document: Document
    path: tuple[str | int, ...]

    def told(self, code: str, message: str, help_: str) -> Diagnostic:
        """A finding about the excuse itself: ``message`` goes on where ”undantaget för …” ends."""
        whole = f"undantaget för {self.name} {message}"
        return Diagnostic(code, self.document.file, self.document.where(self.path), whole, help_)


def without_reason(listed: Iterable[Placed], code: str, help_: str) -> tuple[Diagnostic, ...]:
    """The excuses that give no reason."""
    return tuple(one.told(code, "saknar skäl", help_) for one in listed if not one.reason.strip())


def files(
    roots: Iterable[Path], name: str, model: type[F], shown: Callable[[Path], str]
) -> Iterator[tuple[Path, Document, F]]:
    """The packs' files of one name, read as ``model``. Raises BadInput where one can't be used."""
    for root in roots:
        path = root / "rules" / name
        if path.is_file():
            document = read(path, shown(path))
            yield root, document, validate(model, document)
