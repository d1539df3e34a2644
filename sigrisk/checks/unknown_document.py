"""Every cited document must stand among the sources."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import owner
from sigrisk.checks.sample import PARAMS, PARAMS_FILE, WHOLE, changed
from sigrisk.diagnostics import did_you_mean
from sigrisk.yamlfile import Data, Document


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    for document, path, doc in citations(material):
        if doc not in material.packs.sources:
            yield Found(
                document.file,
                document.where(path),
                f"{owner(document, path)} / {doc}",
                f"okänt dokument ”{doc}”",
                did_you_mean(doc, material.packs.sources) or "lägg till dokumentet i rules/sources.yaml",
            )


def citations(material: Material) -> Iterator[tuple[Document, tuple[str | int, ...], str]]:
    """Every cited document, wherever something is cited, and where its name stands."""
    for document in material.documents:
        yield from ((document, path, doc) for path, doc in _cited(document.data, ()))


def _cited(data: Data, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, dict):
        if "doc" in data and "section" in data:
            yield (*path, "doc"), str(data["doc"])
        for key, value in data.items():
            yield from _cited(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _cited(value, (*path, index))


CHECK = Check(
    code="SIG215",
    name="unknown_document",
    title="Källa som inte finns i källförteckningen",
    why=(
        "En hänvisning ska gå att följa till ett dokument med titel, författare och år. För reglerna i en profil säger "
        "sigrisk till redan när filerna läses. Det här gäller också gränser, uppgifter, frågor, brottstyper, profiler "
        "och regler som ännu inte används."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {
            **WHOLE,
            PARAMS_FILE: changed(
                PARAMS, "    basis: local", "    sources: [{doc: exempelby-2026, section: Riktlinjer}]"
            ),
        },
        ("empty_days_min / exempelby-2026",),
    ),
    find=_find,
    needs=Needs.BOOK,
)
