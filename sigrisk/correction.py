"""What is asked of whoever corrects a final memo: why, on which day, and who. Nothing of it is filled in by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sigrisk.asking import Unfit, day_in, named
from sigrisk.diagnostics import Diagnostic, Position
from sigrisk.finals import Correction, FinalVersion
from sigrisk.ownwords import only_a_name, own_words

_START: Final = Position(1, 1)


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
