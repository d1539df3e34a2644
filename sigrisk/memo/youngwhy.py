"""What the young person's version says that it all builds on: for, against and not known, the most weighty first.

Of each kind only the first few are told, so that the page stays a page, in this order: what the outcome turned on; then
the flags, those that stop an offer before those that speak against it; then the criteria in the order of the rule book;
last, where they hold, those that ``least`` in
rules/young.yaml names. Where an outcome lies outside what the operation is for, or is about
research, the criteria that it didn't turn on are left out: they weren't weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sigrisk.adult import of_age
from sigrisk.alternatives import is_research
from sigrisk.assess import Assessment
from sigrisk.case import Source, SourceType
from sigrisk.explain import Reason, Step, in_words
from sigrisk.judgement import Judgement
from sigrisk.lacks import departure
from sigrisk.masking import HIDDEN
from sigrisk.memo.model import Block, Bullets, Paragraph
from sigrisk.possible import Verdict
from sigrisk.rulebook import Effect, Kind, OutcomeId
from sigrisk.series import series
from sigrisk.young import YoungTexts

MOST_KNOWN: Final = 3  # for, and as many against
MOST_UNKNOWN: Final = 2
_GROUP: Final = "grupp"  # a source by the name of the group is "vi"
_OPENINGS: Final = ("Samtal med ", "Rapport från ", "Uppgifter från ")
_TOLD: Final = {
    SourceType.POLICE: "polisen",
    SourceType.SCHOOL: "skolan",
    SourceType.SOCIAL_SERVICES: "socialtjänsten",
    SourceType.HEALTH_CARE: "vården",
    SourceType.FIELD_WORKERS: "fältarna",
    SourceType.YOUNG_PERSON: "dig",
    SourceType.GUARDIAN: "dem som har hand om dig",
    SourceType.REGISTER: "ett register",
}
_FAMILY: Final = "din familj"  # nobody has charge of someone of age


def grounds(
    assessment: Assessment, reasons: dict[str, Reason], texts: YoungTexts, judgement: Judgement | None, *, sheet: bool
) -> Iterator[Block]:
    """What it builds on. ``sheet`` is the page that others at home may read: it leaves out what is private."""
    if judgement is not None and is_own(judgement, assessment):
        if judgement.to_young.strip():
            yield Paragraph(judgement.to_young, strong=texts.file.group_says)
        yield from _sources(assessment)
        yield Paragraph(texts.file.rules_say)
    else:
        yield from _sources(assessment)
    verdicts = {rule: assessment.results[rule].verdict for rule in _weighty(assessment, reasons, texts)}
    wanted = {rule: verdict for rule, verdict in verdicts.items() if not (sheet and texts.verdicts[rule].private)}
    yield from _lists(assessment, wanted, texts, left_out=len(wanted) < len(verdicts))


def is_own(judgement: Judgement, assessment: Assessment) -> bool:
    """Whether the group's position doesn't follow from the rules: it departs, or they didn't settle the matter."""
    if judgement.position is None:
        return False
    unsettled = not assessment.settled or OutcomeId.DELIBERATE in assessment.outcomes
    return unsettled or bool(departure(judgement, assessment))


def sentence_of(assessment: Assessment, rule: str, texts: YoungTexts) -> str:
    """What a rule's verdict means to the young person in this case; empty where nothing is written."""
    result = assessment.results[rule]
    return in_words(assessment, result, texts.sentence(rule, result.verdict))


# -- who has told -----------------------------------------------------------------------------------------------------


def _sources(assessment: Assessment) -> Iterator[Block]:
    case = assessment.case
    types = {source.type for source in case.sources.values()}
    if any(voice.person == "youth" and voice.says for voice in case.voice):
        types.add(SourceType.YOUNG_PERSON)
    words = _TOLD | {SourceType.GUARDIAN: _FAMILY} if of_age(assessment) else _TOLD
    told = [word for one, word in words.items() if one in types]
    others = [one for one in case.sources.values() if one.type is SourceType.OTHER and not _is_group(one)]
    told += dict.fromkeys(name for one in others if (name := _person(one)) and name not in told)
    read = list(dict.fromkeys(one.name for one in others if not _person(one)))
    said = [f"Vi har fått veta saker av {series(told)}."] if told else []
    said += [f"Vi har {'också ' * bool(told)}läst det här: {series(read)}."] if read else []
    yield Paragraph(" ".join(said) or "Vi har inte frågat någon än.")


def _is_group(source: Source) -> bool:
    return _GROUP in source.name.casefold()


def _person(source: Source) -> str:
    """Who a source of no other kind is, where its name tells; empty where it names a paper."""
    if HIDDEN in source.name:
        return "någon annan"
    opening = next((one for one in _OPENINGS if source.name.startswith(one)), "")
    return source.name.removeprefix(opening) if opening else ""


# -- which reasons ----------------------------------------------------------------------------------------------------


def _weighty(assessment: Assessment, reasons: dict[str, Reason], texts: YoungTexts) -> list[str]:
    """The rules that have something to tell, the weightiest first; see the head of the file."""
    found = dict.fromkeys(_decisive(assessment, reasons))
    for effect in (Effect.STOP, Effect.AGAINST):
        flags = (one for one in assessment.of_kind(Kind.FLAG) if one.rule.effect is effect)
        found |= dict.fromkeys(one.rule.id for one in flags if one.verdict is Verdict.MET)
    if not (is_research(assessment.book) or assessment.outcomes == (OutcomeId.OUTSIDE,)):
        criteria = (one for one in assessment.of_kind(Kind.CRITERION) if one.rule.effect is Effect.FOR)
        found |= dict.fromkeys(one.rule.id for one in criteria)
    least = {one for one in texts.file.least if one in found and assessment.results[one].verdict is Verdict.MET}
    adult = of_age(assessment)
    told = [one for one in found if sentence_of(assessment, one, texts) and not (adult and texts.verdicts[one].minor)]
    return sorted(told, key=lambda one: one in least)


def _decisive(assessment: Assessment, reasons: dict[str, Reason]) -> Iterator[str]:
    """The rules that the outcome turned on, those it rests on at once first."""
    steps = [one for rule in assessment.decided_by for one in _steps(reasons[rule])]
    yield from steps
    for step in steps:
        if reasons[step].result.rule.kind is Kind.AGGREGATE:
            yield from _steps(reasons[step])


def _steps(reason: Reason) -> list[str]:
    return [one.result.rule.id for one in reason.rests_on if isinstance(one, Step)]


# -- for, against and not known ---------------------------------------------------------------------------------------


def _lists(
    assessment: Assessment, verdicts: Mapping[str, Verdict], texts: YoungTexts, *, left_out: bool
) -> Iterator[Block]:
    file = texts.file
    masked = any(map(assessment.hides, assessment.knowledge.facts))  # what is left out would tell of what is masked
    kept = list(verdicts) if masked else texts.without_repeating(verdicts)
    sides = dict[str, list[str]]({file.neutral: [], file.speaks_for: [], file.against: [], file.not_known: []})
    for rule in kept:
        listed = sides[_side(assessment, rule, texts)]
        sentence = sentence_of(assessment, rule, texts)
        if sentence not in listed:
            listed.append(sentence)
    more = False
    for lead, listed in sides.items():
        most = MOST_UNKNOWN if lead == file.not_known else MOST_KNOWN
        more = more or len(listed) > most
        if listed:
            yield Paragraph("", strong=lead)
            yield Bullets(tuple(listed[:most]))
    after = [file.unknown] * bool(sides[file.not_known]) + [file.more] * more + [file.left_out] * left_out
    if after:
        yield Paragraph(" ".join(after))


def _side(assessment: Assessment, rule: str, texts: YoungTexts) -> str:
    """What leads in a verdict: a flag that doesn't hold speaks for, as a criterion that is met does."""
    result, file = assessment.results[rule], texts.file
    effect, met = result.rule.effect, result.verdict is Verdict.MET
    if result.verdict is Verdict.OPEN:
        return file.not_known
    if effect is Effect.NOTE:
        return file.neutral
    return file.speaks_for if (effect is Effect.FOR) == met else file.against
