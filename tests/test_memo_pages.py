"""The memo on paper: one page to the young person, nothing left alone, no great gaps, and what each foot says."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.finals import FinalVersion
from sigrisk.judgement import Position
from sigrisk.memo.copies import copy_of
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Memo, Picture, Subheading, Table
from sigrisk.memo.pdf import inputs, pdf_file
from sigrisk.memo.reader import Copy
from sigrisk.memo.render import render
from sigrisk.memo.text import plain_text
from sigrisk.memo.typography import unbound
from sigrisk.memo.widths import WHOLE, shares
from sigrisk.memo.word import word_file
from sigrisk.packs import Packs
from sigrisk.pictures.spread import SPREAD_WIDTH, foldable, halfway, is_spread, spread
from tests.judgements import whole
from tests.memos import SCENARIOS, awkward, memo_of, pictures, said
from tests.pdftext import places
from tests.test_accessibility import BROWSERS

FINAL = FinalVersion(version=2, date=date(2026, 11, 20), checksum="abc")
FOOT = 60.0  # points; what stands lower is the foot of the page
HIGH = 842.0


def scenario(number: str) -> Path:
    return next(path for path in SCENARIOS if path.stem.split("_")[0] == number)


def assessed(path: Path, packs: Packs) -> Assessment:
    case, _ = load_case(path, packs, party=True)
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "REGELKÖRNING")


def young(assessment: Assessment, packs: Packs, position: Position | None = None) -> Memo:
    judged = None if position is None else Judged(whole(assessment, position), packs.laws)
    return copy_of(assessment, "VERSION", packs.young, Copy.YOUNG, judged)


def lines(memo: Memo) -> int:
    """How many lines the page has, roughly."""
    return sum(1 + len(text) // 85 for text in said(memo))


def page_count(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


@pytest.fixture(scope="module")
def memo(packs: Packs) -> Memo:
    return memo_of(scenario("06"), packs)


@pytest.fixture(scope="module")
def youngs(packs: Packs) -> list[Memo]:
    """Every scenario's page to the young person, some with a position that a group has taken; the longest first."""
    found = []
    for number, path in enumerate(SCENARIOS):
        assessment = assessed(path, packs)
        found.append(young(assessment, packs))
        if number % 5 == 0:
            found.append(young(assessment, packs, list(Position)[number // 5 % len(Position)]))
    return sorted(found, key=lines, reverse=True)


# -- one page to the young person -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_young_persons_page_is_one_page(youngs: list[Memo], packs: Packs) -> None:
    assert len(youngs) > len(SCENARIOS)
    for one in youngs:
        assert page_count(pdf_file(one, packs.roots)) == 1, one.case_id


@pytest.mark.slow
def test_it_is_one_page_in_word_too(youngs: list[Memo], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    files = [tmp_path / f"{number}.docx" for number in range(4)]
    for path, one in zip(files, youngs, strict=False):
        path.write_bytes(word_file(one))
    command = [
        office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    assert [page_count(path.with_suffix(".pdf").read_bytes()) for path in files] == [1] * 4


@pytest.mark.slow
def test_it_is_one_page_when_the_web_page_is_printed(youngs: list[Memo], packs: Packs, tmp_path: Path) -> None:
    for one in youngs[:4]:
        assert page_count(printed(render(one, "html", packs.roots), tmp_path)) == 1, one.case_id


def test_no_letters_on_it_are_smaller_than_eleven_points(youngs: list[Memo], packs: Packs) -> None:
    page = render(youngs[0], "html", packs.roots)
    on_paper = page[page.rindex("body { font-size: 11pt") :]
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", on_paper[: on_paper.index("</style>")])]
    assert sizes and min(sizes) >= 11
    document = docx.Document(BytesIO(word_file(youngs[0])))
    for paragraph in document.paragraphs:
        assert paragraph.style is not None and paragraph.style.font.size is not None
        assert paragraph.style.font.size.pt >= 11 or not paragraph.text


def printed(page: str, folder: Path) -> bytes:
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        pytest.skip("Chromium is not installed")
    (folder / "memo.html").write_text(page, encoding="utf-8")
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profil'}",
        "--no-pdf-header-footer", f"--print-to-pdf={folder / 'memo.pdf'}", (folder / "memo.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return (folder / "memo.pdf").read_bytes()


# -- nothing left alone, and no great gaps ----------------------------------------------------------------------------


@pytest.mark.slow
def test_no_page_of_the_pdf_is_left_half_empty(memo: Memo, packs: Packs) -> None:
    """A table goes on over the page, and a picture is low enough to find room."""
    with pikepdf.open(BytesIO(pdf_file(memo, packs.roots))) as pdf:
        for number, page in enumerate(pdf.pages[:-1], start=1):
            lowest = min(y for _, y in places(page) if y > FOOT)
            assert lowest < HIGH / 3, f"page {number} ends {lowest:.0f} points above its edge"


@pytest.mark.slow
def test_no_heading_ends_a_page(memo: Memo, packs: Packs, tmp_path: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    headings = {text.split("\n")[0] for text in _headings(memo)}
    for content in (pdf_file(memo, packs.roots), printed(render(memo, "html", packs.roots), tmp_path)):
        (tmp_path / "a.pdf").write_bytes(content)
        told = subprocess.run(
            [reader, "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, encoding="utf-8", check=True
        ).stdout
        ends = [[one.strip() for one in page.splitlines() if one.strip()] for page in told.split("\f")]
        last = [page[-2] for page in ends if len(page) > 2]  # the foot stands last
        assert len(last) > 20
        assert not headings & set(last)


def _headings(memo: Memo) -> Iterator[str]:
    for section in memo.sections:
        yield section.heading
        for block in section.blocks:
            if isinstance(block, Subheading):
                yield block.text
            elif isinstance(block, Table | Picture):
                table = block.table if isinstance(block, Picture) else block
                yield from (table.caption, " ".join(table.header))


def test_a_picture_in_two_columns_is_lower_and_shows_the_same(memo: Memo) -> None:
    for one in pictures(memo):
        wide = spread(one.svg)
        assert is_spread(wide) and not is_spread(one.svg)
        view = re.compile(r'viewBox="0 0 (\d+) ([\d.]+)"')
        before, after = view.search(one.svg), view.search(wide)
        assert before is not None and after is not None
        assert int(after[1]) == SPREAD_WIDTH
        assert float(after[2]) < 0.75 * float(before[2])
        assert re.findall(r">([^<]+)</text>", wide) == re.findall(r">([^<]+)</text>", one.svg)
        assert wide.count("<g ") == wide.count("</g>") == 1
        assert "--high:" in foldable(one.svg) and "--lift:" in foldable(one.svg)


def test_a_picture_of_one_piece_has_one_column() -> None:
    svg = '<svg viewBox="0 0 340 20" width="340" height="20"></svg>'
    assert spread(svg) == foldable(svg) == svg
    assert [halfway([]), halfway([5.0]), halfway([1.0, 1.0, 2.0])] == [0, 0, 2]


def test_only_a_table_that_always_has_room_is_kept_whole() -> None:
    row = ("a" * 20, "b")
    assert Table("T", ("A", "B"), (row,) * 8).small
    assert not Table("T", ("A", "B"), (row,) * 9).small
    assert not Table("T", ("A", "B"), (("a" * 2000, "b"),)).small


def test_a_column_has_room_for_its_longest_word() -> None:
    rows = (("Vårdnadshavarnas", "ord " * 80),) * 3
    narrow, wide = shares(Table("T", ("A", "B"), rows))
    assert narrow + wide == WHOLE
    assert narrow >= WHOLE * len("Vårdnadshavarnas") / 110
    named = Table("T", ("A", "B"), (("convicted_or_suspected", "ord " * 80),))
    assert shares(named)[0] < shares(named, parts=False)[0]


# -- what each page says of itself ------------------------------------------------------------------------------------


def test_the_foot_of_each_page_says_whose_memo_and_which_version(memo: Memo, packs: Packs) -> None:
    assert memo.case_id == "OVN-06" and memo.rules
    for one, foot in (
        (memo, f"Ärende OVN-06 · Utkast · Regelverk {memo.rules}"),
        (replace(memo, draft="", final=FINAL), f"Ärende OVN-06 · Version 2 · Regelverk {memo.rules}"),
    ):
        assert one.footing == foot
        below = docx.Document(BytesIO(word_file(one))).sections[0].footer.paragraphs[0].text
        assert below.startswith(f"{foot}\t")
        assert foot in inputs(one)["labels"]
        assert f'content: "{foot}"' in render(one, "html", packs.roots)
    assert replace(memo, case_id="", rules="", draft="").footing == ""


def test_the_copies_say_it_too(packs: Packs) -> None:
    for copy in Copy:
        made = copy_of(assessed(scenario("06"), packs), "VERSION", packs.young, copy)
        assert made.footing.startswith("Ärende OVN-06 · Utkast · ")


def test_no_text_can_end_the_style_sheet(memo: Memo, packs: Packs) -> None:
    page = render(replace(memo, case_id='a"; } </style><script>x', draft='UTKAST" \\ </style>'), "html", packs.roots)
    assert page.count("</style>") == 1 and "<script" not in page


def test_a_draft_says_so_in_every_format(memo: Memo, packs: Packs) -> None:
    """At the top of what is read on a screen, and behind the text of every page."""
    assert unbound(plain_text(memo)).splitlines()[1] == memo.draft
    assert unbound(render(memo, "md", packs.roots)).splitlines()[2] == f"**{memo.draft}**"
    page = unbound(render(memo, "html", packs.roots))
    assert f"<title>{memo.watermark}: " in page and f'<p class="draft">{memo.draft}</p>' in page
    assert "position: sticky" in page
    header = docx.Document(BytesIO(word_file(memo))).sections[0].header
    assert unbound(header.paragraphs[0].text) == memo.draft
    assert f'string="{memo.watermark}"' in header._element.xml


def test_a_final_memo_has_no_mark(memo: Memo, packs: Packs) -> None:
    final = replace(memo, draft="", final=FINAL)
    header = docx.Document(BytesIO(word_file(final))).sections[0].header
    assert "textpath" not in header._element.xml and not header.paragraphs[0].text
    page = render(final, "html", packs.roots)
    assert 'class="draft"' not in page and 'class="watermark"' not in page and "sticky; top: 0; z" not in page
    assert unbound(plain_text(final)).startswith(memo.title)


def test_nothing_of_the_template_is_left_in_a_word_file(memo: Memo) -> None:
    for one in (memo, awkward()):
        with ZipFile(BytesIO(word_file(one))) as archive:
            names = archive.namelist()
            assert not [name for name in names if re.search(r"thumbnail|stylesWithEffects|customXml", name)]
            about = archive.read("docProps/app.xml").decode() + archive.read("docProps/core.xml").decode()
            settings = archive.read("word/settings.xml").decode()
            types = archive.read("[Content_Types].xml").decode()
    assert "<Application>sigrisk</Application>" in about
    assert not re.search("python-docx|Microsoft|Macintosh|2013", about)
    assert "savePreviewPicture" not in settings and "ja-JP" not in settings and "jpeg" not in types
    assert "<dc:language>sv-SE</dc:language>" in about and "<dc:creator>sigrisk</dc:creator>" in about


def test_only_tables_are_hyphenated_in_word(memo: Memo) -> None:
    styles = docx.Document(BytesIO(word_file(memo))).styles
    found = {
        name: [one.get(qn("w:val")) for one in styles[name].element.iter(qn("w:suppressAutoHyphens"))]
        for name in ("Normal", "Tabelltext")
    }
    assert found == {"Normal": ["true"], "Tabelltext": ["false"]}
