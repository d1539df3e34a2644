"""The shipped checklists load, are complete, and never pass for the originals they are modelled on."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from sigrisk.diagnostics import BadInput
from sigrisk.instrument import (
    Instrument,
    Item,
    ItemSide,
    SummedUp,
    level_values,
    levels_left,
)
from sigrisk.instrumentcheck import load_instrument
from sigrisk.models import validate
from sigrisk.possible import Ordered, hull, meet
from sigrisk.vocabulary import Basis, Vocabulary, VocabularyFile, everything
from sigrisk.yamlfile import parse, read

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "instruments").glob("*.yaml"))
ORIGINALS = re.compile(r"\b(SAVRY|ESTER|(Check:)?IRK|(Check:)?RBMK|YLS(/CMI)?)\b(?!-inspirerad)", re.IGNORECASE)
NOT_THE_ORIGINAL = re.compile(r"Den är inte (SAVRY|ESTER|Check:IRK)\b")
PRONOUNS = re.compile(r"\b(han|hon|hen|honom|henne|hans|hennes|hens)\b", re.IGNORECASE)


def _vocabulary() -> Vocabulary:
    return Vocabulary(validate(VocabularyFile, read(p)) for p in sorted((ROOT / "rules/vocabulary").glob("*.yaml")))


VOCABULARY = _vocabulary()
SHIPPED = {p.stem: load_instrument(read(p), VOCABULARY) for p in FILES}
ITEMS = [(instrument, item) for instrument in SHIPPED.values() for item in instrument.items()]
ITEM_IDS = [f"{instrument.id}.{item.id}" for instrument, item in ITEMS]

each_instrument = pytest.mark.parametrize("instrument", SHIPPED.values(), ids=SHIPPED.keys())
each_item = pytest.mark.parametrize(("instrument", "item"), ITEMS, ids=ITEM_IDS)


def _texts(instrument: Instrument) -> list[str]:
    """Every sentence of the form itself: what a rater reads as questions, levels and notes."""
    found = [section.label for section in instrument.sections]
    for item in instrument.items():
        found += [item.label, item.ask, item.note, *item.means.values()]
    for scale in instrument.scales:
        found += [level.label for level in scale.levels]
    if instrument.summary is not None:
        found.append(instrument.summary.ask)
        found += [text for step in instrument.summary.steps for text in (step.label, step.means)]
    return found


def test_the_three_checklists_are_shipped() -> None:
    assert {"savry_inspirerad", "ester_inspirerad", "irk_inspirerad"} <= set(SHIPPED)


@each_instrument
def test_file_name_is_the_id(instrument: Instrument) -> None:
    assert SHIPPED[instrument.id] is instrument


def test_savry_inspired_has_24_risk_and_6_protective_items() -> None:
    savry = SHIPPED["savry_inspirerad"]
    sides = [savry.scale_of(item).side for item in savry.items()]
    assert sides.count(ItemSide.RISK) == 24
    assert sides.count(ItemSide.PROTECTION) == 6
    assert [len(section.items) for section in savry.sections] == [10, 6, 8, 6]
    numbered = [f"{letter}{n}" for letter, last in zip("hkis", (10, 6, 8, 6), strict=True) for n in range(1, last + 1)]
    assert [item.id for item in savry.items()] == numbered
    assert (savry.ages.low, savry.ages.high) == (12, 18)


@pytest.mark.parametrize("item", SHIPPED["savry_inspirerad"].items(), ids=lambda item: item.id)
def test_savry_inspired_item_cites_the_name_it_is_modelled_on(item: Item) -> None:
    assert [(c.doc, c.section) for c in item.sources] == [("savry-se", item.id.upper())]


def test_ester_inspired_has_nineteen_five_step_items_in_four_sections_and_is_repeated() -> None:
    ester = SHIPPED["ester_inspirerad"]
    assert ester.repeatable
    assert len(ester.items()) == 19
    assert all(len(scale.levels) == 5 for scale in ester.scales)
    sides = [{ester.scale_of(item).side for item in section.items} for section in ester.sections]
    assert sides == [{ItemSide.RISK}, {ItemSide.RISK}, {ItemSide.PROTECTION}, {ItemSide.PROTECTION}]


def test_irk_inspired_is_short_and_for_youths_and_adults() -> None:
    irk = SHIPPED["irk_inspirerad"]
    assert 10 <= len(irk.items()) <= 12
    assert irk.minutes <= 20
    assert irk.ages.low < 18 < irk.ages.high


@each_item
def test_every_level_is_mapped_and_means_something_of_its_own(instrument: Instrument, item: Item) -> None:
    levels = [level.id for level in instrument.scale_of(item).levels]
    assert set(item.means) == set(item.maps) == set(levels)
    sentences = [item.means[level] for level in levels]
    assert len(set(sentences)) == len(levels)
    for sentence in sentences:
        assert len(sentence.split()) >= 5 and sentence.endswith(".") and sentence[0].isupper()


@each_item
def test_levels_and_fact_agree_both_ways(instrument: Instrument, item: Item) -> None:
    """A level allows values that leave that level possible, and every value of the fact leaves some level."""
    for level in instrument.scale_of(item).levels:
        values = level_values(instrument, item, level.id, VOCABULARY)
        assert level.id in levels_left(instrument, item, values, VOCABULARY)
    whole = everything(VOCABULARY[item.fact].definition)
    assert isinstance(whole, Ordered)
    for value in range(whole.low, whole.high + 1):
        assert levels_left(instrument, item, Ordered(value, value), VOCABULARY)


@each_item
def test_a_higher_level_never_allows_lower_values(instrument: Instrument, item: Item) -> None:
    spans = [level_values(instrument, item, level.id, VOCABULARY) for level in instrument.scale_of(item).levels]
    assert all(isinstance(span, Ordered) for span in spans)
    ends = [(span.low, span.high) for span in spans if isinstance(span, Ordered)]
    assert all(lower[0] <= upper[0] and lower[1] <= upper[1] for lower, upper in pairwise(ends))
    assert meet(spans[0], spans[-1]) is None, "the lowest and the highest level must differ"
    assert hull(spans[0], spans[-1]) == everything(
        VOCABULARY[item.fact].definition.model_copy(update={"not_applicable": False})
    )


@each_item
def test_an_unanswered_fact_leaves_every_level(instrument: Instrument, item: Item) -> None:
    left = levels_left(instrument, item, everything(VOCABULARY[item.fact].definition), VOCABULARY)
    assert left == {level.id for level in instrument.scale_of(item).levels}


@each_instrument
def test_no_two_items_of_a_checklist_inform_the_same_fact(instrument: Instrument) -> None:
    facts = [item.fact for item in instrument.items()]
    assert len(set(facts)) == len(facts)


@each_item
def test_items_inform_facts_that_a_rater_can_know(instrument: Instrument, item: Item) -> None:
    """Derived facts come from events, consents and dates; a checklist must not compete with those."""
    fact = VOCABULARY[item.fact].definition
    assert not fact.derived
    assert item.ask == item.ask.strip() and item.ask.endswith("?")
    protective = instrument.scale_of(item).side is ItemSide.PROTECTION
    assert protective == (fact.type.value in ("protection", "bool"))


@each_item
def test_items_say_where_they_come_from(instrument: Instrument, item: Item) -> None:
    assert bool(item.sources) == (item.basis is Basis.SOURCE), instrument.id


@each_instrument
def test_it_never_passes_for_the_original(instrument: Instrument) -> None:
    assert instrument.validated is False
    assert "-inspirerad" in instrument.label
    assert not ORIGINALS.search(instrument.label)
    assert NOT_THE_ORIGINAL.search(instrument.modelled_on)
    for text in _texts(instrument):
        assert not ORIGINALS.search(text), text


@each_instrument
def test_the_limits_say_what_may_not_be_concluded(instrument: Instrument) -> None:
    limits = " ".join(instrument.limits)
    for needed in ("inte vetenskapligt prövad", "ingen risknivå", "ingen summa", "SBU", "303", "344"):
        assert needed in limits, needed
    assert any("sexuella övergrepp" in text for text in instrument.not_for)


@each_instrument
def test_the_human_sums_up_in_words(instrument: Instrument) -> None:
    assert instrument.summed_up is SummedUp.JUDGED
    assert instrument.summary is not None
    assert [step.id for step in instrument.summary.steps] == ["low", "moderate", "high"]
    assert "skriv skälen" in instrument.summary.ask
    expected = (6, 12) if instrument.id == "savry_inspirerad" else (6,)
    assert instrument.summary.horizon_months == expected


@each_instrument
def test_the_young_person_is_never_he_or_she(instrument: Instrument) -> None:
    head = [instrument.purpose, instrument.modelled_on, *instrument.limits, *instrument.not_for]
    for text in [*_texts(instrument), *head]:
        assert not PRONOUNS.search(text), text
        assert '"' not in text, text


@pytest.mark.parametrize("fact", ["health.attention", "family.violence_witnessed", "health.abuse_victim"])
def test_easily_misread_items_carry_a_note(fact: str) -> None:
    """A diagnosis excludes nobody, and having been hurt is no guilt: it must be read where the answer is given."""
    notes = [item.note for _, item in ITEMS if item.fact == fact]
    word = "diagnos" if fact == "health.attention" else "ingen skuld"
    assert notes and all(word in note for note in notes)


def test_the_environment_item_says_that_it_decides_nothing() -> None:
    notes = [item.note for _, item in ITEMS if item.fact == "context.environment"]
    assert notes and all("avgör inget" in note for note in notes)


LOW_TO_HIGH = "maps: {low: [none, low], moderate: moderate, high: high}"
SAVRY_TEXT = (ROOT / "instruments/savry_inspirerad.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: k1\n", "id: h1\n", "SIG130"),
        ("scale: risk\n        fact: peers.criminal", "scale: rsk\n        fact: peers.criminal", "SIG131"),
        ("fact: peers.criminal", "fact: peers.criminl", "SIG132"),
        (LOW_TO_HIGH, "maps: {low: low, moderate: moderate}", "SIG133"),
        (LOW_TO_HIGH, "maps: {low: lw, moderate: moderate, high: high}", "SIG134"),
        (LOW_TO_HIGH, "maps: {low: low, moderate: moderate, high: high}", "SIG135"),
        ("summed_up: judged", "summed_up: counted", "SIG023"),
    ],
)
def test_a_broken_checklist_is_told_of(old: str, new: str, code: str) -> None:
    assert old in SAVRY_TEXT
    with pytest.raises(BadInput) as caught:
        load_instrument(parse(SAVRY_TEXT.replace(old, new, 1), "broken.yaml"), VOCABULARY)
    assert code in {one.code for one in caught.value.diagnostics}


def test_a_checklist_must_be_found_under_its_own_id() -> None:
    """A file named otherwise than its checklist would be looked up under the wrong id: SIG136 says so."""
    document = read(ROOT / "instruments/irk_inspirerad.yaml")
    load_instrument(document, VOCABULARY, "irk_inspirerad")
    with pytest.raises(BadInput, match="SIG136"):
        load_instrument(document, VOCABULARY, "irk")
