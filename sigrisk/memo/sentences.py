"""The memo's own sentences: the summary, what speaks for and against, the questions left. The screen says them too."""

from __future__ import annotations

from sigrisk.alternatives import OFFERS, is_research, offer_can_not_be_made
from sigrisk.assess import Assessment
from sigrisk.explain import Reason, ground, lower_first
from sigrisk.memo.offer import before_outcome
from sigrisk.memo.wording import day_text, full_stop, ground_text
from sigrisk.possible import Choices, Verdict, holds
from sigrisk.rulebook import Effect, Kind, OutcomeId
from sigrisk.series import series

_SAY_WHY = (OutcomeId.AWAIT, OutcomeId.TOO_LIGHT, OutcomeId.NOT_SUITED, OutcomeId.OUTSIDE)


def summary_sentences(assessment: Assessment, reasons: dict[str, Reason]) -> list[str]:
    """The result in at most six plain sentences. They name no section: they stand on the screen and in the data too."""
    texts = assessment.book.outcomes
    if assessment.settled:
        first = texts[assessment.outcomes[0]].means
        if assessment.outcomes[0] in _SAY_WHY:
            first += f" {reasons[assessment.decided_by[-1]].sentence}"
    else:
        titles = [f"”{texts[o].title}”" for o in assessment.outcomes]
        first = "Utfallet går inte att avgöra ännu. Det kan bli " + series(titles, "eller") + "."
    flags = [reasons[r.rule.id].result.rule.title for r in assessment.of_kind(Kind.FLAG) if r.verdict is Verdict.MET]
    unsettled = sum(r.verdict is Verdict.OPEN for r in assessment.of_kind(Kind.FLAG))
    found = [first, _flag_sentence(flags, unsettled)]
    if before := before_outcome(assessment.book):
        found.insert(0, before)
    if assessment.questions:
        labels = [f"”{q.fact.definition.label}”" for q in assessment.questions[:3]]
        found.append("Ta först reda på " + series(labels) + ".")
    elif open_count(assessment):
        stands = "Utfallet står fast vilka svar som än kommer in på de frågor som ännu är obesvarade"
        found.append(stands + (", men frågan om samtycke återstår." if _consent_left(assessment) else "."))
    elif _consent_left(assessment):
        found.append("Frågan om samtycke återstår, och ett nej ändrar utfallet.")
    partly = ", som delvis bygger på gränser som kommunen bestämmer" if assessment.proposals_behind_outcome() else ""
    whose = "beredningsgruppen bedömer och socialtjänsten beslutar"
    if is_research(assessment.book):
        whose = "frågan om SIG prövas inte här utan med en annan profil"
    found.append(f"Det här är ett underlag{partly}: {whose}.")
    return found


def _consent_left(assessment: Assessment) -> bool:
    """Whether an offer that can be made still waits for someone's consent."""
    if not set(assessment.outcomes) & set(OFFERS) or offer_can_not_be_made(assessment):
        return False
    given = Choices(frozenset({"given"}), na=True)
    known = assessment.knowledge.facts
    return not all(holds(given, known[f].values) for f in ("consent.youth", "consent.guardians"))


def open_count(assessment: Assessment) -> int:
    """How many criteria and flags can't be settled yet."""
    kinds = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
    return sum(r.verdict is Verdict.OPEN for r in assessment.of_kind(*kinds))


def _flag_sentence(titles: list[str], unsettled: int) -> str:
    """Which flags hold, and how many can't be settled; a long list is cut here, for section 8 has them all."""
    left = f", och {unsettled} går inte att avgöra" if unsettled else ""
    if not titles:
        return f"Ingen varningsflagga är bekräftad{left}." if unsettled else "Ingen varningsflagga gäller."
    quoted = [f"”{t}”" for t in titles[:4]] + ([f"{len(titles) - 4} till"] if len(titles) > 4 else [])
    return f"{'Den här flaggan' if len(titles) == 1 else 'De här flaggorna'} gäller: {series(quoted)}{left}."


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
