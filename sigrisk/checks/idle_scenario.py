"""A scenario must have a key, and try something that no other scenario tries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sigrisk.assess import Assessment
from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import Entry, whole_files
from sigrisk.checks.sample import SCENARIO, WHOLE
from sigrisk.packs import shown_path

_TWIN = SCENARIO.replace("EX-01", "EX-02").replace("Kim", "Robin").replace("snattat", "klottrat")


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    played = {shown_path(path): _exercised(assessment) for path, assessment in material.scenarios}
    times = Counter(played.values())
    files = {shown_path(path): path.stem for path in material.scenario_files}
    for case in whole_files(material, "sigrisk"):
        name = files.get(case.document.file)
        if name is None:
            continue
        if not case.group("expect"):
            yield case.found(
                name, "scenariot har inget facit, så det prövar inget", "skriv ”expect” med utfall och flaggor"
            )
        elif case.document.file not in played:
            help_ = "kör ”sigrisk test”, som säger varför"
            yield case.found(name, "scenariot går inte att bedöma, så det prövar inget", help_)
        elif times[played[case.document.file]] > 1:
            yield _adds_nothing(case, name)


def _adds_nothing(case: Entry, name: str) -> Found:
    return case.found(
        name,
        "ett annat scenario ger precis samma svar på varje regel, så det här prövar inget nytt",
        "ändra det ena så att någon regel får ett annat svar, eller ta bort det",
        "expect",
    )


def _exercised(assessment: Assessment) -> tuple[str, ...]:
    """The verdict of every rule together, with the operation model and the outcomes.

    Together, because a case in which two rules hold at once tries something that two cases with one each don't: only
    the first shows which row of a decision list goes before the other.
    """
    profile = assessment.book.profile
    model = assessment.case.case.operation_model or profile.operation_model
    verdicts = (f"{rule_id}: {result.verdict.value}" for rule_id, result in sorted(assessment.results.items()))
    return (profile.id, model.value if model else "", *(o.value for o in assessment.outcomes), *verdicts)


CHECK = Check(
    code="SIG226",
    name="idle_scenario",
    title="Scenario som inte prövar något",
    why=(
        "Ett scenario är både övning och test. Utan facit (”expect”) kan det inte bli fel, och då prövar det inget. "
        "Det prövar inte heller något om ett annat scenario i samma profil, med samma sätt att arbeta, redan ger "
        "varenda regel samma svar och samma utfall. Då visas båda. Ett scenario som behövs ändå, till exempel för att "
        "visa båda ändarna av ett åldersspann, får ett undantag med skäl."
    ),
    passing=Example({**WHOLE, "scenarios/ex_01.yaml": SCENARIO}),
    failing=Example({**WHOLE, "scenarios/ex_01.yaml": SCENARIO, "scenarios/ex_02.yaml": _TWIN}, ("ex_01", "ex_02")),
    find=_find,
    needs=Needs.BOOK,
)
