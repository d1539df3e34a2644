"""A checklist with every question, to be filled in inside a new case file; nothing is filled in beforehand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from sigrisk.case import RATINGS
from sigrisk.instrument import Instrument, Item
from sigrisk.show import direction_words, typed_help
from sigrisk.vocabulary import Vocabulary
from sigrisk.words import word_of

WIDTH: Final = 110


def blank_checklist(one: Instrument, vocabulary: Vocabulary, day: str) -> Iterator[str]:
    """The lines of one checklist, each behind a #. Whoever takes it away from a line is to fill that line in."""
    yield f"# - instrument: {one.id}"
    yield f"#   # {one.label}"
    for elsewhere in one.elsewhere:
        yield from _remark(elsewhere.ask, "  ")
    yield f"#   version: {one.version}"
    yield f"#   date: {day}"
    yield "#   assessor: {name: Namn, role: socialsekreterare}"
    yield "#   answers:"
    for section in one.sections:
        yield f"#     # ---- {section.label}"
        for item in section.items:
            yield from _question(one, item, vocabulary)
    yield "#   critical: [frågor som väger särskilt tungt]"
    yield "#   extra: [{side: risk, text: Något som checklistan inte frågar om.}]"
    yield from _own_view(one)


def _question(one: Instrument, item: Item, vocabulary: Vocabulary) -> Iterator[str]:
    yield from _remark(item.ask, "    ")
    for level in one.scale_of(item).levels:
        yield from _remark(f"{word_of(level)}: {item.means[level.id]}", "    ", "    ")
    if not one.scale_of(item).levels:
        for line in typed_help(one, item, vocabulary):
            yield from _remark(line, "    ", "    ")
    if item.note:
        yield from _remark(f"Obs: {item.note}", "    ", "    ")
    yield f"#     {item.id}: …"


def _own_view(one: Instrument) -> Iterator[str]:
    if one.strengths:
        yield from _remark(one.strengths, "  ")
        yield from _remark("Delar: " + ", ".join(section.id for section in one.sections), "  ")
        yield "#   strengths: [{section: …, note: Varför det är en styrka.}]"
    if one.override:
        yield from _remark(one.override, "  ")
        yield f"#   override: {{picture: {direction_words()}, reasons: Skälen med egna ord.}}"
    if one.summary is not None:
        yield from _remark(one.summary.ask, "  ")
        for step in one.summary.steps:
            yield from _remark(f"{RATINGS.shown(step.id)}: {step.label}. {step.means}", "  ", "  ")
        months = " eller ".join(map(str, one.summary.horizon_months))
        yield f"#   summary: {{rating: …, horizon_months: {months}, reasons: Skälen med egna ord.}}"


def _remark(text: str, indent: str, deeper: str = "") -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False):
        yield f"# {indent}# {deeper}{line}"
