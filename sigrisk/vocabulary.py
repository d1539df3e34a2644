"""What a case can say: facts with their types, domains and labels, and how answers to them are read and shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Final, TypeAlias

from pydantic import Field, model_validator

from sigrisk.models import Model
from sigrisk.possible import NOT_APPLICABLE, UNBOUNDED, Choices, Ordered, Possible, hull
from sigrisk.series import series
from sigrisk.words import NOT_APPLICABLE_WORDS, UNKNOWN, WORD, id_of, plain, word_of, written_span

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
Text = Annotated[str, Field(min_length=1)]
SwedishWord = Annotated[str, Field(pattern=WORD)]


class FactType(Enum):
    """How a fact is answered. All but ``choice`` are ordered."""

    LEVEL = "level"
    PROTECTION = "protection"
    BOOL = "bool"
    COUNT = "count"
    AGE = "age"
    DATE = "date"
    CHOICE = "choice"


class Side(Enum):
    """What a fact is about.

    What pulls towards crime, what holds back, what is needed, how support must be given to be received, the past, the
    will, the rest.
    """

    RISK = "risk"
    PROTECTION = "protection"
    NEED = "need"
    RESPONSIVITY = "responsivity"
    HISTORY = "history"
    WILL = "will"
    CONTEXT = "context"


class Basis(Enum):
    """Where a rule, number or item comes from: a cited source, a local decision, or sigrisk's own proposal."""

    SOURCE = "source"
    LOCAL = "local"
    PROPOSAL = "proposal"


class Citation(Model):
    """A document in rules/sources.yaml and the heading under which the statement stands."""

    doc: Identifier | Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    section: Text


class Sourced(Model):
    """Anything that must say where it comes from. A ``source`` basis needs at least one citation."""

    basis: Basis = Basis.SOURCE
    sources: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _cites(self) -> Sourced:
        if self.basis is Basis.SOURCE and not self.sources:
            raise ValueError("a source is missing")
        return self


class Option(Model):
    """One option of a choice. ``word`` is how it is written in a file, where that isn't the label."""

    id: Identifier
    label: Text
    word: SwedishWord = ""


class FactDef(Sourced):
    """One thing that can be known about a case.

    ``dynamic`` facts may change by support; ``expires`` is the age in months after which a claim is unknown again;
    ``derived`` facts are worked out from the person, the events or the consents and need no claim of their own.
    """

    id: Identifier
    label: Text
    ask: Text
    type: FactType
    side: Side
    dynamic: bool = False
    expires: Annotated[int, Field(ge=1)] | None = None
    options: tuple[Option, ...] = ()
    not_applicable: bool = False
    derived: bool = False
    help: str = ""

    @model_validator(mode="after")
    def _options_fit(self) -> FactDef:
        if (self.type is FactType.CHOICE) != bool(self.options):
            raise ValueError("options belong to a choice, and a choice must have them")
        return self


class VocabularyFile(Model):
    """One file of rules/vocabulary: a domain and its facts."""

    domain: Identifier
    label: Text
    order: int
    facts: tuple[FactDef, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A life area that facts are gathered under."""

    id: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with the domain it belongs to."""

    definition: FactDef
    domain: Domain

    @property
    def id(self) -> str:
        """The stable identifier, as written in files."""
        return self.definition.id


class Vocabulary:
    """All facts by id, in the order of the domains and of the files."""

    def __init__(self, files: Iterable[VocabularyFile]) -> None:
        ordered = sorted(files, key=lambda f: (f.order, f.domain))
        self.domains: tuple[Domain, ...] = tuple(Domain(f.domain, f.label, f.order) for f in ordered)
        by_id = {d.id: d for d in self.domains}
        self._facts: Mapping[str, Fact] = MappingProxyType(
            {fact.id: Fact(fact, by_id[f.domain]) for f in ordered for fact in f.facts}
        )

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self._facts

    def __getitem__(self, fact_id: str) -> Fact:
        return self._facts[fact_id]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts.values())

    @property
    def ids(self) -> tuple[str, ...]:
        """Every fact id."""
        return tuple(self._facts)

    def select(self, side: Side, domains: frozenset[str] | None = None) -> tuple[Fact, ...]:
        """The facts of one side, in some or all domains."""
        return tuple(f for f in self if f.definition.side is side and (domains is None or f.domain.id in domains))


class Bounds(Model):
    """An answer known in part: at least, at most, or both."""

    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None


Word: TypeAlias = bool | int | str
Answer: TypeAlias = bool | int | str | Bounds | tuple[bool | int | str, ...]

LEVELS: Final = ("none", "low", "moderate", "high")
PROTECTION: Final = ("absent", "thread", "clear")
MAX_AGE: Final = 120
_NUMBERS: Final = (FactType.COUNT, FactType.AGE)
MOST_OPTIONS: Final = 3  # a longer enumeration of what may still be so tells a reader nothing
_SWEDISH_WORDS: Final[Mapping[FactType, Mapping[str, int]]] = MappingProxyType(
    {
        FactType.LEVEL: {"ingen": 0, "låg": 1, "måttlig": 2, "hög": 3},
        FactType.PROTECTION: {"saknas": 0, "tråd": 1, "tydlig": 2},
        FactType.BOOL: {"ja": 1, "nej": 0},
    }
)
_SHOWN: Final[Mapping[FactType, tuple[str, ...]]] = MappingProxyType(
    {
        FactType.LEVEL: ("inte alls", "i låg grad", "i måttlig grad", "i hög grad"),
        FactType.PROTECTION: ("saknas", "finns som en tråd", "finns tydligt"),
        FactType.BOOL: ("nej", "ja"),
    }
)
_CODES: Final[Mapping[FactType, tuple[str, ...]]] = MappingProxyType(
    {FactType.LEVEL: LEVELS, FactType.PROTECTION: PROTECTION, FactType.BOOL: ("false", "true")}
)


class AnswerError(ValueError):
    """An answer that the fact doesn't have. ``help`` says what can be written instead."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.help = help_


def everything(fact: FactDef) -> Possible:
    """All values the fact can have: what an unanswered fact may still be."""
    if fact.type is FactType.CHOICE:
        return Choices(frozenset(o.id for o in fact.options), fact.not_applicable)
    return _every_number(fact.type, fact.not_applicable)


@cache  # asked for of every fact in every case
def _every_number(kind: FactType, not_applicable: bool) -> Ordered:
    return Ordered(*_range(kind), not_applicable)


def limits(fact: FactDef) -> tuple[int, int]:
    """The lowest and the highest number an ordered fact can have."""
    return _range(fact.type)


def _range(kind: FactType) -> tuple[int, int]:
    if kind in _CODES:
        return 0, len(_CODES[kind]) - 1
    if kind is FactType.AGE:
        return 0, MAX_AGE
    return (1, date.max.toordinal()) if kind is FactType.DATE else (0, UNBOUNDED)


def read_answer(fact: FactDef, answer: Answer) -> Possible | None:
    """The values an answer allows; None for "vet ej". Raises AnswerError where the fact has no such answer."""
    if isinstance(answer, Bounds):
        return _bounds(fact, answer)
    if isinstance(answer, tuple):
        found = [read_answer(fact, word) for word in answer]
        known = [one for one in found if one is not None]
        if not known or len(known) < len(found):
            raise AnswerError("en lista av möjliga svar kan inte innehålla ”vet ej”", choices_text(fact))
        together = known[0]
        for one in known[1:]:
            together = hull(together, one)
        return together
    if isinstance(answer, str) and answer.lower() in UNKNOWN:
        return None
    if isinstance(answer, str) and answer.lower() in NOT_APPLICABLE_WORDS:
        if not fact.not_applicable:
            raise AnswerError("”ej aktuellt” går inte att svara här", choices_text(fact))
        return Choices(frozenset(), na=True) if fact.type is FactType.CHOICE else NOT_APPLICABLE
    if isinstance(answer, str) and fact.type in _NUMBERS and (ends := written_span(answer)) is not None:
        return _bounds(fact, Bounds(at_least=ends[0], at_most=ends[1]))
    return _value(fact, answer)


def _bounds(fact: FactDef, bounds: Bounds) -> Possible:
    if fact.type not in _NUMBERS:
        raise AnswerError("”at_least” och ”at_most” passar bara antal och ålder", choices_text(fact))
    least, most = _range(fact.type)
    low = least if bounds.at_least is None else bounds.at_least
    high = most if bounds.at_most is None else bounds.at_most
    if low > high or low > most or high > most:
        raise AnswerError("gränserna går inte ihop", "skriv det lägsta först och det högsta sist, till exempel 2–5")
    return Ordered(low, high)


def _value(fact: FactDef, answer: Word) -> Possible:
    if fact.type is FactType.CHOICE:
        found = id_of(answer, fact.options) if isinstance(answer, str) else None
        if found is None:
            raise _no_answer(fact, answer)
        return Choices(frozenset({found}))
    if fact.type in _CODES:
        return _coded(fact, answer)
    if fact.type is FactType.DATE:
        try:
            day = date.fromisoformat(str(answer)).toordinal()
        except ValueError:
            raise _no_answer(fact, answer) from None
        return Ordered(day, day)
    least, most = _range(fact.type)
    if isinstance(answer, bool) or not isinstance(answer, int) or not least <= answer <= most:
        raise _no_answer(fact, answer)
    return Ordered(answer, answer)


def _no_answer(fact: FactDef, answer: Word) -> AnswerError:
    written = str(answer).lower() if isinstance(answer, bool) else answer
    return AnswerError(f"”{written}” är inget svar på den här frågan", choices_text(fact))


def _coded(fact: FactDef, answer: Word) -> Ordered:
    if fact.type is FactType.BOOL and isinstance(answer, bool):
        return Ordered(int(answer), int(answer))
    if isinstance(answer, str):
        codes = _CODES[fact.type] if fact.type is not FactType.BOOL else ()
        code = codes.index(answer) if answer in codes else _SWEDISH_WORDS[fact.type].get(answer.lower())
        if code is not None:
            return Ordered(code, code)
    raise _no_answer(fact, answer)


def choices_text(fact: FactDef) -> str:
    """What may be written as an answer, as help in a message."""
    if fact.type is FactType.CHOICE:
        words = [word_of(o) for o in fact.options]
    elif fact.type in _CODES:
        words = [*_SWEDISH_WORDS[fact.type]]
    elif fact.type is FactType.DATE:
        return "skriv ett datum, till exempel 2026-11-22"
    elif fact.type is FactType.AGE:
        return "skriv en ålder i hela år, till exempel 14, eller högst 14"
    else:
        return "skriv ett antal, till exempel 2, eller minst 2"
    words += ["ej aktuellt"] if fact.not_applicable else []
    return "skriv " + ", ".join(words) + " eller vet ej"


def values_text(fact: FactDef) -> str:
    """What a rule may compare a fact with, as help in a message: never that the answer is missing or doesn't apply."""
    if words := _words(fact):
        return "skriv " + series(words, "eller")
    if fact.type is FactType.DATE:
        return "skriv ett datum, till exempel 2026-11-22"
    if fact.type is FactType.AGE:
        return "skriv en ålder i hela år, till exempel 14"
    return "skriv ett antal, till exempel 2"


def _words(fact: FactDef) -> list[str]:
    """The words for the values of a fact that has a word for each."""
    if fact.type is FactType.CHOICE:
        return [o.id for o in fact.options]
    return [*_SWEDISH_WORDS[fact.type]] if fact.type in _CODES else []


def written_code(fact: FactDef, code: int) -> str:
    """How one value of an ordered fact is written in a file."""
    if fact.type in _CODES:
        return next(word for word, known in _SWEDISH_WORDS[fact.type].items() if known == code)
    return date.fromordinal(code).isoformat() if fact.type is FactType.DATE else str(code)


def choices_meant(fact: FactDef) -> tuple[str, ...]:
    """What each option of a choice means, where its word doesn't say all of it."""
    pairs = [(word_of(o), o.label) for o in fact.options]
    return tuple(f"{word}: {label}" for word, label in pairs if word != plain(label))


def code_of(fact: FactDef, word: Word) -> int:
    """The number of one value in an ordered fact, as rules compare it. Raises AnswerError."""
    try:
        found = _value(fact, word)
    except AnswerError as error:
        raise AnswerError(str(error), values_text(fact)) from None
    if not isinstance(found, Ordered):
        raise AnswerError("det här villkoret kräver ett värde med ordning", values_text(fact))
    return found.low


def show_code(fact: FactDef, code: int) -> str:
    """One value of an ordered fact in Swedish."""
    if fact.type in _SHOWN:
        return _SHOWN[fact.type][code]
    if fact.type is FactType.DATE:
        return date.fromordinal(code).isoformat()
    return f"{code} år" if fact.type is FactType.AGE else str(code)


def show(fact: FactDef, possible: Possible) -> str:
    """The values a fact may still have, in Swedish: one value, a span, or that it is unknown."""
    if possible == everything(fact):
        return "okänt"
    if isinstance(possible, Choices):
        labels = {o.id: o.label for o in fact.options}
        words = [labels[o.id] for o in fact.options if o.id in possible.names]
        if len(words) > MOST_OPTIONS:
            return "inte helt känt än"
        return " eller ".join(words + (["ej aktuellt"] if possible.na else []))
    tail = " eller ej aktuellt" if possible.na else ""
    if not possible.has_numbers:
        return "ej aktuellt"
    low, high = possible.low, possible.high
    least, most = _range(fact.type)
    if low == high:
        return show_code(fact, low) + tail
    if high >= most and fact.type in _NUMBERS:
        return f"minst {show_code(fact, low)}{tail}"
    if low <= least and fact.type in _NUMBERS:
        return f"högst {show_code(fact, high)}{tail}"
    if fact.type is FactType.PROTECTION and low > least:
        return f"finns, minst som en tråd{tail}"
    joint = " till " if fact.type in (*_NUMBERS, FactType.DATE) or high - low > 1 else " eller "
    return f"{show_code(fact, low)}{joint}{show_code(fact, high)}{tail}"
