"""Lays the public pages out as Markdown. Every text is made in the view models; the templates only print it."""

from __future__ import annotations

from jinja2.sandbox import ImmutableSandboxedEnvironment

from sigrisk.publish.model import ChecklistView, IndexPage, ProfilePage, TracePage
from sigrisk.templating import laid_out

MARK = "<!-- Skapad av sigrisk rules publish ur regelfilerna. Ändra i dem, inte här. -->"
Page = ProfilePage | IndexPage | TracePage | tuple[ChecklistView, ...]


def render(page: Page, template: str, templates: ImmutableSandboxedEnvironment) -> str:
    """One page as text, with the mark that tells that sigrisk made it. Raises BadInput (SIG266)."""
    return f"{MARK}\n\n{laid_out(templates, template, page=page)}"
