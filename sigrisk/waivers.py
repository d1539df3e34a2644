"""What may be missing: mutants that nobody needs to notice and what no scenario can show, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Excuse, Placed, files, place, without_reason
from sigrisk.models import Model
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document

K = TypeVar("K")
E = TypeVar("E", bound=Excuse)


class Waiver(Excuse):
    """One mutant that may live: the three words that name it, and why no case can or need notice it."""

    rule: Identifier
    at: Text
    change: Text


class Unshown(Excuse):
    """Something that no scenario shows, by its id, and why none can."""

    id: Text


class WaiverFile(Model):
    """rules/mutants.yaml."""

    mutants: tuple[Waiver, ...]
    unshown: tuple[Unshown, ...] = ()


Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of all packs: of mutants by what names each, and of what isn't shown by its id."""

    mutants: Mapping[Key, Placed[Waiver]]
    unshown: Mapping[str, Placed[Unshown]]


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    return _without_reason(part, Path(), document)


def _without_reason(part: WaiverFile, root: Path, document: Document) -> tuple[Diagnostic, ...]:
    help_ = "skriv med ”reason” varför inget exempel eller scenario kan eller behöver visa det"
    mutants = place(part.mutants, "mutants", root, document)
    unshown = place(part.unshown, "unshown", root, document)
    return (
        *without_reason(mutants, "SIG170", lambda waiver: f"”{waiver.rule}”", help_),
        *without_reason(unshown, "SIG170", lambda waiver: f"”{waiver.id}”", help_),
    )


def load_waivers(roots: Iterable[Path]) -> Waivers:
    """The waivers of all packs by what they name. Raises BadInput (SIG170 for a missing reason)."""
    mutants: dict[Key, Placed[Waiver]] = {}
    unshown: dict[str, Placed[Unshown]] = {}
    for root, document, part in files(roots, "mutants.yaml", WaiverFile, str):
        if wrong := _without_reason(part, root, document):
            raise BadInput(wrong)
        listed = place(part.mutants, "mutants", root, document)
        mutants |= {(one.waiver.rule, one.waiver.at, one.waiver.change): one for one in listed}
        unshown |= {one.waiver.id: one for one in place(part.unshown, "unshown", root, document)}
    return Waivers(mutants, unshown)


def stale(waivers: Mapping[K, Placed[E]], missing: Iterable[K]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse nothing (SIG171): it is noticed or shown now, or isn't there any more."""
    excused = set(missing)
    return tuple(
        placed.told(
            "SIG171",
            f"undantaget för ”{key[0] if isinstance(key, tuple) else key}” behövs inte: {_IDLE[placed.path[0]]}",
            "ta bort undantaget",
        )
        for key, placed in waivers.items()
        if key not in excused
    )


_IDLE: Final = {
    "mutants": "ändringen märks, eller finns inte",
    "unshown": "ett scenario visar det, eller så finns det inte",
}
