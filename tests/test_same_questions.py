"""One answer to which questions can decide: the screen, the memo, the data and ``sigrisk next`` name the same ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from sigrisk.assess import Assessment, assess
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.cli import main
from sigrisk.memo.build import build
from sigrisk.memo.model import Bullets, Memo, Subheading
from sigrisk.memo.sentences import question_text
from sigrisk.net import Net
from sigrisk.nextquestions import NextQuestions
from sigrisk.packs import Packs
from sigrisk.relevance import Relevance
from sigrisk.report import report
from sigrisk.screening import Interview
from sigrisk.screenview import next_text, worded
from sigrisk.terminal import MOST_QUESTIONS, verdict_text
from tests.drawing import Knobs, draw_case, knobs
from tests.memos import SCENARIOS

HEADING = "Svar som kan ändra utfallet, de mest avgörande först"
_NUMBERED = re.compile(r"^  \d+\. ", re.MULTILINE)


def deciding(one: Assessment) -> set[str]:
    """The facts whose answer can still decide, asked of each by itself."""
    net = Net(one.book)
    relevance, masks = Relevance(net), net.masks(one.knowledge.values())
    can = {fact: relevance.can_decide(masks, at) for at, fact in enumerate(net.facts)}
    return {fact for fact, decides in can.items() if decides is not False}


def in_memo(memo: Memo) -> list[str]:
    """The questions of section 12."""
    (section,) = (one for one in memo.sections if one.number == "12")
    for block, following in zip(section.blocks, section.blocks[1:], strict=False):
        if isinstance(block, Subheading) and block.text == HEADING:
            assert isinstance(following, Bullets)
            return list(following.items)
    return []


def flat(text: str) -> str:
    return " ".join(text.split())


def on_screen(text: str) -> list[str]:
    """The numbered questions of a text, each with what follows it."""
    return [flat(one) for one in _NUMBERED.split(text)[1:]]


def says_the_same(one: Assessment, memo: Memo, next_: str, wordings: list[str]) -> None:
    """The set of the exact search, in one order, wherever questions are named."""
    named = [q.fact.id for q in one.questions]
    assert set(named) == (set() if one.settled else deciding(one))
    assert [q.fact for q in report(one).questions] == named
    written = [question_text(one, i) for i in range(len(named))]
    assert in_memo(memo) == written
    shown = on_screen(verdict_text(one))
    assert len(shown) == min(len(named), MOST_QUESTIONS)
    for got, wanted in zip(shown, written, strict=False):
        assert got.startswith(flat(wanted))
    asked = on_screen(next_)
    assert len(asked) == len(named)
    for got, wanted in zip(asked, wordings, strict=True):
        assert got.startswith(flat(wanted))


def compared(case: Case, packs: Packs) -> None:
    book = packs.book(profile_id(case))
    one = assess(case, book, packs.instruments, lambda *_: "")
    interview = Interview(Path("arende.yaml"), packs, None, "", one, NextQuestions(book), case.day)
    wordings = [worded(interview, q) for q in one.questions]
    says_the_same(one, build(one, "VERSION", packs.young), next_text(interview, 1000), wordings)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_a_scenario_is_asked_the_same_everywhere(path: Path, packs: Packs) -> None:
    compared(load_case(path, packs)[0], packs)


@given(knobs())
@settings(max_examples=25)
def test_a_drawn_case_is_asked_the_same_everywhere(packs: Packs, knob: Knobs) -> None:
    compared(draw_case(packs, knob), packs)


def test_the_commands_themselves_agree(tmp_path: Path) -> None:
    """The blank case, where a fact is left open by the conditions and yet decides nothing."""
    case = next(p for p in SCENARIOS if p.name.startswith("27"))
    told = CliRunner().invoke(main, ["next", str(case), "--count", "1000"])
    assert CliRunner().invoke(main, ["assess", str(case), "--format", "json", "--out", str(tmp_path)]).exit_code == 0
    data = json.loads((tmp_path / f"{case.stem}-bedomning.json").read_text(encoding="utf-8"))
    facts = [q["fact"] for q in data["questions"]]
    assert len(on_screen(told.output)) == len(facts) > 40
    assert "nomination.not_crime_worry" not in facts
