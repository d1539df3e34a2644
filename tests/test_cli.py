"""The command line as a user meets it: what each command prints and writes, its exit status, and local packs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from sigrisk.cli import main
from sigrisk.packs import Packs
from sigrisk.rulebook import RuleBook, facts_used
from sigrisk.words import word_of
from sigrisk.yamlfile import read

ROOT = Path(__file__).parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
OPEN_CASE = next(p for p in SCENARIOS if p.name.startswith("06_"))
OFFER_CASE = next(p for p in SCENARIOS if p.name.startswith("01_"))
PROFILE = "socialstyrelsen-ungdom"
SCHEMAS = ("case", "assessment", "memo", "rule", "instrument", "judgement")
OK, FAILED, BAD_INPUT = 0, 1, 2


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


def sigrisk(*arguments: object, status: int = OK, env: Mapping[str, str] | None = None) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments], env=env)
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    assert "\x1b" not in result.output, "plain text only: the same in a pipe and for a screen reader"
    return result


def words(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


# -- assess -----------------------------------------------------------------------------------------------------------


def test_assess_prints_the_verdict_and_the_questions() -> None:
    """An open case: who, the possible outcomes by name, the questions in order, and no promise of a file."""
    out = sigrisk("assess", OPEN_CASE).stdout
    assert out.startswith("OVN-06 – Mio\n")
    assert "Möjliga utfall:" in out
    assert "Frågor som kan avgöra, den mest avgörande först:\n  1. " in out
    assert "Promemorian" not in out.splitlines()[-1]
    settled = sigrisk("assess", OFFER_CASE).stdout
    assert "Möjliga utfall:" not in settled
    assert "Frågor som kan avgöra" not in settled


def test_the_screen_names_what_the_memo_would_say_more_of() -> None:
    """Alternatives, reminders, open flags, and what is left over by name; no section of a memo that isn't there."""
    out = words(sigrisk("assess", OPEN_CASE).stdout)
    assert "Alternativ att pröva i gruppen, och vad som pekar på dem: - " in out
    assert "Flaggor som inte går att avgöra: - Det går inte att avgöra" in out
    assert "Tänk på: - " in out
    nothing_known = words(sigrisk("assess", next(p for p in SCENARIOS if p.name.startswith("27_"))).stdout)
    assert re.search(r"… och ”[^”]+”, .+ och \d+ frågor till\.", nothing_known)
    assert re.search(r"Inte heller går det att avgöra ”[^”]+”, .+ och \d+ flaggor till\.", nothing_known)
    offered = words(sigrisk("assess", OFFER_CASE).stdout)
    assert "Alternativ" not in offered and "Inte på plats: " in offered
    for text in (out, nothing_known, offered):
        assert "avsnitt" not in text.split("Checklistor:")[0]


def test_the_screen_tells_how_to_write_the_memo_or_points_into_it(tmp_path: Path) -> None:
    """The command told writes the memo of the same reading, and then the sections are named."""
    case = copy(OPEN_CASE, tmp_path / "mitt ärende.yaml")
    out = sigrisk("assess", case, "--operation-model", "pussel", "--profile", PROFILE).stdout
    told = out.rsplit("Så skriver du promemorian:\n  ", 1)[1].strip()
    assert told == f"sigrisk assess '{case}' --profile {PROFILE} --operation-model pussel --out promemoria"
    out = words(sigrisk("assess", case, "--out", tmp_path / "ut").stdout)
    assert "Så skriver du promemorian" not in out
    assert "Kraven står i promemorian, avsnitt 13." in out
    only_data = words(sigrisk("assess", case, "--out", tmp_path / "data", "--format", "json").stdout)
    assert "avsnitt 13" not in only_data


def test_assess_asks_what_the_json_asks(tmp_path: Path) -> None:
    """The questions on the screen are the first ones of the machine-readable assessment, in its order."""
    out = words(sigrisk("assess", OPEN_CASE, "--out", tmp_path, "--format", "json").stdout)
    data = json.loads((tmp_path / f"{OPEN_CASE.stem}-bedomning.json").read_text(encoding="utf-8"))
    assert data["settled"] is False
    places = [out.find(q["ask"]) for q in data["questions"][:7]]
    assert places == sorted(places)
    assert places[0] > 0


def test_out_writes_three_formats_and_names_them(tmp_path: Path) -> None:
    """A folder that isn't there is made; each file is named on the screen, and no other file is left behind."""
    folder = tmp_path / "ny" / "mapp"
    out = sigrisk("assess", OPEN_CASE, "--out", folder).stdout
    stem = OPEN_CASE.stem
    written = sorted(p.name for p in folder.iterdir())
    assert written == [f"{stem}-bedomning.json", f"{stem}-promemoria.html", f"{stem}-promemoria.md"]
    assert all(str(folder / name) in out for name in written)
    assert "Mio" in (folder / f"{stem}-promemoria.html").read_text(encoding="utf-8")
    assert (folder / f"{stem}-promemoria.md").read_text(encoding="utf-8").startswith("#")
    assert json.loads((folder / f"{stem}-bedomning.json").read_text(encoding="utf-8"))["case"] == "OVN-06"


@pytest.mark.parametrize(("formats", "endings"), [("md", {".md"}), ("json, html", {".json", ".html"})])
def test_only_the_wanted_formats_are_written(tmp_path: Path, formats: str, endings: set[str]) -> None:
    """``--format`` takes one or several, with or without a blank."""
    sigrisk("assess", OPEN_CASE, "--out", tmp_path, "--format", formats)
    assert {p.suffix for p in tmp_path.iterdir()} == endings


@pytest.mark.parametrize("formats", ["pdff", "", " , ", "html,doc"])
def test_an_unknown_format_is_told_before_anything_is_written(tmp_path: Path, formats: str) -> None:
    """Exit status 2 with the code, and an empty folder."""
    result = sigrisk("assess", OPEN_CASE, "--out", tmp_path, "--format", formats, status=BAD_INPUT)
    assert "SIG030" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_memo_is_never_overwritten_without_force(tmp_path: Path) -> None:
    """One file of three is there: nothing is printed, written or changed; with ``--force`` all three are new."""
    there = tmp_path / f"{OPEN_CASE.stem}-promemoria.md"
    there.write_text("undertecknad", encoding="utf-8")
    result = sigrisk("assess", OPEN_CASE, "--out", tmp_path, status=BAD_INPUT)
    assert "SIG032" in result.stderr
    assert str(there) in result.stderr
    assert result.stdout == ""
    assert there.read_text(encoding="utf-8") == "undertecknad"
    assert list(tmp_path.iterdir()) == [there]
    sigrisk("assess", OPEN_CASE, "--out", tmp_path, "--force")
    assert there.read_text(encoding="utf-8") != "undertecknad"
    assert len(list(tmp_path.iterdir())) == 3


def test_the_same_case_writes_the_same_bytes(tmp_path: Path) -> None:
    """Run twice, in two folders: every file is the same to the byte."""
    sigrisk("assess", OPEN_CASE, "--out", tmp_path / "a")
    sigrisk("assess", OPEN_CASE, "--out", tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_bad_input_is_told_on_stderr_and_nothing_on_stdout(tmp_path: Path) -> None:
    """Two faults in one file are both told, with place and code; exit status 2."""
    case = tmp_path / "fel.yaml"
    case.write_text(
        "sigrisk: 1\ncase: {id: A, assessment_date: 2026-02-30}\nperson: {label: Kim, alder: 3}\n", encoding="utf-8"
    )
    result = sigrisk("assess", case, status=BAD_INPUT)
    assert result.stdout == ""
    assert f"{case}:2:" in result.stderr
    assert f"{case}:3:" in result.stderr
    assert "2 fel. Inget är skrivet." in result.stderr


@pytest.mark.parametrize("command", ["assess", "explain", "validate"])
def test_a_file_that_is_not_there(tmp_path: Path, command: str) -> None:
    """Named, with a code, exit status 2."""
    assert "saknas.yaml" in sigrisk(command, tmp_path / "saknas.yaml", status=BAD_INPUT).stderr


# -- explain ----------------------------------------------------------------------------------------------------------


def test_explain_one_rule_shows_its_tree_source_and_what_is_known() -> None:
    """Verdict, rule id, source, each condition with its mark, and who said what when; no other rule."""
    out = sigrisk("explain", OPEN_CASE, "no_secure_point").stdout
    assert "regel no_secure_point" in out
    assert out.count("  regel ") == 1
    assert "Källa: Socialstyrelsen" in out
    assert "[ja]" in out
    assert "Samtal med mamma" in words(out)
    assert "vi vet:" in out


def test_explain_without_a_rule_shows_the_outcome_first_and_every_rule(book: RuleBook) -> None:
    """The decision rules that are possible come first, then each criterion, flag and note of the profile."""
    out = sigrisk("explain", OPEN_CASE).stdout
    shown = [line.split()[1] for line in out.splitlines() if line.startswith("  regel ")]
    assert set(book.profile.rules) <= set(shown)
    assert shown[0] in book.decision
    assert len(shown) == len(set(shown))


def test_explain_an_unknown_rule_says_what_is_near() -> None:
    """A slip of the pen is met with the rule that was meant."""
    result = sigrisk("explain", OPEN_CASE, "no_secure_pont", status=BAD_INPUT)
    assert "SIG031" in result.stderr
    assert "”no_secure_point”" in result.stderr


# -- new, validate, assess --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["arende", "ärende", "123", "true", "null", "_x", "é", "1e3", "med mellanslag", "a" * 60]
)
def test_new_then_validate(tmp_path: Path, name: str) -> None:
    """Whatever the file is called, the empty case is a valid case."""
    case = tmp_path / f"{name}.yaml"
    sigrisk("new", case, "--date", "2026-11-22")
    assert sigrisk("validate", case).stdout == "En fil utan fel.\n"


def test_an_empty_case_is_wholly_open(tmp_path: Path, book: RuleBook) -> None:
    """Nothing is filled in beforehand: every outcome is possible, no criterion is settled, and there are questions."""
    case = tmp_path / "tomt.yaml"
    sigrisk("new", case, "--date", "2026-11-22")
    out = sigrisk("assess", case, "--out", tmp_path / "ut").stdout
    for outcome in {book.rules[r].rule.outcome for r in book.decision}:
        assert outcome is not None
        assert book.outcomes[outcome].title in words(out)
    assert "Talar för: inget." in out
    assert "Flaggor: ingen bekräftad" in out
    data = json.loads((tmp_path / "ut" / "tomt-bedomning.json").read_text(encoding="utf-8"))
    criteria = [r for r in data["rules"] if r["kind"] in ("criterion", "aggregate", "outcome")]
    assert criteria
    assert {r["verdict"] for r in criteria} == {"open"}
    assert len(data["questions"]) > 10
    assert not [
        f["fact"] for f in data["facts"] if f["claims"] and not f["fact"].startswith(("assessment.", "operation."))
    ]


def test_new_asks_every_fact_the_profile_reads(tmp_path: Path, book: RuleBook) -> None:
    """Each fact that some rule reads, and that isn't worked out from the rest, has its line, commented out."""
    case = tmp_path / "tomt.yaml"
    sigrisk("new", case, "--date", "2026-11-22")
    lines = case.read_text(encoding="utf-8").splitlines()
    for fact in sorted(facts_used(book)):
        if not book.vocabulary[fact].definition.derived:
            assert any(line.startswith(f"  # {fact}: ") for line in lines), fact


def test_new_never_overwrites(tmp_path: Path) -> None:
    """A case that is there stays to the byte, and the user is told."""
    case = tmp_path / "mitt.yaml"
    case.write_text("viktigt", encoding="utf-8")
    result = sigrisk("new", case, status=BAD_INPUT)
    assert "SIG032" in result.stderr
    assert case.read_text(encoding="utf-8") == "viktigt"


def test_new_tells_a_bad_date_or_folder(tmp_path: Path) -> None:
    """Exit status 2, and no file."""
    assert "SIG023" in sigrisk("new", tmp_path / "a.yaml", "--date", "22/11", status=BAD_INPUT).stderr
    assert "SIG033" in sigrisk("new", tmp_path / "finns" / "inte.yaml", status=BAD_INPUT).stderr
    assert list(tmp_path.iterdir()) == []


def test_validate_counts_what_it_checked() -> None:
    """All scenarios and the shipped packs, by folder."""
    assert sigrisk("validate", ROOT / "scenarios").stdout == f"{len(SCENARIOS)} filer utan fel.\n"
    shipped = [*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "instruments").glob("*.yaml")]
    assert sigrisk("validate", ROOT / "rules", ROOT / "instruments").stdout == f"{len(shipped)} filer utan fel.\n"


# -- what sigrisk knows -----------------------------------------------------------------------------------------------


def test_instruments_list_and_show(packs: Packs) -> None:
    """Every checklist is listed; shown, it has every item and says whom it is for."""
    listed = sigrisk("instruments", "list").stdout
    for one in packs.instruments.values():
        assert f"{one.id}  {one.label}" in listed
        shown = words(sigrisk("instruments", "show", one.id).stdout)
        assert f"Ålder {one.ages.low}–{one.ages.high} år" in shown
        for item in one.items():
            assert words(item.ask) in shown, item.id


def test_rules_list_and_show(book: RuleBook) -> None:
    """Every rule of the profile once, by id and title; shown, it has its three sentences and its source."""
    listed = sigrisk("rules", "list").stdout
    for rule_id, resolved in book.rules.items():
        assert listed.count(f"  {rule_id}  {resolved.rule.title}\n") == 1, rule_id
    shown = words(sigrisk("rules", "show", "no_secure_point").stdout)
    rule = book.rules["no_secure_point"].rule
    for text in ("Uppfyllt:", "Inte uppfyllt:", "Kan inte avgöras:", "Källa: Socialstyrelsen", rule.title):
        assert text in shown


def test_profiles_list_and_show(book: RuleBook) -> None:
    """Shown, a profile has its target group, every number with its unit, and the decision list in order."""
    assert f"{PROFILE}  {book.profile.label}" in sigrisk("profiles", "list").stdout
    shown = words(sigrisk("profiles", "show", PROFILE).stdout)
    for param in book.params.values():
        assert f"{param.label}: {param.counted(book.values[param.id])}" in shown, param.id
    titles = [shown.index(f"{n}. {book.rules[r].rule.title} →") for n, r in enumerate(book.decision, start=1)]
    assert titles == sorted(titles)


def test_facts_lists_every_fact_with_its_question(packs: Packs) -> None:
    """Each once, under its life area."""
    lines = sigrisk("facts").stdout.splitlines()
    for fact in packs.vocabulary:
        assert lines.count(f"  {fact.id}") == 1, fact.id
        assert words(fact.definition.ask) in words("\n".join(lines)), fact.id


def test_offences_tells_chapter_grave_and_strategic(packs: Packs, book: RuleBook) -> None:
    """Every type once, with exactly the marks that the rule book counts by."""
    lines = sigrisk("offences").stdout.splitlines()
    assert len(lines) == len(packs.offences)
    for line, (offence_id, offence) in zip(lines, packs.offences.items(), strict=True):
        assert line.startswith(word_of(offence)) and offence.label.lower() in line.lower(), offence_id
        assert ("räknas som grövre" in line) == book.grave(offence_id), offence_id
        assert {e for e in ("2011", "2021") if f"enligt {e} års lista" in line} == set(offence.strategic), offence_id


@pytest.mark.parametrize(
    "command", [("instruments", "show"), ("rules", "show"), ("profiles", "show"), ("assess", OPEN_CASE, "--profile")]
)
def test_an_unknown_name_is_bad_input(command: tuple[object, ...]) -> None:
    """Named, with a code and a way on; exit status 2."""
    stderr = sigrisk(*command, "finns_inte", status=BAD_INPUT).stderr
    assert "”finns_inte”" in stderr
    assert "→" in stderr


def test_every_command_has_help_with_an_example() -> None:
    """Swedish help for every command and group, with an example that begins with sigrisk."""
    pages = [(name,) for name in main.commands]
    for group in ("instruments", "rules", "profiles"):
        pages += [(group, "list"), (group, "show")]
    for page in pages:
        assert "\n    sigrisk " in sigrisk(*page, "--help").stdout, page


# -- JSON Schema ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schemas() -> dict[str, Draft202012Validator]:
    found = {}
    for kind in SCHEMAS:
        schema = json.loads(CliRunner().invoke(main, ["schema", kind]).stdout)
        Draft202012Validator.check_schema(schema)
        found[kind] = Draft202012Validator(schema)
    return found


def told(validator: Draft202012Validator, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


def test_each_schema_is_its_own_and_says_its_version(schemas: Mapping[str, Draft202012Validator]) -> None:
    """JSON Schema 2020-12; no schema takes the files of another."""
    for validator in schemas.values():
        assert validator.schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    case = read(OPEN_CASE).data
    assert [kind for kind in SCHEMAS if not told(schemas[kind], case)] == ["case"]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_scenarios_and_their_assessments_fit_their_schemas(
    path: Path, tmp_path: Path, schemas: Mapping[str, Draft202012Validator]
) -> None:
    """The case file as it is written, and the JSON that its assessment writes."""
    assert told(schemas["case"], read(path).data) == []
    sigrisk("assess", path, "--out", tmp_path, "--format", "json")
    (written,) = tmp_path.iterdir()
    assert told(schemas["assessment"], json.loads(written.read_text(encoding="utf-8"))) == []


def test_rule_and_instrument_files_fit_their_schemas(schemas: Mapping[str, Draft202012Validator]) -> None:
    """Every shipped file of rules and every checklist."""
    rule_files = [p for p in (ROOT / "rules").glob("*/*.yaml") if p.parent.name not in ("vocabulary", "profiles")]
    assert len(rule_files) >= 8
    for path in rule_files:
        assert told(schemas["rule"], read(path).data) == [], path.name
    for path in (ROOT / "instruments").glob("*.yaml"):
        assert told(schemas["instrument"], read(path).data) == [], path.name


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("case", {"alder": 3}),
        ("case", {"person": {"label": "Kim", "religion": "x"}}),
        ("case", {"consent": [{"person": "farfar", "state": "given", "date": "2026-01-01", "source": "a"}]}),
        ("case", {"guardians": 9}),
        ("case", {"person": {"label": "Kim", "birth_date": "vid jul 2010"}}),
    ],
)
def test_the_case_schema_refuses_what_sigrisk_refuses(
    kind: str, change: Mapping[str, object], schemas: Mapping[str, Draft202012Validator]
) -> None:
    """An unknown key, a person that isn't one, a number beyond the limit: an editor with the schema tells it too."""
    data = read(OPEN_CASE).data
    assert isinstance(data, dict)
    assert told(schemas[kind], {**data, **change}) != []


# -- local packs ------------------------------------------------------------------------------------------------------


def put(path: Path, data: object) -> None:
    """JSON is YAML too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def local_profile(profile_id: str, **changes: object) -> dict[str, object]:
    return {
        "sigrisk_profile": 1,
        "id": profile_id,
        "label": "Exempelby",
        "version": "1",
        "valid_from": "2026-01-01",
        "extends": PROFILE,
        "about": "Påhittad profil.",
        "target_group": "Påhittad målgrupp.",
        "strategic_edition": "2021",
        "basis": "local",
        **changes,
    }


@pytest.fixture
def sixteen(tmp_path: Path) -> Path:
    case = tmp_path / "sexton.yaml"
    put(
        case,
        {"sigrisk": 1, "case": {"id": "A", "assessment_date": "2026-11-16"}, "person": {"label": "Kim", "age": 16}},
    )
    return case


def test_a_local_profile_sets_its_own_number(tmp_path: Path, sixteen: Path, book: RuleBook) -> None:
    """Highest age 15: outside by the local profile, and still open by the shipped one, which is unchanged."""
    local = tmp_path / "min-kommun"
    put(local / "rules" / "profiles" / "exempelby.yaml", local_profile("exempelby", params={"age_high": 15}))
    outside = book.rules["outside_age"].rule.title
    assert book.params["age_high"].label + ": 15 år" in words(
        sigrisk("profiles", "show", "exempelby", "--rules", local).stdout
    )
    told_local = sigrisk("explain", sixteen, "outside_age", "--profile", "exempelby", "--rules", local).stdout
    told_shipped = sigrisk("explain", sixteen, "outside_age", "--rules", local).stdout
    assert told_local.startswith(outside)
    assert told_local.splitlines()[0] != told_shipped.splitlines()[0]
    assert "Möjliga utfall:" not in sigrisk("assess", sixteen, "--profile", "exempelby", "--rules", local).stdout
    assert "Möjliga utfall:" in sigrisk("assess", sixteen, "--rules", local).stdout
    assert "exempelby" in sigrisk("profiles", "list", "--rules", local).stdout
    assert "exempelby" not in sigrisk("profiles", "list").stdout


def test_a_local_default_holds_for_the_shipped_profile(tmp_path: Path, sixteen: Path, book: RuleBook) -> None:
    """rules/params.yaml replaces that number alone; all others stay."""
    local = tmp_path / "min-kommun"
    param = book.params["age_high"].model_dump(mode="json", exclude_none=True) | {"default": 15, "basis": "local"}
    put(local / "rules" / "params.yaml", {"params": [param]})
    shown = words(sigrisk("profiles", "show", PROFILE, "--rules", local).stdout)
    for one in book.params.values():
        value = 15 if one.id == "age_high" else book.values[one.id]
        assert f"{one.label}: {one.counted(value)}" in shown
    assert "Möjliga utfall:" not in sigrisk("assess", sixteen, "--rules", local).stdout


def own_rule(book: RuleBook, rule_id: str, **changes: object) -> dict[str, object]:
    rule = book.rules[rule_id].rule.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {**rule, **changes}


def test_a_local_rule_replaces_the_shipped_one_of_that_name(tmp_path: Path, sixteen: Path, book: RuleBook) -> None:
    """Its own words stand in the rule, the explanation and the memo; the other rules keep theirs."""
    local = tmp_path / "min-kommun"
    title, says = "Inget att hålla i ännu", "Exempelbys egna ord om att det är oklart. Följande är oklart: {missing}."
    put(
        local / "rules" / "flags" / "10_egna.yaml",
        {"rules": [own_rule(book, "no_secure_point", title=title, says_open=says)]},
    )
    shown = sigrisk("rules", "show", "no_secure_point", "--rules", local).stdout
    assert shown.startswith(f"{title} (no_secure_point)")
    assert "Exempelbys egna ord" in sigrisk("explain", sixteen, "no_secure_point", "--rules", local).stdout
    sigrisk("assess", sixteen, "--rules", local, "--out", tmp_path / "ut", "--format", "md")
    assert title in (tmp_path / "ut" / "sexton-promemoria.md").read_text(encoding="utf-8")
    assert title not in sigrisk("rules", "list").stdout
    others = sigrisk("rules", "show", "heavy_trauma", "--rules", local).stdout
    assert others == sigrisk("rules", "show", "heavy_trauma").stdout


def test_a_local_rule_changes_the_checksum(tmp_path: Path, sixteen: Path, book: RuleBook) -> None:
    """Two rule books that differ in one sentence can be told apart in the machine-readable assessment."""
    local = tmp_path / "min-kommun"
    put(local / "rules" / "flags" / "10_egna.yaml", {"rules": [own_rule(book, "heavy_trauma", title="Ett annat namn")]})
    sums = set()
    for folder, options in (("a", []), ("b", ["--rules", local])):
        sigrisk("assess", sixteen, "--out", tmp_path / folder, "--format", "json", *options)
        data = json.loads((tmp_path / folder / "sexton-bedomning.json").read_text(encoding="utf-8"))
        sums.add(data["rulebook_checksum"])
    assert len(sums) == 2


def test_a_local_checklist_is_added(tmp_path: Path, packs: Packs) -> None:
    """It stands beside the shipped ones, is shown, and can be filled in; its answers count."""
    local = tmp_path / "min-kommun"
    (local / "instruments").mkdir(parents=True)
    text = (ROOT / "instruments" / "irk_inspirerad.yaml").read_text(encoding="utf-8")
    assert "\nid: irk_inspirerad\n" in text
    own = text.replace("\nid: irk_inspirerad\n", "\nid: exempelby_lista\n")
    (local / "instruments" / "exempelby_lista.yaml").write_text(own, encoding="utf-8")
    listed = sigrisk("instruments", "list", "--rules", local).stdout
    assert all(f"{one}  " in listed for one in (*packs.instruments, "exempelby_lista"))
    assert "exempelby_lista" in sigrisk("instruments", "show", "exempelby_lista", "--rules", local).stdout
    case = tmp_path / "fall.yaml"
    put(
        case,
        {
            "sigrisk": 1,
            "case": {"id": "A", "assessment_date": "2026-11-16"},
            "person": {"label": "Kim", "age": 16},
            "checklists": [
                {
                    "instrument": "exempelby_lista",
                    "version": 1,
                    "date": "2026-11-01",
                    "assessor": {"name": "Sam Exempel", "role": "socialsekreterare"},
                    "answers": {"kamrater": "much"},
                }
            ],
        },
    )
    assert "ifylld av Sam Exempel" in words(sigrisk("explain", case, "criminal_peers", "--rules", local).stdout)
    assert "SIG140" in sigrisk("assess", case, status=BAD_INPUT).stderr


def test_the_environment_names_the_local_pack_and_the_option_wins(tmp_path: Path) -> None:
    """SIGRISK_HOME once for all; ``--rules`` for one run."""
    for name in ("hemma", "annan"):
        put(tmp_path / name / "rules" / "profiles" / f"{name}.yaml", local_profile(name))
    env = {"SIGRISK_HOME": str(tmp_path / "hemma")}
    assert "hemma  Exempelby" in sigrisk("profiles", "list", env=env).stdout
    both = sigrisk("profiles", "list", "--rules", tmp_path / "annan", env=env).stdout
    assert "annan  Exempelby" in both
    assert "hemma  Exempelby" not in both


def test_test_runs_the_rules_own_cases_and_tells_what_fails(tmp_path: Path, book: RuleBook) -> None:
    """All shipped cases pass; a local rule whose own case is wrong fails with its name and exit status 1."""
    assert sigrisk("test").stdout.endswith(" godkända, 0 underkända\n")
    local = tmp_path / "min-kommun"
    rule = own_rule(book, "no_secure_point")
    cases = rule["cases"]
    assert isinstance(cases, dict)
    wrong = {**rule, "cases": {**cases, "met": cases["not_met"]}}
    put(local / "rules" / "flags" / "10_egna.yaml", {"rules": [wrong]})
    assert "no_secure_point" in sigrisk("test", "--rules", local, status=FAILED).stdout


# -- as a process of its own ------------------------------------------------------------------------------------------


def process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """sigrisk in a folder of its own with the barest locale there is."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "SIGRISK", "PYTHON"))}
    env |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    code = "from sigrisk.cli import main; main(prog_name='sigrisk')"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=env, capture_output=True, check=False
    )


def test_swedish_letters_survive_the_barest_locale(tmp_path: Path) -> None:
    """LC_ALL=C and no UTF-8 mode, in another folder, with å, ä and ö in names: UTF-8 on the screen and in the files."""
    copy(OPEN_CASE, tmp_path / "ärende.yaml")
    run = process(tmp_path, "assess", "ärende.yaml", "--out", "prövning")
    assert run.returncode == OK, run.stderr
    assert run.stderr == b""
    text = run.stdout.decode("utf-8")
    assert text.startswith("OVN-06 – Mio\n")
    assert "Frågor som kan avgöra" in text
    assert "\x1b" not in text
    names = sorted(p.name for p in (tmp_path / "prövning").iterdir())
    assert names == ["ärende-bedomning.json", "ärende-promemoria.html", "ärende-promemoria.md"]
    assert " är " in (tmp_path / "prövning" / names[2]).read_text(encoding="utf-8")


def test_the_barest_locale_writes_the_same_bytes(tmp_path: Path) -> None:
    """The memo doesn't depend on the machine's language settings."""
    case = tmp_path / "fall.yaml"
    copy(OPEN_CASE, case)
    assert process(tmp_path, "assess", "fall.yaml", "--out", "a").returncode == OK
    sigrisk("assess", case, "--out", tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_missing_file_is_told_in_the_barest_locale(tmp_path: Path) -> None:
    """Exit status 2 and a message, never a traceback, also where the name holds Swedish letters."""
    run = process(tmp_path, "validate", "saknås.yaml")
    assert run.returncode == BAD_INPUT
    assert b"SIG001" in run.stderr
    assert b"Traceback" not in run.stderr


@pytest.mark.parametrize("columns", [40, 80])
def test_a_tree_keeps_within_the_window(columns: int, monkeypatch: pytest.MonkeyPatch, packs: Packs) -> None:
    """Also its deepest lines."""
    from sigrisk import terminal
    from sigrisk.testing import scenario

    monkeypatch.setattr(terminal, "line_width", lambda _: columns)
    found = scenario(Path(__file__).parent.parent / "scenarios" / "102_styrkor_och_en_missvisande_bild.yaml", packs)[1]
    assert found is not None
    lines = terminal.explanation(found, found.results["target_group"]).splitlines()
    assert len(lines) > 50
    assert [line for line in lines if len(line) > columns] == []
