"""The young person's version: easy to read, on one page, and a sentence for every verdict that may decide."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sigrisk.alternatives import is_research
from sigrisk.assess import Assessment, assess
from sigrisk.casefile import load_case, profile_id
from sigrisk.judgement import OFFERS, Position, blank
from sigrisk.lacks import departure
from sigrisk.memo.copies import copy_of
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Memo
from sigrisk.memo.readability import Readability, measure, running_text
from sigrisk.memo.reader import Copy
from sigrisk.memo.text import plain_text
from sigrisk.memo.wording import day_text
from sigrisk.memo.young import LINE
from sigrisk.memo.youngwhy import sentence_of
from sigrisk.packs import Packs, load
from sigrisk.possible import Verdict
from sigrisk.rulebook import Effect, Kind, LegalForm, OutcomeId
from sigrisk.ruletext import PLACEHOLDER, choice_faults, choice_in
from tests.judgements import whole
from tests.memos import SCENARIOS

EASIEST = 30


@cache
def _packs() -> Packs:
    return load()


@cache
def _assessment(path: Path) -> Assessment:
    packs = _packs()
    case, _ = load_case(path, packs)
    return assess(case, packs.book(profile_id(case)), packs.instruments, lambda *_: "")


@cache
def _page(path: Path) -> Memo:
    return copy_of(_assessment(path), "VERSION", _packs().young, Copy.YOUNG)


def test_lix_by_hand() -> None:
    """Ten words, two sentences, three of them long: 10/2 + 100·3/10 = 35."""
    assert measure(["Kommunen erbjuder en insatsgrupp.", "Du kan säga ja eller nej."]) == Readability(10, 2, 3)
    assert measure(["Kommunen erbjuder en insatsgrupp.", "Du kan säga ja eller nej."]).lix == 35


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("", Readability(0, 0, 0)),
        ("– 12 %", Readability(0, 0, 0)),
        ("Sex ord: tre före, tre efter", Readability(6, 2, 0)),
        ("”Kom!” sa hon. Och gick…", Readability(5, 3, 0)),
        ("Den 3.5 kilo tunga", Readability(3, 1, 0)),
    ],
)
def test_what_counts_as_words_and_sentences(text: str, figures: Readability) -> None:
    assert measure([text]) == figures


def test_a_text_without_words_has_no_figure() -> None:
    assert measure([]).lix is None


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_the_young_persons_version_stays_under_30(path: Path) -> None:
    """The whole page and each part that is ours; what the young person said is in the young person's words."""
    page = _page(path)
    whole = measure(text for section in page.sections for text in running_text(section)).lix
    assert whole is not None and whole < EASIEST
    for section in page.sections:
        if section.title != "Vad har du själv sagt?":
            lix = measure(running_text(section)).lix
            assert lix is not None and lix < EASIEST, section.heading


def test_every_sentence_for_the_young_person_is_short() -> None:
    texts = _packs().young
    for one in texts.verdicts.values():
        for sentence in (one.met, one.not_met, one.open):
            for read in filter(None, _readings(sentence)):
                assert (measure([read]).lix or 0) < 45, read


def _readings(text: str) -> list[str]:
    """A sentence with each clause that it may choose."""
    braced = PLACEHOLDER.search(text)
    if braced is None:
        return [text]
    return [text.replace(braced[0], clause.text) for clause in choice_in(braced[1])]


def test_every_choice_between_clauses_can_be_made() -> None:
    """By the check that a rule's own sentences are held to: each clause can be chosen, and one always is."""
    packs = _packs()
    chosen = 0
    for rule_id, one in packs.young.verdicts.items():
        for verdict, text in ((Verdict.MET, one.met), (Verdict.NOT_MET, one.not_met), (Verdict.OPEN, one.open)):
            chosen += "{" in text
            for profile in packs.profiles.ids:
                if (rule := packs.book(profile).rules.get(rule_id)) is not None:
                    wanted = verdict if verdict is not Verdict.OPEN else None
                    assert not [*choice_faults(text, wanted, rule.tree, packs.vocabulary)], (rule_id, text)
    assert chosen >= 4


def test_verdicts_that_are_alike_are_told_once_and_have_sentences() -> None:
    packs = _packs()
    for group in packs.young.file.alike:
        assert len(group) > 1
        assert all(packs.young.sentence(one.id, Verdict(one.verdict)) for one in group), group
    first, second = packs.young.file.alike[0][:2]
    held = {second.id: Verdict(second.verdict), first.id: Verdict(first.verdict)}
    assert packs.young.without_repeating(held) == (first.id,)
    assert packs.young.without_repeating({second.id: Verdict(second.verdict)}) == (second.id,)


@pytest.mark.parametrize("path", SCENARIOS[::3], ids=lambda p: p.stem)
@pytest.mark.parametrize("position", list(Position))
def test_how_to_complain_of_a_no_stands_only_where_there_is_a_no(path: Path, position: Position) -> None:
    assessment, packs = _assessment(path), _packs()
    judged = Judged(whole(assessment, position), packs.laws)
    decided = judged.judgement.date
    assert decided is not None and decided != assessment.case.day
    page = copy_of(assessment, "VERSION", packs.young, Copy.YOUNG, judged)
    said = " ".join(plain_text(page).split())
    closed = packs.young.file.closed if assessment.book.profile.closed else None
    assert ("klaga" in said) == (bool(closed) or position not in OFFERS)
    assert "fylls i av" not in said and "Uppgift saknas" not in said and LINE not in said
    assert dict(page.head) == {"Till": assessment.case.person.label, "Bestämt": day_text(decided)}
    departs = closed.departs if closed is not None else packs.young.file.departs
    assert (departs in said) == bool(departure(judged.judgement, assessment))
    lix = measure(text for section in page.sections for text in running_text(section)).lix
    assert lix is not None and lix < EASIEST


@pytest.mark.parametrize("path", SCENARIOS[::3], ids=lambda p: p.stem)
def test_a_draft_has_lines_to_write_on_and_speaks_of_a_no_only_where_one_may_come(path: Path) -> None:
    assessment, packs = _assessment(path), _packs()
    offered = set(assessment.outcomes) <= {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
    no = assessment.book.profile.closed or not (offered or is_research(assessment.book))
    for judged in (None, Judged(blank(assessment), packs.laws)):
        page = copy_of(assessment, "VERSION", packs.young, Copy.YOUNG, judged)
        said = " ".join(plain_text(page).split())
        assert said.count(LINE) == 2 and "fylls i av" not in said and "Uppgift saknas" not in said
        assert ("klaga" in said) == bool(no)
        assert [label for label, _ in page.head] == ["Till", "Datum"]


def test_no_page_says_the_same_thing_twice() -> None:
    for path in SCENARIOS:
        points = [item for section in _page(path).sections for item in running_text(section)]
        assert len(points) == len({*points}), path.stem


def test_every_verdict_that_may_decide_has_a_sentence() -> None:
    packs = _packs()
    for rule_id, placed in packs.rules.items():
        kind = placed.rule.kind
        asked: tuple[Verdict, ...] = ()
        if kind in (Kind.CRITERION, Kind.AGGREGATE):
            asked = (Verdict.MET, Verdict.NOT_MET, Verdict.OPEN)
        elif kind is Kind.FLAG:
            asked = (Verdict.MET, Verdict.OPEN)
        for verdict in asked:
            assert packs.young.sentence(rule_id, verdict), (rule_id, verdict)


def test_no_sentence_is_about_a_rule_that_is_not_there() -> None:
    packs = _packs()
    assert set(packs.young.verdicts) <= set(packs.rules)


def test_every_outcome_and_every_legal_form_has_words() -> None:
    texts = _packs().young
    assert set(texts.outcomes) == set(OutcomeId)
    assert set(texts.appeals) == set(LegalForm)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_the_page_tells_the_outcome_and_every_reason_against_or_that_there_are_more(path: Path) -> None:
    assessment, texts = _assessment(path), _packs().young
    said = " ".join(plain_text(_page(path)).split())
    for outcome in () if assessment.book.profile.closed else assessment.outcomes:
        assert {texts.outcomes[outcome].says, texts.outcomes[outcome].says_adult or "-"} & {*_texts(path)}
    heavy = [r for r in assessment.of_kind(Kind.FLAG) if r.rule.effect in (Effect.STOP, Effect.AGAINST)]
    for rule in (r.rule.id for r in heavy if r.verdict is Verdict.MET):
        alike = {rule, *(one.id for group in texts.file.alike if rule in {v.id for v in group} for one in group)}
        told = [sentence_of(assessment, one, texts) for one in alike if one in assessment.results]
        hidden = texts.verdicts[rule].private and texts.file.left_out in said
        assert any(one and one in said for one in told) or texts.file.more in said or hidden, rule
    assert "_" not in said.replace("fylls_i", ""), "no id stands in the young person's page"


def _texts(path: Path) -> list[str]:
    return [text for section in _page(path).sections for text in running_text(section)]


def test_the_page_says_what_is_not_known(packs: Packs) -> None:
    path = next(p for p in SCENARIOS if p.name.startswith("06"))
    assert packs.young.file.unknown in " ".join(plain_text(_page(path)).split())


def test_a_closed_operation_offers_nothing_to_the_young_person() -> None:
    path = next(p for p in SCENARIOS if p.name.startswith("96"))
    said = " ".join(plain_text(_page(path)).split())
    assert _packs().young.file.closed.says in said
    assert "får du frågan. Du får säga nej" not in said


def test_the_page_fits_on_one_sheet_of_paper() -> None:
    """The pages with the most words, as PDF."""
    pdf = pytest.importorskip("sigrisk.memo.pdf")
    import io

    import pikepdf

    longest = sorted(SCENARIOS, key=lambda p: len(plain_text(_page(p))))[-3:]
    for path in longest:
        with pikepdf.open(io.BytesIO(pdf.pdf_file(_page(path), _packs().roots))) as made:
            assert len(made.pages) == 1, path.stem
