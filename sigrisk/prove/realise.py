"""A case file that shows what z3 says can happen, tried by the product's own assessment before anyone is told."""

from __future__ import annotations

from sigrisk.assess import Assessment, NoOutcome, assess
from sigrisk.casefile import read_case
from sigrisk.diagnostics import BadInput
from sigrisk.engine.agree import check
from sigrisk.packs import Packs
from sigrisk.possible import Verdict
from sigrisk.prove.casetext import case_text
from sigrisk.prove.claim import Claim
from sigrisk.prove.draft import draft
from sigrisk.prove.encode import ALL_ANSWERED, Bench, Signature, Values
from sigrisk.prove.events import CannotWrite
from sigrisk.prove.facts import AGE
from sigrisk.prove.needed import needed
from sigrisk.rulebook import RuleBook, target_ages
from sigrisk.yamlfile import parse

TRIES = 5
_TEENS = (13, 19)


def realise(claim: Claim, packs: Packs, book: RuleBook, bench: Bench, signatures: dict[str, Signature]) -> str:
    """The text of a case file that shows the claim when it is assessed; an empty text where none of a few tries did.

    That none did proves nothing: z3's cases may be ones that no case file can tell.
    """
    wanted = [bench.is_(signatures[rule_id], verdict) for rule_id, verdict in claim.verdicts().items()]
    if claim.whole:
        wanted += [ALL_ANSWERED, *("~" + bench.is_(signatures[rule_id], Verdict.MET) for rule_id in book.decision)]
    passed_over: list[Values] = []
    for _ in range(TRIES):
        values = bench.example(wanted, _usual_ages(book), passed_over)
        if values is None:
            break
        kept = needed(claim, book, values)
        try:
            text = case_text(draft(book, packs.instruments, values, kept), claim, book.profile.id)
        except CannotWrite:
            text = ""
        if text and shows(text, claim, packs, book):
            return text
        passed_over.append({f: values[f] for f in kept if f == AGE or kept[f] == values[f]})
    return ""


def _usual_ages(book: RuleBook) -> tuple[int, ...]:
    """Ages that say something to a reader: in the middle of the target group, and just outside it."""
    low, high = target_ages(book) or _TEENS
    middle = (max(low, _TEENS[0]) + max(high, _TEENS[0]) + 1) // 2  # where no lowest age is set, not a small child
    return middle, high + 1, max(0, low - 1)


def shows(text: str, claim: Claim, packs: Packs, book: RuleBook) -> bool:
    """Whether a case file can be read without a complaint and its assessment, by both evaluators, shows the claim."""
    try:
        case, found = read_case(parse(text, "motexempel.yaml"), packs)
    except BadInput:
        return False
    if case is None or found:
        return False
    assessment: Assessment | None
    try:
        assessment = assess(case, book, packs.instruments, check)
    except NoOutcome:
        assessment = None
    return claim.shown_by(assessment, book)
