"""The memo's parts on what an offer asks for: what must be in place, what else there is, and how SIG is given."""

from __future__ import annotations

from typing import Final

from sigrisk.alternatives import OFFERS, alternatives_of, is_research, offer_can_not_be_made
from sigrisk.assess import Assessment, Result
from sigrisk.explain import Reason
from sigrisk.memo import blanks, labels
from sigrisk.memo.model import Blank, Block, Bullets, Paragraph, Subheading
from sigrisk.memo.reasoned import REQUIREMENT_MARKS, reasoned
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, LegalForm, Profile, RuleBook
from sigrisk.series import series

REQUIREMENTS: Final = "Det här ska vara på plats för att det ska kallas SIG"
_ASK: Final = "Vem den unge kan ringa skrivs i bilaga C."
_APPEAL: Final = {
    LegalForm.ASSISTANCE: (
        "I den här profilen ges SIG som bistånd efter en prövning av behovet. "
        "Ett avslag på en ansökan om bistånd går att överklaga."
    ),
    LegalForm.COOPERATION: (
        "I den här profilen är SIG ett sätt att samverka och inget eget bistånd. "
        "Att SIG inte erbjuds går då inte att överklaga, "
        "men den unge har rätt att ansöka om bistånd och ska få veta det. "
        f"{_ASK}"
    ),
    LegalForm.SERVICE: (
        "I den här profilen ges SIG utan att behovet prövas i ett beslut. "
        "Att SIG inte erbjuds går då inte att överklaga, "
        "men den unge har rätt att ansöka om bistånd och ska få veta det. "
        f"{_ASK}"
    ),
}


_NAMED: Final = dict.fromkeys(Verdict, "Att överväga")
REPLACED: Final = "Har ersatt verksamheten"
_REPLACED: Final = dict.fromkeys(Verdict, REPLACED)
CLOSED: Final = (
    "Verksamheten är stängd, så inget erbjudande kan lämnas där. Ärendet är prövat mot de kriterier som gällde."
)

RESEARCH: Final = (
    "Det här är varken ett erbjudande eller ett beslut om SIG. "
    "Profilen jämför bara ärendet med ett urval för forskning."
)


def before_outcome(book: RuleBook) -> str:
    """What is said before any outcome, settled or not, lest it be read as an offer; empty where nothing is."""
    if book.profile.closed:
        return CLOSED
    return RESEARCH if is_research(book) else ""


def tried_requirements(assessment: Assessment) -> tuple[Result, ...]:
    """What must be in place for it to be called SIG; empty where no offer is possible, or none can be made."""
    if not set(OFFERS) & set(assessment.outcomes) or offer_can_not_be_made(assessment):
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
    found = alternatives_of(assessment)
    blocks: list[Block] = [
        Paragraph("Förslagen är till för att prövas av gruppen. Vad som finns att erbjuda varierar mellan kommuner."),
    ]
    named = [reasoned(reasons[one.rule.id], _REPLACED) for one in found.replacing]
    named += [reasoned(reasons[one.rule.id], _NAMED) for one in found.named]
    blocks += named or [Paragraph(labels.NO_ALTERNATIVE)]
    perhaps = [reasons[one.rule.id].sentence for one in found.perhaps]
    if perhaps:
        blocks += [Subheading("Kan bli aktuellt när mer är känt"), Bullets(tuple(perhaps))]
    blocks.append(Blank(blanks.ALTERNATIVES))
    return tuple(blocks)


def next_step(assessment: Assessment) -> str:
    """What the group does next, with the name of what took the place of a closed operation; empty where unsettled."""
    if not assessment.settled:
        return ""
    step = assessment.book.outcomes[assessment.outcomes[0]].do
    titles = [f"”{one.rule.title}”" for one in alternatives_of(assessment).replacing]
    return f"{step} Ta först upp det som har ersatt verksamheten: {series(titles)}." if titles else step


def appeal(profile: Profile) -> tuple[Block, ...]:
    """Whether it can be appealed that SIG isn't offered, which depends on the form in which SIG is given, and how.

    How is left to people wherever SIG is, or may be, assistance.
    """
    told = _may_be_appealed(profile)
    may_be_assistance = not profile.closed and profile.legal_form in (None, LegalForm.ASSISTANCE)
    return (Paragraph(told), *([Blank(blanks.HOW_TO_APPEAL)] if may_be_assistance else []))


def _may_be_appealed(profile: Profile) -> str:
    if profile.closed:
        return (
            "Verksamheten är stängd, så något beslut om SIG där finns inte att överklaga. "
            f"Den unge har rätt att ansöka om bistånd och ska få veta det. {_ASK}"
        )
    if profile.legal_form is not None:
        return _APPEAL[profile.legal_form]
    return (
        "Hur beslutet kan överklagas, eller hur den unge kan ansöka om bistånd, beror på i vilken form SIG ges. "
        "Profilen anger ingen form. Skriv den i avsnitt 14."
    )
