"""Reads and checks the judgement file that lies beside a case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.besides import JUDGEMENT, advice
from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.judgement import Judgement, clashes
from sigrisk.lawlacks import misfit
from sigrisk.masking import mark_findings, resolved_data
from sigrisk.models import EARLIEST_YEAR, validate
from sigrisk.packs import Packs
from sigrisk.rulebook import Kind, OutcomeId
from sigrisk.salvage import rest_of
from sigrisk.yamlfile import Data, Document, read

_UNREADABLE: Final[Mapping[str, Data]] = MappingProxyType(  # so that the rest is checked where these can't be read
    {
        "sigrisk_judgement": 1,
        "judged": {
            "case": "-",
            "assessment_date": f"{EARLIEST_YEAR}-01-01",
            "profile": "-",
            "rulebook": "-",
            "case_file": "-",
            "outcomes": [OutcomeId.OFFER.value],
        },
    }
)


def beside(case_file: Path) -> Path:
    """Where the judgement about a case lies."""
    return case_file.with_name(case_file.stem + JUDGEMENT)


def judgement_beside(case_file: Path, assessment: Assessment, packs: Packs) -> tuple[Judgement, Document] | None:
    """The judgement beside a case and its file; none where nobody has begun one.

    Raises BadInput (SIG0xx, SIG250–SIG253) with every finding at its place.
    """
    path = beside(case_file)
    if not path.exists():
        return None
    document = read(path)
    if not isinstance(document.data, dict) or "sigrisk_judgement" not in document.data:
        what = "filen är inget ställningstagande"
        raise BadInput([Diagnostic("SIG024", document.file, document.where(()), what, advice(document.file))])
    judgement, found = read_judgement(document, packs, assessment.case.case.id)
    if found or judgement is None:
        raise BadInput(found)
    return judgement, document


def read_judgement(
    document: Document, packs: Packs, case_id: str | None = None
) -> tuple[Judgement | None, tuple[Diagnostic, ...]]:
    """The judgement and everything that is wrong with it: its form, and its content as far as the form can be read."""
    try:
        judgement = validate(Judgement, document)
    except BadInput as bad:
        rest, lost = rest_of(Judgement, document, {"flags"}, _UNREADABLE)
        if rest is None:
            return None, bad.diagnostics
        checked = _Checker(rest, document, packs, lost).all(case_id)
        return None, (*bad.diagnostics, *(one for one in checked if one not in bad.diagnostics))
    return judgement, judgement_findings(judgement, document, packs, case_id)


def told_to(judgement: Judgement, *, party: bool) -> Judgement:
    """The judgement as it is shown: to the party with what is marked as being about others masked."""
    said: dict[str, Data] = judgement.model_dump(mode="json")
    return Judgement.model_validate_json(json.dumps(resolved_data(said, party=party)))


def judgement_findings(
    judgement: Judgement, document: Document, packs: Packs, case_id: str | None = None
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a judgement that its form doesn't show; ``case_id`` is the case it lies beside."""
    return tuple(_Checker(judgement, document, packs).all(case_id))


class _Checker:
    def __init__(
        self, judgement: Judgement, document: Document, packs: Packs, lost: frozenset[str] = frozenset()
    ) -> None:
        self.judgement, self.document, self.packs, self.lost = judgement, document, packs, lost

    def all(self, case_id: str | None) -> Iterator[Diagnostic]:
        written = self.judgement.judged.case
        if case_id is not None and written != case_id and "judged" not in self.lost:
            other = f"ställningstagandet gäller ärendet ”{written}”, men ligger bredvid ärendet ”{case_id}”"
            help_ = "lägg filen bredvid rätt ärende, eller rätta ärendets nummer"
            yield self._tell("SIG250", ("judged", "case"), other, help_)
        yield from self._flags()
        yield from self._ground()
        # beside a case it is told as lacking, so that ”sigrisk judge” can mend it
        if case_id is None and not self.lost & {"judged", "legal_form", "date"}:
            yield from self._fit()
        yield from mark_findings(self.document)
        for clash in clashes(self.judgement):
            yield self._tell(clash.code, clash.path, clash.message, clash.help)

    def _tell(self, code: str, path: tuple[str | int, ...], message: str, help_: str, key: bool = False) -> Diagnostic:
        at = self.document.where_key(path) if key else self.document.where(path)
        return Diagnostic(code, self.document.file, at, message, help_)

    def _flags(self) -> Iterator[Diagnostic]:
        flags = [rule_id for rule_id, placed in self.packs.rules.items() if placed.rule.kind is Kind.FLAG]
        for flag in self.judgement.flags:
            if flag not in flags:
                near = did_you_mean(flag, flags) or "”sigrisk rules list” visar alla"
                yield self._tell("SIG251", ("flags", flag), f"okänd flagga ”{flag}”", near, key=True)

    def _ground(self) -> Iterator[Diagnostic]:
        chosen, day, laws = self.judgement.legal_ground, self.judgement.date, self.packs.laws
        if chosen is None:
            return
        if chosen not in laws.paragraphs:
            grounds = [one.id for one in laws.paragraphs.values() if one.ground]
            near = did_you_mean(chosen, laws.paragraphs) or "skriv till exempel " + " eller ".join(grounds)
            yield self._tell("SIG252", ("legal_ground",), f"okänt lagrum ”{chosen}”", near)
        elif day is not None and not laws.applies(chosen, day):
            then = f"lagrummet {laws.cite(chosen)} gäller inte den {day}"
            help_ = "välj ett lagrum som gäller den dag beslutet fattas, eller rätta datumet"
            yield self._tell("SIG252", ("legal_ground",), then, help_)

    def _fit(self) -> Iterator[Diagnostic]:
        """Whether the ground fits the form: the profile's, else the one that is written."""
        j, profiles = self.judgement, self.packs.profiles
        own = profiles.whole(j.judged.profile).legal_form if j.judged.profile in profiles else None
        lack = misfit(j.legal_ground, own or j.legal_form, j.date or j.judged.assessment_date, self.packs.laws)
        if lack is not None:
            yield self._tell(lack.code, lack.path, lack.message, lack.help)
