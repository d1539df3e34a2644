"""Words for figures of agreement: each table names the one figure it is made for, and where it comes from."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from pydantic import Field

from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.models import Model, validate
from sigrisk.packs import Packs, shown_path
from sigrisk.training.bootstrap import Figure
from sigrisk.training.measures import Measure
from sigrisk.vocabulary import Identifier, Text
from sigrisk.yamlfile import read

FILE: Final = "labels.yaml"
FOLDER: Final = "training"


class ReadFrom(Enum):
    """Whether a table is read at the figure itself, or at both ends of its interval."""

    FIGURE = "figure"
    INTERVAL = "interval"


class Step(Model):
    """One word, and the figure that it no longer stands for; the last step has none."""

    word: Text
    below: float | None = None


class LabelTable(Model):
    """The words of one figure, from the least agreement to the most.

    ``decimals`` is how the figure is rounded first, where the steps of the table have gaps between them.
    """

    id: Identifier
    measure: Measure
    label: Text
    source: Text
    read_from: ReadFrom
    decimals: Annotated[int, Field(ge=1, le=6)] | None = None
    note: str = ""
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]

    def word(self, figure: Figure | None) -> str:
        """The word for a figure; none where there is no figure, or no interval to read it from."""
        if figure is None:
            return ""
        if self.read_from is ReadFrom.FIGURE:
            return self._at(figure.value)
        if figure.low is None or figure.high is None:
            return ""
        low, high = self._at(figure.low), self._at(figure.high)
        return low if low == high else f"{low} till {high}"

    def _at(self, value: float) -> str:
        value = value if self.decimals is None else round(value, self.decimals)
        return next(
            (one.word for one in self.steps if one.below is not None and value < one.below), self.steps[-1].word
        )


class LabelFile(Model):
    """The tables in use."""

    sigrisk_labels: Annotated[int, Field(ge=1, le=1)]
    tables: tuple[LabelTable, ...]


def load_labels(packs: Packs) -> tuple[LabelTable, ...]:
    """The tables of the last pack that has any. Raises BadInput (SIG0xx, SIG128)."""
    for root in reversed(packs.roots):
        path = root / FOLDER / FILE
        if path.is_file():
            return validate(LabelFile, read(path, shown_path(path))).tables
    what = "tabellen med ord för samstämmighet saknas"
    raise BadInput([Diagnostic("SIG128", f"{FOLDER}/{FILE}", Position(1, 1), what, f"lägg till filen {FOLDER}/{FILE}")])
