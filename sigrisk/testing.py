"""Runs the cases that live with the rules, and the scenarios, through the product's own evaluation.

``sigrisk test`` and pytest both call this module, so there is one way to run a case and one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sigrisk.assess import Assessment, NoOutcome, assess
from sigrisk.case import Expectation
from sigrisk.casefile import load_case, profile_id
from sigrisk.condition import Scope, Tree, resolve, rules_in
from sigrisk.diagnostics import BadInput
from sigrisk.effects import effects_by_decision
from sigrisk.engine.agree import check
from sigrisk.engine.evaluate import comes_to
from sigrisk.explain import reason
from sigrisk.packs import Packs, shown_path
from sigrisk.possible import Possible, Verdict
from sigrisk.rulebook import ExampleCase, Kind, RuleBook
from sigrisk.vocabulary import AnswerError, Bounds, Side, Vocabulary, everything, read_answer
from sigrisk.yamlfile import Path_


@dataclass(frozen=True, slots=True)
class Checked:
    """One case that was run: what it is called, and in Swedish what was wrong (empty when all was right).

    A rule's case also tells the rule and the verdict it got; a check of its effect the rule alone. ``path`` is where in
    the rule it stands, and ``at`` the file and line, where they are known. A scenario tells its ``profile``.
    """

    name: str
    problems: tuple[str, ...]
    rule: str = ""
    got: Verdict | None = None
    path: Path_ = ()
    at: str = ""
    profile: str = ""

    @property
    def passed(self) -> bool:
        """Whether the case came out as expected."""
        return not self.problems


class BadExample(ValueError):
    """A rule's case names a fact, answer or rule that doesn't exist."""


def example_values(example: ExampleCase, vocabulary: Vocabulary) -> dict[str, Possible]:
    """The possible values of every fact in a rule's case. Raises BadExample."""
    values = {fact.id: everything(fact.definition) for fact in vocabulary}
    for key in sorted(example.facts, key=lambda k: not k.startswith("@")):
        given = example.facts[key]
        answer = Bounds(**given) if isinstance(given, dict) else given
        ids = [key]
        if key.startswith("@"):
            side = Side(key[1:]) if key[1:] in {s.value for s in Side} else None
            if side is None:
                raise BadExample(f"okänd sida ”{key}”")
            ids = [f.id for f in vocabulary.select(side) if f.definition.type.value in ("level", "protection")]
        for fact_id in ids:
            if fact_id not in vocabulary:
                raise BadExample(f"okänd uppgift ”{fact_id}”")
            try:
                found = read_answer(vocabulary[fact_id].definition, answer)
            except AnswerError as error:
                raise BadExample(f"{fact_id}: {error}; {error.help}") from None
            values[fact_id] = everything(vocabulary[fact_id].definition) if found is None else found
    return values


@dataclass(slots=True)
class _Counting:
    """A book's conditions with the numbers that its rules' cases count with, each put together when first needed."""

    book: RuleBook
    _trees: dict[tuple[str, frozenset[tuple[str, int]]], Tree] = field(default_factory=dict)

    def verdict(self, rule_id: str, example: ExampleCase) -> Verdict:
        """What a rule comes to in one of its cases. Raises BadExample.

        A case counts with the default numbers and its own ``params``, so that it holds in every profile.
        """
        values = example_values(example, self.book.vocabulary)
        unknown = [r for r in example.rules if r not in self.book.rules]
        if unknown:
            raise BadExample("okänd regel " + ", ".join(f"”{r}”" for r in unknown))
        numbers = {p.id: p.default for p in self.book.params.values()} | example.params
        verdicts = {r: Verdict(given) for r, given in example.rules.items()}
        self._add(rule_id, values, numbers, verdicts)
        return verdicts[rule_id]

    def _add(
        self, rule_id: str, values: Mapping[str, Possible], numbers: Mapping[str, int], verdicts: dict[str, Verdict]
    ) -> None:
        """The verdict of a rule, and before it those of the rules it builds on."""
        if rule_id not in verdicts:
            tree = self._tree(rule_id, numbers)
            for lower in rules_in(tree):
                self._add(lower, values, numbers, verdicts)
            verdicts[rule_id] = comes_to(tree, values, verdicts)

    def _tree(self, rule_id: str, numbers: Mapping[str, int]) -> Tree:
        resolved = self.book.rules[rule_id]
        if numbers == self.book.values:
            return resolved.tree
        key = rule_id, frozenset(numbers.items())
        if key not in self._trees:
            self._trees[key] = resolve(resolved.rule.when, Scope(self.book.vocabulary, numbers))
        return self._trees[key]


def rule_cases(book: RuleBook) -> Iterator[Checked]:
    """Runs every case of every rule of a book."""
    counting = _Counting(book)
    for rule_id, resolved in book.rules.items():
        cases = resolved.rule.cases
        for wanted, listed in ((Verdict.MET, cases.met), (Verdict.NOT_MET, cases.not_met), (Verdict.OPEN, cases.open)):
            for index, example in enumerate(listed):
                name = f"{rule_id} · {wanted.value} {index + 1}"
                path: Path_ = ("cases", wanted.value, index)
                try:
                    got = counting.verdict(rule_id, example)
                except BadExample as bad:
                    yield Checked(name, (str(bad),), rule_id, path=path)
                    continue
                wrong = f"väntade {wanted.value}, fick {got.value}"
                yield Checked(name, () if got is wanted else (wrong,), rule_id, got, path)


def effect_checks(book: RuleBook) -> Iterator[Checked]:
    """Holds the effect of each rule that the decision list speaks of against it: the memo must not say otherwise."""
    for rule_id, wanted in effects_by_decision(book).items():
        own = book.rules[rule_id].rule.effect
        wrong = f"verkan är {own.value}, men enligt beslutslistan är den {wanted.value}"
        yield Checked(f"{rule_id} · verkan", () if own is wanted else (wrong,), rule_id, path=("effect",))


def placed(one: Checked, book: RuleBook, packs: Packs) -> Checked:
    """A rule's case, or a check of its effect, with the file and line where it is written."""
    rule = packs.rules[book.written(one.rule)]
    at = rule.document.where(("rules", rule.index, *one.path))
    return replace(one, at=f"{rule.document.file}:{at.line}")


def scenario(path: Path, packs: Packs) -> tuple[Checked, Assessment | None]:
    """Assesses one scenario file and compares it with the key it carries. One in a gap of the decision list fails."""
    name = path.stem
    try:
        case, document = load_case(path, packs)
        book = packs.book(profile_id(case))
    except BadInput as bad:
        return Checked(name, tuple(str(d) for d in bad.diagnostics)), None
    profile, file = book.profile.id, shown_path(path)
    try:
        assessment = assess(case, book, packs.instruments, check)
    except NoOutcome as gap:
        line = document.where(("case", "profile")).line
        return Checked(name, (gap.problem,), at=f"{file}:{line}", profile=profile), None
    problems = ["filen saknar facit (”expect”)"]
    if case.expect is not None:
        problems = [*_compare(case.expect, assessment), *_invented(assessment)]
    at = f"{file}:{document.where(('expect',)).line}"
    return Checked(name, tuple(problems), at=at, profile=profile), assessment


def _invented(assessment: Assessment) -> Iterator[str]:
    if not assessment.case.case.invented:
        yield "scenariot är inte märkt som påhittat (invented: true)"


def _compare(expect: Expectation, assessment: Assessment) -> Iterator[str]:
    outcomes = {o.value for o in assessment.outcomes}
    yield from _difference("utfall", {o.value for o in expect.outcomes}, outcomes)
    for what, wanted, kind, verdict in (
        ("flaggor", expect.flags, Kind.FLAG, Verdict.MET),
        ("öppna flaggor", expect.open_flags, Kind.FLAG, Verdict.OPEN),
    ):
        yield from _difference(what, set(wanted), {r.rule.id for r in assessment.of_kind(kind) if r.verdict is verdict})
    notes = {r.rule.id for r in assessment.of_kind(Kind.NOTE) if r.verdict is Verdict.MET}
    if not set(expect.notes) <= notes:
        yield "påminnelser som saknas: " + ", ".join(sorted(set(expect.notes) - notes))
    clashes = {k.fact.id for k in assessment.contradictions()}
    yield from _difference("motstridiga uppgifter", set(expect.contradictions), clashes)
    asked = {q.fact.id for q in assessment.questions}
    missing = set(expect.questions) - asked
    if missing:
        yield "frågor som borde ställas men inte ställs: " + ", ".join(sorted(missing))
    if not expect.questions and asked:
        yield "facit anger inga frågor, men dessa kan ändra utfallet: " + ", ".join(sorted(asked))
    # Every sentence must be possible to write: a text with an unfilled placeholder would raise here.
    for result in assessment.results.values():
        reason(assessment, result)


def _difference(what: str, wanted: set[str], got: set[str]) -> Iterator[str]:
    if wanted != got:
        yield f"{what}: väntade {', '.join(sorted(wanted)) or 'inga'}; fick {', '.join(sorted(got)) or 'inga'}"
