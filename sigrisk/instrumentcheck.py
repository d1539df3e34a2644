"""Reads one checklist and tells everything that is wrong with it, each finding at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.instrument import PROTECTION_STEPS, RISK_STEPS, Bound, Instrument, Item, ItemSide, Scale, ScaleKind
from sigrisk.models import validate
from sigrisk.possible import Choices, Ordered, Possible
from sigrisk.series import series
from sigrisk.vocabulary import AnswerError, FactDef, FactType, Side, Vocabulary, everything, read_answer
from sigrisk.wordcheck import word_findings
from sigrisk.yamlfile import Document

Where: TypeAlias = "tuple[str | int, ...]"
_STEPS: Final = {ItemSide.RISK: RISK_STEPS, ItemSide.PROTECTION: PROTECTION_STEPS}
_NUMBERS: Final = (FactType.COUNT, FactType.AGE)


def load_instrument(document: Document, vocabulary: Vocabulary, stem: str | None = None) -> Instrument:
    """Read and check one checklist; ``stem`` is the file's name without its ending, by which it is found.

    Raises BadInput (SIG020–SIG023, SIG130–SIG139, SIG149) with every finding at its place.
    """
    instrument = validate(Instrument, document)
    found = list(_Checker(instrument, document, vocabulary).all())
    if stem is not None and stem != instrument.id:
        other = f"checklistan heter ”{instrument.id}” men filen ”{stem}”"
        help_ = f"döp filen till {instrument.id}.yaml"
        found.append(Diagnostic("SIG136", document.file, document.where(("id",)), other, help_))
    if found:
        raise BadInput(found)
    return instrument


class _Checker:
    def __init__(self, instrument: Instrument, document: Document, vocabulary: Vocabulary) -> None:
        self.instrument, self.document, self.vocabulary = instrument, document, vocabulary

    def all(self) -> Iterator[Diagnostic]:
        for index, scale in enumerate(self.instrument.scales):
            yield from self._scale(scale, ("scales", index))
        for index, elsewhere in enumerate(self.instrument.elsewhere):
            for at, fact in enumerate(elsewhere.facts):
                yield from self._known_fact(fact, ("elsewhere", index, "facts", at))
        yield from self._items()

    def _tell(self, code: str, path: Where, message: str, help_: str) -> Diagnostic:
        return Diagnostic(code, self.document.file, self.document.where(path), message, help_)

    def _known_fact(self, fact: str, path: Where) -> Iterator[Diagnostic]:
        if fact not in self.vocabulary:
            near = did_you_mean(fact, self.vocabulary.ids) or "”sigrisk facts” visar alla"
            yield self._tell("SIG132", path, f"okänd uppgift ”{fact}”", near)

    # -- scales

    def _scale(self, scale: Scale, path: Where) -> Iterator[Diagnostic]:
        if scale.kind is not ScaleKind.STEPS and scale.written:
            what = f"skalan ”{scale.id}” har inga egna nivåer"
            yield self._tell("SIG137", (*path, "levels"), what, "ta bort ”levels”, eller ändra ”kind” till steps")
            return
        if scale.kind is ScaleKind.STEPS and len(scale.written) < 2:
            what = f"skalan ”{scale.id}” har färre än två nivåer"
            yield self._tell("SIG137", path, what, "skriv minst två nivåer, eller kind: yes_no eller kind: typed")
        if scale.kind is not ScaleKind.TYPED and scale.bound is not Bound.EXACT:
            what = "”bound” hör till skalor där svaret skrivs direkt"
            yield self._tell("SIG137", (*path, "bound"), what, "ta bort ”bound”, eller ändra ”kind” till typed")
        yield from word_findings(scale.written, self.document, (*path, "levels"))
        wanted = _STEPS.get(scale.side, ())
        for index, level in enumerate(scale.written):
            at: Where = (*path, "levels", index)
            if wanted and level.shows not in wanted:
                what = f"nivån ”{level.id}” säger inte vad den ska räknas som"
                yield self._tell("SIG137", at, what, f"skriv shows: {series(wanted, 'eller')}")
            if not wanted and level.shows:
                what = f"skalan ”{scale.id}” räknas inte, så nivån ”{level.id}” har inget ”shows”"
                yield self._tell("SIG137", (*at, "shows"), what, "ta bort ”shows”")

    # -- items

    def _items(self) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        scales = {s.id: s for s in self.instrument.scales}
        for s, section in enumerate(self.instrument.sections):
            for i, item in enumerate(section.items):
                path: Where = ("sections", s, "items", i)
                if item.id in seen:
                    what = f"frågan ”{item.id}” står två gånger"
                    yield self._tell("SIG130", (*path, "id"), what, "ge varje fråga ett eget id")
                seen.add(item.id)
                if item.scale not in scales:
                    help_ = did_you_mean(item.scale, scales) or "finns: " + ", ".join(scales)
                    yield self._tell("SIG131", (*path, "scale"), f"okänd skala ”{item.scale}”", help_)
                elif item.fact not in self.vocabulary:
                    yield from self._known_fact(item.fact, (*path, "fact"))
                else:
                    yield from self._item(item, scales[item.scale], path)

    def _item(self, item: Item, scale: Scale, path: Where) -> Iterator[Diagnostic]:
        fact = self.vocabulary[item.fact].definition
        if fact.derived and fact.side is not Side.HISTORY:
            help_ = "visa den under ”elsewhere” i stället, så behöver ingen skriva den två gånger"
            yield self._tell("SIG139", (*path, "fact"), f"”{fact.id}” räknas fram och går inte att svara på", help_)
            return
        if scale.kind is not ScaleKind.TYPED and fact.type is FactType.DATE:
            what = f"”{fact.id}” är ett datum och har inga nivåer"
            yield self._tell("SIG138", (*path, "scale"), what, "använd en skala med kind: typed")
            return
        if scale.bound is not Bound.EXACT and fact.type not in _NUMBERS:
            what = f"”{fact.id}” är inget antal och ingen ålder, så ”bound” passar inte"
            yield self._tell("SIG138", (*path, "scale"), what, "använd en skala utan ”bound”")
            return
        found = list(self._levels(item, scale, fact, path))
        yield from found
        if not found and fact.derived:
            yield from self._beside_the_events(item, scale, fact, path)

    def _levels(self, item: Item, scale: Scale, fact: FactDef, path: Where) -> Iterator[Diagnostic]:
        wanted = {level.id for level in scale.levels}
        for key, given in (("means", set(item.means)), ("maps", set(item.maps))):
            if given != wanted:
                what = f"”{key}” ska ha nivåerna {', '.join(level.id for level in scale.levels)}"
                help_ = "skriv en rad för varje nivå"
                if not wanted:
                    what, help_ = f"svaret skrivs direkt, så ”{key}” har inga nivåer att förklara", f"ta bort ”{key}”"
                yield self._tell("SIG133", (*path, key), what, help_)
                return
        allowed: list[Possible] = []
        for level in scale.levels:
            try:
                values = read_answer(fact, item.maps[level.id])
            except AnswerError as error:
                yield self._tell("SIG134", (*path, "maps"), f"{level.id}: {error}", error.help)
                return
            if values is not None:
                allowed.append(values)
        if scale.levels and not _cover(fact, allowed):
            what = "nivåerna täcker inte alla svar som uppgiften kan ha"
            yield self._tell("SIG135", (*path, "maps"), what, "låt varje värde höra till en nivå")

    def _beside_the_events(self, item: Item, scale: Scale, fact: FactDef, path: Where) -> Iterator[Diagnostic]:
        """What follows from the events may be added to, never denied: only a complete list says that it is all."""
        earlier = fact.type is FactType.AGE
        help_ = "låt även nej stå för [false, true]"
        if scale.kind is ScaleKind.TYPED:
            fits = scale.bound is (Bound.AT_MOST if earlier else Bound.AT_LEAST)
            help_ = f"använd en skala med bound: {'at_most' if earlier else 'at_least'}"
        else:
            fits = all(_leaves_more_open(fact, read_answer(fact, answer), earlier) for answer in item.maps.values())
        if not fits:
            what = f"ett svar skulle kunna förneka händelser, som ”{fact.id}” räknas fram ur"
            yield self._tell("SIG139", (*path, "fact"), what, help_)


def _leaves_more_open(fact: FactDef, values: Possible | None, earlier: bool) -> bool:
    whole = everything(fact)
    if not isinstance(values, Ordered) or not isinstance(whole, Ordered):
        return values is None
    return values.low == whole.low if earlier else values.high == whole.high


def _cover(fact: FactDef, allowed: list[Possible]) -> bool:
    """Whether every value of the fact belongs to some level."""
    whole = everything(fact)
    if isinstance(whole, Choices):
        return frozenset[str]().union(*(a.names for a in allowed if isinstance(a, Choices))) == whole.names
    reached = whole.low - 1
    for one in sorted((a for a in allowed if isinstance(a, Ordered) and a.has_numbers), key=lambda a: a.low):
        if one.low > reached + 1:
            return False
        reached = max(reached, one.high)
    return reached == whole.high
