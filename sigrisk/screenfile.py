"""What a case file says already, as an interview needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sigrisk.case import Case, Claim
from sigrisk.packs import Packs
from sigrisk.screenanswers import Answered
from sigrisk.screenitems import claimable
from sigrisk.vocabulary import read_answer
from sigrisk.yamlfile import decode, read

MARK: Final = "\ufeff"


def said_by(case: Case, packs: Packs, fact_id: str, apart_from: Answered | None) -> Iterator[Claim]:
    """What sources have said of a fact, apart from that they don't know and from one answer that is to go."""
    fact = packs.vocabulary[fact_id].definition
    gone = None if apart_from is None else (apart_from.source, apart_from.day)
    for claim in case.claims(fact_id) if claimable(fact) else ():
        if read_answer(fact, claim.value) is not None and (claim.source, claim.date) != gone:
            yield claim


def said_unknown(case: Case, packs: Packs) -> Iterator[str]:
    """The facts that someone was asked about on the day of the assessment without knowing."""
    for fact_id in case.facts:
        fact = packs.vocabulary[fact_id].definition
        if any(claim.date == case.day and read_answer(fact, claim.value) is None for claim in case.claims(fact_id)):
            yield fact_id


def text_of(path: Path) -> str:
    """The file's text as it is, line ends and byte order mark too. Raises BadInput (SIG001, SIG003)."""
    read(path)  # the same errors as anywhere
    decode(path.read_bytes(), str(path))
    return path.read_bytes().decode("utf-8")
