"""Where two profiles differ: target group, numbers, rules, decision list. Nothing here is about a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sigrisk.memo.wording import basis_text
from sigrisk.models import Model
from sigrisk.operation import model_label
from sigrisk.rulebook import Kind, LegalForm, Param, ResolvedRule, RuleBook, params_used
from sigrisk.show import KINDS, condition_lines, rules_in_order
from sigrisk.validity import span_text

LEGAL_FORMS: Final = {
    LegalForm.COOPERATION: "samverkansform",
    LegalForm.ASSISTANCE: "bistånd",
    LegalForm.SERVICE: "insats utan behovsprövning",
}
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class ProfileName(Model):
    """A profile by id, label and version."""

    id: str
    label: str
    version: str


class Difference(Model):
    """One thing that the two profiles have differently, as text."""

    what: str
    left: str
    right: str


class RuleLine(Model):
    """A rule that only one of the profiles has."""

    id: str
    kind: str
    title: str
    says: str


class RuleText(Model):
    """What a rule asks and says in one profile."""

    title: str
    condition: tuple[str, ...]
    says: str


class RuleDifference(Model):
    """A rule that both profiles have under one name, but with different content."""

    id: str
    kind: str
    left: RuleText
    right: RuleText


class DecisionRow(Model):
    """One row of a decision list."""

    id: str
    title: str
    outcome: str


class Comparison(Model):
    """Two profiles side by side: what ``sigrisk profiles compare --json`` writes.

    The decision lists are empty where they are the same. ``same`` names what doesn't differ.
    """

    sigrisk_comparison: int
    left: ProfileName
    right: ProfileName
    differences: tuple[Difference, ...]
    numbers: tuple[Difference, ...]
    only_left: tuple[RuleLine, ...]
    only_right: tuple[RuleLine, ...]
    instead: tuple[RuleDifference, ...]
    decision_left: tuple[DecisionRow, ...]
    decision_right: tuple[DecisionRow, ...]
    same: tuple[str, ...]


def compare(left: RuleBook, right: RuleBook) -> Comparison:
    """Where two profiles' rule books differ."""
    facets = [Difference(what=what, left=a, right=b) for what, a, b in _facets(left, right)]
    numbers = [Difference(what=what, left=a, right=b) for what, a, b in _numbers(left, right)]
    shared = [r.id for r in rules_in_order(left) if r.id in right.rules]
    changed = [r for r in shared if left.rules[r].rule != right.rules[r].rule]
    decisions = _decision(left), _decision(right)
    same_decision = decisions[0] == decisions[1]
    return Comparison(
        sigrisk_comparison=1,
        left=_name(left),
        right=_name(right),
        differences=tuple(d for d in facets if d.left != d.right),
        numbers=tuple(d for d in numbers if d.left != d.right),
        only_left=tuple(_line(left, r) for r in rules_in_order(left) if r.id not in right.rules),
        only_right=tuple(_line(right, r) for r in rules_in_order(right) if r.id not in left.rules),
        instead=tuple(
            RuleDifference(id=r, kind=left.rules[r].rule.kind.value, left=_text(left, r), right=_text(right, r))
            for r in changed
        ),
        decision_left=() if same_decision else decisions[0],
        decision_right=() if same_decision else decisions[1],
        same=tuple(_same(facets, numbers, [left.rules[r] for r in shared if r not in changed], same_decision)),
    )


def _name(book: RuleBook) -> ProfileName:
    return ProfileName(id=book.profile.id, label=book.profile.label, version=book.profile.version)


def _facets(left: RuleBook, right: RuleBook) -> Iterator[tuple[str, str, str]]:
    a, b = left.profile, right.profile
    yield "Målgrupp", a.target_group, b.target_group
    yield "Bygger på", a.extends or "ingen annan profil", b.extends or "ingen annan profil"
    yield "Arbetssätt", _model(left), _model(right)
    yield "Rättslig form", _legal_form(left), _legal_form(right)
    yield "Lista över strategiska brott", f"{a.strategic_edition} års lista", f"{b.strategic_edition} års lista"
    yield "Öppen eller stängd", _closed(left), _closed(right)
    yield "Giltighet", span_text(a), span_text(b)


def _model(book: RuleBook) -> str:
    model = book.profile.operation_model
    return model_label(book, model) if model is not None else "anges i ärendet"


def _legal_form(book: RuleBook) -> str:
    form = book.profile.legal_form
    return LEGAL_FORMS[form] if form is not None else "inte angiven"


def _closed(book: RuleBook) -> str:
    return f"Stängd. {book.profile.closed}" if book.profile.closed else "Öppen."


def _numbers(left: RuleBook, right: RuleBook) -> Iterator[tuple[str, str, str]]:
    """Every number that either uses. The same number from different origins is no difference."""
    used = [{p.id for p in params_used(book)} for book in (left, right)]
    for param in left.params.values():
        if param.id in used[0] | used[1]:
            values = [_value(b, param) if param.id in u else "" for b, u in zip((left, right), used, strict=True)]
            if values[0] == values[1]:
                yield param.label, values[0], values[1]
            else:
                yield param.label, _with_origin(left, param, values[0]), _with_origin(right, param, values[1])


def _value(book: RuleBook, param: Param) -> str:
    return param.counted(book.values[param.id])


def _with_origin(book: RuleBook, param: Param, value: str) -> str:
    if not value:
        return "används inte"
    by_profile = param.id in book.profile.params
    origin = "satt i profilen" if by_profile else basis_text(param.basis, param.sources, book)
    return f"{value} ({origin})"


def _line(book: RuleBook, resolved: ResolvedRule) -> RuleLine:
    rule = resolved.rule
    return RuleLine(id=rule.id, kind=rule.kind.value, title=rule.title, says=spoken(book, rule.says))


def _text(book: RuleBook, rule_id: str) -> RuleText:
    resolved = book.rules[rule_id]
    lines = tuple(indent + line for indent, line in condition_lines(book, resolved.tree))
    return RuleText(title=resolved.rule.title, condition=lines, says=spoken(book, resolved.rule.says))


def spoken(book: RuleBook, text: str) -> str:
    """A rule's sentence apart from any case: the profile's numbers stand in it, what a case would fill in is …."""

    def one(match: re.Match[str]) -> str:
        number = book.number(match.group(1))
        return "…" if number is None else number

    return _PLACEHOLDER.sub(one, text)


def _decision(book: RuleBook) -> tuple[DecisionRow, ...]:
    rows = []
    for rule_id in book.decision:
        rule = book.rules[rule_id].rule
        outcome = book.outcomes[rule.outcome].title if rule.outcome is not None else ""
        rows.append(DecisionRow(id=rule_id, title=rule.title, outcome=outcome))
    return tuple(rows)


def _same(
    facets: list[Difference], numbers: list[Difference], rules: list[ResolvedRule], decision: bool
) -> Iterator[str]:
    yield from (d.what.lower() for d in facets if d.left == d.right)
    if alike := sum(d.left == d.right for d in numbers):
        yield _counted(alike, "gräns", "gränser")
    if decision:
        yield "beslutslistan"
    for kind in KINDS:
        alike = sum(r.rule.kind is kind for r in rules)
        if alike and not (decision and kind is Kind.OUTCOME):
            yield _counted(alike, *_KIND_WORDS.get(kind, (KINDS[kind].lower(), KINDS[kind].lower())))


_KIND_WORDS: Final = {
    Kind.CRITERION: ("kriterium", "kriterier"),
    Kind.AGGREGATE: ("sammanvägt kriterium", "sammanvägda kriterier"),
    Kind.FLAG: ("flagga", "flaggor"),
    Kind.NOTE: ("påminnelse", "påminnelser"),
    Kind.REQUIREMENT: ("krav för att kallas SIG", "krav för att kallas SIG"),
    Kind.OUTCOME: ("rad i beslutslistan", "rader i beslutslistan"),
    Kind.ALTERNATIVE: ("alternativ", "alternativ"),
}


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {many}"
