"""A number must be used by some rule."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import standing
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value
from sigrisk.condition import params_in
from sigrisk.rulebook import params_used


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    used = {param.id for book in material.books.values() for param in params_used(book)}
    used.update(*(params_in(placed.rule.when) for placed in material.packs.rules.values()))
    for param_id, param in standing(material, "params").items():
        if param_id not in used:
            yield param.found(
                param_id,
                f"ingen regel använder gränsen ”{param_id}”",
                "använd den i ett villkor med {param: …}, eller ta bort den",
                "id",
            )


CHECK = Check(
    code="SIG208",
    name="unused_param",
    title="Gräns som ingen regel använder",
    why=(
        "Den som ändrar en gräns väntar sig att något händer. En gräns som inget villkor läser ser ut att styra men "
        "gör det inte. Att talet bara nämns i en mening räcker inte."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, RULES_FILE: with_value(RULES, "at_least", "2")}, ("empty_days_min",)),
    find=_find,
    needs=Needs.BOOK,
)
