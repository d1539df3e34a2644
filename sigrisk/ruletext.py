"""What stands in braces in a rule's sentence: placeholders, and choices between clauses of which some hold.

A choice is written ``{KEY: clause | KEY: clause}``, in ``says`` or ``says_not``. The clauses whose keys decided the
verdict are said, and no others, so that a sentence never says "either … or" where the case tells which. A key is a
fact or a rule of the rule's own condition; ``@risk`` is every fact of a side that has no clause of its own, and ``*``
is all the rest. ``FACT=na`` goes before ``FACT`` where the question doesn't apply, and ``FACT=OPTION`` where an option
is the answer. Several keys may share a clause, with commas between.

``{under18: clause | from18: clause}`` is a choice by age, not by what decided, and may stand in any of a rule's
texts: a child and an adult turn to different places. Where the age leaves it open both are said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from sigrisk.condition import Counted, InRange, InSet, Not, RuleMet, Tree, leaves
from sigrisk.possible import Verdict
from sigrisk.vocabulary import Vocabulary

PLACEHOLDER: Final = re.compile(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
PLACEHOLDER_HELP: Final = "använd {facts}, {missing}, {param:…}, {count:…}, {fact:…} eller {events:…}"
NOT_APPLICABLE_KEY: Final = "na"
REST: Final = "*"
UNDER_18: Final = "under18"
FROM_18: Final = "from18"
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")

Leaf: TypeAlias = InRange | InSet | RuleMet


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a choice: the grounds it is said for, each with an answer (empty: whatever the answer)."""

    keys: tuple[tuple[str, str], ...]
    text: str

    def answers(self, ground: str) -> frozenset[str]:
        """The answers for which the clause is said of a ground; empty where it isn't about that ground."""
        return frozenset(answer for name, answer in self.keys if name == ground)


def choice_in(braced: str) -> tuple[Clause, ...]:
    """The clauses of a choice, from what stands inside the braces; empty where it is a placeholder instead."""
    return tuple(_clause(part) for part in braced.split("|")) if ": " in braced else ()


def is_by_age(clauses: tuple[Clause, ...]) -> bool:
    """Whether a choice is one by age."""
    return any(ground in (UNDER_18, FROM_18) for clause in clauses for ground, _ in clause.keys)


def by_age(clauses: tuple[Clause, ...], adult: bool | None) -> str:
    """What a choice by age says: of an adult, of a child, or of both where that is open (None)."""
    child, grown = (next((c.text for c in clauses if c.answers(key)), "") for key in (UNDER_18, FROM_18))
    if adult is None:
        return f"{child} eller, från 18 år, {grown}"
    return grown if adult else child


def _clause(part: str) -> Clause:
    keys, colon, text = part.partition(": ")
    named = (key.strip().partition("=") for key in keys.split(",")) if colon else ()
    return Clause(tuple((ground, answer) for ground, _, answer in named), (text if colon else part).strip())


def sentences(text: str) -> list[str]:
    """The sentences of a rule's text, each as it is written."""
    return _SENTENCE_END.split(text)


def keys_of(leaf: Leaf, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The keys that may stand for a test at the end of a condition, the closest first."""
    if isinstance(leaf, RuleMet):
        return (leaf.rule, REST)
    return (leaf.fact, f"@{vocabulary[leaf.fact].definition.side.value}", REST)


def apart(text: str, number: Callable[[str], str | None]) -> str:
    """A rule's sentence apart from any case: its numbers and all its clauses stand in it; the rest is "…".

    ``number`` tells what stands for a placeholder that is a number (see ``RuleBook.number``).
    """

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        clauses = choice_in(name)
        if is_by_age(clauses):
            return by_age(clauses, None)
        if clauses:
            return " eller ".join(apart(clause.text, number) for clause in clauses)
        return "…" if (told := number(name)) is None else told

    return PLACEHOLDER.sub(one, text)


def unknown_placeholders(text: str, params: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The placeholders of a rule text that nothing fills, also inside the clauses of a choice."""
    known_params = frozenset(params)
    found: list[str] = []
    for name in PLACEHOLDER.findall(text):
        kind, _, of = name.partition(":")
        if clauses := choice_in(name):
            for clause in clauses:
                found += unknown_placeholders(clause.text, known_params, vocabulary)
        elif not (
            name in ("facts", "missing")
            or (kind in ("param", "count") and of in known_params)
            or (kind == "fact" and of in vocabulary)
            or (kind == "events" and of in vocabulary and vocabulary[of].definition.derived)
        ):
            found.append(name)
    return tuple(found)


def choice_faults(text: str, wanted: Verdict | None, tree: Tree, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What is wrong with the choices of a text, and what to write instead, in Swedish.

    ``wanted`` is the verdict that the text is for, None where a text can't have choices.
    """
    for braced in PLACEHOLDER.findall(text):
        clauses = choice_in(braced)
        if is_by_age(clauses):
            if [clause.keys for clause in clauses] != [((UNDER_18, ""),), ((FROM_18, ""),)]:
                yield "valet efter ålder är inte helt", f"skriv {{{UNDER_18}: … | {FROM_18}: …}}"
        elif clauses and wanted is None:
            yield "ett val mellan satsdelar står där inget har avgjorts", "skriv valet i says eller says_not"
        elif clauses and wanted is not None:
            yield from _faults(clauses, wanted, tree, vocabulary)


def _faults(
    clauses: tuple[Clause, ...], wanted: Verdict, tree: Tree, vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    grounds = {key for leaf in leaves(tree) for key in keys_of(leaf, vocabulary)}
    for clause in clauses:
        if not clause.keys:
            yield (
                f"satsdelen ”{clause.text}” har ingen nyckel",
                "skriv en uppgift eller regel ur villkoret och ett kolon",
            )
        for ground, answer in clause.keys:
            if ground not in grounds:
                yield f"”{ground}” finns inte i regelns villkor", "skriv en uppgift eller regel som villkoret prövar"
            elif answer and answer not in _answers(ground, vocabulary):
                yield f"”{ground}={answer}” kan inte vara svaret", "skriv na, eller ett av uppgiftens val"
    told = {ground for clause in clauses for ground, answer in clause.keys if not answer}
    if not _always_told(tree, wanted, lambda leaf: not told.isdisjoint(keys_of(leaf, vocabulary))):
        yield (
            "valet kan bli tomt",
            "skriv en satsdel för varje sätt att komma till svaret, eller ”*” för det som är kvar",
        )


def _answers(ground: str, vocabulary: Vocabulary) -> frozenset[str]:
    if ground not in vocabulary:
        return frozenset()
    fact = vocabulary[ground].definition
    return frozenset({o.id for o in fact.options} | ({NOT_APPLICABLE_KEY} if fact.not_applicable else set()))


def _always_told(tree: Tree, wanted: Verdict, told: Callable[[Leaf], bool]) -> bool:
    """Whether every way to a verdict has a test with a clause among those that decide it."""
    match tree:
        case Not():
            return _always_told(tree.part, wanted.negate(), told)
        case Counted():
            silent = sum(not _always_told(part, wanted, told) for part in tree.parts)
            needed = tree.k if wanted is Verdict.MET else len(tree.parts) - tree.k + 1
            return silent < needed
        case InRange() | InSet() | RuleMet():
            return told(tree)
    raise AssertionError(tree)
