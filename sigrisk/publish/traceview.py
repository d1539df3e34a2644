"""The traceability page: docs/sparbarhet.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sigrisk.counted import counted
from sigrisk.possible import Verdict
from sigrisk.publish.model import Row, StatementGroup, TracePage
from sigrisk.publish.scenarios import Played, Shown
from sigrisk.publish.trace import MOST, Trace, most_direct
from sigrisk.publish.wording import fact_anchor, item_anchor, link, md, number_anchor, outcome_anchor, rule_anchor
from sigrisk.rulebook import OutcomeId, Rule
from sigrisk.show import KINDS
from sigrisk.statements import Carriers, Statement, TextRef
from sigrisk.vocabulary import Basis, Citation

NONE: Final = "–"
FOLDER: Final = "regelverk"
_ORIGIN: Final = {Basis.PROPOSAL: "sigrisks förslag", Basis.LOCAL: "kommunens eget beslut"}
_TEXTS: Final = {
    "says": "meningen när den gäller",
    "says_not": "meningen när den inte gäller",
    "says_open": "meningen när det inte går att avgöra",
    "do": "rådet",
    "why": "skälet",
    "title": "rubriken",
    "short": "den korta texten",
    "means": "förklaringen",
}
_PROFILE_KEYS: Final = {
    "about": "beskrivningen",
    "target_group": "målgruppen",
    "closed": "skälet till att den är stängd",
    "operation_model": "arbetssättet",
    "legal_form": "den rättsliga formen",
}


def trace_page(trace: Trace) -> TracePage:
    """Everything on the page, in the order of the packs."""
    listed = trace.statements.listed
    rules = [trace.packs.rules[rule_id].rule for rule_id in trace.packs.rules]
    return TracePage(
        counts=_counts(trace),
        most=MOST,
        statements=tuple(
            StatementGroup(
                f"{number}. {md(title)}",
                tuple(_statement(trace, s) for s in listed if s.section == number),
            )
            for number, title in trace.statements.sections.items()
            if any(s.section == number for s in listed)
        ),
        rules=tuple(_rule(trace, rule) for rule in rules),
        params=tuple(_param(trace, param_id) for param_id in trace.packs.params),
        outcomes=tuple(_outcome(trace, outcome) for outcome in trace.packs.outcomes),
        sections=tuple(_sections(trace, rules)),
        scenarios=tuple(_scenario(trace, one) for one in trace.played),
        not_encoded=tuple(Row((s.id, md(s.text), md(s.not_encoded))) for s in listed if s.not_encoded),
        partly=tuple(Row((s.id, md(s.text), md(s.note))) for s in listed if s.note),
        unshown=tuple(Row((s.id, md(s.text))) for s in listed if s.carried and not trace.scenarios[s.id]),
        without_statement=tuple(
            Row((_rule_link(trace, r.id), f"`{r.id}`", _origin(r))) for r in rules if not trace.with_rule(r.id)
        ),
    )


def _counts(trace: Trace) -> str:
    listed = trace.statements.listed
    carried = sum(s.carried for s in listed)
    partly = sum(bool(s.note) for s in listed)
    return (
        f"Av {counted(len(listed), 'påstående', 'påståenden')} bärs {carried} av något i regelboken, "
        f"{partly} av dem med en anmärkning. "
        f"{len(listed) - carried} bärs inte av något, och skälet står vid vart och ett."
    )


# -- statements -------------------------------------------------------------------------------------------------------


def _statement(trace: Trace, one: Statement) -> Row:
    carried = "<br>".join(_carriers(trace, one.carried_by)) or f"Bärs inte: {md(one.not_encoded)}"
    note = f"<br>*Anmärkning:* {md(one.note)}" if one.note else ""
    sources = "<br>".join(_citation(trace, c) for c in one.sources)
    return Row(
        (
            f'<a id="{one.id}"></a>{one.id}',
            md(one.text),
            sources,
            carried + note,
            _scenarios(trace.clearest[one.id], len(trace.scenarios[one.id])),
        )
    )


def _carriers(trace: Trace, carriers: Carriers) -> Iterator[str]:
    packs = trace.packs
    for rule_id in carriers.rules:
        yield f"Regeln {_rule_link(trace, rule_id)}"
    for ref in carriers.rule_texts:
        yield f"Regeln {_rule_link(trace, ref.id)}: {_TEXTS.get(ref.key, ref.key)}{_words(ref)}"
    for outcome_id in carriers.outcomes:
        yield f"Utfallet {_outcome_link(trace, outcome_id)}"
    for ref in carriers.outcome_texts:
        yield f"Utfallet {_outcome_link(trace, ref.id)}: {_TEXTS.get(ref.key, ref.key)}{_words(ref)}"
    for param_id in carriers.params:
        yield f"Gränsen {_linked(trace, packs.params[param_id].label, number_anchor(param_id))}"
    for fact_id in carriers.facts:
        yield f"Uppgiften {_linked(trace, packs.vocabulary[fact_id].definition.label, fact_anchor(fact_id))}"
    for ref in carriers.profiles:
        yield f"Profilen {_profile_link(trace, ref.id)}: {_profile_key(trace, ref)}"
    for instrument_id in carriers.instruments:
        place = f"{FOLDER}/checklistor.md#{item_anchor(instrument_id)}"
        yield f"Checklistan {link(packs.instruments[instrument_id].label, place)}"
    if carriers.offences:
        yield "Brottstyperna " + ", ".join(md(packs.offences[o].label.lower()) for o in carriers.offences)
    for paragraph_id in carriers.laws:
        yield f"Lagrummet {md(packs.laws.cite(paragraph_id))}"
    for field in carriers.case:
        yield f"Ärendefilen: `{field}`"


def _words(ref: TextRef) -> str:
    return f" (”{md(ref.words)}”)" if ref.words else ""


def _profile_key(trace: Trace, ref: TextRef) -> str:
    first, _, rest = ref.key.partition(".")
    if first == "params":
        return f"{md(trace.packs.params[rest].label[:1].lower() + trace.packs.params[rest].label[1:])} {md(ref.words)}"
    if first == "instead":
        return f"egen regel, {_rule_link(trace, ref.words)}"
    if ref.key == "extends":
        return f"bygger på {_profile_link(trace, ref.words)}"
    return _PROFILE_KEYS.get(ref.key, f"`{ref.key}`") + _words(ref)


# -- back again -------------------------------------------------------------------------------------------------------


def _rule(trace: Trace, rule: Rule) -> Row:
    met = [s for s in trace.shown if s.verdicts.get(rule.id) is Verdict.MET]
    return Row(
        (
            _rule_link(trace, rule.id),
            f"`{rule.id}`",
            KINDS[rule.kind],
            "<br>".join([*(_citation(trace, c) for c in rule.sources), *_other_origin(rule.basis)]),
            _names(trace.with_rule(rule.id)),
            _some(met),
        )
    )


def _param(trace: Trace, param_id: str) -> Row:
    param = trace.packs.params[param_id]
    used = [s for s in trace.shown if param_id in s.params]
    return Row(
        (
            _linked(trace, param.label, number_anchor(param_id)),
            f"`{param_id}`",
            "<br>".join([*(_citation(trace, c) for c in param.sources), *_other_origin(param.basis)]),
            _names(trace.with_param(param_id)),
            _some(used),
        )
    )


def _outcome(trace: Trace, outcome: OutcomeId) -> Row:
    rules = [p.rule for p in trace.packs.rules.values() if p.rule.outcome is outcome]
    sources = dict.fromkeys(_citation(trace, c) for rule in rules for c in rule.sources)
    only = [s for s in trace.shown if s.outcomes == {outcome.value}]
    return Row(
        (
            _outcome_link(trace, outcome.value),
            f"`{outcome.value}`",
            ", ".join(_rule_link(trace, rule.id) for rule in rules),
            "<br>".join(sources),
            _names(trace.with_outcome(outcome.value)),
            _some(only),
        )
    )


def _sections(trace: Trace, rules: Iterable[Rule]) -> Iterator[Row]:
    """Each document and heading that is cited, with the rules that cite it and the statements that stand there."""
    by_rule: dict[Citation, list[str]] = {}
    for rule in rules:
        for citation in rule.sources:
            by_rule.setdefault(citation, []).append(rule.id)
    by_statement: dict[Citation, list[Statement]] = {}
    for statement in trace.statements.listed:
        for citation in statement.sources:
            by_statement.setdefault(citation, []).append(statement)
    order = {doc: place for place, doc in enumerate(trace.packs.sources)}
    cited = sorted({*by_rule, *by_statement}, key=lambda c: (order[c.doc], c.section))
    for citation in cited:
        document = trace.packs.sources[citation.doc]
        yield Row(
            (
                f"{md(document.author)} {document.year}",
                md(citation.section),
                ", ".join(_rule_link(trace, r) for r in by_rule.get(citation, [])) or NONE,
                _names(by_statement.get(citation, [])),
            )
        )


def _scenario(trace: Trace, played: Played) -> Row:
    case, book = played.assessment.case, played.assessment.book
    outcomes = " eller ".join(f"”{md(book.outcomes[o].title)}”" for o in played.assessment.outcomes)
    profile = _profile_link(trace, book.profile.id)
    title = md(case.case.title or case.case.id)
    return Row(
        (f'<a id="{_scenario_anchor(played)}"></a>{md(played.short)}', title, f"`{played.name}`", profile, outcomes)
    )


# -- links and lists --------------------------------------------------------------------------------------------------


def _linked(trace: Trace, text: str, name: str) -> str:
    place = trace.places.get(name)
    return md(text) if place is None else link(text, f"{FOLDER}/{place.profile}.md#{place.anchor}")


def _profile_link(trace: Trace, profile_id: str) -> str:
    label = trace.packs.profiles.whole(profile_id).label
    return link(label, f"{FOLDER}/{profile_id}.md") if profile_id in trace.profiles else md(label)


def _rule_link(trace: Trace, rule_id: str) -> str:
    return f"”{_linked(trace, trace.packs.rules[rule_id].rule.title, rule_anchor(rule_id))}”"


def _outcome_link(trace: Trace, outcome_id: str) -> str:
    return f"”{_linked(trace, trace.packs.outcomes[OutcomeId(outcome_id)].title, outcome_anchor(outcome_id))}”"


def _citation(trace: Trace, citation: Citation) -> str:
    document = trace.packs.sources[citation.doc]
    return f"{md(document.author)} {document.year}, ”{md(citation.section)}”"


def _origin(rule: Rule) -> str:
    return _ORIGIN.get(rule.basis, "egen källa")


def _other_origin(basis: Basis) -> list[str]:
    return [_ORIGIN[basis]] if basis in _ORIGIN else []


def _scenario_anchor(played: Played) -> str:
    return f"scenario-{played.name}"


def _some(shown: Sequence[Shown]) -> str:
    return _scenarios(most_direct(((one, frozenset()) for one in shown), MOST), len(shown))


def _scenarios(played: Iterable[Played], total: int) -> str:
    """A few scenarios as links, and how many more there are."""
    links = [link(one.short, f"#{_scenario_anchor(one)}") for one in played]
    more = f" och {total - len(links)} till" if total > len(links) else ""
    return ", ".join(links) + more or NONE


def _names(statements: Iterable[Statement]) -> str:
    return ", ".join(link(s.id, f"#{s.id}") for s in statements) or NONE
