"""The checks' own documentation as Markdown: what each looks for and why, with what passes and what is found."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from sigrisk.checks.base import Check

CONTEXT: Final = 2  # lines shown around what differs between the two examples

INTRODUCTION: Final = """\
# Granskning av regelboken

Den här sidan är skriven av `sigrisk check --explain all`. Ändra inte i den, utan i granskningen själv.

`sigrisk check` läser hela regelboken och visar det som en läsare, en regelförfattare eller en utbildare skulle snubbla
på: det som saknas, det som är dött och det som säger emot något annat. `sigrisk validate` svarar på om filerna går att
använda, och `sigrisk test` på om reglerna gör det som deras egna exempel säger. Granskningarna svarar på om regelboken
är hel.

Varje fynd har en kod, en fil, en rad och ett råd. Ett fynd som ska vara kvar får ett undantag i `rules/checks.yaml`,
med granskningens kod, det namn som står sist i fyndet och ett skäl:

```yaml
checks:
  - code: SIG206
    about: empty_days
    reason: Regeln används av en grannkommun som lägger sin egen profil över vår.
```

Ett undantag utan skäl, eller ett som inte längre behövs, är ett fel.

Exemplen nedan är små lokala mappar som läggs över de medföljande reglerna. Bara raderna som skiljer dem åt visas. Ett
test kör dem alla.
"""


def page(checks: Iterable[Check]) -> str:
    """The whole page: an introduction, and every check."""
    return "\n".join((INTRODUCTION, *(explanation(check) for check in checks)))


def explanation(check: Check) -> str:
    """One check: its code and title, why it is made, and its two examples."""
    lines = [f"## {check.code} {check.title}", "", check.why, ""]
    if check.proved:
        lines += ["Svaret bevisas för alla möjliga ärenden med programmet z3-solver.", ""]
    passing, failing = dict(check.passing.files), dict(check.failing.files)
    differing = [name for name in (*passing, *failing) if passing.get(name) != failing.get(name)]
    names = tuple(dict.fromkeys(differing))
    if any(name in passing for name in names):
        lines += ["I sin ordning:", ""]
        lines += [line for name in names for line in _block(name, passing.get(name), failing.get(name))]
    about = ", ".join(f"”{one}”" for one in check.failing.about)
    lines += [f"Det här hittas, som {about}:", ""]
    lines += [line for name in names for line in _block(name, failing.get(name), passing.get(name))]
    return "\n".join(lines)


def _block(name: str, text: str | None, other: str | None) -> Iterator[str]:
    """The lines of a file that the other example doesn't have, with some around them; the whole file where it lacks."""
    if text is None:
        return
    lines = text.splitlines()
    wanted = set(range(len(lines)))
    if other is not None:
        wanted = set()
        matcher = difflib.SequenceMatcher(None, lines, other.splitlines(), autojunk=False)
        for tag, first, last, _, _ in matcher.get_opcodes():
            if tag != "equal":
                wanted.update(range(max(0, first - CONTEXT), min(len(lines), last + CONTEXT)))
    yield from (f"```{'yaml' if name.endswith('.yaml') else 'text'}", f"# {name}")
    before = -1
    for index in sorted(wanted):
        if index > before + 1:
            yield "# …"
        yield lines[index]
        before = index
    if before < len(lines) - 1:
        yield "# …"
    yield from ("```", "")
