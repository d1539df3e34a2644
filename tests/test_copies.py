"""The party's copy: what is marked as being about others is gone from every format, and no verdict changes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.cli import main
from sigrisk.judgementfile import beside
from sigrisk.judgementtext import judgement_text
from sigrisk.masking import HIDDEN, MASK, masked, shown
from sigrisk.memo.blind import Hidden, blind, rests_on_hidden
from sigrisk.memo.copies import copy_of
from sigrisk.memo.reader import Copy
from sigrisk.memo.text import plain_text
from sigrisk.packs import Packs
from sigrisk.workflow import assess_file
from tests.judgements import whole
from tests.memos import SCENARIOS

SECRET = "storebror sitter häktad"
CASE = next(p for p in SCENARIOS if p.name.startswith("01"))


def _marked(folder: Path) -> Path:
    """A scenario with secrets in every kind of free text, and one claim about someone else."""
    data = yaml.safe_load(CASE.read_text(encoding="utf-8").replace(": 2026-", ": !!str 2026-"))
    data = _dates_as_text(data)
    secret = f"Öppet. [[{SECRET}]] Öppet igen."
    data["case"]["title"] = secret
    data["vignette"] = secret
    data["nomination"]["reason"] = secret
    for index, fact in enumerate(data["facts"].values()):
        for claim in fact if isinstance(fact, list) else [fact]:
            claim["note"] = f"{index} {secret}"
    data["facts"]["family.crime"] = {
        "value": "high", "source": next(iter(data["sources"])), "date": "2026-10-29", "about_other": True,
        "note": f"Det gäller honom: {SECRET}",
    }  # fmt: skip
    for source in data["sources"].values():
        source["name"] += f" [[{SECRET}]]"
    for one in data.get("voice", []):
        if "says" in one:
            one["says"] = secret
    for checklist in data["checklists"]:
        checklist["extra"] = [{"side": "risk", "text": secret}]
        for item, answer in checklist["answers"].items():
            level = answer["level"] if isinstance(answer, dict) else answer
            checklist["answers"][item] = {"level": level, "note": secret}
    path = folder / "arende.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _dates_as_text(data: object) -> object:
    if isinstance(data, dict):
        return {key: _dates_as_text(one) for key, one in data.items()}
    if isinstance(data, list):
        return [_dates_as_text(one) for one in data]
    return data if isinstance(data, str | int | bool | float) or data is None else str(data)


def _assessed(path: Path, packs: Packs, *, party: bool) -> Assessment:
    case, _ = load_case(path, packs, party=party)
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


@pytest.mark.parametrize("form", ["html", "md", "txt", "txt-sections", "json", "docx", "pdf"])
def test_nothing_that_is_marked_is_in_the_partys_copy(form: str, tmp_path: Path) -> None:
    case = _marked(tmp_path)
    result = CliRunner().invoke(
        main, ["memo", str(case), "--copy", "part", "--format", form, "--out", str(tmp_path / "ut")]
    )
    assert result.exit_code == 0, result.output
    for path in (tmp_path / "ut").rglob("*"):
        if path.is_file():
            assert SECRET not in _text_of(path)
            assert "[[" not in _text_of(path)


def _text_of(path: Path) -> str:
    if path.suffix == ".docx":
        from tests.memos import word_texts

        return " ".join(word_texts(path.read_bytes()))
    if path.suffix == ".pdf":
        from tests.memos import pdf_texts

        return " ".join(pdf_texts(path.read_bytes()))
    return path.read_text(encoding="utf-8")


def test_the_whole_memo_shows_what_is_marked_without_the_marks(tmp_path: Path, packs: Packs) -> None:
    assessment = _assessed(_marked(tmp_path), packs, party=False)
    text = plain_text(copy_of(assessment, "VERSION", packs.young, Copy.FULL))
    flat = " ".join(text.split())
    assert flat.count(SECRET) > 20
    assert "[[" not in text and MASK not in flat


def test_masking_changes_no_verdict_that_is_shown(tmp_path: Path, packs: Packs) -> None:
    case = _marked(tmp_path)
    whole, party = _assessed(case, packs, party=False), blind(_assessed(case, packs, party=True))
    hidden = Hidden.of(party)
    assert "family_crime" in hidden.asking and hidden.above
    assert whole.outcomes == party.outcomes
    for one, result in whole.results.items():
        assert one in hidden.rules or party.results[one].verdict is result.verdict, one
    for fact, known in whole.knowledge.facts.items():
        assert fact in hidden.facts or party.knowledge.facts[fact].values == known.values, fact


def test_a_claim_about_another_person_is_masked_wherever_it_is_shown(tmp_path: Path, packs: Packs) -> None:
    assessment = _assessed(_marked(tmp_path), packs, party=True)
    text = " ".join(plain_text(copy_of(assessment, "VERSION", packs.young, Copy.PARTY)).split())
    told = [line for line in text.split("–") if "Det gäller honom" in line]
    assert not told
    assert f" {HIDDEN} " in text.lower()
    titles = rests_on_hidden(assessment)
    assert packs.rules["family_crime"].rule.title in titles


def test_the_command_tells_what_to_read_before_the_copy_is_given(tmp_path: Path, packs: Packs) -> None:
    case = _marked(tmp_path)
    result = CliRunner().invoke(main, ["memo", str(case), "--copy", "part", "--format", "txt", "--out", str(tmp_path)])
    assert "Läs igenom hela kopian" in result.output
    assert packs.rules["family_crime"].rule.title in result.output


def test_names_of_officials_are_left_out_on_request(tmp_path: Path, packs: Packs) -> None:
    names = {c.assessor.name for c in load_case(CASE, packs)[0].checklists}
    assert names
    for wanted, present in (([], True), (["--without-names"], False)):
        out = tmp_path / str(present)
        args = ["memo", str(CASE), "--copy", "part", "--format", "txt", "--out", str(out), *wanted]
        assert CliRunner().invoke(main, args).exit_code == 0
        text = " ".join(next(out.iterdir()).read_text(encoding="utf-8").split())
        assert all((name in text) is present for name in names)


def test_two_nameless_assessors_stay_two(packs: Packs) -> None:
    from sigrisk.names import Nameless

    for path in SCENARIOS:
        case, _ = load_case(path, packs)
        hidden = Nameless().case(case)
        assert len({c.assessor.name for c in case.checklists}) == len({c.assessor.name for c in hidden.checklists})


@given(st.lists(st.tuples(st.booleans(), st.text(alphabet="abc ÅÄÖ.]\n[", max_size=8)), max_size=6))
def test_masking_takes_the_marked_passages_and_nothing_else(parts: list[tuple[bool, str]]) -> None:
    parts = [(secret, text.replace("[", "").replace("]", "")) for secret, text in parts]
    text = "".join(f"[[{one}]]" if secret else one for secret, one in parts)
    assert shown(text) == "".join(one for _, one in parts)
    assert masked(text) == "".join(MASK if secret else one for secret, one in parts)


def test_readability_is_printed_for_every_section_and_nothing_is_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["memo", str(CASE), "--readability", "--out", str(tmp_path / "ut")])
    assert result.exit_code == 0
    for start in ("1. Sammanfattning", "9. Skäl för och emot", "Bilaga C.", "Hela texten"):
        assert any(line.startswith(start) for line in result.output.splitlines())
    assert not (tmp_path / "ut").exists()


# -- copies with what people have written -----------------------------------------------------------------------------


@pytest.fixture
def judged_case(tmp_path: Path) -> Path:
    """A case with a secret, and a whole judgement with a secret and a dissent."""
    case = tmp_path / "a.yaml"
    shutil.copy(CASE, case)
    text = (
        case.read_text(encoding="utf-8")
        .replace("reason: Flera", f"reason: '[[{SECRET}]] Flera")
        .replace("känner till.\nsources", "känner till.'\nsources")
    )
    case.write_text(text, encoding="utf-8")
    assessment, packs = assess_file(case, None, None)
    judgement = whole(assessment).model_copy(update={"reasons": f"Gruppen har vägt skälen. [[{SECRET}]] Därför."})
    beside(case).write_text(judgement_text(judgement, assessment, packs.laws), encoding="utf-8")
    return case


def _run(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    assert result.exit_code == status, result.output
    return result


def _flat(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").split())


def test_a_copy_of_a_final_memo_waits_for_the_memo(judged_case: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    refused = _run("memo", judged_case, "--final", "--copy", "part", "--out", out, status=1)
    assert "SIG255" in refused.stderr and "skriv först den färdiga promemorian" in refused.stderr
    assert not out.exists()
    _run("memo", judged_case, "--final", "--format", "txt", "--out", out)
    _run("memo", judged_case, "--final", "--copy", "part", "--format", "txt,json", "--out", out)
    _run("memo", judged_case, "--final", "--copy", "ung", "--format", "txt,json", "--out", out)
    names = sorted(p.name for p in out.iterdir())
    assert names == [
        "a-partskopia_v1.json", "a-partskopia_v1.txt", "a-promemoria_v1.txt",
        "a-till-den-unge_v1.json", "a-till-den-unge_v1.txt",
    ]  # fmt: skip
    assert SECRET in _flat(out / "a-promemoria_v1.txt")
    for name in names[:2]:
        assert SECRET not in _flat(out / name) and MASK in _flat(out / name)
        assert "UTKAST" not in _flat(out / name)
    again = _run("memo", judged_case, "--final", "--copy", "part", "--format", "txt", "--out", out, status=1)
    assert "SIG255" in again.stderr


def test_the_dissent_is_kept_without_its_name(judged_case: Path, tmp_path: Path) -> None:
    _run("memo", judged_case, "--copy", "part", "--without-names", "--format", "txt,json", "--out", tmp_path / "ut")
    for path in (tmp_path / "ut").iterdir():
        text = _flat(path)
        assert "Det vore bättre att vänta." in text
        for name in ("Eva Exempel", "Ann Exempel", "Bo Exempel", "Sam Exempel,"):
            assert name.strip(",") not in text, name
        assert "enhetschef" in text


def test_masking_does_not_make_the_judgement_about_another_case(judged_case: Path, tmp_path: Path) -> None:
    _run("memo", judged_case, "--copy", "part", "--without-names", "--format", "txt", "--out", tmp_path / "ut")
    assert "behöver bekräftas på nytt" not in _flat(next((tmp_path / "ut").iterdir()))


def test_the_young_persons_page_says_what_the_group_has_come_to(judged_case: Path, tmp_path: Path) -> None:
    _run("memo", judged_case, "--copy", "ung", "--format", "txt,json", "--out", tmp_path / "ut")
    page = _flat(tmp_path / "ut" / "a-till-den-unge.txt")
    assert "Vi vill att du får lugn först." in page
    assert "Torsdag klockan tre på fritidsgården" in page and "Sam Exempel, växeln i kommunen" in page
    assert "Inget är bestämt än" not in page
    assert json.loads((tmp_path / "ut" / "a-till-den-unge.json").read_text(encoding="utf-8"))["judgement"] is None


def test_a_judgement_with_a_broken_mark_is_refused(judged_case: Path, tmp_path: Path) -> None:
    path = beside(judged_case)
    path.write_text(path.read_text(encoding="utf-8").replace("]]", ""), encoding="utf-8")
    assert "SIG260" in _run("memo", judged_case, "--out", tmp_path / "ut", status=2).output


def _with_masked(folder: Path, name: str, fact: str, value: str, answer: str) -> Path:
    """Scenario 06 with one masked fact and one masked answer in its checklist."""
    scenario = next(p for p in SCENARIOS if p.name.startswith("06"))
    text = scenario.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith(f"  {fact}:"))
    masked_claim = f"  {fact}: {{value: {value}, source: mamma, date: 2026-11-09, about_other: true}}"
    text = text.replace(old, masked_claim)
    text = text.replace("familjekonflikter: some", f"familjekonflikter: {{level: {answer}, about_other: true}}")
    (folder / name).mkdir()
    path = folder / name / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("fact", ["family.violence", "family.substance", "family.conflict"])
def test_two_party_copies_that_differ_only_in_what_is_masked_say_the_same(fact: str, tmp_path: Path) -> None:
    """Nothing can be worked out: not from counts, pictures, statuses, marks or sentences."""
    copies = []
    for value, answer in (("none", "little"), ("high", "much"), ("moderate", "some")):
        case = _with_masked(tmp_path, value, fact, value, answer)
        _run("memo", case, "--copy", "part", "--format", "txt,json,html", "--out", case.parent / "ut")
        copies.append({p.name: p.read_text(encoding="utf-8") for p in (case.parent / "ut").iterdir()})
    assert copies[0] == copies[1] == copies[2]


def test_the_young_persons_page_masks_what_is_marked(tmp_path: Path) -> None:
    case = tmp_path / "a.yaml"
    text = CASE.read_text(encoding="utf-8")
    case.write_text(
        text.replace("says: Jag vill inte hamna", f"says: '[[{SECRET}]] Jag vill inte hamna").replace(
            "ange någon., date", "ange någon.', date"
        ),
        encoding="utf-8",
    )
    _run("memo", case, "--copy", "ung", "--format", "txt", "--out", tmp_path / "ut")
    page = _flat(tmp_path / "ut" / "a-till-den-unge.txt")
    assert SECRET not in page and "Jag vill inte hamna" in page
