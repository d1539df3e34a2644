"""The memo's copies: the whole one, the party's, and the young person's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.judgement import Judgement
from sigrisk.masking import HIDDEN
from sigrisk.memo.blind import Hidden, blind
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
    if judged is not None:
        judged = replace(judged, judgement=_without_masked_flags(judged.judgement, assessment))
    memo = veiled(build(party, version, texts, judged, judged_on=assessment, sheet=sheet), party, texts)
    memo = replace(memo, judgement=_without_checksum(memo.judgement))
    if sheet:
        return young_page(memo, assessment.case.person.label, texts)
    line = ("Exemplar", _PARTY + (_NAMELESS if nameless else ""))
    return replace(memo, head=(memo.head[0], line, *memo.head[1:]))


def _without_masked_flags(judgement: Judgement, assessment: Assessment) -> Judgement:
    """What people have written, without their answers to flags that are masked, nor whether those have turned."""
    hidden = Hidden.of(assessment).rules
    return judgement.model_copy(update={"flags": {f: a for f, a in judgement.flags.items() if f not in hidden}})


def _without_checksum(judgement: Judgement | None) -> Judgement | None:
    """The judgement without the checksum of the case file: with it one could try what a masked answer is."""
    if judgement is None:
        return None
    judged = judgement.judged.model_copy(update={"case_file": HIDDEN})
    return judgement.model_copy(update={"judged": judged})
