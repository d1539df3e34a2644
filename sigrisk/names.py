"""The names of officials, left out of a copy on request (förvaltningslagen 33 §, where someone may be threatened)."""

from __future__ import annotations

from sigrisk.case import Case


def without_names(case: Case) -> Case:
    """The case with each professional's name replaced by a number; the role stays. The same person keeps the number.

    Names in free text can't be found: mark them with [[ and ]].
    """
    numbers = {name: n for n, name in enumerate(dict.fromkeys(c.assessor.name for c in case.checklists), start=1)}
    checklists = tuple(
        one.model_copy(
            update={"assessor": one.assessor.model_copy(update={"name": hidden(numbers[one.assessor.name])})}
        )
        for one in case.checklists
    )
    return case.model_copy(update={"checklists": checklists})


def hidden(number: int) -> str:
    """What stands in a name's place."""
    return f"tjänsteperson {number} (namnet är utelämnat)"
