"""Builds the memo's sections from an assessment. What only a human can say is left blank and marked so."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.explain import Ground, Reason, lower_first, reason
from sigrisk.memo import blanks, followed, grownup, labels
from sigrisk.memo import facts as facts_part
from sigrisk.memo import offer as offer_part
from sigrisk.memo import picture as picture_part
from sigrisk.memo import young as young_part
from sigrisk.memo.firm import firmness_part
from sigrisk.memo.inshort import summary_sentences
from sigrisk.memo.judged import Judged, completed
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Section, Subheading, Table
from sigrisk.memo.reasoned import CRITERION_MARKS, FLAG_MARKS, MARKS, reasoned
from sigrisk.memo.sentences import (
    ground_text_of,
    own_numbers_sentence,
    postponed_questions,
    question_text,
    split_for_and_against,
)
from sigrisk.memo.wording import basis_text, citation_text, day_text
from sigrisk.operation import arrangement_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, proposals
from sigrisk.validity import out_of_validity, profile_version_text, rule_book_text, versions_text
from sigrisk.young import YoungTexts

DRAFT = "UTKAST – arbetsmaterial som inte är färdigställt eller undertecknat"


def build(
    assessment: Assessment,
    version: str,
    young: YoungTexts,
    judged: Judged | None = None,
    *,
    judged_on: Assessment | None = None,
    sheet: bool = False,
) -> Memo:
    """The memo of one assessment, with what people have written where they have.

    ``version`` is sigrisk's own; ``young`` are the words of appendix C. ``judged_on`` is the assessment that people
    have judged, where this is a blind one. ``sheet`` makes appendix C the page that others may read.
    """
    case, book = assessment.case, assessment.book
    head = (
        (blanks.KIND, DRAFT),
        (blanks.AUTHORITY, "fylls i av handläggaren"),
        ("Ärende", case.case.id + (f" – {case.case.title}" if case.case.title else "")),
        ("Gäller", case.person.label),
        ("Bedömningsdag", day_text(case.day)),
        *_not_valid(assessment),
        ("Profil", profile_version_text(book)),
        ("Regelverk", rule_book_text(book)),
        ("Program", f"sigrisk {version}"),
        ("Arbetssätt", arrangement_text(case, book)),
        ("Regelkörning", assessment.engine),
        (blanks.SECRECY, "fylls i av handläggaren"),
    )
    reasons = {result_id: reason(assessment, result) for result_id, result in assessment.results.items()}
    sections = (
        Section("1", "Sammanfattning", _summary(assessment, reasons, judged, judged_on)),
        Section("2", "Ärendet och nomineringen", facts_part.nomination(assessment)),
        Section("3", "Underlag", facts_part.material(assessment)),
        Section("4", "Information och samtycke", facts_part.consents(assessment)),
        Section("5", grownup.own_words_title(assessment), facts_part.voices(assessment)),
        Section("6", "Prövning mot kriterierna", _criteria(assessment, reasons)),
        Section("7", "Risk, behov, mottaglighet och skydd", picture_part.pictures(assessment)),
        Section("8", "Flaggor och påminnelser", _flags(assessment, reasons)),
        Section("9", "Skäl för och emot SIG", _for_and_against(assessment, reasons)),
        Section("10", *grownup.interests(assessment)),
        Section("11", "Alternativ", offer_part.alternatives(assessment, reasons)),
        Section("12", "Osäkerheter och vad som kan ändra utfallet", _uncertainties(assessment)),
        Section("13", "Regelverkets utfall och gruppens ställningstagande", _outcome(assessment, reasons)),
        Section("14", "Beslut", tuple(map(Blank, _decision(assessment)))),
        Section("15", "Uppföljning", (*followed.told(assessment), Blank(blanks.FOLLOW_UP))),
        Section(
            "16",
            "Kommunicering",
            (Blank(blanks.COMMUNICATED), Blank(blanks.TO_YOUNG), *offer_part.appeal(assessment.book.profile)),
        ),
        Section("A", "Regelspår", _trace(assessment, reasons)),
        Section("B", "Källor till regelverket", _sources(assessment)),
        Section(
            "C",
            young_part.TITLE,
            young_part.appendix(
                assessment, reasons, young, judged.judgement if judged is not None else None, sheet=sheet
            ),
        ),
    )
    title = f"Lämplighetsbedömning inför social insatsgrupp – {case.person.label}"
    memo = Memo(title, DRAFT, head, sections, case.day, case_id=case.case.id, rules=versions_text(book))
    return memo if judged is None else completed(memo, judged_on or assessment, judged)


def _not_valid(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """The line of the head that says that the rules don't apply on the assessment day, where they don't."""
    outside = out_of_validity(assessment.book, assessment.case.day)
    return (("Observera", " ".join(outside)),) if outside else ()


# -- summary and outcome ----------------------------------------------------------------------------------------------


def _summary(
    assessment: Assessment, reasons: dict[str, Reason], judged: Judged | None, judged_on: Assessment | None
) -> tuple[Block, ...]:
    judgement = judged.judgement if judged is not None else None
    told = summary_sentences(assessment, reasons, judgement, judged_on=judged_on, in_memo=True)
    return tuple(map(Paragraph, told))


def _decision(assessment: Assessment) -> tuple[str, ...]:
    """What whoever decides fills in; the form of SIG only where the profile doesn't say it."""
    form = (blanks.LEGAL_FORM,) if assessment.book.profile.legal_form is None else ()
    return (*form, *blanks.DECISION)


def _outcome(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    texts = assessment.book.outcomes
    if before := offer_part.before_outcome(assessment.book):
        blocks.append(Paragraph(before))
    if assessment.settled:
        text = texts[assessment.outcomes[0]]
        blocks.append(Paragraph(text.means, strong=f"Regelverkets utfall: {lower_first(text.title)}."))
        blocks.append(Paragraph(offer_part.next_step(assessment), strong="Nästa steg."))
    else:
        blocks.append(Paragraph("Flera utfall är möjliga. Vilket det blir beror på svar som saknas eller går isär."))
        blocks.append(Bullets(tuple(f"{texts[o].title}. {texts[o].means}" for o in assessment.outcomes)))
    blocks += [reasoned(reasons[rule_id], FLAG_MARKS) for rule_id in assessment.decided_by]
    if own_numbers := own_numbers_sentence(assessment):
        blocks.append(Paragraph(own_numbers, strong=labels.CAREFUL))
    blocks += offer_part.requirements(assessment, reasons)
    blocks += [
        Subheading("Gruppens bedömning och ställningstagande"),
        Paragraph(blanks.BY_HUMAN),
        Blank(blanks.POSITION),
        Blank(blanks.REASONS),
        Blank(blanks.DEPARTS),
        Blank(blanks.WRITTEN_BY),
    ]
    return tuple(blocks)


# -- verdicts ---------------------------------------------------------------------------------------------------------


def _criteria(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    results = assessment.of_kind(Kind.CRITERION, Kind.AGGREGATE)
    intro = Paragraph(
        "Varje kriterium är uppfyllt, inte uppfyllt eller går inte att avgöra. "
        "Att en uppgift saknas räknas aldrig som ett nej."
    )
    return (intro, *(reasoned(reasons[r.rule.id], CRITERION_MARKS) for r in results))


def _flags(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    flags = [reasons[r.rule.id] for r in assessment.of_kind(Kind.FLAG)]
    notes = [reasons[r.rule.id] for r in assessment.of_kind(Kind.NOTE)]
    blocks: list[Block] = []
    for verdict, heading in ((Verdict.MET, "Flaggor som gäller"), (Verdict.OPEN, "Flaggor som inte går att avgöra")):
        chosen = [f for f in flags if f.verdict is verdict]
        blocks.append(Subheading(heading))
        if not chosen:
            blocks.append(Paragraph("Inga."))
        blocks += [reasoned(f, FLAG_MARKS, answer_lines=True) for f in chosen]
    blocks.append(Subheading("Prövat och gäller inte"))
    cleared = [f for f in flags if f.verdict is Verdict.NOT_MET]
    blocks += [reasoned(f, FLAG_MARKS) for f in cleared] or [Paragraph("Inga.")]
    blocks.append(Subheading("Påminnelser"))
    reminders = [n for n in notes if n.verdict is not Verdict.NOT_MET]
    blocks += [reasoned(n, FLAG_MARKS) for n in reminders] or [Paragraph("Inga.")]
    return tuple(blocks)


def _for_and_against(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    pro, con, unknown = split_for_and_against(assessment, reasons)
    speaks = [r.sentence for r in pro if r.result.rule.kind is not Kind.FLAG]
    cleared = [f"”{r.result.rule.title}”: {r.sentence}" for r in pro if r.result.rule.kind is Kind.FLAG]
    blocks: list[Block] = [Paragraph("Skälen är inte summerade: hur de ska vägas mot varandra avgör gruppen.")]
    for heading, listed in (
        ("Det som talar för", speaks),
        ("Det som talar emot eller manar till försiktighet", [r.sentence for r in con]),
        ("Varningar som har prövats och inte gäller", cleared),
        ("Det som inte går att avgöra", [r.sentence for r in unknown]),
    ):
        blocks.append(Subheading(heading))
        blocks.append(Bullets(tuple(listed)) if listed else Paragraph("Inget."))
    return tuple(blocks)


# -- uncertainty and trace --------------------------------------------------------------------------------------------


def _uncertainties(assessment: Assessment) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if assessment.questions:
        blocks.append(Subheading(labels.QUESTIONS))
        blocks.append(Bullets(tuple(question_text(assessment, i) for i in range(len(assessment.questions)))))
    else:
        blocks.append(Paragraph(labels.NO_QUESTIONS))
    contradictions = [ground_text_of(assessment, k.fact.id) for k in assessment.contradictions()]
    contradictions += followed.clashes(assessment)
    if contradictions:
        blocks += [Subheading("Källor som säger olika"), Bullets(tuple(contradictions))]
    expired = [ground_text_of(assessment, k.fact.id) for k in assessment.expired()]
    if expired:
        blocks += [Subheading("Uppgifter som har blivit för gamla"), Bullets(tuple(expired))]
    if postponed := postponed_questions(assessment):
        blocks += [Subheading("Frågor som har skjutits upp"), Bullets(postponed)]
    blocks += firmness_part(assessment)
    numbers = proposals(assessment.book)
    if numbers:
        values = assessment.book.values
        rows = tuple((p.label, str(values[p.id]), p.unit_of(values[p.id])) for p in numbers)
        blocks += [
            Subheading("Gränser som källorna inte anger"),
            Paragraph(
                "De här talen är sigrisks förslag. Kommunen bestämmer dem i sin profil. "
                "Också vilken grad som krävs i ett kriterium, till exempel måttlig eller hög, "
                "och hur länge en uppgift gäller är i regel sigrisks förslag."
            ),
            Table("Gränser som kommunen bestämmer", ("Gräns", "Tal", "Enhet"), rows),
        ]
    return tuple(blocks)


def _trace(assessment: Assessment, reasons: dict[str, Reason]) -> tuple[Block, ...]:
    rows = []
    for one in reasons.values():
        rule = one.result.rule
        where = basis_text(rule.basis, rule.sources, assessment.book)
        facts = "; ".join(f"{g.fact.definition.label}: {_known(g)}" for g in one.grounds)
        rows.append((rule.id, rule.title, MARKS[rule.kind][one.verdict], facts, where))
    header = ("Regel", "Rubrik", "Svar", "Uppgifter som avgjorde", "Varifrån regeln kommer")
    return (Table("Alla regler som prövades", header, tuple(rows)),)


def _known(ground: Ground) -> str:
    return "uppgift saknas" if ground.value == "okänt" else ground.value


def _sources(assessment: Assessment) -> tuple[Block, ...]:
    book = assessment.book
    cited = {c for r in book.rules.values() for c in r.rule.sources}
    texts = sorted({citation_text(c, book) for c in cited})
    return (Bullets(tuple(texts)),)
