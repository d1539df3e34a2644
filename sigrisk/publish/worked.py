"""One rule of a profile worked out by hand in an invented case, the way a reader would do it with pen and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sigrisk.assess import Assessment, Result
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree, leaves
from sigrisk.engine.evaluate import Node
from sigrisk.explain import ground, reason
from sigrisk.memo.wording import day_text
from sigrisk.possible import Verdict
from sigrisk.publish.model import Line, Row, StepView, WorkedView
from sigrisk.publish.wording import answer_word, areas_of, head_text, md, parts_of, plain, rule_link, test_text, under
from sigrisk.rulebook import Effect, Kind

WORDS: Final = {Verdict.MET: "stämmer", Verdict.NOT_MET: "stämmer inte", Verdict.OPEN: "går inte att avgöra"}
ENOUGH, TOO_MUCH = 3, 60
_KINDS: Final = (Kind.FLAG, Kind.AGGREGATE, Kind.CRITERION)
_EFFECTS: Final = (Effect.STOP, Effect.AGAINST, Effect.CAUTION, Effect.FOR, Effect.NOTE)


def worked(assessments: Sequence[Assessment]) -> WorkedView | None:
    """The example that shows most: a flag that holds, that is neither a single test nor too long to follow."""
    found = [(_rank(a, r), a, r) for a in assessments for r in a.of_kind(*_KINDS) if r.node.verdict is not Verdict.OPEN]
    if not found:
        return None
    _, assessment, result = min(found, key=lambda one: one[0])
    return WorkedView(
        intro=_intro(assessment, result),
        steps=tuple(_steps(assessment, result, set())),
        result=_result(assessment, result),
    )


def _rank(assessment: Assessment, result: Result) -> tuple[int, ...]:
    """What to choose first: a flag before a criterion, one that holds, stops most, is of some length, in file order."""
    size = _size(assessment, result.node.tree)
    place = list(assessment.results).index(result.rule.id)
    return (
        not ENOUGH <= size <= TOO_MUCH,
        _KINDS.index(result.rule.kind),
        result.verdict is not Verdict.MET,
        _EFFECTS.index(result.rule.effect),
        -size,
        place,
    )


def _size(assessment: Assessment, tree: Tree) -> int:
    return sum(
        _size(assessment, assessment.results[test.rule].node.tree) if isinstance(test, RuleMet) else 1
        for test in leaves(tree)
    )


def _intro(assessment: Assessment, result: Result) -> str:
    case = assessment.case
    story = f" {md(case.vignette)}" if case.vignette else ""
    gist = f"Ärendet är påhittat och bedöms den {day_text(case.day)}.{story}"
    asks = "Gäller" if result.rule.kind is Kind.FLAG else "Är"
    return f"{gist}\n\n**Frågan:** {asks} {rule_link(result.rule)}{'' if asks == 'Gäller' else ' uppfyllt'}?"


def _result(assessment: Assessment, result: Result) -> str:
    word = answer_word(result.rule.kind, result.verdict)
    return f"**Svaret:** {word}. I promemorian står det då: ”{md(reason(assessment, result).sentence)}”"


def _steps(assessment: Assessment, result: Result, done: set[str]) -> Iterator[StepView]:
    """A step for each lower rule that the rule builds on, and last its own."""
    for test in leaves(result.node.tree):
        if isinstance(test, RuleMet) and test.rule not in done:
            done.add(test.rule)
            yield from _steps(assessment, assessment.results[test.rule], done)
    yield StepView(
        heading=rule_link(result.rule),
        rows=tuple(_rows(assessment, result.node)),
        sums=tuple(Line("  " * depth, text) for depth, text in _sums(assessment, result.node, 0, "")),
    )


def _rows(assessment: Assessment, node: Node) -> Iterator[Row]:
    """Each test at the ends of a condition: what is known, and whether the test holds."""
    seen: set[Tree] = set()
    for leaf in _leaves(node):
        if leaf.tree not in seen:
            seen.add(leaf.tree)
            yield Row((test_text(assessment.book, leaf.tree), _known(assessment, leaf.tree), WORDS[leaf.verdict]))


def _leaves(node: Node) -> Iterator[Node]:
    if not node.parts:
        yield node
    for part in node.parts:
        yield from _leaves(part)


def _known(assessment: Assessment, tree: Tree) -> str:
    if isinstance(tree, RuleMet):
        result = assessment.results[tree.rule]
        return f"{answer_word(result.rule.kind, result.verdict)}, enligt ovan"
    assert isinstance(tree, InRange | InSet)
    known = ground(assessment, tree.fact)
    if not known.answered:
        return "inget svar"
    claims = [claim for claim in known.evidence if claim.counts]
    sources = dict.fromkeys(claim.source + (f", {day_text(claim.day)}" if claim.day else "") for claim in claims)
    return md(f"{known.value} ({'; '.join(sources)})")


def _sums(assessment: Assessment, node: Node, depth: int, area: str) -> Iterator[tuple[int, str]]:
    """How each list of a condition comes out, from the outside in."""
    node, tree = _plain(node)
    parts = node.parts[0].parts if isinstance(tree, Not) and node.parts else node.parts
    if not parts_of(tree):
        if depth == 0:
            yield 0, f"Det finns bara ett prov, och det {WORDS[node.verdict]}."
        elif area:
            yield depth, f"{md(area)}: **{WORDS[node.verdict]}**."
        return
    areas = areas_of(assessment.book, tree)
    head = under(area, head_text(tree, of_areas=bool(areas)))
    what = "livsområden" if areas else "prov"
    yield depth, f"{head}? {_count(parts, what)} Alltså: **{WORDS[node.verdict]}**."
    for index, part in enumerate(parts):
        yield from _sums(assessment, part, depth + 1, areas[index] if areas else "")


def _plain(node: Node) -> tuple[Node, Tree]:
    """The node without lists of one and double negations, as the condition is written on the page."""
    tree = node.tree
    if isinstance(tree, Counted) and len(tree.parts) == 1:
        return _plain(node.parts[0])
    if isinstance(tree, Not):
        inner, inner_tree = _plain(node.parts[0])
        if isinstance(inner_tree, Not):
            return _plain(inner.parts[0])
        return Node(Not(inner_tree), node.verdict, (inner,)), plain(tree)
    return node, tree


def _count(parts: Sequence[Node], what: str) -> str:
    """How many of the listed parts hold, don't, and are open."""
    met, unknown = (sum(p.verdict is verdict for p in parts) for verdict in (Verdict.MET, Verdict.OPEN))
    text = f"Av {len(parts)} {what} stämmer {met or 'inget'}"
    if not unknown:
        return f"{text}."
    return (
        f"{text}, och {unknown} går inte att avgöra. Det kan alltså vara från {met} till {met + unknown} som stämmer."
    )
