"""Templates are boxed in: a hostile one runs nothing, a broken one is told, and what people write is data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.memo.model import Memo, Paragraph, Section
from sigrisk.memo.render import TEMPLATES, render
from sigrisk.packs import Packs
from tests.memos import SCENARIOS, memo_of

ATTACKS = {
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals": "{{ labels.blank_label.__globals__ }}",
    "by attr": "{{ memo | attr('__class__') }}{{ (memo | attr('__init__')).__globals__ }}",
    "by format": "{{ '{0.__class__.__init__.__globals__}'.format(memo) }}",
    "by map": "{{ [memo] | map(attribute='__class__.__init__.__globals__') | list }}",
    "cycler": "{{ cycler.__init__.__globals__.os.popen('touch HERE').read() }}",
    "namespace": "{{ self.__init__.__globals__.__builtins__.open('HERE', 'w') }}",
    "endless": "{{ range(10 ** 9) | list }}",
    "changed": "{% set seen = [] %}{{ seen.append(1) }}",
    "missing": "{{ memo.nothing }}",
    "form": "{% if %}",
    "elsewhere": "{% include '../../../../etc/passwd' %}",
}


def only(text: str) -> Memo:
    return Memo("Titel", "", (), (Section("1", "Avsnitt", (Paragraph(text),)),), date(2026, 11, 16))


@pytest.mark.parametrize("form", TEMPLATES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_template_runs_nothing_and_is_told(attack: str, form: str, packs: Packs, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    mark = tmp_path / "KÖRT"
    template = tmp_path / "templates" / TEMPLATES[form]
    template.write_text("första raden\n" + ATTACKS[attack].replace("HERE", str(mark)), encoding="utf-8")
    with pytest.raises(BadInput) as told:
        render(only("Text."), form, (*packs.roots, tmp_path))
    (found,) = told.value.diagnostics
    assert found.code == "SIG266"
    assert (Path(found.file), found.at.line) == (template, 2)
    assert not mark.exists()


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_write_is_data(attack: str, packs: Packs, tmp_path: Path) -> None:
    mark = tmp_path / "KÖRT"
    text = ATTACKS[attack].replace("HERE", str(mark)) + "<script>alert(1)</script>{{ 7 * 191 }}"
    page = render(only(text), "html", packs.roots)
    assert "1337" not in page and "<script>" not in page
    assert "{{ 7 * 191 }}" in page
    assert "1337" not in render(only(text), "md", packs.roots)
    assert not mark.exists()


def test_the_command_tells_of_a_broken_template(tmp_path: Path) -> None:
    for folder in ("rules", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "templates" / "memo.md.j2").write_text("{{ memo.title.__class__ }}", encoding="utf-8")
    arguments = ["assess", str(SCENARIOS[0]), "--rules", str(tmp_path), "--out", str(tmp_path / "ut"), "--format", "md"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2, result.output
    assert "SIG266" in result.output and "memo.md.j2:1" in result.output and "Traceback" not in result.output
    assert not (tmp_path / "ut").exists()


def test_no_template_is_laid_out_outside_the_box() -> None:
    """Everywhere else Jinja's own environment is only used to read a template's names."""
    root = Path(__file__).resolve().parent.parent / "sigrisk"
    using = {p.name for p in root.rglob("*.py") if "get_template(" in p.read_text(encoding="utf-8")}
    assert using == {"templating.py"}
    rendering = {p.name for p in root.rglob("*.py") if "from_string(" in p.read_text(encoding="utf-8")}
    assert rendering == set()


def test_the_shipped_templates_need_nothing_more(packs: Packs) -> None:
    memo = replace(memo_of(SCENARIOS[0], packs), draft="")
    assert all("Sammanfattning" in render(memo, form, packs.roots) for form in TEMPLATES)
