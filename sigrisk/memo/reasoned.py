"""One rule's verdict as a block of the memo, and the words that mark it."""

from __future__ import annotations

from typing import Final

from sigrisk.explain import Reason, Step
from sigrisk.memo.model import Reasoned
from sigrisk.memo.wording import ground_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind
from sigrisk.vocabulary import Basis

CRITERION_MARKS: Final = {Verdict.MET: "Uppfyllt", Verdict.NOT_MET: "Inte uppfyllt", Verdict.OPEN: "Kan inte avgöras"}
FLAG_MARKS: Final = {Verdict.MET: "Gäller", Verdict.NOT_MET: "Gäller inte", Verdict.OPEN: "Kan inte avgöras"}
REQUIREMENT_MARKS: Final = {Verdict.MET: "På plats", Verdict.NOT_MET: "Inte på plats", Verdict.OPEN: "Oklart"}
MARKS: Final = {
    Kind.CRITERION: CRITERION_MARKS,
    Kind.AGGREGATE: CRITERION_MARKS,
    Kind.FLAG: FLAG_MARKS,
    Kind.NOTE: FLAG_MARKS,
    Kind.REQUIREMENT: REQUIREMENT_MARKS,
    Kind.OUTCOME: FLAG_MARKS,
    Kind.ALTERNATIVE: FLAG_MARKS,
}


def reasoned(one: Reason, marks: dict[Verdict, str], *, answer_lines: bool = False) -> Reasoned:
    """A verdict with its sentence, what it rests on and what to do about it."""
    return Reasoned(
        rule=one.result.rule.id,
        mark=marks[one.verdict],
        settled=one.verdict is not Verdict.OPEN,
        title=one.result.rule.title,
        sentence=one.sentence,
        note="Regeln är sigrisks eget förslag. Kommunen bestämmer." if one.result.rule.basis is Basis.PROPOSAL else "",
        grounds=tuple(step.text if isinstance(step, Step) else ground_text(step) for step in one.rests_on),
        do=one.do,
        answer_lines=answer_lines,
    )
