"""Swedish typography: no line breaks between a number and its unit, in a law, in a date or before a dash."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sigrisk.memo.clean import clean, fit
from sigrisk.memo.copies import copy_of
from sigrisk.memo.data import memo_json
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Bullets, Memo, Paragraph, Reasoned
from sigrisk.memo.reader import Copy
from sigrisk.memo.render import render
from sigrisk.memo.text import plain_text, section_texts
from sigrisk.memo.typography import bound, unbound
from sigrisk.packs import Packs
from tests.judgements import whole
from tests.memos import SCENARIOS, page_texts
from tests.test_summary import assessed

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_BREAK = r"(?: (?! )|\n *)"  # two spaces stand between columns
_BROKEN = re.compile(
    rf"\d{_BREAK}(?:år|månad\w*|veck\w+|dag(?:ar)?|procent|timm\w+|minuter|%|§|kap\.|{_MONTHS})\b"
    rf"|kap\.{_BREAK}\d|§{_BREAK}\d|\b(?:{_MONTHS}){_BREAK}\d{{4}}\b|\b(?:kl\.|klockan|avsnitt|version){_BREAK}\d"
    rf"|[^\s|]{_BREAK}– "
)
_DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


def memo(path: Path, packs: Packs, copy: Copy = Copy.FULL, *, judged: bool = False) -> Memo:
    assessment = assessed(path, packs)
    people = Judged(whole(assessment), packs.laws) if judged else None
    return copy_of(assessment, "VERSION", packs.young, copy, people)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Den unge är 15 år.", "Den unge är 15_år."),
        ("13–18 år", "13–18_år"),
        ("minst 50 procent, 50 % av 3 veckor", "minst 50_procent, 50_% av 3_veckor"),
        ("kl. 13 eller klockan 13.30", "kl._13 eller klockan_13.30"),
        ("11 kap. 1 § socialtjänstlagen (2025:400)", "11_kap._1_§ socialtjänstlagen (2025:400)"),
        ("FB 6 kap. 13 a §, 40–44 §§ och § 25", "FB_6_kap._13_a_§, 40–44_§§ och §_25"),
        ("8 kap. brottsbalken", "8_kap. brottsbalken"),
        ("den 3 mars 2026, i mars 2026", "den 3_mars_2026, i mars_2026"),
        ("avsnitt 13 och bilaga C, version 2026.1", "avsnitt_13 och bilaga_C, version_2026.1"),
        ("10 000 kronor, 1 234 567 kronor", "10_000_kronor, 1_234_567_kronor"),
        ("polisen – inte skolan", "polisen_– inte skolan"),
        ("t.ex. 3 vänner, 2 eller 3", "t.ex. 3 vänner, 2 eller 3"),
        ("1 mormor, 2 katter", "1 mormor, 2 katter"),
        ("ringde 2026 123 gånger 08-12", "ringde 2026 123_gånger 08-12"),
    ],
)
def test_where_a_line_may_not_end(text: str, one: str) -> None:
    assert bound(text) == one.replace("_", "\u00a0")
    assert bound(bound(text)) == bound(text) and unbound(bound(text)) == text


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_no_memo_breaks_a_line_where_it_may_not(path: Path, packs: Packs) -> None:
    one = memo(path, packs, judged=True)
    texts = [plain_text(one), render(one, "md", packs.roots), *page_texts(render(one, "html", packs.roots))]
    texts.append(plain_text(memo(path, packs, Copy.YOUNG)))
    assert [found[0] for text in texts for found in _BROKEN.finditer(text)] == []


@pytest.mark.parametrize("path", SCENARIOS[::9], ids=lambda p: p.stem)
def test_what_is_pasted_and_what_is_data_have_ordinary_spaces(path: Path, packs: Packs) -> None:
    """So that a search for ”15 år” finds it; the words are the same."""
    one = memo(path, packs, judged=True)
    sections, data = section_texts(one), memo_json(clean(one))
    assert not any("\u00a0" in text for text in (*sections.values(), data))
    assert json.loads(data)["title"] == unbound(clean(one).title)
    assert _BROKEN.search(" ".join(sections.values())), "what would be broken elsewhere is there"


@pytest.mark.parametrize("path", SCENARIOS[::4], ids=lambda p: p.stem)
def test_days_are_written_out_in_sentences(path: Path, packs: Packs) -> None:
    """Tables have dates that can be put in order; sentences have them as they are said."""
    found = []
    for section in memo(path, packs, judged=True).sections:
        for block in section.blocks:
            texts: tuple[str, ...] = ()
            if isinstance(block, Paragraph):
                texts = (block.strong, block.text)
            elif isinstance(block, Bullets):
                texts = block.items
            elif isinstance(block, Reasoned):
                texts = (block.sentence, block.do, *block.grounds)
            found += [text for text in texts if _DAY.search(text)]
    assert found == []


def test_what_people_wrote_keeps_its_words(packs: Packs) -> None:
    said = 'Jag är "15 år"... och bor på 2 ställen  --  sen 2026-03-01.'
    assert fit(said).replace("\u00a0", " ") == 'Jag är "15 år"... och bor på 2 ställen -- sen 2026-03-01.'
