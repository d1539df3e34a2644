"""Writes one answer into the text of a case file and leaves every other sign of it as it is.

The file is people's own: their comments, their order and their way of writing stay. So nothing is written out anew; a
place for the answer is found by the positions that PyYAML gives, and the text is read again afterwards. Where it then
doesn't say exactly what it said before and the answer besides, nothing is written (``NoPlace``).
"""

from __future__ import annotations

import copy
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from typing import Final, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.words import WORD
from sigrisk.yamlfile import Data, parse

Key: TypeAlias = "tuple[str, ...]"
Edit: TypeAlias = "tuple[int, int, str]"
"""From where to where in the text, and what to write there instead."""
Way: TypeAlias = "tuple[str | int, ...]"

_PLAIN: Final = re.compile(rf"{WORD[:-1]}\Z|[0-9][0-9 a-zåäö–-]*\Z")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # as in yamlfile: the two don't accept quite the same
_MARK: Final = "\ufeff"
_RESERVED: Final = frozenset({"null", "true", "false"})
_STEP: Final = "  "


class NoPlace(Exception):
    """An answer can't be written without touching something else in the file. The text is what to write by hand."""


def in_yaml(value: str | int) -> str:
    """A value as it is written in a file: with quotation marks unless it is a plain word, number or date."""
    if isinstance(value, int) or (_PLAIN.match(value) and value not in _RESERVED):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def flow(parts: dict[str, str | int]) -> str:
    """Keys and values on one line: ``{value: måttlig, source: polisen}``."""
    return "{" + ", ".join(f"{key}: {in_yaml(value)}" for key, value in parts.items()) + "}"


def put(text: str, path: Key, value: str, template: str = "") -> str:
    """The text with a value at a path of one or two keys, in the place of what stood there.

    ``template`` is a commented line below the first key that the new line takes the place of. Raises NoPlace.
    """
    mark, text = _bare(text)
    expected = _data(text)
    if len(path) > 1:
        _inside(expected, path[:-1])[path[-1]] = _value(value)
    else:
        expected[path[0]] = _value(value)
    return mark + _first_that_fits(text, expected, _ways_to_put(text, path, value, template), f"{path[-1]}: {value}")


def add(text: str, path: Key, value: str, template: str = "") -> str:
    """The text with one more value in the list at a path; a single value there becomes a list.

    Raises NoPlace.
    """
    mark, text = _bare(text)
    expected = _data(text)
    holder = _inside(expected, path[:-1]) if len(path) > 1 else expected
    now = holder.get(path[-1])
    if now is None:
        if len(path) > 1:
            return mark + put(text, path, value, template)
        holder[path[-1]] = [_value(value)]
        return mark + _first_that_fits(text, expected, _ways_to_begin(text, path[0], value), f"- {value}")
    holder[path[-1]] = [*now, _value(value)] if isinstance(now, list) else [now, _value(value)]
    return mark + _first_that_fits(text, expected, _ways_to_add(text, path, value), f"- {value}")


def drop(text: str, path: Way, template: str = "") -> str:
    """The text without the value at a path, whose last step may be the place in a list.

    ``template`` is the commented line to leave in its place, as in a new case file. Raises NoPlace.
    """
    mark, text = _bare(text)
    holder = expected = _data(text)
    for step in path[:-1]:
        holder = holder[step]  # type: ignore[index,assignment]  # the caller saw a value there
    del holder[path[-1]]  # type: ignore[arg-type]
    ways = _ways_to_drop(text, path, template)
    return mark + _first_that_fits(text, _pruned(expected), ways, f"ta bort {'.'.join(map(str, path))}", _pruned)


def comment(text: str, line: str) -> str:
    """The text with a comment at its end."""
    return text + ("" if text.endswith("\n") or not text else _break(text)) + f"# {line}{_break(text)}"


def keep(path: Path, text: str) -> None:
    """Write the whole file at once, or leave the old one as it is. Raises BadInput (SIG033)."""
    target = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=".sigrisk-", dir=target.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            copymode(target, name)  # who may read the case is not changed
            Path(name).replace(target)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        help_ = "kontrollera att mappen går att skriva i"
        raise BadInput(
            [Diagnostic("SIG033", str(path), Position(1, 1), "det gick inte att skriva här", help_)]
        ) from error


# -- the places where an answer may be written, the best first ---------------------------------------------------------


def _ways_to_put(text: str, path: Key, value: str, template: str) -> Iterator[Callable[[], Edit]]:
    root = _root(text)
    if len(path) == 1:
        found = _pair(root, path[0])
        if found is not None:
            yield lambda: _replaced(text, found, value)
        else:
            yield lambda: _line_at(text, len(text), "", f"{path[0]}: {value}")
        return
    above = _pair(root, path[0])
    if above is None:
        yield lambda: _line_at(text, len(text), "", f"{path[0]}:{_break(text)}{_STEP}{path[1]}: {value}")
        return
    key, holder = above
    if isinstance(holder, MappingNode) and (inside := _pair(holder, path[1])) is not None:
        yield lambda: _replaced(text, inside, value)
        return
    if isinstance(holder, MappingNode) and holder.flow_style:
        yield lambda: _in_flow(text, holder, f"{path[1]}: {value}")
        return
    in_block = isinstance(holder, MappingNode) and holder.value
    indent = " " * holder.value[0][0].start_mark.column if in_block else _STEP
    if template and (at := _template_line(text, key, template)) is not None:
        yield lambda: (at[0], at[1], f"{indent}{path[1]}: {value}{_break(text)}")
    yield lambda: _line_at(text, _end(holder) if in_block else key.end_mark.index, indent, f"{path[1]}: {value}")


def _ways_to_begin(text: str, key: str, value: str) -> Iterator[Callable[[], Edit]]:
    """A list with one value, under a key that has nothing or isn't there."""
    found = _pair(_root(text), key)
    if found is None:
        yield lambda: _line_at(text, len(text), "", f"{key}:{_break(text)}{_STEP}- {value}")
    else:
        yield lambda: _line_at(text, found[0].end_mark.index, _STEP, f"- {value}")


def _ways_to_add(text: str, path: Key, value: str) -> Iterator[Callable[[], Edit]]:
    pair = _pair(_root(text), path[0])
    pair = _pair(pair[1], path[1]) if pair is not None and len(path) > 1 else pair
    assert pair is not None  # the caller saw a value there
    key, node = pair
    if isinstance(node, SequenceNode):
        if node.flow_style:
            yield lambda: _in_flow(text, node, value)
        else:
            yield lambda: _line_at(text, _end(node), " " * node.start_mark.column, f"- {value}")
    elif node.start_mark.line > key.start_mark.line:
        yield lambda: _block_to_list(text, node, value)
    else:
        start, end = node.start_mark.index, node.end_mark.index
        yield lambda: (start, end, f"[{text[start:end]}, {value}]")


def _ways_to_drop(text: str, path: Way, template: str) -> Iterator[Callable[[], Edit]]:
    above: Node = _root(text)
    for step in path[:-1]:
        above = _below(above, step)[1]
    first, last = _below(above, path[-1])
    begins, ends = first.start_mark, _end(last)
    if isinstance(above, MappingNode | SequenceNode) and above.flow_style:
        yield lambda: _out_of_flow(text, begins.index, ends)
        return
    start, end = text.rfind("\n", 0, begins.index) + 1, _line_after(text, ends)
    indent = " " * (begins.index - start)
    told = re.search(r"#[^\r\n]*", text[ends:end])  # someone's own comment beside the answer
    kept = [f"{indent}# {template}{_break(text)}"] if template else []
    kept += [f"{indent}{told.group()}{_break(text)}"] if told is not None else []
    yield lambda: (start, end, "".join(kept))


def _below(node: Node, step: str | int) -> tuple[Node, Node]:
    """Where a part of a node begins, and the part itself."""
    if isinstance(step, int):
        assert isinstance(node, SequenceNode)
        return node.value[step], node.value[step]
    pair = _pair(node, step)
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


def _replaced(text: str, pair: tuple[Node, Node], value: str) -> Edit:
    key, old = pair
    if old.start_mark.index == old.end_mark.index:  # a key without a value
        colon = text.index(":", key.end_mark.index) + 1
        return colon, colon, f" {value}"
    return old.start_mark.index, old.end_mark.index, value


def _in_flow(text: str, node: MappingNode | SequenceNode, value: str) -> Edit:
    """Before the bracket that ends a list or a group on one line."""
    at = node.end_mark.index - 1
    if not node.value:
        return at, at, value
    last = _end(node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1])
    comma = "" if text[last:at].strip().startswith(",") else ","
    return (last, last, f"{comma} {value}") if comma else (at, at, f" {value}")


def _line_at(text: str, after: int, indent: str, line: str) -> Edit:
    """A line of its own after the line in which something ends."""
    newline = _break(text)
    at = _line_after(text, after)
    first = newline if at == len(text) and text and not text.endswith("\n") else ""
    return at, at, f"{first}{indent}{line}{newline}"


def _line_after(text: str, at: int) -> int:
    """Where the next line begins; here, if a line begins here."""
    return at if at and text[at - 1] == "\n" else text.find("\n", at) + 1 or len(text)


def _block_to_list(text: str, node: Node, value: str) -> Edit:
    """A group written on several lines, made the first of a list: two steps further in, with a dash before it."""
    start = node.start_mark.index - node.start_mark.column
    end = _line_after(text, _end(node))
    indent = " " * node.start_mark.column
    lines = text[start:end].splitlines(keepends=True)
    moved = [f"{indent}- {lines[0][len(indent) :]}"] + [_STEP + line if line.strip() else line for line in lines[1:]]
    last = "" if moved[-1].endswith("\n") else _break(text)
    return start, end, "".join(moved) + f"{last}{indent}- {value}{_break(text)}"


def _template_line(text: str, key: Node, template: str) -> tuple[int, int] | None:
    """A commented line below a key that says how the answer is written; only as far as the comments of that part go."""
    for found in re.finditer(
        rf"^ *# {re.escape(template)}: {{value: …, source: …, date: [^}}\n]*}}\r?\n", text, re.MULTILINE
    ):
        below = text.find("\n", key.end_mark.index) + 1
        if 0 < below <= found.start() and not re.search(r"^[^\s#]", text[below : found.start()], re.MULTILINE):
            return found.span()
    return None


# -- reading the text --------------------------------------------------------------------------------------------------


def _first_that_fits(
    text: str,
    expected: Data,
    ways: Iterator[Callable[[], Edit]],
    line: str,
    alike: Callable[[Data], Data] = lambda data: data,
) -> str:
    for way in ways:
        start, end, new = way()
        written = text[:start] + new + text[end:]
        with suppress(BadInput):
            if alike(parse(written, "").data) == expected:
                return written
    raise NoPlace(line)


def _data(text: str) -> dict[str, Data]:
    data = copy.deepcopy(parse(text, "").data)
    assert isinstance(data, dict)  # the file was read as a case
    return data


def _bare(text: str) -> tuple[str, str]:
    """The byte order mark, if the text begins with one, and the rest: PyYAML doesn't count it."""
    bare = text.removeprefix(_MARK)
    return text[: len(text) - len(bare)], bare


def _inside(data: dict[str, Data], path: Key) -> dict[str, Data]:
    for key in path:
        below = data.get(key)
        if not isinstance(below, dict):
            below = data[key] = {}
        data = below
    return data


def _value(text: str) -> Data:
    data = parse(f"x: {text}", "").data
    assert isinstance(data, dict)
    return data["x"]


def _root(text: str) -> Node:
    root = yaml.compose(text, Loader=_LOADER)
    assert root is not None  # the file was read as a case
    return root


def _pair(node: Node, key: str) -> tuple[Node, Node] | None:
    if not isinstance(node, MappingNode):
        return None
    return next((pair for pair in node.value if isinstance(pair[0], ScalarNode) and pair[0].value == key), None)


def _end(node: Node) -> int:
    """Where the last thing inside a part ends; what PyYAML gives as its end may lie after comments."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1])
    return int(node.end_mark.index)


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
