"""The memo as a Word document (DOCX): real headings, lists and tables, so that it can be worked on and listened to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import Final, assert_never

from docx import Document
from docx.document import Document as Word
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from sigrisk.memo import labels, wordclean, wordparts
from sigrisk.memo.archive import repacked
from sigrisk.memo.clean import clean
from sigrisk.memo.figures import in_two_columns
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Subheading, Table
from sigrisk.memo.raster import png_files
from sigrisk.memo.widths import WHOLE, shares
from sigrisk.memo.wordmark import watermark
from sigrisk.memo.wordstyle import (
    GROUND,
    HEAD,
    HINT,
    IN_TABLE,
    PICTURE,
    UNDER_VERDICT,
    VERDICT,
    contents_style,
    set_styles,
)
from sigrisk.pictures.spread import is_spread

_LONGEST: Final = 255  # signs that a property of a document may have


def word_file(memo: Memo) -> bytes:
    """The memo as a DOCX file. The same memo gives the same bytes."""
    memo = in_two_columns(clean(memo))
    pngs = iter(png_files([b.svg for section in memo.sections for b in section.blocks if isinstance(b, Picture)]))
    document = Document()
    set_styles(document, short=memo.short)
    wordclean.without_leftovers(document)
    _properties(document, memo)
    _margins(document, memo)
    document.add_paragraph(memo.title, style="Title")
    for label, value in memo.head:
        line = document.add_paragraph(style=HEAD)
        line.add_run(label).bold = True
        line.add_run(f"\t{value or labels.EMPTY}")
    _contents(document, memo)
    for number, section in enumerate(memo.sections):
        heading = document.add_heading(section.heading, level=1)
        wordparts.bookmark(heading, _mark(number), number)
        for block in section.blocks:
            _block(document, block, pngs)
    if memo.sections and memo.sections[-1].blocks and isinstance(memo.sections[-1].blocks[-1], Table | Picture):
        document.add_paragraph(style=IN_TABLE)  # Word wants a paragraph after a table that ends the document
    wordparts.air_below_tables(document)
    stored = BytesIO()
    document.save(stored)
    return repacked(stored.getvalue())


def _properties(document: Word, memo: Memo) -> None:
    core = document.core_properties
    day = datetime.combine(memo.day, time())
    core.title, core.content_status = memo.title[:_LONGEST], memo.draft[:_LONGEST]
    core.language, core.author, core.last_modified_by, core.comments = "sv-SE", "sigrisk", "sigrisk", ""
    core.created, core.modified = day, day


def _margins(document: Word, memo: Memo) -> None:
    """What stands above and below the text on every page."""
    section = document.sections[0]
    wordparts.a4(section, short=memo.short)
    above = section.header.paragraphs[0]
    above.text = memo.draft
    if memo.draft:
        above._p.append(watermark(memo.watermark))
    below = section.footer.paragraphs[0]
    wordparts.tab_to_the_right(below)
    below.add_run(f"{memo.footing}\t{labels.PAGE} ")
    wordparts.field(below, "PAGE", "1")
    below.add_run(f" {labels.OF} ")
    wordparts.field(below, "NUMPAGES", "1")


def _contents(document: Word, memo: Memo) -> None:
    """A table of contents that Word can fill in with page numbers; its links work without that."""
    if memo.short:
        return
    document.add_paragraph(labels.CONTENTS, style="TOC Heading")
    style = contents_style(document)
    lines = [document.add_paragraph(style=style) for _ in memo.sections]
    for number, (line, section) in enumerate(zip(lines, memo.sections, strict=True)):
        wordparts.link(line, section.heading, _mark(number))
    if lines:
        wordparts.field_around(lines[0], lines[-1], r'TOC \o "1-1" \h \z \u')


def _mark(number: int) -> str:
    return f"_Toc{number + 1:06}"


def _block(document: Word, block: Block, pngs: Iterator[bytes]) -> None:
    match block:
        case Paragraph():
            _led(document.add_paragraph(), block.strong, block.text)
        case Subheading():
            document.add_heading(block.text, level=2)
        case Bullets():
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case Table():
            _table(document, block)
        case Picture():
            document.add_paragraph(block.title, style="Caption")
            paragraph = document.add_paragraph(style=PICTURE)
            wordparts.picture(paragraph, next(pngs), block.title, block.description, wide=is_spread(block.svg))
            _table(document, block.table)
        case Blank():
            _to_fill_in(document.add_paragraph(), labels.blank_label(block), labels.blank_hint(block))
        case Reasoned():
            _reasoned(document, block)
        case _:
            assert_never(block)


def _led(paragraph: WordParagraph, strong: str, text: str) -> None:
    if strong:
        paragraph.add_run(f"{strong} " if text else strong).bold = True
    paragraph.add_run(text)


def _to_fill_in(paragraph: WordParagraph, label: str, hint: str) -> None:
    paragraph.add_run(f"{label} ").bold = True
    paragraph.add_run(hint, style=HINT)


def _reasoned(document: Word, block: Reasoned) -> None:
    _led(document.add_paragraph(style=VERDICT), labels.lead(block), block.sentence)
    for line in block.grounds:
        document.add_paragraph(line, style=GROUND)
    if block.note:
        document.add_paragraph(block.note, style=UNDER_VERDICT)
    if block.do:
        _led(document.add_paragraph(style=UNDER_VERDICT), labels.TO_DO, block.do)
    if block.answer_lines:
        _to_fill_in(document.add_paragraph(style=UNDER_VERDICT), labels.ANSWER, labels.ANSWER_HINT)


def _table(document: Word, block: Table) -> None:
    document.add_paragraph(block.caption, style="Caption")
    widths = tuple(wordparts.TEXT_WIDTH * share // WHOLE for share in shares(block, parts=False))
    table = wordparts.table(block.caption, widths)
    table.append(_row(block, block.header, widths, heads=True))
    for number, row in enumerate(block.rows):
        cells = tuple(cell or labels.EMPTY for cell in row)
        kept = block.small or number in (0, len(block.rows) - 2)  # no first or last row alone on a page
        table.append(_row(block, cells, widths, heads=False, with_next=kept and number < len(block.rows) - 1))
    document.element.body.insert_element_before(table, "w:sectPr")


def _row(
    block: Table, cells: tuple[str, ...], widths: tuple[int, ...], *, heads: bool, with_next: bool = False
) -> BaseOxmlElement:
    row = wordparts.row(heads=heads)
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        unbroken = place in block.unbroken
        row.append(wordparts.cell(cell, width, IN_TABLE, heads=heads, unbroken=unbroken, with_next=with_next))
    return row
