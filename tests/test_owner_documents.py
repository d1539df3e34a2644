"""The documents for the owner and the handbook: dated, marked where they speak of the law, with pictures that speak."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from sigrisk.packs import Packs
from tools.pictures import DRAFT, FINAL, FOLDER, LARGEST, YOUNG

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "docs" / "handbok.md"
OWNERS = sorted((ROOT / "docs" / "agare").glob("*.md"))
MARK = "Ska kontrolleras av kommunens jurist"
# Words that make a sentence speak of the law, beside the names of the laws in rules/lagrum.yaml.
OF_LAW = r"\d+ kap\.|\d+ §|[Aa]rtikel \d|C-634/21|\([12]\d{3}:\d+\)|EN 301 549|EU-domstolen|[Ff]örordningen förbjuder"


def parts(text: str) -> list[str]:
    """Each paragraph, list item and row of a table on one line; headings, blocks and link targets are left out."""
    text = re.sub(r"^( *)```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    found: list[str] = []
    for line in text.splitlines():
        begins = not line.strip() or re.match(r"\s*([-|#]|\d+\.) ?", line)
        if begins or not found or not found[-1]:
            found.append(line)
        else:
            found[-1] += f" {line.strip()}"
    return [one for one in found if one.strip() and not one.startswith("#")]


def unmarked(text: str, names: set[str]) -> list[str]:
    """The parts that speak of the law without saying that a lawyer must check them."""
    law = re.compile(rf"(?<![\w\]\[])(?:{'|'.join(map(re.escape, names))})(?!\w)|{OF_LAW}")
    return [one for one in parts(text) if law.search(one) and MARK not in one]


def law_names(packs: Packs) -> set[str]:
    laws = packs.laws.laws.values()
    return {name for law in laws for name in (law.name, *law.names)}


@pytest.mark.parametrize("path", [*OWNERS, HANDBOOK], ids=lambda p: p.stem)
def test_every_word_of_the_law_is_to_be_checked_by_the_lawyer(path: Path, packs: Packs) -> None:
    assert unmarked(path.read_text(encoding="utf-8"), law_names(packs)) == []


def test_a_statement_of_the_law_without_its_mark_is_noticed(packs: Packs) -> None:
    text = f"Om sekretess.\n\n- Enligt förvaltningslagen\n  ska skälen skrivas.\n- Också 26 kap. gäller. *{MARK}.*\n"
    assert unmarked(text, law_names(packs)) == ["- Enligt förvaltningslagen ska skälen skrivas."]


@pytest.mark.parametrize("path", [*OWNERS, HANDBOOK], ids=lambda p: p.stem)
def test_each_document_is_dated_and_found_from_the_first_page(path: Path) -> None:
    assert re.search(r"^Skriven den \d+ \w+ \d{4}", path.read_text(encoding="utf-8"), re.MULTILINE)
    link = f"({path.relative_to(ROOT).as_posix()})"
    assert link in (ROOT / "README.md").read_text(encoding="utf-8").split("## For developers")[0]


def test_the_documents_of_the_owner_are_all_there() -> None:
    assert [one.stem for one in OWNERS] == [
        "ai-forordningen", "informationssakerhet", "konsekvensbedomning", "tillganglighet",
    ]  # fmt: skip


def pictures() -> dict[str, str]:
    """The pictures of the handbook with their alternative texts."""
    found = re.findall(r"!\[(.*?)\]\((bilder/[^)]*)\)", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    return {Path(file).name: " ".join(text.split()) for text, file in found}


def test_every_picture_is_drawn_by_the_tool_and_shown_with_what_it_shows() -> None:
    shown = pictures()
    assert len(set(shown.values())) == len(shown) > 4
    assert set(shown) == {f"{one.name}.png" for one in (*DRAFT, *FINAL, *YOUNG)}
    assert {one.name for one in FOLDER.iterdir()} == set(shown)
    for name, text in shown.items():
        assert len(text) >= 80 and text.endswith("."), f"{name}: an alternative text says what is to be seen"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.png")), ids=lambda p: p.stem)
def test_a_picture_is_small_and_a_whole_page(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.height / image.width == pytest.approx(297 / 210, abs=0.01)
        colours = image.convert("RGB").getcolors() or []
    assert 2 < len(colours) <= 16, "grey, and not empty"
    assert all(max(rgb) - min(rgb) < 8 for _, rgb in colours if isinstance(rgb, tuple))
