"""A decision list with a gap: told with code and place at each case in it, and nothing else is lost by it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk import prove
from sigrisk.checks import tiny
from sigrisk.cli import main

OK, FAILED, BAD_INPUT = 0, 1, 2
NARROW = "{all: [{fact: crime.imminent, is: false}, {fact: need.coordination, is: false}]}"
CASE = """\
sigrisk: 1
case: {{id: EX-01, invented: true, profile: prov, assessment_date: 2026-11-16}}
vignette: Kim är femton år. Skolan undrar om SIG passar.
person: {{label: Kim, age: 15}}
sources: {{skola: {{name: Skolan, type: skolan}}}}
facts:
  crime.imminent: {{value: {imminent}, source: skola, date: 2026-11-10}}
  need.coordination: {{value: {coordination}, source: skola, date: 2026-11-10}}
expect: {{outcomes: [too_light]}}
"""
GAP = "beslutslistan i profilen prov täcker inte ärendet"


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A pack with a gap in its list, two scenarios in the gap and one beside it."""
    files = tiny.pack(tiny.either_way(tiny.IMMINENT, NARROW), "", "prov_ja, prov_nej")
    answers = {"in": ("nej", "ja"), "too": ("nej", "ja"), "beside": ("nej", "nej")}
    for name, (imminent, coordination) in answers.items():
        files[f"scenarios/{name}.yaml"] = CASE.format(imminent=imminent, coordination=coordination)
    return lay_out(tmp_path, files)


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def sigrisk(*arguments: object, status: int) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == status, result.output
    assert "sigrisk stannade" not in result.output
    return result


def test_assess_tells_the_file_the_profile_and_what_to_do(local: Path) -> None:
    told = sigrisk("assess", local / "scenarios/in.yaml", "--rules", local, status=BAD_INPUT).stderr
    assert f"in.yaml:2:44: fel SIG162: {GAP}\n    → felet ligger i reglerna" in told
    assert told.endswith("Ett fel. Inget är skrivet.\n")


def test_an_answer_that_leads_into_the_gap_is_named(tmp_path: Path) -> None:
    """Neither rule is answered yet, and no answer but one to the first question leaves nothing."""
    both = [f"{{all: [{tiny.IMMINENT}, {{fact: need.coordination, is: {answer}}}]}}" for answer in ("true", "false")]
    case = CASE.format(imminent="vet ej", coordination="vet ej")
    folder = lay_out(tmp_path, tiny.pack(tiny.either_way(*both), "", "prov_ja, prov_nej") | {"nara.yaml": case})
    told = sigrisk("assess", folder / "nara.yaml", "--rules", folder, status=BAD_INPUT).stderr
    assert f"{GAP} med vissa svar på ”" in told


def test_every_profile_with_a_gap_is_named_at_once(local: Path) -> None:
    twin = (local / tiny.PROFILE).read_text(encoding="utf-8").replace("id: prov\n", "id: prov2\n")
    (local / "rules/profiles/prov2.yaml").write_text(twin, encoding="utf-8")
    case = local / "scenarios/in.yaml"
    told = sigrisk("assess", case, "--rules", local, "--profile", "all", status=BAD_INPUT).stderr
    assert [f"i profilen {one} täcker" in told for one in ("prov", "prov2")] == [True, True]
    assert told.count("SIG162") == 2


def test_test_names_each_scenario_in_the_gap_and_goes_on(local: Path) -> None:
    out = sigrisk("test", "--rules", local, status=FAILED).stdout
    lines = out.splitlines()
    told = [line.rpartition("/")[2] for line in lines if "beslutslistan" in line]
    assert told == [f"{n}.yaml:2: {n}: beslutslistan täcker inte ärendet (i profilen prov)" for n in ("in", "too")]
    assert "Täckning: " in out
    assert lines[-1].endswith(" underkända")


def test_publish_names_each_scenario_in_the_gap(local: Path, tmp_path: Path) -> None:
    told = sigrisk("rules", "publish", "--out", tmp_path / "ut", "--rules", local, status=BAD_INPUT).stderr
    assert told.count("SIG162") == 2
    assert not (tmp_path / "ut").exists()


def test_check_makes_every_check(local: Path) -> None:
    out = sigrisk("check", "--rules", local, "--no-prove", status=FAILED).stdout
    for name in ("in", "too"):
        assert f"scenarios/{name}.yaml:1:1: fel SIG226: scenariot går inte att bedöma" in out
    assert out.count("går inte att bedöma") == 2


@pytest.mark.skipif(not prove.available(), reason="z3-solver is missing")
def test_check_proves_the_gap_at_the_list(local: Path) -> None:
    out = sigrisk("check", "--rules", local, "--only", "SIG234", "--only", "SIG226", status=FAILED).stdout
    assert "rules/profiles/prov.yaml:11:1: fel SIG234: beslutslistan lämnar en lucka" in out.replace("\n", " ")
    assert "går inte att bedöma" in out


def test_the_same_failure_in_several_profiles_is_one_line(tmp_path: Path) -> None:
    """A case of a shipped rule that is made wrong fails in every profile that has the rule."""
    wrong = tiny.rule("prov_regel", "flag", tiny.IMMINENT, met="{}", not_met=tiny.fact("crime.imminent", "false"))
    rules = {tiny.FLAGS: wrong, **tiny.either_way(tiny.IMMINENT, tiny.NOT_IMMINENT)}
    files = tiny.pack(rules, "prov_regel", "prov_ja, prov_nej")
    files["rules/profiles/prov2.yaml"] = files[tiny.PROFILE].replace("id: prov\n", "id: prov2\n")
    out = sigrisk("test", "--rules", lay_out(tmp_path, files), status=FAILED).stdout
    told = [line for line in out.splitlines() if "prov_regel · met 1" in line]
    expected = "prov.yaml:11: prov_regel · met 1: väntade met, fick open (i 2 profiler: prov, prov2)"
    assert len(told) == 1
    assert told[0].endswith(expected)
