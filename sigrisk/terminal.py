"""Assessments, trees and lists as plain text for a terminal; the same text in a pipe and for a screen reader."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from sigrisk.alternatives import Alternatives, alternatives_of, offer_can_not_be_made
from sigrisk.assess import Assessment, Result
from sigrisk.checklisttext import digest
from sigrisk.columns import NARROW, line_width
from sigrisk.condition import InRange, InSet, RuleMet
from sigrisk.engine.evaluate import Node
from sigrisk.explain import Reason, ground, kind_words, listing, lower_first, reason, tree_text
from sigrisk.firmtext import HEADING, outcome_sentence
from sigrisk.memo.inshort import summary_sentences
from sigrisk.memo.offer import REPLACED, REQUIREMENTS, next_step, tried_requirements
from sigrisk.memo.sentences import own_numbers_sentence, question_text, split_for_and_against
from sigrisk.memo.wording import basis_text, ground_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, OutcomeId
from sigrisk.validity import out_of_validity, profile_version_text, rule_book_text

_STEP = "      "
_LEAST = 20  # room for words that is kept beside any indent
MOST_QUESTIONS = 7
MOST_OPEN = 5


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Text broken at the width of the window; no-break spaces hold.

    In a narrow one the further lines stand in by less than a long label.
    """
    width = line_width(None)
    deepest = max(width - _LEAST, 2)
    hanging = " " * len(first) if rest is None else rest
    label = first.lstrip(" ")
    return textwrap.fill(
        text.replace("\u00a0", "\u2007"),
        width,
        initial_indent=" " * min(len(first) - len(label), deepest) + label,
        subsequent_indent=" " * min(len(hanging), deepest),
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\u2007", " ")


def hung(line: str) -> str:
    """One line of a list, broken in a window that it is wider than; a pipe has it whole, so that it can be searched."""
    if not sys.stdout.isatty() or len(line) <= line_width(None):
        return line
    own = line[: len(line) - len(line.lstrip(" "))]
    return wrapped(line.strip(" "), own, own + "  ")


def verdict_text(assessment: Assessment, *, in_memo: bool = False) -> str:
    """The short verdict: outcome, for and against, flags, what else there is, and the answers that would settle it.

    ``in_memo``: a memo is written too, so that what is left out here is pointed to by its section.
    """
    reasons = {rule_id: reason(assessment, result) for rule_id, result in assessment.results.items()}
    lines = [f"{assessment.case.case.id} – {assessment.case.person.label}", ""]
    lines += [*_outcome(assessment, reasons), *_for_and_against(assessment, reasons)]
    lines += [*_requirements(assessment, in_memo), *_alternatives(assessment, reasons)]
    lines += [*_questions(assessment, in_memo), *_contradictions(assessment), *_notes(assessment, reasons)]
    lines += _checklists(assessment)
    lines += [wrapped(assessment.engine), *_rules_in_force(assessment)]
    return "\n".join(lines)


def _outcome(assessment: Assessment, reasons: dict[str, Reason]) -> list[str]:
    lines = [wrapped(_plain(" ".join(summary_sentences(assessment, reasons)))), ""]
    if assessment.book.profile.closed:
        lines += [wrapped(assessment.book.profile.closed, "Varför den är stängd: ", ""), ""]
    if outside := out_of_validity(assessment.book, assessment.case.day):
        lines += [wrapped("Observera. " + _plain(" ".join(outside))), ""]
    if step := next_step(assessment):
        lines += [wrapped(step, "Nästa steg: ", ""), ""]
    else:
        lines += _listed("Möjliga utfall", [assessment.book.outcomes[o].title for o in assessment.outcomes])
    if own_numbers := own_numbers_sentence(assessment):
        lines += [wrapped(f"Läs utfallet med försiktighet. {own_numbers}"), ""]
    if firm := outcome_sentence(assessment):
        lines += [wrapped(firm, f"{HEADING} ", ""), ""]
    return lines


def _for_and_against(assessment: Assessment, reasons: dict[str, Reason]) -> list[str]:
    pro, con, unknown = split_for_and_against(assessment, reasons)
    flags = {v: [reasons[r.rule.id] for r in assessment.of_kind(Kind.FLAG) if r.verdict is v] for v in Verdict}
    lines = _block("Talar för", [p for p in pro if p.result.rule.kind is not Kind.FLAG], "inget")
    lines += _block("Talar emot", [c for c in con if c not in flags[Verdict.MET]], "inget utöver flaggorna")
    left = flags[Verdict.OPEN]
    lines += _block("Flaggor", flags[Verdict.MET], "ingen bekräftad" if left else "inga")
    lines += _open_flags(left)
    return lines + _titles("Kriterier som inte går att avgöra", [u for u in unknown if u not in left])


def _open_flags(left: list[Reason]) -> list[str]:
    """The first in full; where nearly nothing is known yet, the others by name."""
    told = [one.sentence for one in left[:MOST_OPEN]]
    if others := [f"”{one.result.rule.title}”" for one in left[MOST_OPEN:]]:
        told.append(f"Inte heller går det att avgöra {listing(others, 'flaggor')}.")
    return _listed("Flaggor som inte går att avgöra", told)


def _contradictions(assessment: Assessment) -> list[str]:
    clashes = [ground_text(ground(assessment, k.fact.id)) for k in assessment.contradictions()]
    return _listed("Källor som säger olika", clashes)


def _notes(assessment: Assessment, reasons: dict[str, Reason]) -> list[str]:
    met = [r.rule.id for r in assessment.of_kind(Kind.NOTE) if r.verdict is Verdict.MET]
    return _listed("Tänk på", [reasons[rule_id].sentence for rule_id in met])


def _alternatives(assessment: Assessment, reasons: dict[str, Reason]) -> list[str]:
    """What else may suit; not where SIG is to be offered, for the memo names what may come beside it."""
    if assessment.outcomes == (OutcomeId.OFFER,) and not offer_can_not_be_made(assessment):
        return []
    found = alternatives_of(assessment)
    told = [f"{REPLACED}: {lower_first(one.rule.title)}. {reasons[one.rule.id].sentence}" for one in found.replacing]
    told += [reasons[one.rule.id].sentence for one in found.named]
    lines = _listed("Alternativ att pröva i gruppen, och vad som pekar på dem", told)
    return [*(lines or ["Alternativ: regelverket pekar inte ut något.", ""]), *_perhaps(found)]


def _perhaps(found: Alternatives) -> list[str]:
    titles = "; ".join(one.rule.title for one in found.perhaps)
    return ["Alternativ som kan bli aktuella när mer är känt:", wrapped(f"{titles}.", "  "), ""] if titles else []


def _rules_in_force(assessment: Assessment) -> list[str]:
    book = assessment.book
    told = (f"Regelverk: {rule_book_text(book)}", f"Profil: {profile_version_text(book)}")
    return [wrapped(f"{one}.".replace("\u00a0", " "), rest="  ") for one in told]


def _block(heading: str, listed: list[Reason], nothing: str) -> list[str]:
    if not listed:
        return [f"{heading}: {nothing}.", ""]
    return _listed(heading, [r.sentence for r in listed])


def _listed(heading: str, sentences: list[str]) -> list[str]:
    return [f"{heading}:", *(wrapped(_plain(one), "  - ") for one in sentences), ""] if sentences else []


def _plain(text: str) -> str:
    """The text without no-break spaces: a terminal has room."""
    return text.replace("\u00a0", " ")


def _titles(heading: str, listed: list[Reason]) -> list[str]:
    if not listed:
        return []
    return [f"{heading}:", wrapped("; ".join(r.result.rule.title for r in listed) + ".", "  "), ""]


def _requirements(assessment: Assessment, in_memo: bool) -> list[str]:
    tried = tried_requirements(assessment)
    if not tried:
        return []
    counts = {v: sum(r.verdict is v for r in tried) for v in Verdict}
    unclear = f"{counts[Verdict.OPEN]} är oklar{'t' if counts[Verdict.OPEN] == 1 else 'a'}"
    text = f"{counts[Verdict.MET]} av {len(tried)} krav är på plats, och {unclear}."
    where = " Kraven står i promemorian, avsnitt 13." if in_memo else ""
    lines = [f"{REQUIREMENTS}:", wrapped(f"{text}{where}", "  ")]
    missing = [r.rule.title for r in tried if r.verdict is Verdict.NOT_MET]
    return [*lines, *(wrapped(f"Inte på plats: {title}.", "  - ") for title in missing), ""]


def _questions(assessment: Assessment, in_memo: bool) -> list[str]:
    if not assessment.questions:
        return []
    shown = min(len(assessment.questions), MOST_QUESTIONS)
    lines = ["Frågor som kan avgöra, den mest avgörande först:"]
    lines += [wrapped(question_text(assessment, i), f"  {i + 1}. ") for i in range(shown)]
    if left := [f"”{q.fact.definition.label}”" for q in assessment.questions[shown:]]:
        where = f"{len(left)} till; alla står i promemorian, avsnitt 12." if in_memo else f"{listing(left, 'frågor')}."
        lines.append(wrapped(where, "  … och "))
    return [*lines, ""]


def _checklists(assessment: Assessment) -> list[str]:
    lines = []
    for score in assessment.scores:
        first, *rest = (f"{line.lead} {line.text}".replace("\u00a0", " ") for line in digest(assessment, score))
        lines += [wrapped(first, "  - ", "    "), *(wrapped(one, "    ") for one in rest)]
    return ["Checklistor:", *lines, ""] if lines else []


def explanation(assessment: Assessment, result: Result) -> str:
    """The whole tree behind one verdict, down to facts, sources and dates."""
    rule = result.rule
    one = reason(assessment, result)
    words = kind_words(rule.kind)
    lines = [wrapped(f"{rule.title}: {words[result.verdict]}", rest="    "), f"  regel {rule.id}"]
    lines.append(wrapped(one.sentence.replace("\u00a0", " "), "  "))
    if rule.why:
        lines.append(wrapped(rule.why, "  Varför regeln finns: ", "    "))
    lines.append(wrapped(basis_text(rule.basis, rule.sources, assessment.book), "  Källa: ", "    "))
    if one.do:
        lines.append(wrapped(one.do, "  Att göra: ", "    "))
    lines += list(_tree(assessment, result.node, "  "))
    return "\n".join(lines)


def _tree(assessment: Assessment, node: Node, indent: str) -> Iterator[str]:
    marks = {Verdict.MET: "[ja]  ", Verdict.NOT_MET: "[nej] ", Verdict.OPEN: "[?]   "}
    tail = ":" if node.parts else ""
    step = _STEP if line_width(None) >= NARROW else "  "
    yield wrapped(tree_text(assessment.book, node.tree) + tail, indent + marks[node.verdict], indent + step)
    deeper = indent + step
    if isinstance(node.tree, InRange | InSet):
        known = ground(assessment, node.tree.fact)
        yield wrapped(
            ground_text(known).replace("\u00a0", " ").split(": ", 1)[1],
            deeper + "vi vet: ",
            None if step == _STEP else deeper + step,
        )
    elif isinstance(node.tree, RuleMet):
        yield from _tree(assessment, assessment.results[node.tree.rule].node, deeper)
    for part in node.parts:
        yield from _tree(assessment, part, deeper)


def everything_explained(assessment: Assessment) -> str:
    """The outcome's own tree first, then every criterion, flag and note, and what an offer asks for."""
    chosen = [assessment.results[r] for r in assessment.decided_by]
    chosen += assessment.of_kind(Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.NOTE)
    chosen += tried_requirements(assessment)
    return "\n\n".join(explanation(assessment, result) for result in chosen)
