"""What lies beside the rules as sheets: statutes, statements, waivers and templates, for two versions to be compared.

None of it decides an outcome, but a template's words are read in the memo, and a waiver lets a finding stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sigrisk.checkwaivers import CheckWaiverFile
from sigrisk.excuses import files
from sigrisk.law import Dated, Law, LawBook, Paragraph, Read
from sigrisk.memo.wording import citation_text, day_text
from sigrisk.models import Model
from sigrisk.packs import Packs, shown_path
from sigrisk.rulebook import RuleBook
from sigrisk.sheets import Lines, Part, Sheet, catalogue
from sigrisk.statements import Carriers, Statement, StatementFile, TextRef
from sigrisk.waivers import WaiverFile

_TEMPLATES: Final = frozenset({".j2", ".typ"})
_READ: Final[Mapping[Read, str]] = {
    Read.TEXT: "lagtexten",
    Read.REFERENCES: "bara hänvisningar i andra texter",
    Read.UNREAD: "inget",
}
_CARRIERS: Final[Mapping[str, str]] = {
    "rules": "regel",
    "params": "gräns",
    "facts": "uppgift",
    "outcomes": "utfall",
    "instruments": "checklista",
    "offences": "brottstyp",
    "laws": "lagrum",
    "case": "plats i ärendefilen",
    "profiles": "det som en profil har",
    "rule_texts": "text i en regel",
    "outcome_texts": "text i ett utfall",
}


def side_parts(packs: Packs) -> tuple[Part, ...]:
    """What lies beside the rules. Raises BadInput where a file of statements or waivers has not the right form."""
    laws, book = packs.laws, catalogue(packs)
    return (
        Part("laws", "Lagar", {one.id: _law(one) for one in laws.laws.values()}),
        Part("paragraphs", "Lagrum", {one.id: _paragraph(one, laws) for one in laws.paragraphs.values()}),
        Part("statements", "Påståenden ur källorna", _statements(packs, book)),
        Part("check_waivers", "Undantag från granskningarna (rules/checks.yaml)", dict(_check_waivers(packs))),
        Part("test_waivers", "Undantag från proven (rules/mutants.yaml)", dict(_test_waivers(packs))),
        Part("templates", "Mallar för promemorian och regelbokens sidor", dict(_templates(packs))),
    )


def _sheet(title: str, one: Model, fields: Mapping[str, Lines], first: Lines = ()) -> Sheet:
    return Sheet(title, fields, one.model_dump_json(by_alias=True), first)


def _days(one: Dated) -> Lines:
    first = f"från den {day_text(one.valid_from)}" if one.valid_from is not None else ""
    last = f"till och med den {day_text(one.valid_to)}" if one.valid_to is not None else ""
    return _text(" ".join(filter(None, (first, last))))


def _text(text: str) -> Lines:
    return (text,) if text else ()


def _law(one: Law) -> Sheet:
    fields = {
        "Namn": (one.title,),
        "Andra namn": one.names,
        "Gäller": _days(one),
        "Anmärkning": _text(one.note),
    }
    return _sheet(one.title, one, fields, ("Gäller",))


def _paragraph(one: Paragraph, laws: LawBook) -> Sheet:
    read = f" den {day_text(one.read_on)}" if one.read_on is not None else ""
    by = f"{one.verified_by} den {day_text(one.verified_on)}" if one.verified_on is not None else "ingen"
    fields = {
        "Plats": (laws.cite(one.id),),
        "Handlar om": (one.about,),
        "Gäller": _days(one),
        "Läst": (_READ[one.read] + read,),
        "Kontrollerat av": (by,),
        "Anmärkning": _text(one.note),
    }
    return _sheet(laws.cite(one.id), one, fields, ("Handlar om", "Läst", "Kontrollerat av"))


def _statements(packs: Packs, book: RuleBook) -> dict[str, Sheet]:
    listed = files(packs.roots, "statements.yaml", StatementFile, shown_path)
    return {one.id: _statement(one, book) for _, _, part in listed for one in part.statements}


def _statement(one: Statement, book: RuleBook) -> Sheet:
    fields = {
        "Påstående": (one.text,),
        "Källa": tuple(citation_text(citation, book) for citation in one.sources),
        "Bärs av": tuple(_carriers(one.carried_by)),
        "Varför inget bär det": _text(one.not_encoded),
        "Anmärkning": _text(one.note),
    }
    return _sheet(one.text, one, fields, ("Källa", "Bärs av", "Varför inget bär det"))


def _carriers(carriers: Carriers) -> Iterator[str]:
    for key, kind in _CARRIERS.items():
        for one in getattr(carriers, key):
            yield f"{kind}: {_reference(one) if isinstance(one, TextRef) else one}"


def _reference(one: TextRef) -> str:
    return f"{one.id}, {one.key}" + (f", orden ”{one.words}”" if one.words else "")


def _check_waivers(packs: Packs) -> Iterator[tuple[str, Sheet]]:
    for _, _, part in files(packs.roots, "checks.yaml", CheckWaiverFile, shown_path):
        for one in part.checks:
            yield f"{one.code} / {one.about}", _sheet("Fynd som får vara kvar", one, _reason(one.reason), ("Skäl",))


def _test_waivers(packs: Packs) -> Iterator[tuple[str, Sheet]]:
    for _, _, part in files(packs.roots, "mutants.yaml", WaiverFile, shown_path):
        for one in part.mutants:
            name = f"{one.rule} / {one.at} / {one.change}"
            yield name, _sheet("Ändring som inget exempel märker", one, _reason(one.reason), ("Skäl",))
        for shown in part.unshown:
            yield shown.id, _sheet("Visas inte i något scenario", shown, _reason(shown.reason), ("Skäl",))


def _reason(reason: str) -> dict[str, Lines]:
    return {"Skäl": _text(" ".join(reason.split()))}


def _templates(packs: Packs) -> Iterator[tuple[str, Sheet]]:
    """Each template in force: a local one in the place of the shipped one with its name."""
    found: dict[str, Path] = {}
    for root in packs.roots:
        folder = root / "templates"
        written = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _TEMPLATES)
        found |= {path.relative_to(folder).as_posix(): path for path in written}
    for name, path in found.items():
        text = path.read_text(encoding="utf-8", errors="replace")
        yield f"templates/{name}", Sheet(name, {"Text": tuple(text.splitlines())}, text)
