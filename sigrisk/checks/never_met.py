"""SIG230: a rule that no case can meet."""

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
        if one.can_be(met=(rule_id,)):
            yield one.written(rule_id), None
            continue
        left = "bara bli ouppfylld" if not one.can_be_other_than_not_met(rule_id) else "bara bli ouppfylld eller öppen"
        what = f"regeln ”{one.written(rule_id)}” kan inte bli uppfylld i något ärende. Den kan {left}"
        help_ = "ändra villkoret, eller ta bort regeln; dess text ”says” visas aldrig"
        yield one.written(rule_id), Spot(*one.at_rule(rule_id), what, help_)


def _pack(age: int) -> dict[str, str]:
    when = f"{{all: [{{fact: person.age, at_least: {age}}}, {{fact: consent.guardians, is: given}}]}}"
    met = f"{{facts: {{person.age: {age}, consent.guardians: given}}}}"
    criterion = tiny.rule("prov_samtycke", "criterion", when, met=met, not_met=tiny.fact("person.age", "12"))
    rules = {tiny.CRITERIA: criterion} | tiny.either_way(tiny.IMMINENT, tiny.NOT_IMMINENT)
    return tiny.pack(rules, "prov_samtycke", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG230",
    name="never_met",
    title="Regel som aldrig kan bli uppfylld",
    why=(
        "Två villkor kan utesluta varandra fast de var för sig ser rimliga ut. I exemplet krävs att den unge är vuxen "
        "och att vårdnadshavarna har samtyckt, men en vuxen har inga vårdnadshavare. Regelns egna exempel märker det "
        "inte, för de anger uppgifterna direkt. En sådan regel säger aldrig det den är till för, och ingen saknar "
        "den. Det är bevisat för alla ärenden vars uppgifter går ihop. Är något obesvarat kan regeln ändå vara öppen."
    ),
    passing=Example(_pack(17)),
    failing=Example(_pack(18), ("prov_samtycke",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
