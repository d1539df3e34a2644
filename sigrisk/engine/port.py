"""The door to durable-rules: the few calls of its C module that sigrisk uses, with types, and the two errors."""

from __future__ import annotations

import importlib
import platform
import struct
import sys
from functools import cache
from typing import Final, Protocol, cast

# The versions on which durable-rules 2.0.28 is measured; it can't be imported on later ones (removed C API).
_PYTHONS: Final = ((3, 11), (3, 12))


class EngineFault(Exception):
    """durable-rules answered otherwise than expected: the assessment stops. The text is Swedish, for the user."""

    text = "Regelmotorn durable-rules svarade inte som väntat: {} Bedömningen avbröts."

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return self.text.format(self.detail)


class CompileError(EngineFault):
    """The rules can't be given to durable-rules without passing a limit of it. The text is Swedish."""

    text = "Reglerna kan inte lämnas till regelmotorn durable-rules: {}"


class EnginePort(Protocol):
    """The part of the C module that sigrisk drives. Every failure is raised as ``error`` or MemoryError."""

    error: type[Exception]

    def create_ruleset(self, name: str, rules: str, /) -> int:
        """A handle on the compiled rules."""

    def delete_ruleset(self, handle: int, /) -> None:
        """Frees the rules. Safe only without a live session; the handle's number may be given out again."""

    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]:
        """The result code (0 handled, 1 no test matched, 2 the id was seen already) and the session's number."""

    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None:
        """The session's state and its first activation, or None where no rule is waiting."""

    def complete_and_start_action(self, handle: int, state: int, /) -> str | None:
        """The next activation, or None where no rule is waiting."""

    def delete_state(self, handle: int, sid: str, /) -> None:
        """Forgets a session. Crashes the process where no action of that session ever started."""


@cache
def _module() -> EnginePort | None:
    if sys.version_info[:2] not in _PYTHONS or platform.python_implementation() != "CPython":
        return None
    if struct.calcsize("l") < 8:  # a 32-bit C long (Windows) would cut the numbers of the rules silently
        return None
    try:
        module = importlib.import_module("durable_rules_engine")
    except (ImportError, OSError, SystemError):
        return None
    wanted = [name for name in vars(EnginePort) if not name.startswith("_")]
    return cast(EnginePort, module) if all(hasattr(module, name) for name in [*wanted, "error"]) else None


def available() -> bool:
    """Whether durable-rules can be imported and is known to work on this interpreter (CPython 3.11 and 3.12)."""
    return _module() is not None


def load() -> EnginePort:
    """The C module. Raises EngineFault where it isn't available."""
    module = _module()
    if module is None:
        raise EngineFault("den går inte att använda i den här installationen.")
    return module
