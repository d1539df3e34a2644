"""Section 1: at most five sentences, whatever the case, the profile, the operation model and people's judgement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.explain import reason
from sigrisk.judgement import POSITIONS, Judgement, Position, blank
from sigrisk.lacks import departure
from sigrisk.memo.build import build
from sigrisk.memo.inshort import MOST, one_sentence, summary_sentences
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Paragraph
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, OperationModel
from tests.judgements import whole
from tests.memos import SCENARIOS

_END = re.compile(r"[.!?…]+(?=[\s”)]|$)")


def ends(text: str) -> int:
    """How many sentences a text has, counted by their ends and not as the program cuts them."""
    return len(_END.findall(text))


def assessed(path: Path, packs: Packs, profile: str = "", model: OperationModel | None = None) -> Assessment:
    case, _ = load_case(path, packs)
    book = packs.book(profile or profile_id(case))
    return assess(case, replace(book, chosen_model=model), packs.instruments, lambda *_: "")


def told(assessment: Assessment, judgement: Judgement | None = None) -> list[str]:
    reasons = {rule: reason(assessment, result) for rule, result in assessment.results.items()}
    return summary_sentences(assessment, reasons, judgement, in_memo=True)


def assert_short(assessment: Assessment) -> None:
    judged = whole(assessment)
    for judgement in (None, blank(assessment), judged, judged.model_copy(update={"follow_up": None})):
        found = told(assessment, judgement)
        assert all(ends(one) == 1 for one in found), found
        assert len(found) <= MOST == 5, found


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_summary_has_more_than_five_sentences(path: Path, packs: Packs) -> None:
    """Each scenario in each operation model, as a draft and with what people have written."""
    for model in OperationModel:
        assert_short(assessed(path, packs, model=model))


@pytest.mark.parametrize("place", range(10))
def test_no_summary_in_any_profile_has_more_than_five_sentences(place: int, packs: Packs) -> None:
    """Every tenth scenario under each profile, beginning with another one for each profile, in each model in turn."""
    profile, models = packs.profiles.ids[place], list(OperationModel)
    for number, path in enumerate(SCENARIOS[place::10]):
        assert_short(assessed(path, packs, profile, models[(number + place) % 3]))


@pytest.mark.verify
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_summary_has_more_than_five_sentences_anywhere(path: Path, packs: Packs) -> None:
    """Every scenario under every profile in every operation model."""
    for profile in packs.profiles.ids:
        for model in (None, *OperationModel):
            assert_short(assessed(path, packs, profile, model))


@pytest.mark.parametrize("path", SCENARIOS[::9], ids=lambda p: p.stem)
@pytest.mark.parametrize("judged", [False, True])
def test_section_one_says_nothing_else(path: Path, judged: bool, packs: Packs) -> None:
    assessment = assessed(path, packs)
    judgement = whole(assessment) if judged else None
    people = Judged(judgement, packs.laws) if judgement is not None else None
    first = build(assessment, "VERSION", packs.young, people).sections[0]
    assert [b.text for b in first.blocks if isinstance(b, Paragraph) and not b.strong] == told(assessment, judgement)
    assert len(first.blocks) <= MOST


@pytest.mark.parametrize("path", SCENARIOS[::7], ids=lambda p: p.stem)
def test_the_summary_leaves_nothing_decisive_out(path: Path, packs: Packs) -> None:
    """Every possible outcome, the rule that decided, how many flags hold and are open, and what to ask for."""
    assessment = assessed(path, packs)
    said = " ".join(told(assessment))
    flags = assessment.of_kind(Kind.FLAG)
    held = [r.rule.title for r in flags if r.verdict is Verdict.MET]
    assert all(f"”{title}”" in said for title in held) or f"{len(held) - 3} till" in said
    left = sum(r.verdict is Verdict.OPEN for r in flags)
    assert not left or f"och {left} går inte att avgöra" in said or f"och {left} som inte går att avgöra" in said
    for question in assessment.questions[:3]:
        assert f"”{question.fact.definition.label}”" in said
    texts = assessment.book.outcomes
    if assessment.settled:
        decided = reason(assessment, assessment.results[assessment.decided_by[-1]])
        assert one_sentence(decided.sentence) in said
    else:
        assert all(f"”{texts[o].title}”" in said for o in assessment.outcomes)


def test_the_order_is_the_same_in_every_memo(packs: Packs) -> None:
    """Outcome, why, flags, how firm, people's position; unsettled: outcomes, flags, position, what to ask for."""
    settled = told(assessed(SCENARIOS[0], packs))
    marks = (
        "Regelverket",
        "Den unge hör till",
        "Ingen varningsflagga",
        "Inga svar på de frågor",
        "Det här är ett underlag",
    )
    assert all(one.startswith(mark) for one, mark in zip(settled, marks, strict=True))
    unsettled = told(assessed(next(p for p in SCENARIOS if p.name.startswith("06")), packs))
    marks = ("Utfallet går inte", "Det kan bli", "Ingen varningsflagga", "Det här är ett underlag", "Ta först reda på")
    assert all(one.startswith(mark) for one, mark in zip(unsettled, marks, strict=True))


def test_the_position_says_that_it_departs_and_when_it_is_tried_again(packs: Packs) -> None:
    assessment = assessed(SCENARIOS[0], packs)
    judgement = whole(assessment, Position.NO_OFFER)
    assert departure(judgement, assessment)
    said = told(assessment, judgement)[-1]
    assert POSITIONS[Position.NO_OFFER] in said and "avviker" in said and "prövas på nytt den" in said
    follows = told(assessment, whole(assessment, Position.OFFER))[-1]
    assert POSITIONS[Position.OFFER] in follows and "avviker" not in follows


def test_a_position_on_another_assessment_is_to_be_confirmed(packs: Packs) -> None:
    assessment = assessed(SCENARIOS[0], packs)
    judgement = whole(assessment)
    then = judgement.judged.model_copy(update={"assessment_date": assessment.case.day - timedelta(days=9)})
    said = told(assessment, judgement.model_copy(update={"judged": then}))[-1]
    assert "behöver bekräftas på nytt" in said and POSITIONS[Position.NO_OFFER] in said


@pytest.mark.parametrize(
    ("text", "one"),
    [("En mening.", "En mening."), ("En till. Och en. SIG också!", "En till; och en; SIG också!")],
)
def test_sentences_are_put_together(text: str, one: str) -> None:
    assert one_sentence(text) == one
