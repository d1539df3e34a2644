"""What is written at a question besides an answer: put off, taken back, changed, left; and how an interview ends."""

from __future__ import annotations

import os
import signal
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sigrisk.asking import Unfit
from sigrisk.case import SourceType
from sigrisk.caseerase import drop
from sigrisk.cli import main
from sigrisk.net import Net
from sigrisk.nextquestions import NextQuestions
from sigrisk.packs import Packs
from sigrisk.screenanswers import answers_of
from sigrisk.screening import Asking, Interview
from sigrisk.screenitem import Origin
from sigrisk.talklines import may_style
from tests.test_screen import DAY, GROUP, case, plain, read, screen

__all__ = ["case"]
POLICE = ("Polisens utdrag", "polisen")


# -- a question that is put off says nothing of the fact ---------------------------------------------------------------


def test_a_question_put_off_is_no_answer_and_comes_last_the_next_time(case: Path, packs: Packs) -> None:
    first = screen(case, "2010-05", "hoppa över: ingen tid", "senare", "hoppa över: för känsligt", "avsluta")
    assert first.exit_code == 0
    assert plain(first).count("Varför hoppas frågan över?") == 1
    found = read(case, packs)
    assert found.facts == {}
    assert [(one.question, str(one.date), one.reason) for one in found.postponed] == [
        ("offences.shown", DAY, "ingen tid"),
        ("crime.maintains_addiction", DAY, "för känsligt"),
    ]
    assert "vet ej" not in case.read_text(encoding="utf-8").split("postponed:")[1]
    interview = Interview.begin(case, None, None)
    asked = [asking.item.fact_id for asking in interview.askings()]
    assert set(asked[-2:]) == {"offences.shown", "crime.maintains_addiction"}
    shown = plain(CliRunner().invoke(main, ["next", str(case), "--count", "99"]))
    assert "Frågan sköts upp den 2026-11-16. Skäl: ingen tid" in shown


def test_what_was_put_off_is_told_in_the_memo_until_it_is_answered(case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "hoppa över: ingen tid", "avsluta")
    assert CliRunner().invoke(main, ["memo", str(case), "--out", str(case.parent), "--format", "txt"]).exit_code == 0
    memo = " ".join(case.with_name("arende-promemoria.txt").read_text(encoding="utf-8").split())
    assert "Kriminellt beteende: frågan sköts upp" in memo
    assert "Skäl: ingen tid." in memo
    assert "Genomgången" not in memo
    interview = Interview.begin(case, None, None)
    item = interview.item("offences.shown")
    assert item is not None
    take(interview, Asking(item, None), "ja")
    assert read(case, packs).postponed == ()
    assert interview.back()
    assert [one.reason for one in read(case, packs).postponed] == ["ingen tid"]


def test_the_same_question_put_off_twice_has_one_reason(case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "hoppa över: ingen tid", "avsluta")
    interview = Interview.begin(case, None, None)
    item = interview.item("offences.shown")
    assert item is not None
    interview.postpone(Asking(item, None), "ingen polis på plats")
    assert [one.reason for one in read(case, packs).postponed] == ["ingen polis på plats"]


def test_an_interview_with_everything_put_off_says_so(case: Path) -> None:
    result = plain(screen(case, "2010-05", *["hoppa över: i morgon"] * 80))
    assert "Nu finns inga fler frågor som kan avgöra att ställa. Ännu kan utfallet bli" in result
    assert "De frågorna ställs igen nästa gång." in result
    assert "som ingen har kunnat svara på" not in result


# -- what isn't an answer isn't stored as one --------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["vet inte", "vet ej", "hoppa över", "senare", "källa", "datum 2026-11-01", "?", "1"])
def test_no_word_of_the_interview_becomes_a_source(word: str, case: Path, packs: Packs) -> None:
    result = plain(screen(case, "2010-05", "ja", word, "", "tillbaka", "avsluta"))
    assert read(case, packs).sources == {}
    assert "Skriv källans namn" in result
    assert "till 0" not in result
    assert "Skriv vem som säger det." in result
    assert "Vet ingen" not in result.split("Vem säger det?")[1].split("Skriv vem som säger det.")[0]


def test_the_kind_of_a_source_is_a_word_or_a_number(case: Path) -> None:
    result = plain(screen(case, "2010-05", "ja", "Skolan", "vet inte", "skola", "avsluta"))
    assert "Skriv ett av orden i listan, eller en siffra från 1 till 9." in result
    assert 'skolan: {name: "Skolan", type: skolan}' in case.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["vet inte", "senare", "hoppa över"])
def test_a_reason_is_no_word_of_the_interview(word: str, case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "hoppa över", word, "", "hoppa över: ingen tid", "avsluta")
    assert [one.reason for one in read(case, packs).postponed] == ["ingen tid"]


def test_going_back_from_the_reason_keeps_the_answer_before(case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "hoppa över", "tillbaka", "avsluta")
    assert read(case, packs).person.birth_date == "2010-05"
    assert read(case, packs).postponed == ()


def test_a_number_out_of_the_list_names_the_words_too(case: Path) -> None:
    assert "Skriv ett av orden i listan, eller en siffra från 1 till 2." in plain(
        screen(case, "2010-05", "7", "avsluta")
    )


def test_who_answers_can_be_chosen_before_the_answer(case: Path, packs: Packs) -> None:
    result = plain(screen(case, "källa", "2010-05", "källa", *POLICE, "vet ej", "avsluta"))
    assert "Det här svaret skrivs utan källa." in result
    assert "Svaret får källan ”Polisens utdrag”" in result
    (claim,) = read(case, packs).claims("offences.shown")
    assert claim.source == "polisens_utdrag"


# -- an answer that was given another day ------------------------------------------------------------------------------


def test_back_after_a_new_start_offers_the_answers_in_the_case(case: Path, packs: Packs) -> None:
    screen(case, "2010-05", "nej", *POLICE, "avsluta")
    before = case.read_text(encoding="utf-8")
    result = plain(screen(case, "tillbaka", "tillbaka", "tillbaka", "kriminellt beteende", "tillbaka", "avsluta"))
    assert "1 Kriminellt beteende: nej (Polisens utdrag, 2026-11-16)" in result
    assert "2 Ålder på bedömningsdagen: född 2010-05" in result
    assert "Inget är ändrat." in result
    assert "Det gamla svaret står kvar." in result
    assert case.read_text(encoding="utf-8") == before
    screen(case, "ändra", "händelse", "ja", "1", "tillbaka")
    assert case.read_text(encoding="utf-8") == before
    changed = plain(screen(case, "ändra", "finns inte", "händelse", "ja", "1", "avsluta"))
    assert "Det finns inget sådant svar." in changed
    found = read(case, packs)
    assert [one.value for one in found.claims("offences.shown")] == ["ja"]
    assert set(found.facts) == {"offences.shown"}  # what followed from the old answer went with it
    assert found.person.birth_date == "2010-05"


def test_stopping_under_a_change_keeps_the_old_answer(case: Path) -> None:
    screen(case, "2010-05", "nej", *POLICE, "avsluta")
    before = case.read_text(encoding="utf-8")
    for lines in (("ändra", "1"), ("ändra", "1", "avsluta"), ("ändra", "1", "hoppa över: i morgon", "tillbaka")):
        screen(case, *lines)
        assert case.read_text(encoding="utf-8") == before


def test_every_answer_can_be_taken_out_and_put_back_where_it_was(packs: Packs, tmp_path: Path) -> None:
    """Over scenarios of many shapes: what is left is the case without that answer, and nothing else."""
    from sigrisk.casefile import read_case
    from sigrisk.screenanswers import without
    from sigrisk.yamlfile import parse

    tried = 0
    for path in sorted((Path(__file__).resolve().parent.parent / "scenarios").glob("0*.yaml")):
        text = path.read_text(encoding="utf-8")
        whole = read(path, packs)
        for one in answers_of(whole, packs)[::3]:
            left, found = read_case(parse(without(text, one), str(path)), packs)
            assert left is not None, found
            assert len(answers_of(left, packs)) == len(answers_of(whole, packs)) - 1
            assert left.checklists == whole.checklists
            tried += 1
    assert tried > 50


def test_a_comment_beside_an_answer_stays_when_the_answer_goes() -> None:
    text = "facts:\n  a: {value: ja}   # Anns egen\n  b: [{x: 1}, {x: 2}, {x: 3}]\n"
    assert drop(text, ("facts", "a"), "a: …") == "facts:\n  # a: …\n  # Anns egen\n" + text.split("\n")[2] + "\n"
    for at, left in enumerate(("[{x: 2}, {x: 3}]", "[{x: 1}, {x: 3}]", "[{x: 1}, {x: 2}]")):
        assert drop(text, ("facts", "b", at)).endswith(f"  b: {left}\n")


def test_a_change_of_a_file_that_someone_else_has_changed_is_refused(case: Path) -> None:
    screen(case, "2010-05", "nej", *POLICE, "avsluta")
    interview = Interview.begin(case, None, None)
    interview.change(interview.answers()[0])
    asking = interview.next()
    assert asking is not None
    case.write_text(case.read_text(encoding="utf-8") + "# rad\n", encoding="utf-8")
    with pytest.raises(Unfit, match="har ändrats av någon annan"):
        interview.take(asking, asking.item.read("ja"), Origin("polisens_utdrag", interview.day), "utdrag")


def take(interview: Interview, asking: Asking, answer: str) -> None:
    new = ("Polisen", SourceType.POLICE) if "polisen" not in interview.assessment.case.sources else None
    interview.take(asking, asking.item.read(answer), Origin("polisen", interview.day, new), "utdrag")


# -- how it ends -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [("9",), ("9", "ja"), ("9", "ja", "avsluta"), ("9", "ja", "nej", *POLICE, "avsluta")])
def test_a_settled_case_ends_with_its_memo_however_it_is_left(lines: tuple[str, ...], case: Path) -> None:
    result = screen(case, *lines)
    assert result.exit_code == 0
    assert case.with_name("arende-promemoria.html").exists()
    assert "Promemorian, som är ett utkast, ligger här:" in plain(result)


@pytest.mark.parametrize("lines", [("2010-05",), ("2010-05", "avsluta"), ("2010-05", "nej", "Polisen")])
def test_a_case_that_is_left_open_says_how_to_get_the_memo(lines: tuple[str, ...], case: Path) -> None:
    result = screen(case, *lines)
    assert result.exit_code == 0
    assert not case.with_name("arende-promemoria.html").exists()
    assert f"sigrisk memo {case} --out {case.parent}" in result.output
    words = result.output.splitlines()[-1].split()[1:]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert case.with_name("arende-promemoria.html").exists()


def test_more_questions_are_offered_in_true_words(case: Path) -> None:
    assert "De ändrar inte utfallet, men promemorian" in plain(screen(case, "9"))
    other = case.with_name("annat.yaml")
    lines = ("2010-05", "vet ej", "nej", *GROUP, *["vet ej"] * 80, "ja", "avsluta")
    assert "De avgör inte vilket utfallet blir, men" in plain(screen(other, *lines, options=("--date", DAY)))
    assert case.with_name("annat-promemoria.html").exists()  # stopped after the questions that decide


def test_ctrl_c_and_the_end_of_a_pipe_are_told_apart(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> str:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            raise click.Abort from None
        raise AssertionError

    monkeypatch.setattr(signal, "default_int_handler", signal.default_int_handler)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr("sigrisk.talklines.click.prompt", interrupted)
    try:
        result = screen(case)
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.exit_code == 130
    assert "Samma kommando fortsätter där du slutade." in plain(result)


def test_where_the_memo_can_not_be_written_is_told_before_the_first_question(case: Path, tmp_path: Path) -> None:
    taken = tmp_path / "upptaget"
    taken.write_text("", encoding="utf-8")
    before = case.read_bytes()
    for out, code in ((taken, "SIG032"), (taken / "under", "SIG033")):
        result = screen(case, "9", options=("--out", str(out)))
        assert result.exit_code == 2
        assert code in result.output
        assert "Hur gammal" not in result.output
        new = tmp_path / "ny.yaml"
        assert screen(new, "9", options=("--out", str(out))).exit_code == 2
        assert not new.exists()
    assert case.read_bytes() == before


def test_a_fault_at_the_end_does_not_say_that_nothing_is_written(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sigrisk.diagnostics import BadInput, Diagnostic, Position

    def full(*_: object) -> None:
        raise BadInput([Diagnostic("SIG033", "x", Position(1, 1), "det gick inte att skriva här", "")])

    monkeypatch.setattr("sigrisk.talk.write_fresh", full)
    result = screen(case, "9", "nej")
    assert result.exit_code == 2
    assert "Inget är skrivet" not in result.output
    assert "Promemorian är inte skriven" in plain(result)


@pytest.mark.parametrize("name", ["-", "a.txt", "arende", ".yaml"])
def test_a_new_case_has_a_name_that_ends_in_yaml(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["screen", "--date", DAY, "--", name], input="9\n")
    assert result.exit_code == 2
    assert "SIG275" in result.output
    assert ".yaml" in result.output.splitlines()[1]
    assert list(tmp_path.iterdir()) == []


# -- the order, and the lines ------------------------------------------------------------------------------------------


def test_taking_back_where_nothing_is_answered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It crashed: at once in a new case, and after a resume where all was put off."""
    monkeypatch.chdir(tmp_path)
    for typed in ("tillbaka\n", "hoppa över: ingen tid\navsluta\n", "tillbaka\n"):
        result = CliRunner().invoke(main, ["screen", "ny.yaml", "--date", DAY], input=typed)
        assert result.exit_code == 0, result.output
        assert "tillbaka" not in typed or "inget svar att ta tillbaka eller ändra" in result.output.lower()


def test_no_question_comes_before_one_that_it_presupposes(packs: Packs) -> None:
    for profile in packs.profiles.ids:
        order = NextQuestions(packs.book(profile))
        assert order.questions.after
        listed = [one.fact_id for one in order.ranked(order.net.whole, frozenset())]
        place = {fact_id: at for at, fact_id in enumerate(listed)}
        assert len(place) == len(listed)
        for fact_id, before in order.questions.after.items():
            for one in before:
                if {fact_id, one} <= place.keys():
                    assert place[one] < place[fact_id], (profile, one, fact_id)


def test_what_is_presupposed_and_can_not_be_asked_holds_nothing_back(packs: Packs) -> None:
    """Exactly the questions that can decide are listed, whatever presupposes what."""
    order = NextQuestions(packs.book("socialstyrelsen-ungdom"))
    passed = frozenset({"offences.shown"})
    listed = {one.fact_id for one in order.ranked(order.net.whole, passed)}
    net: Net = order.net
    can = {f for f in net.facts if order.relevance.can_decide(net.whole, net.index[f]) is not False}
    assert listed == can - passed
    assert "crime.maintains_addiction" in listed


def test_a_register_is_cheaper_than_a_judgement_and_a_talk(packs: Packs) -> None:
    questions = packs.book("socialstyrelsen-ungdom").questions
    in_order = ("offences.reports_12m", "crime.imminent", "will.motivation", "peers.criminal")
    costs = [questions.of(fact_id).cost for fact_id in in_order]
    assert all(one < other for one, other in pairwise(costs))


def test_next_says_after_what_a_question_is_asked(case: Path) -> None:
    screen(case, "2010-05", "avsluta")
    shown = plain(CliRunner().invoke(main, ["next", str(case)]))
    assert "Den ställs efter frågan om ”Kriminellt beteende”." in shown
    assert "Den som kan svara: polisen" in shown


def test_only_text_where_no_colours_or_a_dumb_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigrisk.talklines.sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert may_style()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not may_style()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not may_style()


class Terminal:
    def isatty(self) -> bool:
        return True


def test_every_line_fits_a_narrow_window(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigrisk.terminal.line_width", lambda _: 60)
    monkeypatch.chdir(case.parent)
    result = screen(Path(case.name), "2010-05", "ja", *POLICE, "hoppa över", "ingen tid", "ändra", "1", "avsluta")
    assert max(len(line) for line in result.output.splitlines()) <= 60 + len("> ")
