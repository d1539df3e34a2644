"""Draws everything in a new exercise by its seed: no two answers that contradict each other, and nobody quoted unheard.

Nothing but the seed is drawn from, and only by ``random()``, whose sequence Python promises to keep.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Final, TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.training.preset import Ready, ToldAnswer

T = TypeVar("T")
MOST_UNTOLD: Final = 2
MOST_REASONS: Final = 3
GUARDIAN: Final = "guardian_1"
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are mistaken for each other
_LONG: Final = 6


@dataclass(frozen=True, slots=True)
class Rated:
    """An item of the key: its level, and the sentence that shows it; both empty where it is left untold."""

    item: str
    level: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of a group of facts, the sentence that tells it, and the days of its events."""

    group: str
    answer: ToldAnswer
    sentence: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is drawn. What a person says is empty where the person hasn't been heard."""

    number: str
    name: str
    born: date
    nomination: str
    rated: tuple[Rated, ...]
    told: tuple[Told, ...]
    says: str
    guardian_says: str
    reasons: str


def number_of(preset: str, seed: int) -> str:
    """The number of an exercise: a hash, so that neither the preset nor the seed can be read from it."""
    rest = int.from_bytes(sha256(f"övning:{preset}:{seed}".encode()).digest(), "big")
    signs = []
    for _ in range(_LONG):
        rest, place = divmod(rest, len(_SIGNS))
        signs.append(_SIGNS[place])
    return f"OVN-{''.join(signs)}"


def preset_of(known: Sequence[str], seed: int) -> str:
    """The preset that a seed draws, where none is chosen: not in turn, so the next one can't be guessed."""
    return _Draw(f"förlaga:{seed}").one(known)


class _Draw:
    """Draws by the seed alone."""

    def __init__(self, seed: str) -> None:
        self._rng = random.Random(seed)

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._rng.random() * (high - low + 1))

    def one(self, several: Sequence[T]) -> T:
        """One of several."""
        return several[self.number(0, len(several) - 1)]

    def some(self, several: Sequence[T], most: int, least: int = 0) -> tuple[T, ...]:
        """So many of several, in the order they stand."""
        left = list(range(len(several)))
        most = min(most, len(left))
        taken = [left.pop(self.number(0, len(left) - 1)) for _ in range(self.number(min(least, most), most))]
        return tuple(several[place] for place in sorted(taken))


@dataclass(slots=True)
class _Teller:
    """Chooses answers and sentences that fit those already chosen. Raises BadInput (SIG299) where none do."""

    ready: Ready
    draw: _Draw
    name: str
    age: int
    chosen: list[str] = field(default_factory=list)
    heard: set[str] = field(default_factory=lambda: {"youth"})

    def answer(self, of: str, several: Sequence[str]) -> str:
        """One answer that no chosen one contradicts."""
        barred = {
            a for pair in self.ready.sentences.never_together for a in pair if set(pair) - {a} <= set(self.chosen)
        }
        fits = [one for one in several if f"{of}.{one}" not in barred]
        if not fits:
            raise self._stuck(of, f"inget av ”{of}” går ihop med resten av det som dras")
        one = self.draw.one(fits)
        self.chosen.append(f"{of}.{one}")
        return one

    def sentence(self, of: str, several: Sequence[str]) -> str:
        """One sentence that quotes nobody who hasn't been heard."""
        unheard = [w for who, words in self.ready.sentences.speaks.items() if who not in self.heard for w in words]
        fits = [text for text in several if not any(words.lower() in text.lower() for words in unheard)]
        if not fits:
            raise self._stuck(of, f"alla meningar för ”{of}” återger någon som inte är hörd")
        return self.draw.one(fits).format(name=self.name, age=self.age)

    def _stuck(self, of: str, what: str) -> BadInput:
        key = "told" if of in self.ready.preset.told else "items"
        at = self.ready.document.where((key, of))
        help_ = "ändra vad som får dras i förlagan, eller lägg till meningar"
        return BadInput([Diagnostic("SIG299", self.ready.document.file, at, what, help_)])


def drawn(ready: Ready, seed: int) -> Story:
    """A whole story. Raises BadInput (SIG299) where the preset leaves nothing that goes together."""
    preset, sentences = ready.preset, ready.sentences
    draw = _Draw(f"{preset.id}:{seed}")
    day = preset.assessment_date
    name, age = draw.one(sentences.names), draw.number(preset.ages.low, preset.ages.high)
    born = day.replace(year=day.year - age, day=min(day.day, 28)) - timedelta(days=draw.number(1, 330))
    teller = _Teller(ready, draw, name, age)
    untold = draw.some(preset.may_be_untold, MOST_UNTOLD)
    told = _told(ready, teller)
    rated = []
    for one in sentences.items:
        if one.item in untold:
            rated.append(Rated(one.item))
            continue
        level = teller.answer(one.item, ready.levels(one.item))
        rated.append(Rated(one.item, level, teller.sentence(one.item, one.levels[level])))
    levels = {one.item: one.level for one in rated if one.level}
    says, guardian = (
        teller.sentence(voice.item, voice.says[levels[voice.item]])
        if who in teller.heard and voice.item in levels
        else ""
        for who, voice in (("youth", sentences.voice), (GUARDIAN, sentences.guardian_voice))
    )
    known = [sentences.because[one] for one in teller.chosen if one in sentences.because]
    reasons = [draw.one(several).format(name=name, age=age) for several in draw.some(known, MOST_REASONS, 2)]
    return Story(
        number_of(preset.id, seed),
        name,
        born,
        draw.one(preset.nomination),
        tuple(rated),
        told,
        says,
        guardian,
        " ".join([*reasons, draw.one(preset.summary.reasons)]),
    )


def _told(ready: Ready, teller: _Teller) -> tuple[Told, ...]:
    """The facts and events. All are chosen before any sentence, since they say who has been heard."""
    chosen = []
    for group in ready.sentences.facts:
        which = teller.answer(group.id, ready.preset.told[group.id])
        chosen.append((group.id, next(one for one in group.answers if one.id == which)))
    teller.heard.update(who for _, answer in chosen for who in answer.hears)
    today = ready.preset.assessment_date
    found = []
    for group_id, answer in chosen:
        moved = [event.days_before + teller.draw.number(-event.either_way, event.either_way) for event in answer.events]
        days = tuple(today - timedelta(days=max(0, one)) for one in moved)
        found.append(Told(group_id, answer, teller.sentence(group_id, answer.says), days))
    return tuple(found)
