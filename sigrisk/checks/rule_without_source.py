"""A rule, fact, question, offence or profile must say where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import Entry, entries, items, whole_files
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, without


def _find(material: Material) -> Iterator[Found]:
    for what, entry in _sourced(material):
        if entry.text("basis") in ("", "source") and not entry.rows("sources"):
            yield entry.found(
                entry.id,
                f"{what} ”{entry.id}” säger inte var den kommer ifrån",
                "lägg till ”sources” med dokument och rubrik, eller ”basis: local” eller ”basis: proposal”",
                instead_of="källan saknas",
            )


def _sourced(material: Material) -> Iterator[tuple[str, Entry]]:
    for key, what in (("rules", "regeln"), ("facts", "uppgiften"), ("offences", "brottstypen")):
        yield from ((what, entry) for entry in entries(material, key))
    yield from (("frågan", entry) for entry in items(material))
    yield from (("checklistan", entry) for entry in whole_files(material, "sigrisk_instrument"))
    yield from (("profilen", entry) for entry in whole_files(material, "sigrisk_profile"))


CHECK = Check(
    code="SIG202",
    name="rule_without_source",
    title="Regel, uppgift eller fråga utan källa",
    why=(
        "Den som läser promemorian ska kunna se varför en regel finns. Den har en källa, eller så är den kommunens "
        "eget beslut eller ett förslag, och då ska det stå. Ett ärligt förslag är bättre än en påhittad källa."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, RULES_FILE: without(RULES, "basis")}, ("empty_days",)),
    find=_find,
)
