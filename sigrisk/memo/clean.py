"""Free text made fit for every format: one line for each piece, and no character that a format can't hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, assert_never

from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table

_BREAKS: Final = re.compile(r"[ \t]*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*| {2,}")
# Control characters, halves of characters, and what Unicode says is no character.
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def text(value: str) -> str:
    """The text on one line. A no-break space stays what it is; what no document can hold is left out."""
    return _UNFIT.sub("", _BREAKS.sub(" ", value)).strip()


def clean(memo: Memo) -> Memo:
    """The same memo with every text made fit."""
    return replace(
        memo,
        title=text(memo.title),
        draft=text(memo.draft),
        case_id=text(memo.case_id),
        rules=text(memo.rules),
        head=tuple((text(label), text(value)) for label, value in memo.head),
        sections=tuple(
            Section(text(s.number), text(s.title), tuple(_block(block) for block in s.blocks)) for s in memo.sections
        ),
    )


def _block(block: Block) -> Block:
    match block:
        case Paragraph():
            return Paragraph(text(block.text), text(block.strong))
        case Bullets():
            return Bullets(_all(block.items))
        case Table():
            return _table(block)
        case Picture():
            return Picture(text(block.title), text(block.description), block.svg, _table(block.table))
        case Reasoned():
            return replace(
                block,
                mark=text(block.mark),
                title=text(block.title),
                sentence=text(block.sentence),
                grounds=_all(block.grounds),
                do=text(block.do),
                note=text(block.note),
            )
        case Blank():
            return Blank(text(block.label))
        case Subheading():
            return Subheading(text(block.text))
        case _:
            assert_never(block)


def _table(block: Table) -> Table:
    rows = tuple(_all(row) for row in block.rows)
    return replace(block, caption=text(block.caption), header=_all(block.header), rows=rows)


def _all(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text(value) for value in values)
