"""A fact that a rule reads must be possible to answer."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import standing
from sigrisk.checks.unused_fact import facts_in_checklists, facts_read
from sigrisk.derived import DERIVES
from sigrisk.vocabulary import FactDef, Side

_VOCABULARY = """\
domain: exempelby
label: Exempelby
order: 90
facts:
  - id: exempelby.nights_out
    label: Är ute om nätterna
    ask: Är den unge ute om nätterna?
    type: level
    side: risk
    basis: local
"""
_COUNTED = _VOCABULARY.replace("    basis", "    derived: true\n    basis")


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    read, in_checklists = facts_read(material.packs), facts_in_checklists(material.packs)
    for fact_id, entry in standing(material, "facts").items():
        if fact_id not in read or fact_id not in material.packs.vocabulary or fact_id in in_checklists:
            continue
        fact = material.packs.vocabulary[fact_id].definition
        if fact_id not in DERIVES and not _asked(fact):
            told = "den ska räknas fram, men sigrisk räknar inte fram den" if fact.derived else "frågan är tom"
            yield entry.found(
                fact_id,
                f"en regel läser ”{fact_id}”, men ingen kan svara på den: {told}",
                "ta bort ”derived” och skriv en fråga efter ”ask”, eller ta med uppgiften i en checklista",
                "derived" if fact.derived else "ask",
            )


def _asked(fact: FactDef) -> bool:
    """Whether a case file can answer it: it has a question, and isn't left to be worked out."""
    return bool(fact.ask.strip()) and (not fact.derived or fact.side is Side.HISTORY)


CHECK = Check(
    code="SIG211",
    name="unasked_fact",
    title="Uppgift som läses men aldrig frågas efter",
    why=(
        "En regel som bygger på något som ingen kan svara på går aldrig att avgöra. En uppgift kan besvaras på tre "
        "sätt: i ärendefilen, om uppgiften har en fråga, i en checklista, om någon av dess frågor hör till uppgiften, "
        "eller genom att sigrisk räknar fram den ur händelser, samtycken och personuppgifter. En uppgift som är märkt "
        "”derived” men som sigrisk inte räknar fram har inget av det."
    ),
    passing=Example({"rules/vocabulary/90_exempelby.yaml": _VOCABULARY}),
    failing=Example({"rules/vocabulary/90_exempelby.yaml": _COUNTED}, ("exempelby.nights_out",)),
    find=_find,
    needs=Needs.BOOK,
)
