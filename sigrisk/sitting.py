"""One sitting with the judgement of a case: which question comes next, and every answer kept at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sigrisk.asking import Asked
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
from sigrisk.workflow import assess_file


@dataclass(slots=True)
class Sitting:
    """The judgement as it stands, what has been asked, and what is to be asked again.

    ``path`` is written at every answer, and not before the first.
    """

    path: Path
    assessment: Assessment
    laws: LawBook
    judgement: Judgement
    asked: list[tuple[str, Judgement]] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    again: str = ""

    @classmethod
    def begin(cls, case_file: Path, local: Path | None, profile: str | None) -> Sitting:
        """Begin, or go on where someone left off. Raises BadInput."""
        assessment, packs = assess_file(case_file, local, profile)
        found = judgement_beside(case_file, assessment, packs)
        judgement = found[0] if found is not None else blank(assessment)
        return cls(beside(case_file), assessment, packs.laws, judgement)

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
        return next((one for one in listed if one.key not in self.passed and self._wanted(one)), None)

    def _wanted(self, one: Asked) -> bool:
        return one.needed or (one.follows in self.answered and not one.written)

    def skip(self, asked: Asked) -> None:
        """Leave a question as it is."""
        self.passed.add(asked.key)
        self.asked.append((asked.key, self.judgement))

    def back(self) -> bool:
        """Ask the question before once more; false where this is the first.

        A question that added something to a list is asked anew without what it added.
        """
        if not self.asked:
            return False
        self.again, before = self.asked.pop()
        self.passed.discard(self.again)
        if self.again not in {one.key for one in questions(self.judgement, self.assessment, self.laws)}:
            self._keep(before)
        return True

    def take(self, asked: Asked, text: str) -> None:
        """Use an answer, and keep it in the file. Raises Unfit, and BadInput (SIG033) where it can't be kept."""
        new = asked.take(text)
        self.answered.add(asked.key)
        self.asked.append((asked.key, self.judgement))
        self._keep(new)

    def _keep(self, judgement: Judgement) -> None:
        self.judgement = judgement
        _keep(self.path, judgement_text(judgement, self.assessment, self.laws))


def write_template(case_file: Path, local: Path | None, profile: str | None) -> Path:
    """Write a judgement file with nothing filled in. Raises BadInput: SIG032 where there is one already."""
    path = beside(case_file)
    if path.exists():
        help_ = "fyll i den som finns; ”sigrisk judge” utan --template frågar efter det som saknas"
        raise BadInput([Diagnostic("SIG032", str(path), Position(1, 1), "filen finns redan", help_)])
    assessment, packs = assess_file(case_file, local, profile)
    _keep(path, judgement_text(blank(assessment), assessment, packs.laws))
    return path


def _keep(path: Path, text: str) -> None:
    """Write the file whole, or leave the old one as it is."""
    write_all(path.parent, {Path(path.name): text.encode()})
