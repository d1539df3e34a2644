"""Pictures as PNG, for a format that can't hold an SVG; drawn by Typst with the typefaces that come with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import typst

_PIXELS_PER_INCH: Final = 288  # three pixels for each unit of the drawing
_SOURCE: Final = b"""#set page(width: auto, height: auto, margin: 0pt)
#for svg in json(bytes(sys.inputs.svgs)) { page(image(bytes(svg), format: "svg")) }
"""


def png_files(svgs: Sequence[str]) -> list[bytes]:
    """Each SVG as a PNG file, on white. The same SVG gives the same bytes. Raises typst.TypstError."""
    if not svgs:
        return []
    made: bytes | list[bytes] = typst.compile(
        _SOURCE,
        format="png",
        ppi=_PIXELS_PER_INCH,
        ignore_system_fonts=True,  # the same letters on every computer
        sys_inputs={"svgs": json.dumps(svgs, ensure_ascii=False)},
    )
    return made if isinstance(made, list) else [made]
