"""What the party's copy leaves out where an answer about another person is masked: all that would give it away.

Counts, pictures, statuses and sentences follow the answers. Where one of them rests on a masked answer it is left out,
whatever the answer is, so that two copies that differ only in what is masked say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sigrisk import firmtext
from sigrisk.assess import Assessment
from sigrisk.explain import Reason, reason
from sigrisk.masking import HIDDEN
from sigrisk.memo import labels
from sigrisk.memo.blind import Hidden
from sigrisk.memo.inshort import one_sentence, without_firmness
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Picture, Reasoned, Section, Subheading, Table
from sigrisk.memo.youngwhy import sentence_of
from sigrisk.possible import Verdict
from sigrisk.young import YoungTexts

MARK: Final = "Maskerat"
SENTENCE: Final = "Skälet visas inte här, för det bygger på uppgifter om någon annan."
VERDICT: Final = "Svaret och skälet visas inte här, för de bygger på uppgifter om någon annan."
LIST: Final = "Punkterna visas inte här, för de bygger på uppgifter om någon annan."
COUNTS: Final = "Antal, tabeller och bilder visas inte här, för de bygger på uppgifter om någon annan."
QUESTIONS: Final = "Vilka svar som kan ändra utfallet visas inte här, för det beror på uppgifter om någon annan."
ALTERNATIVES: Final = "Alternativ som bygger på uppgifter om någon annan visas inte här."
FLAGS: Final = "Flaggor och påminnelser som är maskerade"
WHERE: Final = "Vilka flaggor som gäller står i avsnitt 8, utom de som är maskerade."
_ASKED: Final = (labels.FIND_OUT, labels.WAS_OPEN)
_FLAG_SENTENCE: Final = re.compile(r"^(Ingen varningsflagga|Det finns \S+ varningsflagg)")


def veiled(memo: Memo, assessment: Assessment, texts: YoungTexts) -> Memo:
    """The party's copy without what would give a masked answer away. ``assessment`` is the party's."""
    veil = _Veil.of(assessment, texts)
    if not veil.hidden.facts:
        return memo
    sections = tuple(replace(one, blocks=tuple(veil.section(one))) for one in memo.sections)
    return replace(memo, sections=sections)


@dataclass(frozen=True, slots=True)
class _Veil:
    """What is masked and what rests on it.

    ``decides``: whether the decision list does, so that what may decide the outcome can't be told. ``unknown`` is the
    sentence to the young person that something isn't known.
    """

    hidden: Hidden
    fact_labels: frozenset[str]
    decides: bool
    settled: bool
    titles: frozenset[str]
    sentences: frozenset[str]
    unknown: str

    @property
    def asks(self) -> bool:
        """Whether which questions can decide rests on what is masked."""
        return self.decides and not self.settled

    @classmethod
    def of(cls, assessment: Assessment, texts: YoungTexts) -> _Veil:
        hidden, outcomes = Hidden.of(assessment), frozenset(assessment.book.decision)
        reasons = [reason(assessment, assessment.results[r]) for r in hidden.rules]
        told = frozenset(
            s for one in reasons for s in _told(assessment, one, texts, young=one.result.rule.id not in outcomes)
        )
        labels_of = frozenset(assessment.knowledge.facts[f].fact.definition.label for f in hidden.facts)
        titles = frozenset(assessment.results[r].rule.title for r in hidden.rules)
        return cls(
            hidden, labels_of, bool(outcomes & hidden.rules), assessment.settled, titles, told, texts.file.unknown
        )

    def section(self, section: Section) -> Iterator[Block]:
        """A section's blocks, veiled."""
        if section.number == "1":
            yield from self._summary(section)
        elif section.number in ("3", "7"):
            yield from self._counts(section)
        elif section.number == "8":
            yield from self._flags(section)
        elif section.number == "11":
            yield from self._alternatives(section)
        elif section.number == "12":
            yield from _without_empty_lists(list(self._uncertainties(section.blocks)))
        else:
            yield from (self._block(block) for block in self._left(section.blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case Reasoned():
                return self._reasoned(block)
            case Paragraph():
                return replace(block, text=self._text(block.text))
            case Bullets():
                items = tuple(one for one in block.items if not self._tells(one))
                return replace(block, items=items) if items or not block.items else Paragraph(LIST)
            case Table():
                return replace(block, rows=tuple(self._row(row) for row in block.rows))
            case _:
                return block

    def _reasoned(self, block: Reasoned) -> Reasoned:
        if block.rule in self.hidden.rules:
            return replace(block, mark=MARK, settled=True, sentence=VERDICT, grounds=(), do="", answer_lines=False)
        return replace(block, grounds=tuple(one for one in block.grounds if not self._tells(one)))

    def _row(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """A row of section 3 about a masked fact, or of appendix A about a masked rule, keeps what it is about."""
        if row[0] in self.fact_labels:
            return (row[0], HIDDEN, *row[2:5], HIDDEN) if len(row) == 6 else (row[0], *(HIDDEN for _ in row[1:]))
        if row[0] in self.hidden.rules:
            return (row[0], row[1], MARK, HIDDEN, *row[4:])
        return row

    def _left(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks without what would be untrue where the deciding answers are masked."""
        for block in blocks:
            if self.decides and isinstance(block, Paragraph):
                if block.strong == labels.CAREFUL or block.text == self.unknown:
                    continue
                yield replace(block, text=block.text.removeprefix(f"{self.unknown} "))
            else:
                yield block

    def _text(self, text: str) -> str:
        for one in self.sentences:
            text = text.replace(one, SENTENCE)
        for title in self.titles:
            text = text.replace(f"”{title}”", f"({HIDDEN})")
        return text

    def _tells(self, line: str) -> bool:
        return any(one in line for one in self.sentences) or any(f"”{title}”" in line for title in self.titles)

    def _counts(self, section: Section) -> Iterator[Block]:
        """Sections 3 and 7: the pictures that count no masked answer; of time there is none, for it shows every claim.

        Where a picture is left out it is said once, under the heading it stood below.
        """
        left = [block for block in section.blocks if not self._is_hidden(block, section)]
        said = False
        for block in section.blocks:
            said = said and not isinstance(block, Subheading)
            if self._is_hidden(block, section):
                if not said:
                    yield Paragraph(COUNTS)
                said = True
            elif block != Paragraph(labels.PICTURES) or any(isinstance(one, Picture) for one in left):
                yield self._block(block)

    def _is_hidden(self, block: Block, section: Section) -> bool:
        return isinstance(block, Picture) and (section.number == "3" or bool(block.facts & self.hidden.facts))

    def _summary(self, section: Section) -> Iterator[Block]:
        """Section 1: which flags hold is told in section 8 only, and how many can't be settled not at all."""
        for block in section.blocks:
            if isinstance(block, Paragraph) and _FLAG_SENTENCE.search(block.text):
                yield Paragraph(WHERE)
            elif isinstance(block, Paragraph) and without_firmness(block.text) != block.text:
                left = without_firmness(block.text)  # how firm it is would tell what the masked answers are
                yield from (self._block(Paragraph(one)) for one in [left] if one)
            elif not (self.asks and isinstance(block, Paragraph) and block.text.startswith(_ASKED)):
                yield self._block(block)

    def _alternatives(self, section: Section) -> Iterator[Block]:
        """Section 11: an alternative that a masked answer points to, or doesn't, isn't named."""
        for block in section.blocks:
            if block == Paragraph(labels.NO_ALTERNATIVE):
                yield Paragraph(ALTERNATIVES)
            elif not (isinstance(block, Reasoned) and block.rule in self.hidden.rules):
                yield self._block(block)

    def _flags(self, section: Section) -> Iterator[Block]:
        """Section 8: masked flags and reminders stand for themselves, not under whether they hold."""
        hidden: list[Reasoned] = []
        kept: list[Block] = []
        after_hidden = False
        for block in section.blocks:
            if isinstance(block, Reasoned):
                after_hidden = block.rule in self.hidden.rules
                if after_hidden:
                    hidden.append(self._reasoned(block))
                    continue
            elif after_hidden and isinstance(block, Paragraph) and block.strong == labels.ANSWER:
                continue
            if not (isinstance(block, Paragraph) and block.text == "Inga."):
                kept.append(self._block(block))
        yield from _none_where_empty(kept)
        yield Subheading(FLAGS)
        yield from sorted(hidden, key=lambda one: one.rule)

    def _uncertainties(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Section 12: not how firm each answer is, and not which sources disagree about what is masked."""
        if self.asks:
            yield Paragraph(QUESTIONS)
        skipping = False
        for block in blocks:
            if isinstance(block, Subheading):
                skipping = block.text == firmtext.HEADING or (self.asks and block.text == labels.QUESTIONS)
            if skipping:
                continue
            if self.asks and block == Paragraph(labels.NO_QUESTIONS):
                continue
            if isinstance(block, Bullets):
                items = [one for one in block.items if not any(one.startswith(f"{f}:") for f in self.fact_labels)]
                yield replace(block, items=tuple(one for one in items if not self._tells(one)))
            else:
                yield self._block(block)


def _none_where_empty(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, with "none" under each heading that has nothing left."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        yield block
        if isinstance(block, Subheading) and (following is None or isinstance(following, Subheading)):
            yield Paragraph("Inga.")


def _without_empty_lists(blocks: list[Block]) -> Iterator[Block]:
    """The blocks without lists that have nothing left, and without their headings."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        empty_below = isinstance(block, Subheading) and isinstance(following, Bullets) and not following.items
        if not empty_below and not (isinstance(block, Bullets) and not block.items):
            yield block


def _told(assessment: Assessment, one: Reason, texts: YoungTexts, *, young: bool) -> Iterator[str]:
    yield one.sentence
    yield one_sentence(one.sentence)  # as section 1 says it
    if young:
        rule = one.result.rule.id
        yield from filter(None, (sentence_of(assessment, rule, texts), *(texts.sentence(rule, v) for v in Verdict)))
