"""Whom a copy of the memo is for."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Copy(Enum):
    """The whole memo, the party's copy of it, or the young person's own page."""

    FULL = "hel"
    PARTY = "part"
    YOUNG = "ung"


NAMES: Final = {Copy.FULL: "promemoria", Copy.PARTY: "partskopia", Copy.YOUNG: "till-den-unge"}
WRITTEN: Final = {Copy.FULL: "Promemorian", Copy.PARTY: "Partskopian", Copy.YOUNG: "Bladet till den unge"}
