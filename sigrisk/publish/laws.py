"""The paragraphs of law that the rule book names or needs, with how far anyone has read and verified them."""

from __future__ import annotations

from typing import Final

from sigrisk.law import Law, Paragraph, Read
from sigrisk.memo.wording import day_text
from sigrisk.packs import Packs
from sigrisk.publish.model import Row
from sigrisk.publish.wording import md

_READ: Final = {
    Read.TEXT: "Lagtexten är läst",
    Read.REFERENCES: "Bara hänvisningar i andra texter är lästa",
    Read.UNREAD: "Inte läst",
}


def law_rows(packs: Packs) -> tuple[Row, ...]:
    """Each paragraph: where it stands, what it is about in our words, when it applies, and who has checked it."""
    book = packs.laws
    return tuple(
        Row((md(_first_upper(book.cite(one.id))), md(one.about), _applies(one, book.laws[one.law]), _checked(one)))
        for one in book.paragraphs.values()
    )


def _applies(one: Paragraph, law: Law) -> str:
    """When a paragraph applies, as far as it is known; what its statute says holds for it too."""
    first, last = one.valid_from or law.valid_from, one.valid_to or law.valid_to
    days = [f"från den {day_text(first)}" if first else "", f"till och med den {day_text(last)}" if last else ""]
    return " ".join(filter(None, days)) or "okänt"


def _checked(one: Paragraph) -> str:
    when = f" den {day_text(one.read_on)}" if one.read_on is not None else ""
    by = (
        f"Kontrollerat av {md(one.verified_by)} den {day_text(one.verified_on)}."
        if one.verified_on is not None
        else "Inte kontrollerat av någon jurist."
    )
    return " ".join(filter(None, (f"{_READ[one.read]}{when}.", by, md(one.note))))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
