"""Runs durable-rules where it can run and compares it with the readable evaluator, in every assessment."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from sigrisk.engine.durable import DurableEngine, available
from sigrisk.possible import Possible, Verdict
from sigrisk.rulebook import RuleBook
from sigrisk.vocabulary import everything

BOTH = (
    "Reglerna kördes av regelmotorn durable-rules och kontrollerades av den läsbara utvärderaren; "
    "de kom till samma svar."
)


class EnginesDisagree(Exception):
    """The two evaluators differ. ``rules`` names each rule with both verdicts; nothing may be printed as a result."""

    def __init__(self, differences: Mapping[str, tuple[Verdict, Verdict]]) -> None:
        self.differences = dict(differences)
        named = ", ".join(
            f"{rule_id} (läsbar: {readable.value}, durable-rules: {durable.value})"
            for rule_id, (readable, durable) in self.differences.items()
        )
        super().__init__(f"de två utvärderarna är oense om {named}")


_engines: dict[tuple[str, str, tuple[tuple[str, int], ...]], DurableEngine] = {}


def engine_for(book: RuleBook) -> DurableEngine:
    """The compiled engine of a rule book: one for each version, profile and set of numbers in a process."""
    key = (book.checksum, book.profile.id, tuple(sorted(book.values.items())))
    if key not in _engines:
        trees = {rule_id: resolved.tree for rule_id, resolved in book.rules.items()}
        _engines[key] = DurableEngine(trees, {f.id: everything(f.definition) for f in book.vocabulary})
    return _engines[key]


def check(book: RuleBook, values: Mapping[str, Possible], readable: Mapping[str, Verdict]) -> str:
    """Compare the two evaluators on one case and say which engines served. Raises EnginesDisagree."""
    if not available():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return (
            f"Reglerna kördes av den läsbara utvärderaren ensam: regelmotorn durable-rules går inte att använda "
            f"i den här installationen (Python {version})."
        )
    durable = engine_for(book).verdicts(values)
    compare(readable, durable)
    return BOTH


def compare(readable: Mapping[str, Verdict], durable: Mapping[str, Verdict]) -> None:
    """Raises EnginesDisagree unless both give every rule the same verdict."""
    different = {
        rule_id: (verdict, durable.get(rule_id, Verdict.OPEN))
        for rule_id, verdict in readable.items()
        if durable.get(rule_id) is not verdict
    }
    if different or set(durable) != set(readable):
        raise EnginesDisagree(different)
