"""The interview as it is held in a terminal or through a pipe: lines only, one question after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from sigrisk.asking import Unfit, day_in, yes
from sigrisk.screenanswers import Answered
from sigrisk.screening import CHANGE, Asking, Interview
from sigrisk.screenitem import Origin
from sigrisk.screenitems import UNKNOWN
from sigrisk.screenview import ending, more_wished, progress, why
from sigrisk.talklines import BACK, Backwards, Lines, Stop
from sigrisk.talksource import Sources
from sigrisk.workflow import write_fresh

_UNKNOWN: Final = re.compile(r"(?:vet inte|vet ej)\.?(?:\s*:\s*(.*))?", re.IGNORECASE)
_SKIP: Final = re.compile(r"(?:hoppa över|senare)(?:\s*:\s*|\s+|$)(.*)", re.IGNORECASE)  # senare as in ”sigrisk judge”
_SOURCE: Final = "källa"
_DAY: Final = "datum"
_REASON: Final = "Varför hoppas frågan över?"
_WAYS: Final = (
    (UNKNOWN, "när den som kan svara är tillfrågad men inte vet"),
    ("ja: anmärkning", "när svaret behöver en anmärkning"),
    ("hoppa över: skäl", "när frågan inte går att ställa nu; den kommer tillbaka nästa gång"),
    (BACK, "för att ta tillbaka det förra svaret"),
    (CHANGE, "för att ändra ett annat svar"),
    (_SOURCE, "för att byta vem som svarar"),
    ("datum 2026-11-16", "för att byta dag för svaren"),
    ("avsluta", "för att sluta och fortsätta en annan dag"),
)


class Talk:
    """The interview as it is held in a terminal."""

    def __init__(self, interview: Interview, *, bold: bool) -> None:
        self.interview = interview
        self.lines = Lines(bold=bold)
        self.sources = Sources(interview, self.lines)
        self._told = ""

    def hold(self) -> None:
        """Ask until nothing can change the outcome, and further if that is wished. Raises Stop and KeyboardInterrupt.

        Stop too where the answers come to an end, as in a pipe.
        """
        if (asking := self.interview.next()) is not None:
            self._tell_ways()
        while True:
            while asking is not None:
                self._one(asking)
                asking = self.interview.next()
            if self.interview.more:
                return
            click.echo()
            for line in ending(self.interview):
                self.lines.say(line)
            self.interview.more = True
            asking = self.interview.next()
            if asking is None or not self._wants_more():
                self.interview.more = False
                return
            if not self.interview.more:
                asking = self.interview.next()

    def _tell_ways(self) -> None:
        self.lines.say("Svara på en fråga i taget. Du kan också skriva")
        for word, when in _WAYS:
            self.lines.say(when, f"  {word:<18} ", " " * 21)
        self.lines.say("Varje svar sparas genast i ärendefilen. Inget är ifyllt i förväg.")

    def _wants_more(self) -> bool:
        """Whether more questions are wished for; also true where the last answer is taken back."""
        click.echo()
        self.lines.say(more_wished(self.interview))
        self.lines.say("Svara ja eller nej.", "  ")
        while True:
            try:
                return yes(self.lines.prompt(empty="Svara ja eller nej."))
            except Unfit as unfit:
                self.lines.refuse(str(unfit))
            except Stop:
                return False
            except Backwards:
                self.interview.more = False
                if self.interview.back():
                    return True
                self.interview.more = True
                self.lines.say("Det finns inget svar från den här gången att ta tillbaka.", "  ")

    def _one(self, asking: Asking) -> None:
        """Ask one question until it is answered, passed over or taken back."""
        self._ask(asking)
        while True:
            try:
                if self._answered(asking, self.lines.prompt(empty=f"Skriv ett svar. Vet ingen, skriv {UNKNOWN}.")):
                    return
            except Unfit as unfit:
                self.lines.refuse(str(unfit))
            except Backwards:
                if self._back(asking):
                    return

    def _back(self, asking: Asking) -> bool:
        """Whether something was taken back, so that another question comes."""
        if asking.instead_of is not None:
            self.lines.say("Det gamla svaret står kvar.", "  ")
            return True
        try:
            return self.interview.back() or self._picked()
        except Unfit as unfit:
            self.lines.refuse(str(unfit))
            return False

    def _ask(self, asking: Asking) -> None:
        click.echo()
        if (told := progress(self.interview)) != self._told:
            self.lines.say(told)
            click.echo()
            self._told = told
        self.lines.say(asking.item.question, bold=True)
        if asking.instead_of is not None:
            self.lines.say(f"Nu står det: {asking.instead_of.text}.", "  ")
            self.lines.say(f"Det står kvar tills du svarar. Skriv {BACK} för att behålla det.", "  ")
        elif (before := self.interview.assessment.case.postponement(asking.item.fact_id)) is not None:
            self.lines.say(f"Frågan sköts upp den {before.date}. Skäl: {before.reason}", "  ")
        for line in (*(why(self.interview, asking.next) if asking.next is not None else ()), *asking.item.shown):
            self.lines.say(line, "  ")
        for line in asking.item.how:
            self.lines.say(line, "  ")
        if asking.item.sourced and (name := self.sources.name_of(self._asked_of(asking))):
            self.lines.say(f"Svaret får källan ”{name}” och datumet {self.interview.day}.", "  ")

    def _answered(self, asking: Asking, text: str) -> bool:
        """Do what was written; whether the question is done with. Raises Unfit and Backwards."""
        interview, item, asked_of = self.interview, asking.item, self._asked_of(asking)
        word, _, rest = text.partition(" ")
        try:
            if (unknown := _UNKNOWN.fullmatch(text)) is not None:
                interview.leave(asking, self.sources.known(asked_of), unknown[1] or "")
            elif (skip := _SKIP.fullmatch(text)) is not None:
                interview.postpone(asking, skip[1] or self._reason())
            elif word.lower() == _DAY:
                self._new_day(rest)
                return False
            elif text.lower() == _SOURCE:
                self._new_source(asking)
                return False
            elif text.lower() == CHANGE:
                return self._picked()
            else:
                write = item.read(text)
                origin = self.sources.ask(asked_of) if item.sourced else Origin("", interview.day)
                interview.take(asking, write, origin, asked_of)
        except Backwards:  # from a question below this one
            self._ask(asking)
            return False
        if interview.reread:
            self.lines.say(
                "Ärendefilen hade ändrats av någon annan. Den är inläst på nytt, och ditt svar är sparat i den.", "  "
            )
        return True

    def _asked_of(self, asking: Asking) -> str:
        return self.interview.order.questions.of(asking.item.fact_id).id

    def _reason(self) -> str:
        while True:
            reason = self.lines.prompt(_REASON, empty="Skriv skälet med några ord.")
            if (skip := _SKIP.fullmatch(reason)) is not None:
                reason = skip[1]
            if reason and _UNKNOWN.fullmatch(reason) is None and reason.lower() not in (_SOURCE, CHANGE):
                return reason
            self.lines.refuse("skriv skälet med några ord")

    def _new_day(self, text: str) -> None:
        day = day_in(text)
        if day > self.interview.assessment.case.day:
            raise Unfit(f"dagen kan inte ligga efter bedömningsdagen {self.interview.assessment.case.day}")
        self.interview.day = day
        self.lines.say(f"Svaren får datumet {day}.", "  ")

    def _new_source(self, asking: Asking) -> None:
        if not asking.item.sourced:
            raise Unfit("det här svaret skrivs utan källa")
        self.sources.choose(self._asked_of(asking))
        self._ask(asking)

    # -- an answer that was given before

    def _picked(self) -> bool:
        """Whether an answer in the case was chosen, to be given anew. Raises Unfit."""
        listed = self.interview.answers()
        if not listed:
            raise Unfit("det finns inget svar att ta tillbaka eller ändra")
        self.lines.say("De här svaren står i ärendet. Svar i checklistor och händelser ändras i ärendefilen.", "  ")
        try:
            chosen = self._chosen(listed)
        except Backwards:
            self.lines.say("Inget är ändrat. Svara på frågan ovan.", "  ")
            return False
        self.interview.change(chosen)
        return True

    def _chosen(self, listed: tuple[Answered, ...]) -> Answered:
        """One of the answers in the case, by its number or by words of it."""
        while True:
            for number, one in enumerate(listed, start=1):
                self.lines.say(one.text, f"  {number}  ")
            self.lines.say(f"Vilket svar vill du ändra? Skriv {BACK} för att låta allt stå.", "  ")
            found: tuple[Answered, ...] = ()
            while not found:
                how = "Skriv siffran, eller ord ur raden eller frågan."
                found = tuple(
                    self._meant(self.lines.prompt(how, empty="Skriv en siffra eller ett ord.").lower(), listed)
                )
                if not found:
                    self.lines.refuse("det finns inget sådant svar")
            if len(found) == 1:
                return found[0]
            listed = found

    def _meant(self, text: str, listed: tuple[Answered, ...]) -> Iterator[Answered]:
        vocabulary = self.interview.packs.vocabulary
        for number, one in enumerate(listed, start=1):
            words = f"{one.text} {vocabulary[one.fact_id].definition.ask}".lower()
            if text == str(number) or (not text.isdecimal() and text in words):
                yield one

    # -- the end

    def end(self, case_file: Path, out: Path | None) -> None:
        """Write the memo and say where everything is. Raises BadInput (SIG033)."""
        interview = self.interview
        click.echo()
        self.lines.say(f"Svaren finns i {case_file}.")
        memo, fresh = write_fresh(interview.assessment, interview.packs, case_file, out or case_file.parent)
        told = "" if fresh else " Den är oförändrad."
        self.lines.say(f"Promemorian, som är ett utkast, ligger här:{told}")
        click.echo(f"  {memo}")
