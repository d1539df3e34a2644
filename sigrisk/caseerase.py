"""Takes one value out of the text of a case file and leaves every other sign of it as it is, as ``casewrite`` does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from yaml.nodes import MappingNode, Node, SequenceNode

from sigrisk.casetext import Edit, bare, break_of, data_of, end_of, first_that_fits, line_after, pair_of, root_of
from sigrisk.yamlfile import Data

Way: TypeAlias = "tuple[str | int, ...]"


def drop(text: str, path: Way, template: str = "") -> str:
    """The text without the value at a path, whose last step may be the place in a list.

    ``template`` is the commented line to leave in its place, as in a new case file. Raises NoPlace.
    """
    mark, text = bare(text)
    holder = expected = data_of(text)
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index,assignment]  # the caller saw a value there
    del holder[path[-1]]  # type: ignore[arg-type]
    ways = _ways_to_drop(text, path, template)
    return mark + first_that_fits(text, _pruned(expected), ways, f"ta bort {'.'.join(map(str, path))}", _pruned)


def _ways_to_drop(text: str, path: Way, template: str) -> Iterator[Callable[[], Edit]]:
    above: Node = root_of(text)
    for step in path[:-1]:
        above = _below(above, step)[1]
    first, last = _below(above, path[-1])
    begins, ends = first.start_mark, end_of(last)
    if isinstance(above, MappingNode | SequenceNode) and above.flow_style:
        yield lambda: _out_of_flow(text, begins.index, ends)
        return
    start, end = text.rfind("\n", 0, begins.index) + 1, line_after(text, ends)
    indent = " " * (begins.index - start)
    told = re.search(r"#[^\r\n]*", text[ends:end])  # someone's own comment beside the answer
    kept = [f"{indent}# {template}{break_of(text)}"] if template else []
    kept += [f"{indent}{told.group()}{break_of(text)}"] if told is not None else []
    yield lambda: (start, end, "".join(kept))


def _below(node: Node, step: str | int) -> tuple[Node, Node]:
    """Where a part of a node begins, and the part itself."""
    if isinstance(step, int):
        assert isinstance(node, SequenceNode)
        return node.value[step], node.value[step]
    pair = pair_of(node, step)
    assert pair is not None  # the caller saw a value there
    return pair


def _out_of_flow(text: str, start: int, end: int) -> Edit:
    """One part of a list or a group on one line, with the comma after it, or else the one before."""
    if after := re.match(r"\s*,\s*", text[end:]):
        return start, end + after.end(), ""
    before = re.search(r",\s*\Z", text[:start])
    return (start if before is None else before.start()), end, ""


def _pruned(data: Data) -> Data:
    """The same without parts at the top that are empty: what is left when the last answer in one is taken out."""
    return {k: v for k, v in data.items() if v not in (None, [], {})} if isinstance(data, dict) else data
