"""Shared fixtures: the shipped packs, read once; Hypothesis profiles for CI and for the long run."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from sigrisk.packs import DEFAULT_PROFILE, Packs, load
from sigrisk.rulebook import RuleBook

# Cases are drawn from the real rule book, which takes milliseconds each: the deadline would measure the machine.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("ci", max_examples=200, derandomize=True, **_COMMON)
settings.register_profile("verify", max_examples=5_000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load()


@pytest.fixture(scope="session")
def book(packs: Packs) -> RuleBook:
    return packs.book(DEFAULT_PROFILE)
