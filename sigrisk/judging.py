"""Asks a person for what a judgement lacks, one thing at a time; knows nothing of the terminal it is asked in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import ValidationError

from sigrisk.assess import Assessment
from sigrisk.case import Professional
from sigrisk.judgement import POSITIONS, Considered, Dissent, FlagAnswer, Judgement, Lack, Position, lacking
from sigrisk.models import whole_day

SKIP: Final = ""
Ask = Callable[[str, str], str]
"""Puts a question (with its help) to a person and gives back the answer, stripped; an empty answer skips it."""


class Unfit(ValueError):
    """An answer that can't be used; the text says in Swedish what to write instead."""


def answered(
    judgement: Judgement, lack: Lack, assessment: Assessment, grounds: Mapping[str, str], ask: Ask
) -> Judgement:
    """The judgement with one lack asked for; unchanged where the person skips it. Raises Unfit."""
    key, _, rest = lack.key.partition(".")
    match key:
        case "flags":
            return _flag(judgement, rest.removesuffix(".reasons"), assessment, ask)
        case "childs_best" | "reasons" | "departs_because" | "rating_departs_because" | "communicated":
            text = ask(lack.what, "Skriv med egna ord.")
            return judgement if text == SKIP else _with(judgement, key, text)
        case "position":
            return _position(judgement, ask)
        case "alternatives":
            return _alternative(judgement, ask)
        case "legal_ground":
            chosen = ask(lack.what, "; ".join(f"{ground}: {text}" for ground, text in grounds.items()))
            if chosen != SKIP and chosen not in grounds:
                raise Unfit("skriv ett av orden före kolonet: " + ", ".join(grounds))
            return judgement if chosen == SKIP else _with(judgement, key, chosen)
        case "decided_by" | "presented_by":
            person = _professional(ask(lack.what, "Skriv namn och funktion med ett komma emellan."))
            return judgement if person is None else _with(judgement, key, person)
        case "took_part":
            return _took_part(judgement, ask)
        case "dissent":
            return _dissent(judgement, ask)
        case "date" | "follow_up":
            return _day(judgement, key, ask(lack.what, "Skriv ett datum: ÅÅÅÅ-MM-DD."))
    return judgement  # what stands in the case file is mended there


def in_turn(judgement: Judgement, assessment: Assessment, skipped: frozenset[str]) -> Lack | None:
    """The first thing lacking that the person hasn't skipped and that belongs in the judgement."""
    left = (one for one in lacking(judgement, assessment) if one.key not in skipped and one.key != "voice")
    return next(left, None)


def _with(judgement: Judgement, key: str, value: object) -> Judgement:
    try:
        return Judgement.model_validate(judgement.model_dump() | {key: value})
    except ValidationError as error:
        raise Unfit("svaret går inte att använda; skriv det på ett annat sätt") from error


def _yes(text: str) -> bool:
    if text.lower() in ("ja", "j"):
        return True
    if text.lower() in ("nej", "n"):
        return False
    raise Unfit("svara ja eller nej")


def _flag(judgement: Judgement, flag: str, assessment: Assessment, ask: Ask) -> Judgement:
    title = assessment.results[flag].rule.title
    agrees = ask(f"instämmer gruppen i flaggan ”{title}”?", "Svara ja eller nej.")
    if agrees == SKIP:
        return judgement
    answer = FlagAnswer(agrees=_yes(agrees), reasons=ask("skälen till svaret", "Skriv med egna ord."))
    return _with(judgement, "flags", {**judgement.model_dump()["flags"], flag: answer.model_dump()})


def _position(judgement: Judgement, ask: Ask) -> Judgement:
    numbered = dict(enumerate(Position, start=1))
    choices = "; ".join(f"{number}: {POSITIONS[one]}" for number, one in numbered.items())
    chosen = ask("gruppens ställningstagande", f"Skriv en siffra. {choices}.")
    if chosen == SKIP:
        return judgement
    if not chosen.isdigit() or int(chosen) not in numbered:
        raise Unfit(f"skriv en siffra från 1 till {len(numbered)}")
    return _with(judgement, "position", numbered[int(chosen)])


def _alternative(judgement: Judgement, ask: Ask) -> Judgement:
    kept = [a for a in judgement.alternatives if a.reasons.strip()]
    unreasoned = next((a.what for a in judgement.alternatives if not a.reasons.strip()), "")
    what = unreasoned or ask("ett alternativ som gruppen har övervägt", "Skriv vad det är.")
    if what == SKIP:
        return judgement
    reasons = ask(f"varför ”{what}” valdes eller inte valdes", "Skriv med egna ord.")
    left = [a for a in judgement.alternatives if not a.reasons.strip() and a.what != what]
    new = [*kept, Considered(what=what, reasons=reasons), *left]
    return _with(judgement, "alternatives", tuple(a.model_dump() for a in new))


def _professional(text: str) -> dict[str, str] | None:
    if text == SKIP:
        return None
    name, comma, role = (part.strip() for part in text.partition(","))
    if not (name and comma and role):
        raise Unfit("skriv namn och funktion med ett komma emellan, till exempel Ann Exempel, enhetschef")
    return Professional(name=name, role=role).model_dump()


def _took_part(judgement: Judgement, ask: Ask) -> Judgement:
    text = ask(
        "vilka övriga som har medverkat", "Namn och funktion, åtskilda av semikolon. Skriv ingen om ingen har det."
    )
    if text == SKIP:
        return judgement
    if text.lower() == "ingen":
        return _with(judgement, "nobody_else_took_part", True)
    return _with(judgement, "took_part", tuple(p for one in text.split(";") if (p := _professional(one.strip()))))


def _dissent(judgement: Judgement, ask: Ask) -> Judgement:
    name = ask("vem som har en avvikande mening", "Skriv namnet, eller ingen.")
    if name == SKIP:
        return judgement
    if name.lower() == "ingen":
        return _with(judgement, "nobody_dissented", True)
    says = ask(f"vad {name} anser", "Skriv med personens egna ord.")
    if says == SKIP:
        return judgement
    return _with(judgement, "dissent", (Dissent(name=name, says=says).model_dump(),))


def _day(judgement: Judgement, key: str, text: str) -> Judgement:
    if text == SKIP:
        return judgement
    try:
        day = whole_day(text)
    except ValueError as error:
        raise Unfit("skriv ett datum som finns: ÅÅÅÅ-MM-DD") from error
    return _with(judgement, key, day)
