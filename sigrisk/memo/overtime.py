"""The comparison over time as a document, in the same model and formats as the memo."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.assess import Assessment
from sigrisk.memo.build import DRAFT
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Picture, Section, Table
from sigrisk.memo.wording import day_text
from sigrisk.overtime import Comparison
from sigrisk.pictures.change import Line, Stand, drawings
from sigrisk.validity import rule_book_text, versions_text

NOT_WRITTEN = "står inte bredvid ärendet"
READ_SO = (
    "Jämförelsen visar vad som har ändrats i underlaget. Den visar inte varför, och inte om en insats har haft effekt.",
    "Att något ser ut att ha ändrats kan bero på att någon har frågat om mer, att en källa har svarat annorlunda eller "
    "att en uppgift har blivit för gammal för att räknas.",
    "Alla tillfällen är prövade mot de regler som gäller i dag, också de äldre.",
    "En händelse räknas från den dag då den inträffade, också om den blev känd senare.",
    "Jämförelsen gäller ett enda ärende. sigrisk jämför aldrig personer med varandra.",
)


def document(comparison: Comparison, version: str) -> Memo:
    """The comparison for people to read. ``version`` is sigrisk's own."""
    last = comparison.assessments[-1]
    head = (
        ("Handlingstyp", DRAFT),
        ("Ärende", last.case.case.id),
        ("Gäller", last.case.person.label),
        ("Tillfällen", ", ".join(_day(a) for a in comparison.assessments)),
        ("Regelverk", rule_book_text(last.book)),
        ("Program", f"sigrisk {version}"),
    )
    sections = (
        Section("1", "Så ska jämförelsen läsas", (Bullets(READ_SO),)),
        Section("2", "Tillfällena", (_occasions(comparison),)),
        Section("3", "Uppgifter som har ändrats", _changes(comparison)),
        Section("4", "Svar som har ändrats", _turns(comparison)),
    )
    title = f"Ett ärende över tid – {last.case.person.label}"
    rules = versions_text(last.book)
    return Memo(title, DRAFT, head, sections, last.case.day, case_id=last.case.case.id, rules=rules)


def _day(assessment: Assessment) -> str:
    return day_text(assessment.case.day)


def _occasions(comparison: Comparison) -> Table:
    rows = tuple(
        (
            _day(a),
            _by(a),
            a.book.profile.label,
            " eller ".join(a.book.outcomes[o].title for o in a.outcomes),
            comparison.stands.get(a.case.day, NOT_WRITTEN),
        )
        for a in comparison.assessments
    )
    header = ("Dag", "Bedömt av", "Profil", "Regelverkets utfall", "Gruppens ställningstagande")
    return Table("Tillfällen som jämförs", header, rows)


def _by(assessment: Assessment) -> str:
    sitting = next((s for s in assessment.case.case.assessments if s.date == assessment.case.day), None)
    return f"{sitting.by.name}, {sitting.by.role}" if sitting is not None else "uppgift saknas"


def _changes(comparison: Comparison) -> tuple[Block, ...]:
    if not comparison.changes:
        return (Paragraph("Ingen uppgift har ändrats."),)
    days = tuple(_day(a) for a in comparison.assessments)
    rows = tuple((c.label, *_pairs(c.values, c.by, "")) for c in comparison.changes)
    return (Table("Uppgifter som har ändrats", ("Uppgift", *days), rows),)


def _turns(comparison: Comparison) -> tuple[Block, ...]:
    same = Paragraph(_same(comparison.same))
    if not comparison.turns:
        return (Paragraph("Inget svar har ändrats."), same)
    days = tuple(_day(a) for a in comparison.assessments)
    rows = tuple((t.title, *_pairs(t.words, t.because, "på grund av: ")) for t in comparison.turns)
    table = Table("Varför svaren har ändrats", ("Prövning", *days), rows)
    return (*_pictures(comparison), table, same)


def _pictures(comparison: Comparison) -> Iterator[Picture]:
    """The verdicts that have changed, day by day, with their own table."""
    lines = [
        Line(t.title, tuple(None if v is None else Stand(v, w) for v, w in zip(t.verdicts, t.words, strict=True)))
        for t in comparison.turns
    ]
    days = [a.case.day for a in comparison.assessments]
    for change in drawings("over-tid", "Svar som har ändrats", days, lines):
        table = Table(change.drawing.title, change.header, change.rows)
        yield Picture(change.drawing.title, change.drawing.description, change.drawing.svg, table)


def _same(count: int) -> str:
    return "En prövning har samma svar hela tiden." if count == 1 else f"{count} prövningar har samma svar hela tiden."


def _pairs(values: tuple[str, ...], notes: tuple[str, ...], lead: str) -> tuple[str, ...]:
    return tuple(f"{value} ({lead}{note})" if note else value for value, note in zip(values, notes, strict=True))
