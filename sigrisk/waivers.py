"""Mutants that nobody needs to notice: ``rules/mutants.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Placed, files, without_reason
from sigrisk.models import Model
from sigrisk.mutate import Mutant
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document


class Waiver(Model):
    """One mutant that may live: the three words that name it, and why no case can or need notice it."""

    rule: Identifier
    at: Text
    change: Text
    reason: str = ""


class WaiverFile(Model):
    """rules/mutants.yaml."""

    mutants: tuple[Waiver, ...]


Key: TypeAlias = tuple[str, str, str]


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    help_ = "skriv med ”reason” varför inget exempel kan eller behöver märka ändringen"
    return without_reason((one for _, one in _placed(part, Path(), document)), "SIG170", help_)


def _placed(part: WaiverFile, root: Path, document: Document) -> tuple[tuple[Key, Placed], ...]:
    return tuple(
        ((one.rule, one.at, one.change), Placed(f"”{one.rule}”", one.reason, root, document, ("mutants", index)))
        for index, one in enumerate(part.mutants)
    )


def load_waivers(roots: Iterable[Path]) -> dict[Key, Placed]:
    """The waivers of all packs by what they name. Raises BadInput (SIG170 for a missing reason)."""
    found: dict[Key, Placed] = {}
    for root, document, part in files(roots, "mutants.yaml", WaiverFile, str):
        if wrong := waiver_findings(part, document):
            raise BadInput(wrong)
        found |= dict(_placed(part, root, document))
    return found


def stale(waivers: Mapping[Key, Placed], survivors: Iterable[Mutant]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse no surviving mutant (SIG171): it is noticed now, or the rule is another."""
    living = {mutant.key for mutant in survivors}
    told = "behövs inte: ändringen märks, eller finns inte"
    return tuple(placed.told("SIG171", told, "ta bort undantaget") for k, placed in waivers.items() if k not in living)
