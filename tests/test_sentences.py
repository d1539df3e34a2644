"""A sentence says what the facts say: the grounds that decided, never "either … or", and nothing that isn't known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from sigrisk.assess import Assessment, assess
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.condition import Counted, Not, RuleMet, Tree
from sigrisk.engine.evaluate import deciding, evaluate
from sigrisk.explain import Ground, Step, joined, reason
from sigrisk.memo.build import build
from sigrisk.memo.wording import ground_text
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from sigrisk.ruletext import apart, choice_faults, choice_in

SCENARIOS = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
BASE = """
sigrisk: 1
case: {id: A-1, assessment_date: 2026-11-16MODEL}
person: {label: Kim, birth_date: BORN}
sources: {utredning: {name: Utredning, type: social_services}}
facts:
FACTS
"""


def assessed(
    tmp_path: Path, packs: Packs, facts: Mapping[str, str], born: str = "2010-04-12", model: str = ""
) -> Assessment:
    path = tmp_path / "arende.yaml"
    lines = [f"  {f}: {{value: {v}, source: utredning, date: 2026-11-10}}" for f, v in facts.items()]
    base = BASE.replace("BORN", born).replace("MODEL", f", operation_model: {model}" if model else "")
    path.write_text(base.replace("FACTS", "\n".join(lines) or "  {}"), encoding="utf-8")
    return assessed_case(load_case(path, packs)[0], packs)


def assessed_case(case: Case, packs: Packs) -> Assessment:
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "REGELKÖRNING")


def sentence(assessment: Assessment, rule: str) -> str:
    return reason(assessment, assessment.results[rule]).sentence


# -- only what decided is said ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"crime.imminent": "ja", "leaver.wants_out": "nej"}, "risken bedöms vara överhängande"),
        (
            {"crime.imminent": "nej", "leaver.wants_out": "ja", "crime.lifestyle": "high"},
            "den unge räknas som avhoppare",
        ),
        (
            {"crime.imminent": "ja", "leaver.wants_out": "ja", "crime.lifestyle": "high"},
            "risken bedöms vara överhängande och den unge räknas som avhoppare",
        ),
    ],
)
def test_a_sentence_says_which_grounds_decided(facts: dict[str, str], said: str, tmp_path: Path, packs: Packs) -> None:
    assert sentence(assessed(tmp_path, packs, facts), "risk_not_imminent") == f"Varningen gäller inte, för {said}."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("ja", "det går att arbeta tillsammans med familjen"),
        ("ej aktuellt", "frågan om familjen är inte aktuell"),
        (
            "[ja, ej aktuellt]",
            "det går att arbeta tillsammans med familjen eller frågan om familjen är inte aktuell",
        ),
    ],
)
def test_an_answer_that_the_question_does_not_apply_has_its_own_words(
    value: str, said: str, tmp_path: Path, packs: Packs
) -> None:
    assessment = assessed(tmp_path, packs, {"family.workable": value})
    assert sentence(assessment, "family_not_workable") == f"Varningen gäller inte, för {said}."


def test_a_side_has_its_own_words(tmp_path: Path, packs: Packs) -> None:
    assessment = assessed(tmp_path, packs, {"peers.criminal": "high", "school.truancy": "high"})
    assert sentence(assessment, "single_risk_factor") == (
        "Varningen gäller inte, för minst två riskfaktorer finns i hög grad."
    )


def test_a_sentence_about_what_nobody_knows_is_left_out(tmp_path: Path, packs: Packs) -> None:
    """The way the operation works stands in the sentence only where it is known."""
    unknown = sentence(assessed(tmp_path, packs, {"substances.use": "high"}), "heavy_substance_use")
    guided = assessed(tmp_path, packs, {"substances.use": "high"}, model="lotsning")
    known = sentence(guided, "heavy_substance_use")
    assert "okänt" not in unknown and "Verksamhetens arbetssätt" not in unknown
    assert known == f"{unknown} Verksamhetens arbetssätt: lotsningsmodell."


def test_the_events_behind_a_crime_are_named(packs: Packs) -> None:
    case = load_case(next(p for p in SCENARIOS if p.stem.startswith("06_")), packs)[0]
    assert "Det gäller rån den 24 oktober 2026 (misstänkt)." in sentence(assessed_case(case, packs), "strategic_crime")


def test_clauses_with_an_and_of_their_own_have_a_comma_before_the_last() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b och c"
    assert joined(["a och b", "c"]) == "a och b, och c"


def test_apart_from_a_case_every_clause_is_said(packs: Packs) -> None:
    text = "Den unge {a: är {param:age_low} år | b.c: vill}. {facts}."
    assert apart(text, {"param:age_low": "13"}.get) == "Den unge är 13 år eller vill. …."


def test_no_rule_says_either_or(packs: Packs) -> None:
    """What decided is known when a verdict is settled, so the sentence must say it."""
    either = re.compile(r"\bantingen\b|eller så|minst ett av följande|något av följande", re.IGNORECASE)
    texts = [(p.rule.id, t) for p in packs.rules.values() for t in (p.rule.says, p.rule.says_not)]
    texts += [(o.id.value, t) for o in packs.outcomes.values() for t in (o.means, o.do)]
    assert [where for where, text in texts if either.search(text)] == []


# -- a choice can never be empty --------------------------------------------------------------------------------------


A, B, C = RuleMet("a"), RuleMet("b"), RuleMet("c")
TREES: list[Tree] = [
    A,
    Not(A),
    Counted(1, (A, B), "any"),
    Counted(2, (A, B), "all"),
    Counted(2, (A, B, C), "at_least"),
    Counted(1, (A, Counted(2, (B, C), "all")), "any"),
    Counted(2, (A, Not(Counted(1, (B, C), "any"))), "all"),
    Not(Counted(2, (A, Counted(1, (B, C), "any")), "all")),
]


@pytest.mark.parametrize("tree", TREES, ids=str)
@pytest.mark.parametrize("keys", [("a",), ("b",), ("a", "b"), ("b", "c"), ("a", "b", "c"), ("a", "*")])
@pytest.mark.parametrize("wanted", [Verdict.MET, Verdict.NOT_MET])
def test_a_choice_that_may_be_empty_is_refused_and_no_other(
    tree: Tree, keys: tuple[str, ...], wanted: Verdict, packs: Packs
) -> None:
    """Against every case there is: a choice is refused just when some case would leave it empty."""
    text = "{" + " | ".join(f"{key}: ord" for key in keys) + "}"
    refused = any("tomt" in wrong for wrong, _ in choice_faults(text, wanted, tree, packs.vocabulary))
    assert refused == any(
        not told_in(tree, dict(zip("abc", verdicts, strict=True)), keys)
        for verdicts in product(Verdict, repeat=3)
        if evaluate(tree, {}, dict(zip("abc", verdicts, strict=True))).verdict is wanted
    )


def told_in(tree: Tree, verdicts: Mapping[str, Verdict], keys: tuple[str, ...]) -> bool:
    rules = [n.tree.rule for n in deciding(evaluate(tree, {}, verdicts)) if isinstance(n.tree, RuleMet)]
    return any(rule in keys or "*" in keys for rule in rules)


def test_a_placeholder_is_no_choice() -> None:
    assert choice_in("fact:peers.criminal") == () and choice_in("facts") == ()
    assert [(c.keys, c.text) for c in choice_in("a, b.c=na: ett | *: två")] == [
        ((("a", ""), ("b.c", "na")), "ett"),
        ((("*", ""),), "två"),
    ]


# -- what isn't known is no evidence ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCENARIOS[::6], ids=lambda p: p.stem)
def test_a_settled_verdict_rests_on_nothing_unknown(path: Path, packs: Packs) -> None:
    case, _ = load_case(path, packs)
    assessment = assessed_case(case, packs)
    for result in assessment.results.values():
        one = reason(assessment, result)
        assert "okänt" not in one.sentence, result.rule.id
        if one.verdict.settled:
            for ground in one.rests_on:
                known = ground.answered if isinstance(ground, Ground) else ground.result.verdict.settled
                assert known, (result.rule.id, ground)
        elif any(isinstance(g, Ground) and not g.answered for g in one.rests_on):
            lines = [ground_text(g) for g in one.rests_on if isinstance(g, Ground) and not g.answered]
            assert all("uppgift saknas" in line and ": okänt" not in line for line in lines)
        assert all(isinstance(g, Ground | Step) for g in one.rests_on)


# -- of age -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "title"),
    [
        ("2008-11-17", "Barnets bästa"),
        ("2008-11-16", "Den unges egen situation och självbestämmande"),
        ("2008-11", "Barnets bästa"),  # may be 17 still
        ("2000", "Den unges egen situation och självbestämmande"),
    ],
)
def test_section_ten_is_worded_for_the_one_who_is_of_age(born: str, title: str, tmp_path: Path, packs: Packs) -> None:
    memo = build(assessed(tmp_path, packs, {}, born), "VERSION", packs.young)
    ten = next(s for s in memo.sections if s.number == "10")
    five = next(s for s in memo.sections if s.number == "5")
    assert ten.title == title
    assert ("vårdnadshavarnas" in five.title) == (title == "Barnets bästa")
    assert "barnets" not in str(ten.blocks) or title == "Barnets bästa"
