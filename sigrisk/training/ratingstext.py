"""Ratings as the text of their file: every question with what its answers mean, and no answer but the rater's own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

import yaml

from sigrisk.case import RATINGS
from sigrisk.instrument import Instrument, Item
from sigrisk.show import typed_help
from sigrisk.training.ratings import Ratings
from sigrisk.vocabulary import Answer, Bounds, Vocabulary
from sigrisk.words import word_of

_WIDTH: Final = 110


def ratings_text(ratings: Ratings, instrument: Instrument, vocabulary: Vocabulary) -> str:
    """The text of the file. It reads back as the same ratings; a person's own comments aren't kept."""
    return "\n".join(line.rstrip() for line in _lines(ratings, instrument, vocabulary)) + "\n"


def _lines(ratings: Ratings, one: Instrument, vocabulary: Vocabulary) -> Iterator[str]:
    yield "# Svar på ett övningsärende. Inget är ifyllt i förväg. Skriv vet ej där underlaget inte räcker."
    yield "# En anmärkning skrivs så här: {level: svaret, note: Varför.}"
    yield "sigrisk_ratings: 1"
    yield f"rater: {quoted(ratings.rater)}"
    yield f"case: {quoted(ratings.case)}"
    yield f"assessment_date: {ratings.assessment_date}"
    yield f"material: {quoted(ratings.material)}"
    yield f"instrument: {ratings.instrument}"
    yield f"version: {ratings.version}"
    yield "answers:"
    for section in one.sections:
        yield f"  # ---- {section.label}"
        for item in section.items:
            yield from _item(ratings, one, item, vocabulary)
    known = {item.id for item in one.items()}
    yield from (f"  {_written(i, ratings)}" for i in ratings.answers if i not in known)
    yield from _summary(ratings, one)


def _item(ratings: Ratings, one: Instrument, item: Item, vocabulary: Vocabulary) -> Iterator[str]:
    yield from _remark(item.ask, "  ")
    for line in choices(one, item, vocabulary):
        yield from _remark(f"  {line}", "  ", deeper="  ")
    yield f"  {_written(item.id, ratings)}"


def choices(one: Instrument, item: Item, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may be answered, each answer with what it means."""
    levels = one.scale_of(item).levels
    found = [f"{word_of(level)}: {item.means[level.id]}" for level in levels]
    if not levels:
        found += typed_help(one, item, vocabulary)
    return (*found, f"Obs: {item.note}") if item.note else tuple(found)


def _written(item: str, ratings: Ratings) -> str:
    given = ratings.given.get(item)
    if given is None:
        return f"{item}:"
    if given.note:
        return f"{item}: {{level: {answer_text(given.level)}, note: {quoted(given.note)}}}"
    return f"{item}: {answer_text(given.level)}"


def answer_text(answer: Answer) -> str:
    """An answer as it is written in the file."""
    if isinstance(answer, Bounds):
        ends = (("at_least", answer.at_least), ("at_most", answer.at_most))
        return "{" + ", ".join(f"{name}: {end}" for name, end in ends if end is not None) + "}"
    if isinstance(answer, tuple):
        return "[" + ", ".join(answer_text(one) for one in answer) + "]"
    if isinstance(answer, bool):
        return "ja" if answer else "nej"
    return str(answer) if isinstance(answer, int) else _plain(answer)


def _plain(word: str) -> str:
    """A word as it stands where YAML reads it back as the same text, else within quotation marks."""
    simple = all(sign.isalpha() or sign in " -–" for sign in word) and word[:1].isalpha()
    return word if simple and yaml.safe_load(f"[{word}]") == [word] else quoted(word)


def _summary(ratings: Ratings, one: Instrument) -> Iterator[str]:
    if one.summary is None:
        return
    yield ""
    yield from _remark(one.summary.ask, "")
    for step in one.summary.steps:
        yield from _remark(f"  {RATINGS.shown(step.id)}: {step.label}. {step.means}", "", deeper="  ")
    yield "summary:"
    given = ratings.summary
    yield f"  rating: {RATINGS.shown(given.rating) if given.rating is not None else ''}"
    yield from _remark("Månader framåt: " + " eller ".join(map(str, one.summary.horizon_months)), "  ")
    yield f"  horizon_months: {given.horizon_months if given.horizon_months is not None else ''}"
    yield f"  reasons: {quoted(given.reasons) if given.reasons else ''}"


def _remark(text: str, indent: str, deeper: str = "") -> Iterator[str]:
    for number, line in enumerate(textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)):
        yield f"{indent}# {deeper if number or deeper else ''}{line}"


def quoted(value: str) -> str:
    """A text within quotation marks, on one line."""
    return str(yaml.safe_dump(value, allow_unicode=True, default_style='"', width=1_000_000)).strip()
