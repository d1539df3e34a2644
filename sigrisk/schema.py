"""Questions to a model's JSON Schema: which keys can stand at a place in a file, and which may be left empty there."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

from pydantic import BaseModel

from sigrisk.yamlfile import Data

Node: TypeAlias = "dict[str, Data]"
Where: TypeAlias = "tuple[str | int, ...]"


@cache
def _schema(model: type[BaseModel]) -> Node:
    return model.model_json_schema(by_alias=True)


def keys_at(model: type[BaseModel], data: Data, path: Where, *, required: bool = False) -> tuple[str, ...]:
    """The keys that the model at ``path`` knows (or must have), as written in a file; none where that can't be told.

    Where several models may stand there, those whose required keys are all in the data are meant, if there are any.
    """
    whole = _schema(model)
    nodes: list[Data] = [whole]
    for step in path:
        nodes = [found for node in nodes for found in _step(node, step, whole)]
        data = _inside(data, step)
    groups = [one for node in nodes for one in _branches(node, whole) if "properties" in one]
    written = set(data) if isinstance(data, dict) else set()
    fitting = [one for one in groups if set(_texts(one.get("required"))) <= written] or groups
    keys = [key for one in fitting for key in (_texts(one.get("required" if required else "properties")))]
    return tuple(dict.fromkeys(keys))


def without_empty(model: type[BaseModel], data: Data) -> Data:
    """The data without the keys that have no value, where the model can do without them.

    Whoever deletes what stands under ``facts:`` and leaves the key means that there are none.
    """
    whole = _schema(model)
    return _pruned(data, [whole], whole)


def _pruned(data: Data, nodes: list[Data], whole: Node) -> Data:
    if isinstance(data, list):
        return [_pruned(one, [n for node in nodes for n in _step(node, 0, whole)], whole) for one in data]
    if not isinstance(data, dict):
        return data
    optional = {
        key
        for node in nodes
        for one in _branches(node, whole)
        for key, value in _group(one.get("properties")).items()
        if "default" in _group(value)
    }
    return {
        key: _pruned(value, [n for node in nodes for n in _step(node, key, whole)], whole)
        for key, value in data.items()
        if value is not None or key not in optional
    }


def _branches(node: Data, whole: Node) -> list[Node]:
    """The node itself, or what it refers to, and every branch of its unions."""
    if not isinstance(node, dict):
        return []
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return _branches(_group(whole.get("$defs")).get(name), whole)
    inside = [*_items(node.get("anyOf")), *_items(node.get("oneOf"))]
    return [node, *(found for one in inside for found in _branches(one, whole))]


def _step(node: Data, step: str | int, whole: Node) -> list[Data]:
    found: list[Data] = []
    for one in _branches(node, whole):
        properties = _group(one.get("properties"))
        if isinstance(step, int):
            found.append(one.get("items"))
        elif step in properties:
            found.append(properties[step])
        else:
            found += [one.get("additionalProperties"), *_group(one.get("patternProperties")).values()]
    return [one for one in found if isinstance(one, dict)]


def _inside(data: Data, step: str | int) -> Data:
    if isinstance(data, dict) and isinstance(step, str):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _group(value: Data) -> Node:
    return value if isinstance(value, dict) else {}


def _items(value: Data) -> list[Data]:
    return value if isinstance(value, list) else []


def _texts(value: Data) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | dict) else []
