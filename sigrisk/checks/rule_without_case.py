"""A rule must live with a case for each verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import entries
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, changed, line_of
from sigrisk.yamlfile import Data

_WORDS = {"met": "uppfyller regeln", "not_met": "inte uppfyller regeln", "open": "lämnar regeln oavgjord"}


def _find(material: Material) -> Iterator[Found]:
    for rule in entries(material, "rules"):
        cases = rule.data.get("cases", {})
        if cases is not None and not isinstance(cases, dict):
            continue  # of the wrong form, says the loader
        if not cases:
            yield rule.found(
                rule.id,
                f"regeln ”{rule.id}” har inga exempel",
                "lägg till ”cases” med met, not_met och open",
                *(("cases",) if "cases" in rule.data else ()),
                instead_of="”cases”: värdet saknas" if "cases" in rule.data else "nyckeln ”cases” saknas",
            )
            continue
        for verdict, words in _WORDS.items():
            if not cases.get(verdict):
                yield rule.found(
                    f"{rule.id} / {verdict}",
                    f"regeln ”{rule.id}” har inget exempel som {words}",
                    f"lägg till ”{verdict}” under ”cases” med minst ett exempel",
                    "cases",
                    *((verdict,) if verdict in cases else ()),
                    instead_of=_load_says(verdict, cases),
                )


def _load_says(verdict: str, cases: Mapping[str, Data]) -> str:
    if verdict not in cases:
        return f"nyckeln ”{verdict}” saknas"
    return f"”{verdict}”: " + ("värdet saknas" if cases[verdict] is None else "får inte vara tom")


CHECK = Check(
    code="SIG201",
    name="rule_without_case",
    title="Regel utan exempel",
    why=(
        "Ett exempel visar vad regeln är till för och körs som test varje gång något ändras. Det behövs minst ett som "
        "uppfyller regeln, ett som inte gör det och ett som inte går att avgöra. Saknas det sista märker ingen om en "
        "obesvarad fråga börjar räknas som nej."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {**WHOLE, RULES_FILE: changed(RULES, line_of(RULES, "open:"))},
        ("empty_days / open",),
    ),
    find=_find,
)
