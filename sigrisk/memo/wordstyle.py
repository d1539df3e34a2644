"""How the Word document looks: black on white, one typeface, and styles that a reader can change in one place."""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from sigrisk.memo.wordparts import element

FACE: Final = "Calibri"
VERDICT: Final = "Prövning"
GROUND: Final = "Prövning underlag"
UNDER_VERDICT: Final = "Prövning text"
HEAD: Final = "Promemorians huvud"
HINT: Final = "Fylls i"
IN_TABLE: Final = "Tabelltext"
PICTURE: Final = "Bild"
_SHORT: Final = (  # style, size, and the air above and below it on a page that is to be one
    ("Normal", 11.0, 1.0, 2.0),
    ("Title", 16.0, 0.0, 4.0),
    ("Heading 1", 12.0, 6.0, 1.0),
    ("List Bullet", 11.0, 0.0, 1.0),
    (HEAD, 11.0, 0.0, 0.0),
)
_BLACK: Final = RGBColor(0, 0, 0)
_QUIET: Final = RGBColor(0x4A, 0x4A, 0x4A)
_INDENT: Final = Mm(6)
_HEAD_LABEL: Final = Mm(56)


def set_styles(document: Document, *, short: bool) -> None:
    """Gives the document its language and its looks, and adds the styles of the memo.

    ``short`` is a page to be read at once: its lines are set closer, for all of it to have room on one page.
    """
    _language(document)
    _style(document, "Normal", size=11, before=3, after=5)
    title = _style(document, "Title", size=20, before=0, after=10, bold=True)
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    _style(document, "Heading 1", size=15, before=22, after=5, bold=True)
    _style(document, "Heading 2", size=12, before=12, after=3, bold=True)
    _style(document, "TOC Heading", size=13, before=14, after=3, bold=True)
    _outside_the_outline(document)
    _style(document, "Caption", size=10.5, before=8, after=3, bold=True).paragraph_format.keep_with_next = True
    _style(document, "List Bullet", size=11, before=0, after=3)
    _style(document, "Header", size=9.5, before=0, after=0, bold=True)
    _style(document, "Footer", size=9.5, before=0, after=0)
    _new_styles(document)
    _hyphens_in_tables_only(document)
    if short:
        _closer(document)


def contents_style(document: Document) -> ParagraphStyle:
    """The style of a line in the table of contents; Word knows it by this name and keeps it."""
    return _new(document, "toc 1", size=11, after=1)


def _new_styles(document: Document) -> None:
    verdict = _new(document, VERDICT, size=11, before=7, after=3)
    verdict.paragraph_format.keep_with_next = True
    under = _new(document, UNDER_VERDICT, size=11, after=3)
    under.paragraph_format.left_indent = _INDENT
    ground = _new(document, GROUND, size=10.5, after=2, base="List Bullet")
    ground.font.color.rgb = _QUIET
    head = _new(document, HEAD, size=11, after=1)
    head.paragraph_format.left_indent = _HEAD_LABEL
    head.paragraph_format.first_line_indent = -_HEAD_LABEL
    head.paragraph_format.tab_stops.add_tab_stop(_HEAD_LABEL, WD_TAB_ALIGNMENT.LEFT)
    _new(document, IN_TABLE, size=9, before=1, after=1)
    _new(document, PICTURE, size=11, after=3)
    hint = document.styles.add_style(HINT, WD_STYLE_TYPE.CHARACTER)
    if isinstance(hint, CharacterStyle):
        hint.font.italic = True
        hint.font.color.rgb = _QUIET


def _new(
    document: Document, name: str, *, size: float, before: float = 0, after: float = 0, base: str = "Normal"
) -> ParagraphStyle:
    added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc "))
    if not isinstance(added, ParagraphStyle):
        raise TypeError(name)
    added.base_style = document.styles[base]
    return _style(document, name, size=size, before=before, after=after)


def _style(
    document: Document, name: str, *, size: float, before: float, after: float, bold: bool | None = None
) -> ParagraphStyle:
    """The style with the memo's own typeface, in black: the template's colours and theme fonts are taken out."""
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)
    style.font.size, style.font.color.rgb, style.font.bold = Pt(size), _BLACK, bold
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    return style


def _language(document: Document) -> None:
    """Swedish for spelling, hyphenation and reading aloud; long words may be hyphenated."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    settings = document.settings.element
    for theme in settings.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), "sv-SE")
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # else Word opens the memo in compatibility mode
    settings.insert_element_before(element("autoHyphenation", val="true"), "w:defaultTabStop")


def _hyphens_in_tables_only(document: Document) -> None:
    """A hyphen found by a program is a help in a narrow column and a nuisance in running text."""
    for name, suppressed in (("Normal", True), (IN_TABLE, False)):
        properties = document.styles[name].element.get_or_add_pPr()
        for before in properties.xpath("./w:spacing | ./w:ind | ./w:jc"):
            before.addprevious(element("suppressAutoHyphens", val=str(suppressed).lower()))
            break


def _closer(document: Document) -> None:
    """Less air, and no letters under 11 points save in headers and footers."""
    for name, size, before, after in _SHORT:
        style = _style(document, name, size=size, before=before, after=after, bold=document.styles[name].font.bold)
        style.paragraph_format.line_spacing = 1.0


def _outside_the_outline(document: Document) -> None:
    """The heading of the contents is no section: it is kept out of the document's outline."""
    properties = document.styles["TOC Heading"].element.get_or_add_pPr()
    for level in list(properties.iter(qn("w:outlineLvl"))):
        properties.remove(level)
    properties.append(element("outlineLvl", val=9))
