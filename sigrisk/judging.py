"""Every question that can be asked of a judgement as it stands; knows nothing of the terminal it is asked in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sigrisk.askdecision import DecisionQuestions
from sigrisk.askgroup import GroupQuestions
from sigrisk.asking import Asked, Questions, Unfit, yes
from sigrisk.assess import Assessment
from sigrisk.judgement import Judgement, judged_now
from sigrisk.law import LawBook
from sigrisk.lawlacks import answerable_lacks
from sigrisk.since import changed_since


def questions(judgement: Judgement, assessment: Assessment, laws: LawBook) -> tuple[Asked, ...]:
    """Every question that can be asked of the judgement as it stands, in the order of the memo."""
    lacks = [lack.key for lack in answerable_lacks(judgement, assessment, laws) if not lack.in_case]
    asked = (
        *_FirstQuestions(judgement, assessment, laws).all(),
        *GroupQuestions(judgement, assessment, laws).all(),
        *DecisionQuestions(judgement, assessment, laws).all(),
    )
    return tuple(replace(one, needed=any(k == one.key or k.startswith(f"{one.key}.") for k in lacks)) for one in asked)


class _FirstQuestions(Questions):
    def all(self) -> Iterator[Asked]:
        yield from self._confirm()
        yield self._name("authority", "Vilken nämnd eller förvaltning gäller det?", "Skriv namnet.")
        how = "Skriv märkningen, eller att ingen behövs."
        yield self._name("secrecy", "Hur ska handlingen märkas med sekretess?", how)

    def _confirm(self) -> Iterator[Asked]:
        changed = changed_since(self.j, self.assessment)
        if not changed:
            return

        def take(text: str) -> Judgement:
            if not yes(text):
                raise Unfit("gå igenom svaren som står, och ändra dem i filen eller här; svara ja när det är gjort")
            return self._set(judged=judged_now(self.assessment))

        shown = ("Ställningstagandet skrevs för en annan bedömning än den som nu gäller.", *changed)
        question = "Har gruppen gått igenom bedömningen på nytt, och gäller svaren fortfarande?"
        yield Asked("judged", question, "Svara ja. Annars skriv senare.", take, shown=shown)
