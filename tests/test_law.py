"""Statutes and paragraphs: what a text names, what the law book says of it, and that nothing is claimed falsely."""

from __future__ import annotations

from pathlib import Path

import pytest

from sigrisk.diagnostics import BadInput, Position
from sigrisk.law import Law, LawFile, Paragraph, Read
from sigrisk.lawtext import mentions, unknown_laws
from sigrisk.packs import Packs, load

NAMED = {
    "Anmälan om brott enligt 3, 4 eller 8 kap. brottsbalken?": ["brb-3", "brb-4", "brb-8"],
    "Beslut enligt 4 kap. 1 § SoL eller 11 § LVU.": ["sol-2001-bistand", "lvu-11"],
    "Enligt 11 kap. 1 § socialtjänstlagen (2025:400).": ["sol-bistand"],
    "Enligt 11\u00a0kap. 1\u00a0§ socialtjänstlagen.": ["sol-bistand"],
    "Planen i 10 kap. 8–9 §§ socialtjänstlagen.": ["sol-sip", "sol-sip"],
    "Enligt förvaltningslagen, 32 §.": ["fl-motivering"],
    "29 och 42 §§ förvaltningslagen.": ["fl-beslutets-form", "fl-overklagande"],
    "6 kap. 13 a § föräldrabalken.": ["fb-en-vardnadshavare"],
    "6 kap. 13 § föräldrabalken.": [None],
    "12 kap. brottsbalken och 25 § i förvaltningslagen.": ["brb-12", "fl-kommunicering"],
    "11 kap. 1 § socialtjänstlagen (2001:453).": [None],
    "4 a kap. brottsbalken.": [None],
    "17 kap. 3 § skollagen.": [None],
    "Det finns 3 skäl, och Sol är 16 år.": [],
}


@pytest.mark.parametrize("text", NAMED)
def test_paragraphs_are_found_in_running_text(text: str, packs: Packs) -> None:
    found = [one.paragraph.id if one.paragraph is not None else None for one in mentions(text, packs.laws)]
    assert found == NAMED[text]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Vård enligt lagen om vård av unga (LVU), och förvaltningslagens krav.", []),
        ("Stöd enligt lagen om stöd och service.", ["lagen om stöd och service"]),
        ("Skollagen och hälso- och sjukvårdslagen.", ["Skollagen", "sjukvårdslagen"]),
        ("Förslagen, inslagen och underlagen.", []),
        ("Enligt en lag (1994:1) om annat, och en lag (2025:400).", ["1994:1"]),
    ],
)
def test_statutes_that_nobody_has_written_down_are_found(text: str, unknown: list[str], packs: Packs) -> None:
    assert [name for _, name in unknown_laws(text, packs.laws)] == unknown


def test_nothing_shipped_is_said_to_be_verified(packs: Packs) -> None:
    """Nobody at a municipality has read a line of it; a name here would be made up."""
    assert not [one.id for one in packs.laws.paragraphs.values() if one.verified]
    assert {one.read for one in packs.laws.paragraphs.values()} == set(Read)


def test_every_paragraph_has_its_statute_and_every_chapter_of_the_offences_its_entry(packs: Packs) -> None:
    laws = packs.laws
    assert {one.law for one in laws.paragraphs.values()} <= set(laws.laws)
    for offence in packs.offences.values():
        if offence.chapter is not None:
            assert laws.paragraphs[f"brb-{offence.chapter}"].chapter == offence.chapter


@pytest.mark.parametrize(
    ("paragraph", "cited"),
    [
        ("sol-bistand", "11 kap. 1 § socialtjänstlagen (2025:400)"),
        ("sol-sip", "10 kap. 8–9 §§ socialtjänstlagen (2025:400)"),
        ("fl-motivering", "32 § förvaltningslagen"),
        ("osl-socialtjanst", "26 kap. offentlighets- och sekretesslagen"),
        ("sol-barnets-basta", "socialtjänstlagen (2025:400)"),
    ],
)
def test_a_paragraph_is_cited_as_a_decision_does(paragraph: str, cited: str, packs: Packs) -> None:
    assert packs.laws.cite(paragraph) == cited


def test_a_paragraph_of_an_unknown_statute_stops_the_loading(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    text = "paragraphs:\n  - {id: nytt, law: sool, about: Något., read: unread}\n"
    (folder / "lagrum.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load(tmp_path)
    assert [(d.code, d.at) for d in caught.value.diagnostics] == [("SIG174", Position(2, 21))]
    (folder / "lagrum.yaml").write_text(text.replace("sool", "sol"), encoding="utf-8")
    assert load(tmp_path).laws.paragraphs["nytt"].law == "sol"


def test_a_local_file_replaces_one_paragraph_and_leaves_the_rest(packs: Packs) -> None:
    own = Paragraph(id="fl-motivering", law="fl", section="32", about="Skäl.", read=Read.UNREAD)
    law = Law(id="egen", name="egenlagen")
    changed = packs.laws.over(LawFile(laws=(law,), paragraphs=(own,)))
    assert changed.paragraphs["fl-motivering"] is own
    assert changed.paragraphs["fl-kommunicering"] == packs.laws.paragraphs["fl-kommunicering"]
    assert changed.laws["egen"] is law
