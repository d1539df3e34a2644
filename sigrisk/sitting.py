"""One sitting with the judgement of a case: which question comes next, and every answer kept at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sigrisk.asking import Asked, numbered
from sigrisk.assess import Assessment
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.judgement import Judgement, blank
from sigrisk.judgementfile import beside, judgement_beside
from sigrisk.judgementtext import judgement_text
from sigrisk.judging import questions
from sigrisk.lacks import Lack
from sigrisk.law import LawBook
from sigrisk.lawlacks import all_lacks
from sigrisk.output import write_all
from sigrisk.revising import REVIEW, choices, review
from sigrisk.workflow import assess_file


class Changed(Exception):
    """Someone else has written the judgement since it was read. Nothing is written over (SIG257)."""

    def __init__(self, path: Path) -> None:
        what = "någon annan har skrivit i filen sedan den lästes; det sista svaret är inte sparat"
        help_ = "kör kommandot igen: då gäller det som nu står där, och svaret kan skrivas på nytt"
        self.diagnostic = Diagnostic("SIG257", str(path), Position(1, 1), what, help_)
        super().__init__(str(self.diagnostic))


@dataclass(slots=True)
class Sitting:
    """The judgement as it stands, what has been asked, and what is to be asked again.

    ``path`` is written at every answer, and not before the first. ``seen`` is what stood there when it was read or
    written last: where something else stands there, someone else is writing too, and nothing is written over.

    Where answers stood when it began, it begins by ``reviewing``: someone may choose what to change. What was ``left``
    then is asked after that.
    """

    path: Path
    assessment: Assessment
    laws: LawBook
    judgement: Judgement
    seen: bytes | None
    asked: list[tuple[str, Judgement]] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    left: frozenset[str] = frozenset()
    again: str = ""
    reviewing: bool = False

    @classmethod
    def begin(cls, case_file: Path, local: Path | None, profile: str | None) -> Sitting:
        """Begin, or go on where someone left off. Raises BadInput."""
        assessment, packs = assess_file(case_file, local, profile)
        seen = _bytes(beside(case_file))  # read first: what is written in between is then found out
        found = judgement_beside(case_file, assessment, packs)
        judgement = found[0] if found is not None else blank(assessment)
        listed = questions(judgement, assessment, packs.laws)
        left = frozenset(one.key for one in listed if one.needed)
        reviewing = any(one.written for one in listed)
        return cls(beside(case_file), assessment, packs.laws, judgement, seen, left=left, reviewing=reviewing)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What a final memo still lacks."""
        return all_lacks(self.judgement, self.assessment, self.laws)

    def next(self) -> Asked | None:
        """The question to ask now; none when all are answered or left for later."""
        listed = questions(self.judgement, self.assessment, self.laws)
        if self.again:
            chosen = next((one for one in listed if one.key == self.again), None)
            self.again = ""
            if chosen is not None:
                return chosen
        wanted = [one for one in listed if one.key not in self.passed and self._wanted(one)]
        if self.reviewing:  # what a changed answer calls for comes before the next choice
            fresh = next((one for one in wanted if one.key not in self.left), None)
            return fresh or review(listed, self.judgement, self.assessment)
        return next(iter(wanted), None)

    def _wanted(self, one: Asked) -> bool:
        return one.needed or (one.follows in self.answered and not one.written)

    def skip(self, asked: Asked) -> None:
        """Leave a question as it is; leaving the choice of what to change ends the review."""
        if asked.key == REVIEW:
            self.reviewing = False
        else:
            self.passed.add(asked.key)
        self.asked.append((asked.key, self.judgement))

    def back(self) -> bool:
        """Ask the question before once more; false where this is the first.

        A question that made a list longer or shorter is asked anew with the list as it was.
        """
        if not self.asked:
            return False
        key, before = self.asked.pop()
        if key == REVIEW:
            self.again, self.reviewing = "", True
            return True
        self.again = key
        self.passed.discard(key)
        known = {one.key for one in questions(self.judgement, self.assessment, self.laws)}
        if key not in known or _sizes(before) != _sizes(self.judgement):
            self._keep(before)
        return True

    def take(self, asked: Asked, text: str) -> None:
        """Use an answer, and keep it in the file. Raises Unfit, and BadInput (SIG033) or Changed where it can't."""
        before = self.judgement
        if asked.key == REVIEW:
            listed = questions(self.judgement, self.assessment, self.laws)
            self.again = numbered(text, choices(listed)).key
            self.asked.append((REVIEW, before))
            return
        self._keep(asked.take(text))
        self.answered.add(asked.key)
        self.asked.append((asked.key, before))
        if before != self.judgement and _sizes(before) == _sizes(self.judgement):
            self.again = asked.then

    def _keep(self, judgement: Judgement) -> None:
        self.seen = _keep(self.path, judgement_text(judgement, self.assessment, self.laws), self.seen)
        self.judgement = judgement


def _sizes(judgement: Judgement) -> tuple[int, int, int]:
    return len(judgement.alternatives), len(judgement.took_part), len(judgement.dissent)


def write_template(case_file: Path, local: Path | None, profile: str | None) -> Path:
    """Write a judgement file with nothing filled in. Raises BadInput: SIG032 where there is one already; Changed."""
    path = beside(case_file)
    if path.exists():
        help_ = "fyll i den som finns; ”sigrisk judge” utan --template frågar efter det som saknas"
        raise BadInput([Diagnostic("SIG032", str(path), Position(1, 1), "filen finns redan", help_)])
    assessment, packs = assess_file(case_file, local, profile)
    _keep(path, judgement_text(blank(assessment), assessment, packs.laws), None)
    return path


def _keep(path: Path, text: str, seen: bytes | None) -> bytes:
    """Write the file whole, or leave the old one as it is. Raises Changed where that isn't what was ``seen``."""

    def unchanged() -> None:
        if _bytes(path) != seen:
            raise Changed(path)

    written = text.encode()
    write_all(path.parent, {Path(path.name): written}, unchanged)
    return written


def _bytes(path: Path) -> bytes | None:
    """What the file holds; None where there is none, or where it can't be read, which is told when it is used."""
    try:
        return path.read_bytes()
    except OSError:
        return None
