"""The memo as a reader meets it: sections of paragraphs, lists, tables and reasons. Formats only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sigrisk.finals import FinalVersion
from sigrisk.judgement import Judgement

_FEW_ROWS, _FEW_SIGNS = 8, 1200  # a table of so much is at most a third of a page


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``strong`` is a lead-in word or clause."""

    text: str
    strong: str = ""
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a header row; the first column heads its row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    unbroken: tuple[int, ...] = ()  # columns whose words stay on one line: dates
    kind: str = "table"

    @property
    def small(self) -> bool:
        """Whether there is always a page with room for all of it, so that it need not be broken."""
        signs = sum(len(cell) for row in self.rows for cell in row)
        return len(self.rows) <= _FEW_ROWS and signs <= _FEW_SIGNS


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as SVG, with what it shows in words and a table that says the same.

    ``title`` and ``description`` stand in the SVG too; its ids are the only ones of their kind in the memo. ``facts``
    are those it counts, for the party's copy: what counts a masked answer isn't shown there.
    """

    title: str
    description: str
    svg: str
    table: Table
    facts: frozenset[str] = frozenset()
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class Reasoned:
    """One verdict: a mark in words, the sentence, what it rests on, and what to do about it.

    ``rule`` is the trace: it stands in appendix A and in the page's markup, never in the running text.
    """

    rule: str
    mark: str
    settled: bool
    title: str
    sentence: str
    grounds: tuple[str, ...] = ()
    do: str = ""
    note: str = ""
    answer_lines: bool = False
    kind: str = "reasoned"


@dataclass(frozen=True, slots=True)
class Blank:
    """Something a human writes; sigrisk never fills it in. ``hint`` stands in the space, instead of who is to write."""

    label: str
    hint: str = ""
    kind: str = "blank"


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading inside a section."""

    text: str
    kind: str = "subheading"


Block: TypeAlias = Paragraph | Bullets | Table | Picture | Reasoned | Blank | Subheading


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section or a lettered appendix."""

    number: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The heading as printed: a page without numbers has only titles."""
        if not self.number:
            return self.title
        return f"Bilaga {self.number}. {self.title}" if self.number.isalpha() else f"{self.number}. {self.title}"

    @property
    def anchor(self) -> str:
        """The section's place in a page. Only numbered sections are linked to."""
        return f"avsnitt-{self.number.lower()}"


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo: the head and the sections.

    ``short`` is a page to be read at once: it has no list of contents, and its sections have no numbers. ``draft`` is
    printed on every page until a human has completed it. ``day`` dates the files: there is no other clock.
    ``judgement`` is what people have written, for other programs; the sections say it too. ``final`` is which version
    this is, for a memo that is no draft. ``case_id`` and ``rules``, the rule book's version, stand at the foot of each
    page, so that a loose page can be put back where it belongs.
    """

    title: str
    draft: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    day: date
    short: bool = False
    judgement: Judgement | None = None
    final: FinalVersion | None = None
    case_id: str = ""
    rules: str = ""

    @property
    def watermark(self) -> str:
        """The first word of what it is, UTKAST or ARBETSMATERIAL, for the background of each page."""
        return self.draft.partition("–")[0].strip()

    @property
    def footing(self) -> str:
        """What stands at the foot of every page before its number: whose memo, which version of it, which rules."""
        state = f"Version {self.final.version}" if self.final is not None else self.watermark.capitalize()
        parts = (f"Ärende {self.case_id}" * bool(self.case_id), state, f"Regelverk {self.rules}" * bool(self.rules))
        return " · ".join(part for part in parts if part)
