"""Which scenarios come out otherwise under another version of the rules, and which rule turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sigrisk.assess import Assessment, NoOutcome, assess
from sigrisk.casefile import profile_id, read_case
from sigrisk.diagnostics import BadInput
from sigrisk.engine.agree import check
from sigrisk.explain import kind_words
from sigrisk.models import Model
from sigrisk.packs import Packs, data_dir
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind, RuleBook
from sigrisk.testrun import scenario_paths
from sigrisk.yamlfile import read

ABSENT = "finns inte"
_TOLD = (Kind.FLAG, Kind.NOTE)


class Turn(Model):
    """A rule that is answered otherwise; ``changed`` where its own condition is another, not only what it rests on."""

    id: str
    kind: str
    title: str
    before: str
    after: str
    changed: bool


class ScenarioChange(Model):
    """A scenario whose outcome, flags or notes change. ``because`` are the rules to look at first."""

    scenario: str
    profile: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    flags: tuple[Turn, ...]
    notes: tuple[Turn, ...]
    because: tuple[Turn, ...]
    turned: tuple[Turn, ...]


class Untried(Model):
    """A scenario that one of the two rule books can't read, and what it says about it."""

    scenario: str
    by: str
    problems: tuple[str, ...]


class Effects(Model):
    """How many scenarios were tried under both rule books, and what changed."""

    tried: int
    changes: tuple[ScenarioChange, ...]
    untried: tuple[Untried, ...]


def effects(old: Packs, new: Packs, chosen: Path | None) -> Effects:
    """Every scenario of the new rule book, or of a chosen folder, under both; the shipped ones where it has none.

    Raises BadInput for an empty folder.
    """
    changes: list[ScenarioChange] = []
    untried: list[Untried] = []
    tried = 0
    for path in list(scenario_paths(chosen, new)) or list(scenario_paths(data_dir() / "scenarios", new)):
        before, after = _assessed(path, old, "OLD"), _assessed(path, new, "NEW")
        failed = [one for one in (before, after) if isinstance(one, Untried)]
        untried += failed
        if isinstance(before, Assessment) and isinstance(after, Assessment):
            tried += 1
            changes += _change(path.stem, before, after)
    return Effects(tried=tried, changes=tuple(changes), untried=tuple(untried))


def _assessed(path: Path, packs: Packs, by: str) -> Assessment | Untried:
    """The scenario under one rule book. Its key is left out: it may name what only the other rule book has."""
    try:
        document = read(path)
        if isinstance(document.data, dict):
            document = replace(document, data={k: v for k, v in document.data.items() if k != "expect"})
        case, found = read_case(document, packs)
        if case is None or found:
            return Untried(scenario=path.stem, by=by, problems=tuple(str(d) for d in found))
        return assess(case, packs.book(profile_id(case)), packs.instruments, check)
    except BadInput as bad:
        return Untried(scenario=path.stem, by=by, problems=tuple(str(d) for d in bad.diagnostics))
    except NoOutcome as gap:
        return Untried(scenario=path.stem, by=by, problems=(str(gap),))


def _change(name: str, before: Assessment, after: Assessment) -> Iterator[ScenarioChange]:
    turned = tuple(_turns(before, after))
    flags, notes = (tuple(t for t in turned if t.kind == kind.value) for kind in _TOLD)
    outcomes = _outcomes(before), _outcomes(after)
    if outcomes[0] != outcomes[1] or flags or notes:
        roots = tuple(t for t in turned if t.changed)
        yield ScenarioChange(
            scenario=name,
            profile=after.book.profile.label,
            before=outcomes[0],
            after=outcomes[1],
            flags=flags,
            notes=notes,
            because=roots or turned[:1],
            turned=turned,
        )


def _outcomes(assessment: Assessment) -> tuple[str, ...]:
    return tuple(assessment.book.outcomes[o].title for o in assessment.outcomes)


def _turns(before: Assessment, after: Assessment) -> Iterator[Turn]:
    """The rules answered otherwise, from the lowest stratum up. A rule that one book lacks is answered by nothing."""
    for rule_id in dict.fromkeys((*after.book.rules, *before.book.rules)):
        words = _word(before, rule_id), _word(after, rule_id)
        if words[0] != words[1] and not _idle(before, after, rule_id):
            rule = (after if rule_id in after.book.rules else before).book.rules[rule_id].rule
            yield Turn(
                id=rule_id,
                kind=rule.kind.value,
                title=rule.title,
                before=words[0],
                after=words[1],
                changed=_tree(before.book, rule_id) != _tree(after.book, rule_id),
            )


def _idle(before: Assessment, after: Assessment, rule_id: str) -> bool:
    """Whether one book lacks the rule and in the other it is not met: nothing a reader would notice."""
    verdicts = {a.results[rule_id].verdict if rule_id in a.results else None for a in (before, after)}
    return verdicts == {None, Verdict.NOT_MET}


def _word(assessment: Assessment, rule_id: str) -> str:
    result = assessment.results.get(rule_id)
    return kind_words(result.rule.kind)[result.verdict] if result is not None else ABSENT


def _tree(book: RuleBook, rule_id: str) -> object:
    return book.rules[rule_id].tree if rule_id in book.rules else None
