"""Checklists, rules, profiles, facts and schemas as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.case import RATINGS, Case, Direction
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.counted import counted
from sigrisk.explain import tree_text
from sigrisk.instrument import Bound, Instrument, Item, ScaleKind
from sigrisk.judgement import Judgement
from sigrisk.memo.data import MemoData
from sigrisk.memo.wording import basis_text, value_origin_text
from sigrisk.models import Model
from sigrisk.packs import Packs
from sigrisk.report import AssessmentReport
from sigrisk.rulebook import Effect, Kind, ResolvedRule, RuleBook, RuleFile, params_used
from sigrisk.ruletext import apart
from sigrisk.terminal import wrapped
from sigrisk.training.ratings import Ratings
from sigrisk.vocabulary import Vocabulary, choices_meant, choices_text
from sigrisk.words import plain, word_of

KINDS: Final = {
    Kind.CRITERION: "Kriterier",
    Kind.AGGREGATE: "Sammanvägda kriterier",
    Kind.FLAG: "Flaggor",
    Kind.NOTE: "Påminnelser",
    Kind.REQUIREMENT: "Krav för att kallas SIG",
    Kind.OUTCOME: "Beslutslista",
    Kind.ALTERNATIVE: "Alternativ",
}
EFFECTS: Final = {
    Effect.FOR: "talar för",
    Effect.AGAINST: "talar emot",
    Effect.STOP: "hindrar ett erbjudande",
    Effect.CAUTION: "manar till försiktighet",
    Effect.NOTE: "påminner",
}

_TAKEN_AS: Final = {
    Bound.EXACT: "",
    Bound.AT_LEAST: " Svaret räknas som en lägsta gräns.",
    Bound.AT_MOST: " Svaret räknas som en högsta gräns.",
}


def instrument_text(one: Instrument, vocabulary: Vocabulary) -> str:
    """A whole checklist, for reading or for filling in by hand."""
    lines = [f"{one.label} ({one.id}, version {one.version})", ""]
    lines += [wrapped(one.purpose), "", wrapped(one.modelled_on), ""]
    lines.append(
        f"Ålder {one.ages.low}–{one.ages.high} år, cirka {counted(one.minutes, 'minut', 'minuter')}."
        + ("" if one.validated else " Inte prövad i forskning.")
    )
    lines += [wrapped(limit, "  - ") for limit in one.limits]
    lines += [wrapped(other, "  - Inte till för: ", "    ") for other in one.not_for]
    for elsewhere in one.elsewhere:
        named = "; ".join(vocabulary[fact].definition.label for fact in elsewhere.facts)
        lines += ["", wrapped(f"{elsewhere.ask} Räknas fram ur ärendet: {named}.")]
    for section in one.sections:
        lines += ["", section.label]
        for item in section.items:
            lines += [wrapped(f"{item.label}. {item.ask}", f"  {item.id}  ")]
            lines += [wrapped(item.means[step.id], f"      {word_of(step)}: ") for step in one.scale_of(item).levels]
            if one.scale_of(item).kind is ScaleKind.TYPED:
                lines += [wrapped(line, "      ", "        ") for line in typed_help(one, item, vocabulary)]
            if item.note:
                lines.append(wrapped(item.note, "      Obs: "))
    if one.summary is not None:
        lines += ["", wrapped(f"Samlad bedömning. {one.summary.ask}")]
        lines += [wrapped(f"{step.label}. {step.means}", f"  {RATINGS.shown(step.id)}: ") for step in one.summary.steps]
    if one.strengths:
        lines += ["", wrapped(f"Styrkor. {one.strengths}")]
        lines.append(wrapped(", ".join(section.id for section in one.sections), "  Delar: "))
    if one.override:
        lines += ["", wrapped(f"Missvisande bild. {one.override}")]
        lines.append(f"  Skriv {direction_words()}, jämfört med svaren. Skäl ska skrivas.")
    return "\n".join(lines)


def typed_help(one: Instrument, item: Item, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may be written where a question is answered with the fact's own value, and what it is taken to mean."""
    fact = vocabulary[item.fact].definition
    help_ = choices_text(fact)
    return f"{help_[:1].upper()}{help_[1:]}.{_TAKEN_AS[one.scale_of(item).bound]}", *choices_meant(fact)


def direction_words() -> str:
    """The words by which an assessor says which way the counts mislead."""
    return " eller ".join(direction.word for direction in Direction)


def rules_in_order(book: RuleBook) -> Iterator[ResolvedRule]:
    """The rules by kind, each kind in the profile's own order."""
    order = (*book.profile.rules, *book.profile.alternatives, *book.decision)
    for kind in KINDS:
        yield from (book.rules[r] for r in order if book.rules[r].rule.kind is kind)


def rule_text(book: RuleBook, resolved: ResolvedRule) -> str:
    """One rule: what it asks, what it says in each case, and where it comes from."""
    rule = resolved.rule
    lines = [f"{rule.title} ({rule.id})", f"{KINDS[rule.kind]}; {EFFECTS[rule.effect]}", ""]
    if rule.why:
        lines.append(wrapped(rule.why, "Varför: "))
    lines.append(wrapped(basis_text(rule.basis, rule.sources, book), "Källa: "))
    lines += ["", "Villkor:", *(wrapped(line, indent) for indent, line in condition_lines(book, resolved.tree, 1)), ""]
    lines.append(wrapped(apart(rule.says, book.number), "Uppfyllt: "))
    lines.append(wrapped(apart(rule.says_not, book.number), "Inte uppfyllt: "))
    lines.append(wrapped(apart(rule.says_open, book.number), "Kan inte avgöras: "))
    if rule.do:
        lines.append(wrapped(apart(rule.do, book.number), "Att göra: "))
    return "\n".join(lines)


def condition_lines(book: RuleBook, tree: Tree, depth: int = 0) -> Iterator[tuple[str, str]]:
    """A condition in words, line by line, each with its indent; no line is broken."""
    text, indent = tree_text(book, tree), "  " * depth
    match tree:
        case Not():
            yield indent, text + ":"
            # "none of these" already says what "one of these" would say again
            inner = tree.part
            for part in inner.parts if isinstance(inner, Counted) and inner.k == 1 else (inner,):
                yield from condition_lines(book, part, depth + 1)
        case Counted():
            yield indent, text + ":"
            for part in tree.parts:
                yield from condition_lines(book, part, depth + 1)
        case InRange() | InSet() | RuleMet():
            yield indent, text


def profile_text(book: RuleBook) -> str:
    """One profile: target group, numbers with unit and origin, and the decision list."""
    profile = book.profile
    lines = [f"{profile.label} ({profile.id}, version {profile.version})", "", wrapped(profile.about), ""]
    lines.append(wrapped(profile.target_group, "Målgrupp: "))
    if profile.closed:
        lines.append(wrapped(profile.closed, "Stängd: "))
        titles = (book.rules[rule_id].rule.title for rule_id in profile.replaced_by)
        lines += [wrapped(f"{title}.", "Har ersatt verksamheten: ") for title in titles]
    lines.append(wrapped(basis_text(profile.basis, profile.sources, book), "Källa: "))
    lines += ["", "Gränser:"]
    for param in params_used(book):
        origin = value_origin_text(param, book)
        lines.append(wrapped(f"{param.label}: {param.counted(book.values[param.id])} ({origin})", "  - "))
    lines += ["", "Beslutslista, uppifrån och ned; den första som gäller avgör:"]
    for number, rule_id in enumerate(book.decision, start=1):
        rule = book.rules[rule_id].rule
        outcome = book.outcomes[rule.outcome].title if rule.outcome is not None else ""
        lines.append(wrapped(f"{rule.title} → {outcome}", f"  {number}. "))
    return "\n".join(lines)


def facts_text(vocabulary: Vocabulary) -> str:
    """Every fact with its question and possible answers."""
    lines: list[str] = []
    for domain in vocabulary.domains:
        lines += ["", domain.label]
        for fact in vocabulary:
            if fact.domain.id == domain.id:
                how = fact.definition.help if fact.definition.derived else choices_text(fact.definition)
                lines += [f"  {fact.id}", wrapped(fact.definition.ask, "      "), wrapped(how, "      ")]
                if not fact.definition.derived:
                    lines += [wrapped(meant, "        ") for meant in choices_meant(fact.definition)]
    return "\n".join(lines[1:])


def offences_text(packs: Packs) -> str:
    """Every type of crime as it is written in a case, with its chapter and the editions that call it strategic."""
    lines = []
    for offence in packs.offences.values():
        marks = [f"{offence.chapter} kap. brottsbalken"] if offence.chapter is not None else []
        marks += ["räknas som grövre"] if offence.chapter in packs.grave_chapters and not offence.minor else []
        marks += [f"strategiskt enligt {edition} års lista" for edition in offence.strategic]
        word = word_of(offence)
        name = word if word == plain(offence.label) else f"{word}: {offence.label}"
        lines.append(name + (f" ({'; '.join(marks)})" if marks else ""))
    return "\n".join(lines)


def schema_of(kind: str) -> dict[str, object]:
    """JSON Schema (2020-12) of one kind of file."""
    models: dict[str, type[Model]] = {
        "case": Case,
        "assessment": AssessmentReport,
        "memo": MemoData,
        "rule": RuleFile,
        "instrument": Instrument,
        "judgement": Judgement,
        "ratings": Ratings,
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **models[kind].model_json_schema(by_alias=True)}
