"""The documents are tried like code: commands run, examples load, links resolve, and every word is explained."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from pydantic import TypeAdapter

from sigrisk import assess as assessing
from sigrisk import case as case_models
from sigrisk import condition as conditions
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.engine.agree import check
from sigrisk.instrument import Bound, Instrument, Item, ItemSide, Scale, ScaleKind, SummedUp
from sigrisk.instrumentcheck import load_instrument
from sigrisk.judgement import Found, Position
from sigrisk.law import Read
from sigrisk.memo.typography import unbound
from sigrisk.models import Model
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.possible import Verdict
from sigrisk.rulebook import Effect, Kind, LegalForm, OperationModel, OutcomeId, Reads, Rule
from sigrisk.vocabulary import Basis, FactType, Side, everything
from sigrisk.yamlfile import parse
from tools.handbook import prepare, walk

ROOT = Path(__file__).resolve().parent.parent
OWNERS = sorted((ROOT / "docs" / "agare").glob("*.md"))
FIRST = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
DOCUMENTS = [*FIRST, *sorted((ROOT / "docs").glob("*.md")), *OWNERS]
OVERLAY = "min-kommun"
ENUMS: tuple[type[Enum], ...] = (
    Verdict, OutcomeId, Kind, Effect, Reads, Basis, Side, FactType, case_models.Role, case_models.LegalStatus,
    case_models.ConsentState, case_models.SourceType, OperationModel, LegalForm, Read,
    case_models.Sex,
    Found, Position,
    case_models.Direction, SummedUp, ItemSide, ScaleKind, Bound,
)  # fmt: skip


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks in one language, without the indentation of a list they stand in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return ["".join(line[len(indent) :] for line in block.splitlines(keepends=True)) for indent, block in found]


def sections(text: str) -> dict[str, str]:
    """The text under each heading."""
    parts = re.split(r"^#+ +(.*)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# -- commands and options ---------------------------------------------------------------------------------------------


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for own, below in command.commands.items():
            yield from commands(below, f"{name} {own}")


COMMANDS = dict(commands(main, "sigrisk"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_help_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    written = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert re.search(rf"{re.escape(name)}\b", written), f"”{name}” is not in the documents"
    help_ = command.help or ""
    assert re.match(r"[A-ZÅÄÖ].+[.]", help_), f"”{name}” has no help text"
    assert re.search(rf"^\s*{re.escape(name)} ?", help_.split("\n", 1)[1], re.MULTILINE), (
        f"”{name}” has no example in its help"
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    for param in COMMANDS[name].params:
        if isinstance(param, click.Option):
            assert param.help, f"{name} {param.opts[0]}"


# -- what the documents say that a command prints ---------------------------------------------------------------------


def console_steps(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a console block with the output lines shown under it."""
    steps: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif line.strip():
            steps[-1][1].append(line)
    return steps


def shows(output: str, lines: list[str]) -> bool:
    """Whether the lines stand in the output, in order; … stands for anything."""
    wanted = [re.escape(line.strip()).replace("…", ".*?") for line in lines if line.strip() != "…"]
    return re.search(".*?".join(wanted), output, re.DOTALL) is not None


def run_console(block: str) -> None:
    for command, lines in console_steps(block):
        words = shlex.split(command)
        assert words[0] == "sigrisk", f"only sigrisk commands may stand in a console block: {command}"
        result = CliRunner().invoke(main, words[1:])
        assert result.exit_code == 0, f"$ {command}\n{result.output}"
        assert shows(result.output, lines), f"$ {command}\nshown:\n" + "\n".join(lines) + f"\n\ngot:\n{result.output}"


def test_output_that_differs_from_the_document_is_noticed() -> None:
    assert shows("ett\ntvå\ntre\n", ["ett", "…", "t…"])
    assert not shows("ett\ntvå\n", ["två", "ett"])
    assert not shows("ett fel\n", ["inga fel"])


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/arendefil.md",
        "docs/checklistor.md",
        "docs/promemorian.md",
        "docs/rakneovningar.md",
        "docs/fragor.md",
    ],
)
def test_console_blocks_run_and_print_what_is_shown(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    found = blocks(text_of(name), "console")
    assert found
    for block in found:
        run_console(block)


def test_the_handbook_can_be_followed_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command prints what is shown, also where answers are typed; the last step of its case is a final memo."""
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    prepare(tmp_path)
    for command, result in walk(tmp_path):
        assert result.exit_code == 0, f"$ {command.line}\n{result.output}"
        assert shows(result.output, list(command.shown)), f"$ {command.line}\n{result.output}"
    final = (tmp_path / "fardig" / "mio-promemoria_v1.html").read_text(encoding="utf-8")
    draft = (tmp_path / "promemoria" / "mio-promemoria.html").read_text(encoding="utf-8")
    for no_longer_true in ("ingen har ännu fått prata med Mio", "ungdomspsykiatrin har inte svarat"):
        assert no_longer_true in unbound(" ".join(draft.split()))  # the description as it was
        assert no_longer_true not in unbound(" ".join(final.split()))


# -- docs/regler.md ---------------------------------------------------------------------------------------------------


def test_the_worked_example_of_rules_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of("docs/regler.md")
    files = [b for b in blocks(text, "yaml") if b.startswith(f"# {OVERLAY}/")]
    assert len(files) >= 3
    for block in files:
        path = tmp_path / block.split("\n", 1)[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    steps = [command for b in blocks(text, "console") for command, _ in console_steps(b)]
    assert any("sigrisk validate" in s for s in steps)
    assert any(f"sigrisk test --rules {OVERLAY}" in s for s in steps)
    for block in blocks(text, "console"):
        run_console(block)


def written_conditions() -> list[str]:
    return [b for b in blocks(text_of("docs/regler.md"), "yaml") if not b.startswith(f"# {OVERLAY}/")]


@pytest.mark.parametrize("block", written_conditions())
def test_every_condition_in_the_document_can_be_used(block: str, packs: Packs) -> None:
    written = yaml.safe_load(block)
    assert list(written) == ["when"]
    condition = TypeAdapter(conditions.Condition).validate_python(written["when"], strict=False)
    scope = conditions.Scope(packs.vocabulary, {p.id: p.default for p in packs.params.values()})
    tree = conditions.resolve(condition, scope)
    assert set(conditions.rules_in(tree)) <= set(packs.rules)
    for rule_id in conditions.rules_in(tree):
        assert f"{packs.rules[rule_id].rule.kind.value}: {rule_id}" in block


def test_every_operator_has_an_example() -> None:
    models = (
        conditions.FactTest, conditions.RuleTest, conditions.Selector, conditions.AllOf, conditions.AnyOf,
        conditions.NoneOf, conditions.AtLeastOf, conditions.ParamRef,
    )  # fmt: skip
    written = "\n".join(written_conditions())
    for key in {field.alias or name for model in models for name, field in model.model_fields.items()}:
        assert re.search(rf"\b{key}:", written), f"no example of ”{key}”"


def test_every_key_of_a_rule_is_explained() -> None:
    explained = sections(text_of("docs/regler.md"))["Regelns delar"]
    for name in Rule.model_fields:
        assert f"`{name}`" in explained, name


# -- docs/arendefil.md ------------------------------------------------------------------------------------------------


def case_blocks() -> dict[str, str]:
    """The case file's parts by the heading they stand under."""
    found = sections(text_of("docs/arendefil.md"))
    return {heading: blocks(text, "yaml")[0] for heading, text in found.items() if blocks(text, "yaml")}


def whole_case(tmp_path: Path, packs: Packs, *extra: str) -> case_models.Case:
    """The base of the documented case together with some of its parts."""
    parts = case_blocks()
    whole: dict[str, object] = {}
    for heading in ("Ärendet och den unge", "Källorna", *extra):
        for key, value in yaml.load(parts[heading], Loader=yaml.BaseLoader).items():
            before = whole.get(key)
            whole[key] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    path = tmp_path / "arende.yaml"
    plain = yaml.dump(whole, allow_unicode=True, sort_keys=False)
    path.write_text(re.sub(r"'(\d+|true|false)'", r"\1", plain), encoding="utf-8")
    return load_case(path, packs)[0]


@pytest.mark.parametrize("heading", case_blocks())
def test_every_part_of_the_case_file_loads(heading: str, tmp_path: Path, packs: Packs) -> None:
    whole_case(tmp_path, packs, heading)


def test_the_parts_of_the_case_file_make_a_case(tmp_path: Path, packs: Packs) -> None:
    book = packs.book(DEFAULT_PROFILE)
    assessment = assessing.assess(whole_case(tmp_path, packs, *case_blocks()), book, packs.instruments, check)
    parts = {heading: yaml.safe_load(block).get("facts", {}) for heading, block in case_blocks().items()}
    assert {k.fact.id for k in assessment.contradictions()} == set(parts["Källor som säger olika"])
    assert {k.fact.id for k in assessment.expired()} == set(parts["För gamla uppgifter"])
    known = assessment.knowledge.facts
    for fact_id in parts["Vet ej"]:
        assert known[fact_id].values == everything(known[fact_id].fact.definition)
        assert known[fact_id].evidence


def case_keys(model: type[Model], seen: set[type[Model]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        yield name
        for below in re.findall(r"sigrisk\.case\.(\w+)", repr(field.annotation)):
            found = getattr(case_models, below)
            if isinstance(found, type) and issubclass(found, Model):
                yield from case_keys(found, seen)


def test_every_key_of_a_case_file_is_shown() -> None:
    text = text_of("docs/arendefil.md")
    keys = set(case_keys(case_models.Case, set()))
    assert {"facts", "missing_because", "horizon_months", "until"} <= keys
    for key in keys:
        assert re.search(rf"`{key}[`:]|\b{key}:", text), key


# -- docs/checklistor.md ----------------------------------------------------------------------------------------------


def test_the_documented_checklist_can_be_used(packs: Packs) -> None:
    (block,) = blocks(text_of("docs/checklistor.md"), "yaml")
    one = load_instrument(parse(block, "checklistor.md"), packs.vocabulary)
    assert {scale.kind for scale in one.scales} == set(ScaleKind)


def test_every_checklist_is_named_and_every_key_of_one_is_shown(packs: Packs) -> None:
    text = text_of("docs/checklistor.md")
    assert all(f"| `{one}` |" in text for one in packs.instruments)
    for model in (Instrument, Scale, Item):
        for name, field in model.model_fields.items():
            key = field.alias or name
            assert re.search(rf"`{key}`|^[- ]*{key}:|[{{ ]{key}:", text, re.MULTILINE), key


# -- docs/ordlista.md -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("enum", ENUMS, ids=lambda e: e.__name__)
def test_every_word_a_user_or_rule_author_meets_is_in_the_glossary(enum: type[Enum]) -> None:
    found = [text for heading, text in sections(text_of("docs/ordlista.md")).items() if f"`{enum.__name__}`" in heading]
    assert len(found) == 1
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[0].splitlines() if "| `" in line]
    assert {row[0].strip("`") for row in rows} == {one.value for one in enum}
    assert all(row[1] for row in rows)


def test_outcomes_have_the_same_titles_in_the_glossary_as_in_the_memo(packs: Packs) -> None:
    glossary = text_of("docs/ordlista.md")
    for outcome in packs.outcomes.values():
        assert f"| `{outcome.id.value}` | {outcome.title} |" in glossary


# -- links and names --------------------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@cache
def places(path: Path) -> set[str]:
    """What a link may lead to in a document: its headings, and the places that have a name of their own."""
    text = path.read_text(encoding="utf-8")
    return {*map(anchor, sections(text)), *re.findall(r'<a id="([^"]+)"></a>', text)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_resolve(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        file, _, place = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name}: {target}"
        if place:
            assert place in places(there), f"{path.name}: {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_named_files_and_tests_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").glob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", text):
        assert f"def {name}(" in tests, name
    for file in re.findall(r"`((?:rules|tests|docs|instruments|scenarios|bench)/[\w./-]+\.(?:py|yaml|md))`", text):
        assert (ROOT / file).exists(), file
    for target in re.findall(r"\bmake ([a-z]+)\b", "\n".join(blocks(text, "sh"))):
        assert re.search(rf"^{target}:", text_of("Makefile"), re.MULTILINE), target
