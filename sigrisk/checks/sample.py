"""The small local pack that the checks' examples are made of: one number, one rule, one profile, one scenario."""

from __future__ import annotations

from typing import Final

PARAMS: Final = """\
params:
  - id: empty_days_min
    label: Antal tecken på dagar utan innehåll
    default: 2
    unit: tecken
    low: 1
    high: 3
    why: Nämnden i Exempelby beslutade om två den 3 mars 2026.
    basis: local
"""

RULES: Final = """\
rules:
  - id: empty_days
    kind: flag
    effect: caution
    title: Dagar utan innehåll
    when:
      at_least: {param: empty_days_min}
      of:
        - {fact: school.truancy, at_least: high}
        - none: [{fact: occupation.meaningful, at_least: thread}]
        - none: [{fact: leisure.positive, at_least: thread}]
    says: "Den unges dagar saknar innehåll. Det framgår av {facts}."
    says_not: "Den unges dagar har innehåll. Det framgår av {facts}."
    says_open: "Det går inte att avgöra om den unges dagar har innehåll. Oklart: {missing}."
    do: Planera något att göra på dagtid från första veckan.
    why: Nämnden i Exempelby beslutade om flaggan den 3 mars 2026.
    basis: local
    cases:
      met: [{facts: {school.truancy: high, leisure.positive: absent}}]
      not_met: [{facts: {occupation.meaningful: thread, leisure.positive: thread}}]
      open: [{}]
"""

PROFILE: Final = """\
sigrisk_profile: 1
id: exempelby-ungdom
label: Exempelby, ungdomar 13–18 år
version: "2026.1"
valid_from: 2026-11-01
extends: socialstyrelsen-ungdom
about: Exempelbys profil.
target_group: Unga mellan 13 och 18 år i Exempelby.
strategic_edition: "2021"
basis: local
params: {empty_days_min: 2}
rules: [empty_days]
"""

SCENARIO: Final = """\
sigrisk: 1
case: {id: EX-01, invented: true, profile: exempelby-ungdom, assessment_date: 2026-11-16}
vignette: Kim är elva år och har snattat en gång. Skolan undrar om SIG passar.
person: {label: Kim, age: 11}
expect: {outcomes: [outside]}
"""

RULES_FILE: Final = "rules/flags/vardag.yaml"
PARAMS_FILE: Final = "rules/params.yaml"
PROFILE_FILE: Final = "rules/profiles/exempelby.yaml"
WHOLE: Final = {PARAMS_FILE: PARAMS, RULES_FILE: RULES, PROFILE_FILE: PROFILE}
"""A pack in which everything is in order."""


def changed(text: str, line: str, instead: str = "") -> str:
    """The text with one line changed, or taken out. Raises ValueError where the line doesn't stand there once."""
    lines = text.splitlines(keepends=True)
    if lines.count(line + "\n") != 1:
        raise ValueError(f"the line is not there once: {line}")
    return "".join((instead + "\n" if instead else "") if one == line + "\n" else one for one in lines)


def with_line(text: str, after: str, line: str) -> str:
    """The text with a line more, after the line of one key."""
    before = line_of(text, f"{after}:")
    return changed(text, before, f"{before}\n{line}")


def line_of(text: str, start: str) -> str:
    """The line that starts so, for ``changed``. Raises ValueError where none or several do."""
    found = [line for line in text.splitlines() if line.strip().startswith(start)]
    if len(found) != 1:
        raise ValueError(f"not one line starts so: {start}")
    return found[0]


def without(text: str, key: str) -> str:
    """The text without the line of one key."""
    return changed(text, line_of(text, f"{key}:"))


def with_value(text: str, key: str, value: str) -> str:
    """The text with another value for one key that stands on a line of its own."""
    line = line_of(text, f"{key}:")
    return changed(text, line, f"{line[: line.index(key)]}{key}: {value}")
