"""Reads a case file and tells everything that is wrong with it, at its place, before anything is assessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

from sigrisk.besides import advice
from sigrisk.case import PERSON_WORDS, Case, CheckAnswer, Checklist, Claim, Event, LegalStatus, SourceType
from sigrisk.derived import age_on
from sigrisk.diagnostics import BadInput, Diagnostic, Severity, did_you_mean
from sigrisk.instrument import Instrument
from sigrisk.itemanswer import read_said
from sigrisk.masking import mark_findings, resolved
from sigrisk.models import span, validate
from sigrisk.packs import DEFAULT_PROFILE, Packs, unknown_profile
from sigrisk.quotes import quote_findings
from sigrisk.rulebook import Kind
from sigrisk.salvage import rest_of
from sigrisk.vocabulary import AnswerError, Bounds, Side, choices_text, read_answer
from sigrisk.wordcheck import in_ids
from sigrisk.words import word_of
from sigrisk.yamlfile import Document, read

Where: TypeAlias = "tuple[str | int, ...]"


def load_case(path: Path, packs: Packs, shown_as: str | None = None, *, party: bool = False) -> tuple[Case, Document]:
    """Read and check one case file; ``party`` masks what is marked as being about other persons.

    Raises BadInput (SIG0xx, SIG101–SIG109, SIG140–SIG160, SIG260, SIG296) with every finding.
    """
    document = read(path, shown_as)
    if not isinstance(document.data, dict) or not document.data.keys() & {"sigrisk", "case", "person"}:
        raise BadInput([unknown_kind(document)])
    case, found = read_case(document, packs, party=party)
    errors = [d for d in found if d.severity is Severity.ERROR]
    if errors or case is None:
        raise BadInput(errors)
    return case, document


def read_case(document: Document, packs: Packs, *, party: bool = False) -> tuple[Case | None, tuple[Diagnostic, ...]]:
    """The case, and everything that is wrong with it: its form, and its content as far as the form can be read."""
    marks = tuple(mark_findings(document))
    document = resolved(document, party=party)
    try:
        case = in_ids(validate(Case, document), packs.offences)
    except BadInput as bad:
        rest, lost = rest_of(Case, document, {"facts", "events", "person"})
        content = () if rest is None else check_case(in_ids(rest, packs.offences), document, packs)
        # With a part of the sources left out, a source may seem unknown that isn't.
        return None, (*bad.diagnostics, *marks, *(d for d in content if not ("sources" in lost and d.code == "SIG103")))
    return case, (*marks, *check_case(case, document, packs))


def unknown_kind(document: Document) -> Diagnostic:
    """The finding about a file that is nothing sigrisk knows, or not what was asked for."""
    help_ = "ett ärende börjar med ”sigrisk: 1”, en checklista med ”sigrisk_instrument: 1”, en regelfil med ”rules:”"
    what = "det går inte att se vad det här är för fil"
    return Diagnostic("SIG024", document.file, document.where(()), what, advice(document.file) or help_)


def check_case(case: Case, document: Document, packs: Packs) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a case that pydantic can't see."""
    return tuple(_Checker(case, document, packs).all())


def profile_id(case: Case, chosen: str | None = None) -> str:
    """The profile to use: the one asked for, else the case's own, else the default."""
    return chosen if chosen is not None else case.case.profile or DEFAULT_PROFILE


class _Checker:
    def __init__(self, case: Case, document: Document, packs: Packs) -> None:
        self.case, self.document, self.packs = case, document, packs

    def all(self) -> Iterator[Diagnostic]:
        yield from self._header()
        yield from self._facts()
        yield from self._events()
        for index, checklist in enumerate(self.case.checklists):
            yield from self._checklist(index, checklist)
        yield from self._consents()
        yield from self._postponed()
        yield from self._expectation()
        yield from quote_findings(self.case, self.document)

    def _tell(self, code: str, path: Where, message: str, help_: str = "", *, key: bool = False) -> Diagnostic:
        at = self.document.where_key(path) if key else self.document.where(path)
        return Diagnostic(code, self.document.file, at, message, help_)

    # -- who and when

    def _header(self) -> Iterator[Diagnostic]:
        case = self.case
        if case.case.profile is not None and case.case.profile not in self.packs.profiles:
            unknown = f"okänd profil ”{case.case.profile}”"
            yield self._tell("SIG108", ("case", "profile"), unknown, unknown_profile(case.case.profile, self.packs))
        for index, sitting in enumerate(case.case.assessments):
            yield from self._not_later(sitting.date, ("case", "assessments", index, "date"), "tillfället")
        person = case.person
        if person.birth_date is not None:
            born, _ = span(person.birth_date)
            if born > case.day:
                late = "födelsedatumet ligger efter bedömningsdagen"
                yield self._tell("SIG104", ("person", "birth_date"), late, "kontrollera årtalet")
            elif person.age is not None:
                yield from self._age_fits(person.age)
        if case.nomination is not None and case.nomination.date is not None:
            yield from self._not_later(case.nomination.date, ("nomination", "date"), "nomineringen")
        for index, voice in enumerate(case.voice):
            if voice.date is not None:
                yield from self._not_later(voice.date, ("voice", index, "date"), "samtalet")

    def _age_fits(self, age: int) -> Iterator[Diagnostic]:
        possible = age_on(self.case, self.case.day, self.case.day)
        if possible is not None and not possible.low <= age <= possible.high:
            years = str(possible.low) if possible.low == possible.high else f"{possible.low}–{possible.high}"
            against = f"åldern {age} stämmer inte med födelsedatumet, som ger {years} år på bedömningsdagen"
            yield self._tell("SIG105", ("person", "age"), against, "rätta det som är fel, eller ta bort ”age”")

    def _not_later(self, day: date, path: Where, what: str) -> Iterator[Diagnostic]:
        if day > self.case.day:
            late = f"{what} har ett datum efter bedömningsdagen {self.case.day}"
            yield self._tell("SIG104", path, late, "rätta datumet, eller bedömningsdagen om den är fel")

    def _known_source(self, source: str, path: Where) -> Iterator[Diagnostic]:
        if source not in self.case.sources:
            near = did_you_mean(source, self.case.sources) or "lägg till källan under ”sources”"
            yield self._tell("SIG103", path, f"okänd källa ”{source}”", near)

    # -- facts and events

    def _facts(self) -> Iterator[Diagnostic]:
        for fact_id, given in self.case.facts.items():
            if fact_id not in self.packs.vocabulary:
                near = did_you_mean(fact_id, self.packs.vocabulary.ids) or "”sigrisk facts” visar alla"
                yield self._tell("SIG101", ("facts", fact_id), f"okänd uppgift ”{fact_id}”", near, key=True)
                continue
            fact = self.packs.vocabulary[fact_id].definition
            if fact.derived and fact.side is not Side.HISTORY:
                help_ = fact.help or "räknas fram; ta bort raden"
                yield self._tell(
                    "SIG109", ("facts", fact_id), f"”{fact_id}” räknas fram och anges inte", help_, key=True
                )
                continue
            many = isinstance(given, tuple)
            for index, claim in enumerate(self.case.claims(fact_id)):
                path: Where = ("facts", fact_id, index) if many else ("facts", fact_id)
                yield from self._claim(fact_id, claim, path)

    def _claim(self, fact_id: str, claim: Claim, path: Where) -> Iterator[Diagnostic]:
        fact = self.packs.vocabulary[fact_id].definition
        try:
            if claim.value in ((), Bounds()):
                raise AnswerError("svaret är tomt", choices_text(fact))
            read_answer(fact, claim.value)
        except AnswerError as error:
            yield self._tell("SIG102", (*path, "value"), f"{fact_id}: {error}", error.help)
        yield from self._known_source(claim.source, (*path, "source"))
        yield from self._not_later(claim.date, (*path, "date"), "uppgiften")

    def _events(self) -> Iterator[Diagnostic]:
        complete = self.case.events.complete
        if complete is not None:
            yield from self._known_source(complete.source, ("events", "complete", "source"))
            yield from self._not_later(complete.date, ("events", "complete", "date"), "utdraget")
            source = self.case.sources.get(complete.source)
            if source is not None and source.type not in (SourceType.POLICE, SourceType.REGISTER):
                only = f"”{source.name}” kan inte bekräfta att listan är fullständig"
                help_ = "bara polisen eller ett register kan det; ta annars bort ”complete”"
                yield self._tell("SIG110", ("events", "complete", "source"), only, help_)
        for index, event in enumerate(self.case.events.list):
            path: Where = ("events", "list", index)
            yield from self._known_source(event.source, (*path, "source"))
            if event.type not in self.packs.offences:
                known = (*self.packs.offences, *map(word_of, self.packs.offences.values()))
                near = did_you_mean(event.type, known) or "”sigrisk offences” visar alla"
                yield self._tell("SIG107", (*path, "type"), f"okänd brottstyp ”{event.type}”", near)
            yield from self._status(event, path)
            first, last = span(event.date)
            if first > self.case.day:
                yield from self._not_later(first, (*path, "date"), "händelsen")
            elif self.case.person.birth_date is not None and last < span(self.case.person.birth_date)[0]:
                early = "händelsen ligger före den unges födelse"
                yield self._tell("SIG106", (*path, "date"), early, "rätta händelsens datum eller födelsedatumet")

    def _status(self, event: Event, path: Where) -> Iterator[Diagnostic]:
        age = age_on(self.case, *span(event.date))
        limit = self.packs.params["below_criminal_age"].default
        if event.status in (LegalStatus.PROSECUTED, LegalStatus.CONVICTED) and age is not None and age.high <= limit:
            young = f"den unge var högst {age.high} år och kan inte ha åtalats eller dömts"
            yield self._tell("SIG161", (*path, "status"), young, "rätta datumet, eller skriv misstänkt")

    # -- checklists

    def _checklist(self, index: int, checklist: Checklist) -> Iterator[Diagnostic]:
        path: Where = ("checklists", index)
        shelf = self.packs.instruments
        yield from self._not_later(checklist.date, (*path, "date"), "checklistan")
        if checklist.instrument not in shelf:
            near = did_you_mean(checklist.instrument, shelf) or "finns: " + ", ".join(shelf)
            yield self._tell("SIG140", (*path, "instrument"), f"okänd checklista ”{checklist.instrument}”", near)
            return
        instrument = shelf[checklist.instrument]
        if checklist.version != instrument.version:
            other = f"checklistan finns i version {instrument.version}, inte {checklist.version}"
            yield self._tell("SIG143", (*path, "version"), other, "gör om bedömningen med den version som finns")
        yield from self._fits_age(instrument, checklist, path)
        yield from self._answers(instrument, checklist, path)

    def _fits_age(self, instrument: Instrument, checklist: Checklist, path: Where) -> Iterator[Diagnostic]:
        age = age_on(self.case, checklist.date, checklist.date)
        if age is not None and (age.high < instrument.ages.low or age.low > instrument.ages.high):
            years = str(age.low) if age.low == age.high else f"{age.low}–{age.high}"
            ages = f"{instrument.ages.low}–{instrument.ages.high} år"
            outside = f"”{instrument.label}” är gjord för {ages}, men den unge var {years} år"
            yield self._tell("SIG144", (*path, "instrument"), outside, "använd en checklista för åldern")

    def _answers(self, instrument: Instrument, checklist: Checklist, path: Where) -> Iterator[Diagnostic]:
        items = {item.id: item for item in instrument.items()}
        for item_id, answer in checklist.given.items():
            here: Where = (*path, "answers", item_id)
            if item_id not in items:
                near = did_you_mean(item_id, items) or f"”sigrisk instruments show {instrument.id}” visar alla"
                yield self._tell("SIG141", here, f"okänd fråga ”{item_id}”", near, key=True)
                continue
            try:
                read_said(instrument, items[item_id], answer.level, self.packs.vocabulary)
            except AnswerError as error:
                where = (*here, "level") if isinstance(checklist.answers[item_id], CheckAnswer) else here
                yield self._tell("SIG142", where, str(error), error.help)
            if answer.source is not None:
                yield from self._known_source(answer.source, (*here, "source"))
        for index, item_id in enumerate(checklist.critical):
            if item_id not in items:
                near = did_you_mean(item_id, items) or f"”sigrisk instruments show {instrument.id}” visar alla"
                yield self._tell("SIG141", (*path, "critical", index), f"okänd fråga ”{item_id}”", near)
        if checklist.summary is not None and instrument.summary is None:
            help_ = "ta bort ”summary”"
            yield self._tell(
                "SIG145", (*path, "summary"), "den här checklistan har ingen samlad bedömning", help_, key=True
            )
        yield from self._strengths(instrument, checklist, path)
        if checklist.override is not None and not instrument.override:
            what = "den här checklistan frågar inte om svaren ger en missvisande bild"
            help_ = "ta bort ”override”" + (", och skriv det i ”summary”" if instrument.summary is not None else "")
            yield self._tell("SIG148", (*path, "override"), what, help_, key=True)

    def _strengths(self, instrument: Instrument, checklist: Checklist, path: Where) -> Iterator[Diagnostic]:
        sections = [section.id for section in instrument.sections]
        if checklist.strengths and not instrument.strengths:
            what = "den här checklistan frågar inte efter styrkor"
            help_ = "skriv dem som ”extra” med side: skydd i stället"
            yield self._tell("SIG147", (*path, "strengths"), what, help_, key=True)
            return
        for index, strength in enumerate(checklist.strengths):
            here: Where = (*path, "strengths", index)
            if strength.section not in sections:
                near = did_you_mean(strength.section, sections) or "finns: " + ", ".join(sections)
                yield self._tell("SIG146", (*here, "section"), f"okänd del ”{strength.section}”", near)
            if strength.source is not None:
                yield from self._known_source(strength.source, (*here, "source"))

    # -- consents, postponed questions and the key of a scenario

    def _consents(self) -> Iterator[Diagnostic]:
        for index, consent in enumerate(self.case.consent):
            path: Where = ("consent", index)
            yield from self._known_source(consent.source, (*path, "source"))
            yield from self._not_later(consent.date, (*path, "date"), "samtycket")
            if consent.until is not None and consent.until < consent.date:
                wrong = "samtycket slutar gälla innan det lämnades"
                yield self._tell("SIG151", (*path, "until"), wrong, "rätta ”until” eller ”date”")
            yield from self._guardian(consent.person, (*path, "person"))
        for index, voice in enumerate(self.case.voice):
            yield from self._guardian(voice.person, ("voice", index, "person"))

    def _guardian(self, person: str, path: Where) -> Iterator[Diagnostic]:
        number = person.removeprefix("guardian_")
        if number.isdigit() and self.case.guardians is not None and int(number) > self.case.guardians:
            more = f"ärendet har {self.case.guardians} vårdnadshavare, men här står ”{PERSON_WORDS.shown(person)}”"
            yield self._tell("SIG150", path, more, "rätta ”guardians” eller ”person”")

    def _postponed(self) -> Iterator[Diagnostic]:
        for index, one in enumerate(self.case.postponed):
            if one.question not in self.packs.vocabulary:
                near = did_you_mean(one.question, self.packs.vocabulary.ids) or "”sigrisk facts” visar alla"
                yield self._tell("SIG101", ("postponed", index, "question"), f"okänd uppgift ”{one.question}”", near)
            yield from self._not_later(one.date, ("postponed", index, "date"), "den uppskjutna frågan")

    def _expectation(self) -> Iterator[Diagnostic]:
        expect = self.case.expect
        if expect is None:
            return
        flags = {r for r, placed in self.packs.rules.items() if placed.rule.kind is Kind.FLAG}
        notes = {r for r, placed in self.packs.rules.items() if placed.rule.kind is Kind.NOTE}
        facts = set(self.packs.vocabulary.ids)
        for key, known, command in (
            ("flags", flags, "rules list"),
            ("open_flags", flags, "rules list"),
            ("notes", notes, "rules list"),
            ("questions", facts, "facts"),
            ("contradictions", facts, "facts"),
        ):
            for index, one in enumerate(getattr(expect, key)):
                if one not in known:
                    near = did_you_mean(one, known) or f"”sigrisk {command}” visar alla"
                    yield self._tell("SIG160", ("expect", key, index), f"okänt id ”{one}”", near)
