"""The PDF memo as a listener, an archive and a printer meet it; and what is told where it can't be made."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sigrisk.memo import labels
from sigrisk.memo.model import Memo, Paragraph, Section, Table
from sigrisk.memo.pdf import TEMPLATE, PdfRefused, pdf_file
from sigrisk.memo.typography import unbound
from sigrisk.memo.widths import WHOLE, shares
from sigrisk.packs import Packs
from tests.memos import SCENARIOS, awkward, memo_of, pictures, tables
from tests.pdftext import Tagged, places

UA = "{http://www.aiim.org/pdfua/ns/id/}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"


@pytest.fixture(scope="module")
def memo(packs: Packs) -> Memo:
    return memo_of(SCENARIOS[0], packs)


@pytest.fixture(scope="module")
def content(memo: Memo, packs: Packs) -> bytes:
    return pdf_file(memo, packs.roots)


@pytest.fixture(scope="module")
def pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def test_it_says_which_standards_it_keeps(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"
        assert metadata[f"{PDFA}part"] == "2"
        assert metadata[f"{UA}part"] == "1"
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root


def test_it_has_a_language_a_title_and_the_day_of_the_assessment(pdf: pikepdf.Pdf, memo: Memo) -> None:
    assert str(pdf.Root.Lang) == "sv-SE"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert unbound(str(pdf.docinfo.Title)) == memo.title
    assert str(pdf.docinfo.CreationDate).startswith(f"D:{memo.day:%Y%m%d}")
    with pdf.open_metadata() as metadata:
        assert unbound(metadata["dc:title"]) == memo.title
        assert set(metadata["dc:language"]) == {"sv-SE"}


def test_headings_lists_and_tables_are_tagged_as_what_they_are(pdf: pikepdf.Pdf, memo: Memo) -> None:
    root = Tagged(pdf).root
    headings = [one.text.strip() for one in root.of("/H1")]
    assert headings == [labels.CONTENTS, *(section.heading for section in memo.sections)]
    tagged = root.of("/Table")
    assert len(tagged) == len(tables(memo))
    for one, table in zip(tagged, tables(memo), strict=True):
        assert [cell.text.strip().replace("\u00ad", "") for cell in one.of("/TH")] == list(table.header)
        assert len(one.of("/TR")) == len(table.rows) + 1
        assert len(one.of("/THead")) == 1
    captions = [block.title for block in pictures(memo)] + [table.caption for table in tables(memo)]
    assert sorted(one.text.strip() for one in root.of("/Caption")) == sorted(captions)
    assert {one.kind for one in root.of("/L")[0].walk()} >= {"/LI", "/Lbl", "/LBody"}


def test_every_heading_cell_says_what_it_heads(pdf: pikepdf.Pdf) -> None:
    scopes = []
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH":
            attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
            scopes += [str(a.Scope) for a in attributes if "/Scope" in a]
    assert scopes
    assert set(scopes) == {"/Column"}


def test_the_contents_lead_to_every_section(pdf: pikepdf.Pdf, memo: Memo) -> None:
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert len(links) == len(memo.sections)
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [section.heading for section in memo.sections]


def test_fonts_are_inside_and_come_with_typst(pdf: pikepdf.Pdf) -> None:
    """Nothing is taken from the computer, so that the pages are the same everywhere."""
    names = set()
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())
            names.add(str(descriptor.FontName).split("+")[-1].split("-")[0])
    assert names <= {"LibertinusSerif", "DejaVuSansMono", "NewComputerModern10"}


@pytest.mark.slow
def test_no_text_falls_outside_a_page(packs: Packs) -> None:
    with pikepdf.open(BytesIO(pdf_file(awkward(), packs.roots))) as pdf:
        for page in pdf.pages:
            _, _, width, height = (float(side) for side in page.MediaBox)
            assert all(0 < x < width and 20 < y < height for x, y in places(page))


# -- what can't be made -----------------------------------------------------------------------------------------------


def only(text: str, memo: Memo) -> Memo:
    return Memo(memo.title, memo.draft, memo.head, (Section("1", "Avsnitt", (Paragraph(text),)),), memo.day)


def test_signs_that_no_typeface_has_are_named_each_once(memo: Memo, packs: Packs) -> None:
    with pytest.raises(PdfRefused) as refused:
        pdf_file(only("Glad 😊 familj 👨\u200d👩 och 字 😊 \ue000", memo), packs.roots)
    assert refused.value.signs == ("😊", "👨", "👩", "字", "\ue000")


def test_a_local_template_replaces_the_shipped_one(memo: Memo, packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    shipped = (packs.roots[0] / "templates" / TEMPLATE).read_text(encoding="utf-8")
    local = tmp_path / "templates" / TEMPLATE
    local.write_text(shipped.replace('paper: "a4"', 'paper: "a5"'), encoding="utf-8")
    with pikepdf.open(BytesIO(pdf_file(only("Text.", memo), (*packs.roots, tmp_path)))) as pdf:
        assert round(float(pdf.pages[0].MediaBox[2])) == 420
    local.write_text(shipped.replace("#set document(title: memo.title,", "#set document("), encoding="utf-8")
    with pytest.raises(PdfRefused, match="title") as refused:
        pdf_file(only("Text.", memo), (*packs.roots, tmp_path))
    assert refused.value.signs == ()
    shutil.rmtree(tmp_path / "templates")
    assert pdf_file(only("Text.", memo), (*packs.roots, tmp_path))


def test_the_shipped_template_fetches_nothing(packs: Packs) -> None:
    """Typst would fetch a package from the network where a template imports one."""
    assert "import" not in (packs.roots[0] / "templates" / TEMPLATE).read_text(encoding="utf-8")


# -- the width of columns ---------------------------------------------------------------------------------------------


def test_columns_share_the_whole_width() -> None:
    for table in tables(awkward()):
        assert sum(shares(table)) == WHOLE
        assert min(shares(table)) >= WHOLE // 20


def test_the_column_with_most_to_say_gets_most_room() -> None:
    found = shares(Table("T", ("Datum", "Text", "Tal"), (("2026-11-22", "ord " * 40, "1"),), unbroken=(0,)))
    assert found[1] > found[0] > found[2]
