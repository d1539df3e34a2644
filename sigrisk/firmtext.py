"""How firm verdicts are, in plain words: how many answers would have to be wrong, and which."""

from __future__ import annotations

from typing import Final

from sigrisk.assess import Assessment
from sigrisk.counted import counted
from sigrisk.explain import kind_words
from sigrisk.firmness import MOST_WRONG, Firm, Support
from sigrisk.robustness import PART_LABELS, firmness
from sigrisk.rulebook import Kind, OutcomeId
from sigrisk.series import series
from sigrisk.words import plain

HEADING: Final = "Hur säkert är svaret?"
ABOUT: Final = (
    "Här står hur många svar som skulle behöva vara fel för att ett svar ska vända, det vill säga bli ett annat eller "
    "inte längre gå att avgöra, och vilka svar det är. Det säger inget om hur troligt det är att ett svar är fel. "
    "Upp till tre fel samtidigt är prövade, i alla kombinationer."
)
PARTS: Final = (
    "De brott och andra händelser som står i ärendet räknas här som ett enda svar. Ur dem kommer till exempel hur "
    "många anmälningarna är, hur grova brotten är, vilka domar som finns och om den unge har utsatts för eller sett "
    "brott. Också åldern och vart och ett av samtyckena är ett svar."
)
ALONE: Final = "Svar som ensamma vänder minst tre av raderna i tabellen:"
NOT_SETTLED: Final = "Utfallet går inte att avgöra ännu, och därför går det inte att säga hur fast det står."
CAPTION: Final = "Så många svar måste vara fel för att svaret ska vända"
HEADER: Final = ("Svaret nu", "Antal fel", "Vilka svar som då är fel")
_NUMBERS: Final = {2: "Två", 3: "Tre"}
_NEVER: Final = ("vänder aldrig", "Inga svar vänder det, hur många som än är fel.")
_MORE: Final = (f"minst {MOST_WRONG + 1}", "Inga tre svar räcker. Fler än tre är inte prövade.")
_MOST_NAMED: Final = 3
_MOST_SETS: Final = 20
_SEVERAL: Final = 3


def outcome_sentence(assessment: Assessment) -> str:
    """How firm the outcome is, with a few of the answers for the screen; empty where no outcome stands."""
    firm = firmness(assessment).outcome
    if firm is None:
        return ""
    if firm.least is None:
        return outcome_only(assessment)
    if firm.least == 1:
        return f"{outcome_only(assessment)} {_examples(firm, assessment)}"
    (first, *_) = firm.sets
    sets = counted(firm.count, "sådan kombination", "sådana kombinationer")
    example = series([name(one, assessment) for one in first])
    return f"{outcome_only(assessment)} Det finns {sets}, till exempel {example}.{_rest(firm.count, 1)}"


def outcome_only(assessment: Assessment) -> str:
    """How firm the outcome is, without the answers; that no outcome stands, where none does."""
    firm = firmness(assessment).outcome
    if firm is None:
        return NOT_SETTLED
    if not firm.ever:
        return "Utfallet står fast hur många svar som än är fel."
    if firm.least is None:
        return "Minst fyra svar måste vara fel samtidigt för att utfallet ska vända."
    if firm.least == 1:
        return "Utfallet vänder om ett enda svar är fel."
    return (
        f"Utfallet står fast om bara ett svar är fel. {_NUMBERS[firm.least]} svar måste vara fel samtidigt för att det "
        "ska vända."
    )


def rows(assessment: Assessment) -> tuple[tuple[str, str, str], ...]:
    """Each settled verdict, how many answers must be wrong for it to turn, and which; the outcome first."""
    found = firmness(assessment)
    told = []
    if found.outcome is not None:
        (outcome,) = assessment.outcomes
        told.append((f"Utfallet: ”{_title(outcome, assessment)}”", *_answers(found.outcome, assessment)))
    for rule_id, firm in found.rules.items():
        result = assessment.results[rule_id]
        which = "Flaggan" if result.rule.kind is Kind.FLAG else "Kriteriet"
        verdict = kind_words(result.rule.kind)[result.verdict]
        told.append((f"{which} ”{result.rule.title}”: {verdict}", *_answers(firm, assessment)))
    return tuple(told)


def alone(assessment: Assessment) -> tuple[str, ...]:
    """The answers that turn several verdicts all by themselves, each with how many; empty where there are none."""
    found = firmness(assessment)
    several: dict[str, int] = {}
    for firm in (*([found.outcome] if found.outcome is not None else []), *found.rules.values()):
        for (one,) in firm.sets if firm.least == 1 else ():
            several[_short(one)] = several.get(_short(one), 0) + 1
    told = ((_upper(answer), number) for answer, number in several.items() if number >= _SEVERAL)
    return tuple(f"{answer} ({number} rader)" for answer, number in told)


def _title(outcome: OutcomeId, assessment: Assessment) -> str:
    return assessment.book.outcomes[outcome].title


def _answers(firm: Firm, assessment: Assessment) -> tuple[str, str]:
    """How many answers must be wrong, and which they are: every set of them, or where they are many what is in them."""
    if firm.least is None:
        return _MORE if firm.ever else _NEVER
    each = [name(one, assessment) for one in firm.answers]
    if firm.least == 1:
        told = f"Vilket som helst av de här {len(each)}: {series(each)}." if len(each) > 1 else f"{_upper(each[0])}."
    elif len(each) > firm.least and firm.any_of_them:
        told = f"Vilka {_NUMBERS[firm.least].lower()} som helst av de här {len(each)}: {series(each)}."
    elif firm.count <= _MOST_SETS:
        sets = [" och ".join(name(one, assessment) for one in some) for some in firm.sets]
        told = f"{_upper('; eller '.join(sets))}."
    else:
        told = (
            f"{firm.count} olika kombinationer av {_NUMBERS[firm.least].lower()} svar bland de här {len(each)}: "
            f"{series(each)}. Alla kombinationer står under ”firmness” i den JSON-fil som ”sigrisk assess” skriver."
        )
    return str(firm.least), told


def _examples(firm: Firm, assessment: Assessment) -> str:
    """The answers each of which turns the outcome, a few of them by name."""
    named = [name(one, assessment) for (one,) in firm.sets[:_MOST_NAMED]]
    if firm.count == 1:
        return f"Det gäller svaret om {series(named)}."
    if firm.count <= _MOST_NAMED:
        return f"Det gäller vart och ett av svaren om {series(named)}."
    told = f"Det gäller vart och ett av {firm.count} svar, bland dem svaren om {series(named)}."
    return told + _rest(firm.count, _MOST_NAMED)


def _rest(count: int, named: int) -> str:
    return " Avsnitt 12 i promemorian nämner alla." if named < count <= _MOST_SETS else ""


def name(answer: Support, assessment: Assessment) -> str:
    """An answer as it is named in a sentence; of a part of the case also what comes from it, where that is little."""
    labels = [assessment.book.vocabulary[f].definition.label for f in answer.facts]
    itself = "person.age" in answer.facts or plain(answer.label) in map(plain, labels)
    if answer.label not in PART_LABELS or itself or len(labels) > _MOST_NAMED:
        return _short(answer)
    return f"{answer.label} ({series([f'”{label}”' for label in labels])})"


def _short(answer: Support) -> str:
    return answer.label if answer.label in PART_LABELS else f"”{answer.label}”"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
