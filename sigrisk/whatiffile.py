"""Writes a case with some answers changed as a scenario of its own, with the key that the rules give it."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Final

import yaml

from sigrisk.assess import Assessment, assess
from sigrisk.casefile import read_case
from sigrisk.diagnostics import BadInput, Diagnostic, Position
from sigrisk.engine.agree import check
from sigrisk.output import write_all
from sigrisk.packs import Packs
from sigrisk.possible import Choices, Possible, Verdict
from sigrisk.rulebook import Kind
from sigrisk.vocabulary import FactDef, FactType, Word, everything, limits, written_code
from sigrisk.whatif import WhatIf, applied
from sigrisk.whatiftext import change_text
from sigrisk.words import word_of
from sigrisk.yamlfile import Data, parse, read

SOURCE: Final = "rakneovning"
_LONGEST_ID: Final = 40
_ENDING: Final = "-OVNING"
_NOTE: Final = "Ändrat i en räkneövning."


def refuse(path: Path) -> None:
    """Raises BadInput (SIG032) where the file is there already."""
    if path.exists():
        raise BadInput([Diagnostic("SIG032", str(path), Position(1, 1), "filen finns redan", "välj ett annat namn")])


def to_save(assessment: Assessment, found: Iterable[WhatIf]) -> WhatIf:
    """The first set of changes, each with one answer. Raises BadInput (SIG285) where there is none, or no exercise."""
    first = next(iter(found), None)
    if first is None:
        raise _not_saved("det finns ingen ändring att spara", "pröva ett annat mål, eller ändra för hand med --set")
    if not assessment.case.case.invented:
        why = "ärendet är inte märkt som påhittat, och ett övningsärende får inte handla om en verklig person"
        raise _not_saved(why, "spara bara räkneövningar på påhittade ärenden (invented: ja)")
    return applied(assessment, [(one.fact, one.example) for one in first.changes])


def _not_saved(what: str, help_: str) -> BadInput:
    return BadInput([Diagnostic("SIG285", "--save", Position(1, 1), what, help_)])


def save(path: Path, case_file: Path, assessment: Assessment, what_if: WhatIf, packs: Packs) -> None:
    """Write the case with one answer to each changed fact. Raises BadInput (SIG032, SIG033)."""
    refuse(path)
    text = scenario_text(case_file, assessment, what_if, packs)
    write_all(path.parent, {Path(path.name): text.encode()})


def scenario_text(case_file: Path, assessment: Assessment, what_if: WhatIf, packs: Packs) -> str:
    """The changed case as a file, with the outcomes, flags and questions that it comes to as its key."""
    data = deepcopy(read(case_file).data)  # what was read stays as it is
    assert isinstance(data, dict)  # it was read as a case
    number = assessment.case.case.id
    head = _part(data, "case")
    head["id"] = number[: _LONGEST_ID - len(_ENDING)].rstrip("/.-_") + _ENDING
    head["title"] = f"Räkneövning på {number}"  # the old one may say what is changed
    head["profile"] = assessment.book.profile.id
    if (model := assessment.book.chosen_model) is not None:
        head["operation_model"] = model.value
    head["changed_from"] = {"case": number, "changes": [change_text(one) for one in what_if.changes]}
    data.pop("vignette", None)  # a story that was written to the answers before: nobody can rewrite it by rule
    _part(data, "sources")[SOURCE] = {"name": "Räkneövning", "type": "annan"}
    facts = _part(data, "facts")
    for one in what_if.changes:
        value = written(one.fact.definition, one.after[0])
        day = assessment.case.day.isoformat()
        facts[one.fact.id] = {"value": value, "source": SOURCE, "date": day, "note": _NOTE}
    _take_out(data, {one.fact.id for one in what_if.changes}, packs)
    data.pop("expect", None)
    text = _dumped(data)
    case, found = read_case(parse(text, str(case_file)), packs)
    if case is None:
        raise BadInput(found)
    after = assess(case, assessment.book, packs.instruments, check)
    data["expect"] = _key(after)
    lines = (
        f"# En räkneövning på ärendet {number}, skriven av ”sigrisk whatif”. De ändrade svaren är inte uppgifter om",
        "# någon människa. Berättelsen är borttagen, för den skrevs till de tidigare svaren. Det som källorna och den",
        f"# unge säger med egna ord är kvar från {number} och kan säga emot ändringen.",
        *(f"# {change_text(one)}" for one in what_if.changes),
    )
    return "\n".join(lines) + "\n" + _dumped(data)


def _part(data: dict[str, Data], key: str) -> dict[str, Data]:
    """A mapping of the file, made where it is missing or empty."""
    found = data.get(key)
    if not isinstance(found, dict):
        found = data[key] = {}
    return found


def _take_out(data: dict[str, Data], facts: set[str], packs: Packs) -> None:
    """Take out what checklists answer of the changed facts, which would contradict the change, and every quotation.

    The words that a key points to were written to the answers before.
    """
    listed = data.get("checklists")
    for checklist in listed if isinstance(listed, list) else []:
        assert isinstance(checklist, dict)  # it was read as a case
        answers = checklist.get("answers")
        if isinstance(answers, dict):
            of = {item.id: item.fact for item in packs.instruments[str(checklist["instrument"])].items()}
            checklist["answers"] = {item: _unquoted(said) for item, said in answers.items() if of[item] not in facts}


def _unquoted(said: Data) -> Data:
    return {key: value for key, value in said.items() if key != "quote"} if isinstance(said, dict) else said


def _dumped(data: dict[str, Data]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def written(fact: FactDef, answer: Possible) -> Word:
    """How an answer is written in a file: one value, or a span of numbers."""
    if answer == everything(fact):
        return "vet ej"
    if isinstance(answer, Choices):
        return "ej aktuellt" if not answer.names else word_of(next(o for o in fact.options if o.id in answer.names))
    if not answer.has_numbers:
        return "ej aktuellt"
    if answer.low == answer.high:
        return answer.low if fact.type in (FactType.COUNT, FactType.AGE) else written_code(fact, answer.low)
    least, most = limits(fact)
    if answer.high >= most:
        return f"minst {answer.low}"
    return f"högst {answer.high}" if answer.low <= least else f"{answer.low}–{answer.high}"


def _key(after: Assessment) -> dict[str, Data]:
    def of(kind: Kind, verdict: Verdict) -> list[Data]:
        return [r.rule.id for r in after.of_kind(kind) if r.verdict is verdict]

    return {
        "outcomes": [o.value for o in after.outcomes],
        "flags": of(Kind.FLAG, Verdict.MET),
        "open_flags": of(Kind.FLAG, Verdict.OPEN),
        "questions": [q.fact.id for q in after.questions],
        "contradictions": [k.fact.id for k in after.contradictions()],
        "notes": of(Kind.NOTE, Verdict.MET),
    }
