"""A case file's text and the places in it, as PyYAML tells them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sigrisk.diagnostics import BadInput
from sigrisk.yamlfile import Data, parse

Key: TypeAlias = "tuple[str, ...]"
Edit: TypeAlias = "tuple[int, int, str]"
"""From where to where in the text, and what to write there instead."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # as in yamlfile: the two don't accept quite the same
_MARK: Final = "\ufeff"


class NoPlace(Exception):
    """An answer can't be written without touching something else in the file. The text is what to write by hand."""


def first_that_fits(
    text: str,
    expected: Data,
    ways: Iterator[Callable[[], Edit]],
    line: str,
    alike: Callable[[Data], Data] = lambda data: data,
) -> str:
    """The text after the first edit that leaves it saying what is expected, and nothing else. Raises NoPlace."""
    for way in ways:
        start, end, new = way()
        written = text[:start] + new + text[end:]
        with suppress(BadInput):
            if alike(parse(written, "").data) == expected:
                return written
    raise NoPlace(line)


def data_of(text: str) -> dict[str, Data]:
    """What a case file's text says."""
    data = copy.deepcopy(parse(text, "").data)
    assert isinstance(data, dict)  # the file was read as a case
    return data


def bare(text: str) -> tuple[str, str]:
    """The byte order mark, if the text begins with one, and the rest: PyYAML doesn't count it."""
    bare = text.removeprefix(_MARK)
    return text[: len(text) - len(bare)], bare


def inside_of(data: dict[str, Data], path: Key) -> dict[str, Data]:
    """The group at a path, made where it isn't there."""
    for key in path:
        below = data.get(key)
        if not isinstance(below, dict):
            below = data[key] = {}
        data = below
    return data


def value_of(text: str) -> Data:
    """What a value written in YAML says."""
    data = parse(f"x: {text}", "").data
    assert isinstance(data, dict)
    return data["x"]


def root_of(text: str) -> Node:
    """The text as nodes with places."""
    root = yaml.compose(text, Loader=_LOADER)
    assert root is not None  # the file was read as a case
    return root


def pair_of(node: Node, key: str) -> tuple[Node, Node] | None:
    """A key of a group and its value; none where it isn't there."""
    if not isinstance(node, MappingNode):
        return None
    return next((pair for pair in node.value if isinstance(pair[0], ScalarNode) and pair[0].value == key), None)


def end_of(node: Node) -> int:
    """Where the last thing inside a part ends; what PyYAML gives as its end may lie after comments."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        return end_of(node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1])
    return int(node.end_mark.index)


def break_of(text: str) -> str:
    """How the text breaks its lines."""
    return "\r\n" if "\r\n" in text else "\n"


def line_after(text: str, at: int) -> int:
    """Where the next line begins; here, if a line begins here."""
    return at if at and text[at - 1] == "\n" else text.find("\n", at) + 1 or len(text)
