"""Counts of checklists and life areas: exactly what every way of filling in the missing answers gives, and no sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigrisk.case import SummaryRating
from sigrisk.departing import departure
from sigrisk.instrument import PROTECTION_STEPS, RISK_STEPS, Instrument, ItemSide
from sigrisk.knowledge import Knowledge, gather
from sigrisk.packs import Packs
from sigrisk.possible import NOT_APPLICABLE, Ordered, Possible
from sigrisk.rulebook import RuleBook
from sigrisk.score import (
    ChecklistScore,
    Count,
    Tally,
    area_picture,
    score_checklist,
    tally,
    whole_picture,
)
from sigrisk.vocabulary import Fact, FactType, Side
from tests.drawing import build

IRK = "irk_inspirerad"
NA = "not_applicable"


@pytest.fixture(scope="module")
def irk(packs: Packs) -> Instrument:
    return packs.instruments[IRK]


def form(answers: Mapping[str, object], summary: Mapping[str, object] | None = None) -> dict[str, object]:
    return {
        "instrument": IRK,
        "version": 1,
        "date": "2026-11-01",
        "assessor": {"name": "Sam Exempel", "role": "socialsekreterare"},
        "answers": dict(answers),
        **({"summary": summary} if summary is not None else {}),
    }


def scored(
    packs: Packs,
    book: RuleBook,
    answers: Mapping[str, object],
    facts: Mapping[str, object] | None = None,
    summary: Mapping[str, object] | None = None,
    critical: Iterable[str] = (),
) -> ChecklistScore:
    data = {
        "sigrisk": 1,
        "case": {"id": "PROV-1", "assessment_date": "2026-11-16"},
        "person": {"label": "Kim"},
        "sources": {"skolan": {"name": "Skolan", "type": "school"}, "polisen": {"name": "Polisen", "type": "police"}},
        "facts": {f: claims(v) for f, v in (facts or {}).items()},
        "checklists": [{**form(answers, summary), "critical": list(critical)}],
    }
    case = build(data)
    knowledge = gather(case, book, packs.instruments)
    return score_checklist(packs.instruments[IRK], case.checklists[0], knowledge, packs.vocabulary)


def claims(value: object) -> object:
    """One claim, or two sources that contradict each other where two values are given in a tuple."""
    if isinstance(value, tuple):
        return [said(v, s) for v, s in zip(value, ("skolan", "polisen"), strict=True)]
    return said(value, "skolan")


def said(value: object, source: str) -> dict[str, object]:
    return {"value": value, "source": source, "date": "2026-11-01"}


def numbers(one: Tally) -> dict[str, tuple[int, int]]:
    return {c.step: (c.low, c.high) for c in one.counts}


# -- the interval -----------------------------------------------------------------------------------------------------

RISK_SETS = [
    frozenset(s for s, kept in zip((*RISK_STEPS, NA), keep, strict=True) if kept)
    for keep in product((True, False), repeat=4)
    if any(keep[:3])
] + [frozenset()]


@given(st.lists(st.sampled_from(RISK_SETS), max_size=5))
def test_counts_are_exactly_what_all_completions_give(steps: list[frozenset[str]]) -> None:
    """Every way of filling in what is missing, "not applicable" among them: the least and the greatest count."""
    found = tally("Område", ItemSide.RISK, steps)
    ways = list(product(*(sorted(s) or [NA] for s in steps)))
    for step in RISK_STEPS:
        counts = [way.count(step) for way in ways]
        assert numbers(found)[step] == (min(counts), max(counts))
    assert found.items == len(steps)
    assert found.unknown == sum(len({way[i] for way in ways}) > 1 for i in range(len(steps)))
    assert found.not_applicable == min((way.count(NA) for way in ways), default=0)


def test_a_tally_names_its_own_sides_steps() -> None:
    """Risk counts low, moderate and high; protection counts absent, thread and clear."""
    assert tuple(c.step for c in tally("", ItemSide.RISK, []).counts) == ("low", "moderate", "high")
    assert tuple(c.step for c in tally("", ItemSide.PROTECTION, []).counts) == ("absent", "thread", "clear")


def test_there_is_no_sum_and_no_level() -> None:
    """A tally holds counts by step; nothing adds them up to one number or one word about a person."""
    fields = {"label", "side", "counts", "items", "unknown", "not_applicable", "elsewhere"}
    assert set(Tally.__dataclass_fields__) == fields
    assert set(Count.__dataclass_fields__) == {"step", "low", "high"}


# -- a checklist ------------------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=25)
def test_a_checklists_counts_are_what_its_completions_give(
    packs: Packs, book: RuleBook, irk: Instrument, data: st.DataObject
) -> None:
    """All items but three answered: the total is exactly the least and greatest over all answers to those three."""
    items = irk.items()
    gone = data.draw(st.lists(st.sampled_from(items), min_size=0, max_size=3, unique_by=lambda i: i.id))
    levels = {i.id: [step.id for step in irk.scale_of(i).levels] for i in items}
    answers = {i.id: data.draw(st.sampled_from([*levels[i.id], NA])) for i in items if i not in gone}
    partial = scored(packs, book, answers)
    ways = product(
        *([*levels[i.id], *([NA] if packs.vocabulary[i.fact].definition.not_applicable else [])] for i in gone)
    )
    full = [scored(packs, book, {**answers, **dict(zip((g.id for g in gone), way, strict=True))}) for way in ways]
    for index, one in enumerate(partial.total):
        for step, interval in numbers(one).items():
            counts = [numbers(f.total[index])[step] for f in full]
            assert all(low == high for low, high in counts), "a full checklist has no intervals"
            assert interval == (min(c[0] for c in counts), max(c[1] for c in counts)), step
    assert partial.answered + partial.said_not_applicable == len(items) - len(gone)


def test_total_is_the_areas_together(packs: Packs, book: RuleBook, irk: Instrument) -> None:
    """Every item stands in one area of its side, and the whole checklist counts each once."""
    score = scored(packs, book, {i.id: irk.scale_of(i).levels[-1].id for i in irk.items()})
    for one in score.total:
        parts = [a for a in score.areas if a.side is one.side]
        assert one.items == sum(a.items for a in parts)
        assert numbers(one) == {
            s: (sum(numbers(a)[s][0] for a in parts), sum(numbers(a)[s][1] for a in parts)) for s in numbers(one)
        }
    assert sum(t.items for t in score.total) == len(irk.items())
    assert numbers(score.total[0])["high"] == (score.total[0].items,) * 2


def test_not_applicable_counts_at_no_step(packs: Packs, book: RuleBook) -> None:
    """It is an answer of its own, neither unknown nor low."""
    score = scored(packs, book, {"kamrater": NA})
    before = scored(packs, book, {})
    risk, empty = score.total[0], before.total[0]
    assert (risk.not_applicable, risk.unknown) == (1, empty.unknown - 1)
    assert {s: high for s, (_, high) in numbers(risk).items()} == {s: h - 1 for s, (_, h) in numbers(empty).items()}


def reading(score: ChecklistScore, item: str) -> tuple[set[str], bool, bool]:
    found = next(r for r in score.readings if r.item.id == item)
    return set(found.levels), found.not_applicable, found.answered


@pytest.mark.parametrize(
    ("value", "levels", "not_applicable"),
    [
        ("high", {"much"}, False),
        ("none", {"little"}, False),
        (["low", "moderate"], {"little", "some"}, False),
        (("low", "high"), {"little", "some", "much"}, False),
        ("not_applicable", set(), True),
        (("high", "not_applicable"), {"much"}, True),
        ("vet ej", {"little", "some", "much"}, True),
    ],
)
def test_an_item_left_out_is_read_from_the_facts(
    packs: Packs, book: RuleBook, value: object, levels: set[str], not_applicable: bool
) -> None:
    """Enter once: what another source says of the fact limits the item's levels, and isn't called an answer."""
    score = scored(packs, book, {}, {"peers.criminal": value})
    assert reading(score, "kamrater") == (levels, not_applicable, False)
    settled = len(levels) + not_applicable == 1
    assert score.read_elsewhere == settled
    assert score.answered == 0


def test_unknown_on_the_form_is_no_answer_and_still_reads_the_facts(packs: Packs, book: RuleBook) -> None:
    """ "Vet ej" doesn't count as answered, doesn't hide what another source knows, and that isn't called the form's."""
    score = scored(packs, book, {"kamrater": "unknown"}, {"peers.criminal": "high"})
    assert reading(score, "kamrater") == ({"much"}, False, False)
    assert (score.answered, score.said_unknown, score.read_elsewhere) == (0, 1, 1)
    assert sum(t.elsewhere for t in score.areas) == sum(t.elsewhere for t in score.total) == 1


def test_an_answer_on_the_form_stands_against_other_sources(packs: Packs, book: RuleBook) -> None:
    """The form shows what its assessor wrote; the contradiction is told elsewhere."""
    score = scored(packs, book, {"kamrater": "little"}, {"peers.criminal": "high"})
    assert reading(score, "kamrater") == ({"little"}, False, True)


def test_a_fact_that_may_not_apply_is_no_certain_count(packs: Packs, book: RuleBook) -> None:
    """One source says high, another that it doesn't apply: high is possible but not certain."""
    score = scored(packs, book, {}, {"peers.criminal": ("high", "not_applicable")})
    without = scored(packs, book, {})
    assert numbers(score.total[0])["high"] == (0, numbers(without.total[0])["high"][1])
    assert score.total[0].unknown == without.total[0].unknown


# -- the picture over life areas --------------------------------------------------------------------------------------


def knowing(packs: Packs, book: RuleBook, values: Mapping[str, Possible]) -> Knowledge:
    """The knowledge of an empty case, with some facts set."""
    empty = build(
        {"sigrisk": 1, "case": {"id": "P", "assessment_date": "2026-11-16"}, "person": {"label": "Kim"}, "sources": {}}
    )
    known = gather(empty, book, packs.instruments)
    return Knowledge({f: replace(k, values=values.get(f, k.values)) for f, k in known.facts.items()})


def of_side(book: RuleBook, side: Side) -> list[Fact]:
    return list(book.vocabulary.select(side))


@given(st.data())
@settings(max_examples=40)
def test_the_whole_picture_counts_every_factor_once(packs: Packs, book: RuleBook, data: st.DataObject) -> None:
    """All factors set at random: the areas add up to the whole, and each step's count is the number set to it."""
    risk, protection = of_side(book, Side.RISK), of_side(book, Side.PROTECTION)
    values = {f.id: data.draw(st.integers(0, 3)) for f in risk} | {
        f.id: data.draw(st.integers(0, 2)) for f in protection
    }
    known = knowing(packs, book, {f: Ordered(v, v) for f, v in values.items()})
    whole = whole_picture(known)
    by_level = [[values[f.id] for f in risk].count(level) for level in range(4)]
    expected = (by_level[0] + by_level[1], by_level[2], by_level[3])
    assert numbers(whole[0]) == {s: (n, n) for s, n in zip(RISK_STEPS, expected, strict=True)}
    by_step = [[values[f.id] for f in protection].count(step) for step in range(3)]
    assert numbers(whole[1]) == {s: (n, n) for s, n in zip(PROTECTION_STEPS, by_step, strict=True)}
    areas = area_picture(known, book.vocabulary)
    for index in (0, 1):
        for step in numbers(whole[index]):
            assert sum(numbers(a[1 + index])[step][0] for a in areas) == numbers(whole[index])[step][0]


def test_an_empty_case_leaves_every_count_open(packs: Packs, book: RuleBook) -> None:
    """From none to all at every step, in every area; no answer is guessed."""
    for domain, *sides in area_picture(knowing(packs, book, {}), book.vocabulary):
        for one in sides:
            assert set(numbers(one).values()) <= {(0, one.items)}, domain.id
            assert one.unknown == one.items


def test_not_applicable_in_an_area(packs: Packs, book: RuleBook) -> None:
    """A factor that doesn't apply stands at no step; one that may not apply is unknown."""
    first, second = [f.id for f in of_side(book, Side.RISK)][:2]
    whole = whole_picture(knowing(packs, book, {first: NOT_APPLICABLE, second: Ordered(3, 3, na=True)}))[0]
    assert (whole.not_applicable, whole.unknown) == (1, whole.items - 1)
    assert numbers(whole)["high"] == (0, whole.items - 1)
    assert numbers(whole)["low"] == (0, whole.items - 2)


def test_a_factor_that_has_no_steps_is_not_counted(packs: Packs, book: RuleBook) -> None:
    """A municipality's own yes-or-no risk fact has no level, so a yes must not be counted as "low"."""
    known = knowing(packs, book, {})
    fact = of_side(book, Side.RISK)[0]
    as_bool = fact.definition.model_copy(update={"type": FactType.BOOL})
    changed = {
        **known.facts,
        fact.id: replace(known.facts[fact.id], fact=replace(fact, definition=as_bool), values=Ordered(1, 1)),
    }
    whole = whole_picture(Knowledge(changed))[0]
    assert whole.items == len(of_side(book, Side.RISK)) - 1
    assert numbers(whole)["low"][0] == 0


# -- the summary rating -----------------------------------------------------------------------------------------------


def risk(*steps: Iterable[str]) -> list[frozenset[str]]:
    return [frozenset(s) for s in steps]


def rated(rating: str, reasons: str = "") -> SummaryRating:
    return SummaryRating(rating=rating, horizon_months=6, reasons=reasons)


L, M, H, ANY = ("low",), ("moderate",), ("high",), RISK_STEPS


@pytest.mark.parametrize(
    ("rating", "steps", "says"),
    [
        ("high", [L, L, L], "mer än den lägsta nivån"),
        ("high", [L, M, M], "fått den högsta nivån"),
        ("high", [L, M, ANY], ""),  # the missing answer may be high
        ("high", [L, L, ("low", "moderate")], "fått den högsta nivån"),
        ("high", [L, L, H], ""),  # one grave circumstance may outweigh many
        ("low", [L, L, L], ""),
        ("low", [L, M, M], "mer än hälften av frågorna om risk har fått en högre nivå"),
        ("low", [L, L, M, M], ""),
        ("low", [L, L, ("moderate", "high"), ("moderate", "high"), M], "en högre nivå"),  # whichever of the two it is
        ("low", [L, L, H], ""),
        ("low", [L, H], "minst lika många"),
        ("low", [L, H, ANY], ""),  # the missing answer may be low
        ("low", [L, H, H], "mer än hälften"),
        ("low", [L, H, H, ()], "mer än hälften"),  # what doesn't apply isn't counted among them
        ("low", [M, M], "ingen fråga om risk har fått den lägsta nivån"),
        ("low", [M, ("moderate", "high")], "ingen fråga om risk har fått den lägsta nivån"),
        ("low", [M, ("low", "moderate")], ""),
        ("low", [("moderate", NA)], ""),  # it may not apply, and then nothing speaks against the rating
        ("moderate", [L, H, H], "mer än hälften av frågorna om risk har fått den högsta nivån"),
        ("moderate", [L, L, H], ""),
        ("high", [L, L, L, L, H], ""),
        ("moderate", [L, L], "alla frågor om risk har fått den lägsta nivån"),
        ("moderate", [H, H], "alla frågor om risk har fått den högsta nivån"),
        ("moderate", [H, H, ()], "alla frågor om risk har fått den högsta nivån"),
        ("moderate", [H, ANY], ""),
        ("moderate", [L, H], ""),
        ("moderate", [(), ()], ""),
        ("low", [], ""),
        ("moderate", [], ""),
    ],
)
def test_what_a_summary_rating_departs_from(rating: str, steps: list[tuple[str, ...]], says: str) -> None:
    """Only plain contradictions are named, and only where no missing answer could take them away."""
    text = departure(rated(rating), risk(*steps))
    assert says in text
    assert bool(text) == bool(says)


@given(
    st.sampled_from(["low", "moderate", "high"]),
    st.lists(st.sampled_from(RISK_SETS), min_size=1, max_size=5),
)
def test_a_named_departure_stands_whatever_the_missing_answers_are(rating: str, steps: list[frozenset[str]]) -> None:
    """Fill in the missing answers in every way: a departure that was named is there in all of them."""
    if departure(rated(rating), risk(*steps)):
        for way in product(*(s or {NA} for s in steps)):
            assert departure(rated(rating), risk(*({s} - {NA} for s in way))), way


def test_without_a_rating_or_without_risk_items_nothing_departs() -> None:
    """There is nothing to compare."""
    assert departure(None, risk(H, H)) == ""
    for rating in RISK_STEPS:
        assert departure(rated(rating), []) == departure(rated(rating), risk((), ())) == ""


@pytest.mark.parametrize(
    ("rating", "critical", "departs"),
    [("low", [M], True), ("moderate", [H], True), ("moderate", [("moderate", "high")], False), ("high", [H], False),
     ("low", [L], False), ("low", [("high", NA)], False), ("low", [L, H], True)],
)  # fmt: skip
def test_a_rating_below_what_the_assessor_says_weighs_the_most_departs(
    rating: str, critical: list[tuple[str, ...]], departs: bool
) -> None:
    around = risk(L, L, L, M, M, *([H] if rating == "high" else []))
    assert departure(rated(rating), around, []) == ""
    assert ("väger särskilt tungt" in departure(rated(rating), [*around, *risk(*critical)], risk(*critical))) is departs


def test_what_weighs_the_most_is_read_from_the_checklist(packs: Packs, book: RuleBook, irk: Instrument) -> None:
    """Only questions of risk: a protective factor that weighs heavily is nothing that a rating is below."""
    lowest = {i.id: irk.scale_of(i).levels[0].id for i in irk.items()}
    heavy = next(i.id for i in irk.items() if irk.scale_of(i).side is ItemSide.RISK)
    protective = next(i for i in irk.items() if irk.scale_of(i).side is ItemSide.PROTECTION)
    answers = {**lowest, heavy: "much", protective.id: irk.scale_of(protective).levels[-1].id}
    summary = {"rating": "low", "horizon_months": 6}
    assert "väger särskilt tungt" in scored(packs, book, answers, summary=summary, critical=[heavy]).departs
    assert scored(packs, book, answers, summary=summary, critical=[protective.id]).departs == ""


@pytest.mark.parametrize(
    ("rating", "reasons", "missing"),
    [("low", "", True), ("low", "  \n", True), ("low", "Ett enda svar väger tungt.", False), ("high", "", False)],
)
def test_a_departing_rating_demands_reasons(
    packs: Packs, book: RuleBook, irk: Instrument, rating: str, reasons: str, missing: bool
) -> None:
    """Everything high: a low rating asks for reasons, blanks are none, and a high rating asks for nothing."""
    answers = {i.id: irk.scale_of(i).levels[-1].id for i in irk.items()}
    summary = {"rating": rating, "horizon_months": 6, "reasons": reasons}
    score = scored(packs, book, answers, summary=summary)
    assert score.reasons_missing is missing
    assert bool(score.departs) == (rating == "low")
    assert not scored(packs, book, answers).reasons_missing
