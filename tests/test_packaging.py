"""The package as it is delivered: what travels in it, its version, and that it works away from the repository."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import sigrisk

REPO = Path(__file__).resolve().parent.parent
DATA = ("rules", "instruments", "templates", "scenarios", "training")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a freshly built sdist and wheel. Built with the installed hatchling: no network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The built wheel; its name carries the version of the package."""
    return built / f"sigrisk-{sigrisk.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the wheel as it would lie in site-packages."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_outside(code: str, site: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with the unpacked wheel first on its path, in another folder and in a locale without å ä ö."""
    dropped = ("SIGRISK_", "LC_", "LANG", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    environment = kept | {"PYTHONPATH": str(site), "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *args],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def entry_point() -> tuple[str, str]:
    """Module and function that the command ``sigrisk`` starts, as pyproject.toml says."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, function = project["scripts"]["sigrisk"].partition(":")
    return module, function


def command_code() -> str:
    """The same few lines that pip writes as the script ``sigrisk``."""
    module, function = entry_point()
    return f"import sys; from {module} import {function}; sys.argv[0] = 'sigrisk'; sys.exit({function}())"


def files_below(folder: Path) -> set[str]:
    """Every file below a folder that belongs to the project, as relative posix paths."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in found if path.name != ".DS_Store"}


@pytest.mark.slow
@pytest.mark.parametrize("folder", DATA)
def test_wheel_carries_every_data_file(unpacked: Path, folder: str) -> None:
    packed = files_below(unpacked / "sigrisk" / "data" / folder)
    assert packed == files_below(REPO / folder)
    assert packed, f"{folder} is empty"


@pytest.mark.slow
def test_wheel_data_are_the_same_bytes(unpacked: Path) -> None:
    for folder in DATA:
        for name in files_below(REPO / folder):
            assert (unpacked / "sigrisk" / "data" / folder / name).read_bytes() == (REPO / folder / name).read_bytes()


@pytest.mark.slow
def test_wheel_holds_the_package_and_nothing_else(unpacked: Path) -> None:
    info = f"sigrisk-{sigrisk.__version__}.dist-info"
    assert {path.name for path in unpacked.iterdir()} == {"sigrisk", info}
    packed = files_below(unpacked / "sigrisk")
    assert {name for name in packed if not name.startswith("data/")} == files_below(REPO / "sigrisk")
    assert "py.typed" in packed
    data_folders = {path.name for path in (unpacked / "sigrisk" / "data").iterdir()}
    assert data_folders == {*DATA, "CHANGES.csv"}
    changes = (unpacked / "sigrisk" / "data" / "CHANGES.csv").read_bytes()
    assert changes == (REPO / "CHANGES.csv").read_bytes()
    strays = {name for name in packed if re.search(r"(^|/)(tests?|conftest\.py|test_[^/]*\.py|__pycache__)(/|$)", name)}
    assert strays == set()


@pytest.mark.slow
def test_sdist_carries_data_and_tests(built: Path) -> None:
    top = f"sigrisk-{sigrisk.__version__}"
    with tarfile.open(built / f"{top}.tar.gz") as archive:
        names = {name.removeprefix(f"{top}/") for name in archive.getnames()}
    expected = {
        f"{folder}/{name}"
        for folder in (*DATA, "docs", "sigrisk", "tests", "tools")
        for name in files_below(REPO / folder)
    }
    assert expected - names == set()
    assert {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "CHANGES.csv",
        "hatch_build.py",
        "Makefile",
        "pyproject.toml",
        ".ci/run",
    } <= names


@pytest.mark.slow
def test_metadata_tells_version_license_and_readme(unpacked: Path) -> None:
    info = unpacked / f"sigrisk-{sigrisk.__version__}.dist-info"
    metadata = email.message_from_string((info / "METADATA").read_text(encoding="utf-8"))
    assert metadata["Version"] == sigrisk.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "sigrisk contributors" in (info / "licenses" / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.slow
def test_durable_rules_is_asked_for_only_where_it_runs(unpacked: Path) -> None:
    info = unpacked / f"sigrisk-{sigrisk.__version__}.dist-info"
    metadata = email.message_from_string((info / "METADATA").read_text(encoding="utf-8"))
    wanted = [line for line in metadata.get_all("Requires-Dist", []) if line.startswith("durable-rules")]
    assert len(wanted) == 1
    requirement, _, marker = wanted[0].partition(";")
    assert requirement.strip() == "durable-rules==2.0.28"
    assert re.search(r"python_version < ['\"]3\.13['\"]", marker)
    assert re.search(r"platform_python_implementation == ['\"]CPython['\"]", marker)


@pytest.mark.slow
def test_unpacked_wheel_finds_its_own_data(unpacked: Path, tmp_path: Path) -> None:
    done = run_outside("from sigrisk.packs import data_dir; print(data_dir())", unpacked, tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == unpacked.resolve() / "sigrisk" / "data"


@pytest.mark.slow
def test_version_option_tells_the_version(unpacked: Path, tmp_path: Path) -> None:
    done = run_outside(command_code(), unpacked, tmp_path, "--version")
    assert done.returncode == 0, done.stderr
    assert sigrisk.__version__ in done.stdout.split(), done.stdout


@pytest.mark.slow
def test_unpacked_wheel_assesses_a_shipped_scenario(unpacked: Path, tmp_path: Path) -> None:
    scenario = min((unpacked / "sigrisk" / "data" / "scenarios").glob("*.yaml"))
    args = ("assess", str(scenario), "--out", "ut", "--format", "html,md,json")
    done = run_outside(command_code(), unpacked, tmp_path, *args)
    assert done.returncode == 0, done.stdout + done.stderr
    written = {path.suffix for path in (tmp_path / "ut").iterdir()}
    assert {".html", ".md", ".json"} <= written


def test_repository_uses_its_top_level_data() -> None:
    """A folder sigrisk/data in the repository would silently hide the rules that people edit."""
    assert not (REPO / "sigrisk" / "data").exists()


def test_changelog_has_the_version_and_a_place_for_what_comes() -> None:
    text = (REPO / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", text, flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert sigrisk.__version__ in headings


def test_demo_scenario_of_the_makefile_exists() -> None:
    done = subprocess.run(["make", "-s", "show-scenario"], cwd=REPO, capture_output=True, text=True, check=True)
    assert (REPO / done.stdout.strip()).is_file()
