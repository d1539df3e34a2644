"""The rules of a profile as a reader meets them on its page, with their own cases as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sigrisk.alternatives import shown_with
from sigrisk.condition import params_in, rules_in
from sigrisk.possible import Verdict
from sigrisk.publish.model import OutcomeView, Row, RuleGroup, RuleView
from sigrisk.publish.wording import (
    answer_word,
    condition_lines,
    fact_link,
    link,
    md,
    number_anchor,
    origin,
    outcome_anchor,
    rule_anchor,
    rule_link,
    sentence,
)
from sigrisk.rulebook import (
    Effect,
    ExampleCase,
    Kind,
    OutcomeId,
    ResolvedRule,
    Rule,
    RuleBook,
    facts_used,
    params_used,
)
from sigrisk.show import KINDS, rules_in_order
from sigrisk.vocabulary import Bounds, Side, read_answer, show

_INTROS: Final[Mapping[Kind, str]] = {
    Kind.CRITERION: "Ett kriterium är ett villkor för målgruppen. Det bygger direkt på uppgifter.",
    Kind.AGGREGATE: "Ett sammanvägt kriterium bygger på flera kriterier eller uppgifter.",
    Kind.FLAG: "En flagga är en varning som gruppen ska ta ställning till. Den ändrar utfallet bara om beslutslistan "
    "nämner den.",
    Kind.NOTE: "En påminnelse är något att tänka på. Den ändrar aldrig utfallet.",
    Kind.REQUIREMENT: "Ett krav gäller hur insatsgruppen är tänkt att arbeta. Kraven prövas när SIG kan erbjudas, så "
    "att det som saknas kan ordnas. De säger inget om den unge och ändrar aldrig utfallet.",
    Kind.OUTCOME: "Varje rad i beslutslistan är en regel som leder till ett utfall.",
    Kind.ALTERNATIVE: "Ett alternativ är en annan insats att överväga. Det ändrar aldrig utfallet.",
}
_SIDES: Final[Mapping[Side, str]] = {
    Side.RISK: "Alla uppgifter om risk",
    Side.PROTECTION: "Alla uppgifter om skydd",
    Side.NEED: "Alla uppgifter om behov",
}
_EFFECTS: Final[Mapping[Effect, str]] = {
    Effect.FOR: "Talar för SIG",
    Effect.AGAINST: "Talar emot SIG",
    Effect.STOP: "Hindrar ett erbjudande",
    Effect.CAUTION: "Manar till försiktighet",
}
_TITLES: Final[Mapping[Kind, str]] = {Kind.OUTCOME: "Beslutslistans rader"}


@dataclass(frozen=True, slots=True)
class _OnPage:
    """The book, and what of it stands on the page: which rules build on each, which facts and numbers are shown."""

    book: RuleBook
    readers: Mapping[str, list[Rule]]
    facts: frozenset[str]
    numbers: frozenset[str]


def rule_groups(book: RuleBook) -> tuple[RuleGroup, ...]:
    """Every rule of the profile, by kind."""
    page = _OnPage(book, _readers(book), facts_used(book), frozenset(p.id for p in params_used(book)))
    views = [(one.rule.kind, _rule(page, one)) for one in rules_in_order(book)]
    groups = ((kind, tuple(view for own, view in views if own is kind)) for kind in KINDS)
    return tuple(RuleGroup(f"slag-{k.value}", _TITLES.get(k, KINDS[k]), _INTROS[k], v) for k, v in groups if v)


def _readers(book: RuleBook) -> dict[str, list[Rule]]:
    """The rules that build on each rule."""
    found: dict[str, list[Rule]] = {}
    for one in rules_in_order(book):
        for lower in rules_in(one.tree):
            found.setdefault(lower, []).append(one.rule)
    return found


def _rule(page: _OnPage, one: ResolvedRule) -> RuleView:
    rule, book, readers = one.rule, page.book, page.readers
    texts = ((Verdict.MET, rule.says), (Verdict.NOT_MET, rule.says_not), (Verdict.OPEN, rule.says_open))
    return RuleView(
        anchor=rule_anchor(rule.id),
        name=book.profile.instead.get(rule.id, rule.id),
        title=md(rule.title),
        head=_head(book, rule),
        condition=condition_lines(book, one.tree),
        answers=tuple(Row((_first_upper(answer_word(rule.kind, v)), sentence(text, book))) for v, text in texts),
        do=sentence(rule.do, book),
        why=sentence(rule.why, book),
        origin=_first_upper(origin(rule.basis, rule.sources, book.sources)),
        used_by=", ".join(rule_link(reader) for reader in readers.get(rule.id, [])),
        examples_note=_note(book, rule),
        examples=tuple(_examples(page, rule)),
    )


def _head(book: RuleBook, rule: Rule) -> str:
    if rule.outcome is not None:
        return f"Leder till utfallet {_outcome_link(book, rule.outcome)}."
    if rule.outcomes:
        given = {book.rules[rule_id].rule.outcome for rule_id in book.decision}
        listed = [o for o in shown_with(book, rule) if o in rule.outcomes or o in given]
        named = ", ".join(_outcome_link(book, outcome) for outcome in listed)
        return f"Visas när något av de här utfallen är möjligt: {named}."
    if rule.effect is Effect.NOTE:
        return ""
    return f"{_EFFECTS[rule.effect]} när {'den gäller' if rule.kind is Kind.FLAG else 'det är uppfyllt'}."


def _outcome_link(book: RuleBook, outcome: OutcomeId) -> str:
    text = book.outcomes[outcome].title
    listed = {book.rules[rule_id].rule.outcome for rule_id in book.decision}
    return f"”{link(text, '#' + outcome_anchor(outcome.value))}”" if outcome in listed else f"”{md(text)}”"


def outcome_views(book: RuleBook) -> tuple[OutcomeView, ...]:
    """The outcomes that the decision list may come to, in its order."""
    listed = dict.fromkeys(book.rules[rule_id].rule.outcome for rule_id in book.decision)
    texts = [book.outcomes[outcome] for outcome in listed if outcome is not None]
    return tuple(OutcomeView(outcome_anchor(o.id.value), md(o.title), md(o.means), md(o.do)) for o in texts)


def decision_lines(book: RuleBook) -> tuple[str, ...]:
    """The decision list in its order: the rule and where it leads."""
    rules = [book.rules[rule_id].rule for rule_id in book.decision]
    return tuple(f"{rule_link(r)} → {_outcome_link(book, r.outcome)}" for r in rules if r.outcome is not None)


# -- examples ---------------------------------------------------------------------------------------------------------


def _examples(page: _OnPage, rule: Rule) -> Iterator[Row]:
    cases = rule.cases
    for verdict, listed in ((Verdict.MET, cases.met), (Verdict.NOT_MET, cases.not_met), (Verdict.OPEN, cases.open)):
        for example in listed:
            yield Row((_known(page, example), answer_word(rule.kind, verdict)))


def _known(page: _OnPage, example: ExampleCase) -> str:
    """What an example says is known; all else is unknown."""
    book = page.book
    found = [_side(book, key, given) for key, given in example.facts.items() if key.startswith("@")]
    found += [_fact(page, key, given) for key, given in example.facts.items() if not key.startswith("@")]
    for rule_id, verdict in example.rules.items():
        rule = book.rules[rule_id].rule
        found.append(f"{rule_link(rule)}: {answer_word(rule.kind, Verdict(verdict))}")
    for param_id, value in example.params.items():
        label = book.params[param_id].label
        named = link(label, "#" + number_anchor(param_id)) if param_id in page.numbers else md(label)
        found.append(f"gränsen {named} är {value}")
    return "; ".join(found) or "inget"


_Given = bool | int | str | tuple[bool | int | str, ...] | dict[str, int]


def _side(book: RuleBook, key: str, given: _Given) -> str:
    side = Side(key[1:])
    fact = next(f.id for f in book.vocabulary.select(side) if f.definition.type.value in ("level", "protection"))
    return f"{_SIDES[side]}: {_shown(book, fact, given)}, om inget annat sägs"


def _fact(page: _OnPage, fact_id: str, given: _Given) -> str:
    fact = page.book.vocabulary[fact_id].definition
    # an example may name a fact just to show that the rule doesn't read it
    named = fact_link(fact) if fact_id in page.facts else md(fact.label)
    return f"{named}: {_shown(page.book, fact_id, given)}"


def _shown(book: RuleBook, fact_id: str, given: _Given) -> str:
    fact = book.vocabulary[fact_id].definition
    values = read_answer(fact, Bounds(**given) if isinstance(given, dict) else given)
    return "okänt" if values is None else md(show(fact, values))


def _note(book: RuleBook, rule: Rule) -> str:
    """Which numbers the examples count with where the profile's own are others."""
    named: set[str] = set()
    waiting = [rule.id]
    while waiting:
        one = book.rules[waiting.pop()]
        named |= params_in(one.rule.when)
        waiting += rules_in(one.tree)
    other = [p for p in book.params.values() if p.id in named and book.values[p.id] != p.default]
    if not other:
        return ""
    listed = ", ".join(f"{link(p.label, '#' + number_anchor(p.id))} {md(p.counted(p.default))}" for p in other)
    return f"Exemplen räknar med de förvalda talen, som skiljer sig från profilens: {listed}."


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
