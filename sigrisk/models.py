"""The base of every model at the edge, how dates are written, and how a file is read into a model."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema

from sigrisk.complaints import findings
from sigrisk.diagnostics import BadInput
from sigrisk.schema import without_empty
from sigrisk.yamlfile import Data, Document


class Model(BaseModel):
    """Frozen, strict, and closed: an unknown key is an error, never ignored."""

    # Built on first use: a command builds the few models it reads, which halves the start-up.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True)


M = TypeVar("M", bound=Model)

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_APPROXIMATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
EARLIEST_YEAR: Final = 1900


def whole_day(value: object) -> object:
    """The day that a text means; what is neither text nor number is left as it is. Raises ValueError."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return value  # pydantic says that it is no date
    if not isinstance(value, str) or not _DAY.match(value):
        raise ValueError("a date is written YYYY-MM-DD")
    return span(value)[0]


def _approximate(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _APPROXIMATE.match(value):
        raise ValueError("a date is written YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def _exists(value: str) -> str:
    span(value)
    return value


Day = Annotated[date, BeforeValidator(whole_day)]
"""A calendar day, written 2026-11-22."""

_AS_WRITTEN: Final = {  # YAML reads a bare year as a number
    "anyOf": [{"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}, {"type": "integer"}]
}
ApproximateDay = Annotated[
    str, BeforeValidator(_approximate), AfterValidator(_exists), WithJsonSchema(_AS_WRITTEN, mode="validation")
]
"""A day that may be known to the month or the year only: 2026-11-22, 2026-11 or 2026."""


def span(text: str) -> tuple[date, date]:
    """The first and the last day that an approximate date may mean. Raises ValueError where there is no such day."""
    parts = [int(p) for p in text.split("-")]
    if parts[0] < EARLIEST_YEAR:
        raise ValueError("the year is too early")
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        raise ValueError("no such month")
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    last = monthrange(parts[0], parts[1])[1]
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], last)
    if not 1 <= parts[2] <= last:
        raise ValueError("no such day")
    day = date(parts[0], parts[1], parts[2])
    return day, day


def validate(model: type[M], document: Document) -> M:
    """The document as ``model``. Raises BadInput (SIG020–SIG023) with every finding at its place.

    A key without a value counts as left out wherever the model can do without it.
    """
    try:
        return model.model_validate_json(_json(document.data))
    except ValidationError:
        pass  # perhaps only for an empty key; to ask the schema which may be empty costs too much to do every time
    try:
        return model.model_validate_json(_json(without_empty(model, document.data)))
    except ValidationError as error:
        raise BadInput(findings(model, document, error.errors(include_url=False))) from error


def _json(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)
