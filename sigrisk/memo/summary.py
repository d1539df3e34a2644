"""The sums of follow-ups as a document, in the same model and formats as the memo."""

from __future__ import annotations

from datetime import date

from sigrisk.aggregate import HIDDEN, SMALLEST, SUPPRESSED, Sum, Summary
from sigrisk.counted import counted
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Section, Table

READ_SO = (
    f"Antal från 1 till {SMALLEST - 1} visas aldrig, för de kan peka ut någon. Där ett sådant antal annars skulle gå "
    "att räkna ut döljs också andra antal, ibland stora.",
    "I frågor om vad verksamheten har gjort visas noll som 0 när gruppen är stor nog, och så är det också för uppgift "
    "saknas. I frågor om de ungas liv döljs noll annars: att alla har svarat lika säger vad var och en har svarat.",
    f"”{HIDDEN}” betyder alltså inte att uppgiften saknas. En fråga visas säkert hel när varje svar har minst "
    f"{counted(SMALLEST, 'ärende', 'ärenden')}: minst {2 * SMALLEST} för två svar, {3 * SMALLEST} för tre och "
    f"{5 * SMALLEST} för fem. Där inget av svaren visas står frågan på en enda rad.",
    "Varje ärende räknas en gång, med sin senaste uppföljning. Sammanställningen innehåller inga personer och går inte "
    "att dela upp i mindre grupper.",
    "Talen beskriver vad som är antecknat. De visar inte om SIG har haft effekt, för det finns ingen jämförelsegrupp.",
    "Jämför inte sammanställningar som nästan omfattar samma ärenden: skillnaden kan peka ut någon.",
)

ALL = "alla svar"


def document(summary: Summary, without: int, day: date, version: str) -> Memo:
    """The sums for people to read. ``without`` is the number of cases that have no follow-up."""
    head = (
        ("Ärenden med uppföljning", _few(summary.cases)),
        ("Ärenden utan uppföljning", _few(without) if summary.cases >= SMALLEST else "visas inte"),
        ("Senaste uppföljningen", f"{day.year}"),
        ("Program", f"sigrisk {version}"),
    )
    sections = (
        Section("1", "Så ska talen läsas", (Bullets(READ_SO),)),
        Section("2", "Sammanställning", _sums(summary)),
    )
    return Memo("Uppföljning av sociala insatsgrupper", "", head, sections, day)


def _few(count: int) -> str:
    return str(count) if count >= SMALLEST else SUPPRESSED


def _sums(summary: Summary) -> tuple[Block, ...]:
    if summary.too_few:
        return (Paragraph(f"Det finns färre än {SMALLEST} uppföljningar. Därför visas inga tal."),)
    rows = tuple(row for one in summary.sums for row in _rows(one))
    return (Table("Antal ärenden", ("Fråga", "Svar", "Antal"), rows),)


def _rows(one: Sum) -> tuple[tuple[str, str, str], ...]:
    if one.hidden:
        return ((one.question, ALL, HIDDEN),)
    return tuple((one.question, cell.answer, cell.told) for cell in one.cells)
