"""A local or proposed number must say why it is what it is, and a local rule who decided."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, without


def _find(material: Material) -> Iterator[Found]:
    for param in entries(material, "params"):
        if param.text("basis") in ("local", "proposal") and not param.text("why"):
            yield param.found(
                param.id,
                f"gränsen ”{param.id}” bygger inte på någon källa och säger inte varför talet är valt",
                "skriv skälet efter ”why”",
            )
    for rule in entries(material, "rules"):
        if rule.text("basis") == "local" and not rule.text("why"):
            yield rule.found(
                rule.id,
                f"regeln ”{rule.id}” är kommunens eget beslut men säger inte vem som har beslutat",
                "skriv efter ”why” vem som har beslutat, när och varför",
            )


CHECK = Check(
    code="SIG217",
    name="reasonless_number",
    title="Eget beslut eller förslag utan skäl",
    why=(
        "Det som ingen källa säger måste ha ett skäl som går att pröva. För ett lokalt beslut ska det framgå vem som "
        "har beslutat och när, så att den som ifrågasätter det vet vart frågan ska ställas."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, RULES_FILE: without(RULES, "why")}, ("empty_days",)),
    find=_find,
)
