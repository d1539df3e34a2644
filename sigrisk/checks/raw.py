"""The packs' files as they were read: for checks that must see what no model accepts, or where something stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sigrisk.checks.base import Found, Material
from sigrisk.diagnostics import Position
from sigrisk.packs import shown_path
from sigrisk.yamlfile import Data, Document

_FOLDERS: Final = ("rules", "instruments", "scenarios", "templates")
_READ: Final = frozenset(
    [
        "label",
        "title",
        "says",
        "says_not",
        "says_open",
        "do",
        "why",
        "about",
        "target_group",
        "closed",
        "ask",
        "help",
        "means",
        "short",
        "note",
        "unit",
        "purpose",
        "modelled_on",
        "limits",
        "not_for",
    ]
)
_NOT_READ: Final = frozenset({"mutants", "checks", "paragraphs", "sigrisk", "statements"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of a file with an id of its own: a rule, a number, a fact, a source, or a whole profile."""

    document: Document
    path: tuple[str | int, ...]
    data: Mapping[str, Data]

    @property
    def id(self) -> str:
        """Its id as text; empty where it has none."""
        return self.text("id")

    def text(self, key: str) -> str:
        """The text under a key without blanks around it; empty where there is none."""
        value = self.data.get(key)
        return str(value).strip() if isinstance(value, str | int) else ""

    def group(self, key: str) -> Mapping[str, Data]:
        """The keys under a key."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    def rows(self, key: str) -> list[Data]:
        """The list under a key."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    def at(self, *path: str | int) -> Position:
        """Where a part of it stands; where that is missing, the nearest part around it."""
        return self.document.where((*self.path, *path))

    def found(self, about: str, message: str, help_: str, *path: str | int, instead_of: str = "") -> Found:
        """A finding about it, placed at one of its parts."""
        return Found(self.document.file, self.at(*path), about, message, help_, instead_of=instead_of)


def entries(material: Material, key: str) -> Iterator[Entry]:
    """The entries of every list of one kind at the top of a file, such as ``rules`` or ``params``, in file order."""
    for document in material.documents:
        listed = document.data.get(key) if isinstance(document.data, dict) else None
        for index, data in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(data, dict):
                yield Entry(document, (key, index), data)


def standing(material: Material, key: str) -> dict[str, Entry]:
    """The entries in force by id: a local one in the place of a shipped one."""
    return {entry.id: entry for entry in entries(material, key) if entry.id}


def whole_files(material: Material, key: str) -> Iterator[Entry]:
    """The files that have a key at their top, such as ``sigrisk_profile``, each as one entry."""
    for document in material.documents:
        if isinstance(document.data, dict) and key in document.data:
            yield Entry(document, (), document.data)


def items(material: Material) -> Iterator[Entry]:
    """The questions of every checklist."""
    for whole in whole_files(material, "sigrisk_instrument"):
        for i, section in enumerate(whole.rows("sections")):
            listed = section.get("items") if isinstance(section, dict) else None
            for j, data in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(data, dict):
                    yield Entry(whole.document, ("sections", i, "items", j), data)


@dataclass(frozen=True, slots=True)
class ReadText:
    """One text that a user reads, and where it stands."""

    document: Document
    path: tuple[str | int, ...]
    text: str

    @property
    def about(self) -> str:
        """A name for it without line numbers: the id of what it belongs to, and its key."""
        key = next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")
        return f"{owner(self.document, self.path)} / {key}"

    def found(self, message: str, help_: str, about: str = "") -> Found:
        """A finding about the text."""
        return Found(self.document.file, self.document.where(self.path), about or self.about, message, help_)


def owner(document: Document, path: tuple[str | int, ...]) -> str:
    """The id of what a part of a file belongs to, or the file's name."""
    here, name = document.data, document.file.replace("\\", "/").rpartition("/")[2]
    for step in path:
        if isinstance(here, dict):
            name = str(here.get("id", name))
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int):
            here = here[step]
    return name


def texts(material: Material) -> Iterator[ReadText]:
    """Every text of rules, numbers, facts, outcomes, profiles, checklists and sources that a user may read."""
    for document in material.documents:
        if isinstance(document.data, dict) and not _NOT_READ & document.data.keys():
            yield from _texts(document, document.data, (), False)


def _texts(document: Document, data: Data, path: tuple[str | int, ...], wanted: bool) -> Iterator[ReadText]:
    if isinstance(data, str):
        if wanted:
            yield ReadText(document, path, data)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(document, value, (*path, key), key in _READ or (wanted and path[-1:] == ("means",)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(document, value, (*path, index), wanted and isinstance(value, str))


def pack_of(file: str) -> str:
    """The pack that a file belongs to: what stands before ``rules``, ``instruments`` or another folder of a pack."""
    parts = Path(file).parts
    last = max((i for i, part in enumerate(parts) if part in _FOLDERS), default=0)
    return "/".join(parts[:last])


def templates(material: Material) -> Iterator[tuple[str, str]]:
    """The packs' templates: how each is named in messages, and its text."""
    for root in () if material.packs is None else material.packs.roots:
        for path in sorted((root / "templates").rglob("*.j2")):
            yield shown_path(path), path.read_text(encoding="utf-8", errors="replace")


def place_in(text: str, index: int) -> Position:
    """The line and column of a place in a text."""
    before = text[:index]
    return Position(before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)
