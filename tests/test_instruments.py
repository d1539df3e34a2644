"""The shipped checklists load, are complete, and never pass for the originals they are modelled on."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from sigrisk.diagnostics import BadInput
from sigrisk.instrument import (
    PROTECTION_STEPS,
    RISK_STEPS,
    Instrument,
    Item,
    ItemSide,
    ScaleKind,
    SummedUp,
    level_values,
    levels_left,
)
from sigrisk.instrumentcheck import load_instrument
from sigrisk.itemanswer import read_said
from sigrisk.models import validate
from sigrisk.possible import Ordered, hull, meet
from sigrisk.vocabulary import Basis, Side, Vocabulary, VocabularyFile, everything
from sigrisk.yamlfile import parse, read

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "instruments").glob("*.yaml"))
ORIGINALS = re.compile(r"\b(SAVRY|ESTER|(Check:)?IRK|(Check:)?RBMK|YLS(/CMI)?)\b(?!-inspirerad)", re.IGNORECASE)
NOT_THE_ORIGINAL = re.compile(r"Den är inte (SAVRY|ESTER|Check:IRK|Check:RBMK|YLS/CMI|polisens egen checklista)\b")
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
    found += [instrument.strengths, instrument.override, *(one.ask for one in instrument.elsewhere)]
    if instrument.summary is not None:
        found.append(instrument.summary.ask)
        found += [text for step in instrument.summary.steps for text in (step.label, step.means)]
    return found


def test_the_six_checklists_are_shipped() -> None:
    assert set(SHIPPED) == {
        "savry_inspirerad",
        "ester_inspirerad",
        "irk_inspirerad",
        "yls_inspirerad",
        "rbmk_inspirerad",
        "polisens_nominering",
    }


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


def test_yls_inspired_has_42_yes_or_no_items_in_eight_domains_and_no_summary() -> None:
    yls = SHIPPED["yls_inspirerad"]
    assert [len(section.items) for section in yls.sections] == [5, 6, 7, 4, 5, 3, 7, 5]
    assert {yls.scale_of(item).kind for item in yls.items()} == {ScaleKind.YES_NO}
    assert yls.summed_up is SummedUp.COUNTED
    assert yls.summary is None and yls.strengths and yls.override
    assert (yls.ages.low, yls.ages.high) == (12, 18)


def test_yls_inspired_says_what_research_found_about_overriding_and_who_found_it() -> None:
    yls = SHIPPED["yls_inspirerad"]
    said = next(text for text in yls.limits if "missvisande" in text)
    for needed in ("597", "32,5 procent", "30,3 procent", "2023", "förebilden, inte den här checklistan"):
        assert needed in said
    assert "parent-2023" in {c.doc for c in yls.sources}
    for author in ("Parent", "Bilodeau", "Laurier", "Guay"):
        assert author in said


def test_rbmk_inspired_keeps_risk_need_and_responsivity_apart() -> None:
    rbmk = SHIPPED["rbmk_inspirerad"]
    sides = {section.id: {rbmk.scale_of(item).side for item in section.items} for section in rbmk.sections}
    assert sides == {
        "risk": {ItemSide.RISK},
        "behov": {ItemSide.NEED},
        "mottaglighet": {ItemSide.RESPONSIVITY},
    }
    assert [len(section.items) for section in rbmk.sections] == [9, 8, 11]


@pytest.mark.parametrize("side", [ItemSide.NEED, ItemSide.RESPONSIVITY, ItemSide.CONTEXT])
def test_what_is_no_risk_is_never_counted_and_informs_no_risk(side: ItemSide) -> None:
    """Neither by the checklist's own counts nor by the fact it informs."""
    of_side = [(one, item) for one, item in ITEMS if one.scale_of(item).side is side]
    assert of_side
    for instrument, item in of_side:
        assert instrument.scale_of(item).counted_at == ()
        assert VOCABULARY[item.fact].definition.side is not Side.RISK, item.id


POLICE = SHIPPED["polisens_nominering"]


def test_the_police_form_asks_for_the_four_of_rps_and_for_company_and_risk_places() -> None:
    asked = {item.fact for item in POLICE.items()}
    assert {"offences.age_first", "offences.grave", "offences.total", "offences.reports_12m"} <= asked
    assert {"peers.criminal", "peers.network_ties", "peers.recruitment", "peers.risk_places"} <= asked
    assert {fact for one in POLICE.elsewhere for fact in one.facts} >= {"person.age", "offences.strategic"}


@pytest.mark.parametrize(
    "item", [i for i in POLICE.items() if VOCABULARY[i.fact].definition.derived], ids=lambda i: i.id
)
def test_no_answer_of_the_police_form_denies_an_event(item: Item) -> None:
    """Whatever is answered, more crimes, and earlier ones, stay possible: only a complete list says that it is all."""
    whole = everything(VOCABULARY[item.fact].definition)
    assert isinstance(whole, Ordered)
    answers = [0, 3, 13] if POLICE.scale_of(item).kind is ScaleKind.TYPED else ["ja", "nej"]
    for answer in [*answers, "ej aktuellt", "vet ej"]:
        values = read_said(POLICE, item, answer, VOCABULARY).values
        if values is not None:
            assert isinstance(values, Ordered)
            assert values.low == whole.low if item.fact == "offences.age_first" else values.high == whole.high


def test_the_police_form_never_claims_a_conviction() -> None:
    """Suspected is not convicted: that follows from the events alone."""
    assert "offences.convicted" not in {item.fact for item in POLICE.items()}
    notes = " ".join([*POLICE.limits, *(item.note for item in POLICE.items())])
    assert "En misstanke är inte en dom" in notes and "vittne" in notes


def test_reports_of_half_a_year_are_within_the_year_as_long_as_the_answer_counts() -> None:
    """The form asks for six months, and the answer counts for six: each report lies within the twelve of the fact."""
    item = next(i for i in POLICE.items() if i.fact == "offences.reports_12m")
    assert "sex månaderna" in item.ask
    assert VOCABULARY["offences.reports_12m"].definition.expires == 12 - 6


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
    if instrument.scale_of(item).kind is ScaleKind.TYPED:
        return
    whole = everything(VOCABULARY[item.fact].definition)
    assert isinstance(whole, Ordered)
    for value in range(whole.low, whole.high + 1):
        assert levels_left(instrument, item, Ordered(value, value), VOCABULARY)


@each_item
def test_a_higher_level_never_allows_lower_values(instrument: Instrument, item: Item) -> None:
    """A question about risk may be answered by a missing protection: then its yes allows the lower values."""
    spans = [level_values(instrument, item, level.id, VOCABULARY) for level in instrument.scale_of(item).levels]
    if not spans:
        return
    if instrument.scale_of(item).side is ItemSide.RISK and VOCABULARY[item.fact].definition.side is Side.PROTECTION:
        spans.reverse()
    assert all(isinstance(span, Ordered) for span in spans)
    ends = [(span.low, span.high) for span in spans if isinstance(span, Ordered)]
    assert all(lower[0] <= upper[0] and lower[1] <= upper[1] for lower, upper in pairwise(ends))
    one_sided = spans[0] == everything(VOCABULARY[item.fact].definition.model_copy(update={"not_applicable": False}))
    # A yes and a no to a question narrower than its fact may leave the same degree possible.
    narrow = instrument.scale_of(item).kind is ScaleKind.YES_NO
    assert spans[0] != spans[-1] if narrow else meet(spans[0], spans[-1]) is None, "the ends must differ"
    if one_sided:  # a "no" to a narrow question says nothing of a wider fact, and the form says so
        assert instrument.scale_of(item).kind is ScaleKind.YES_NO and "Ett nej" in item.note
    assert hull(spans[0], spans[-1]) == everything(
        VOCABULARY[item.fact].definition.model_copy(update={"not_applicable": False})
    )


@each_item
def test_an_unanswered_fact_leaves_every_level(instrument: Instrument, item: Item) -> None:
    left = levels_left(instrument, item, everything(VOCABULARY[item.fact].definition), VOCABULARY)
    assert left == {level.id for level in instrument.scale_of(item).levels}


@each_instrument
def test_two_items_of_a_checklist_inform_the_same_fact_only_by_yes_or_no(instrument: Instrument) -> None:
    """Two questions with yes or no may ask for two degrees, or two sides, of one thing."""
    facts = [item.fact for item in instrument.items()]
    for item in instrument.items():
        assert facts.count(item.fact) == 1 or instrument.scale_of(item).kind is ScaleKind.YES_NO
    assert len({item.ask for item in instrument.items()}) == len(facts)


@each_item
def test_items_inform_facts_that_a_rater_can_know(instrument: Instrument, item: Item) -> None:
    """Derived facts come from events, consents and dates; only the police's form may add to what the events say."""
    fact = VOCABULARY[item.fact].definition
    assert not fact.derived or (instrument is POLICE and fact.side is Side.HISTORY)
    assert item.ask == item.ask.strip() and item.ask.endswith("?")
    scale = instrument.scale_of(item)
    if scale.counted_at in (RISK_STEPS, PROTECTION_STEPS):
        assert (scale.side is ItemSide.PROTECTION) == (fact.type.value in ("protection", "bool"))


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
    for needed in ("inte vetenskapligt prövad", "ingen risknivå", "ingen summa"):
        assert needed in limits, needed
    for needed in ("SBU", "303", "344"):
        assert needed in limits or instrument.summed_up is SummedUp.LISTED, needed
    assert any("sexuella övergrepp" in text for text in instrument.not_for)


@each_instrument
def test_the_human_sums_up_in_words(instrument: Instrument) -> None:
    if instrument.id in ("yls_inspirerad", "polisens_nominering"):
        assert instrument.summed_up is not SummedUp.JUDGED
        return
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


_NOT_KNOWN = re.compile(r"\b(?:känt|känd|kända|känner till|tecken|tyder|tycks|verkar|så vitt)\b", re.IGNORECASE)


@each_instrument
def test_a_low_or_no_says_that_it_was_looked_into_and_never_just_that_nothing_is_known(instrument: Instrument) -> None:
    """A text such as "inget är känt" would make not known and no the same answer, and unknown is never no."""
    for item in instrument.items():
        levels = instrument.scale_of(item).levels
        for level in [one for one in levels if one.id == "nej"] or levels[:1]:
            text = item.means[level.id]
            open_answer = level.id == "nej" and "känner inte till" in text  # maps to both answers: it settles nothing
            assert open_answer or not _NOT_KNOWN.search(text), f"{item.id} {level.id}: {text}"
