"""Draws the pictures of the handbook anew: real pages of the memos of the invented case that it follows.

``python -m tools.pictures`` (``make pictures``) writes them in docs/bilder/. Typst sets the pages, as in the PDF, with
the typefaces that come with it; so the same rules give the same pictures on every computer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
import typst
from PIL import Image

from sigrisk.finals import load_finals
from sigrisk.memo.model import Memo
from sigrisk.memo.pdf import inputs, template_in
from sigrisk.memo.reader import Copy
from sigrisk.memofiles import Order, memo_for, read_for
from sigrisk.packs import load
from tools.handbook import ROOT, prepare, walk

FOLDER: Final = ROOT / "docs" / "bilder"
PIXELS_PER_INCH: Final = 110
SHADES: Final = 16  # enough for grey letters, and a third of the size
LARGEST: Final = 150_000  # bytes
# The template as it is, and then on which page each heading of it stands.
_WHERE: Final[bytes] = b"""#include "/memo.typ"
#context metadata(query(heading).map(one => (text: one.body.text, page: one.location().page())))
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One picture: the page of a memo where a heading stands, or the first page."""

    name: str
    heading: str = ""


DRAFT: Final = (
    Page("promemoria-forsta-sidan"),
    Page("promemoria-kriterier", "6. Prövning mot kriterierna"),
    Page("promemoria-livsomraden", "Risk per livsområde"),
    Page("promemoria-flaggor", "Flaggor som inte går att avgöra"),
    Page("promemoria-osakerheter", "12. Osäkerheter och vad som kan ändra utfallet"),
)
FINAL: Final = (Page("promemoria-stallningstagande", "Gruppens bedömning och ställningstagande"),)
YOUNG: Final = (Page("till-den-unge"),)


def pages(memo: Memo, wanted: tuple[Page, ...], roots: tuple[Path, ...]) -> dict[str, bytes]:
    """The pages of a memo as pictures, by file name. Raises KeyError where a heading isn't in the memo."""
    template, told = template_in(roots), inputs(memo)
    found = typst.query(  # type: ignore[type-var]  # its types ask that the root be of the same type as the source
        _WHERE, "metadata", field="value", one=True, root=template.parent, ignore_system_fonts=True, sys_inputs=told
    )
    first: dict[str, int] = {}
    for place in json.loads(found):
        first.setdefault(place["text"], place["page"])
    made: bytes | list[bytes] = typst.compile(
        template, root=template.parent, format="png", ppi=PIXELS_PER_INCH, ignore_system_fonts=True, sys_inputs=told
    )
    drawn = made if isinstance(made, list) else [made]
    return {f"{one.name}.png": in_grey(drawn[first[one.heading] - 1 if one.heading else 0]) for one in wanted}


def in_grey(png: bytes) -> bytes:
    """A picture in few shades of grey."""
    with Image.open(BytesIO(png)) as image:
        kept = BytesIO()
        image.convert("L").quantize(SHADES).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def pictures() -> dict[str, bytes]:
    """Every picture of the handbook, by file name."""
    with TemporaryDirectory() as aside:
        folder = Path(aside)
        case, packs = prepare(folder), load(None)
        order = Order(case, (), folder, force=False)
        drawn = pages(memo_for(order, read_for(order, None, None)), DRAFT, packs.roots)
        for command, result in walk(folder):
            if result.exit_code:
                raise click.ClickException(f"{command.line}\n{result.output}")
        read = read_for(order, None, None)
        final = load_finals(case, read.assessment.case.case.id).latest
        drawn |= pages(memo_for(order, read, final), FINAL, packs.roots)
        young = Order(case, (), folder, force=False, copy=Copy.YOUNG)
        return drawn | pages(memo_for(young, read, final), YOUNG, packs.roots)


@click.command()
def main() -> None:
    """Write the pictures, and remove those that the handbook no longer has."""
    drawn = pictures()
    for name, content in drawn.items():
        if len(content) > LARGEST:
            raise click.ClickException(f"{name}: {len(content)} bytes is more than {LARGEST}")
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        if old.name not in drawn:
            old.unlink()
    for name, content in drawn.items():
        (FOLDER / name).write_bytes(content)
        click.echo(f"{(FOLDER / name).relative_to(ROOT)}: {len(content) // 1000} kB")


if __name__ == "__main__":
    main()
