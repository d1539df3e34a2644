"""``sigrisk check``: every check finds its failing example at its place and passes the other; waivers; output."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from sigrisk import checkrun, checks
from sigrisk.checkdoc import page
from sigrisk.checkrun import CheckRun, Finding, gather_material, run_checks
from sigrisk.checks import sample
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.proved import PROVED
from sigrisk.checks.registry import CHECKS
from sigrisk.cli import main
from sigrisk.columns import WIDTH
from sigrisk.derived import DERIVES
from sigrisk.diagnostics import BadInput, Position
from sigrisk.packs import Packs

ROOT = Path(__file__).resolve().parent.parent
OK, FAILED, BAD_INPUT = 0, 1, 2
PLACES: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "SIG201": (("rules/flags/vardag.yaml", 19, 7),),
    "SIG202": (("rules/flags/vardag.yaml", 2, 5),),
    "SIG203": (("rules/flags/vardag.yaml", 14, 16),),
    "SIG204": (("rules/flags/vardag.yaml", 13, 15),),
    "SIG205": (("rules/flags/vardag.yaml", 2, 5),),
    "SIG206": (("rules/flags/vardag.yaml", 2, 9),),
    "SIG207": (("rules/params.yaml", 2, 5), ("rules/params.yaml", 5, 11)),
    "SIG208": (("rules/params.yaml", 2, 9),),
    "SIG209": (("rules/profiles/exempelby.yaml", 11, 10),),
    "SIG210": (("rules/vocabulary/90_exempelby.yaml", 5, 9),),
    "SIG211": (("rules/vocabulary/90_exempelby.yaml", 10, 14),),
    "SIG212": (("rules/vocabulary/90_exempelby.yaml", 13, 10),),
    "SIG213": (("rules/flags/vardag.yaml", 5, 12), ("templates/memo.md.j2", 3, 1), ("templates/memo.md.j2", 3, 18)),
    "SIG214": (("rules/flags/vardag.yaml", 15, 9),),
    "SIG215": (("rules/params.yaml", 9, 21),),
    "SIG216": (("rules/sources.yaml", 2, 9),),
    "SIG217": (("rules/flags/vardag.yaml", 2, 5),),
    "SIG218": (("rules/flags/vardag.yaml", 15, 9), ("rules/flags/vardag.yaml", 15, 9)),
    "SIG219": (("rules/lagrum.yaml", 2, 9),),
    "SIG220": (("rules/flags/vardag.yaml", 15, 9),),
    "SIG221": (("rules/profiles/exempelby.yaml", 1, 1),),
    "SIG222": (("rules/profiles/exempelby.yaml", 13, 11),),
    "SIG223": (("rules/outcomes.yaml", 6, 9),),
    "SIG224": (("rules/alternatives/90_exempelby.yaml", 6, 15),),
    "SIG225": (("rules/params.yaml", 10, 9),),
    "SIG226": (("scenarios/ex_01.yaml", 5, 9), ("scenarios/ex_02.yaml", 5, 9)),
    "SIG227": (("scenarios/ex_01.yaml", 3, 11),),
    "SIG239": (("instruments/exempelby.yaml", 24, 15), ("instruments/exempelby.yaml", 32, 15)),
    "SIG241": (("rules/vocabulary/90_exempelby.yaml", 17, 14),),
}


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


@pytest.fixture(scope="module")
def shipped() -> CheckRun:
    return run_checks(None, prove=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> CheckRun:
    """The pack in which everything is in order: the passing example of most checks."""
    return run_checks(lay_out(tmp_path_factory.mktemp("whole"), sample.WHOLE), prove=False)


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def all_of(run: CheckRun) -> Iterator[Finding]:
    yield from run.findings
    yield from (one for one, _ in run.waived)


def new_in(run: CheckRun, shipped: CheckRun) -> list[Finding]:
    """The findings that the shipped pack alone doesn't give."""
    before = {(*one.key, one.found.file) for one in all_of(shipped)}
    return [one for one in all_of(run) if (*one.key, one.found.file) not in before]


def sigrisk(*arguments: object, status: int = OK) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    return result


# -- every check ------------------------------------------------------------------------------------------------------


def test_the_shipped_book_passes(shipped: CheckRun) -> None:
    told = [str(d) for d in (*shipped.faults, *(one.diagnostic for one in shipped.findings), *shipped.stale)]
    assert told == []
    assert shipped.made == CHECKS


def test_every_check_is_in_the_list_under_its_own_name() -> None:
    modules = [importlib.import_module(f"sigrisk.checks.{m.name}") for m in pkgutil.iter_modules(checks.__path__)]
    written = [m.CHECK for m in modules if isinstance(getattr(m, "CHECK", None), Check)]
    assert {c.code for c in written if not c.proved} == {c.code for c in CHECKS}
    assert [c.code for c in CHECKS] == sorted({c.code for c in CHECKS})
    for module in modules:
        if isinstance(getattr(module, "CHECK", None), Check):
            assert module.CHECK.name == module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_a_check_says_what_it_is_for(check: Check) -> None:
    assert re.fullmatch(r"SIG2([0-2][0-9]|39|4[1-9])", check.code)
    assert check.title[0].isupper()
    assert not check.title.endswith(".")
    assert check.why.endswith(".")
    assert check.failing.about
    assert not check.passing.about


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_a_check_passes_its_passing_example(check: Check, shipped: CheckRun, whole: CheckRun, tmp_path: Path) -> None:
    run = whole
    if check.passing.files != sample.WHOLE:
        run = run_checks(lay_out(tmp_path, check.passing.files), [check.code], prove=False)
    assert run.faults == ()
    assert [one.found.message for one in new_in(run, shipped) if one.check is check] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_a_check_finds_its_failing_example_at_its_place_and_nothing_else(
    check: Check, shipped: CheckRun, tmp_path: Path
) -> None:
    """Also nothing from the loader: what both see is told once."""
    run = run_checks(lay_out(tmp_path, check.failing.files), [check.code], prove=False)
    found = new_in(run, shipped)
    assert run.faults == ()
    assert sorted(one.found.about for one in found) == sorted(check.failing.about)
    places = tuple((str(Path(o.found.file).relative_to(tmp_path)), o.found.at.line, o.found.at.col) for o in found)
    assert places == PLACES[check.code]
    for one in found:
        assert one.found.help, one.found.message
        assert not one.found.message.endswith(".")


# -- more that they must see ------------------------------------------------------------------------------------------


def about_of(code: str, files: Mapping[str, str], shipped: CheckRun, folder: Path) -> set[str]:
    run = run_checks(lay_out(folder, files), [code], prove=False)
    return {one.found.about for one in new_in(run, shipped)}


@pytest.mark.parametrize(
    ("code", "rules", "about"),
    [
        ("SIG201", sample.RULES[: sample.RULES.index("    cases:")], {"empty_days"}),
        ("SIG201", sample.RULES[: sample.RULES.index("    cases:")] + "    cases:\n", {"empty_days"}),
        ("SIG201", sample.with_value(sample.RULES, "not_met", "[]"), {"empty_days / not_met"}),
        ("SIG201", sample.with_value(sample.RULES, "not_met", ""), {"empty_days / not_met"}),
        ("SIG202", sample.with_value(sample.RULES, "basis", "source"), {"empty_days"}),
        ("SIG202", sample.with_value(sample.RULES, "basis", "proposal"), set()),
        ("SIG203", sample.without(sample.RULES, "says"), {"empty_days / says"}),
        ("SIG203", sample.with_value(sample.RULES, "says_not", ""), {"empty_days / says_not"}),
        ("SIG203", sample.with_value(sample.RULES, "says_not", '""'), {"empty_days / says_not"}),
        ("SIG213", sample.with_value(sample.RULES, "do", '"Läs {mising}."'), {"empty_days / do / mising"}),
        ("SIG214", sample.with_value(sample.RULES, "do", "Handla hänsynsfullt, hon, han."), {"hon", "han"}),
        ("SIG218", sample.with_value(sample.RULES, "do", "Pröva 3 § där."), {"empty_days / 3 §"}),
    ],
)
def test_each_way_that_a_rule_may_be_wrong_is_told_once(
    code: str, rules: str, about: set[str], shipped: CheckRun, tmp_path: Path
) -> None:
    """The rule stands in no profile, so that only a check sees what the loader doesn't."""
    files = {sample.PARAMS_FILE: sample.PARAMS, sample.RULES_FILE: rules}
    run = run_checks(lay_out(tmp_path, files), [code], prove=False)
    assert run.faults == ()
    found = {one.found.about for one in new_in(run, shipped)}
    assert {a.removeprefix("empty_days / do / ") if code == "SIG214" else a for a in found} == about


def test_a_life_area_may_be_replaced_but_a_fact_not_put_in_two(shipped: CheckRun, tmp_path: Path) -> None:
    leisure = (ROOT / "rules/vocabulary/08_fritid.yaml").read_text(encoding="utf-8")
    assert about_of("SIG225", {"rules/vocabulary/08_fritid.yaml": leisure}, shipped, tmp_path / "a") == set()
    other = leisure.replace("domain: fritid", "domain: fritid_2")
    twice = about_of("SIG225", {"rules/vocabulary/08_fritid.yaml": other}, shipped, tmp_path / "b")
    assert "facts / leisure.positive" in twice


def test_a_scenario_without_key_and_one_that_can_not_be_assessed_try_nothing(shipped: CheckRun, tmp_path: Path) -> None:
    files = {
        **sample.WHOLE,
        "scenarios/a.yaml": sample.without(sample.SCENARIO, "expect"),
        "scenarios/b.yaml": sample.SCENARIO.replace("EX-01", "EX-02").replace("outside", "utanför"),
    }
    assert about_of("SIG226", files, shipped, tmp_path) == {"a", "b"}


def test_a_template_that_can_not_be_read_is_told_at_its_line(shipped: CheckRun, tmp_path: Path) -> None:
    files = {**sample.WHOLE, "templates/memo.md.j2": "# {{ memo.title }}\n{% for x in memo.sections %}\n{% endfr %}\n"}
    run = run_checks(lay_out(tmp_path, files), ["SIG213"], prove=False)
    assert [(o.found.about, o.found.at.line) for o in new_in(run, shipped)] == [("memo.md.j2 / form", 3)]


def test_every_derived_fact_is_known_to_be_derived(packs: Packs) -> None:
    """``DERIVES`` holds just the facts that are marked so, and code outside the list names each of them."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "sigrisk").glob("*.py")))
    for fact_id in DERIVES:
        assert code.count(f'"{fact_id}"') > 1, fact_id
    assert {fact.id for fact in packs.vocabulary if fact.definition.derived} == DERIVES


# -- files that can't be used -----------------------------------------------------------------------------------------


def test_load_errors_are_told_beside_what_single_files_show(tmp_path: Path) -> None:
    """Two faults in two files: the loader's own on stderr, the check's on stdout, and no check that needs the whole."""
    rules = sample.without(sample.RULES, "says")
    files = {**sample.WHOLE, sample.RULES_FILE: rules, sample.PROFILE_FILE: sample.PROFILE + "okand: 1\n"}
    result = sigrisk("check", "--rules", lay_out(tmp_path, files), "--no-prove", status=BAD_INPUT)
    assert "fel SIG203" in result.stdout
    assert "fel SIG206" not in result.output
    assert "SIG020" in result.stderr
    assert "SIG021" not in result.output
    assert "Ett fynd och ett fel i filerna att åtgärda." in result.stdout


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_a_check_says_rightly_whether_it_can_do_without_the_whole_book(check: Check, tmp_path: Path) -> None:
    """Its failing example again, but with files that can't be used together."""
    material, _ = gather_material(lay_out(tmp_path, check.failing.files))
    found = {one.about for one in check.find(Material(material.documents, None, material.scenario_files))}
    if check.needs is Needs.BOOK:
        assert found == set()
    elif check.code != "SIG221":  # what its example shows stands in a file of its own, so it is found also then
        assert set(check.failing.about) <= found
    assert (check.needs is Needs.BOTH) == (check.code in {"SIG221", "SIG223"})


BROKEN = {**sample.WHOLE, sample.RULES_FILE: sample.without(sample.RULES, "says")}


@pytest.mark.parametrize("waived", [False, True])
def test_where_files_can_not_be_used_it_is_said_what_was_not_checked(waived: bool, tmp_path: Path) -> None:
    """Also where a finding tells all that the loader has to say; and a waiver can't hide it."""
    pack = lay_out(tmp_path / "pack", BROKEN)
    if waived:
        waiver = "checks:\n  - {code: SIG203, about: empty_days / says, reason: Texten skrivs senare.}\n"
        lay_out(pack, {"rules/checks.yaml": waiver})
    files = (tmp_path / "r.json", tmp_path / "r.xml")
    arguments = ("check", "--rules", pack, "--json", files[0], "--junit", files[1])
    result = sigrisk(*arguments, status=BAD_INPUT)
    told = " ".join(result.stdout.split())
    alone = [c for c in checkrun.all_checks() if c.needs is not Needs.BOOK]
    left_out = [c for c in checkrun.all_checks() if c.needs is Needs.BOOK]
    assert f"Inte gjorda: {len(left_out)} granskningar (SIG206, " in told
    assert "Bara delvis gjorda: 2 granskningar (SIG221, SIG223). Filerna går inte att använda som de är" in told
    todo = "Ett fel i filerna" if waived else "Ett fynd"
    last = f"{len(alone)} av {len(alone) + len(left_out)} granskningar är gjorda. {todo} att åtgärda. Kör igen"
    assert last in told
    assert ("SIG021" in result.stderr, "fel SIG203" in told) == (waived, not waived)
    report = json.loads(files[0].read_text(encoding="utf-8"))
    assert (report["files_usable"], report["failures"], len(report["faults"])) == (False, 1, int(waived))
    assert [c["code"] for c in report["checks"]] == [c.code for c in alone]
    assert [c["code"] for c in report["not_made"] if not c["partly"]] == [c.code for c in left_out]
    assert {c["why"] for c in report["not_made"]} == {checkrun.UNUSABLE}
    cases = list(ElementTree.parse(files[1]).getroot().iter("testcase"))
    skipped = {c.get("name", "")[:6] for c in cases if c.find("skipped") is not None}
    assert skipped == {c["code"] for c in report["not_made"]}
    assert sum(c.find("failure") is not None for c in cases) == 1


def test_only_a_check_that_needs_the_whole_book_is_not_made_where_there_is_none(tmp_path: Path) -> None:
    pack = lay_out(tmp_path, BROKEN)
    assert "Ingen granskning är gjord." in sigrisk("check", "--rules", pack, "--only", "SIG206", status=2).stdout
    told = sigrisk("check", "--rules", pack, "--only", "SIG203", status=BAD_INPUT).stdout
    assert told.endswith("En granskning är gjord. Ett fynd att åtgärda.\n")


def test_a_profile_with_a_fault_in_a_rule_stops_the_checks_of_the_whole(tmp_path: Path) -> None:
    rules = sample.with_value(sample.RULES, "says", '"Säger {meningslöst}."')
    run = run_checks(lay_out(tmp_path, {**sample.WHOLE, sample.RULES_FILE: rules}), prove=False)
    assert [d.code for d in run.faults] == ["SIG119"]
    assert "SIG213" not in {one.check.code for one in run.findings}


def test_a_file_that_is_no_yaml_and_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    pack = lay_out(tmp_path / "a", {**sample.WHOLE, "scenarios/trasig.yaml": "case: [\n"})
    assert {d.code for d in run_checks(pack, prove=False).faults} == {"SIG010"}
    (tmp_path / "tom").mkdir()
    with pytest.raises(BadInput) as caught:
        run_checks(tmp_path / "tom")
    assert [d.code for d in caught.value.diagnostics] == ["SIG128"]


# -- waivers ----------------------------------------------------------------------------------------------------------

UNUSED = {**sample.WHOLE, sample.PROFILE_FILE: sample.without(sample.without(sample.PROFILE, "rules"), "params")}
WAIVER = "checks:\n  - code: SIG206\n    about: empty_days\n    reason: Den ska in i profilen nästa år.\n"


def test_a_waiver_with_a_reason_lets_a_finding_stand_and_shows_the_reason(tmp_path: Path) -> None:
    pack = lay_out(tmp_path, UNUSED)
    told = sigrisk("check", "--rules", pack, "--no-prove", status=FAILED).stdout
    assert f"{pack / sample.RULES_FILE}:2:9: fel SIG206: ingen profil använder regeln ”empty_days”\n    → " in told
    assert "Namn i ett undantag: empty_days" in told
    lay_out(pack, {"rules/checks.yaml": WAIVER})
    told = sigrisk("check", "--rules", pack, "--no-prove").stdout
    assert "fel SIG206" not in told
    assert "nästa år" not in told
    assert re.search(r"^Undantag med skäl: \d+ fynd \(SIG206: 1, ", " ".join(told.split()))
    listed = sigrisk("check", "--rules", pack, "--no-prove", "--waived").stdout
    assert "  SIG206 Regel som ingen profil använder\n    empty_days: Den ska in i profilen nästa år.\n" in listed
    assert all(len(line) <= WIDTH for line in (*listed.splitlines(), *told.splitlines()))


def test_a_waiver_without_a_reason_is_bad_input(tmp_path: Path) -> None:
    pack = lay_out(tmp_path, {**UNUSED, "rules/checks.yaml": WAIVER.replace("Den ska in i profilen nästa år.", "''")})
    assert "SIG172" in sigrisk("check", "--rules", pack, "--no-prove", status=BAD_INPUT).stderr


def test_what_is_to_be_mended_comes_last(tmp_path: Path) -> None:
    told = sigrisk("check", "--rules", lay_out(tmp_path, UNUSED), "--waived", "--no-prove", status=FAILED).stdout
    order = [told.index(one) for one in ("Undantag med skäl", "Inte gjorda", "fel SIG206", "granskningar är gjorda.")]
    assert order == sorted(order)
    assert told.endswith("granskningar är gjorda. Ett fynd att åtgärda.\n")


def test_a_waiver_that_excuses_nothing_is_told_where_its_check_was_made(tmp_path: Path) -> None:
    pack = lay_out(tmp_path, {**sample.WHOLE, "rules/checks.yaml": WAIVER})
    assert "checks.yaml:2:5: fel SIG173" in sigrisk("check", "--rules", pack, "--no-prove", status=FAILED).stdout
    assert "SIG173" not in sigrisk("check", "--rules", pack, "--no-prove", "--only", "SIG208").stdout


def test_the_shipped_waivers_are_not_a_local_authors_to_mend(tmp_path: Path) -> None:
    """A local pack that uses offences.total makes a shipped waiver idle, which says nothing about the local pack."""
    rules = sample.RULES.replace("{fact: school.truancy, at_least: high}", "{fact: offences.total, at_least: 9}")
    run = run_checks(lay_out(tmp_path, {**sample.WHOLE, sample.RULES_FILE: rules}), prove=False)
    assert ("SIG210", "offences.total") not in {one.key for one in all_of(run)}
    assert run.stale == ()


# -- proofs -----------------------------------------------------------------------------------------------------------

CASE = "sigrisk: 1\ncase: {id: M-1, invented: true, assessment_date: 2026-11-16}\nperson: {label: Kim, age: 15}\n"


def _shows(material: Material) -> Iterator[Found]:
    for about in ("a / b", "a: b"):
        yield Found("rules/flags/x.yaml", Position(3, 5), about, "två rader gäller", "byt plats", case=CASE)


SHOWING = Check("SIG249", "showing", "Visar ett ärende", "Skäl.", Example({}), Example({}), _shows, proved=True)


@pytest.fixture
def showing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proved check that finds two things, each with a case."""
    monkeypatch.setattr(checkrun, "PROVED", (SHOWING,))
    monkeypatch.setattr("sigrisk.prove.available", lambda: True)


def test_a_counterexample_is_printed_and_written_and_never_over_a_file(showing: None, tmp_path: Path) -> None:
    folder = tmp_path / "ärenden"
    told = sigrisk("check", "--only", "SIG249", "--cases", folder, status=FAILED).stdout
    assert "      case: {id: M-1, invented: true" in told
    assert "Skrev 2 ärenden" in told
    assert sorted(p.name for p in folder.iterdir()) == ["sig249_a_b.yaml", "sig249_a_b_2.yaml"]
    assert all(p.read_text(encoding="utf-8") == CASE for p in folder.iterdir())
    again = sigrisk("check", "--only", "SIG249", "--cases", folder, "--json", tmp_path / "r.json", status=BAD_INPUT)
    assert again.stderr.count("SIG032") == 2
    assert not (tmp_path / "r.json").exists()
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    assert "SIG032" in sigrisk("check", "--cases", tmp_path / "fil", status=BAD_INPUT).stderr


def test_a_finding_with_a_waiver_gets_no_case_file(showing: None, tmp_path: Path) -> None:
    waiver = "checks:\n  - {code: SIG249, about: a / b, reason: Ett skäl.}\n"
    pack, folder = lay_out(tmp_path / "pack", {**sample.WHOLE, "rules/checks.yaml": waiver}), tmp_path / "ärenden"
    arguments = ("check", "--rules", pack, "--only", "SIG249", "--cases", folder)
    assert "Skrev ett ärende i " in sigrisk(*arguments, status=FAILED).stdout
    assert [p.name for p in folder.iterdir()] == ["sig249_a_b.yaml"]
    both = waiver + "  - {code: SIG249, about: 'a: b', reason: Ett skäl.}\n"
    lay_out(pack, {"rules/checks.yaml": both})
    told = sigrisk(*arguments[:-1], tmp_path / "inga").stdout
    assert "Inget fynd att åtgärda har ett ärende att skriva." in told
    assert not (tmp_path / "inga").exists()


def test_without_proofs_their_waivers_are_not_idle_and_it_is_said(showing: None, tmp_path: Path) -> None:
    waiver = "checks:\n  - {code: SIG249, about: c / d, reason: Ett skäl.}\n"
    pack = lay_out(tmp_path, {**sample.WHOLE, "rules/checks.yaml": waiver})
    told = sigrisk("check", "--rules", pack, "--no-prove").stdout
    assert "SIG173" not in told
    assert "Inte gjorda: en granskning (SIG249). Bevisen är bortvalda med --no-prove." in told
    assert "fel SIG173" in sigrisk("check", "--rules", pack, "--only", "SIG249", status=FAILED).stdout


@pytest.fixture
def _without_z3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)


@pytest.mark.usefixtures("_without_z3")
def test_where_z3_is_missing_it_is_said_how_to_get_it_and_all_else_is_checked(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    told = sigrisk("check", "--json", report).stdout
    assert "pip install '.[prove]'" in told
    assert f"\n{len(CHECKS)} av {len(CHECKS) + len(PROVED)} granskningar är gjorda. Inget att åtgärda.\n" in told
    left_out = json.loads(report.read_text(encoding="utf-8"))["not_made"]
    assert [one["code"] for one in left_out] == [check.code for check in PROVED]
    assert all("pip install '.[prove]'" in one["why"] for one in left_out)


@pytest.mark.usefixtures("_without_z3")
@pytest.mark.parametrize("arguments", [("--prove",), ("--only", "SIG201", "--only", "SIG230")])
def test_where_z3_is_missing_proofs_that_are_asked_for_are_refused(arguments: tuple[str, ...]) -> None:
    result = sigrisk("check", *arguments, status=BAD_INPUT)
    assert result.stdout == ""
    assert "fel SIG036" in result.stderr
    assert "pip install '.[prove]'" in result.stderr
    assert "SIG031" not in result.stderr
    assert ("”SIG230”" in result.stderr) == ("SIG230" in arguments)


@pytest.mark.usefixtures("_without_z3")
@pytest.mark.parametrize("check", PROVED, ids=lambda c: c.name)
def test_where_z3_is_missing_proofs_are_still_explained(check: Check) -> None:
    assert sigrisk("check", "--explain", check.code).stdout.startswith(f"## {check.code} {check.title}\n")


def test_a_proof_can_not_be_both_asked_for_and_left_out() -> None:
    result = sigrisk("check", "--only", "SIG230", "--no-prove", status=BAD_INPUT)
    assert "fel SIG035: granskningen ”SIG230”" in result.stderr


def test_a_process_without_z3_starts_checks_and_explains() -> None:
    """Nothing that is loaded along the way needs it."""
    code = "import sys; sys.modules['z3'] = None; from sigrisk.cli import main; main(sys.argv[1:])"
    for arguments, status in ((("--only", "SIG208"), OK), (("--explain", "all"), OK), (("--prove",), BAD_INPUT)):
        command = [sys.executable, "-c", code, "check", *arguments]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
        assert done.returncode == status, done.stderr
        assert b"Traceback" not in done.stderr


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [("--only", "SIG20"), ("--explain", "SIG299"), ("--only", "SIG201", "--only", "x")]
)
def test_an_unknown_check_is_told(arguments: tuple[str, ...]) -> None:
    result = sigrisk("check", *arguments, status=BAD_INPUT)
    assert "SIG031" in result.stderr
    assert arguments[-1] in result.stderr
    assert result.stdout == ""


def test_reports_for_machines_hold_what_was_found(tmp_path: Path) -> None:
    pack = lay_out(tmp_path / "pack", UNUSED)
    files = (tmp_path / "r.json", tmp_path / "r.xml")
    sigrisk("check", "--rules", pack, "--no-prove", "--json", files[0], "--junit", files[1], status=FAILED)
    report = json.loads(files[0].read_text(encoding="utf-8"))
    assert [(f["code"], f["about"], f["line"], f["column"]) for f in report["findings"]] == [
        ("SIG206", "empty_days", 2, 9)
    ]
    assert report["failures"] == len(report["findings"])
    assert {c["code"] for c in report["checks"]} == {c.code for c in CHECKS}
    assert all(w["reason"] for w in report["waived"])
    suites = ElementTree.parse(files[1]).getroot()
    failed = [c.get("name", "") for c in suites.iter("testcase") if c.find("failure") is not None]
    assert [name[:6] for name in failed] == [f["code"] for f in report["findings"]]
    assert [c.find("skipped") is not None for c in suites.iter("testcase")][-1]
    (tmp_path / "minnen.txt").write_text("x", encoding="utf-8")
    assert "SIG032" in sigrisk("check", "--json", tmp_path / "minnen.txt", status=BAD_INPUT).stderr


def test_the_same_pack_gives_the_same_words(tmp_path: Path) -> None:
    pack = lay_out(tmp_path, UNUSED)
    first, second = (sigrisk("check", "--rules", pack, "--no-prove", status=FAILED).stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.name)
def test_explain_shows_title_reason_and_both_examples(check: Check) -> None:
    told = sigrisk("check", "--explain", check.code).stdout
    assert told.startswith(f"## {check.code} {check.title}\n\n{check.why}\n")
    assert all(f"”{about}”" in told for about in check.failing.about)
    passing, found = told.split("Det här hittas, som ")
    assert "```" in found
    assert "```" in passing or not set(check.passing.files) - {
        n for n, t in check.failing.files.items() if check.passing.files.get(n) == t
    }


def test_the_page_of_checks_is_up_to_date() -> None:
    """Written by ``sigrisk check --explain all > docs/granskning.md``."""
    told = sigrisk("check", "--explain", "all").stdout
    assert told == page(checkrun.all_checks())
    assert (ROOT / "docs/granskning.md").read_text(encoding="utf-8") == told


def test_the_list_of_codes_names_each_check_by_its_title() -> None:
    listed = (ROOT / "docs/felkoder.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"| {check.code} | {check.title}. |" in listed
