"""Lays the public pages out as Markdown. Every text is made in the view models; the templates only print it."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sigrisk.publish.model import ChecklistView, IndexPage, ProfilePage, TracePage

MARK = "<!-- Skapad av sigrisk rules publish ur regelfilerna. Ändra i dem, inte här. -->"
Page = ProfilePage | IndexPage | TracePage | tuple[ChecklistView, ...]


def environment(roots: tuple[Path, ...]) -> Environment:
    """Where the templates are found: local ones replace shipped ones."""
    return Environment(
        loader=FileSystemLoader([str(root / "templates") for root in reversed(roots)], encoding="utf-8"),
        autoescape=False,  # Markdown; the view models have escaped what is free text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(page: Page, template: str, templates: Environment) -> str:
    """One page as text, with the mark that tells that sigrisk made it."""
    return f"{MARK}\n\n{templates.get_template(template).render(page=page)}"
