"""Which rules were in force: version, validity and checksum in words, and a day on which they don't apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sigrisk.dates import day_text
from sigrisk.edition import Edition, Valid
from sigrisk.models import Model
from sigrisk.rulebook import RuleBook


class EditionReport(Model):
    """A rule book that the rules were read from; ``valid_to`` is None where no last day is set."""

    label: str
    version: str
    valid_from: str
    valid_to: str | None


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


def versions_text(book: RuleBook) -> str:
    """The versions of the rule books alone, for where there is little room."""
    return ", ".join(edition.version for edition in book.editions)


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


def edition_reports(book: RuleBook) -> tuple[EditionReport, ...]:
    """The rule books that a profile's rules were read from."""
    return tuple(
        EditionReport(label=e.label, version=e.version, valid_from=e.valid_from.isoformat(), valid_to=iso(e.valid_to))
        for e in book.editions
    )


def iso(day: date | None) -> str | None:
    """A day as data has it, where there is one."""
    return None if day is None else day.isoformat()
