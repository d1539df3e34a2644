"""The Word memo: headings, lists and tables that are what they look like, and that LibreOffice keeps."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from sigrisk.memo import labels
from sigrisk.memo.clean import clean
from sigrisk.memo.model import Bullets, Memo, Reasoned, Subheading
from sigrisk.memo.word import word_file
from sigrisk.packs import Packs
from tests.memos import SCENARIOS, awkward, memo_of, tables, word_lines


@pytest.fixture(scope="module")
def memo(packs: Packs) -> Memo:
    return clean(memo_of(SCENARIOS[0], packs))  # with the spaces that every format has


@pytest.fixture(scope="module")
def content(memo: Memo) -> bytes:
    return word_file(memo)


@pytest.fixture(scope="module")
def document(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def styled(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_headings_are_headings(document: Document, memo: Memo) -> None:
    assert styled(document, "Title") == [memo.title]
    assert styled(document, "Heading 1") == [section.heading for section in memo.sections]
    below = [b.text for section in memo.sections for b in section.blocks if isinstance(b, Subheading)]
    assert styled(document, "Heading 2") == below


def test_lists_are_lists(document: Document, memo: Memo) -> None:
    blocks = [b for section in memo.sections for b in section.blocks]
    assert styled(document, "List Bullet") == [item for b in blocks if isinstance(b, Bullets) for item in b.items]
    grounds = [item for b in blocks if isinstance(b, Reasoned) for item in b.grounds]
    assert styled(document, "Prövning underlag") == grounds
    assert document.styles["Prövning underlag"].base_style.name == "List Bullet"


def test_tables_have_a_name_and_a_row_of_headings_that_is_repeated(document: Document, memo: Memo) -> None:
    wanted = tables(memo)
    assert len(document.tables) == len(wanted)
    for table, block in zip(document.tables, wanted, strict=True):
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == block.caption
        assert properties.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        heads = [row._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * len(block.rows)
        assert [cell.text for cell in table.rows[0].cells] == list(block.header)


def test_it_has_a_title_a_language_and_the_day_of_the_assessment(document: Document, memo: Memo) -> None:
    core = document.core_properties
    assert (core.title, core.language, core.content_status) == (memo.title, "sv-SE", memo.draft)
    assert core.created == core.modified == datetime.combine(memo.day, time(), UTC)
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}


def test_every_page_says_that_it_is_a_draft_and_which_page_it_is(document: Document, memo: Memo) -> None:
    section = document.sections[0]
    assert section.header.paragraphs[0].text == memo.draft
    fields = [f.get(qn("w:instr")).strip() for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_contents_lead_to_every_section(document: Document, content: bytes, memo: Memo) -> None:
    assert [text for style, text in word_lines(content) if style == "toc 1"] == [s.heading for s in memo.sections]
    anchors = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks
    assert len(set(marks)) == len(memo.sections)
    assert labels.CONTENTS in styled(document, "TOC Heading")


def test_letters_are_black_or_nearly(document: Document) -> None:
    for style in document.styles.element.iter(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        colour = style.find(f"{qn('w:rPr')}/{qn('w:color')}")
        if name in ("Normal", "Title", "heading 1", "heading 2", "caption", "Prövning", "Prövning underlag", "Fylls i"):
            assert colour.get(qn("w:val")) in ("000000", "4A4A4A"), name


def test_the_file_holds_no_time_of_its_own(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_property_that_is_too_long_is_cut(packs: Packs) -> None:
    memo = awkward()
    core = docx.Document(BytesIO(word_file(memo))).core_properties
    assert len(core.title) == 255


@pytest.mark.slow
def test_libreoffice_keeps_the_headings(content: bytes, memo: Memo, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (tmp_path / "memo.docx").write_bytes(content)
    command = [
        office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
        "--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "memo.docx"),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    opened = (tmp_path / "memo.fodt").read_text(encoding="utf-8")
    for section in memo.sections:
        heading = section.heading.replace("&", "&amp;")
        assert any(
            heading in line and "<text:h " in line and 'text:outline-level="1"' in line for line in opened.splitlines()
        ), heading
    assert opened.count("<table:table-header-rows>") == len(tables(memo))
    assert "<text:list " in opened
