"""A ratings file: what one rater says of one scenario with one checklist. Nothing of it is prefilled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from sigrisk.case import RATINGS, CheckAnswer, SourceId
from sigrisk.diagnostics import BadInput, Diagnostic, Severity, did_you_mean
from sigrisk.instrument import Instrument
from sigrisk.itemanswer import Said, read_said
from sigrisk.models import Day, Model, validate
from sigrisk.ownwords import own_words
from sigrisk.packs import Packs
from sigrisk.vocabulary import Answer, AnswerError, Identifier, Text, Vocabulary, Word
from sigrisk.yamlfile import Document, read

SUMMARY: Final = "Den samlade bedömningen"
REASONS: Final = "Skälen till den samlade bedömningen"


class Rated(Model):
    """An answer to one item, with the rater's own note."""

    level: Answer
    note: str = ""


class GivenSummary(Model):
    """The rater's summary judgement, as far as it is given."""

    rating: Annotated[str, RATINGS] | None = None
    horizon_months: Annotated[int, Field(ge=1, le=60)] | None = None
    reasons: str = ""


class Ratings(Model):
    """A ratings file. ``rater`` is a pseudonym; ``material`` is the checksum of what was read.

    ``assessment_date`` is the scenario's own day: it dates the reports, since there is no other clock.
    """

    sigrisk_ratings: Annotated[int, Field(ge=1, le=1)]
    rater: Annotated[SourceId, Field(max_length=20)]
    case: Text
    assessment_date: Day
    material: Text
    instrument: Identifier
    version: Annotated[int, Field(ge=1)]
    answers: dict[str, Word | tuple[Word, ...] | Rated | None] = {}
    summary: GivenSummary = GivenSummary()

    @property
    def given(self) -> dict[str, Rated]:
        """Every item that has been answered, with its answer."""
        return {
            item: one if isinstance(one, Rated) else Rated.model_construct(level=one)
            for item, one in self.answers.items()
            if one is not None and one != ""
        }


def read_ratings(path: Path) -> tuple[Ratings, Document]:
    """A ratings file in the right form. Raises BadInput (SIG0xx)."""
    document = read(path)
    return validate(Ratings, document), document


def load_ratings(path: Path, packs: Packs) -> tuple[Ratings, Document, Instrument]:
    """A ratings file without any fault, and its checklist. Raises BadInput (SIG0xx, SIG140–SIG143, SIG145)."""
    ratings, document = read_ratings(path)
    if found := tuple(ratings_findings(ratings, document, packs)):
        raise BadInput(found)
    return ratings, document, packs.instruments[ratings.instrument]


def ratings_findings(
    ratings: Ratings, document: Document, packs: Packs, severity: Severity = Severity.ERROR
) -> Iterator[Diagnostic]:
    """Everything that is wrong with ratings that their form doesn't show (SIG140–SIG143, SIG145)."""
    tell = _Teller(document, severity)
    if ratings.instrument not in packs.instruments:
        near = did_you_mean(ratings.instrument, packs.instruments) or "finns: " + ", ".join(packs.instruments)
        yield tell.of("SIG140", ("instrument",), f"okänd checklista ”{ratings.instrument}”", near)
        return
    instrument = packs.instruments[ratings.instrument]
    if ratings.version != instrument.version:
        other = f"svaren gäller version {ratings.version} av checklistan, men den finns i version {instrument.version}"
        yield tell.of("SIG143", ("version",), other, "gör om svaren med den version som finns")
        return
    yield from _answers(ratings, instrument, packs.vocabulary, tell)
    if ratings.summary != GivenSummary() and instrument.summary is None:
        what = "den här checklistan har ingen samlad bedömning"
        yield tell.of("SIG145", ("summary",), what, "ta bort ”summary”")


@dataclass(frozen=True, slots=True)
class _Teller:
    document: Document
    severity: Severity

    def of(self, code: str, path: tuple[str, ...], what: str, help_: str, *, key: bool = False) -> Diagnostic:
        at = self.document.where_key(path) if key else self.document.where(path)
        return Diagnostic(code, self.document.file, at, what, help_, self.severity)


def _answers(ratings: Ratings, instrument: Instrument, vocabulary: Vocabulary, tell: _Teller) -> Iterator[Diagnostic]:
    items = {item.id: item for item in instrument.items()}
    for item_id in ratings.answers:
        if item_id not in items:
            near = did_you_mean(item_id, items) or f"”sigrisk instruments show {instrument.id}” visar alla"
            yield tell.of("SIG141", ("answers", item_id), f"okänd fråga ”{item_id}”", near, key=True)
    for item_id, given in ratings.given.items():
        if item_id in items:
            try:
                read_said(instrument, items[item_id], given.level, vocabulary)
            except AnswerError as error:
                where = ("answers", item_id, "level") if isinstance(ratings.answers[item_id], Rated) else None
                yield tell.of("SIG142", where or ("answers", item_id), str(error), error.help)


def said_of(ratings: Ratings, instrument: Instrument, vocabulary: Vocabulary) -> dict[str, Said]:
    """What each answer says, by its item. Answers that the checklist has no place for are left out."""
    found = {}
    for item in instrument.items():
        if item.id in ratings.given:
            try:
                found[item.id] = read_said(instrument, item, ratings.given[item.id].level, vocabulary)
            except AnswerError:
                continue
    return found


def key_of(answers: dict[str, CheckAnswer], instrument: Instrument, vocabulary: Vocabulary) -> dict[str, Said]:
    """What each answer of a scenario's key says, by its item."""
    items = {item.id: item for item in instrument.items()}
    return {item: read_said(instrument, items[item], one.level, vocabulary) for item, one in answers.items()}


def left(ratings: Ratings, instrument: Instrument) -> tuple[str, ...]:
    """What isn't answered yet: the labels of the items, and the parts of the summary judgement."""
    given = ratings.given
    found = [item.label for item in instrument.items() if item.id not in given]
    if instrument.summary is not None:
        summary = ratings.summary
        found += [SUMMARY] if summary.rating is None or summary.horizon_months is None else []
        found += [REASONS] if not own_words(summary.reasons) else []
    return tuple(found)
