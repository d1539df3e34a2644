"""The agreement of a group as a document, in the same model and formats as the memo, and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sigrisk.counted import counted
from sigrisk.diagnostics import Diagnostic
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Picture, Section, Table
from sigrisk.memo.wording import full_stop
from sigrisk.pictures.agreement import Share, drawings
from sigrisk.series import series
from sigrisk.training.agreement import Drawing, Kind, Row, summed_up
from sigrisk.training.bootstrap import FEWEST_CASES, Figure
from sigrisk.training.group import Group
from sigrisk.training.labels import LabelTable
from sigrisk.training.measures import Measure

_SHARES: Final = (Measure.EXACT, Measure.WITHIN_ONE)
_NAMES: Final = {
    Measure.EXACT: "samma svar",
    Measure.WITHIN_ONE: "högst ett steg ifrån",
    Measure.KAPPA: "Cohens kappa",
    Measure.LINEAR: "linjärt viktad kappa",
    Measure.QUADRATIC: "kvadratiskt viktad kappa",
    Measure.ALPHA: "Krippendorffs alfa (ordinal)",
    Measure.ICC: "ICC(2,1)",
}
_SHORT: Final = ("Fall", "Vet ej", "Lika", "Ett steg", "Kappa", "Linjär", "Kvadrat", "Alfa", "ICC")
_COLUMNS: Final = (
    "checklista", "version", "slag", "omrade", "id", "rubrik", "fall", "arenden", "svar", "vet_ej_eller_ej_aktuellt",
    *(f"{one.value}{end}" for one in Measure for end in ("", "_lag", "_hog")), "anmarkning",
)  # fmt: skip
READ_SO: Final = (
    "Talen säger hur lika checklistan används i gruppen. De säger inget om enskilda bedömare, och inget om vem som "
    "bedömer rätt.",
    "Lika är andelen jämförelser mellan två bedömare där svaren är desamma. Ett steg är andelen där de är desamma "
    "eller ligger ett steg ifrån varandra.",
    "Kappa räknar bort det som slumpen ger. Linjär och Kvadrat är viktad kappa, där ett svar två steg ifrån väger "
    "dubbelt respektive fyra gånger så tungt som ett steg. Med fler än två bedömare är talet medelvärdet av alla par.",
    "Alfa är Krippendorffs alfa för ordnade svar. Den klarar att svar saknas. ICC är ICC(2,1): två vägar, slumpvis "
    "valda bedömare, fullständig samstämmighet, en bedömare. Den räknas på det som alla har svarat på.",
    "1 är full samstämmighet och 0 är det som slumpen ger. Ett streck betyder att talet inte går att räkna.",
    "Fall är det som minst två har svarat på. Vet ej och ej aktuellt räknas inte som svar, och i kolumnen Vet ej står "
    "hur många sådana det finns. I ett område räknas varje fråga i varje övningsärende som ett fall. "
    "Frågor i samma ärende hänger ihop, så när intervallen räknas dras hela övningsärenden.",
    "Har en fråga bara två svar är Ett steg alltid 100 procent.",
)


def document(
    groups: Sequence[tuple[Group, Sequence[Row]]],
    warnings: Sequence[Diagnostic],
    tables: Sequence[LabelTable],
    drawing: Drawing,
    version: str,
) -> Memo:
    """The report for those who train raters. ``version`` is sigrisk's own."""
    head = (
        ("Svar", full_stop("; ".join(summed_up(group) for group, _ in groups))),
        ("Intervall", _drawing_text(drawing)),
        ("Program", f"sigrisk {version}"),
    )
    sections = [Section("1", "Så ska talen läsas", (Bullets(READ_SO), *_tables(tables)))]
    sections.append(Section("2", "Svaren som jämförs", tuple(_compared(groups, warnings))))
    for group, rows in groups:
        name, label = group.instrument.id, group.instrument.label
        wide = [row for row in rows if row.kind is not Kind.ITEM]
        items = [row for row in rows if row.kind is Kind.ITEM]
        number = len(sections) + 1
        sections.append(
            Section(
                str(number),
                f"{label}: områden och samlad bedömning",
                (*_block(f"{name}-delar", wide, "Område"), *_words(wide, tables)),
            )
        )
        sections.append(Section(str(number + 1), f"{label}: frågorna", tuple(_block(f"{name}-fragor", items, "Fråga"))))
    day = max(one.ratings.assessment_date for group, _ in groups for one in group.given)
    return Memo("Samstämmighet mellan bedömare", "", head, tuple(sections), day)


def _drawing_text(drawing: Drawing) -> str:
    if drawing.resamples == 0:
        return "Inga intervall är räknade."
    return (
        f"95 procent, ur {drawing.resamples} slumpmässiga urval av övningsärendena med frö {drawing.seed}. Ges när "
        f"minst två har svarat på minst {counted(FEWEST_CASES, 'övningsärende', 'övningsärenden')} (sigrisks förslag)."
    )


def _tables(tables: Sequence[LabelTable]) -> Iterator[Block]:
    for one in tables:
        words = "; ".join(_step_texts(one))
        yield Paragraph(
            f"{words}. {one.note} Källa: {one.source}", strong=f"Ord för {_NAMES[one.measure]}, {one.label}:"
        )
    without = [_NAMES[m] for m in Measure if m not in _SHARES and m not in {one.measure for one in tables}]
    if without:
        yield Paragraph(
            f"Inga ord ges för {series(without)}: de kan inte läsas i tabeller som är gjorda för andra tal."
        )


def _step_texts(one: LabelTable) -> Iterator[str]:
    for step in one.steps:
        yield step.word if step.below is None else f"{step.word} under {_number(step.below, 3).rstrip('0').rstrip(',')}"


def _compared(groups: Sequence[tuple[Group, Sequence[Row]]], warnings: Sequence[Diagnostic]) -> Iterator[Block]:
    for group, _ in groups:
        rows = []
        for thing in group.things:
            who = [one.ratings.rater for one in group.given if one.thing == thing]
            rows.append((thing[0], str(len(who)), series(who)))
        yield Table(f"Svar med {group.instrument.label}", ("Övningsärende", "Antal", "Bedömare"), tuple(rows))
    if warnings:
        yield Paragraph("Det här räknas inte med, eller behöver du veta när du läser talen:")
        yield Bullets(tuple(f"{d.file}: {d.message}. ({d.code})" for d in warnings))


def _block(name: str, rows: Sequence[Row], what: str) -> Iterator[Block]:
    yield from _pictures(name, rows, what)
    table = tuple((row.label, str(row.units), str(row.unknown), *(_shown(row, one) for one in Measure)) for row in rows)
    yield Table(f"Samstämmighet, {_plural(what)}", (what, *_SHORT), table)
    sure = [(row, one, figure) for row in rows for one, figure in row.figures.items() if figure.low is not None]
    if sure:
        shown = tuple(
            (row.label, *(_interval(row.figures.get(one)) for one in Measure))
            for row in rows
            if any(figure.low is not None for figure in row.figures.values())
        )
        yield Table(f"Intervall på 95 procent, {_plural(what)}", (what, *_SHORT[2:]), shown)
    remarks = dict.fromkeys(row.remark for row in rows if row.remark)
    if remarks:
        yield Bullets(tuple(f"{_named(rows, remark)}: {remark}." for remark in remarks))


def _plural(what: str) -> str:
    return "områden och samlad bedömning" if what == "Område" else "fråga för fråga"


def _named(rows: Sequence[Row], remark: str) -> str:
    return series([f"”{row.label}”" for row in rows if row.remark == remark])


def _pictures(name: str, rows: Sequence[Row], what: str) -> Iterator[Picture]:
    drawn = [row for row in rows if Measure.EXACT in row.figures]
    if not drawn:
        return
    title = f"Hur ofta svaren är lika, {_plural(what)}"
    for drawing, places in drawings(name.replace("_", "-"), title, [_share(row) for row in drawn]):
        table = tuple((drawn[p].label, *(_shown(drawn[p], one) for one in _SHARES)) for p in places)
        header = (what, "Samma svar", "Högst ett steg ifrån")
        yield Picture(drawing.title, drawing.description, drawing.svg, Table(drawing.title, header, table))


def _share(row: Row) -> Share:
    exact = row.figures[Measure.EXACT].value
    within = row.figures[Measure.WITHIN_ONE].value if Measure.WITHIN_ONE in row.figures else exact
    return Share(row.label, exact, within)


def _words(rows: Sequence[Row], tables: Sequence[LabelTable]) -> Iterator[Block]:
    """The figures that a table has words for, with the table named in the heading; none on a handful of cases."""
    header = ("Område", *(f"{_NAMES[one.measure]} enligt {one.label}" for one in tables))
    enough = [row for row in rows if row.cases >= FEWEST_CASES]
    shown = [(row.label, *(one.word(row.figures.get(one.measure)) for one in tables)) for row in enough]
    shown = [row for row in shown if any(row[1:])]
    if tables and shown:
        yield Table("Talen i ord", header, tuple(shown))
    if len(enough) < len(rows):
        few = "alla delar" if not enough else series([f"”{row.label}”" for row in rows if row not in enough])
        fewest = counted(FEWEST_CASES, "övningsärende", "övningsärenden")
        yield Paragraph(
            f"För {few} finns färre än {fewest} som minst två har svarat på. Där ges varken intervall eller ord, för "
            "några få ärenden säger inte hur checklistan fungerar."
        )


def _shown(row: Row, one: Measure) -> str:
    figure = row.figures.get(one)
    if figure is None:
        return ""
    return _percent(figure.value) if one in _SHARES else _number(figure.value)


def _interval(figure: Figure | None) -> str:
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return f"{_number(figure.low)} till {_number(figure.high)}"


def _percent(value: float) -> str:
    return f"{round(value * 100)}\u00a0%"


def _number(value: float, digits: int = 2) -> str:
    text = f"{value + 0.0:.{digits}f}".replace(".", ",")
    return text.replace("-", "−") if text.strip("-0,") else text.replace("-", "")


# -- CSV --------------------------------------------------------------------------------------------------------------


def csv_text(groups: Iterable[tuple[Group, Sequence[Row]]]) -> str:
    """Every row with every figure and its interval, as a Swedish spreadsheet reads it: semicolons, decimal commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for group, rows in groups:
        for row in rows:
            first = (group.instrument.id, group.instrument.version, row.kind.value, row.section, row.id, row.label)
            cells = [cell for one in Measure for cell in _cells(row.figures.get(one))]
            writer.writerow((*first, row.units, row.cases, row.ratings, row.unknown, *cells, row.remark))
    return out.getvalue()


def _cells(figure: Figure | None) -> tuple[str, str, str]:
    values = (figure.value, figure.low, figure.high) if figure is not None else (None, None, None)
    one, low, high = (f"{value + 0.0:.6f}".replace(".", ",") if value is not None else "" for value in values)
    return one, low, high
