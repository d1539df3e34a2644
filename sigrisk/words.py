"""The Swedish words that stand for values in a file, and which id each written word means.

The inside of sigrisk keeps ids. A file may hold the id, the Swedish word or the label; what sigrisk itself writes for
people to fill in, and its messages, show the word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Final, Protocol, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sigrisk.series import series

UNKNOWN: Final = frozenset({"unknown", "vet ej", "okänt"})
NOT_APPLICABLE_WORDS: Final = frozenset({"not_applicable", "ej aktuellt"})
WORD: Final = r"^[a-zåäöé][a-zåäöé0-9 -]*$"
"""What YAML reads as text without quotation marks, on a line of its own as well as between braces."""

_WORD: Final = re.compile(WORD)
_RESERVED: Final = UNKNOWN | NOT_APPLICABLE_WORDS | {"true", "false", "null"}
_SPAN: Final = re.compile(r"(?:(minst|högst) )?(\d{1,9})(?: ?(?:–|-|till) ?(\d{1,9}))?")


class Valued(Protocol):
    """A value of a list in the data: its id, its label, and its word where the label is no word to write."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def word(self) -> str: ...


def plain(text: str) -> str:
    """A text as words are compared: in small letters, with single spaces."""
    return " ".join(text.split()).lower()


def word_of(one: Valued) -> str:
    """How a value is written in a file: its own word, else its label, else (where that has commas or the like) its id.

    >>> from sigrisk.vocabulary import Option
    >>> word_of(Option(id="much", label="Mycket"))
    'mycket'
    """
    label = plain(one.label)
    return one.word or (label if _WORD.match(label) else one.id)


def id_of(text: str, several: Iterable[Valued]) -> str | None:
    """The id of the value that a text means: by id, by word or by label; None where there is none."""
    listed = tuple(several)
    if any(one.id == text for one in listed):
        return text
    wanted = plain(text)
    return next((one.id for one in listed if wanted in _names(one)), None)


def meant_twice(several: Iterable[Valued], taken: Iterable[Valued] = ()) -> Iterator[tuple[int, str]]:
    """The words that mean two things, each with the place in the list where it does so for the second time.

    ``taken`` are values of other files that the list is laid over. The words for "vet ej" and "ej aktuellt" are taken
    everywhere.
    """
    seen = dict.fromkeys(_RESERVED, "") | {name: one.id for one in taken for name in _names(one)}
    for index, one in enumerate(several):
        for name in sorted(_names(one)):
            if name in seen:
                yield index, name
            seen[name] = one.id


def _names(one: Valued) -> frozenset[str]:
    return frozenset({one.id, one.word, plain(one.label)} - {""})


def listed(words: Iterable[str]) -> str:
    """Words to choose from, each in quotation marks."""
    quoted = [f"”{word}”" for word in words]
    return series(quoted, "eller")


def written_span(text: str) -> tuple[int | None, int | None] | None:
    """The least and the most of a number known in part: "minst 2", "högst 5", "2–5"; None where it is none of these."""
    found = _SPAN.fullmatch(plain(text))
    if found is None or bool(found[1]) == bool(found[3]):
        return None
    low = int(found[2])
    if found[1]:
        return (low, None) if found[1] == "minst" else (None, low)
    return low, int(found[3])


# -- words of the case file's own lists -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """Marks a text field that holds one of a few ids, each of which may be written with Swedish words.

    ``of`` names each id and its words, the one to show first.
    """

    of: tuple[tuple[str, tuple[str, ...]], ...]

    def read(self, value: object) -> str:
        """The id that a written value means. Raises PydanticCustomError where it means none."""
        found = _meanings(self.of).get(plain(value)) if isinstance(value, str) else None
        if found is None:
            expected = {"expected": listed(words[0] for _, words in self.of)}
            raise PydanticCustomError("word", "no such word", expected)
        return found

    def shown(self, one: str) -> str:
        """The word to show for an id."""
        return next(words[0] for known, words in self.of if known == one)

    def __get_pydantic_core_schema__(self, source: type[object], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"enum": [*_meanings(self.of)]}


@cache
def _meanings(of: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    """What each word means: the words to show first, then the other words, then the ids."""
    first = {words[0]: one for one, words in of}
    return first | {word: one for one, words in of for word in words} | {one: one for one, _ in of}


class Worded(Enum):
    """A list in the case file: each member has its id as value, the Swedish word to show, and other words for it."""

    _value_: str
    word: str
    also: tuple[str, ...]

    def __new__(cls, value: str, word: str = "", *also: str) -> Self:
        one = object.__new__(cls)
        one._value_, one.word, one.also = value, word, also
        return one

    @property
    def value(self) -> str:
        """The id."""
        return self._value_

    @classmethod
    def words(cls) -> Words:
        """Every id with its words."""
        return Words(tuple((one.value, (one.word, *one.also)) for one in cls))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[object], handler: GetCoreSchemaHandler) -> CoreSchema:
        return cls.words().__get_pydantic_core_schema__(source, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(schema)
        handler.resolve_ref_schema(found)["enum"] = [*_meanings(cls.words().of)]
        return found


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and plain(value) in ("ja", "nej"):
        return plain(value) == "ja"
    raise PydanticCustomError("word", "no such word", {"expected": listed(("ja", "nej"))})


YesNo = Annotated[
    bool,
    BeforeValidator(_yes_or_no),
    WithJsonSchema({"anyOf": [{"enum": ["ja", "nej"], "type": "string"}, {"type": "boolean"}]}, mode="validation"),
]
"""Ja or nej; true and false mean the same."""
