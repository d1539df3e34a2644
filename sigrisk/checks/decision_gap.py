"""SIG234: a case in which no rule of the decision list is met."""

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
    from sigrisk.prove.claim import Claim
    from sigrisk.prove.survey import Spot

    listed = one.book.decision
    if not one.can_be_left_undecided(*listed):
        yield one.lists_itself, None
        return
    label = one.book.profile.label
    if one.can_be(not_met=listed):
        what = "beslutslistan lämnar en lucka: i en del ärenden är ingen regel uppfylld, och bedömningen stannar"
        shows = f"Ärendet är påhittat. Ingen regel i beslutslistan för {label} är uppfylld, så inget utfall kan ges."
        claim = Claim("Lucka i beslutslistan", shows, not_met=listed)
    else:
        what = "beslutslistan kan lämna utfallet öppet fast allt är känt som ett ärende kan säga"
        shows = (
            f"Ärendet är påhittat. Allt som går att veta är känt, men inget i beslutslistan för {label} är uppfyllt."
        )
        claim = Claim("Ett utfall som aldrig avgörs", shows, whole=True)
    help_ = "lägg till en regel som fångar upp resten, eller vidga villkoret för någon av dem som finns"
    yield one.lists_itself, Spot(*one.at_step(), what, help_, claim)


def _pack(second: str) -> dict[str, str]:
    return tiny.pack(tiny.either_way(tiny.IMMINENT, second), "", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG234",
    name="decision_gap",
    title="Lucka i beslutslistan",
    why=(
        "Varje ärende ska få ett utfall när allt är känt. Lämnar listan en lucka stannar sigrisk mitt i bedömningen, "
        "och det händer först när någon har just ett sådant ärende. Luckan letas upp bland alla ärenden som kan "
        "finnas, och ett ärende som faller i den visas."
    ),
    passing=Example(_pack(tiny.NOT_IMMINENT)),
    failing=Example(
        _pack("{all: [{fact: crime.imminent, is: false}, {fact: need.coordination, is: false}]}"), ("prov",)
    ),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
