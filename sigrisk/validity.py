"""Which rules were in force: version, validity and checksum in words, and a day on which they don't apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sigrisk.edition import Edition, Valid
from sigrisk.memo.wording import day_text
from sigrisk.rulebook import RuleBook


def span_text(valid: Valid) -> str:
    """The days something is valid for."""
    if valid.valid_to is None:
        return f"gäller från den {day_text(valid.valid_from)}"
    return f"gäller från den {day_text(valid.valid_from)} till och med den {day_text(valid.valid_to)}"


def edition_text(edition: Edition) -> str:
    """One pack's rule book by name, version and validity."""
    return f"{edition.label}, version {edition.version} ({span_text(edition)})"


def rule_book_text(book: RuleBook) -> str:
    """The rule books that a profile's rules were read from, and the checksum of them all."""
    named = [edition_text(edition) for edition in book.editions] or ["regelverk utan angiven version"]
    return "; ".join(named) + f"; kontrollsumma {book.checksum}"


def profile_version_text(book: RuleBook) -> str:
    """The profile by name, version and validity."""
    return f"{book.profile.label}, version {book.profile.version} ({span_text(book.profile)})"


def out_of_validity(book: RuleBook, day: date) -> tuple[str, ...]:
    """A sentence for each rule book, and for the profile, that isn't valid on the assessment date."""
    named: list[tuple[str, Valid]] = [(f"{e.label}, version {e.version},", e) for e in book.editions]
    named.append((f"profilen ”{book.profile.label}”", book.profile))
    return tuple(sentence for name, valid in named for sentence in _sentence(name, valid, day))


def _sentence(name: str, valid: Valid, day: date) -> Iterator[str]:
    then = f"Bedömningsdagen, den {day_text(day)},"
    check = "Kontrollera vilka regler som gällde den dagen."
    if valid.too_early(day):
        yield f"{then} ligger före den {day_text(valid.valid_from)}, då {name} börjar gälla. {check}"
    elif valid.too_late(day) and valid.valid_to is not None:
        yield f"{then} ligger efter den {day_text(valid.valid_to)}, då {name} slutade gälla. {check}"
