"""How wide a text is, roughly and never too little, and where its lines break; a picture can't ask for the typeface."""

from __future__ import annotations

import re
from typing import Final

_NARROW: Final = frozenset("ijlIJtfr.,:;'’|!()[]/-·")
_WIDE: Final = frozenset("mwMWOQ@%&—…→")
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML can't hold
_BOLD: Final = 1.08


def fit(text: str) -> str:
    """The text without the characters that an SVG can't hold."""
    return _UNFIT.sub("", text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is at most, give or take, in the widest of the typefaces that a picture is shown in."""
    return sum(map(_sign, text)) * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit the room. Only an ordinary space is a place to break; a longer word is broken."""
    lines = [""]
    for word in fit(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        *whole, last = _pieces(word, room, size, bold)
        lines += [*whole, last]
    return [line for line in lines if line] or [""]


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    found = [""]
    for sign in word:
        if found[-1] and width(found[-1] + sign, size, bold=bold) > room:
            found.append("")
        found[-1] += sign
    return found


def _sign(sign: str) -> float:
    if sign in _NARROW:
        return 0.38
    if sign in " \u00a0":
        return 0.33
    if sign in _WIDE or ord(sign) > 0x2E7F:
        return 0.98
    if sign.isdigit():
        return 0.64
    return 0.72 if sign.isupper() else 0.59
