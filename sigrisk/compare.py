"""Where two profiles differ: target group, numbers, rules, decision list. Nothing here is about a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.comparerules import Difference, RuleDifference, difference, pairs, spoken
from sigrisk.counted import counted
from sigrisk.lacks import LEGAL_FORMS
from sigrisk.memo.wording import value_origin_text
from sigrisk.models import Model
from sigrisk.operation import model_label
from sigrisk.rulebook import Kind, Param, ResolvedRule, RuleBook, params_used
from sigrisk.show import KINDS, rules_in_order
from sigrisk.validity import span_text


class ProfileName(Model):
    """A profile by id, label and version."""

    id: str
    label: str
    version: str


class RuleLine(Model):
    """A rule that only one of the profiles has, and that answers to none of the other's."""

    id: str
    kind: str
    title: str
    says: str


class DecisionRow(Model):
    """One row of a decision list."""

    id: str
    title: str
    outcome: str


class Comparison(Model):
    """Two profiles side by side: what ``sigrisk profiles compare --json`` writes.

    ``pairs`` are the rules that answer to each other but differ, and ``alike`` counts those that are the same. The
    decision lists are empty where they are the same. ``same`` names what doesn't differ.
    """

    sigrisk_comparison: int
    left: ProfileName
    right: ProfileName
    differences: tuple[Difference, ...]
    numbers: tuple[Difference, ...]
    alike: int
    pairs: tuple[RuleDifference, ...]
    only_left: tuple[RuleLine, ...]
    only_right: tuple[RuleLine, ...]
    decision_left: tuple[DecisionRow, ...]
    decision_right: tuple[DecisionRow, ...]
    same: tuple[str, ...]


def compare(left: RuleBook, right: RuleBook) -> Comparison:
    """Where two profiles' rule books differ."""
    facets = [Difference(what=what, left=a, right=b) for what, a, b in _facets(left, right)]
    numbers = [Difference(what=what, left=a, right=b) for what, a, b in _numbers(left, right)]
    paired = pairs(left, right)
    taken = {a.id for _, a, _ in paired}, {b.id for _, _, b in paired}
    alike = [one for one in rules_in_order(left) if one.id in right.rules and one.id not in taken[0]]
    decisions = _decision(left), _decision(right)
    same_decision = decisions[0] == decisions[1]
    return Comparison(
        sigrisk_comparison=1,
        left=_name(left),
        right=_name(right),
        differences=tuple(d for d in facets if d.left != d.right),
        numbers=tuple(d for d in numbers if d.left != d.right),
        alike=len(alike),
        pairs=tuple(difference(left, right, pair) for pair in paired),
        only_left=tuple(_only(left, right, taken[0])),
        only_right=tuple(_only(right, left, taken[1])),
        decision_left=() if same_decision else decisions[0],
        decision_right=() if same_decision else decisions[1],
        same=tuple(_same(facets, numbers, alike, same_decision)),
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
    return f"{value} ({value_origin_text(param, book)})"


def _only(book: RuleBook, other: RuleBook, paired: set[str]) -> Iterator[RuleLine]:
    for rule in (one.rule for one in rules_in_order(book) if one.id not in other.rules and one.id not in paired):
        yield RuleLine(id=rule.id, kind=rule.kind.value, title=rule.title, says=spoken(book, rule.says))


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
        yield counted(alike, "gräns", "gränser")
    if decision:
        yield "beslutslistan"
    for kind in KINDS:
        alike = sum(r.rule.kind is kind for r in rules)
        if alike and not (decision and kind is Kind.OUTCOME):
            yield counted(alike, *KIND_WORDS.get(kind, (KINDS[kind].lower(), KINDS[kind].lower())))


KIND_WORDS: Final = {
    Kind.CRITERION: ("kriterium", "kriterier"),
    Kind.AGGREGATE: ("sammanvägt kriterium", "sammanvägda kriterier"),
    Kind.FLAG: ("flagga", "flaggor"),
    Kind.NOTE: ("påminnelse", "påminnelser"),
    Kind.REQUIREMENT: ("krav för att kallas SIG", "krav för att kallas SIG"),
    Kind.OUTCOME: ("rad i beslutslistan", "rader i beslutslistan"),
    Kind.ALTERNATIVE: ("alternativ", "alternativ"),
}
