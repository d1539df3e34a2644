"""The words of the young person's version: what each outcome and each verdict means, in short words to "du".

They decide nothing. A test holds every page made from them under a readability figure (LIX) of 30.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sigrisk.judgement import Position
from sigrisk.models import Model
from sigrisk.possible import Verdict
from sigrisk.rulebook import LegalForm, OutcomeId
from sigrisk.vocabulary import Basis, Identifier, Text

Lines = Annotated[tuple[Text, ...], Field(min_length=1)]


class YoungOutcome(Model):
    """What an outcome means, and what happens now."""

    id: OutcomeId
    says: Text
    next: Lines


class YoungRule(Model):
    """What a rule's verdict means. A verdict without a sentence isn't told."""

    id: Identifier
    met: str = ""
    not_met: str = ""
    open: str = ""


class YoungVerdict(Model):
    """One verdict of a rule."""

    id: Identifier
    verdict: Literal["met", "not_met", "open"]


class YoungClosed(Model):
    """What it means that the operation is closed, and what someone can do who wants help all the same."""

    says: Text
    next: Lines
    appeal: str = ""


class YoungPosition(Model):
    """What the group's own position means, and what happens now."""

    id: Position
    says: Text
    next: Lines


class YoungAppeal(Model):
    """What someone who gets a no can do, by the form in which SIG is given."""

    form: LegalForm
    says: Text


class YoungFile(Model):
    """The file ``rules/young.yaml``. ``many`` leads in several possible outcomes; ``more`` says that there is more.

    ``departs`` is said where people decided otherwise than the rules. ``alike`` are verdicts that say nearly the same:
    of each group only the first that holds is told.
    """

    sigrisk_young: Literal[1]
    basis: Basis
    why: Text
    about: Lines
    not_decided: Text
    departs: str = ""
    many: Text
    unknown: Text
    more: Text
    closed: YoungClosed
    rights: Lines
    appeal: tuple[YoungAppeal, ...]
    appeal_unknown: Text
    positions: tuple[YoungPosition, ...]
    results: tuple[YoungOutcome, ...]
    alike: tuple[tuple[YoungVerdict, ...], ...] = ()
    verdicts: tuple[YoungRule, ...]


@dataclass(frozen=True, slots=True)
class YoungTexts:
    """The texts by what they are about."""

    file: YoungFile
    outcomes: Mapping[OutcomeId, YoungOutcome]
    appeals: Mapping[LegalForm, str]
    positions: Mapping[Position, YoungPosition]
    verdicts: Mapping[str, YoungRule]

    @classmethod
    def of(cls, file: YoungFile, verdicts: Mapping[str, YoungRule]) -> YoungTexts:
        """The texts of a file, with those on verdicts."""
        outcomes = {one.id: one for one in file.results}
        appeals = {one.form: one.says for one in file.appeal}
        return cls(file, outcomes, appeals, {one.id: one for one in file.positions}, verdicts)

    def sentence(self, rule_id: str, verdict: Verdict) -> str:
        """What a verdict means to the young person; empty where nothing is written."""
        rule = self.verdicts.get(rule_id)
        if rule is None:
            return ""
        return {Verdict.MET: rule.met, Verdict.NOT_MET: rule.not_met, Verdict.OPEN: rule.open}[verdict]

    def without_repeating(self, told: Mapping[str, Verdict]) -> tuple[str, ...]:
        """The rules whose verdicts are told, each group of those that nearly repeat each other by its first alone.

        That one stands where the first of them to be told stood: what decides early isn't moved to the end.
        """
        instead = dict[str, str]()
        for group in self.file.alike:
            holding = [one.id for one in group if one.id in told and told[one.id].value == one.verdict]
            instead |= dict.fromkeys(holding, holding[0] if holding else "")
        return tuple(dict.fromkeys(instead.get(rule, rule) for rule in told))
