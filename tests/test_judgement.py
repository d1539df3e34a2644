"""No final memo without people: what a judgement lacks, what departs from the rules, and that nothing is prefilled."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sigrisk.adult import of_age
from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.diagnostics import BadInput
from sigrisk.judgement import OFFERS, Considered, Dissent, FlagAnswer, Found, Judgement, Named, Position, blank, clashes
from sigrisk.judgementfile import beside, judgement_beside, judgement_findings
from sigrisk.judgementtext import judgement_text
from sigrisk.judging import questions
from sigrisk.lacks import LEGAL_FORMS, departure, flags_to_answer, lacking
from sigrisk.law import LawBook
from sigrisk.lawlacks import all_lacks
from sigrisk.memo import blanks
from sigrisk.memo.build import build
from sigrisk.memo.data import memo_json
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Blank, Memo, Paragraph, Reasoned, Section
from sigrisk.memo.text import plain_text
from sigrisk.memo.typography import unbound
from sigrisk.models import validate
from sigrisk.ownwords import own_words, says_nothing_was
from sigrisk.packs import Packs
from sigrisk.rulebook import LegalForm, OutcomeId
from sigrisk.show import schema_of
from sigrisk.since import changed_since
from sigrisk.yamlfile import parse
from tests.judgements import FITTING, REASONS, whole
from tests.memos import SCENARIOS

TOO_LIGHT = next(p for p in SCENARIOS if p.stem.startswith("02"))


def assessed(path: Path, packs: Packs, profile: str | None = None) -> Assessment:
    case, _ = load_case(path, packs)
    return assess(case, packs.book(profile_id(case, profile)), packs.instruments, lambda *_: "REGELKÖRNING")


@pytest.fixture(scope="module")
def too_light(packs: Packs) -> Assessment:
    return assessed(TOO_LIGHT, packs)


def keys(judgement: Judgement, assessment: Assessment) -> set[str]:
    return {lack.key for lack in lacking(judgement, assessment)}


def but(judgement: Judgement, **parts: object) -> Judgement:
    return judgement.model_copy(update=parts)


# -- what a final memo needs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCENARIOS[::7], ids=lambda p: p.stem)
def test_a_whole_judgement_lacks_nothing_that_people_write_in_it(path: Path, packs: Packs) -> None:
    assessment = assessed(path, packs)
    assert [lack for lack in lacking(whole(assessment), assessment) if not lack.in_case] == []


NOTHING: dict[str, object] = {
    "authority": "",
    "secrecy": "-",
    "childs_best": "",
    "alternatives": (),
    "position": None,
    "reasons": "",
    "written_by": Named(),
    "legal_form": None,
    "legal_ground": None,
    "decided_by": Named(),
    "presented_by": Named(),
    "took_part": (),
    "dissent": (),
    "date": None,
    "follow_up": None,
    "communicated": "",
    "to_young": "",
    "next_meeting": "",
    "contact": "",
}


@given(st.data())
def test_each_answer_taken_away_is_named_and_no_other(too_light: Assessment, data: st.DataObject) -> None:
    """Whatever is missing, all of it is told, and nothing else."""
    assessment = too_light
    judgement = whole(assessment)
    gone = data.draw(st.sets(st.sampled_from(sorted(NOTHING))))
    flags = data.draw(st.sets(st.sampled_from(sorted(judgement.flags))))
    left = {flag: answer for flag, answer in judgement.flags.items() if flag not in flags}
    judgement = but(judgement, flags=left, departs_because=REASONS, **{key: NOTHING[key] for key in gone})
    assert keys(judgement, assessment) == gone | {f"flags.{flag}.agrees" for flag in flags}


PARTLY: dict[str, tuple[dict[str, object], str]] = {
    "a placeholder for the child's best": ({"childs_best": "se ovan"}, "childs_best"),
    "a reason that is a sign": ({"reasons": "-"}, "reasons"),
    "a reason that is a letter": ({"reasons": "x x x"}, "reasons"),
    "a reference for a reason": ({"reasons": "Se skälen ovan."}, "reasons"),
    "a decision-maker without a role": ({"decided_by": Named(name="Ann Exempel")}, "decided_by.role"),
    "a presenter without a name": ({"presented_by": Named(role="socialsekreterare")}, "presented_by.name"),
    "a name that is a letter": ({"written_by": Named(name="x", role="samordnare")}, "written_by.name"),
    "someone without a role": ({"took_part": (Named(name="Eva Exempel"),)}, "took_part.0"),
    "a dissent that says nothing": ({"dissent": (Dissent(name="Eva Exempel"),)}, "dissent.0.says"),
    "an alternative without reasons": ({"alternatives": (Considered(what="BUP"),)}, "alternatives.0.reasons"),
    "no alternative where SIG isn't offered": (
        {"alternatives": (), "no_alternatives_because": "Det fanns inget annat."},
        "alternatives",
    ),
    "nothing communicated, without why": ({"communicated": "Inget alls har kommunicerats."}, "communicated"),
    "nothing communicated, for a reason that says the same": (
        {"communicated": "", "nothing_communicated_because": "Inget har kommunicerats ännu."},
        "communicated",
    ),
    "a departure without reasons": ({"position": Position.OFFER, "departs_because": "vet ej"}, "departs_because"),
}


@pytest.mark.parametrize("name", PARTLY)
def test_a_part_that_says_too_little_is_missing(name: str, too_light: Assessment) -> None:
    parts, key = PARTLY[name]
    assert keys(but(whole(too_light), **parts), too_light) == {key}


def test_no_alternative_needs_a_reason_where_sig_is_offered(too_light: Assessment) -> None:
    offered = but(whole(too_light, Position.OFFER), alternatives=())
    assert keys(offered, too_light) == {"alternatives"}
    assert keys(but(offered, no_alternatives_because="Det fanns inget annat."), too_light) == set()


def test_nothing_communicated_with_a_reason_is_whole_and_told(packs: Packs, too_light: Assessment) -> None:
    because = "Den unge är på rymmen och går inte att nå"
    judgement = but(whole(too_light), communicated="", nothing_communicated_because=because)
    assert keys(judgement, too_light) == set()
    memo = plain_text(build(too_light, "VERSION", packs.young, Judged(judgement, packs.laws))).replace("\n", " ")
    assert f"Inget. Skäl: {because}." in memo
    both = but(judgement, communicated="Allt lämnades till den unge.")
    assert [clash.path for clash in clashes(both)] == [("nothing_communicated_because",)]


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("Inget alls har kommunicerats.", True),
        ("inte kommunicerat med den unge ännu", True),
        ("Ingenting har lämnats ut", True),
        ("Inget har kommunicerats eftersom den unge är på rymmen.", False),
        ("Allt är lämnat till den unge.", False),
        ("Mamma har inte fått läsa, men den unge läste allt.", False),
        ("", False),
    ],
)
def test_what_only_says_that_nothing_was_communicated(text: str, nothing: bool) -> None:
    assert says_nothing_was(text) is nothing


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("Eva Exempel", True),
        ("Eva-Lena von der Exempel", True),
        ("J. P. Exempel, kommunpolis", True),
        ("Eva Exempel: Det vore bättre att vänta", False),
        ("Eva tycker. Det vore bättre så.", False),
        ("Eva Exempel anser att det vore bättre att vänta", False),
    ],
)
def test_a_name_holds_a_name_and_nothing_more(name: str, alone: bool, too_light: Assessment) -> None:
    dissent = but(whole(too_light), dissent=(Dissent(name=name, says="Det vore bättre att vänta."),))
    decided = but(whole(too_light), decided_by=Named(name=name, role="enhetschef"))
    for judgement, path in ((dissent, ("dissent", 0, "name")), (decided, ("decided_by", "name"))):
        assert [(one.code, one.path) for one in clashes(judgement)] == ([] if alone else [("SIG258", path)])


def test_whoever_does_not_agree_with_a_flag_says_why(too_light: Assessment) -> None:
    flag = flags_to_answer(too_light)[0].rule.id
    judgement = whole(too_light)
    for agrees, reasons, lacks in ((True, "", set()), (False, "x", {"reasons"}), (False, REASONS, set())):
        answer = FlagAnswer(found=Found.MET, agrees=agrees, reasons=reasons)
        found = keys(but(judgement, flags={**judgement.flags, flag: answer}), too_light)
        assert found == {f"flags.{flag}.{part}" for part in lacks}


def test_an_answer_to_what_a_flag_no_longer_says_does_not_count(too_light: Assessment) -> None:
    flag = flags_to_answer(too_light)[0].rule.id
    judgement = whole(too_light)
    then = but(judgement, flags={**judgement.flags, flag: FlagAnswer(found=Found.OPEN, agrees=True)})
    assert keys(then, too_light) == {f"flags.{flag}.agrees"}
    gone = but(judgement, flags={**judgement.flags, "no_secure_point": FlagAnswer(found=Found.MET, agrees=True)})
    assert keys(gone, too_light) == {"flags.no_secure_point"}


def test_the_young_persons_own_words_are_asked_for_in_the_case(packs: Packs, tmp_path: Path) -> None:
    text = TOO_LIGHT.read_text(encoding="utf-8")
    case = tmp_path / "a.yaml"
    case.write_text(text.replace("{person: youth, says:", "{person: guardian_1, says:"), encoding="utf-8")
    assessment = assessed(case, packs)
    found = lacking(whole(assessment), assessment)
    expected = [] if any(v.person == "youth" for v in assessment.case.voice) else ["voice"]
    silent = replace(assessment, case=assessment.case.model_copy(update={"voice": ()}))
    assert [lack.key for lack in found] == expected
    assert [(lack.key, lack.in_case) for lack in lacking(whole(silent), silent)] == [("voice", True)]


def test_a_summary_rating_that_departs_from_the_picture_needs_the_assessors_reasons(packs: Packs) -> None:
    every = (assessed(path, packs) for path in SCENARIOS)
    assessment = next(one for one in every if any(score.departs for score in one.scores))
    score = next(score for score in assessment.scores if score.departs)
    summary = score.checklist.summary
    assert summary is not None
    for reasons, lacks in ((REASONS, set()), ("se ovan", {True}), ("", {True})):
        checklist = score.checklist.model_copy(update={"summary": summary.model_copy(update={"reasons": reasons})})
        listed = tuple(checklist if one is score.checklist else one for one in assessment.case.checklists)
        scores = tuple(replace(s, checklist=checklist) if s is score else s for s in assessment.scores)
        case = assessment.case.model_copy(update={"checklists": listed})
        tried = replace(assessment, case=case, scores=scores)
        found = {lack.in_case for lack in lacking(whole(tried), tried) if lack.key.endswith("summary.reasons")}
        assert found == lacks


@pytest.mark.parametrize(
    "text", ["", " ", "x", "-", "...", "se ovan", "Se ovan.", "vet ej", "x y", "fylls i senare", "1 2 3"]
)
def test_a_stand_in_is_no_reason(text: str) -> None:
    assert not own_words(text)


# -- departures -------------------------------------------------------------------------------------------------------


OUTCOMES = {
    OutcomeId.OFFER: {Position.OFFER},
    OutcomeId.OFFER_FIRST: {Position.OFFER_FIRST},
    OutcomeId.AWAIT: {Position.AWAIT},
    OutcomeId.TOO_LIGHT: {Position.NO_OFFER},
    OutcomeId.NOT_SUITED: {Position.NO_OFFER},
    OutcomeId.OUTSIDE: {Position.NO_OFFER},
    OutcomeId.DELIBERATE: set(Position),
    OutcomeId.STUDY_IN: set(Position),
    OutcomeId.STUDY_OUT: set(Position),
}


@pytest.mark.parametrize("position", Position)
@pytest.mark.parametrize("outcome", OutcomeId)
def test_what_departs_from_the_outcome(outcome: OutcomeId, position: Position, too_light: Assessment) -> None:
    assessment = replace(too_light, outcomes=(outcome,))
    judgement = but(whole(assessment, position), departs_because="")
    departs = position not in OUTCOMES[outcome]
    assert bool(departure(judgement, assessment)) is departs
    assert ("departs_because" in keys(judgement, assessment)) is departs
    assert set(OUTCOMES) == set(OutcomeId)


def test_a_position_that_is_one_of_several_possible_outcomes_does_not_depart(too_light: Assessment) -> None:
    several = replace(too_light, outcomes=(OutcomeId.OFFER, OutcomeId.TOO_LIGHT))
    assert departure(whole(several, Position.OFFER), several) == ""
    assert departure(whole(several, Position.NO_OFFER), several) == ""
    assert "eller" in departure(whole(several, Position.AWAIT), several)


def test_an_offer_from_an_operation_that_is_closed_departs(packs: Packs, too_light: Assessment) -> None:
    profile = too_light.book.profile.model_copy(update={"closed": "Nedlagd."})
    closed = replace(too_light, book=replace(too_light.book, profile=profile), outcomes=(OutcomeId.OFFER,))
    assert "stängd" in departure(whole(closed, Position.OFFER), closed)


# -- what it was written for ------------------------------------------------------------------------------------------


CHANGES: dict[str, tuple[Callable[[Assessment], Assessment], str]] = {
    "the case": (
        lambda a: replace(a, case=a.case.model_copy(update={"vignette": "Något annat."})),
        "Uppgifterna i ärendefilen är ändrade.",
    ),
    "the rules": (lambda a: replace(a, book=replace(a.book, checksum="annan")), "Regelverket är ändrat."),
    "the outcome": (
        lambda a: replace(a, outcomes=(OutcomeId.OFFER,)),
        "Utfallet var ”Välj något annat eller mindre omfattande än SIG” och är nu ”Erbjud SIG”.",
    ),
    "the profile": (
        lambda a: replace(a, book=replace(a.book, profile=a.book.profile.model_copy(update={"id": "annan"}))),
        "Profilen var ”socialstyrelsen-ungdom” och är nu ”annan”.",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_has_changed_since_is_told_and_refused(name: str, too_light: Assessment, packs: Packs) -> None:
    change, words = CHANGES[name]
    changed = change(too_light)
    judgement = whole(too_light)
    assert changed_since(judgement, too_light) == ()
    assert any(words in sentence for sentence in changed_since(judgement, changed))
    assert "judged" in keys(judgement, changed)
    memo = build(changed, "VERSION", packs.young, Judged(judgement, packs.laws))
    assert "behöver bekräftas på nytt" in plain_text(memo).replace("\n", " ")
    assert memo.draft


# -- the file ---------------------------------------------------------------------------------------------------------


def read_back(text: str) -> Judgement:
    return validate(Judgement, parse(text, "svar.yaml"))


@pytest.mark.parametrize("path", SCENARIOS[::11], ids=lambda p: p.stem)
def test_nothing_is_ever_prefilled(path: Path, packs: Packs) -> None:
    """A template says what it is about, and which flags there are; every answer in it is empty."""
    assessment = assessed(path, packs)
    written = read_back(judgement_text(blank(assessment), assessment, packs.laws))
    assert {answer.agrees for answer in written.flags.values()} <= {None}
    assert {answer.reasons for answer in written.flags.values()} <= {""}
    assert but(written, flags={}) == blank(assessment)
    assert written.model_dump(exclude_defaults=True).keys() <= {"sigrisk_judgement", "judged", "flags"}


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=300).map(str.strip)


@given(TEXTS, TEXTS.filter(bool), TEXTS.filter(bool), st.booleans())
def test_a_judgement_reads_back_as_it_was_written(
    packs: Packs, too_light: Assessment, one: str, two: str, three: str, yes: bool
) -> None:
    assessment = too_light
    judgement = but(
        whole(assessment),
        childs_best=one,
        reasons=f"{one} {two}",
        authority=three,
        written_by=Named(name=two, role=one),
        took_part=() if yes else (Named(name=one, role=three), Named(name=two)),
        nobody_else_took_part=yes,
        alternatives=(Considered(what=two, reasons=one), Considered(what=three)),
        dissent=() if yes else (Dissent(name=three, says=one),),
        nobody_dissented=yes,
    )
    assert read_back(judgement_text(judgement, assessment, packs.laws)) == judgement


def test_a_judgement_about_another_case_is_refused(packs: Packs, too_light: Assessment, tmp_path: Path) -> None:
    case = tmp_path / "a.yaml"
    judgement = whole(too_light)
    other = but(judgement, judged=judgement.judged.model_copy(update={"case": "ANNAT-1"}))
    beside(case).write_text(judgement_text(other, too_light, packs.laws), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        judgement_beside(case, too_light, packs)
    assert [d.code for d in refused.value.diagnostics] == ["SIG250"]
    assert "ANNAT-1" in str(refused.value)


# -- the memo ---------------------------------------------------------------------------------------------------------


LINES = {
    "authority": blanks.AUTHORITY,
    "secrecy": blanks.SECRECY,
    "childs_best": blanks.CHILDS_BEST,
    "alternatives": blanks.ALTERNATIVES,
    "position": blanks.POSITION,
    "reasons": blanks.REASONS,
    "departs_because": blanks.DEPARTS,
    "written_by": blanks.WRITTEN_BY,
    "legal_form": blanks.LEGAL_FORM,
    "legal_ground": blanks.LEGAL_GROUND,
    "decided_by": blanks.DECIDED_BY,
    "presented_by": blanks.PRESENTED_BY,
    "took_part": blanks.TOOK_PART,
    "dissent": blanks.DISSENT,
    "date": blanks.SIGNED,
    "follow_up": blanks.FOLLOW_UP,
    "communicated": blanks.COMMUNICATED,
    "how_to_appeal": blanks.HOW_TO_APPEAL,
    "to_young": blanks.TO_YOUNG,
    "next_meeting": blanks.NEXT_MEETING,
    "contact": blanks.CONTACT,
}


@pytest.mark.parametrize("path", SCENARIOS[::8], ids=lambda p: p.stem)
def test_a_draft_has_a_line_for_all_that_a_final_memo_asks_people_for(path: Path, packs: Packs) -> None:
    assessment = assessed(path, packs)
    memo = build(assessment, "VERSION", packs.young)
    lines = {*left_blank(memo), *(label for label, value in memo.head if "fylls i" in value)}
    lacks = [one for one in lacking(blank(assessment), assessment) if not one.in_case]
    asked = {one.path[0] for one in lacks} - {"flags"}
    labels = {*LINES.values(), blanks.OWN_INTERESTS}
    for key in asked:
        wanted = blanks.OWN_INTERESTS if key == "childs_best" and of_age(assessment) else LINES[str(key)]
        assert wanted in lines, key
    assert blanks.DEPARTS in lines
    assert lines <= labels
    assert (blanks.LEGAL_FORM in lines) is (assessment.book.profile.legal_form is None)
    answered = [b.rule for s in memo.sections for b in s.blocks if isinstance(b, Reasoned) and b.answer_lines]
    assert sorted(answered) == sorted(str(one.path[1]) for one in lacks if one.path[0] == "flags")


def section(memo: Memo, number: str) -> Section:
    return next(one for one in memo.sections if one.number == number)


def left_blank(memo: Memo) -> list[str]:
    return [b.label for s in memo.sections for b in s.blocks if isinstance(b, Blank)]


@pytest.mark.parametrize("path", SCENARIOS[::9], ids=lambda p: p.stem)
def test_everything_left_to_people_is_filled_in_or_said_to_be_missing(path: Path, packs: Packs) -> None:
    """But for the signature. Everything else of the memo stands as it did."""
    assessment = assessed(path, packs)
    plain = build(assessment, "VERSION", packs.young)
    best = blanks.OWN_INTERESTS if of_age(assessment) else blanks.CHILDS_BEST
    own, closed = assessment.book.profile.legal_form, bool(assessment.book.profile.closed)
    appeal = [blanks.HOW_TO_APPEAL] if not closed and own in (None, LegalForm.ASSISTANCE) else []
    young = (blanks.NEXT_MEETING, blanks.CONTACT)
    later = (blanks.FOLLOW_UP, blanks.COMMUNICATED, blanks.TO_YOUNG, *appeal, *young)
    group = (best, blanks.ALTERNATIVES, blanks.POSITION, blanks.REASONS, blanks.DEPARTS, blanks.WRITTEN_BY)
    form = [blanks.LEGAL_FORM] if assessment.book.profile.legal_form is None else []
    assert left_blank(plain) == [*group, *form, *blanks.DECISION, *later]
    empty = build(assessment, "VERSION", packs.young, Judged(blank(assessment), packs.laws))
    full = build(assessment, "VERSION", packs.young, Judged(whole(assessment), packs.laws))
    appeal = (
        [blanks.HOW_TO_APPEAL] if own is LegalForm.ASSISTANCE and not closed else []
    )  # nobody has said yet that it isn't offered
    lines = [*appeal, *young]  # of the young person's page: to be written by hand where nobody has
    for memo, left in ((empty, lines), (full, [])):
        assert left_blank(memo) == ["Underskrift", *left]
        answered = [b for s in memo.sections for b in s.blocks if isinstance(b, Reasoned) and b.answer_lines]
        assert answered == []
        assert memo.draft == plain.draft
        untouched = ("2", "3", "4", "5", "6", "7", "9", "12", "A", "B")
        assert [section(memo, n) for n in untouched] == [section(plain, n) for n in untouched]
    missing = sum("Uppgift saknas." in b.text for s in empty.sections for b in s.blocks if isinstance(b, Paragraph))
    assert missing >= 13 + len(flags_to_answer(assessment))
    told = [b.text for s in empty.sections for b in s.blocks if isinstance(b, Paragraph)]
    assert not any(key in text for text in told for key in Judgement.model_fields if "_" in key or key == "dissent")
    filled = [s for s in full.sections if s.number not in untouched]
    written = [b.text for s in filled for b in s.blocks if isinstance(b, Paragraph)]
    assert not any(text.startswith("Uppgift saknas.") for text in written)


def test_the_memo_says_what_people_have_written(packs: Packs, too_light: Assessment) -> None:
    judgement = whole(too_light, Position.OFFER)
    told = unbound(plain_text(build(too_light, "VERSION", packs.young, Judged(judgement, packs.laws))))
    for words in (
        "Nämnd eller förvaltning: Socialnämnden i Exempelstad",
        "Gruppens svar: Gruppen instämmer inte. Gruppen har vägt skälen mot varandra.",
        "Gruppens bedömning av barnets bästa: Den unge behöver lugn",
        "Ställningstagande: SIG erbjuds.",
        "Avviker från regelverket.",
        "Regelverket ser inte hela bilden.",
        "Namn och funktion: Sam Exempel, samordnare.",
        "Lagrum: socialtjänstlagen (2025:400) (inte kontrollerat).",
        "Beslutsfattare: Ann Exempel, enhetschef.",
        "Övriga som medverkat: Eva Exempel, kommunpolis.",
        "Avvikande mening: Eva Exempel: Det vore bättre att vänta.",
        "Beslutets datum: 20 november 2026.",
    ):
        assert words in " ".join(told.split()), words


@pytest.mark.parametrize(
    ("profile", "written", "words", "never"),
    [
        ("skarholmen-ungdom", None, ("Överklagandehänvisning.", "inom tre veckor", "40–44 §§"), "rätten att ansöka"),
        ("sou-2010-15", None, ("Upplysning om rätten att ansöka", "ansöka om bistånd"), "tre veckor"),
        ("socialstyrelsen-ungdom", LegalForm.ASSISTANCE, ("inom tre veckor",), "rätten att ansöka"),
        ("socialstyrelsen-ungdom", LegalForm.COOPERATION, ("samverka", "rätt att ansöka"), "tre veckor"),
        ("socialstyrelsen-ungdom", LegalForm.SERVICE, ("utan att behovet prövas", "rätt att ansöka"), "tre veckor"),
        ("socialstyrelsen-ungdom", None, ("Uppgift saknas",), "tre veckor"),
    ],
)
def test_the_legal_form_chooses_between_appeal_and_the_right_to_apply(
    profile: str, written: LegalForm | None, words: tuple[str, ...], never: str, packs: Packs
) -> None:
    assessment = assessed(TOO_LIGHT, packs, profile)
    judgement = but(whole(assessment), legal_form=written)
    memo = build(assessment, "VERSION", packs.young, Judged(judgement, packs.laws))
    told = " ".join(f"{b.strong} {b.text}" for b in section(memo, "16").blocks if isinstance(b, Paragraph))
    assert all(word in told for word in words)
    assert never not in told
    assert ("jurist ska kontrollera" in told) is ("Uppgift saknas" not in told)
    assert ("legal_form" in keys(judgement, assessment)) is ("Uppgift saknas" in told)


@pytest.mark.parametrize("form", LegalForm)
@pytest.mark.parametrize("position", [None, *Position])
def test_how_one_appeals_is_asked_for_and_told_only_where_assistance_is_not_offered(
    form: LegalForm, position: Position | None, packs: Packs, too_light: Assessment
) -> None:
    """An offer is no refusal: it has neither the notice nor the right to apply, whatever the form."""
    judgement = but(whole(too_light), legal_form=form, legal_ground=FITTING[form], position=position)
    lacking_it = but(judgement, how_to_appeal="")
    refused = form is LegalForm.ASSISTANCE and position in (Position.AWAIT, Position.NO_OFFER)
    assert ("how_to_appeal" in keys(lacking_it, too_light)) is refused
    assert "how_to_appeal" not in keys(judgement, too_light)
    asked = [one.key for one in questions(lacking_it, too_light, packs.laws)]
    assert ("how_to_appeal" in asked) is refused
    for judged in (judgement, lacking_it):
        memo = build(too_light, "VERSION", packs.young, Judged(judged, packs.laws))
        told = " ".join(f"{b.strong} {b.text}" for b in section(memo, "16").blocks if isinstance(b, Paragraph))
        offered = position in OFFERS
        assert ("inom tre veckor" in told) is (form is LegalForm.ASSISTANCE and not offered)
        assert ("rätten att ansöka" in told) is (form is not LegalForm.ASSISTANCE and not offered)
        assert ("inte är nöjd med villkoren" in told) is offered
        assert ("Så här överklagar man: Uppgift saknas. Skriv till vem" in told) is (refused and judged is lacking_it)
    whole_memo = plain_text(build(too_light, "VERSION", packs.young, Judged(judgement, packs.laws)))
    here = form is LegalForm.ASSISTANCE and position not in OFFERS
    assert " ".join(whole_memo.split()).count("Exempelrätten") == here


def test_nothing_of_how_one_appeals_is_filled_in_beforehand(packs: Packs, too_light: Assessment) -> None:
    text = judgement_text(blank(too_light), too_light, packs.laws)
    assert "\nhow_to_appeal:\n" in text
    assert blank(too_light).how_to_appeal == ""


GROUNDS = {
    LegalForm.ASSISTANCE: ["sol-bistand", "lvu-11"],
    LegalForm.COOPERATION: ["sol-samverkan"],
    LegalForm.SERVICE: ["sol-utan-behovsprovning"],
}


@pytest.mark.parametrize("ground", sorted({one for listed in GROUNDS.values() for one in listed}))
@pytest.mark.parametrize("form", LegalForm)
def test_the_legal_ground_fits_the_legal_form(
    form: LegalForm, ground: str, packs: Packs, too_light: Assessment
) -> None:
    """A ground for one form under another is told as wrong, with all that fit; so it is in the memo."""
    judgement = but(whole(too_light), legal_form=form, legal_ground=ground)
    found = all_lacks(judgement, too_light, packs.laws)
    memo = build(too_light, "VERSION", packs.young, Judged(judgement, packs.laws))
    told = plain_text(memo).replace("\n", " ")
    if ground in GROUNDS[form]:
        assert found == ()
        assert "passar inte" not in told
    else:
        assert [(lack.key, lack.code) for lack in found] == [("legal_ground", "SIG256")]
        assert all(one in found[0].help for one in GROUNDS[form])
        assert f"passar inte när SIG ges som {LEGAL_FORMS[form]}" in told


def test_the_profiles_form_decides_which_grounds_fit(packs: Packs) -> None:
    assessment = assessed(TOO_LIGHT, packs, "skarholmen-ungdom")
    judgement = but(whole(assessment), legal_ground="sol-samverkan")
    assert [lack.code for lack in all_lacks(judgement, assessment, packs.laws)] == ["SIG256"]
    text = judgement_text(judgement, assessment, packs.laws)
    assert "sol-bistand" in text and "sol-utan-behovsprovning" not in text
    document = parse(text, "svar.yaml")
    assert [d.code for d in judgement_findings(judgement, document, packs)] == ["SIG256"]
    assert judgement_findings(judgement, document, packs, assessment.case.case.id) == ()  # judge can mend it


def test_where_no_ground_fits_it_says_where_to_write_one(packs: Packs, too_light: Assessment) -> None:
    left = {one.id: one for one in packs.laws.paragraphs.values() if one.id != "sol-samverkan"}
    judgement = but(whole(too_light), legal_ground="sol-bistand")
    found = all_lacks(judgement, too_light, LawBook(packs.laws.laws, left))
    assert [lack.code for lack in found] == ["SIG256"]
    assert "egen rules/lagrum.yaml" in found[0].help


def test_a_form_against_the_profiles_is_refused(packs: Packs) -> None:
    assessment = assessed(TOO_LIGHT, packs, "skarholmen-ungdom")
    assert keys(but(whole(assessment), legal_form=LegalForm.SERVICE), assessment) == {"legal_form"}


def test_the_json_carries_the_judgement_and_fits_its_schema(packs: Packs, too_light: Assessment) -> None:
    written = json.loads(memo_json(build(too_light, "VERSION", packs.young, Judged(whole(too_light), packs.laws))))
    assert list(Draft202012Validator(schema_of("memo")).iter_errors(written)) == []
    assert written["judgement"]["position"] == "no_offer"
    assert date.fromisoformat(written["judgement"]["date"]) == date(2026, 11, 20)
    assert written["final"] is None
    assert list(Draft202012Validator(schema_of("judgement")).iter_errors(written["judgement"])) == []
    assert json.loads(memo_json(build(too_light, "VERSION", packs.young)))["judgement"] is None
