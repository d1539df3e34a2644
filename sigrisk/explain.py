"""Why: each verdict as a sentence with the facts, sources and dates that made it, and as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sigrisk.adult import age_group
from sigrisk.assess import Assessment, Result
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.engine.evaluate import Node, deciding
from sigrisk.evidence import Evidence
from sigrisk.knowledge import Known
from sigrisk.masking import HIDDEN
from sigrisk.possible import Choices, Verdict
from sigrisk.rulebook import Kind, RuleBook
from sigrisk.ruletext import (
    NOT_APPLICABLE_KEY,
    PLACEHOLDER,
    Clause,
    Leaf,
    by_age,
    choice_in,
    is_by_age,
    keys_of,
    sentences,
)
from sigrisk.series import series
from sigrisk.vocabulary import Fact, FactDef, FactType, limits, show, show_code

MOST_NAMED = 8
VERDICT_WORDS = {Verdict.MET: "uppfyllt", Verdict.NOT_MET: "inte uppfyllt", Verdict.OPEN: "kan inte avgöras"}
FLAG_WORDS = {Verdict.MET: "gäller", Verdict.NOT_MET: "gäller inte", Verdict.OPEN: "kan inte avgöras"}
REQUIREMENT_WORDS = {Verdict.MET: "på plats", Verdict.NOT_MET: "inte på plats", Verdict.OPEN: "oklart"}


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact behind a verdict: what it may be, and every claim about it."""

    fact: Fact
    value: str
    evidence: tuple[Evidence, ...]
    answered: bool
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A lower rule that a verdict rests on; its own facts stand where that rule is tried."""

    result: Result

    @property
    def text(self) -> str:
        """The rule and its verdict, as a line under a verdict."""
        return f"”{self.result.rule.title}” {_STEP_WORDS[self.result.rule.kind is Kind.FLAG][self.result.verdict]}."


_STEP_WORDS = {
    True: {Verdict.MET: "gäller", Verdict.NOT_MET: "gäller inte", Verdict.OPEN: "går inte att avgöra"},
    False: {Verdict.MET: "är uppfyllt", Verdict.NOT_MET: "är inte uppfyllt", Verdict.OPEN: "går inte att avgöra"},
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One verdict as a reader meets it: the sentence, what it rests on, and what is missing.

    ``rests_on`` is one step deep: facts, and lower rules by name. ``grounds`` are all facts behind it, however deep.
    """

    result: Result
    sentence: str
    do: str
    rests_on: tuple[Ground | Step, ...]
    grounds: tuple[Ground, ...]
    missing: tuple[Fact, ...]

    @property
    def verdict(self) -> Verdict:
        """Met, not met or open."""
        return self.result.verdict


def reason(assessment: Assessment, result: Result) -> Reason:
    """The sentence of a rule's verdict, with the facts that made it."""
    rule = result.rule
    facts = tuple(dict.fromkeys(deciding_facts(assessment, result.node)))
    grounds = tuple(ground(assessment, f) for f in facts)
    missing = tuple(g.fact for g in grounds if not g.answered)
    rests_on = _rests_on(assessment, result.node)
    told = _told(assessment, result, rests_on)
    text = {Verdict.MET: rule.says, Verdict.NOT_MET: rule.says_not, Verdict.OPEN: rule.says_open}[result.verdict]
    do = fill(rule.do, told) if result.verdict in _ADVISED.get(rule.kind, _MET) else ""
    return Reason(result, fill(text, told), do, rests_on, grounds, missing)


def in_words(assessment: Assessment, result: Result, text: str) -> str:
    """A text about a verdict, written elsewhere than in the rule, with its placeholders filled in."""
    return fill(text, _told(assessment, result, _rests_on(assessment, result.node)))


_MET = (Verdict.MET,)
# Advice on a flag that may not even hold would be premature; a reminder's advice is often to ask, and what is in place
# needs none.
_ADVISED = {Kind.NOTE: (Verdict.MET, Verdict.OPEN), Kind.REQUIREMENT: (Verdict.NOT_MET, Verdict.OPEN)}


def _rests_on(assessment: Assessment, node: Node) -> tuple[Ground | Step, ...]:
    """The facts and lower rules that a rule's own condition turned on, each once."""
    found: dict[str, Ground | Step] = {}
    for leaf in deciding(node):
        if isinstance(leaf.tree, RuleMet):
            found[f"rule {leaf.tree.rule}"] = Step(assessment.results[leaf.tree.rule])
        elif isinstance(leaf.tree, InRange | InSet):
            found[f"fact {leaf.tree.fact}"] = ground(assessment, leaf.tree.fact)
    return tuple(found.values())


def _facts_named(assessment: Assessment, node: Node, rests_on: Sequence[Ground | Step]) -> list[str]:
    """What ``{facts}`` lists: what holds, rather than what was ruled out, where anything holds."""
    met: set[str] = set()
    for leaf in deciding(node):
        if leaf.verdict is Verdict.MET and not isinstance(leaf.tree, Counted | Not):
            met.add(leaf.tree.rule if isinstance(leaf.tree, RuleMet) else leaf.tree.fact)
    known = [one for one in rests_on if isinstance(one, Step) or one.answered]
    holding = [one for one in known if (one.result.rule.id if isinstance(one, Step) else one.fact.id) in met]
    return [_named(one) for one in holding or known]


def _label(one: Ground | Step) -> str:
    return f"”{one.result.rule.title}”" if isinstance(one, Step) else lower_first(one.fact.definition.label)


def _named(one: Ground | Step) -> str:
    if isinstance(one, Ground):
        return _label(one) if one.value == "ja" else f"{_label(one)} ({one.value})"
    verdict = one.result.verdict
    return _label(one) if verdict is Verdict.MET else f"{_label(one)} ({kind_words(one.result.rule.kind)[verdict]})"


def deciding_facts(assessment: Assessment, node: Node) -> Iterator[str]:
    """The facts behind a verdict, through the lower rules it builds on."""
    for leaf in deciding(node):
        if isinstance(leaf.tree, RuleMet):
            yield from deciding_facts(assessment, assessment.results[leaf.tree.rule].node)
        elif isinstance(leaf.tree, InRange | InSet):
            yield leaf.tree.fact


def ground(assessment: Assessment, fact_id: str) -> Ground:
    """What is known of one fact, as a reader meets it."""
    known: Known = assessment.knowledge.facts[fact_id]
    return Ground(
        fact=known.fact,
        value=HIDDEN if assessment.hides(fact_id) else show(known.fact.definition, known.values),
        evidence=known.evidence,
        answered=known.answered,
        contradicted=known.contradicted,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What a rule's sentence may say: what decided, what is unclear, and the tests that settled the verdict."""

    assessment: Assessment
    facts: tuple[str, ...]
    unclear: tuple[str, ...]
    leaves: tuple[Leaf, ...]


def _told(assessment: Assessment, result: Result, rests_on: Sequence[Ground | Step]) -> _Told:
    return _Told(
        assessment,
        facts=tuple(_facts_named(assessment, result.node, rests_on)),
        unclear=tuple(_label(one) for one in rests_on),
        leaves=tuple(_leaves(result.node)),
    )


def _leaves(node: Node) -> Iterator[Leaf]:
    for leaf in deciding(node):
        if isinstance(leaf.tree, InRange | InSet | RuleMet):
            yield leaf.tree


def fill(text: str, told: _Told) -> str:
    """A rule text with its placeholders filled in.

    A sentence about a fact of which nothing is known, or about events where there are none, is left out: it would
    say nothing.
    """
    filled = [(_filled(sentence, told), _says_something(sentence, told)) for sentence in sentences(text)]
    return " ".join(one for one, says in filled if says) or " ".join(one for one, _ in filled)


def _filled(text: str, told: _Told) -> str:
    return PLACEHOLDER.sub(lambda match: _in_place(match.group(1), told), text)


def _in_place(name: str, told: _Told) -> str:
    clauses = choice_in(name)
    if is_by_age(clauses):
        return by_age(clauses, age_group(told.assessment))
    if clauses:
        return joined([_filled(text, told) for text in _holding(clauses, told)])
    if name == "facts":
        return listing(told.facts) or "inget är känt"
    if name == "missing":
        return listing(told.unclear)
    kind, _, of = name.partition(":")
    if (number := told.assessment.book.number(name)) is not None:
        return number
    return listing(_events(told.assessment, of)) if kind == "events" else ground(told.assessment, of).value


def _says_something(sentence: str, told: _Told) -> bool:
    for name in PLACEHOLDER.findall(sentence):
        kind, _, of = name.partition(":")
        if kind == "events" and not _events(told.assessment, of):
            return False
        if kind == "fact" and not told.assessment.knowledge.facts[of].answered:
            return False
    return True


def _events(assessment: Assessment, fact_id: str) -> tuple[str, ...]:
    """The events that a fact rests on, in words."""
    return tuple(e for claim in assessment.knowledge.facts[fact_id].evidence if claim.counts for e in claim.events)


def _holding(clauses: tuple[Clause, ...], told: _Told) -> list[str]:
    """The clauses of a choice whose grounds decided the verdict, in the order they are written."""
    chosen: dict[tuple[int, ...], None] = {}
    for leaf in told.leaves:
        for key in keys_of(leaf, told.assessment.book.vocabulary):
            if found := _about(clauses, key, _answers(told.assessment, leaf)):
                chosen[found] = None
                break
    return [" eller ".join(clauses[i].text for i in found) for found in sorted(chosen)]


def _about(clauses: tuple[Clause, ...], key: str, answers: frozenset[str]) -> tuple[int, ...]:
    """The places of the clauses about a key: those for an answer that it may have, and else the one for any answer."""
    particular = {answer for clause in clauses for answer in clause.answers(key) if answer}
    wanted = (answers & particular) | ({""} if not answers or answers - particular else set())
    return tuple(i for i, clause in enumerate(clauses) if clause.answers(key) & wanted)


def _answers(assessment: Assessment, leaf: Leaf) -> frozenset[str]:
    """The answers that a clause may be written for: options that are still possible, ``na``, and ``""`` for numbers."""
    if isinstance(leaf, RuleMet):
        return frozenset()
    values = assessment.knowledge.facts[leaf.fact].values
    named = values.names if isinstance(values, Choices) else frozenset({""} if values.has_numbers else ())
    return named | ({NOT_APPLICABLE_KEY} if values.na else frozenset())


def lower_first(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def listing(words: Sequence[str], what: str = "uppgifter") -> str:
    """Words as a Swedish enumeration; a long one is cut, and says how many of ``what`` were cut: two or more."""
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} {what} till"]
    return series(words)


def joined(clauses: Sequence[str]) -> str:
    """Clauses as one sentence; with a comma before the last *och* where a clause has an *och* of its own."""
    comma = "," if any(" och " in clause for clause in clauses) else ""
    return f"{comma} och ".join(one for one in (", ".join(clauses[:-1]), *clauses[-1:]) if one)


def tree_text(book: RuleBook, tree: Tree) -> str:
    """One condition of a rule in Swedish, without its parts and without its verdict."""
    match tree:
        case InRange() | InSet():
            fact = book.vocabulary[tree.fact].definition
            return f"{fact.label}: {answers_text(fact, tree)}"
        case RuleMet():
            return f"”{book.rules[tree.rule].rule.title}”"
        case Not():
            return "inget av detta" if isinstance(tree.part, Counted) and tree.part.k == 1 else "inte detta"
        case Counted():
            if tree.k == len(tree.parts):
                return "allt detta"
            return "något av detta" if tree.k == 1 else f"minst {tree.k} av dessa {len(tree.parts)}"
    raise AssertionError(tree)


def answers_text(fact: FactDef, test: InRange | InSet) -> str:
    """The answers that meet a test of a fact, in Swedish."""
    if isinstance(test, InSet):
        return " eller ".join(o.label for o in fact.options if o.id in test.names)
    lowest, highest = limits(fact)
    low, high = max(test.low, lowest), min(test.high, highest)
    if low == high:
        return show_code(fact, low)
    if low == lowest and high == highest:
        return "vilket svar som helst"
    if fact.type is FactType.PROTECTION:  # a scale of two steps up from nothing: name what is there
        return "finns, minst som en tråd" if low > lowest else "saknas eller finns som en tråd"
    if high == highest:
        return f"minst {show_code(fact, low)}"
    if low == lowest:
        return f"högst {show_code(fact, high)}"
    first = str(low) if fact.type is FactType.AGE else show_code(fact, low)
    return f"{first} till {show_code(fact, high)}"


def kind_words(kind: Kind) -> dict[Verdict, str]:
    """How verdicts of a kind of rule are named."""
    if kind is Kind.REQUIREMENT:
        return REQUIREMENT_WORDS
    return VERDICT_WORDS if kind in (Kind.CRITERION, Kind.AGGREGATE) else FLAG_WORDS
