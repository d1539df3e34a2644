"""What the interview says around its questions: why one is asked, how far it has come, and what it ends with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.assess import Assessment, Question
from sigrisk.condition import facts_in, rules_in
from sigrisk.counted import counted, form
from sigrisk.explain import listing, lower_first
from sigrisk.knowledge import Known
from sigrisk.nextquestions import Next
from sigrisk.possible import Verdict
from sigrisk.questionfile import Questions
from sigrisk.rulebook import Kind, Rule, RuleBook
from sigrisk.screening import Interview
from sigrisk.series import series
from sigrisk.terminal import wrapped
from sigrisk.vocabulary import show

_MOST: Final = 3  # reasons named for one question


def why(interview: Interview, one: Next) -> list[str]:
    """Why a question is asked: what an answer can settle, and which answers leave one outcome."""
    assessment, questions = interview.assessment, interview.order.questions
    reasons = list(dict.fromkeys(_settled_by(assessment, questions, one.fact_id)))
    lines = [f"Därför frågas det: svaret kan avgöra {series(reasons[:_MOST])}."] if reasons else []
    fact = assessment.book.vocabulary[one.fact_id].definition
    answers: dict[str, list[str]] = {}
    for values, outcome in one.settles:
        answers.setdefault(assessment.book.outcomes[outcome].title, []).append(f"”{show(fact, values)}”")
    lines += [f"Med svaret {' eller '.join(given)} står utfallet fast: ”{title}”." for title, given in answers.items()]
    return lines


def _settled_by(assessment: Assessment, questions: Questions, fact_id: str) -> Iterator[str]:
    """What the decision list asks for that is open and that a fact is a ground of, each as a half sentence."""
    book = assessment.book
    for decision in book.decision:
        if assessment.results[decision].verdict is not Verdict.OPEN:
            continue
        for rule_id in rules_in(book.rules[decision].tree):
            if assessment.results[rule_id].verdict is Verdict.OPEN and _reads(book, rule_id, fact_id):
                yield _says(book.rules[rule_id].rule, questions)


def _says(rule: Rule, questions: Questions) -> str:
    if rule.kind is Kind.FLAG:
        return questions.settles.get(rule.group, f"om flaggan ”{rule.title}” gäller")
    return f"om villkoret ”{rule.title}” är uppfyllt"


def _reads(book: RuleBook, rule_id: str, fact_id: str) -> bool:
    """Whether a rule rests on a fact, itself or through lower rules."""
    tree = book.rules[rule_id].tree
    return fact_id in facts_in(tree) or any(_reads(book, lower, fact_id) for lower in rules_in(tree))


def progress(interview: Interview) -> str:
    """How much is settled, and which outcomes are left."""
    done, total = interview.progress()
    all_ = counted(total, "kriterium eller flagga", "kriterier och flaggor")
    book, left = interview.assessment.book, interview.assessment.outcomes
    titles = [f"”{book.outcomes[outcome].title}”" for outcome in left]
    which = f"Utfallet står fast: {titles[0]}." if len(titles) == 1 else f"Ännu möjliga utfall: {series(titles)}."
    return f"Läget: {done} av {all_} är {form(done, 'avgjord', 'avgjorda')}. {which}"


def ending(interview: Interview) -> list[str]:
    """Where the interview ends: with one outcome, or with what nobody could answer or what was postponed."""
    book = interview.assessment.book
    if (outcome := interview.settled) is not None:
        lines = [f"Utfallet står fast: ”{book.outcomes[outcome].title}”. Inget svar som ännu saknas kan ändra det."]
        if not interview.assessment.settled:
            lines.append(
                "Bedömningen räknar ändå upp fler utfall som möjliga, för den prövar ett villkor i taget och ser inte "
                "att de utesluter varandra."
            )
        return lines
    titles = [f"”{book.outcomes[outcome].title}”" for outcome in interview.assessment.outcomes]
    lines = [f"Nu finns inga fler frågor som kan avgöra att ställa. Ännu kan utfallet bli {series(titles, 'eller')}."]
    left, postponed = interview.unanswered(), interview.postponed()
    if unknown := [_label(known) for known in left if known.fact.id not in postponed]:
        lines.append(f"Det beror på {listing(unknown, 'uppgifter')}, som ingen har kunnat svara på fullt ut.")
    if later := [_label(known) for known in left if known.fact.id in postponed]:
        lines.append(f"Uppskjutet är {listing(later, 'frågor')}. De frågorna ställs igen nästa gång.")
    return lines


def _label(known: Known) -> str:
    return f"”{known.fact.definition.label}”"


def more_wished(interview: Interview) -> str:
    """The question whether to go on, with what the answers can and can't do."""
    if interview.settled is not None:
        what = "De ändrar inte utfallet, men promemorian blir utförligare."
    else:
        what = "De avgör inte vilket utfallet blir, men promemorian blir utförligare."
    return f"Vill du svara på fler frågor ändå? {what}"


def next_text(interview: Interview, most: int) -> str:
    """The questions that matter most now, each with who can answer and why it is asked."""
    if interview.assessment.settled:
        return "\n".join(wrapped(line) for line in ending(interview))
    asked = interview.assessment.questions
    if not asked:
        return "\n".join(wrapped(line) for line in ending(interview))
    lines = [wrapped(progress(interview)), "", "Ställ de här frågorna härnäst, den viktigaste först:"]
    for number, one in enumerate(asked[:most], start=1):
        lines += ["", wrapped(worded(interview, one), f"  {number}. ")]
        lines += [wrapped(line, "     ") for line in _about(interview, one.next)]
    if len(asked) > most:
        lines += ["", wrapped("Fler frågor kan avgöra. Skriv --count och ett antal för att se dem.")]
    return "\n".join(lines)


def worded(interview: Interview, question: Question) -> str:
    """A question as the interview would ask it; where all have been asked, as the memo does."""
    item = interview.item(question.fact.id)
    return question.fact.definition.ask if item is None else item.question


def _about(interview: Interview, one: Next) -> Iterator[str]:
    """What ``next`` says below a question: why, when it was postponed, after what it is asked, and who can answer."""
    yield from why(interview, one)
    case, facts = interview.assessment.case, interview.assessment.knowledge.facts
    if (before := case.postponement(one.fact_id)) is not None:
        yield f"Frågan sköts upp den {before.date}. Skäl: {before.reason}"
    first = interview.order.questions.after.get(one.fact_id, ())
    if labels := [_label(facts[f]) for f in first if f in facts and not facts[f].answered]:
        yield f"Den ställs efter frågan om {series(labels)}."
    yield f"Den som kan svara: {lower_first(one.asked_of.label)}."
