"""Lays a memo out as HTML or Markdown. All decisions are taken in the view model; the templates only print it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sigrisk.memo.model import Memo

TEMPLATES: Final[Mapping[str, str]] = MappingProxyType({"html": "memo.html.j2", "md": "memo.md.j2"})


def render(memo: Memo, form: str, roots: tuple[Path, ...]) -> str:
    """The memo as one self-contained document. ``roots`` are the pack folders; local templates replace shipped ones."""
    folders = [str(root / "templates") for root in reversed(roots)]
    # Jinja escapes HTML; Markdown has its own escaping below, because names and notes are free text there too.
    environment = Environment(
        loader=FileSystemLoader(folders, encoding="utf-8"),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = _cell
    environment.filters["text"] = _text
    return environment.get_template(TEMPLATES[form]).render(memo=memo)


def _text(value: str) -> str:
    """Free text that can't be mistaken for Markdown."""
    one_line = " ".join(value.split(" ")) if "\n" not in value else " ".join(value.split())
    for mark in "\\`*_<>[]#|":
        one_line = one_line.replace(mark, "\\" + mark)
    return one_line


def _cell(value: str) -> str:
    """Text in a table cell; an empty cell is said to be empty, for those who listen."""
    return _text(value) or "–"
