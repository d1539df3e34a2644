"""Which edition of a rule book this is: its version and the days it is valid for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from sigrisk.models import Day, Model
from sigrisk.vocabulary import Text


class Valid(Model):
    """Something that is valid from a day and, where ``valid_to`` is given, up to and including another."""

    valid_from: Day
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Valid:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("the validity ends before it begins")
        return self

    def too_early(self, day: date) -> bool:
        """Whether the day lies before the first one."""
        return day < self.valid_from

    def too_late(self, day: date) -> bool:
        """Whether the day lies after the last one."""
        return self.valid_to is not None and day > self.valid_to


class Edition(Valid):
    """rules/rulebook.yaml: what the pack's rule book is called, its version and its validity."""

    sigrisk_rulebook: Annotated[int, Field(ge=1, le=1)]
    label: Text
    version: Text
    about: Text
