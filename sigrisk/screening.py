"""One interview about a case: which question comes next, and every answer kept in the case file at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from sigrisk.asking import Unfit
from sigrisk.assess import Assessment
from sigrisk.case import Case, SourceType
from sigrisk.casefile import load_case, profile_id, read_case
from sigrisk.casewrite import NoPlace, keep
from sigrisk.diagnostics import BadInput, Diagnostic, Position, Severity
from sigrisk.knowledge import Known
from sigrisk.nextquestions import Next, NextQuestions
from sigrisk.packs import Packs, load
from sigrisk.possible import Verdict
from sigrisk.relevance import settled_outcome
from sigrisk.rulebook import Kind, OutcomeId, facts_used
from sigrisk.screenitem import Item, Origin, Write
from sigrisk.screenitems import claimable, items_of
from sigrisk.vocabulary import read_answer
from sigrisk.workflow import assess_with, book_for
from sigrisk.yamlfile import decode, parse, read

COUNTED: Final = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
REVIEW: Final = "genomgangen"
REVIEW_NAME: Final = "Genomgången av ärendet"
"""The source that says that nobody knew, where no one in particular does."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and why it is the next; ``next`` is missing where it no longer matters for the outcome."""

    item: Item
    next: Next | None


@dataclass(frozen=True, slots=True)
class _Step:
    """What the case file was before a question, and what was passed over."""

    key: str
    before: str
    passed: frozenset[str]


@dataclass(slots=True)
class Interview:
    """A case file under interview. ``passed`` are questions that nobody can answer now, by their keys.

    ``more``: whether questions are asked that can't change the outcome. ``reread``: the file had been changed by
    someone else, and was read anew before the last answer was kept.
    """

    path: Path
    packs: Packs
    profile: str | None
    text: str
    assessment: Assessment
    order: NextQuestions
    day: date
    passed: frozenset[str] = frozenset()
    more: bool = False
    reread: bool = False
    origins: dict[str, str] = field(default_factory=dict)
    _steps: list[_Step] = field(default_factory=list)
    _again: str = ""

    @classmethod
    def begin(cls, path: Path, local: Path | None, profile: str | None, *, again: bool = False) -> Interview:
        """Begin, or go on where someone left off. Raises BadInput.

        What someone said "vet inte" to on the day of the assessment is passed over, unless ``again``.
        """
        packs = load(local)
        case, _ = load_case(path, packs)
        book = book_for(packs, profile_id(case, profile))
        order = NextQuestions(book)
        assessment = assess_with(path, case, book, packs, None)
        passed = frozenset() if again else frozenset(_said_unknown(case, packs))
        return cls(path, packs, profile, _text_of(path), assessment, order, case.day, passed)

    # -- what to ask

    def next(self) -> Asking | None:
        """The question to ask now; None where no answer that anybody can give changes the outcome any more."""
        if self._again:
            key, self._again = self._again, ""
            found = next((one for one in self._all_items() if one.key == key), None)
            if found is not None:
                return Asking(found, self._why(found.fact_id))
        if not self.assessment.settled:
            for one in self.ranked():
                if (item := self.item(one.fact_id)) is not None:
                    return Asking(item, one)
        return next((Asking(item, None) for item in self._rest()), None) if self.more else None

    def _why(self, fact_id: str) -> Next | None:
        return next((one for one in self.ranked() if one.fact_id == fact_id), None)

    def ranked(self) -> Iterator[Next]:
        """What can still decide and be asked for, the most important first."""
        return self.order.ranked(self._masks(), self._beyond(), self.assessment.outcomes)

    def _masks(self) -> tuple[int, ...]:
        return self.order.net.masks(self.assessment.knowledge.values())

    def _beyond(self) -> frozenset[str]:
        """The facts of which nothing is left to ask."""
        return frozenset(f for f in self.order.net.facts if self.item(f) is None)

    def item(self, fact_id: str) -> Item | None:
        """What to ask now to learn a fact; None where nobody can be asked, or all has been."""
        return next((one for one in items_of(self.assessment, fact_id) if one.key not in self.passed), None)

    def _rest(self) -> Iterator[Item]:
        """Questions that criteria and flags build on and that nothing is known of, in the order of the case file."""
        used = facts_used(self.assessment.book, *COUNTED)
        for fact in self.assessment.book.vocabulary:
            if fact.id in used and not self.assessment.knowledge.facts[fact.id].answered:
                item = self.item(fact.id)
                if item is not None:
                    yield item

    def _all_items(self) -> Iterator[Item]:
        return (item for fact in self.assessment.book.vocabulary for item in items_of(self.assessment, fact.id))

    # -- where the interview stands

    @property
    def settled(self) -> OutcomeId | None:
        """The outcome that stands; None where answers that nobody can give now could still change it."""
        if self.assessment.settled:
            return self.assessment.outcomes[0]
        masks = self._masks()
        open_ = (f for f in range(len(masks)) if masks[f] & (masks[f] - 1))
        if next(self.order.relevance.deciding(masks, open_), None) is not None:
            return None
        return settled_outcome(self.order.net, masks)

    def unanswered(self) -> tuple[Known, ...]:
        """What nobody could answer though it could decide."""
        facts = self.assessment.knowledge.facts
        return tuple(facts[f] for f in self.order.can_decide(self._masks(), self._beyond()))

    def progress(self) -> tuple[int, int]:
        """How many of the criteria and flags behind the outcome are settled, and how many there are."""
        results = self.assessment.results
        verdicts = [results[r].verdict for r in self.order.net.rules if results[r].rule.kind in COUNTED]
        return sum(verdict is not Verdict.OPEN for verdict in verdicts), len(verdicts)

    def origin(self, asked_of: str) -> Origin | None:
        """Who answered the last question of a kind; None where it must be asked."""
        source = self.origins.get(asked_of)
        return Origin(source, self.day) if source in self.assessment.case.sources and source is not None else None

    def new_source(self, name: str) -> str:
        """A key for a new source, made of its name."""
        plain = re.sub(r"[^a-zåäö0-9]+", "_", name.lower()).strip("_0123456789")[:30].rstrip("_") or "kalla"
        number, key = 2, plain
        while key in self.assessment.case.sources:
            key, number = f"{plain}_{number}", number + 1
        return key

    # -- answers

    def take(self, item: Item, write: Write, origin: Origin, asked_of: str) -> None:
        """Keep an answer in the case file, and who gave it for the next of its kind. Raises Unfit.

        Raises BadInput (SIG033, SIG270, SIG271) where it can't be kept.
        """
        for claim in self._claims(item):
            if claim.source == origin.source and claim.date >= origin.day:
                name = self.assessment.case.sources[claim.source].name
                raise Unfit(
                    f"”{name}” har redan svarat den {claim.date}; skriv ett senare datum, eller rätta i ärendefilen"
                )
        self._keep(item, lambda text: write(text, origin), self.passed)
        if item.sourced:
            self.origins[asked_of] = origin.source
        if item.key in {one.key for one in items_of(self.assessment, item.fact_id)}:
            self.passed |= {item.key}  # answered, though not to the full: it isn't asked for once more

    def leave(self, item: Item, asked_of: str, note: str = "") -> None:
        """Keep that nobody knows, or why the question is passed over. Raises as ``take``.

        Whoever has said something of the fact before isn't said not to know: that would take back what they said.
        """
        before = None if note else self.origin(asked_of)
        source = before.source if before is not None else ""
        if not source or any(claim.source == source for claim in self._claims(item)):
            source = REVIEW
        new = (REVIEW_NAME, SourceType.OTHER) if source not in self.assessment.case.sources else None
        origin = Origin(source, self.day, new)
        self._keep(item, lambda text: item.unknown(note)(text, origin), self.passed | {item.key})

    def _claims(self, item: Item) -> Iterator[_Said]:
        """What sources have said of a fact, apart from that they don't know."""
        fact = self.packs.vocabulary[item.fact_id].definition
        for claim in self.assessment.case.claims(item.fact_id) if claimable(fact) else ():
            if read_answer(fact, claim.value) is not None:
                yield _Said(claim.source, claim.date)

    def back(self) -> bool:
        """Take back the last answer and ask its question once more; false where there is none to take back."""
        if not self._steps:
            return False
        step = self._steps[-1]
        if _text_of(self.path) != self.text:  # someone else has written: what they wrote isn't taken back
            self._steps.clear()
            return False
        self._write(step.before)
        self._steps.pop()
        self.passed, self._again = step.passed, step.key
        return True

    def _keep(self, item: Item, edit: Callable[[str], str], passed: frozenset[str]) -> None:
        self.reread = False
        on_disk = self._on_disk()
        if on_disk != self.text:
            self.text, self.reread = on_disk, True
            self._steps.clear()
        before, passed_before = self.text, self.passed
        try:
            self._write(edit(self.text))
        except NoPlace as line:
            what = "svaret går inte att skriva in utan att röra något annat i filen; det är inte sparat"
            help_ = f"skriv in det själv och kör kommandot igen: {line}"
            raise BadInput([Diagnostic("SIG271", str(self.path), Position(1, 1), what, help_)]) from line
        self._steps.append(_Step(item.key, before, passed_before))
        self.passed = passed

    def _on_disk(self) -> str:
        """The case file as it is now. Raises BadInput (SIG270) where it can't be used any more."""
        try:
            load_case(self.path, self.packs)
            return _text_of(self.path)
        except BadInput as bad:
            what = "ärendefilen har ändrats under tiden och går inte att använda; det sista svaret är inte sparat"
            found = Diagnostic("SIG270", str(self.path), Position(1, 1), what, "rätta filen och kör kommandot igen")
            raise BadInput([found, *bad.diagnostics]) from bad

    def _write(self, text: str) -> None:
        """Keep a text as the case file, and assess it. Raises Unfit where the case wouldn't hold together."""
        document = parse(text.removeprefix("\ufeff"), str(self.path))
        case, found = read_case(document, self.packs)
        errors = [one for one in found if one.severity is Severity.ERROR]
        if errors or case is None:
            raise Unfit(f"{errors[0].message}; {errors[0].help}")
        keep(self.path, text)
        self.text = text
        book = book_for(self.packs, profile_id(case, self.profile))
        self.assessment = assess_with(self.path, case, book, self.packs, None)


@dataclass(frozen=True, slots=True)
class _Said:
    source: str
    date: date


def _said_unknown(case: Case, packs: Packs) -> Iterator[str]:
    """The facts that someone was asked about on the day of the assessment without knowing."""
    for fact_id in case.facts:
        fact = packs.vocabulary[fact_id].definition
        if any(claim.date == case.day and read_answer(fact, claim.value) is None for claim in case.claims(fact_id)):
            yield fact_id


def _text_of(path: Path) -> str:
    """The file's text as it is, line ends and byte order mark too. Raises BadInput (SIG001, SIG003)."""
    read(path)  # the same errors as anywhere
    decode(path.read_bytes(), str(path))
    return path.read_bytes().decode("utf-8")
