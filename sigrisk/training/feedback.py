"""Ratings against the key of the scenario, item by item: where they differ, and the words that the key rests on.

There is no sum and no mark: what is compared is how the checklist was used, never how good the rater is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from sigrisk.case import CheckAnswer, Checklist
from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.instrument import Instrument, Item
from sigrisk.itemanswer import Said, shown
from sigrisk.memo.wording import day_text, full_stop
from sigrisk.packs import Packs
from sigrisk.training.find import Scenario, scenario, scenario_of
from sigrisk.training.key import refuse_unsupported
from sigrisk.training.ratings import Rated, Ratings, key_of, left, load_ratings, said_of
from sigrisk.yamlfile import Document

_UNKNOWN: Final = Said(None, None)


class Apart(Enum):
    """How a rating stands to the key."""

    SAME = "samma"
    NEAR = "ett steg ifrån"
    FAR = "längre ifrån"
    OTHER = "olika svar"
    RATER_UNKNOWN = "vet ej"
    KEY_UNKNOWN = "facit öppet"


@dataclass(frozen=True, slots=True)
class Compared:
    """One item: what the rater and the key say, each with its meaning, and what the key rests on."""

    item: Item
    apart: Apart
    mine: str
    key: str
    my_note: str
    meanings: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """Ratings beside the key. ``left`` is what the rater hasn't answered yet: nothing of the key is shown there."""

    ratings: Ratings
    instrument: Instrument
    scenario: Scenario
    key: Checklist
    items: dict[str, Compared]
    left: tuple[str, ...]


def feedback(path: Path, scenario_name: str | None, packs: Packs) -> Feedback:
    """The ratings in a file beside the key. Raises BadInput: SIG291 where none is answered, SIG290, SIG292, SIG298."""
    ratings, document, instrument = load_ratings(path, packs)
    if not ratings.given:
        what = "facit visas för de frågor som är besvarade, och ingen är besvarad än"
        help_ = "svara på minst en fråga; vet ej är också ett svar"
        raise BadInput([Diagnostic("SIG291", str(path), document.where(("answers",)), what, help_)])
    found = scenario(scenario_name, packs) if scenario_name else scenario_of(ratings.case, path, packs)
    _refuse_other(ratings, found, document)
    key = found.key(instrument.id)
    if key is None:
        what = f"övningsärendet {found.case.case.id} har inget facit för {instrument.label}"
        help_ = "välj ett övningsärende där checklistan är ifylld"
        raise BadInput([Diagnostic("SIG290", str(path), document.where(("instrument",)), what, help_)])
    refuse_unsupported(key, instrument, packs, found.path)
    compared = _compared(ratings, instrument, found, key, packs)
    return Feedback(ratings, instrument, found, key, compared, left(ratings, instrument))


def _refuse_other(ratings: Ratings, found: Scenario, document: Document) -> None:
    if found.case.case.id != ratings.case:
        what = f"svaren gäller övningsärendet {ratings.case}, inte {found.case.case.id}"
        raise BadInput(
            [Diagnostic("SIG292", document.file, document.where(("case",)), what, "ange rätt övningsärende")]
        )
    if found.material != ratings.material:
        what = "underlaget har ändrats sedan svaren skrevs"
        help_ = "ange det övningsärende som svaren skrevs till med --scenario, eller gör om övningen"
        raise BadInput([Diagnostic("SIG292", document.file, document.where(("material",)), what, help_)])


def _compared(
    ratings: Ratings, instrument: Instrument, found: Scenario, key: Checklist, packs: Packs
) -> dict[str, Compared]:
    mine = said_of(ratings, instrument, packs.vocabulary)
    theirs = key_of(key.given, instrument, packs.vocabulary)
    items = {}
    for item in (one for one in instrument.items() if one.id in ratings.given):
        my, their = mine.get(item.id, _UNKNOWN), theirs.get(item.id, _UNKNOWN)
        apart = apart_of(instrument, item, my, their)
        items[item.id] = Compared(
            item,
            apart,
            _answer(instrument, item, my, ratings.given[item.id]),
            _answer(instrument, item, their, key.given.get(item.id)),
            ratings.given[item.id].note,
            () if apart is Apart.SAME else tuple(_meanings(instrument, item, my, their)),
            tuple(_because(found, item, key.given.get(item.id))),
        )
    return items


def apart_of(instrument: Instrument, item: Item, mine: Said, theirs: Said) -> Apart:
    """How an answer stands to the key's."""
    if mine == theirs or (mine.unknown and theirs.unknown):
        return Apart.SAME
    if mine.unknown:
        return Apart.RATER_UNKNOWN
    if theirs.unknown:
        return Apart.KEY_UNKNOWN
    levels = [level.id for level in instrument.scale_of(item).levels]
    if mine.level is None or theirs.level is None or len(levels) <= 2:
        return Apart.OTHER
    return Apart.NEAR if abs(levels.index(mine.level) - levels.index(theirs.level)) == 1 else Apart.FAR


def _answer(instrument: Instrument, item: Item, said: Said, given: Rated | CheckAnswer | None) -> str:
    if said.not_applicable:
        return "ej aktuellt"
    if said.unknown or given is None:
        return "vet ej"
    if said.level is None:
        return shown(given.level)
    return next(level.label for level in instrument.scale_of(item).levels if level.id == said.level).lower()


def _meanings(instrument: Instrument, item: Item, *said: Said) -> Iterator[str]:
    for level in instrument.scale_of(item).levels:
        if any(one.level == level.id for one in said):
            yield f"{level.label} betyder: {item.means[level.id]}"


def _because(found: Scenario, item: Item, given: CheckAnswer | None) -> Iterator[str]:
    """What the key rests on: the words of the material, the expert's own note, and what sources say of the same."""
    if given is not None and given.quote:
        words = " ".join(given.quote.split())
        yield f"Underlaget säger: ”{words}”" + ("" if words[-1] in ".!?" else ".")
    if given is not None and given.note:
        source = f" ({found.case.sources[given.source].name})" if given.source is not None else ""
        yield f"Experten skriver: {full_stop(given.note)}{source}"
    for claim in found.case.claims(item.fact):
        if claim.note:
            yield f"{found.case.sources[claim.source].name}, {day_text(claim.date)}: {full_stop(claim.note)}"
