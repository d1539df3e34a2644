"""Findings of ``sigrisk check`` that may stand: ``rules/checks.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Excuse, Placed, files, place, without_reason
from sigrisk.models import Model
from sigrisk.packs import shown_path
from sigrisk.vocabulary import Text
from sigrisk.yamlfile import Document


class CheckWaiver(Excuse):
    """One finding that may stand: the check's code, what the finding is about, and why it may."""

    code: Annotated[str, Field(pattern=r"^SIG[0-9]{3}$")]
    about: Text

    @property
    def key(self) -> tuple[str, str]:
        """What it excuses."""
        return self.code, self.about


class CheckWaiverFile(Model):
    """rules/checks.yaml."""

    checks: tuple[CheckWaiver, ...]


def check_waiver_findings(part: CheckWaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG172)."""
    return _without_reason(place(part.checks, "checks", Path(), document))


def _without_reason(listed: tuple[Placed[CheckWaiver], ...]) -> tuple[Diagnostic, ...]:
    help_ = "skriv med ”reason” varför det som granskningen hittar får vara som det är"
    return without_reason(listed, "SIG172", lambda waiver: f"{waiver.code} ”{waiver.about}”", help_)


def load_check_waivers(roots: Iterable[Path]) -> tuple[Placed[CheckWaiver], ...]:
    """The waivers of all packs. Raises BadInput (SIG172 for a missing reason)."""
    found: list[Placed[CheckWaiver]] = []
    for root, document, part in files(roots, "checks.yaml", CheckWaiverFile, shown_path):
        found += place(part.checks, "checks", root, document)
    if wrong := _without_reason(tuple(found)):
        raise BadInput(wrong)
    return tuple(found)


def stale(
    waivers: Iterable[Placed[CheckWaiver]], root: Path, made: frozenset[str], found: frozenset[tuple[str, str]]
) -> tuple[Diagnostic, ...]:
    """The waivers of one pack that excuse nothing (SIG173). One for a check that wasn't made may still be needed."""
    return tuple(
        placed.told(
            "SIG173",
            f"undantaget för {placed.waiver.code} ”{placed.waiver.about}” behövs inte: inget sådant hittas",
            "ta bort undantaget, eller rätta ”about” om stavningen är fel",
        )
        for placed in waivers
        if placed.root == root and placed.waiver.code in made and placed.waiver.key not in found
    )
