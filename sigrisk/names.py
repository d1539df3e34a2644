"""The names of officials, left out of a copy on request (förvaltningslagen 33 §, where someone may be threatened)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sigrisk.case import Case
from sigrisk.finals import Decided, FinalVersion
from sigrisk.judgement import Judgement, Named


@dataclass(slots=True)
class Nameless:
    """Puts a number in each official's place; the role stays, and the same name keeps its number.

    Names in free text can't be found: mark them with [[ and ]].
    """

    _numbers: dict[str, int] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """What stands in a name's place; an empty one stays empty."""
        if not name.strip():
            return name
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return f"tjänsteperson {number} (namnet är utelämnat)"

    def case(self, case: Case) -> Case:
        """The case without the names of those who have filled in checklists and assessed."""
        checklists = tuple(
            one.model_copy(update={"assessor": one.assessor.model_copy(update={"name": self.name(one.assessor.name)})})
            for one in case.checklists
        )
        sittings = tuple(
            one.model_copy(update={"by": one.by.model_copy(update={"name": self.name(one.by.name)})})
            for one in case.case.assessments
        )
        header = case.case.model_copy(update={"assessments": sittings})
        return case.model_copy(update={"case": header, "checklists": checklists})

    def judgement(self, judgement: Judgement) -> Judgement:
        """The judgement without names; a dissenting opinion is kept, by number."""
        for person in (judgement.written_by, judgement.decided_by, judgement.presented_by, *judgement.took_part):
            self.name(person.name)
        return judgement.model_copy(
            update={
                "written_by": self._named(judgement.written_by),
                "decided_by": self._named(judgement.decided_by),
                "presented_by": self._named(judgement.presented_by),
                "took_part": tuple(self._named(one) for one in judgement.took_part),
                "dissent": tuple(
                    o.model_copy(update={"name": self.name(o.name), "says": self.text(o.says)})
                    for o in judgement.dissent
                ),
                "contact": self.text(judgement.contact),
                "next_meeting": self.text(judgement.next_meeting),
                "to_young": self.text(judgement.to_young),
                "communicated": self.text(judgement.communicated),
                "nothing_communicated_because": self.text(judgement.nothing_communicated_because),
                "how_to_appeal": self.text(judgement.how_to_appeal),
                "reasons": self.text(judgement.reasons),
                "departs_because": self.text(judgement.departs_because),
                "childs_best": self.text(judgement.childs_best),
            }
        )

    def version(self, version: FinalVersion) -> FinalVersion:
        """The version of a final memo without the name of whoever corrected it."""
        by = self._named(version.corrected_by) if version.corrected_by is not None else None
        old = version.replaces
        replaced = old.model_copy(update={"decided": self._decided(old.decided)}) if old is not None else None
        return version.model_copy(
            update={
                "corrected_by": by,
                "because": self.text(version.because),
                "decided": self._decided(version.decided),
                "replaces": replaced,
            }
        )

    def _decided(self, decided: Decided | None) -> Decided | None:
        return decided.model_copy(update={"decided_by": self.name(decided.decided_by)}) if decided is not None else None

    def text(self, text: str) -> str:
        """A text with the names that are known left out."""
        for name in sorted(self._numbers, key=len, reverse=True):
            text = text.replace(name, self.name(name))
        return text

    def _named(self, person: Named) -> Named:
        return person.model_copy(update={"name": self.name(person.name)})
