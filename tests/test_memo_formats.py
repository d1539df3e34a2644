"""The memo says the same, word by word and in the same order, in every format, and survives any text."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sigrisk.memo.clean import clean
from sigrisk.memo.clean import text as fit
from sigrisk.memo.documents import FORMATS, Format, made
from sigrisk.memo.model import Memo
from sigrisk.memo.pdf import pdf_file
from sigrisk.memo.render import render
from sigrisk.memo.text import WIDTH, plain_text, section_texts
from sigrisk.memo.typography import unbound
from sigrisk.memo.word import word_file
from sigrisk.packs import Packs
from tests.memos import (
    SCENARIOS,
    awkward,
    blocks_of,
    markdown_blocks,
    markdown_texts,
    memo_of,
    page_texts,
    pdf_texts,
    said,
    said_in_text,
    word_texts,
    words,
)  # fmt: skip

IN_PDF = [p for p in SCENARIOS if p.stem[:3] in ("01_", "06_", "09_", "24_")]
SAMPLE = SCENARIOS[::7]
ROOT = Path(__file__).parent.parent
# A sample of the scenarios is tried each time and the others with ``make verify``: each takes most of a second.
IN_TURN = [pytest.param(p.stem, marks=() if p in SAMPLE else pytest.mark.verify) for p in SCENARIOS]


@pytest.fixture(scope="module", params=["awkward", *IN_TURN])
def memo(request: pytest.FixtureRequest, packs: Packs) -> Memo:
    if request.param == "awkward":
        return awkward()
    return memo_of(next(p for p in SCENARIOS if p.stem == request.param), packs)


def test_the_page_says_it_all(memo: Memo, packs: Packs) -> None:
    assert words(page_texts(render(memo, "html", packs.roots))) == words(said(memo))


def test_markdown_says_it_all(memo: Memo, packs: Packs) -> None:
    text = render(memo, "md", packs.roots)
    assert words(markdown_texts(text, clean(memo).draft)) == words(said(memo))


def test_every_list_and_table_stands_for_itself_in_markdown(memo: Memo, packs: Packs) -> None:
    """Two lists after each other are two lists for a program that reads Markdown too."""
    assert markdown_blocks(render(memo, "md", packs.roots)) == blocks_of(clean(memo))


def test_word_says_it_all(memo: Memo) -> None:
    assert words(word_texts(word_file(memo))) == words(said(memo))


def test_plain_text_says_it_all(memo: Memo) -> None:
    """A table in columns reads across, so there the words are counted; all other words stand in order too."""
    text = plain_text(memo)
    _, _, told = text.partition(clean(memo).draft)
    ruled = [w for w in words([told]) if set(w) not in ({"="}, {"-"})]
    contents = ["Innehåll", *(section.heading for section in clean(memo).sections)]
    wanted = [w for w in words([*said_in_text(memo, columns=True), *contents]) if set(w) not in ({"="}, {"-"})]
    assert Counter(ruled) == Counter(wanted)


def test_plain_text_keeps_to_eighty_columns(memo: Memo) -> None:
    """Only a word that is longer than the line makes a longer line."""
    for line in plain_text(memo).splitlines():
        assert len(line) <= WIDTH or " " not in line.strip().removeprefix("- ").split(": ")[-1], line
        assert line == line.rstrip(" ")


def test_sections_for_pasting_say_it_all(memo: Memo) -> None:
    texts = section_texts(memo)
    draft = unbound(clean(memo).draft)
    assert all(text.startswith(f"{draft}\n\n") for text in texts.values())
    told = [text.removeprefix(draft) for text in texts.values()]
    assert words(told) == words(said_in_text(memo, columns=False))


@pytest.mark.slow
@pytest.mark.parametrize("path", IN_PDF, ids=lambda p: p.stem)
def test_the_pdf_says_it_all(path: Path, packs: Packs) -> None:
    """In the order of its tags, and without what only repeats: headers, page numbers and the watermark."""
    memo = memo_of(path, packs)
    assert words(pdf_texts(pdf_file(memo, packs.roots))) == words(said(memo))


@pytest.mark.slow
def test_the_pdf_survives_any_text(packs: Packs) -> None:
    """Letter by letter: words too long for a line are broken, so only the spaces may differ."""
    memo = awkward()
    told = "".join(words(pdf_texts(pdf_file(memo, packs.roots))))
    assert told == "".join(words(said(memo)))


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The awkward memo in every format, made by two processes at different times and places of the world."""
    code = (
        "import sys; from tests.memos import awkward; from sigrisk.memo.documents import FORMATS, made; "
        "from sigrisk.packs import load; from pathlib import Path\n"
        "for form in FORMATS:\n"
        "    folder = Path(sys.argv[1], form)\n"
        "    folder.mkdir()\n"
        "    for n, content in enumerate(made(awkward(), form, 'a', load().roots).values()):\n"
        "        (folder / str(n)).write_bytes(content)\n"
    )
    folders = tmp_path_factory.mktemp("en"), tmp_path_factory.mktemp("annan")
    for folder, seed, zone in zip(folders, ("1", "2"), ("Pacific/Auckland", "America/Los_Angeles"), strict=True):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
        environment = kept | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": seed}
        command = [sys.executable, "-c", code, str(folder)]
        subprocess.run(command, cwd=folder.parent, env=environment, check=True, timeout=240)
    return folders


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_memo_gives_the_same_bytes(form: Format, twice: tuple[Path, Path]) -> None:
    """In another process, at another time and in another place of the world."""
    first, second = ({p.name: p.read_bytes() for p in (folder / form).iterdir()} for folder in twice)
    assert first
    assert first == second


def test_no_text_keeps_what_a_document_cannot_hold() -> None:
    """Of every sign there is: control characters, halves of characters and what Unicode calls no character."""
    every = [chr(n) for n in range(0x110000)]
    unfit = {c for c in every if unicodedata.category(c) in ("Cc", "Cs")}
    unfit |= {chr(n) for n in (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)}
    kept = fit("".join(c for c in every if not c.isspace()))
    assert kept == "".join(c for c in every if not c.isspace() and c not in unfit)


def test_a_memo_that_a_human_has_completed_bears_no_mark_of_a_draft(packs: Packs) -> None:
    """The mark follows the memo's own word, in every format."""
    draft = memo_of(SCENARIOS[0], packs)
    done = Memo(draft.title, "", (), draft.sections, draft.day)
    for form in FORMATS:
        for content in made(done, form, "a", packs.roots).values():
            assert b"UTKAST" not in content
    assert not any("UTKAST" in text for text in word_texts(word_file(done)))
