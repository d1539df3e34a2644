"""Cases that differ only in a masked answer, and end alike: every copy is the same to the byte, final ones too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.judgement import Position
from sigrisk.judgementfile import beside
from sigrisk.judgementtext import judgement_text
from sigrisk.memo.reader import Copy
from sigrisk.workflow import assess_file
from tests.judgements import whole
from tests.memos import SCENARIOS

ANSWERS = ("none", "low", "moderate", "high", "unknown")
FORMS = "txt,md,html,json"
SIX = next(p for p in SCENARIOS if p.name.startswith("06"))
SEVEN = next(p for p in SCENARIOS if p.name.startswith("07"))


def twin(folder: Path, scenario: Path, fact: str, answer: str) -> Path:
    """The scenario with one answer that is about another person."""
    text = scenario.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith(f"  {fact}:"))
    new = f"  {fact}: {{value: {answer}, source: mamma, date: 2026-11-09, about_other: true}}"
    (folder / answer).mkdir()
    path = folder / answer / "a.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def run(*arguments: object) -> None:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == 0, result.output


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


@pytest.mark.parametrize("copy", [Copy.PARTY, Copy.YOUNG])
@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
def test_twins_have_the_same_copies(final: bool, copy: Copy, tmp_path: Path) -> None:
    copies, wholes = [], []
    for answer in ANSWERS:
        case = twin(tmp_path, SEVEN, "family.violence", answer)
        assessment, packs = assess_file(case, None, None)
        judgement = whole(assessment, Position.NO_OFFER)
        beside(case).write_text(judgement_text(judgement, assessment, packs.laws), encoding="utf-8")
        out = case.parent / "ut"
        how = ["--final"] if final else []
        run("memo", case, *how, "--format", "json", "--out", out / "hel")
        run("memo", case, *how, "--copy", copy.value, "--format", FORMS, "--out", out / "kopia")
        copies.append(files(out / "kopia"))
        wholes.append(files(out / "hel"))
        whole_memo = yaml.safe_load(next(iter(wholes[-1].values())))
        told = whole_memo["judgement"]["judged"]["case_file"]
        hashes = [told, *([whole_memo["final"]["checksum"]] if final else [])]
        assert not [name for name, content in copies[-1].items() for one in hashes if one.encode() in content]
    assert len(copies[0]) == len(FORMS.split(","))
    for one in copies[1:]:
        assert one == copies[0]
    assert len({str(one) for one in wholes}) == len(ANSWERS), "the whole memos do differ"


def test_a_corrected_copy_says_what_it_replaces_without_its_checksum(tmp_path: Path) -> None:
    copies = []
    for answer in ANSWERS[:2]:
        case = twin(tmp_path, SEVEN, "family.violence", answer)
        out = case.parent / "ut"
        for reasons in ("Gruppen har vägt skälen.", "Gruppen har vägt skälen mot varandra en gång till."):
            assessment, packs = assess_file(case, None, None)
            judgement = whole(assessment).model_copy(update={"reasons": reasons})
            beside(case).write_text(judgement_text(judgement, assessment, packs.laws), encoding="utf-8")
            again = [] if reasons.endswith("skälen.") else [
                "--correction", "Skälen var inte fullständiga. [[Storebror hör det.]]",
                "--corrected-on", "2026-11-25", "--corrected-by", "Kim Exempel, enhetschef",
            ]  # fmt: skip
            run("memo", case, "--final", "--format", "txt", "--out", out, *again)
        run("memo", case, "--final", "--copy", "part", "--format", FORMS, "--out", out / "kopia")
        whole_memo = " ".join((out / "a-promemoria_v2.txt").read_text(encoding="utf-8").split())
        assert "med kontrollsumman" in whole_memo and "Storebror hör det." in whole_memo and "[[" not in whole_memo
        text = " ".join((out / "kopia" / "a-partskopia_v2.txt").read_text(encoding="utf-8").split())
        assert "Version 1, beslutad den" in text and "med kontrollsumman" not in text and "Storebror" not in text
        copies.append(files(out / "kopia"))
    assert copies[0] == copies[1]


def test_only_what_rests_on_a_masked_answer_is_left_out_of_the_pictures(tmp_path: Path) -> None:
    """A masked risk hides the counts of risk, not those of protection, and no heading stands empty."""
    case = twin(tmp_path, SEVEN, "family.violence", "high")
    run("memo", case, "--copy", "part", "--format", "json", "--out", tmp_path / "ut")
    memo = json.loads((tmp_path / "ut" / "a-partskopia.json").read_text(encoding="utf-8"))
    blocks = next(one for one in memo["sections"] if one["number"] == "7")["blocks"]
    titles = [block["title"] for block in blocks if block["kind"] == "picture"]
    assert not [one for one in titles if one.startswith("Riskfaktorer per livsområde")]
    assert [one for one in titles if one.startswith("Skyddsfaktorer per livsområde")]
    for section in memo["sections"]:
        kinds = [block["kind"] for block in section["blocks"]]
        pairs = zip(kinds, [*kinds[1:], "subheading"], strict=True)
        assert ("subheading", "subheading") not in pairs, section["title"]


def test_without_any_picture_there_is_no_introduction_to_them(tmp_path: Path) -> None:
    text = SIX.read_text(encoding="utf-8")
    for one in ("family.conflict: {value: moderate", "family.bond: {value: clear"):
        assert one in text
        text = text.replace(one, one.replace("{value", "{about_other: true, value"))
    case = tmp_path / "a.yaml"
    case.write_text(text, encoding="utf-8")
    run("memo", case, "--copy", "part", "--format", "txt", "--out", tmp_path / "ut")
    copy = " ".join((tmp_path / "ut" / "a-partskopia.txt").read_text(encoding="utf-8").split())
    assert copy.count("Antal, tabeller och bilder visas inte här") == 4  # of time, risk, protection, and the checklist
    assert "Bilderna och tabellerna visar" not in copy
    assert "Visas inte här" not in copy


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_masked_dont_know_counts_as_any_other_masked_answer(answer: str, tmp_path: Path) -> None:
    case = twin(tmp_path, SEVEN, "family.violence", answer)
    run("memo", case, "--copy", "part", "--format", "txt", "--out", tmp_path / "ut")
    text = " ".join((tmp_path / "ut" / "a-partskopia.txt").read_text(encoding="utf-8").split())
    assert "91 till 100" in text and "93 till 100" not in text


def test_a_masked_dont_know_on_a_checklist_counts_as_any_other(tmp_path: Path) -> None:
    """Half of the form must be answered for it to count: with the masked answers it is, without them it isn't."""
    copies = []
    for answer in ("some", "unknown", "not_applicable"):
        text = SIX.read_text(encoding="utf-8")
        for item in ("impulser", "fritid", "familjekonflikter"):
            text = text.replace(f"{item}: some", f"{item}: {{level: {answer}, about_other: true}}")
        (tmp_path / answer).mkdir()
        case = tmp_path / answer / "a.yaml"
        case.write_text(text, encoding="utf-8")
        run("memo", case, "--copy", "part", "--format", FORMS, "--out", case.parent / "ut")
        copies.append(files(case.parent / "ut"))
    assert copies[0] == copies[1] == copies[2]
