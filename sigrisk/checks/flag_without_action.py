"""A flag must say what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, without


def _find(material: Material) -> Iterator[Found]:
    for rule in entries(material, "rules"):
        if rule.text("kind") == "flag" and not rule.text("do"):
            yield rule.found(
                rule.id,
                f"flaggan ”{rule.id}” säger inte vad gruppen ska göra",
                "skriv efter ”do” vad gruppen bör göra när flaggan gäller",
                *(("do",) if "do" in rule.data else ()),
            )


CHECK = Check(
    code="SIG205",
    name="flag_without_action",
    title="Flagga utan råd",
    why="En varning som inte säger vad gruppen kan göra åt saken lämnar läsaren ensam med den.",
    passing=Example(WHOLE),
    failing=Example({**WHOLE, RULES_FILE: without(RULES, "do")}, ("empty_days",)),
    find=_find,
)
