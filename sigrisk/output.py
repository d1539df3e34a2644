"""Writes files for the user in the formats asked for: all of them or none, and never over what is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory
from typing import TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.series import series

_START = Position(1, 1)
Name = TypeVar("Name", bound=str)


def formats_in(text: str, known: tuple[Name, ...]) -> tuple[Name, ...]:
    """The formats that a text with commas names, each once. Raises BadInput (SIG030)."""
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    chosen = tuple(form for one in asked for form in known if form == one)
    choice = f"skriv {series(known, 'eller')}"
    for one in asked:
        if one not in known:
            help_ = did_you_mean(one, known) or choice
            raise BadInput([Diagnostic("SIG030", "--format", _START, f"okänt format ”{one}”", help_)])
    if not chosen:
        raise BadInput([Diagnostic("SIG030", "--format", _START, "inget format angivet", choice)])
    return chosen


def refuse_to_overwrite(out: Path, names: Iterable[Path]) -> None:
    """Raises BadInput (SIG032) where a file to be written below a folder, or a folder of files, is there already."""
    found = []
    if out.exists() and not out.is_dir():
        found.append(Diagnostic("SIG032", str(out), _START, "det här är en fil, inte en mapp", "ange en annan mapp"))
    for name in names:
        if (out / name).exists():
            what = "mappen" if (out / name).is_dir() else "filen"
            help_ = "ange en annan mapp, eller --force för att skriva över"
            found.append(Diagnostic("SIG032", str(out / name), _START, f"{what} finns redan", help_))
    if found:
        raise BadInput(found)


def refuse_no_place(out: Path) -> None:
    """Raises BadInput (SIG032, SIG033) where nothing can be written below a folder, which need not be there yet."""
    if out.exists() and not out.is_dir():
        what = "det här är en fil, inte en mapp"
        raise BadInput([Diagnostic("SIG032", str(out), _START, what, "ange en annan mapp")])
    nearest = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    try:
        with TemporaryDirectory(prefix=".sigrisk-", dir=nearest):
            pass
    except OSError as error:
        help_ = "kontrollera att mappen går att skriva i"
        raise BadInput([Diagnostic("SIG033", str(out), _START, "det gick inte att skriva här", help_)]) from error


def refuse_strangers(out: Path, ready: Iterable[Path]) -> None:
    """Raises BadInput (SIG032) where a folder of our own holds something that isn't written anew: it would be taken for
    a part of the new document."""
    names = set(ready)
    folders = {name.parent for name in names if name.parent != Path()}
    strangers = sorted(p for f in folders if (out / f).is_dir() for p in (out / f).iterdir() if f / p.name not in names)
    if strangers:
        help_ = "flytta eller ta bort filen, eller ange en annan mapp"
        raise BadInput(Diagnostic("SIG032", str(p), _START, "filen hör inte till det nya", help_) for p in strangers)


def write_all(out: Path, ready: Mapping[Path, bytes], last: Callable[[], None] | None = None) -> list[Path]:
    """Write files below a folder: all of them, or none. Raises BadInput (SIG033) where that can't be done.

    ``last`` is called when all is ready to take its place, and may raise to leave everything as it is.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".sigrisk-", dir=out) as aside:  # a full disk must not leave half a memo
            for name, content in ready.items():
                (Path(aside) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(aside) / name).write_bytes(content)
            for name in ready:
                if (out / name).is_dir():
                    raise IsADirectoryError(out / name)
                (out / name).parent.mkdir(parents=True, exist_ok=True)
            if last is not None:
                last()
            for name in ready:
                if (out / name).exists():
                    keep_closed(out / name, Path(aside) / name)
                (Path(aside) / name).replace(out / name)
    except OSError as error:
        help_ = "kontrollera att mappen går att skriva i"
        raise BadInput([Diagnostic("SIG033", str(out), _START, "det gick inte att skriva här", help_)]) from error
    return [out / name for name in ready]


def keep_closed(old: Path, new: Path) -> None:
    """Let a file that takes the place of another, or is a copy of it, be open to nobody that the other is closed for.

    Where the disk keeps no such rights for each file, the folder's are what holds.
    """
    with suppress(OSError):
        copymode(old, new)
