"""``sigrisk test``: coverage and mutants. What a case misses is reported; once a case is added, it is noticed."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner, Result

from sigrisk.assess import Assessment
from sigrisk.cli import _mutation_progress, main
from sigrisk.condition import AllOf, FactTest, NoneOf, ParamRef, Scope
from sigrisk.effects import effects_by_decision
from sigrisk.mutate import Change, Mutant, Order, Setting, mutants
from sigrisk.notice import Watch, _scenario_noticed, _set_by
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import Verdict
from sigrisk.profiles import ProfileSet
from sigrisk.rulebook import Effect, Kind, Profile, Rule, RuleBook
from sigrisk.testing import rule_cases, scenario
from sigrisk.waivers import load_waivers

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
OK, FAILED, BAD_INPUT = 0, 1, 2
MISSED = "bad_company, when.at_least: moderate blir high"
CASES = {
    "met": [{"facts": {"peers.criminal": "high"}}],
    "not_met": [{"facts": {"peers.criminal": "low"}}],
    "open": [{}],
}
ENOUGH = {**CASES, "met": [{"facts": {"peers.criminal": "moderate"}}]}
PROFILE = {
    "sigrisk_profile": 1,
    "id": "exempelby",
    "label": "Exempelby",
    "version": "1",
    "valid_from": "2026-01-01",
    "extends": DEFAULT_PROFILE,
    "about": "Påhittad.",
    "target_group": "Påhittad.",
    "strategic_edition": "2021",
    "basis": "local",
    "rules": ["bad_company"],
}


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


def pack(folder: Path, cases: Mapping[str, object], waivers: list[dict[str, str]] | None = None) -> Path:
    """A local pack with one flag and a profile that uses it."""
    rule = {
        "id": "bad_company",
        "kind": "flag",
        "effect": "caution",
        "title": "Umgänge",
        "when": {"fact": "peers.criminal", "at_least": "moderate"},
        "says": "Ja.",
        "says_not": "Nej.",
        "says_open": "Oklart.",
        "basis": "local",
        "cases": cases,
    }
    put(folder / "rules" / "flags" / "10_egna.yaml", {"rules": [rule]})
    put(folder / "rules" / "profiles" / "exempelby.yaml", PROFILE)
    if waivers is not None:
        put(folder / "rules" / "mutants.yaml", {"mutants": waivers})
    return folder


def put(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def sigrisk(*arguments: object, status: int = OK) -> Result:
    result = CliRunner().invoke(main, ["test", *(str(a) for a in arguments)])
    assert result.exit_code == status, result.output
    return result


# -- what the command tells -------------------------------------------------------------------------------------------


def test_a_threshold_that_the_cases_miss_is_reported_and_an_added_case_notices_it(tmp_path: Path) -> None:
    """The mutant is named with its place; nothing else of the rule is missed; with the case added all is noticed."""
    out = sigrisk("--mutate", "--rules", pack(tmp_path / "a", CASES), status=FAILED).stdout
    told = [line.strip() for line in out.splitlines() if "bad_company" in line]
    assert told == ["visas inte: flagga bad_company", MISSED]  # the first is no failure: a local pack need no story
    assert out.endswith(", 1 underkänd\n")
    assert sigrisk("--mutate", "--rules", pack(tmp_path / "b", ENOUGH)).stdout.endswith(", 0 underkända\n")


def test_without_mutate_nothing_is_changed(tmp_path: Path) -> None:
    assert "Ändringar" not in sigrisk("--rules", pack(tmp_path, CASES)).output


def test_a_waiver_excuses_a_mutant_only_with_a_reason_and_while_it_is_needed(tmp_path: Path) -> None:
    """With a reason: exit 0. Without: refused before anything is run. Needed no more: told at its place, exit 1."""
    rule, at_and_change = MISSED.split(", ", 1)
    at, change = at_and_change.split(": ", 1)
    waiver = {"rule": rule, "at": at, "change": change, "reason": "Påhittat skäl."}
    out = sigrisk("--mutate", "--rules", pack(tmp_path / "a", CASES, [waiver])).stdout
    assert MISSED not in out
    bare = {key: value for key, value in waiver.items() if key != "reason"}
    refused = sigrisk("--mutate", "--rules", pack(tmp_path / "b", CASES, [bare]), status=BAD_INPUT)
    assert "mutants.yaml:2:3: fel SIG170: undantaget för ”bad_company” saknar skäl" in refused.stderr
    assert refused.stdout == ""
    idle = sigrisk("--mutate", "--rules", pack(tmp_path / "c", ENOUGH, [waiver]), status=FAILED).stdout
    assert "mutants.yaml:2:3: fel SIG171" in idle


def test_a_verdict_that_no_case_gives_is_a_gap(tmp_path: Path) -> None:
    """A case that fails covers nothing: the table names the profile, the rule and what is missing. No mutants then."""
    wrong = {**CASES, "not_met": [{"facts": {"peers.criminal": "high"}}]}
    out = sigrisk("--mutate", "--rules", pack(tmp_path, wrong), status=FAILED).stdout
    told = "rules/flags/10_egna.yaml:8: bad_company · not_met 1: väntade not_met, fick met (i profilen exempelby)\n"
    assert told in out
    row = next(line.split() for line in out.splitlines() if line.startswith("  exempelby"))
    assert row == ["exempelby", "bad_company", "aldrig", "ej", "uppfylld"]
    assert "(99 %)" in out
    assert "Inga ändringar är prövade" in out


def test_the_shipped_book_leaves_no_mutant_without_a_reason(tmp_path: Path) -> None:
    """Exit 0, whole coverage; both reports tell the same as the screen, and are replaced at the next run."""
    paths = tmp_path / "r.json", tmp_path / "r.xml"
    for _ in range(2):
        result = sigrisk("--mutate", "--json", paths[0], "--junit", paths[1])
    assert "(100 %)" in result.stdout
    assert result.stderr.startswith("Prövar ")
    report = json.loads(paths[0].read_text(encoding="utf-8"))
    assert report["failures"] == 0
    assert not any(row["missing"] for row in report["coverage"])
    found = report["mutation"]
    assert found["survivors"] == found["idle_waivers"] == []
    assert found["noticed"] + len(found["waived"]) == found["total"] > 700
    assert all(mutant["reason"] for mutant in found["waived"])
    suites = ElementTree.fromstring(paths[1].read_text(encoding="utf-8"))
    assert sum(int(s.get("failures", "1")) for s in suites) == 0
    scenarios = next(s for s in suites if s.get("name") == "scenarier")
    assert [case.get("name") for case in scenarios] == [path.stem for path in SCENARIOS]


def test_reports_tell_what_failed(tmp_path: Path) -> None:
    """A survivor is a failed test of the JUnit report, and stands in the JSON report by its parts."""
    paths = tmp_path / "r.json", tmp_path / "r.xml"
    local = pack(tmp_path / "lokalt", CASES)
    sigrisk("--mutate", "--rules", local, "--json", paths[0], "--junit", paths[1], status=FAILED)
    (survivor,) = json.loads(paths[0].read_text(encoding="utf-8"))["mutation"]["survivors"]
    assert f"{survivor['rule']}, {survivor['at']}: {survivor['change']}" == MISSED
    failed = ElementTree.fromstring(paths[1].read_text(encoding="utf-8")).findall(".//failure/..")
    assert [case.get("name") for case in failed] == [MISSED]


def test_a_report_never_replaces_another_file(tmp_path: Path) -> None:
    case = tmp_path / "arende.yaml"
    case.write_text("viktigt", encoding="utf-8")
    assert "SIG032" in sigrisk("--json", case, status=BAD_INPUT).stderr
    assert case.read_text(encoding="utf-8") == "viktigt"
    assert "SIG033" in sigrisk("--junit", tmp_path / "borta" / "r.xml", status=BAD_INPUT).stderr


def test_progress_is_a_bar_on_a_terminal_that_is_full_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn again on the same line, and left whole; a failure inside doesn't leave the terminal without its cursor."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with _mutation_progress() as tell:
        for done in (0, 10, 15, 20):
            tell(done, 20)
    drawn = screen.getvalue().split("\r")[1:]
    assert [re.findall(r"\d+%", line) for line in drawn] == [["0%"], ["50%"], ["75%"], ["100%"]]
    assert [line.count("#") for line in drawn] == [0, 18, 27, 36]
    assert all("Prövar ändringar" in line for line in drawn)
    assert screen.getvalue().count("\n") == 1
    interrupted = Screen()
    monkeypatch.setattr(sys, "stderr", interrupted)
    with pytest.raises(KeyboardInterrupt), _mutation_progress() as tell:
        tell(3, 20)
        raise KeyboardInterrupt
    assert interrupted.getvalue().endswith("\033[?25h\n")


# -- which mutants there are ------------------------------------------------------------------------------------------


def changes(packs: Packs, when: object, effect: Effect = Effect.CAUTION) -> set[str]:
    """The mutants of one rule with this condition, as place and text."""
    rule = packs.rules["no_secure_point"].rule
    read = Rule.model_validate_json(
        json.dumps({**rule.model_dump(mode="json", by_alias=True, exclude_none=True), "when": when})
    )
    scope = Scope(packs.vocabulary, {p.id: p.default for p in packs.params.values()})
    found = mutants([read.model_copy(update={"effect": effect})], [], scope)
    return {f"{m.at}: {m.text}" for m in found if m.at != "effect"}


HIGH = {"fact": "peers.criminal", "at_least": "high"}
ADULT = {"fact": "person.age", "at_most": {"param": "age_high"}}
ADDED = "negation läggs till"


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (HIGH, {"when.at_least: minst blir högst", "when.at_least: high blir moderate", f"when: {ADDED}"}),
        (
            ADULT,
            {
                "when.at_most: högst blir minst",
                "when.at_most: age_high blir age_high -1",
                "when.at_most: age_high blir age_high +1",
                f"when: {ADDED}",
            },
        ),
        ({"fact": "leaver.threat", "is": True}, {"when.is: ja blir nej", f"when: {ADDED}"}),
        (
            {"fact": "consent.youth", "in": ["asked", "given"]},
            {"when.in.0: asked stryks", "when.in.1: given stryks", f"when: {ADDED}"},
        ),
        (
            {"fact": "person.age", "between": [15, 17]},
            {
                "when.between.0: 15 blir 14",
                "when.between.0: 15 blir 16",
                "when.between.1: 17 blir 16",
                "when.between.1: 17 blir 18",
                "when.between: mellan blir minst",
                "when.between: mellan blir högst",
                f"when: {ADDED}",
            },
        ),
        (
            {"side": "protection", "level": "thread", "domains": ["familj", "fritid"]},
            {
                "when.level: thread blir absent",
                "when.level: thread blir clear",
                "when.domains.0: familj stryks",
                "when.domains.1: fritid stryks",
                "when.by_domain: varje uppgift blir varje livsområde",
                f"when: {ADDED}",
            },
        ),
        (  # a lone life area struck leaves them all; inside a count the same is done, and the count is moved
            {
                "at_least": 2,
                "of": {
                    "side": "risk",
                    "level": "high",
                    "domains": ["kamrater"],
                    "without": ["peers.rejected"],
                    "by_domain": False,
                },
            },
            {
                "when.at_least: 2 blir 1",
                "when.at_least: 2 blir 3",
                "when.of.level: high blir moderate",
                "when.of.domains.0: kamrater stryks",
                "when.of.without.0: peers.rejected stryks",
                f"when: {ADDED}",
            },
        ),
        (
            {"at_least": {"param": "need_areas_min"}, "of": {"side": "need", "level": "moderate", "by_domain": True}},
            {
                "when.at_least: need_areas_min blir need_areas_min -1",
                "when.at_least: need_areas_min blir need_areas_min +1",
                "when.of.level: moderate blir low",
                "when.of.level: moderate blir high",
                "when.of.by_domain: varje livsområde blir varje uppgift",
                f"when: {ADDED}",
            },
        ),
        ({"none": [{"criterion": "leaver"}]}, {"when: negationen tas bort", f"when.none.0: {ADDED}"}),
        (
            {"all": [{"flag": "coercion"}, {"flag": "heavy_trauma"}]},
            {
                "when.all: alla blir någon",
                "when.all.0: villkoret stryks",
                "when.all.1: villkoret stryks",
                f"when.all.0: {ADDED}",
                f"when.all.1: {ADDED}",
                f"when: {ADDED}",
            },
        ),
        (
            {"at_least": 2, "of": [{"flag": "coercion"}, {"flag": "heavy_trauma"}]},
            {  # 3 of 2, and 2 of 1, are no conditions
                "when.at_least: 2 blir 1",
                f"when.of.0: {ADDED}",
                f"when.of.1: {ADDED}",
                f"when: {ADDED}",
            },
        ),
    ],
)
def test_every_kind_of_condition_has_its_mutants(packs: Packs, when: object, wanted: set[str]) -> None:
    assert changes(packs, when) == wanted


def test_effects_and_the_order_of_outcomes_have_mutants(packs: Packs, book: RuleBook) -> None:
    scope = Scope(packs.vocabulary, book.values)
    rule = book.rules["no_secure_point"].rule
    found = list(mutants([rule], [book.decision], scope))
    assert [m.change for m in found if m.at == "effect"] == [Effect.AGAINST, Effect.CAUTION]
    swaps = [(m.change.first, m.change.second) for m in found if isinstance(m.change, Order)]
    assert swaps == [(book.decision[i], book.decision[i + 1]) for i in range(len(book.decision) - 1)]


# -- who notices ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watch(packs: Packs) -> Watch:
    return Watch(packs, played(packs))


def played(packs: Packs) -> Iterator[Assessment]:
    for path in SCENARIOS:
        assessment = scenario(path, packs)[1]
        assert assessment is not None
        yield assessment


def uses_moved_param(condition: Change) -> bool:
    return any(f" {step}'" in repr(condition) for step in ("-1", "+1"))


def with_mutant(packs: Packs, mutant: Mutant) -> Packs:
    """The packs with the mutant written into them, as an author would have written it.

    Another checksum goes with it, as it would from files: the compiled engine is kept by it. Its sentences aren't
    checked: that one has no word left for what a mutant leaves is for its cases to notice, and not for the loader.
    """
    match mutant.change:
        case Order(first, second):
            profile = packs.profiles.own(DEFAULT_PROFILE)
            decision = list(profile.decision)
            at = decision.index(first)
            decision[at : at + 2] = [second, first]
            changed: dict[str, object] = {"profiles": written(packs, profile, decision=tuple(decision))}
        case Setting(param, None, value):
            number = packs.params[param].model_copy(update={"default": value})
            changed = {"params": {**packs.params, param: number}}
        case Setting(param, str(profile_id), value):
            profile = packs.profiles.own(profile_id)
            changed = {"profiles": written(packs, profile, params={**profile.params, param: value})}
        case condition:
            placed = packs.rules[mutant.rule]
            rule = placed.rule.model_copy(update={"when": condition})
            changed = {"rules": {**packs.rules, mutant.rule: replace(placed, rule=rule)}}
    return replace(packs, **changed, checksum=str(mutant), checks_texts=False, _books={})


def written(packs: Packs, profile: Profile, **changes: object) -> ProfileSet:
    return packs.profiles.having(profile.model_copy(update=changes), packs.profiles.document(profile.id))


def test_the_short_cut_notices_the_same_as_a_whole_run(
    packs: Packs, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutants spread over the book, of rules that stand in for others, of numbers, and waived ones among them,
    written into the packs and run from the beginning, through the readable evaluator as the short cut is."""
    monkeypatch.setattr("sigrisk.testing.check", lambda *_: "")
    every = [m for m in watch.mutants() if not isinstance(m.change, Effect) and not uses_moved_param(m.change)]
    neighbours = set(pairwise(packs.book(DEFAULT_PROFILE).decision))  # an order is written into the default profile
    every = [m for m in every if not isinstance(m.change, Order) or (m.change.first, m.change.second) in neighbours]
    numbers = [m for m in every if isinstance(m.change, Setting)]
    answers = (own for book in watch.books for own in book.profile.instead.values())
    stand_ins = {own for own in answers if watch.rules[own].kind is Kind.AGGREGATE}  # on these outcomes are built
    standing_in = [m for m in every if m.rule in stand_ins]
    waived = [m for m in every if m.key in load_waivers(packs.roots).mutants]
    for listed in (numbers, standing_in, waived):
        assert listed
    chosen = [*every[::400], *standing_in[::90], *numbers[::40], *waived[::4]]
    for mutant in chosen:
        changed = with_mutant(packs, mutant)
        cases = (one for profile in changed.profiles.ids for one in rule_cases(changed.book(profile)))
        wrong = not all(one.passed for one in cases)
        wrong = wrong or not all(scenario(path, changed)[0].passed for path in SCENARIOS)
        assert watch.notices(mutant) == wrong, str(mutant)


def test_a_rule_that_stands_in_for_another_is_watched_under_the_name_it_answers_to(watch: Watch) -> None:
    """Each is changed in its own file's words; its own cases notice, and so do scenarios, by what builds on it."""
    answers = (own for book in watch.books for own in book.profile.instead.values())
    stand_ins = {own for own in answers if watch.rules[own].kind is Kind.AGGREGATE}  # on these outcomes are built
    assert {"target_group_sou", "adult_ready_tensta"} <= stand_ins
    changed = {rule: [m for m in watch.mutants() if m.rule == rule] for rule in stand_ins}
    assert all(len(listed) > 5 for listed in changed.values())
    assert all(watch.notices(m) for listed in changed.values() for m in listed)
    never = NoneOf(none=(FactTest(fact="person.age", at_least=0),))
    for stage in watch._stages:
        for own in stand_ins & set(stage.names):
            (name,) = stage.names[own]
            assert own not in stage.lineup.rules
            assert stage.lineup.rules[name].cases == watch.rules[own].cases
            assert any(_scenario_noticed(played, stage.lineup, name, never) for played in stage.played), own


def test_a_number_is_moved_where_it_is_set(packs: Packs, watch: Watch) -> None:
    """As a default and in each profile that sets it itself; within what the number may be; heirs move with it."""
    moved = {m.key for m in watch.mutants() if isinstance(m.change, Setting)}
    assert ("risk_factors_min", "default", "3 blir 2") in moved
    assert ("risk_areas_min", "default", "2 blir 3") in moved
    assert ("risk_areas_min", "default", "2 blir 1") not in moved  # the file allows no less than two
    assert ("age_high", "profilen skarholmen-ungdom", "18 blir 19") in moved
    assert not any(at == f"profilen {DEFAULT_PROFILE}" for _, at, _ in moved)  # sets none itself
    heir = packs.profiles.own("rps-2011").model_copy(
        update={"id": "arvinge", "extends": "skarholmen-ungdom", "params": {}}
    )
    document = packs.profiles.document("rps-2011")
    with_heir = replace(packs, profiles=packs.profiles.having(heir, document), _books={})
    assert _set_by(with_heir, "arvinge", "age_low") == "skarholmen-ungdom"
    assert _set_by(with_heir, "arvinge", "risk_factors_min") is None


def test_the_numbers_of_a_profile_without_scenarios_are_left_alone(packs: Packs) -> None:
    """Nothing could notice them: rules' cases count with the defaults."""
    told = [a for a in played(packs) if a.book.profile.id == DEFAULT_PROFILE]
    places = {m.at for m in Watch(packs, told).mutants() if isinstance(m.change, Setting)}
    assert places == {"default"}


def test_a_moved_number_is_moved_in_one_place_alone(watch: Watch) -> None:
    """A profile's number stands in many rules; a mutant moves one use of it, whatever number the profile sets."""
    moved = next(m for m in watch.mutants() if m.key == ("age_in_range", "when.between.1", "age_high blir age_high +1"))
    assert watch.notices(moved)
    assert watch.rules["age_in_range"].when.between == (ParamRef(param="age_low"), ParamRef(param="age_high"))


def test_a_condition_is_noticed_only_where_somebody_looks(packs: Packs, watch: Watch) -> None:
    """The same condition written otherwise goes by unnoticed: nothing comes out otherwise."""
    same = AllOf(all=(packs.rules["coercion"].rule.when,) * 2)
    assert not watch.notices(Mutant("coercion", "when", "dubbelt", same))


def test_the_effect_of_every_flag_is_as_the_decision_list_has_it(book: RuleBook) -> None:
    """What the memo lists as a reason against an offer does stand against it, and what stops it does stop it."""
    wanted = effects_by_decision(book)
    flags = {r.id: r.rule.effect for r in book.of_kind(Kind.FLAG)}
    assert flags == {rule_id: wanted[rule_id] for rule_id in flags}
    assert {Effect.AGAINST, Effect.STOP, Effect.CAUTION} <= set(flags.values())
    assert wanted["target_group"] is wanted["imminent_risk"] is Effect.FOR
    assert wanted["core_criteria"] is Effect.FOR  # the target group has it word for word
    assert "lacking_protection" not in wanted


def test_coverage_tells_cases_and_scenarios_apart(packs: Packs) -> None:
    from sigrisk.coverage import coverage

    book = packs.book(DEFAULT_PROFILE)
    nothing = coverage(book, [], [])
    assert all(row.missing == tuple(Verdict) for row in nothing)
    by_scenarios = coverage(book, [], list(played(packs)))
    outside = next(row for row in by_scenarios if row.rule == "outside_age")
    assert {Verdict.MET, Verdict.NOT_MET} <= outside.by_scenarios
    assert not outside.by_cases
