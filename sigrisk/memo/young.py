"""The young person's version: what is said, what it builds on, what happens now, and how to say what is wrong.

JO 2022 and SOSFS 2014:5 ask for the child's own view and for words that it can follow (law-and-memo.md). The words
stand in rules/young.yaml; nothing is chosen here but which of them hold for the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sigrisk.adult import of_age
from sigrisk.alternatives import is_research
from sigrisk.assess import Assessment
from sigrisk.explain import Reason
from sigrisk.judgement import OFFERS, Judgement
from sigrisk.lacks import departure
from sigrisk.memo import blanks
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Section, Subheading
from sigrisk.memo.wording import day_text
from sigrisk.memo.youngwhy import grounds, is_own
from sigrisk.rulebook import OutcomeId
from sigrisk.young import YoungTexts

LINE: Final = "…" * 20  # to write on
TITLE: Final = "Till dig: så har vi tänkt"
OWN_WORDS: Final = "Vad har du själv sagt?"
NEXT: Final = "Vad händer nu?"
WRONG: Final = "Är något fel?"


def young_page(memo: Memo, label: str, texts: YoungTexts) -> Memo:
    """Appendix C of a memo as a page of its own, dated by the decision; a corrected one says that it is another."""
    decided = memo.judgement.date if memo.judgement is not None and memo.judgement.position is not None else None
    head = (("Till", label), ("Bestämt", day_text(decided)) if decided is not None else ("Datum", day_text(memo.day)))
    if memo.final is not None and memo.final.replaces is not None:
        new = texts.file.replaces
        head = (("Obs", new), *head, *((("Rättat", day_text(on)),) if (on := memo.final.corrected_on) else ()))
    sections = tuple(_parts(memo.sections[-1]))
    return replace(memo, title=TITLE, head=head, sections=sections, short=True, judgement=None)


def _parts(appendix: Section) -> Iterator[Section]:
    """The appendix under its own headings."""
    title, blocks = "", list[Block]()
    for block in appendix.blocks:
        if isinstance(block, Subheading):
            if title:
                yield Section("", title, tuple(blocks))
            title, blocks = block.text, []
        else:
            blocks.append(block)
    yield Section("", title, tuple(blocks))


def appendix(
    assessment: Assessment,
    reasons: dict[str, Reason],
    texts: YoungTexts,
    judgement: Judgement | None,
    *,
    sheet: bool = False,
) -> tuple[Block, ...]:
    """What the version says, part by part, as it stands in the memo's appendix C; ``sheet`` without what is private."""
    return (
        Subheading("Vad är SIG?"),
        Bullets(texts.file.about),
        Subheading("Vad har vi kommit fram till?"),
        *_result(assessment, texts, judgement),
        Subheading("Vad bygger det på?"),
        *grounds(assessment, reasons, texts, judgement, sheet=sheet),
        Subheading(OWN_WORDS),
        *_own_words(assessment),
        Subheading(NEXT),
        Bullets(_next(assessment, texts, judgement)),
        Blank(blanks.NEXT_MEETING, LINE),
        Subheading(WRONG),
        Bullets((*texts.file.rights, *_appeal(assessment, texts, judgement))),
        Blank(blanks.CONTACT, LINE),
    )


def _result(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[Block, ...]:
    file, closed = texts.file, assessment.book.profile.closed
    own = (Paragraph(judgement.to_young),) if judgement is not None and judgement.to_young.strip() else ()
    if judgement is not None and judgement.position is not None:
        departs = (file.closed.departs if closed else file.departs) if departure(judgement, assessment) else ""
        says = file.closed.says if closed else texts.positions[judgement.position].says
        told = tuple(Paragraph(one) for one in (says, departs) if one)
        return told if is_own(judgement, assessment) else (*told, *own)  # the group's words stand first below
    if closed:
        return (Paragraph(file.closed.says), *own)
    said = [_says(assessment, texts, one) for one in assessment.outcomes if one in texts.outcomes]
    first = () if is_research(assessment.book) else (Paragraph(file.not_decided),)
    if len(said) == 1:
        return (*first, Paragraph(said[0]), *own)
    return (*first, Paragraph(file.many), Bullets(tuple(said)), *own)


def _says(assessment: Assessment, texts: YoungTexts, outcome: OutcomeId) -> str:
    one = texts.outcomes[outcome]
    return one.says_adult if one.says_adult and of_age(assessment) else one.says


def _own_words(assessment: Assessment) -> tuple[Block, ...]:
    voice = next((one for one in assessment.case.voice if one.person == "youth"), None)
    if voice is None or not voice.says:
        return (Paragraph("Vi har inte skrivit upp vad du tycker än. Säg det gärna till oss."),)
    return (Paragraph(f"Så här skrev vi ner det: ”{voice.says}”"), Paragraph("Säg till om det blev fel."))


def _next(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[str, ...]:
    closed = texts.file.closed if assessment.book.profile.closed else None
    if judgement is not None and judgement.position is not None:
        if closed is not None:
            day = judgement.follow_up
            return (*closed.next, *([f"{closed.again} {day_text(day)}."] if day is not None else []))
        again = f"Vi ser på det här igen den {day_text(judgement.follow_up)}." if judgement.follow_up else ""
        return (*texts.positions[judgement.position].next, *([again] if again else []))
    if closed is not None:
        return closed.next
    if len(assessment.outcomes) == 1 and assessment.outcomes[0] in texts.outcomes:
        return texts.outcomes[assessment.outcomes[0]].next
    return ("Vi tar reda på mer.", "Sedan får du veta vad vi tycker och varför.")


def _appeal(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[str, ...]:
    """What can be done about a no; nothing where there is none, and none can come of it."""
    closed = assessment.book.profile.closed
    if judgement is not None and judgement.position is not None:
        may_be_no = bool(closed) or judgement.position not in OFFERS
    else:
        only_offers = set(assessment.outcomes) <= {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
        may_be_no = bool(closed) or not (only_offers or is_research(assessment.book))
    if not may_be_no:
        return ()
    if closed:
        return (texts.file.closed.appeal or texts.file.appeal_unknown,)
    form = assessment.book.profile.legal_form or (judgement.legal_form if judgement is not None else None)
    return (texts.file.appeal_unknown if form is None else texts.appeals.get(form, texts.file.appeal_unknown),)
