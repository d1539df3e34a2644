"""How the local operation works, where that is said, and how a reader is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sigrisk.case import Case
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.rulebook import OperationModel, RuleBook
from sigrisk.series import series

MODEL_FACT: Final = "operation.model"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The operation model that an assessment counts with, and what says so."""

    model: OperationModel
    origin: str


def arrangement(case: Case, book: RuleBook) -> Arrangement | None:
    """The model chosen for this assessment, else the case's, else the profile's; None where none is given."""
    if book.chosen_model is not None:
        return Arrangement(book.chosen_model, "valt vid bedömningen")
    if case.case.operation_model is not None:
        return Arrangement(case.case.operation_model, "ärendet")
    if book.profile.operation_model is not None:
        return Arrangement(book.profile.operation_model, f"profilen {book.profile.label}")
    return None


def chosen_model(word: str | None, *also: str) -> OperationModel | None:
    """The model that an option names; None where it isn't given. Raises BadInput (SIG034) for an unknown one.

    ``also`` are other words that the option takes, for the advice.
    """
    if word is None:
        return None
    known = [model.value for model in OperationModel]
    if word not in known:
        words = [*known, *also]
        help_ = did_you_mean(word, known) or f"skriv {series(words, 'eller')}"
        raise BadInput([Diagnostic("SIG034", "--operation-model", Position(1, 1), f"okänt arbetssätt ”{word}”", help_)])
    return OperationModel(word)


def model_label(book: RuleBook, model: OperationModel) -> str:
    """A model as the vocabulary names it."""
    options = book.vocabulary[MODEL_FACT].definition.options if MODEL_FACT in book.vocabulary else ()
    return next((o.label for o in options if o.id == model.value), model.value)


def arrangement_text(case: Case, book: RuleBook) -> str:
    """The model and where it is said, for the head of a memo; a choice that departs from the case says so."""
    found = arrangement(case, book)
    if found is None:
        return "inte angivet"
    label = model_label(book, found.model)
    if book.chosen_model is None:
        return f"{label} (enligt {found.origin})"
    own = case.case.operation_model or book.profile.operation_model
    if own is None or own is found.model:
        return f"{label} ({found.origin})"
    where = "ärendet" if case.case.operation_model is not None else "profilen"
    return f"{label} ({found.origin}; {where} anger {model_label(book, own)})"
