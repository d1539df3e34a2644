"""What is asked of whoever corrects a final memo: why, on which day, and who. Nothing of it is filled in by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from sigrisk.asking import Unfit, day_in, named
from sigrisk.diagnostics import Diagnostic, Position
from sigrisk.finals import Correction, Decided, FinalVersion
from sigrisk.judgement import POSITIONS
from sigrisk.ownwords import only_a_name, own_words
from sigrisk.series import series

_START: Final = Position(1, 1)
_SPELLING: Final = 0.85  # how alike two names are where one is a misspelling of the other


class NotFinal(Exception):
    """The memo can't be made final. Carries everything that stands between, in the order of the memo."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


def refused(where: str, what: str, help_: str) -> NotFinal:
    """The refusal of one thing that doesn't go together with the final memo there is (SIG255)."""
    return NotFinal([Diagnostic("SIG255", where, _START, what, help_)])


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """What was written on the command line of a correction; None is an option that wasn't given."""

    because: str | None = None
    day: str | None = None
    by: str | None = None

    @property
    def _given(self) -> dict[str, str | None]:
        return {"--correction": self.because, "--corrected-on": self.day, "--corrected-by": self.by}

    @property
    def any(self) -> bool:
        """Whether a correction is asked for at all."""
        return self.option != ""

    @property
    def option(self) -> str:
        """The first option that was given; empty where none was."""
        return next((option for option, text in self._given.items() if text is not None), "")

    def read(self, last: FinalVersion) -> Correction:
        """The correction of the last version. Raises NotFinal (SIG255) with all that is missing or wrong."""
        if found := tuple(self._wrong(last)):
            raise NotFinal(Diagnostic("SIG255", option, _START, what, help_) for option, what, help_ in found)
        return Correction((self.because or "").strip(), day_in(self.day or ""), named(self.by or ""))

    def _wrong(self, last: FinalVersion) -> Iterator[tuple[str, str, str]]:
        because, day, by = ((text or "").strip() for text in self._given.values())
        if not own_words(because):
            what = f"skälet ”{because}” säger för lite" if because else "skälet till rättelsen saknas"
            yield "--correction", what, "skriv i en mening vad som rättas och varför"
        try:
            if day_in(day) < last.made:
                what = f"rättelsen har ett datum före version {last.version}, som är från den {last.made}"
                yield "--corrected-on", what, "skriv den dag då rättelsen görs"
        except Unfit:
            what = f"”{day}” är inget datum" if day else "dagen för rättelsen saknas"
            yield "--corrected-on", what, "skriv dagen som år-månad-dag, till exempel --corrected-on 2026-11-25"
        try:
            if not only_a_name(named(by).name):
                raise Unfit(by)
        except Unfit:
            what = f"”{by}” är inte namn och funktion" if by else "det saknas vem som rättar"
            yield (
                "--corrected-by",
                what,
                'skriv namn och funktion, till exempel --corrected-by "Ann Exempel, enhetschef"',
            )


def new_decision(last: FinalVersion, decided: Decided, day: date, correction: Correction, where: str) -> None:
    """Raises NotFinal (SIG259) where a correction decides otherwise than the version it corrects, as if by the pen.

    Another position, ground or decision-maker is another decision: it has a day of its own, after the one it changes
    and not after the correction itself, and another position has reasons of its own. A version whose list of finals
    doesn't say what it decided, from before that was listed, can't be told from.
    """
    old = last.decided
    if old is None:
        return
    changed, wrong = list(_changed(old, decided)), []
    if changed and not last.date < day <= correction.day:
        what = f"version {last.version} från den {last.date} har {series(changed)}"
        help_ = (
            f"det är ett nytt beslut och ingen rättelse; skriv under ”date” den dag då det fattades, efter "
            f"den {last.date} och senast den dag som rättelsen görs, {correction.day}, eller skriv som i version "
            f"{last.version}"
        )
        wrong.append((what, help_))
    if decided.position is not old.position and decided.reasons == old.reasons:
        what = f"ställningstagandet är ett annat än i version {last.version}, men skälen är desamma"
        wrong.append((what, "skriv under ”reasons” varför gruppen nu kommer till något annat"))
    if wrong:
        raise NotFinal(Diagnostic("SIG259", where, _START, what, help_) for what, help_ in wrong)


def _changed(old: Decided, new: Decided) -> Iterator[str]:
    """What was decided otherwise before. A name spelt otherwise is the same person."""
    if new.position is not old.position:
        yield f"ställningstagandet ”{POSITIONS[old.position]}”"
    if new.legal_ground != old.legal_ground:
        yield f"lagrummet ”{old.legal_ground}”"
    if new.decided_by != old.decided_by and not get_close_matches(new.decided_by, [old.decided_by], cutoff=_SPELLING):
        yield f"beslutsfattaren {old.decided_by}"
