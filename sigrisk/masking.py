"""Passages about other persons: marked in a case with [[ and ]], shown in the full memo and masked in the party's copy.

The party to a case may as a rule read it, but what concerns someone else may be secret (law-and-memo.md, "Secrecy").
The marks are resolved when the file is read, so that nothing later can print what was masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from sigrisk.diagnostics import Diagnostic
from sigrisk.yamlfile import Data, Document

MASK: Final = "[maskerat: uppgift om någon annan]"
HIDDEN: Final = "maskerat"
_PASSAGE: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_MARK: Final = re.compile(r"\[\[|\]\]")

Where: TypeAlias = "tuple[str | int, ...]"


def shown(text: str) -> str:
    """The text with its marked passages, without the marks."""
    return _PASSAGE.sub(r"\1", text)


def masked(text: str) -> str:
    """The text with each marked passage masked."""
    return _PASSAGE.sub(MASK, text)


def resolved(document: Document, *, party: bool) -> Document:
    """The file as it is to be shown: to the party with the marked passages masked, else without the marks."""
    return replace(document, data=resolved_data(document.data, party=party))


def resolved_data(data: Data, *, party: bool) -> Data:
    """The same of plain data."""
    if isinstance(data, str):
        if "[[" not in data:
            return data
        return masked(data) if party else shown(data)
    if isinstance(data, list):
        return [resolved_data(one, party=party) for one in data]
    if isinstance(data, dict):
        return {key: resolved_data(one, party=party) for key, one in data.items()}
    return data


def mark_findings(document: Document) -> Iterator[Diagnostic]:
    """Marks that don't go together (SIG260): a passage that never ends, or ends without a beginning."""
    for path, text in _texts(document.data, ()):
        left = "".join(_MARK.findall(text)).replace("[[]]", "")
        if left or any(not passage.strip() for passage in _PASSAGE.findall(text)):
            what = "märkningen av uppgifter om andra går inte ihop"
            help_ = "skriv [[ före och ]] efter varje stycke som ska maskeras, utan märken inuti varandra"
            yield Diagnostic("SIG260", document.file, document.where(path), what, help_)


def _texts(data: Data, path: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(data, str):
        if "[[" in data or "]]" in data:
            yield path, data
    elif isinstance(data, list):
        for index, one in enumerate(data):
            yield from _texts(one, (*path, index))
    elif isinstance(data, dict):
        for key, one in data.items():
            yield from _texts(one, (*path, key))
