"""The feedback as a document, in the same model and formats as the memo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.case import RATINGS
from sigrisk.counted import counted, form
from sigrisk.instrument import Section as Domain
from sigrisk.instrument import Summary
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Reasoned, Section
from sigrisk.memo.wording import full_stop
from sigrisk.series import series
from sigrisk.training.feedback import Apart, Compared, Feedback
from sigrisk.training.ratings import REASONS, SUMMARY

READ_SO: Final = (
    "Facit är skrivet av en påhittad expert. Det är ett sätt att läsa underlaget, inte det enda möjliga.",
    "Läs först orden i underlaget och vad svaren betyder. Fundera sedan på om det är underlaget, frågan eller facit "
    "som kan läsas på flera sätt.",
    "Att svara vet ej är rätt när underlaget inte räcker. Varje annat svar i facit vilar på ord i underlaget.",
    "Svaren räknas inte ihop, och ingen jämförs med någon annan.",
)
_SILENT: Final = "Underlaget säger inget om det här. Prata om vad ni hade behövt fråga, och vem som hade kunnat svara."


_SUMMED: Final = frozenset({SUMMARY, REASONS})
_TIMES: Final = (
    "Tiderna skiljer sig: du bedömde {mine} framåt och facit {key}. Ett steg för en kort tid säger inte detsamma som "
    "samma steg för en lång."
)


def document(found: Feedback, version: str) -> Memo:
    """The feedback for the rater to read. ``version`` is sigrisk's own."""
    case = found.scenario.case
    head = (
        ("Övningsärende", f"{case.case.id}, {case.case.title}" if case.case.title else case.case.id),
        ("Checklista", f"{found.instrument.label}, version {found.instrument.version}"),
        ("Bedömare", found.ratings.rater),
        ("Program", f"sigrisk {version}"),
    )
    sections = [Section("", "Så ska återkopplingen läsas", (Bullets(READ_SO),))]
    if found.left:
        sections.append(Section("", "Inte besvarat än", tuple(_left(found))))
    sections += [
        Section("", domain.label, tuple(_domain(found, domain)))
        for domain in found.instrument.sections
        if any(item.id in found.items for item in domain.items)
    ]
    if found.instrument.summary is not None and not _SUMMED & set(found.left):
        sections.append(Section("", "Samlad bedömning", tuple(_summary(found, found.instrument.summary))))
    return Memo(f"Återkoppling – {case.person.label}", "", head, tuple(sections), case.day, short=True)


def _left(found: Feedback) -> Iterator[Block]:
    told = series([f"”{one}”" for one in found.left])
    yield Paragraph(full_stop(f"Facit visas inte för {told}"))


def _domain(found: Feedback, domain: Domain) -> Iterator[Block]:
    compared = [found.items[item.id] for item in domain.items if item.id in found.items]
    yield from (_different(one) for one in compared if one.apart is not Apart.SAME)
    same = [f"{one.item.label} ({one.mine})" for one in compared if one.apart is Apart.SAME]
    if same:
        yield Paragraph(full_stop(series(same)), strong="Samma som facit:")


def _different(one: Compared) -> Reasoned:
    mark = one.apart.value.capitalize()
    unknown = one.apart is Apart.KEY_UNKNOWN
    key = "Facit lämnar frågan öppen, för underlaget räcker inte." if unknown else f"Facit är {one.key}."
    because = one.because or (_SILENT,)
    note = f"Du skrev: {full_stop(one.my_note)}" if one.my_note else ""
    sentence = f"Du svarade {one.mine}. {key}"
    return Reasoned(one.item.id, mark, False, one.item.label, sentence, (*because, *one.meanings), note=note)


def _summary(found: Feedback, asked: Summary) -> Iterator[Block]:
    labels = {step.id: step.label for step in asked.steps}
    mine, theirs = found.ratings.summary, found.key.summary
    if mine.rating is not None and mine.horizon_months is not None:
        told = f"{_step(mine.rating, labels)} {_months(mine.horizon_months)}. {full_stop(mine.reasons)}"
        yield Paragraph(told, strong="Du skrev:")
    if theirs is None:
        yield Paragraph("Facit har ingen samlad bedömning.")
        return
    told = f"{_step(theirs.rating, labels)} {_months(theirs.horizon_months)}. {full_stop(theirs.reasons.strip())}"
    yield Paragraph(told.strip(), strong="Facit:")
    if mine.rating is not None and mine.horizon_months is not None:
        same_time = mine.horizon_months == theirs.horizon_months
        times = () if same_time else (_TIMES.format(mine=_time(mine.horizon_months), key=_time(theirs.horizon_months)),)
        yield Paragraph(" ".join((*times, _between(mine.rating, theirs.rating, tuple(labels)))))
    if found.key.critical:
        items = {item.id: item.label for item in found.instrument.items()}
        named = series([f"”{items[one]}”" for one in found.key.critical])
        yield Paragraph(
            f"Experten lyfter fram {named} som särskilt {form(len(found.key.critical), 'viktig', 'viktiga')}."
        )


def _between(mine: str, theirs: str, steps: tuple[str, ...]) -> str:
    if mine == theirs:
        return "Stegen är desamma. Jämför skälen: vilar de på samma delar av underlaget?"
    far = abs(steps.index(mine) - steps.index(theirs))
    where = "ett steg" if far == 1 else "två steg"
    return f"Stegen skiljer sig {where}. Läs skälen bredvid varandra: vad väger den ena tyngre än den andra?"


def _time(months: int) -> str:
    return counted(months, "månad", "månader")


def _step(rating: str, labels: dict[str, str]) -> str:
    word = RATINGS.shown(rating)
    label = labels.get(rating, "")
    return word.capitalize() if not label or label.lower() == word else f"{label} (steget {word})"


def _months(months: int) -> str:
    return f"för {_time(months)} framåt"
