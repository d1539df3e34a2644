"""SIG232: two rules of one kind that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.rulebook import Kind

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed

COMPARED = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG, Kind.NOTE, Kind.OUTCOME)


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    from sigrisk.prove.survey import Spot

    for kind in COMPARED:
        for first, second in combinations((resolved.rule for resolved in one.book.of_kind(kind)), 2):
            if first.outcome is not second.outcome:
                continue  # the one that comes first decides: see SIG233 and SIG235
            names = sorted((one.written(first.id), one.written(second.id)))
            if not one.say_the_same(first.id, second.id):
                yield " / ".join(names), None
                continue
            what = f"reglerna ”{names[0]}” och ”{names[1]}” säger samma sak: de får samma svar i alla ärenden"
            help_ = "slå ihop dem, eller ändra den som skulle säga något annat"
            later = next(r.id for r in (second, first) if one.written(r.id) == names[1])
            yield " / ".join(names), Spot(*one.at_rule(later), what, help_)


def _pack(second: str) -> dict[str, str]:
    yes, no = tiny.fact("crime.imminent", "true"), tiny.fact("crime.imminent", "false")
    other = f"{{none: [{{fact: {second}, is: false}}]}}"
    met, not_met = tiny.fact(second, "true"), tiny.fact(second, "false")
    criteria = tiny.rule("prov_brattom", "criterion", tiny.IMMINENT, met=yes, not_met=no)
    criteria += tiny.rule("prov_snart", "criterion", other, met=met, not_met=not_met)
    rules = {tiny.CRITERIA: criteria} | tiny.either_way(tiny.IMMINENT, tiny.NOT_IMMINENT)
    return tiny.pack(rules, "prov_brattom, prov_snart", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG232",
    name="same_rules",
    title="Två regler av samma slag som säger samma sak",
    why=(
        "Säger två kriterier samma sak räknas ett och samma förhållande två gånger, och promemorian upprepar sig. "
        "Oftast är den ena en kopia där villkoret glömdes kvar. Villkoren jämförs efter vad de betyder och inte efter "
        "hur de är skrivna. Beslutsregler jämförs när de har samma utfall. Alternativ jämförs inte, för flera slags "
        "stöd kan passa samma behov. Två regler som får samma svar när allt är känt kan ändå skilja sig när något är "
        "obesvarat: den ena kan då vara öppen och den andra avgjord."
    ),
    passing=Example(_pack("need.coordination")),
    failing=Example(_pack("crime.imminent"), ("prov_brattom / prov_snart",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
