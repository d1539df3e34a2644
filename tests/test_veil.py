"""The party's copy gives nothing away: cases that differ only in masked answers, and end alike, have the same copy."""

from __future__ import annotations

from copy import deepcopy
from difflib import unified_diff
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.assess import Assessment, NoOutcome, assess
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.instrument import Instrument, Item
from sigrisk.memo.blind import Hidden, blind, rests_on_hidden
from sigrisk.memo.build import build as memo_of
from sigrisk.memo.copies import copy_of
from sigrisk.memo.model import Memo, Reasoned
from sigrisk.memo.reader import Copy
from sigrisk.memo.text import plain_text
from sigrisk.memo.veil import MARK, VERDICT
from sigrisk.packs import Packs
from sigrisk.vocabulary import LEVELS, PROTECTION, FactDef, FactType
from tests.drawing import Knobs, build, draw_case, knobs, plain
from tests.memos import SCENARIOS

MOST_MASKED = 3


def answers(fact: FactDef) -> list[object]:
    """Everything that a source may say of a fact, "vet ej" too. That there is a claim at all isn't masked."""
    if fact.type is FactType.LEVEL:
        return ["unknown", *LEVELS]
    if fact.type is FactType.PROTECTION:
        return ["unknown", *PROTECTION]
    if fact.type is FactType.CHOICE:
        return ["unknown", *(option.id for option in fact.options)]
    return ["unknown", *([True, False] if fact.type is FactType.BOOL else [0, 1, 2, 5])]


def item_answers(instrument: Instrument, item: Item) -> list[object]:
    """Everything that an assessor may answer; of an item without levels only that it isn't known or doesn't apply."""
    return ["unknown", "not_applicable", *(level.id for level in instrument.scale_of(item).levels)]


def masked_items(data: dict[str, object], packs: Packs, random: Random) -> list[tuple[int, str, list[object]]]:
    """Some answers on the checklists of a case: which form, which item, and what may be answered."""
    forms = data.get("checklists") or []
    assert isinstance(forms, list)
    found = [
        (index, item.id, item_answers(instrument, item))
        for index, form in enumerate(forms)
        for instrument in [packs.instruments[form["instrument"]]]
        for item in instrument.items()
        if item.id in form["answers"]
    ]
    return random.sample(found, min(len(found), random.randint(0, MOST_MASKED)))


def masked_twins(case: Case, packs: Packs, random: Random) -> tuple[Case, list[Case]]:
    """A case with some claims about other persons, and the same with other answers in those claims."""
    data = plain(case)
    facts = data["facts"]
    assert isinstance(facts, dict)
    chosen = random.sample(sorted(facts), min(len(facts), random.randint(1, MOST_MASKED)))
    ways = [answers(packs.vocabulary[one].definition) for one in chosen]
    items = masked_items(data, packs, random)

    def answering(pick: Random | None) -> list[object]:
        forms = deepcopy(data.get("checklists") or [])
        assert isinstance(forms, list)
        for index, item, levels in items:
            given = forms[index]["answers"][item]
            level = given["level"] if isinstance(given, dict) else given
            said = given if isinstance(given, dict) else {}
            new = level if pick is None else pick.choice(levels)
            forms[index]["answers"][item] = {**said, "level": new, "about_other": True}
        return forms

    def saying(values: list[object] | None) -> Case:
        said = dict(facts)
        for place, one in enumerate(chosen):
            first, *others = facts[one] if isinstance(facts[one], list) else [facts[one]]
            value = first["value"] if values is None else values[place]
            said[one] = [{**first, "value": value, "about_other": True}, *others]
        return build({**data, "facts": said, "checklists": answering(random if values is not None else None)})

    return saying(None), [saying([random.choice(way) for way in ways]) for _ in range(4)]


def assessed(case: Case, packs: Packs) -> Assessment:
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


def gives_nothing_away(case: Case, packs: Packs, random: Random) -> None:
    """Each twin that ends as the case did has its copies, and the same is to be read in them."""
    first, twins = masked_twins(case, packs, random)
    one = assessed(first, packs)
    copies = [copied(one, packs, copy) for copy in (Copy.PARTY, Copy.YOUNG)]
    says_what_is_so(one, copies[0], packs)
    for twin in twins:
        try:
            other = assessed(twin, packs)
        except NoOutcome:
            continue
        if other.outcomes == one.outcomes:
            assert rests_on_hidden(other) == rests_on_hidden(one)
            for copy, whose in zip(copies, (Copy.PARTY, Copy.YOUNG), strict=True):
                again = copied(other, packs, whose)
                assert again == copy, "\n".join(
                    unified_diff(plain_text(copy).splitlines(), plain_text(again).splitlines(), n=1, lineterm="")
                )


def says_what_is_so(one: Assessment, copy: Memo, packs: Packs) -> None:
    """Each verdict in the copy is the true one, or masked; all that rests on a masked answer is, and nothing else."""
    hidden = Hidden.of(one)
    whole = {
        b.rule: b for s in memo_of(one, "VERSION", packs.young).sections for b in s.blocks if isinstance(b, Reasoned)
    }
    for block in (b for s in copy.sections for b in s.blocks if isinstance(b, Reasoned)):
        if block.rule in hidden.rules:
            assert (block.mark, block.sentence, block.grounds) == (MARK, VERDICT, ()), block.rule
        else:
            true = whole[block.rule]
            assert (block.mark, block.sentence, block.title) == (true.mark, true.sentence, true.title), block.rule
    titles = {one.results[r].rule.title for r in hidden.rules}
    assert set(rests_on_hidden(one)) == titles


def verdicts_in(memo: Memo) -> list[Reasoned]:
    return [block for section in memo.sections for block in section.blocks if isinstance(block, Reasoned)]


def copied(one: Assessment, packs: Packs, copy: Copy) -> Memo:
    return copy_of(one, "VERSION", packs.young, copy)


@pytest.mark.parametrize("path", SCENARIOS[::5], ids=lambda p: p.stem)
def test_a_scenario_with_masked_claims_gives_nothing_away(path: Path, packs: Packs) -> None:
    case, _ = load_case(path, packs, party=True)
    if case.facts:
        gives_nothing_away(case, packs, Random(path.stem))


@given(knobs(), st.integers(0, 2**32 - 1))
@settings(max_examples=12)
def test_a_drawn_case_with_masked_claims_gives_nothing_away(packs: Packs, knob: Knobs, seed: int) -> None:
    case = draw_case(packs, knob)
    if case.facts:
        gives_nothing_away(case, packs, Random(seed))


def test_the_twins_do_differ_and_end_alike(packs: Packs) -> None:
    """Otherwise the tests above would say nothing: many twins end as the case did, with other verdicts below."""
    ended = differ = 0
    for path in SCENARIOS[::6]:
        case, _ = load_case(path, packs, party=True)
        if not case.facts:
            continue
        first, twins = masked_twins(case, packs, Random(path.stem))
        one = assessed(first, packs)
        for other in (assessed(twin, packs) for twin in twins):
            if other.outcomes == one.outcomes:
                ended += 1
                differ += {i: r.verdict for i, r in other.results.items()} != {
                    i: r.verdict for i, r in one.results.items()
                }
    assert ended > 20 and differ > 10, (ended, differ)


def test_without_masked_answers_the_blind_assessment_is_the_same(packs: Packs) -> None:
    case, _ = load_case(SCENARIOS[0], packs)
    one = assessed(case, packs)
    assert blind(one) is one
    assert rests_on_hidden(one) == ()


def test_a_rule_two_steps_above_a_masked_answer_is_masked(packs: Packs) -> None:
    """Not only the rule that asks and the one that names it: every rule that builds on them, to the decision list."""
    path = next(p for p in SCENARIOS if p.name.startswith("01"))
    data = plain(load_case(path, packs, party=True)[0])
    facts = data["facts"]
    assert isinstance(facts, dict)
    said = {**facts, "crime.imminent": {**facts["crime.imminent"], "about_other": True}}
    one = assessed(build({**data, "facts": said}), packs)
    hidden = Hidden.of(one)
    assert "imminent_risk" in hidden.asking
    assert {"target_group", *one.decided_by} <= hidden.above
