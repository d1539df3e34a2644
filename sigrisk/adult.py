"""Whether the assessment is about someone of age: what people are asked, and some headings, are worded otherwise."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.derived import ADULT
from sigrisk.possible import Verdict, within
from sigrisk.vocabulary import MAX_AGE


def of_age(assessment: Assessment) -> bool:
    """Whether the young person is surely 18 or more on the day of assessment; an unknown age may be a child's."""
    return within(assessment.knowledge.facts["person.age"].values, ADULT, MAX_AGE) is Verdict.MET


def age_group(assessment: Assessment) -> bool | None:
    """Whether the young person is of age; None where the age leaves it open."""
    if of_age(assessment):
        return True
    child = within(assessment.knowledge.facts["person.age"].values, 0, ADULT - 1) is Verdict.MET
    return False if child else None


def interests(assessment: Assessment) -> str:
    """What the group judges in section 10: a child's best, or an adult's own situation and self-determination."""
    return "den unges egen situation och självbestämmande" if of_age(assessment) else "barnets bästa"
