"""Statutes and paragraphs as dated data: what each says in our words, when it applies, who has read and verified it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Annotated

from pydantic import Field, model_validator

from sigrisk.diagnostics import Diagnostic, did_you_mean
from sigrisk.models import Day, Model
from sigrisk.rulebook import LegalForm
from sigrisk.vocabulary import Text
from sigrisk.yamlfile import Document

LawId = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class Dated(Model):
    """Something that applies from one day to another; either may be unknown or open."""

    valid_from: Day | None = None
    valid_to: Day | None = None
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("it ends before it begins")
        return self


class Law(Dated):
    """One statute: its name as it stands in running text, its number, and the other names it goes by."""

    id: LawId
    name: Text
    number: Annotated[str, Field(pattern=r"^[0-9]{4}:[0-9]+$")] | None = None
    names: tuple[Text, ...] = ()

    @property
    def title(self) -> str:
        """The name with its number, as a decision cites it."""
        return self.name if self.number is None else f"{self.name} ({self.number})"


class Read(Enum):
    """How far whoever wrote the entry has read: the text itself, what other texts say of it, or neither."""

    TEXT = "text"
    REFERENCES = "references"
    UNREAD = "unread"


class Paragraph(Dated):
    """One paragraph or chapter of a statute, in our own words.

    ``section`` is empty for a whole chapter, and both are empty where nobody has read which paragraph says it.
    ``verified_by`` and ``verified_on`` are filled in by whoever at the municipality has checked text and dates; until
    then nothing may be printed as binding. ``ground`` says that a decision about SIG may rest on it, and ``forms`` in
    which forms of SIG; then it is shown to whoever chooses a legal ground. ``notice`` is what a memo tells the young
    person of it.
    """

    id: LawId
    law: LawId
    chapter: Annotated[int, Field(ge=1)] | None = None
    section: Annotated[str, Field(pattern=r"^[0-9]+( [a-z])?(–[0-9]+( [a-z])?)?$")] | None = None
    about: Text
    read: Read
    read_on: Day | None = None
    verified_by: str = ""
    verified_on: Day | None = None
    ground: bool = False
    forms: tuple[LegalForm, ...] = ()
    notice: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Paragraph:
        if bool(self.verified_by.strip()) != (self.verified_on is not None):
            raise ValueError("who verified a paragraph and when belong together")
        if (self.read is Read.UNREAD) != (self.read_on is None):
            raise ValueError("what was read has a day, and what wasn't has none")
        if self.ground != bool(self.forms):
            raise ValueError("a ground says which forms of SIG it fits")
        return self

    @property
    def verified(self) -> bool:
        """Whether a named person has checked it."""
        return self.verified_on is not None

    @property
    def place(self) -> str:
        """Where in the statute it stands: 11 kap. 1 §. Empty where that isn't known."""
        marks = "" if self.section is None else "§§" if "–" in self.section else "§"
        parts = (f"{self.chapter} kap." if self.chapter is not None else "", f"{self.section or ''} {marks}".strip())
        return " ".join(part for part in parts if part)

    def holds(self, chapter: int | None, section: str | None) -> bool:
        """Whether a reference to a chapter, or to a paragraph in it, is to this entry."""
        if chapter != self.chapter or (section is None) != (self.section is None):
            return False
        if section is None or self.section is None:
            return chapter is not None
        first, _, last = self.section.partition("–")
        return _order(first) <= _order(section) <= _order(last or first)


def _order(section: str) -> tuple[int, str]:
    number, _, letter = section.partition(" ")
    return int(number), letter


class LawFile(Model):
    """rules/lagrum.yaml."""

    laws: tuple[Law, ...] = ()
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class LawBook:
    """The statutes and paragraphs of all packs by id; a local pack replaces and adds."""

    laws: Mapping[str, Law] = field(default_factory=dict)
    paragraphs: Mapping[str, Paragraph] = field(default_factory=dict)

    def over(self, part: LawFile) -> LawBook:
        """This book with a local file laid over it."""
        return LawBook(
            {**self.laws, **{law.id: law for law in part.laws}},
            {**self.paragraphs, **{one.id: one for one in part.paragraphs}},
        )

    def applies(self, paragraph_id: str, day: date) -> bool:
        """Whether a paragraph applies on a day, as far as its dates and its statute's are known. Raises KeyError."""
        one = self.paragraphs[paragraph_id]
        law = self.laws[one.law]
        first, last = one.valid_from or law.valid_from, one.valid_to or law.valid_to
        return (first is None or first <= day) and (last is None or day <= last)

    def grounds(self, day: date, form: LegalForm | None = None) -> tuple[Paragraph, ...]:
        """The paragraphs that a decision about SIG may rest on, on a day and in a form; None is any form."""
        applying = (one for one in self.paragraphs.values() if one.ground and self.applies(one.id, day))
        return tuple(one for one in applying if form is None or form in one.forms)

    def cite(self, paragraph_id: str) -> str:
        """A paragraph as a decision cites it: 11 kap. 1 § socialtjänstlagen (2025:400). Raises KeyError."""
        one = self.paragraphs[paragraph_id]
        return f"{one.place} {self.laws[one.law].title}".strip()


def law_findings(part: LawFile, document: Document, book: LawBook) -> tuple[Diagnostic, ...]:
    """The paragraphs of a file that belong to no statute of the book (SIG174)."""
    return tuple(
        Diagnostic(
            "SIG174",
            document.file,
            document.where(("paragraphs", index, "law")),
            f"okänd lag ”{one.law}”",
            did_you_mean(one.law, book.laws) or "lägg till lagen under ”laws”",
        )
        for index, one in enumerate(part.paragraphs)
        if one.law not in book.laws
    )
