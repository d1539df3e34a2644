"""Every document among the sources must be cited."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import standing
from sigrisk.checks.sample import PARAMS, PARAMS_FILE, changed
from sigrisk.checks.unknown_document import citations

_SOURCES = """\
documents:
  - id: exempelby-2026
    title: Riktlinjer för SIG i Exempelby
    author: Exempelby kommun
    year: 2026
"""
_CITING = changed(PARAMS, "    basis: local", "    sources: [{doc: exempelby-2026, section: Riktlinjer}]")


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:  # a file that can't be read may cite anything
        return
    cited = {doc for _, _, doc in citations(material)}
    for source_id, source in standing(material, "documents").items():
        if source_id not in cited:
            yield source.found(
                source_id,
                f"inget hänvisar till dokumentet ”{source_id}”",
                "hänvisa till det där det används, eller ta bort det",
                "id",
            )


CHECK = Check(
    code="SIG216",
    name="uncited_document",
    title="Källa som inget hänvisar till",
    why=(
        "Källförteckningen ska visa vad regelboken bygger på. Ett dokument som inget hänvisar till ger sken av ett "
        "stöd som inte finns."
    ),
    passing=Example({"rules/sources.yaml": _SOURCES, PARAMS_FILE: _CITING}),
    failing=Example({"rules/sources.yaml": _SOURCES, PARAMS_FILE: PARAMS}, ("exempelby-2026",)),
    find=_find,
    needs=Needs.BOOK,
)
