"""How hard a text is to read, section by section: LIX, the Swedish readability figure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, assert_never

from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table

LONG: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END: Final = re.compile(r"[.!?:;…]+(?=[\s”’)\]]|$)")


@dataclass(frozen=True, slots=True)
class Readability:
    """Words, sentences and long words of a text. ``lix`` is None where there are no words."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> int | None:
        """Words per sentence plus the percentage of words longer than six letters, rounded.

        Under 30 is very easy, 30–40 easy, 40–50 medium, 50–60 hard, over 60 very hard.
        """
        if not self.words:
            return None
        return round(self.words / self.sentences + 100 * self.long_words / self.words)


def measure(texts: Iterable[str]) -> Readability:
    """The figures of some texts, each a sentence or more: a heading or a point in a list ends a sentence by itself."""
    words = sentences = long_words = 0
    for text in texts:
        for piece in _END.split(text):
            found = _WORD.findall(piece)
            sentences += bool(found)
            words += len(found)
            long_words += sum(len(word) > LONG for word in found)
    return Readability(words, sentences, long_words)


def by_section(memo: Memo) -> list[tuple[str, Readability]]:
    """Each section's heading and figures."""
    return [(section.heading, measure(running_text(section))) for section in memo.sections]


def running_text(section: Section) -> list[str]:
    """What is read as sentences: not tables, and not what a verdict rests on, which is looked up."""
    return [text for block in section.blocks for text in _running(block)]


def _running(block: Block) -> tuple[str, ...]:
    match block:
        case Paragraph():
            return (f"{block.strong} {block.text}".strip(),)
        case Bullets():
            return block.items
        case Reasoned():
            return (block.title, block.sentence, block.note, block.do)
        case Subheading():
            return (block.text,)
        case Picture():
            return (block.title, block.description)
        case Table() | Blank():
            return ()
        case _:
            assert_never(block)
