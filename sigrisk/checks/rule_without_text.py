"""A rule must have a sentence for each verdict."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value

_KEYS = {
    "title": "rubrik",
    "says": "mening för när den är uppfylld",
    "says_not": "mening för när den inte är uppfylld",
    "says_open": "mening för när den inte går att avgöra",
}


def _find(material: Material) -> Iterator[Found]:
    for rule in entries(material, "rules"):
        for key, words in _KEYS.items():
            if not rule.text(key):
                absent = key not in rule.data
                told = f"”{key}”: värdet saknas" if rule.data.get(key) is None else f"”{key}”: får inte vara tomt"
                yield rule.found(
                    f"{rule.id} / {key}",
                    f"regeln ”{rule.id}” saknar {words}",
                    f"skriv en text efter ”{key}”",
                    *(() if absent else (key,)),
                    instead_of=f"nyckeln ”{key}” saknas" if absent else told,
                )


CHECK = Check(
    code="SIG203",
    name="rule_without_text",
    title="Regel utan text",
    why=(
        "sigrisk hittar aldrig på en mening. Står det inget för ett av de tre svaren blir det en lucka i promemorian, "
        "just där läsaren ska få veta varför. En text av bara mellanslag är lika tom."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, RULES_FILE: with_value(RULES, "says_open", '" "')}, ("empty_days / says_open",)),
    find=_find,
)
