"""What the case file says of the time before this assessment: earlier assessments, and how SIG has been followed up.

Nothing here decides anything, and only what someone has written is told. Where a follow-up and the consents don't go
together the memo says so, for one of them must be put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.case import Consent, ConsentState
from sigrisk.counted import counted
from sigrisk.explain import lower_first
from sigrisk.followup import Ending, FollowUp
from sigrisk.memo.model import Block, Bullets, Paragraph, Subheading
from sigrisk.memo.wording import PERSONS, day_text, full_stop
from sigrisk.possible import Choices
from sigrisk.series import series

RECORDED: Final = "Det som har följts upp"
_STATUS: Final = {
    Ending.NOT_STARTED: "SIG har inte startat.",
    Ending.ONGOING: "SIG pågår.",
    Ending.COMPLETED: "SIG är fullföljd.",
    Ending.INTERRUPTED: "SIG är avbruten.",
}


def earlier(assessment: Assessment) -> list[Block]:
    """That the case has been assessed before, when and by whom. The file doesn't say what came out of it."""
    case = assessment.case
    sittings = sorted((s for s in case.case.assessments if s.date < case.day), key=lambda s: s.date)
    if not sittings:
        return []
    told = series([f"den {day_text(s.date)} av {s.by.name}, {s.by.role}" for s in sittings])
    text = f"Ärendet har bedömts {told}. Vilken profil det då prövades mot, och utfallet, är inte antecknat här."
    return [Paragraph(text, strong="Tidigare bedömningar.")]


def told(assessment: Assessment) -> list[Block]:
    """What each follow-up says, in order of time; nothing where there is none."""
    if not assessment.case.followup:
        return []
    blocks: list[Block] = [Subheading(RECORDED)]
    for one in _by_day(assessment):
        lines = tuple(_lines(one, assessment))
        blocks.append(
            Paragraph("" if lines else "Inget är antecknat.", strong=f"Uppföljning den {day_text(one.date)}.")
        )
        blocks += [Bullets(lines)] if lines else []
    return blocks


def clashes(assessment: Assessment) -> list[str]:
    """Each follow-up that says something else about consent than the consents known on its day do."""
    found = []
    for one in _by_day(assessment):
        latest = [_latest(person, one, assessment) for person in _asked(assessment)]
        given = {False: "har samtycke inte lämnats", True: "har samtycke lämnats"}.get(one.consented)  # type: ignore[arg-type]
        known = [c for c in latest if c is not None]
        against = [c for c in known if (c.state is ConsentState.GIVEN) is not one.consented]
        if given is None or not against or (one.consented is False and len(against) < len(known)):
            continue  # a single no among them is enough for there to be no consent
        listed = series([_consent(c, assessment) for c in against])
        found.append(
            f"Samtycke till SIG: enligt uppföljningen den {day_text(one.date)} {given}, men enligt samtyckena i "
            f"avsnitt 4 är läget ett annat: {listed}. Ta reda på vad som stämmer och rätta ärendefilen."
        )
    return found


def _by_day(assessment: Assessment) -> list[FollowUp]:
    return sorted(assessment.case.followup, key=lambda one: one.date)


def _asked(assessment: Assessment) -> list[str]:
    """Whose consent it takes: of an adult nobody else's."""
    alone = assessment.knowledge.facts["consent.guardians"].values == Choices(frozenset(), na=True)
    return ["youth"] if alone else sorted({c.person for c in assessment.case.consent}, key=list(PERSONS).index)


def _latest(person: str, one: FollowUp, assessment: Assessment) -> Consent | None:
    before = [c for c in assessment.case.consent if c.person == person and c.date <= one.date]
    return max(before, key=lambda c: c.date, default=None)


def _consent(one: Consent, assessment: Assessment) -> str:
    options = {o.id: o.label for o in assessment.book.vocabulary["consent.youth"].definition.options}
    return f"{lower_first(PERSONS[one.person])} ”{options[one.state.value]}” ({day_text(one.date)})"


# -- one follow-up ----------------------------------------------------------------------------------------------------


def _lines(one: FollowUp, assessment: Assessment) -> Iterator[str]:
    yield from _sig(one)
    yield from _crimes(one, assessment)
    yield from _everyday(one)
    for answer in one.own_answers:
        yield f"Den unge svarar på ”{answer.question}”: ”{answer.answer}”"


def _sig(one: FollowUp) -> Iterator[str]:
    yield from _if(one.offered, "SIG har erbjudits.", "SIG har inte erbjudits.")
    yield from _if(one.consented, "Samtycke har lämnats.", "Samtycke har inte lämnats.")
    if one.started is not None:
        yield f"SIG startade den {day_text(one.started)}."
    if one.ended is not None:
        yield f"SIG avslutades den {day_text(one.ended)}."
    if one.status is not None:
        yield _STATUS[one.status]
    if one.interrupted_because:
        yield f"Varför SIG avbröts: {full_stop(one.interrupted_because)}"
    if one.network_meetings is not None:
        yield f"{_many(one.network_meetings, 'nätverksmöte', 'nätverksmöten')} har hållits."
    if one.placements_since_start is not None:
        many = _many(one.placements_since_start, "placering", "placeringar")
        yield f"{many} utanför hemmet sedan SIG startade."
    yield from _list("Andra insatser före SIG", one.measures_before)
    yield from _list("Andra insatser sedan SIG startade", one.measures_since)


def _crimes(one: FollowUp, assessment: Assessment) -> Iterator[str]:
    crimes = one.crimes
    counts = (("misstankar", crimes.suspected), ("åtal", crimes.prosecuted), ("domar", crimes.convicted))
    known = [f"{what} {count}" for what, count in counts if count is not None]
    if known:
        yield f"Antal brott sedan SIG startade: {series(known)}."
    offences = assessment.book.offences
    yield from _list("Slag av brott", [offences[t].label if t in offences else t for t in crimes.types])


def _everyday(one: FollowUp) -> Iterator[str]:
    yield from _if(one.school.passing_grades, "Den unge har godkända betyg.", "Den unge har inte godkända betyg.")
    if one.school.attendance_percent is not None:
        yield f"Närvaro i skolan: {one.school.attendance_percent} procent."
    yield from _if(one.school.adapted, "Skolgången är anpassad.", "Skolgången är inte anpassad.")
    yield from _if(
        one.other_occupation, "Den unge har en annan sysselsättning.", "Den unge har ingen annan sysselsättning."
    )
    yield from _if(
        one.substances_documented,
        "Användning av alkohol eller droger är dokumenterad.",
        "Ingen användning av alkohol eller droger är dokumenterad.",
    )
    if one.associates:
        yield f"Umgänge: {full_stop(one.associates)}"
    if one.family_relations:
        yield f"Relationer i familjen: {full_stop(one.family_relations)}"


def _if(answer: bool | None, yes: str, no: str) -> Iterator[str]:
    if answer is not None:
        yield yes if answer else no


def _list(label: str, items: Iterable[str]) -> Iterator[str]:
    if listed := [lower_first(item).rstrip(".") for item in items]:
        yield f"{label}: {series(listed)}."


def _many(number: int, one: str, many: str) -> str:
    return counted(number, one, many) if number else f"Ingen {one}" if one == "placering" else f"Inget {one}"
