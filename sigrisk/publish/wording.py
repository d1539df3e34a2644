"""Conditions, sentences and answers of the rule book as Markdown that a reader without a computer can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.explain import answers_text, kind_words, listing, lower_first
from sigrisk.possible import Verdict
from sigrisk.publish.model import Line
from sigrisk.rulebook import Kind, Rule, RuleBook, SourceDoc
from sigrisk.ruletext import PLACEHOLDER, apart, by_age, choice_in, is_by_age
from sigrisk.vocabulary import Basis, Citation, FactDef, FactType, limits, show_code

_MARKS = re.compile(r"([\\`*_<>\[\]|])")


def md(text: str) -> str:
    """Free text on one line that can't be mistaken for Markdown."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def link(text: str, target: str) -> str:
    """A link with the text as it is read."""
    return f"[{md(text)}]({target})"


def rule_anchor(rule_id: str) -> str:
    """The name of a rule's place on a page."""
    return f"regel-{rule_id}"


def fact_anchor(fact_id: str) -> str:
    """The name of a fact's place on a page."""
    return f"uppgift-{fact_id}"


def number_anchor(param_id: str) -> str:
    """The name of a number's place on a page."""
    return f"grans-{param_id}"


def outcome_anchor(outcome_id: str) -> str:
    """The name of an outcome's place on a page."""
    return f"utfall-{outcome_id}"


def item_anchor(instrument_id: str, item_id: str = "") -> str:
    """The name of a checklist's place, or of one of its questions."""
    return f"checklista-{instrument_id}" + (f"-{item_id}" if item_id else "")


def rule_link(rule: Rule) -> str:
    """A rule by its title."""
    return f"”{link(rule.title, '#' + rule_anchor(rule.id))}”"


def fact_link(fact: FactDef) -> str:
    """A fact by its label."""
    return link(fact.label, "#" + fact_anchor(fact.id))


def met_word(kind: Kind) -> str:
    """How one says that a rule of a kind is met, in a sentence with the rule as its subject."""
    return "är uppfyllt" if kind in (Kind.CRITERION, Kind.AGGREGATE) else "gäller"


def answer_word(kind: Kind, verdict: Verdict) -> str:
    """A verdict of a rule, as a word."""
    return kind_words(kind)[verdict]


def condition_lines(book: RuleBook, tree: Tree) -> tuple[Line, ...]:
    """A condition as a nested list, each test with a link to its fact or rule."""
    return tuple(Line("  " * depth, text) for depth, text in _lines(book, tree, 0))


def _lines(book: RuleBook, tree: Tree, depth: int, area: str = "") -> Iterator[tuple[int, str]]:
    tree = plain(tree)
    parts = parts_of(tree)
    if not parts:
        yield depth, under(area, test_text(book, tree))
        return
    areas = areas_of(book, tree)
    yield depth, under(area, head_text(tree, of_areas=bool(areas))) + ":"
    for index, part in enumerate(parts):
        yield from _lines(book, part, depth + 1, areas[index] if areas else "")


def plain(tree: Tree) -> Tree:
    """The condition without words that say nothing: a list of one, and a double negation."""
    if isinstance(tree, Counted) and len(tree.parts) == 1:
        return plain(tree.parts[0])
    if isinstance(tree, Not):
        inner = plain(tree.part)
        return plain(inner.part) if isinstance(inner, Not) else Not(inner)
    return tree


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The parts that a plain condition lists; a negated list lists its own."""
    if isinstance(tree, Not):
        return parts_of(tree.part)
    return tree.parts if isinstance(tree, Counted) else ()


def under(area: str, text: str) -> str:
    """A line of a condition, with the life area it is about where it is about one."""
    return f"{md(area)} – {text if text.startswith('[') else lower_first(text)}" if area else text


def head_text(tree: Tree, of_areas: bool = False) -> str:
    """What a plain condition demands of the parts it lists."""
    what = " livsområden" if of_areas else ""
    if isinstance(tree, Not):
        inner = tree.part
        assert isinstance(inner, Counted)  # only a list has a head
        if inner.k == 1:
            return "Inget av detta stämmer"
        if inner.k == len(inner.parts):
            return "Minst en del av detta stämmer inte"
        return f"Färre än {inner.k} av dessa {len(inner.parts)}{what} stämmer"
    assert isinstance(tree, Counted)
    if tree.k == len(tree.parts):
        return "Allt detta stämmer"
    return "Minst ett av detta stämmer" if tree.k == 1 else f"Minst {tree.k} av dessa {len(tree.parts)}{what} stämmer"


def test_text(book: RuleBook, tree: Tree) -> str:
    """A single test, or its negation, as a line."""
    match tree:
        case InRange() | InSet():
            fact = book.vocabulary[tree.fact].definition
            return f"{fact_link(fact)}: {md(answers_text(fact, tree))}"
        case RuleMet():
            rule = book.rules[tree.rule].rule
            return f"{rule_link(rule)} {met_word(rule.kind)}"
        case Not():
            return f"Detta stämmer inte: {test_text(book, tree.part)}"
    raise AssertionError(tree)


def areas_of(book: RuleBook, tree: Tree) -> tuple[str, ...]:
    """The life area of each part, where the parts of a count are areas; otherwise nothing."""
    parts = parts_of(tree)
    found: list[str] = []
    for part in parts:
        if not isinstance(part, Counted) or part.k != 1 or not all(isinstance(test, InRange) for test in part.parts):
            return ()
        domains = {book.vocabulary[test.fact].domain.label for test in part.parts if isinstance(test, InRange)}
        if len(domains) != 1:
            return ()
        found += domains
    return tuple(found) if len(set(found)) == len(parts) else ()


def sentence(text: str, book: RuleBook) -> str:
    """A rule's sentence with its numbers filled in; what depends on the case stands in italics."""
    found: list[str] = []
    for index, piece in enumerate(PLACEHOLDER.split(" ".join(text.split()))):
        found.append(_filled(piece, book) if index % 2 else _escaped(piece))
    return "".join(found)


def _filled(name: str, book: RuleBook) -> str:
    clauses = choice_in(name)
    if is_by_age(clauses):
        return md(by_age(clauses, None))
    if clauses:
        told = "; ".join(md(apart(clause.text, book.number)) for clause in clauses)
        return f"*(det som stämmer av detta: {told})*"
    if name == "facts":
        return "*(det som avgjorde)*"
    if name == "missing":
        return "*(det som är oklart)*"
    if (number := book.number(name)) is not None:
        return md(number)
    kind, _, of = name.partition(":")
    label = md(lower_first(book.vocabulary[of].definition.label))
    return f"*(händelserna bakom uppgiften {label})*" if kind == "events" else f"*({label})*"


def origin(basis: Basis, sources: tuple[Citation, ...], documents: Mapping[str, SourceDoc]) -> str:
    """Where a rule, number, fact or question comes from: each document once, with its headings."""
    headings: dict[str, list[str]] = {}
    for one in sources:
        headings.setdefault(one.doc, []).append(f"”{md(one.section)}”")
    named = "; ".join(f"{_document(doc, documents)}, {listing(under_)}" for doc, under_ in headings.items())
    if basis is Basis.PROPOSAL:
        return f"sigrisks eget förslag{', som bygger på ' + named if named else ''}; kommunen bestämmer"
    return "kommunens eget beslut" if basis is Basis.LOCAL else named


def _document(doc: str, documents: Mapping[str, SourceDoc]) -> str:
    found = documents.get(doc)
    return f"{md(found.author)}: *{md(found.title)}* ({found.year})" if found is not None else md(doc)


def answers_of(fact: FactDef) -> str:
    """Every answer a fact may have."""
    if fact.type is FactType.CHOICE:
        words = [o.label for o in fact.options]
    elif fact.type is FactType.COUNT:
        words = ["ett antal"]
    elif fact.type is FactType.AGE:
        words = ["en ålder i hela år"]
    elif fact.type is FactType.DATE:
        words = ["ett datum"]
    else:
        low, high = limits(fact)
        words = [show_code(fact, code) for code in range(low, high + 1)]
    words += ["ej aktuellt"] if fact.not_applicable else []
    joint = "; " if any("," in word for word in words) else ", "
    return md(f"{joint.join(words[:-1])} eller {words[-1]}" if len(words) > 1 else words[0])
