"""Writes one answer into the text of a case file and leaves every other sign of it as it is.

The file is people's own: their comments, their order and their way of writing stay. So nothing is written out anew; a
place for the answer is found by the positions that PyYAML gives, and the text is read again afterwards. Where it then
doesn't say exactly what it said before and the answer besides, nothing is written (``NoPlace``).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copymode
from typing import Final

from yaml.nodes import MappingNode, Node, SequenceNode

from sigrisk.casetext import (
    Edit,
    Key,
    bare,
    break_of,
    data_of,
    end_of,
    first_that_fits,
    inside_of,
    line_after,
    pair_of,
    root_of,
    value_of,
)
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.words import WORD

_PLAIN: Final = re.compile(rf"{WORD[:-1]}\Z|[0-9][0-9 a-zåäö–-]*\Z")
_RESERVED: Final = frozenset({"null", "true", "false"})
_STEP: Final = "  "


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
    mark, text = bare(text)
    expected = data_of(text)
    if len(path) > 1:
        inside_of(expected, path[:-1])[path[-1]] = value_of(value)
    else:
        expected[path[0]] = value_of(value)
    return mark + first_that_fits(text, expected, _ways_to_put(text, path, value, template), f"{path[-1]}: {value}")


def add(text: str, path: Key, value: str, template: str = "") -> str:
    """The text with one more value in the list at a path; a single value there becomes a list.

    Raises NoPlace.
    """
    mark, text = bare(text)
    expected = data_of(text)
    holder = inside_of(expected, path[:-1]) if len(path) > 1 else expected
    now = holder.get(path[-1])
    if now is None:
        if len(path) > 1:
            return mark + put(text, path, value, template)
        holder[path[-1]] = [value_of(value)]
        return mark + first_that_fits(text, expected, _ways_to_begin(text, path[0], value), f"- {value}")
    holder[path[-1]] = [*now, value_of(value)] if isinstance(now, list) else [now, value_of(value)]
    return mark + first_that_fits(text, expected, _ways_to_add(text, path, value), f"- {value}")


def comment(text: str, line: str) -> str:
    """The text with a comment at its end."""
    return text + ("" if text.endswith("\n") or not text else break_of(text)) + f"# {line}{break_of(text)}"


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
    root = root_of(text)
    if len(path) == 1:
        found = pair_of(root, path[0])
        if found is not None:
            yield lambda: _replaced(text, found, value)
        else:
            yield lambda: _line_at(text, len(text), "", f"{path[0]}: {value}")
        return
    above = pair_of(root, path[0])
    if above is None:
        yield lambda: _line_at(text, len(text), "", f"{path[0]}:{break_of(text)}{_STEP}{path[1]}: {value}")
        return
    key, holder = above
    if isinstance(holder, MappingNode) and (inside := pair_of(holder, path[1])) is not None:
        yield lambda: _replaced(text, inside, value)
        return
    if isinstance(holder, MappingNode) and holder.flow_style:
        yield lambda: _in_flow(text, holder, f"{path[1]}: {value}")
        return
    in_block = isinstance(holder, MappingNode) and holder.value
    indent = " " * holder.value[0][0].start_mark.column if in_block else _STEP
    if template and (at := _template_line(text, key, template)) is not None:
        yield lambda: (at[0], at[1], f"{indent}{path[1]}: {value}{break_of(text)}")
    yield lambda: _line_at(text, end_of(holder) if in_block else key.end_mark.index, indent, f"{path[1]}: {value}")


def _ways_to_begin(text: str, key: str, value: str) -> Iterator[Callable[[], Edit]]:
    """A list with one value, under a key that has nothing or isn't there."""
    found = pair_of(root_of(text), key)
    if found is None:
        yield lambda: _line_at(text, len(text), "", f"{key}:{break_of(text)}{_STEP}- {value}")
    else:
        yield lambda: _line_at(text, found[0].end_mark.index, _STEP, f"- {value}")


def _ways_to_add(text: str, path: Key, value: str) -> Iterator[Callable[[], Edit]]:
    pair = pair_of(root_of(text), path[0])
    pair = pair_of(pair[1], path[1]) if pair is not None and len(path) > 1 else pair
    assert pair is not None  # the caller saw a value there
    key, node = pair
    if isinstance(node, SequenceNode):
        if node.flow_style:
            yield lambda: _in_flow(text, node, value)
        else:
            yield lambda: _line_at(text, end_of(node), " " * node.start_mark.column, f"- {value}")
    elif node.start_mark.line > key.start_mark.line:
        yield lambda: _block_to_list(text, node, value)
    else:
        start, end = node.start_mark.index, node.end_mark.index
        yield lambda: (start, end, f"[{text[start:end]}, {value}]")


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
    last = end_of(node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1])
    comma = "" if text[last:at].strip().startswith(",") else ","
    return (last, last, f"{comma} {value}") if comma else (at, at, f" {value}")


def _line_at(text: str, after: int, indent: str, line: str) -> Edit:
    """A line of its own after the line in which something ends."""
    newline = break_of(text)
    at = line_after(text, after)
    first = newline if at == len(text) and text and not text.endswith("\n") else ""
    return at, at, f"{first}{indent}{line}{newline}"


def _block_to_list(text: str, node: Node, value: str) -> Edit:
    """A group written on several lines, made the first of a list: two steps further in, with a dash before it."""
    start = node.start_mark.index - node.start_mark.column
    end = line_after(text, end_of(node))
    indent = " " * node.start_mark.column
    lines = text[start:end].splitlines(keepends=True)
    moved = [f"{indent}- {lines[0][len(indent) :]}"] + [_STEP + line if line.strip() else line for line in lines[1:]]
    last = "" if moved[-1].endswith("\n") else break_of(text)
    return start, end, "".join(moved) + f"{last}{indent}- {value}{break_of(text)}"


def _template_line(text: str, key: Node, template: str) -> tuple[int, int] | None:
    """A commented line below a key that says how the answer is written; only as far as the comments of that part go."""
    for found in re.finditer(
        rf"^ *# {re.escape(template)}: {{value: …, source: …, date: [^}}\n]*}}\r?\n", text, re.MULTILINE
    ):
        below = text.find("\n", key.end_mark.index) + 1
        if 0 < below <= found.start() and not re.search(r"^[^\s#]", text[below : found.start()], re.MULTILINE):
            return found.span()
    return None
