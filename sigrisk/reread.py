"""Assesses one case file several times, and writes the comparison."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.casefile import load_case, profile_id
from sigrisk.diagnostics import BadInput, Diagnostic
from sigrisk.memo.render import render
from sigrisk.memo.wording import NBSP
from sigrisk.output import write_all
from sigrisk.packs import Packs, load
from sigrisk.readings import Over, Readings, readings
from sigrisk.readingsview import document
from sigrisk.rulebook import OperationModel
from sigrisk.workflow import assess_with, book_for, targets

FILE_NAMES: Final = {Over.PROFILE: "profiler", Over.MODEL: "arbetssatt"}
"""What the written comparison is called, after the case's own name."""


def under_every_profile(path: Path, local: Path | None, model: OperationModel | None) -> tuple[Readings, Packs]:
    """One case under every profile, in the profiles' own order. Raises like ``workflow.assess_file``."""
    packs = load(local)
    case, _ = load_case(path, packs)
    read: list[Assessment] = []
    found: list[Diagnostic] = []
    for profile in packs.profiles.ids:
        try:
            read.append(assess_with(path, case, packs.book(profile), packs, model))
        except BadInput as bad:
            found += bad.diagnostics
    if found:
        raise BadInput(found)
    return readings(read, Over.PROFILE), packs


def in_every_model(path: Path, local: Path | None, profile: str | None) -> tuple[Readings, Packs]:
    """One case under one profile in every operation model. Raises like ``workflow.assess_file``."""
    packs = load(local)
    case, _ = load_case(path, packs)
    book = book_for(packs, profile_id(case, profile))
    return readings([assess_with(path, case, book, packs, model) for model in OperationModel], Over.MODEL), packs


def write(view: Readings, packs: Packs, case_file: Path, out: Path, formats: Iterable[str]) -> list[Path]:
    """Write the comparison in each format: all of them, or none. Raises BadInput (SIG033)."""
    named = targets(case_file, formats, FILE_NAMES[Over(view.over)])
    return write_all(out, {name: _text(view, packs, form).encode() for form, name in named.items()})


def _text(view: Readings, packs: Packs, form: str) -> str:
    if form == "json":
        return json.dumps(view.model_dump(mode="json"), ensure_ascii=False, indent=2).replace(NBSP, " ") + "\n"
    return render(document(view), form, packs.roots)
