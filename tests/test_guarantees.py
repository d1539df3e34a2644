"""The guarantees of the design as named properties over drawn cases of the real rule book.

Each property draws whole cases (see drawing.py) and runs them through the product's own road: case, possible facts,
rule book, verdicts, outcomes. ``make verify`` draws 25 times as many.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sigrisk.assess import assess, walk
from sigrisk.case import Case, Role
from sigrisk.derived import age_on
from sigrisk.engine.agree import engine_for
from sigrisk.engine.durable import available
from sigrisk.engine.evaluate import comes_to, run, verdicts_of
from sigrisk.knowledge import gather
from sigrisk.models import span
from sigrisk.packs import Packs
from sigrisk.possible import UNBOUNDED, Ordered, Possible, Verdict, holds
from sigrisk.report import report
from sigrisk.rulebook import Effect, Kind, OutcomeId, Reads, RuleBook
from sigrisk.vocabulary import FactType, Side, everything
from tests.drawing import Knobs, build, draw_case, knobs, plain

OFFERS = {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
# Where two whole reports of each case are written and compared, which takes a tenth of a second.
WHOLE_REPORTS = settings(max_examples=settings().max_examples // 4)


def verdicts_for(book: RuleBook, values: Mapping[str, Possible]) -> dict[str, Verdict]:
    return verdicts_of(run({r: resolved.tree for r, resolved in book.rules.items()}, values))


def tried(case: Case, book: RuleBook, packs: Packs) -> tuple[dict[str, Possible], dict[str, Verdict], set[OutcomeId]]:
    values = gather(case, book, packs.instruments).values()
    verdicts = verdicts_for(book, values)
    return values, verdicts, set(walk(book, verdicts)[0])


def no_flip(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> list[str]:
    """Rules that went from met to not met or the other way."""
    return [r for r in before if before[r].settled and after[r].settled and before[r] is not after[r]]


# -- 1. unknown is never no -------------------------------------------------------------------------------------------


@given(knobs(), st.integers(0, 2**16))
def test_taking_answers_away_never_flips_a_settled_verdict(
    packs: Packs, book: RuleBook, knob: Knobs, choice: int
) -> None:
    """All claims about one fact are taken away: a settled verdict may open, never turn into the other."""
    data = plain(draw_case(packs, knob))
    facts = data["facts"]
    assert isinstance(facts, dict)
    assume(facts)
    _, before, outcomes_before = tried(build(data), book, packs)
    gone = sorted(facts)[choice % len(facts)]
    _, after, outcomes_after = tried(
        build({**data, "facts": {k: v for k, v in facts.items() if k != gone}}), book, packs
    )
    assert no_flip(before, after) == [], gone
    # A checklist may still answer the fact, so that a contradiction goes away with the claim. Otherwise less is known,
    # and then no outcome may disappear.
    if all(after[r] is before[r] or not after[r].settled for r in before):
        assert outcomes_before <= outcomes_after, gone


@given(knobs(), st.integers(0, 2**16), st.integers(0, 2**16))
def test_answering_an_unanswered_fact_never_unsettles_or_flips(
    packs: Packs, book: RuleBook, knob: Knobs, which: int, what: int
) -> None:
    """Narrowing one open fact keeps every settled verdict, and leaves no outcome possible that wasn't before."""
    values, before, outcomes_before = tried(draw_case(packs, knob), book, packs)
    unknown = [f for f in book.vocabulary if values[f.id] == everything(f.definition)]
    assume(unknown)
    fact = unknown[which % len(unknown)]
    narrowed = narrow(values[fact.id], what)
    assert holds(values[fact.id], narrowed)
    after = verdicts_for(book, {**values, fact.id: narrowed})
    assert [r for r in before if before[r].settled and after[r] is not before[r]] == [], fact.id
    assert set(walk(book, after)[0]) <= outcomes_before


def narrow(values: Possible, what: int) -> Possible:
    """One of the values that are possible."""
    if isinstance(values, Ordered):
        if values.na and (what % 7 == 0 or not values.has_numbers):
            return Ordered(1, 0, na=True)
        high = min(values.high, values.low + 20)
        one = values.low + what % (high - values.low + 1)
        return Ordered(one, one)
    names = sorted(values.names)
    return replace(values, names=frozenset({names[what % len(names)]}), na=False)


@given(knobs(), st.integers(0, 2**16))
def test_a_contradicting_claim_may_open_a_verdict_but_never_flip_it(
    packs: Packs, book: RuleBook, knob: Knobs, choice: int
) -> None:
    """A new source that says anything else about a known fact may open verdicts; none turns into its opposite."""
    data = plain(draw_case(packs, knob))
    facts = data["facts"]
    assert isinstance(facts, dict)
    known = [f for f in sorted(facts) if book.vocabulary[f].definition.type in (FactType.LEVEL, FactType.PROTECTION)]
    assume(known)
    fact = known[choice % len(known)]
    words = ["none", "high"] if book.vocabulary[fact].definition.type is FactType.LEVEL else ["absent", "clear"]
    claims = facts[fact] if isinstance(facts[fact], list) else [facts[fact]]
    said = {"value": words[choice % 2], "source": "ny_kalla", "date": "2026-11-10"}
    sources = data["sources"]
    assert isinstance(sources, dict)
    more = {**data, "sources": {**sources, "ny_kalla": {"name": "Ny källa", "type": "other"}}}
    more["facts"] = {**facts, fact: [*claims, said]}
    before_values, before, _ = tried(build(data), book, packs)
    assume(before_values[fact] != everything(book.vocabulary[fact].definition))
    _, after, _ = tried(build(more), book, packs)
    assert no_flip(before, after) == []


# -- 2. order doesn't matter ------------------------------------------------------------------------------------------


@given(knobs(), st.integers(0, 2**16))
@WHOLE_REPORTS
def test_order_of_facts_claims_sources_events_and_checklists_has_no_effect(
    packs: Packs, book: RuleBook, knob: Knobs, seed: int
) -> None:
    """A shuffled file gives the same assessment, to the letter."""
    data = plain(draw_case(packs, knob))
    random = Random(seed)
    shuffled = build(shuffle(data, random))
    first = report(assess(build(data), book, packs.instruments, lambda *_: ""))
    second = report(assess(shuffled, book, packs.instruments, lambda *_: ""))
    assert first == second


def shuffle(value: object, random: Random) -> object:
    if isinstance(value, dict):
        items = [(k, shuffle(v, random)) for k, v in value.items()]
        random.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items = [shuffle(v, random) for v in value]
        random.shuffle(items)
        return items
    return value


@given(st.integers(0, 2**16))
def test_order_of_rules_has_no_effect(packs: Packs, book: RuleBook, seed: int) -> None:
    """Rules of one stratum may be tried in any order."""
    values = gather(draw_case(packs, Knobs(seed, 6, 6, 4, 3, 3, 2)), book, packs.instruments).values()
    shuffled = list(book.rules.values())
    Random(seed).shuffle(shuffled)
    ordered = sorted(shuffled, key=lambda r: r.rule.kind.stratum)
    assert verdicts_of(run({r.id: r.tree for r in ordered}, values)) == verdicts_for(book, values)


# -- 3. more risk never looks better; more protection never looks worse -----------------------------------------------

BAD_SIDES = (Side.RISK,)
EXTRA_RISK = ("health.trauma", "crime.norm_breaking_early", "crime.violence_earlier")
RANK = {Verdict.NOT_MET: 0, Verdict.OPEN: 1, Verdict.MET: 2}


@given(knobs(), st.integers(0, 2**16))
def test_more_risk_never_looks_better(packs: Packs, book: RuleBook, knob: Knobs, choice: int) -> None:
    """Raising a risk by a step never weakens a rule that reads worse, nor strengthens one that reads better."""
    values, before, outcomes_before = tried(draw_case(packs, knob), book, packs)
    raised = [f.id for f in book.vocabulary.select(Side.RISK)] + list(EXTRA_RISK)
    fact = raised[choice % len(raised)]
    after = verdicts_for(book, {**values, fact: raise_by_one(values[fact], 3)})
    check_reads(book, before, after, worse_may_rise=True, fact=fact)
    if OutcomeId.TOO_LIGHT not in outcomes_before:
        assert OutcomeId.TOO_LIGHT not in walk(book, after)[0], fact


@given(knobs(), st.integers(0, 2**16))
def test_more_protection_never_looks_worse(packs: Packs, book: RuleBook, knob: Knobs, choice: int) -> None:
    """Raising protection by a step never strengthens a rule that reads worse, nor weakens one that reads better."""
    values, before, outcomes_before = tried(draw_case(packs, knob), book, packs)
    raised = [f.id for f in book.vocabulary.select(Side.PROTECTION)]
    fact = raised[choice % len(raised)]
    after = verdicts_for(book, {**values, fact: raise_by_one(values[fact], 2)})
    check_reads(book, before, after, worse_may_rise=False, fact=fact)
    if OutcomeId.NOT_SUITED not in outcomes_before:
        assert OutcomeId.NOT_SUITED not in walk(book, after)[0], fact


def raise_by_one(values: Possible, top: int) -> Possible:
    assert isinstance(values, Ordered)
    if not values.has_numbers:
        return Ordered(top, top)  # "not applicable" that turns out to be there in full
    return Ordered(min(top, values.low + 1), min(top, values.high + 1))


def check_reads(
    book: RuleBook, before: Mapping[str, Verdict], after: Mapping[str, Verdict], *, worse_may_rise: bool, fact: str
) -> None:
    for rule_id, resolved in book.rules.items():
        moved = RANK[after[rule_id]] - RANK[before[rule_id]]
        reads = resolved.rule.reads
        if reads is Reads.NEUTRAL:
            assert moved == 0 or resolved.rule.why, f"{rule_id} moved with {fact} but declares no reason"
        elif (reads is Reads.WORSE) == worse_may_rise:
            assert moved >= 0, f"{rule_id} ({reads.value}) fell with {fact}"
        else:
            assert moved <= 0, f"{rule_id} ({reads.value}) rose with {fact}"


# -- 4. a stop never loses to a grant ---------------------------------------------------------------------------------


@given(knobs())
def test_a_stop_never_loses_to_a_grant(packs: Packs, book: RuleBook, knob: Knobs) -> None:
    """Where a stopping flag holds, no kind of offer is possible; where one is open, an offer isn't settled."""
    _, verdicts, outcomes = tried(draw_case(packs, knob), book, packs)
    stops = [r.id for r in book.of_kind(Kind.FLAG) if r.rule.effect is Effect.STOP]
    if any(verdicts[s] is Verdict.MET for s in stops):
        assert not outcomes & OFFERS
    if any(verdicts[s] is Verdict.OPEN for s in stops):
        assert not outcomes <= OFFERS


@given(knobs())
def test_no_offer_without_a_rule_that_grants_it(packs: Packs, book: RuleBook, knob: Knobs) -> None:
    """A possible offer has an outcome rule that isn't refuted, and that rule rests on the target group."""
    _, verdicts, outcomes = tried(draw_case(packs, knob), book, packs)
    for outcome in outcomes & OFFERS:
        granting = [r for r in book.decision if book.rules[r].rule.outcome is outcome]
        assert any(verdicts[r] is not Verdict.NOT_MET for r in granting)
        assert verdicts["target_group"] is not Verdict.NOT_MET


@given(knobs(), st.integers(0, 2**16))
def test_no_offer_on_a_single_criterion(packs: Packs, book: RuleBook, knob: Knobs, choice: int) -> None:
    """With all but one of the criteria refuted no offer is possible, nor on the mere wish to leave a group."""
    values, _, _ = tried(draw_case(packs, knob), book, packs)
    criteria = [r.id for r in book.of_kind(Kind.CRITERION) if r.rule.effect is Effect.FOR]
    kept = criteria[choice % len(criteria)]
    trees = {r: resolved.tree for r, resolved in book.rules.items()}
    lower = {c: (Verdict.MET if c == kept else Verdict.NOT_MET) for c in criteria}
    stays = {**values, "leaver.wants_out": Ordered(0, 0)}
    wishes = {**values, "leaver.wants_out": Ordered(1, 1)}
    wishes |= {"crime.lifestyle": Ordered(0, 2), "peers.network_ties": Ordered(0, 2)}
    for facts in (stays, wishes):
        verdicts = with_lower(trees, facts, lower)
        assert not set(walk(book, verdicts)[0]) & OFFERS, kept


def with_lower(
    trees: Mapping[str, object], values: Mapping[str, Possible], fixed: dict[str, Verdict]
) -> dict[str, Verdict]:
    from sigrisk.engine.evaluate import evaluate

    verdicts: dict[str, Verdict] = {}
    for rule_id, tree in trees.items():
        verdicts[rule_id] = fixed[rule_id] if rule_id in fixed else evaluate(tree, values, verdicts).verdict  # type: ignore[arg-type]
    return verdicts


# -- 5. sex, name, area and origin have no effect ---------------------------------------------------------------------


@given(knobs(), st.sampled_from(["girl", "boy", "other", None]), st.sampled_from(["girl", "boy", "other", None]))
def test_sex_and_name_change_nothing_but_reminders(
    packs: Packs, book: RuleBook, knob: Knobs, sex: str | None, other: str | None
) -> None:
    """Another sex or name changes no criterion, flag or outcome."""
    data = plain(draw_case(packs, knob))
    person = data["person"]
    assert isinstance(person, dict)
    one = build({**data, "person": {**person, "label": "Kim"} | ({"sex": sex} if sex else {})})
    two = build({**data, "person": {**person, "label": "Abdulrahman Ö"} | ({"sex": other} if other else {})})
    _, first, outcomes_first = tried(one, book, packs)
    _, second, outcomes_second = tried(two, book, packs)
    notes = {r.id for r in book.of_kind(Kind.NOTE)}
    assert {r: v for r, v in first.items() if r not in notes} == {r: v for r, v in second.items() if r not in notes}
    assert outcomes_first == outcomes_second


@given(knobs(), st.sampled_from(["none", "low", "moderate", "high"]))
def test_the_area_someone_moves_in_decides_nothing(packs: Packs, book: RuleBook, knob: Knobs, level: str) -> None:
    """An unsafe neighbourhood shows in a checklist's picture and changes no verdict."""
    values, before, _ = tried(draw_case(packs, knob), book, packs)
    code = ("none", "low", "moderate", "high").index(level)
    assert verdicts_for(book, {**values, "context.environment": Ordered(code, code)}) == before


def test_there_is_no_field_for_origin_religion_language_nationality_or_address(packs: Packs) -> None:
    """Neither the case file nor the vocabulary has anywhere to write them."""
    words = ("origin", "ethnic", "religion", "language", "nationalit", "citizen", "address", "country", "birthplace")
    names = " ".join([*packs.vocabulary.ids, *keys_of(Case.model_json_schema())]).lower()
    assert [w for w in words if w in names] == []


def keys_of(schema: object) -> list[str]:
    if isinstance(schema, dict):
        own = list(schema.get("properties", {}))
        return own + [key for value in schema.values() for key in keys_of(value)]
    if isinstance(schema, list):
        return [key for value in schema for key in keys_of(value)]
    return []


# -- 6. victims and witnesses -----------------------------------------------------------------------------------------


@given(knobs(), st.sampled_from(["victim", "witness"]), st.integers(1, 5))
def test_having_been_a_victim_or_witness_never_counts_towards_the_target_group(
    packs: Packs, book: RuleBook, knob: Knobs, role: str, many: int
) -> None:
    """Any number of grave events as victim or witness change no criterion, no stopping flag and no outcome."""
    data = plain(draw_case(packs, knob))
    events = data["events"]
    assert isinstance(events, dict)
    added = [
        {"date": "2026-10-10", "type": kind, "role": role, "source": "polisen", "report": f"V{index}"}
        for index, kind in enumerate(sorted(packs.offences)[:many])
    ]
    _, before, outcomes_before = tried(build(data), book, packs)
    _, after, outcomes_after = tried(
        build({**data, "events": {**events, "list": [*events["list"], *added]}}), book, packs
    )
    changed = {r for r in before if before[r] is not after[r]}
    # Whoever tells of the event may be a further source.
    if before["thin_assessment"] is Verdict.OPEN and after["thin_assessment"] is Verdict.NOT_MET:
        changed -= {"thin_assessment"}
    assert changed <= {r.id for r in book.of_kind(Kind.NOTE, Kind.ALTERNATIVE)}
    assert outcomes_before == outcomes_after


# -- 7. suspected is not convicted ------------------------------------------------------------------------------------


@given(knobs(), st.sampled_from(["suspected", "prosecuted"]))
def test_a_suspicion_never_meets_a_rule_that_needs_a_conviction(
    packs: Packs, book: RuleBook, knob: Knobs, status: str
) -> None:
    """With no conviction among the events "convicted" is never met.

    Its criterion needs then an event from when the young person was too young to be convicted.
    """
    data = plain(draw_case(packs, knob))
    events = data["events"]
    assert isinstance(events, dict)
    listed = [{**e, "status": status} if e["role"] == "perpetrator" else e for e in events["list"]]
    values, verdicts, _ = tried(build({**data, "events": {**events, "list": listed}}), book, packs)
    convicted = values["offences.convicted"]
    assert isinstance(convicted, Ordered) and convicted.low == 0
    drawn = build({**data, "events": {**events, "list": listed}})
    own = [e for e in drawn.events.list if e.role is Role.PERPETRATOR]
    ages = [age_on(drawn, *span(e.date)) for e in own]
    if all(age is None or age.high >= 15 for age in ages):
        assert verdicts["convicted_or_suspected_if_younger"] is not Verdict.MET


# -- 8. two evaluators agree ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not available(), reason="durable-rules runs on CPython 3.11 and 3.12 only")
@pytest.mark.parametrize("part", range(10))
@given(data=st.data())
def test_two_evaluators_agree_on_every_rule(packs: Packs, book: RuleBook, part: int, data: st.DataObject) -> None:
    """durable-rules and the readable evaluator give every rule the same verdict, in ten parts of 200 cases each.

    So does the readable one where it keeps no reasons.
    """
    knob = data.draw(knobs())
    values, readable, _ = tried(draw_case(packs, replace(knob, seed=knob.seed * 10 + part)), book, packs)
    assert engine_for(book).verdicts(values) == readable
    assert {r: comes_to(resolved.tree, values, readable) for r, resolved in book.rules.items()} == readable


# -- 10. same input, same bytes ---------------------------------------------------------------------------------------


@given(knobs())
@WHOLE_REPORTS
def test_the_same_case_gives_the_same_bytes(packs: Packs, book: RuleBook, knob: Knobs) -> None:
    """Two assessments of one case are equal to the letter, in data and in the memo."""
    from sigrisk.memo.build import build as build_memo
    from sigrisk.memo.render import render

    case = draw_case(packs, knob)
    first, second = (assess(case, book, packs.instruments, lambda *_: "") for _ in range(2))
    assert report(first).model_dump_json() == report(second).model_dump_json()
    texts = [render(build_memo(one, "0", packs.young), "md", packs.roots) for one in (first, second)]
    assert texts[0] == texts[1]


# -- what the properties stand on -------------------------------------------------------------------------------------


def test_drawn_cases_reach_every_outcome_and_every_verdict_of_every_rule(packs: Packs, book: RuleBook) -> None:
    """The properties say something only if the cases are rich: each rule met, not met and open, and each outcome."""
    random = Random(20261116)
    seen: dict[str, set[Verdict]] = {r: set() for r in book.rules}
    outcomes: set[OutcomeId] = set()
    settled: set[OutcomeId] = set()
    for _ in range(6000):
        knob = Knobs(
            random.randrange(2**32),
            *(random.randint(0, 10) for _ in range(4)),
            random.randint(0, 6),
            random.randint(0, 5),
        )
        _, verdicts, possible = tried(draw_case(packs, knob), book, packs)
        for rule_id, verdict in verdicts.items():
            seen[rule_id].add(verdict)
        outcomes |= possible
        settled |= possible if len(possible) == 1 else set()
    never = {r: sorted(v.value for v in set(Verdict) - found) for r, found in seen.items() if found != set(Verdict)}
    # No source can say that someone has not been a victim or a witness.
    assert never == {"violence_ask": ["not_met"]}
    assert outcomes == settled == {book.rules[r].rule.outcome for r in book.decision}


def test_unbounded_stays_above_every_count() -> None:
    """The sentinel for "any number" must exceed every date and count, and fit the C engine's exact integers."""
    assert 4_000_000 < UNBOUNDED < 2**53
