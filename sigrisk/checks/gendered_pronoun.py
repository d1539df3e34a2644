"""A text must not call the young person he or she."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import texts
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value

_PRONOUN = re.compile(r"\b(han|hon|honom|henne|hans|hennes)\b", re.IGNORECASE)


def _find(material: Material) -> Iterator[Found]:
    for text in texts(material):
        for word in dict.fromkeys(match[1].lower() for match in _PRONOUN.finditer(text.text)):
            yield text.found(
                f"texten säger ”{word}”", "skriv ”den unge”, eller skriv om meningen", f"{text.about} / {word}"
            )


CHECK = Check(
    code="SIG214",
    name="gendered_pronoun",
    title="Text som säger han eller hon",
    why=(
        "Reglerna är desamma vem den unge än är, och då ska meningarna också vara det. Ett pronomen som inte stämmer "
        "visar dessutom att texten är en mall och inte en bedömning."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {**WHOLE, RULES_FILE: with_value(RULES, "do", "Planera något som han kan göra på dagtid.")},
        ("empty_days / do / han",),
    ),
    find=_find,
)
