"""``sigrisk judge`` and ``sigrisk memo --final`` as a user meets them, from the first question to a correction."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk import final, sitting
from sigrisk.cli import main
from sigrisk.correction import CorrectionAsked
from sigrisk.diagnostics import BadInput
from sigrisk.finals import Finals, finals_beside
from sigrisk.judgement import Judgement, Named, Position, blank
from sigrisk.judgementfile import beside
from sigrisk.judgementtext import judgement_text
from sigrisk.models import validate
from sigrisk.packs import Packs
from sigrisk.workflow import assess_file
from sigrisk.yamlfile import read
from tests.judgements import whole
from tests.memos import SCENARIOS
from tests.test_cli_memo import held

TOO_LIGHT = next(p for p in SCENARIOS if p.stem.startswith("02"))
ON, BY = "2026-11-25", "Kim Exempel, enhetschef"
WHO = ("--corrected-on", ON, "--corrected-by", BY)
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _without_a_local_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copy(TOO_LIGHT, tmp_path / "a.yaml"))


def sigrisk(*arguments: object, status: int = 0, answers: str = "") -> Result:
    result = CliRunner().invoke(main, [str(a) for a in arguments], input=answers)
    assert result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def judged(case: Path, **parts: object) -> None:
    """Write a whole judgement beside a case, with some parts otherwise."""
    assessment, packs = assess_file(case, None, None)
    judgement = whole(assessment).model_copy(update=parts)
    beside(case).write_text(judgement_text(judgement, assessment, packs.laws), encoding="utf-8")


def said(case: Path) -> Judgement:
    return validate(Judgement, read(beside(case)))


# -- no final memo while anything is missing --------------------------------------------------------------------------


def test_a_final_memo_without_any_judgement_is_refused_with_all_that_is_missing(case: Path, tmp_path: Path) -> None:
    told = sigrisk("memo", case, "--final", "--out", tmp_path / "ut", status=1).stderr
    for words in (
        "ingen har skrivit något ställningstagande",
        "barnets bästa",
        "lagrummet",
        "beslutets datum",
        "4 till",
    ):
        assert (words in told) is (words != "4 till"), words
    assert told.count("SIG254") == 24
    assert not (tmp_path / "ut").exists()
    assert not finals_beside(case).exists()


REQUIRED = {
    "authority": "", "secrecy": "", "flags": {}, "childs_best": "", "alternatives": (), "position": None, "reasons": "",
    "legal_form": None, "legal_ground": None, "took_part": (), "dissent": (), "date": None, "follow_up": None,
    "communicated": "", "to_young": "", "next_meeting": "", "contact": "",
}  # fmt: skip


@pytest.mark.parametrize("part", [*REQUIRED, "written_by", "decided_by", "presented_by", "departs_because"])
def test_no_final_memo_while_anything_is_missing(part: str, case: Path, tmp_path: Path, packs: Packs) -> None:
    assessment, _ = assess_file(case, None, None)
    nothing = REQUIRED.get(part, getattr(blank(assessment), part))
    judged(case, **({"position": Position.OFFER} if part == "departs_because" else {}), **{part: nothing})
    told = sigrisk("memo", case, "--final", "--out", tmp_path / "ut", status=1).stderr
    wanted = 4 if part == "flags" else 1
    assert told.count("SIG254") == wanted, told
    place = read(beside(case)).where((part,))
    assert f"a.stallningstagande.yaml:{place.line}:" in told or part == "flags"
    assert "Ingen färdig promemoria är skriven." in told
    assert not (tmp_path / "ut").exists()
    assert not finals_beside(case).exists()


def test_what_is_missing_in_the_case_is_told_at_its_place_there(case: Path, tmp_path: Path) -> None:
    text = case.read_text(encoding="utf-8")
    bare = re.sub(r", quote: [^,}]+(, [^:}]+)?(?=[,}])", "", text[: text.index("\nvoice:")])  # some quote the voices
    case.write_text(bare + "\n", encoding="utf-8")
    judged(case)
    told = sigrisk("memo", case, "--final", "--out", tmp_path / "ut", status=1).stderr
    assert told.startswith(f"{case}:")
    assert "den unges egna ord saknas" in told


def test_a_case_that_has_changed_asks_people_to_confirm(case: Path, tmp_path: Path) -> None:
    judged(case)
    text = case.read_text(encoding="utf-8")
    case.write_text("# en kommentar ändrar inget\n" + text, encoding="utf-8")
    sigrisk("memo", case, "--final", "--out", tmp_path / "ett")
    case.write_text(text.replace("label: Robin", "label: Kim"), encoding="utf-8")
    told = sigrisk("memo", case, "--final", "--out", tmp_path / "tva", status=1).stderr
    assert "Uppgifterna i ärendefilen är ändrade. Utfallet är detsamma som förut" in told
    sigrisk("memo", case, "--format", "txt", "--out", tmp_path / "tre")
    draft = (tmp_path / "tre" / "a-promemoria.txt").read_text(encoding="utf-8")
    assert draft.splitlines()[1].startswith("UTKAST")
    assert "Uppgifterna i ärendefilen är ändrade." in draft.replace("\n", " ")
    before = said(case)
    assert "Har gruppen gått igenom bedömningen på nytt" in sigrisk("judge", case, answers="\nnej\nja\n").stdout
    assert said(case).model_copy(update={"judged": before.judged}) == before
    sigrisk("memo", case, "--final", "--correction", "Den unges namn var fel.", *WHO, "--out", tmp_path / "tva")


# -- versions ---------------------------------------------------------------------------------------------------------


def test_a_final_memo_has_no_mark_of_a_draft_in_any_format(case: Path, tmp_path: Path) -> None:
    judged(case)
    out = tmp_path / "ut"
    forms = "html,pdf,docx,md,txt,txt-sections,json"
    told = sigrisk("memo", case, "--final", "--format", forms, "--out", out).stdout
    assert "version 1, ligger här" in told
    written = held(out)
    assert {name.split("/")[0] for name in written} == {
        "a-promemoria_v1-avsnitt",
        *(f"a-promemoria_v1.{form}" for form in ("html", "pdf", "docx", "md", "txt", "json")),
    }
    for name, content in written.items():
        if not name.endswith(("pdf", "docx")):
            assert b"UTKAST" not in content, name
    data = json.loads(written["a-promemoria_v1.json"])
    assert (data["draft"], data["final"]["version"], data["final"]["replaces"]) == ("", 1, None)
    heads = {line["label"]: line["value"] for line in data["head"]}
    assert (heads["Handlingstyp"], heads["Version"]) == ("Upprättad", "1")
    assert not any("fylls i" in value for value in heads.values())


def test_a_final_memo_is_never_written_over(case: Path, tmp_path: Path) -> None:
    judged(case)
    out = tmp_path / "ut"
    sigrisk("memo", case, "--final", "--format", "txt", "--out", out)
    first, listed = held(out), finals_beside(case).read_bytes()
    told = sigrisk("memo", case, "--final", "--format", "txt", "--out", out, status=1).stderr
    assert "version 1 finns redan, och inget är ändrat" in told
    assert "aldrig över" in sigrisk("memo", case, "--final", "--force", "--out", out, status=2).stderr
    judged(case, communicated="Allt lämnades också till mamma.")
    told = sigrisk("memo", case, "--final", "--format", "txt", "--out", out, status=1).stderr
    assert "innehållet är ett annat än i version 1 från den 2026-11-20" in told
    assert "--correction" in told
    assert held(out) == first
    assert finals_beside(case).read_bytes() == listed


def test_a_correction_says_what_it_replaces_and_why(case: Path, tmp_path: Path) -> None:
    judged(case)
    out = tmp_path / "ut"
    sigrisk("memo", case, "--final", "--format", "json,txt", "--out", out)
    first = held(out)
    judged(case, communicated="Allt lämnades också till mamma.")
    why = "Mamma hade glömts bort."
    sigrisk("memo", case, "--final", "--correction", why, *WHO, "--format", "json,txt", "--out", out)
    both = held(out)
    assert {name: both[name] for name in first} == first
    old, new = (json.loads(both[f"a-promemoria_v{n}.json"]) for n in (1, 2))
    assert new["final"]["replaces"] == {
        "version": 1,
        "date": old["final"]["date"],
        "checksum": old["final"]["checksum"],
        "decided": old["final"]["decided"],
    }
    assert "Ändrar" not in [line["label"] for line in new["head"]]  # it decides the same
    assert new["final"]["because"] == why
    replaced = next(line["value"] for line in new["head"] if line["label"] == "Ersätter")
    assert replaced.startswith("Version 1, beslutad den 20 november 2026")
    assert replaced.endswith(f"Varför: {why}")
    assert new["final"]["corrected_on"] == ON
    assert new["final"]["corrected_by"] == {"name": "Kim Exempel", "role": "enhetschef"}
    assert old["final"]["corrected_on"] is old["final"]["corrected_by"] is None
    heads = [line["value"] for line in new["head"] if line["label"] == "Rättad"]
    assert heads == ["Den 25 november 2026 av Kim Exempel, enhetschef."]
    assert "Rättad: Den 25\u00a0november\u00a02026 av Kim" in both["a-promemoria_v2.txt"].decode()
    sigrisk("memo", case, "--final", "--format", "md", "--out", out)
    assert "a-promemoria_v2.md" in held(out)
    sigrisk("memo", case, "--final", "--copy", "part", "--without-names", "--format", "txt", "--out", out)
    copied = held(out)["a-partskopia_v2.txt"].decode()
    assert "Rättad: Den 25" in copied and "Kim Exempel" not in copied


CORRECTIONS = {
    "no day": (("--corrected-by", BY), "dagen för rättelsen saknas"),
    "nobody": (("--corrected-on", ON), "det saknas vem som rättar"),
    "no such day": (("--corrected-on", "2026-02-30", "--corrected-by", BY), "”2026-02-30” är inget datum"),
    "a day before the decision": (("--corrected-on", "2026-11-19", "--corrected-by", BY), "före version 1"),
    "a name without a role": (("--corrected-on", ON, "--corrected-by", "Kim Exempel"), "är inte namn och funktion"),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_correction_needs_a_day_and_a_person(name: str, case: Path, tmp_path: Path) -> None:
    options, words = CORRECTIONS[name]
    judged(case)
    sigrisk("memo", case, "--final", "--out", tmp_path)
    listed = finals_beside(case).read_bytes()
    judged(case, communicated="Allt lämnades också till mamma.")
    why = ("--correction", "Mamma hade glömts bort.")
    told = sigrisk("memo", case, "--final", *why, *options, "--out", tmp_path, status=1).stderr
    assert told.count("SIG255") == 1 and words in told
    assert finals_beside(case).read_bytes() == listed
    told = sigrisk("memo", case, "--final", "--corrected-on", ON, "--out", tmp_path, status=1).stderr
    assert "skälet till rättelsen saknas" in told and "det saknas vem som rättar" in told


OTHER_WORDS = "Den unge har tackat nej, och gruppen kommer därför till något annat."
LATER = date(2026, 11, 24)
OTHER_DECISIONS: dict[
    str, tuple[dict[str, object], tuple[str, ...]]
] = {  # what v2 says otherwise, what is wrong with it, and what isn't
    "another position by the pen": ({"position": Position.OFFER}, ("”SIG erbjuds inte”", "skälen är desamma")),
    "another position the same day": (
        {"position": Position.OFFER, "reasons": OTHER_WORDS},
        ("”SIG erbjuds inte”", "efter den 2026-11-20"),
    ),
    "another position with the old reasons": ({"position": Position.OFFER, "date": LATER}, ("skälen är desamma",)),
    "decided after the correction": (
        {"position": Position.OFFER, "reasons": OTHER_WORDS, "date": date(2026, 11, 26)},
        ("senast den dag som rättelsen görs, 2026-11-25",),
    ),
    "decided before the first": (
        {"position": Position.OFFER, "reasons": OTHER_WORDS, "date": date(2026, 11, 19)},
        ("efter den 2026-11-20",),
    ),
    "another decision-maker": (
        {"decided_by": Named(name="Olle Påhittad", role="nämndens ordförande")},
        ("beslutsfattaren Ann Exempel",),
    ),
}


@pytest.mark.parametrize("name", OTHER_DECISIONS)
def test_a_correction_does_not_decide_otherwise_as_if_by_the_pen(name: str, case: Path, tmp_path: Path) -> None:
    parts, words = OTHER_DECISIONS[name]
    out = tmp_path / "ut"
    judged(case)
    sigrisk("memo", case, "--final", "--out", out)
    listed = finals_beside(case).read_bytes()
    judged(case, **parts)
    told = sigrisk("memo", case, "--final", "--correction", "Det blev fel förut.", *WHO, "--out", out, status=1)
    assert "SIG259" in told.stderr
    flat = " ".join(told.stderr.split())
    assert all(one in flat for one in words)
    assert not list(out.glob("*_v2*"))
    assert finals_beside(case).read_bytes() == listed


def test_a_new_decision_is_told_in_the_head_of_the_correction(case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("memo", case, "--final", "--format", "json", "--out", tmp_path)
    chair = Named(name="Olle Påhittad", role="nämndens ordförande")
    judged(case, position=Position.OFFER, reasons=OTHER_WORDS, date=LATER, decided_by=chair)
    order = ("memo", case, "--final", "--format", "json", "--out", tmp_path)
    sigrisk(*order, "--correction", "Den unge har tackat nej.", *WHO)
    head = json.loads(held(tmp_path)["a-promemoria_v2.json"])["head"]
    assert [line["value"] for line in head if line["label"] == "Ändrar"] == [
        "Ställningstagandet från ”SIG erbjuds inte” till ”SIG erbjuds”. "
        "Beslutsfattaren från Ann Exempel till Olle Påhittad."
    ]
    sigrisk(*order[:3], "--copy", "part", "--without-names", "--format", "json", "--out", tmp_path)
    assert "Påhittad" not in held(tmp_path)["a-partskopia_v2.json"].decode()
    assert "Ann Exempel" not in held(tmp_path)["a-partskopia_v2.json"].decode()


def test_a_name_spelt_otherwise_is_the_same_decision(case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("memo", case, "--final", "--out", tmp_path)
    judged(case, decided_by=Named(name="Anna Exempel", role="enhetschef"))
    sigrisk("memo", case, "--final", "--correction", "Namnet var felstavat.", *WHO, "--out", tmp_path)


def test_a_correction_is_not_made_before_the_one_it_corrects(case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("memo", case, "--final", "--out", tmp_path)
    for told, day, status in (("mamma", "2026-12-01", 0), ("pappa", "2026-11-30", 1), ("pappa", "2026-12-01", 0)):
        judged(case, communicated=f"Allt lämnades också till {told}.")
        why = ("--correction", "Någon hade glömts bort.", "--corrected-on", day, "--corrected-by", BY)
        sigrisk("memo", case, "--final", *why, "--out", tmp_path, status=status)
    assert [str(one.corrected_on) for one in validate(Finals, read(finals_beside(case))).versions] == [
        "None",
        "2026-12-01",
        "2026-12-01",
    ]


@pytest.mark.parametrize("reason", ["", "x", "se ovan", "fel"])
def test_a_correction_needs_a_reason(reason: str, case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("memo", case, "--final", "--out", tmp_path)
    judged(case, communicated="Allt lämnades också till mamma.")
    told = sigrisk("memo", case, "--final", "--correction", reason, *WHO, "--out", tmp_path, status=1).stderr
    assert "SIG255" in told
    assert "skriv i en mening" in told


def test_a_correction_of_nothing_is_refused(case: Path, tmp_path: Path) -> None:
    judged(case)
    why = ("--correction", "Något var alldeles fel.")
    assert "ingen färdig promemoria att rätta" in sigrisk("memo", case, "--final", *why, status=1).stderr
    sigrisk("memo", case, "--final", "--out", tmp_path)
    assert "inget är ändrat" in sigrisk("memo", case, "--final", *why, "--out", tmp_path, status=1).stderr
    assert "bara tillsammans med --final" in sigrisk("memo", case, *why, status=2).stderr


def test_a_file_that_the_list_does_not_know_is_not_written_over(case: Path, tmp_path: Path) -> None:
    judged(case)
    out = tmp_path / "ut"
    sigrisk("memo", case, "--final", "--out", out)
    finals_beside(case).unlink()
    before = held(out)
    assert "skrivs aldrig över" in sigrisk("memo", case, "--final", "--out", out, status=1).stderr
    assert held(out) == before
    assert not finals_beside(case).exists()


def test_a_memo_that_can_not_be_written_is_no_version(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(case)
    full = tmp_path / "full"
    real = final.write_all

    def write(out: Path, ready: dict[Path, bytes]) -> list[Path]:
        if out == full:
            raise BadInput([])
        return real(out, ready)

    monkeypatch.setattr(final, "write_all", write)
    with pytest.raises(BadInput):
        final.write_final(final.Order(case, ["txt"], full, False), CorrectionAsked(), None, None)
    assert not finals_beside(case).exists()


def test_a_version_that_was_listed_but_not_written_is_written_as_itself(case: Path, tmp_path: Path) -> None:
    """The computer stopped in between: nothing has to be corrected."""
    judged(case)
    sigrisk("memo", case, "--final", "--format", "txt", "--out", tmp_path / "ut")
    before = held(tmp_path / "ut")
    shutil.rmtree(tmp_path / "ut")
    sigrisk("memo", case, "--final", "--format", "txt", "--out", tmp_path / "ut")
    assert held(tmp_path / "ut") == before


def test_a_list_of_versions_that_someone_has_changed_is_refused(case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("memo", case, "--final", "--out", tmp_path)
    listed = finals_beside(case)
    assert sigrisk("validate", listed).stdout == "En fil utan fel.\n"
    listed.write_text(listed.read_text(encoding="utf-8").replace("version: 1", "version: 3"), encoding="utf-8")
    assert "numren 1, 2, 3" in sigrisk("memo", case, "--final", "--out", tmp_path, status=2).stderr


def test_assess_writes_what_people_have_written_too(case: Path, tmp_path: Path) -> None:
    judged(case)
    sigrisk("assess", case, "--format", "html", "--out", tmp_path / "a")
    sigrisk("memo", case, "--out", tmp_path / "b")
    assert held(tmp_path / "a") == held(tmp_path / "b")
    assert "Den unge behöver lugn" in (tmp_path / "a" / "a-promemoria.html").read_text(encoding="utf-8")


# -- asking in the terminal -------------------------------------------------------------------------------------------

HEAD = "Socialnämnden i Exempelstad\nSekretess enligt beslut\n"
FLAGS = "ja\n\nnej\nSkolan ser mer än så.\nja\nVi ser samma sak.\nja\n\n"
GROUP = "Stöd hemma är bäst nu.\n1\nDen unge vill själv.\nReglerna ser inte allt.\nSam Exempel, samordnare\n"
WEIGHED = "Öppenvård\nDet räcker inte ensamt.\nKontaktperson\nDet tar för lång tid.\n\n"
DECIDED = "2\n1\nAnn Exempel, enhetschef\nBo Exempel, socialsekreterare\nEva Exempel, polis\n\n"
YOUNG = "Vi vill att du får lugn.\nTorsdag klockan tre\nSam Exempel, växeln\n"
ENDS = "ingen\n2026-11-20\n2027-02-20\nAllt är lämnat till den unge.\n" + YOUNG


def test_every_question_answered_makes_a_whole_judgement(case: Path, tmp_path: Path) -> None:
    told = sigrisk("judge", case, answers=HEAD + FLAGS + GROUP + WEIGHED + DECIDED + ENDS).stdout
    assert "Inget saknas." in told
    assert "Flaggan ”Högst en stark riskfaktor” gäller. Högst en riskfaktor finns i hög grad" in told
    found = said(case)
    assert [one.what for one in found.alternatives] == ["Öppenvård", "Kontaktperson"]
    assert (found.position, found.nobody_dissented) == (Position.OFFER, True)
    sigrisk("memo", case, "--final", "--out", tmp_path / "ut")
    assert "Inget saknas." in sigrisk("judge", case).stdout


def test_what_is_left_for_later_is_asked_the_next_time(case: Path) -> None:
    first = sigrisk("judge", case, answers="senare\nSekretess enligt beslut\nvet inte\n\navsluta\n").stdout
    assert "Nämnd eller förvaltning saknas." in first
    assert said(case).secrecy == "Sekretess enligt beslut"
    assert {answer.agrees for answer in said(case).flags.values()} == {None}
    rest = "Socialnämnden\n" + FLAGS + GROUP + WEIGHED + DECIDED + ENDS
    second = sigrisk("judge", case, answers="\n" + rest).stdout
    assert second.count("Hur ska handlingen märkas") == 1  # in the list of what can be changed, and not asked
    assert "Inget saknas." in second


def test_nothing_is_written_before_the_first_answer(case: Path) -> None:
    assert "Inget är sparat." in sigrisk("judge", case, answers="senare\navsluta\n").stdout
    assert not beside(case).exists()


@pytest.mark.parametrize("end", ["", "tillbaka\n"])
def test_the_end_of_input_loses_nothing(end: str, case: Path) -> None:
    told = sigrisk("judge", case, answers=HEAD + "ja\n" + end).stdout
    assert "Svaren finns i" in told
    assert said(case).secrecy == "Sekretess enligt beslut"
    assert said(case).flags["limited_crime_low_risk"].agrees is True


def test_interrupted_in_a_real_process_nothing_is_lost(case: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    command = [sys.executable, "-c", "from sigrisk.cli import main; main()", "judge", str(case)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as run:
        assert run.stdin is not None
        run.stdin.write("Socialnämnden i Åmål\n".encode())
        run.stdin.flush()
        until = time.monotonic() + 60
        while not beside(case).exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)  # until the next question waits
        run.send_signal(signal.SIGINT)
        told, wrong = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Traceback" not in wrong
    assert "Svaren finns i" in told.decode()
    assert said(case).authority == "Socialnämnden i Åmål"


def test_back_asks_the_question_before_with_what_it_says_now(case: Path) -> None:
    told = sigrisk("judge", case, answers="tillbaka\nNämnden\ntillbaka\nSocialnämnden\navsluta\n").stdout
    assert "Det finns ingen tidigare fråga den här gången." in told
    assert "Nu står det ”Nämnden”." in told
    assert said(case).authority == "Socialnämnden"


def test_back_from_a_list_takes_the_last_one_away(case: Path) -> None:
    judged(case, alternatives=())
    sigrisk("judge", case, answers="\nÖppenvärd\ntillbaka\nÖppenvård\nDet räcker inte ensamt.\n\n")
    assert [one.what for one in said(case).alternatives] == ["Öppenvård"]


def test_the_list_of_answers_puts_a_colon_where_there_is_no_question_mark(case: Path) -> None:
    """Two quotes side by side read as one."""
    judged(case, reasons=f"{OTHER_WORDS} Ett till.")
    told = sigrisk("judge", case, answers="\n").stdout
    assert "” ”" not in told
    assert re.search(r"Varför gruppen svarar så om flaggan\s”[^”]+”:\s”", told)
    assert re.search(r"Vem beslutar\?\s”Ann Exempel", told)


def number(case: Path, heading: str) -> str:
    """The number of an answer in the list that a later sitting begins with."""
    told = sigrisk("judge", case, answers="\navsluta\n").stdout
    found = re.search(rf"^(\d+)\. {re.escape(heading)}", told, re.MULTILINE)
    assert found is not None, told
    return found[1]


def test_a_later_sitting_lets_people_change_an_answer_and_keeps_the_others(case: Path, tmp_path: Path) -> None:
    judged(case)
    before = said(case)
    one = number(case, "Vilken nämnd eller förvaltning gäller det?")
    told = sigrisk("judge", case, answers=f"99\n{one}\nSocialnämnden i Åmål\n\n").stdout
    assert "Nu står det ”Socialnämnden i Exempelstad”." in told
    assert "Inget saknas." in told
    assert said(case) == before.model_copy(update={"authority": "Socialnämnden i Åmål"})
    sigrisk("memo", case, "--final", "--out", tmp_path / "ut")


def test_enter_keeps_every_answer_as_it_is(case: Path) -> None:
    judged(case)
    before = beside(case).read_bytes()
    told = sigrisk("judge", case, answers="\n").stdout
    listed = len(re.findall(r"^\d+\. ", told, re.MULTILINE))
    for n in range(1, listed + 1):
        assert "Inget saknas." in sigrisk("judge", case, answers=f"{n}\n\n\n").stdout
    assert beside(case).read_bytes() == before
    assert listed > 25
    assert "Inget saknas." in sigrisk("judge", case).stdout  # the input ends at once, and nothing is left to do


def test_a_changed_answer_asks_for_what_follows_from_it(case: Path) -> None:
    """Another stand: its reasons are looked at again, and a reason for departing is asked for, before anything else."""
    judged(case, departs_because="", contact="")
    one = number(case, "Vilket är gruppens ställningstagande?")
    answers = f"{one}\n1\nDen unge vill själv.\nReglerna ser inte allt.\n\nSam Exempel, växeln\n"
    told = sigrisk("judge", case, answers=answers).stdout
    assert "Nu står det ”Gruppen har vägt skälen mot varandra.”" in told
    assert told.index("Varför kommer gruppen till") < told.index("Vem kan den unge ringa?")
    found = said(case)
    assert (found.position, found.reasons) == (Position.OFFER, "Den unge vill själv.")
    assert (found.departs_because, found.contact) == ("Reglerna ser inte allt.", "Sam Exempel, växeln")


def test_a_flag_answered_otherwise_asks_for_its_reasons_again(case: Path) -> None:
    judged(case)
    flag = next(iter(said(case).flags))
    one = number(case, "Instämmer gruppen i flaggan")
    sigrisk("judge", case, answers=f"{one}\nja\nNu ser vi det så.\n\n")
    assert (said(case).flags[flag].agrees, said(case).flags[flag].reasons) == (True, "Nu ser vi det så.")


LISTS = {
    "alternatives": "Vilket är alternativet?",
    "took_part": "Vem är det som har medverkat?",
    "dissent": "Vem har en avvikande mening?",
}


@pytest.mark.parametrize("part", LISTS)
def test_one_of_a_list_is_taken_away_or_brought_back(part: str, case: Path) -> None:
    judged(case)
    before = beside(case).read_bytes()
    one = number(case, LISTS[part])
    told = sigrisk("judge", case, answers=f"{one}\nta bort\ntillbaka\n\n\n").stdout
    assert beside(case).read_bytes() == before, told
    sigrisk("judge", case, answers=f"{one}\nta bort\navsluta\n")
    assert getattr(said(case), part) == ()


def test_one_more_is_added_in_a_later_sitting(case: Path) -> None:
    judged(case)
    one = number(case, "Har gruppen övervägt något mer?")
    sigrisk("judge", case, answers=f"{one}\nKontaktperson\nDet tar för lång tid.\n\n\n")
    assert [(a.what, a.reasons) for a in said(case).alternatives][1:] == [("Kontaktperson", "Det tar för lång tid.")]


def test_two_sittings_at_once_write_nothing_over(case: Path) -> None:
    """The one that has read an older file is refused, and what the other wrote stands."""
    judged(case, authority="", secrecy="")
    one = sitting.Sitting.begin(case, None, None)
    two = sitting.Sitting.begin(case, None, None)
    for each in (one, two):
        each.reviewing = False
    asked = one.next()
    assert asked is not None
    one.take(asked, "Socialnämnden i Åmål")
    written = beside(case).read_bytes()
    asked = two.next()
    assert asked is not None
    with pytest.raises(sitting.Changed, match="SIG257"):
        two.take(asked, "Nämnden")
    assert beside(case).read_bytes() == written
    assert two.judgement.authority == "" and not two.asked
    asked = one.next()
    assert asked is not None
    one.take(asked, "Sekretess enligt beslut")  # whoever wrote last goes on
    assert said(case).authority == "Socialnämnden i Åmål"


@pytest.mark.parametrize("other", ["", "sigrisk_judgement: 1\n", None])
def test_a_file_that_changes_under_way_is_told_with_its_code(
    other: str | None, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(case, authority="")
    real = sitting.judgement_text

    def meanwhile(*given: object) -> str:
        beside(case).unlink() if other is None else beside(case).write_text(other, encoding="utf-8")
        return str(real(*given))  # type: ignore[arg-type]

    monkeypatch.setattr(sitting, "judgement_text", meanwhile)
    refused = sigrisk("judge", case, answers="\nNämnden\n", status=1)
    assert "SIG257" in refused.stderr and "Inget är skrivet" not in refused.stderr
    assert (beside(case).read_text(encoding="utf-8") if other is not None else None) == other


STATUSES = {
    "all answered": ("", "\n", 0),
    "stopped in order": ("authority", "\navsluta\n", 0),
    "left for later": ("authority", "\nsenare\n", 0),
    "the input ends": ("authority", "\n", 0),
}


@pytest.mark.parametrize("name", STATUSES)
def test_what_judge_ends_with(name: str, case: Path) -> None:
    """Every answer is saved at once, so wherever the answers end is a good end; see docs/felkoder.md."""
    part, answers, status = STATUSES[name]
    judged(case, **({part: ""} if part else {}))
    sigrisk("judge", case, answers=answers, status=status)


UNFIT = {
    "flags": "kanske\n",
    "position": "5\n",
    "reasons": "se ovan\n",
    "decided_by": "Ann\n",
    "date": "2026-11-01\n2026-02-30\nigår\n",
    "follow_up": "2026-11-19\n",
    "legal_ground": "99\n",
    "alternatives": "inget för det räcker ändå\n",
    "communicated": "-\n",
}


@pytest.mark.parametrize("part", UNFIT)
def test_an_answer_that_can_not_be_used_is_not_kept(part: str, case: Path) -> None:
    assessment, _ = assess_file(case, None, None)
    judged(case, **{part: getattr(blank(assessment), part)})
    before = beside(case).read_bytes()
    told = sigrisk("judge", case, answers="\n" + UNFIT[part] + "avsluta\n").stdout
    assert told.count("> ") == UNFIT[part].count("\n") + 2
    assert beside(case).read_bytes() == before


def test_no_alternative_with_a_reason_is_kept_where_sig_is_offered(case: Path) -> None:
    judged(case, position=Position.OFFER, alternatives=())
    sigrisk("judge", case, answers="\ninget, för det finns inget annat\n")
    assert said(case).no_alternatives_because == "för det finns inget annat"


def test_an_answer_to_a_flag_that_is_gone_is_taken_away_when_asked(case: Path) -> None:
    assessment, _ = assess_file(case, None, None)
    flags = whole(assessment).flags
    judged(case, flags={**flags, "no_secure_point": next(iter(flags.values()))})
    assert "Ska svaret på den tas bort?" in sigrisk("judge", case, answers="\nja\n").stdout
    assert said(case).flags == flags


def test_only_grounds_that_fit_the_form_are_offered_and_taken(case: Path) -> None:
    judged(case, legal_ground="sol-bistand")  # the form is cooperation
    before = beside(case).read_bytes()
    refused = sigrisk("memo", case, "--final", status=1).stderr
    assert "SIG256" in refused and "skriv sol-samverkan" in refused
    told = sigrisk("judge", case, answers="\n2\nsol-bistand\navsluta\n").stdout
    assert "1: socialtjänstlagen (2025:400)." in told and "2: " not in told
    assert "passar inte när SIG ges som samverkansform" in told
    assert beside(case).read_bytes() == before
    assert "Inget saknas." in sigrisk("judge", case, answers="\n1\n").stdout
    assert said(case).legal_ground == "sol-samverkan"


def test_a_dissenting_name_and_what_the_person_says_are_asked_for_apart(case: Path) -> None:
    judged(case, dissent=())
    before = beside(case).read_bytes()
    told = sigrisk("judge", case, answers="\nEva Exempel: Det vore bättre att vänta.\navsluta\n").stdout
    assert "Skriv bara namnet; vad personen anser är nästa fråga." in told
    assert beside(case).read_bytes() == before
    told = sigrisk("judge", case, answers="\nEva Exempel\nDet vore bättre att vänta.\n\n").stdout
    assert "Vad anser Eva Exempel?" in told
    assert [(one.name, one.says) for one in said(case).dissent] == [("Eva Exempel", "Det vore bättre att vänta.")]


def test_a_name_with_more_than_a_name_in_the_file_is_told(case: Path) -> None:
    judged(case)
    text = (
        beside(case)
        .read_text(encoding="utf-8")
        .replace('- name: "Eva Exempel"\n    says', '- name: "Eva: Nej"\n    says')
    )
    beside(case).write_text(text, encoding="utf-8")
    told = sigrisk("judge", case, status=2).stderr
    assert "SIG258: ”Eva: Nej” är mer än ett namn" in told
    assert "”says” i filen" in told


def test_nothing_communicated_asks_why(case: Path) -> None:
    judged(case, communicated="")
    told = sigrisk("judge", case, answers="\ninget\ninget alls har kommunicerats\navsluta\n").stdout
    assert told.count("Skriv inget, och sedan varför") == 2
    assert said(case).communicated == said(case).nothing_communicated_because == ""
    sigrisk("judge", case, answers="\ninget, den unge är på rymmen\n")
    assert said(case).nothing_communicated_because == "Den unge är på rymmen"
    judged(case, communicated="Inget alls har kommunicerats.")
    told = sigrisk("memo", case, "--final", status=1).stderr
    assert "inget har kommunicerats, och skälen till det saknas" in told


def test_no_line_of_the_interview_ends_twice(case: Path) -> None:
    """Sentences that are put together with a full stop may have one already."""
    judged(case, position=Position.OFFER, departs_because="", reasons="", communicated="")
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("label: Robin", "label: Kim"), encoding="utf-8")
    told = sigrisk("judge", case, answers="\nsenare\nVi ser det så.\ntillbaka\n\nse ovan\navsluta\n").stdout
    assert "Regelverkets utfall är" in told and "Nu står det" in told
    assert not re.search(r"\.”?\.(?!\.)|[!?]\.", told), told


def test_a_template_is_empty_and_never_written_over(case: Path) -> None:
    assert "Inget är ifyllt." in sigrisk("judge", case, "--template").stdout
    assert sigrisk("validate", beside(case)).stdout == "En fil utan fel.\n"
    before = beside(case).read_bytes()
    assert "SIG032" in sigrisk("judge", case, "--template", status=2).stderr
    assert beside(case).read_bytes() == before


@pytest.mark.parametrize("content", ["", "# inget\n", "- ett\n", "anteckning: ett\n"])
def test_a_judgement_file_that_holds_none_gets_advice_that_fits(content: str, case: Path) -> None:
    beside(case).write_text(content, encoding="utf-8")
    for command in (("judge", case), ("memo", case, "--final"), ("validate", beside(case))):
        told = sigrisk(*command, status=2).stderr
        assert "ta bort filen och skriv ”sigrisk judge”" in told
        assert "sigrisk new" not in told and "ett ärende börjar" not in told
    beside(case).unlink()  # as it says
    sigrisk("judge", case, answers="Nämnden\navsluta\n")


@pytest.mark.parametrize("content", ["", "# inget\n", "- ett\n", "anteckning: ett\n", "sigrisk_finals: 1\n"])
def test_a_list_of_finals_that_is_none_gets_advice_that_fits(content: str, case: Path, tmp_path: Path) -> None:
    judged(case)
    finals_beside(case).write_text(content, encoding="utf-8")
    told = sigrisk("memo", case, "--final", "--out", tmp_path, status=2).stderr
    assert "hämta tillbaka den ur en säkerhetskopia" in told
    assert "sigrisk new" not in told and "lägg till nyckeln" not in told
    assert finals_beside(case).read_text(encoding="utf-8") == content


def test_a_bad_judgement_is_told_and_nothing_is_asked_or_written(case: Path, tmp_path: Path) -> None:
    judged(case)
    text = beside(case).read_text(encoding="utf-8").replace("position: no_offer", "position: kanske")
    beside(case).write_text(text, encoding="utf-8")
    for command in (("judge", case), ("memo", case, "--out", tmp_path / "ut"), ("memo", case, "--final")):
        assert "SIG023" in sigrisk(*command, status=2).stderr
    assert beside(case).read_text(encoding="utf-8") == text
    assert not (tmp_path / "ut").exists()


def test_an_answer_that_can_not_be_saved_is_told(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> list[Path]:
        raise BadInput([])

    monkeypatch.setattr(sitting, "write_all", full)
    sigrisk("judge", case, answers="Nämnden\n", status=2)
    assert not beside(case).exists()
