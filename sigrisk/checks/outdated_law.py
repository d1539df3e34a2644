"""A text must not name a paragraph that has ceased to apply."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.legal import law_mentions
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    book = material.packs.laws
    for named, mention in law_mentions(material, book):
        one = mention.paragraph
        if one is not None and one.valid_to is not None:
            yield named.found(
                mention.at,
                f"{named.about} / {one.id}",
                f"texten nämner {book.cite(one.id)}, som gällde till och med {one.valid_to}",
                one.note or "skriv det lagrum som gäller nu",
            )


CHECK = Check(
    code="SIG220",
    name="outdated_law",
    title="Lagrum som inte gäller längre",
    why=(
        "De flesta källor om SIG är skrivna när den tidigare socialtjänstlagen gällde. Ett lagrum som följer med "
        "därifrån pekar i dag på något annat eller på ingenting."
    ),
    passing=Example({**WHOLE, RULES_FILE: with_value(RULES, "do", "Pröva 11 kap. 1 § socialtjänstlagen.")}),
    failing=Example(
        {**WHOLE, RULES_FILE: with_value(RULES, "do", "Pröva 4 kap. 1 § socialtjänstlagen.")},
        ("empty_days / sol-2001-bistand",),
    ),
    find=_find,
    needs=Needs.BOOK,
)
