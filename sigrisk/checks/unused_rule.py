"""A rule must be used by some profile."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import standing
from sigrisk.checks.sample import PROFILE, PROFILE_FILE, WHOLE, without


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    used: set[str] = set()
    for profile in material.packs.profiles:
        named = (*profile.rules, *profile.decision, *profile.alternatives)
        used.update(profile.instead.get(rule_id, rule_id) for rule_id in named)
    for rule_id, rule in standing(material, "rules").items():
        if rule_id not in used:
            yield rule.found(
                rule_id,
                f"ingen profil använder regeln ”{rule_id}”",
                "lägg till den i en profil, eller ta bort den",
                "id",
            )


CHECK = Check(
    code="SIG206",
    name="unused_rule",
    title="Regel som ingen profil använder",
    why=(
        "En regel prövas bara om en profil nämner den. Den som har skrivit regeln tror kanske att den gäller. En regel "
        "som alla profiler har bytt ut med ”instead” är inte heller i bruk."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, PROFILE_FILE: without(PROFILE, "rules")}, ("empty_days",)),
    find=_find,
    needs=Needs.BOOK,
)
