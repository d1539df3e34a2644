"""A checklist item's answers must point the same way as the fact that it informs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import whole_files
from sigrisk.instrument import Instrument, Item, ItemSide, level_values
from sigrisk.possible import Ordered
from sigrisk.vocabulary import FactDef, FactType, Side, Vocabulary

_COMPARED: Final = frozenset({FactType.LEVEL, FactType.PROTECTION, FactType.BOOL, FactType.COUNT})
"""What can be more or less. A lower age may be the worse one, and a choice has no order."""
_OPPOSITES: Final = frozenset({(ItemSide.RISK, Side.PROTECTION), (ItemSide.PROTECTION, Side.RISK)})

_CHECKLIST: Final = """\
sigrisk_instrument: 1
id: exempelby
version: 1
label: Exempelbys checklista
modelled_on: Checklistan är egen.
ages: {low: 12, high: 18}
minutes: 5
purpose: Att visa hur svaren hör ihop med uppgifterna.
limits: [Checklistan är ett exempel.]
summed_up: counted
basis: local
scales:
  - {id: problem, side: risk, kind: yes_no}
sections:
  - id: vardag
    label: Vardag
    items:
      - id: skolk
        label: Skolk
        ask: Skolkar den unge?
        scale: problem
        fact: school.truancy
        means: {nej: Den unge är i skolan., ja: Den unge är ofta borta.}
        maps: {nej: [none, low], ja: [moderate, high]}
        basis: local
      - id: inget_att_gora
        label: Ingen sysselsättning
        ask: Saknar den unge sysselsättning?
        scale: problem
        fact: occupation.meaningful
        means: {nej: Den unge har något att göra., ja: Den unge har inget att göra.}
        maps: {nej: [thread, clear], ja: absent}
        basis: local
"""
_TURNED: Final = _CHECKLIST.replace(
    "{nej: [none, low], ja: [moderate, high]}", "{nej: [moderate, high], ja: [none, low]}"
).replace("{nej: [thread, clear], ja: absent}", "{nej: absent, ja: [thread, clear]}")
_FILE: Final = "instruments/exempelby.yaml"


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    vocabulary = material.packs.vocabulary
    for whole in {one.id: one for one in whole_files(material, "sigrisk_instrument")}.values():
        instrument = material.packs.instruments[whole.id]
        for s, section in enumerate(instrument.sections):
            for i, item in enumerate(section.items):
                wrong = _turned(instrument, item, vocabulary)
                if wrong is not None:
                    less, more = wrong
                    way = "mindre" if _rises(instrument, item, vocabulary) else "mer"
                    yield whole.found(
                        f"{instrument.id} / {item.id}",
                        f"svaren pekar åt fel håll: ”{more}” ger {way} av ”{item.fact}” än ”{less}”",
                        "byt plats på värdena i ”maps”, eller skriv ett undantag med skäl om frågan är vänd med avsikt",
                        *("sections", s, "items", i, "maps"),
                    )


def _turned(instrument: Instrument, item: Item, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The labels of the first two answers in a row that point the wrong way; None where all point right."""
    if vocabulary[item.fact].definition.type not in _COMPARED:
        return None
    rises = _rises(instrument, item, vocabulary)
    levels = instrument.scale_of(item).levels
    for less, more in pairwise(levels):
        before, after = (level_values(instrument, item, one.id, vocabulary) for one in (less, more))
        if not isinstance(before, Ordered) or not isinstance(after, Ordered):
            continue
        low, high = (before, after) if rises else (after, before)
        if low.has_numbers and high.has_numbers and (high.low < low.low or high.high < low.high):
            return less.label, more.label
    return None


def _rises(instrument: Instrument, item: Item, vocabulary: Vocabulary) -> bool:
    """Whether a fuller yes should give more of the fact: not where a risk is asked for as a lack of protection."""
    return (instrument.scale_of(item).side, _side(vocabulary[item.fact].definition)) not in _OPPOSITES


def _side(fact: FactDef) -> Side:
    """The fact's side; a will or another thing that is answered as protection is, counts as protection."""
    return Side.PROTECTION if fact.type is FactType.PROTECTION else fact.side


CHECK = Check(
    code="SIG239",
    name="answer_turned",
    title="Svar i en checklista som pekar åt fel håll",
    why=(
        "En fråga i en checklista säger i ”maps” vad varje svar betyder för uppgiften. Står värdena omvänt blir ett ja "
        "på en risk till att risken saknas, och promemorian säger motsatsen till det som bedömaren menade. Ett svar "
        "längre fram på skalan, eller ett ja, får därför aldrig ge lägre värden av uppgiften. Gäller frågan en risk "
        "och uppgiften ett skydd, eller tvärtom, ska det vara omvänt. En fråga som är vänd med avsikt får ett undantag "
        "med skäl i rules/checks.yaml."
    ),
    passing=Example({_FILE: _CHECKLIST}),
    failing=Example({_FILE: _TURNED}, ("exempelby / skolk", "exempelby / inget_att_gora")),
    find=_find,
    needs=Needs.BOOK,
)
