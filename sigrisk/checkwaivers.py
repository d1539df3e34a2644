"""Findings of ``sigrisk check`` that may stand: ``rules/checks.yaml``, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Placed, files, without_reason
from sigrisk.models import Model
from sigrisk.packs import shown_path
from sigrisk.vocabulary import Text
from sigrisk.yamlfile import Document


class CheckWaiver(Model):
    """One finding that may stand: the check's code, what the finding is about, and why it may."""

    code: Annotated[str, Field(pattern=r"^SIG[0-9]{3}$")]
    about: Text
    reason: str = ""


class CheckWaiverFile(Model):
    """rules/checks.yaml."""

    checks: tuple[CheckWaiver, ...]


Key: TypeAlias = tuple[str, str]


def check_waiver_findings(part: CheckWaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG172)."""
    return _without_reason(one for _, one in _placed(part, Path(), document))


def _without_reason(listed: Iterable[Placed]) -> tuple[Diagnostic, ...]:
    return without_reason(listed, "SIG172", "skriv med ”reason” varför det som granskningen hittar får vara som det är")


def _placed(part: CheckWaiverFile, root: Path, document: Document) -> tuple[tuple[Key, Placed], ...]:
    return tuple(
        ((one.code, one.about), Placed(f"{one.code} ”{one.about}”", one.reason, root, document, ("checks", index)))
        for index, one in enumerate(part.checks)
    )


def load_check_waivers(roots: Iterable[Path]) -> dict[Key, Placed]:
    """The waivers of all packs by what they name. Raises BadInput (SIG172 for a missing reason)."""
    found: list[tuple[Key, Placed]] = []
    for root, document, part in files(roots, "checks.yaml", CheckWaiverFile, shown_path):
        found += _placed(part, root, document)
    if wrong := _without_reason(one for _, one in found):
        raise BadInput(wrong)
    return dict(found)


def stale(
    waivers: Mapping[Key, Placed], root: Path, made: frozenset[str], found: frozenset[Key]
) -> tuple[Diagnostic, ...]:
    """The waivers of one pack that excuse nothing (SIG173). One for a check that wasn't made may still be needed."""
    help_ = "ta bort undantaget, eller rätta ”about” om stavningen är fel"
    return tuple(
        placed.told("SIG173", "behövs inte: inget sådant hittas", help_)
        for key, placed in waivers.items()
        if placed.root == root and key[0] in made and key not in found
    )
