"""What the memo says of a checklist's answers: which are the assessor's, which are "vet ej", which come from others."""

from __future__ import annotations

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.memo.checklists import checklist
from sigrisk.memo.copies import copy_of
from sigrisk.memo.model import Paragraph, Picture
from sigrisk.memo.reader import Copy
from sigrisk.packs import Packs
from tests.memos import SCENARIOS


def assessed(start: str, packs: Packs) -> Assessment:
    case, _ = load_case(next(p for p in SCENARIOS if p.name.startswith(start)), packs)
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


def test_dont_know_and_not_applicable_are_no_answers_on_the_form(packs: Packs) -> None:
    one = assessed("06", packs)
    told = next(b for b in checklist(one, one.scores[0], 1) if isinstance(b, Paragraph) and b.strong == "Underlag.")
    assert "8 av 12 frågor är besvarade på formuläret, 3 har svaret vet ej och 1 är ej aktuell." in told.text
    assert "Svaret på 1 fråga till framgår av andra uppgifter i ärendet." in told.text


def test_a_table_says_which_answers_are_not_the_assessors(packs: Packs) -> None:
    one = assessed("06", packs)
    risk, protection = (b for b in checklist(one, one.scores[0], 1) if isinstance(b, Picture))
    assert "Därav från andra uppgifter i ärendet" not in risk.table.header
    assert protection.table.header[-1] == "Därav från andra uppgifter i ärendet"
    assert {row[0]: row[-1] for row in protection.table.rows}["Kamrater och familj"] == "1"
    assert "andra uppgifter i ärendet räknas med i ”Kamrater och familj”" in protection.description


def test_nothing_is_called_whole_where_others_have_answered(packs: Packs) -> None:
    """In every scenario: "Inga svar saknas" stands only below tables that hold the assessor's answers alone."""
    whole = mixed = 0
    for path in SCENARIOS:
        case, _ = load_case(path, packs)
        one = assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")
        for score in one.scores:
            assert score.answered + score.said_unknown + score.said_not_applicable == len(score.checklist.given)
            for picture in (b for b in checklist(one, score, 1) if isinstance(b, Picture)):
                elsewhere = picture.table.header[-1].startswith("Därav")
                mixed += elsewhere
                whole += "Inga svar saknas." in picture.description
                assert not (elsewhere and "Inga svar saknas." in picture.description), path.stem
    assert whole and mixed


def test_every_picture_of_counts_says_which_facts_it_counts(packs: Packs) -> None:
    """Else the party's copy would show what rests on a masked answer."""
    memo = copy_of(assessed("06", packs), "VERSION", packs.young, Copy.FULL)
    section = next(one for one in memo.sections if one.number == "7")
    assert all(block.facts for block in section.blocks if isinstance(block, Picture))
