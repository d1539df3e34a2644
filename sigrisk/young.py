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
from sigrisk.words import YesNo

Lines = Annotated[tuple[Text, ...], Field(min_length=1)]


class YoungOutcome(Model):
    """What an outcome means, and what happens now. ``says_adult`` is said instead to someone of age."""

    id: OutcomeId
    says: Text
    next: Lines
    says_adult: str = ""


class YoungRule(Model):
    """What a rule's verdict means. A verdict without a sentence isn't told.

    ``private`` sentences aren't for others at home to read, and ``minor`` ones are about guardians or parents.
    """

    id: Identifier
    met: str = ""
    not_met: str = ""
    open: str = ""
    private: YesNo = False
    minor: YesNo = False


class YoungVerdict(Model):
    """One verdict of a rule."""

    id: Identifier
    verdict: Literal["met", "not_met", "open"]


class YoungClosed(Model):
    """What it means that the operation is closed, and what someone can do who wants help all the same.

    ``departs`` is said where people have come to something else, and ``again`` before the day of the follow-up.
    """

    says: Text
    next: Lines
    appeal: str = ""
    departs: str = ""
    again: str = "Vi hör hur det går för dig den"


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
    of each group only the first that holds is told. ``for``, ``against``, ``not_known`` and ``neutral`` lead in the
    reasons, and ``least`` are the rules told last of them. ``group_says`` leads in the group's own words and
    ``rules_say`` what the rules came to, where the position doesn't follow from them. ``left_out`` says that private
    sentences aren't told, and ``replaces`` that the page takes the place of an earlier one.
    """

    sigrisk_young: Literal[1]
    basis: Basis
    why: Text
    about: Lines
    not_decided: Text
    departs: str = ""
    speaks_for: Text = Field(default="Det som talar för:", alias="for")
    against: Text = "Det som talar emot:"
    not_known: Text = "Det vi inte vet:"
    neutral: Text = "Det här har vi sett på:"
    group_says: Text = "Gruppen säger så här:"
    rules_say: Text = "Så här ser reglerna på det. Gruppen har vägt in mer än dem."
    left_out: Text = "En del står inte här, för att andra kan läsa. Fråga oss."
    replaces: Text = "Det här är ett nytt papper. Det gäller i stället för det du fick förut."
    least: tuple[Identifier, ...] = ()
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
