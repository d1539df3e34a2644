"""Mutants that nobody needs to notice: ``rules/mutants.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Excuse, Placed, files, place, without_reason
from sigrisk.models import Model
from sigrisk.mutate import Mutant
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document


class Waiver(Excuse):
    """One mutant that may live: the three words that name it, and why no case can or need notice it."""

    rule: Identifier
    at: Text
    change: Text


class WaiverFile(Model):
    """rules/mutants.yaml."""

    mutants: tuple[Waiver, ...]


Key: TypeAlias = tuple[str, str, str]


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    return _without_reason(place(part.mutants, "mutants", Path(), document))


def _without_reason(listed: tuple[Placed[Waiver], ...]) -> tuple[Diagnostic, ...]:
    help_ = "skriv med ”reason” varför inget exempel kan eller behöver märka ändringen"
    return without_reason(listed, "SIG170", lambda waiver: f"”{waiver.rule}”", help_)


def load_waivers(roots: Iterable[Path]) -> dict[Key, Placed[Waiver]]:
    """The waivers of all packs by what they name. Raises BadInput (SIG170 for a missing reason)."""
    found: dict[Key, Placed[Waiver]] = {}
    for root, document, part in files(roots, "mutants.yaml", WaiverFile, str):
        listed = place(part.mutants, "mutants", root, document)
        if wrong := _without_reason(listed):
            raise BadInput(wrong)
        found |= {(one.waiver.rule, one.waiver.at, one.waiver.change): one for one in listed}
    return found


def stale(waivers: Mapping[Key, Placed[Waiver]], survivors: Iterable[Mutant]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse no surviving mutant (SIG171): it is noticed now, or the rule is another."""
    living = {mutant.key for mutant in survivors}
    return tuple(
        placed.told(
            "SIG171", f"undantaget för ”{key[0]}” behövs inte: ändringen märks, eller finns inte", "ta bort undantaget"
        )
        for key, placed in waivers.items()
        if key not in living
    )
