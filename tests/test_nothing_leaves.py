"""What docs/agare/informationssakerhet.md promises: nothing is sent, nothing is logged, and every file is listed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.engine.agree import EnginesDisagree
from sigrisk.memo.render import render
from sigrisk.output import write_all
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from tests.memos import SCENARIOS, memo_of
from tools.handbook import CASE, Command, prepare, steps, walk

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "docs" / "agare" / "informationssakerhet.md"
# What of the standard library could send something, start a program that could, or keep a log.
COULD = {
    "asyncio", "ctypes", "ftplib", "http", "imaplib", "logging", "multiprocessing", "nntplib", "poplib", "pty", "runpy",
    "select", "selectors", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "syslog", "telnetlib",
    "urllib", "webbrowser", "xmlrpc",
}  # fmt: skip
STARTS = r"eval|exec|__import__|os\.(system|popen|fork|startfile|exec\w+|(posix_)?spawn\w*)"
OUTSIDE = {"click", "docx", "durable", "jinja2", "markupsafe", "pydantic", "pydantic_core", "typst", "yaml", "z3"}
FORM = r"(?:\.(?:html|pdf|docx|md|txt|json)|-avsnitt)"
ALL_FORMATS = "html,pdf,docx,md,txt,txt-sections,json"


def imported(path: Path) -> set[str]:
    """The modules that a file imports, by the name they begin with."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0].removeprefix("_") for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0].removeprefix("_"))
    return found


def started(path: Path) -> set[str]:
    """What a file calls that would run a text or another program."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.fullmatch(
                r"eval|exec|__import__|os\.(system|popen|fork|startfile|exec\w+|(posix_)?spawn\w*)", called
            ):
                found.add(called)
    return found


def test_no_module_can_send_log_or_start_anything() -> None:
    files = sorted((ROOT / "sigrisk").rglob("*.py"))
    assert len(files) > 100
    for path in files:
        assert not imported(path) & COULD, path
        assert not started(path), path
    known = OUTSIDE | set(sys.stdlib_module_names) | {"sigrisk", "durable_rules_engine", "_future__"}
    assert set().union(*map(imported, files)) <= known, "a package that the note doesn't name"


def test_an_import_that_could_send_is_noticed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def f():\n    from urllib.request import urlopen\n    import http.client, os\n    os.execv(1)\n")
    assert imported(bad) & COULD == {"urllib", "http"}
    assert started(bad) == {"os.execv"}


# -- in a process of its own ------------------------------------------------------------------------------------------


def ran(folder: Path, program: list[str], homes: Mapping[str, Path]) -> subprocess.CompletedProcess[str]:
    """A command in a folder, with a home and a place for temporary files of its own. It must end well."""
    kept = {key: value for key, value in os.environ.items() if key not in ("SIGRISK_HOME", "PYTHONSTARTUP")}
    environment = kept | {key: str(path) for key, path in homes.items()}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done


SIGRISK = [sys.executable, "-c", "from sigrisk.cli import main; main()"]


@pytest.mark.slow
def test_no_command_calls_the_network(tmp_path: Path) -> None:
    """Every system call that has to do with a network is followed, also those of libraries that aren't Python."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    prepare(tmp_path)
    followed = [strace, "-f", "-qq", "-e", "trace=%network", "-e", "signal=none"]
    looks = [sys.executable, "-c", "import socket; socket.socket().close()"]
    seen = subprocess.run([*followed, *looks], capture_output=True, encoding="utf-8", check=False, timeout=60)
    if seen.returncode:
        pytest.skip("strace may not follow a program here")
    assert "socket(" in seen.stderr, "strace would show a call"
    for words in (
        ["memo", CASE, "--format", ALL_FORMATS, "--out", "ut"],
        ["judge", CASE, "--template"],
        ["compare", "scenarios/101_ett_halvar_senare.yaml", "--format", "pdf", "--out", "ut"],
    ):
        told = ran(tmp_path, [*followed, *SIGRISK, *words], {}).stderr
        assert "socket" not in told and "connect" not in told, told


# -- which files there are --------------------------------------------------------------------------------------------


def listed() -> dict[str, re.Pattern[str]]:
    """The files and folders that the note lists, each with the pattern of its name."""
    rows = re.findall(r"^\| `(arende[^`]*)` \|", NOTE.read_text(encoding="utf-8"), re.MULTILINE)
    names = {one: re.escape(one.replace("arende", Path(CASE).stem)) for one in rows}
    return {one: re.compile(name.replace("…", FORM)) for one, name in names.items()}


def files_in(folder: Path) -> set[Path]:
    """The files below a folder; the scenarios that the handbook borrows aren't the reader's own."""
    return {path for path in folder.rglob("*") if path.is_file() and "scenarios" not in path.parts}


def fits(path: Path, pattern: re.Pattern[str]) -> bool:
    """Whether a file, or the folder that it is in, has a name of the pattern."""
    return any(pattern.fullmatch(name) for name in (path.name, path.parent.name))


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A folder where a case has gone all the way, by every command that writes a file about one."""
    folder, homes = tmp_path / "arenden", {"HOME": tmp_path / "hem", "TMPDIR": tmp_path / "tmp"}
    homes["XDG_CACHE_HOME"] = homes["HOME"] / "cache"
    for place in (folder, homes["HOME"], homes["TMPDIR"]):
        place.mkdir()
    prepare(folder)
    for command, result in walk(folder):  # the judgement, which is asked for
        assert result.exit_code == 0, f"{command.line}\n{result.output}"
    for words in (
        ["validate", CASE],
        ["explain", CASE],
        ["assess", CASE, "--out", "a", "--format", "html,md,json"],
        ["memo", CASE, "--out", "b", "--format", ALL_FORMATS],
        ["memo", CASE, "--final", "--out", "c", "--format", ALL_FORMATS],
        ["memo", CASE, "--copy", "part", "--out", "d", "--format", ALL_FORMATS],
        ["memo", CASE, "--copy", "ung", "--out", "e", "--format", "html,pdf,docx"],
    ):
        ran(folder, [*SIGRISK, *words], homes)
    text = (folder / CASE).read_text(encoding="utf-8")
    days = "  assessments:\n  - {date: 2026-11-16, by: {name: Kim Exempel, role: socialsekreterare}}\n"
    (folder / CASE).write_text(text.replace("\nvignette:", f"\n{days}vignette:", 1), encoding="utf-8")
    ran(folder, [*SIGRISK, "compare", CASE, "--out", "f"], homes)
    assert files_in(homes["HOME"]) == set() == files_in(homes["TMPDIR"])
    return folder


@pytest.mark.slow
def test_a_whole_case_leaves_only_the_files_that_are_listed(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(*_: object) -> str:
        raise EnginesDisagree({"no_secure_point": (Verdict.MET, Verdict.OPEN)})

    with monkeypatch.context() as patch:
        patch.setattr("sigrisk.workflow.check", disagree)
        assert CliRunner().invoke(main, ["assess", str(whole / CASE)]).exit_code == 1
    (whole / "arende.yaml").unlink()  # the other case of the handbook, which nothing is done with
    patterns = listed()
    assert len(patterns) >= 12
    written = files_in(whole)
    unlisted = [path for path in written if not any(fits(path, one) for one in patterns.values())]
    assert unlisted == []
    idle = [name for name, one in patterns.items() if not any(fits(path, one) for path in written)]
    assert idle == [], "the note lists a file that nothing writes"
    hidden = [path for path in whole.rglob(".*") if "scenarios" not in path.parts]
    assert hidden == []

    stem = Path(CASE).stem
    for path in whole.rglob(f"{stem}*"):  # what the note tells its reader to remove
        if path.name.startswith((f"{stem}.", f"{stem}-")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert files_in(whole) == set(), "a shadow of the case is left"


def test_the_handbook_uses_every_command_that_asks_or_writes_about_a_case() -> None:
    """So that the walk above is the whole way."""
    text = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
    used = {step.line.split()[1] for step in steps(text) if isinstance(step, Command)}
    assert {"new", "validate", "assess", "explain", "judge", "memo", "compare"} <= used


@pytest.mark.parametrize("path", [SCENARIOS[0]], ids=lambda p: p.stem)
def test_a_page_fetches_nothing(path: Path, packs: Packs) -> None:
    page = render(memo_of(path, packs), "html", packs.roots)
    assert "<svg" in page
    assert not re.search(r"""(?:src|href|action|srcset|data|poster)\s*=\s*["'](?!#)""", page)
    assert not re.search(r"url\((?!#)|@import|<(?:script|link|iframe|object|embed|form|base)\b", page)


@pytest.mark.skipif(os.name != "posix", reason="a file's rights are kept otherwise on Windows")
def test_a_closed_file_stays_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is written anew, and in the copy that is saved when the evaluators differ, wherever that lies."""
    from sigrisk.packs import load
    from sigrisk.workflow import save_disagreement

    name = Path("a.stallningstagande.yaml")
    write_all(tmp_path, {name: b"ett"})
    (tmp_path / name).chmod(0o600)
    write_all(tmp_path, {name: b"annat"})
    assert (tmp_path / name).read_bytes() == b"annat"
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600

    case = Path(shutil.copyfile(SCENARIOS[0], tmp_path / "arende.yaml"))
    case.chmod(0o600)
    fault = EnginesDisagree({"no_secure_point": (Verdict.MET, Verdict.OPEN)})
    book = load(None).book("socialstyrelsen-ungdom")
    assert save_disagreement(case, book, fault).stat().st_mode & 0o777 == 0o600

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    honest = Path.write_text

    def full(path: Path, *args: object, **kwargs: object) -> int:
        if path.parent == case.parent:
            raise OSError("the folder can't be written to")
        return honest(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    saved = save_disagreement(case, book, fault)
    assert saved.parent.parent == tmp_path / "tmp"
    assert saved.parent.name.startswith("sigrisk-")
    assert saved.parent.stat().st_mode & 0o777 == 0o700
