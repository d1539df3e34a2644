"""Rules, parameters, outcomes and profiles as they are written in YAML, and the checked rule book they make up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from sigrisk.condition import Condition, ConditionError, Scope, Tree, facts_in, params_in, resolve, rules_in
from sigrisk.counted import form
from sigrisk.edition import Edition, Valid
from sigrisk.models import Model
from sigrisk.possible import Verdict
from sigrisk.questionfile import Questions, questions_of
from sigrisk.ruletext import PLACEHOLDER_HELP, choice_faults, unknown_placeholders
from sigrisk.vocabulary import Basis, Citation, Identifier, Sourced, SwedishWord, Text, Vocabulary


class Kind(Enum):
    """What a rule is. Rules may refer only to kinds that stand earlier: the strata."""

    CRITERION = "criterion"
    AGGREGATE = "aggregate"
    FLAG = "flag"
    NOTE = "note"
    REQUIREMENT = "requirement"
    OUTCOME = "outcome"
    ALTERNATIVE = "alternative"

    @property
    def stratum(self) -> int:
        """The rule's height: it may refer only to lower ones."""
        return _STRATA[self]


_STRATA: Final = MappingProxyType(
    {
        Kind.CRITERION: 1,
        Kind.AGGREGATE: 2,
        Kind.FLAG: 3,
        Kind.NOTE: 4,
        Kind.REQUIREMENT: 4,
        Kind.ALTERNATIVE: 4,
        Kind.OUTCOME: 5,
    }
)


class Effect(Enum):
    """What a met rule does: speaks for or against an offer, stops it, calls for care, or only reminds."""

    FOR = "for"
    AGAINST = "against"
    STOP = "stop"
    CAUTION = "caution"
    NOTE = "note"


class Reads(Enum):
    """How a met rule makes the picture look: worse (more risk, less protection), better, or neither."""

    WORSE = "worse"
    BETTER = "better"
    NEUTRAL = "neutral"


class OutcomeId(Enum):
    """What the rule book may come to. The human's decision is another matter."""

    OFFER = "offer"
    OFFER_FIRST = "offer_first"
    DELIBERATE = "deliberate"
    AWAIT = "await"
    TOO_LIGHT = "too_light"
    NOT_SUITED = "not_suited"
    OUTSIDE = "outside"
    STUDY_IN = "study_in"
    STUDY_OUT = "study_out"


class ExampleCase(Model):
    """A case that lives with a rule: the facts that are known (all others aren't), and verdicts of lower rules.

    ``"@risk": none`` answers every fact of a side at once; single facts override it.
    """

    facts: dict[str, bool | int | str | tuple[bool | int | str, ...] | dict[str, int]] = {}
    rules: dict[str, Annotated[str, Field(pattern=r"^(met|not_met|open)$")]] = {}
    params: dict[str, int] = {}


class ExampleCases(Model):
    """At least one case that meets the rule, one that doesn't, and one that leaves it open."""

    met: Annotated[tuple[ExampleCase, ...], Field(min_length=1)]
    not_met: Annotated[tuple[ExampleCase, ...], Field(min_length=1)]
    open: Annotated[tuple[ExampleCase, ...], Field(min_length=1)]


class Rule(Sourced):
    """One rule, with its three sentences, its source and its cases.

    The sentences may hold ``{facts}`` (what decided), ``{missing}`` (what is not known), ``{param:ID}`` (a number),
    ``{count:ID}`` (a number with its unit), ``{fact:ID}`` (a value), ``{events:ID}`` (the events behind a fact), and
    choices between clauses: see ``ruletext``.
    """

    id: Identifier
    kind: Kind
    effect: Effect
    reads: Reads = Reads.NEUTRAL
    title: Text
    group: str = ""
    outcome: OutcomeId | None = None
    outcomes: tuple[OutcomeId, ...] = ()
    when: Condition
    says: Text
    says_not: Text
    says_open: Text
    do: str = ""
    why: str = ""
    cases: ExampleCases


class RuleFile(Model):
    """One file of rules."""

    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]


class Param(Sourced):
    """A number that a profile may set. It counts in ``unit``; ``unit_one`` is its form for one, where that differs."""

    id: Identifier
    label: Text
    default: int
    unit: Text
    unit_one: str = ""
    low: int = 0
    high: int = 120
    why: str = ""

    def unit_of(self, number: int) -> str:
        """The unit in the form that goes with a number."""
        return form(number, self.unit_one or self.unit, self.unit)

    def counted(self, number: int) -> str:
        """A number with its unit."""
        return f"{number} {self.unit_of(number)}"


class ParamFile(Model):
    """rules/params.yaml."""

    params: tuple[Param, ...]


class ClosedText(Model):
    """What an outcome's texts are instead where the operation is closed; an empty one stays as it is."""

    title: str = ""
    short: str = ""
    means: str = ""
    do: str = ""


class OutcomeText(Model):
    """How an outcome is named and explained to a reader. ``when_closed`` is for a profile that can't offer any more."""

    id: OutcomeId
    title: Text
    short: Text
    means: Text
    do: Text
    when_closed: ClosedText = ClosedText()

    def in_closed(self) -> OutcomeText:
        """The same outcome as it is told where the operation is closed."""
        own = self.when_closed
        return OutcomeText(
            id=self.id,
            title=own.title or self.title,
            short=own.short or self.short,
            means=own.means or self.means,
            do=own.do or self.do,
        )


class OutcomeFile(Model):
    """rules/outcomes.yaml."""

    outcomes: tuple[OutcomeText, ...]


class SourceDoc(Model):
    """A document that rules cite."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    author: Text
    year: int
    about: str = ""


class SourceFile(Model):
    """rules/sources.yaml."""

    documents: tuple[SourceDoc, ...]


class Offence(Sourced):
    """A type of crime: its chapter in brottsbalken where it has one, and the Brå editions that call it strategic.

    ``minor`` crimes are never grave, whatever their chapter: the source speaks of crimes of a graver nature, and a
    petty theft isn't one. That reading is sigrisk's own (proposal). ``word`` is how the type is written in a file,
    where that isn't the label.
    """

    id: Identifier
    label: Text
    word: SwedishWord = ""
    chapter: Annotated[int, Field(ge=1, le=50)] | None = None
    minor: bool = False
    strategic: tuple[Annotated[str, Field(pattern=r"^[0-9]{4}$")], ...] = ()


class OffenceFile(Model):
    """rules/offences.yaml."""

    grave_chapters: tuple[int, ...]
    grave_sources: tuple[Citation, ...]
    offences: tuple[Offence, ...]


class LegalForm(Enum):
    """The form in which SIG is given; it decides what the memo says about appeal."""

    COOPERATION = "samverkansform"
    ASSISTANCE = "bistand"
    SERVICE = "insats_utan_behovsprovning"


class OperationModel(Enum):
    """How the local SIG works; it changes how complex cases it can carry."""

    COORDINATION = "samverkan"
    PUZZLE = "pussel"
    GUIDING = "lotsning"


class Origin(Sourced):
    """Where a number comes from that a profile sets, and why it is what it is."""

    why: str = ""


class Profile(Sourced, Valid):
    """Who a local SIG is for, and which rules, numbers and forms it uses.

    ``origins`` says where a number under ``params`` comes from, where that isn't what the profile itself cites.

    ``instead`` lets another rule stand in the place of one: ``{target_group: skarholmen_target}`` gives the profile its
    own target group under the name that the decision list and the alternatives already refer to.

    ``closed`` is the reason why the operation is closed, and ``replaced_by`` the alternatives that took its place.
    """

    sigrisk_profile: Annotated[int, Field(ge=1, le=1)]
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    label: Text
    version: Text
    extends: str | None = None
    about: Text
    target_group: Text
    closed: str = ""
    replaced_by: tuple[Identifier, ...] = ()
    operation_model: OperationModel | None = None
    legal_form: LegalForm | None = None
    strategic_edition: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    params: dict[str, int] = {}
    origins: dict[str, Origin] = {}
    rules: tuple[Identifier, ...] = ()
    without: tuple[Identifier, ...] = ()
    instead: dict[Identifier, Identifier] = {}
    decision: tuple[Identifier, ...] = ()
    alternatives: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedRule:
    """A rule with its condition resolved for one profile."""

    rule: Rule
    tree: Tree

    @property
    def id(self) -> str:
        """The rule's identifier."""
        return self.rule.id


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What one profile applies: rules in strata order, the decision list, numbers, texts, and a checksum of it all.

    ``editions`` are the rule books it was read from, the shipped one first. ``chosen_model`` is an operation model
    chosen for one assessment; it goes before the case's own and the profile's. ``questions`` tell who can answer what.
    ``kept`` is for ``reading``, which is asked for in each assessment.
    """

    profile: Profile
    vocabulary: Vocabulary
    rules: Mapping[str, ResolvedRule]
    decision: tuple[str, ...]
    params: Mapping[str, Param]
    values: Mapping[str, int]
    outcomes: Mapping[OutcomeId, OutcomeText]
    sources: Mapping[str, SourceDoc]
    offences: Mapping[str, Offence]
    grave_chapters: frozenset[int]
    checksum: str
    editions: tuple[Edition, ...] = ()
    chosen_model: OperationModel | None = None
    questions: Questions = field(default_factory=lambda: questions_of(None))
    kept: list[Mapping[str, tuple[str, ...]]] = field(default_factory=list, init=False, repr=False, compare=False)

    def reading(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact the rules that read it, themselves or through lower rules, in strata order."""
        if not self.kept:
            self.kept.append(MappingProxyType(_reading(self.rules, self.vocabulary)))
        return self.kept[0]

    def number(self, placeholder: str) -> str | None:
        """What stands for ``param:ID`` (a number) or ``count:ID`` (with its unit) in a text; None for anything else."""
        kind, _, param = placeholder.partition(":")
        if kind == "count":
            return self.params[param].counted(self.values[param])
        return str(self.values[param]) if kind == "param" else None

    def written(self, rule_id: str) -> str:
        """The name under which the rule that answers to this one is written: another where the profile replaced it."""
        return self.profile.instead.get(rule_id, rule_id)

    def origin(self, param_id: str) -> Sourced:
        """Where the number in use comes from: what the profile that sets it says, or else the default's own source."""
        if param_id not in self.profile.params:
            return self.params[param_id]
        return self.profile.origins.get(param_id, self.profile)

    def grave(self, offence_id: str) -> bool:
        """Whether a crime counts as grave (BrB ch. 3, 4 or 8; socialstyrelsen-2019, "Undersökningsgrupp")."""
        offence = self.offences[offence_id]
        return offence.chapter in self.grave_chapters and not offence.minor

    def of_kind(self, *kinds: Kind) -> tuple[ResolvedRule, ...]:
        """The rules of some kinds, in evaluation order."""
        return tuple(r for r in self.rules.values() if r.rule.kind in kinds)


def _reading(rules: Mapping[str, ResolvedRule], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    reads: dict[str, set[str]] = {}
    found: dict[str, list[str]] = {fact.id: [] for fact in vocabulary}
    for rule_id, resolved in rules.items():
        reads[rule_id] = set(facts_in(resolved.tree)).union(*(reads[r] for r in rules_in(resolved.tree)))
        for fact_id in reads[rule_id]:
            found[fact_id].append(rule_id)
    return {fact_id: tuple(read_by) for fact_id, read_by in found.items()}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a rule, to be placed in its file by the loader. ``path`` starts at the rule."""

    rule: str
    code: str
    path: tuple[str | int, ...]
    message: str
    help: str


_TEXTS: Final[Mapping[str, Verdict | None]] = MappingProxyType(
    {"says": Verdict.MET, "says_not": Verdict.NOT_MET, "says_open": None, "do": None, "why": None}
)
"""The texts of a rule that are filled in, each with the verdict that it may choose clauses for."""


def check_rule(
    rule: Rule, known: Mapping[str, Rule], scope: Scope, *, texts: bool = True
) -> tuple[Tree | None, tuple[Finding, ...]]:
    """A rule's resolved condition and everything that is wrong with the rule; ``texts``: with its sentences."""
    found: list[Finding] = []
    tree: Tree | None = None
    try:
        tree = resolve(rule.when, scope)
    except ConditionError as error:
        found.append(Finding(rule.id, error.code, ("when", *error.path), str(error), error.help))
    for other in rules_in(tree) if tree is not None else ():
        if other not in known:
            found.append(Finding(rule.id, "SIG116", ("when",), f"okänd regel ”{other}”", other))
        elif known[other].kind.stratum >= rule.kind.stratum:
            lower = f"”{rule.id}” hänvisar till ”{other}” som inte ligger lägre"
            found.append(
                Finding(rule.id, "SIG117", ("when",), lower, "en regel får bara bygga på lägre slag av regler")
            )
    found += _text_findings(rule, tree, scope) if texts else ()
    if (rule.kind is Kind.OUTCOME) != (rule.outcome is not None):
        found.append(
            Finding(
                rule.id, "SIG120", ("kind",), "”outcome” hör till regler av slaget outcome", "ändra kind eller outcome"
            )
        )
    return tree, tuple(found)


def _text_findings(rule: Rule, tree: Tree | None, scope: Scope) -> Iterator[Finding]:
    for key, wanted in _TEXTS.items():
        text = getattr(rule, key)
        for name in unknown_placeholders(text, scope.params, scope.vocabulary):
            yield Finding(rule.id, "SIG119", (key,), f"okänd platshållare ”{{{name}}}”", PLACEHOLDER_HELP)
        for wrong, help_ in choice_faults(text, wanted, tree, scope.vocabulary) if tree is not None else ():
            yield Finding(rule.id, "SIG129", (key,), wrong, help_)


def in_strata_order(rules: Iterable[ResolvedRule]) -> dict[str, ResolvedRule]:
    """Rules from the lowest stratum to the highest; within a stratum by id, so that file order has no effect."""
    ordered = sorted(rules, key=lambda r: (r.rule.kind.stratum, r.id))
    return {r.id: r for r in ordered}


def checksum_of(texts: Iterable[bytes]) -> str:
    """A short checksum of everything a rule book was read from, whatever the order of the files."""
    digest = hashlib.sha256()
    for one in sorted(hashlib.sha256(t.replace(b"\r\n", b"\n")).digest() for t in texts):
        digest.update(one)
    return digest.hexdigest()[:16]


AGE_LOW: Final = "age_low"
AGE_HIGH: Final = "age_high"
REGISTER_MONTHS: Final = "register_months"
CHECKLIST_MONTHS: Final = "checklist_months"
CHECKLIST_SHARE: Final = "checklist_share_min"
TOO_YOUNG: Final = "below_criminal_age"
_ALWAYS_USED: Final = frozenset({REGISTER_MONTHS, CHECKLIST_MONTHS, CHECKLIST_SHARE, TOO_YOUNG})


def params_used(book: RuleBook) -> tuple[Param, ...]:
    """The numbers that the profile's rules, or the counting of events and material, use."""
    used = _ALWAYS_USED.union(*(params_in(r.rule.when) for r in book.rules.values()))
    return tuple(p for p in book.params.values() if p.id in used)


def target_ages(book: RuleBook) -> tuple[int, int] | None:
    """The lowest (0 where none is asked for) and the highest age of the target group; None where no rule asks."""
    used = {p.id for p in params_used(book)}
    if AGE_HIGH not in used:
        return None
    return book.values[AGE_LOW] if AGE_LOW in used else 0, book.values[AGE_HIGH]


def proposals(book: RuleBook) -> tuple[Param, ...]:
    """The numbers in use that no source and no decision gives: the municipality must set them, says the memo."""
    return tuple(p for p in params_used(book) if book.origin(p.id).basis is Basis.PROPOSAL)


def facts_used(book: RuleBook, *kinds: Kind) -> frozenset[str]:
    """Every fact that some rule of the book reads, or some rule of these kinds."""
    return frozenset(f for r in book.of_kind(*(kinds or Kind)) for f in facts_in(r.tree))
