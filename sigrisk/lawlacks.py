"""What a final memo needs of rules/lagrum.yaml: a legal ground that fits the form of SIG, and the text on appeal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.dates import when_text
from sigrisk.judgement import OFFERS, Judgement
from sigrisk.lacks import LEGAL_FORMS, Lack, lacking, legal_form
from sigrisk.law import LawBook
from sigrisk.rulebook import LegalForm
from sigrisk.series import series

NOTICES: Final[Mapping[LegalForm, str]] = MappingProxyType(  # the entry of rules/lagrum.yaml whose notice is printed
    {
        LegalForm.ASSISTANCE: "fl-overklagande",
        LegalForm.COOPERATION: "sol-bistand",
        LegalForm.SERVICE: "sol-bistand",
    }
)


def notice_of(form: LegalForm, assessment: Assessment) -> str:
    """The entry of rules/lagrum.yaml whose notice is printed; a closed operation decides nothing to appeal."""
    return NOTICES[LegalForm.COOPERATION if assessment.book.profile.closed else form]


def all_lacks(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Lack, ...]:
    """Everything that stands between the judgement and a final memo, what the law asks for last."""
    answers = answerable_lacks(judgement, assessment, laws)
    return (*answers, *notice_lacks(judgement, assessment, laws))


def answerable_lacks(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Lack, ...]:
    """What people can mend by answering, or in the case: all but what rules/lagrum.yaml itself lacks."""
    return (*lacking(judgement, assessment), *ground_lacks(judgement, assessment, laws))


def ground_lacks(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Lack, ...]:
    """That the legal ground doesn't fit the form in which SIG is given, if that is so (SIG256)."""
    found = misfit(
        judgement.legal_ground, legal_form(judgement, assessment), judgement.date or assessment.case.day, laws
    )
    return () if found is None else (found,)


def misfit(ground: str | None, form: LegalForm | None, day: date, laws: LawBook) -> Lack | None:
    """How a legal ground and a form of SIG don't fit each other, and which grounds do; None where they fit.

    A ground that is unknown, or doesn't apply on the day, is told as that (SIG252) and not here.
    """
    if ground is None or form is None or ground not in laws.paragraphs or form in laws.paragraphs[ground].forms:
        return None
    fitting = [one.id for one in laws.grounds(day, form)]
    what = f"lagrummet {laws.cite(ground)} passar inte när SIG ges som {LEGAL_FORMS[form]}"
    if not fitting:
        help_ = f"inget lagrum passar den {day}; skriv ett med ”ground” och ”forms” i en egen rules/lagrum.yaml"
        return Lack(("legal_ground",), what, help_, plain="lagrum som passar saknas", code="SIG256")
    cited = series([f"{one} ({laws.cite(one)})" for one in fitting], "eller")
    plain = "välj ett lagrum som passar: " + series([laws.cite(one) for one in fitting], "eller")
    return Lack(("legal_ground",), what, f"skriv {cited}", plain=plain, code="SIG256")


def notice_lacks(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Lack, ...]:
    """That rules/lagrum.yaml has no notice that applies on the day of the decision, if that is so."""
    form = legal_form(judgement, assessment)
    if form is None or judgement.position in OFFERS:  # an offer has no such notice
        return ()
    wanted, day = notice_of(form, assessment), judgement.date or assessment.case.day
    if wanted in laws.paragraphs and laws.paragraphs[wanted].notice.strip() and laws.applies(wanted, day):
        return ()
    what = f"det saknas vad den unge ska få veta om överklagande och ansökan {when_text(day.isoformat())}"
    help_ = f"skriv ”notice” vid lagrummet {wanted} i rules/lagrum.yaml, och den tid det gäller"
    return (Lack(("legal_form",), what, help_),)
