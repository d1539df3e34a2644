"""A number must say where it comes from and what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import PARAMS, PARAMS_FILE, WHOLE, with_value, without


def _find(material: Material) -> Iterator[Found]:
    for param in entries(material, "params"):
        if param.text("basis") in ("", "source") and not param.rows("sources"):
            yield param.found(
                f"{param.id} / basis",
                f"gränsen ”{param.id}” säger inte var talet kommer ifrån",
                "lägg till ”sources” med dokument och rubrik, eller ”basis: local” eller ”basis: proposal”",
                instead_of="källan saknas",
            )
        if not param.text("unit"):
            absent = "unit" not in param.data
            told = "värdet saknas" if param.data.get("unit") is None else "får inte vara tomt"
            yield param.found(
                f"{param.id} / unit",
                f"gränsen ”{param.id}” saknar enhet",
                "skriv efter ”unit” vad talet räknar, till exempel år, månader eller riskfaktorer",
                *(() if absent else ("unit",)),
                instead_of="nyckeln ”unit” saknas" if absent else f"”unit”: {told}",
            )


CHECK = Check(
    code="SIG207",
    name="param_without_basis",
    title="Gräns utan ursprung eller enhet",
    why=(
        "Ett tal avgör vem som hamnar på vilken sida om en gräns. Därför ska det framgå om en källa anger det, om "
        "kommunen har beslutat det eller om det är ett förslag, och vad det räknar."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {**WHOLE, PARAMS_FILE: with_value(without(PARAMS, "basis"), "unit", '" "')},
        ("empty_days_min / basis", "empty_days_min / unit"),
    ),
    find=_find,
)
