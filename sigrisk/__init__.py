"""Reasoned suitability memos for sociala insatsgrupper (SIG): decision support, never a decision."""

from __future__ import annotations

import os

# No plugin of some other program that is installed beside may see a case; and looking for them takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
