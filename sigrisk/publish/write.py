"""Writes the pages of a rule book, or tells which of those that lie there no longer say what the rules say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.publish.render import MARK
from sigrisk.publish.traceview import FOLDER

_START = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Differences:
    """How the pages in a folder differ from those that the rules give now; each by its path there."""

    missing: tuple[Path, ...]
    outdated: tuple[Path, ...]
    idle: tuple[Path, ...]
    foreign: tuple[Path, ...]

    @property
    def any(self) -> bool:
        """Whether anything is to be written or taken away."""
        return bool(self.missing or self.outdated or self.idle or self.foreign)

    def lines(self, *, done: bool) -> Iterator[str]:
        """Each page that differs, and how; or what was done about it."""
        words = ("skriven", "skriven på nytt", "borttagen") if done else ("saknas", "inaktuell", "hör inte längre hit")
        for word, listed in zip(words, (self.missing, self.outdated, self.idle), strict=True):
            yield from (f"{path}: {word}" for path in listed)
        yield from (f"{path}: är inte skriven av sigrisk" for path in self.foreign)

    def summary(self, total: int, *, done: bool) -> str:
        """One sentence about all pages."""
        if not self.any:
            return f"{counted(total, 'sida', 'sidor')} stämmer med reglerna."
        if done:
            return f"{counted(total, 'sida', 'sidor')} stämmer nu med reglerna."
        wrong = sum(map(len, (self.missing, self.outdated, self.idle, self.foreign)))
        return f"{counted(wrong, 'sida', 'sidor')} stämmer inte. Kör samma kommando utan --check."


def compare(pages: Mapping[str, str], out: Path) -> Differences:
    """What differs between the pages that the rules give and those in a folder."""
    missing, outdated, foreign = [], [], []
    for name, text in pages.items():
        path = out / name
        if not path.exists():
            missing.append(path)
        elif not _is_ours(path):
            foreign.append(path)
        elif path.read_bytes() != text.encode():
            outdated.append(path)
    idle = [p for p in sorted((out / FOLDER).glob("*.md")) if f"{FOLDER}/{p.name}" not in pages and _is_ours(p)]
    return Differences(tuple(missing), tuple(outdated), tuple(idle), tuple(foreign))


def _is_ours(path: Path) -> bool:
    """Whether sigrisk wrote a file: it begins with our mark."""
    try:
        with path.open("rb") as file:
            return file.read(len(MARK.encode())) == MARK.encode()
    except OSError:
        return False


def write(pages: Mapping[str, str], found: Differences, out: Path) -> None:
    """Write what is missing or outdated and take away what is idle: all of it, or nothing.

    Raises BadInput (SIG032 where somebody else's file is in the way, SIG033 where the folder can't be written to).
    """
    if out.exists() and not out.is_dir():
        help_ = "ange en annan mapp"
        raise BadInput([Diagnostic("SIG032", str(out), _START, "det här är en fil, inte en mapp", help_)])
    if found.foreign:
        help_ = "flytta filen, eller ange en annan mapp"
        raise BadInput(
            Diagnostic("SIG032", str(path), _START, "filen finns redan och är inte skriven av sigrisk", help_)
            for path in found.foreign
        )
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".sigrisk-", dir=out) as aside:  # a full disk must not leave half a rule book
            ready = {path: Path(aside) / str(number) for number, path in enumerate((*found.missing, *found.outdated))}
            for path, there in ready.items():
                there.write_bytes(pages[path.relative_to(out).as_posix()].encode())
            for path, there in ready.items():
                there.replace(path)
        for path in found.idle:
            path.unlink()
    except OSError as error:
        help_ = "kontrollera att mappen går att skriva i"
        raise BadInput([Diagnostic("SIG033", str(out), _START, "det gick inte att skriva här", help_)]) from error
