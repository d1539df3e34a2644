"""What the young person is told of appealing, or of applying for assistance, by the form in which SIG is given.

What the law says is dated data in rules/lagrum.yaml, for the municipality's lawyer to check and to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.dates import when_text
from sigrisk.judgement import Judgement
from sigrisk.lacks import Lack, legal_form
from sigrisk.law import LawBook
from sigrisk.memo.model import Block, Paragraph
from sigrisk.memo.wording import day_text, full_stop
from sigrisk.rulebook import LegalForm

NOTICE: Final = "Överklagandehänvisning."
RIGHT: Final = "Upplysning om rätten att ansöka om bistånd."
_PARAGRAPHS: Final = {  # the entry of rules/lagrum.yaml whose notice is printed
    LegalForm.ASSISTANCE: "fl-overklagande",
    LegalForm.COOPERATION: "sol-bistand",
    LegalForm.SERVICE: "sol-bistand",
}
_NO_APPEAL: Final = "Att SIG inte erbjuds går då inte att överklaga."
_FORMS: Final = {
    LegalForm.ASSISTANCE: "SIG ges som bistånd. Ett avslag på en ansökan om bistånd går att överklaga.",
    LegalForm.COOPERATION: f"SIG är här ett sätt att samverka och inget eget bistånd. {_NO_APPEAL}",
    LegalForm.SERVICE: f"SIG ges här utan att behovet prövas i ett beslut. {_NO_APPEAL}",
}


def appeal(judgement: Judgement, assessment: Assessment, laws: LawBook) -> Iterator[Block]:
    """The appeal notice, or the information on the right to apply, marked as unchecked until a lawyer has checked it.

    Which of them depends on the form in which SIG is given (förvaltningslagen 40–44 §§; see rules/lagrum.yaml).
    """
    form = legal_form(judgement, assessment)
    if form is None:
        what = "Uppgift saknas. Skriv i vilken form SIG ges. Den avgör om beslutet går att överklaga."
        yield Paragraph(what, strong="Överklagande.")
        return
    strong = NOTICE if form is LegalForm.ASSISTANCE else RIGHT
    if appeal_lacks(judgement, assessment, laws):
        yield Paragraph(f"{_FORMS[form]} Uppgift saknas om vad lagen säger.", strong=strong)
        return
    one = laws.paragraphs[_PARAGRAPHS[form]]
    checked = "" if one.verified else " (inte kontrollerat)"
    told = f"{_FORMS[form]} {full_stop(one.notice)} Lagrum: {laws.cite(one.id)}{checked}."
    yield Paragraph(told, strong=strong)
    if one.verified_on is not None:
        yield Paragraph(f"Lagrummet är kontrollerat av {one.verified_by} den {day_text(one.verified_on)}.")
    else:
        what = "Kommunens jurist ska kontrollera den här texten innan den lämnas till någon."
        yield Paragraph(what, strong="Inte kontrollerat.")


def appeal_lacks(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Lack, ...]:
    """That rules/lagrum.yaml has no notice that applies on the day of the decision, if that is so."""
    form = legal_form(judgement, assessment)
    if form is None:
        return ()
    wanted, day = _PARAGRAPHS[form], judgement.date or assessment.case.day
    if wanted in laws.paragraphs and laws.paragraphs[wanted].notice.strip() and laws.applies(wanted, day):
        return ()
    what = f"det saknas vad den unge ska få veta om överklagande och ansökan {when_text(day.isoformat())}"
    help_ = f"skriv ”notice” vid lagrummet {wanted} i rules/lagrum.yaml, och den tid det gäller"
    return (Lack(("legal_form",), what, help_),)
