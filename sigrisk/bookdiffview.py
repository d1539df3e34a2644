"""The difference between two versions of a rule book as text."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from sigrisk.bookdiff import BookDiff, FieldChange, ItemChange, Side
from sigrisk.bookeffects import Effects, ScenarioChange, Turn
from sigrisk.columns import fold, line_width
from sigrisk.counted import counted

_CHANGES = {"added": "Nytt", "removed": "Borttaget", "changed": "Ändrat"}
_BY = {"OLD": "det gamla", "NEW": "det nya"}
_NEAR = 1


def text_of(view: BookDiff) -> str:
    """The whole difference, for a terminal, a pipe or a screen reader: one thing under another."""
    return "\n".join(_lines(view, line_width(None)))


def _lines(view: BookDiff, wide: int) -> Iterator[str]:
    for warning in view.warnings:
        yield from (*fold(f"Varning: {warning}", wide), "")
    yield from fold(f"Gammalt: {_side(view.old)}", wide)
    yield from fold(f"Nytt: {_side(view.new)}", wide)
    if not view.parts:
        same = "Reglerna, gränserna, texterna, checklistorna, undantagen och mallarna är desamma."
        if view.old.checksum != view.new.checksum:
            same += " Filerna skiljer sig ändå åt, till exempel i kommentarer eller i vad regelverket kallar sig."
        yield from ("", *fold(same, wide))
    for part in view.parts:
        yield from ("", part.heading)
        for item in part.items:
            yield from _item(item, wide)
    yield from ("", *_effects(view.effects, wide))


def _side(side: Side) -> str:
    named = "; ".join(f"{e.label}, version {e.version}" for e in side.rulebooks) or "utan angiven version"
    return f"{side.where} ({named}; kontrollsumma {side.checksum})"


def _item(item: ItemChange, wide: int) -> Iterator[str]:
    yield from _hung(f"{_CHANGES[item.change]}: {item.title} ({item.id})", wide, "  ")
    for field in item.fields:
        if item.change == "added":
            yield from _block(field.what, field.after, wide)
        else:
            yield from _changed(field, wide)


def _block(what: str, lines: tuple[str, ...], wide: int) -> Iterator[str]:
    if len(lines) == 1:
        yield from _hung(f"{what}: {lines[0]}", wide, "    ")
        return
    yield f"    {what}:"
    for line in lines:
        yield from _hung(line, wide, "      ")


def _changed(field: FieldChange, wide: int) -> Iterator[str]:
    """A changed part: the lines that went are marked ”förut”, those that came ”nu”, and their neighbours stand bare."""
    yield f"    {field.what}:"
    skipped = False
    for mark, line in _marked(field.before, field.after):
        if mark is None:
            skipped = True
            continue
        if skipped:
            yield "      …"
        skipped = False
        yield from _hung(f"{mark:<7}{line}", wide, "      ")


def _marked(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str | None, str]]:
    """Each line with its mark; None for one that is the same on both sides and far from any change."""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            for i in range(a, b):
                near = (i - a < _NEAR and a > 0) or (b - i <= _NEAR and b < len(before))
                yield ("" if near else None), before[i]
            continue
        yield from (("förut:", line) for line in before[a:b])
        yield from (("nu:", line) for line in after[c:d])


def _hung(text: str, wide: int, indent: str) -> list[str]:
    first, *rest = fold(text, wide - len(indent) - 2)
    return [indent + first, *(f"{indent}  {line}" for line in rest)]


def _effects(found: Effects, wide: int) -> Iterator[str]:
    count = len(found.changes)
    if not count and found.tried == 1:
        yield from fold("Det enda övningsärendet som är prövat får samma utfall och samma flaggor.", wide)
    elif not count:
        tried = counted(found.tried, "övningsärende", "övningsärenden")
        yield from fold(f"Inget av {tried} får ett annat utfall eller andra flaggor.", wide)
    else:
        tried = counted(found.tried, "övningsärende", "övningsärenden")
        changed = f"{count} av {tried} får ett annat utfall, andra flaggor eller andra påminnelser:"
        yield from fold(changed, wide)
    for one in found.changes:
        yield from ("", *_scenario(one, wide))
    if found.untried:
        yield from ("", *fold("Övningsärenden som inte går att pröva med båda regelverken:", wide))
    for untried in found.untried:
        yield from _hung(f"{untried.scenario} kan inte prövas med {_BY[untried.by]} regelverket:", wide, "  ")
        for problem in untried.problems:
            yield from _hung(problem, wide, "    ")


def _scenario(one: ScenarioChange, wide: int) -> Iterator[str]:
    yield from _hung(f"{one.scenario} ({one.profile})", wide, "  ")
    if one.before == one.after:
        yield from _hung(f"Utfallet är detsamma: {_or(one.after)}", wide, "    ")
    else:
        yield from _hung(f"Utfall förut: {_or(one.before)}", wide, "    ")
        yield from _hung(f"Utfall nu: {_or(one.after)}", wide, "    ")
    for what, turns in (("Flagga", one.flags), ("Påminnelse", one.notes)):
        for turn in turns:
            yield from _hung(f"{what}: {_turn(turn)}", wide, "    ")
    for turn in one.because:
        cause = (
            "Regel vars villkor är ändrat"
            if turn.changed
            else "Regel som svarar annorlunda, fast den själv är oförändrad"
        )
        yield from _hung(f"{cause}: {_turn(turn)}", wide, "    ")


def _turn(turn: Turn) -> str:
    return f"”{turn.title}” – förut: {turn.before}, nu: {turn.after}"


def _or(titles: tuple[str, ...]) -> str:
    return titles[0] if len(titles) == 1 else " eller ".join(f"”{title}”" for title in titles)
