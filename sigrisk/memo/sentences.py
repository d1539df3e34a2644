"""The memo's own sentences: what speaks for and against, the questions left. The screen says them too."""

from __future__ import annotations

from sigrisk.assess import Assessment
from sigrisk.explain import Reason, ground, lower_first
from sigrisk.memo.wording import day_text, full_stop, ground_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Effect, Kind
from sigrisk.series import series


def own_numbers_sentence(assessment: Assessment) -> str:
    """That the outcome rests on numbers, levels and times which no source gives; empty where it doesn't."""
    listed = assessment.proposals_behind_outcome()
    named = [f"{lower_first(p.label)} ({assessment.book.values[p.id]})" for p in listed]
    found = []
    if named:
        found.append(f"Det bygger på gränser som källorna inte anger utan som är sigrisks förslag: {series(named)}.")
    levels, months = assessment.cut_offs_behind_outcome()
    if levels or months:
        what = ["vilken grad som krävs (till exempel måttlig eller hög)"] * levels
        what += ["hur länge en uppgift gäller"] * months
        told = f"{series(what)} är sigrisks förslag."
        found.append(f"Också {told}" if named else f"{told[:1].upper()}{told[1:]}")
    if not found:
        return ""
    return " ".join(found) + " Kommunen bestämmer gränserna, och andra gränser kan ge ett annat utfall."


def split_for_and_against(
    assessment: Assessment, reasons: dict[str, Reason]
) -> tuple[list[Reason], list[Reason], list[Reason]]:
    """What speaks for an offer, what speaks against, and what can't be settled; flags and criteria alike."""
    pro: list[Reason] = []
    con: list[Reason] = []
    unknown: list[Reason] = []
    for result in assessment.of_kind(Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG):
        effect = result.rule.effect
        one = reasons[result.rule.id]
        if result.rule.kind is Kind.AGGREGATE:  # its parts are told one by one; but someone who wants out is a reason
            if result.verdict is Verdict.MET and effect is Effect.FOR:
                pro.append(one)
        elif result.verdict is Verdict.OPEN:
            unknown.append(one)
        elif effect is Effect.FOR:
            (pro if result.verdict is Verdict.MET else con).append(one)
        elif effect in (Effect.AGAINST, Effect.STOP):
            (con if result.verdict is Verdict.MET else pro).append(one)
        elif effect is Effect.CAUTION and result.verdict is Verdict.MET:
            con.append(one)
    return pro, con, unknown


def ground_text_of(assessment: Assessment, fact_id: str) -> str:
    """A fact with everything said about it."""
    return ground_text(ground(assessment, fact_id))


def question_text(assessment: Assessment, index: int) -> str:
    """A question that may change the outcome, and what it bears on."""
    question = assessment.questions[index]
    tried = [assessment.results[r].rule for r in question.rules]
    titles = [rule.title for rule in tried if rule.kind in (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)]
    why = f" Svaret behövs för att pröva {series([f'”{t}”' for t in titles[:3]])}." if titles else ""
    clash = " Källorna säger olika; ta reda på vad som stämmer." if question.contradicted else ""
    return question.fact.definition.ask + why + clash


def postponed_questions(assessment: Assessment) -> tuple[str, ...]:
    """The questions that weren't put and still aren't answered, each with the reason given."""
    case, known = assessment.case, assessment.knowledge.facts
    asked = dict.fromkeys(one.question for one in case.postponed)
    latest = [case.postponement(fact_id) for fact_id in asked if fact_id in known and not known[fact_id].answered]
    return tuple(
        f"{known[one.question].fact.definition.label}: frågan sköts upp den {day_text(one.date)} och är inte ställd. "
        f"Skäl: {full_stop(one.reason)}"
        for one in latest
        if one is not None
    )
