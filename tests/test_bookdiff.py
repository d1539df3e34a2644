"""Two versions of a rule book: what changed, which scenarios come out otherwise, and which rule turned."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.bookdiff import BookDiff, diff, is_whole, roots_of
from sigrisk.bookdiffview import text_of
from sigrisk.cli import main
from sigrisk.packs import data_dir
from tests.test_docs import blocks
from tests.test_docs import text_of as document

ROOT = Path(__file__).parent.parent
PARTS = ("rules", "instruments", "scenarios", "templates")


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., Path]:
    """Makes a copy of the shipped book with some texts replaced, each where it stands once."""

    def copy(name: str, changes: dict[str, tuple[str, str]] | None = None, without: tuple[str, ...] = ()) -> Path:
        folder = tmp_path / name
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part)
        for file, (old, new) in (changes or {}).items():
            path = folder / file
            text = path.read_text(encoding="utf-8")
            assert text.count(old) == 1, (file, text.count(old))
            path.write_text(text.replace(old, new), encoding="utf-8")
        for file in without:
            (folder / file).unlink()
        return folder

    return copy


@pytest.fixture
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one scenario, for what no scenario needs to show."""
    folder = tmp_path_factory.mktemp("ett")
    shutil.copy(ROOT / "scenarios" / "13_samma_arende_samverkansmodell.yaml", folder)
    return folder


def changed(view: BookDiff) -> dict[str, dict[str, str]]:
    return {part.id: {item.id: item.change for item in part.items} for part in view.parts}


def test_a_book_does_not_differ_from_itself(copied: Callable[..., Path]) -> None:
    view = diff("medföljande", str(copied("samma")), None)
    assert view.parts == () and view.effects.changes == () and view.effects.untried == ()
    assert view.old.checksum == view.new.checksum
    assert view.effects.tried == len(list((ROOT / "scenarios").glob("*.yaml")))
    assert "är desamma" in text_of(view)


def test_a_changed_condition_is_told_with_the_scenarios_it_turns(copied: Callable[..., Path]) -> None:
    """Without the rule on pure coordination scenario 13 is weighed, as its twin 15 is."""
    rule = "- {fact: operation.model, is: samverkan}\n        - any:"
    file = "rules/flags/20_for_komplext.yaml"
    new = copied("nytt", {file: (rule, rule.replace("samverkan", "pussel"))})
    view = diff("medföljande", str(new), None)
    assert changed(view) == {"rules": {"too_complex_for_model": "changed"}}
    field = view.parts[0].items[0].fields
    assert [f.what for f in field] == ["Villkor"]
    assert "  Verksamhetens arbetssätt: samverkansmodell" in field[0].before
    assert "  Verksamhetens arbetssätt: pusselmodell" in field[0].after
    effects = {c.scenario: c for c in view.effects.changes}
    one = effects["13_samma_arende_samverkansmodell"]
    assert one.before != one.after
    assert [(t.id, t.before, t.after) for t in one.flags] == [("too_complex_for_model", "gäller", "gäller inte")]
    assert [t.id for t in one.because] == ["too_complex_for_model"]
    told = " ".join(text_of(view).split())
    assert "förut: Verksamhetens arbetssätt: samverkansmodell nu: Verksamhetens arbetssätt: pusselmodell" in told
    assert f"Utfall förut: {one.before[0]}" in told and f"Utfall nu: {one.after[0]}" in told


def test_every_sort_of_change_is_told(copied: Callable[..., Path]) -> None:
    new = copied(
        "nytt",
        {
            "rules/params.yaml": (
                "Antal riskfaktorer i hög grad som räknas som flera\n    default: 3",
                "Antal\n    default: 4",
            ),
            "rules/outcomes.yaml": ("title: Avvakta och fortsätt motivera", "title: Vänta"),
            "rules/profiles/rps-2011.yaml": ("age_high: 25", "age_high: 24"),
            "rules/vocabulary/10_vilja.yaml": (
                _line("rules/vocabulary/10_vilja.yaml", "    label: "),
                "    label: Nytt namn\n",
            ),
            "rules/sources.yaml": (_line("rules/sources.yaml", "    title: "), "    title: Ny titel\n"),
            "rules/offences.yaml": (_line("rules/offences.yaml", "grave_chapters:"), "grave_chapters: [3, 4]\n"),
            "rules/notes/20_jamlikhet.yaml": (
                _line("rules/notes/20_jamlikhet.yaml", "    title: "),
                "    title: Ny rubrik\n",
            ),
        },
        without=("rules/profiles/skarholmen-ungdom.yaml", "scenarios/18_skarholmen_tolv_ar.yaml"),
    )
    found = changed(diff("medföljande", str(new), None))
    assert found["params"] == {"risk_factors_min": "changed"}
    assert found["outcomes"] == {"await": "changed"}
    assert found["profiles"] == {"rps-2011": "changed", "skarholmen-ungdom": "removed"}
    assert list(found["facts"].values()) == ["changed"]
    assert list(found["sources"].values()) == ["changed"]
    assert found["offences"] == {"grave_chapters": "changed"}
    assert list(found["rules"].values()) == ["changed"], "a rule isn't changed by the new title of what it refers to"


def _line(file: str, start: str) -> str:
    """The first line of a shipped file that begins so and stands only once."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines(keepends=True)
    return next(line for line in lines if line.startswith(start) and lines.count(line) == 1)


def test_what_lies_beside_the_rules_is_told(copied: Callable[..., Path], few: Path) -> None:
    """Statutes, statements, waivers and templates: what the memo's reader or a rule author would otherwise miss."""
    statement, about = (_line("rules/statements.yaml", "    text: "), _line("rules/lagrum.yaml", "    about: "))
    waiver, unshown = _line("rules/checks.yaml", "    about: "), _line("rules/mutants.yaml", "    at: ")
    new = copied(
        "nytt",
        {
            "rules/statements.yaml": (statement, "    text: Ett annat påstående.\n"),
            "rules/lagrum.yaml": (about, "    about: Något annat.\n"),
            "rules/checks.yaml": (waiver, "    about: något annat\n"),
            "rules/mutants.yaml": (unshown, "    at: något annat\n"),
            "templates/memo.md.j2": ("{{ memo.draft|text }}", "{{ memo.draft|text }} Läs noga."),
        },
        without=("templates/sparbarhet.md.j2",),
    )
    (new / "templates" / "egen.md.j2").write_text("# Egen\n", encoding="utf-8")
    view = diff("medföljande", str(new), few)
    found = changed(view)
    assert list(found) == ["paragraphs", "statements", "check_waivers", "test_waivers", "templates"]
    assert found["templates"] == {
        "templates/egen.md.j2": "added",
        "templates/memo.md.j2": "changed",
        "templates/sparbarhet.md.j2": "removed",
    }
    assert list(found["paragraphs"].values()) == list(found["statements"].values()) == ["changed"]
    assert sorted(found["check_waivers"].values()) == sorted(found["test_waivers"].values()) == ["added", "removed"]
    (words,) = (f for p in view.parts for i in p.items if i.id == "templates/memo.md.j2" for f in i.fields)
    assert set(words.after) - set(words.before) == {line for line in words.after if "Läs noga." in line}
    told = text_of(view)
    assert "Något annat." in told and "Ett annat påstående." in told and "Läs noga." in told
    assert "är desamma" not in told


def test_a_local_template_is_told_as_a_change_of_the_shipped_one(tmp_path: Path, few: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "templates").mkdir()
    shutil.copy(ROOT / "templates" / "memo.md.j2", tmp_path / "templates")
    assert diff("medföljande", str(tmp_path), few).parts == ()
    with (tmp_path / "templates" / "memo.md.j2").open("a", encoding="utf-8") as file:
        file.write("Slut.\n")
    assert changed(diff("medföljande", str(tmp_path), few)) == {"templates": {"templates/memo.md.j2": "changed"}}


def test_two_books_of_one_version_that_are_not_the_same_are_warned_of(copied: Callable[..., Path], few: Path) -> None:
    """At the top of the text and in the data; not where they are the same, or the new one has a version of its own."""
    limit = ("rules/params.yaml", ("    default: 3\n    unit: riskfaktorer", "    default: 4\n    unit: riskfaktorer"))
    new = copied("nytt", dict([limit]))
    view = diff("medföljande", str(new), few)
    (warning,) = view.warnings
    assert view.old.rulebooks == view.new.rulebooks
    assert f"sigrisks regelverk, version {view.new.rulebooks[0].version}, men de är inte lika" in warning
    assert text_of(view).startswith("Varning: Det gamla och det nya regelverket kallar sig båda sigrisks regelverk,")
    done = CliRunner().invoke(main, ["rules", "diff", "medföljande", str(new), "--scenarios", str(few), "--json", "-"])
    assert BookDiff.model_validate_json(done.stdout).warnings == (warning,)
    assert diff("medföljande", str(copied("samma")), few).warnings == ()
    version = _line("rules/rulebook.yaml", "version: ")
    later = copied("senare", dict([limit, ("rules/rulebook.yaml", (version, 'version: "9999.1"\n'))]))
    assert diff("medföljande", str(later), few).warnings == ()


def test_files_that_differ_where_nothing_is_read_are_not_called_the_same(
    copied: Callable[..., Path], few: Path
) -> None:
    new = copied("nytt")
    with (new / "rules" / "params.yaml").open("a", encoding="utf-8") as file:
        file.write("# en kommentar\n")
    view = diff("medföljande", str(new), few)
    assert view.parts == ()
    assert len(view.warnings) == 1
    told = " ".join(text_of(view).split())
    assert "är desamma. Filerna skiljer sig ändå åt, till exempel i kommentarer" in told
    assert "Det enda övningsärendet som är prövat får samma utfall" in told


def test_a_rule_written_otherwise_but_meaning_the_same_is_told_as_such(copied: Callable[..., Path]) -> None:
    """``is: samverkan`` and ``in: [samverkan]`` read alike."""
    file = "rules/flags/20_for_komplext.yaml"
    rule = "- {fact: operation.model, is: samverkan}\n        - any:"
    new = copied("nytt", {file: (rule, rule.replace("is: samverkan", "in: [samverkan]"))})
    view = diff("medföljande", str(new), None)
    assert [f.what for f in view.parts[0].items[0].fields] == ["Skrivsätt"]
    assert view.effects.changes == ()


def test_a_scenario_that_one_book_cannot_read_is_told_and_its_key_is_no_hindrance(copied: Callable[..., Path]) -> None:
    """The key may name flags that only the new book has; a profile that the old book lacks can't be tried."""
    old = copied("gammalt", without=("rules/profiles/skarholmen-ungdom.yaml",))
    view = diff(str(old), "medföljande", None)
    wanted = [
        p.stem for p in sorted((ROOT / "scenarios").glob("*.yaml")) if "profile: skarholmen-ungdom" in p.read_text()
    ]
    assert "18_skarholmen_tolv_ar" in wanted
    assert [(u.scenario, u.by) for u in view.effects.untried] == [(name, "OLD") for name in wanted]
    assert "SIG108" in view.effects.untried[0].problems[0]
    assert "det gamla regelverket" in text_of(view)
    keyed = copied(
        "med_facit", {"scenarios/01_tydligt_erbjudande.yaml": ("expect:\n", "expect:\n  notes: [ny_regel]\n")}
    )
    first = keyed / "scenarios" / "01_tydligt_erbjudande.yaml"
    lines = first.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for i, line in enumerate(lines) if not line.startswith("  notes:") or "ny_regel" in line]
    first.write_text("".join(kept), encoding="utf-8")
    assert diff("medföljande", str(keyed), None).effects.untried == ()


def test_a_folder_is_a_whole_book_or_lies_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "rules" / "vocabulary").mkdir(parents=True)
    (tmp_path / "rules" / "profiles").mkdir()
    assert not is_whole(tmp_path), "a local pack may have facts and profiles of its own"
    assert roots_of(str(tmp_path)) == (data_dir(), tmp_path)
    assert is_whole(ROOT) and roots_of(str(ROOT)) == (ROOT,)
    assert roots_of("medföljande") == roots_of("medfoljande") == (data_dir(),)


def test_chosen_scenarios_and_data(copied: Callable[..., Path], tmp_path: Path) -> None:
    chosen = tmp_path / "mina"
    chosen.mkdir()
    shutil.copy(ROOT / "scenarios" / "13_samma_arende_samverkansmodell.yaml", chosen)
    new = copied("nytt")
    done = CliRunner().invoke(
        main, ["rules", "diff", "medföljande", str(new), "--scenarios", str(chosen), "--json", "-"]
    )
    assert done.exit_code == 0, done.output
    assert BookDiff.model_validate_json(done.stdout).effects.tried == 1
    (chosen / "13_samma_arende_samverkansmodell.yaml").unlink()
    empty = CliRunner().invoke(main, ["rules", "diff", "medföljande", str(new), "--scenarios", str(chosen)])
    assert empty.exit_code == 2 and "SIG001" in empty.output


def test_a_book_that_cannot_be_read_is_refused_with_its_faults(copied: Callable[..., Path]) -> None:
    new = copied(
        "nytt",
        {"rules/flags/20_for_komplext.yaml": ("- {fact: operation.model, is: samverkan}\n        - any:", "- x:")},
    )
    done = CliRunner().invoke(main, ["rules", "diff", "medföljande", str(new)])
    assert done.exit_code == 2
    assert f"{new}/rules/flags/20_for_komplext.yaml:" in done.output
    assert "Traceback" not in done.output


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_documented_commands_compare_with_git(
    copied: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/regler.md shows how what is changed since the last commit is compared; it runs as it stands."""
    book = copied("sigrisk")
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who |= {f"GIT_{role}_{what}": "kim@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

    def git(*arguments: str) -> None:
        done = subprocess.run(
            ["git", *arguments], cwd=book, env=clean | who, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "reglerna")
    params = book / "rules" / "params.yaml"
    params.write_text(params.read_text(encoding="utf-8").replace("default: 3", "default: 4", 1), encoding="utf-8")
    monkeypatch.chdir(book)
    block = next(b for b in blocks(document("docs/regler.md"), "sh") if "git worktree" in b)
    printed = ""
    for line in block.splitlines():
        words = shlex.split(line)
        if words[0] == "git":
            git(*words[1:])
        else:
            done = CliRunner().invoke(main, words[1:])
            assert done.exit_code == 0, done.output
            printed += done.stdout
    assert "Gränser\n  Ändrat: " in printed
    assert not (tmp_path / "sigrisk-fore").exists()
