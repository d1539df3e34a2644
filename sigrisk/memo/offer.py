"""The memo's parts on what an offer asks for: what must be in place, what else there is, and how SIG is given."""

from __future__ import annotations

from typing import Final

from sigrisk.assess import Assessment, Result
from sigrisk.explain import Reason
from sigrisk.memo import blanks
from sigrisk.memo.model import Blank, Block, Bullets, Paragraph, Subheading
from sigrisk.memo.reasoned import REQUIREMENT_MARKS, reasoned
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, LegalForm, OutcomeId, Profile

REQUIREMENTS: Final = "Det här ska vara på plats för att det ska kallas SIG"
_APPEAL: Final = {
    LegalForm.ASSISTANCE: (
        "I den här profilen ges SIG som bistånd efter en prövning av behovet. "
        "Ett avslag på en ansökan om bistånd går att överklaga. Handläggaren fyller i hur."
    ),
    LegalForm.COOPERATION: (
        "I den här profilen är SIG ett sätt att samverka och inget eget bistånd. "
        "Att SIG inte erbjuds går då inte att överklaga, "
        "men den unge har rätt att ansöka om bistånd och ska få veta det. "
        "Handläggaren fyller i det som gäller."
    ),
    LegalForm.SERVICE: (
        "I den här profilen ges SIG utan att behovet prövas i ett beslut. "
        "Att SIG inte erbjuds går då inte att överklaga, "
        "men den unge har rätt att ansöka om bistånd och ska få veta det. "
        "Handläggaren fyller i det som gäller."
    ),
}


_NAMED: Final = dict.fromkeys(Verdict, "Att överväga")


def tried_requirements(assessment: Assessment) -> tuple[Result, ...]:
    """What must be in place for it to be called SIG; empty where no offer is possible, or none can be made."""
    offered = {OutcomeId.OFFER, OutcomeId.OFFER_FIRST} & set(assessment.outcomes)
    if not offered or assessment.book.profile.closed:
        return ()
    return assessment.of_kind(Kind.REQUIREMENT)


def requirements(assessment: Assessment, reasons: dict[str, Reason]) -> list[Block]:
    """Each requirement, with whether it is in place."""
    tried = tried_requirements(assessment)
    if not tried:
        return []
    intro = (
        "Kraven gäller hur insatsgruppen ordnas, och de ändrar inte utfallet. De bygger främst på vad Stockholms "
        "stad har kommit fram till. En annan kommun kan ha egna krav."
    )
    found = (reasoned(reasons[r.rule.id], REQUIREMENT_MARKS) for r in tried)
    return [Subheading(REQUIREMENTS), Paragraph(intro), *found]


def alternatives(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    """What else may suit the case, each with why it is named."""
    fitting = [
        reasons[result.rule.id]
        for result in assessment.of_kind(Kind.ALTERNATIVE)
        if not result.rule.outcomes or set(result.rule.outcomes) & set(assessment.outcomes)
    ]
    named = [one for one in fitting if one.verdict is Verdict.MET]
    perhaps = [one.sentence for one in fitting if one.verdict is Verdict.OPEN]
    blocks: list[Block] = [
        Paragraph("Förslagen är till för att prövas av gruppen. Vad som finns att erbjuda varierar mellan kommuner."),
    ]
    blocks += [reasoned(one, _NAMED) for one in named] or [Paragraph("Regelverket pekar inte ut något alternativ.")]
    if perhaps:
        blocks += [Subheading("Kan bli aktuellt när mer är känt"), Bullets(tuple(perhaps))]
    blocks.append(Blank(blanks.ALTERNATIVES))
    return tuple(blocks)


def appeal(profile: Profile) -> Paragraph:
    """Whether it can be appealed that SIG isn't offered, which depends on the form in which SIG is given."""
    if profile.legal_form is not None:
        return Paragraph(_APPEAL[profile.legal_form])
    return Paragraph(
        "Hur beslutet kan överklagas, eller hur den unge kan ansöka om bistånd, beror på i vilken form SIG ges. "
        "Profilen anger ingen form. Handläggaren fyller i det som gäller."
    )
