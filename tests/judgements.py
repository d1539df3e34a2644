"""A judgement that lacks nothing, for any case: what people would have written."""

from __future__ import annotations

from datetime import timedelta

from sigrisk.assess import Assessment
from sigrisk.judgement import Considered, Dissent, FlagAnswer, Found, Judgement, Named, Position, blank
from sigrisk.lacks import flags_to_answer
from sigrisk.rulebook import LegalForm

FITTING = {
    LegalForm.ASSISTANCE: "sol-bistand",
    LegalForm.COOPERATION: "sol-samverkan",
    LegalForm.SERVICE: "sol-utan-behovsprovning",
}
HOW_TO_APPEAL = (
    "Skriv till Exempelrätten, men skicka det till nämnden. Tiden räknas från den dag som nämnden skriver här."
)
REASONS = "Gruppen har vägt skälen mot varandra."


def whole(assessment: Assessment, position: Position = Position.NO_OFFER) -> Judgement:
    """A judgement with every answer there is."""
    answers = {
        result.rule.id: FlagAnswer(found=Found(result.verdict.value), agrees=False, reasons=REASONS)
        for result in flags_to_answer(assessment)
    }
    day = assessment.case.day
    return blank(assessment).model_copy(
        update={
            "authority": "Socialnämnden i Exempelstad",
            "secrecy": "Sekretess enligt nämndens beslut",
            "flags": answers,
            "childs_best": "Den unge behöver lugn och en vuxen att lita på.",
            "alternatives": (Considered(what="Öppenvård", reasons="Det räcker inte för den unge nu."),),
            "position": position,
            "reasons": REASONS,
            "departs_because": "Regelverket ser inte hela bilden.",
            "written_by": Named(name="Sam Exempel", role="samordnare"),
            "legal_form": LegalForm.COOPERATION if assessment.book.profile.legal_form is None else None,
            "legal_ground": FITTING[assessment.book.profile.legal_form or LegalForm.COOPERATION],
            "decided_by": Named(name="Ann Exempel", role="enhetschef"),
            "presented_by": Named(name="Bo Exempel", role="socialsekreterare"),
            "took_part": (Named(name="Eva Exempel", role="kommunpolis"),),
            "dissent": (Dissent(name="Eva Exempel", says="Det vore bättre att vänta."),),
            "date": day + timedelta(days=4),
            "follow_up": day + timedelta(days=90),
            "communicated": "Hela underlaget lämnades till den unge.",
            "how_to_appeal": HOW_TO_APPEAL,
            "to_young": "Vi vill att du får lugn först. Sedan ses vi igen.",
            "next_meeting": "Torsdag klockan tre på fritidsgården",
            "contact": "Sam Exempel, växeln i kommunen",
        }
    )
