"""SIG235: two rules with different outcomes that are met in one case, so that only their order decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.rulebook import OutcomeId

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed

GRANTS = (OutcomeId.OFFER, OutcomeId.OFFER_FIRST, OutcomeId.STUDY_IN)
"""The outcomes that say yes. All others say no, not yet or not without weighing."""


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    for first, second in combinations(one.book.decision, 2):
        if one.outcome(first) is not one.outcome(second) and not loses(one, first, second):
            yield overlap(one, first, second)


def loses(one: Surveyed, first: str, second: str) -> bool:
    """Whether the order would let a yes go before something stricter: SIG236 tells of those."""
    return one.outcome(first) in GRANTS and one.outcome(second) not in GRANTS


def overlap(one: Surveyed, first: str, second: str) -> tuple[str, Spot | None]:
    """What two rules of the decision list have in common, where no rule before them has already decided."""
    from sigrisk.prove.claim import Claim
    from sigrisk.prove.survey import Spot

    names = one.written(first), one.written(second)
    before = one.book.decision[: one.book.decision.index(first)]
    if not one.can_be(met=(first, second), not_met=before):
        return " / ".join(names), None
    given, passed_over = one.outcome(first), one.outcome(second)
    what = (
        f"”{names[0]}” ({given.value}) och ”{names[1]}” ({passed_over.value}) kan båda vara uppfyllda, så att bara "
        "ordningen avgör utfallet"
    )
    help_ = "gör villkoren oförenliga, eller skriv ett undantag med skälet till att ordningen är rätt"
    shows = (
        f"Ärendet är påhittat. Beslutsreglerna {one.title(first)} och {one.title(second)} är båda uppfyllda. Utfallet "
        f"blir {one.outcome_title(given)} och inte {one.outcome_title(passed_over)} bara för att den första står först."
    )
    claim = Claim("Två utfall som bara ordningen skiljer åt", shows, (first, second), before, given)
    return " / ".join(names), Spot(*one.at_step(first), what, help_, claim)


def _pack(no: str) -> dict[str, str]:
    return tiny.pack(tiny.either_way(tiny.IMMINENT, no), "", "prov_nej, prov_ja")


CHECK = Check(
    code="SIG235",
    name="decision_overlap",
    title="Två utfall som bara ordningen skiljer åt",
    why=(
        "Är två beslutsregler uppfyllda i samma ärende vinner den som står först. Det kan vara meningen, till exempel "
        "när ett hinder går före ett erbjudande, men då ska någon ha tänkt igenom det och skrivit varför. Annars kan "
        "en rad som flyttas ändra utfallet för verkliga människor utan att någon märker det. Bara par som ingen ännu "
        "tidigare regel har avgjort räknas, och varje par visas med ett ärende."
    ),
    passing=Example(_pack(tiny.NOT_IMMINENT)),
    failing=Example(_pack("{fact: need.coordination, is: false}"), ("prov_nej / prov_ja",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
