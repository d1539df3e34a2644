"""Names of things, and grounds as sentences."""

from __future__ import annotations

from typing import Final

from sigrisk.case import SourceType
from sigrisk.dates import MONTHS, NBSP, add_months, approximate_text, day_text, when_text
from sigrisk.evidence import Evidence
from sigrisk.explain import Ground
from sigrisk.masking import HIDDEN
from sigrisk.rulebook import Param, RuleBook
from sigrisk.vocabulary import Basis, Citation, FactDef, everything, show

__all__ = [
    "MONTHS", "NBSP", "PERSONS", "SOURCE_TYPES", "approximate_text", "basis_text", "citation_text", "claim_text",
    "day_text", "full_stop", "ground_text", "said_text", "valid_to", "value_origin_text", "when_text",
]  # fmt: skip

PERSONS: Final = {"youth": "Den unge"} | {f"guardian_{i}": f"Vårdnadshavare {i}" for i in range(1, 5)}
SOURCE_TYPES: Final = {
    SourceType.POLICE: "polisen",
    SourceType.SCHOOL: "skolan",
    SourceType.SOCIAL_SERVICES: "socialtjänsten",
    SourceType.HEALTH_CARE: "vården",
    SourceType.FIELD_WORKERS: "fältassistenterna",
    SourceType.YOUNG_PERSON: "den unge",
    SourceType.GUARDIAN: "en vårdnadshavare",
    SourceType.REGISTER: "ett register",
    SourceType.OTHER: "någon annan",
}


def claim_text(fact: FactDef, claim: Evidence) -> str:
    """One claim: what it says, who says it and when, and whether it still counts."""
    said = said_text(fact, claim)
    when = f", {day_text(claim.day)}" if claim.day is not None else ""
    mark = ""
    if claim.expired:
        mark = "; för gammal för att räknas"
    elif claim.superseded:
        mark = "; ersatt av en senare uppgift från samma källa"
    note = f" Anmärkning: {full_stop(claim.note)}" if claim.note else ""
    return f"{said} (källa: {claim.source}{when}{mark}).{note}"


def said_text(fact: FactDef, claim: Evidence) -> str:
    """What a claim answers, or that the answer is masked."""
    if claim.hidden:
        return HIDDEN
    if claim.values is None:
        return "vet ej"
    return "det går inte att säga" if claim.values == everything(fact) else show(fact, claim.values)


def full_stop(text: str) -> str:
    """The text with a full stop at its end, unless it has some end mark already."""
    return text if text.rstrip("”").endswith((".", "!", "?", "…")) else f"{text}."


def ground_text(ground: Ground) -> str:
    """A fact behind a verdict with everything said about it, as one line."""
    fact = ground.fact.definition
    counting = [claim for claim in ground.evidence if claim.counts]
    if not ground.evidence:
        return f"{fact.label}: uppgift saknas."
    if ground.contradicted:
        return f"{fact.label}: källorna säger olika. " + " ".join(_first_upper(claim_text(fact, c)) for c in counting)
    if not counting or not ground.answered:
        return f"{fact.label}: uppgift saknas. " + " ".join(_first_upper(claim_text(fact, c)) for c in ground.evidence)
    said = [claim_text(fact, c) for c in counting]
    return f"{fact.label}: " + " ".join([said[0], *map(_first_upper, said[1:])])


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def valid_to(fact: FactDef, claim: Evidence) -> str:
    """The last day a claim counts, or that it doesn't grow old."""
    if claim.day is None:
        return ""
    return add_months(claim.day, fact.expires).isoformat() if fact.expires is not None else "tills vidare"


def citation_text(citation: Citation, book: RuleBook) -> str:
    """A source as it is named in the memo: document and heading."""
    document = book.sources.get(citation.doc)
    name = f"{document.author}: {document.title} ({document.year})" if document is not None else citation.doc
    return f"{name}, ”{citation.section}”"


def basis_text(basis: Basis, sources: tuple[Citation, ...], book: RuleBook) -> str:
    """Where a rule or number comes from, in words."""
    if basis is Basis.PROPOSAL:
        built_on = ", som bygger på " + "; ".join(citation_text(c, book) for c in sources) if sources else ""
        return f"sigrisks eget förslag{built_on}; kommunen bestämmer"
    if basis is Basis.LOCAL:
        return "kommunens eget beslut"
    return "; ".join(citation_text(c, book) for c in sources)


def value_origin_text(param: Param, book: RuleBook) -> str:
    """Where the number in use comes from, in words: what the profile that sets it says, or the default's own source."""
    origin = book.origin(param.id)
    text = basis_text(origin.basis, origin.sources, book)
    return f"satt i profilen: {text}" if param.id in book.profile.params else text
