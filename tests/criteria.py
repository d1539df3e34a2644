"""The paragraphs, bullets and table rows of the page that says what the sources say (criteria.md, kept elsewhere)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"## (\d+)\. ")
_RULE = re.compile(r"\|[-| :]+\|")


@dataclass(frozen=True)
class Paragraph:
    """One piece of text, the section it stands in, and a digest of its words that line breaks don't change."""

    section: int
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @property
    def begins(self) -> str:
        return " ".join(re.sub(r"[`*|\"]", "", self.text).split()[:6])


def paragraphs(page: str) -> Iterator[Paragraph]:
    """Every paragraph, bullet and table row under a numbered heading, but not the head of a table."""
    section = 0
    gathered: list[str] = []
    lines = [*page.splitlines(), ""]
    for index, line in enumerate(lines):
        heading = _HEADING.match(line)
        is_row = line.startswith("|")
        if gathered and (not line.strip() or heading or is_row or line.startswith("- ")):
            yield Paragraph(section, " ".join(" ".join(gathered).split()))
            gathered = []
        if heading:
            section = int(heading[1])
        elif is_row and section:
            if not _RULE.fullmatch(line) and not _RULE.fullmatch(lines[index + 1]):
                yield Paragraph(section, " ".join(line.split()))
        elif line.strip() and section:
            gathered.append(line.removeprefix("- "))
