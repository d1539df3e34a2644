"""The young person's sheet: what it builds on, who has told, what others may read, and what people write in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sigrisk.adult import of_age
from sigrisk.assess import Assessment
from sigrisk.case import Source, SourceType
from sigrisk.cli import main
from sigrisk.judgement import Judgement, Position
from sigrisk.judgementfile import beside
from sigrisk.judgementtext import judgement_text
from sigrisk.lacks import departure, lacking
from sigrisk.memo.copies import copy_of
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Memo, Section
from sigrisk.memo.readability import measure, running_text
from sigrisk.memo.reader import Copy
from sigrisk.memo.young import NEXT, OWN_WORDS
from sigrisk.memo.youngwhy import MOST_KNOWN, MOST_UNKNOWN, sentence_of
from sigrisk.possible import Verdict
from sigrisk.workflow import assess_file
from tests.judgements import whole
from tests.memos import SCENARIOS
from tests.test_young import _assessment, _packs

WHY, RESULT = "Vad bygger det på?", "Vad har vi kommit fram till?"
FILE = _packs().young.file


def scenario(number: str) -> Path:
    return next(p for p in SCENARIOS if p.name.startswith(f"{number}_"))


@cache
def page(path: Path, position: Position | None = None, copy: Copy = Copy.YOUNG) -> Memo:
    assessment, packs = _assessment(path), _packs()
    judged = None if position is None else Judged(whole(assessment, position), packs.laws)
    return copy_of(assessment, "VERSION", packs.young, copy, judged)


def part(memo: Memo, title: str) -> list[str]:
    return running_text(next(one for one in memo.sections if one.title == title))


def appendix(path: Path, position: Position | None = None) -> list[str]:
    last: Section = page(path, position, Copy.FULL).sections[-1]
    return running_text(last)


# -- what it builds on ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["02", "06", "29"])
def test_where_the_rules_dont_lead_there_the_groups_own_words_stand_first(number: str) -> None:
    """A departing position, an unsettled case and one to weigh."""
    own = whole(_assessment(scenario(number)), Position.OFFER).to_young
    memo = page(scenario(number), Position.OFFER)
    told = part(memo, WHY)
    assert told[0] == f"{FILE.group_says} {own}"
    assert told[2] == FILE.rules_say
    assert not any(own in one for one in part(memo, RESULT))


def test_where_the_rules_lead_there_the_own_words_stand_with_the_result() -> None:
    memo = page(scenario("01"), Position.OFFER)
    own = whole(_assessment(scenario("01")), Position.OFFER).to_young
    assert own in part(memo, RESULT)
    assert FILE.rules_say not in part(memo, WHY)


def test_what_a_rule_has_come_to_is_never_told_as_what_we_think() -> None:
    """The group may think otherwise: "vi" is the group. What nobody knows isn't known by the group either."""
    for one in _packs().young.verdicts.values():
        for told in (one.met, one.not_met):
            assert not re.search(r"\b[Vv]i (tror|ser|vet|har)\b", told), told


@pytest.mark.parametrize("number", ["06", "104"])
def test_what_is_known_stands_before_what_isnt(number: str) -> None:
    for told in (part(page(scenario(number)), WHY), appendix(scenario(number))):
        assert told.index(FILE.speaks_for) < told.index(FILE.not_known)
        known = told[told.index(FILE.speaks_for) + 1 : told.index(FILE.not_known)]
        assert any("Du " in one or "Det finns" in one for one in known)


def test_an_undecided_case_tells_what_is_known_of_crime_and_company() -> None:
    told = appendix(scenario("06"), Position.OFFER)
    known = told[told.index(FILE.speaks_for) : told.index(FILE.against)]
    assert len(known) == 1 + MOST_KNOWN
    assert "Du har anmälts flera gånger under ett år." in known or "Du är med folk som bryter mot lagen." in known


@pytest.mark.parametrize("number", ["29", "30"])
def test_for_and_against_are_kept_apart(number: str) -> None:
    told = appendix(scenario(number), Position.OFFER)
    assert told.index(FILE.speaks_for) < told.index(FILE.against)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
@pytest.mark.parametrize("copy", [Copy.FULL, Copy.YOUNG])
def test_each_reason_stands_on_its_own_side_and_few_of_each(path: Path, copy: Copy) -> None:
    assessment, texts = _assessment(path), _packs().young
    told = appendix(path) if copy is Copy.FULL else part(page(path), WHY)
    open_ones = {
        sentence_of(assessment, one, texts) for one, r in assessment.results.items() if r.verdict is Verdict.OPEN
    }
    lead, counts = "", dict[str, int]()
    for one in told:
        if one in (FILE.neutral, FILE.speaks_for, FILE.against, FILE.not_known):
            lead = one
        elif lead and one and any(one == sentence_of(assessment, rule, texts) for rule in assessment.results):
            counts[lead] = counts.get(lead, 0) + 1
            assert (lead == FILE.not_known) == (one in open_ones), one
    assert all(n <= (MOST_UNKNOWN if lead == FILE.not_known else MOST_KNOWN) for lead, n in counts.items())


@pytest.mark.parametrize("position", list(Position))
@pytest.mark.parametrize("path", SCENARIOS[1::3], ids=lambda p: p.stem)
def test_every_part_stays_easy_when_the_group_has_decided(path: Path, position: Position) -> None:
    for section in page(path, position).sections:
        if section.title != OWN_WORDS:
            lix = measure(running_text(section)).lix
            assert lix is not None and lix < 30, section.title


def test_the_decided_pages_with_the_most_words_have_room_on_one_sheet() -> None:
    documents = pytest.importorskip("sigrisk.memo.pdf")
    made = [page(path, one) for path in SCENARIOS for one in (Position.OFFER, Position.AWAIT)]
    made.sort(key=lambda memo: sum(len(text) for section in memo.sections for text in running_text(section)))
    assert [documents.page_count(one, _packs().roots) for one in made[-4:]] == [1] * 4


# -- who has told -----------------------------------------------------------------------------------------------------


def test_the_group_itself_isnt_someone_who_has_told() -> None:
    for path in SCENARIOS:
        who = next(
            one for one in part(page(path), WHY) if one.startswith(("Vi har fått", "Vi har läst", "Vi har inte"))
        )
        assert "känner dig" not in who and "grupp" not in who.lower(), path.stem


def test_other_sources_stand_by_their_own_names() -> None:
    assessment = _assessment(scenario("02"))
    others = {
        "moster": Source.model_construct(name="Samtal med moster", type=SourceType.OTHER),
        "papper": Source.model_construct(name="Frivårdens yttrande", type=SourceType.OTHER),
        "gruppen": Source.model_construct(name="Beredningsgruppen", type=SourceType.OTHER),
    }
    case = assessment.case.model_copy(update={"sources": {**assessment.case.sources, **others}})
    told = part(copy_of(replace(assessment, case=case), "V", _packs().young, Copy.YOUNG), WHY)
    assert told[0].endswith(" och moster. Vi har också läst det här: Frivårdens yttrande.")


def test_who_is_quoted_is_among_those_who_have_told() -> None:
    who = part(page(scenario("08")), WHY)[0]
    assert re.search(r"\bdig\b", who.replace("hand om dig", ""))


# -- a closed operation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("position", [Position.AWAIT, Position.OFFER])
def test_a_closed_operation_promises_nothing_and_a_position_that_does_needs_reasons(position: Position) -> None:
    assessment = _assessment(scenario("22"))
    judgement = whole(assessment, position).model_copy(update={"departs_because": ""})
    assert departure(judgement, assessment).startswith("Verksamheten är stängd")
    assert "departs_because" in {lack.key for lack in lacking(judgement, assessment)}
    memo = page(scenario("22"), position)
    assert part(memo, RESULT)[0] == FILE.closed.says
    said = " ".join(text for section in memo.sections for text in running_text(section))
    for promise in ("vänta med SIG", "frågar igen", "får frågan", "få frågan", "igen den"):
        assert promise not in said
    assert FILE.closed.again in " ".join(part(memo, NEXT))


# -- what others at home may read -------------------------------------------------------------------------------------


def _private(assessment: Assessment) -> set[str]:
    texts = _packs().young
    rules = (rule for rule, one in texts.verdicts.items() if one.private and rule in assessment.results)
    return {told for rule in rules if (told := sentence_of(assessment, rule, texts))}


@pytest.mark.parametrize("position", [None, Position.OFFER_FIRST])
def test_the_sheet_has_no_private_sentence_and_appendix_c_has_them(position: Position | None) -> None:
    in_appendix = left_out = 0
    for path in SCENARIOS:
        private = _private(_assessment(path))
        said = [text for section in page(path, position).sections for text in running_text(section)]
        assert not private & {*said}, path.stem
        assert not any("hotad" in one or "trygg" in one for one in said if "Så här skrev" not in one), path.stem
        kept = appendix(path, position)
        in_appendix += bool(private & {*kept})
        left_out += any(FILE.left_out in one for one in said)
        assert not any(FILE.left_out in one for one in kept), path.stem
        if private & {*kept}:
            assert any(FILE.left_out in one for one in said), path.stem
    assert in_appendix and left_out < len(SCENARIOS), "it is said only where something is left out"


@pytest.mark.parametrize(
    "rule",
    [
        "leaver_threatened",
        "guardian_refuses",
        "one_guardian_against",
        "heavy_trauma",
        "criminal_behaviour",
        "convicted_or_suspected_if_younger",
        "own_sexual_abuse",
        "protection_needed",
        "substances_heavy_for_model",
    ],
)
def test_threats_faults_and_illness_are_private(rule: str) -> None:
    assert _packs().young.verdicts[rule].private


def test_verdicts_that_are_alike_are_private_alike() -> None:
    texts = _packs().young
    for group in texts.file.alike:
        assert len({texts.verdicts[one.id].private for one in group}) == 1, group


# -- of age, and the outcome's own reason -----------------------------------------------------------------------------


def test_someone_of_age_has_no_guardian_and_is_no_child() -> None:
    adults = [path for path in SCENARIOS if of_age(_assessment(path))]
    assert len(adults) > 10
    for path in adults:
        for text in (*(t for s in page(path).sections for t in running_text(s)), *appendix(path)):
            if "Så här skrev" not in text and not text.startswith("Vi har fått veta"):
                assert not re.search(r"\bbarn|vårdnad|hand om dig|förälder|föräldra|som måste säga ja", text), text
            assert "hand om dig" not in text


def test_something_less_is_told_without_a_reason_that_may_be_another() -> None:
    """David is outside by work and home alone, with ties to a network."""
    said = part(page(scenario("70")), RESULT)
    assert any("något annat än SIG" in one for one in said)
    assert not any("brott" in one for one in said)


# -- what people write in it ------------------------------------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    return Path(shutil.copy(scenario("02"), tmp_path / "a.yaml"))


def judged(case: Path, **parts: object) -> Judgement:
    assessment, packs = assess_file(case, None, None)
    judgement = whole(assessment).model_copy(update=parts)
    beside(case).write_text(judgement_text(judgement, assessment, packs.laws), encoding="utf-8")
    return judgement


def sigrisk(*arguments: object, answers: str = "") -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=answers)
    assert result.exit_code == 0, result.output
    return result


JARGON = "Målgruppstillhörigheten bedöms otillräcklig utifrån riskfaktorernas sammantagna omfattning."
LONG = "Vi vill att du får lugn nu. " * 90


@pytest.mark.parametrize("more", [("--copy", "ung"), (), ("--final",)])
def test_hard_words_to_the_young_person_are_told(case: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    judged(case, to_young=JARGON)
    told = sigrisk("memo", case, *more, "--out", tmp_path / "ut").stderr
    line = next(n for n, one in enumerate(beside(case).read_text().splitlines(), 1) if one.startswith("to_young:"))
    assert f"{beside(case)}:{line}:" in told and "varning SIG268" in told and "LIX" in told and "to_young" in told


@pytest.mark.parametrize("more", [("--copy", "ung"), ("--final",)])
def test_a_sheet_of_two_pages_is_told(case: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    pytest.importorskip("typst")
    judged(case, to_young=LONG)
    told = sigrisk("memo", case, *more, "--out", tmp_path / "ut").stderr
    assert "varning SIG268" in told and "2 sidor" in told and "to_young" in told


def test_nothing_is_told_of_a_sheet_that_is_short_and_easy(case: Path, tmp_path: Path) -> None:
    judged(case)
    for more in (("--copy", "ung"), ("--final",)):
        assert "SIG268" not in sigrisk("memo", case, *more, "--out", tmp_path / "ut").stderr
    assert "SIG268" not in sigrisk("memo", case, "--copy", "part", "--out", tmp_path / "ut").stderr


def test_judge_tells_of_hard_words(case: Path) -> None:
    judged(case, to_young=JARGON)
    assert "svåra att läsa" in sigrisk("judge", case, answers="\n").output
    judged(case)
    assert "svåra att läsa" not in sigrisk("judge", case, answers="\n").output


def test_the_command_warns_that_others_may_read_the_sheet(case: Path, tmp_path: Path) -> None:
    assert "andra hemma kan läsa" in sigrisk("memo", case, "--copy", "ung", "--out", tmp_path / "ut").stdout
    assert "andra hemma" not in sigrisk("memo", case, "--copy", "hel", "--out", tmp_path / "ut").output


def test_a_corrected_sheet_says_that_it_takes_the_place_of_the_one_before(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    judged(case)
    sigrisk("memo", case, "--final", "--out", out)
    sigrisk("memo", case, "--final", "--copy", "ung", "--format", "txt", "--out", out)
    judged(case, to_young="Vi har tänkt om. Säg till oss vad du vill.")
    by = ("--corrected-on", "2026-11-25", "--corrected-by", "Kim Exempel, enhetschef")
    sigrisk("memo", case, "--final", "--correction", "Orden till den unge blev fel", *by, "--out", out)
    sigrisk("memo", case, "--final", "--copy", "ung", "--format", "txt", "--out", out)
    first, second = (" ".join((out / f"a-till-den-unge_v{n}.txt").read_text().split()) for n in (1, 2))
    assert FILE.replaces not in first and "Rättat" not in first
    assert FILE.replaces in second and "Rättat: 25 november 2026" in second.replace("\u00a0", " ")
    assert second.index(FILE.replaces) < second.index("Vad är SIG?")
