"""What a key rests on: an exercise can only be explained where each answer of its key points at words of the story."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sigrisk.case import Case, Checklist
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.instrument import Instrument, Item
from sigrisk.itemanswer import read_said
from sigrisk.packs import Packs
from sigrisk.series import series
from sigrisk.vocabulary import Vocabulary

_MOST_NAMED: Final = 3
_START: Final = Position(1, 1)


def unsupported(key: Checklist, instrument: Instrument, vocabulary: Vocabulary) -> tuple[Item, ...]:
    """The items that a key settles without pointing at any words. Not known needs none: the story is silent there."""
    items = {item.id: item for item in instrument.items()}
    settled = ((items[i], one) for i, one in key.given.items() if i in items)
    return tuple(
        item
        for item, one in settled
        if not one.quote.strip() and not read_said(instrument, item, one.level, vocabulary).unknown
    )


def supported(case: Case, packs: Packs) -> tuple[str, ...]:
    """The checklists of a case that can be used as a key, in the order they stand."""
    return tuple(
        one.instrument
        for one in case.checklists
        if not unsupported(one, packs.instruments[one.instrument], packs.vocabulary)
    )


def refuse_unsupported(
    key: Checklist, instrument: Instrument, packs: Packs, path: Path, others: Iterable[str] = ()
) -> None:
    """Raises BadInput (SIG298) for a key that settles something without words. ``others`` can be used instead."""
    bare = unsupported(key, instrument, packs.vocabulary)
    if not bare:
        return
    more = len(bare) - _MOST_NAMED
    named = series([*(f"”{one.label}”" for one in bare[:_MOST_NAMED]), *([f"{more} till"] if more > 0 else [])])
    what = f"facit pekar inte ut några ord i underlaget för {named}, så återkopplingen kan inte förklaras"
    usable = series([*others], "eller")
    instead = f"välj {usable}, eller " if usable else ""
    help_ = f"{instead}skriv ”quote” vid svaren i facit, eller ändra dem till vet ej"
    raise BadInput([Diagnostic("SIG298", str(path), _START, what, help_)])
