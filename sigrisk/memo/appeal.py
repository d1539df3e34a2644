"""What the young person is told of appealing, or of applying for assistance, by the form in which SIG is given.

An offer has neither, for it is no refusal. To whom one appeals, where it is sent and from when the time counts stand in
no source of ours: people write it. What the law says is dated data in rules/lagrum.yaml, for the municipality's lawyer
to check and to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.judgement import OFFERS, Judgement
from sigrisk.lacks import legal_form
from sigrisk.law import LawBook
from sigrisk.lawlacks import notice_lacks, notice_of
from sigrisk.memo.model import Block, Paragraph
from sigrisk.memo.wording import day_text, full_stop
from sigrisk.rulebook import LegalForm

HOW: Final = "Så här överklagar man:"
OFFERED: Final = "Den som inte är nöjd."
_OFFERED: Final = (
    "SIG erbjuds. Den som inte är nöjd med villkoren kan säga det till den som har beslutat och fråga vidare."
)
NOTICE: Final = "Överklagandehänvisning."
RIGHT: Final = "Upplysning om rätten att ansöka om bistånd."
_NO_APPEAL: Final = "Att SIG inte erbjuds går då inte att överklaga."
_CLOSED: Final = "Verksamheten är stängd, så något beslut om SIG där finns inte att överklaga."
_FORMS: Final = {
    LegalForm.ASSISTANCE: "SIG ges som bistånd. Ett avslag på en ansökan om bistånd går att överklaga.",
    LegalForm.COOPERATION: f"SIG är här ett sätt att samverka och inget eget bistånd. {_NO_APPEAL}",
    LegalForm.SERVICE: f"SIG ges här utan att behovet prövas i ett beslut. {_NO_APPEAL}",
}


def appeal(judgement: Judgement, assessment: Assessment, laws: LawBook) -> Iterator[Block]:
    """The appeal notice, or the information on the right to apply, marked as unchecked until a lawyer has checked it.

    Which of them depends on the form in which SIG is given (förvaltningslagen 40–44 §§; see rules/lagrum.yaml).
    """
    if judgement.position in OFFERS:
        yield Paragraph(_OFFERED, strong=OFFERED)
        return
    form = legal_form(judgement, assessment)
    if form is None:
        what = "Uppgift saknas. Skriv i vilken form SIG ges. Den avgör om beslutet går att överklaga."
        yield Paragraph(what, strong="Överklagande.")
        return
    closed = bool(assessment.book.profile.closed)
    strong = NOTICE if form is LegalForm.ASSISTANCE and not closed else RIGHT
    what_form = _CLOSED if closed else _FORMS[form]
    if notice_lacks(judgement, assessment, laws):
        yield Paragraph(f"{what_form} Uppgift saknas om vad lagen säger.", strong=strong)
        return
    one = laws.paragraphs[notice_of(form, assessment)]
    checked = "" if one.verified else " (inte kontrollerat)"
    told = f"{what_form} {full_stop(one.notice)} Lagrum: {laws.cite(one.id)}{checked}."
    yield Paragraph(told, strong=strong)
    if one.verified_on is not None:
        yield Paragraph(f"Lagrummet är kontrollerat av {one.verified_by} den {day_text(one.verified_on)}.")
    else:
        what = "Kommunens jurist ska kontrollera den här texten innan den lämnas till någon."
        yield Paragraph(what, strong="Inte kontrollerat.")
