"""The questions to the group: each flag, the child's best, its position and the alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigrisk.adult import interests
from sigrisk.asking import (
    MORE,
    OWN_WORDS,
    REMOVE,
    REWRITE,
    Asked,
    Questions,
    Unfit,
    in_own_words,
    numbered,
    with_change,
    yes,
)
from sigrisk.assess import Result
from sigrisk.explain import Step, reason
from sigrisk.judgement import OFFERS, POSITIONS, Considered, FlagAnswer, Found, Judgement, Position
from sigrisk.lacks import departure, flags_to_answer
from sigrisk.memo.wording import ground_text
from sigrisk.ownwords import names_something
from sigrisk.possible import Verdict
from sigrisk.since import FLAG_NOW

MOST_GROUNDS: Final = 8  # shown under a flag; the memo has all


class GroupQuestions(Questions):
    """What the group answers."""

    def all(self) -> Iterator[Asked]:
        """The group's questions in the order of the memo."""
        yield from self._flags()
        yield self._own("childs_best", f"Hur bedömer gruppen {interests(self.assessment)}?", self._voice())
        yield from self._position()
        yield from self._alternatives()

    def _flags(self) -> Iterator[Asked]:
        wanted = flags_to_answer(self.assessment)
        for result in wanted:
            yield from self._flag(result)
        for flag in self.j.flags.keys() - {result.rule.id for result in wanted}:
            yield self._gone(flag)

    def _flag(self, result: Result) -> Iterator[Asked]:
        rule, found = result.rule, Found(result.verdict.value)
        answer = self.j.flags.get(rule.id) or FlagAnswer(found=found)
        why = reason(self.assessment, result)
        shown = [f"Flaggan ”{rule.title}” {FLAG_NOW[result.verdict]}. {why.sentence}"]
        shown += [f"- {one.text if isinstance(one, Step) else ground_text(one)}" for one in why.rests_on[:MOST_GROUNDS]]
        if (left := len(why.rests_on) - MOST_GROUNDS) > 0:
            shown.append(f"- {left} till. Alla står i promemorians avsnitt 8.")
        what = "gäller" if result.verdict is Verdict.MET else "inte går att avgöra"
        key = f"flags.{rule.id}"

        def agree(text: str) -> Judgement:
            return self._answer(rule.id, FlagAnswer(found=found, agrees=yes(text), reasons=answer.reasons))

        def explain(text: str) -> Judgement:
            return self._answer(rule.id, answer.model_copy(update={"reasons": in_own_words(text)}))

        written = "" if answer.agrees is None else "ja" if answer.agrees else "nej"
        question = f"Instämmer gruppen i att flaggan {what}?"
        then = f"{key}.reasons" if answer.reasons else ""
        how, about = "Svara ja eller nej.", f"Instämmer gruppen i flaggan ”{rule.title}”?"
        yield Asked(f"{key}.agrees", question, how, agree, written, tuple(shown), about=about, then=then)
        if answer.agrees is not None:
            question = "Vill gruppen skriva varför?" if answer.agrees else "Varför instämmer gruppen inte?"
            follows = "" if answer.reasons else f"{key}.agrees"
            about = f"Varför gruppen svarar så om flaggan ”{rule.title}”"
            yield Asked(f"{key}.reasons", question, OWN_WORDS, explain, answer.reasons, follows=follows, about=about)

    def _answer(self, flag: str, answer: FlagAnswer) -> Judgement:
        return self._set(flags={**self.j.flags, flag: answer})

    def _gone(self, flag: str) -> Asked:
        def remove(text: str) -> Judgement:
            if not yes(text):
                raise Unfit("bara flaggor som gäller eller är oklara besvaras; svara ja, eller senare")
            return self._set(flags={one: answer for one, answer in self.j.flags.items() if one != flag})

        title = self.assessment.results[flag].rule.title if flag in self.assessment.results else flag
        question = f"Flaggan ”{title}” gäller inte. Ska svaret på den tas bort?"
        return Asked(f"flags.{flag}", question, "Svara ja.", remove)

    def _voice(self) -> tuple[str, ...]:
        said = [v.says or f"(Uppgift saknas: {v.missing_because})" for v in self.assessment.case.voice]
        people = [v.person for v in self.assessment.case.voice]
        youth = [words for person, words in zip(people, said, strict=True) if person == "youth"]
        return tuple(f"Den unges egna ord: {words}" for words in youth)

    def _position(self) -> Iterator[Asked]:
        outcomes = [self.assessment.book.outcomes[o] for o in self.assessment.outcomes]
        if len(outcomes) == 1:
            shown = [f"Regelverkets utfall: {outcomes[0].title}. {outcomes[0].means}"]
        else:
            shown = ["Regelverkets utfall går inte att avgöra. Det kan bli:"]
            shown += [f"- {one.title}. {one.means}" for one in outcomes]
        choices = dict(enumerate(Position, start=1))
        how = "Skriv en siffra. " + " ".join(f"{n}: {POSITIONS[one]}." for n, one in choices.items())
        written = "" if self.j.position is None else POSITIONS[self.j.position]

        def take(text: str) -> Judgement:
            return self._set(position=numbered(text, tuple(Position)))

        question, then = "Vilket är gruppens ställningstagande?", "reasons" if self.j.reasons else ""
        yield Asked("position", question, how, take, written, tuple(shown), then=then)
        yield self._own("reasons", "Vilka är gruppens egna skäl?")
        if departs := departure(self.j, self.assessment):
            yield self._own("departs_because", "Varför kommer gruppen till något annat än regelverket?", (departs,))
        yield self._person("written_by", "Vem har skrivit ställningstagandet?")

    def _alternatives(self) -> Iterator[Asked]:
        listed = self.j.alternatives
        for index, one in enumerate(listed):
            yield self._considered(index, one)
            yield self._why_considered(index, one)
        number = len(listed)

        def add(text: str) -> Judgement:
            first, _, rest = text.partition(" ")
            if not number and first.strip(",.:").lower() == "inget":
                if self.j.position is not None and self.j.position not in OFFERS:
                    raise Unfit("skriv minst ett alternativ, eftersom SIG inte erbjuds")
                return self._set(no_alternatives_because=in_own_words(rest.strip()))
            if not names_something(text):
                raise Unfit("skriv vad alternativet är")
            return self._set(alternatives=(*listed, Considered(what=text)), no_alternatives_because="")

        if number:
            follows = f"alternatives.{number - 1}.reasons"
            question = "Har gruppen övervägt något mer?"
            yield Asked(f"alternatives.{number}", question, MORE, add, follows=follows, adds=True)
        else:
            how = "Skriv ett alternativ. Har inget övervägts, skriv inget och sedan varför."
            written = self.j.no_alternatives_because
            yield Asked("alternatives", "Vilket alternativ har gruppen övervägt?", how, add, written)

    def _considered(self, index: int, one: Considered) -> Asked:
        def take(text: str) -> Judgement:
            if not names_something(text):
                raise Unfit("skriv vad alternativet är")
            changed = None if text.lower() == REMOVE else one.model_copy(update={"what": text})
            return self._set(alternatives=with_change(self.j.alternatives, index, changed))

        key, then = f"alternatives.{index}.what", f"alternatives.{index}.reasons" if one.reasons else ""
        return Asked(key, "Vilket är alternativet?", REWRITE, take, one.what, then=then)

    def _why_considered(self, index: int, one: Considered) -> Asked:
        def take(text: str) -> Judgement:
            listed = list(self.j.alternatives)
            listed[index] = Considered(what=one.what, reasons=in_own_words(text))
            return self._set(alternatives=tuple(listed))

        question = f"Varför valdes eller valdes inte ”{one.what}”?"
        return Asked(f"alternatives.{index}.reasons", question, OWN_WORDS, take, one.reasons)
