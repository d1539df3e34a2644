"""Where templates are laid out: boxed in, so that a template can print what it is given and nothing else.

What people have written is data: it is never read as a template. A local template may come from someone else, so it
can't reach Python, change what it is given or ask for what isn't there. What goes wrong is told as SIG266.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sigrisk.diagnostics import BadInput, Diagnostic, Position


def environment(roots: Iterable[Path], *, html: bool) -> ImmutableSandboxedEnvironment:
    """The templates of these packs, the last one's before the others'. HTML is escaped; Markdown has its own marks."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(root / "templates") for root in reversed(tuple(roots))], encoding="utf-8"),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def laid_out(templates: ImmutableSandboxedEnvironment, name: str, **given: object) -> str:
    """A template with what it is given filled in. Raises BadInput (SIG266) where it can't be used."""
    try:
        return templates.get_template(name).render(**given)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as fault:
        raise BadInput([_found(templates, name, fault)]) from fault


def _found(templates: ImmutableSandboxedEnvironment, name: str, fault: Exception) -> Diagnostic:
    file, line = _place(templates, name, fault)
    if isinstance(fault, SecurityError):
        what, help_ = "mallen försöker göra något som en mall inte får", "ta bort det; en mall får bara skriva ut"
    elif isinstance(fault, TemplateSyntaxError):
        what, help_ = "mallen går inte att tolka", "rätta raden"
    else:
        what = "mallen går inte att fylla i"
        help_ = "jämför med den medföljande mallen med samma namn; ”sigrisk check” visar vad som saknas"
    return Diagnostic("SIG266", file, Position(line, 1), what, help_)


def _place(templates: ImmutableSandboxedEnvironment, name: str, fault: Exception) -> tuple[str, int]:
    """The file and line of a template at which it went wrong."""
    if isinstance(fault, TemplateSyntaxError):
        return fault.filename or name, fault.lineno
    file, line = name, 1
    folders = tuple(templates.loader.searchpath) if isinstance(templates.loader, FileSystemLoader) else ()
    step = fault.__traceback__
    while step is not None:
        where = step.tb_frame.f_code.co_filename
        if where.startswith(folders) and where.endswith(".j2"):
            file, line = where, step.tb_lineno
        step = step.tb_next
    return file, line
