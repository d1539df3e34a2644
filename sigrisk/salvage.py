"""What can still be checked in a case whose form is wrong, so that every finding is told at once."""

from __future__ import annotations

import json
from copy import deepcopy

from pydantic import ValidationError

from sigrisk.case import Case
from sigrisk.complaints import Where, place_of
from sigrisk.schema import without_empty
from sigrisk.yamlfile import Data, Document


def rest_of(document: Document) -> tuple[Case | None, frozenset[str]]:
    """The case without its malformed parts, and the sections that lost something; no case where too little is left.

    A list with a malformed part is left out whole, since what follows would otherwise be told at the wrong place.
    """
    data = deepcopy(without_empty(Case, document.data))
    try:
        return Case.model_validate_json(json.dumps(data, ensure_ascii=False)), frozenset()
    except ValidationError as error:
        faults = [(place_of(document.data, one), one["type"]) for one in error.errors(include_url=False)]
    for path, kind in faults:
        _cut(data, path, unknown_key=kind == "extra_forbidden")
    lost = frozenset(str(path[0]) for path, _ in faults if path)
    try:
        return Case.model_validate_json(json.dumps(data, ensure_ascii=False)), lost
    except ValidationError:
        return None, lost


def _cut(data: Data, path: Where, *, unknown_key: bool) -> None:
    """Leave out the smallest part that can be left out: an unknown key, one fact, one part of the events, a section."""
    in_list = any(isinstance(step, int) for step in path)
    depth = len(path) if unknown_key and not in_list else 2 if path[:1] in (("facts",), ("events",), ("person",)) else 1
    here = data
    for step in path[: depth - 1]:
        if not isinstance(here, dict) or step not in here:
            return
        here = here[str(step)]
    if isinstance(here, dict) and len(path) >= depth:
        here.pop(str(path[depth - 1]), None)
