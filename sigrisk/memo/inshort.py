"""Section 1: the assessment in at most five sentences, always in the same order. The screen says them too.

The order is that of the questions a reader has: what the outcome is; why (or, where it isn't settled, what it may be);
which warnings hold and how many are open; what is most uncertain; what people have decided; and, where an answer could
still settle the outcome, which to ask for. An outcome is settled or it isn't, so there is never a sixth sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.alternatives import OFFERS, is_research, offer_can_not_be_made
from sigrisk.assess import Assessment
from sigrisk.explain import Reason, lower_first
from sigrisk.judgement import POSITIONS, Judgement
from sigrisk.lacks import departure
from sigrisk.memo.labels import FIND_OUT, WAS_OPEN
from sigrisk.memo.wording import day_text
from sigrisk.possible import Choices, Verdict, holds
from sigrisk.robustness import firmness
from sigrisk.rulebook import Kind
from sigrisk.ruletext import sentences
from sigrisk.series import series
from sigrisk.since import changed_since

MOST: Final = 5
_MOST_NAMED: Final = 4
_CLOSED: Final = "Verksamheten är stängd, så inget erbjudande kan lämnas där{where}, och enligt de kriterier som gällde"
_RESEARCH: Final = "Det här är varken ett erbjudande eller ett beslut om SIG, och i jämförelsen med forskningens urval"
_STANDS: Final = "Inga svar på de frågor som ännu är obesvarade kan ändra utfallet"
_MUNICIPALITY: Final = "bygger delvis på gränser som kommunen bestämmer"
FIRM: Final = {
    1: "ett enda fel svar kan ändra utfallet, se avsnitt 12",
    2: "två svar måste vara fel samtidigt för att utfallet ska ändras, se avsnitt 12",
    3: "tre svar måste vara fel samtidigt för att utfallet ska ändras, se avsnitt 12",
    None: "minst fyra svar måste vara fel samtidigt för att utfallet ska ändras, se avsnitt 12",
}
_NEVER_TURNS: Final = "inga fel svar kan ändra utfallet, se avsnitt 12"
_TO_BE_CONFIRMED: Final = "gäller en annan bedömning och behöver bekräftas på nytt (se avsnitt 13)"


def summary_sentences(
    assessment: Assessment,
    reasons: dict[str, Reason],
    judgement: Judgement | None = None,
    *,
    judged_on: Assessment | None = None,
    in_memo: bool = False,
) -> list[str]:
    """The result in at most five plain sentences. Only in the memo do they name sections.

    ``judged_on`` is the assessment that people have judged, where this is a blind one.
    """
    found = [_outcome(assessment, in_memo), _why(assessment, reasons) if assessment.settled else _may_be(assessment)]
    found.append(_flags(assessment))
    found += _uncertain(assessment, in_memo)
    found.append(_position(judged_on or assessment, judgement))
    found += _next(assessment, judged_on or assessment, judgement)
    return found


def one_sentence(text: str) -> str:
    """The sentences of a text as one."""
    first, *rest = sentences(text)
    parts = [first, *map(lower_first, rest)]
    return "; ".join([*(one.rstrip(".") for one in parts[:-1]), parts[-1]])


def open_count(assessment: Assessment) -> int:
    """How many criteria and flags can't be settled yet."""
    kinds = (Kind.CRITERION, Kind.AGGREGATE, Kind.FLAG)
    return sum(r.verdict is Verdict.OPEN for r in assessment.of_kind(*kinds))


# -- one sentence at a time -------------------------------------------------------------------------------------------


def _outcome(assessment: Assessment, in_memo: bool) -> str:
    """The outcome; where none of them can lead to SIG, that is said in the same breath."""
    book = assessment.book
    before = ""
    if book.profile.closed:
        before = _CLOSED.format(where=" (skälet står i avsnitt 2)" if in_memo else "")
    elif is_research(book):
        before = _RESEARCH
    if not assessment.settled:
        own = " och beror delvis på gränser som kommunen bestämmer" if assessment.proposals_behind_outcome() else ""
        return f"{f'{before} går utfallet' if before else 'Utfallet går'} inte att avgöra ännu{own}."
    text = book.outcomes[assessment.outcomes[0]]
    return f"{before} är utfallet ”{text.title}”." if before else sentences(text.means)[0]


def _why(assessment: Assessment, reasons: dict[str, Reason]) -> str:
    return one_sentence(reasons[assessment.decided_by[-1]].sentence)


def _may_be(assessment: Assessment) -> str:
    titles = [f"”{assessment.book.outcomes[o].title}”" for o in assessment.outcomes]
    return f"Det kan bli {series(titles, 'eller')}."


def _flags(assessment: Assessment) -> str:
    """Which flags hold, and how many can't be settled; a long list is cut here, for section 8 has them all."""
    flags = assessment.of_kind(Kind.FLAG)
    titles = [r.rule.title for r in flags if r.verdict is Verdict.MET]
    unsettled = sum(r.verdict is Verdict.OPEN for r in flags)
    left = f", och {unsettled} går inte att avgöra" if unsettled else ""
    if not titles:
        return f"Ingen varningsflagga är bekräftad{left}." if unsettled else "Ingen varningsflagga gäller."
    left = f" och {unsettled} som inte går att avgöra" if unsettled else ""
    kept = titles if len(titles) <= _MOST_NAMED else titles[: _MOST_NAMED - 1]
    quoted = [f"”{t}”" for t in kept] + ([f"{len(titles) - len(kept)} till"] if len(kept) < len(titles) else [])
    many = "en varningsflagga" if len(titles) == 1 else f"{len(titles)} varningsflaggor"
    return f"Det finns {many} som gäller ({series(quoted)}){left}."


def _uncertain(assessment: Assessment, in_memo: bool) -> Iterator[str]:
    """How firmly a settled outcome stands. Of one that isn't settled the other sentences say it."""
    if not assessment.settled or assessment.questions:
        return
    unanswered, own = bool(open_count(assessment)), bool(assessment.proposals_behind_outcome())
    told = ""
    if unanswered:
        told = f"{_STANDS}, som {_MUNICIPALITY}" if own else _STANDS
    elif own:
        told = f"Utfallet {_MUNICIPALITY}"
    consent = ""
    if _consent_left(assessment):
        consent = "frågan om samtycke återstår" + ("" if open_count(assessment) else ", och ett nej ändrar utfallet")
    firm = _firm(assessment) if in_memo and not unanswered and not consent else ""
    found = (", men " if consent else ", och ").join(filter(None, (told, consent or firm)))
    if found:
        yield f"{found[:1].upper()}{found[1:]}."


def without_firmness(text: str) -> str:
    """A sentence of the summary without how many answers must be wrong; empty where it says nothing else."""
    for firm in (*FIRM.values(), _NEVER_TURNS):
        if text.lower() == f"{firm}.":
            return ""
        text = text.replace(f", och {firm}.", ".")
    return text


def _firm(assessment: Assessment) -> str:
    """How many answers must be wrong for the outcome to turn, where nothing else can change it. The screen says it."""
    firm = firmness(assessment).outcome
    return FIRM[firm.least] if firm is not None and firm.ever else _NEVER_TURNS


def _position(assessment: Assessment, judgement: Judgement | None) -> str:
    """What people have decided, or that it is theirs to decide."""
    if judgement is not None:
        changed = changed_since(judgement, assessment)
        if judgement.position is not None:
            position = f"”{POSITIONS[judgement.position]}”"
            if changed:
                return f"Gruppens ställningstagande, {position}, {_TO_BE_CONFIRMED}."
            departs = ", vilket avviker från regelverkets utfall" if departure(judgement, assessment) else ""
            day = judgement.follow_up
            again = f", och frågan prövas på nytt den {day_text(day)}" if day is not None else ""
            return f"Gruppens ställningstagande är {position}{departs} (skälen står i avsnitt 13){again}."
        if changed:
            return f"Det som gruppen hittills har skrivit {_TO_BE_CONFIRMED}."
    if is_research(assessment.book):
        return "Det här är ett underlag: frågan om SIG prövas inte här utan med en annan profil."
    return "Det här är ett underlag: beredningsgruppen bedömer och socialtjänsten beslutar."


def _next(assessment: Assessment, judged_on: Assessment, judgement: Judgement | None) -> Iterator[str]:
    """What to find out first; of a case where people have taken their position, what wasn't known when they did."""
    named = [f"”{q.fact.definition.label}”" for q in assessment.questions[:3]]
    if not named:
        return
    taken = judgement is not None and judgement.position is not None and not changed_since(judgement, judged_on)
    yield f"{WAS_OPEN if taken else FIND_OUT} {series(named)}."


def _consent_left(assessment: Assessment) -> bool:
    """Whether an offer that can be made still waits for someone's consent."""
    if not set(assessment.outcomes) & set(OFFERS) or offer_can_not_be_made(assessment):
        return False
    given = Choices(frozenset({"given"}), na=True)
    known = assessment.knowledge.facts
    return not all(holds(given, known[f].values) for f in ("consent.youth", "consent.guardians"))
