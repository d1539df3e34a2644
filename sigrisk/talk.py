"""The interview as it is held in a terminal or through a pipe: lines only, one question after the other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sigrisk.asking import Unfit, day_in, numbered, yes
from sigrisk.case import SourceType
from sigrisk.dialogue import BACK, STOP
from sigrisk.memo.clean import text as on_one_line
from sigrisk.screening import REVIEW, Asking, Interview
from sigrisk.screenitem import Origin
from sigrisk.screenview import ending, progress, why
from sigrisk.terminal import wrapped
from sigrisk.workflow import write_fresh

_UNKNOWN: Final = frozenset({"vet inte", "vet ej"})
_SKIP: Final = "hoppa över"
_LATER: Final = "senare"  # as in ”sigrisk judge”
_SOURCE: Final = "källa"
_DAY: Final = "datum"
_WAYS: Final = (
    "Svara på en fråga i taget. Du kan också skriva\n"
    "  vet inte           när ingen vet\n"
    "  ja: anmärkning     när svaret behöver en anmärkning\n"
    "  hoppa över: skäl   när frågan inte går att ställa nu\n"
    "  tillbaka           för att ta tillbaka det förra svaret\n"
    "  källa              för att byta vem som svarar\n"
    "  datum 2026-11-16   för att byta dag för svaren\n"
    "  avsluta            för att sluta och fortsätta en annan dag\n"
    "Varje svar sparas genast i ärendefilen. Inget är ifyllt i förväg."
)


class Stop(Exception):
    """The one who answers wants to stop."""


class _Backwards(Exception):
    """The one who answers wants the question before once more."""


class Talk:
    """The interview as it is held in a terminal."""

    def __init__(self, interview: Interview, *, bold: bool) -> None:
        self.interview, self.bold = interview, bold
        self._told = ""

    def hold(self) -> None:
        """Ask until nothing can change the outcome, and further if that is wished. Raises Stop and click.Abort."""
        if self.interview.next() is not None:
            click.echo(_WAYS)
        while True:
            while (asking := self.interview.next()) is not None:
                self._one(asking)
            if self.interview.more:
                return
            click.echo()
            for line in ending(self.interview):
                self._say(line)
            self.interview.more = True
            if self.interview.next() is None or not self._wants_more():
                self.interview.more = False
                return

    def _wants_more(self) -> bool:
        click.echo()
        self._say("Vill du svara på fler frågor ändå? De ändrar inte utfallet, men promemorian blir utförligare.")
        while True:
            try:
                return yes(self._prompt("Svara ja eller nej."))
            except Unfit as unfit:
                self._refuse(str(unfit))
            except (click.Abort, Stop):  # an Abort too where the answers come to an end, as in a pipe
                return False
            except _Backwards:
                self.interview.more = False
                return self.interview.back()

    def _one(self, asking: Asking) -> None:
        """Ask one question until it is answered, passed over or taken back."""
        self._ask(asking)
        while True:
            try:
                if self._answered(asking, self._prompt()):
                    return
            except Unfit as unfit:
                self._refuse(str(unfit))
            except _Backwards:
                if self.interview.back():
                    return
                self._say("Det finns inget svar att ta tillbaka.", "  ")

    def _ask(self, asking: Asking) -> None:
        click.echo()
        if (told := progress(self.interview)) != self._told:
            self._say(told)
            click.echo()
            self._told = told
        self._say(asking.item.question, bold=True)
        for line in (*(why(self.interview, asking.next) if asking.next is not None else ()), *asking.item.shown):
            self._say(line, "  ")
        for line in asking.item.how:
            self._say(line, "  ")
        if asking.item.sourced and (origin := self.interview.origin(self._asked_of(asking))) is not None:
            name = self.interview.assessment.case.sources[origin.source].name
            self._say(f"Svaret får källan ”{name}” och datumet {origin.day}.", "  ")

    def _answered(self, asking: Asking, text: str) -> bool:
        """Do what was written; whether the question is done with. Raises Unfit and _Backwards."""
        interview, item, asked_of = self.interview, asking.item, self._asked_of(asking)
        word, _, rest = text.partition(" ")
        if text.lower() in _UNKNOWN:
            interview.leave(item, asked_of)
        elif text.lower().startswith(_SKIP):
            interview.leave(item, asked_of, text[len(_SKIP) :].lstrip(": ") or self._reason())
        elif text.lower() == _LATER:
            interview.leave(item, asked_of, self._reason())
        elif word.lower() == _DAY:
            self._new_day(rest)
            return False
        elif text.lower() == _SOURCE:
            interview.origins.pop(asked_of, None)
            self._say("Svara på frågan. Sedan får du säga vem som svarar.", "  ")
            return False
        else:
            write = item.read(text)
            try:
                origin = self._origin(asked_of) if item.sourced else Origin("", interview.day)
            except _Backwards:
                self._ask(asking)
                return False
            interview.take(item, write, origin, asked_of)
        if interview.reread:
            self._say(
                "Ärendefilen hade ändrats av någon annan. Den är inläst på nytt, och ditt svar är sparat i den.", "  "
            )
        return True

    def _asked_of(self, asking: Asking) -> str:
        return self.interview.order.questions.of(asking.item.fact_id).id

    def _reason(self) -> str:
        while not (reason := self._prompt("Varför hoppas frågan över?")):
            self._refuse("skriv skälet med några ord")
        return reason

    def _new_day(self, text: str) -> None:
        day = day_in(text)
        if day > self.interview.assessment.case.day:
            raise Unfit(f"dagen kan inte ligga efter bedömningsdagen {self.interview.assessment.case.day}")
        self.interview.day = day
        self._say(f"Svaren får datumet {day}.", "  ")

    # -- who answers

    def _origin(self, asked_of: str) -> Origin:
        """Who says it: asked once for each kind of question, and used again."""
        interview = self.interview
        if (before := interview.origin(asked_of)) is not None:
            return before
        known = {key: one for key, one in interview.assessment.case.sources.items() if key != REVIEW}
        self._say("Vem säger det? Källan används också för nästa fråga av samma slag.", "  ")
        for number, source in enumerate(known.values(), start=1):
            self._say(f"{number}  {source.name}", "  ")
        how = (
            "Skriv siffran, eller namnet på en ny källa."
            if known
            else "Skriv källans namn, till exempel Skolans rapport."
        )
        while True:
            text = self._prompt(how)
            try:
                if text.isdecimal():
                    return Origin(numbered(text, tuple(known)), interview.day)
                if same := [key for key, source in known.items() if text.lower() in (key, source.name.lower())]:
                    return Origin(same[0], interview.day)
                if text:
                    return Origin(interview.new_source(text), interview.day, (text, self._kind()))
            except Unfit as unfit:
                self._refuse(str(unfit))

    def _kind(self) -> SourceType:
        kinds = tuple(SourceType)
        self._say("Vad är det för slags källa?", "  ")
        for number, kind in enumerate(kinds, start=1):
            self._say(f"{number}  {kind.word}", "  ")
        while True:
            text = self._prompt("Skriv ordet eller siffran.")
            if found := [kind for kind in kinds if text.lower() in (kind.word, *kind.also)]:
                return found[0]
            try:
                return numbered(text, kinds)
            except Unfit as unfit:
                self._refuse(str(unfit))

    # -- reading and writing lines

    def _prompt(self, how: str = "") -> str:
        """What is written on one line. Raises Stop, _Backwards and click.Abort."""
        if how:
            self._say(how, "  ")
        while not (written := on_one_line(click.prompt("", default="", show_default=False, prompt_suffix="> "))):
            self._say("Skriv ett svar. Vet ingen, skriv vet inte. Skriv avsluta för att sluta.", "  ")
        if written.lower() == STOP:
            raise Stop
        if written.lower() == BACK:
            raise _Backwards
        return written

    def _refuse(self, told: str) -> None:
        self._say(f"{told[:1].upper()}{told[1:]}.", "  ")

    def _say(self, line: str, indent: str = "", *, bold: bool = False) -> None:
        shown = wrapped(line.replace("\u00a0", " "), indent)
        click.echo(click.style(shown, bold=True) if bold and self.bold else shown)

    # -- the end

    def end(self, case_file: Path, out: Path | None) -> None:
        """Write the memo and say where everything is. Raises BadInput (SIG033)."""
        interview = self.interview
        memo = write_fresh(interview.assessment, interview.packs, case_file, out or case_file.parent)
        click.echo()
        click.echo(f"Svaren finns i {case_file}.")
        click.echo(f"Promemorian, som är ett utkast, ligger här:\n  {memo}")
