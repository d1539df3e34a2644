"""What the memo calls the sections that are worded otherwise for the one who is of age."""

from __future__ import annotations

from sigrisk.adult import of_age
from sigrisk.assess import Assessment
from sigrisk.memo import blanks
from sigrisk.memo.model import Blank, Block


def own_words_title(assessment: Assessment) -> str:
    """Section 5: an adult has no guardians."""
    return "Den unges egna ord" if of_age(assessment) else "Den unges och vårdnadshavarnas egna ord"


def interests(assessment: Assessment) -> tuple[str, tuple[Block, ...]]:
    """Section 10, which a human writes: the child's best, or an adult's own situation and self-determination."""
    if of_age(assessment):
        return (
            "Den unges egen situation och självbestämmande",
            (Blank(blanks.OWN_INTERESTS),),
        )
    return "Barnets bästa", (Blank(blanks.CHILDS_BEST),)
