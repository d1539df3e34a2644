"""Pydantic's complaints about a file, turned into Swedish findings with a place: one for each thing to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from sigrisk.diagnostics import Diagnostic, did_you_mean
from sigrisk.schema import keys_at
from sigrisk.series import series
from sigrisk.words import WORD
from sigrisk.yamlfile import Data, Document

Where: TypeAlias = "tuple[str | int, ...]"

LONGEST_SHOWN: Final = 40
_ALTERNATIVES: Final = re.compile(r"\^\((\w+(?:\|\w+)*)\)\$")
_WRONG_SHAPE: Final = re.compile(r".*_type|int_from_float|union_tag_not_found")


def findings(model: type[BaseModel], document: Document, errors: Iterable[ErrorDetails]) -> list[Diagnostic]:
    """One finding for each place where something is wrong.

    A value that fits none of a union's branches is complained of once for each branch; here it is told once, and by
    what is wrong furthest in, since that is the branch the author meant.
    """
    at_path: dict[tuple[Where, bool], list[ErrorDetails]] = {}
    for error in errors:
        place = (place_of(document.data, error), error["loc"][-1:] == ("[key]",))
        at_path.setdefault(place, []).append(error)
    deepest = [
        (path, is_key, given)
        for (path, is_key), given in at_path.items()
        if not any(len(other) > len(path) and other[: len(path)] == path for other, _ in at_path) or is_key
    ]
    return [_finding(_Fault(model, document, path, is_key, given)) for path, is_key, given in deepest]


def place_of(data: Data, error: ErrorDetails) -> Where:
    """The part of pydantic's location that leads through the file: the names of union branches left out."""
    path: list[str | int] = []
    here = data
    for index, step in enumerate(error["loc"]):
        if (isinstance(here, dict) and isinstance(step, str) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        ):
            here = here[step]  # type: ignore[index]
            path.append(step)
        elif error["type"] == "missing" and index == len(error["loc"]) - 1:
            path.append(step)
    return tuple(path)


class _Fault:
    """All that pydantic says about one place in a file."""

    def __init__(
        self, model: type[BaseModel], document: Document, path: Where, is_key: bool, given: list[ErrorDetails]
    ) -> None:
        self.document, self.path, self.is_key = document, path, is_key
        self.error = given[0]
        self.kinds = list(dict.fromkeys(e["type"] for e in given))
        self.model = model

    @property
    def kind(self) -> str:
        """The kind of complaint; the first where there are several."""
        return self.kinds[0]

    @property
    def written(self) -> Data:
        """The value in the file."""
        here = self.document.data
        for step in self.path:
            here = here[step]  # type: ignore[index]
        return here

    @property
    def name(self) -> str:
        """The nearest key, by which the author knows the place."""
        return next((f"”{step}”: " for step in reversed(self.path) if isinstance(step, str)), "")

    def limit(self, *names: str) -> str:
        """A limit that the value breaks, as text."""
        context = self.error.get("ctx", {})
        return next((str(context[n]) for n in names if n in context), "")

    def keys(self, path: Where, *, required: bool = False) -> tuple[str, ...]:
        """The keys that can (or must) stand at a place."""
        return keys_at(self.model, self.document.data, path, required=required)


def _finding(fault: _Fault) -> Diagnostic:
    path, document = fault.path, fault.document
    if fault.kind == "extra_forbidden":
        known = fault.keys(path[:-1])
        help_ = did_you_mean(str(path[-1]), known) or "här kan stå: " + ", ".join(known)
        return Diagnostic("SIG020", document.file, document.where_key(path), f"okänd nyckel ”{path[-1]}”", help_)
    if fault.kind == "missing":
        at = document.where(path[:-1])
        if isinstance(path[-1], int):
            few = _Fault(fault.model, document, path[:-1], False, [fault.error])
            return Diagnostic("SIG022", document.file, at, f"{few.name}har för få värden", "lägg till det som saknas")
        return Diagnostic("SIG021", document.file, at, f"nyckeln ”{path[-1]}” saknas", f"lägg till ”{path[-1]}: …” här")
    what, help_ = _words(fault)
    wrong_shape = len(fault.kinds) > 1 or _WRONG_SHAPE.fullmatch(fault.kind)
    at = document.where_key(path) if fault.is_key else document.where(path)
    return Diagnostic("SIG022" if wrong_shape else "SIG023", document.file, at, what, help_)


def _words(fault: _Fault) -> tuple[str, str]:
    """What is wrong and what to write instead."""
    if fault.kind == "value_error":
        error = str(fault.error.get("ctx", {}).get("error", ""))
        if error in WHOLE_ERRORS:
            return WHOLE_ERRORS[error]
        what, help_ = VALUE_ERRORS[error]
        return f"{fault.name}{_shown(fault.written)}{what}", help_
    if fault.is_key:
        return f"”{fault.path[-1]}” har fel form", _pattern_help(fault)
    if fault.written is None:
        return f"{fault.name}värdet saknas", _empty_help(fault)
    if len(fault.kinds) > 1:
        return f"{fault.name}{_shown(fault.written)}går inte att använda här", _either(fault)
    what, help_ = _SWEDISH.get(fault.kind, ("går inte att använda här", ""))
    if _ALTERNATIVES.fullmatch(fault.limit("pattern")):
        what = _NO_SUCH[0]
    return f"{fault.name}{_shown(fault.written)}{what}", _help(fault) or help_


def _help(fault: _Fault) -> str:
    expected = fault.limit("expected")
    if fault.kind == "word":
        return f"skriv {expected}"
    if fault.kind in ("literal_error", "enum") and expected:
        return "skriv " + expected.replace("'", "”").replace(" or ", " eller ")
    if fault.kind == "string_pattern_mismatch":
        return _pattern_help(fault)
    if fault.kind == "union_tag_not_found" and isinstance(fault.written, dict):
        near = [did_you_mean(key, _CONDITIONS) for key in fault.written]
        return next((help_ for help_ in near if help_), "")
    if fault.kind in ("model_type", "dict_type"):
        squeezed = isinstance(fault.written, str) and re.match(r"\w+:\S", fault.written)
        return "skriv ett mellanslag efter kolonet" if squeezed else _group(fault)
    limits = {
        "greater_than_equal": f"skriv lägst {fault.limit('ge')}",
        "less_than_equal": f"skriv högst {fault.limit('le')}",
        "string_too_long": f"skriv högst {fault.limit('max_length')} tecken",
        "too_long": f"skriv högst {fault.limit('max_length')} värden",
    }
    return limits.get(fault.kind, "")


def _shown(value: Data) -> str:
    """What was written, for a message; nothing for a whole group or list."""
    if isinstance(value, dict | list) or value is None or value == "":
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"”{text}” " if len(text) <= LONGEST_SHOWN else f"”{text[:LONGEST_SHOWN]}…” "


def _pattern_help(fault: _Fault) -> str:
    pattern = fault.limit("pattern")
    alternatives = _ALTERNATIVES.fullmatch(pattern)
    if alternatives:
        words = [f"”{word}”" for word in alternatives[1].split("|")]
        return f"skriv {series(words, 'eller')}"
    return PATTERNS[pattern]


def _empty_help(fault: _Fault) -> str:
    needed = str(fault.path[-1]) in fault.keys(fault.path[:-1], required=True)
    write = _either(fault) if len(fault.kinds) > 1 or fault.kind == "model_type" else "skriv ett värde efter kolonet"
    return write if needed else f"{write}, eller ta bort raden"


def _group(fault: _Fault) -> str:
    """How a group of keys is written: those it must have, else those it can have."""
    keys = fault.keys(fault.path, required=True) or fault.keys(fault.path)
    return "skriv {" + ", ".join(f"{key}: …" for key in keys) + "}" if keys else _ROWS


def _either(fault: _Fault) -> str:
    """What a value that may be of several kinds can be."""
    kinds = set(fault.kinds)
    ways = ["ett ord"] if "string_type" in kinds else []
    ways += ["ett heltal"] if kinds & {"int_type", "int_from_float"} else []
    ways += ["true", "false"] if "bool_type" in kinds else []
    ways += [_group(fault).removeprefix("skriv ")] if kinds & {"model_type", "dict_type"} else []
    ways += ["en lista"] if kinds & {"tuple_type", "list_type"} else []
    return "skriv " + (series(ways, "eller") or "något annat")


_CONDITIONS: Final = ("fact", "criterion", "aggregate", "flag", "all", "any", "none", "at_least", "of", "side")
_NO_CONDITION: Final = ("är inget villkor", "börja med fact, criterion, flag, all, any, none, at_least eller side")
_LIST: Final = ("ska vara en lista", "börja varje rad med ett bindestreck")
_ROWS: Final = "skriv ”nyckel: värde” på egna rader, med indrag"
_GROUP: Final = ("ska vara en grupp av nycklar", _ROWS)
_WHOLE: Final = ("ska vara ett heltal", "skriv bara siffror, utan citattecken och decimaler")
_DATE: Final = ("ska vara ett datum", "skriv år-månad-dag, till exempel 2026-11-22")
_NO_SUCH: Final = ("är inget av de värden som finns", "")

_SWEDISH: Final = {
    "string_type": ("ska vara text", "sätt citattecken om värdet"),
    "string_too_short": ("får inte vara tomt", "skriv en text"),
    "string_too_long": ("är för långt", ""),
    "string_pattern_mismatch": ("har fel form", ""),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "bool_type": ("ska vara sant eller falskt", "skriv true eller false"),
    "date_type": _DATE,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _GROUP,
    "model_type": _GROUP,
    "literal_error": _NO_SUCH,
    "enum": _NO_SUCH,
    "word": _NO_SUCH,
    "too_short": ("får inte vara tom", "lägg till minst ett värde"),
    "too_long": ("har för många värden", ""),
    "greater_than_equal": ("är för litet", ""),
    "less_than_equal": ("är för stort", ""),
    "union_tag_not_found": _NO_CONDITION,
}
PATTERNS: Final = {
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$": "börja med en bokstav a–z; använd sedan a–z, siffror, punkt och understreck",
    r"^[a-zåäö][a-zåäö0-9_-]*$": "använd små bokstäver, siffror, - och _ utan mellanslag, till exempel ”skolan”",
    r"^[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö/_.-]*$": "använd bokstäver, siffror och / _ . - utan mellanslag",
    WORD: "använd små bokstäver, siffror, mellanslag och bindestreck, till exempel ”en del”",
    r"^[a-z0-9-]+$": "använd små bokstäver a–z, siffror och bindestreck",
    r"^[a-z0-9_]+$": "använd små bokstäver a–z, siffror och understreck",
    r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$": "skriv 2026-11-22, 2026-11 eller 2026",
    r"^SIG[0-9]{3}$": "skriv granskningens kod, till exempel SIG206",
    r"^[0-9]+( [a-z])?(–[0-9]+( [a-z])?)?$": "skriv paragrafens nummer, till exempel ”1”, ”13 a” eller ”8–9”",
    r"^[0-9]{4}:[0-9]+$": "skriv författningens nummer, till exempel ”2025:400”",
    r"^K[0-9]+\.[0-9]{2}$": "skriv K, avsnittets siffra, punkt och två siffror, till exempel K1.03",
    r"^[0-9]{4}$": 'skriv fyra siffror inom citattecken, till exempel "2021"',
}
"""What to write instead, for each form of text that a model asks for."""

VALUE_ERRORS: Final = {
    "a date is written YYYY-MM-DD": ("är inget datum", "skriv år-månad-dag, till exempel 2026-11-22"),
    "a date is written YYYY, YYYY-MM or YYYY-MM-DD": ("är inget datum", "skriv 2026-11-22, 2026-11 eller 2026"),
    "the year is too early": ("ligger för långt tillbaka", "kontrollera årtalet"),
    "no such month": ("har en månad som inte finns", "skriv månaden som 01–12"),
    "no such day": ("har en dag som inte finns", "kontrollera hur många dagar månaden har"),
}
WHOLE_ERRORS: Final = {
    "only a perpetrator's event has a legal status": (
        "”status” hör bara till händelser där den unge är gärningsperson",
        "ta bort ”status”, eller ändra ”role” till gärningsperson",
    ),
    "either says or missing_because": (
        "antingen ”says” eller ”missing_because” ska vara ifyllt, inte båda",
        "skriv vad personen säger, eller varför det saknas",
    ),
    "a source is missing": ("källan saknas", "lägg till ”sources”, eller ”basis: local” för ett lokalt beslut"),
    "who verified a paragraph and when belong together": (
        "”verified_by” och ”verified_on” hör ihop",
        "skriv både vem som har kontrollerat lagrummet och vilken dag, eller ingetdera",
    ),
    "a ground says which forms of SIG it fits": (
        "”ground” och ”forms” hör ihop",
        "skriv ”ground: true” och i ”forms” vilka former av SIG lagrummet passar, eller ta bort båda",
    ),
    "what was read has a day, and what wasn't has none": (
        "”read” och ”read_on” hör ihop",
        "skriv vilken dag lagrummet lästes, eller ”read: unread” utan dag",
    ),
    "it ends before it begins": ("”valid_to” ligger före ”valid_from”", "rätta den dag som är fel"),
    "options belong to a choice, and a choice must have them": (
        "”options” och typen choice hör ihop",
        "lägg till ”options”, eller ändra ”type”",
    ),
    "a judged checklist, and no other, has a summary": (
        "”summary” och ”summed_up: judged” hör ihop",
        "lägg till ”summary”, eller ändra ”summed_up” till counted",
    ),
    "exactly one of is, in, at_least, at_most and between": (
        "ett villkor om en uppgift ska ha precis ett prov",
        "skriv en av is, in, at_least, at_most och between",
    ),
    "the validity ends before it begins": (
        "”valid_to” ligger före ”valid_from”",
        "rätta det datum som är fel, eller ta bort ”valid_to”",
    ),
    "the versions are numbered from 1": (
        "versionerna har inte numren 1, 2, 3 och så vidare",
        "ändra tillbaka det som har ändrats i filen; sigrisk skriver den",
    ),
    "exactly one of criterion, aggregate and flag": (
        "ett villkor om en regel ska peka på precis en regel",
        "skriv en av criterion, aggregate och flag",
    ),
}
