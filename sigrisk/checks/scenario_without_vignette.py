"""A scenario must tell its story."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material
from sigrisk.checks.raw import whole_files
from sigrisk.checks.sample import SCENARIO, WHOLE, with_value
from sigrisk.packs import shown_path


def _find(material: Material) -> Iterator[Found]:
    names = {shown_path(path): path.stem for path in material.scenario_files}
    for case in whole_files(material, "sigrisk"):
        name = names.get(case.document.file)
        if name is not None and not case.text("vignette"):
            told = "scenariot har ingen berättelse"
            help_ = "skriv efter ”vignette” några meningar som den som utbildar kan läsa upp"
            yield case.found(name, told, help_, *(("vignette",) if "vignette" in case.data else ()))


CHECK = Check(
    code="SIG227",
    name="scenario_without_vignette",
    title="Scenario utan berättelse",
    why=(
        "Ett övningsärende börjar med att någon berättar om den unge. Utan berättelsen är scenariot bara en lista av "
        "uppgifter, och den som övar får inte pröva att gå från det ena till det andra."
    ),
    passing=Example({**WHOLE, "scenarios/ex_01.yaml": SCENARIO}),
    failing=Example({**WHOLE, "scenarios/ex_01.yaml": with_value(SCENARIO, "vignette", '" "')}, ("ex_01",)),
    find=_find,
)
