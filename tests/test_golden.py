"""Golden memos: the exact text that a reader meets, in Markdown for every scenario and as the page's text for some.

``pytest tests/test_golden.py --snapshot-update`` writes them anew. Read every changed line before you accept it.
"""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.edition import Edition
from sigrisk.memo.build import build
from sigrisk.memo.clean import clean
from sigrisk.memo.model import Memo, Reasoned
from sigrisk.memo.render import render
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from sigrisk.vocabulary import Basis
from tests.memos import blocks_of, markdown_blocks

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
PAGES = [p for p in SCENARIOS if p.name[:2] in ("01", "06", "09", "14", "23", "97")]
BLOCKS = {"p", "h1", "h2", "h3", "li", "dt", "dd", "tr", "caption", "section", "div", "figcaption", "desc"}
EDITION = Edition(sigrisk_rulebook=1, label="regelverket", version="UTGÅVA", valid_from="2026-01-01", about="Fast.")
HIDDEN = {"style", "title", "nav", "text"}  # a picture is told by its description and its table


class Markdown(SingleFileSnapshotExtension):
    """One readable file for each scenario."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


class PageText(SingleFileSnapshotExtension):
    """The text of the page, a block a line."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in HIDDEN or ("aria-hidden", "true") in attrs
        if tag in BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th"):
            self.lines[-1] += " | "

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in HIDDEN or (tag == "p" and self.hidden > 0)
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data.replace("\n", " ") if data.strip() else (" " if self.lines[-1] else "")


def page_text(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return "\n".join(line.strip() for line in parser.lines if line.strip()) + "\n"


class Written:
    """Each scenario's assessment, memo and texts: made when first asked for, and kept for the other tests.

    Engine, edition and checksum are fixed, so that goldens change only when the text does.
    """

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self._assessed: dict[Path, Assessment] = {}
        self._memos: dict[Path, Memo] = {}
        self._texts: dict[tuple[Path, str], str] = {}

    def assessed(self, path: Path) -> Assessment:
        if path not in self._assessed:
            case, _ = load_case(path, self.packs)
            book = replace(self.packs.book(profile_id(case)), editions=(EDITION,))
            self._assessed[path] = assess(case, book, self.packs.instruments, lambda *_: "REGELKÖRNING")
        return self._assessed[path]

    def memo(self, path: Path) -> Memo:
        if path not in self._memos:
            self._memos[path] = build(self.assessed(path), "VERSION", self.packs.young)
        return self._memos[path]

    def text(self, path: Path, form: str) -> str:
        if (path, form) not in self._texts:
            text = render(self.memo(path), form, self.packs.roots)
            self._texts[path, form] = text.replace(self.packs.checksum, "KONTROLLSUMMA")
        return self._texts[path, form]


@pytest.fixture(scope="module")
def written(packs: Packs) -> Written:
    return Written(packs)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_memo_in_markdown(path: Path, written: Written, snapshot: SnapshotAssertion) -> None:
    """The memo of a scenario reads as it did when a person last read it."""
    assert written.text(path, "md") == snapshot(extension_class=Markdown, name=path.stem)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_every_list_and_table_stands_for_itself(path: Path, written: Written) -> None:
    """Two lists after each other are two lists for a program that reads Markdown too."""
    memo = written.memo(path)
    assert markdown_blocks(written.text(path, "md")) == blocks_of(clean(memo))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_text_of_the_page(path: Path, written: Written, snapshot: SnapshotAssertion) -> None:
    """So does the page; of the others, the next test says that they have the same words as their Markdown."""
    assert page_text(written.text(path, "html")) == snapshot(extension_class=PageText, name=path.stem)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_markdown_and_page_say_the_same(path: Path, written: Written) -> None:
    """Every word of the page stands in the Markdown too, and the other way round."""
    page = words(page_text(written.text(path, "html")))
    markdown = words(written.text(path, "md"))
    labels = {"uppgift", "innehåll"}  # Markdown must head the table that the page shows as a list
    assert {w for w in page ^ markdown if w not in labels} == set()


def words(text: str) -> set[str]:
    return {w.strip(".,:;()|*#-–”").lower() for w in text.replace("\\", "").split()} - {""}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_everything_is_accounted_for(path: Path, written: Written) -> None:
    """Guarantee 9: each reasoning names a rule, each rule its origin, each answered fact a source and a date.

    And the other way: every criterion and flag, and every reminder that isn't ruled out, stands in the memo.
    """
    assessment, memo = written.assessed(path), written.memo(path)
    reasoned = [b for section in memo.sections for b in section.blocks if isinstance(b, Reasoned)]
    for block in reasoned:
        rule = assessment.results[block.rule].rule
        assert rule.basis is not Basis.SOURCE or rule.sources, rule.id
        for line in block.grounds:
            assert "(källa: " in line or "uppgift saknas" in line or line.startswith("”"), line
    told = {block.rule for block in reasoned}
    wanted = {r.rule.id for r in assessment.results.values() if r.rule.kind.value in ("criterion", "aggregate", "flag")}
    wanted |= {
        r.rule.id for r in assessment.results.values() if r.rule.kind.value == "note" and r.verdict is Verdict.MET
    }
    assert wanted <= told
    assert set(assessment.decided_by) <= told


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_identifier_in_running_text(path: Path, written: Written) -> None:
    """Rule, fact and option ids stand in appendix A only."""
    assessment = written.assessed(path)
    text = written.text(path, "md").split("## Bilaga A")[0].replace("\\", "")
    ids = {i for i in (*assessment.results, *assessment.book.vocabulary.ids) if "_" in i or "." in i}
    assert [i for i in sorted(ids) if i in text] == []
    assert "{" not in text and "None" not in text and "  " not in text.replace("  -", "")
