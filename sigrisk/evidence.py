"""One claim about a fact, as it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sigrisk.possible import Possible


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim about a fact as it counts: its values, who says so, when, and whether it still counts.

    ``events`` are those that a derived claim rests on, in words.
    """

    values: Possible | None
    source: str
    source_key: str
    day: date | None
    note: str = ""
    expired: bool = False
    superseded: bool = False
    events: tuple[str, ...] = ()
    about_other: bool = False
    hidden: bool = False

    @property
    def counts(self) -> bool:
        """Whether the claim narrows what the fact may be."""
        return self.values is not None and not self.expired and not self.superseded

    def for_party(self) -> Evidence:
        """The claim as the party's copy shows it: without answer and note where it concerns another person."""
        return replace(self, hidden=True, note="") if self.about_other else self


def follows(
    values: Possible, source: str, day: date | None = None, note: str = "", events: tuple[str, ...] = ()
) -> Evidence:
    """What follows from other parts of a case, named as a reader meets it."""
    return Evidence(values, source, f"derived:{source}", day, note, events=events)
