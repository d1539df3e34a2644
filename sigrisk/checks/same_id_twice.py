"""An id must stand once in a pack, and a fact in one life area."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import Entry, entries, pack_of, whole_files
from sigrisk.checks.sample import PARAMS, PARAMS_FILE, WHOLE

_LISTS = {
    "params": "gränsen",
    "outcomes": "utfallet",
    "documents": "dokumentet",
    "offences": "brottstypen",
    "laws": "lagen",
    "paragraphs": "lagrummet",
}
_DEFINITIONS = PARAMS.partition("\n")[2]


def _find(material: Material) -> Iterator[Found]:
    for key, what in _LISTS.items():
        yield from _twice(entries(material, key), key, what)
    yield from _twice(whole_files(material, "sigrisk_profile"), "profiles", "profilen")
    yield from _twice(_life_areas(material), "domains", "livsområdet")
    yield from _facts(material)
    yield from _twice(_cases(material), "cases", "ärendet")


def _twice(listed: Iterator[Entry], key: str, what: str) -> Iterator[Found]:
    seen: dict[tuple[str, str], str] = {}
    for entry in listed:
        place = (pack_of(entry.document.file), entry.id)
        if entry.id and place in seen:
            told = f"{what} ”{entry.id}” finns redan i {seen[place]}, och den ena ersätter den andra"
            yield entry.found(f"{key} / {entry.id}", told, "ge den ett eget id, eller slå ihop dem", "id")
        seen.setdefault(place, entry.document.file)


def _life_areas(material: Material) -> Iterator[Entry]:
    for file in whole_files(material, "domain"):
        yield Entry(file.document, (), {"id": file.data["domain"]})


def _cases(material: Material) -> Iterator[Entry]:
    for file in whole_files(material, "sigrisk"):
        yield Entry(file.document, ("case",), file.group("case"))


def _facts(material: Material) -> Iterator[Found]:
    """Facts that stand in two life areas: a local file lies over the shipped one of its own area only."""
    in_force = {file.text("domain"): file.document for file in whole_files(material, "domain")}
    seen: dict[str, str] = {}
    for domain, document in in_force.items():
        for entry in entries(Material((document,), None, ()), "facts"):
            if entry.id and entry.id in seen:
                told = f"uppgiften ”{entry.id}” finns redan i livsområdet ”{seen[entry.id]}”"
                help_ = "ge den ett eget id, eller kopiera det andra livsområdets fil och ändra den där"
                yield entry.found(f"facts / {entry.id}", told, help_, "id")
            seen.setdefault(entry.id, domain)


CHECK = Check(
    code="SIG225",
    name="same_id_twice",
    title="Samma id två gånger",
    why=(
        "Det som står i en lokal mapp ersätter det medföljande med samma id, och det är meningen. Men inom en mapp är "
        "två likadana id ett misstag: den ena försvinner utan att någon märker det. Detsamma gäller en uppgift som "
        "finns i två livsområden. Två regler eller frågor med samma id stoppas redan när filerna läses."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, PARAMS_FILE: PARAMS + _DEFINITIONS}, ("params / empty_days_min",)),
    find=_find,
)
