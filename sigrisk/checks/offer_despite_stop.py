"""SIG238: a flag that stops, and yet an offer is made with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.rulebook import Effect, Kind, OutcomeId

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed

OFFERS = (OutcomeId.OFFER, OutcomeId.OFFER_FIRST)


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    for resolved in one.book.of_kind(Kind.FLAG):
        if resolved.rule.effect is Effect.STOP:
            for step in one.book.decision:
                if one.outcome(step) in OFFERS:
                    yield _together(one, resolved.id, step)


def _together(one: Surveyed, flag: str, step: str) -> tuple[str, Spot | None]:
    from sigrisk.prove.claim import Claim
    from sigrisk.prove.survey import Spot

    name = f"{one.written(flag)} / {one.written(step)}"
    before = one.book.decision[: one.book.decision.index(step)]
    if not one.can_be(met=(flag, step), not_met=before):
        return name, None
    what = (
        f"flaggan ”{one.written(flag)}” har verkan stop, men utfallet kan ändå bli ett erbjudande genom "
        f"”{one.written(step)}”"
    )
    help_ = "låt beslutslistan pröva flaggan före erbjudandet, eller ge flaggan en annan verkan"
    shows = (
        f"Ärendet är påhittat. Flaggan {one.title(flag)} ska hindra ett erbjudande och gäller här. Ändå blir utfallet "
        f"{one.outcome_title(one.outcome(step))}."
    )
    claim = Claim("Ett erbjudande trots en flagga som stoppar", shows, (flag, step), before, one.outcome(step))
    return name, Spot(*one.at_rule(flag), what, help_, claim)


def _pack(yes: str) -> dict[str, str]:
    stop = tiny.rule(
        "prov_stopp",
        "flag",
        "{fact: need.coordination, is: false}",
        met=tiny.fact("need.coordination", "false"),
        not_met=tiny.fact("need.coordination", "true"),
        effect="stop",
    )
    rules = {tiny.FLAGS: stop} | tiny.either_way(yes, tiny.NOT_IMMINENT)
    return tiny.pack(rules, "prov_stopp", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG238",
    name="offer_despite_stop",
    title="Erbjudande trots en flagga som stoppar",
    why=(
        "En flagga med verkan ”stop” visas i promemorian som ett hinder. Blir utfallet ändå ett erbjudande säger "
        "promemorian emot sig själv: antingen glömmer beslutslistan flaggan, eller så har den fel verkan. Varje sådan "
        "flagga prövas mot varje regel som ger ett erbjudande."
    ),
    passing=Example(_pack("{all: [{fact: crime.imminent, is: true}, {none: [{flag: prov_stopp}]}]}")),
    failing=Example(_pack(tiny.IMMINENT), ("prov_stopp / prov_ja",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
