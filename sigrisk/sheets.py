"""Everything in a rule book as sheets of labelled texts, so that two versions can be laid beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from sigrisk.condition import ConditionError, Scope, resolve, rules_in
from sigrisk.counted import counted
from sigrisk.exampletext import example_text
from sigrisk.instrument import Instrument, Item
from sigrisk.memo.wording import basis_text
from sigrisk.models import M
from sigrisk.packs import Packs
from sigrisk.rulebook import Offence, OutcomeText, Param, Profile, ResolvedRule, Rule, RuleBook, SourceDoc
from sigrisk.show import EFFECTS, KINDS, condition_lines
from sigrisk.validity import span_text
from sigrisk.vocabulary import Domain, Fact, Sourced
from sigrisk.words import word_of

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing of a rule book: its title, its parts by their Swedish name, and all of it as it is written.

    Only what is written tells whether it has changed: its words also change with the title of a rule it refers to, or
    with a number. ``first`` are the parts to tell of a thing that is new.
    """

    title: str
    fields: Mapping[str, Lines]
    written: str
    first: Lines = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of thing, with its heading and a sheet for each by its id."""

    id: str
    heading: str
    sheets: Mapping[str, Sheet]


def parts(packs: Packs) -> tuple[Part, ...]:
    """The whole rule book. Raises BadInput where a profile's rules can't be put together."""
    book = catalogue(packs)
    forms = {i: packs.instruments[i] for i in packs.instruments}
    return (
        Part("rules", "Regler", {r: _rule(placed.rule, book) for r, placed in packs.rules.items()}),
        Part("params", "Gränser", _sheets(packs.params, lambda p: p.label, lambda p: _param(p, book))),
        Part("outcomes", "Utfall", {o.value: _outcome(text) for o, text in packs.outcomes.items()}),
        Part("profiles", "Profiler", {p: _profile(packs.profiles.own(p), packs, book) for p in packs.profiles.ids}),
        Part("domains", "Livsområden", {d.id: _domain(d) for d in packs.vocabulary.domains}),
        Part("facts", "Uppgifter", {f.id: _fact(f, book) for f in packs.vocabulary}),
        Part("instruments", "Checklistor", {i: _instrument(form, book) for i, form in forms.items()}),
        Part("items", "Frågor i checklistorna", _items(forms.values(), book)),
        Part("offences", "Brottstyper", _offences(packs, book)),
        Part("sources", "Dokument som reglerna hänvisar till", _sheets(packs.sources, lambda s: s.title, _source)),
    )


def catalogue(packs: Packs) -> RuleBook:
    """A book that holds every rule of the packs under its own name, with the default numbers: for its words alone."""
    numbers = {p.id: p.default for p in packs.params.values()}
    found: dict[str, ResolvedRule] = {}
    for rule_id, placed in packs.rules.items():
        try:
            tree = resolve(placed.rule.when, Scope(packs.vocabulary, numbers))
        except ConditionError:  # no profile uses the rule, or the loader would have told
            continue
        if set(rules_in(tree)) <= set(packs.rules):
            found[rule_id] = ResolvedRule(placed.rule, tree)
    return replace(packs.book(packs.profiles.ids[0]), rules=found, values=numbers)


def _sheets(
    items: Mapping[str, M], title: Callable[[M], str], fields: Callable[[M], dict[str, Lines]]
) -> dict[str, Sheet]:
    return {i: Sheet(title(one), fields(one), one.model_dump_json(by_alias=True)) for i, one in items.items()}


def _origin(one: Sourced, book: RuleBook) -> dict[str, Lines]:
    return {"Källa": (basis_text(one.basis, one.sources, book),)}


def _text(value: str | int | Enum | None) -> Lines:
    """One value as a text; nothing where there is none."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return ("ja" if value else "nej",)
    return (str(value.value if isinstance(value, Enum) else value),)


def _rule(rule: Rule, book: RuleBook) -> Sheet:
    resolved = book.rules.get(rule.id)
    words = [indent + line for indent, line in condition_lines(book, resolved.tree)] if resolved is not None else []
    fields = {
        "Rubrik": (rule.title,),
        "Slag": (KINDS[rule.kind],),
        "Verkan": (EFFECTS[rule.effect],),
        "Hur bilden ser ut när regeln är uppfylld": _text(rule.reads),
        "Etikett": _text(rule.group),
        "Utfall": tuple(_outcomes_of(rule, book)),
        "Villkor": tuple(words),
        "Säger när den är uppfylld": (rule.says,),
        "Säger när den inte är uppfylld": (rule.says_not,),
        "Säger när den inte kan avgöras": (rule.says_open,),
        "Att göra": _text(rule.do),
        "Varför regeln finns": _text(rule.why),
        **_origin(rule, book),
        "Exempel": tuple(_examples(rule, book)),
    }
    first = ("Slag", "Verkan", "Utfall", "Villkor", "Säger när den är uppfylld", "Källa")
    return Sheet(rule.title, fields, rule.model_dump_json(by_alias=True), first)


def _outcomes_of(rule: Rule, book: RuleBook) -> Iterator[str]:
    own = (rule.outcome,) if rule.outcome is not None else ()
    yield from (book.outcomes[o].title for o in (*own, *rule.outcomes) if o in book.outcomes)


def _examples(rule: Rule, book: RuleBook) -> Iterable[str]:
    cases = rule.cases
    for word, listed in (("uppfylld", cases.met), ("inte uppfylld", cases.not_met), ("oavgjord", cases.open)):
        yield from (f"{word}: {example_text(one, book)}" for one in listed)


def _param(param: Param, book: RuleBook) -> dict[str, Lines]:
    return {
        "Namn": (param.label,),
        "Förvalt värde": (param.counted(param.default),),
        "Tillåtna värden": (f"{param.low} till {param.high}",),
        "Varför": _text(param.why),
        **_origin(param, book),
    }


def _outcome(text: OutcomeText) -> Sheet:
    fields = {"Rubrik": text.title, "I korthet": text.short, "Betyder": text.means, "Nästa steg": text.do}
    closed = (text.when_closed.title, text.when_closed.short, text.when_closed.means, text.when_closed.do)
    lines: dict[str, Lines] = {k: (v,) for k, v in fields.items()}
    lines |= {f"{k} när verksamheten är stängd": _text(v) for k, v in zip(fields, closed, strict=True)}
    return Sheet(text.title, lines, text.model_dump_json())


def _profile(profile: Profile, packs: Packs, book: RuleBook) -> Sheet:
    def titled(ids: Iterable[str]) -> Lines:
        return tuple(packs.rules[r].rule.title if r in packs.rules else r for r in ids)

    numbers = {book.params[p].label if p in book.params else p: _set(profile, p, book) for p in profile.params}
    instead = zip(titled(profile.instead), titled(profile.instead.values()), strict=True)
    fields = {
        "Namn": (profile.label,),
        "Version": (profile.version,),
        "Giltighet": (span_text(profile),),
        "Bygger på": _text(profile.extends),
        "Om profilen": (profile.about,),
        "Målgrupp": (profile.target_group,),
        "Stängd": _text(profile.closed),
        "Ersatt av": titled(profile.replaced_by),
        "Arbetssätt": _text(profile.operation_model),
        "Rättslig form": _text(profile.legal_form),
        "Lista över strategiska brott": (profile.strategic_edition,),
        "Egna gränser": tuple(f"{label}: {value}" for label, value in sorted(numbers.items())),
        "Regler": titled(profile.rules),
        "Utbytta regler": tuple(f"”{old}” ersätts av ”{new}”" for old, new in instead),
        "Beslutslista": titled(profile.decision),
        "Alternativ": titled(profile.alternatives),
        **_origin(profile, book),
    }
    return Sheet(profile.label, fields, profile.model_dump_json(by_alias=True), ("Målgrupp", "Giltighet", "Källa"))


def _set(profile: Profile, param: str, book: RuleBook) -> str:
    """A number that the profile sets, and where it comes from."""
    origin = profile.origins.get(param, profile)
    return f"{profile.params[param]} ({basis_text(origin.basis, origin.sources, book)})"


def _domain(domain: Domain) -> Sheet:
    fields = {"Namn": (domain.label,), "Ordning": (str(domain.order),)}
    return Sheet(domain.label, fields, f"{domain.label} {domain.order}")


def _fact(fact: Fact, book: RuleBook) -> Sheet:
    one = fact.definition
    fields = {
        "Namn": (one.label,),
        "Fråga": (one.ask,),
        "Livsområde": (fact.domain.label,),
        "Slag av svar": _text(one.type),
        "Sida": _text(one.side),
        "Kan ändras med stöd": _text(one.dynamic),
        "Får räknas i": (counted(one.expires, "månad", "månader"),) if one.expires is not None else (),
        "Val": tuple(f"{word_of(o)}: {o.label}" for o in one.options),
        "Kan vara ej aktuellt": _text(one.not_applicable),
        "Räknas fram av sigrisk": _text(one.derived),
        "Hjälptext": _text(one.help),
        **_origin(one, book),
    }
    return Sheet(one.label, fields, f"{fact.domain.id} {one.model_dump_json()}", ("Fråga",))


def _instrument(form: Instrument, book: RuleBook) -> Sheet:
    """A checklist without its questions, which have their own sheets."""
    fields = {
        "Namn": (form.label,),
        "Version": (str(form.version),),
        "Förebild": (form.modelled_on,),
        "Ålder": (f"{form.ages.low}–{form.ages.high} år",),
        "Minuter": (str(form.minutes),),
        "Syfte": (form.purpose,),
        "Begränsningar": form.limits,
        "Ska inte användas till": form.not_for,
        "Delar": tuple(f"{part.label}: {'; '.join(item.label for item in part.items)}" for part in form.sections),
        "Svar": tuple(f"{s.id}: {', '.join(map(word_of, s.levels))}" for s in form.scales if s.levels),
        **_origin(form, book),
    }
    order = [(part.id, part.label, [item.id for item in part.items]) for part in form.sections]
    return Sheet(form.label, fields, f"{order} {form.model_dump_json(exclude={'sections'})}", ("Syfte", "Källa"))


def _items(forms: Iterable[Instrument], book: RuleBook) -> dict[str, Sheet]:
    found = {}
    for form in forms:
        for item in form.items():
            title = f"{form.label}: {item.label}"
            found[f"{form.id} {item.id}"] = Sheet(title, _item(item, book), item.model_dump_json())
    return found


def _item(item: Item, book: RuleBook) -> dict[str, Lines]:
    return {
        "Namn": (item.label,),
        "Fråga": (item.ask,),
        "Skala": (item.scale,),
        "Uppgift": (book.vocabulary[item.fact].definition.label if item.fact in book.vocabulary else item.fact,),
        "Nivåerna betyder": tuple(f"{level}: {text}" for level, text in item.means.items()),
        "Nivåerna motsvarar": tuple(f"{level}: {value}" for level, value in item.maps.items()),
        "Anmärkning": _text(item.note),
        **_origin(item, book),
    }


def _offences(packs: Packs, book: RuleBook) -> dict[str, Sheet]:
    def fields(one: Offence) -> dict[str, Lines]:
        return {
            "Namn": (one.label,),
            "Skrivs": _text(one.word),
            "Kapitel i brottsbalken": _text(one.chapter),
            "Räknas aldrig som grövre": _text(one.minor),
            "Strategiskt enligt": tuple(f"{edition} års lista" for edition in one.strategic),
            **_origin(one, book),
        }

    chapters = tuple(str(chapter) for chapter in sorted(packs.grave_chapters))
    title = "Kapitel vars brott räknas som grövre"
    return {
        **_sheets(packs.offences, lambda o: o.label, fields),
        "grave_chapters": Sheet(title, {"Kapitel": chapters}, ",".join(chapters)),
    }


def _source(one: SourceDoc) -> dict[str, Lines]:
    return {"Titel": (one.title,), "Utgivare": (one.author,), "År": (str(one.year),), "Om": _text(one.about)}
