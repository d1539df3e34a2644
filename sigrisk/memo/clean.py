"""Free text made fit for every format: one line for each piece, no character that a format can't hold, lines unbroken
where Swedish has it so. Every format passes through here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, assert_never

from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table
from sigrisk.memo.typography import bound

_BREAKS: Final = re.compile(r"[ \t]*[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*| {2,}")
# Control characters, halves of characters, and what Unicode says is no character.
_UNFIT: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def text(value: str) -> str:
    """The text on one line. A no-break space stays what it is; what no document can hold is left out."""
    return _UNFIT.sub("", _BREAKS.sub(" ", value)).strip()


def fit(value: str) -> str:
    """The text on one line, with a no-break space wherever a line may not end."""
    return bound(text(value))


def clean(memo: Memo) -> Memo:
    """The same memo with every text made fit."""
    return replace(
        memo,
        title=fit(memo.title),
        draft=fit(memo.draft),
        case_id=fit(memo.case_id),
        rules=fit(memo.rules),
        head=tuple((fit(label), fit(value)) for label, value in memo.head),
        sections=tuple(
            Section(fit(s.number), fit(s.title), tuple(_block(block) for block in s.blocks)) for s in memo.sections
        ),
    )


def _block(block: Block) -> Block:
    match block:
        case Paragraph():
            return Paragraph(fit(block.text), fit(block.strong))
        case Bullets():
            return Bullets(_all(block.items))
        case Table():
            return _table(block)
        case Picture():
            return Picture(fit(block.title), fit(block.description), block.svg, _table(block.table))
        case Reasoned():
            return replace(
                block,
                mark=fit(block.mark),
                title=fit(block.title),
                sentence=fit(block.sentence),
                grounds=_all(block.grounds),
                do=fit(block.do),
                note=fit(block.note),
            )
        case Blank():
            return Blank(fit(block.label), block.hint)
        case Subheading():
            return Subheading(fit(block.text))
        case _:
            assert_never(block)


def _table(block: Table) -> Table:
    rows = tuple(_all(row) for row in block.rows)
    return replace(block, caption=fit(block.caption), header=_all(block.header), rows=rows)


def _all(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fit(value) for value in values)
