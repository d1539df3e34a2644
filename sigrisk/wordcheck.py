"""Words in whole files: a case's crimes by id, and where one word would mean two answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from sigrisk.case import Case
from sigrisk.diagnostics import Diagnostic
from sigrisk.rulebook import Offence, OffenceFile
from sigrisk.vocabulary import VocabularyFile
from sigrisk.words import Valued, id_of, meant_twice
from sigrisk.yamlfile import Document

Where: TypeAlias = "tuple[str | int, ...]"


def in_ids(case: Case, offences: Mapping[str, Offence]) -> Case:
    """The case with its crimes by id, where the file has their Swedish words; an unknown word is left alone."""
    if all(event.type in offences for event in case.events.list):
        return case
    events = tuple(
        one.model_copy(update={"type": id_of(one.type, offences.values()) or one.type}) for one in case.events.list
    )
    return case.model_copy(update={"events": case.events.model_copy(update={"list": events})})


def word_findings(
    several: Iterable[Valued], document: Document, path: Where, taken: Iterable[Valued] = ()
) -> Iterator[Diagnostic]:
    """SIG149 for each word of a list at ``path`` that means two things. ``taken`` are the values it is laid over."""
    for index, word in meant_twice(several, taken):
        what = f"ordet ”{word}” betyder redan något annat bland svaren här"
        help_ = "ge ett av svaren ett annat ”word”, ”label” eller ”id”; sigrisk väljer inte åt dig"
        yield Diagnostic("SIG149", document.file, document.where((*path, index)), what, help_)


def vocabulary_words(part: VocabularyFile, document: Document) -> Iterator[Diagnostic]:
    """SIG149 for each fact of a vocabulary file where one word means two options."""
    for index, fact in enumerate(part.facts):
        yield from word_findings(fact.options, document, ("facts", index, "options"))


def offence_words(part: OffenceFile, document: Document, shipped: Mapping[str, Offence]) -> Iterator[Diagnostic]:
    """SIG149 for each word that means two types of crime, in the file or together with what it is laid over."""
    own = {one.id for one in part.offences}
    taken = [one for one_id, one in shipped.items() if one_id not in own]
    yield from word_findings(part.offences, document, ("offences",), taken)
