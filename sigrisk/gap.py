"""A case that the decision list of its profile doesn't cover: the fault of the rule book, told at the case."""

from __future__ import annotations

from typing import Final

from sigrisk.assess import NoOutcome
from sigrisk.diagnostics import Diagnostic
from sigrisk.yamlfile import Document

_HELP: Final = (
    "felet ligger i reglerna och inte i ärendet; be den som sköter reglerna att rätta beslutslistan "
    "(”sigrisk check --only SIG234” visar luckan), eller välj en annan profil"
)


def gap_found(gap: NoOutcome, document: Document) -> Diagnostic:
    """The finding (SIG162) about a case that falls in the gap, at the profile that the case names."""
    return Diagnostic("SIG162", document.file, document.where(("case", "profile")), str(gap), _HELP)
