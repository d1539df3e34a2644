"""What the public pages show. Every text is ready-made Markdown; the templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a nested list; ``indent`` is the white space before its bullet."""

    indent: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, or one term with its explanation."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: what it asks, what it says in each case, where it comes from, and its examples."""

    anchor: str
    name: str
    title: str
    head: str
    condition: tuple[Line, ...]
    answers: tuple[Row, ...]
    do: str
    why: str
    origin: str
    used_by: str
    examples_note: str
    examples: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules of one kind, with what the kind is for."""

    anchor: str
    title: str
    intro: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact: the question, the answers, how it is counted, and what reads it. ``notes`` are term and text."""

    anchor: str
    name: str
    title: str
    ask: str
    notes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of one life area."""

    title: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class NumberView:
    """A number of the profile."""

    anchor: str
    title: str
    value: str
    unit: str
    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """An outcome that the profile's decision list may come to."""

    anchor: str
    title: str
    means: str
    do: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a worked example: a condition, its parts, what each comes to, and the sum of them."""

    heading: str
    rows: tuple[Row, ...]
    sums: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WorkedView:
    """A rule worked out by hand in an invented case."""

    intro: str
    steps: tuple[StepView, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Counting:
    """The numbers and words that the page needs to tell how facts are counted, and the passages that matter here.

    ``judged`` is the group's own question of the material, and ``questions`` those whose answers count.
    """

    passages: frozenset[str]
    adult: int
    too_young: int
    register_months: int
    checklist_months: int
    checklist_share: int
    grave: str
    edition: str
    judged: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperationView:
    """What the way the operation works means: a row for each rule that asks about it, a column for each model."""

    intro: str
    question: str
    models: tuple[str, ...]
    rules: tuple[Row, ...]
    follows: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The page of one profile."""

    title: str
    lead: str
    about: tuple[Row, ...]
    closed: str
    operation: OperationView | None
    numbers: tuple[NumberView, ...]
    decision: tuple[str, ...]
    outcomes: tuple[OutcomeView, ...]
    groups: tuple[RuleGroup, ...]
    facts: tuple[FactGroup, ...]
    counting: Counting
    offences: tuple[Row, ...]
    worked: WorkedView | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One question of a checklist; each level with its words and what it says about the fact.

    ``typed`` tells how a question without levels is answered.
    """

    anchor: str
    title: str
    ask: str
    fact: str
    note: str
    typed: str
    levels: tuple[Row, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class ChecklistSection:
    """A part of a checklist."""

    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """One checklist. ``own_words`` are what the assessor may add in their own words: a term and the question."""

    anchor: str
    title: str
    purpose: str
    modelled_on: str
    lead: str
    limits: tuple[str, ...]
    origin: str
    elsewhere: tuple[str, ...]
    sections: tuple[ChecklistSection, ...]
    own_words: tuple[Row, ...]
    summary: str
    steps: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The first page: the profiles, the documents and the law; how to read stands in the template."""

    editions: tuple[str, ...]
    profiles: tuple[Row, ...]
    sources: tuple[Row, ...]
    checklists: tuple[str, ...]
    laws: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """The statements of one section: name, text and source, what carries it, scenarios."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TracePage:
    """docs/sparbarhet.md. ``most`` is how many scenarios a cell may name."""

    counts: str
    most: int
    statements: tuple[StatementGroup, ...]
    rules: tuple[Row, ...]
    params: tuple[Row, ...]
    outcomes: tuple[Row, ...]
    sections: tuple[Row, ...]
    scenarios: tuple[Row, ...]
    not_encoded: tuple[Row, ...]
    partly: tuple[Row, ...]
    unshown: tuple[Row, ...]
    without_statement: tuple[Row, ...]
