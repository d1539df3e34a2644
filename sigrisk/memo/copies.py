"""The memo's copies: the whole one, the party's, and the young person's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.memo.blind import blind
from sigrisk.memo.build import build
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Memo
from sigrisk.memo.reader import Copy
from sigrisk.memo.veil import veiled
from sigrisk.memo.young import young_page
from sigrisk.young import YoungTexts

_PARTY: Final = "Partskopia. Uppgifter som handlar om andra personer är maskerade där handläggaren har märkt dem."
_NAMELESS: Final = " Namn på tjänstepersoner är utelämnade."


def copy_of(
    assessment: Assessment,
    version: str,
    texts: YoungTexts,
    copy: Copy,
    judged: Judged | None = None,
    *,
    nameless: bool = False,
) -> Memo:
    """The memo for its reader. The case must have been read for the same reader (see ``load_case``)."""
    if copy is Copy.FULL:
        return build(assessment, version, texts, judged)
    party = blind(assessment)
    sheet = copy is Copy.YOUNG
    memo = veiled(build(party, version, texts, judged, judged_on=assessment, sheet=sheet), party, texts)
    if sheet:
        return young_page(memo, assessment.case.person.label, texts)
    line = ("Exemplar", _PARTY + (_NAMELESS if nameless else ""))
    return replace(memo, head=(memo.head[0], line, *memo.head[1:]))
