"""What may be missing: mutants that nobody needs to notice and what no scenario can show, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.models import Model, validate
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import Document, read

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


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver for something by name, and the pack and the place it stands in."""

    name: str
    reason: str
    root: Path
    document: Document
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of all packs: of mutants by what names each, and of what isn't shown by its id."""

    mutants: Mapping[tuple[str, str, str], Placed]
    unshown: Mapping[str, Placed]


def waiver_findings(part: WaiverFile, document: Document) -> tuple[Diagnostic, ...]:
    """The waivers without a reason (SIG170)."""
    listed = [(("mutants", i), w.rule, w.reason) for i, w in enumerate(part.mutants)]
    listed += [(("unshown", i), u.id, u.reason) for i, u in enumerate(part.unshown)]
    return tuple(
        Diagnostic(
            "SIG170",
            document.file,
            document.where(path),
            f"undantaget för ”{name}” saknar skäl",
            "skriv med ”reason” varför inget exempel eller scenario kan eller behöver visa det",
        )
        for path, name, reason in listed
        if not reason.strip()
    )


def load_waivers(roots: Iterable[Path]) -> Waivers:
    """The waivers of all packs by what they name. Raises BadInput (SIG170 for a missing reason)."""
    mutants: dict[tuple[str, str, str], Placed] = {}
    unshown: dict[str, Placed] = {}
    for root in roots:
        path = root / "rules" / "mutants.yaml"
        if path.is_file():
            document = read(path, str(path))
            part = validate(WaiverFile, document)
            if wrong := waiver_findings(part, document):
                raise BadInput(wrong)
            for index, one in enumerate(part.mutants):
                key = one.rule, one.at, one.change
                mutants[key] = Placed(one.rule, one.reason, root, document, ("mutants", index))
            for index, other in enumerate(part.unshown):
                unshown[other.id] = Placed(other.id, other.reason, root, document, ("unshown", index))
    return Waivers(mutants, unshown)


def stale(waivers: Mapping[K, Placed], missing: Iterable[K]) -> tuple[Diagnostic, ...]:
    """The waivers that excuse nothing (SIG171): it is noticed or shown now, or isn't there any more."""
    excused = set(missing)
    return tuple(
        Diagnostic(
            "SIG171",
            placed.document.file,
            placed.document.where(placed.path),
            f"undantaget för ”{placed.name}” behövs inte: {_IDLE[str(placed.path[0])]}",
            "ta bort undantaget",
        )
        for key, placed in waivers.items()
        if key not in excused
    )


_IDLE: Final = {
    "mutants": "ändringen märks, eller finns inte",
    "unshown": "ett scenario visar det, eller så finns det inte",
}
