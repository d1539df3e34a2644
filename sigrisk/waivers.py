"""Mutants that nobody needs to notice: ``rules/mutants.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.models import Model, validate
from sigrisk.mutate import Mutant
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document, read


class Waiver(Model):
    """One mutant that may live: the three words that name it, and why no case can or need notice it."""

    rule: Identifier
    at: Text
    change: Text
    reason: str = ""


class WaiverFile(Model):
    """rules/mutants.yaml."""

    mutants: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver, and the pack and the place it stands in."""

    waiver: Waiver
    root: Path
    document: Document
    index: int


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    return tuple(
        Diagnostic(
            "SIG170",
            document.file,
            document.where(("mutants", index)),
            f"undantaget för ”{waiver.rule}” saknar skäl",
            "skriv med ”reason” varför inget exempel kan eller behöver märka ändringen",
        )
        for index, waiver in enumerate(part.mutants)
        if not waiver.reason.strip()
    )


def load_waivers(roots: Iterable[Path]) -> dict[tuple[str, str, str], Placed]:
    """The waivers of all packs by what they name. Raises BadInput (SIG170 for a missing reason)."""
    found: dict[tuple[str, str, str], Placed] = {}
    for root in roots:
        path = root / "rules" / "mutants.yaml"
        if path.is_file():
            document = read(path, str(path))
            part = validate(WaiverFile, document)
            if wrong := waiver_findings(part, document):
                raise BadInput(wrong)
            for index, waiver in enumerate(part.mutants):
                found[waiver.rule, waiver.at, waiver.change] = Placed(waiver, root, document, index)
    return found


def stale(waivers: Mapping[tuple[str, str, str], Placed], survivors: Iterable[Mutant]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse no surviving mutant (SIG171): it is noticed now, or the rule is another."""
    living = {mutant.key for mutant in survivors}
    return tuple(
        Diagnostic(
            "SIG171",
            placed.document.file,
            placed.document.where(("mutants", placed.index)),
            f"undantaget för ”{key[0]}” behövs inte: ändringen märks, eller finns inte",
            "ta bort undantaget",
        )
        for key, placed in waivers.items()
        if key not in living
    )
