"""Several readings of one case as a reader meets them: on the terminal, and as a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sigrisk.columns import columns, fold, line_width, under
from sigrisk.memo.model import Block, Bullets, Memo, Paragraph, Section, Subheading, Table
from sigrisk.memo.wording import day_text
from sigrisk.readings import Over, Reading, Readings

DRAFT = "ARBETSMATERIAL – en jämförelse, inte en bedömning att lägga i akten"
_CLOSED = "Verksamheten är stängd, så inget erbjudande kan lämnas där."
_RESEARCH = "Forskning, inget erbjudande"
_RESEARCH_ADVICE = (
    "Den här profilen visar vem som hade fått ingå i en studie. Den säger inget om vem som bör erbjudas SIG."
)


def _apart(view: Readings) -> tuple[list[Reading], list[Reading]]:
    """The readings about an offer, and those of research profiles, which are none."""
    return [r for r in view.readings if not r.research], [r for r in view.readings if r.research]


def _title(view: Readings) -> str:
    what = "under varje profil" if view.over == Over.PROFILE.value else "i varje arbetssätt"
    return f"Samma ärende {what} – {view.label}"


def _name(view: Readings, one: Reading) -> str:
    if view.over == Over.PROFILE.value:
        return f"{one.profile_label} (ärendets profil)" if one.stated else one.profile_label
    name = one.operation_model_label[:1].upper() + one.operation_model_label[1:]
    return f"{name} (det arbetssätt som är angivet)" if one.stated else name


def _outcome(one: Reading) -> str:
    return f"{one.outcome_text}. {_CLOSED}" if one.closed else one.outcome_text


def _rules_in_force(view: Readings) -> str:
    named = "; ".join(f"{e.label}, version {e.version}" for e in view.rulebooks) or "utan angiven version"
    return f"Regelverk: {named}; kontrollsumma {view.rulebook_checksum}."


# -- on the terminal --------------------------------------------------------------------------------------------------


def terminal_text(view: Readings, width: int | None) -> str:
    """The readings for a terminal: a table where there is room (``width``), then the reasons reading by reading."""
    wide = line_width(width)
    lines = [f"{view.case} – {view.label}", *fold(_title(view).split(" – ")[0] + ".", wide), ""]
    for advice in view.advice:
        lines += fold(advice, wide)
    offered, research = _apart(view)
    if width is not None:
        lines += ["", *_table(view, offered, width)]
    for one in offered:
        lines += ["", *_told(view, one, wide, short=width is not None)]
    if research:
        lines += ["", f"{_RESEARCH}:", *fold(_RESEARCH_ADVICE, wide)]
        for one in research:
            lines += ["", *_told(view, one, wide, short=False)]
    lines += ["", *_same(view, wide), *fold(view.engine, wide), *fold(_rules_in_force(view), wide)]
    return "\n".join(lines)


def _table(view: Readings, listed: list[Reading], width: int) -> list[str]:
    if view.over == Over.PROFILE.value:
        rows = [(_name(view, r), r.ages, _outcome(r), _decided(r)) for r in listed]
        return columns(("Profil", "Ålder", "Utfall", "Avgörs av"), rows, (26, 13, 26, 17), width)
    rows_ = [(_name(view, r), _outcome(r), _decided(r)) for r in listed]
    return columns(("Arbetssätt", "Utfall", "Avgörs av"), rows_, (26, 34, 22), width)


def _decided(one: Reading) -> str:
    return one.decided_by[-1].title if one.settled else "inte avgjort ännu"


def _told(view: Readings, one: Reading, wide: int, *, short: bool) -> Iterator[str]:
    """One reading under its name; ``short`` leaves out what the table has told."""
    yield from fold(f"{_name(view, one)}:", wide)
    if not short:
        if view.over == Over.PROFILE.value:
            yield from under("Ålder", one.ages, wide)
        yield from under("Utfall", _outcome(one), wide)
        yield from under("Avgörs av", _decided(one), wide)
    yield from under("Flaggor som gäller", one.flags_text, wide)
    yield from under("Skäl", " ".join(one.reasons), wide)
    for sentence in one.out_of_validity:
        yield from under("Observera", sentence, wide)
    if one.turned:
        yield from fold("  Det som skiljer från de andra arbetssätten:", wide)
        for told in one.turned:
            yield from under(f"”{told.title}” – {told.word}", told.sentence, wide, "    ")


def _same(view: Readings, wide: int) -> list[str]:
    sentence = _same_sentence(view)
    return [*fold(sentence, wide), ""] if sentence else []


def _same_sentence(view: Readings) -> str:
    """That the operation model changes nothing, where it doesn't, or that all else is alike."""
    if view.over == Over.PROFILE.value:
        return ""
    outcomes = {tuple(o.id for o in r.outcomes) for r in view.readings}
    if not any(r.turned for r in view.readings):
        return "Arbetssättet ändrar inget svar i det här ärendet."
    if len(outcomes) == 1:
        return "Utfallet är detsamma i alla arbetssätt. Alla andra regler får samma svar."
    return "Alla andra regler får samma svar i alla arbetssätt."


# -- as a document ----------------------------------------------------------------------------------------------------


def document(view: Readings) -> Memo:
    """The readings laid out like a memo, so that the memo's templates print them."""
    day = date.fromisoformat(view.assessment_date)
    head = (
        ("Handlingstyp", DRAFT),
        ("Ärende", f"{view.case}, påhittat övningsärende" if view.invented else view.case),
        ("Gäller", view.label),
        ("Bedömningsdag", day_text(day)),
        ("Regelverk", _rules_in_force(view).removeprefix("Regelverk: ").rstrip(".")),
        ("Program", f"sigrisk {view.sigrisk_version}"),
        ("Regelkörning", view.engine),
    )
    offered, research = _apart(view)
    advice = tuple(Paragraph(sentence) for sentence in view.advice)
    parts: list[tuple[str, tuple[Block, ...]]] = [("Översikt", (*advice, _overview(view, offered)))]
    if research:
        parts.append((_RESEARCH, (Paragraph(_RESEARCH_ADVICE), _overview(view, research))))
    if view.over == Over.MODEL.value:
        parts.append(("Det som skiljer", tuple(_differences(view))))
    warned = tuple(dict.fromkeys(s for r in view.readings for s in r.out_of_validity))
    if warned:
        parts.append(("Regler som inte gäller bedömningsdagen", (Bullets(warned),)))
    sections = tuple(Section(str(i), title, blocks) for i, (title, blocks) in enumerate(parts, start=1))
    return Memo(_title(view), DRAFT, head, sections, day)


def _overview(view: Readings, listed: list[Reading]) -> Table:
    by_profile = view.over == Over.PROFILE.value
    first = ("Profil", "Ålder") if by_profile else ("Arbetssätt",)
    rows = []
    for one in listed:
        own = (_name(view, one), one.ages) if by_profile else (_name(view, one),)
        rows.append((*own, _outcome(one), _decided(one), one.flags_text, " ".join(one.reasons)))
    return Table(_title(view), (*first, "Utfall", "Avgörs av", "Flaggor som gäller", "Skäl"), tuple(rows))


def _differences(view: Readings) -> Iterator[Block]:
    if sentence := _same_sentence(view):
        yield Paragraph(sentence)
    for one in view.readings:
        if one.turned:
            yield Subheading(_name(view, one))
            yield Bullets(tuple(f"”{t.title}” – {t.word}: {t.sentence}" for t in one.turned))
