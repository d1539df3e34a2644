"""An alternative must fit some outcome that its profile can give."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.alternatives import shown_with
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.idle_outcome import outcomes_of
from sigrisk.checks.raw import standing
from sigrisk.checks.sample import PROFILE, PROFILE_FILE, WHOLE, with_line

_ALTERNATIVE = """\
rules:
  - id: alt_workshop
    kind: alternative
    effect: note
    title: Verkstaden i Exempelby
    outcomes: [study_in]
    when: {fact: school.truancy, at_least: high}
    says: "Verkstaden kan ge dagarna innehåll."
    says_not: "Skolan fungerar, så verkstaden behövs inte."
    says_open: "Det går inte att avgöra om verkstaden behövs. Oklart: {missing}."
    why: Nämnden i Exempelby beslutade om alternativet den 3 mars 2026.
    basis: local
    cases:
      met: [{facts: {school.truancy: high}}]
      not_met: [{facts: {school.truancy: none}}]
      open: [{}]
"""
_FILE = "rules/alternatives/90_exempelby.yaml"
_OFFERING = {**WHOLE, PROFILE_FILE: with_line(PROFILE, "rules", "alternatives: [alt_workshop]")}


def _find(material: Material) -> Iterator[Found]:
    written = standing(material, "rules")
    for profile_id, book in material.books.items():
        given = outcomes_of(book)
        for rule_id in book.profile.alternatives:
            rule = book.rules[rule_id].rule
            if rule.outcomes and not given & {outcome.value for outcome in shown_with(book, rule)}:
                entry = written[book.profile.instead.get(rule_id, rule_id)]
                yield entry.found(
                    f"{profile_id} / {rule_id}",
                    f"alternativet ”{rule_id}” visas aldrig i profilen ”{profile_id}”, som saknar dess utfall",
                    "lägg till ett utfall som profilen har under ”outcomes”, eller ta bort alternativet ur profilen",
                    "outcomes",
                )


CHECK = Check(
    code="SIG224",
    name="hidden_alternative",
    title="Alternativ som aldrig visas",
    why=(
        "Ett alternativ visas bara tillsammans med de utfall som det nämner. Kan profilen inte komma fram till något "
        "av dem får gruppen aldrig se förslaget."
    ),
    passing=Example({**_OFFERING, _FILE: _ALTERNATIVE.replace("study_in", "too_light")}),
    failing=Example({**_OFFERING, _FILE: _ALTERNATIVE}, ("exempelby-ungdom / alt_workshop",)),
    find=_find,
    needs=Needs.BOOK,
)
