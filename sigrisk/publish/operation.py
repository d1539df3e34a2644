"""What the way the local operation works means for a profile's rules: which of them ask about it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.condition import facts_in, rules_in
from sigrisk.engine.evaluate import evaluate
from sigrisk.explain import listing
from sigrisk.operation import MODEL_FACT, model_label
from sigrisk.possible import Choices, Verdict
from sigrisk.publish.model import OperationView, Row
from sigrisk.publish.wording import fact_link, md, rule_link
from sigrisk.rulebook import OperationModel, ResolvedRule, Rule, RuleBook
from sigrisk.show import rules_in_order
from sigrisk.vocabulary import everything

_WORDS: Final = {
    Verdict.MET: "gäller",
    Verdict.NOT_MET: "gäller aldrig",
    Verdict.OPEN: "kan gälla, det beror på resten",
}
_OPEN: Final = (
    "Arbetssättet anges i varje ärende. Är det okänt kan det vara vilket som helst av dem i tabellen, och då går det "
    "ofta inte att avgöra om reglerna gäller."
)


def operation_view(book: RuleBook) -> OperationView | None:
    """Every rule that asks how the operation works, and what is left of it in each model; None where none asks."""
    asking = [one for one in rules_in_order(book) if MODEL_FACT in facts_in(one.tree)]
    if not asking:
        return None
    labels = {model: md(model_label(book, model)) for model in OperationModel}
    own = book.profile.operation_model
    return OperationView(
        intro=_OPEN if own is None else f"Profilen räknar med en {labels[own]}, om inte ärendet säger något annat.",
        question=fact_link(book.vocabulary[MODEL_FACT].definition),
        models=tuple(label[:1].upper() + label[1:] for label in labels.values()),
        rules=tuple(
            Row((rule_link(one.rule), *(_WORDS[_left(book, one, model)] for model in labels))) for one in asking
        ),
        follows=listing([rule_link(rule) for rule in _above(book, {one.rule.id for one in asking})]),
    )


def _left(book: RuleBook, one: ResolvedRule, model: OperationModel) -> Verdict:
    """What a rule comes to when the model is all that is known."""
    values = {fact_id: everything(book.vocabulary[fact_id].definition) for fact_id in facts_in(one.tree)}
    values[MODEL_FACT] = Choices(frozenset({model.value}))
    return evaluate(one.tree, values, dict.fromkeys(rules_in(one.tree), Verdict.OPEN)).verdict


def _above(book: RuleBook, rules: set[str]) -> Iterator[Rule]:
    """The rules that build on some others, on however many in between."""
    reached = set(rules)
    for one in rules_in_order(book):  # a rule comes after those that it builds on
        if one.rule.id not in reached and reached & set(rules_in(one.tree)):
            reached.add(one.rule.id)
            yield one.rule
