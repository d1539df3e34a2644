"""CHANGES.csv: every changed outcome of a scenario, with the reason that a person wrote for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

from sigrisk.assess import Assessment
from sigrisk.counted import counted
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean, in_order
from sigrisk.packs import shown_path
from sigrisk.rulebook import OutcomeId

FILE_NAME: Final = "CHANGES.csv"
FEWEST_WORDS: Final = 3
"""A reason of fewer words says nothing: ”ändrat”, ”ny regel”."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is written. Outcomes stand with a space between; none stands for: not there."""

    date: str
    scenario: str
    profile: str
    before: str
    after: str
    rulebook_version: str
    reason: str


Titles: TypeAlias = Mapping[str, str]
"""What each outcome is called in Swedish, by the word that a row has for it."""
COLUMNS: Final = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario gives now: its profile and its possible outcomes, in the decision list's order."""

    profile: str
    outcomes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The outcomes as a row has them."""
        return " ".join(self.outcomes)


@dataclass(frozen=True, slots=True)
class Due:
    """A row that is missing: a scenario's last row, with its line, and what the scenario gives now (None: gone).

    Of a scenario that has no row, ``line`` is where the next one would stand.
    """

    scenario: str
    line: int
    last: Row | None
    now: Outcome | None

    @property
    def before(self) -> str:
        """What the scenario gave when it was last written down."""
        return self.last.after if self.last is not None else ""

    @property
    def profile(self) -> str:
        """The profile it is tried against, or was."""
        return self.now.profile if self.now is not None else self.last.profile if self.last is not None else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with the rows, and which rows are missing."""

    wrong: tuple[Diagnostic, ...]
    due: tuple[Due, ...]
    path: Path
    titles: Titles

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All of it as diagnostics, in the order of the rows."""
        return in_order((*self.wrong, *(_missing(self.path, due, self.titles) for due in self.due)))


def outcome_of(assessment: Assessment) -> Outcome:
    """What a scenario gives now."""
    return Outcome(assessment.book.profile.id, tuple(o.value for o in assessment.outcomes))


def check_changes(
    path: Path, now: Mapping[str, Outcome], titles: Titles, unread: Iterable[str] = (), *, begin: bool = False
) -> Checked:
    """Hold the rows of one file against what the scenarios give now, by the scenarios' names.

    ``titles`` are what the outcomes are called. ``unread`` are scenarios that are there but couldn't be assessed;
    nothing is said about them. With ``begin`` a file that isn't there counts as one without rows.
    """
    rows, wrong = ([], []) if begin and not path.exists() else _read(path)
    if rows is None:
        return Checked(tuple(wrong), (), path, titles)
    last: dict[str, tuple[int, Row]] = {}
    for line, row in rows:
        wrong += _row_findings(path, line, row, last.get(row.scenario), titles)
        last[row.scenario] = (line, row)
    due = tuple(_due(last, now, frozenset(unread), end=rows[-1][0] + 1 if rows else 2))
    return Checked(tuple(wrong), due, path, titles)


def _read(path: Path) -> tuple[list[tuple[int, Row]] | None, list[Diagnostic]]:
    """The rows with the line each begins on; None where the file can't be read as what it should be."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        help_ = "skapa filen med ”sigrisk test --record” och ett skäl"
        return None, [_told(path, "SIG180", 1, "filen med ändrade utfall finns inte", help_)]
    except UnicodeDecodeError:
        return None, [_told(path, "SIG180", 1, "filen är inte sparad som UTF-8", "spara om filen som UTF-8")]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Row]] = []
    wrong: list[Diagnostic] = []
    begins = 1
    try:
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if line == 1:
                if tuple(cells) != COLUMNS:
                    help_ = "skriv " + ",".join(COLUMNS)
                    return None, [_told(path, "SIG180", 1, "den första raden har inte rätt kolumner", help_)]
            elif cells and len(cells) != len(COLUMNS):
                what = f"raden har {counted(len(cells), 'kolumn', 'kolumner')} i stället för {len(COLUMNS)}"
                wrong.append(_told(path, "SIG180", line, what, "sätt citattecken om en text som innehåller komma"))
            elif cells:
                rows.append((line, Row(*(cell.strip() for cell in cells))))
    except csv.Error:
        help_ = "avsluta varje text som börjar med citattecken med ett citattecken"
        return None, [_told(path, "SIG180", begins, "raden går inte att läsa", help_)]
    if begins == 1:
        return None, [_told(path, "SIG180", 1, "filen är tom", "skriv " + ",".join(COLUMNS))]
    return rows, wrong


def _row_findings(
    path: Path, line: int, row: Row, previous: tuple[int, Row] | None, titles: Titles
) -> Iterator[Diagnostic]:
    for name in ("scenario", "profile", "rulebook_version"):
        if not getattr(row, name):
            yield _told(path, "SIG180", line, f"kolumnen ”{name}” är tom", "fyll i kolumnen")
    known = [o.value for o in OutcomeId]
    for word in (*row.before.split(), *row.after.split()):
        if word not in known:
            help_ = did_you_mean(word, known, titles) or "skriv " + ", ".join(_named(one, titles) for one in known)
            yield _told(path, "SIG185", line, f"okänt utfall ”{word}”", help_)
    if not says_something(row.reason):
        what = f"skälet ”{row.reason}” säger för lite" if row.reason else "skälet saknas"
        yield _told(path, "SIG184", line, what, "skriv i en mening varför utfallet ändrades")
    yield from _chain_findings(path, line, row, previous, titles)


def _chain_findings(
    path: Path, line: int, row: Row, previous: tuple[int, Row] | None, titles: Titles
) -> Iterator[Diagnostic]:
    day = _day(row.date)
    if day is None:
        yield _told(path, "SIG183", line, f"”{row.date}” är inget datum", "skriv år-månad-dag, till exempel 2026-11-22")
    earlier = _day(previous[1].date) if previous is not None else None
    if day is not None and earlier is not None and day < earlier:
        what = f"raden är äldre än rad {previous[0] if previous else 0} om samma övningsärende"
        yield _told(path, "SIG183", line, what, "skriv raderna i tidsordning, den nyaste sist")
    before = previous[1].after if previous is not None else ""
    if set(row.before.split()) != set(before.split()):
        was = f"{_shown(before, titles)}, som står i ”after” på rad {previous[0]}" if previous is not None else ""
        what = f"”before” är {_shown(row.before, titles)} men ska vara {was or 'tomt på första raden'}"
        yield _told(path, "SIG183", line, what, "rätta ”before”")


def _due(
    last: Mapping[str, tuple[int, Row]], now: Mapping[str, Outcome], unread: frozenset[str], end: int
) -> Iterator[Due]:
    for scenario, (line, row) in last.items():
        if scenario not in now and scenario not in unread and row.after:
            yield Due(scenario, line, row, None)
    for scenario, outcome in sorted(now.items()):
        line, written = last.get(scenario, (end, None))
        same = written is not None and set(written.after.split()) == set(outcome.outcomes)
        if written is None or not same or written.profile != outcome.profile:
            yield Due(scenario, line, written, outcome)


def _shown(outcomes: str, titles: Titles) -> str:
    """Outcomes as a row has them, and in brackets what they are called."""
    if not outcomes:
        return "tomt"
    return f"”{outcomes}” ({'; '.join(titles.get(word, 'finns inte') for word in outcomes.split())})"


def _named(outcome: str, titles: Titles) -> str:
    return f"{outcome} ({titles[outcome]})" if outcome in titles else outcome


def _missing(path: Path, due: Due, titles: Titles) -> Diagnostic:
    help_ = "lägg till en rad med skälet, till exempel med ”sigrisk test --record”"
    if due.now is None:
        what = f"övningsärendet ”{due.scenario}” finns inte längre, och ingen rad säger varför"
        return _told(path, "SIG181", due.line, what, "lägg till en rad med tomt ”after” och med skälet")
    if not due.before:
        what = f"övningsärendet ”{due.scenario}” står inte i filen; det ger nu {_shown(due.now.text, titles)}"
        return _told(path, "SIG182", due.line, what, help_)
    now, before = _shown(due.now.text, titles), _shown(due.before, titles)
    what = f"övningsärendet ”{due.scenario}” ger nu {now}, men dess senaste rad säger {before}"
    if due.last is not None and due.last.profile != due.profile:
        said = f"men dess senaste rad säger {due.last.profile}"
        what = f"övningsärendet ”{due.scenario}” har nu profilen {due.profile}, {said}"
    return _told(path, "SIG182", due.line, what, help_)


def says_something(reason: str) -> bool:
    """Whether a reason has words enough to be one."""
    return sum(any(c.isalpha() for c in word) for word in reason.split()) >= FEWEST_WORDS


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        return None


def _told(path: Path, code: str, line: int, message: str, help_: str) -> Diagnostic:
    return Diagnostic(code, shown_path(path), Position(line, 1), message, help_)


# -- writing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """A reason to write down for every missing row, the day it is written, and the rule book's version."""

    reason: str
    day: str
    version: str


def refuse_reason(reason: str) -> None:
    """Raises BadInput (SIG184) for a reason that says nothing."""
    if not says_something(reason):
        what = f"skälet ”{reason}” säger för lite" if reason.strip() else "skälet saknas"
        help_ = "skriv i en mening varför utfallen ändrades"
        raise BadInput([Diagnostic("SIG184", "--record", Position(1, 1), what, help_)])


def append(checked: Checked, record: Record) -> int:
    """Write the missing rows with the reason given; how many. Makes a file that isn't there. Raises BadInput (SIG033).

    Nothing is written where the rows that stand there are wrong: mend them first.
    """
    if checked.wrong or not checked.due:
        return 0
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    try:
        written = checked.path.read_bytes() if checked.path.exists() else b""
        if not written:
            writer.writerow(COLUMNS)
        elif not written.endswith(b"\n"):
            text.write("\n")
        for due in checked.due:
            writer.writerow(astuple(_row(due, record)))
        with checked.path.open("ab") as file:
            file.write(text.getvalue().encode("utf-8"))
    except OSError as error:
        help_ = "kontrollera att du får skriva i mappen"
        raise BadInput([_told(checked.path, "SIG033", 1, "det gick inte att skriva här", help_)]) from error
    return len(checked.due)


def _row(due: Due, record: Record) -> Row:
    return Row(
        date=record.day,
        scenario=due.scenario,
        profile=due.profile,
        before=due.before,
        after=due.now.text if due.now is not None else "",
        rulebook_version=record.version,
        reason=record.reason,
    )
