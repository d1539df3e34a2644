"""A profile must say from when it is valid, and have a decision list."""

from __future__ import annotations

from collections.abc import Iterator

from sigrisk.checks.base import Check, Example, Found, Material, Needs
from sigrisk.checks.raw import whole_files
from sigrisk.checks.sample import PROFILE, PROFILE_FILE, WHOLE, without
from sigrisk.diagnostics import BadInput


def _find(material: Material) -> Iterator[Found]:
    for profile in whole_files(material, "sigrisk_profile"):
        if not profile.text("valid_from"):
            absent = "valid_from" not in profile.data
            yield profile.found(
                f"{profile.id} / valid_from",
                f"profilen ”{profile.id}” säger inte från vilken dag den gäller",
                "skriv ”valid_from: ÅÅÅÅ-MM-DD”",
                *(() if absent else ("valid_from",)),
                instead_of="nyckeln ”valid_from” saknas" if absent else "”valid_from”: värdet saknas",
            )
        if material.packs is not None and not _decides(material, profile.id):
            yield profile.found(
                f"{profile.id} / decision",
                f"profilen ”{profile.id}” har ingen beslutslista, så ingen kan bedömas med den",
                "skriv en lista efter ”decision”, eller ärv en med ”extends”",
                *(("decision",) if "decision" in profile.data else ()),
            )


def _decides(material: Material, profile_id: str) -> bool:
    try:
        return material.packs is not None and bool(material.packs.profiles.whole(profile_id).decision)
    except BadInput:  # told by the loader
        return True


CHECK = Check(
    code="SIG221",
    name="incomplete_profile",
    title="Profil utan giltighetstid eller beslutslista",
    why=(
        "I efterhand ska det gå att se vilka regler som gällde den dag bedömningen gjordes. Och utan beslutslista "
        "kommer regelverket aldrig fram till något utfall: bedömningen stannar med ett fel."
    ),
    passing=Example(WHOLE),
    failing=Example({**WHOLE, PROFILE_FILE: without(PROFILE, "extends")}, ("exempelby-ungdom / decision",)),
    find=_find,
    needs=Needs.BOTH,
)
