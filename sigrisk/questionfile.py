"""Who answers a question and what the answer costs in work: the file ``rules/questions.yaml``.

The cost only decides the order in which questions are asked. No verdict and no outcome rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from sigrisk.diagnostics import Diagnostic, Position, did_you_mean
from sigrisk.models import Model
from sigrisk.vocabulary import Basis, Identifier, Text, Vocabulary
from sigrisk.words import YesNo
from sigrisk.yamlfile import Document

FILE: Final = "questions.yaml"


class Answerer(Model):
    """Who can answer some questions, and what an answer costs: 1 is little work, 9 is much.

    The one with ``rest`` answers every question that nobody else does.
    """

    id: Identifier
    label: Text
    cost: Annotated[int, Field(ge=1, le=9)]
    facts: tuple[Identifier, ...] = ()
    rest: YesNo = False


class Settles(Model):
    """What it means that the flags of a group are settled, as the end of "the answer can decide …"."""

    group: Text
    says: Text


class After(Model):
    """A question that presupposes what others ask: it is asked after them, as long as they can be asked."""

    fact: Identifier
    asks_first: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class QuestionFile(Model):
    """rules/questions.yaml. A local file takes the place of the shipped one."""

    sigrisk_questions: Literal[1]
    basis: Basis
    why: Text
    answered_by: Annotated[tuple[Answerer, ...], Field(min_length=1)]
    settles: tuple[Settles, ...] = ()
    after: tuple[After, ...] = ()


@dataclass(frozen=True, slots=True)
class Questions:
    """Who answers which fact, what it means to settle the flags of a group, and which question presupposes which."""

    answered: Mapping[str, Answerer]
    rest: Answerer
    settles: Mapping[str, str]
    after: Mapping[str, tuple[str, ...]]

    def of(self, fact_id: str) -> Answerer:
        """Who answers the question about a fact."""
        return self.answered.get(fact_id, self.rest)


def questions_of(part: QuestionFile | None) -> Questions:
    """What a file says; where there is none (in an older rule book) no question is dearer than another."""
    if part is None:
        return Questions({}, Answerer(id="rest", label="Den som vet", cost=1, rest=True), {}, {})
    return Questions(
        {fact_id: one for one in part.answered_by for fact_id in one.facts},
        next(one for one in part.answered_by if one.rest),
        {one.group: one.says for one in part.settles},
        {one.fact: one.asks_first for one in part.after},
    )


def question_findings(part: QuestionFile, document: Document, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """What is wrong with who answers (SIG272, SIG273), and with what presupposes what (SIG272–SIG274)."""
    yield from _answerer_findings(part, document, vocabulary)
    yield from _after_findings(part, document, vocabulary)


def _answerer_findings(part: QuestionFile, document: Document, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Facts that are unknown (SIG272) or answered twice, and not exactly one that answers the rest (SIG273)."""
    seen: dict[str, str] = {}
    for index, one in enumerate(part.answered_by):
        for at, fact_id in enumerate(one.facts):
            where = document.where(("answered_by", index, "facts", at))
            if fact_id not in vocabulary:
                yield _unknown(fact_id, document.file, where, vocabulary)
            if fact_id in seen:
                twice = f"uppgiften ”{fact_id}” står redan under ”{seen[fact_id]}”"
                yield Diagnostic("SIG273", document.file, where, twice, "ta bort den ena raden")
            seen.setdefault(fact_id, one.id)
    rest = [index for index, one in enumerate(part.answered_by) if one.rest]
    if len(rest) != 1:
        where = document.where(("answered_by", rest[1], "rest") if rest else ("answered_by",))
        what = "flera grupper tar resten av uppgifterna" if rest else "ingen grupp tar resten av uppgifterna"
        yield Diagnostic("SIG273", document.file, where, what, "skriv ”rest: ja” för just en av dem")


def _after_findings(part: QuestionFile, document: Document, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """Facts that are unknown (SIG272) or stand twice (SIG273), and questions that wait for each other (SIG274)."""
    waits: dict[str, tuple[str, ...]] = {}
    for index, one in enumerate(part.after):
        for place, fact_id in ((("fact",), one.fact), *((("asks_first", i), f) for i, f in enumerate(one.asks_first))):
            if fact_id not in vocabulary:
                yield _unknown(fact_id, document.file, document.where(("after", index, *place)), vocabulary)
        where = document.where(("after", index, "fact"))
        if one.fact in waits:
            what = f"uppgiften ”{one.fact}” står redan under ”after”"
            yield Diagnostic("SIG273", document.file, where, what, "skriv allt som ska frågas före på samma rad")
            continue
        waits[one.fact] = one.asks_first
        if circle := _circle(one.fact, waits):
            what = f"frågorna väntar på varandra: {' → '.join(circle)}"
            yield Diagnostic("SIG274", document.file, where, what, "ta bort en av raderna under ”after”")


def _circle(start: str, waits: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A way from a question through those that it waits for back to itself; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for before in waits.get(way[-1], ()):
            if before == start:
                return (*way, start)
            if before not in seen:
                seen.add(before)
                ways.append((*way, before))
    return ()


def _unknown(fact_id: str, file: str, where: Position, vocabulary: Vocabulary) -> Diagnostic:
    near = did_you_mean(fact_id, vocabulary.ids) or "”sigrisk facts” visar alla"
    return Diagnostic("SIG272", file, where, f"okänd uppgift ”{fact_id}”", near)
