"""Every statement of the sources is accounted for: carried by something that exists, or with a reason why it isn't."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.packs import Packs, load
from sigrisk.statements import CASE_FIELDS, Statements, case_has, load_statements, profile_value
from tests.criteria import Paragraph, paragraphs

HERE = Path(__file__).parent
ROOT = HERE.parent
CRITERIA = ROOT.parent / "shared" / "domain" / "criteria.md"


@dataclass(frozen=True)
class Listed:
    """One line of tests/criteria.yaml."""

    section: int
    digest: str
    begins: str
    statements: tuple[str, ...]


def listed() -> list[Listed]:
    rows = yaml.safe_load((HERE / "criteria.yaml").read_text(encoding="utf-8"))["paragraphs"]
    return [Listed(r["section"], r["digest"], r["begins"], tuple(r["statements"])) for r in rows]


@pytest.fixture(scope="module")
def statements(packs: Packs) -> Statements:
    return load_statements(packs)


# -- nothing of criteria.md is left out -------------------------------------------------------------------------------


@pytest.mark.skipif(not CRITERIA.is_file(), reason="criteria.md lies outside the repository and isn't there")
def test_every_paragraph_of_the_criteria_has_its_statements_and_is_as_it_was_when_they_were_written() -> None:
    there = [(p.section, p.digest, p.begins) for p in paragraphs(CRITERIA.read_text(encoding="utf-8"))]
    assert there == [(one.section, one.digest, one.begins) for one in listed()]


def test_every_statement_belongs_to_one_paragraph_and_every_paragraph_has_some(statements: Statements) -> None:
    named = [name for one in listed() for name in one.statements]
    assert sorted(named) == sorted(s.id for s in statements.listed)
    for one in listed():
        assert one.statements, one.begins
        assert {int(name[1:].split(".")[0]) for name in one.statements} == {one.section}


def test_a_changed_added_or_moved_paragraph_is_noticed() -> None:
    page = "# T\n\npreamble\n\n## 1. A\n\n| a | b |\n|---|---|\n| one | two |\n\n"
    page += "first\nline\n\n- x\n  y\n- z\n\n## 2. B\n\nlast\n"
    found = list(paragraphs(page))
    assert [(p.section, p.text) for p in found] == [
        (1, "| one | two |"), (1, "first line"), (1, "x y"), (1, "z"), (2, "last"),
    ]  # fmt: skip
    assert Paragraph(1, "x y").digest != Paragraph(1, "x  z").digest
    assert list(paragraphs(page.replace("first\nline", "first line"))) == found


# -- what carries a statement -----------------------------------------------------------------------------------------


def test_no_statement_is_without_a_carrier_or_a_reason(statements: Statements) -> None:
    for one in statements.listed:
        assert one.carried != bool(one.not_encoded), one.id
        assert one.text.endswith("."), one.id
        for text in (one.note, one.not_encoded):
            assert not text or text.endswith("."), one.id


def test_every_section_of_the_sources_is_there_in_order(statements: Statements) -> None:
    assert list(statements.sections) == list(range(1, 12))
    assert [s.id for s in statements.listed] == sorted((s.id for s in statements.listed), key=_order)


def _order(name: str) -> tuple[int, int]:
    section, number = name[1:].split(".")
    return int(section), int(number)


def test_a_profile_value_is_found_however_deep_and_in_what_is_inherited(packs: Packs) -> None:
    assert profile_value(packs, "sou-2010-15", "params.age_high") == "20"
    assert profile_value(packs, "rps-2011", "extends") == "sou-2010-15"
    assert profile_value(packs, "tensta-rinkeby-unga-vuxna", "operation_model") == "lotsning"
    assert profile_value(packs, "rps-2011", "rules.recruitment_risk") == "recruitment_risk"
    assert profile_value(packs, "rps-2011", "instead.target_group") == "target_group_rps"
    for nothing in ("closed", "rules.belongs_to_area", "params.zzz", "zzz", "label.zzz"):
        assert profile_value(packs, "rps-2011", nothing) is None, nothing


def test_the_places_of_a_case_file_can_be_named_and_looked_up(packs: Packs) -> None:
    assert {"consent.until", "nomination.by", "events.list", "voice", "checklists.answers"} <= set(CASE_FIELDS)
    case: Case = load_case(ROOT / "scenarios/01_tydligt_erbjudande.yaml", packs)[0]
    bare = case.model_copy(update={"consent": (), "nomination": None, "voice": ()})
    for field in ("consent.state", "nomination.by", "voice"):
        assert case_has(case, field), field
        assert not case_has(bare, field), field


def test_a_local_pack_adds_and_replaces_statements(tmp_path: Path, statements: Statements) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "statements.yaml").write_text(
        "sections: [{number: 12, title: Nämndens egna krav}]\n"
        "statements:\n"
        "  - {id: K1.01, text: Något annat., sources: [{doc: ramboll-2017, section: Sida}], not_encoded: Ett skäl.}\n"
        "  - id: K12.01\n"
        "    text: Nämndens krav.\n"
        "    sources: [{doc: ramboll-2017, section: Sida}]\n"
        "    carried_by: {rules: [target_group]}\n",
        encoding="utf-8",
    )
    found = load_statements(load(tmp_path))
    assert found.sections[12] == "Nämndens egna krav"
    assert found.listed[0].text == "Något annat."
    assert found.listed[-1].id == "K12.01"
    assert len(found.listed) == len(statements.listed) + 1


def test_no_excuse_is_a_promise(statements: Statements) -> None:
    """What "isn't there yet" is forgotten when it comes: a reason says why, not when."""
    for one in statements.listed:
        assert "ännu" not in one.not_encoded + one.note, one.id
