"""A judgement as the text of its file: every part has its place and explanation, and what isn't answered is empty."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

import yaml

from sigrisk.adult import interests
from sigrisk.assess import Assessment
from sigrisk.judgement import POSITIONS, FlagAnswer, Found, Judgement, Named
from sigrisk.lacks import LEGAL_FORMS, flags_to_answer, legal_form
from sigrisk.law import LawBook
from sigrisk.possible import Verdict
from sigrisk.since import FLAG_NOW

_WIDTH: Final = 110
_LONG: Final = 90


def judgement_text(judgement: Judgement, assessment: Assessment, laws: LawBook) -> str:
    """The text of the file. It reads back as the same judgement; a person's own comments aren't kept."""
    return "\n".join(line.rstrip() for line in _lines(judgement, assessment, laws)) + "\n"


def _lines(judgement: Judgement, assessment: Assessment, laws: LawBook) -> Iterator[str]:
    j, judged = judgement, judgement.judged
    yield "# Gruppens ställningstagande. Inget är ifyllt i förväg. Lämna det tomt som ännu inte är klart."
    yield "# Egna kommentarer försvinner när ”sigrisk judge” sparar. Skriv sådant i själva svaren."
    yield "sigrisk_judgement: 1"
    yield ""
    yield "# Vilken bedömning svaren gäller. Ändras ärendet eller reglerna behöver gruppen gå igenom den på nytt."
    yield "judged:"
    yield f"  case: {_quoted(judged.case)}"
    yield f"  assessment_date: {judged.assessment_date}"
    yield f"  profile: {_quoted(judged.profile)}"
    yield f"  rulebook: {_quoted(judged.rulebook)}"
    yield f"  case_file: {_quoted(judged.case_file)}"
    yield f"  outcomes: [{', '.join(outcome.value for outcome in judged.outcomes)}]"
    yield from _part("Vilken nämnd eller förvaltning det gäller.", _text("authority", j.authority))
    yield from _part("Hur handlingen ska märkas med sekretess.", _text("secrecy", j.secrecy))
    yield from _flags(j, assessment)
    yield from _part(f"Gruppens bedömning av {interests(assessment)}.", _text("childs_best", j.childs_best))
    yield from _alternatives(j)
    choices = ", ".join(f"{p.value} ({text})" for p, text in POSITIONS.items())
    position = j.position.value if j.position is not None else ""
    yield from _part(f"Ställningstagandet: {choices}.", [f"position: {position}"])
    yield from _part("Gruppens egna skäl.", _text("reasons", j.reasons))
    why = "Bara om gruppen kommer till något annat än regelverket: varför?"
    yield from _part(why, _text("departs_because", j.departs_because))
    yield from _part("Vem som har skrivit ställningstagandet.", _named("written_by", j.written_by))
    forms = ", ".join(f"{form.value} ({text})" for form, text in LEGAL_FORMS.items())
    form = j.legal_form.value if j.legal_form is not None else ""
    yield from _part(f"Bara om profilen inte säger i vilken form SIG ges: {forms}.", [f"legal_form: {form}"])
    grounds = "; ".join(
        f"{one.id}, {laws.cite(one.id)}" for one in laws.grounds(assessment.case.day, legal_form(j, assessment))
    )
    ground = f"Lagrummet för beslutet, till exempel {grounds}. Skriv ordet före kommat. Alla finns i rules/lagrum.yaml."
    yield from _part(ground, [f"legal_ground: {_quoted(j.legal_ground) if j.legal_ground is not None else ''}"])
    yield from _part("Vem som beslutar.", _named("decided_by", j.decided_by))
    yield from _part("Vem som har föredragit ärendet.", _named("presented_by", j.presented_by))
    yield from _took_part(j)
    yield from _dissent(j)
    yield from _part("Beslutets datum: år-månad-dag.", [f"date: {j.date or ''}"])
    yield from _part("Dag för uppföljning och ny prövning: år-månad-dag.", [f"follow_up: {j.follow_up or ''}"])
    yield from _part("Vad som har kommunicerats, med vem och när.", _text("communicated", j.communicated))
    nothing = _text("nothing_communicated_because", j.nothing_communicated_because)
    yield from _part("Bara om inget har kommunicerats: varför?", nothing)
    how = (
        "Bara om SIG ges som bistånd och inte erbjuds: till vem överklagandet ställs, vart det skickas och från vilken "
        "dag tiden räknas. Kommunens jurist kontrollerar texten."
    )
    yield from _part(how, _text("how_to_appeal", j.how_to_appeal))
    yield from _part("Gruppens egna ord till den unge, med enkla ord.", _text("to_young", j.to_young))
    yield from _part("När och var den unge träffar er nästa gång.", _text("next_meeting", j.next_meeting))
    yield from _part("Vem den unge kan ringa: namn och telefonnummer.", _text("contact", j.contact))


def _part(explained: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield from textwrap.wrap(
        explained, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )
    yield from lines


def _flags(judgement: Judgement, assessment: Assessment) -> Iterator[str]:
    now = {result.rule.id: result for result in flags_to_answer(assessment)}
    listed = dict.fromkeys((*now, *judgement.flags))
    explained = "Instämmer gruppen i flaggorna (true) eller inte (false)? Den som inte instämmer skriver varför."
    yield from _part(explained, ["flags:"])
    for flag in listed:
        verdict = assessment.results[flag].verdict if flag in assessment.results else Verdict.NOT_MET
        title = assessment.results[flag].rule.title if flag in assessment.results else flag
        answer = judgement.flags.get(flag) or FlagAnswer(found=Found(verdict.value))
        yield f"  # {title}: {FLAG_NOW[verdict]}"
        yield f"  {flag}:"
        yield f"    found: {answer.found.value}"
        yield f"    agrees: {'' if answer.agrees is None else str(answer.agrees).lower()}"
        yield from _text("reasons", answer.reasons, "    ")


def _alternatives(judgement: Judgement) -> Iterator[str]:
    explained = "Alternativ som gruppen har övervägt, vart och ett så här: {what: …, reasons: …}"
    yield from _part(explained, ["alternatives:"])
    for one in judgement.alternatives:
        yield from _text("what", one.what, "    ", "  - ")
        yield from _text("reasons", one.reasons, "    ")
    explained = "Bara om SIG erbjuds och inget alternativ har övervägts: varför?"
    yield from _part(explained, _text("no_alternatives_because", judgement.no_alternatives_because))


def _took_part(judgement: Judgement) -> Iterator[str]:
    yield from _part("Övriga som har medverkat, var och en så här: {name: …, role: …}", ["took_part:"])
    for one in judgement.took_part:
        yield f"  - name: {_quoted(one.name)}"
        yield f"    role: {_quoted(one.role)}"
    yield "# Skriv true om ingen annan har medverkat."
    yield f"nobody_else_took_part: {'true' if judgement.nobody_else_took_part else ''}"


def _dissent(judgement: Judgement) -> Iterator[str]:
    yield from _part("Avvikande meningar, var och en så här: {name: bara namnet, says: …}", ["dissent:"])
    for one in judgement.dissent:
        yield f"  - name: {_quoted(one.name)}"
        yield from _text("says", one.says, "    ")
    yield "# Skriv true om ingen har en avvikande mening."
    yield f"nobody_dissented: {'true' if judgement.nobody_dissented else ''}"


def _named(key: str, person: Named) -> list[str]:
    return [
        f"{key}:",
        f"  name: {_quoted(person.name) if person.name else ''}",
        f"  role: {_quoted(person.role) if person.role else ''}",
    ]


def _text(key: str, value: str, indent: str = "", first: str | None = None) -> list[str]:
    """A key with a text: empty, on one line, or broken over several where it is long and can be."""
    lead = indent if first is None else first
    if not value:
        return [f"{lead}{key}:"]
    lines = textwrap.wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)
    if len(value) <= _LONG or value != " ".join(lines):
        return [f"{lead}{key}: {_quoted(value)}"]
    return [f"{lead}{key}: >-", *(f"{indent}  {line}" for line in lines)]


def _quoted(value: str) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, default_style='"', width=1_000_000)).strip()
