"""Writes a new exercise to a file that isn't there yet."""

from __future__ import annotations

from pathlib import Path

from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.output import write_all
from sigrisk.packs import load
from sigrisk.training.draw import preset_of
from sigrisk.training.generate import Made, generate
from sigrisk.training.presetfile import load_preset, preset_ids


def new_exercise(seed: int, preset: str | None, out: Path | None, local: Path | None) -> tuple[Path, Made]:
    """The new file and what is in it; without a preset the seed draws one.

    Raises BadInput (SIG031–SIG033, SIG297, SIG299).
    """
    packs = load(local)
    known = sorted(preset_ids(packs))
    made = generate(load_preset(preset or preset_of(known, seed), packs), seed, packs)
    path = out or Path(f"ovning-{made.number.removeprefix('OVN-').lower()}.yaml")
    if path.exists():
        help_ = "välj ett annat namn med --out, eller ett annat frö"
        raise BadInput([Diagnostic("SIG032", str(path), Position(1, 1), "filen finns redan", help_)])
    write_all(path.parent, {Path(path.name): made.text.encode()})
    return path, made
