"""Parts of a Word document that python-docx has no call for: fields, bookmarks, links, and tables that can be heard."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, Twips
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

PICTURE_WIDTH: Final = Mm(90)
TEXT_WIDTH: Final = 9638  # twips: 210 mm with 20 mm on either side
_AIR: Final = Pt(9)
_CELL_MARGIN: Final = 70  # twips


def element(tag: str, /, **attributes: str | int) -> BaseOxmlElement:
    """An element of WordprocessingML; both its name and its attributes are in the w namespace."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def a4(section: Section, *, short: bool) -> None:
    """An A4 page with room for the text; more of it where all is to stand on one page."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Twips((11906 - TEXT_WIDTH) // 2)
    section.top_margin = section.bottom_margin = Mm(15 if short else 22)
    section.header_distance = section.footer_distance = Mm(7 if short else 11)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A name for the paragraph, for links to it."""
    paragraph._p.insert_element_before(element("bookmarkStart", id=number, name=name), "w:r")
    paragraph._p.append(element("bookmarkEnd", id=number))


def link(paragraph: Paragraph, text: str, name: str) -> None:
    """The text as a link to a bookmark."""
    linked = element("hyperlink", anchor=name, history=1)
    linked.append(paragraph.add_run(text)._r)
    paragraph._p.append(linked)


def tab_to_the_right(paragraph: Paragraph) -> None:
    """A tab in the paragraph leads to the right margin; those that the style has are taken out."""
    stops = paragraph.paragraph_format.tab_stops
    for inherited in paragraph.style.paragraph_format.tab_stops if isinstance(paragraph.style, ParagraphStyle) else ():
        stops.add_tab_stop(inherited.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field, such as a page number, with what is shown until the program has counted."""
    simple = element("fldSimple", instr=f" {code} ")
    simple.append(paragraph.add_run(shown)._r)
    paragraph._p.append(simple)


def field_around(first: Paragraph, last: Paragraph, code: str) -> None:
    """Makes the paragraphs from the first to the last the content of one field."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    start = [element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate")]
    for part in start:
        first._p.insert_element_before(_run(part), "w:hyperlink")
    last._p.append(_run(element("fldChar", fldCharType="end")))


def picture(paragraph: Paragraph, png: bytes, title: str, description: str, *, wide: bool) -> None:
    """A picture in the line, with its name and what it shows in words for those who listen."""
    width = Twips(TEXT_WIDTH) if wide else PICTURE_WIDTH
    shown = paragraph.add_run().add_picture(BytesIO(png), width=width)
    properties = shown._inline.docPr
    properties.set("title", title)
    properties.set("descr", description)


def air_below_tables(document: Document) -> None:
    """Room between a table and a text that has little of its own."""
    for table in document.element.body.iterchildren(qn("w:tbl")):
        below = table.getnext()
        if below is not None and below.tag == qn("w:p"):
            paragraph = Paragraph(below, document)
            style = paragraph.style
            own = style.paragraph_format.space_before if isinstance(style, ParagraphStyle) else None
            if own is None or own < _AIR:
                paragraph.paragraph_format.space_before = _AIR


def _run(content: BaseOxmlElement) -> BaseOxmlElement:
    run = element("r")
    run.append(content)
    return run


def table(caption: str, widths: tuple[int, ...]) -> BaseOxmlElement:
    """A table without rows, named by its caption for those who listen; the first row and column are headings."""
    made, properties, grid = element("tbl"), element("tblPr"), element("tblGrid")
    properties.append(element("tblStyle", val="TableGrid"))
    properties.append(element("tblW", w=sum(widths), type="dxa"))
    properties.append(element("tblLayout", type="autofit"))
    margins = element("tblCellMar")
    margins.append(element("left", w=_CELL_MARGIN, type="dxa"))
    margins.append(element("right", w=_CELL_MARGIN, type="dxa"))
    properties.append(margins)
    properties.append(
        element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)
    )
    properties.append(element("tblCaption", val=caption))
    for width in widths:
        grid.append(element("gridCol", w=width))
    made.append(properties)
    made.append(grid)
    return made


def row(*, heads: bool) -> BaseOxmlElement:
    """A row that isn't torn by the end of a page; a row of headings is repeated on the next one."""
    made, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if heads:
        properties.append(element("tblHeader"))
    made.append(properties)
    return made


def cell(text: str, width: int, style: str, *, heads: bool, unbroken: bool, with_next: bool = False) -> BaseOxmlElement:
    """A cell with its text; ``unbroken`` keeps it on one line, ``with_next`` on the page of the row that follows."""
    made, properties = element("tc"), element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if heads:
        properties.append(element("shd", val="clear", color="auto", fill="EDEDEB"))
    if unbroken:
        properties.append(element("noWrap"))
    made.append(properties)
    paragraph = element("p")
    paragraph_properties = element("pPr")
    paragraph_properties.append(element("pStyle", val=style))
    if heads or with_next:
        paragraph_properties.append(element("keepNext"))
    paragraph.append(paragraph_properties)
    run = element("r")
    if heads:
        run_properties = element("rPr")
        run_properties.append(element("b"))
        run.append(run_properties)
    written = element("t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(written)
    paragraph.append(run)
    made.append(paragraph)
    return made
