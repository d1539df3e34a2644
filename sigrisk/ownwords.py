"""Whether a text says something in a person's own words, or only stands there so that nothing is empty."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS_OF_A_NAME: Final = 2
_FEWEST_WORDS: Final = 3
_MOST_WORDS_OF_A_NAME: Final = 7
_NO_NAME: Final = re.compile(r"[:;!?\n]|[^\W\d_]{3,}\. ")  # a full stop after a word, but not after initials
_NOTHING: Final = frozenset({"inget", "ingenting", "inte", "ej", "nej", "aldrig"})
_ONLY_NOTHING: Final = _NOTHING | {
    "alls", "har", "hade", "är", "var", "blev", "blivit", "vi", "man", "det", "den", "detta", "något",
    "någonting", "allt", "än", "ännu", "hittills", "bara", "med", "till", "för", "om", "i", "vad", "som",
    "kommunicerats", "kommunicerat", "kommunicerad", "kommunicerades", "kommunicering", "skett", "gjorts",
    "gjort", "lämnats", "lämnat", "ut", "delgivits", "delgetts", "skickats", "meddelats", "sagts", "berättats",
    "någon", "ingen", "unge", "parten", "part", "vårdnadshavare",
}  # fmt: skip
_STAND_INS: Final = frozenset(
    {
        "att fyllas i",
        "enligt vad som står ovan",
        "fylls i av gruppen",
        "fylls i av handläggaren",
        "fylls i senare",
        "ingenting att säga",
        "kompletteras vid senare tillfälle",
        "med egna ord",
        "samma som ovan",
        "se bifogad utredning",
        "se skälen ovan",
        "se vad som står ovan",
        "skriv med egna ord",
        "skrivs in senare",
    }
)


def own_words(text: str) -> bool:
    """Whether the text can be a reason: at least three different words, and no stand-in such as ”se ovan” alone."""
    words = _WORD.findall(text.casefold())
    return len(set(words)) >= _FEWEST_WORDS and " ".join(words) not in _STAND_INS and max(map(len, words)) > 1


def names_something(text: str) -> bool:
    """Whether the text can be a name, a role or a heading: a word of two letters or more, and not the program's."""
    by_human = text.strip().casefold() != "sigrisk"
    return by_human and any(len(word) >= _LETTERS_OF_A_NAME for word in _WORD.findall(text))


def only_a_name(text: str) -> bool:
    """Whether a text can be a name alone: no colon, no end of a sentence, and not the length of one."""
    return _NO_NAME.search(text) is None and len(text.partition(",")[0].split()) <= _MOST_WORDS_OF_A_NAME


def says_nothing_was(text: str) -> bool:
    """Whether a text only says that nothing was told to anyone, without why."""
    words = set(_WORD.findall(text.casefold()))
    return bool(words & _NOTHING) and words <= _ONLY_NOTHING
