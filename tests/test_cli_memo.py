"""``sigrisk memo`` as a user meets it, and the memo as data."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from sigrisk.cli import main
from sigrisk.memo import data, model
from sigrisk.memo.data import MemoData, memo_json
from sigrisk.memo.documents import FORMATS
from sigrisk.packs import Packs
from tests.memos import SCENARIOS, awkward, memo_of

CASE = SCENARIOS[0]
STEM = CASE.stem


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


def sigrisk(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == status, result.output
    return result


def held(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_format_is_written_and_named(tmp_path: Path) -> None:
    out = sigrisk("memo", CASE, "--format", ",".join(FORMATS), "--out", tmp_path / "ny" / "mapp").stdout
    written = held(tmp_path / "ny" / "mapp")
    for form in ("html", "pdf", "docx", "md", "txt", "json"):
        assert f"{STEM}-promemoria.{form}" in written
        assert f"{STEM}-promemoria.{form}" in out
    assert out.count("\n") == 1 + len(FORMATS)
    inside = sorted(name for name in written if "/" in name)
    assert [name.split("/")[1][:3] for name in inside[:2]] == ["00-", "01-"]
    assert inside[-1] == f"{STEM}-promemoria-avsnitt/bilaga-c-till-dig-sa-har-vi-tankt.txt"
    assert len(written) == 6 + len(inside)
    assert written[f"{STEM}-promemoria.pdf"].startswith(b"%PDF-1.7")
    assert written[f"{STEM}-promemoria.docx"].startswith(b"PK")


def test_a_page_in_the_folder_one_stands_in_is_what_one_gets_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sigrisk("memo", CASE)
    assert list(held(tmp_path)) == [f"{STEM}-promemoria.html"]


def test_the_page_is_the_one_that_assess_writes(tmp_path: Path) -> None:
    sigrisk("assess", CASE, "--format", "html,md", "--out", tmp_path / "a")
    sigrisk("memo", CASE, "--format", "html,md", "--out", tmp_path / "b")
    assert held(tmp_path / "a") == held(tmp_path / "b")


def test_a_memo_is_never_written_over_without_force(tmp_path: Path) -> None:
    sigrisk("memo", CASE, "--format", "txt,txt-sections", "--out", tmp_path)
    before = held(tmp_path)
    (tmp_path / f"{STEM}-promemoria.txt").write_text("undertecknad", encoding="utf-8")
    refused = sigrisk("memo", CASE, "--format", "txt,txt-sections,md", "--out", tmp_path, status=2)
    assert refused.stderr.count("SIG032") == 2
    assert held(tmp_path) == before | {f"{STEM}-promemoria.txt": b"undertecknad"}
    sigrisk("memo", CASE, "--format", "txt,txt-sections", "--out", tmp_path, "--force")
    assert held(tmp_path) == before


def test_a_file_that_is_no_section_is_never_left_among_the_sections(tmp_path: Path) -> None:
    """Nor taken away: it may be someone's own notes, or a section that an older memo had."""
    folder = tmp_path / f"{STEM}-promemoria-avsnitt"
    folder.mkdir()
    (folder / "99-gammalt.txt").write_text("äldre", encoding="utf-8")
    refused = sigrisk("memo", CASE, "--format", "txt-sections,md", "--out", tmp_path, "--force", status=2)
    assert "99-gammalt.txt" in refused.stderr
    assert "hör inte till det nya" in refused.stderr
    assert list(held(tmp_path)) == [f"{STEM}-promemoria-avsnitt/99-gammalt.txt"]


@pytest.mark.parametrize(("forms", "module"), [(("pdf", "docx"), "typst"), (("docx",), "docx")])
def test_without_the_extra_one_is_told_how_to_get_it(
    forms: tuple[str, ...], module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is made or written; and the other formats work. A docx has its pictures drawn by Typst."""
    monkeypatch.setitem(sys.modules, module, None)
    told = sigrisk("memo", CASE, "--format", ",".join(["html", *forms]), "--out", tmp_path / "ut", status=2).stderr
    assert "SIG036" in told
    assert all(told.count(f"formatet {form} kräver ett tillägg") == 1 for form in forms)
    assert "'.[documents]'" in told
    assert not (tmp_path / "ut").exists()
    rest = ",".join(one for one in FORMATS if one not in forms)
    sigrisk("memo", CASE, "--format", rest, "--out", tmp_path / "ut")


def test_the_rest_of_sigrisk_does_without_the_extra() -> None:
    """Nothing but the two formats imports the packages, so that the start isn't slower for having them."""
    code = (
        "import sys; from click.testing import CliRunner; from sigrisk.cli import main; import sigrisk.memofiles\n"
        f"assert CliRunner().invoke(main, ['assess', {str(CASE)!r}]).exit_code == 0\n"
        "assert not {'typst', 'docx', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_sign_that_the_pdf_can_not_show_is_told_at_its_place_in_the_case(tmp_path: Path) -> None:
    text = CASE.read_text(encoding="utf-8").replace("label: Kim", "label: Kim 😊字")
    case = tmp_path / "a.yaml"
    case.write_text(text, encoding="utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), start=1) if "😊" in one)
    told = sigrisk("memo", case, "--format", "html,pdf", "--out", tmp_path / "ut", status=2).stderr
    column = text.splitlines()[line - 1].index("😊") + 1
    assert f"{case}:{line}:{column}: fel SIG037: PDF:en kan inte visa tecknet ”😊”" in told
    assert f"{case}:{line}:{column + 1}: fel SIG037: PDF:en kan inte visa tecknet ”字”" in told
    assert not (tmp_path / "ut").exists()
    sigrisk("memo", case, "--format", "html,docx", "--out", tmp_path / "ut")


def test_a_local_template_that_makes_no_pdf_is_told(tmp_path: Path) -> None:
    local = tmp_path / "egen"
    (local / "rules").mkdir(parents=True)
    (local / "templates").mkdir()
    (local / "templates" / "memo.typ").write_text('#set text(lang: "sv")\nUtan titel', encoding="utf-8")
    told = sigrisk("memo", CASE, "--format", "pdf", "--rules", local, "--out", tmp_path / "ut", status=2).stderr
    assert "SIG037" in told
    assert "rätta mallen memo.typ" in told


# -- the memo as data -------------------------------------------------------------------------------------------------


def test_the_json_fits_its_schema(packs: Packs) -> None:
    schema = json.loads(sigrisk("schema", "memo").stdout)
    Draft202012Validator.check_schema(schema)
    for memo in (awkward(), *(memo_of(path, packs) for path in SCENARIOS[:3])):
        written = json.loads(memo_json(memo))
        assert list(Draft202012Validator(schema).iter_errors(written)) == []
        assert MemoData.model_validate_json(json.dumps(written)).model_dump(mode="json") == written
    written["sections"][0]["blocks"][0]["kind"] = "bild"
    assert list(Draft202012Validator(schema).iter_errors(written)) != []


@pytest.mark.parametrize("block", get_args(model.Block))
def test_the_data_have_every_field_of_the_model(block: type) -> None:
    """A field that is added to a block must come out in the JSON, and so in the PDF that is set from it.

    The facts that a picture counts are for the party's copy to leave out pictures by, and no part of what it shows.
    """
    twin: type[BaseModel] = getattr(data, f"{block.__name__}Data")
    unshown = {"facts"} if block is model.Picture else set()
    assert set(twin.model_fields) == {one.name for one in fields(block)} - unshown


def test_assess_and_memo_write_their_json_under_names_of_their_own(tmp_path: Path) -> None:
    sigrisk("assess", CASE, "--format", "json", "--out", tmp_path)
    sigrisk("memo", CASE, "--format", "json", "--out", tmp_path)
    assert sorted(held(tmp_path)) == [f"{STEM}-bedomning.json", f"{STEM}-promemoria.json"]
    assert json.loads((tmp_path / f"{STEM}-promemoria.json").read_text(encoding="utf-8"))["sigrisk_memo"] == 1
