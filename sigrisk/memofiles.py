"""The memo of a case, written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sigrisk import __version__
from sigrisk.assess import Assessment
from sigrisk.casefile import load_case, profile_id
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.memo.clean import clean
from sigrisk.memo.copies import copy_of, rests_on_hidden
from sigrisk.memo.documents import Format, made, refuse_what_is_not_installed, target
from sigrisk.memo.model import Memo
from sigrisk.memo.reader import NAMES, Copy
from sigrisk.names import without_names
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all
from sigrisk.packs import Packs, load
from sigrisk.rulebook import OperationModel
from sigrisk.workflow import assess_with, book_for


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the memo of which case, for whom, in which formats, where, and whether over what is there.

    ``model`` is an operation model to count with instead of the case's own.
    """

    case_file: Path
    forms: Sequence[Format]
    out: Path
    force: bool
    copy: Copy = Copy.FULL
    nameless: bool = False
    model: OperationModel | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the titles of what must be read before a party's copy is given to anyone."""

    paths: list[Path]
    to_read: tuple[str, ...] = ()


def write_memo(order: Order, local: Path | None, profile: str | None) -> Written:
    """Assess a case and write its memo. Raises BadInput and EnginesDisagree."""
    refuse_what_is_not_installed(order.forms)
    name = f"{order.case_file.stem}-{NAMES[order.copy]}"
    targets = [target(name, form) for form in order.forms]
    if not order.force:
        refuse_to_overwrite(order.out, targets)
    memo, assessment, packs = read_memo(order, local, profile)
    ready: dict[Path, bytes] = {}
    for form in order.forms:
        ready |= made_or_refused(memo, form, order.case_file, name, packs.roots)
    refuse_strangers(order.out, ready)
    write_all(order.out, ready)
    to_read = rests_on_hidden(assessment) if order.copy is Copy.PARTY else ()
    return Written([order.out / where for where in targets], to_read)


def read_memo(order: Order, local: Path | None, profile: str | None) -> tuple[Memo, Assessment, Packs]:
    """Assess a case and make the copy that is asked for, without writing it. Raises BadInput and EnginesDisagree."""
    packs = load(local)
    case, _ = load_case(order.case_file, packs, party=order.copy is Copy.PARTY)
    case = without_names(case) if order.nameless else case
    assessment = assess_with(order.case_file, case, book_for(packs, profile_id(case, profile)), packs, order.model)
    memo = copy_of(assessment, __version__, packs.young, order.copy, nameless=order.nameless)
    return clean(memo), assessment, packs


def made_or_refused(memo: Memo, form: Format, case_file: Path, name: str, roots: tuple[Path, ...]) -> dict[Path, bytes]:
    """The files of one format. Raises BadInput (SIG037) where Typst refuses the PDF."""
    if form != "pdf":
        return made(memo, form, name, roots)
    from sigrisk.memo.pdf import PdfRefused

    try:
        return made(memo, form, name, roots)
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
