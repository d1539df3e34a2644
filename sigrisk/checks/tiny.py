"""A tiny pack for the examples of checks that look at whole rule books: one profile with a few rules of its own."""

from __future__ import annotations

PROFILE = "rules/profiles/prov.yaml"
CRITERIA = "rules/criteria/prov.yaml"
FLAGS = "rules/flags/prov.yaml"
DECISION = "rules/decision/prov.yaml"


def pack(rules: dict[str, str], chosen: str, decision: str) -> dict[str, str]:
    """The files of a pack: its rule files, and the profile that chooses some rules and orders the decision list."""
    profile = f"""\
sigrisk_profile: 1
id: prov
label: Prov
version: "1"
valid_from: 2026-01-01
about: Ett prov.
target_group: Alla unga.
strategic_edition: "2021"
basis: proposal
rules: [{chosen}]
decision: [{decision}]
"""
    return {PROFILE: profile} | {path: f"rules:\n{text}" for path, text in rules.items()}


def rule(rule_id: str, kind: str, when: str, *, met: str, not_met: str, effect: str = "note", outcome: str = "") -> str:
    """One rule as a rule file has it; ``when`` and the two cases are written on one line."""
    decides = f"    outcome: {outcome}\n" if outcome else ""
    return f"""\
  - id: {rule_id}
    kind: {kind}
    effect: {effect}
{decides}    title: Prov
    when: {when}
    says: Det gäller.
    says_not: Det gäller inte.
    says_open: Det går inte att avgöra.
    basis: proposal
    cases: {{met: [{met}], not_met: [{not_met}], open: [{{}}]}}
"""


def fact(fact_id: str, value: str) -> str:
    """A rule's case in which one fact is known."""
    return f"{{facts: {{{fact_id}: {value}}}}}"


def either_way(first: str, second: str) -> dict[str, str]:
    """The rule file of a decision list with two outcomes, an offer and a no, on conditions of one's own."""
    yes = rule(
        "prov_ja",
        "outcome",
        first,
        met=fact("crime.imminent", "true"),
        not_met=fact("crime.imminent", "false"),
        outcome="offer",
    )
    no = rule(
        "prov_nej",
        "outcome",
        second,
        met=fact("crime.imminent", "false"),
        not_met=fact("crime.imminent", "true"),
        outcome="too_light",
    )
    return {DECISION: yes + no}


IMMINENT = "{fact: crime.imminent, is: true}"
NOT_IMMINENT = "{fact: crime.imminent, is: false}"
