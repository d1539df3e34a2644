"""Every statute and paragraph that a text names must stand in rules/lagrum.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.legal import law_mentions, legal_texts
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value
from sigrisk.lawtext import unknown_laws


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    book = material.packs.laws
    for named in legal_texts(material):
        for at, law in unknown_laws(named.text, book):
            told = f"texten nämner ”{law}”, som inte finns i rules/lagrum.yaml"
            yield named.found(at, f"{named.about} / {law}", told, "lägg till lagen under ”laws”, eller ta bort den")
    for named, mention in law_mentions(material, book):
        about = f"{named.about} / {mention.written}"
        if not mention.laws:
            told = f"texten nämner {mention.written} men inte vilken lag det gäller"
            yield named.found(mention.at, about, told, "skriv lagens namn efter lagrummet")
        elif mention.paragraph is None:
            told = f"texten nämner {mention.written}, som inte finns i rules/lagrum.yaml"
            help_ = "lägg till lagrummet med vem som har läst det och när, eller ta bort det ur texten"
            yield named.found(mention.at, about, told, help_)


CHECK = Check(
    code="SIG218",
    name="unknown_law",
    title="Lagrum som inte finns bland lagrummen",
    why=(
        "Lagar ändras. Varje lagrum som står i en text ska därför ha en rad i rules/lagrum.yaml som säger vad det "
        "handlar om, när det gäller och vem som har läst det. Då går det att se vad som behöver skrivas om när lagen "
        "ändras. Granskningen läser regler, frågor, gränser, utfall, profiler, checklistor och mallar, och de kapitel "
        "i brottsbalken som brottstyperna har."
    ),
    passing=Example({**WHOLE, RULES_FILE: with_value(RULES, "do", "Pröva stöd enligt socialtjänstlagen.")}),
    failing=Example(
        {**WHOLE, RULES_FILE: with_value(RULES, "do", "Pröva 98 kap. 1 § socialtjänstlagen och skollagen.")},
        ("empty_days / 98 kap. 1 § socialtjänstlagen", "empty_days / skollagen"),
    ),
    find=_find,
    needs=Needs.BOOK,
)
