"""A profile must only take away rules that it would otherwise inherit."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.sample import PROFILE, PROFILE_FILE, WHOLE, with_line


def _find(material: Material) -> Iterator[Found]:
    if material.packs is None:
        return
    profiles = material.packs.profiles
    for profile_id in profiles.ids:
        own, document = profiles.own(profile_id), profiles.document(profile_id)
        inherited = profiles.whole(own.extends).rules if own.extends is not None else ()
        for index, rule_id in enumerate(own.without):
            if rule_id not in inherited:
                yield Found(
                    document.file,
                    document.where(("without", index)),
                    f"{profile_id} / {rule_id}",
                    f"profilen ”{profile_id}” tar bort regeln ”{rule_id}”, som den inte ärver",
                    "ta bort raden, eller rätta namnet på regeln",
                )


CHECK = Check(
    code="SIG222",
    name="idle_without",
    title="Profil som tar bort en regel den inte har",
    why=(
        "Den som skriver ”without” tror att en regel är borttagen. Ärver profilen inte regeln har raden ingen verkan, "
        "och regeln som skulle bort finns kanske kvar under ett annat namn."
    ),
    passing=Example(
        {
            **WHOLE,
            PROFILE_FILE: with_line(PROFILE, "rules", "without: [girls_seen_less]"),
        }
    ),
    failing=Example(
        {
            **WHOLE,
            PROFILE_FILE: with_line(PROFILE, "rules", "without: [adult_no_motivation]"),
        },
        ("exempelby-ungdom / adult_no_motivation",),
    ),
    find=_find,
    needs=Needs.BOOK,
)
