"""How firm verdicts are, in plain words: how many answers would have to be wrong, and which."""

from __future__ import annotations

from typing import Final

from sigrisk.assess import Assessment
from sigrisk.counted import counted
from sigrisk.firmness import Firm, Support
from sigrisk.robustness import PART_LABELS, firmness
from sigrisk.rulebook import Kind
from sigrisk.series import series

HEADING: Final = "Hur säkert är svaret?"
ABOUT: Final = (
    "Här står hur många svar som skulle behöva vara fel för att ett svar ska vända, det vill säga bli ett annat eller "
    "inte längre gå att avgöra. Det säger inget om hur troligt det är att ett svar är fel. Det som följer av "
    "händelserna, av ett samtycke eller av åldern räknas som ett enda svar."
)
WHERE: Final = (
    "Så står de kriterier och flaggor som går att avgöra. Vilka svar som de bygger på står i avsnitt 6 och 8."
)
NOT_SETTLED: Final = "Utfallet går inte att avgöra ännu, och därför går det inte att säga hur fast det står."
_NUMBERS: Final = {2: "Två", 3: "Tre"}
_ONE: Final = "Kriterier som vänder om ett enda svar är fel"
_ONE_FLAG: Final = "Flaggor som vänder om ett enda svar är fel"
_MORE: Final = {number: f"{word} svar måste vara fel samtidigt" for number, word in _NUMBERS.items()}
_FOUR: Final = "Minst fyra svar måste vara fel samtidigt"
_NEVER: Final = "Vänder inte hur många svar som än är fel"
_ORDER: Final = (_ONE, _ONE_FLAG, *_MORE.values(), _FOUR, _NEVER)
_MOST_NAMED: Final = 3
_SEVERAL: Final = 3


def outcome_sentence(assessment: Assessment) -> str:
    """How firm the outcome is; empty where no outcome stands."""
    firm = firmness(assessment).outcome
    if firm is None:
        return ""
    if not firm.ever:
        return "Utfallet står fast hur många svar som än är fel."
    if firm.least is None:
        return "Minst fyra svar måste vara fel samtidigt för att utfallet ska vända."
    if firm.least == 1:
        return f"Utfallet vänder om ett enda svar är fel. {_examples(firm)}"
    (first, *_) = firm.examples
    sets = counted(firm.count, "sådan kombination", "sådana kombinationer")
    return (
        f"Utfallet står fast om bara ett svar är fel. {_NUMBERS[firm.least]} svar måste vara fel samtidigt för att det "
        f"ska vända. Det finns {sets}, till exempel {series([name(one) for one in first])}."
    )


def rule_lines(assessment: Assessment) -> tuple[str, ...]:
    """How firm each settled criterion and flag is, by how many answers it takes; and which answers turn several."""
    grouped: dict[str, list[str]] = {}
    alone: dict[str, int] = {}
    for rule_id, firm in firmness(assessment).rules.items():
        rule = assessment.results[rule_id].rule
        grouped.setdefault(_needed(firm, rule.kind), []).append(f"”{rule.title}”")
        for (one,) in firm.examples if firm.least == 1 else ():
            alone[name(one)] = alone.get(name(one), 0) + 1
    several = [f"{answer} ({number})" for answer, number in alone.items() if number >= _SEVERAL]
    return (
        *(f"{needed}: {series(grouped[needed])}." for needed in _ORDER if needed in grouped),
        *([f"Svar som ensamma vänder minst tre av dem: {series(several)}."] if several else []),
    )


def _needed(firm: Firm, kind: Kind) -> str:
    if not firm.ever:
        return _NEVER
    if firm.least == 1:
        return _ONE_FLAG if kind is Kind.FLAG else _ONE
    return _FOUR if firm.least is None else _MORE[firm.least]


def _examples(firm: Firm) -> str:
    """The answers each of which turns the outcome, a few of them by name."""
    named = [name(one) for (one,) in firm.examples[:_MOST_NAMED]]
    if firm.count == 1:
        return f"Det gäller svaret om {series(named)}."
    if firm.count <= _MOST_NAMED:
        return f"Det gäller vart och ett av svaren om {series(named)}."
    return f"Det gäller vart och ett av {firm.count} svar, bland dem svaren om {series(named)}."


def name(answer: Support) -> str:
    """An answer as it is named in a sentence."""
    return answer.label if answer.label in PART_LABELS else f"”{answer.label}”"
