"""Reasoned suitability memos for sociala insatsgrupper (SIG): decision support, never a decision."""

from __future__ import annotations

__version__ = "0.1.0"
