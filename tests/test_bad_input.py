"""Bad input, end to end: every finding is told at once, at its place, in plain words; nothing is assessed or written.

The files of ``tests/bad`` carry what must be told about them in their first lines:
``# expect: CODE LINE:COLUMN words | more words``. The words must stand in the message or in its help.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk import complaints
from sigrisk.case import Case
from sigrisk.checkrun import all_checks
from sigrisk.checkwaivers import CheckWaiverFile
from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.edition import Edition
from sigrisk.finals import Finals
from sigrisk.instrument import Instrument
from sigrisk.judgement import Judgement
from sigrisk.law import LawFile
from sigrisk.packs import DEFAULT_PROFILE, Packs
from sigrisk.profiles import resolve_book
from sigrisk.questionfile import QuestionFile
from sigrisk.rulebook import OffenceFile, OutcomeFile, ParamFile, Profile, RuleFile, SourceFile
from sigrisk.training.labels import LabelFile
from sigrisk.training.preset import Preset, Sentences
from sigrisk.training.ratings import Ratings
from sigrisk.vocabulary import VocabularyFile, read_answer
from sigrisk.yamlfile import MAX_BYTES

HERE = Path(__file__).parent
BAD = HERE / "bad"
ROOT = HERE.parent
CASES = sorted((BAD / "case").glob("*.yaml"))
PART_FOLDERS = (
    "rule", "instrument", "profile", "waiver", "edition", "law", "statement", "young", "judgement", "questions",
    "ratings", "preset",
)  # fmt: skip
PARTS = sorted(p for folder in PART_FOLDERS for p in (BAD / folder).glob("*.yaml"))
PACKS = sorted(p for p in (BAD / "pack").iterdir() if p.is_dir())
GOOD = """sigrisk: 1
case: {id: BRA-1, invented: true, assessment_date: 2026-11-16}
person: {label: Kim, birth_date: 2010-04-12}
sources: {polisen: {name: Polisens underlag, type: police}}
facts: {crime.imminent: {value: ja, source: polisen, date: 2026-10-29}}
"""


@dataclass(frozen=True)
class Told:
    """One finding as a user sees it."""

    file: str
    code: str
    line: int
    col: int
    words: str


@dataclass(frozen=True)
class Expected:
    """One ``# expect:`` line."""

    code: str
    line: int
    col: int
    words: tuple[str, ...]


_TOLD = re.compile(r"^(.*?)(?::(\d+):(\d+))?: fel (SIG\d{3}): (.*(?:\n    → .*)?)$", re.MULTILINE)
_EXPECT = re.compile(r"^# expect: (SIG\d{3}) (\d+):(\d+) (.+)$", re.MULTILINE)
_JARGON = re.compile(
    r"pydantic|tuple|\bdict\b|\bstr\b|\bint\b|\bbool\b|key ?error|expected|should|value error|traceback|\[key\]",
    re.IGNORECASE,
)


def told(stderr: str) -> list[Told]:
    return [Told(m[1], m[4], int(m[2] or 1), int(m[3] or 1), m[5]) for m in _TOLD.finditer(stderr)]


def expected(path: Path) -> list[Expected]:
    text = path.read_text(encoding="utf-8")
    return [Expected(m[1], int(m[2]), int(m[3]), tuple(m[4].split(" | "))) for m in _EXPECT.finditer(text)]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def refused(result: Result) -> list[Told]:
    """The findings of a refusal, after checking that it is one: exit 2, no result, no traceback, nothing else told."""
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    found = told(result.stderr)
    count = "Ett fel. Inget är skrivet." if len(found) == 1 else f"{len(found)} fel. Inget är skrivet."
    assert _TOLD.sub("", result.stderr).strip() == count
    assert "Traceback" not in result.stderr
    for one in found:
        assert not _JARGON.search(one.words), one.words
        assert "→" in one.words, f"ingen hjälp: {one.words}"
        assert one.words[0] == "”" or one.words[0].islower(), one.words
    return found


def agree(found: list[Told], wanted: list[Expected]) -> None:
    """Exactly the expected findings: none missing, none more."""
    left = list(found)
    for one in wanted:
        hit = next((f for f in left if _fits(f, one)), None)
        assert hit is not None, f"{one} saknas bland {left}"
        left.remove(hit)
    assert not left, f"oväntat: {left}"


def _fits(found: Told, one: Expected) -> bool:
    place = (found.code, found.line, found.col) == (one.code, one.line, one.col)
    return place and all(words in found.words for words in one.words)


# -- the files of tests/bad -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validated() -> list[Told]:
    """What one ``sigrisk validate`` tells about every bad file at once."""
    return refused(run("validate", *CASES, *PARTS))


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_a_bad_case_is_refused_with_every_finding(path: Path, tmp_path: Path, validated: list[Told]) -> None:
    wanted = expected(path)
    assert wanted, "filen saknar # expect:"
    out = tmp_path / "ut"
    agree(refused(run("assess", path, "--out", out)), wanted)
    assert not out.exists()
    assert list(tmp_path.iterdir()) == []
    agree([f for f in validated if f.file == str(path)], wanted)


@pytest.mark.parametrize("path", PARTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_bad_rule_checklist_or_profile_is_refused(path: Path, validated: list[Told]) -> None:
    wanted = expected(path)
    assert wanted, "filen saknar # expect:"
    agree([f for f in validated if f.file == str(path)], wanted)


@pytest.mark.parametrize("folder", PACKS, ids=lambda p: p.name)
def test_a_bad_pack_stops_the_assessment(folder: Path, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(folder, tmp_path / "min kommun"))
    case = pack / "case.yaml"
    if not case.exists():
        case.write_text(GOOD, encoding="utf-8")
    profile = ("--profile", "min-kommun") if (pack / "rules" / "profiles").is_dir() else ()
    found = refused(run("assess", case, "--rules", pack, "--out", tmp_path / "ut", *profile))
    assert not (tmp_path / "ut").exists()
    files = sorted(pack.rglob("*.yaml"))
    assert any(expected(path) for path in files)
    for path in files:
        agree([f for f in found if f.file == str(path)], expected(path))
    assert {f.file for f in found} <= {str(path) for path in files}


def test_each_bad_file_is_named_after_what_it_shows() -> None:
    for path in (*CASES, *PARTS):
        if path.stem.startswith("SIG"):
            assert path.stem[:6] in {one.code for one in expected(path)}, path


# -- files that can't carry a comment ---------------------------------------------------------------------------------

BYTES: dict[str, tuple[bytes, str, int, int, str]] = {
    "empty": (b"", "SIG004", 1, 1, "filen är tom"),
    "blank": (b" \n\n", "SIG004", 1, 1, "filen är tom"),
    "only a comment": (b"# hej\n", "SIG004", 1, 1, "sigrisk new"),
    "null": (b"null\n", "SIG004", 1, 1, "filen är tom"),
    "latin-1": (GOOD.replace("Kim", "Åke-Zoé").encode("latin-1"), "SIG003", 3, 17, "UTF-8"),
    "latin-1 after å in UTF-8": ("vignette: åäö ".encode() + b"\xe5\n", "SIG003", 1, 15, "UTF-8"),
    "utf-16": (GOOD.encode("utf-16"), "SIG003", 1, 1, "Anteckningar"),
    "binary": (b"PK\x03\x04\x14\x00\x06\x00", "SIG010", 1, 3, "tecken som inte får finnas"),
    "nul": (b"sigrisk: 1\nvignette: a\0b\n", "SIG010", 2, 12, "tecken som inte får finnas"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "SIG003", 2, 2, "UTF-8"),
    "ten megabytes": (b"# fyllning\n" * 1_000_000, "SIG002", 1, 1, "större än 1 MB"),
    "one byte too large": (GOOD.encode() + b"#" * (MAX_BYTES + 1 - len(GOOD)), "SIG002", 1, 1, "större än 1 MB"),
    "deep brackets": (b"facts: " + b"[" * 100_000, "SIG008", 1, 47, "40 nivåer"),
    "deep indents": (b"".join(b" " * i + b"a:\n" for i in range(200)), "SIG008", 41, 41, "40 nivåer"),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_that_is_no_case_at_all(name: str, tmp_path: Path) -> None:
    content, code, line, col, words = BYTES[name]
    path = tmp_path / "ärende.yaml"
    path.write_bytes(content)
    agree(refused(run("assess", path, "--out", tmp_path / "ut")), [Expected(code, line, col, (words,))])
    assert [p.name for p in tmp_path.iterdir()] == ["ärende.yaml"]
    assert path.read_bytes() == content


def test_a_missing_file_and_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    for command in ("assess", "validate", "explain"):
        agree(refused(run(command, tmp_path / "borta.yaml")), [Expected("SIG001", 1, 1, ("filen finns inte",))])
    agree(refused(run("assess", tmp_path)), [Expected("SIG001", 1, 1, ("mapp, inte en fil",))])
    agree(refused(run("validate", tmp_path)), [Expected("SIG001", 1, 1, ("inga YAML-filer",))])


def test_validate_tells_the_findings_of_all_files_at_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(GOOD.replace("crime.imminent", "crime.iminent"), encoding="utf-8")
    second.write_text("", encoding="utf-8")
    found = refused(run("validate", first, second, tmp_path / "c.yaml"))
    assert [(f.file, f.code) for f in found] == [
        (str(first), "SIG101"),
        (str(second), "SIG004"),
        (str(tmp_path / "c.yaml"), "SIG001"),
    ]


# -- the command line -------------------------------------------------------------------------------------------------

COMMANDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "unknown format": (("assess", "CASE", "--format", "htm"), "SIG030", ("”htm”", "menade du ”html”")),
    "one format of two": (("assess", "CASE", "--format", "md,pdf"), "SIG030", ("”pdf”", "html, md eller json")),
    "memo in an unknown format": (("memo", "CASE", "--format", "pdff"), "SIG030", ("”pdff”", "menade du ”pdf”")),
    "memo in no format": (("memo", "CASE", "--format", ""), "SIG030", ("txt-sections eller json",)),
    "memo in a file": (("memo", "CASE", "--out", "CASE"), "SIG032", ("en fil, inte en mapp",)),
    "no format": (("assess", "CASE", "--format", ","), "SIG030", ("inget format",)),
    "unknown command": (("asses", "CASE"), "SIG040", ("”asses”", "menade du ”assess”")),
    "unknown option": (("assess", "CASE", "--uot"), "SIG041", ("menade du ”--out”",)),
    "nothing to assess": (("assess",), "SIG042", ("ÄRENDE.yaml",)),
    "option without its value": (("assess", "CASE", "--out"), "SIG043", ("värdet efter ”--out”",)),
    "too many words": (("assess", "CASE", "EMPTY"), "SIG044", ("skriv så här: sigrisk assess",)),
    "unknown schema": (("schema", "caes"), "SIG031", ("menade du ”case”",)),
    "unknown rule": (("explain", "CASE", "no_secure_pont"), "SIG031", ("menade du ”no_secure_point”",)),
    "unknown rule, none near": (("explain", "CASE", "zzz"), "SIG031", ("”sigrisk rules list” visar alla",)),
    "show an unknown rule": (("rules", "show", "zzz"), "SIG031", ("”zzz” finns inte", "sigrisk rules list")),
    "show an unknown checklist": (
        ("instruments", "show", "savry_inspirerat"),
        "SIG031",
        ("menade du ”savry_inspirerad”",),
    ),
    "show an unknown profile": (("profiles", "show", "zzz"), "SIG108", ("”zzz”", DEFAULT_PROFILE)),
    "rules of an unknown profile": (("rules", "list", "--profile", "zzz"), "SIG108", ("”zzz”",)),
    "assess against an unknown profile": (("assess", "CASE", "--profile", "zzz"), "SIG108", ("”zzz”",)),
    "unknown operation model": (
        ("assess", "CASE", "--operation-model", "lotsing"),
        "SIG034",
        ("”lotsing”", "menade du ”lotsning”"),
    ),
    "explain in an unknown operation model": (
        ("explain", "CASE", "--operation-model", "all"),
        "SIG034",
        ("”all”", "skriv samverkan, pussel eller lotsning"),
    ),
    "memo in an unknown operation model": (
        ("memo", "CASE", "--operation-model", "pusel"),
        "SIG034",
        ("”pusel”", "menade du ”pussel”"),
    ),
    "no change": (("whatif", "CASE", "--set", "crime.imminent"), "SIG280", ("ingen ändring", "likhetstecken")),
    "change the past": (("whatif", "CASE", "--set", "offences.grave=nej"), "SIG281", ("har redan hänt",)),
    "change what has happened": (
        ("whatif", "CASE", "--set", "crime.violence_earlier=låg"),
        "SIG281",
        ("har redan hänt",),
    ),
    "change sex": (
        ("whatif", "CASE", "--set", "kön=flicka"),
        "SIG281",
        ("könet", "påverkar inget svar", "Ändra inte svaret i ärendet"),
    ),
    "change age": (("whatif", "CASE", "--set", "person.age=12"), "SIG281", ("åldern förändras bara med tiden",)),
    "change what happened under SIG": (
        ("whatif", "CASE", "--set", "sig.suspected_during=nej"),
        "SIG281",
        ("har redan hänt",),
    ),
    "so many, and all": (
        ("whatif", "CASE", "--count", "3", "--all"),
        "SIG284",
        ("går inte att förena", "välj det ena"),
    ),
    "change what is no fact": (("whatif", "CASE", "--set", "crime.iminent=ja"), "SIG101", ("menade du",)),
    "change to no answer": (("whatif", "CASE", "--set", "crime.imminent=kanske"), "SIG102", ("skriv ja, nej",)),
    "change twice": (
        ("whatif", "CASE", "--set", "crime.imminent=ja", "--set", "crime.imminent=nej"),
        "SIG282",
        ("står två gånger",),
    ),
    "look for an unknown outcome": (("whatif", "CASE", "--goal", "ofer"), "SIG283", ("menade du ”offer”",)),
    "look for an unknown outcome, none near": (("whatif", "CASE", "--goal", "zzz"), "SIG283", ("offer (Erbjud SIG)",)),
    "look for an unknown flag": (("whatif", "CASE", "--flag", "heavy_truma"), "SIG283", ("menade du ”heavy_trauma”",)),
    "change and look": (
        ("whatif", "CASE", "--goal", "offer", "--set", "crime.imminent=ja"),
        "SIG284",
        ("går inte att förena",),
    ),
    "save nothing": (
        ("whatif", "CASE", "--goal", "offer_first", "--save", "EMPTY/x.yaml"),
        "SIG285",
        ("ingen ändring",),
    ),
    "every profile and every operation model": (
        ("assess", "CASE", "--profile", "all", "--operation-model", "all"),
        "SIG035",
        ("går inte att förena",),
    ),
    "compare an unknown profile": (("profiles", "compare", DEFAULT_PROFILE, "zzz"), "SIG108", ("”zzz”",)),
    "compare into a file that is no report": (
        ("profiles", "compare", DEFAULT_PROFILE, "sou-2010-15", "--json", "CASE"),
        "SIG032",
        ("finns redan",),
    ),
    "compare rules with no rules": (
        ("rules", "diff", "medföljande", "EMPTY"),
        "SIG128",
        ("rules/ eller instruments/",),
    ),
    "a reason that says nothing": (("test", "--record", "ny regel"), "SIG184", ("säger för lite",)),
    "out is a file": (("assess", "CASE", "--out", "CASE"), "SIG032", ("en fil, inte en mapp",)),
    "out is inside a file": (("assess", "CASE", "--out", "CASE/ut"), "SIG033", ("gick inte att skriva",)),
    "out is a file, by force": (("assess", "CASE", "--out", "CASE", "--force"), "SIG033", ("gick inte att skriva",)),
    "no rules there": (("assess", "CASE", "--rules", "EMPTY"), "SIG128", ("rules/ eller instruments/",)),
    "rules is a file": (("assess", "CASE", "--rules", "CASE"), "SIG128", ("inga regelpaket",)),
    "new over a file": (("new", "CASE"), "SIG032", ("finns redan",)),
    "new in a folder that is missing": (("new", "EMPTY/borta/ny.yaml"), "SIG033", ("mappen finns",)),
    "new with a day that is none": (("new", "EMPTY/ny.yaml", "--date", "igår"), "SIG023", ("”igår” är inget datum",)),
    "new with a day that isn't there": (("new", "EMPTY/ny.yaml", "--date", "2026-02-30"), "SIG023", ("”2026-02-30”",)),
    "new with an unknown profile": (("new", "EMPTY/ny.yaml", "--profile", "zzz"), "SIG108", ("”zzz”",)),
    "a new interview in a text file": (("screen", "EMPTY/a.txt"), "SIG275", ("a.yaml", "slutar på .yaml")),
    "an interview's memo in a file": (("screen", "CASE", "--out", "CASE"), "SIG032", ("ange en annan mapp",)),
    "a number that is none": (("next", "CASE", "--count", "x"), "SIG045", ("”--count”", "ett heltal, minst 1")),
    "no scenarios there": (("test", "--scenarios", "EMPTY"), "SIG001", ("inga scenarier",)),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_can_not_be_done(name: str, tmp_path: Path) -> None:
    arguments, code, words = COMMANDS[name]
    case, empty = tmp_path / "ärende.yaml", tmp_path / "tom"
    case.write_text(GOOD, encoding="utf-8")
    empty.mkdir()
    filled = [a.replace("CASE", str(case)).replace("EMPTY", str(empty)) for a in arguments]
    agree(refused(run(*filled)), [Expected(code, 1, 1, words)])
    assert case.read_text(encoding="utf-8") == GOOD
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["tom", "ärende.yaml"]


def test_what_is_there_already_is_never_overwritten_without_force(tmp_path: Path) -> None:
    case, out = tmp_path / "a.yaml", tmp_path / "ut"
    case.write_text(GOOD, encoding="utf-8")
    assert run("assess", case, "--out", out).exit_code == 0
    (out / "a-promemoria.md").write_text("mina anteckningar", encoding="utf-8")
    (out / "a-promemoria.html").unlink()
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    found = refused(run("assess", case, "--out", out))
    assert [(f.code, Path(f.file).name) for f in found] == [
        ("SIG032", "a-bedomning.json"),
        ("SIG032", "a-promemoria.md"),
    ]
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert run("assess", case, "--out", out, "--force").exit_code == 0
    assert (out / "a-promemoria.md").read_text(encoding="utf-8") != "mina anteckningar"
    assert (out / "a-promemoria.html").exists()


def test_a_case_turned_bad_leaves_the_old_memo_alone_even_by_force(tmp_path: Path) -> None:
    case, out = tmp_path / "a.yaml", tmp_path / "ut"
    case.write_text(GOOD, encoding="utf-8")
    assert run("assess", case, "--out", out).exit_code == 0
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    case.write_text(GOOD.replace("ja,", "NO,"), encoding="utf-8")
    assert [f.code for f in refused(run("assess", case, "--out", out, "--force"))] == ["SIG102"]
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_either_all_formats_are_written_or_none(tmp_path: Path) -> None:
    case, out = tmp_path / "a.yaml", tmp_path / "ut"
    case.write_text(GOOD, encoding="utf-8")
    (out / "a-promemoria.md").mkdir(parents=True)  # the second file can't be written
    assert [f.code for f in refused(run("assess", case, "--out", out, "--force"))] == ["SIG033"]
    assert [p.name for p in out.iterdir()] == ["a-promemoria.md"]


# -- what must work ---------------------------------------------------------------------------------------------------


def assessed(path: Path, tmp_path: Path) -> object:
    out = tmp_path / f"ut-{path.stem}"
    result = run("assess", path, "--out", out, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads((out / f"{path.stem}-bedomning.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_line_endings_byte_order_marks_and_swedish_file_names_change_nothing(
    ending: str, mark: bytes, tmp_path: Path
) -> None:
    plain, other = tmp_path / "plain.yaml", tmp_path / "Åsas ärende för hösten.yaml"
    plain.write_bytes(GOOD.encode())
    other.write_bytes(mark + GOOD.replace("\n", ending).encode())
    assert assessed(other, tmp_path) == assessed(plain, tmp_path)


def test_places_are_right_after_a_byte_order_mark_and_windows_line_endings(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + "sigrsk: 1\nperson: {namn: Åke, ålder: 16}\n".replace("\n", "\r\n").encode())
    found = {(f.code, f.line, f.col) for f in refused(run("assess", path))}
    assert found == {
        ("SIG020", 1, 1),
        ("SIG020", 2, 10),
        ("SIG020", 2, 21),
        ("SIG021", 1, 1),
        ("SIG021", 2, 9),
    }


EMPTIED = (
    "facts:\nevents:\nchecklists:\nconsent:\nvoice:\nguardians:\nnomination:\nvignette:\nexpect:\n",
    "facts: {}\nevents:\n  complete:\n  list:\n",
    "facts: ~\nevents: null\nchecklists: []\n",
)


@pytest.mark.parametrize("sections", EMPTIED)
def test_a_section_whose_content_was_deleted_counts_as_left_out(sections: str, tmp_path: Path) -> None:
    head = "".join(GOOD.splitlines(keepends=True)[:3])
    short, emptied = tmp_path / "short.yaml", tmp_path / "emptied.yaml"
    short.write_text(head, encoding="utf-8")
    emptied.write_text(head.replace("assessment_date", "title: , assessment_date") + "sources:\n" + sections, "utf-8")
    assert assessed(emptied, tmp_path) == assessed(short, tmp_path)


def test_empty_parts_of_a_checklist_count_as_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    checklist = "checklists:\n  - instrument: savry_inspirerad\n    version: 1\n    date: 2026-11-12\n"
    assessor = "    assessor: {name: Sam Exempel, role: socialsekreterare}\n"
    path.write_text(GOOD + checklist + assessor + "    answers:\n    critical:\n    extra:\n    summary:\n", "utf-8")
    assert run("validate", path).stdout == "En fil utan fel.\n"


@pytest.mark.parametrize(("word", "means"), [("true", 1), ("false", 0), ("ja", 1), ("Ja", 1), ("nej", 0), ("NEJ", 0)])
def test_yes_and_no_are_understood_in_the_words_that_are_taught(
    word: str, means: int, packs: Packs, tmp_path: Path
) -> None:
    from sigrisk.casefile import load_case

    path = tmp_path / "a.yaml"
    path.write_text(GOOD.replace("value: ja", f"value: {word}"), encoding="utf-8")
    case, _ = load_case(path, packs)
    fact = packs.vocabulary["crime.imminent"].definition
    possible = read_answer(fact, case.claims("crime.imminent")[0].value)
    assert possible == read_answer(fact, bool(means))


@pytest.mark.parametrize("name", ["17", "null", "true", "café", "Åsas ärende", "a" * 60, "2026-11-16", "1.5"])
def test_a_new_file_is_good_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    assert run("new", path, "--date", "2026-11-16").exit_code == 0
    assert run("validate", path).stdout == "En fil utan fel.\n"


# -- a real process ---------------------------------------------------------------------------------------------------

_MAIN = "from sigrisk.cli import main; main()"


def process(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """sigrisk as a user starts it, in a locale that knows no å: the messages must be UTF-8 all the same."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", **more}
    env.pop("SIGRISK_HOME", None)
    command = [sys.executable, "-c", _MAIN, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("name", ["blandat_allt_pa_en_gang", "SIG022_ett_fynd_per_varde", "SIG005_dubbel_nyckel"])
def test_a_real_process_refuses_a_bad_case(name: str, tmp_path: Path) -> None:
    source = BAD / "case" / f"{name}.yaml"
    shutil.copy(source, tmp_path / "Åsas ärende.yaml")
    done = process("assess", "Åsas ärende.yaml", "--out", "ut", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    stderr = done.stderr.decode("utf-8")
    assert "Traceback" not in stderr
    found = told(stderr)
    assert {f.file for f in found} == {"Åsas ärende.yaml"}
    agree(found, expected(source))
    assert [p.name for p in tmp_path.iterdir()] == ["Åsas ärende.yaml"]


def test_a_file_name_that_is_no_text_in_the_locale_gives_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "å.yaml").write_text("", encoding="utf-8")
    done = process("assess", "å.yaml", cwd=tmp_path, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"SIG004" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_real_process_refuses_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "tom.yaml").write_bytes(b"")
    for argument, code in (("borta.yaml", b"SIG001"), (".", b"SIG001"), ("tom.yaml", b"SIG004")):
        done = process("assess", argument, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert code in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_real_process_assesses_a_good_case(tmp_path: Path) -> None:
    (tmp_path / "å.yaml").write_text(GOOD, encoding="utf-8")
    done = process("assess", "å.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").startswith("BRA-1 – Kim\n")


# -- nothing is left out ----------------------------------------------------------------------------------------------


def codes_in_source() -> set[str]:
    return {c for p in (ROOT / "sigrisk").rglob("*.py") for c in re.findall(r"SIG\d{3}", p.read_text(encoding="utf-8"))}


def test_an_outcome_without_text_is_told(packs: Packs) -> None:
    with pytest.raises(BadInput) as caught:
        resolve_book(replace(packs, outcomes={}, _books={}), DEFAULT_PROFILE)
    codes = {d.code for d in caught.value.diagnostics}
    assert codes == {"SIG127"}


def test_every_code_has_a_bad_file_or_a_row_in_a_table_here() -> None:
    listed = (*BAD.rglob("*.yaml"), *BAD.rglob("*.expect"))  # a CSV file can't carry a comment: see test_changes.py
    shown = {one.code for path in listed for one in expected(path)}
    shown |= {code for _, code, _, _, _ in BYTES.values()} | {code for _, code, _ in COMMANDS.values()}
    shown |= {"SIG036", "SIG037"}  # hang on what is installed and on the typeface: see test_cli_memo.py
    shown |= {"SIG250", "SIG254", "SIG255"}  # hang on the case beside, and on --final: see test_judgement.py
    shown |= {"SIG259"}  # hangs on the final memo that is corrected: see test_final.py
    shown |= {"SIG257"}  # hangs on what happens to the file under way: see test_final.py
    shown |= {f"SIG26{n}" for n in range(1, 6)}  # hang on several files: see test_overtime.py and test_followup.py
    shown |= {"SIG266"}  # told of a template in a pack: see test_templating.py
    shown |= {"SIG268"}  # hangs on the case beside, and on what was written: see test_young_sheet.py
    shown |= {"SIG270", "SIG271"}  # hang on what happens to the file under way: see test_screen.py
    shown |= {f"SIG29{n}" for n in range(6)}  # hang on a rater and on other files: see test_training.py
    shown |= {"SIG286"}  # hangs on a saved what-if: see test_whatif_cli.py
    shown |= {"SIG298", "SIG299"}  # hang on a key and on what is drawn: see test_training.py, test_new_exercises.py
    shown |= {"SIG162"}  # hangs on a gap in a decision list: see test_gap.py
    shown |= {"SIG127"}  # no file can take an outcome's text away: see the test above
    shown |= {"SIG136"}  # told of a file in a pack's own folder: see test_instruments.py
    shown |= {"SIG171"}  # told only when the mutants have been run: see test_mutation.py
    shown |= {"SIG173"} | {check.code for check in all_checks()}  # see test_checks.py and test_prove.py
    assert codes_in_source() == shown


def test_the_list_of_codes_has_every_code_and_no_other() -> None:
    page = (ROOT / "docs/felkoder.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (SIG\d{3}) \| (.+?) \| (.+?) \|$", page, re.MULTILINE)
    listed = [code for code, _, _ in rows]
    assert listed == sorted(set(listed))
    assert set(listed) == codes_in_source()
    assert all(text.endswith(".") for _, means, do in rows for text in (means, do))


def test_every_complaint_of_a_model_is_told_in_swedish() -> None:
    source = "".join(
        (ROOT / "sigrisk" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("models", "case", "vocabulary", "instrument", "condition", "rulebook", "edition", "law", "finals")
    )
    raised = set(re.findall(r'raise ValueError\("([^"]+)"\)', source))
    assert raised == complaints.VALUE_ERRORS.keys() | complaints.WHOLE_ERRORS.keys()


MODELS = (
    Case,
    Edition,
    Instrument,
    RuleFile,
    ParamFile,
    OutcomeFile,
    SourceFile,
    OffenceFile,
    Profile,
    VocabularyFile,
    LawFile,
    CheckWaiverFile,
    QuestionFile,
    Judgement,
    Finals,
    Ratings,
    LabelFile,
    Sentences,
    Preset,
)


@pytest.mark.parametrize("model", MODELS)
def test_every_form_of_text_that_a_model_asks_for_has_words_for_what_to_write(model: type[Case]) -> None:
    schema = json.dumps(model.model_json_schema())
    patterns = {json.loads(f'"{p}"') for p in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', schema)}
    patterns |= {json.loads(f'"{p}"') for p in re.findall(r'"patternProperties": \{"((?:[^"\\]|\\.)*)"', schema)}
    unknown = {p for p in patterns if p not in complaints.PATTERNS and not re.fullmatch(r"\^\([\w|]+\)\$", p)}
    assert not unknown
