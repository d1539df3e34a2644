"""Reads, checks and writes the judgement file that lies beside a case."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import yaml

from sigrisk.assess import Assessment
from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.judgement import POSITIONS, Judgement
from sigrisk.models import validate
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind
from sigrisk.yamlfile import Document, read

ENDING: Final = ".stallningstagande.yaml"


def beside(case_file: Path) -> Path:
    """Where the judgement about a case lies."""
    return case_file.with_name(case_file.stem + ENDING)


def load_judgement(path: Path, assessment: Assessment, grounds: Collection[str]) -> Judgement:
    """Read and check a judgement about an assessment; ``grounds`` are the legal grounds there are.

    Raises BadInput (SIG0xx, SIG250–SIG254) with every finding at its place.
    """
    document = read(path)
    judgement = validate(Judgement, document)
    if found := tuple(_findings(judgement, document, assessment, grounds)):
        raise BadInput(found)
    return judgement


def _findings(
    judgement: Judgement, document: Document, assessment: Assessment, grounds: Collection[str]
) -> Iterator[Diagnostic]:
    def tell(code: str, path: tuple[str | int, ...], message: str, help_: str, *, key: bool = False) -> Diagnostic:
        at = document.where_key(path) if key else document.where(path)
        return Diagnostic(code, document.file, at, message, help_)

    book = assessment.book
    for name, written, wanted in (
        ("case", judgement.case, assessment.case.case.id),
        ("assessment_date", judgement.assessment_date.isoformat(), assessment.case.day.isoformat()),
        ("profile", judgement.profile, book.profile.id),
        ("rulebook", judgement.rulebook, book.checksum),
    ):
        if written != wanted:
            other = f"ställningstagandet gäller ”{written}”, men bedömningen gäller ”{wanted}”"
            help_ = "läs bedömningen som den är nu, gå igenom svaren på nytt och skriv sedan det nya värdet här"
            yield tell("SIG250", (name,), other, help_)
    flags = {r.rule.id: r.verdict for r in assessment.of_kind(Kind.FLAG)}
    for flag in judgement.flags:
        if flag not in flags:
            near = did_you_mean(flag, flags) or f"”sigrisk rules list --profile {book.profile.id}” visar alla"
            yield tell("SIG251", ("flags", flag), f"okänd flagga ”{flag}”", near, key=True)
        elif flags[flag] is Verdict.NOT_MET:
            help_ = "ta bort svaret; bara flaggor som gäller, eller som inte går att avgöra, besvaras"
            yield tell("SIG251", ("flags", flag), f"flaggan ”{flag}” gäller inte", help_, key=True)
    if judgement.legal_ground is not None and judgement.legal_ground not in grounds:
        near = did_you_mean(judgement.legal_ground, grounds) or "finns: " + ", ".join(sorted(grounds))
        yield tell("SIG252", ("legal_ground",), f"okänt lagrum ”{judgement.legal_ground}”", near)
    if (judgement.version > 1) != (judgement.replaces is not None):
        help_ = "en rättelse har version 2 eller högre, och säger med ”replaces” vilken den ersätter och varför"
        yield tell("SIG253", ("version",), "versionen och ”replaces” går inte ihop", help_)
    elif judgement.replaces is not None and judgement.replaces.version >= judgement.version:
        help_ = "skriv numret på den tidigare versionen"
        yield tell("SIG253", ("replaces", "version"), "en version kan bara ersätta en tidigare", help_)
    for said, nobody in (("took_part", "nobody_else_took_part"), ("dissent", "nobody_dissented")):
        if getattr(judgement, said) and getattr(judgement, nobody):
            yield tell("SIG254", (nobody,), f"”{said}” och ”{nobody}” säger emot varandra", "ta bort det som är fel")


def blank_judgement(assessment: Assessment, grounds: Collection[str]) -> str:
    """The text of a judgement file that names its assessment and judges nothing: every answer is a person's own."""
    case, book = assessment.case, assessment.book
    lines = [
        "# Gruppens ställningstagande. Ta bort # framför en rad när du fyller i den. Inget är ifyllt i förväg.",
        "sigrisk_judgement: 1",
        f"case: {_text(case.case.id)}",
        f"assessment_date: {case.day.isoformat()}",
        f"profile: {book.profile.id}",
        f"rulebook: {_text(book.checksum)}",
        "# version: 2                     # bara när en färdig promemoria rättas",
        "# replaces: {version: 1, reasons: Varför den ersätts.}",
        "",
        "# Svara på varje flagga: instämmer gruppen (true) eller inte (false), och varför?",
        "flags:",
    ]
    for result in assessment.of_kind(Kind.FLAG):
        if result.verdict is not Verdict.NOT_MET:
            open_ = "" if result.verdict is Verdict.MET else " (går inte att avgöra; svar är frivilligt)"
            lines += [f"  # {result.rule.title}{open_}", f"  # {result.rule.id}: {{agrees: …, reasons: …}}"]
    lines += [
        "",
        "# childs_best: Hur gruppen bedömer barnets bästa.",
        "# alternatives:",
        "#   - {what: Alternativet, reasons: Varför det valdes eller inte valdes.}",
        "# position: …                    # " + ", ".join(f"{p.value} ({text})" for p, text in POSITIONS.items()),
        "# reasons: Gruppens egna skäl.",
        "# departs_because: Varför gruppen kommer till något annat än regelverket, om den gör det.",
        "# rating_departs_because: Varför en samlad bedömning avviker från checklistans bild, om den gör det.",
        "# legal_ground: …                # " + ", ".join(sorted(grounds)),
        "# decided_by: {name: …, role: …}",
        "# presented_by: {name: …, role: …}",
        "# took_part:",
        "#   - {name: …, role: …}",
        "# nobody_else_took_part: true    # om ingen annan har medverkat",
        "# dissent:",
        "#   - {name: …, says: …}",
        "# nobody_dissented: true         # om ingen har en avvikande mening",
        "# date: ÅÅÅÅ-MM-DD",
        "# follow_up: ÅÅÅÅ-MM-DD",
        "# communicated: Vad som har kommunicerats, med vem och när.",
        "",
    ]
    return "\n".join(lines)


def judgement_text(judgement: Judgement) -> str:
    """A judgement as the text of its file: what isn't answered isn't there."""
    data = judgement.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120)


def _text(value: str) -> str:
    return yaml.safe_dump(value, allow_unicode=True, default_style='"').strip()
