"""Where the packs name statutes and paragraphs: what the checks of law have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sigrisk.checks.base import Found, Material
from sigrisk.checks.raw import entries, owner, place_in, templates, texts
from sigrisk.diagnostics import Position
from sigrisk.law import LawBook
from sigrisk.lawtext import Mention, mentions


@dataclass(frozen=True, slots=True)
class Named:
    """A text that may name a paragraph: its file and place, what it belongs to, and the words."""

    file: str
    at: Position
    about: str
    text: str
    is_template: bool = False

    def found(self, at: int, about: str, message: str, help_: str) -> Found:
        """A finding about a part of the text; in a template at its own line."""
        return Found(self.file, place_in(self.text, at) if self.is_template else self.at, about, message, help_)


def legal_texts(material: Material) -> Iterator[Named]:
    """Every text that a user reads, and what the memo writes of a type of crime: its chapter in brottsbalken."""
    for text in texts(material):
        yield Named(text.document.file, text.document.where(text.path), owner(text.document, text.path), text.text)
    for offence in entries(material, "offences"):
        if offence.text("chapter"):
            chapter = f"{offence.text('chapter')} kap. brottsbalken"
            yield Named(offence.document.file, offence.at("chapter"), offence.id, chapter)
    for file, source in templates(material):
        yield Named(file, Position(1, 1), file.replace("\\", "/").rpartition("/")[2], source, is_template=True)


def law_mentions(material: Material, book: LawBook) -> Iterator[tuple[Named, Mention]]:
    """Every chapter or paragraph that a text refers to."""
    for named in legal_texts(material):
        yield from ((named, mention) for mention in mentions(named.text, book))
