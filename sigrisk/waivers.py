"""What may be missing: mutants that nobody needs to notice and what no scenario can show, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.excuses import Placed, files, without_reason
from sigrisk.models import Model
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document

K = TypeVar("K")


class Waiver(Model):
    """One mutant that may live: the three words that name it, and why no case can or need notice it."""

    rule: Identifier
    at: Text
    change: Text
    reason: str = ""


class Unshown(Model):
    """Something that no scenario shows, by its id, and why none can."""

    id: Text
    reason: str = ""


class WaiverFile(Model):
    """rules/mutants.yaml."""

    mutants: tuple[Waiver, ...]
    unshown: tuple[Unshown, ...] = ()


Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Waivers:
    """Waivers of mutants by what names each, and of what isn't shown by its id."""

    mutants: Mapping[Key, Placed]
    unshown: Mapping[str, Placed]


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    return _without_reason(_placed(part, Path(), document))


def _without_reason(given: Waivers) -> tuple[Diagnostic, ...]:
    help_ = "skriv med ”reason” varför inget exempel eller scenario kan eller behöver visa det"
    return without_reason((*given.mutants.values(), *given.unshown.values()), "SIG170", help_)


def _placed(part: WaiverFile, root: Path, document: Document) -> Waivers:
    return Waivers(
        {
            (one.rule, one.at, one.change): Placed(f"”{one.rule}”", one.reason, root, document, ("mutants", index))
            for index, one in enumerate(part.mutants)
        },
        {
            one.id: Placed(f"”{one.id}”", one.reason, root, document, ("unshown", index))
            for index, one in enumerate(part.unshown)
        },
    )


def load_waivers(roots: Iterable[Path]) -> Waivers:
    """The waivers of all packs. Raises BadInput (SIG170 for a missing reason)."""
    found = Waivers({}, {})
    for root, document, part in files(roots, "mutants.yaml", WaiverFile, str):
        own = _placed(part, root, document)
        if wrong := _without_reason(own):
            raise BadInput(wrong)
        found = Waivers({**found.mutants, **own.mutants}, {**found.unshown, **own.unshown})
    return found


def stale(waivers: Mapping[K, Placed], missing: Iterable[K]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse nothing (SIG171): it is noticed or shown now, or isn't there any more."""
    excused = set(missing)
    return tuple(
        placed.told("SIG171", f"behövs inte: {_IDLE[str(placed.path[0])]}", "ta bort undantaget")
        for key, placed in waivers.items()
        if key not in excused
    )


_IDLE: Final = {
    "mutants": "ändringen märks, eller finns inte",
    "unshown": "ett scenario visar det, eller så finns det inte",
}
