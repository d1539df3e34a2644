"""The memo of a case, written in the formats asked for: all of them, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sigrisk import __version__
from sigrisk.assess import Assessment
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.diagnostics import Diagnostic
from sigrisk.documentfiles import ready_files
from sigrisk.finals import FinalVersion
from sigrisk.judgement import Judgement, case_checksum
from sigrisk.judgementfile import judgement_beside, told_to
from sigrisk.memo.blind import rests_on_hidden
from sigrisk.memo.clean import clean
from sigrisk.memo.copies import copy_of
from sigrisk.memo.documents import Format, page_count, refuse_what_is_not_installed, target
from sigrisk.memo.judged import Judged
from sigrisk.memo.model import Memo
from sigrisk.memo.reader import NAMES, Copy
from sigrisk.memo.sheetcheck import sheet_findings
from sigrisk.names import Nameless
from sigrisk.output import refuse_strangers, refuse_to_overwrite, write_all
from sigrisk.packs import Packs, load
from sigrisk.rulebook import OperationModel
from sigrisk.workflow import assess_with, book_for
from sigrisk.yamlfile import Document


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
    """What was written, and the titles of what must be read before a party's copy is given to anyone.

    ``sheet`` are warnings about the young person's sheet.
    """

    paths: list[Path]
    to_read: tuple[str, ...] = ()
    sheet: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A case and what people have written of it, as whoever gets the copy may read them; ``written`` is their file."""

    assessment: Assessment
    judgement: Judgement | None
    packs: Packs
    written: Document | None = None
    nameless: Nameless | None = None

    def judged(self, final: FinalVersion | None = None) -> Judged | None:
        """What people have written, for the memo; ``final`` makes it final."""
        if final is not None and self.nameless is not None:
            final = self.nameless.version(final)
        return None if self.judgement is None else Judged(self.judgement, self.packs.laws, final)


def write_memo(order: Order, local: Path | None, profile: str | None) -> Written:
    """Assess a case and write its memo. Raises BadInput and EnginesDisagree."""
    refuse_what_is_not_installed(order.forms)
    name = copy_name(order)
    targets = [target(name, form) for form in order.forms]
    if not order.force:
        refuse_to_overwrite(order.out, targets)
    read = read_for(order, local, profile)
    ready = ready_files(memo_for(order, read), order.forms, order.case_file, name, read.packs.roots)
    refuse_strangers(order.out, ready)
    write_all(order.out, ready)
    sheet = sheet_warnings(order, read, local, profile)
    return Written([order.out / where for where in targets], to_read(order, read), sheet)


def sheet_warnings(
    order: Order, read: Read, local: Path | None, profile: str | None, version: FinalVersion | None = None
) -> tuple[Diagnostic, ...]:
    """What people have written that makes the young person's sheet too long or too hard to read (SIG268)."""
    if order.copy is Copy.PARTY or read.judgement is None:
        return ()
    if order.copy is not Copy.YOUNG:
        order = replace(order, copy=Copy.YOUNG)
        read = read_for(order, local, profile)
    judgement, written = read.judgement, read.written
    if judgement is None or written is None:
        return ()
    page = memo_for(order, read, version)
    says = next((voice.says for voice in read.assessment.case.voice if voice.person == "youth"), "")
    return tuple(sheet_findings(page, page_count(page, read.packs.roots), judgement, written, says))


def copy_name(order: Order, version: FinalVersion | None = None) -> str:
    """What the files of a copy are called, before their endings."""
    return f"{order.case_file.stem}-{NAMES[order.copy]}" + ("" if version is None else f"_v{version.version}")


def to_read(order: Order, read: Read) -> tuple[str, ...]:
    """What must be read in a party's copy before it is given to anyone, by title."""
    return rests_on_hidden(read.assessment) if order.copy is Copy.PARTY else ()


def read_for(order: Order, local: Path | None, profile: str | None) -> Read:
    """Assess a case as whoever gets the copy may read it. Raises BadInput and EnginesDisagree."""
    packs = load(local)
    party = order.copy is not Copy.FULL  # the page to the young person hangs where others read it
    whole, _ = load_case(order.case_file, packs)
    case = load_case(order.case_file, packs, party=True)[0] if party else whole
    nameless = Nameless() if order.nameless else None
    case = nameless.case(case) if nameless is not None else case
    assessment = assess_with(order.case_file, case, book_for(packs, profile_id(case, profile)), packs, order.model)
    found = judgement_beside(order.case_file, assessment, packs)
    if found is None:
        return Read(assessment, None, packs)
    judgement = told_to(found[0], party=party)
    judgement = nameless.judgement(judgement) if nameless is not None else judgement
    return Read(assessment, _about(judgement, whole, case), packs, found[1], nameless)


def _about(judgement: Judgement, whole: Case, shown: Case) -> Judgement:
    """The judgement about the copy where it is about the whole case: masking a case doesn't change it."""
    if judgement.judged.case_file != case_checksum(whole):
        return judgement
    return judgement.model_copy(
        update={"judged": judgement.judged.model_copy(update={"case_file": case_checksum(shown)})}
    )


def memo_for(order: Order, read: Read, final: FinalVersion | None = None) -> Memo:
    """The copy that is asked for."""
    texts = read.packs.young
    memo = copy_of(read.assessment, __version__, texts, order.copy, read.judged(final), nameless=order.nameless)
    return clean(memo)
