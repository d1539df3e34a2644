"""What ``sigrisk assess`` does when one case is to be read several ways."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sigrisk import columns
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.operation import chosen_model
from sigrisk.output import refuse_to_overwrite
from sigrisk.rulebook import OperationModel
from sigrisk.workflow import targets

if TYPE_CHECKING:
    from sigrisk.readings import Over

ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reading or readings of which case; ``over`` is None where there is only one."""

    case_file: Path
    profile: str | None
    model: OperationModel | None
    over: Over | None
    local: Path | None

    @property
    def memo_command(self) -> str:
        """The command that writes the memo of the same reading."""
        model = self.model.value if self.model is not None else None
        told = (("--profile", self.profile), ("--operation-model", model), ("--rules", self.local))
        given = [word for option, value in told if value for word in (option, str(value))]
        return shlex.join(["sigrisk", "assess", str(self.case_file), *given, "--out", "promemoria"])


def asked(case_file: Path, profile: str | None, model: str | None, local: Path | None) -> Asked:
    """What the options mean. Raises BadInput (SIG034 for an unknown model, SIG035 where both are to be all)."""
    if profile == ALL and model == ALL:
        what = "”--profile all” och ”--operation-model all” går inte att förena"
        help_ = "jämför antingen profiler eller arbetssätt, och välj det andra"
        raise BadInput([Diagnostic("SIG035", "--operation-model", Position(1, 1), what, help_)])
    over = None
    if ALL in (profile, model):  # one reading, which is the usual, needs none of it
        from sigrisk.readings import Over

        over = Over.PROFILE if profile == ALL else Over.MODEL
    return Asked(case_file, profile, None if model == ALL else chosen_model(model, ALL), over, local)


def show(chosen: Asked, formats: Iterable[str], out: Path | None, *, force: bool, stacked: bool) -> None:
    """Print the comparison, and write it where ``out`` is given. Raises BadInput."""
    from sigrisk import reread
    from sigrisk.readings import Over
    from sigrisk.readingsview import terminal_text

    assert chosen.over is not None
    forms = tuple(formats)
    if out is not None and not force:
        refuse_to_overwrite(out, targets(chosen.case_file, forms, reread.FILE_NAMES[chosen.over]).values())
    if chosen.over is Over.PROFILE:
        view, packs = reread.under_every_profile(chosen.case_file, chosen.local, chosen.model)
    else:
        view, packs = reread.in_every_model(chosen.case_file, chosen.local, chosen.profile)
    written = reread.write(view, packs, chosen.case_file, out, forms) if out is not None else []
    click.echo(terminal_text(view, columns.room(stacked)))
    if written:
        click.echo("\nJämförelsen ligger här:")
    for path in written:
        click.echo(f"  {path}")
