"""Whether the young person's sheet is what it's meant to be when people have written in it: one page of easy words.

What a person writes is never changed, and the sheet is written all the same: the one who wrote is told what to shorten.
The young person's own words are measured by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.counted import counted
from sigrisk.diagnostics import Diagnostic, Position, Severity
from sigrisk.judgement import Judgement
from sigrisk.memo.model import Memo
from sigrisk.memo.readability import by_section, measure
from sigrisk.memo.young import NEXT, OWN_WORDS, WRONG
from sigrisk.yamlfile import Document

EASY: Final = 30
TO_YOUNG: Final = "to_young"
_FIELDS: Final = {NEXT: "next_meeting", WRONG: "contact"}


def too_hard(text: str) -> int | None:
    """The LIX of a text that isn't easy enough for the young person; none where it is."""
    lix = measure([text]).lix
    return lix if lix is not None and lix >= EASY else None


def sheet_findings(
    page: Memo, pages: int | None, judgement: Judgement, written: Document, youth_says: str
) -> Iterator[Diagnostic]:
    """What makes the sheet hard to read or too long, as warnings (SIG268) where it is to be mended.

    ``pages`` is how many the sheet has as PDF; none where that can't be made here.
    """
    if (lix := too_hard(judgement.to_young)) is not None:
        yield _found(written, TO_YOUNG, f"orden till den unge har LIX {lix}; bladet ska ligga under {EASY}", _EASIER)
    else:
        yield from _hard_sections(page, written)
    if pages is not None and pages > 1:
        what = f"bladet till den unge blir {counted(pages, 'sida', 'sidor')} som PDF; det ska få rum på en"
        texts = {key: len(getattr(judgement, key)) for key in (TO_YOUNG, *_FIELDS.values())}
        longest = max(texts, key=lambda key: texts[key])
        if len(youth_says) > texts[longest]:
            yield _found(written, longest, what, "den unges egna ord är långa; korta det som ni själva har skrivit")
        else:
            yield _found(written, longest, what, f"korta det som står under ”{longest}”")


def _hard_sections(page: Memo, written: Document) -> Iterator[Diagnostic]:
    for heading, figures in by_section(page):
        if heading != OWN_WORDS and figures.lix is not None and figures.lix >= EASY:
            what = f"”{heading}” på bladet till den unge har LIX {figures.lix}; det ska vara under {EASY}"
            yield _found(written, _FIELDS.get(heading, TO_YOUNG), what, _EASIER)


_EASIER: Final = "skriv kortare meningar och kortare ord under ”{key}”"


def _found(written: Document, key: str, what: str, help_: str) -> Diagnostic:
    has = isinstance(written.data, dict) and key in written.data
    at = written.where((key,)) if has else Position(1, 1)
    return Diagnostic("SIG268", written.file, at, what, help_.format(key=key), Severity.WARNING)
