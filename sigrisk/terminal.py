"""Assessments, trees and lists as plain text for a terminal; the same text in a pipe and for a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sigrisk.assess import Assessment, Result
from sigrisk.checklisttext import digest
from sigrisk.condition import InRange, InSet, RuleMet
from sigrisk.engine.evaluate import Node
from sigrisk.explain import Reason, ground, kind_words, reason, tree_text
from sigrisk.memo.build import own_numbers_sentence, question_text, split_for_and_against, summary_sentences
from sigrisk.memo.offer import REQUIREMENTS, tried_requirements
from sigrisk.memo.wording import basis_text, ground_text
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind
from sigrisk.validity import out_of_validity, profile_version_text, rule_book_text

WIDTH = 88
MOST_QUESTIONS = 7


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Text broken at the line width; no-break spaces hold."""
    return textwrap.fill(
        text.replace("\u00a0", "\u2007"),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\u2007", " ")


def verdict_text(assessment: Assessment) -> str:
    """The short verdict: outcome, for and against, flags, and the answers that would settle it."""
    reasons = {rule_id: reason(assessment, result) for rule_id, result in assessment.results.items()}
    lines = [f"{assessment.case.case.id} – {assessment.case.person.label}", ""]
    lines += [wrapped(" ".join(summary_sentences(assessment, reasons)).replace("\u00a0", " ")), ""]
    if assessment.book.profile.closed:
        lines += [wrapped(assessment.book.profile.closed, "Varför den är stängd: ", ""), ""]
    if outside := out_of_validity(assessment.book, assessment.case.day):
        lines += [wrapped("Observera. " + " ".join(outside).replace("\u00a0", " ")), ""]
    if assessment.settled:
        lines += [wrapped(assessment.book.outcomes[assessment.outcomes[0]].do, "Nästa steg: ", ""), ""]
    else:
        lines.append("Möjliga utfall:")
        lines += [wrapped(assessment.book.outcomes[o].title, "  - ") for o in assessment.outcomes]
        lines.append("")
    if own_numbers := own_numbers_sentence(assessment):
        lines += [wrapped(f"Läs utfallet med försiktighet. {own_numbers}"), ""]
    pro, con, unknown = split_for_and_against(assessment, reasons)
    flags = [reasons[r.rule.id] for r in assessment.of_kind(Kind.FLAG) if r.verdict is Verdict.MET]
    flag_ids = {f.result.rule.id for f in flags}
    lines += _block("Talar för", [p for p in pro if p.result.rule.kind is not Kind.FLAG], "inget")
    lines += _block("Talar emot", [c for c in con if c.result.rule.id not in flag_ids], "inget utöver flaggorna")
    left = sum(r.verdict is Verdict.OPEN for r in assessment.of_kind(Kind.FLAG))
    lines += _block("Flaggor", flags, f"ingen bekräftad, {left} går inte att avgöra" if left else "inga")
    lines += _titles("Går inte att avgöra", unknown)
    lines += _requirements(assessment)
    lines += _questions(assessment)
    clashes = [ground_text(ground(assessment, k.fact.id)).replace("\u00a0", " ") for k in assessment.contradictions()]
    if clashes:
        lines += ["Källor som säger olika:", *(wrapped(c, "  - ") for c in clashes), ""]
    lines += _checklists(assessment)
    lines += [wrapped(assessment.engine), *_rules_in_force(assessment)]
    return "\n".join(lines)


def _rules_in_force(assessment: Assessment) -> list[str]:
    book = assessment.book
    told = (f"Regelverk: {rule_book_text(book)}", f"Profil: {profile_version_text(book)}")
    return [wrapped(f"{one}.".replace("\u00a0", " "), rest="  ") for one in told]


def _block(heading: str, listed: list[Reason], nothing: str) -> list[str]:
    if not listed:
        return [f"{heading}: {nothing}.", ""]
    return [f"{heading}:", *(wrapped(r.sentence.replace("\u00a0", " "), "  - ") for r in listed), ""]


def _titles(heading: str, listed: list[Reason]) -> list[str]:
    if not listed:
        return []
    return [f"{heading}:", wrapped("; ".join(r.result.rule.title for r in listed) + ".", "  "), ""]


def _requirements(assessment: Assessment) -> list[str]:
    tried = tried_requirements(assessment)
    if not tried:
        return []
    counts = {v: sum(r.verdict is v for r in tried) for v in Verdict}
    unclear = f"{counts[Verdict.OPEN]} är oklar{'t' if counts[Verdict.OPEN] == 1 else 'a'}"
    text = f"{counts[Verdict.MET]} av {len(tried)} krav är på plats, och {unclear}."
    lines = [f"{REQUIREMENTS}:", wrapped(f"{text} Kraven står i promemorian, avsnitt 13.", "  ")]
    missing = [r.rule.title for r in tried if r.verdict is Verdict.NOT_MET]
    return [*lines, *(wrapped(f"Inte på plats: {title}.", "  - ") for title in missing), ""]


def _questions(assessment: Assessment) -> list[str]:
    if not assessment.questions:
        return []
    shown = min(len(assessment.questions), MOST_QUESTIONS)
    lines = ["Frågor som kan avgöra, den mest avgörande först:"]
    lines += [wrapped(question_text(assessment, i), f"  {i + 1}. ") for i in range(shown)]
    if len(assessment.questions) > shown:
        lines.append(f"  … och {len(assessment.questions) - shown} till; alla står i promemorian, avsnitt 12.")
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
    lines = [f"{rule.title}: {words[result.verdict]}", f"  regel {rule.id}"]
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
    yield wrapped(tree_text(assessment.book, node.tree) + tail, indent + marks[node.verdict])
    deeper = indent + "      "
    if isinstance(node.tree, InRange | InSet):
        known = ground(assessment, node.tree.fact)
        yield wrapped(ground_text(known).replace("\u00a0", " ").split(": ", 1)[1], deeper + "vi vet: ")
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
