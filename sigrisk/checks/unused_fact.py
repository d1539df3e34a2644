"""A fact must be read by some rule, or shown in the memo."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import standing, texts
from sigrisk.condition import ConditionError, Scope, facts_in, resolve
from sigrisk.packs import Packs
from sigrisk.vocabulary import Fact, FactType, Side

_VOCABULARY = """\
domain: exempelby
label: Exempelby
order: 90
facts:
  - id: exempelby.bathing
    label: Badar i sjön
    ask: Badar den unge i sjön?
    type: bool
    side: context
    basis: local
"""
_RISK = _VOCABULARY.replace("type: bool", "type: level").replace("side: context", "side: risk")


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    used, in_checklists = facts_read(material.packs), facts_in_checklists(material.packs)
    named = " ".join(text.text for text in texts(material) if "{fact:" in text.text)
    for fact_id, entry in standing(material, "facts").items():
        if fact_id not in material.packs.vocabulary or fact_id in used or f"{{fact:{fact_id}}}" in named:
            continue
        if fact_id in in_checklists or _shown(material.packs.vocabulary[fact_id]):
            continue
        yield entry.found(
            fact_id,
            f"ingen regel läser uppgiften ”{fact_id}”, och promemorian visar den inte",
            "använd den i ett villkor, eller ta bort den",
            "id",
        )


def facts_read(packs: Packs) -> frozenset[str]:
    """Every fact that some rule reads, also one that a selector chooses, in a profile or not."""
    scope = Scope(packs.vocabulary, {param.id: param.default for param in packs.params.values()})
    found: set[str] = set()
    for placed in packs.rules.values():
        try:
            found.update(facts_in(resolve(placed.rule.when, scope)))
        except ConditionError:  # told by sigrisk validate; a rule that no profile uses is told by a check of its own
            continue
    return frozenset(found)


def facts_in_checklists(packs: Packs) -> frozenset[str]:
    """Every fact that some question of a checklist informs."""
    return frozenset(item.fact for instrument in packs.instruments.values() for item in instrument.items())


def _shown(fact: Fact) -> bool:
    """Whether the memo's picture of risk, protection and needs counts or lists it."""
    side, kind = fact.definition.side, fact.definition.type
    if side is Side.RISK:
        return kind is FactType.LEVEL
    return side is Side.NEED or (side is Side.PROTECTION and kind is FactType.PROTECTION)


CHECK = Check(
    code="SIG210",
    name="unused_fact",
    title="Uppgift som inget läser",
    why=(
        "Varje fråga kostar tid och rör någons privatliv, så det ska finnas ett skäl att ställa den. En uppgift är i "
        "bruk om en regel läser den, ensam eller i ett urval, om en mening skriver ut den, om en checklista räknar "
        "den, eller om den hör till de riskfaktorer, skyddsfaktorer och behov som promemorian visar. Annars ska den "
        "bort."
    ),
    passing=Example({"rules/vocabulary/90_exempelby.yaml": _RISK}),
    failing=Example({"rules/vocabulary/90_exempelby.yaml": _VOCABULARY}, ("exempelby.bathing",)),
    find=_find,
    needs=Needs.BOOK,
)
