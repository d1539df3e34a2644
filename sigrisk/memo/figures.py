"""The memo's pictures of counts: drawn from the same tallies as the table below each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sigrisk.checklisttext import STEPS
from sigrisk.memo.clean import fit
from sigrisk.memo.model import Block, Memo, Picture, Table
from sigrisk.pictures.bars import Area, Range, drawings
from sigrisk.pictures.draw import part_title
from sigrisk.pictures.spread import spread
from sigrisk.score import Tally, is_yes_no
from sigrisk.series import series


def counted(name: str, tallies: Sequence[Tally], table: Table, labels: Mapping[str, str] = STEPS) -> list[Picture]:
    """The pictures of some areas' counts. ``table`` has a row for each area; rows after them stand in the last part.

    Steps without a label are left out, as in the table. Of yes-or-no questions the answers with yes are drawn.
    """
    if not tallies:
        return []
    areas = [_area(one, labels) for one in tallies]
    shown = drawings(name, fit(f"{table.caption} i bild"), _description(tallies), areas)
    found = []
    for number, (drawing, places) in enumerate(shown, start=1):
        end = len(table.rows) if number == len(shown) else places.stop
        caption = part_title(table.caption, number, len(shown))
        part = replace(table, caption=caption, rows=table.rows[places.start : end])
        found.append(Picture(drawing.title, drawing.description, drawing.svg, part))
    return found


def counting(shown: Sequence[Picture], facts: frozenset[str]) -> list[Picture]:
    """The pictures with the facts that they count."""
    return [replace(one, facts=facts) for one in shown]


def in_two_columns(memo: Memo) -> Memo:
    """The memo with its pictures as they are on paper."""
    return replace(memo, sections=tuple(replace(s, blocks=tuple(map(_on_paper, s.blocks))) for s in memo.sections))


def _on_paper(block: Block) -> Block:
    return replace(block, svg=spread(block.svg)) if isinstance(block, Picture) else block


def _area(one: Tally, labels: Mapping[str, str]) -> Area:
    if is_yes_no(one):
        ranges = [Range("Svaret är ja", one.counts[-1].low, one.counts[-1].high)]
    else:
        ranges = [Range(fit(labels[c.step]), c.low, c.high) for c in one.counts if c.step in labels]
    notes = [f"svar saknas: {one.unknown}"] if one.unknown else []
    notes += [f"ej aktuellt: {one.not_applicable}"] if one.not_applicable else []
    return Area(fit(one.label), tuple(ranges), one.items - one.not_applicable, ", ".join(notes))


def _description(tallies: Sequence[Tally]) -> str:
    what = (
        "Staplarna visar hur många svar som är ja."
        if is_yes_no(tallies[0])
        else "I varje område har varje nivå en stapel."
    )
    missing = [f"”{one.label}”" for one in tallies if one.unknown]
    told = f"{what} Den fyllda delen är det antal som är säkert."
    if elsewhere := [f"”{one.label}”" for one in tallies if one.elsewhere]:
        told += f" Alla svar är inte bedömarens: andra uppgifter i ärendet räknas med i {series(elsewhere)}."
    elif not missing:
        told += " Inga svar saknas."
    if missing:
        more = "Den randiga delen är så många till som det kan bli när svar saknas."
        told += f" {more} Svar saknas helt eller delvis för {series(missing)}."
    return fit(told)
