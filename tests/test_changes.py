"""CHANGES.csv: each changed outcome of a scenario has its row, the rows chain, and each says why."""

from __future__ import annotations

import csv
from pathlib import Path
from shutil import copy

import pytest
from click.testing import CliRunner, Result

from sigrisk.assess import assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.changes import Outcome, Record, append, check_changes, outcome_of, says_something
from sigrisk.cli import main
from sigrisk.engine.agree import check
from sigrisk.packs import Packs
from tests.test_bad_input import BAD, expected

ROOT = Path(__file__).parent.parent
BAD_FILES = sorted((BAD / "changes").glob("*.csv"))
NOW = {
    "ett": Outcome("socialstyrelsen-ungdom", ("offer",)),
    "två": Outcome("socialstyrelsen-ungdom", ("too_light", "await")),
}
HEAD = "date,scenario,profile,before,after,rulebook_version,reason\n"
FIRST = "2026-11-01,ett,socialstyrelsen-ungdom,,offer,2026.1,Första noteringen av utfallet.\n"
SECOND = "2026-11-01,två,socialstyrelsen-ungdom,,await too_light,2026.1,Första noteringen av utfallet.\n"
TITLES = {"offer": "Erbjud SIG", "await": "Avvakta", "too_light": "Välj något mindre", "outside": "Utanför"}
RECORD = Record("Gränsen för anmälningar höjdes, efter ett beslut.", "2026-11-22", "2026.2")


def test_every_shipped_scenario_has_its_rows(packs: Packs) -> None:
    """The file in the repository says what the scenarios give now."""
    now = {}
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        case, _ = load_case(path, packs)
        now[path.stem] = outcome_of(assess(case, packs.book(profile_id(case)), packs.instruments, check))
    assert check_changes(ROOT / "CHANGES.csv", now, TITLES).findings == ()


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda p: p.stem)
def test_what_is_wrong_is_told_at_its_line(path: Path) -> None:
    wanted = expected(path.with_suffix(".expect"))
    assert path.stem[:6] in {one.code for one in wanted}
    found = check_changes(path, NOW, TITLES).findings
    assert [(d.code, d.at.line, d.at.col) for d in found] == [(w.code, w.line, w.col) for w in wanted]
    for one, want in zip(found, wanted, strict=True):
        assert all(words in f"{one.message} {one.help}" for words in want.words), one
        assert one.help


def test_an_outcome_that_is_not_known_is_told_what_can_be_written_in_its_place(tmp_path: Path) -> None:
    """Whoever writes the Swedish title finds the word to write; an outcome without a title is told by its word."""
    path = tmp_path / "CHANGES.csv"
    path.write_text(HEAD + FIRST.replace(",offer,", ",Väntelista,"), encoding="utf-8")
    (found,) = (one for one in check_changes(path, NOW, TITLES).findings if one.code == "SIG185")
    assert found.help.startswith("skriv offer (Erbjud SIG), offer_first, ")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_right_file_has_no_findings(tmp_path: Path, mark: bytes, ending: str) -> None:
    """The order of several outcomes, the line endings, a mark from a spreadsheet and an empty last line say nothing."""
    path = tmp_path / "CHANGES.csv"
    path.write_bytes(mark + (HEAD + FIRST + SECOND + "\n").replace("\n", ending).encode())
    assert check_changes(path, NOW, TITLES).findings == ()


def test_a_scenario_that_cannot_be_read_or_was_written_off_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "CHANGES.csv"
    path.write_text(HEAD + FIRST + SECOND, encoding="utf-8")
    left = {"ett": NOW["ett"]}
    assert [d.code for d in check_changes(path, left, TITLES).findings] == ["SIG181"]
    assert check_changes(path, left, TITLES, unread=["två"]).findings == ()
    off = "2026-11-02,två,socialstyrelsen-ungdom,too_light await,,2026.2,Ärendet liknade för mycket ett annat.\n"
    path.write_text(HEAD + FIRST + SECOND + off, encoding="utf-8")
    assert check_changes(path, left, TITLES).findings == ()
    assert [d.code for d in check_changes(path, NOW, TITLES).findings] == ["SIG182"]


def test_recording_writes_exactly_what_is_missing(tmp_path: Path) -> None:
    """New, changed and removed scenarios get one row each; then nothing is missing, and nothing is written again."""
    path = tmp_path / "CHANGES.csv"
    assert append(check_changes(path, NOW, TITLES, begin=True), RECORD) == 2
    assert check_changes(path, NOW, TITLES).findings == ()
    assert append(check_changes(path, NOW, TITLES), RECORD) == 0
    before = path.read_text(encoding="utf-8")
    later = {"ett": Outcome("sou-2010-15", ("offer", "await")), "tre": Outcome("sou-2010-15", ("outside",))}
    assert append(check_changes(path, later, TITLES), RECORD) == 3
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    rows = list(csv.DictReader(after.splitlines()))[2:]
    assert [(r["scenario"], r["profile"], r["before"], r["after"]) for r in rows] == [
        ("två", "socialstyrelsen-ungdom", "too_light await", ""),
        ("ett", "sou-2010-15", "offer", "offer await"),
        ("tre", "sou-2010-15", "", "outside"),
    ]
    assert {(r["date"], r["rulebook_version"], r["reason"]) for r in rows} == {
        ("2026-11-22", "2026.2", RECORD.reason),
    }
    assert check_changes(path, later, TITLES).findings == ()


def test_nothing_is_written_into_a_file_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "CHANGES.csv"
    path.write_text(HEAD + FIRST.replace("Första noteringen av utfallet.", "nytt"), encoding="utf-8")
    before = path.read_bytes()
    assert append(check_changes(path, NOW, TITLES), RECORD) == 0
    assert path.read_bytes() == before


def test_a_last_line_without_an_end_is_not_run_into(tmp_path: Path) -> None:
    path = tmp_path / "CHANGES.csv"
    path.write_text((HEAD + FIRST).rstrip("\n"), encoding="utf-8")
    assert append(check_changes(path, NOW, TITLES), RECORD) == 1
    assert check_changes(path, NOW, TITLES).findings == ()


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", False),
        ("  ", False),
        ("ändrat", False),
        ("ny regel", False),
        ("1 2 3 4", False),
        ("– – – –", False),
        ("Gränsen höjdes nyligen", True),
    ],
)
def test_a_reason_has_to_say_something(reason: str, says: bool) -> None:
    assert says_something(reason) is says


# -- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A local pack with one scenario and a version of its own."""
    folder = tmp_path / "kommun"
    (folder / "rules").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    copy(ROOT / "scenarios" / "01_tydligt_erbjudande.yaml", folder / "scenarios" / "eget.yaml")
    edition = "sigrisk_rulebook: 1\nlabel: Vårt\nversion: '7'\nvalid_from: 2026-01-01\nabout: Vårt regelverk.\n"
    (folder / "rules" / "rulebook.yaml").write_text(edition, encoding="utf-8")
    return folder


def test_a_local_pack_may_do_without_the_file_until_it_has_one(pack: Path) -> None:
    """Without a file nothing is asked for; --record makes it; a changed outcome then fails until it is written down."""
    path = pack / "CHANGES.csv"
    assert run("test", "--rules", pack).exit_code == 0
    assert not path.exists()
    done = run("test", "--rules", pack, "--record", "Första noteringen av våra ärenden.")
    assert done.exit_code == 0, done.output
    assert f"En rad skrevs i {path}." in done.output
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [(r["scenario"], r["after"], r["rulebook_version"]) for r in rows] == [("eget", "offer", "7")]
    path.write_text(path.read_text(encoding="utf-8").replace(",offer,", ",await,"), encoding="utf-8")
    report = pack / "rapport.json"
    failed = run("test", "--rules", pack, "--json", report, "--junit", pack / "rapport.xml")
    assert failed.exit_code == 1
    assert f"{path}:2:1: fel SIG182" in failed.output
    assert "SIG182" in report.read_text(encoding="utf-8")
    assert "ger nu ”offer” (Erbjud SIG), men" in (pack / "rapport.xml").read_text(encoding="utf-8")


def test_nothing_is_recorded_while_a_scenario_fails(pack: Path) -> None:
    """An outcome that the key doesn't agree with is no outcome to write down."""
    scenario = pack / "scenarios" / "eget.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("outcomes: [offer]", "outcomes: [await]"), "utf-8")
    done = run("test", "--rules", pack, "--record", "Första noteringen av våra ärenden.")
    assert done.exit_code == 1
    assert "Inget är uppskrivet." in done.output
    assert not (pack / "CHANGES.csv").exists()
