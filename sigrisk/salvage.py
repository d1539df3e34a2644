"""What can still be checked in a file whose form is wrong, so that every finding is told at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from copy import deepcopy
from types import MappingProxyType

from pydantic import ValidationError

from sigrisk.complaints import Where, place_of
from sigrisk.models import M
from sigrisk.schema import without_empty
from sigrisk.yamlfile import Data, Document


def rest_of(
    model: type[M], document: Document, one_by_one: Set[str], instead: Mapping[str, Data] = MappingProxyType({})
) -> tuple[M | None, frozenset[str]]:
    """The file without its malformed parts, and the sections that lost something; none where too little is left.

    In the sections ``one_by_one`` only the part that is malformed is left out. ``instead`` stands in for a section that
    the file can't be without. A list with a malformed part is left out whole, since what follows would otherwise be
    told at the wrong place.
    """
    data = deepcopy(without_empty(model, document.data))
    try:
        return model.model_validate_json(json.dumps(data, ensure_ascii=False)), frozenset()
    except ValidationError as error:
        faults = [(place_of(document.data, one), one["type"]) for one in error.errors(include_url=False)]
    for path, kind in faults:
        _cut(data, path, one_by_one, unknown_key=kind == "extra_forbidden")
    lost = frozenset(str(path[0]) for path, _ in faults if path)
    if isinstance(data, dict):
        data.update({key: value for key, value in instead.items() if key in lost})
    try:
        return model.model_validate_json(json.dumps(data, ensure_ascii=False)), lost
    except ValidationError:
        return None, lost


def _cut(data: Data, path: Where, one_by_one: Set[str], *, unknown_key: bool) -> None:
    """Leave out the smallest part that can be left out: an unknown key, one fact, one part of the events, a section."""
    in_list = any(isinstance(step, int) for step in path)
    depth = len(path) if unknown_key and not in_list else 2 if path and path[0] in one_by_one else 1
    here = data
    for step in path[: depth - 1]:
        if not isinstance(here, dict) or step not in here:
            return
        here = here[str(step)]
    if isinstance(here, dict) and len(path) >= depth:
        here.pop(str(path[depth - 1]), None)
