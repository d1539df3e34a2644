"""Memos to try the formats on, and the words that each format says, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from markdown_it import MarkdownIt

from sigrisk.assess import assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.memo import labels
from sigrisk.memo.build import build
from sigrisk.memo.clean import clean
from sigrisk.memo.clean import text as fit
from sigrisk.memo.columns import in_columns
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table
from sigrisk.memo.text import WIDTH
from sigrisk.packs import Packs
from sigrisk.pictures.bars import Area, Range, drawings
from tests.pdftext import Tagged

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
LIST_MARKS = {"-", "•"}


def memo_of(path: Path, packs: Packs) -> Memo:
    """The memo of a scenario."""
    case, _ = load_case(path, packs)
    return build(
        assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "REGELKÖRNING"), "VERSION", packs.young
    )


AWKWARD = (
    "<b>fet</b> &amp; &lt; <script>alert('x')</script> <!-- dold -->",
    "**fet** _kursiv_ `kod` [länk](http://exempel.se) ![bild](x) ~~struket~~ a|b \\ \\| www.exempel.se",
    "- inget streck i en lista",
    "+ plus",
    "1. ingen numrerad lista",
    "# ingen rubrik",
    "> inget citat",
    "=====",
    "---",
    "#let x = $y^2$ @ref <etikett> /* nej */ // nej #panic[stopp] ~ ... -- --- 'x' \"y\"",
    "{{ memo.title }} {% raw %} {# dold #} ${x} %s \\n",
    "”Citat” ’inuti’ »så« – tankstreck — och… 5 × 3 ½ é ğ Ж Ω → ✓",
    "22\u00a0november\u00a02026 klockan 10.15–11.30",
    "SIG-\u00adverksam\u00adhet, kväll- och helgöppet, kriminalvårds-",
    "ett\noch\ttvå\r\ntre\u2028fyra   fem\x07sex\x00sju\ufffeåtta\x1fnio",
    "L" + "ång" * 120,
    "https://www.exempel.se/en/mycket/lang/adress/som/aldrig/tar/slut?och=har&flera=delar#och-ett-ankare",
    "socialtjänstförvaltningssekreterarbefattningsbeskrivningsöversynsarbetsgruppen" * 3,
    "  blanksteg runt om  ",
    "",
)


def awkward() -> Memo:
    """A memo of all that is hard to set: markup of every format, long words, empty texts and a table of 300 rows."""
    blocks: list[Block] = []
    for text in AWKWARD:
        blocks += [Paragraph(text), Paragraph(text, strong=f"{text}."), Subheading(f"Rubrik {text}"), Blank(text)]
        blocks.append(Reasoned("regel", text, True, text, text, AWKWARD, text, text, answer_lines=True))
    table = Table("Text", ("A", "B"), tuple((text, text) for text in AWKWARD), unbroken=(0,))
    wide = Table("Många <kolumner>", tuple(f"K{n} {AWKWARD[n]}" for n in range(9)), (AWKWARD[:9], ("",) * 9))
    long = Table("Lång", ("Nummer", "Text", "Tom"), tuple((str(n), f"Rad {n} & mer", "") for n in range(300)))
    tall = Table("Hög", ("Namn", "Mycket"), (("hög", "Ett ord till. " * 900), ("låg", "kort")))
    empty = (Bullets(()), Table("Inget i tabellen", ("A",), ()), Bullets(AWKWARD), Bullets(("en",)))
    sections = (
        Section("1", "Allt <möjligt> & *mer* #1", tuple(blocks)),
        Section("2", "Tabeller", (table, wide, long, tall)),
        Section("3", "Tomt", ()),
        Section("4", "Bilder", _awkward_pictures()),
        Section("B", "Slut", (*empty, table)),
    )
    head = tuple((f"Etikett {n}", text) for n, text in enumerate(AWKWARD))
    return Memo("Titel " + " ".join(AWKWARD), "UTKAST – <inte> *klart*", head, sections, date(2026, 11, 22))


def _awkward_pictures() -> tuple[Picture, ...]:
    """Every text in a picture's title, description, areas and rows, made fit as the memo makes it."""
    texts = [fit(one) for one in AWKWARD]
    areas = [Area(one, (Range(one, 1, 3),), 40, one) for one in texts]
    table = Table("Tabell <&>", ("A", "B"), tuple((one, "1–3") for one in AWKWARD))
    first = [one for one, _ in drawings("bild-1", " ".join(texts[:8]), " ".join(texts), areas)]
    return tuple(Picture(one.title, one.description, one.svg, table) for one in first)


# -- what is to be said -----------------------------------------------------------------------------------------------


def said(memo: Memo) -> list[str]:
    """Every text of the memo, in order; the draft mark stands elsewhere in each format."""
    memo = clean(memo)
    found = [memo.title, *(text or "–" for pair in memo.head for text in pair)]
    for section in memo.sections:
        found.append(section.heading)
        for block in section.blocks:
            found += _said(block)
    return found


def _said(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.strong, block.text]
        case Subheading():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Blank():
            return [f"{block.label}:", labels.blank_hint(block)]
        case Picture():
            return [block.title, block.description, *_said(block.table)]
        case Table():
            return [block.caption, *block.header, *(cell or "–" for row in block.rows for cell in row)]
        case Reasoned():
            found = [f"{block.mark}:", f"{block.title}.", block.sentence, *block.grounds, block.note]
            found += ["Att göra:", block.do] if block.do else []
            answer = ["Gruppens svar:", "instämmer eller instämmer inte, med skäl – fylls i av gruppen"]
            return found + (answer if block.answer_lines else [])


def said_in_text(memo: Memo, *, columns: bool) -> list[str]:
    """The same as plain text says it: the head with colons, and a table that isn't in columns with its headings."""
    memo = clean(memo)
    found = [memo.title, *(text for label, value in memo.head for text in (f"{label}:", value or "–"))]
    for section in memo.sections:
        found.append(section.heading)
        for block in section.blocks:
            table = block.table if isinstance(block, Picture) else block
            if isinstance(table, Table) and not (columns and in_columns(table, WIDTH)):
                found += [block.title, block.description] if isinstance(block, Picture) else []
                found.append(table.caption)
                for row in table.rows:
                    found += [f"{head}: {cell or '–'}" for head, cell in zip(table.header, row, strict=True)]
            else:
                found += _said(block)
    return found


def tables(memo: Memo) -> list[Table]:
    """Every table of the memo, in order, those of the pictures among them."""
    blocks = [block.table if isinstance(block, Picture) else block for s in memo.sections for block in s.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def pictures(memo: Memo) -> list[Picture]:
    """Every picture of the memo, in order."""
    return [block for section in memo.sections for block in section.blocks if isinstance(block, Picture)]


def words(texts: list[str]) -> list[str]:
    """The words of the texts, without the marks of a list."""
    return [word for text in texts for word in text.replace("\u00ad", "").split() if word not in LIST_MARKS]


# -- what each format says --------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The text of a page without its contents, its marks and what isn't shown."""

    LEFT_OUT = ("style", "title", "nav", "text")  # a picture's letters aren't heard: its description and table are
    APART = ("p", "h1", "h2", "h3", "li", "dt", "dd", "th", "td", "caption", "figcaption", "desc")

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self.left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = dict(attrs).get("class") in ("draft", "watermark")
        if tag in self.LEFT_OUT or mark:
            self.left_out.append(tag)
        if tag in self.APART:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out and self.left_out[-1] == tag:
            self.left_out.pop()
        if tag in self.APART:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.texts[-1] += data


def page_texts(page: str) -> list[str]:
    """What an HTML memo says."""
    parser = _Page()
    parser.feed(page)
    return parser.texts


def markdown_texts(text: str, draft: str) -> list[str]:
    """What a Markdown memo says to a program that reads CommonMark with tables."""
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text)
    found = []
    for token in tokens:
        if token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "strong_open", "strong_close", "em_open", "em_close", "softbreak"}, token.content
            found.append("".join(child.content or " " * (child.type == "softbreak") for child in token.children or ()))
        else:
            assert token.type not in ("html_block", "fence", "code_block", "blockquote_open", "ordered_list_open"), (
                token
            )
    assert found[1:4] == [draft, *labels.HEAD]
    return [found[0], *found[4:]]


def markdown_blocks(text: str) -> tuple[int, int]:
    """How many lists and tables a program that reads CommonMark finds in a Markdown memo."""
    types = [token.type for token in MarkdownIt("commonmark").enable("table").parse(text)]
    return types.count("bullet_list_open"), types.count("table_open")


def blocks_of(memo: Memo) -> tuple[int, int]:
    """How many lists and tables the view model has, with the table of the head; a list of nothing is no list."""
    blocks = [block for section in memo.sections for block in section.blocks]
    lists = [b for b in blocks if (isinstance(b, Bullets) and b.items) or (isinstance(b, Reasoned) and b.grounds)]
    return len(lists), 1 + sum(isinstance(b, Table | Picture) for b in blocks)


def word_texts(content: bytes) -> list[str]:
    """What the body of a Word memo says, in order, without the table of contents."""
    return [text for style, text in word_lines(content) if style not in ("TOC Heading", "toc 1")]


def word_lines(content: bytes) -> Iterator[tuple[str, str]]:
    """Each paragraph and cell of a Word memo with its style."""
    for part in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(part, WordParagraph):
            alternatives = "".join(one.get("descr") for one in part._p.iter(qn("wp:docPr")))
            yield part.style.name if part.style is not None else "", part.text + alternatives
        elif isinstance(part, WordTable):
            for cell in part._tbl.iter_tcs():
                yield "cell", "\n".join(p.text for p in cell.p_lst)


def pdf_texts(content: bytes) -> list[str]:
    """What a PDF memo says to someone who listens to it, without the table of contents."""
    with pikepdf.open(BytesIO(content)) as pdf:
        root = Tagged(pdf).root.inside[0] if Tagged(pdf).root.kind == "" else Tagged(pdf).root
        kept = [one for one in root.inside if one.kind != "/TOC" and one.text.strip() != labels.CONTENTS]
        return [one.text for one in kept]
