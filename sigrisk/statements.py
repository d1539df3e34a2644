"""What the sources say, statement by statement, and what in the packs carries each: ``rules/statements.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from sigrisk import case as case_models
from sigrisk import followup as followup_models
from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.models import Model, validate
from sigrisk.packs import Packs
from sigrisk.rulebook import OutcomeText, Rule
from sigrisk.vocabulary import Citation, Text
from sigrisk.yamlfile import Document, read


class TextRef(Model):
    """A text or value of a rule, an outcome or a profile; ``words`` must stand in it."""

    id: Text
    key: Text
    words: str = ""


class Carriers(Model):
    """What carries a statement.

    ``case`` names fields of the case file, such as ``consent.until``, and ``laws`` paragraphs of rules/lagrum.yaml.
    """

    rules: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    profiles: tuple[TextRef, ...] = ()
    rule_texts: tuple[TextRef, ...] = ()
    outcome_texts: tuple[TextRef, ...] = ()

    @property
    def every_rule(self) -> frozenset[str]:
        """The rules that carry by their condition or by a text."""
        return frozenset((*self.rules, *(ref.id for ref in self.rule_texts)))

    @property
    def every_outcome(self) -> frozenset[str]:
        """The outcomes that carry by what they are or by a text."""
        return frozenset((*self.outcomes, *(ref.id for ref in self.outcome_texts)))


class Statement(Model):
    """One thing the sources say that a screening must encode, in our own words.

    It is carried, or ``not_encoded`` says why it isn't; ``note`` says what of a carried statement isn't.
    """

    id: Annotated[str, Field(pattern=r"^K[0-9]+\.[0-9]{2}$")]
    text: Text
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]
    carried_by: Carriers = Carriers()
    note: str = ""
    not_encoded: str = ""

    @property
    def section(self) -> int:
        """The section that the statement's id begins with."""
        return int(self.id[1:].split(".")[0])

    @property
    def carried(self) -> bool:
        """Whether anything carries it."""
        return self.carried_by != Carriers()


class SectionTitle(Model):
    """A section that statements are gathered under."""

    number: Annotated[int, Field(ge=1)]
    title: Text


class StatementFile(Model):
    """rules/statements.yaml."""

    sections: tuple[SectionTitle, ...] = ()
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of all packs in order, and the titles of their sections."""

    sections: Mapping[int, str]
    listed: tuple[Statement, ...]


def load_statements(packs: Packs) -> Statements:
    """The statements of all packs; a local one replaces what is shipped under its id.

    Raises BadInput (SIG020–SIG023, SIG124, SIG190–SIG195) with everything that is wrong with them.
    """
    sections: dict[int, str] = {}
    listed: dict[str, Statement] = {}
    wrong: list[Diagnostic] = []
    for root in packs.roots:
        path = root / "rules" / "statements.yaml"
        if path.is_file():
            document = read(path, _shown(path, root, packs))
            part = validate(StatementFile, document)
            wrong += statement_findings(part, document, packs, sections)
            sections |= {s.number: s.title for s in part.sections}
            listed |= {s.id: s for s in part.statements}
    if wrong:
        raise BadInput(wrong)
    return Statements(dict(sorted(sections.items())), tuple(sorted(listed.values(), key=_place)))


def _shown(path: Path, root: Path, packs: Packs) -> str:
    return path.relative_to(root).as_posix() if root == packs.roots[0] else str(path)


def _place(statement: Statement) -> tuple[int, str]:
    return statement.section, statement.id


def statement_findings(
    part: StatementFile, document: Document, packs: Packs, sections: Iterable[int] = ()
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a file of statements. ``sections`` are those that other packs have."""
    known = {s.number for s in part.sections} | set(sections)
    seen: set[str] = set()
    found: list[Diagnostic] = []

    def tell(code: str, path: tuple[str | int, ...], message: str, help_: str) -> None:
        found.append(Diagnostic(code, document.file, document.where(path), message, help_))

    for index, one in enumerate(part.statements):
        at: tuple[str | int, ...] = ("statements", index)
        if not one.carried and not one.not_encoded.strip():
            help_ = "skriv vad som bär det under ”carried_by”, eller varför inget gör det med ”not_encoded”"
            tell("SIG190", at, f"påståendet ”{one.id}” varken bärs av något eller har ett skäl", help_)
        if one.carried and one.not_encoded:
            help_ = "ta bort ”not_encoded”, eller skriv det som inte bärs med ”note”"
            tell("SIG191", (*at, "not_encoded"), f"påståendet ”{one.id}” både bärs och sägs inte bäras", help_)
        if one.id in seen:
            tell("SIG194", (*at, "id"), f"påståendet ”{one.id}” står två gånger", "ge varje påstående ett eget id")
        seen.add(one.id)
        if one.section not in known:
            help_ = "lägg till avsnittet under ”sections”, eller ändra siffran efter K"
            tell("SIG195", (*at, "id"), f"”{one.id}” hör till ett avsnitt som inte finns", help_)
        for i, citation in enumerate(one.sources):
            if citation.doc not in packs.sources:
                help_ = did_you_mean(citation.doc, packs.sources) or "lägg till dokumentet i rules/sources.yaml"
                tell("SIG124", (*at, "sources", i, "doc"), f"okänt dokument ”{citation.doc}”", help_)
        for path, name, kind, names in _named(one.carried_by, packs):
            if name not in names:
                help_ = did_you_mean(name, names) or "rätta namnet"
                tell("SIG192", (*at, "carried_by", *path), f"det finns {kind} ”{name}”", help_)
        for path, ref, text in _texts(one.carried_by, packs):
            message, help_ = _text_fault(ref, text)
            if message:
                tell("SIG193", (*at, "carried_by", *path), message, help_)
    return tuple(found)


_Named = tuple[tuple[str | int, ...], str, str, tuple[str, ...]]


def _named(carriers: Carriers, packs: Packs) -> Iterator[_Named]:
    """Every id that a statement names, with its place, how one says that there is none, and the ids there are."""
    rules, outcomes = tuple(packs.rules), tuple(o.value for o in packs.outcomes)
    shelves: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...]], ...] = (
        ("rules", carriers.rules, "ingen regel", rules),
        ("params", carriers.params, "ingen gräns", tuple(packs.params)),
        ("facts", carriers.facts, "ingen uppgift", packs.vocabulary.ids),
        ("outcomes", carriers.outcomes, "inget utfall", outcomes),
        ("instruments", carriers.instruments, "ingen checklista", tuple(packs.instruments)),
        ("offences", carriers.offences, "ingen brottstyp", tuple(packs.offences)),
        ("laws", carriers.laws, "inget lagrum", tuple(packs.laws.paragraphs)),
        ("case", carriers.case, "ingen plats i ärendefilen", CASE_FIELDS),
    )
    for key, given, kind, names in shelves:
        for i, name in enumerate(given):
            yield (key, i), name, kind, names
    refs = (
        ("profiles", carriers.profiles, "ingen profil", packs.profiles.ids),
        ("rule_texts", carriers.rule_texts, "ingen regel", rules),
        ("outcome_texts", carriers.outcome_texts, "inget utfall", outcomes),
    )
    for key, given_refs, kind, names in refs:
        for i, ref in enumerate(given_refs):
            yield (key, i, "id"), ref.id, kind, names


def _texts(carriers: Carriers, packs: Packs) -> Iterator[tuple[tuple[str | int, ...], TextRef, str | None]]:
    """Every text that a statement points at, with its place; None where there is no such text."""
    outcomes = {o.value: text for o, text in packs.outcomes.items()}
    for i, ref in enumerate(carriers.profiles):
        if ref.id in packs.profiles:
            yield ("profiles", i, "key"), ref, profile_value(packs, ref.id, ref.key)
    for i, ref in enumerate(carriers.rule_texts):
        if ref.id in packs.rules:
            yield ("rule_texts", i, "key"), ref, _field(packs.rules[ref.id].rule, ref.key)
    for i, ref in enumerate(carriers.outcome_texts):
        if ref.id in outcomes:
            yield ("outcome_texts", i, "key"), ref, _field(outcomes[ref.id], ref.key)


def _field(model: Rule | OutcomeText, key: str) -> str | None:
    value = getattr(model, key) if key in type(model).model_fields else None
    return value if isinstance(value, str) and value else None


def profile_value(packs: Packs, profile_id: str, key: str) -> str | None:
    """What a profile has under a key such as ``closed`` or ``params.age_high``, as text; None where it has nothing."""
    here: object = packs.profiles.whole(profile_id)
    for step in key.split("."):
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, Model):
            here = getattr(here, step, None) if step in type(here).model_fields else None
        else:
            here = step if isinstance(here, tuple) and step in here else None
    if here is None or here in ("", (), {}):
        return None
    return str(here.value) if isinstance(here, Enum) else str(here)


def _text_fault(ref: TextRef, text: str | None) -> tuple[str, str]:
    if text is None:
        return f"”{ref.id}” har inget under ”{ref.key}”", "rätta nyckeln, eller peka på en text som finns"
    if ref.words and (ref.words not in text if not text.isdigit() else ref.words != text):
        return f"”{ref.words}” står inte i ”{ref.key}” för ”{ref.id}”", "rätta orden, eller peka på en annan text"
    return "", ""


_HOMES: Final = {"case": case_models, "followup": followup_models}


def _fields(model: type[Model], before: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield f"{before}{name}"
        for home, below in re.findall(r"sigrisk\.(case|followup)\.(\w+)", repr(field.annotation)):
            inner = getattr(_HOMES[home], below)
            if isinstance(inner, type) and issubclass(inner, Model):
                yield from _fields(inner, f"{before}{name}.")


CASE_FIELDS: Final = tuple(dict.fromkeys(_fields(case_models.Case, "")))
"""Every place of a case file that a statement may name, such as ``consent.until``."""


def case_has(case: case_models.Case, field: str) -> bool:
    """Whether a case file has anything in a place of it."""
    return _has(case, field.split("."))


def _has(here: object, steps: list[str]) -> bool:
    if isinstance(here, tuple):
        return any(_has(one, steps) for one in here)
    if not steps and isinstance(here, Model):
        return bool(here.model_fields_set)
    if not steps:
        return here is not None and here not in ("", {}, False)
    return _has(getattr(here, steps[0], None), steps[1:])
