"""SIG233: an outcome that no case reaches by some rule of the decision list."""

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

    listed = one.book.decision
    deciding = [r for place, r in enumerate(listed) if one.can_be(met=(r,), not_met=listed[:place])]
    reached = {one.outcome(r) for r in deciding}
    for rule_id in listed:
        if rule_id in deciding:
            yield one.written(rule_id), None
            continue
        outcome = one.outcome(rule_id)
        so = "som en annan regel dock ger" if outcome in reached else "så inget ärende kan få det utfallet"
        what = f"beslutsregeln ”{one.written(rule_id)}” avgör aldrig. Den ger utfallet ”{outcome.value}”, {so}"
        help_ = (
            "ändra ordningen eller villkoret: antingen kan regeln inte bli uppfylld, eller så är alltid en tidigare det"
        )
        yield one.written(rule_id), Spot(*one.at_step(rule_id), what, help_)


def _pack(order: str) -> dict[str, str]:
    second = "{all: [{fact: crime.imminent, is: true}, {fact: need.coordination, is: true}]}"
    return tiny.pack(tiny.either_way(second, tiny.IMMINENT), "", order)


CHECK = Check(
    code="SIG233",
    name="unreachable_outcome",
    title="Utfall som inget ärende kan få",
    why=(
        "Beslutslistan prövas uppifrån, och den första uppfyllda regeln avgör. Kan en regel bara bli uppfylld när en "
        "tidigare redan är det, kommer den aldrig till tals. I det underkända exemplet erbjuds därför ingen något. "
        "Regelns egna exempel märker det inte, för de prövar regeln ensam och inte listan."
    ),
    passing=Example(_pack("prov_ja, prov_nej")),
    failing=Example(_pack("prov_nej, prov_ja"), ("prov_ja",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
