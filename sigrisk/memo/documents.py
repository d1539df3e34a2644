"""The memo in every format: which there are, what their files are called, and what each needs to be made."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Final, Literal, TypeAlias, assert_never, get_args

from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.memo.model import Memo

Format: TypeAlias = Literal["html", "pdf", "docx", "md", "txt", "txt-sections", "json"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_NEEDS: Final = (("pdf", ("typst",)), ("docx", ("docx", "typst")))  # the pictures of a docx are drawn by Typst
_START: Final = Position(1, 1)


def refuse_what_is_not_installed(forms: Iterable[Format]) -> None:
    """Raises BadInput (SIG036) for each format whose extra isn't installed, before anything is made."""
    asked = set(forms)
    missing = [form for form, modules in _NEEDS if form in asked and not all(map(_can_import, modules))]
    help_ = (
        "gå till mappen med sigrisk och skriv pipx install --force '.[documents]', eller välj bland "
        "html, md, txt, txt-sections och json"
    )
    if missing:
        raise BadInput(
            Diagnostic(
                "SIG036", "--format", _START, f"formatet {form} kräver ett tillägg som inte är installerat", help_
            )
            for form in missing
        )


def page_count(memo: Memo, roots: tuple[Path, ...]) -> int | None:
    """How many pages the memo has as a PDF; none where PDFs aren't made here."""
    if not _can_import("typst"):
        return None
    from sigrisk.memo.pdf import page_count

    return page_count(memo, roots)


def _can_import(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:  # also where it is there, but not for this computer
        return False
    return True


def target(name: str, form: Format) -> Path:
    """The file that a format is written to, or its folder; ``name`` is that of the case and the copy."""
    return Path(f"{name}-avsnitt" if form == "txt-sections" else f"{name}.{form}")


def made(memo: Memo, form: Format, name: str, roots: tuple[Path, ...]) -> dict[Path, bytes]:
    """The files of one format with their content. Raises PdfRefused, and ImportError without the extra."""
    where = target(name, form)
    match form:
        case "html" | "md":
            from sigrisk.memo.render import render

            return {where: render(memo, form, roots).encode()}
        case "pdf":
            from sigrisk.memo.pdf import pdf_file

            return {where: pdf_file(memo, roots)}
        case "docx":
            from sigrisk.memo.word import word_file

            return {where: word_file(memo)}
        case "txt":
            from sigrisk.memo.text import plain_text

            return {where: plain_text(memo).encode()}
        case "txt-sections":
            from sigrisk.memo.text import section_texts

            return {where / part: text.encode() for part, text in section_texts(memo).items()}
        case "json":
            from sigrisk.memo.data import memo_json

            return {where: memo_json(memo).encode()}
        case _:
            assert_never(form)
