"""Who answers: asked once for each kind of question, and used again."""

from __future__ import annotations

import re
from typing import Final

from sigrisk.asking import Unfit, numbered
from sigrisk.case import SourceType
from sigrisk.ownwords import names_something
from sigrisk.screening import REVIEW, Interview
from sigrisk.screenitem import Origin, chosen
from sigrisk.talklines import BACK, Lines

_NO_NAME: Final = re.compile(r"(?:vet inte|vet ej|hoppa över|senare|källa|ändra|datum)\b.*", re.IGNORECASE)
_HOW: Final = f"Skriv {BACK} för att komma till frågan igen"


class Sources:
    """The sources of one interview."""

    def __init__(self, interview: Interview, lines: Lines) -> None:
        self.interview, self.lines = interview, lines
        self._chosen: dict[str, Origin] = {}

    def name_of(self, asked_of: str) -> str:
        """Who answers a kind of question; empty where it must be asked."""
        if (origin := self.known(asked_of)) is None:
            return ""
        return origin.new[0] if origin.new is not None else self.interview.assessment.case.sources[origin.source].name

    def ask(self, asked_of: str) -> Origin:
        """Who answers, asked for where it isn't known. Raises Stop, Backwards and KeyboardInterrupt."""
        return self.known(asked_of) or self.choose(asked_of)

    def choose(self, asked_of: str) -> Origin:
        """Ask who answers, whoever it was before. Raises Stop, Backwards and KeyboardInterrupt."""
        self._chosen[asked_of] = self._asked()
        return self._chosen[asked_of]

    def known(self, asked_of: str) -> Origin | None:
        """Who answers a kind of question, as far as that has been said."""
        interview = self.interview
        if (origin := self._chosen.get(asked_of)) is None:
            return interview.origin(asked_of)
        new = None if origin.source in interview.assessment.case.sources else origin.new
        return Origin(origin.source, interview.day, new)

    def _asked(self) -> Origin:
        interview = self.interview
        known = {key: one for key, one in interview.assessment.case.sources.items() if key != REVIEW}
        self.lines.say("Vem säger det? Källan används också för nästa fråga av samma slag.", "  ")
        for number, source in enumerate(known.values(), start=1):
            self.lines.say(source.name, f"  {number}  ")
        example = "Skriv källans namn, till exempel Skolans rapport"
        how = "Skriv siffran, eller namnet på en ny källa" if known else example
        while True:
            text = self.lines.prompt(f"{how}.", empty=f"Skriv vem som säger det. {_HOW}.")
            try:
                if text.isdecimal() and known:
                    return Origin(_numbered(text, tuple(known)), interview.day)
                if same := [key for key, source in known.items() if text.lower() in (key, source.name.lower())]:
                    return Origin(same[0], interview.day)
                if _NO_NAME.fullmatch(text) or not names_something(text):
                    raise Unfit(f"det är inget namn på en källa. {how if known else example}. {_HOW}")
                return Origin(interview.new_source(text), interview.day, (text, self._kind()))
            except Unfit as unfit:
                self.lines.refuse(str(unfit))

    def _kind(self) -> SourceType:
        kinds = tuple(SourceType)
        self.lines.say("Vad är det för slags källa?", "  ")
        for number, kind in enumerate(kinds, start=1):
            self.lines.say(kind.word, f"  {number}  ")
        while True:
            text = self.lines.prompt(
                "Skriv ordet eller siffran.", empty=f"Skriv ett av orden i listan, eller dess siffra. {_HOW}."
            )
            if found := [kind for kind in kinds if text.lower() in (kind.word, *kind.also)]:
                return found[0]
            try:
                return chosen(text, kinds)
            except Unfit as unfit:
                self.lines.refuse(str(unfit))


def _numbered(text: str, keys: tuple[str, ...]) -> str:
    try:
        return numbered(text, keys)
    except Unfit:
        raise Unfit(f"skriv en siffra från 1 till {len(keys)}, eller namnet på en källa") from None
