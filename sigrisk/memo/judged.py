"""Fills in the memo with what people have written. What they haven't is said to be missing, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sigrisk.assess import Assessment
from sigrisk.finals import FinalVersion
from sigrisk.judgement import POSITIONS, FlagAnswer, Found, Judgement, Named
from sigrisk.lacks import LEGAL_FORMS, Lack, appeal_is_told, departure
from sigrisk.law import LawBook
from sigrisk.lawlacks import answerable_lacks, ground_lacks
from sigrisk.masking import HIDDEN
from sigrisk.memo import blanks, labels
from sigrisk.memo.appeal import HOW, appeal
from sigrisk.memo.model import Blank, Block, Bullets, Memo, Paragraph, Reasoned, Section
from sigrisk.memo.wording import day_text, full_stop
from sigrisk.memo.young import LINE
from sigrisk.possible import Verdict
from sigrisk.rulebook import Kind
from sigrisk.since import changed_since

MISSING: Final = "Uppgift saknas."
READY: Final = "Upprättad"


@dataclass(frozen=True, slots=True)
class Judged:
    """What people have written about an assessment, and the law they may cite. ``final`` makes the memo final."""

    judgement: Judgement
    laws: LawBook
    final: FinalVersion | None = None


def completed(memo: Memo, assessment: Assessment, judged: Judged) -> Memo:
    """The memo with its blanks and answer lines filled in; final where the judgement is, else a draft still."""
    parts = _Parts(assessment, judged)
    memo = replace(memo, judgement=judged.judgement, final=judged.final, head=tuple(parts.head(memo)))
    sections = tuple(replace(one, blocks=tuple(parts.section(one))) for one in memo.sections)
    return replace(memo, sections=sections, draft=memo.draft if judged.final is None else "")


class _Parts:
    def __init__(self, assessment: Assessment, judged: Judged) -> None:
        self.assessment, self.j, self.laws, self.final = assessment, judged.judgement, judged.laws, judged.final
        self.lacks = answerable_lacks(self.j, assessment, self.laws)
        self.changed = changed_since(self.j, assessment)
        j = self.j
        self.filled: dict[str, Callable[[], Iterator[Block]]] = {
            blanks.CHILDS_BEST: lambda: self._text(blanks.CHILDS_BEST, "childs_best", j.childs_best),
            blanks.OWN_INTERESTS: lambda: self._text(blanks.OWN_INTERESTS, "childs_best", j.childs_best),
            blanks.DEPARTS: lambda: iter(()),  # said with the position
            blanks.LEGAL_FORM: self._form,
            blanks.TO_YOUNG: self._to_young,
            blanks.NEXT_MEETING: lambda: self._on_line(blanks.NEXT_MEETING, j.next_meeting),
            blanks.CONTACT: lambda: self._on_line(blanks.CONTACT, j.contact),
            blanks.ALTERNATIVES: self._alternatives,
            blanks.POSITION: self._position,
            blanks.REASONS: lambda: self._text(blanks.REASONS, "reasons", j.reasons),
            blanks.WRITTEN_BY: lambda: self._person(blanks.WRITTEN_BY, "written_by", j.written_by),
            blanks.LEGAL_GROUND: self._ground,
            blanks.DECIDED_BY: lambda: self._person(blanks.DECIDED_BY, "decided_by", j.decided_by),
            blanks.PRESENTED_BY: lambda: self._person(blanks.PRESENTED_BY, "presented_by", j.presented_by),
            blanks.TOOK_PART: self._took_part,
            blanks.DISSENT: self._dissent,
            blanks.SIGNED: self._signed,
            blanks.FOLLOW_UP: lambda: self._day(blanks.FOLLOW_UP, "follow_up", j.follow_up),
            blanks.COMMUNICATED: self._communicated,
            blanks.HOW_TO_APPEAL: self._how_to_appeal,
        }

    # -- head and sections

    def head(self, memo: Memo) -> Iterator[tuple[str, str]]:
        """The lines of the head: what kind of document it is, whose, and which version."""
        for label, value in memo.head:
            if label == blanks.KIND and self.final is not None:
                yield label, READY
                yield from _version(self.final, self.laws)
            elif label == blanks.AUTHORITY:
                yield label, self.j.authority or self._missing("authority")
            elif label == blanks.SECRECY:
                yield label, self.j.secrecy or self._missing("secrecy")
            else:
                yield label, value

    def section(self, section: Section) -> Iterator[Block]:
        """A section with what people have written in place of what was left to them."""
        for block in section.blocks:
            if isinstance(block, Blank):
                yield from self.filled[block.label]()
            elif isinstance(block, Reasoned) and section.number == blanks.FLAGS_SECTION:
                yield replace(block, answer_lines=False)
                yield from self._answer(block.rule)
            elif isinstance(block, Paragraph) and block.text == blanks.BY_HUMAN:
                yield from self._changed()
            elif isinstance(block, Paragraph) and section.number == blanks.COMMUNICATION_SECTION:
                yield from appeal(self.j, self.assessment, self.laws)
            else:
                yield block

    def _changed(self) -> Iterator[Block]:
        if self.changed:
            told = "Ställningstagandet skrevs för en annan bedömning och behöver bekräftas på nytt. "
            yield Paragraph(told + " ".join(self.changed), strong="Observera.")

    # -- one part at a time

    def _missing(self, key: str) -> str:
        lack = next((one for one in self.lacks if one.key == key or one.key.startswith(f"{key}.")), None)
        return f"{MISSING} {_sentence(lack)}".strip()

    def _text(self, label: str, key: str, text: str) -> Iterator[Block]:
        yield Paragraph(full_stop(text) if text.strip() else self._missing(key), strong=f"{label}:")

    def _on_line(self, label: str, text: str) -> Iterator[Block]:
        """What the young person is told; a line to write on where nobody has, for the page isn't about the file."""
        yield Paragraph(full_stop(text), strong=f"{label}:") if text.strip() else Blank(label, LINE)

    def _person(self, label: str, key: str, person: Named) -> Iterator[Block]:
        whole = bool(person.name.strip() and person.role.strip())
        yield Paragraph(_full_name(person) if whole else self._missing(key), strong=f"{label}:")

    def _day(self, label: str, key: str, day: date | None) -> Iterator[Block]:
        yield Paragraph(f"{day_text(day)}." if day is not None else self._missing(key), strong=f"{label}:")

    def _answer(self, flag: str) -> Iterator[Block]:
        result, answer = self.assessment.results[flag], self.j.flags.get(flag)
        if result.rule.kind is not Kind.FLAG or (answer is None and result.verdict is Verdict.NOT_MET):
            return
        if answer is None or answer.agrees is None:
            yield Paragraph(self._missing(f"flags.{flag}"), strong=labels.ANSWER)
            return
        then = "" if answer.found.verdict is result.verdict else _THEN[answer.found]
        told = [f"{_agreed(answer)}{then}.", full_stop(answer.reasons) if answer.reasons.strip() else ""]
        unreasoned = [one for one in self.lacks if one.key == f"flags.{flag}.reasons"]
        told += [f"{MISSING} {_sentence(one)}" for one in unreasoned]
        yield Paragraph(" ".join(filter(None, told)), strong=labels.ANSWER)

    def _alternatives(self) -> Iterator[Block]:
        label = f"{blanks.ALTERNATIVES}:"
        if self.j.alternatives:
            yield Paragraph("", strong=label)
            yield Bullets(tuple(self._considered(index) for index in range(len(self.j.alternatives))))
        elif self.j.no_alternatives_because.strip():
            yield Paragraph(f"Inget alternativ. {full_stop(self.j.no_alternatives_because)}", strong=label)
        if not self.j.alternatives and any(one.key == "alternatives" for one in self.lacks):
            yield Paragraph(self._missing("alternatives"), strong=label)

    def _considered(self, index: int) -> str:
        one = self.j.alternatives[index]
        why = full_stop(one.reasons) if one.reasons.strip() else self._missing(f"alternatives.{index}")
        return f"{full_stop(one.what)} {why}"

    def _position(self) -> Iterator[Block]:
        position, label = self.j.position, f"{blanks.POSITION}:"
        if position is None:
            yield Paragraph(self._missing("position"), strong=label)
            return
        yield Paragraph(f"{POSITIONS[position]}.", strong=label)
        if departs := departure(self.j, self.assessment):
            because = self.j.departs_because
            why = f"Skälen till det: {full_stop(because)}" if because.strip() else self._missing("departs_because")
            yield Paragraph(f"{departs} {why}", strong="Avviker från regelverket.")

    def _form(self) -> Iterator[Block]:
        form = self.j.legal_form
        told = f"{LEGAL_FORMS[form]}." if form is not None else self._missing("legal_form")
        yield Paragraph(_upper(told), strong=f"{blanks.LEGAL_FORM}:")

    def _ground(self) -> Iterator[Block]:
        chosen, label = self.j.legal_ground, f"{blanks.LEGAL_GROUND}:"
        if chosen is None:
            yield Paragraph(self._missing("legal_ground"), strong=label)
            return
        one = self.laws.paragraphs[chosen]
        checked = "" if one.verified else " (inte kontrollerat)"
        yield Paragraph(f"{self.laws.cite(chosen)}{checked}. {full_stop(one.about)}", strong=label)
        for lack in ground_lacks(self.j, self.assessment, self.laws):
            yield Paragraph(f"{full_stop(_upper(lack.message))} {_sentence(lack)}", strong="Observera.")

    def _took_part(self) -> Iterator[Block]:
        people, label = self.j.took_part, f"{blanks.TOOK_PART}:"
        if people:
            told = "; ".join(_full_name(one).rstrip(".") for one in people) + "."
        else:
            told = "Ingen annan." if self.j.nobody_else_took_part else self._missing("took_part")
        yield Paragraph(told, strong=label)

    def _dissent(self) -> Iterator[Block]:
        label = f"{blanks.DISSENT}:"
        for index, one in enumerate(self.j.dissent):
            said = full_stop(one.says) if one.says.strip() else self._missing(f"dissent.{index}")
            yield Paragraph(f"{one.name}: {said}", strong=label)
        if not self.j.dissent:
            yield Paragraph("Ingen." if self.j.nobody_dissented else self._missing("dissent"), strong=label)

    def _communicated(self) -> Iterator[Block]:
        because = self.j.nothing_communicated_because.strip()
        told = f"Inget. Skäl: {full_stop(because)}" if because else self.j.communicated
        lacking = self._missing("communicated") if any(one.key == "communicated" for one in self.lacks) else ""
        said = [full_stop(told)] if told.strip() else []
        yield Paragraph(" ".join(filter(None, (*said, lacking))), strong=f"{blanks.COMMUNICATED}:")

    def _how_to_appeal(self) -> Iterator[Block]:
        """Only under an appeal notice: an offer, or a form that can't be appealed, has nothing of it."""
        if appeal_is_told(self.j, self.assessment):
            how, lacks = self.j.how_to_appeal, self._missing("how_to_appeal")
            if self.j.position is None and not how.strip():
                yield Blank(blanks.HOW_TO_APPEAL)
            else:
                yield Paragraph(full_stop(how) if how.strip() else lacks, strong=HOW)

    def _to_young(self) -> Iterator[Block]:
        lacks = any(one.key == "to_young" for one in self.lacks)
        told = self._missing("to_young") if lacks else "Orden står i bilaga C."
        yield Paragraph(told, strong=f"{blanks.TO_YOUNG}:")

    def _signed(self) -> Iterator[Block]:
        yield from self._day("Beslutets datum", "date", self.j.date)
        who = self.j.decided_by
        whole = bool(who.name.strip() and who.role.strip())
        yield Blank("Underskrift", f"{LINE} {who.name}, {who.role}" if whole else LINE)


_THEN: Final = {Found.MET: ", men svaret gavs när flaggan gällde", Found.OPEN: ", men svaret gavs när det var oklart"}


def _agreed(answer: FlagAnswer) -> str:
    what = " i att det inte går att avgöra" if answer.found is Found.OPEN else ""
    return f"Gruppen instämmer{what}" if answer.agrees else f"Gruppen instämmer inte{what}"


def _sentence(lack: Lack | None) -> str:
    return "" if lack is None else full_stop(_upper(lack.in_words))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _full_name(person: Named) -> str:
    return f"{person.name}, {full_stop(person.role)}"


def _changes(final: FinalVersion, laws: LawBook) -> Iterator[str]:
    """What a correction decides otherwise than the version it takes the place of."""
    new, old = final.decided, final.replaces.decided if final.replaces is not None else None
    if new is None or old is None:
        return
    if new.position is not old.position:
        yield f"Ställningstagandet från ”{POSITIONS[old.position]}” till ”{POSITIONS[new.position]}”."
    if new.legal_ground != old.legal_ground:
        was, now = (laws.cite(one) if one in laws.paragraphs else one for one in (old.legal_ground, new.legal_ground))
        yield f"Lagrummet från {was} till {now}."
    if new.decided_by != old.decided_by:
        yield f"Beslutsfattaren från {old.decided_by} till {new.decided_by}."


def _version(final: FinalVersion, laws: LawBook) -> Iterator[tuple[str, str]]:
    yield "Version", str(final.version)
    yield "Kontrollsumma", final.checksum
    if final.replaces is not None:
        old = final.replaces
        known = "" if old.checksum == HIDDEN else f", med kontrollsumman {old.checksum}"
        replaced = f"Version {old.version}, beslutad den {day_text(old.date)}{known}."
        yield "Ersätter", f"{replaced} Varför: {full_stop(final.because)}"
    changes = " ".join(_changes(final, laws))
    if changes:
        yield "Ändrar", changes
    if final.corrected_on is not None:
        by = f" av {_full_name(final.corrected_by)}" if final.corrected_by is not None else "."
        yield "Ändrad" if changes else "Rättad", f"Den {day_text(final.corrected_on)}{by}"
