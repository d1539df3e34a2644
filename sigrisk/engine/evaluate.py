"""The readable evaluator: every condition of every rule, three-valued, with its reasons kept as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.possible import Possible, Verdict, at_least, one_of, within


@dataclass(frozen=True, slots=True)
class Node:
    """A condition with its verdict and the verdicts of its parts: the reasons."""

    tree: Tree
    verdict: Verdict
    parts: tuple[Node, ...] = ()


def evaluate(tree: Tree, values: Mapping[str, Possible], lower: Mapping[str, Verdict]) -> Node:
    """What a condition comes to, given the possible values of the facts and the verdicts of lower rules."""
    match tree:
        case InRange():
            return Node(tree, within(values[tree.fact], tree.low, tree.high))
        case InSet():
            return Node(tree, one_of(values[tree.fact], tree.names))
        case RuleMet():
            return Node(tree, lower[tree.rule])
        case Not():
            part = evaluate(tree.part, values, lower)
            return Node(tree, part.verdict.negate(), (part,))
        case Counted():
            parts = tuple(evaluate(part, values, lower) for part in tree.parts)
            return Node(tree, at_least(tree.k, (p.verdict for p in parts)), parts)
    raise AssertionError(tree)


def comes_to(tree: Tree, values: Mapping[str, Possible], lower: Mapping[str, Verdict]) -> Verdict:
    """What a condition comes to, without its reasons: for the many tries where only the answer is asked for.

    Gives what ``evaluate`` gives; a count looks no further than the part that settles it.
    """
    match tree:
        case InRange():
            return within(values[tree.fact], tree.low, tree.high)
        case InSet():
            return one_of(values[tree.fact], tree.names)
        case RuleMet():
            return lower[tree.rule]
        case Not():
            return comes_to(tree.part, values, lower).negate()
        case Counted():
            return _counted(tree, values, lower)
    raise AssertionError(tree)


def _counted(tree: Counted, values: Mapping[str, Possible], lower: Mapping[str, Verdict]) -> Verdict:
    met, still_possible = 0, len(tree.parts)
    if tree.k <= 0:
        return Verdict.MET
    for part in tree.parts:
        found = comes_to(part, values, lower)
        if found is Verdict.MET:
            met += 1
            if met == tree.k:
                return Verdict.MET
        elif found is Verdict.NOT_MET:
            still_possible -= 1
            if still_possible < tree.k:
                return Verdict.NOT_MET
    return Verdict.OPEN if still_possible >= tree.k else Verdict.NOT_MET


def run(trees: Mapping[str, Tree], values: Mapping[str, Possible]) -> dict[str, Node]:
    """Every rule's tree of reasons. ``trees`` must come in strata order, so that lower rules are ready."""
    nodes: dict[str, Node] = {}
    verdicts: dict[str, Verdict] = {}
    for rule_id, tree in trees.items():
        nodes[rule_id] = evaluate(tree, values, verdicts)
        verdicts[rule_id] = nodes[rule_id].verdict
    return nodes


def verdicts_of(nodes: Mapping[str, Node]) -> dict[str, Verdict]:
    """The verdicts alone."""
    return {rule_id: node.verdict for rule_id, node in nodes.items()}


def deciding(node: Node) -> Iterator[Node]:
    """The tests at the ends of the tree that made the verdict what it is.

    For a settled verdict: the tests that forced it. For an open one: the open tests, an answer to which may settle it.
    """
    if not node.parts:
        yield node
        return
    wanted = node.parts[0].verdict if isinstance(node.tree, Not) else node.verdict
    for part in node.parts:
        if part.verdict is wanted:
            yield from deciding(part)
