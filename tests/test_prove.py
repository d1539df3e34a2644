"""The proved checks: what z3 is told is what the evaluator does, and each counterexample runs and shows its finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("z3")

from sigrisk.case import Case
from sigrisk.casefile import read_case
from sigrisk.checks.base import Check, Found, Material
from sigrisk.checks.proved import PROVED
from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree
from sigrisk.derived import DERIVES
from sigrisk.diagnostics import BadInput
from sigrisk.engine.evaluate import run, verdicts_of
from sigrisk.knowledge import gather
from sigrisk.packs import Packs, load
from sigrisk.possible import Choices, Ordered, Possible, Verdict, holds
from sigrisk.profiles import ProfileSet
from sigrisk.prove.casetext import case_text
from sigrisk.prove.claim import Claim
from sigrisk.prove.draft import draft
from sigrisk.prove.encode import Bench, Values, bench_for
from sigrisk.prove.facts import (
    AGE,
    ANSWERED,
    CONSENTS,
    GROWING,
    OFFENCES,
    OUTDATED,
    PERSONAL,
    SHRINKING,
    Knowable,
    knowable,
)
from sigrisk.prove.realise import realise
from sigrisk.prove.together import World, world_of
from sigrisk.rulebook import OutcomeId, RuleBook
from sigrisk.workflow import assess_file
from sigrisk.yamlfile import parse
from tests.drawing import Knobs, draw_case, knobs, plain

PROFILES = load().profiles.ids
BY_CODE = {check.code: check for check in PROVED}
SEED = st.integers(0, 2**32 - 1)
DRAWS = settings(max_examples=max(20, settings().max_examples // 10))


def trees(book: RuleBook) -> dict[str, Tree]:
    return {rule_id: resolved.tree for rule_id, resolved in book.rules.items()}


# -- the encoding -----------------------------------------------------------------------------------------------------


def drawn_values(bench: Bench, random: Random) -> Values:
    """A complete case drawn at random: each fact in turn any value that goes with those before it."""
    values: dict[str, Possible] = {}
    order = sorted(bench.facts, key=lambda f: (f != AGE, f not in DERIVES, random.random()))
    for fact_id in order:
        for value in candidates(bench, fact_id, random):
            if fact_id not in DERIVES or bench.go_together({**values, fact_id: value}):
                values[fact_id] = value
                break
    return values


def candidates(bench: Bench, fact_id: str, random: Random) -> list[Possible]:
    """Every value of a fact, in a drawn order; of numbers without an end only small ones."""
    variable = bench.facts[fact_id]
    top = 24 if fact_id == AGE else 23 if fact_id == "offences.age_first" else 4
    codes = list(range(variable.low, min(variable.high, top) + 1))
    if fact_id == ANSWERED:
        codes = [0, 100, *random.sample(range(1, 100), 3)]
    random.shuffle(codes)
    if variable.fact.not_applicable and variable.knowable is Knowable.EXACTLY:
        codes.insert(random.randrange(len(codes) + 1), -1)
    return [variable.values(code) for code in codes]


@given(SEED, st.sampled_from(PROFILES))
@DRAWS
def test_z3_and_the_readable_evaluator_agree_on_every_complete_case(packs: Packs, seed: int, profile: str) -> None:
    book = packs.book(profile)
    bench = bench_for(book, packs.instruments)
    values = drawn_values(bench, Random(seed))
    assert values.keys() == bench.facts.keys()
    rules = dict(trees(book)) | {
        f"drawn_{n}": drawn_tree(bench, list(trees(book)), Random(seed + n), 3) for n in range(9)
    }
    assert bench.verdicts(values, bench.sign_all(rules)) == verdicts_of(run(rules, values))


def drawn_tree(bench: Bench, rules: list[str], random: Random, depth: int) -> Tree:
    """Any condition at all: shipped rules don't test each kind of fact from each side."""
    kind = random.randrange(6)
    if depth and kind < 3:
        parts = tuple(drawn_tree(bench, rules, random, depth - 1) for _ in range(random.randint(1, 4)))
        return Not(parts[0]) if kind == 2 else Counted(random.randint(1, len(parts)), parts, "at_least")
    if kind == 3:
        return RuleMet(random.choice(rules))
    bounds = [bench.facts[f] for f in sorted(GROWING | SHRINKING)]
    variable = random.choice([*bench.facts.values(), *bounds * 6])
    if variable.names:
        return InSet(variable.fact.id, frozenset(random.sample(variable.names, random.randint(1, len(variable.names)))))
    far = random.choice([4, 101]) if variable.fact.id == ANSWERED else 4
    low, high = sorted((random.randint(0, far), random.randint(0, far)))
    return InRange(variable.fact.id, low, random.choice([high, high, 2**41]))


def mended(data: dict[str, Any], packs: Packs) -> Case:
    """A drawn case without what the case file reader refuses, so that it could be a file."""
    data["sources"]["polisen"]["type"] = "police"
    for _ in range(4):
        case, found = read_case(parse(json.dumps(data), "draget.yaml"), packs)
        codes = {one.code for one in found}
        if not codes:
            assert case is not None
            return case
        if "SIG150" in codes:
            del data["guardians"]
        if "SIG144" in codes:
            data["checklists"] = []
        if "SIG161" in codes:
            for event in data["events"]["list"]:
                event["status"] = "suspected" if event["role"] == "perpetrator" else None
        if "SIG106" in codes:
            data["events"]["list"] = []
    raise AssertionError(codes)


@given(knobs(), st.sampled_from(PROFILES))
def test_what_a_case_file_says_always_fits_a_complete_case(packs: Packs, knob: Knobs, profile: str) -> None:
    """What is told to z3 about facts that go together is never more than what holds for every case file."""
    book = packs.book(profile)
    case = mended(plain(draw_case(packs, knob)), packs)
    assert bench_for(book, packs.instruments).fits(gather(case, book, packs.instruments).values())


@given(SEED, st.sampled_from(PROFILES))
@DRAWS
def test_every_complete_case_can_be_told_by_a_case_file(packs: Packs, seed: int, profile: str) -> None:
    """Nor is it less: what goes together can be written, is read without a complaint, and means what was wanted."""
    book = packs.book(profile)
    bench = bench_for(book, packs.instruments)
    values = dict(drawn_values(bench, Random(seed)))
    suited = [
        i for i in packs.instruments.values() if i.assesses and holds(Ordered(i.ages.low, i.ages.high), values[AGE])
    ]
    if not suited:
        values["assessment.checklists"] = Ordered(0, 2**40)
    text = case_text(draft(book, packs.instruments, values, values), Claim("Prov", "Ett prov."), profile)
    case, found = read_case(parse(text, "prov.yaml"), packs)
    assert not found and case is not None, text
    known = gather(case, book, packs.instruments).values()
    assert {f for f in values if not holds(values[f], known[f])} == set(), text


def test_what_is_worked_out_is_known_to_the_proofs(packs: Packs) -> None:
    """A new derived fact must be told to sigrisk.prove.facts, or a proof would take it for what it isn't."""
    names = {fact.id for fact in packs.vocabulary if fact.definition.derived}
    groups = (GROWING, SHRINKING, PERSONAL, CONSENTS, OFFENCES)
    assert names == DERIVES
    assert sorted(f for group in groups for f in group) == sorted(DERIVES)
    known = {kind: {f.id for f in packs.vocabulary if knowable(f.definition) is kind} for kind in Knowable}
    assert (known[Knowable.AT_LEAST], known[Knowable.AT_MOST]) == (GROWING, SHRINKING)
    assert known[Knowable.NEVER] == set()


def test_a_fact_that_nothing_works_out_is_never_known(packs: Packs) -> None:
    nobodys = packs.vocabulary["consent.months"].definition.model_copy(update={"id": "consent.weeks"})
    assert knowable(nobodys) is Knowable.NEVER


@pytest.mark.parametrize(
    ("fact_id", "code", "low", "high", "wanted"),
    [
        (ANSWERED, 50, 50, 2**40, Verdict.MET),
        (ANSWERED, 49, 50, 2**40, Verdict.OPEN),
        (ANSWERED, 100, 0, 99, Verdict.NOT_MET),
        (ANSWERED, 30, 0, 100, Verdict.MET),
        (ANSWERED, 30, 101, 2**40, Verdict.NOT_MET),
        (OUTDATED, 2, 0, 2, Verdict.MET),
        (OUTDATED, 3, 0, 2, Verdict.OPEN),
        (OUTDATED, 3, 3, 2**40, Verdict.OPEN),
        (OUTDATED, 2, 3, 2**40, Verdict.NOT_MET),
        ("assessment.sources", 3, 0, 2, Verdict.NOT_MET),
        ("assessment.sources", 1, 0, 2, Verdict.OPEN),
    ],
)
def test_a_bound_settles_what_it_can(
    packs: Packs, book: RuleBook, fact_id: str, code: int, low: int, high: int, wanted: Verdict
) -> None:
    bench = bench_for(book, packs.instruments)
    values = {fact_id: bench.facts[fact_id].values(code)}
    tree = {"drawn": InRange(fact_id, low, high)}
    assert bench.verdicts(values, bench.sign_all(tree)) == verdicts_of(run(tree, values)) == {"drawn": wanted}


def test_facts_that_go_together_are_tied(packs: Packs, book: RuleBook) -> None:
    bench = bench_for(book, packs.instruments)
    yes, no, none = Ordered(1, 1), Ordered(0, 0), Ordered(0, -1, na=True)
    apart: list[Mapping[str, Possible]] = [
        {"offences.shown": no, "offences.grave": yes},
        {"offences.shown": no, "offences.strategic": yes},
        {"offences.shown": no, "offences.convicted": yes},
        {"offences.shown": yes, "offences.total": no},
        {"offences.shown": yes, "offences.age_first": none},
        {"offences.total": yes, "offences.reports_12m": Ordered(2, 2)},
        {"offences.age_first": Ordered(17, 17), "person.age": Ordered(16, 16)},
        {"offences.age_first": Ordered(16, 16), "person.age": Ordered(16, 16), "offences.reports_12m": no},
        {"offences.convicted": yes, "person.age": Ordered(14, 14)},
        {"offences.convicted": yes, "person.age": Ordered(15, 15), "offences.reports_12m": no},
        {"person.age": Ordered(18, 18), "consent.guardians": Choices(frozenset({"given"}))},
        {"consent.youth": Choices(frozenset({"given"})), "consent.specified": none},
        {
            "consent.youth": Choices(frozenset({"asked"})),
            "consent.guardians": Choices(frozenset({"refused"})),
            "consent.specified": yes,
        },
        {"assessment.sources": no},
        {"offences.when_too_young": yes, "offences.shown": no},
        {"offences.when_too_young": yes, "offences.age_first": Ordered(15, 15)},
        {"offences.when_too_young": no, "offences.age_first": Ordered(14, 14)},
        {"consent.youth": Choices(frozenset({"given"})), "consent.months": none},
        {"consent.months": none, "consent.specified": yes},
        {"consent.months": no, "consent.specified": none},
        {"consent.youth": Choices(frozenset({"refused"})), "consent.refusals": no},
        {"consent.youth": Choices(frozenset({"withdrawn"})), "consent.refusals": no},
        {ANSWERED: Ordered(101, 2**40)},
        {ANSWERED: Ordered(100, 100), OUTDATED: yes},
    ]
    assert [one for one in apart if bench.fits(one)] == []
    asked, given, against = (Choices(frozenset({state})) for state in ("asked", "given", "one_against"))
    beside: list[Mapping[str, Possible]] = [
        {"offences.convicted": yes, "person.age": Ordered(15, 15), "offences.reports_12m": yes},
        {"offences.convicted": yes, "person.age": Ordered(16, 16), "offences.reports_12m": no},
        {"offences.convicted": yes, "offences.age_first": Ordered(13, 13), "offences.total": yes},
        {"offences.age_first": Ordered(16, 16), "person.age": Ordered(16, 16), "offences.reports_12m": yes},
        {"offences.age_first": Ordered(15, 15), "person.age": Ordered(16, 16), "offences.reports_12m": no},
        {"offences.grave": yes, "offences.strategic": yes, "offences.total": yes},
        {"offences.grave": no, "offences.strategic": no, "offences.shown": yes},
        {"person.age": Ordered(17, 17), "consent.guardians": given},
        {"person.age": Ordered(17, 17), "consent.guardians": Choices(frozenset(), na=True)},
        {"consent.youth": asked, "consent.guardians": against, "consent.specified": yes},
        {"consent.youth": asked, "consent.guardians": against, "consent.specified": none},
        {"consent.youth": asked, "consent.guardians": asked, "consent.specified": no},
        {"consent.youth": given, "consent.guardians": asked, "consent.specified": no},
        {"assessment.checklists": Ordered(1, 2**40), "person.age": Ordered(17, 17)},
        {"offences.when_too_young": yes, "offences.age_first": Ordered(14, 14)},
        {"offences.when_too_young": no, "offences.age_first": Ordered(15, 15)},
        {"offences.when_too_young": no, "offences.shown": no},
        {"consent.youth": given, "consent.refusals": Ordered(3, 3), "consent.months": Ordered(12, 12)},
        {"consent.youth": Choices(frozenset({"refused"})), "consent.refusals": yes, "consent.months": none},
        {"consent.youth": Choices(frozenset({"refused"})), "consent.guardians": given, "consent.months": yes},
        {"nomination.by": Choices(frozenset({"guardian"}))},
        {ANSWERED: Ordered(99, 100), OUTDATED: Ordered(1, 1)},
    ]
    assert [one for one in beside if not bench.fits(one)] == []


def test_crimes_go_together_as_the_list_of_crimes_allows(book: RuleBook) -> None:
    """Two crimes may be grave and strategic together; without a crime that is neither, none is neither."""
    kinds = frozenset({(True, False), (False, True)})
    bench = Bench([fact.definition for fact in book.vocabulary], World(kinds, (), 14, 14))
    yes, no = Ordered(1, 1), Ordered(0, 0)
    assert bench.fits({"offences.grave": yes, "offences.strategic": yes})
    assert bench.fits({"offences.grave": yes, "offences.strategic": no})
    assert not bench.fits({"offences.shown": yes, "offences.grave": no, "offences.strategic": no})
    assert not bench.fits({"assessment.checklists": Ordered(1, 2**40)})  # no checklist suits any age


# -- the checks -------------------------------------------------------------------------------------------------------


def material(files: Mapping[str, str], folder: Path) -> Material:
    """The example's own profile alone: the shipped ones are proved in a test of their own."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    packs = load(folder)
    own = {"prov": (packs.profiles.own("prov"), packs.profiles.document("prov"))}
    return Material((), replace(packs, profiles=ProfileSet(own)), ())


def text_at(found: Found) -> str:
    return Path(found.file).read_text(encoding="utf-8").splitlines()[found.at.line - 1][found.at.col - 1 :]


AT = {  # what stands where the finding of the failing example points
    "SIG230": "prov_samtycke",
    "SIG231": "prov_samtycke",
    "SIG232": "prov_snart",
    "SIG233": "prov_ja]",
    "SIG234": "decision: [prov_ja, prov_nej]",
    "SIG235": "prov_nej, prov_ja]",
    "SIG236": "prov_ja, prov_nej]",
    "SIG237": "{fact: peers.criminal, at_least: low}]}",
    "SIG238": "prov_stopp",
}
SHOWN = {  # the outcome of its case, and a rule that is met there; None: the decision list gives no outcome
    "SIG234": None,
    "SIG235": ("too_light", "prov_ja"),
    "SIG236": ("offer", "prov_nej"),
    "SIG238": ("offer", "prov_stopp"),
}


@pytest.mark.parametrize("check", PROVED, ids=lambda c: c.code)
def test_a_check_lets_its_passing_example_pass(check: Check, tmp_path: Path) -> None:
    assert list(check.find(material(check.passing.files, tmp_path))) == []


@pytest.mark.parametrize("check", PROVED, ids=lambda c: c.code)
def test_a_check_finds_what_its_failing_example_does(check: Check, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (found,) = check.find(material(check.failing.files, pack))
    assert (found.about,) == check.failing.about
    assert text_at(found) == AT[check.code]
    assert bool(found.case) == (check.code in SHOWN)
    if found.case:
        written = tmp_path / "motexempel.yaml"
        written.write_text(found.case, encoding="utf-8")
        if SHOWN[check.code] is None:
            with pytest.raises(BadInput, match="SIG162"):
                assess_file(written, pack, None)
        else:
            outcome, rule = SHOWN[check.code]
            assessment, _ = assess_file(written, pack, None)
            assert [o.value for o in assessment.outcomes] == [outcome]
            assert assessment.results[rule].verdict is Verdict.MET


def test_each_check_explains_itself() -> None:
    assert [check.code for check in PROVED] == [f"SIG{n}" for n in range(230, 239)]
    for check in PROVED:
        module = import_module(f"sigrisk.checks.{check.name}")
        assert module.CHECK is check
        assert check.proved and check.title and check.why.endswith(".")
        assert not check.title.endswith(".")
        assert check.passing.about == ()


GAP = "{{all: [{{fact: crime.imminent, is: false}}, {{none: [{{fact: assessment.sources, at_least: {0}}}]}}]}}"


def test_a_decision_list_that_stays_open_whatever_is_known_is_told(tmp_path: Path) -> None:
    from sigrisk.checks import tiny

    pack = tiny.pack(tiny.either_way(tiny.IMMINENT, GAP.format(3)), "", "prov_ja, prov_nej")
    # Three sources are known in some case: there nothing is met, and that is a gap.
    (gap,) = BY_CODE["SIG234"].find(material(pack, tmp_path / "gap"))
    assert "lucka" in gap.message
    unknowable = "{all: [{fact: crime.imminent, is: false}, {fact: assessment.sources, between: [0, 9]}]}"
    rest = tiny.rule(
        "prov_rest", "outcome", "{fact: assessment.sources, at_least: 10}", met="{}", not_met="{}", outcome="await"
    )
    files = tiny.either_way(tiny.IMMINENT, unknowable)
    pack = tiny.pack({tiny.DECISION: files[tiny.DECISION] + rest}, "", "prov_ja, prov_nej, prov_rest")
    (found,) = BY_CODE["SIG234"].find(material(pack, tmp_path / "open"))
    assert "öppet fast allt är känt" in found.message
    written = tmp_path / "motexempel.yaml"
    written.write_text(found.case, encoding="utf-8")
    assessment, _ = assess_file(written, tmp_path / "open", None)
    assert {o.value for o in assessment.outcomes} == {"too_light", "await"}
    assert assessment.knowledge.facts["need.coordination"].answered


def test_a_profile_is_named_only_where_it_departs_from_the_one_it_inherits(tmp_path: Path) -> None:
    check = BY_CODE["SIG235"]
    overlapping = check.failing.files
    child = check.passing.files["rules/profiles/prov.yaml"].replace("id: prov\n", "id: barn\nextends: prov\n")
    child = child.partition("rules:")[0] + "{}"
    for name, files, extra, about in (
        ("lika", overlapping, "", "prov_nej / prov_ja"),
        ("avviker", check.passing.files, "instead: {prov_nej: prov_annan}\n", None),
    ):
        folder = tmp_path / name
        material(files, folder)
        (folder / "rules/profiles/barn.yaml").write_text(child.format(extra), encoding="utf-8")
        if extra:
            other = (
                check.failing.files["rules/decision/prov.yaml"]
                .replace("prov_nej", "prov_annan")
                .replace("prov_ja", "prov_oanvand")
            )
            (folder / "rules/decision/annan.yaml").write_text(other, encoding="utf-8")
        packs = load(folder)
        own = {p: (packs.profiles.own(p), packs.profiles.document(p)) for p in ("prov", "barn")}
        found = list(check.find(Material((), replace(packs, profiles=ProfileSet(own)), ())))
        assert [one.about for one in found] == [about or "prov_annan / prov_ja"]
        assert ("prov" in found[0].message.rsplit("Det gäller", 1)[1]) == (name == "lika")


# -- the shipped book -------------------------------------------------------------------------------------------------


@cache
def shipped() -> tuple[tuple[Check, Found], ...]:
    whole = Material((), load(), ())
    return tuple((check, found) for check in PROVED for found in check.find(whole))


@pytest.mark.slow
def test_every_finding_that_something_can_happen_has_a_case_that_shows_it() -> None:
    wanting = [(c.code, f.about) for c, f in shipped() if c.code in SHOWN and not f.case]
    assert wanting == []


@pytest.mark.slow
def test_every_counterexample_is_small_invented_and_without_ids_in_its_story(packs: Packs) -> None:
    for _, found in shipped():
        if found.case:
            case, complaints = read_case(parse(found.case, "motexempel.yaml"), packs)
            assert case is not None and not complaints
            assert case.case.invented and case.vignette and "_" not in case.vignette
            assert len(case.facts) <= 25


def test_no_stop_flag_goes_with_an_offer_and_no_decision_list_has_a_gap() -> None:
    assert [f.about for c, f in shipped() if c.code in ("SIG233", "SIG234", "SIG238")] == []


def test_the_same_question_gives_the_same_case_whatever_was_asked_before(packs: Packs, book: RuleBook) -> None:
    """A counterexample that changed with what else was proved would make the output depend on the checks chosen."""
    claim = Claim("Prov", "Ett prov.", ("outside_age", "not_suited_stop"), outcome=OutcomeId.OUTSIDE)
    fresh = Bench([fact.definition for fact in book.vocabulary], world_of(book, packs.instruments))
    busy = bench_for(book, packs.instruments)
    shipped()
    texts = {realise(claim, packs, book, one, one.sign_all(trees(book))) for one in (fresh, busy)}
    assert len(texts) == 1 and texts != {""}
