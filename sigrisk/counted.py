"""A number with its noun in the right form: one checklist, two checklists."""

from __future__ import annotations


def form(number: int, one: str, many: str) -> str:
    """The form of a word that goes with a number.

    >>> form(1, "undantagen", "undantagna")
    'undantagen'
    """
    return one if number == 1 else many


def counted(number: int, one: str, many: str) -> str:
    """A number and its noun.

    >>> counted(1, "månad", "månader"), counted(0, "månad", "månader")
    ('1 månad', '0 månader')
    """
    return f"{number} {form(number, one, many)}"
