"""A profile must only set numbers that its own rules use."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.sample import PROFILE, PROFILE_FILE, WHOLE, without
from sigrisk.rulebook import params_used


def _find(material: Material) -> Iterator[Found]:
    for profile_id, book in material.books.items():
        assert material.packs is not None  # there are no books without packs
        document = material.packs.profiles.document(profile_id)
        used = {param.id for param in params_used(book)}
        for param_id in material.packs.profiles.own(profile_id).params:
            if param_id not in used:
                yield Found(
                    document.file,
                    document.where_key(("params", param_id)),
                    f"{profile_id} / {param_id}",
                    f"profilen ”{profile_id}” sätter gränsen ”{param_id}”, som ingen av dess regler använder",
                    "ta bort gränsen, eller lägg till regeln som den hör till",
                )


CHECK = Check(
    code="SIG209",
    name="idle_profile_param",
    title="Profil som sätter en gräns i onödan",
    why=(
        "En gräns som profilen sätter ska ändra något i den. Används gränsen inte av någon av profilens regler har den "
        "som skrev den förmodligen glömt regeln eller tagit fel gräns."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, PROFILE_FILE: without(PROFILE, "rules")}, ("exempelby-ungdom / empty_days_min",)),
    find=_find,
    needs=Needs.BOOK,
)
