"""A scenario must try something that no other scenario tries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sigrisk.assess import Assessment
from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import Entry, whole_files
from sigrisk.checks.sample import SCENARIO, WHOLE
from sigrisk.packs import shown

_TWIN = SCENARIO.replace("EX-01", "EX-02").replace("Kim", "Robin").replace("snattat", "klottrat")


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    played = {shown(path): _exercised(assessment) for path, assessment in material.scenarios}
    times = Counter(one for given in played.values() for one in given)
    files = {shown(path): path.stem for path in material.scenario_files}
    for case in whole_files(material, "sigrisk"):
        name = files.get(case.document.file)
        if name is None:
            continue
        if not case.group("expect"):
            yield case.found(
                name, "scenariot har inget facit, så det prövar inget", "skriv ”expect” med utfall och flaggor"
            )
        elif case.document.file not in played:
            help_ = f"kör ”sigrisk validate {case.document.file}”"
            yield case.found(name, "scenariot går inte att bedöma, så det prövar inget", help_)
        elif all(times[one] > 1 for one in played[case.document.file]):
            yield _adds_nothing(case, name)


def _adds_nothing(case: Entry, name: str) -> Found:
    return case.found(
        name,
        "scenariot prövar inget som inte ett annat scenario också prövar",
        "ändra det så att någon regel får ett annat svar eller utfallet blir ett annat, eller ta bort det",
        "expect",
    )


def _exercised(assessment: Assessment) -> frozenset[tuple[str, ...]]:
    """Each rule with its verdict, the decision list's verdicts together, and the operation model with the outcomes.

    The decision list's verdicts count together because only a case where two rows hold shows which goes first.
    """
    profile = assessment.book.profile
    model = assessment.case.case.operation_model or profile.operation_model
    verdicts = {(profile.id, rule_id, result.verdict.value) for rule_id, result in assessment.results.items()}
    rows = (assessment.results[rule_id].verdict.value for rule_id in assessment.book.decision)
    outcomes = (model.value if model else "", *(outcome.value for outcome in assessment.outcomes))
    return frozenset({*verdicts, ("beslutslista", profile.id, *rows), ("utfall", profile.id, *outcomes)})


CHECK = Check(
    code="SIG226",
    name="idle_scenario",
    title="Scenario som inte prövar något",
    why=(
        "Ett scenario är både övning och test. Utan facit (”expect”) kan det inte bli fel, och då prövar det inget. "
        "Det prövar inte heller något nytt om andra scenarier med samma profil redan ger varje regel samma svar, "
        "beslutslistans rader samma svar tillsammans, och samma utfall med samma sätt att arbeta. Två scenarier som "
        "prövar precis samma sak visas båda. Ett scenario som behövs ändå, till exempel för att jämföras med ett "
        "annat, får ett undantag med skäl."
    ),
    passing=Example({**WHOLE, "scenarios/ex_01.yaml": SCENARIO}),
    failing=Example({**WHOLE, "scenarios/ex_01.yaml": SCENARIO, "scenarios/ex_02.yaml": _TWIN}, ("ex_01", "ex_02")),
    find=_find,
)
