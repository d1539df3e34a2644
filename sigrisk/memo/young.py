"""The young person's version: what is said, what it builds on, what happens now, and how to say what is wrong.

JO 2022 and SOSFS 2014:5 ask for the child's own view and for words that it can follow (law-and-memo.md). The words
stand in rules/young.yaml; nothing is chosen here but which of them hold for the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sigrisk.alternatives import is_research
from sigrisk.assess import Assessment
from sigrisk.case import SourceType
from sigrisk.explain import Reason, Step, in_words
from sigrisk.judgement import OFFERS, Judgement
from sigrisk.lacks import departure
from sigrisk.memo import blanks
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Section, Subheading
from sigrisk.memo.wording import day_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Effect, Kind, OutcomeId
from sigrisk.series import series
from sigrisk.young import YoungTexts

MOST_SENTENCES: Final = 7
LINE: Final = "…" * 20  # to write on
TITLE: Final = "Till dig: så har vi tänkt"
OWN_WORDS: Final = "Vad har du själv sagt?"
_TOLD: Final = {
    SourceType.POLICE: "polisen",
    SourceType.SCHOOL: "skolan",
    SourceType.SOCIAL_SERVICES: "socialtjänsten",
    SourceType.HEALTH_CARE: "vården",
    SourceType.FIELD_WORKERS: "fältarna",
    SourceType.YOUNG_PERSON: "dig",
    SourceType.GUARDIAN: "dem som har hand om dig",
    SourceType.REGISTER: "ett register",
    SourceType.OTHER: "andra som känner dig",
}


def young_page(memo: Memo, label: str) -> Memo:
    """Appendix C of a memo as a page of its own, dated by the decision where there is one."""
    decided = memo.judgement.date if memo.judgement is not None and memo.judgement.position is not None else None
    head = (("Till", label), ("Bestämt", day_text(decided)) if decided is not None else ("Datum", day_text(memo.day)))
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
    assessment: Assessment, reasons: dict[str, Reason], texts: YoungTexts, judgement: Judgement | None
) -> tuple[Block, ...]:
    """What the version says, part by part, as it stands in the memo's appendix C."""
    return (
        Subheading("Vad är SIG?"),
        Bullets(texts.file.about),
        Subheading("Vad har vi kommit fram till?"),
        *_result(assessment, texts, judgement),
        Subheading("Vad bygger det på?"),
        *_grounds(assessment, reasons, texts),
        Subheading(OWN_WORDS),
        *_own_words(assessment),
        Subheading("Vad händer nu?"),
        Bullets(_next(assessment, texts, judgement)),
        Blank(blanks.NEXT_MEETING, LINE),
        Subheading("Är något fel?"),
        Bullets((*texts.file.rights, *_appeal(assessment, texts, judgement))),
        Blank(blanks.CONTACT, LINE),
    )


def _result(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[Block, ...]:
    own = (Paragraph(judgement.to_young),) if judgement is not None and judgement.to_young.strip() else ()
    if judgement is not None and judgement.position is not None:
        departs = (Paragraph(texts.file.departs),) if texts.file.departs and departure(judgement, assessment) else ()
        return (Paragraph(texts.positions[judgement.position].says), *departs, *own)
    if assessment.book.profile.closed:
        return (Paragraph(texts.file.closed.says), *own)
    said = [texts.outcomes[one].says for one in assessment.outcomes if one in texts.outcomes]
    first = () if is_research(assessment.book) else (Paragraph(texts.file.not_decided),)
    if len(said) == 1:
        return (*first, Paragraph(said[0]), *own)
    return (*first, Paragraph(texts.file.many), Bullets(tuple(said)), *own)


def _grounds(assessment: Assessment, reasons: dict[str, Reason], texts: YoungTexts) -> tuple[Block, ...]:
    types = {source.type for source in assessment.case.sources.values()}
    told = [word for one, word in _TOLD.items() if one in types]
    who = Paragraph(f"Vi har fått veta saker av {series(told)}.") if told else Paragraph("Vi har inte frågat någon än.")
    decisive = {rule: assessment.results[rule].verdict for rule in _decisive(assessment, reasons)}
    told = [rule for rule, verdict in decisive.items() if texts.sentence(rule, verdict)]
    masked = any(map(assessment.hides, assessment.knowledge.facts))  # what is left out would tell of what is masked
    kept = told if masked else texts.without_repeating({rule: decisive[rule] for rule in told})
    found = dict.fromkeys(sentence_of(assessment, rule, texts) for rule in kept)
    listed = list(found)
    shown = Bullets(tuple(listed[:MOST_SENTENCES]))
    unknown = Verdict.OPEN in decisive.values()
    after = [texts.file.unknown] * unknown + [texts.file.more] * (len(listed) > MOST_SENTENCES)
    return (who, *([shown] if listed else []), *([Paragraph(" ".join(after))] if after else []))


def sentence_of(assessment: Assessment, rule: str, texts: YoungTexts) -> str:
    """What a rule's verdict means to the young person in this case; empty where nothing is written."""
    result = assessment.results[rule]
    return in_words(assessment, result, texts.sentence(rule, result.verdict))


def _decisive(assessment: Assessment, reasons: dict[str, Reason]) -> Iterator[str]:
    """The rules that the outcome turned on, those it rests on at once first, and every flag that holds against it."""
    steps = [one for rule in assessment.decided_by for one in _steps(reasons[rule])]
    yield from steps
    for flag in assessment.of_kind(Kind.FLAG):
        if flag.verdict is Verdict.MET and flag.rule.effect in (Effect.STOP, Effect.AGAINST):
            yield flag.rule.id
    for step in steps:
        if reasons[step].result.rule.kind is Kind.AGGREGATE:
            yield from _steps(reasons[step])


def _steps(reason: Reason) -> list[str]:
    return [one.result.rule.id for one in reason.rests_on if isinstance(one, Step)]


def _own_words(assessment: Assessment) -> tuple[Block, ...]:
    voice = next((one for one in assessment.case.voice if one.person == "youth"), None)
    if voice is None or not voice.says:
        return (Paragraph("Vi har inte skrivit upp vad du tycker än. Säg det gärna till oss."),)
    return (Paragraph(f"Så här skrev vi ner det: ”{voice.says}”"), Paragraph("Säg till om det blev fel."))


def _next(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[str, ...]:
    if judgement is not None and judgement.position is not None:
        again = f"Vi ser på det här igen den {day_text(judgement.follow_up)}." if judgement.follow_up else ""
        return (*texts.positions[judgement.position].next, *([again] if again else []))
    if assessment.book.profile.closed:
        return texts.file.closed.next
    if len(assessment.outcomes) == 1 and assessment.outcomes[0] in texts.outcomes:
        return texts.outcomes[assessment.outcomes[0]].next
    return ("Vi tar reda på mer.", "Sedan får du veta vad vi tycker och varför.")


def _appeal(assessment: Assessment, texts: YoungTexts, judgement: Judgement | None) -> tuple[str, ...]:
    """What can be done about a no; nothing where there is none, and none can come of it."""
    closed = assessment.book.profile.closed
    if judgement is not None and judgement.position is not None:
        may_be_no = judgement.position not in OFFERS
    else:
        only_offers = set(assessment.outcomes) <= {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
        may_be_no = bool(closed) or not (only_offers or is_research(assessment.book))
    if not may_be_no:
        return ()
    if closed:
        return (texts.file.closed.appeal or texts.file.appeal_unknown,)
    form = assessment.book.profile.legal_form or (judgement.legal_form if judgement is not None else None)
    return (texts.file.appeal_unknown if form is None else texts.appeals.get(form, texts.file.appeal_unknown),)
