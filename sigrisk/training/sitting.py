"""One sitting with a scenario: what to read, which question comes next, and every answer kept at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sigrisk.asking import Unfit, in_own_words, numbered
from sigrisk.besides import RATINGS_FILE
from sigrisk.case import RATINGS, SourceId
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.instrument import Instrument, Item, Summary
from sigrisk.itemanswer import read_said
from sigrisk.output import write_all
from sigrisk.packs import Packs, load
from sigrisk.training.find import Scenario, scenario, usable
from sigrisk.training.key import refuse_unsupported, supported
from sigrisk.training.ratings import GivenSummary, Rated, Ratings, left, load_ratings
from sigrisk.training.ratingstext import choices, ratings_text
from sigrisk.vocabulary import Answer, AnswerError

_START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what to read before answering, how to answer, and what an answer does. ``take`` raises Unfit."""

    key: str
    question: str
    how: str
    take: Callable[[str], Ratings]
    shown: tuple[str, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """What a rater begins with: the scenario, the pseudonym, the checklist if one is chosen, and the folder."""

    scenario: str
    rater: str
    instrument: str | None
    folder: Path


@dataclass(slots=True)
class Sitting:
    """The ratings as they stand. ``path`` is written at every answer, and not before the first."""

    path: Path
    scenario: Scenario
    instrument: Instrument
    packs: Packs
    ratings: Ratings
    passed: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    again: str = ""

    @classmethod
    def begin(cls, order: Begin, local: Path | None) -> Sitting:
        """Begin, or go on where the rater left off. Raises BadInput."""
        _refuse_name(order.rater)
        packs = load(local)
        found = scenario(order.scenario, packs)
        instrument = _instrument(order.instrument, found, packs)
        path = order.folder / f"{found.case.case.id.replace('/', '-')}-{order.rater}{RATINGS_FILE}"
        ratings = Ratings(
            sigrisk_ratings=1,
            rater=order.rater,
            case=found.case.case.id,
            assessment_date=found.case.day,
            material=found.material,
            instrument=instrument.id,
            version=instrument.version,
        )
        if path.exists():
            ratings = _going_on(path, ratings, packs)
        return cls(path, found, instrument, packs, ratings)

    def next(self) -> Question | None:
        """The question to ask now; none when all are answered or left for later."""
        listed = tuple(self._questions())
        if self.again:
            chosen = next((one for one in listed if one.key == self.again), None)
            self.again = ""
            if chosen is not None:
                return chosen
        open_ = set(self._open())
        return next((one for one in listed if one.key in open_ and one.key not in self.passed), None)

    def skip(self, question: Question) -> None:
        """Leave a question for later."""
        self.passed.add(question.key)
        self.asked.append(question.key)

    def back(self) -> bool:
        """Ask the question before once more; false where this is the first."""
        if not self.asked:
            return False
        self.again = self.asked.pop()
        self.passed.discard(self.again)
        return True

    def take(self, question: Question, text: str) -> None:
        """Use an answer, and keep it in the file. Raises Unfit, and BadInput (SIG033) where it can't be kept."""
        self.ratings = question.take(text)
        self.asked.append(question.key)
        self.keep()

    def keep(self) -> None:
        """Write the file whole, or leave the old one as it is. Raises BadInput (SIG033)."""
        text = ratings_text(self.ratings, self.instrument, self.packs.vocabulary)
        write_all(self.path.parent, {Path(self.path.name): text.encode()})

    @property
    def left(self) -> tuple[str, ...]:
        """What isn't answered yet, in words."""
        return left(self.ratings, self.instrument)

    def _open(self) -> Iterator[str]:
        given, summary = self.ratings.given, self.ratings.summary
        yield from (item.id for item in self.instrument.items() if item.id not in given)
        yield from (f"summary.{key}" for key in GivenSummary.model_fields if not getattr(summary, key))

    def _questions(self) -> Iterator[Question]:
        for section in self.instrument.sections:
            for item in section.items:
                yield self._item(item, section.label)
        if self.instrument.summary is not None:
            yield from self._summary(self.instrument.summary)

    def _item(self, item: Item, heading: str) -> Question:
        def take(text: str) -> Ratings:
            level, _, note = (part.strip() for part in text.partition(":"))
            try:
                read_said(self.instrument, item, _number_or_word(level), self.packs.vocabulary)
            except AnswerError as error:
                raise Unfit(error.help or str(error)) from error
            rated = Rated(level=_number_or_word(level), note=note)
            return self.ratings.model_copy(update={"answers": {**self.ratings.answers, item.id: rated}})

        how = "Skriv svaret, eller vet ej. Vill du skriva varför, sätt ett kolon efter svaret."
        return Question(item.id, item.ask, how, take, choices(self.instrument, item, self.packs.vocabulary), heading)

    def _summary(self, summary: Summary) -> Iterator[Question]:
        def rating(text: str) -> Ratings:
            found = next((s.id for s in summary.steps if text.lower() in (RATINGS.shown(s.id), s.label.lower())), None)
            if found is None:
                raise Unfit("skriv " + " eller ".join(RATINGS.shown(s.id) for s in summary.steps))
            return self._summed(rating=found)

        shown = tuple(f"{RATINGS.shown(s.id)}: {s.label}. {s.means}" for s in summary.steps)
        heading = "Samlad bedömning"
        yield Question("summary.rating", summary.ask, "Skriv steget.", rating, shown, heading)
        months = tuple(map(str, summary.horizon_months))

        def horizon(text: str) -> Ratings:
            number = int(text) if text in months else numbered(text, summary.horizon_months)
            return self._summed(horizon_months=number)

        ask = "För hur många månader framåt gäller den samlade bedömningen?"
        yield Question("summary.horizon_months", ask, f"Skriv {' eller '.join(months)}.", horizon, (), heading)
        why = "Vilka är skälen till den samlade bedömningen?"
        yield Question(
            "summary.reasons", why, "Skriv med egna ord.", lambda t: self._summed(reasons=in_own_words(t)), (), heading
        )

    def _summed(self, **parts: object) -> Ratings:
        return self.ratings.model_copy(update={"summary": self.ratings.summary.model_copy(update=parts)})


def write_template(order: Begin, local: Path | None) -> Path:
    """Write a ratings file with no answer. Raises BadInput: SIG032 where there is one already."""
    sitting = Sitting.begin(order, local)
    if sitting.path.exists():
        help_ = "fyll i den som finns; utan --template frågar kommandot efter det som saknas"
        raise BadInput([Diagnostic("SIG032", str(sitting.path), _START, "filen finns redan", help_)])
    sitting.keep()
    return sitting.path


def _number_or_word(text: str) -> Answer:
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _refuse_name(rater: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter[str](SourceId).validate_python(rater)
        fits = len(rater) <= 20
    except ValidationError:
        fits = False
    if not fits:
        what = f"”{rater}” går inte att använda som namn på den som bedömer"
        help_ = "hitta på ett namn med små bokstäver, siffror, - och _, högst 20 tecken, till exempel ”al”"
        raise BadInput([Diagnostic("SIG023", "--rater", _START, what, help_)])


def _instrument(chosen: str | None, found: Scenario, packs: Packs) -> Instrument:
    keys = [one.instrument for one in found.case.checklists]
    if chosen is None and not keys:
        what = "övningsärendet har ingen ifylld checklista"
        help_ = "välj en checklista med --instrument, eller ett annat övningsärende"
        raise BadInput([Diagnostic("SIG290", str(found.path), _START, what, help_)])
    name = chosen if chosen is not None else next(iter(supported(found.case, packs)), keys[0])
    if name not in packs.instruments:
        help_ = did_you_mean(name, packs.instruments) or "”sigrisk instruments list” visar alla"
        raise BadInput([Diagnostic("SIG031", "--instrument", _START, f"”{name}” finns inte", help_)])
    instrument, key = packs.instruments[name], found.key(name)
    if key is not None:  # without a key there is no feedback either: the ratings can still be compared
        others = () if supported(found.case, packs) == tuple(keys) else usable(packs)
        refuse_unsupported(key, instrument, packs, found.path, others)
    return instrument


def _going_on(path: Path, fresh: Ratings, packs: Packs) -> Ratings:
    """The ratings that are there. Raises BadInput where they are about something else (SIG292)."""
    ratings, document, _ = load_ratings(path, packs)
    for key, what in (
        ("case", "svaren gäller ett annat övningsärende"),
        ("instrument", "svaren gäller en annan checklista"),
        ("material", "underlaget har ändrats sedan svaren skrevs"),
    ):
        if getattr(ratings, key) != getattr(fresh, key):
            help_ = "döp om eller flytta filen med svaren, och börja om"
            raise BadInput([Diagnostic("SIG292", str(path), document.where((key,)), what, help_)])
    return ratings
