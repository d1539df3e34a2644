"""The three sentences of a rule must say different things."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value

_KEYS = ("says", "says_not", "says_open")


def _find(material: Material) -> Iterator[Found]:
    for rule in entries(material, "rules"):
        first: dict[str, str] = {}
        for key in _KEYS:
            text = " ".join(rule.text(key).lower().split())
            if text and text in first:
                yield rule.found(
                    f"{rule.id} / {first[text]} / {key}",
                    f"regeln ”{rule.id}” säger samma sak i ”{first[text]}” och ”{key}”",
                    "skriv en egen mening för varje svar",
                    key,
                )
            first.setdefault(text, key)


CHECK = Check(
    code="SIG204",
    name="same_sentence",
    title="Samma mening för två svar",
    why=(
        "Att något är uppfyllt, inte är uppfyllt och inte går att avgöra är tre olika besked. Står samma mening två "
        "gånger har någon kopierat och glömt att skriva om, och läsaren kan inte se vilket svar det blev."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {
            **WHOLE,
            RULES_FILE: with_value(RULES, "says_not", '"Den unges dagar saknar innehåll. Det framgår av {facts}."'),
        },
        ("empty_days / says / says_not",),
    ),
    find=_find,
)
