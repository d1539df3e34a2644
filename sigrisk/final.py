"""Makes a memo final, and refuses with everything that is missing until people have judged and decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sigrisk.correction import CorrectionAsked, NotFinal, new_decision, refused
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.documentfiles import ready_files
from sigrisk.finals import Finals, FinalVersion, decided_in, finals_beside, finals_text, load_finals
from sigrisk.judgement import Judgement, blank
from sigrisk.judgementfile import beside
from sigrisk.lacks import Lack
from sigrisk.lawlacks import all_lacks
from sigrisk.masking import HIDDEN, masked, shown
from sigrisk.memo.data import memo_json
from sigrisk.memo.documents import refuse_what_is_not_installed, target
from sigrisk.memo.model import Memo
from sigrisk.memo.reader import Copy
from sigrisk.memofiles import Order, Read, copy_name, memo_for, read_for, sheet_warnings, to_read
from sigrisk.output import refuse_strangers, write_all
from sigrisk.packs import Packs
from sigrisk.yamlfile import Document
from sigrisk.yamlfile import read as read_yaml

_START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A final memo that was written: which version, and where."""

    version: FinalVersion
    files: tuple[Path, ...]
    to_read: tuple[str, ...] = ()
    sheet: tuple[Diagnostic, ...] = ()


def write_final(order: Order, asked: CorrectionAsked, local: Path | None, profile: str | None) -> Written:
    """Write the final memo of a case, in formats that aren't there already.

    ``asked`` says why a new version takes the place of the last one, when and by whom. Raises NotFinal (SIG254–SIG256,
    SIG259) where people haven't judged, or where there is nothing to write; BadInput as for any memo.
    """
    refuse_what_is_not_installed(order.forms)
    whole = replace(order, copy=Copy.FULL, nameless=False)
    read = read_for(whole, local, profile)
    judgement = _complete(order.case_file, read)
    read = replace(read, judgement=judgement)
    checksum = _checksum(memo_for(whole, read, _unnumbered(judgement)))
    finals = load_finals(order.case_file, read.assessment.case.case.id)
    if order.copy is not Copy.FULL:
        copied = read_for(order, local, profile)
        written_copy = _write_copy(order, asked, finals, checksum, copied)
        sheet = sheet_warnings(order, copied, local, profile, written_copy.version)
        return replace(written_copy, sheet=sheet)
    if order.nameless:
        raise refused("--without-names", "den färdiga promemorian har med namnen", "lägg till --copy part")
    version = _version(finals, judgement, checksum, asked, order.case_file)
    told = version.model_copy(update={"because": shown(version.because)})
    written = _files(order, memo_for(order, read, told), version, read.packs, standing=version is finals.latest)
    if version is finals.latest:
        write_all(order.out, written)
    else:
        _write_with_list(order, written, _with(finals, version))
    there = tuple(order.out / name for name in _targets(order, version) if _under(name, written))
    return Written(version, there, sheet=sheet_warnings(order, read, local, profile, version))


def _write_copy(order: Order, asked: CorrectionAsked, finals: Finals, checksum: str, read: Read) -> Written:
    """A copy of the final memo that stands. Raises NotFinal (SIG255) where there is none with the same content."""
    version = finals.latest
    if version is None or version.checksum != checksum:
        what = "det finns ingen färdig promemoria med det här innehållet att kopiera"
        raise refused(str(order.case_file), what, "skriv först den färdiga promemorian, utan --copy")
    if asked.any:
        raise refused(asked.option, "en kopia rättas inte för sig", f"ta bort {asked.option} eller --copy")
    _refuse_to_overwrite(order, version)
    memo = _own_copy(order, read, version)
    ready = ready_files(memo, order.forms, order.case_file, copy_name(order, version), read.packs.roots)
    refuse_strangers(order.out, ready)
    write_all(order.out, ready)
    files = tuple(order.out / name for name in _targets(order, version))
    return Written(version, files, to_read(order, read))


def _own_copy(order: Order, read: Read, version: FinalVersion) -> Memo:
    """The copy with a checksum of what itself says.

    That of the whole memo, or of the one it replaces, would tell whoever tries each answer which one is masked.
    """
    version = version.model_copy(update={"because": masked(version.because)})
    if version.replaces is not None:
        version = version.model_copy(update={"replaces": version.replaces.model_copy(update={"checksum": HIDDEN})})
    own = _checksum(memo_for(order, read, version.model_copy(update={"checksum": HIDDEN})))
    return memo_for(order, read, version.model_copy(update={"checksum": own}))


def _with(finals: Finals, version: FinalVersion) -> Finals:
    """The list with a new version at its end."""
    return finals.model_copy(update={"versions": (*finals.versions, version)})


def _files(order: Order, memo: Memo, version: FinalVersion, packs: Packs, *, standing: bool) -> dict[Path, bytes]:
    """What is to be written. What is there already of the same version is left as it is."""
    forms = order.forms
    if standing:
        forms = [form for form in forms if not (order.out / target(copy_name(order, version), form)).exists()]
        if not forms:
            what = f"version {version.version} finns redan, och inget är ändrat sedan dess"
            help_ = "ange ett annat format eller en annan mapp; har något blivit fel rättas först ärendet eller svaren"
            raise NotFinal([Diagnostic("SIG255", str(order.out / _targets(order, version)[0]), _START, what, help_)])
    else:
        _refuse_to_overwrite(order, version)
    ready = ready_files(memo, forms, order.case_file, copy_name(order, version), packs.roots)
    refuse_strangers(order.out, ready)
    return ready


def _refuse_to_overwrite(order: Order, version: FinalVersion) -> None:
    """Raises NotFinal (SIG255) where a file of the version is there, though the list beside the case doesn't say so."""
    there = [name for name in _targets(order, version) if (order.out / name).exists()]
    if there:
        what = f"filen finns redan, men står inte i {finals_beside(order.case_file).name}"
        help_ = "ange en annan mapp; en färdig promemoria skrivs aldrig över"
        raise NotFinal(Diagnostic("SIG255", str(order.out / name), _START, what, help_) for name in there)


def _targets(order: Order, version: FinalVersion) -> list[Path]:
    return [target(copy_name(order, version), form) for form in order.forms]


def _under(name: Path, written: Iterable[Path]) -> bool:
    return any(one == name or one.parent == name for one in written)


def _write_with_list(order: Order, written: dict[Path, bytes], finals: Finals) -> None:
    """Write the list first: if the computer stops in between, the memo is written anew as the version it has there."""
    listed = finals_beside(order.case_file)
    before = listed.read_bytes() if listed.exists() else None
    write_all(listed.parent, {Path(listed.name): finals_text(finals).encode()})
    try:
        write_all(order.out, written)
    except BadInput:
        if before is None:
            listed.unlink()
        else:
            write_all(listed.parent, {Path(listed.name): before})
        raise


# -- which version ----------------------------------------------------------------------------------------------------


def _unnumbered(judgement: Judgement) -> FinalVersion:
    assert judgement.date is not None  # nothing is lacking
    return FinalVersion(version=1, date=judgement.date, checksum="-")


def _checksum(content: Memo) -> str:
    """A short checksum of all that the memo says but its number, its own checksum and what it replaces."""
    return hashlib.sha256(memo_json(replace(content, final=None)).encode()).hexdigest()[:16]


def _version(
    finals: Finals, judgement: Judgement, checksum: str, asked: CorrectionAsked, case_file: Path
) -> FinalVersion:
    """The version that stands where nothing has changed, else the next one."""
    last, day = finals.latest, judgement.date
    assert day is not None  # nothing is lacking
    if last is not None and last.checksum == checksum:
        if asked.any:
            what = f"inget är ändrat sedan version {last.version}, så det finns inget att rätta"
            raise refused(asked.option, what, f"rätta först ärendet eller svaren, eller ta bort {asked.option}")
        return last
    if last is None:
        if asked.any:
            raise refused(asked.option, "det finns ingen färdig promemoria att rätta", f"ta bort {asked.option}")
        return finals.first(day, checksum, decided_in(judgement))
    if not asked.any:
        what = f"innehållet är ett annat än i version {last.version} från den {last.date}, som redan är färdig"
        help_ = (
            "lägg till --correction och varför, --corrected-on och dagen, och --corrected-by och vem som rättar; "
            "då skrivs en ny version, och den gamla står kvar"
        )
        raise refused(str(case_file), what, help_)
    correction, decided = asked.read(last), decided_in(judgement)
    new_decision(last, decided, day, correction, str(beside(case_file)))
    return finals.corrected(last, day, checksum, decided, correction)


# -- what is missing --------------------------------------------------------------------------------------------------


def _complete(case_file: Path, read: Read) -> Judgement:
    """The judgement beside a case. Raises NotFinal (SIG254, SIG256) with all that it lacks, and BadInput."""
    assessment, packs = read.assessment, read.packs
    judgement = read.judgement if read.judgement is not None else blank(assessment)
    lacks = all_lacks(judgement, assessment, packs.laws)
    if not lacks:
        return judgement
    raise NotFinal(_told(lacks, case_file, read.written))


def _told(lacks: Iterable[Lack], case_file: Path, document: Document | None) -> Iterator[Diagnostic]:
    """Each lack at its place; where nobody has begun, the file that should be there is named first."""
    if document is None:
        what, help_ = "ingen har skrivit något ställningstagande", "skriv ”sigrisk judge” och ärendets fil"
        yield Diagnostic("SIG254", str(beside(case_file)), _START, what, help_)
    case = read_yaml(case_file)
    for lack in lacks:
        where = case if lack.in_case else document
        at = where.where(lack.path) if where is not None else _START
        file = where.file if where is not None else str(beside(case_file))
        yield Diagnostic(lack.code, file, at, lack.message, lack.help)
