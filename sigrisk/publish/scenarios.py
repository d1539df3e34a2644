"""The scenarios that show what the rules do: each assessed, and what of the rule book it exercises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sigrisk.assess import Assessment, NoOutcome, assess
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.condition import params_in
from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.explain import deciding_facts
from sigrisk.gap import gap_found
from sigrisk.packs import Packs, shown_path
from sigrisk.possible import Verdict
from sigrisk.rulebook import CHECKLIST_MONTHS, CHECKLIST_SHARE, REGISTER_MONTHS, RuleBook
from sigrisk.yamlfile import Document


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario with its assessment. ``short`` is the number that its file begins with, where only that one does."""

    name: str
    short: str
    document: Document
    assessment: Assessment


def play_all(packs: Packs) -> tuple[Played, ...]:
    """Every scenario of the packs, assessed.

    Raises BadInput with all that can't be read, and those that fall in a gap of the decision list (SIG162).
    """
    files = {path.stem: path for root in packs.roots for path in sorted((root / "scenarios").glob("*.yaml"))}
    shorts = short_names(sorted(files))
    played: list[Played] = []
    found: list[Diagnostic] = []
    for name in shorts:
        try:
            case, document = load_case(files[name], packs, shown_path(files[name]))
            assessment = _assess(case, packs.book(profile_id(case)), packs, document)
            played.append(Played(name, shorts[name], document, assessment))
        except BadInput as bad:
            found += bad.diagnostics
    if found:
        raise BadInput(found)
    return tuple(played)


def short_names(names: Iterable[str]) -> Mapping[str, str]:
    """Each scenario by the number that its name begins with; by its whole name where that number isn't its alone."""
    first = {name: name.split("_", 1)[0] for name in names}
    shared = Counter(first.values())
    return {name: number if number.isdigit() and shared[number] == 1 else name for name, number in first.items()}


def _assess(case: Case, book: RuleBook, packs: Packs, document: Document) -> Assessment:
    # What is published here is what the rules say; that two evaluators say the same is tested elsewhere.
    try:
        return assess(case, book, packs.instruments, lambda *_: "")
    except NoOutcome as gap:
        raise BadInput([gap_found(gap, document)]) from None


def of_profile(played: Iterable[Played], packs: Packs, profile: str) -> tuple[Assessment, ...]:
    """The assessments under one profile; where it has none, those of all scenarios, made under it.

    Raises BadInput with the scenarios that then fall in a gap of its decision list (SIG162).
    """
    listed = tuple(played)
    own = tuple(one.assessment for one in listed if one.assessment.book.profile.id == profile)
    if own:
        return own
    book = packs.book(profile)
    found: list[Diagnostic] = []
    made: list[Assessment] = []
    for one in listed:
        try:
            made.append(_assess(one.assessment.case, book, packs, one.document))
        except BadInput as bad:
            found += bad.diagnostics
    if found:
        raise BadInput(found)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one scenario shows: rules by their own ids, even where they answer to another's name."""

    played: Played
    profile: str
    verdicts: Mapping[str, Verdict]
    params: frozenset[str]
    facts: frozenset[str]
    outcomes: frozenset[str]
    instruments: frozenset[str]
    offences: frozenset[str]

    @property
    def met(self) -> int:
        """How many rules are met: the fewer, the more clearly each of them is seen."""
        return sum(verdict is Verdict.MET for verdict in self.verdicts.values())


def shown(played: Played) -> Shown:
    """What a scenario shows of the rule book.

    A fact is shown where it decides a rule that is met or not met, a number where a rule that names it is.
    """
    assessment = played.assessment
    book, case = assessment.book, assessment.case
    settled = [r for r in assessment.results.values() if r.verdict is not Verdict.OPEN]
    return Shown(
        played=played,
        profile=book.profile.id,
        verdicts={book.profile.instead.get(r, r): one.verdict for r, one in assessment.results.items()},
        params=frozenset().union(*(params_in(r.rule.when) for r in settled), _counted_by(assessment)),
        facts=frozenset(f for r in settled for f in deciding_facts(assessment, r.node)),
        outcomes=frozenset(o.value for o in assessment.outcomes),
        instruments=frozenset(c.instrument for c in case.checklists),
        offences=frozenset(e.type for e in case.events.list),
    )


def _counted_by(assessment: Assessment) -> Iterator[str]:
    """The numbers that decide how events and checklists are counted, where the case has any."""
    if assessment.case.events.complete is not None:
        yield REGISTER_MONTHS
    if assessment.case.checklists:
        yield from (CHECKLIST_MONTHS, CHECKLIST_SHARE)
