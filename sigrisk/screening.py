"""One interview about a case: which question comes next, and every answer kept in the case file at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from sigrisk.asking import Unfit
from sigrisk.assess import Assessment
from sigrisk.case import SourceType
from sigrisk.caseerase import drop
from sigrisk.casefile import load_case, profile_id, read_case
from sigrisk.casetext import NoPlace
from sigrisk.casewrite import add, in_yaml, keep
from sigrisk.diagnostics import BadInput, Diagnostic, Position, Severity
from sigrisk.dialogue import BACK
from sigrisk.knowledge import Known
from sigrisk.nextquestions import Next, NextQuestions
from sigrisk.packs import Packs, load
from sigrisk.possible import Verdict
from sigrisk.relevance import settled_outcome
from sigrisk.rulebook import Kind, OutcomeId, facts_used
from sigrisk.screenanswers import Answered, answers_of, without
from sigrisk.screenfile import MARK, said_by, said_unknown, text_of
from sigrisk.screenitem import Item, Origin, Write
from sigrisk.screenitems import items_of
from sigrisk.workflow import assess_with, book_for
from sigrisk.yamlfile import parse

CHANGE: Final = "ändra"
COUNTED: Final = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
REVIEW: Final = "genomgangen"
REVIEW_NAME: Final = "Genomgången av ärendet"
"""The source that says that nobody knew, where no one in particular does."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and why it is the next; ``next`` is missing where it no longer matters for the outcome.

    ``instead_of`` is the answer in the case that a new one takes the place of.
    """

    item: Item
    next: Next | None
    instead_of: Answered | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """What the case file was before a question, and what was passed over."""

    key: str
    before: str
    passed: frozenset[str]


@dataclass(slots=True)
class Interview:
    """A case file under interview. ``passed`` are questions that nobody can answer now, by their keys, and ``waiting``
    the facts whose questions were postponed before: they come last.

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
    waiting: frozenset[str] = frozenset()
    more: bool = False
    reread: bool = False
    origins: dict[str, str] = field(default_factory=dict)
    _steps: list[_Step] = field(default_factory=list)
    _again: str = ""
    _change: Asking | None = None

    @classmethod
    def begin(cls, path: Path, local: Path | None, profile: str | None, *, again: bool = False) -> Interview:
        """Begin, or go on where someone left off. Raises BadInput.

        What someone said "vet ej" to on the day of the assessment is passed over, unless ``again``. What was postponed
        is asked, after the rest.
        """
        packs = load(local)
        case, _ = load_case(path, packs)
        book = book_for(packs, profile_id(case, profile))
        order = NextQuestions(book)
        assessment = assess_with(path, case, book, packs, None)
        passed = frozenset() if again else frozenset(said_unknown(case, packs))
        waiting = frozenset(one.question for one in case.postponed)
        return cls(path, packs, profile, text_of(path), assessment, order, case.day, passed, waiting)

    # -- what to ask

    def next(self) -> Asking | None:
        """The question to ask now; None where no answer that anybody can give changes the outcome any more."""
        if self._change is not None:
            change, self._change = self._change, None
            return change
        if self._again:
            key, self._again = self._again, ""
            found = next((one for one in self._all_items() if one.key == key), None)
            if found is not None:
                return Asking(found, self._why(found.fact_id))
        if not self.assessment.settled and (first := next(self.askings(), None)) is not None:
            return first
        return next((Asking(item, None) for item in self._rest()), None) if self.more else None

    def askings(self) -> Iterator[Asking]:
        """The questions that can decide, the most important first; those that were postponed before come last."""
        later = []
        for one in self.ranked():
            if (item := self.item(one.fact_id)) is None:
                continue
            if one.fact_id in self.waiting:
                later.append(Asking(item, one))
            else:
                yield Asking(item, one)
        yield from later

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
        """What nobody could answer, or what was postponed, though it could decide."""
        facts = self.assessment.knowledge.facts
        return tuple(facts[f] for f in self.order.can_decide(self._masks(), self._beyond()))

    def postponed(self) -> frozenset[str]:
        """The facts whose questions are postponed."""
        return frozenset(one.question for one in self.assessment.case.postponed)

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

    def take(self, asking: Asking, write: Write, origin: Origin, asked_of: str) -> None:
        """Keep an answer in the case file, and who gave it for the next of its kind. Raises Unfit.

        Raises BadInput (SIG033, SIG270, SIG271) where it can't be kept.
        """
        item, case = asking.item, self.assessment.case
        for claim in said_by(case, self.packs, item.fact_id, asking.instead_of):
            if claim.source == origin.source and claim.date >= origin.day:
                name = case.sources[claim.source].name
                raise Unfit(
                    f"”{name}” har redan svarat den {claim.date}; skriv {CHANGE} för att ändra det svaret, eller ett "
                    f"senare datum"
                )
        self._keep(asking, lambda text: write(text, origin), self.passed)
        if item.sourced:
            self.origins[asked_of] = origin.source
        if item.key in {one.key for one in items_of(self.assessment, item.fact_id)}:
            self.passed |= {item.key}  # answered, though not to the full: it isn't asked for once more

    def leave(self, asking: Asking, who: Origin | None, note: str = "") -> None:
        """Keep that somebody was asked and that nobody knows. Raises as ``take``.

        ``who`` answers questions of this kind, if that is known. Whoever has said something of the fact before isn't
        said not to know: that would take back what they said.
        """
        item = asking.item
        origin = who
        case = self.assessment.case
        said = said_by(case, self.packs, item.fact_id, asking.instead_of)
        if origin is None or any(claim.source == origin.source for claim in said):
            new = (REVIEW_NAME, SourceType.OTHER) if REVIEW not in case.sources else None
            origin = Origin(REVIEW, self.day, new)
        self._keep(asking, lambda text: item.unknown(note)(text, origin), self.passed | {item.key})

    def postpone(self, asking: Asking, reason: str) -> None:
        """Keep why a question isn't put now; nothing is said of the fact. Raises as ``take``."""
        fact_id = asking.item.fact_id
        entry = f"{{question: {fact_id}, date: {self.day}, reason: {in_yaml(reason)}}}"
        passed = self.passed | {asking.item.key}
        self._keep(Asking(asking.item, asking.next), lambda text: add(text, ("postponed",), entry), passed)

    def answers(self) -> tuple[Answered, ...]:
        """What the case says that can be changed by a new answer."""
        return answers_of(self.assessment.case, self.packs)

    def change(self, answered: Answered) -> None:
        """Ask once more for something that is answered; what stands stays until there is a new answer. Raises Unfit."""
        try:
            text = without(self.text, answered)
        except NoPlace:
            raise Unfit("det svaret går bara att ändra i ärendefilen") from None
        case, _ = read_case(parse(text.removeprefix(MARK), str(self.path)), self.packs)
        if case is None:
            raise Unfit("det svaret går bara att ändra i ärendefilen")
        assessment = assess_with(self.path, case, self.assessment.book, self.packs, None)
        found = next((one for one in items_of(assessment, answered.fact_id) if one.key == answered.key), None)
        if found is None:
            raise Unfit("det svaret går bara att ändra i ärendefilen")
        self._change = Asking(found, None, answered)

    def back(self) -> bool:
        """Take back the last answer and ask its question once more; false where there is none to take back."""
        if not self._steps:
            return False
        step = self._steps[-1]
        if text_of(self.path) != self.text:  # someone else has written: what they wrote isn't taken back
            self._steps.clear()
            return False
        self._write(step.before)
        self._steps.pop()
        self.passed, self._again = step.passed, step.key
        return True

    def _keep(self, asking: Asking, edit: Callable[[str], str], passed: frozenset[str]) -> None:
        """Put an answer in the file, in the place of the one that it is given instead of."""
        self.reread = False
        on_disk = self._on_disk()
        if on_disk != self.text:
            if asking.instead_of is not None:
                raise Unfit(f"ärendefilen har ändrats av någon annan; skriv {BACK} och välj svaret på nytt")
            self.text, self.reread = on_disk, True
            self._steps.clear()
        before, passed_before = self.text, self.passed
        try:
            text = before if asking.instead_of is None else without(before, asking.instead_of)
            self._write(edit(self._no_longer_postponed(text, asking.item)))
        except NoPlace as line:
            what = "svaret går inte att skriva in utan att röra något annat i filen; det är inte sparat"
            help_ = f"skriv in det själv och kör kommandot igen: {line}"
            raise BadInput([Diagnostic("SIG271", str(self.path), Position(1, 1), what, help_)]) from line
        again = asking.item.key if asking.instead_of is None else ""  # a change taken back leaves the old answer
        self._steps.append(_Step(again, before, passed_before))
        self.passed = passed

    def _no_longer_postponed(self, text: str, item: Item) -> str:
        """The text without what it says of a question that was postponed; where that has no place it stays.

        A fact that takes several questions stays postponed until the last of them.
        """
        case, _ = read_case(parse(text.removeprefix(MARK), str(self.path)), self.packs)
        if case is None or len([*items_of(self.assessment, item.fact_id)]) > 1:
            return text
        at = [index for index, one in enumerate(case.postponed) if one.question == item.fact_id]
        for index in reversed(at):
            with suppress(NoPlace):
                text = drop(text, ("postponed", index))
        return text

    def _on_disk(self) -> str:
        """The case file as it is now. Raises BadInput (SIG270) where it can't be used any more."""
        try:
            load_case(self.path, self.packs)
            return text_of(self.path)
        except BadInput as bad:
            what = "ärendefilen har ändrats under tiden och går inte att använda; det sista svaret är inte sparat"
            found = Diagnostic("SIG270", str(self.path), Position(1, 1), what, "rätta filen och kör kommandot igen")
            raise BadInput([found, *bad.diagnostics]) from bad

    def _write(self, text: str) -> None:
        """Keep a text as the case file, and assess it. Raises Unfit where the case wouldn't hold together."""
        document = parse(text.removeprefix(MARK), str(self.path))
        case, found = read_case(document, self.packs)
        errors = [one for one in found if one.severity is Severity.ERROR]
        if errors or case is None:
            raise Unfit(f"{errors[0].message}; {errors[0].help}")
        keep(self.path, text)
        self.text = text
        book = book_for(self.packs, profile_id(case, self.profile))
        self.assessment = assess_with(self.path, case, book, self.packs, None)
