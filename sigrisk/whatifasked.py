"""What ``sigrisk whatif`` is asked: the changes made by hand, and what to look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.possible import Possible
from sigrisk.rulebook import Kind
from sigrisk.vocabulary import AnswerError, Fact, FactDef, Side, Vocabulary, choices_text, everything, read_answer
from sigrisk.whatif import Goal, may_change
from sigrisk.words import plain
from sigrisk.yamlfile import resolve

_START = Position(1, 1)
_BY_HAND: Final = "pröva ändringar för hand med --set, eller sök efter dem med --goal eller --flag"
_INSTEAD: Final = {"--set": _BY_HAND, "--goal": _BY_HAND}
_WHY: Final = {
    "person.sex": "könet förändras inte av stöd, och det påverkar inget svar",
    "person.age": "åldern förändras bara med tiden, inte av stöd",
    "operation.model": "det är ingen uppgift om den unge. Välj arbetssätt med --operation-model",
}
"""Why some facts can't be changed, where it says more than that they have happened or are counted."""
_CHOOSE: Final = (
    "välj något som kan bli annorlunda från och med nu, till exempel vilja, kontakter, stöd eller skolnärvaro. Ändra "
    "inte svaret i ärendet för räkneövningens skull"
)


def together(options: Mapping[str, object]) -> None:
    """Raises BadInput (SIG284) where two of these options are given: only one of them goes at a time."""
    given = [name for name, value in options.items() if value]
    if len(given) > 1:
        what = f"”{given[0]}” och ”{given[1]}” går inte att förena"
        help_ = _INSTEAD.get(given[0], "välj det ena")
        raise BadInput([Diagnostic("SIG284", given[1], _START, what, help_)])


def changes_in(written: Sequence[str], vocabulary: Vocabulary) -> list[tuple[Fact, Possible]]:
    """The changes written as ``fact=answer``. Raises BadInput with every finding (SIG101, SIG102, SIG280–SIG282)."""
    found: list[tuple[Fact, Possible]] = []
    wrong: list[Diagnostic] = []
    for text in written:
        name, equals, answer = (part.strip() for part in text.partition("="))
        if not (name and equals and answer):
            help_ = "skriv uppgiften, ett likhetstecken och svaret, till exempel --set crime.imminent=nej"
            wrong.append(_at_set("SIG280", f"”{text}” är ingen ändring", help_))
            continue
        fact = _fact(name, vocabulary)
        problem = _unknown(name, vocabulary) if fact is None else _refused(fact, [one for one, _ in found])
        if problem is not None or fact is None:
            wrong += [problem] if problem is not None else []
            continue
        try:
            said = resolve(answer)
            if isinstance(said, float) or said is None:
                raise AnswerError(f"”{answer}” är inget svar på den här frågan", choices_text(fact.definition))
            read = read_answer(fact.definition, said)
        except AnswerError as error:
            wrong.append(_at_set("SIG102", f"{fact.id}: {error}", error.help))
            continue
        found.append((fact, everything(fact.definition) if read is None else read))
    if wrong:
        raise BadInput(wrong)
    return found


def _at_set(code: str, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, "--set", _START, message, help_)


def _fact(name: str, vocabulary: Vocabulary) -> Fact | None:
    """A fact by its id, or by its label."""
    if name in vocabulary:
        return vocabulary[name]
    return next((fact for fact in vocabulary if plain(fact.definition.label) == plain(name)), None)


def _unknown(name: str, vocabulary: Vocabulary) -> Diagnostic:
    help_ = did_you_mean(name, vocabulary.ids) or "”sigrisk facts” visar alla"
    return _at_set("SIG101", f"okänd uppgift ”{name}”", help_)


def _refused(fact: Fact, before: Sequence[Fact]) -> Diagnostic | None:
    label = fact.definition.label
    if fact in before:
        return _at_set("SIG282", f"”{label}” står två gånger", "ange varje uppgift en gång")
    if may_change(fact.definition):
        return None
    return _at_set("SIG281", f"”{label}” går inte att ändra i en räkneövning: {_why(fact.definition)}", _CHOOSE)


def _why(fact: FactDef) -> str:
    """Why a fact can't be changed."""
    if fact.id in _WHY:
        return _WHY[fact.id]
    if fact.side is Side.HISTORY or fact.id in _HAPPENED:
        return "det har redan hänt"
    if fact.id.startswith("consent."):
        return "ett samtycke är den enskildes eget besked, och det prövas inte"
    if fact.id.startswith("assessment."):
        return "den säger hur underlaget ser ut, inte hur den unge har det"
    return "den gäller inte något som stöd kan förändra från och med nu"


_HAPPENED: Final = frozenset(
    {
        *("victim.events", "witness.events", "sig.suspected_during", "context.acute_event", "crime.escalating"),
        *("nomination.by", "nomination.police_meeting", "crime.sexual_abuse"),
    }
)
"""Facts of other sides than the past that tell of something that has happened."""


def goal_in(outcome: str | None, flag: str | None, assessment: Assessment) -> Goal | None:
    """What is looked for, by id or by title; None where nothing is asked for. Raises BadInput (SIG283)."""
    book = assessment.book
    if outcome is not None:
        listed = dict.fromkeys(book.rules[r].rule.outcome for r in book.decision)
        named = {one.value: (one, book.outcomes[one].title) for one in listed if one is not None}
        for name, (one, title) in named.items():
            if outcome == name or plain(outcome) == plain(title):
                return Goal(outcome=one)
        help_ = did_you_mean(outcome, named, {name: title for name, (_, title) in named.items()})
        choices = ", ".join(f"{name} ({title})" for name, (_, title) in named.items())
        what = f"”{outcome}” är inget utfall i profilen"
        raise BadInput([Diagnostic("SIG283", "--goal", _START, what, help_ or f"skriv {choices}")])
    if flag is not None:
        flags = {r.rule.id: r.rule.title for r in assessment.of_kind(Kind.FLAG)}
        for name, title in flags.items():
            if flag == name or plain(flag) == plain(title):
                return Goal(flag=name)
        help_ = did_you_mean(flag, flags, flags) or "”sigrisk rules list” visar alla"
        raise BadInput([Diagnostic("SIG283", "--flag", _START, f"”{flag}” är ingen flagga i profilen", help_)])
    return None
