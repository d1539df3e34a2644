"""What has changed between two versions of a rule book, and which scenarios come out otherwise because of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sigrisk.bookeffects import Effects, effects
from sigrisk.models import Model
from sigrisk.packs import Packs, data_dir, load_roots
from sigrisk.sheets import Part, Sheet, parts
from sigrisk.sidesheets import side_parts
from sigrisk.validity import EditionReport, edition_reports

SHIPPED: Final = ("medföljande", "medfoljande")
_WHOLE: Final = (
    "rules/vocabulary",
    "rules/decision",
    "rules/profiles",
    "rules/params.yaml",
    "rules/outcomes.yaml",
    "rules/offences.yaml",
)
_SAME_MEANING: Final = "Är skriven på ett annat sätt, men orden för den är desamma."


class FieldChange(Model):
    """One part of a thing before and after, as lines."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class ItemChange(Model):
    """A thing that was added, removed or changed. Of an added one ``fields`` hold the most important parts."""

    id: str
    title: str
    change: str
    fields: tuple[FieldChange, ...]


class PartChange(Model):
    """All that changed in one sort of things."""

    id: str
    heading: str
    items: tuple[ItemChange, ...]


class Side(Model):
    """One of the two rule books: where it was read, its versions and its checksum."""

    where: str
    rulebooks: tuple[EditionReport, ...]
    checksum: str


class BookDiff(Model):
    """Two versions of a rule book: what ``sigrisk rules diff --json`` writes. ``warnings`` are sentences in Swedish."""

    sigrisk_rules_diff: int
    warnings: tuple[str, ...]
    old: Side
    new: Side
    parts: tuple[PartChange, ...]
    effects: Effects


def roots_of(word: str) -> tuple[Path, ...]:
    """The packs that OLD or NEW stands for: the shipped ones, a whole rule book, or a local pack over the shipped."""
    if word in SHIPPED:
        return (data_dir(),)
    folder = Path(word)
    return (folder,) if is_whole(folder) else (data_dir(), folder)


def is_whole(folder: Path) -> bool:
    """Whether a folder holds a rule book that stands alone, such as a checkout of sigrisk."""
    return all((folder / part).exists() for part in _WHOLE)


def diff(old: str, new: str, scenarios: Path | None) -> BookDiff:
    """What changed from OLD to NEW. Raises BadInput where either can't be read."""
    before, after = load_roots(roots_of(old)), load_roots(roots_of(new))
    changed = tuple(part for part in map(_part, _every_part(before), _every_part(after)) if part.items)
    sides = _side(old, before), _side(new, after)
    return BookDiff(
        sigrisk_rules_diff=1,
        warnings=tuple(_warnings(*sides)),
        old=sides[0],
        new=sides[1],
        parts=changed,
        effects=effects(before, after, scenarios),
    )


def _side(word: str, packs: Packs) -> Side:
    book = packs.book(packs.profiles.ids[0])
    return Side(where=word, rulebooks=edition_reports(book), checksum=packs.checksum)


def _every_part(packs: Packs) -> tuple[Part, ...]:
    return (*parts(packs), *side_parts(packs))


def _warnings(old: Side, new: Side) -> Iterator[str]:
    """The version is what a memo names: two books that go by one can't be told apart afterwards."""
    named = _names(new)
    if named and named == _names(old) and old.checksum != new.checksum:
        yield (
            f"Det gamla och det nya regelverket kallar sig båda {' och '.join(named)}, men de är inte lika: "
            "kontrollsummorna skiljer sig åt. Ge det nya en egen version i rules/rulebook.yaml, så att det går att se "
            "vilka regler en promemoria bygger på."
        )


def _names(side: Side) -> tuple[str, ...]:
    return tuple(f"{one.label}, version {one.version}" for one in side.rulebooks)


def _part(old: Part, new: Part) -> PartChange:
    return PartChange(id=new.id, heading=new.heading, items=tuple(_items(old, new)))


def _items(old: Part, new: Part) -> Iterator[ItemChange]:
    for one, sheet in new.sheets.items():
        if one not in old.sheets:
            told = [FieldChange(what=f, before=(), after=sheet.fields[f]) for f in sheet.first if sheet.fields[f]]
            yield ItemChange(id=one, title=sheet.title, change="added", fields=tuple(told))
    for one, sheet in old.sheets.items():
        if one not in new.sheets:
            yield ItemChange(id=one, title=sheet.title, change="removed", fields=())
    for one, sheet in new.sheets.items():
        if one in old.sheets and old.sheets[one].written != sheet.written:
            yield ItemChange(id=one, title=sheet.title, change="changed", fields=tuple(_fields(old.sheets[one], sheet)))


def _fields(old: Sheet, new: Sheet) -> Iterator[FieldChange]:
    found = False
    for what in dict.fromkeys((*old.fields, *new.fields)):
        before, after = old.fields.get(what, ()), new.fields.get(what, ())
        if before != after:
            found = True
            yield FieldChange(what=what, before=before, after=after)
    if not found:
        yield FieldChange(what="Skrivsätt", before=(), after=(_SAME_MEANING,))
