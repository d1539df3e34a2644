"""The memo as data: what ``sigrisk memo --format json`` writes, with its JSON Schema, and what the PDF is set from."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Literal, assert_never

from pydantic import Field

from sigrisk.finals import FinalVersion
from sigrisk.judgement import Judgement
from sigrisk.memo import labels
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table
from sigrisk.memo.typography import unbound
from sigrisk.models import Model


class ParagraphData(Model):
    """Running text. ``strong`` is a lead-in word or clause."""

    kind: Literal["paragraph"]
    strong: str
    text: str


class BulletsData(Model):
    """A list of short statements."""

    kind: Literal["bullets"]
    items: tuple[str, ...]


class TableData(Model):
    """A table with a caption and a header row; the first column heads its row. An empty cell is an empty text."""

    kind: Literal["table"]
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unbroken: tuple[int, ...] = Field(description="Columns whose words stay on one line, counted from 0.")


class PictureData(Model):
    """A picture as SVG. ``description`` says what it shows, and ``table`` says the same as it."""

    kind: Literal["picture"]
    title: str
    description: str
    svg: str
    table: TableData


class ReasonedData(Model):
    """One verdict: a mark in words, the sentence, what it rests on, and what to do about it. ``rule`` is its trace."""

    kind: Literal["reasoned"]
    rule: str
    mark: str
    settled: bool
    title: str
    sentence: str
    grounds: tuple[str, ...]
    note: str
    do: str
    answer_lines: bool = Field(description="Whether the group is to answer, with reasons.")


class BlankData(Model):
    """Something that a human writes; sigrisk never fills it in."""

    kind: Literal["blank"]
    label: str
    hint: str = Field(description="What stands in the space until it is written in.")


class SubheadingData(Model):
    """A heading inside a section."""

    kind: Literal["subheading"]
    text: str


BlockData = Annotated[
    ParagraphData | BulletsData | TableData | PictureData | ReasonedData | BlankData | SubheadingData,
    Field(discriminator="kind"),
]


class SectionData(Model):
    """A numbered section or a lettered appendix; ``heading`` is the number and the title as printed."""

    number: str
    title: str
    heading: str
    anchor: str
    blocks: tuple[BlockData, ...]


class HeadData(Model):
    """One line of the memo's head."""

    label: str
    value: str


class MemoData(Model):
    """A whole memo. ``draft`` is empty only for a memo that a human has completed."""

    sigrisk_memo: Literal[1]
    language: Literal["sv"]
    title: str
    draft: str
    date: date
    short: bool = Field(description="A page to be read at once: without a list of contents.")
    head: tuple[HeadData, ...]
    sections: tuple[SectionData, ...]
    judgement: Judgement | None = Field(description="What people have written; null where nobody has begun.")
    final: FinalVersion | None = Field(description="Which final version this is; null for a draft.")


def memo_data(memo: Memo) -> MemoData:
    """The memo as data."""
    return MemoData(
        sigrisk_memo=1,
        language="sv",
        title=memo.title,
        draft=memo.draft,
        date=memo.day,
        short=memo.short,
        head=tuple(HeadData(label=label, value=value) for label, value in memo.head),
        sections=tuple(_section(section) for section in memo.sections),
        judgement=memo.judgement,
        final=memo.final,
    )


def memo_json(memo: Memo) -> str:
    """The memo as JSON, with ordinary spaces as in every other data. The same memo gives the same text."""
    return unbound(json.dumps(memo_data(memo).model_dump(mode="json"), ensure_ascii=False, indent=2)) + "\n"


def _section(section: Section) -> SectionData:
    return SectionData(
        number=section.number,
        title=section.title,
        heading=section.heading,
        anchor=section.anchor,
        blocks=tuple(_block(block) for block in section.blocks),
    )


def _block(block: Block) -> BlockData:
    match block:
        case Paragraph():
            return ParagraphData(kind="paragraph", strong=block.strong, text=block.text)
        case Bullets():
            return BulletsData(kind="bullets", items=block.items)
        case Table():
            return _table(block)
        case Picture():
            return PictureData(
                kind="picture",
                title=block.title,
                description=block.description,
                svg=block.svg,
                table=_table(block.table),
            )
        case Reasoned():
            return ReasonedData(
                kind="reasoned",
                rule=block.rule,
                mark=block.mark,
                settled=block.settled,
                title=block.title,
                sentence=block.sentence,
                grounds=block.grounds,
                note=block.note,
                do=block.do,
                answer_lines=block.answer_lines,
            )
        case Blank():
            return BlankData(kind="blank", label=block.label, hint=labels.blank_hint(block))
        case Subheading():
            return SubheadingData(kind="subheading", text=block.text)
        case _:
            assert_never(block)


def _table(block: Table) -> TableData:
    return TableData(kind="table", caption=block.caption, header=block.header, rows=block.rows, unbroken=block.unbroken)
