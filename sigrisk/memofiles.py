"""The memo of a case, written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sigrisk import __version__
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.memo.build import build
from sigrisk.memo.clean import clean
from sigrisk.memo.documents import Format, made, refuse_what_is_not_installed, target
from sigrisk.memo.model import Memo
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all
from sigrisk.workflow import assess_file, judged_beside


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the memo of which case, in which formats, where, and whether over what is there."""

    case_file: Path
    forms: Sequence[Format]
    out: Path
    force: bool


def write_memo(order: Order, local: Path | None, profile: str | None) -> list[Path]:
    """Assess a case and write its memo; what was written. Raises BadInput and EnginesDisagree."""
    refuse_what_is_not_installed(order.forms)
    stem = order.case_file.stem
    targets = [target(stem, form) for form in order.forms]
    if not order.force:
        refuse_to_overwrite(order.out, targets)
    assessment, packs = assess_file(order.case_file, local, profile)
    judged = judged_beside(order.case_file, assessment, packs)
    memo = clean(build(assessment, __version__, judged))
    ready = ready_files(memo, order.forms, order.case_file, packs.roots)
    refuse_strangers(order.out, ready)
    write_all(order.out, ready)
    return [order.out / where for where in targets]


def ready_files(memo: Memo, forms: Iterable[Format], case_file: Path, roots: tuple[Path, ...]) -> dict[Path, bytes]:
    """The files of a memo in some formats, with their content. Raises BadInput (SIG037)."""
    ready: dict[Path, bytes] = {}
    for form in forms:
        ready |= _made(memo, form, case_file, roots)
    return ready


def _made(memo: Memo, form: Format, case_file: Path, roots: tuple[Path, ...]) -> dict[Path, bytes]:
    if form != "pdf":
        return made(memo, form, case_file.stem, roots)
    from sigrisk.memo.pdf import PdfRefused

    try:
        return made(memo, form, case_file.stem, roots)
    except PdfRefused as refused:
        raise BadInput(_pdf_refused(refused.signs, str(refused), case_file)) from refused


def _pdf_refused(signs: tuple[str, ...], reason: str, case_file: Path) -> list[Diagnostic]:
    if not signs:
        message = "det gick inte att göra en PDF som alla kan läsa"
        help_ = f"rätta mallen memo.typ, eller välj ett annat format; Typst säger: {reason}"
        return [Diagnostic("SIG037", str(case_file), Position(1, 1), message, help_)]
    help_ = "skriv det med andra tecken, eller välj ett annat format; html och docx klarar alla tecken"
    return [
        Diagnostic("SIG037", str(case_file), _place(sign, case_file), f"PDF:en kan inte visa tecknet ”{sign}”", help_)
        for sign in signs
    ]


def _place(sign: str, case_file: Path) -> Position:
    """Where the sign stands first in the case; the beginning where it comes from the rules, or is written as a code."""
    for number, line in enumerate(case_file.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if sign in line:
            return Position(number, line.index(sign) + 1)
    return Position(1, 1)
