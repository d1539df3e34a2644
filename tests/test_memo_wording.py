"""What a reader met with fresh eyes: the memo tells what is recorded, by age, by the ground, and names no one amiss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sigrisk import firmtext
from sigrisk.adult import age_group
from sigrisk.assess import Assessment, assess
from sigrisk.case import Case, ConsentState
from sigrisk.casefile import load_case, profile_id
from sigrisk.explain import reason
from sigrisk.memo import blanks, followed, labels
from sigrisk.memo.build import build
from sigrisk.memo.inshort import FIRM, summary_sentences, without_firmness
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Picture, Reasoned, Subheading, Table
from sigrisk.packs import Packs
from sigrisk.pictures.timeline import UNDATED
from sigrisk.possible import Verdict
from sigrisk.robustness import firmness
from sigrisk.rulebook import Kind
from sigrisk.ruletext import apart, choice_faults, choice_in
from tests.judgements import whole

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


def case_of(number: str, packs: Packs) -> Case:
    return load_case(next(p for p in SCENARIOS if p.name.startswith(f"{number}_")), packs)[0]


def assessed(case: Case, packs: Packs) -> Assessment:
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "REGELKÖRNING")


def memo_of(case: Case, packs: Packs) -> Memo:
    return build(assessed(case, packs), "VERSION", packs.young)


def blocks(memo: Memo, number: str) -> tuple[Block, ...]:
    return next(s for s in memo.sections if s.number == number).blocks


def texts(found: tuple[Block, ...]) -> Iterator[str]:
    for block in found:
        if isinstance(block, Paragraph):
            yield f"{block.strong} {block.text}".strip()
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Reasoned):
            yield from (block.title, block.sentence, block.do)


# -- what the case file says of the time before -----------------------------------------------------------------------


def test_earlier_assessments_are_told_and_this_one_is_not(packs: Packs) -> None:
    told = [one for one in texts(blocks(memo_of(case_of("101", packs), packs), "2")) if one.startswith("Tidigare")]
    assert len(told) == 1 and "18\u00a0maj\u00a02026" in told[0] and "16\u00a0november" not in told[0]


def test_the_follow_up_is_told_in_plain_words(packs: Packs) -> None:
    told = list(texts(blocks(memo_of(case_of("101", packs), packs), "15")))
    for said in (
        "SIG pågår.",
        "SIG startade den 25\u00a0maj\u00a02026.",
        "9 nätverksmöten har hållits.",
        "Ingen placering utanför hemmet sedan SIG startade.",
        "Den unge svarar på ”Vad har varit till hjälp?”: ”Att någon alltid svarade.”",
    ):
        assert said in told
    assert not any("saknas" in one or "betyg" in one for one in told)  # what isn't filled in isn't told
    without = case_of("101", packs).model_copy(update={"followup": ()})
    assert followed.RECORDED not in [b.text for b in blocks(memo_of(without, packs), "15") if isinstance(b, Subheading)]


@pytest.mark.parametrize(
    ("consented", "states", "clash"),
    [
        (True, (ConsentState.NOT_ASKED, ConsentState.GIVEN, ConsentState.GIVEN), True),
        (True, (ConsentState.GIVEN, ConsentState.GIVEN, ConsentState.GIVEN), False),
        (False, (ConsentState.GIVEN, ConsentState.GIVEN, ConsentState.GIVEN), True),
        (False, (ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.GIVEN), False),
        (None, (ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.GIVEN), False),
    ],
)
def test_a_follow_up_that_goes_against_the_consents_is_told(
    consented: bool | None, states: tuple[ConsentState, ...], clash: bool, packs: Packs
) -> None:
    case = case_of("101", packs)
    consent = tuple(c.model_copy(update={"state": s}) for c, s in zip(case.consent, states, strict=True))
    follow_up = case.followup[0].model_copy(update={"consented": consented})
    memo = memo_of(case.model_copy(update={"consent": consent, "followup": (follow_up,)}), packs)
    told = [one for one in texts(blocks(memo, "12")) if one.startswith("Samtycke till SIG: enligt uppföljningen")]
    assert bool(told) is clash


# -- by age -----------------------------------------------------------------------------------------------------------

AGED = "{under18: BUP | from18: vuxenpsykiatrin}"


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (17, "hos barn- och ungdomspsykiatrin (BUP) om"),
        (18, "hos vuxenpsykiatrin om"),
        (None, "hos barn- och ungdomspsykiatrin (BUP) eller, från 18 år, vuxenpsykiatrin om"),
    ],
)
def test_psychiatry_is_that_of_the_age(age: int | None, said: str, packs: Packs) -> None:
    case = case_of("12", packs)
    person = case.person.model_copy(update={"birth_date": None, "age": age})
    facts = {k: v for k, v in case.facts.items() if k != "health.npf_unassessed"}
    one = next(iter(case.claims("health.npf"))).model_copy(update={"value": True})
    changed = case.model_copy(update={"person": person, "facts": facts | {"health.npf_unassessed": one}})
    assessment = assessed(changed, packs)
    assert said in reason(assessment, assessment.results["npf_assessment"]).do


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_adult_is_sent_to_child_psychiatry(path: Path, packs: Packs) -> None:
    assessment = assessed(load_case(path, packs)[0], packs)
    if age_group(assessment) is not True:
        return
    for result in assessment.results.values():
        one = reason(assessment, result)
        assert "BUP" not in one.result.rule.title + one.sentence + one.do
        assert "båda vårdnadshavarna" not in one.do and "familjehem eller i skolan" not in one.do


def test_a_choice_by_age_is_whole_and_is_told_apart_from_a_case(packs: Packs) -> None:
    tree = packs.book("socialstyrelsen-ungdom").rules["npf_assessment"].tree
    assert apart(AGED, lambda _: None) == "BUP eller, från 18 år, vuxenpsykiatrin"
    assert not list(choice_faults(AGED, None, tree, packs.vocabulary))
    assert list(choice_faults("{under18: BUP}", None, tree, packs.vocabulary))
    assert len(choice_in(AGED)) == 2


# -- what is said is the ground, and nobody is named amiss ------------------------------------------------------------


def test_no_sentence_says_that_the_group_has_judged(packs: Packs) -> None:
    said = re.compile(r"\b[Gg]ruppen (bedömer|har själv|anser|har bedömt)\b(?! om SIG)")
    rules = [p.rule for p in packs.rules.values()]
    assert not [r.id for r in rules if said.search(f"{r.says} {r.says_not}")]


def test_no_title_is_said_again_by_its_sentence(packs: Packs) -> None:
    rules = [p.rule for p in packs.rules.values() if p.rule.kind is Kind.OUTCOME]
    assert not [r.id for r in rules if r.says.startswith(r.title)]


def test_advice_on_a_flag_that_holds_does_not_ask_whether_it_does(packs: Packs) -> None:
    rules = [p.rule for p in packs.rules.values() if p.rule.kind is Kind.FLAG]
    assert not [r.id for r in rules if re.search(r"om (det|risken|ett beroende) (visar sig|är ett annat|driver)", r.do)]


def test_the_outcome_says_nothing_of_a_ground_that_need_not_be_its_own(packs: Packs) -> None:
    assert "lägre risk" not in " ".join(texts(blocks(memo_of(case_of("70", packs), packs), "13")))


def test_a_sentence_of_the_court_needs_a_prosecution(packs: Packs) -> None:
    rule = packs.rules["alt_youth_service"].rule
    assert "åtalas och döms" in rule.says and "{facts}" not in rule.says


# -- summary, section 12, the timeline, the signature -----------------------------------------------------------------


@pytest.mark.parametrize("number", ["02", "14", "70"])
def test_the_summary_says_how_firm_an_outcome_is_where_all_is_known(number: str, packs: Packs) -> None:
    assessment = assessed(case_of(number, packs), packs)
    reasons = {i: reason(assessment, r) for i, r in assessment.results.items()}
    told = summary_sentences(assessment, reasons, in_memo=True)
    wrong = firmness(assessment).outcome
    assert wrong is not None and FIRM[wrong.least] in told[3].lower() and len(told) <= 5
    assert "avsnitt 12" not in " ".join(summary_sentences(assessment, reasons))  # the screen has none
    assert "avsnitt 12" not in without_firmness(told[3])  # nor has a party's copy with something masked


def test_a_memo_with_a_position_says_what_was_open_and_asks_for_nothing(packs: Packs) -> None:
    assessment = assessed(case_of("06", packs), packs)
    reasons = {i: reason(assessment, r) for i, r in assessment.results.items()}
    assert summary_sentences(assessment, reasons)[-1].startswith(labels.FIND_OUT)
    assert summary_sentences(assessment, reasons, whole(assessment))[-1].startswith(labels.WAS_OPEN)


def test_whoever_decides_signs_on_a_line(packs: Packs) -> None:
    assessment = assessed(case_of("02", packs), packs)
    memo = build(assessment, "VERSION", packs.young, Judged(whole(assessment), packs.laws))
    (line,) = [b for b in blocks(memo, "14") if getattr(b, "label", "") == "Underskrift"]
    told = labels.blank_hint(line)  # type: ignore[arg-type]
    assert "Ann Exempel, enhetschef" in told and labels.BLANK_HINT not in told
    assert blanks.SIGNED not in [getattr(b, "label", "") for b in blocks(memo, "14")]


@pytest.mark.parametrize("path", SCENARIOS[::5], ids=lambda p: p.stem)
def test_the_timeline_is_in_order_of_time(path: Path, packs: Packs) -> None:
    memo = memo_of(load_case(path, packs)[0], packs)
    for block in blocks(memo, "3"):
        if isinstance(block, Picture):
            days = [row[0] for row in block.table.rows if row[0] != UNDATED]
            whole_days = [f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10] for day in days]
            assert whole_days == sorted(whole_days)
            dated = [row for row in block.table.rows if row[0] != UNDATED]
            assert dated[-1][1] == "Bedömningsdag"
            assert "Tidslinjens första dag" not in [row[1] for row in dated[1:]]


def test_answers_that_turn_several_verdicts_are_a_list(packs: Packs) -> None:
    found = blocks(memo_of(case_of("02", packs), packs), "12")
    at = next(i for i, b in enumerate(found) if b == Paragraph(firmtext.ALONE))
    after = found[at + 1]
    assert isinstance(after, Bullets) and all(re.search(r"\(\d+ rader\)$", item) for item in after.items)
    assert isinstance(found[at - 1], Table)


def test_open_flags_are_counted_in_whole_words(packs: Packs) -> None:
    assessment = assessed(case_of("101", packs), packs)
    reasons = {i: reason(assessment, r) for i, r in assessment.results.items()}
    unsettled = sum(r.verdict is Verdict.OPEN for r in assessment.of_kind(Kind.FLAG))
    assert summary_sentences(assessment, reasons)[2] == (
        "Det finns en varningsflagga som gäller (”Risken är inte överhängande”) "
        f"och {unsettled} som inte går att avgöra."
    )
