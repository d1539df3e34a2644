"""What has happened, an age, a date and a person's sex must not be called something that support may change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import Entry, standing

_PERSON: Final = frozenset({"person.age", "person.sex"})
_TIMES: Final = frozenset({"age", "date"})

_VOCABULARY: Final = """\
domain: exempelby
label: Exempelby
order: 90
facts:
  - id: exempelby.truancy
    label: Skolk i Exempelby
    ask: Skolkar den unge i Exempelby?
    type: level
    side: risk
    dynamic: true
    basis: local
  - id: exempelby.stole
    label: Stöld i Exempelby
    ask: Har den unge stulit i Exempelby?
    type: bool
    side: history
    basis: local
"""
_CHANGED: Final = _VOCABULARY.replace("side: history\n", "side: history\n    dynamic: true\n")


def _find(material: Material) -> Iterator[Found]:
    for fact_id, fact in standing(material, "facts").items():
        if fact.data.get("dynamic") is True and (why := _why(fact_id, fact)):
            yield fact.found(
                fact_id,
                f"uppgiften ”{fact_id}” är märkt som föränderlig, men {why}",
                "ta bort ”dynamic”: räkneövningar får bara ändra det som kan bli annorlunda från och med nu",
                "dynamic",
            )


def _why(fact_id: str, fact: Entry) -> str:
    """Why support can't change it; empty where it may. What a question's words mean is left to its author."""
    if fact.text("side") == "history":
        return "gäller något som redan har hänt (side: history)"
    if fact_id in _PERSON:
        return "gäller den unges ålder eller kön"
    return "är en ålder eller ett datum" if fact.text("type") in _TIMES else ""


CHECK = Check(
    code="SIG241",
    name="changing_history",
    title="Det som har hänt märkt som föränderligt",
    why=(
        "En räkneövning prövar vad som händer om en uppgift förändras. Prövas det som redan har hänt blir den ett råd "
        "om att skriva om historien."
    ),
    passing=Example({"rules/vocabulary/90_exempelby.yaml": _VOCABULARY}),
    failing=Example({"rules/vocabulary/90_exempelby.yaml": _CHANGED}, ("exempelby.stole",)),
    find=_find,
)
