"""A paragraph that a text names must be verified, or the text must say that it isn't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.legal import law_mentions
from sigrisk.checks.raw import standing
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value

_SAYS_SO = re.compile(r"\binte (?:är )?(?:kontrollera[dt]|verifiera[dt])", re.IGNORECASE)
_LAW = """\
paragraphs:
  - id: fl-motivering
    law: fl
    section: "32"
    about: Beslutet ska motiveras.
    read: text
    read_on: 2026-03-02
"""
_NAMING = with_value(RULES, "do", '"Skriv skälen (32 § förvaltningslagen)."')


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    book = material.packs.laws
    places = standing(material, "paragraphs")
    where: dict[str, list[str]] = {}
    for named, mention in law_mentions(material, book):
        one = mention.paragraph
        if one is not None and not one.verified and not _SAYS_SO.search(named.text):
            where.setdefault(one.id, []).append(f"{named.file}:{named.at.line}")
    for paragraph_id, listed in where.items():
        others = len(set(listed)) - 1
        more = f" och på {others} ställen till" if others > 1 else " och på ett ställe till" if others else ""
        yield places[paragraph_id].found(
            paragraph_id,
            f"ingen har kontrollerat {book.cite(paragraph_id)}, som nämns i {listed[0]}{more}",
            "fyll i ”verified_by” och ”verified_on” när en jurist har läst det, eller skriv i texten att det inte är "
            "kontrollerat",
            "id",
        )


CHECK = Check(
    code="SIG219",
    name="unverified_law",
    title="Lagrum som ingen har kontrollerat",
    why=(
        "Ett lagrum som står i en promemoria läses som om det gäller. Innan det trycks ska någon på kommunen ha läst "
        "det och skrivit sitt namn och dagen i rules/lagrum.yaml. Tills dess ska texten säga att det inte är "
        "kontrollerat. Varje lagrum visas en gång, på sin plats i rules/lagrum.yaml."
    ),
    passing=Example(
        {
            **WHOLE,
            RULES_FILE: _NAMING,
            "rules/lagrum.yaml": _LAW + "    verified_by: Kim Exempel, kommunjurist\n    verified_on: 2026-03-02\n",
        }
    ),
    failing=Example({**WHOLE, RULES_FILE: _NAMING, "rules/lagrum.yaml": _LAW}, ("fl-motivering",)),
    find=_find,
    needs=Needs.BOOK,
)
