"""A closed operation: assessed by the criteria it had, never offered, and always with what else there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigrisk.alternatives import alternatives_of
from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.lawlacks import all_lacks
from sigrisk.memo.build import build
from sigrisk.memo.data import memo_json
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Paragraph, Reasoned, Section
from sigrisk.memo.offer import CLOSED, REPLACED
from sigrisk.packs import DEFAULT_PROFILE, Packs, load
from sigrisk.possible import Verdict
from sigrisk.report import report
from sigrisk.rulebook import OutcomeId
from sigrisk.terminal import verdict_text
from tests.drawing import build as case_of
from tests.judgements import whole

SCENARIOS = Path(__file__).parent.parent / "scenarios"
CLOSED_PROFILE = "hasselby-vallingby-ungdom"
NO_OFFER = "Verksamheten är stängd, så inget erbjudande kan lämnas där"
OFFERED = "96_hasselby_vallingby_ungdom_erbjudande"
HERE = sorted(p.stem for p in SCENARIOS.glob("*.yaml") if f"profile: {CLOSED_PROFILE}\n" in p.read_text("utf-8"))
EVERYDAY = "alt_everyday_support"


def told(name: str, packs: Packs, profile: str = "", **facts: str) -> Assessment:
    case, _ = load_case(SCENARIOS / f"{name}.yaml", packs)
    data = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    said = {"source": "socialtjansten", "date": "2026-11-13"}
    claims = {fact.replace("__", "."): {"value": value, **said} for fact, value in facts.items()}
    changed = case_of({**data, "facts": {**data["facts"], **claims}}) if claims else case
    return assess(changed, packs.book(profile or profile_id(case)), packs.instruments, lambda *_: "")


YOUNG = load().young


def section(assessment: Assessment, number: str) -> Section:
    return next(s for s in build(assessment, "0", YOUNG).sections if s.number == number)


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", HERE)
def test_nothing_tells_the_group_to_offer_or_to_ask_for_consent(name: str, packs: Packs) -> None:
    """On the screen, in the memo, in the data of both: whatever the outcome."""
    assessment = told(name, packs)
    assert HERE.count(OFFERED) == 1 and len(HERE) >= 6
    for text in (
        verdict_text(assessment),
        memo_json(build(assessment, "0", packs.young)),
        report(assessment).model_dump_json(),
    ):
        assert NO_OFFER in words(text)
        for said in ("rbjud SIG", "att den unge erbjuds", "frågan om samtycke återstår", "Pröva SIG på nytt"):
            assert said not in words(text), said
        assert "Fråga därefter den unge om samtycke" not in words(text)
        assert "Samtycke hämtas in efter" not in words(text)


def test_the_same_case_is_offered_sig_where_the_operation_is_open(packs: Packs) -> None:
    """So that the test above can fail: the criteria come to the same outcome, told otherwise."""
    closed, open_ = told(OFFERED, packs), told(OFFERED, packs, DEFAULT_PROFILE)
    assert closed.outcomes == open_.outcomes == (OutcomeId.OFFER,)
    text = words(verdict_text(open_))
    assert NO_OFFER not in text and "Fråga därefter den unge om samtycke" in text
    assert alternatives_of(open_).replacing == ()
    assert {r.rule.id for r in alternatives_of(open_).named} < {r.rule.id for r in alternatives_of(closed).named}


def test_the_memo_leads_from_the_reason_to_what_took_its_place(packs: Packs) -> None:
    """Sections 1, 2, 4, 11, 13 and 16 say the same thing, each in its place."""
    assessment = told(OFFERED, packs)
    profile, title = assessment.book.profile, assessment.book.rules[EVERYDAY].rule.title
    first = section(assessment, "1").blocks[0]
    assert isinstance(first, Paragraph) and first.text.startswith(f"{NO_OFFER} (skälet står i avsnitt 2)")
    assert Paragraph(profile.closed, strong="Verksamheten är stängd.") in section(assessment, "2").blocks
    consent = section(assessment, "4").blocks[0]
    assert isinstance(consent, Paragraph) and "ställs inte längre" in consent.text
    named = [b for b in section(assessment, "11").blocks if isinstance(b, Reasoned)]
    assert (named[0].rule, named[0].mark) == (EVERYDAY, REPLACED)
    assert len(named) > 3 and {b.mark for b in named[1:]} == {"Att överväga"}
    thirteen = section(assessment, "13").blocks
    assert thirteen[0] == Paragraph(CLOSED)
    step = next(b.text for b in thirteen if isinstance(b, Paragraph) and b.strong == "Nästa steg.")
    assert step.endswith(f"Ta först upp det som har ersatt verksamheten: ”{title}”.")
    assert step == report(assessment).next_step and words(step) in words(verdict_text(assessment))
    appeal = section(assessment, "16").blocks[-1]
    assert isinstance(appeal, Paragraph) and appeal.text.startswith("Verksamheten är stängd")


@pytest.mark.parametrize(("level", "verdict"), [("low", Verdict.NOT_MET), ("high", Verdict.MET)])
def test_what_took_its_place_is_named_whatever_its_own_condition_says(
    packs: Packs, level: str, verdict: Verdict
) -> None:
    """With the sentence of its verdict, never as if it held."""
    practical = dict.fromkeys(("need__school", "need__home", "need__leisure"), level)
    assessment = told(OFFERED, packs, **practical, need__health="high", need__substances="high")
    assert assessment.outcomes == (OutcomeId.OFFER,)
    (one,) = alternatives_of(assessment).replacing
    assert (one.rule.id, one.verdict) == (EVERYDAY, verdict)
    said = one.rule.says_not if verdict is Verdict.NOT_MET else one.rule.says.split("{")[0]
    assert f"{REPLACED}: flexibelt vardagsstöd genom en ungdomsbehandlare. {said}" in words(verdict_text(assessment))


def test_what_took_its_place_comes_first_where_it_holds_and_no_offer_was_near(packs: Packs) -> None:
    """The young person who refuses SIG and asks for just that."""
    assessment = told("22_hasselby_vallingby_stangd", packs)
    assert assessment.outcomes == (OutcomeId.AWAIT,)
    assert [r.rule.id for r in alternatives_of(assessment).replacing] == [EVERYDAY]
    assert "Har ersatt verksamheten: flexibelt vardagsstöd" in words(verdict_text(assessment))


def test_the_data_names_the_alternatives_that_the_memo_names(packs: Packs) -> None:
    """In the same order, with what each is."""
    assessment = told(OFFERED, packs)
    found = report(assessment)
    assert found.profile_closed == assessment.book.profile.closed
    assert (found.alternatives[0].rule, found.alternatives[0].why) == (EVERYDAY, "replaces")
    in_memo = [b.rule for b in section(assessment, "11").blocks if isinstance(b, Reasoned)]
    assert [a.rule for a in found.alternatives if a.why != "may_fit"] == in_memo


def test_an_alternative_of_a_closed_operation_stands_beside_the_offer_that_it_can_not_make(packs: Packs) -> None:
    """Where SIG can't carry the case, or isn't for this age, what took its place isn't pressed on anybody."""
    outside = told("65_hasselby_vallingby_ungdom_nitton", packs)
    assert outside.outcomes == (OutcomeId.OUTSIDE,)
    assert alternatives_of(outside).replacing == ()
    assert EVERYDAY not in {r.rule.id for r in alternatives_of(outside).named}


def test_every_outcome_that_leads_on_to_sig_has_words_for_a_closed_operation(packs: Packs) -> None:
    """And an outcome that has none is told as it is."""
    book = packs.book(CLOSED_PROFILE)
    for outcome in {book.rules[r].rule.outcome for r in book.decision} - {OutcomeId.OUTSIDE, OutcomeId.TOO_LIGHT}:
        assert outcome is not None
        assert book.outcomes[outcome].do != packs.outcomes[outcome].do
    assert book.outcomes[OutcomeId.OUTSIDE].means == packs.outcomes[OutcomeId.OUTSIDE].means


def test_a_closed_operation_decides_nothing_to_appeal(packs: Packs) -> None:
    """The draft and the judged memo say the same, and how one appeals is asked for in neither."""
    path = next(SCENARIOS.glob("96*.yaml"))
    case, _ = load_case(path, packs)
    assessment = assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")
    judgement = whole(assessment).model_copy(update={"how_to_appeal": ""})
    assert "how_to_appeal" not in [one.key for one in all_lacks(judgement, assessment, packs.laws)]
    memo = build(assessment, "VERSION", packs.young, Judged(judgement, packs.laws))
    told = " ".join(
        f"{b.text}" for s in memo.sections if s.number == "16" for b in s.blocks if isinstance(b, Paragraph)
    )
    assert "finns inte att överklaga" in told and "rätt att ansöka om bistånd" in told
    assert "tre veckor" not in told
