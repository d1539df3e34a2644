"""SIG231: a rule that no case can leave unmet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    from sigrisk.prove.survey import Spot

    for rule_id in one.book.rules:
        if one.can_be(not_met=(rule_id,)):
            yield one.written(rule_id), None
            continue
        always = not one.can_be_other_than_met(rule_id)
        what = "är uppfylld i alla ärenden" if always else "kan bara bli uppfylld eller öppen, aldrig ouppfylld"
        help_ = "ändra villkoret, eller ta bort regeln; dess text ”says_not” visas aldrig"
        yield one.written(rule_id), Spot(*one.at_rule(rule_id), f"regeln ”{one.written(rule_id)}” {what}", help_)


def _pack(age: int) -> dict[str, str]:
    given = "{fact: consent.guardians, is: given}"
    when = f"{{any: [{{fact: person.age, at_most: {age}}}, {{none: [{given}]}}]}}"
    not_met = f"{{facts: {{person.age: {age + 1}, consent.guardians: given}}}}"
    criterion = tiny.rule("prov_samtycke", "criterion", when, met=tiny.fact("person.age", "12"), not_met=not_met)
    rules = {tiny.CRITERIA: criterion} | tiny.either_way(tiny.IMMINENT, tiny.NOT_IMMINENT)
    return tiny.pack(rules, "prov_samtycke", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG231",
    name="always_met",
    title="Regel som aldrig kan bli ouppfylld",
    why=(
        "En regel som alltid är uppfylld skiljer inget ärende från ett annat. I exemplet räcker det att den unge är "
        "högst 17 år eller att vårdnadshavarna inte har samtyckt, och det stämmer på alla. Hit hör också en regel som "
        "frågar om något som ett ärende aldrig kan utesluta, till exempel att det finns fler källor än de kända. Den "
        "blir antingen uppfylld eller öppen, så att svaret nej aldrig kan ges. Det är bevisat för alla ärenden vars "
        "uppgifter går ihop. Är något obesvarat kan regeln vara öppen."
    ),
    passing=Example(_pack(15)),
    failing=Example(_pack(17), ("prov_samtycke",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
