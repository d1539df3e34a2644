"""Puts CHANGES.csv beside the other data of the wheel.

``sources`` in pyproject.toml moves folders only, and ``force-include`` would leave a copy in site-packages also for an
editable install, where nobody reads it.
"""

from __future__ import annotations

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ChangesInTheData(BuildHookInterface):  # type: ignore[type-arg]  # the configuration of the builder isn't used
    """Adds the one file that isn't in a folder of its own."""

    def initialize(self, version: str, build_data: dict[str, dict[str, str]]) -> None:
        """Called by hatchling before a build; ``version`` is standard or editable."""
        if version == "standard":
            build_data["force_include"]["CHANGES.csv"] = "sigrisk/data/CHANGES.csv"
