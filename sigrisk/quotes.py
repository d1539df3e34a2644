"""The words of an exercise that an answer of its key rests on: they must stand in what the raters read."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.case import Case, CheckAnswer
from sigrisk.diagnostics import Diagnostic
from sigrisk.yamlfile import Document


def own_words_of(case: Case) -> Iterator[str]:
    """Every text of a case that a rater reads: the vignette, the nomination, notes of claims and events, the voices."""
    yield case.vignette
    if case.nomination is not None:
        yield case.nomination.reason
    yield from (event.note for event in case.events.list)
    yield from (claim.note for fact in case.facts for claim in case.claims(fact))
    for voice in case.voice:
        yield voice.says or voice.missing_because


def quote_findings(case: Case, document: Document) -> Iterator[Diagnostic]:
    """The quotations that don't stand in the case word for word (SIG296)."""
    read = [" ".join(text.split()) for text in own_words_of(case)]
    for index, checklist in enumerate(case.checklists):
        for item, answer in checklist.answers.items():
            if not isinstance(answer, CheckAnswer) or not answer.quote:
                continue
            if not any(" ".join(answer.quote.split()) in text for text in read):
                at = document.where(("checklists", index, "answers", item, "quote"))
                what = "orden i ”quote” står inte i den korta beskrivningen eller i det som källorna säger"
                help_ = "skriv av orden precis som de står, eller ta bort ”quote”"
                yield Diagnostic("SIG296", document.file, at, what, help_)
