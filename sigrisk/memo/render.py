"""Lays a memo out as HTML or Markdown. All decisions are taken in the view model; the templates only print it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from sigrisk.memo import labels
from sigrisk.memo.clean import clean
from sigrisk.memo.model import Memo
from sigrisk.pictures.spread import foldable
from sigrisk.templating import environment, laid_out

TEMPLATES: Final[Mapping[str, str]] = MappingProxyType({"html": "memo.html.j2", "md": "memo.md.j2"})


def render(memo: Memo, form: str, roots: tuple[Path, ...]) -> str:
    """The memo as one self-contained document. ``roots`` are the pack folders; local templates replace shipped ones.

    Raises BadInput (SIG266) for a template that can't be used.
    """
    return laid_out(_templates(roots, form), TEMPLATES[form], memo=clean(memo), labels=labels)


@lru_cache(maxsize=8)  # keeps the compiled templates; a file that is changed is read again
def _templates(roots: tuple[Path, ...], form: str) -> ImmutableSandboxedEnvironment:
    templates = environment(roots, html=form == "html")  # Markdown has its own escaping below
    templates.filters |= {
        "breakable": _breakable,
        "cell": _cell,
        "css": _in_css,
        "foldable": foldable,
        "opening": _opening,
        "text": _text,
    }
    return templates


def _breakable(value: str) -> Markup:
    """Text in a narrow cell of a page: a name made of parts may be broken between them."""
    return Markup(str(escape(value or labels.EMPTY)).replace("_", "_<wbr>"))


def _in_css(value: str) -> Markup:
    """Text between quotes in a style sheet: whatever could end the quotes, or the sheet, is written as a number."""
    return Markup("".join(one if one.isalnum() or one in " .·,–-/_" else f"\\{ord(one):06x}" for one in value))


_MARKS: Final = re.compile(r"[\\`*_<>\[\]#|~]|&(?=#?\w+;)")
_OPENINGS: Final = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")


def _text(value: str) -> str:
    """Free text that can't be mistaken for Markdown inside a line."""
    return _MARKS.sub(r"\\\g<0>", value)


def _opening(value: str) -> str:
    """The same at the beginning of a line, where a dash or a number would begin a list."""
    return _OPENINGS.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", _text(value))


def _cell(value: str) -> str:
    """Text in a table cell; an empty cell is said to be empty, for those who listen."""
    return _text(value) or labels.EMPTY
