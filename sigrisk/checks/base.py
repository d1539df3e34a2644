"""What a check is, what it may look at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from sigrisk.assess import Assessment
from sigrisk.diagnostics import BadInput, Position
from sigrisk.packs import Packs
from sigrisk.rulebook import RuleBook
from sigrisk.yamlfile import Document


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: its place, what it is about, and what to do.

    ``about`` names it in a waiver: a short text without line numbers, such as ``not_suited_stop / too_light_misfit``.
    ``case`` is a case file that shows the finding when it is assessed (empty where there is nothing to show).
    ``instead_of`` is what the loader says at the same place about the same fault, so that it is told once.
    """

    file: str
    at: Position
    about: str
    message: str
    help: str
    case: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Files of a small local pack, by their path in it, laid over the shipped one; and what the check then finds."""

    files: Mapping[str, str]
    about: tuple[str, ...] = ()


class Needs(Enum):
    """What a check needs: the files one by one, the rule book as a whole, or some of each.

    Where the files can't be used there is no rule book: only what reads files one by one can be checked then.
    """

    FILES = "files"
    BOOK = "book"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its stable code and name, what it looks for and why (Swedish), two examples, and how it is done.

    The passing example gives no finding of this code that the shipped pack doesn't give; the failing one gives those
    it names in ``about``. ``proved``: it needs z3-solver (the extra ``prove``) and holds for every possible case.
    """

    code: str
    name: str
    title: str
    why: str
    passing: Example
    failing: Example
    find: Find
    needs: Needs = Needs.FILES
    proved: bool = False


@dataclass(frozen=True)
class Material:
    """What the checks look at. A local pack is looked at together with the shipped one that it lies over.

    ``documents`` holds every YAML file of the packs as it was read, also those that no model accepts; ``packs`` is None
    where the files can't be used, and then only checks that read single files are made.
    """

    documents: tuple[Document, ...]
    packs: Packs | None
    scenario_files: tuple[Path, ...]

    @cached_property
    def scenarios(self) -> tuple[tuple[Path, Assessment], ...]:
        """The scenarios that can be assessed, each with its assessment."""
        from sigrisk.testing import scenario

        played = () if self.packs is None else ((path, scenario(path, self.packs)[1]) for path in self.scenario_files)
        return tuple((path, assessment) for path, assessment in played if assessment is not None)

    @cached_property
    def books(self) -> Mapping[str, RuleBook]:
        """The rule book of every profile that can be put together, by the profile's id."""
        found: dict[str, RuleBook] = {}
        for profile_id in () if self.packs is None else self.packs.profiles.ids:
            try:
                found[profile_id] = self.packs.book(profile_id)  # type: ignore[union-attr]  # the loop is empty then
            except BadInput:  # told by the loader
                continue
        return found


Find: TypeAlias = Callable[[Material], Iterator[Found]]
