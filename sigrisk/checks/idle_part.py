"""SIG237: a part of a condition that never matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sigrisk.checks import tiny
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.condition import ConditionError, Scope, resolve

if TYPE_CHECKING:
    from sigrisk.prove.survey import Spot, Surveyed


def find(material: Material) -> Iterator[Found]:
    from sigrisk.prove.survey import findings

    yield from findings(material, _look, in_all=True)


def _look(one: Surveyed) -> Iterator[tuple[str, Spot | None]]:
    for rule_id in one.book.rules:
        if one.can_be(met=(rule_id,)) and one.can_be_other_than_met(rule_id):  # else SIG230 and SIG231 say it
            yield from _parts(one, rule_id)


def _parts(one: Surveyed, rule_id: str) -> Iterator[tuple[str, Spot | None]]:
    from sigrisk.prove.parts import parts
    from sigrisk.prove.survey import Spot

    scope = Scope(one.book.vocabulary, one.book.values)
    idle: list[tuple[str | int, ...]] = []
    told: dict[str, int] = {}
    for part in parts(one.book.rules[rule_id].rule.when):
        name = f"{one.written(rule_id)} / {part.text}"
        told[name] = told.get(name, 0) + 1
        name = name if told[name] == 1 else f"{name} ({told[name]})"
        if any(part.path[: len(outer)] == outer for outer in idle):
            continue  # told with the part that it stands in
        try:
            tree = resolve(part.without, scope)
        except ConditionError:  # without it the condition can't be written
            yield name, None
            continue
        signature = one.bench.sign(tree, one.signatures)
        if not one.bench.say_the_same(signature, one.signatures[rule_id]):
            yield name, None
            continue
        idle.append(part.path)
        what = f"i regeln ”{one.written(rule_id)}” saknar delen ”{part.text}” betydelse: utan den får regeln samma svar"
        help_ = "stryk delen, eller ändra den så att den säger det som var tänkt"
        yield name, Spot(*one.at_rule(rule_id, "when", *part.path), what, help_)


def _pack(level: str) -> dict[str, str]:
    when = f"{{all: [{{fact: peers.criminal, at_least: moderate}}, {{fact: {level}, at_least: low}}]}}"
    known = dict.fromkeys(("peers.criminal", level), "high")
    met = f"{{facts: {{{', '.join(f'{f}: {v}' for f, v in known.items())}}}}}"
    criterion = tiny.rule("prov_umgange", "criterion", when, met=met, not_met=tiny.fact("peers.criminal", "none"))
    rules = {tiny.CRITERIA: criterion} | tiny.either_way(tiny.IMMINENT, tiny.NOT_IMMINENT)
    return tiny.pack(rules, "prov_umgange", "prov_ja, prov_nej")


CHECK = Check(
    code="SIG237",
    name="idle_part",
    title="Del av ett villkor som aldrig spelar någon roll",
    why=(
        "Ett villkor som kan strykas utan att något ärende får ett annat svar ger sken av att något prövas. Kanske "
        "ligger felet i delen själv, till exempel en gräns som en annan del redan drar snävare, som i exemplet. En "
        "del som spelar roll i någon av profilerna som använder regeln räknas inte hit. Flera delar i samma regel kan "
        "stå här fast de inte kan strykas samtidigt, för de kan ersätta varandra. Är något obesvarat kan delen ändå "
        "göra en öppen regel avgjord, eller tvärtom."
    ),
    passing=Example(_pack("peers.network_ties")),
    failing=Example(_pack("peers.criminal"), ("prov_umgange / peers.criminal at_least low",)),
    find=find,
    needs=Needs.BOOK,
    proved=True,
)
