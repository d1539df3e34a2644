"""The memo as plain text: one for reading, and one file for each section to paste into another system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from sigrisk.memo import labels
from sigrisk.memo.clean import clean
from sigrisk.memo.columns import in_columns, in_entries, wrap
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table
from sigrisk.memo.typography import unbound

WIDTH: Final = 80
_INDENT: Final = "  "
_HEAD_FILE: Final = "00-huvud.txt"


def plain_text(memo: Memo) -> str:
    """The whole memo in lines of 80 signs, to be read in any program. Only a longer word makes a longer line."""
    memo = clean(memo)
    parts = [_framed(memo.draft)] if memo.draft else []
    parts += [
        _ruled(memo.title, "="),
        _lines(wrap(f"{label}: {value or labels.EMPTY}", WIDTH, then=_INDENT) for label, value in memo.head),
    ]
    if not memo.short:
        listed = (wrap(s.heading, WIDTH, _INDENT, _INDENT * 2) for s in memo.sections)
        parts.append(_lines([[labels.CONTENTS], *listed]))
    for section in memo.sections:
        parts.append("\n" + _ruled(section.heading, "="))
        parts += [_set(piece) for block in section.blocks for piece in _pieces(block)]
    return "\n\n".join(parts) + "\n"


def section_texts(memo: Memo) -> dict[str, str]:
    """A text for each section by the name of its file: no line breaks inside a paragraph, nothing drawn with signs.

    All spaces are ordinary ones: the program it is pasted into breaks the lines, and a search for ”15 år” finds it.
    """
    memo = clean(memo)
    draft = [memo.draft] if memo.draft else []
    head = [*draft, memo.title, "\n".join(f"{label}: {value or labels.EMPTY}" for label, value in memo.head)]
    texts = {_HEAD_FILE: "\n\n".join(head) + "\n"}
    for section in memo.sections:
        body = [_unset(piece) for block in section.blocks for piece in _pieces(block)]
        texts[_file_name(section)] = "\n\n".join([*draft, section.heading, *body]) + "\n"
    return {name: unbound(text) for name, text in texts.items()}


# -- what both texts are made of --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Title:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A paragraph; ``inside`` where it belongs to the verdict before it."""

    text: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class _Points:
    """A list; ``inside`` where it belongs to the verdict before it."""

    items: tuple[str, ...]
    inside: bool = False


_Piece = _Title | _Text | _Points | Table


def _pieces(block: Block) -> Iterator[_Piece]:
    match block:
        case Paragraph():
            yield _Text(f"{block.strong} {block.text}".strip())
        case Subheading():
            yield _Title(block.text)
        case Bullets():
            yield _Points(block.items)
        case Table():
            yield block
        case Picture():
            yield _Text(block.title)
            yield _Text(block.description)
            yield block.table
        case Blank():
            yield _Text(f"{labels.blank_label(block)} {labels.blank_hint(block)}")
        case Reasoned():
            yield _Text(f"{labels.lead(block)} {block.sentence}")
            yield from _under(block)
        case _:
            assert_never(block)


def _under(block: Reasoned) -> Iterator[_Piece]:
    if block.grounds:
        yield _Points(block.grounds, inside=True)
    if block.note:
        yield _Text(block.note, inside=True)
    if block.do:
        yield _Text(f"{labels.TO_DO} {block.do}", inside=True)
    if block.answer_lines:
        yield _Text(f"{labels.ANSWER} {labels.ANSWER_HINT}", inside=True)


# -- for reading ------------------------------------------------------------------------------------------------------


def _set(piece: _Piece) -> str:
    """The piece in lines."""
    match piece:
        case _Title():
            return _ruled(piece.text, "-")
        case _Text():
            indent = _INDENT if piece.inside else ""
            return _lines([wrap(piece.text, WIDTH, indent, indent)])
        case _Points():
            indent = _INDENT if piece.inside else ""
            return _lines(wrap(item, WIDTH, f"{indent}- ", f"{indent}  ") for item in piece.items)
        case Table():
            side_by_side = in_columns(piece, WIDTH)
            if side_by_side is not None:
                return _lines([wrap(piece.caption, WIDTH), [""], side_by_side])
            entries = (_entry(entry) for entry in in_entries(piece))
            return "\n\n".join([_lines([wrap(piece.caption, WIDTH)]), *entries])
        case _:
            assert_never(piece)


def _entry(entry: tuple[str, ...]) -> str:
    first, *rest = entry
    return _lines([wrap(first, WIDTH, then=_INDENT), *(wrap(line, WIDTH, _INDENT, _INDENT * 2) for line in rest)])


def _ruled(heading: str, sign: str) -> str:
    lines = wrap(heading, WIDTH)
    return _lines([lines, [sign * max(map(len, lines), default=0)]])


def _framed(mark: str) -> str:
    """The mark between two lines, so that it is seen before anything else."""
    ruled = _ruled(mark, "=")
    return f"{ruled.rpartition(chr(10))[2]}\n{ruled}"


def _lines(groups: Iterable[list[str]]) -> str:
    return "\n".join(line for group in groups for line in group)


# -- for pasting ------------------------------------------------------------------------------------------------------


def _unset(piece: _Piece) -> str:
    """The piece without line breaks of its own."""
    match piece:
        case _Title() | _Text():
            return piece.text
        case _Points():
            return "\n".join(f"- {item}" for item in piece.items)
        case Table():
            return "\n\n".join([piece.caption, *("\n".join(entry) for entry in in_entries(piece))])
        case _:
            assert_never(piece)


def _file_name(section: Section) -> str:
    number = section.number.zfill(2) if section.number.isdigit() else f"bilaga-{section.number}"
    return f"{_plain(number)}-{_plain(section.title)}.txt"


def _plain(words: str) -> str:
    """Words as a file name that every system takes: small letters without dots and rings."""
    letters = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
