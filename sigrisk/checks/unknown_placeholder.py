"""Every placeholder in a text must be filled by something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import place_in, templates, texts
from sigrisk.checks.sample import RULES, RULES_FILE, WHOLE, with_value
from sigrisk.diagnostics import Position
from sigrisk.packs import Packs, data_dir
from sigrisk.ruletext import PLACEHOLDER_HELP, unknown_placeholders

_FILLED = frozenset({"says", "says_not", "says_open", "do", "why"})
_ANY = re.compile(r"\{([^{}]*)\}")
_IN_TEMPLATE = re.compile(r"(?<!\{)\{(facts|missing|(?:param|count|fact|events):[\w.]+)\}(?!\})")


_JINJAS_OWN = frozenset({"loop", "self", "super", "caller", "varargs", "kwargs"})


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    for text in texts(material):
        filled = text.path[0] == "rules" and text.path[-1] in _FILLED
        for name in _unknown(text.text, material.packs) if filled else _ANY.findall(text.text):
            help_ = PLACEHOLDER_HELP if filled else "skriv ut det som ska stå"
            told = f"okänd platshållare ”{{{name}}}”" if filled else f"ingen fyller i ”{{{name}}}” här"
            yield text.found(told, help_, f"{text.about} / {name}")
    for file, source in templates(material):
        yield from _in_template(file, source)


def _unknown(text: str, packs: Packs) -> tuple[str, ...]:
    return unknown_placeholders(text, packs.params, packs.vocabulary)


def _in_template(file: str, source: str) -> Iterator[Found]:
    name = file.replace("\\", "/").rpartition("templates/")[2]
    for match in _IN_TEMPLATE.finditer(source):
        told, help_ = f"ingen fyller i ”{match[0]}” i en mall", "skriv ut det som ska stå, eller hämta det ur memo"
        yield Found(file, place_in(source, match.start()), f"{name} / {match[1]}", told, help_)
    try:
        wanted = _names(source)
    except TemplateSyntaxError as error:
        yield Found(file, Position(error.lineno, 1), f"{name} / form", "mallen går inte att tolka", "rätta raden")
        return
    shipped = data_dir() / "templates" / name
    given = set(_names(shipped.read_text(encoding="utf-8"))) if shipped.is_file() else set(wanted)
    for unknown in sorted(set(wanted) - given):
        at = Position(wanted[unknown], 1)
        yield Found(file, at, f"{name} / {unknown}", f"mallen får inget som heter ”{unknown}”", "hämta det ur memo")


def _names(source: str) -> dict[str, int]:
    """The names that a template wants to be given, with the line of each: those it reads and doesn't set itself."""
    environment = Environment()
    tree = environment.parse(source)
    names = list(tree.find_all(nodes.Name))
    own = {one.name for one in names if one.ctx != "load"} | {one.name for one in tree.find_all(nodes.Macro)}
    own |= environment.globals.keys() | _JINJAS_OWN
    return {one.name: one.lineno for one in reversed(names) if one.name not in own}


CHECK = Check(
    code="SIG213",
    name="unknown_placeholder",
    title="Text med en platshållare som inget fyller i",
    why=(
        "En platshållare som inget känner igen hamnar som klamrar och kodord framför den som läser. I en regels "
        "meningar fylls {facts}, {missing}, {param:…}, {count:…}, {fact:…} och {events:…} i. I rubriker, frågor, "
        "utfallens texter, profiler, checklistor och gränser fylls inget i. En mall får bara det som den medföljande "
        "mallen med samma namn använder."
    ),
    passing=Example(WHOLE),
    failing=Example(
        {
            **WHOLE,
            RULES_FILE: with_value(RULES, "title", '"Dagar utan {fact:leisure.positive}"'),
            "templates/memo.md.j2": "# {{ memo.title }}\n\n{{ meno.draft }} {missing}\n",
        },
        ("empty_days / title / fact:leisure.positive", "memo.md.j2 / missing", "memo.md.j2 / meno"),
    ),
    find=_find,
    needs=Needs.BOOK,
)
