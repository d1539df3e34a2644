"""Calendar arithmetic in whole months and years, and dates as Swedish writes them in running text."""

from __future__ import annotations

from datetime import date
from typing import Final

from sigrisk.models import span
from sigrisk.vocabulary import FactDef

NBSP: Final = "\u00a0"
MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def day_text(day: date) -> str:
    """A day as it is written in Swedish running text: 22 november 2026."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def approximate_text(text: str) -> str:
    """An approximate date in running text: a day, a month or a year."""
    first, last = span(text)
    if first == last:
        return day_text(first)
    return str(first.year) if first.month != last.month else f"{MONTHS[first.month - 1]}{NBSP}{first.year}"


def when_text(text: str) -> str:
    """When something happened, with ordinary spaces: den 3 mars 2026, i mars 2026, år 2026."""
    first, last = span(text)
    lead = "den" if first == last else "i" if first.month == last.month else "år"
    return f"{lead} {approximate_text(text)}".replace(NBSP, " ")


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month where it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    last = span(f"{year:04d}-{month:02d}")[1].day
    return date(year, month, min(day.day, last))


def years_between(born: date, day: date) -> int:
    """Whole years from ``born`` to ``day``; a leap-day child's birthday falls on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_between(first: date, day: date) -> int:
    """Whole months from ``first`` to ``day``, so that they are over by the day that ``add_months`` gives."""
    months = 12 * (day.year - first.year) + day.month - first.month
    return months if add_months(first, months) <= day else months - 1


def years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, month=2, day=28)


def expired(fact: FactDef, said: date, today: date) -> bool:
    """Whether a claim made on the day ``said`` has become too old to count."""
    return fact.expires is not None and add_months(said, fact.expires) < today
