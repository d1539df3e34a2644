"""The questions to whoever decides: the ground, the people, the days and what has been communicated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.asking import (
    MORE,
    NAME_AND_ROLE,
    OWN_WORDS,
    REMOVE,
    REWRITE,
    Asked,
    Questions,
    Unfit,
    in_own_words,
    named,
    nobody,
    numbered,
    with_change,
    yes,
)
from sigrisk.judgement import Dissent, Judgement, Named
from sigrisk.lacks import LEGAL_FORMS, appeal_is_told, legal_form
from sigrisk.lawlacks import misfit
from sigrisk.ownwords import names_something, only_a_name, says_nothing_was
from sigrisk.rulebook import LegalForm

_APPEAL: Final = (
    "Hur överklagas beslutet: till vem ställs överklagandet, vart skickas det och från vilken dag räknas tiden?"
)
_APPEAL_HOW: Final = "Skriv så som kommunens jurist har kontrollerat det."


class DecisionQuestions(Questions):
    """What whoever decides answers."""

    def all(self) -> Iterator[Asked]:
        """The questions about the decision in the order of the memo."""
        if self.assessment.book.profile.legal_form is None:
            yield self._form()
        elif self.j.legal_form not in (None, self.assessment.book.profile.legal_form):
            yield self._other_form()
        yield self._ground()
        yield self._person("decided_by", "Vem beslutar?")
        yield self._person("presented_by", "Vem har föredragit ärendet?")
        yield from self._took_part()
        yield from self._dissent()
        yield self._day("date", "Vilken dag fattades beslutet?")
        yield self._day("follow_up", "Vilken dag ska beslutet följas upp och prövas på nytt?")
        yield self._communicated()
        if self.j.how_to_appeal or (self.j.position is not None and appeal_is_told(self.j, self.assessment)):
            yield self._own("how_to_appeal", _APPEAL, how=_APPEAL_HOW)
        yield self._own("to_young", "Vad vill gruppen säga till den unge, med enkla ord?")
        yield self._name("next_meeting", "När och var träffar den unge er nästa gång?", "Skriv tid och plats.")
        yield self._name("contact", "Vem kan den unge ringa?", "Skriv namn och telefonnummer.")

    def _form(self) -> Asked:
        forms = tuple(LegalForm)
        how = "Skriv en siffra. " + " ".join(f"{n}: {LEGAL_FORMS[one]}." for n, one in enumerate(forms, start=1))
        written = "" if self.j.legal_form is None else LEGAL_FORMS[self.j.legal_form]
        question = "I vilken form ges SIG? Profilen säger inte det."
        return Asked("legal_form", question, how, lambda text: self._set(legal_form=numbered(text, forms)), written)

    def _other_form(self) -> Asked:
        def remove(text: str) -> Judgement:
            if not yes(text):
                raise Unfit("profilen avgör formen; svara ja, eller senare")
            return self._set(legal_form=None)

        question = "Formen för SIG är en annan än profilens. Ska profilens gälla?"
        return Asked("legal_form", question, "Svara ja.", remove)

    def _ground(self) -> Asked:
        laws, day = self.laws, self.j.date or self.assessment.case.day
        form = legal_form(self.j, self.assessment)
        grounds = tuple(one.id for one in laws.grounds(day, form))
        shown = tuple(f"{n}: {laws.cite(one)}. {laws.paragraphs[one].about}" for n, one in enumerate(grounds, start=1))
        now = self.j.legal_ground

        def take(text: str) -> Judgement:
            chosen = text if text in laws.paragraphs else self._numbered(text, grounds)
            if (lack := misfit(chosen, form, day, laws)) is not None:
                raise Unfit(f"{lack.message}; {lack.help}")
            if self.j.date is not None and not laws.applies(chosen, self.j.date):
                raise Unfit(f"{laws.cite(chosen)} gäller inte den {self.j.date}; välj ett annat lagrum")
            return self._set(legal_ground=chosen)

        how = "Skriv en siffra, eller lagrummets id i rules/lagrum.yaml. Bara de som passar formen för SIG visas."
        written = laws.cite(now) if now is not None else ""
        return Asked("legal_ground", "Vilket lagrum vilar beslutet på?", how, take, written, shown)

    @staticmethod
    def _numbered(text: str, grounds: tuple[str, ...]) -> str:
        if not grounds:
            raise Unfit("inget lagrum i rules/lagrum.yaml passar formen den dagen; skriv senare, och lägg till det där")
        return numbered(text, grounds)

    def _took_part(self) -> Iterator[Asked]:
        listed = self.j.took_part
        for index, person in enumerate(listed):
            yield self._whole_person(index, person)

        def add(text: str) -> Judgement:
            if not listed and nobody(text):
                return self._set(nobody_else_took_part=True)
            return self._set(took_part=(*listed, named(text)), nobody_else_took_part=False)

        if listed:
            follows = "took_part" if len(listed) == 1 else f"took_part.{len(listed) - 1}"
            yield Asked(f"took_part.{len(listed)}", "Har någon mer medverkat?", MORE, add, follows=follows, adds=True)
        else:
            written = "ingen" if self.j.nobody_else_took_part else ""
            how = f"{NAME_AND_ROLE} Skriv ingen om ingen mer har det."
            yield Asked("took_part", "Vem mer har medverkat?", how, add, written)

    def _whole_person(self, index: int, person: Named) -> Asked:
        def take(text: str) -> Judgement:
            changed = None if text.lower() == REMOVE else named(text)
            return self._set(took_part=with_change(self.j.took_part, index, changed))

        written = ", ".join(filter(None, (person.name, person.role)))
        how = f"{NAME_AND_ROLE} Eller skriv {REMOVE}."
        return Asked(f"took_part.{index}", "Vem är det som har medverkat?", how, take, written)

    def _dissent(self) -> Iterator[Asked]:
        listed = self.j.dissent
        for index, one in enumerate(listed):
            yield self._dissenter(index, one)
            yield self._says(index, one)

        def add(text: str) -> Judgement:
            if not listed and nobody(text):
                return self._set(nobody_dissented=True)
            if not names_something(text) or not only_a_name(text):
                raise Unfit("skriv bara namnet; vad personen anser är nästa fråga")
            return self._set(dissent=(*listed, Dissent(name=text)), nobody_dissented=False)

        if listed:
            follows = f"dissent.{len(listed) - 1}.says"
            how, question = "Skriv bara namnet, eller tryck på Enter.", "Har någon mer en avvikande mening?"
            yield Asked(f"dissent.{len(listed)}", question, how, add, follows=follows, adds=True)
        else:
            written = "ingen" if self.j.nobody_dissented else ""
            how = "Skriv bara namnet, eller ingen. Vad personen anser är nästa fråga."
            yield Asked("dissent", "Har någon en avvikande mening?", how, add, written)

    def _dissenter(self, index: int, one: Dissent) -> Asked:
        def take(text: str) -> Judgement:
            if not names_something(text) or not only_a_name(text):
                raise Unfit("skriv bara namnet")
            changed = None if text.lower() == REMOVE else one.model_copy(update={"name": text})
            return self._set(dissent=with_change(self.j.dissent, index, changed))

        return Asked(f"dissent.{index}.name", "Vem har en avvikande mening?", REWRITE, take, one.name)

    def _says(self, index: int, one: Dissent) -> Asked:
        def take(text: str) -> Judgement:
            listed = list(self.j.dissent)
            listed[index] = Dissent(name=one.name, says=in_own_words(text))
            return self._set(dissent=tuple(listed))

        how = "Skriv med personens egna ord."
        return Asked(f"dissent.{index}.says", f"Vad anser {one.name}?", how, take, one.says)

    def _communicated(self) -> Asked:
        def take(text: str) -> Judgement:
            if says_nothing_was(text):
                raise Unfit("skriv inget, och sedan varför inget har kommunicerats")
            first, _, rest = text.partition(" ")
            if first.strip(",.:;–-").lower() in ("inget", "ingenting"):
                apart = first[-1] in ",.:;–-" or rest.split()[0].lower() in ("för", "eftersom", "då")
                why = in_own_words(rest.strip() if apart else text)
                return self._set(communicated="", nothing_communicated_because=why[:1].upper() + why[1:])
            return self._set(communicated=in_own_words(text), nothing_communicated_because="")

        question = "Vad har kommunicerats, med vem och när?"
        how = f"{OWN_WORDS} Har inget kommunicerats, skriv inget och sedan varför."
        because = self.j.nothing_communicated_because
        written = f"Inget. {because}" if because else self.j.communicated
        return Asked("communicated", question, how, take, written)
