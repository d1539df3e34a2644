"""What the commands do, free of the terminal: assess a file, write a memo, check files, run tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from sigrisk import __version__
from sigrisk.assess import Assessment, NoOutcome
from sigrisk.assess import assess as assess_case
from sigrisk.case import Case
from sigrisk.casefile import load_case, profile_id
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.engine.agree import EnginesDisagree, check
from sigrisk.gap import gap_found
from sigrisk.models import whole_day
from sigrisk.output import keep_closed, write_all
from sigrisk.packs import DEFAULT_PROFILE, Packs, load, unknown_profile
from sigrisk.rulebook import OperationModel, RuleBook
from sigrisk.yamlfile import read

if TYPE_CHECKING:
    from sigrisk.memo.judged import Judged

_START = Position(1, 1)


def assess_file(
    path: Path, local: Path | None, profile: str | None, model: OperationModel | None = None, also: tuple[str, ...] = ()
) -> tuple[Assessment, Packs]:
    """Read, check and assess one case file. Raises BadInput; EnginesDisagree after saving the case for reproduction.

    ``model`` is an operation model to count with instead of the case's own; ``also`` is what else the profile asked for
    may be, to be named where it is none.
    """
    packs = load(local)
    case, _ = load_case(path, packs)
    return assess_with(path, case, book_for(packs, profile_id(case, profile), also), packs, model), packs


def assess_with(path: Path, case: Case, book: RuleBook, packs: Packs, model: OperationModel | None) -> Assessment:
    """Assess a case that was read from ``path``.

    Raises EnginesDisagree after saving the case for reproduction, and BadInput (SIG162) where the decision list has a
    gap.
    """
    book = book if model is None else replace(book, chosen_model=model)
    try:
        return assess_case(case, book, packs.instruments, check)
    except NoOutcome as gap:
        raise BadInput([gap_found(gap, read(path))]) from None
    except EnginesDisagree as fault:
        saved = save_disagreement(path, book, fault)
        fault.args = (
            f"{fault}. Ingen promemoria skrivs. Ärendet är sparat i {saved}; skicka det till den som sköter reglerna.",
        )
        raise


def book_for(packs: Packs, chosen: str, also: tuple[str, ...] = ()) -> RuleBook:
    """The rule book of a profile. Raises BadInput (SIG108) for an unknown one; ``also`` is what else may be given."""
    if chosen not in packs.profiles:
        help_ = unknown_profile(chosen, packs, also)
        what = f"okänd profil ”{chosen}”" if chosen.strip() else "profilens namn är tomt"
        raise BadInput([Diagnostic("SIG108", "--profile", _START, what, help_)])
    return packs.book(chosen)


def save_disagreement(path: Path, book: RuleBook, fault: EnginesDisagree) -> Path:
    """A copy of the case with the differences above it, beside the case; an older copy is never overwritten."""
    head = [
        f"# De två utvärderarna är oense. sigrisk {__version__}, profil {book.profile.id}, regelverk {book.checksum}"
    ]
    if book.chosen_model is not None:
        head.append(f"# Bedömt med --operation-model {book.chosen_model.value}")
    for rule_id, (readable, durable) in fault.differences.items():
        head.append(f"# {rule_id}: läsbar {readable.value}, durable-rules {durable.value}")
    text = "\n".join(head) + "\n" + path.read_text(encoding="utf-8-sig")
    try:
        return _write_beside(path.parent, path, text)
    except OSError:  # a folder that can't be written to must not cost the evidence; this one is closed for others
        return _write_beside(Path(mkdtemp(prefix="sigrisk-")), path, text)


def _write_beside(folder: Path, case_file: Path, text: str) -> Path:
    """Write a copy of a case, open to nobody that the case is closed for."""
    number = 1
    while (saved := folder / f"{case_file.stem}.oense-{number}.yaml").exists():
        number += 1
    saved.write_text(text, encoding="utf-8")
    keep_closed(case_file, saved)
    return saved


def targets(case_file: Path, formats: Iterable[str], name: str = "") -> dict[str, Path]:
    """The file of each format, below the folder that is asked for.

    ``name`` is what is written, where it isn't the memo and the assessment.
    """
    names = {"json": "bedomning"}
    return {form: Path(f"{case_file.stem}-{name or names.get(form, 'promemoria')}.{form}") for form in formats}


def write(assessment: Assessment, packs: Packs, case_file: Path, out: Path, formats: Iterable[str]) -> list[Path]:
    """Write the memo in each format: all of them, or none. Raises BadInput (SIG033) where that can't be done."""
    named = targets(case_file, formats)
    judged = judged_beside(case_file, assessment, packs)
    return write_all(out, {name: document(assessment, packs, form, judged).encode() for form, name in named.items()})


def write_fresh(assessment: Assessment, packs: Packs, case_file: Path, out: Path) -> tuple[Path, bool]:
    """Write the memo to be read on a screen beside any that is there already. Raises BadInput (SIG033).

    Where one with the very same content is there, nothing is written: which one, and whether it is new.
    """
    number, name = 2, targets(case_file, ["html"])["html"]
    first, content = name, document(assessment, packs, "html", judged_beside(case_file, assessment, packs)).encode()
    while (out / name).exists():
        if (out / name).is_file() and (out / name).read_bytes() == content:
            return out / name, False
        name, number = first.with_stem(f"{first.stem}-{number}"), number + 1
    return write_all(out, {name: content})[0], True


def judged_beside(case_file: Path, assessment: Assessment, packs: Packs) -> Judged | None:
    """What people have written about a case; none where nobody has begun. Raises BadInput (SIG0xx, SIG250–SIG253)."""
    from sigrisk.judgementfile import judgement_beside, told_to
    from sigrisk.memo.judged import Judged

    found = judgement_beside(case_file, assessment, packs)
    return Judged(told_to(found[0], party=False), packs.laws) if found is not None else None


def document(assessment: Assessment, packs: Packs, form: str, judged: Judged | None = None) -> str:
    """The memo or the machine-readable assessment as text."""
    if form == "json":
        from sigrisk.report import report

        return json.dumps(report(assessment).model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    from sigrisk.memo.build import build
    from sigrisk.memo.render import render

    return render(build(assessment, __version__, packs.young, judged), form, packs.roots)


def validate_all(paths: Iterable[Path], local: Path | None) -> int:
    """Check case, checklist and rule files, and all YAML in folders; how many were checked. Raises BadInput."""
    from sigrisk.filecheck import check_file

    listed = list(paths)
    packs = load(local or _pack_among(listed))
    files: list[Path] = []
    for path in listed:
        inside = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            help_ = "ange en mapp med filer som slutar på .yaml"
            raise BadInput([Diagnostic("SIG001", str(path), _START, "mappen innehåller inga YAML-filer", help_)])
        files += inside
    found = [one for path in files for one in check_file(path, packs)]
    if found:
        raise BadInput(found)
    return len(files)


def _pack_among(paths: list[Path]) -> Path | None:
    """The local pack that the paths are part of, if one is a pack or its rules or instruments folder."""
    for path in paths:
        if path.is_dir():
            if (path / "rules").is_dir():
                return path
            if path.resolve().name in ("rules", "instruments"):
                return path.resolve().parent
    return None


def write_new(path: Path, day: str, profile: str | None, local: Path | None, checklists: tuple[str, ...] = ()) -> None:
    """Write a commented case file. Raises BadInput for an unknown checklist (SIG031) or an old file (SIG032)."""
    from sigrisk.newcase import blank_case

    if path.exists():
        raise BadInput([Diagnostic("SIG032", str(path), _START, "filen finns redan", "välj ett annat namn")])
    try:
        whole_day(day)
    except ValueError:
        help_ = "skriv år-månad-dag, till exempel 2026-11-22"
        raise BadInput([Diagnostic("SIG023", "--date", _START, f"”{day}” är inget datum", help_)]) from None
    packs = load(local)
    unknown = [one for one in checklists if one not in packs.instruments]
    if unknown:
        help_ = did_you_mean(unknown[0], packs.instruments) or "”sigrisk instruments list” visar alla"
        raise BadInput([Diagnostic("SIG031", "--checklist", _START, f"”{unknown[0]}” finns inte", help_)])
    text = blank_case(
        packs, book_for(packs, DEFAULT_PROFILE if profile is None else profile), day, path.stem, checklists
    )
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        help_ = "kontrollera att mappen finns"
        raise BadInput([Diagnostic("SIG033", str(path), _START, "det gick inte att skriva här", help_)]) from error
