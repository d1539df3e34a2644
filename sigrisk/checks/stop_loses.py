"""SIG236: an offer that stands before a stricter outcome and wins over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.decision_overlap import loses, overlap

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    for first, second in combinations(one.book.decision, 2):
        if loses(one, first, second):
            yield _stricter(one, first, second)


def _stricter(one: Surveyed, first: str, second: str) -> tuple[str, Spot | None]:
    name, spot = overlap(one, first, second)
    what = (
        f"”{one.written(first)}” ({one.outcome(first).value}) står före det strängare ”{one.written(second)}” "
        f"({one.outcome(second).value}) och vinner när båda är uppfyllda"
    )
    help_ = "flytta ned ja:et i beslutslistan, eller skriv ett undantag med skälet till att det ska vinna"
    return name, spot and replace(spot, message=what, help=help_)


def _pack(order: str) -> dict[str, str]:
    return tiny.pack(tiny.either_way(tiny.IMMINENT, "{fact: need.coordination, is: false}"), "", order)


CHECK = Check(
    code="SIG236",
    name="stop_loses",
    title="Hinder som förlorar mot ett erbjudande",
    why=(
        "Ett hinder ska aldrig förlora mot ett erbjudande bara för att det står längre ned i beslutslistan. Därför "
        "granskas varje ja (erbjudande, förtur, med i studien) mot varje senare utfall som är strängare: utanför "
        "målgruppen, för lätt, för tungt, avvakta och även avvägning. Kan båda gälla visas ett ärende där ja:et "
        "vinner. Är det meningen krävs ett undantag med skäl."
    ),
    passing=Example(_pack("prov_nej, prov_ja")),
    failing=Example(_pack("prov_ja, prov_nej"), ("prov_ja / prov_nej",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
