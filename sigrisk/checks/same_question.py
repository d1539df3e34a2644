"""Two facts must not ask the same question."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import standing

_VOCABULARY = """\
domain: exempelby
label: Exempelby
order: 90
facts:
  - id: exempelby.bad_company
    label: Fel umgänge
    ask: Umgås den unge med fel personer i Exempelby?
    type: level
    side: risk
    basis: local
  - id: exempelby.company
    label: Umgänge i Exempelby
    ask: Vilka umgås den unge med i Exempelby?
    type: level
    side: risk
    basis: local
"""
_TWICE = _VOCABULARY.replace("Vilka umgås den unge med i Exempelby?", "Umgås den unge med fel personer i Exempelby?")


def _find(material: Material) -> Iterator[Found]:
    for key, what in (("ask", "samma fråga"), ("label", "samma namn")):
        first: dict[str, str] = {}
        for fact_id, fact in standing(material, "facts").items():
            text = " ".join(fact.text(key).lower().split())
            if text and text in first:
                yield fact.found(
                    f"{first[text]} / {fact_id} / {key}",
                    f"uppgifterna ”{first[text]}” och ”{fact_id}” har {what}",
                    "skriv vad som skiljer dem åt, eller slå ihop dem",
                    key,
                )
            first.setdefault(text, fact_id)


CHECK = Check(
    code="SIG212",
    name="same_question",
    title="Två uppgifter med samma fråga eller namn",
    why=(
        "Det som är känt ska skrivas in en gång. Får två uppgifter samma fråga svarar den som fyller i på den ena, och "
        "reglerna som läser den andra förblir oavgjorda."
    ),
    passing=Example({"rules/vocabulary/90_exempelby.yaml": _VOCABULARY}),
    failing=Example(
        {"rules/vocabulary/90_exempelby.yaml": _TWICE}, ("exempelby.bad_company / exempelby.company / ask",)
    ),
    find=_find,
)
