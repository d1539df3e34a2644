"""YAML read with its positions, so that every later error can point at file, line and column.

Plain ``yaml.safe_load`` reads ``NO`` as false, turns dates into objects and lets the second of two equal keys win. Here
only ``true`` and ``false`` are booleans, dates stay text, and a repeated key is an error. Anchors, tags and several
documents in one file are refused: nothing sigrisk reads needs them, and they hide what a file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml

from sigrisk.besides import advice
from sigrisk.diagnostics import BadInput, Diagnostic, Position

if TYPE_CHECKING:
    from yaml.events import Event

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 40

Scalar: TypeAlias = "str | int | float | bool | None"
Data: TypeAlias = "Scalar | list[Data] | dict[str, Data]"
Path_: TypeAlias = "Sequence[str | int]"

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})\Z")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML was built with it


@dataclass(slots=True)
class _Place:
    """Where a value begins, where its key begins, and the same for all that stands inside it."""

    at: Position
    key_at: Position
    children: dict[str | int, _Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One file's content as plain data, and where each part of it stands."""

    file: str
    data: Data
    places: _Place

    def where(self, path: Path_) -> Position:
        """Where the value at ``path`` begins; where it is missing, its nearest ancestor that isn't."""
        return self._place(path).at

    def where_key(self, path: Path_) -> Position:
        """Where the key that leads to ``path`` begins: the place to point at when the key itself is wrong."""
        return self._place(path).key_at

    def _place(self, path: Path_) -> _Place:
        place = self.places
        for step in path:
            if step not in place.children:
                break
            place = place.children[step]
        return place


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    value: dict[str, Data] | list[Data]
    place: _Place
    key: str | None = None
    key_at: Position | None = None
    is_key: bool = False  # read in the place of a key: told as wrong, and read on past


def read(path: Path, shown_as: str | None = None) -> Document:
    """Read one YAML file.

    Raises BadInput (SIG001–SIG010) when the file can't be opened, is too large, isn't UTF-8, isn't YAML or uses a part
    of YAML that sigrisk refuses.
    """
    name = shown_as or str(path)
    start = Position(1, 1)
    try:
        if path.is_dir():
            raise BadInput([Diagnostic("SIG001", name, start, "det här är en mapp, inte en fil", "ange en YAML-fil")])
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = "filen finns inte" if isinstance(error, FileNotFoundError) else "filen går inte att läsa"
        raise BadInput([Diagnostic("SIG001", name, start, why, "kontrollera sökvägen")]) from error
    if len(raw) > MAX_BYTES:
        size = f"filen är större än {MAX_BYTES // 1_000_000} MB"
        raise BadInput([Diagnostic("SIG002", name, start, size, "ett ärende ryms på några sidor; är det rätt fil?")])
    return parse(decode(raw, name), name)


def decode(raw: bytes, name: str) -> str:
    """The text of a file that must be UTF-8; a byte order mark is let pass."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        col = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8-sig", "replace")) + 1
        help_ = "spara filen som UTF-8 (i Anteckningar: Spara som, Kodning: UTF-8)"
        found = Diagnostic("SIG003", name, Position(line, col), "filen är inte sparad som UTF-8", help_)
        raise BadInput([found]) from error


def parse(text: str, name: str) -> Document:
    """Read YAML text. Raises BadInput with every finding of the file's form."""
    if control := _CONTROL.search(text):
        line, col = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        raise BadInput([Diagnostic("SIG010", name, Position(line, col), *_CONTROL_TOLD)])
    return _Builder(name).build(text)


_STARTS: Final = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS: Final = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class _Builder:
    """Builds data and places from the parser's events, without recursion, so that depth can't overflow the stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.root: Data = None
        self.root_place: _Place | None = None
        self.documents = 0

    def build(self, text: str) -> Document:
        try:
            for event in _events(text):
                if isinstance(event, yaml.DocumentStartEvent):
                    self.documents += 1
                    if self.documents > 1:
                        self._report("SIG009", _at(event), "filen innehåller flera dokument", "ta bort raden ---")
                        break
                self._take(event)
        except yaml.YAMLError as error:
            self.found.append(_syntax_error(error, text, self.name))
        except _TooDeep as stop:
            deep = f"filen är nästlad i mer än {MAX_DEPTH} nivåer"
            self._report("SIG008", stop.at, deep, "kontrollera indragen; ett ärende behöver högst ett tiotal")
        if not self.found and (self.root_place is None or self.root is None):
            self._report("SIG004", Position(1, 1), "filen är tom", advice(self.name) or _NEW)
        if self.found or self.root_place is None:
            raise BadInput(self.found)
        return Document(self.name, self.root, self.root_place)

    def _report(self, code: str, at: Position, message: str, help_: str) -> None:
        self.found.append(Diagnostic(code, self.name, at, message, help_))

    def _take(self, event: Event) -> None:
        if isinstance(event, yaml.ScalarEvent):  # the most common first: a rule book has tens of thousands
            self._check_tag(event)
            self._scalar(event)
        elif isinstance(event, _STARTS):
            self._check_tag(event)
            self._open(event)
        elif isinstance(event, _ENDS):
            closed = self.stack.pop()
            if closed.is_key:
                self.stack[-1].key = ""
        elif isinstance(event, yaml.AliasEvent):
            self._report("SIG007", _at(event), "alias (*) får inte användas", "skriv ut värdet på varje ställe")
            self._place_value(None, _at(event))

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self._report("SIG007", _at(event), "ankare (&) får inte användas", "skriv ut värdet på varje ställe")
        if event.tag is not None:
            self._report("SIG007", _at(event), "taggar (!) får inte användas", "ta bort taggen")

    def _open(self, event: Event) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeep(_at(event))
        at = _at(event)
        value: dict[str, Data] | list[Data] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self._report("SIG006", at, "en nyckel måste vara ett ord", "skriv nyckeln som vanlig text")
            self.stack.append(_Open(value, _Place(at, at), is_key=True))
            return
        place = self._place_value(value, at)
        self.stack.append(_Open(value, place))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        at = _at(event)
        if event.style == '"' and _CONTROL.search(event.value):  # written as an escape, for example \0
            self._report("SIG010", at, *_CONTROL_TOLD)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            if event.value in top.value:
                again = f"nyckeln ”{event.value}” står två gånger"
                self._report("SIG005", at, again, "slå ihop dem eller ta bort den ena; sigrisk väljer inte åt dig")
            top.key, top.key_at = event.value, at
            return
        value: Scalar = event.value if event.style else resolve(event.value)
        self._place_value(value, at)

    def _place_value(self, value: Data, at: Position) -> _Place:
        if not self.stack:
            self.root, self.root_place = value, _Place(at, at)
            return self.root_place
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            place = top.place.children[len(top.value) - 1] = _Place(at, at)
            return place
        if top.key is None:  # an alias as a key: reported already
            top.key = ""
            return _Place(at, at)
        top.value[top.key] = value
        place = top.place.children[top.key] = _Place(at, top.key_at or at)
        top.key = None
        return place


class _TooDeep(Exception):
    def __init__(self, at: Position) -> None:
        super().__init__()
        self.at = at


def resolve(text: str) -> Scalar:
    """What an unquoted word means: null, true, false, a whole number, a decimal, or just the text."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def _events(text: str) -> Iterator[Event]:
    return iter(yaml.parse(text, Loader=_LOADER))


def _at(event: Event) -> Position:
    mark = event.start_mark
    assert mark is not None  # the parsers mark every event
    return Position(mark.line + 1, mark.column + 1)


def _syntax_error(error: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    what, help_, at_start = next((told for words, told in _PROBLEMS if words in problem), _NOT_YAML)
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    mark = next((m for m in (reversed(marks) if at_start else marks) if m is not None), None)
    at = Position(mark.line + 1, mark.column + 1) if mark is not None else Position(1, 1)
    lines = text.split("\n")
    if at.line <= len(lines) and (tab := re.match(r" *\t", lines[at.line - 1])):
        at, what, help_ = Position(at.line, tab.end()), *_TAB
    return Diagnostic("SIG010", name, at, what, help_)


_NEW: Final = "”sigrisk new” skriver en fil att utgå från"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_TOLD: Final = ("här står ett tecken som inte får finnas i en textfil", "ta bort tecknet, eller skriv om raden")
_TAB: Final = ("raden är indragen med tabb", "använd mellanslag; YAML tillåter inte tabb som indrag")
_CHECK: Final = "kontrollera indrag, kolon och citattecken på den raden och raden före"
_NOT_YAML: Final = ("filen går inte att läsa som YAML", _CHECK, False)
_NO_COLON: Final = ("det saknas ett kolon efter nyckeln", "skriv ”nyckel: värde”, eller kontrollera indraget", True)
_OPEN: Final = ("en parentes avslutas inte", "avsluta med } eller ], och skriv komma mellan delarna", True)
_PROBLEMS: Final = (  # the words of both of PyYAML's parsers, and whether the fault lies where the part begins
    (
        "quoted scalar",
        ("ett citattecken avslutas inte, eller är fel använt", 'skriv " i båda ändar och aldrig \\', True),
    ),
    ("mapping values are not allowed", ("här passar inget kolon", "citera texten, eller rätta indraget", False)),
    ("that cannot start any token", ("texten börjar med ett tecken som YAML reserverar", "sätt citattecken", False)),
    ("could not find expected ':'", _NO_COLON),
    ("flow mapping", _OPEN),
    ("flow sequence", _OPEN),
)
