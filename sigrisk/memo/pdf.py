"""The memo as a PDF: tagged, PDF/UA-1 (for those who listen) and PDF/A-2a (for the archive), set by Typst."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import typst

from sigrisk.memo import labels
from sigrisk.memo.clean import clean
from sigrisk.memo.data import memo_data
from sigrisk.memo.figures import in_two_columns
from sigrisk.memo.model import Block, Memo, Picture, Table
from sigrisk.memo.widths import shares

TEMPLATE: Final = "memo.typ"
# The two that go together and ask the most: PDF/A-1 is too old for PDF/UA's links, PDF/A-4 is built on a newer PDF.
_STANDARDS: Final[tuple[Literal["a-2a"], Literal["ua-1"]]] = ("a-2a", "ua-1")
_UNSHOWN: Final = re.compile(r'error: the (?:text|PDF contains the codepoint) [`"]+(.+?)[`"]+')
_CODED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contents": labels.CONTENTS,
        "to_do": labels.TO_DO,
        "answer": labels.ANSWER,
        "answer_hint": labels.ANSWER_HINT,
        "empty": labels.EMPTY,
        "page": labels.PAGE,
        "of": labels.OF,
    }
)


class PdfRefused(Exception):
    """Typst can't make a PDF that keeps to both standards. ``signs`` are what no typeface can show, if that is why."""

    def __init__(self, reason: str, signs: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.signs = signs


def pdf_file(memo: Memo, roots: tuple[Path, ...]) -> bytes:
    """The memo as a PDF file. The same memo gives the same bytes. Raises PdfRefused.

    ``roots`` are the pack folders; a local template replaces the shipped one.
    """
    template = template_in(roots)
    try:
        return typst.compile(
            template,
            root=template.parent,
            ignore_system_fonts=True,  # the same typeface on every computer
            sys_inputs=inputs(memo),
            pdf_standards=list(_STANDARDS),
            timestamp=datetime.combine(memo.day, time(), UTC),
        )
    except typst.TypstError as error:
        raise PdfRefused(error.message, _unshown(error.diagnostic)) from error


def page_count(memo: Memo, roots: tuple[Path, ...]) -> int | None:
    """How many pages the memo has; none where Typst can't lay it out."""
    template = template_in(roots)
    try:
        made: bytes | list[bytes] = typst.compile(
            template, root=template.parent, format="svg", ignore_system_fonts=True, sys_inputs=inputs(memo)
        )
    except typst.TypstError:
        return None
    return len(made) if isinstance(made, list) else 1


def template_in(roots: tuple[Path, ...]) -> Path:
    """The template that lays the memo out: a local one, or else the shipped one."""
    return next(path for root in reversed(roots) if (path := root / "templates" / TEMPLATE).is_file())


def inputs(memo: Memo) -> dict[str, str]:
    """What the template is told of the memo."""
    memo = in_two_columns(clean(memo))
    return {
        "memo": memo_data(memo).model_dump_json(),
        "labels": json.dumps({**_LABELS, "watermark": memo.watermark, "footing": memo.footing}, ensure_ascii=False),
        "widths": json.dumps(_widths(memo)),
        "small": json.dumps([[_is_small(block) for block in section.blocks] for section in memo.sections]),
    }


def _unshown(told: str) -> tuple[str, ...]:
    """The signs that Typst says it can't show, each once; what only joins them is left out."""
    signs = (_CODED.sub(lambda m: chr(int(m[1], 16)), found[1]) for found in _UNSHOWN.finditer(told))
    return tuple(dict.fromkeys(sign for sign in signs if unicodedata.category(sign[0]) not in ("Cf", "Mn")))


def _widths(memo: Memo) -> list[list[tuple[int, ...]]]:
    return [[_shares(block) for block in section.blocks] for section in memo.sections]


def _shares(block: Block) -> tuple[int, ...]:
    table = _table_in(block)
    return shares(table) if table is not None else ()


def _is_small(block: Block) -> bool:
    table = _table_in(block)
    return table is not None and table.small


def _table_in(block: Block) -> Table | None:
    table = block.table if isinstance(block, Picture) else block
    return table if isinstance(table, Table) else None
