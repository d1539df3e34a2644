"""What must be in place for it to be called SIG: told when an offer is possible, and deciding nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.assess import Assessment, assess, walk
from sigrisk.casefile import load_case, profile_id
from sigrisk.condition import rules_in
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.explain import reason
from sigrisk.knowledge import gather
from sigrisk.memo import blanks
from sigrisk.memo.build import build as build_memo
from sigrisk.memo.model import Blank, Paragraph, Reasoned, Subheading
from sigrisk.memo.offer import REQUIREMENTS, appeal
from sigrisk.packs import Packs, load
from sigrisk.possible import Ordered, Verdict
from sigrisk.report import report
from sigrisk.rulebook import Kind, LegalForm, RuleBook
from sigrisk.terminal import everything_explained, verdict_text
from tests.drawing import Knobs, build, draw_case, knobs

SCENARIOS = Path(__file__).parent.parent / "scenarios"
PROFILES = load().profiles.ids
NAMED = {  # criteria.md, section 7, with the meetings that the young person attends
    "req_lead", "req_police", "req_other_actors", "req_consent_specified", "req_meetings", "req_at_meetings",
    "req_plan", "req_plan_followed", "req_plan_plain",
}  # fmt: skip
YOUTH = NAMED | {"req_school", "req_consent", "req_plan_areas"}
ADULT = NAMED | {"req_occupation", "req_consent_adult", "req_plan_areas_adult"}


def told(name: str, packs: Packs, profile: str = "") -> Assessment:
    case, _ = load_case(SCENARIOS / f"{name}.yaml", packs)
    return assess(case, packs.book(profile or profile_id(case)), packs.instruments, lambda *_: "")


YOUNG = load().young


def in_memo(assessment: Assessment) -> dict[str, Reasoned]:
    """The requirements of section 13, by rule."""
    blocks = next(s for s in build_memo(assessment, "0", YOUNG).sections if s.number == "13").blocks
    if Subheading(REQUIREMENTS) not in blocks:
        return {}
    return {b.rule: b for b in blocks if isinstance(b, Reasoned) and b.rule.startswith("req_")}


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_has_the_requirements_for_its_age(packs: Packs, profile: str) -> None:
    """School for the young and occupation for adults; none for a selection to research."""
    wanted = set() if "studie" in profile else ADULT if "vuxna" in profile else YOUTH
    assert {r.id for r in packs.book(profile).of_kind(Kind.REQUIREMENT)} == wanted


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_builds_on_a_requirement(packs: Packs, profile: str) -> None:
    """So no answer about the planned group can change a flag or the outcome."""
    book = packs.book(profile)
    built_on = {book.rules[other].rule.kind for r in book.rules.values() for other in rules_in(r.tree)}
    assert built_on <= {Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG}


@given(knobs(), st.integers(0, 2**16))
def test_the_planned_group_changes_requirements_only(packs: Packs, book: RuleBook, knob: Knobs, choice: int) -> None:
    """Answers about the planned group leave every other verdict and the possible outcomes as they were."""
    values = gather(draw_case(packs, knob), book, packs.instruments).values()
    planned = [f.id for f in book.vocabulary if f.domain.id == "insatsgrupp"]
    answers = {f: Ordered(choice >> i & 1, choice >> i & 1) for i, f in enumerate(planned)}
    trees = {r: one.tree for r, one in book.rules.items()}
    before, after = (verdicts_of(run(trees, v)) for v in (values, {**values, **answers}))
    assert {book.rules[r].rule.kind for r in before if before[r] is not after[r]} <= {Kind.REQUIREMENT}
    assert walk(book, before) == walk(book, after)


def test_an_offer_tells_each_requirement_with_its_mark_and_advice(packs: Packs) -> None:
    """In the memo each in full, on the terminal in short, in the data as rules."""
    assessment = told("01_tydligt_erbjudande", packs)
    found = in_memo(assessment)
    assert set(found) == YOUTH
    assert found["req_police"].mark == "Oklart" and found["req_police"].do
    assert found["req_consent"].mark == "Inte på plats" and found["req_consent"].do
    text = verdict_text(assessment)
    assert f"{REQUIREMENTS}:" in text and "0 av 12 krav är på plats, och 10 är oklara." in " ".join(text.split())
    assert "Inte på plats: Den unge och föräldrarna samtycker." in text
    kinds = {r.id: r.kind for r in report(assessment).rules}
    assert {r for r, kind in kinds.items() if kind == "requirement"} == YOUTH
    assert "Polisen ingår: oklart" in everything_explained(assessment)


def test_what_is_in_place_needs_no_advice(packs: Packs) -> None:
    """A requirement that is met says so, and asks for nothing."""
    assessment = told("16_ursprunglig_ide_tjugo_ar", packs)
    met = [r for r in assessment.of_kind(Kind.REQUIREMENT) if r.verdict is Verdict.MET]
    assert all(reason(assessment, r).do == "" for r in met)
    case, _ = load_case(SCENARIOS / "01_tydligt_erbjudande.yaml", packs)
    claim = {"value": True, "source": "polisen", "date": "2026-11-09"}
    data = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    whole = build({**data, "facts": {**data["facts"], "sig.police": claim}})
    one = in_memo(assess(whole, assessment.book, packs.instruments, lambda *_: ""))["req_police"]
    assert (one.mark, one.do) == ("På plats", "")


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("02_for_latt", ""),
        ("15_samma_arende_lotsningsmodell", ""),
        ("24_studie_1_villkoren_uppfyllda", ""),
        ("01_tydligt_erbjudande", "hasselby-vallingby-ungdom"),
    ],
)
def test_no_requirements_are_told_where_no_offer_can_be_made(packs: Packs, name: str, profile: str) -> None:
    """Not when something else suits better, not while the group must weigh, not in research or a closed operation."""
    assessment = told(name, packs, profile)
    assert in_memo(assessment) == {}
    assert REQUIREMENTS not in verdict_text(assessment)
    assert "Polisen ingår" not in everything_explained(assessment)


@pytest.mark.parametrize(
    ("profile", "form", "word"),
    [
        ("skarholmen-ungdom", LegalForm.ASSISTANCE, "avslag"),
        ("spanga-tensta-ungdom", LegalForm.ASSISTANCE, "avslag"),
        ("sou-2010-15", LegalForm.COOPERATION, "ansöka om bistånd"),
        ("rps-2011", LegalForm.COOPERATION, "ansöka om bistånd"),
        ("stockholm-unga-vuxna", LegalForm.COOPERATION, "ansöka om bistånd"),
        ("socialstyrelsen-ungdom", None, "anger ingen form"),
    ],
)
def test_the_legal_form_decides_what_is_said_of_appeal(
    packs: Packs, profile: str, form: LegalForm | None, word: str
) -> None:
    """A refused application may be appealed; otherwise the right to apply must be told."""
    whole = packs.profiles.whole(profile)
    assert whole.legal_form is form
    told, *line = appeal(whole)
    assert isinstance(told, Paragraph) and word in told.text
    may_be_assistance = form in (None, LegalForm.ASSISTANCE)
    assert line == ([Blank(blanks.HOW_TO_APPEAL)] if may_be_assistance else [])  # people write how, where one may
