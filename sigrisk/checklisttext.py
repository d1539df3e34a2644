"""A filled-in checklist in words: answers, counts, strengths and the assessor's own view, for screen and memo alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.case import CheckAnswer, Direction, Strength
from sigrisk.counted import counted, form
from sigrisk.explain import listing, lower_first
from sigrisk.instrument import Instrument, ItemReading, ItemSide
from sigrisk.itemanswer import says_unknown
from sigrisk.masking import HIDDEN
from sigrisk.memo.wording import day_text, full_stop
from sigrisk.score import ChecklistScore, Count, Tally, is_yes_no
from sigrisk.series import series
from sigrisk.vocabulary import everything, show

SIDE_WORDS: Final = {
    ItemSide.RISK: "riskfrågor",
    ItemSide.PROTECTION: "skyddsfrågor",
    ItemSide.NEED: "behov",
    ItemSide.RESPONSIVITY: "mottaglighet",
    ItemSide.CONTEXT: "övriga uppgifter",
}
_MISLEADS: Final = {
    Direction.GRAVER: "Bedömaren anser att bilden är allvarligare än vad svaren visar.",
    Direction.LESS_GRAVE: "Bedömaren anser att bilden är mindre allvarlig än vad svaren visar.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One statement about a checklist: a lead-in, and what there is to say."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that is told as it is: the question, the answer, and the assessor's note with its source."""

    label: str
    answer: str
    note: str


STEPS: Final = {
    "low": "Låg eller ingen",
    "moderate": "Måttlig",
    "high": "Hög",
    "absent": "Saknas",
    "thread": "En tråd",
    "clear": "Tydlig",
}


def step_labels(instrument: Instrument, side: ItemSide) -> dict[str, str]:
    """The checklist's own word for a step where one level alone leads to it, ours where several do."""
    found: dict[str, set[str]] = {}
    for scale in instrument.scales:
        if scale.side is side:
            for level in scale.written:
                found.setdefault(level.shows, set()).add(level.label)
    return {step: next(iter(words)) if len(words) == 1 else STEPS[step] for step, words in found.items()}


def count_text(count: Count) -> str:
    """A count as one number, or as an interval where answers are missing."""
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def yes_text(one: Tally) -> str:
    """How many questions of an area are answered with yes: one number, or at least and at most."""
    yes = one.counts[-1]
    many = str(yes.low) if yes.low == yes.high else f"minst {yes.low} och högst {yes.high}"
    return f"{many} ja av {one.items}"


def filled_text(score: ChecklistScore) -> str:
    """Who filled the checklist in, when, and how much of it is answered."""
    checklist = score.checklist
    by = f"{checklist.assessor.name}, {checklist.assessor.role}, den {day_text(checklist.date)}"
    questions = counted(len(score.readings), "fråga", "frågor")
    told = [f"{score.answered} av {questions} är {form(score.answered, 'besvarad', 'besvarade')} på formuläret"]
    told += [f"{score.said_unknown} har svaret vet ej"] if score.said_unknown else []
    if number := score.said_not_applicable:
        told.append(f"{number} är ej {form(number, 'aktuell', 'aktuella')}")
    told += [f"{score.masked} är {form(score.masked, 'maskerad', 'maskerade')}"] if score.masked else []
    elsewhere = ""
    if number := score.read_elsewhere:
        more = counted(number, "fråga till", "frågor till")
        elsewhere = f" Svaret på {more} framgår av andra uppgifter i ärendet."
    return f"Ifylld av {by}. {series(told)}.{elsewhere}"


def answer_text(assessment: Assessment, score: ChecklistScore, reading: ItemReading) -> str:
    """The answer to one item; empty where nothing is known."""
    fact = assessment.book.vocabulary[reading.item.fact].definition
    if reading.values is not None:
        return "" if reading.values == everything(fact) else show(fact, reading.values)
    levels = score.instrument.scale_of(reading.item).levels
    if levels and len(reading.levels) == len(levels):
        return ""
    labels = [level.label for level in levels if level.id in reading.levels]
    labels[1:] = [lower_first(label) for label in labels[1:]]
    return " eller ".join(labels + (["ej aktuellt"] if reading.not_applicable else []))


def told_answers(assessment: Assessment, score: ChecklistScore) -> tuple[tuple[str, tuple[Answered, ...]], ...]:
    """The answers that no step counts, each as it is, under a heading; an empty answer is one that isn't known."""
    return tuple(
        (f"{SIDE_WORDS[side]}, svar för svar" if side is not None else "svar för svar", _told(assessment, score, some))
        for side, some in score.told()
    )


def _told(assessment: Assessment, score: ChecklistScore, readings: tuple[ItemReading, ...]) -> tuple[Answered, ...]:
    found = []
    for reading in readings:
        answer = answer_text(assessment, score, reading)
        given = score.checklist.given.get(reading.item.id)
        elsewhere = bool(answer) and (given is None or says_unknown(given.level))
        note = remark(assessment, given)
        if assessment.hides(reading.item.fact):  # the party's copy: the answer may tell of someone else
            answer, note, elsewhere = HIDDEN, "", False
        if elsewhere:
            note = f"{note} Framgår av andra uppgifter i ärendet.".strip()
        found.append(Answered(reading.item.label, answer, note))
    return tuple(found)


def remark(assessment: Assessment, given: CheckAnswer | Strength | None) -> str:
    """The assessor's note on an answer or a strength, with the source it rests on."""
    if given is None:
        return ""
    origin = f"Enligt {assessment.case.sources[given.source].name}." if given.source is not None else ""
    return f"{full_stop(given.note) if given.note else ''} {origin}".strip()


def strengths(assessment: Assessment, score: ChecklistScore) -> tuple[str, ...]:
    """The sections that the assessor marks as strengths, each with its note."""
    labels = {section.id: section.label for section in score.instrument.sections}
    return tuple(f"{labels[one.section]}: {remark(assessment, one)}" for one in score.checklist.strengths)


def own_view(assessment: Assessment, score: ChecklistScore) -> tuple[Line, ...]:
    """What the assessor adds: critical items, factors of this case, strengths, the summary rating and the override."""
    found = _pointed_out(score)
    if score.instrument.strengths:
        listed = " ".join(strengths(assessment, score)) or "Bedömaren har inte markerat någon del som en styrka."
        found.append(Line("Styrkor.", listed))
    return (*found, *_summary(score), *_override(score))


def _pointed_out(score: ChecklistScore) -> list[Line]:
    labels = {i.id: i.label for i in score.instrument.items()}
    found: list[Line] = []
    if score.checklist.critical:
        named = listing([f"”{labels[c]}”" for c in score.checklist.critical])
        found.append(Line("Särskilt viktigt.", f"Bedömaren lyfter fram {named}."))
    for extra in score.checklist.extra:
        kind = "Ytterligare riskfaktor." if extra.side == "risk" else "Ytterligare skyddsfaktor."
        found.append(Line(kind, full_stop(extra.text)))
    return found


def _summary(score: ChecklistScore) -> list[Line]:
    asked, summary = score.instrument.summary, score.checklist.summary
    if asked is None:
        return []
    if summary is None:
        return [Line("Samlad bedömning.", "Bedömaren har inte gjort någon samlad bedömning.")]
    label = next((s.label for s in asked.steps if s.id == summary.rating), summary.rating)
    months = form(summary.horizon_months, "den närmaste månaden", f"de närmaste {summary.horizon_months} månaderna")
    text = f"{label}, för {months}. "
    text += f"Skäl: {summary.reasons}" if summary.reasons else "Inga skäl är angivna."
    found = [Line("Bedömarens samlade bedömning.", text)]
    if score.departs:
        need = " Skäl till det behöver skrivas." if score.reasons_missing else " Bedömarens skäl står ovan."
        found.append(Line("Avviker från bilden.", score.departs + need))
    return found


def _override(score: ChecklistScore) -> list[Line]:
    override = score.checklist.override
    if override is None:
        return []
    reasons = f"Skäl: {full_stop(override.reasons)}"
    if score.override_reasons_missing:
        reasons = "Inga skäl är angivna. De behöver skrivas."
    return [Line("Svaren ger en missvisande bild.", f"{_MISLEADS[override.picture]} {reasons}")]


def digest(assessment: Assessment, score: ChecklistScore) -> tuple[Line, ...]:
    """One checklist for a screen: who filled it in, the counts, the told answers and the assessor's own view."""
    found = [Line(f"{score.instrument.label}.", filled_text(score))]
    for side in ItemSide:
        found += _counts(score, side)
    for heading, answers in told_answers(assessment, score):
        told = [f"{a.label}: {a.answer}. {a.note}".rstrip() for a in answers if a.answer]
        missing = len(answers) - len(told)
        told += [f"Svar saknas på {missing} av {len(answers)}."] if missing else []
        if told:
            found.append(Line(f"{heading.capitalize()}.", " ".join(told)))
    return (*found, *own_view(assessment, score))


def _counts(score: ChecklistScore, side: ItemSide) -> list[Line]:
    words = SIDE_WORDS[side].capitalize()
    found = []
    for one in score.total:
        if one.side is side:
            labels = step_labels(score.instrument, side)
            counts = [f"{labels[c.step].lower()} {count_text(c)}" for c in one.counts if c.step in labels]
            found.append(Line(f"{words}:", ", ".join(counts) + f", av {counted(one.items, 'fråga', 'frågor')}."))
    yes = [f"{t.label}: {yes_text(t)}" for t in score.areas if t.side is side and is_yes_no(t)]
    if yes:
        found.append(Line(f"{words} som besvaras med ja eller nej:", "; ".join(yes) + "."))
    return found
