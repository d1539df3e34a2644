"""Shared fixtures: the shipped packs, read once; Hypothesis profiles for CI and for the long run."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import sigrisk.packs
import sigrisk.yamlfile
from sigrisk.packs import DEFAULT_PROFILE, Packs, load
from sigrisk.rulebook import RuleBook

# Cases are drawn from the real rule book, which takes milliseconds each: the deadline would measure the machine.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("ci", max_examples=200, derandomize=True, **_COMMON)
settings.register_profile("verify", max_examples=5_000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def _once(read: Callable[[tuple[Path, ...]], Packs]) -> Callable[[tuple[Path, ...]], Packs]:
    """Reads packs whose files are the same to the byte only once: a thousand commands are run on the shipped ones.

    What can't be read raises anew each time.
    """

    @lru_cache(maxsize=8)
    def kept(roots: tuple[Path, ...], content: str) -> Packs:
        return read(roots)

    def load_roots(roots: tuple[Path, ...]) -> Packs:
        digest = sha256()
        for root in roots:
            for path in sorted([*root.glob("rules/**/*.yaml"), *root.glob("instruments/*.yaml")]):
                if not path.is_file():
                    return read(roots)
                digest.update(f"{path}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
        return kept(roots, digest.hexdigest())

    return load_roots


# The same text gives the same document, which nothing changes; mostly it is the shipped files, time and again.
sigrisk.yamlfile.parse = lru_cache(maxsize=400)(sigrisk.yamlfile.parse)
sigrisk.packs.load_roots = _once(sigrisk.packs.load_roots)  # before any other module takes it from there


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load()


@pytest.fixture(scope="session")
def book(packs: Packs) -> RuleBook:
    return packs.book(DEFAULT_PROFILE)
