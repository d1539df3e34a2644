"""What stands between a judgement and a final memo: what is missing, what departs, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sigrisk.adult import interests
from sigrisk.assess import Assessment, Result
from sigrisk.dates import when_text
from sigrisk.judgement import OFFERS, POSITIONS, Judgement, Named, Position, judged_now
from sigrisk.ownwords import names_something, own_words, says_nothing_was
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, LegalForm, OutcomeId
from sigrisk.series import series
from sigrisk.since import FLAG_NOW, FLAG_THEN, changed_since, turned

LEGAL_FORMS: Final = {
    LegalForm.COOPERATION: "samverkansform",
    LegalForm.ASSISTANCE: "bistånd",
    LegalForm.SERVICE: "insats utan behovsprövning",
}
_THAT: Final = {Verdict.MET: "gäller", Verdict.OPEN: "inte går att avgöra"}
_FOLLOWS: Final = {
    OutcomeId.OFFER: Position.OFFER,
    OutcomeId.OFFER_FIRST: Position.OFFER_FIRST,
    OutcomeId.AWAIT: Position.AWAIT,
    OutcomeId.TOO_LIGHT: Position.NO_OFFER,
    OutcomeId.NOT_SUITED: Position.NO_OFFER,
    OutcomeId.OUTSIDE: Position.NO_OFFER,
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that a final memo needs: where it is written, what is missing, and what to write, in Swedish.

    ``in_case`` is true for what is written in the case file, not in the judgement. ``plain`` says what to write without
    the keys of the file, where ``help`` names them.
    """

    path: tuple[str | int, ...]
    message: str
    help: str
    in_case: bool = False
    plain: str = ""
    code: str = "SIG254"

    @property
    def in_words(self) -> str:
        """What to write, for the reader of a memo: without the keys of a file."""
        return self.plain or self.help

    @property
    def key(self) -> str:
        """Where it is written, as one word."""
        return ".".join(map(str, self.path))


def lacking(judgement: Judgement, assessment: Assessment) -> tuple[Lack, ...]:
    """Everything that stands between the judgement and a final memo, in the order of the memo."""
    return tuple(_lacking(judgement, assessment))


def flags_to_answer(assessment: Assessment) -> tuple[Result, ...]:
    """The flags that the group answers: those that hold, and those that can't be settled."""
    return tuple(r for r in assessment.of_kind(Kind.FLAG) if r.verdict is not Verdict.NOT_MET)


def departure(judgement: Judgement, assessment: Assessment) -> str:
    """How the position departs from what the rule book comes to, as a sentence; empty where it doesn't.

    Where the outcome calls for weighing, or leaves several possible and the position is one of them, the position is
    the group's own and has its reasons anyway.
    """
    position = judgement.position
    if position is None:
        return ""
    if (position in OFFERS or position is Position.AWAIT) and assessment.book.profile.closed:  # none comes later either
        return f"Verksamheten är stängd, men ställningstagandet är ”{POSITIONS[position]}”."
    follows = [_FOLLOWS.get(outcome) for outcome in assessment.outcomes]
    if None in follows or position in follows:
        return ""
    titles = " eller ".join(f"”{assessment.book.outcomes[o].title}”" for o in assessment.outcomes)
    return f"Regelverkets utfall är {titles}, men ställningstagandet är ”{POSITIONS[position]}”."


# -- one part at a time -----------------------------------------------------------------------------------------------


def _lacking(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    yield from _confirmed(judgement, assessment)
    yield from _head(judgement)
    yield from _in_case(assessment)
    yield from _flags(judgement, assessment)
    if not own_words(judgement.childs_best):
        what = interests(assessment)
        yield Lack(("childs_best",), f"bedömningen av {what} saknas", f"skriv med egna ord hur gruppen bedömer {what}")
    yield from _alternatives(judgement)
    yield from _position(judgement, assessment)
    yield from _decision(judgement, assessment)


def _confirmed(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    changed = changed_since(judgement, assessment)
    if not changed:
        return
    now = judged_now(assessment).model_dump(mode="json")
    then = judgement.judged.model_dump(mode="json")
    new = "; ".join(f"{key}: {_yaml(now[key])}" for key in now if now[key] != then[key])
    help_ = f"gå igenom bedömningen på nytt med ”sigrisk judge”, eller skriv de nya värdena här: {new}"
    yield Lack(("judged",), "ställningstagandet skrevs för en annan bedömning. " + " ".join(changed), help_)


def _yaml(value: str | list[str]) -> str:
    return f"[{', '.join(value)}]" if isinstance(value, list) else f'"{value}"'


def _head(judgement: Judgement) -> Iterator[Lack]:
    if not names_something(judgement.authority):
        yield Lack(("authority",), "nämnd eller förvaltning saknas", "skriv vilken nämnd eller förvaltning det gäller")
    if not names_something(judgement.secrecy):
        help_ = "skriv hur handlingen ska märkas, eller att den inte ska märkas"
        yield Lack(("secrecy",), "sekretessmarkeringen saknas", help_)


def _in_case(assessment: Assessment) -> Iterator[Lack]:
    """What people write in the case file itself: the young person's own words, and an assessor's reasons."""
    if not any(voice.person == "youth" for voice in assessment.case.voice):
        help_ = "skriv dem i ärendefilen under ”voice”, eller skriv där varför de saknas"
        yield Lack(("voice",), "den unges egna ord saknas", help_, in_case=True)
    listed = assessment.case.checklists
    for score in assessment.scores:
        at = ("checklists", listed.index(score.checklist))
        named = f"”{score.instrument.label}” {when_text(score.checklist.date.isoformat())}"
        summary, override = score.checklist.summary, score.checklist.override
        if score.departs and summary is not None and not own_words(summary.reasons):
            what = f"den samlade bedömningen i {named} avviker från bilden, och skälen saknas"
            help_ = "bedömaren skriver skälen i ärendefilen, under ”summary” och ”reasons”"
            yield Lack((*at, "summary", "reasons"), what, help_, in_case=True)
        if override is not None and not own_words(override.reasons):
            what = f"bedömaren säger att svaren i {named} ger en missvisande bild, och skälen saknas"
            help_ = "bedömaren skriver skälen i ärendefilen, under ”override” och ”reasons”"
            yield Lack((*at, "override", "reasons"), what, help_, in_case=True)


def _flags(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    for result in flags_to_answer(assessment):
        rule, answer = result.rule, judgement.flags.get(result.rule.id)
        now = FLAG_NOW[result.verdict]
        if answer is None or answer.agrees is None:
            help_ = f"svara om gruppen instämmer i att flaggan {_THAT[result.verdict]}"
            yield Lack(("flags", rule.id, "agrees"), f"svaret på flaggan ”{rule.title}” saknas", help_)
        elif answer.found.verdict is not result.verdict:
            then = f"svaret på flaggan ”{rule.title}” gavs när den {FLAG_THEN[answer.found]}, och nu {turned(now)}"
            help_ = f"svara på nytt, och skriv ”found: {result.verdict.value}”"
            yield Lack(("flags", rule.id, "agrees"), then, help_, plain="svara på nytt")
        elif not answer.agrees and not own_words(answer.reasons):
            what = f"gruppen instämmer inte i flaggan ”{rule.title}”, och skälen saknas"
            yield Lack(("flags", rule.id, "reasons"), what, "skriv med egna ord varför gruppen inte instämmer")
    wanted = {result.rule.id for result in flags_to_answer(assessment)}
    for flag in judgement.flags:
        if flag not in wanted:
            title = assessment.results[flag].rule.title if flag in assessment.results else flag
            what = f"flaggan ”{title}” är besvarad men gäller inte"
            yield Lack(("flags", flag), what, "ta bort svaret; bara flaggor som gäller eller är oklara besvaras")


def _alternatives(judgement: Judgement) -> Iterator[Lack]:
    if not judgement.alternatives:
        offered = judgement.position is None or judgement.position in OFFERS
        if not offered:
            help_ = "skriv minst ett alternativ under ”alternatives”, eftersom SIG inte erbjuds"
            what, plain = (
                "alternativen som gruppen har övervägt saknas",
                "skriv vilka de är och varför de valdes eller inte",
            )
            yield Lack(("alternatives",), what, help_, plain=plain)
        elif not own_words(judgement.no_alternatives_because):
            help_ = "skriv dem under ”alternatives”, eller under ”no_alternatives_because” varför inget övervägdes"
            what, plain = (
                "alternativen som gruppen har övervägt saknas",
                "skriv vilka de är och varför de valdes eller inte",
            )
            yield Lack(("alternatives",), what, help_, plain=plain)
    for index, considered in enumerate(judgement.alternatives):
        if not own_words(considered.reasons):
            what = f"skälen saknas för eller emot alternativet ”{considered.what}”"
            yield Lack(("alternatives", index, "reasons"), what, "skriv varför det valdes eller inte valdes")


def _position(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    if judgement.position is None:
        help_ = "skriv " + series([p.value for p in Position], "eller")
        plain = "skriv om SIG erbjuds eller inte"
        yield Lack(("position",), "gruppens ställningstagande saknas", help_, plain=plain)
    if not own_words(judgement.reasons):
        help_ = "skriv gruppens egna skäl; en hänvisning är inget skäl"
        yield Lack(("reasons",), "skälen för ställningstagandet saknas", help_)
    departs = departure(judgement, assessment)
    if departs and not own_words(judgement.departs_because):
        what = f"ställningstagandet avviker från regelverket, och skälen saknas. {departs}"
        yield Lack(("departs_because",), what, "skriv varför gruppen kommer till något annat")
    yield from _named(judgement.written_by, "written_by", "den som har skrivit ställningstagandet")


def _named(person: Named, key: str, who: str) -> Iterator[Lack]:
    named, placed = names_something(person.name), names_something(person.role)
    if not named and not placed:
        yield Lack((key,), f"namn och funktion på {who} saknas", "skriv namn och funktion")
    elif not named:
        yield Lack((key, "name"), f"namnet på {who} saknas", "skriv namnet")
    elif not placed:
        yield Lack((key, "role"), f"funktionen för {who} saknas", "skriv funktionen")


def _decision(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    yield from _form(judgement, assessment)
    if judgement.legal_ground is None:
        help_ = "skriv id:t på ett lagrum i rules/lagrum.yaml; ”sigrisk judge” visar dem"
        plain = "skriv det lagrum som beslutet vilar på"
        yield Lack(("legal_ground",), "lagrummet för beslutet saknas", help_, plain=plain)
    yield from _named(judgement.decided_by, "decided_by", "den som beslutar")
    yield from _named(judgement.presented_by, "presented_by", "den som har föredragit ärendet")
    if not judgement.took_part and not judgement.nobody_else_took_part:
        help_ = "skriv dem under ”took_part”, eller ”nobody_else_took_part: true”"
        plain = "skriv vilka det är, eller att ingen annan har medverkat"
        yield Lack(("took_part",), "det saknas vilka övriga som har medverkat", help_, plain=plain)
    for index, person in enumerate(judgement.took_part):
        if not (names_something(person.name) and names_something(person.role)):
            what = "namnet eller funktionen på en som har medverkat saknas"
            yield Lack(("took_part", index), what, "skriv namn och funktion")
    if not judgement.dissent and not judgement.nobody_dissented:
        help_ = "skriv dem under ”dissent”, eller ”nobody_dissented: true”"
        plain = "skriv vad den som är av annan mening anser, eller att ingen är det"
        yield Lack(("dissent",), "det saknas om någon har en avvikande mening", help_, plain=plain)
    for index, one in enumerate(judgement.dissent):
        if not own_words(one.says):
            what = f"det saknas vad {one.name} anser"
            yield Lack(("dissent", index, "says"), what, "skriv den avvikande meningen med personens egna ord")
    if judgement.date is None:
        yield Lack(("date",), "beslutets datum saknas", "skriv år-månad-dag", plain="skriv dagen")
    if judgement.follow_up is None:
        what = "dagen för uppföljning och ny prövning saknas"
        yield Lack(("follow_up",), what, "skriv år-månad-dag", plain="skriv dagen")
    yield from _communicated(judgement)
    if judgement.position is not None and appeal_is_told(judgement, assessment):
        yield from _how_to_appeal(judgement)
    yield from _young(judgement)


def _communicated(judgement: Judgement) -> Iterator[Lack]:
    """Whoever is party sees the material before the decision, or the memo says why not (förvaltningslagen 25 §)."""
    nothing = says_nothing_was(judgement.communicated)
    if nothing or judgement.nothing_communicated_because.strip():
        because = judgement.nothing_communicated_because
        if nothing or not own_words(because) or says_nothing_was(because):
            what = "inget har kommunicerats, och skälen till det saknas"
            help_ = "skriv skälen under ”nothing_communicated_because”, och lämna ”communicated” tomt"
            yield Lack(("communicated",), what, help_, plain="skriv varför inget har kommunicerats")
    elif not own_words(judgement.communicated):
        help_ = "skriv vad, med vem och när; har inget kommunicerats, skriv under ”nothing_communicated_because” varför"
        plain = "skriv vad som har kommunicerats, med vem och när, eller varför det inte har gjorts"
        yield Lack(("communicated",), "det saknas vad som har kommunicerats", help_, plain=plain)


def appeal_is_told(judgement: Judgement, assessment: Assessment) -> bool:
    """Whether the memo says how the decision is appealed: assistance that isn't offered, or that may not be yet."""
    assistance = legal_form(judgement, assessment) is LegalForm.ASSISTANCE and not assessment.book.profile.closed
    return assistance and judgement.position not in OFFERS


def _how_to_appeal(judgement: Judgement) -> Iterator[Lack]:
    """To whom, where it is sent and from when the time counts: none of it stands in rules/lagrum.yaml."""
    if not own_words(judgement.how_to_appeal):
        help_ = "skriv till vem överklagandet ställs, vart det skickas och från vilken dag tiden räknas"
        yield Lack(("how_to_appeal",), "det saknas hur beslutet överklagas", help_)


def _young(judgement: Judgement) -> Iterator[Lack]:
    """What the page to the young person needs (appendix C)."""
    if not own_words(judgement.to_young):
        help_ = "skriv med enkla ord till den unge vad gruppen har kommit fram till och varför"
        yield Lack(("to_young",), "gruppens egna ord till den unge saknas", help_)
    if not names_something(judgement.next_meeting):
        yield Lack(("next_meeting",), "det saknas när och var den unge träffar er", "skriv tid och plats")
    if not names_something(judgement.contact):
        yield Lack(("contact",), "det saknas vem den unge kan ringa", "skriv namn och telefonnummer")


def legal_form(judgement: Judgement, assessment: Assessment) -> LegalForm | None:
    """The form in which SIG is given: the profile's, else the one that people have written."""
    return assessment.book.profile.legal_form or judgement.legal_form


def _form(judgement: Judgement, assessment: Assessment) -> Iterator[Lack]:
    own, written = assessment.book.profile.legal_form, judgement.legal_form
    if own is None and written is None:
        help_ = "profilen säger inte det; skriv " + series([form.value for form in LegalForm], "eller")
        plain = "skriv " + series(list(LEGAL_FORMS.values()), "eller")
        yield Lack(("legal_form",), "det saknas i vilken form SIG ges", help_, plain=plain)
    elif own is not None and written is not None and own is not written:
        what = f"enligt profilen ges SIG som {LEGAL_FORMS[own]}, men här står {LEGAL_FORMS[written]}"
        yield Lack(("legal_form",), what, "ta bort raden, eller välj en annan profil")
