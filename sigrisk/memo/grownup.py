"""What the memo calls the sections that are worded otherwise for the one who is of age."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.derived import ADULT
from sigrisk.memo import blanks
from sigrisk.memo.model import Blank, Block
from sigrisk.possible import Verdict, within
from sigrisk.vocabulary import MAX_AGE


def of_age(assessment: Assessment) -> bool:
    """Whether the young person is surely 18 or more on the day of assessment; an unknown age may be a child's."""
    return within(assessment.knowledge.facts["person.age"].values, ADULT, MAX_AGE) is Verdict.MET


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
