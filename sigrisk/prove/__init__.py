"""Proofs about a rule book with z3, over every case there can be; and each counterexample as a case file that runs.

z3-solver is an extra (``pip install '.[prove]'``): nothing outside this package imports it, and ``available``
says whether it is there.
"""

from __future__ import annotations

from importlib.util import find_spec


def available() -> bool:
    """Whether z3-solver is installed."""
    return find_spec("z3") is not None
