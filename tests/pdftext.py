"""The text of a tagged PDF in the order of its structure: what someone hears who listens to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf

INLINE = {"/Strong", "/Em", "/Span", "/Link", "/Reference"}
CHAR = re.compile(rb"<(\w+)>\s*<(\w+)>")
RANGE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>")


@dataclass
class Tag:
    """One element of the structure: its type, and the text of it and of the elements inside."""

    kind: str
    text: str
    inside: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for one in self.inside:
            yield from one.walk()

    def of(self, kind: str) -> list[Tag]:
        """The elements of one type, in order."""
        return [one for one in self.walk() if one.kind == kind]


class Tagged:
    """A PDF, read through its tags only: what is marked as an artifact isn't there."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self._pages = {page.objgen: _marked(page) for page in pdf.pages}

    @cached_property
    def root(self) -> Tag:
        return self._tag(self.pdf.Root.StructTreeRoot.K, None)

    def _tag(self, element: pikepdf.Object, page: pikepdf.Object | None) -> Tag:
        if isinstance(element, pikepdf.Array):
            inside = [self._tag(one, page) for one in element]
            return Tag("", _joined(inside), inside)
        page = element.get("/Pg", page)
        inside = []
        for kid in _list(element.get("/K")):
            if isinstance(kid, int):
                inside.append(Tag("#text", self._pages[page.objgen].get(int(kid), "")))
            elif kid.get("/Type") == "/MCR":
                inside.append(Tag("#text", self._pages[kid.get("/Pg", page).objgen].get(int(kid.MCID), "")))
            elif "/S" in kid:
                inside.append(self._tag(kid, page))
        spoken = next((key for key in ("/Alt", "/ActualText") if key in element), None)  # a picture is told in words
        text = str(element[spoken]) if spoken is not None else _joined(inside)
        return Tag(str(element.S), text, inside)


def _joined(tags: list[Tag]) -> str:
    """Inline elements run on; every other stands on its own."""
    return "".join(t.text if t.kind in INLINE or t.kind == "#text" else f" {t.text} " for t in tags)


def _list(value: object) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content on a page."""
    found: dict[int, str] = {}
    stack: list[tuple[int | None, bool]] = []  # which piece we are in, and whether its text is told already
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        piece, told = stack[-1] if stack else (None, False)
        if name == "Tf":
            letters = _letters(page.Resources.Font[operands[0]])
        elif name == "BMC":
            stack.append((None, told))
        elif name == "BDC":
            properties = operands[1]
            if isinstance(properties, pikepdf.Name):
                properties = page.Resources.Properties[properties]
            piece = int(properties.MCID) if "/MCID" in properties else piece
            if "/ActualText" in properties and piece is not None and not told:
                found[piece] = found.get(piece, "") + str(properties.ActualText)
                told = True
            stack.append((piece, told))
        elif name == "EMC":
            stack.pop()
        elif name in ("Tj", "TJ") and piece is not None and not told:
            shown = [operands[0]] if name == "Tj" else [o for o in operands[0] if isinstance(o, pikepdf.String)]
            found[piece] = found.get(piece, "") + "".join(_decoded(bytes(one), letters) for one in shown)
    return found


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[int.from_bytes(codes[i : i + 2], "big")] for i in range(0, len(codes), 2))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font stands for."""
    found: dict[int, str] = {}
    table = font.ToUnicode.read_bytes()
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in CHAR.findall(body)}
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, sign in RANGE.findall(body):
            codes = range(int(first, 16), int(last, 16) + 1)
            found |= {code: chr(int(sign, 16) + n) for n, code in enumerate(codes)}
    return found


def places(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """Where each piece of text begins on a page, in points from the lower left corner."""
    where: list[tuple[float, float]] = [(0.0, 0.0)]
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "q":
            where.append(where[-1])
        elif str(operator) == "Q":
            where.pop()
        elif str(operator) == "cm":
            where[-1] = float(operands[4]), float(operands[5])
        elif str(operator) in ("Tj", "TJ"):
            yield where[-1]
