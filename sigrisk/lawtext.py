"""Finds the statutes and paragraphs that a Swedish text names, and looks them up in the law book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sigrisk.law import Law, LawBook, Paragraph

_NUMBER: Final = r"\d+(?: [a-z](?![\wåäö]))?"
_LIST: Final = rf"{_NUMBER}(?:(?:, | och | eller | samt |[–-]){_NUMBER})*"
_REFERENCE: Final = re.compile(
    rf"(?:(?P<chapters>{_LIST}) kap\b\.?(?: ?(?P<inside>{_LIST}) §§?)?|(?P<alone>{_LIST}) §§?)"
)
_LAW_WORD: Final = re.compile(
    r"\b[a-zåäö-]+(?:lagen|balken|förordningen)\b|\b(?:lag|förordning)(?:en)? om (?:\w+ ?){1,3}", re.IGNORECASE
)
_NEW_NUMBER: Final = re.compile(r"\((\d{4}:\d+)\)")
_NO_LAWS: Final = frozenset(
    [
        "slagen",
        "förslagen",
        "avslagen",
        "inslagen",
        "uppslagen",
        "beslagen",
        "nedslagen",
        "överslagen",
        "underlagen",
        "anlagen",
        "ålagen",
    ]
)
_NEAR: Final = 60  # how far behind a reference the name of its statute may begin


@dataclass(frozen=True, slots=True)
class Mention:
    """One reference in a text: as it is written, and what the law book has for it.

    ``laws`` are the statutes it may belong to, none where no known one is named.
    """

    at: int
    written: str
    laws: tuple[Law, ...]
    paragraph: Paragraph | None


def mentions(text: str, book: LawBook) -> Iterator[Mention]:
    """Every chapter or paragraph that a text refers to, each of an enumeration by itself."""
    plain = text.replace("\u00a0", " ")
    references = list(_REFERENCE.finditer(plain))
    named = _named(plain, book) if references else []
    for match in references:
        laws, law_text = _law_of(match.end(), match.start(), named)
        chapters, sections = match["chapters"], match["inside"] or match["alone"]
        for chapter in _numbers(chapters) if chapters else (None,):
            for section in _numbers(sections) if sections else (None,):
                written = " ".join(
                    part
                    for part in (f"{chapter} kap." if chapter else "", f"{section} §" if section else "", law_text)
                    if part
                )
                yield Mention(match.start(), written, laws, _entry(book, laws, chapter, section))


def unknown_laws(text: str, book: LawBook) -> Iterator[tuple[int, str]]:
    """The statutes that a text names and the law book doesn't have, by name or by number."""
    plain = text.replace("\u00a0", " ")
    words = list(_LAW_WORD.finditer(plain))
    known = [(start, end) for start, end, _ in _named(plain, book)] if words else []
    for match in words:
        inside = any(start <= match.start() < end or match.start() <= start < match.end() for start, end in known)
        if not inside and match.group().lower() not in _NO_LAWS:
            yield match.start(), match.group().strip()
    numbers = {law.number for law in book.laws.values()}
    for match in _NEW_NUMBER.finditer(plain):
        if match[1] not in numbers:
            yield match.start(1), match[1]


def _named(text: str, book: LawBook) -> list[tuple[int, int, tuple[Law, ...]]]:
    """Where known statutes are named. A name that two share means both, unless the number stands beside it."""
    by_name: dict[str, list[Law]] = {}
    for law in book.laws.values():
        for name in (law.name, *law.names):
            by_name.setdefault(name, []).append(law)
    found: list[tuple[int, int, tuple[Law, ...]]] = []
    for name in sorted(by_name, key=len, reverse=True):
        for match in _naming(name).finditer(text):
            if not any(start <= match.start() < end for start, end, _ in found):
                laws = tuple(law for law in by_name[name] if match[1] in (None, law.number)) or tuple(by_name[name])
                found.append((match.start(), match.end(), laws))
    return sorted(found, key=lambda one: one[0])


@cache
def _naming(name: str) -> re.Pattern[str]:
    """A statute's name in a text, with the number that may stand behind it."""
    case = re.IGNORECASE if name[:2].islower() else 0
    return re.compile(rf"\b{re.escape(name)}s?\b(?: \((\d{{4}}:\d+)\))?", case)


def _law_of(end: int, start: int, named: list[tuple[int, int, tuple[Law, ...]]]) -> tuple[tuple[Law, ...], str]:
    """The statute that a reference belongs to: the next one named close behind it, else the last one before it."""
    behind = [laws for at, _, laws in named if end <= at <= end + _NEAR]
    before = [laws for at, _, laws in named if at < start]
    laws = behind[0] if behind else before[-1] if before else ()
    return laws, laws[0].name if laws else ""


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers of an enumeration; of a span every one: 8–9 are 8 and 9."""
    found: list[str] = []
    for part in re.split(r", | och | eller | samt ", text):
        first, dash, last = re.sub(r"-", "–", part).partition("–")
        if dash and first.isdigit() and last.isdigit():
            found += [str(number) for number in range(int(first), int(last) + 1)]
        else:
            found += [one for one in (first, last) if one]
    return tuple(found)


def _entry(book: LawBook, laws: tuple[Law, ...], chapter: str | None, section: str | None) -> Paragraph | None:
    """The law book's entry; where two statutes have one, the one that applies still."""
    ids = [law.id for law in laws]
    if chapter is not None and not chapter.isdigit():
        return None  # 4 a kap. is another chapter than 4 kap.
    place = None if chapter is None else int(chapter)
    fitting = [one for one in book.paragraphs.values() if one.law in ids and one.holds(place, section)]
    fitting.sort(key=lambda one: (one.valid_to is not None, ids.index(one.law)))
    return fitting[0] if fitting else None
