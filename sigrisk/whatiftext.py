"""What if, in plain words: which changes, what the outcome then is, and which rules turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.counted import counted, form
from sigrisk.explain import kind_words
from sigrisk.possible import Choices, Ordered, Possible
from sigrisk.regions import joined_runs
from sigrisk.rulebook import OutcomeId
from sigrisk.series import series
from sigrisk.terminal import wrapped
from sigrisk.vocabulary import FactDef, FactType, everything, show, show_code
from sigrisk.whatif import MOST_CHANGES, Answer, Change, Turn, WhatIf

ABOUT: Final = (
    "Det här är en räkneövning, inte ett råd om vad som ska stå i ärendet. Den säger inget om vad som är troligt. Bara "
    "sådant som kan förändras prövas, aldrig det som har hänt, åldern eller könet. Allt annat hålls som det är."
)
MOST_SHOWN: Final = 5
UNKNOWN: Final = "okänt"


def search_text(assessment: Assessment, answers: Sequence[Answer], most: int | None = MOST_SHOWN) -> str:
    """What was looked for, and the smallest sets of changes that reach it: so many of each goal's, or all."""
    lines = [*_head(assessment)]
    number = 0
    for answer in answers:
        shown = merged(answer.found)
        lines += [wrapped(_looked_for(assessment, answer)), ""]
        for one in shown[:most]:
            number += 1
            lines += [*_told(assessment, one, f"  {number}. "), ""]
        if most is not None and (left := len(shown) - most) > 0:
            others = counted(left, "möjlighet till", "möjligheter till")
            lines += [wrapped(f"… och {others}. Med --count {most + left} eller --all visas alla.", "  "), ""]
    return "\n".join(lines).rstrip()


def tried_text(assessment: Assessment, tried: WhatIf) -> str:
    """What some changes made by hand come to."""
    return "\n".join([*_head(assessment), *_told(assessment, tried, "")])


def _head(assessment: Assessment) -> list[str]:
    now = f"Utfallet nu: {_outcomes(assessment, assessment.outcomes)}."
    return [f"{assessment.case.case.id} – {assessment.case.person.label}", "", wrapped(ABOUT), "", wrapped(now), ""]


def _looked_for(assessment: Assessment, answer: Answer) -> str:
    goal = answer.goal
    if goal.flag is not None:
        title = f"”{assessment.results[goal.flag].rule.title}”"
        what, done = f"att flaggan {title} inte gäller", f"I ärendet som det är gäller flaggan {title} inte."
        rests = f"Flaggan {title}"
    elif goal.outcome is not None:
        what = f"att utfallet står fast som ”{assessment.book.outcomes[goal.outcome].title}”"
        done, rests = "Det utfallet står fast redan nu.", "Utfallet"
    else:
        other = "ett annat utfall än det nuvarande" if assessment.settled else "något utfall"
        what, done, rests = f"att {other} står fast", "", "Utfallet"
    if answer.reached:
        return f"{done} Det finns inget att räkna fram."
    if not answer.varied:
        return f"{rests} bygger inte på något som kan förändras. Det finns inget att pröva."
    if not answer.found:
        return f"Ingen ändring av upp till {_MOST} uppgifter leder till {what}. {_varied(answer.varied)}"
    return f"De minsta ändringar som leder till {what}. {_varied(answer.varied)}"


_MOST: Final = {3: "tre"}[MOST_CHANGES]


def _varied(number: int) -> str:
    """What was tried."""
    if number == 1:
        return "Bara en uppgift som kan förändras har betydelse för det, och alla svar på den är prövade."
    if number <= MOST_CHANGES:
        return f"{number} uppgifter är prövade, var för sig och tillsammans."
    return f"{number} uppgifter är prövade, i alla kombinationer av upp till {_MOST} åt gången."


def _told(assessment: Assessment, one: WhatIf, lead: str) -> Iterator[str]:
    deeper = " " * len(lead)
    yield wrapped(" ".join(change_text(change) for change in one.changes), lead)
    lead = "Utfallet blir detsamma" if one.outcomes == assessment.outcomes else "Utfall då"
    yield wrapped(f"{lead}: {_outcomes(assessment, one.outcomes)}.", deeper)
    if not one.turns:
        yield wrapped("Inget kriterium, ingen flagga och ingen utfallsregel vänder.", deeper)
        return
    yield wrapped(form(len(one.turns), "Den här regeln vänder:", "De här reglerna vänder:"), deeper)
    yield from (wrapped(turn_text(turn), f"{deeper}  - ") for turn in one.turns)


def change_text(change: Change) -> str:
    """One change as a sentence."""
    fact = change.fact.definition
    before, after = (_quoted(fact, one) for one in ((change.before,), change.after))
    if after == before:
        return f"Svaret på ”{fact.label}” är detsamma: {after}."
    if after == UNKNOWN:
        return f"Svaret på ”{fact.label}”, som nu är {before}, tas bort."
    if change.turns_out:
        return f"Det visar sig att svaret på ”{fact.label}” är {after}."
    return f"Svaret på ”{fact.label}” ändras från {before} till {after}."


def answers_text(fact: FactDef, answers: Iterable[Possible]) -> str:
    """Answers in Swedish, all of them: each by its word, but numbers that follow on each other as a span."""
    return series([word for one in answers for word in _words(fact, one)], "eller")


def _quoted(fact: FactDef, answers: Iterable[Possible]) -> str:
    """The same as a part of a sentence: a word that was given as an answer in quotation marks."""
    words = [word for one in answers for word in _words(fact, one)]
    plain = fact.type in _COUNTED or words == [UNKNOWN]
    return series([word if plain and word != _NA else f"”{word}”" for word in words], "eller")


_COUNTED: Final = frozenset({FactType.COUNT, FactType.AGE, FactType.DATE})
_NA: Final = "ej aktuellt"


def _words(fact: FactDef, answer: Possible) -> Iterator[str]:
    if answer == everything(fact):
        yield UNKNOWN
        return
    if isinstance(answer, Choices):
        yield from (option.label for option in fact.options if option.id in answer.names)
    elif answer.has_numbers and fact.type in _COUNTED:
        yield show(fact, Ordered(answer.low, answer.high))
    elif answer.has_numbers:
        yield from (show_code(fact, code) for code in range(answer.low, answer.high + 1))
    if answer.na:
        yield _NA


def turn_text(turn: Turn) -> str:
    """A rule with its verdict before and after."""
    words = kind_words(turn.rule.kind)
    return f"”{turn.rule.title}”. Nu: {words[turn.before]}. Då: {words[turn.after]}."


def _outcomes(assessment: Assessment, outcomes: tuple[OutcomeId, ...]) -> str:
    titles = [f"”{assessment.book.outcomes[o].title}”" for o in outcomes]
    return titles[0] if len(titles) == 1 else f"går inte att avgöra; möjliga är {series(titles)}"


def merged(found: Sequence[WhatIf]) -> list[WhatIf]:
    """The same sets, those told as one that differ only in the answer to one fact and have the same effect."""
    left = list(found)
    index = 0
    while index < len(left):
        other = index + 1
        while other < len(left) and left[other].changes[0].fact is left[index].changes[0].fact:
            if (both := _both(left[index], left[other])) is None:
                other += 1
                continue
            left[index] = both
            del left[other]
            other = index + 1
        index += 1
    return left


def _both(one: WhatIf, other: WhatIf) -> WhatIf | None:
    if len(one.changes) != len(other.changes) or (one.outcomes, one.turns) != (other.outcomes, other.turns):
        return None
    pairs = list(zip(one.changes, other.changes, strict=True))
    if any(a.fact is not b.fact or a.turns_out != b.turns_out for a, b in pairs):
        return None
    differing = [place for place, (a, b) in enumerate(pairs) if a.after != b.after]
    if len(differing) != 1:
        return None
    (place,) = differing
    a, b = pairs[place]
    changes = (*one.changes[:place], replace(a, after=joined_runs([*a.after, *b.after])), *one.changes[place + 1 :])
    return replace(one, changes=changes)
