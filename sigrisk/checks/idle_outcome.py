"""Every outcome must have its texts, and a profile that can give it."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import entries, standing
from sigrisk.checks.sample import WHOLE
from sigrisk.rulebook import RuleBook

_KEYS = ("title", "short", "means", "do")
_TEXTS = """\
outcomes:
  - id: outside
    title: Utanför Exempelbys målgrupp
    short: åldern ligger utanför målgruppen
    means: Den unges ålder ligger utanför målgruppen i Exempelby.
    do: Ta reda på vem som vänder sig till åldern.
"""


def _find(material: Material) -> Iterator[Found]:
    for outcome in entries(material, "outcomes"):
        for key in _KEYS:
            if key in outcome.data and not outcome.text(key) and outcome.data[key] is not None:
                told = f"utfallet ”{outcome.id}” har en tom text i ”{key}”"
                what = f"”{key}”: får inte vara tomt"
                yield outcome.found(f"{outcome.id} / {key}", told, f"skriv en text efter ”{key}”", key, instead_of=what)
    if material.packs is None:
        return
    given = {outcome for book in material.books.values() for outcome in outcomes_of(book)}
    for outcome_id, outcome in standing(material, "outcomes").items():
        if outcome_id not in given:
            told = f"ingen profil kan komma fram till utfallet ”{outcome_id}”"
            yield outcome.found(
                outcome_id, told, "ta med en rad i en beslutslista som leder dit, eller ta bort det", "id"
            )


def outcomes_of(book: RuleBook) -> frozenset[str]:
    """The outcomes that a profile's decision list leads to."""
    named = (book.rules[rule_id].rule.outcome for rule_id in book.decision)
    return frozenset(outcome.value for outcome in named if outcome is not None)


CHECK = Check(
    code="SIG223",
    name="idle_outcome",
    title="Utfall utan text eller utan profil",
    why=(
        "Ett utfall är det första läsaren ser, så alla fyra texterna behövs. Ett utfall som ingen beslutslista leder "
        "till ser ut som en möjlighet som inte finns."
    ),
    passing=Example({**WHOLE, "rules/outcomes.yaml": _TEXTS}),
    failing=Example(
        {**WHOLE, "rules/outcomes.yaml": _TEXTS.replace("Ta reda på vem som vänder sig till åldern.", '" "')},
        ("outside / do",),
    ),
    find=_find,
    needs=Needs.BOTH,
)
