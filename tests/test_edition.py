"""Which rules were in force: version, validity and checksum in every assessment, and a day outside the validity."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.packs import DEFAULT_PROFILE, Packs, load, load_roots
from sigrisk.validity import out_of_validity, rule_book_text

ROOT = Path(__file__).parent.parent
CASE = ROOT / "scenarios" / "01_tydligt_erbjudande.yaml"
OUTSIDE = "Kontrollera vilka regler som gällde den dagen."


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A local pack whose rule book has its own version, valid in 2025 only."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rulebook.yaml").write_text(
        "sigrisk_rulebook: 1\nlabel: Exempelbys regelverk\nversion: '3'\n"
        "valid_from: 2025-01-01\nvalid_to: 2025-12-31\nabout: Det gamla.\n",
        encoding="utf-8",
    )
    return tmp_path


def told(out: Path, *arguments: object) -> tuple[str, str, str, dict[str, object]]:
    """What an assessment prints and writes: terminal, Markdown, page and data, each without its line breaks."""
    result = CliRunner().invoke(main, ["assess", str(CASE), "--out", str(out), *map(str, arguments)])
    assert result.exit_code == 0, result.output
    texts = [result.stdout, *(next(out.glob(f"*.{form}")).read_text(encoding="utf-8") for form in ("md", "html"))]
    plain = [" ".join(text.replace("\u00a0", " ").split()) for text in texts]
    data = json.loads(next(out.glob("*.json")).read_text(encoding="utf-8"))
    return plain[0], plain[1], plain[2], data


def test_every_assessment_says_which_rules_were_in_force(tmp_path: Path, packs: Packs) -> None:
    *texts, data = told(tmp_path)
    edition = packs.editions[0]
    for text in texts:
        assert f"{edition.label}, version {edition.version} (gäller från den 1 januari 2026)" in text
        assert packs.checksum in text
        assert OUTSIDE not in text
    assert data["rulebooks"] == [
        {"label": edition.label, "version": edition.version, "valid_from": "2026-01-01", "valid_to": None}
    ]
    assert (data["profile_valid_from"], data["profile_valid_to"]) == ("2026-01-01", None)
    assert data["out_of_validity"] == []


def test_a_local_rule_book_is_named_beside_the_shipped_one_and_a_day_outside_it_is_told(
    tmp_path: Path, pack: Path, packs: Packs
) -> None:
    *texts, data = told(tmp_path / "ut", "--rules", pack)
    for text in texts:
        assert packs.editions[0].label in text
        assert (
            "Exempelbys regelverk, version 3 (gäller från den 1 januari 2025 till och med den 31 december 2025)" in text
        )
        assert "ligger efter den 31 december 2025, då Exempelbys regelverk, version 3, slutade gälla." in text
        assert OUTSIDE in text
    assert isinstance(data["rulebooks"], list) and len(data["rulebooks"]) == 2
    assert isinstance(data["out_of_validity"], list) and len(data["out_of_validity"]) == 1


@pytest.mark.parametrize(
    ("day", "outside"),
    [("2026-04-30", 1), ("2026-05-01", 0), ("2026-09-30", 0), ("2026-10-01", 1), ("2025-12-31", 2)],
)
def test_first_and_last_day_count_as_valid(packs: Packs, day: str, outside: int) -> None:
    """A profile valid from May to September, in a book valid from the first of January."""
    book = packs.book(DEFAULT_PROFILE)
    profile = book.profile.model_copy(update={"valid_from": date(2026, 5, 1), "valid_to": date(2026, 9, 30)})
    found = out_of_validity(replace(book, profile=profile), date.fromisoformat(day))
    assert len(found) == outside
    assert all(s.startswith("Bedömningsdagen, den ") and s.endswith(OUTSIDE) for s in found)


def test_the_checksum_follows_the_version(pack: Path, packs: Packs) -> None:
    before = load(pack).checksum
    path = pack / "rules" / "rulebook.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("'3'", "'4'"), encoding="utf-8")
    assert len({packs.checksum, before, load(pack).checksum}) == 3


def test_a_book_without_an_edition_says_so(tmp_path: Path) -> None:
    """An older rule book has no rulebook.yaml; it can still be read, and compared with this one."""
    for folder in ("rules", "instruments"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    whole = load_roots((tmp_path,))
    assert whole.editions and whole.book(DEFAULT_PROFILE).editions == whole.editions
    assert rule_book_text(replace(whole.book(DEFAULT_PROFILE), editions=())).startswith(
        "regelverk utan angiven version;"
    )


# -- the operation model ----------------------------------------------------------------------------------------------


def test_an_operation_model_chosen_for_the_assessment_is_told_as_such(tmp_path: Path) -> None:
    """The memo never lets a choice pass for what the case file says."""
    *own, data = told(tmp_path / "a")
    assert "lotsningsmodell (enligt ärendet)" in own[1]
    assert (data["operation_model"], data["operation_model_from"]) == ("lotsning", "ärendet")
    *chosen, data = told(tmp_path / "b", "--operation-model", "samverkan")
    for text in chosen[1:]:
        assert "samverkansmodell (valt vid bedömningen; ärendet anger lotsningsmodell)" in text
    assert (data["operation_model"], data["operation_model_from"]) == ("samverkan", "valt vid bedömningen")


@pytest.mark.parametrize("command", [("memo", "--format", "md", "--out"), ("explain",)])
def test_every_command_that_tells_reasons_counts_with_a_chosen_operation_model(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    """The memo alone and the tree count as the assessment does, and refuse what it refuses."""
    case = next((ROOT / "scenarios").glob("13_*.yaml"))

    def said(*extra: str) -> tuple[int, str]:
        name, *rest = command
        folder = [str(tmp_path / "-".join(extra or ("egen",)))] if rest else []
        done = CliRunner().invoke(main, [name, str(case), *rest, *folder, *extra])
        written = [p.read_text(encoding="utf-8") for p in Path(folder[0]).glob("*.md")] if folder else []
        return done.exit_code, "".join([done.output, *written])

    assert said()[0] == 0
    own, chosen = said("--operation-model", "samverkan"), said("--operation-model", "lotsning")
    assert own[0] == chosen[0] == 0
    assert own[1] != chosen[1] and "lotsningsmodell" in chosen[1] and "valt vid bedömningen" in chosen[1]
    status, told_ = said("--operation-model", "all")
    assert status == 2 and "SIG034" in told_ and "skriv samverkan, pussel eller lotsning" in told_


def test_a_chosen_operation_model_decides_as_the_case_file_would(tmp_path: Path) -> None:
    """Scenario 15 is scenario 13 in another model; read in the other's model each comes to the other's outcome."""
    pair = [next((ROOT / "scenarios").glob(f"{number}_*.yaml")) for number in (13, 15)]
    models = ["samverkan", "lotsning"]

    def outcome(path: Path, model: str | None, out: Path) -> object:
        extra = ["--operation-model", model] if model is not None else []
        done = CliRunner().invoke(main, ["assess", str(path), "--out", str(out), "--format", "json", *extra])
        assert done.exit_code == 0, done.output
        return [o["id"] for o in json.loads(next(out.glob("*.json")).read_text(encoding="utf-8"))["outcomes"]]

    own = [outcome(path, None, tmp_path / f"own{i}") for i, path in enumerate(pair)]
    crossed = [outcome(path, models[1 - i], tmp_path / f"crossed{i}") for i, path in enumerate(pair)]
    assert own[0] != own[1]
    assert crossed == [own[1], own[0]]
