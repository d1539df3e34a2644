"""Excuses written in a pack's file, each with its reason: what waivers of mutants and of checks have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sigrisk.diagnostics import Diagnostic
from sigrisk.models import Model, validate
from sigrisk.yamlfile import Document, read


class Excuse(Model):
    """Something that may stay as it is, and why."""

    reason: str = ""


E = TypeVar("E", bound=Excuse)
F = TypeVar("F", bound=Model)


@dataclass(frozen=True, slots=True)
class Placed(Generic[E]):
    """An excuse, and the pack and the place it stands in."""

    waiver: E
    root: Path
    document: Document
    path: tuple[str, int]

    def told(self, code: str, message: str, help_: str) -> Diagnostic:
        """A finding about the excuse itself."""
        return Diagnostic(code, self.document.file, self.document.where(self.path), message, help_)


def place(waivers: Iterable[E], key: str, root: Path, document: Document) -> tuple[Placed[E], ...]:
    """The excuses of one file, which stand in a list under ``key``."""
    return tuple(Placed(waiver, root, document, (key, index)) for index, waiver in enumerate(waivers))


def without_reason(
    listed: Iterable[Placed[E]], code: str, name: Callable[[E], str], help_: str
) -> tuple[Diagnostic, ...]:
    """The excuses that give no reason. ``name`` says what one of them excuses."""
    return tuple(
        one.told(code, f"undantaget för {name(one.waiver)} saknar skäl", help_)
        for one in listed
        if not one.waiver.reason.strip()
    )


def files(
    roots: Iterable[Path], name: str, model: type[F], shown: Callable[[Path], str]
) -> Iterator[tuple[Path, Document, F]]:
    """The packs' files of one name, read as ``model``. Raises BadInput where one can't be used."""
    for root in roots:
        path = root / "rules" / name
        if path.is_file():
            document = read(path, shown(path))
            yield root, document, validate(model, document)
