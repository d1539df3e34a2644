"""What a question of the judgement is made of, and how an answer is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from sigrisk.assess import Assessment
from sigrisk.judgement import Judgement, Named, clashes
from sigrisk.law import LawBook
from sigrisk.models import whole_day
from sigrisk.ownwords import names_something, own_words

C = TypeVar("C")
_LONGEST_NUMBER: Final = 4  # digits
OWN_WORDS: Final = "Skriv med egna ord."
NAME_AND_ROLE: Final = "Skriv namn och funktion med ett komma emellan."
MORE: Final = "Skriv på samma sätt, eller tryck på Enter om det inte är fler."
REMOVE: Final = "ta bort"
REWRITE: Final = f"Skriv på nytt, eller skriv {REMOVE}."


class Unfit(ValueError):
    """An answer that can't be used; the text says in Swedish what to write instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what to read before answering, how to answer, what is written already, and what an answer does.

    ``needed`` is true while a final memo lacks the answer. One with ``follows`` is asked after another was answered in
    the same sitting, though nothing lacks it: whether there is one more. ``about`` names the question where it doesn't
    tell alone what it is about. ``then`` is the question to look at again when the answer to this one is changed, and
    one that ``adds`` makes a list longer. ``take`` raises Unfit.
    """

    key: str
    question: str
    how: str
    take: Callable[[str], Judgement]
    written: str = ""
    shown: tuple[str, ...] = ()
    needed: bool = False
    follows: str = ""
    about: str = ""
    then: str = ""
    adds: bool = False

    @property
    def heading(self) -> str:
        """The question as it stands in a list of others."""
        return self.about or self.question


class Questions:
    """What questions about one judgement have in common."""

    def __init__(self, judgement: Judgement, assessment: Assessment, laws: LawBook) -> None:
        self.j, self.assessment, self.laws = judgement, assessment, laws

    def _set(self, **parts: object) -> Judgement:
        """The judgement with some parts changed. Raises Unfit where that contradicts another part."""
        new = self.j.model_copy(update=parts)
        before = {clash.message for clash in clashes(self.j)}
        if found := [clash for clash in clashes(new) if clash.message not in before]:
            raise Unfit(f"{found[0].message}; {found[0].help}")
        return new

    # -- kinds of questions

    def _own(self, key: str, question: str, shown: tuple[str, ...] = (), how: str = OWN_WORDS) -> Asked:
        return Asked(
            key, question, how, lambda text: self._set(**{key: in_own_words(text)}), str(getattr(self.j, key)), shown
        )

    def _name(self, key: str, question: str, how: str) -> Asked:
        def take(text: str) -> Judgement:
            if not names_something(text):
                raise Unfit("skriv ett namn eller en mening")
            return self._set(**{key: text})

        return Asked(key, question, how, take, str(getattr(self.j, key)))

    def _person(self, key: str, question: str) -> Asked:
        now: Named = getattr(self.j, key)
        written = ", ".join(filter(None, (now.name, now.role)))
        return Asked(key, question, NAME_AND_ROLE, lambda text: self._set(**{key: named(text)}), written)

    def _day(self, key: str, question: str) -> Asked:
        now = getattr(self.j, key)
        how = "Skriv datumet som år-månad-dag."
        return Asked(key, question, how, lambda text: self._set(**{key: day_in(text)}), str(now or ""))


def yes(text: str) -> bool:
    """Whether the answer is yes. Raises Unfit."""
    if text.lower() in ("ja", "j"):
        return True
    if text.lower() in ("nej", "n"):
        return False
    raise Unfit("svara ja eller nej")


def nobody(text: str) -> bool:
    """Whether the answer is that there is nobody."""
    return text.lower().rstrip(".") in ("ingen", "ingen annan", "nej")


def in_own_words(text: str) -> str:
    """The answer, if it says something. Raises Unfit."""
    if not own_words(text):
        raise Unfit("skriv det med egna ord; en hänvisning eller ett enda ord är inget skäl")
    return text


def named(text: str) -> Named:
    """The person that an answer names with a role. Raises Unfit."""
    name, _, role = (part.strip() for part in text.partition(","))
    if not (names_something(name) and names_something(role)):
        raise Unfit("skriv namn och funktion med ett komma emellan, till exempel Ann Exempel, enhetschef")
    return Named(name=name, role=role)


def day_in(text: str) -> date:
    """The day that an answer gives. Raises Unfit."""
    try:
        day = whole_day(text)
    except ValueError as error:
        raise Unfit("skriv ett datum som finns: år-månad-dag") from error
    assert isinstance(day, date)  # a text gives a day or an error
    return day


def numbered(text: str, choices: tuple[C, ...]) -> C:
    """The choice whose number is given, counted from 1. Raises Unfit."""
    number = int(text) if text.isdecimal() and len(text) < _LONGEST_NUMBER else 0
    if not 1 <= number <= len(choices):
        raise Unfit(f"skriv en siffra från 1 till {len(choices)}")
    return choices[number - 1]


def with_change(listed: tuple[C, ...], index: int, changed: C | None) -> tuple[C, ...]:
    """A list with one of its parts in another form; None takes it away."""
    return (*listed[:index], *(() if changed is None else (changed,)), *listed[index + 1 :])
