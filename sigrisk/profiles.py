"""Profiles put together: what they inherit, which rules they choose, and the checked rule book that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from sigrisk.condition import Scope
from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.rulebook import Finding, Kind, Origin, Profile, ResolvedRule, Rule, RuleBook, check_rule, in_strata_order
from sigrisk.yamlfile import Document

if TYPE_CHECKING:
    from sigrisk.packs import Packs, Placed


class ProfileSet:
    """The profiles by id, with what each inherits filled in."""

    def __init__(self, written: Mapping[str, tuple[Profile, Document]]) -> None:
        self._written = dict(sorted(written.items()))

    @property
    def ids(self) -> tuple[str, ...]:
        """Every profile id, in order."""
        return tuple(self._written)

    def __contains__(self, profile_id: object) -> bool:
        return profile_id in self._written

    def __iter__(self) -> Iterator[Profile]:
        return (self.whole(profile_id) for profile_id in self.ids)

    def having(self, profile: Profile, document: Document) -> ProfileSet:
        """These profiles and one more, which takes the place of one with the same id."""
        return ProfileSet({**self._written, profile.id: (profile, document)})

    def own(self, profile_id: str) -> Profile:
        """The profile as it is written, without what it inherits."""
        return self._written[profile_id][0]

    def document(self, profile_id: str) -> Document:
        """The file a profile was read from."""
        return self._written[profile_id][1]

    def whole(self, profile_id: str) -> Profile:
        """The profile with what it inherits. Raises BadInput (SIG126) for an unknown or circular ``extends``."""
        return self._whole(profile_id, ())

    def _whole(self, profile_id: str, below: tuple[str, ...]) -> Profile:
        own, document = self._written[profile_id]
        if own.extends is None:
            return own
        at = document.where(("extends",))
        if own.extends not in self._written:
            near = did_you_mean(own.extends, self.ids)
            raise BadInput([Diagnostic("SIG126", document.file, at, f"okänd profil ”{own.extends}”", near)])
        if own.extends in (*below, profile_id):
            circle = " → ".join((*below, profile_id, own.extends))
            raise BadInput([Diagnostic("SIG126", document.file, at, "profilerna ärver varandra i ring", circle)])
        parent = self._whole(own.extends, (*below, profile_id))
        kept = tuple(r for r in parent.rules if r not in own.without)
        return own.model_copy(
            update={
                "params": {**parent.params, **own.params},
                "origins": {**_origins_left(parent, own), **own.origins},
                "instead": {**parent.instead, **own.instead},
                "rules": tuple(dict.fromkeys((*kept, *own.rules))),
                "decision": own.decision or parent.decision,
                "alternatives": tuple(dict.fromkeys((*parent.alternatives, *own.alternatives))),
                "legal_form": own.legal_form or parent.legal_form,
                "operation_model": own.operation_model or parent.operation_model,
            }
        )


def _origins_left(parent: Profile, own: Profile) -> dict[str, Origin]:
    """Where the numbers come from that a profile inherits and doesn't set itself."""
    whole = Origin(basis=parent.basis, sources=parent.sources)
    return {p: parent.origins.get(p, whole) for p in parent.params if p not in own.params}


def resolve_book(packs: Packs, profile_id: str) -> RuleBook:
    """The checked rule book of one profile. Raises BadInput with everything that is wrong with it."""
    profile = packs.profiles.whole(profile_id)
    document = packs.profiles.document(profile_id)
    found = list(_profile_findings(packs, profile, document))
    if found:
        raise BadInput(found)
    values = {p.id: profile.params.get(p.id, p.default) for p in packs.params.values()}
    named = (*profile.rules, *profile.decision, *profile.alternatives)
    chosen = {r: packs.rules[profile.instead.get(r, r)] for r in named}
    resolved, found = _resolve(packs, chosen, Scope(packs.vocabulary, values))
    if found:
        raise BadInput(found)
    return RuleBook(
        profile=profile,
        vocabulary=packs.vocabulary,
        rules=in_strata_order(resolved),
        decision=profile.decision,
        params=packs.params,
        values=values,
        outcomes={o: t.in_closed() for o, t in packs.outcomes.items()} if profile.closed else packs.outcomes,
        sources=packs.sources,
        offences=packs.offences,
        grave_chapters=packs.grave_chapters,
        checksum=packs.checksum,
        editions=packs.editions,
        questions=packs.questions,
    )


def _resolve(packs: Packs, chosen: Mapping[str, Placed], scope: Scope) -> tuple[list[ResolvedRule], list[Diagnostic]]:
    # A rule that stands in the place of another answers to the other's name, so that what builds on it needs no change.
    known: dict[str, Rule] = {r: placed.rule.model_copy(update={"id": r}) for r, placed in chosen.items()}
    resolved: list[ResolvedRule] = []
    found: list[Diagnostic] = []
    for rule_id, placed in chosen.items():
        tree, findings = check_rule(known[rule_id], known, scope, texts=packs.checks_texts)
        found += placed_findings(packs, placed, findings, packs.rules)
        if tree is not None:
            resolved.append(ResolvedRule(known[rule_id], tree))
    return resolved, found


def placed_findings(
    packs: Packs, placed: Placed, findings: Iterable[Finding], known: Iterable[str]
) -> Iterator[Diagnostic]:
    """What is wrong with one rule, at its place in its file, and the documents it cites that don't exist.

    ``known`` are the rules that it may refer to, for a hint at a slip of the pen.
    """

    def tell(code: str, path: tuple[str | int, ...], message: str, help_: str) -> Diagnostic:
        return Diagnostic(
            code, placed.document.file, placed.document.where(("rules", placed.index, *path)), message, help_
        )

    for finding in findings:
        help_ = finding.help
        if finding.code == "SIG111":
            help_ = did_you_mean(finding.help, packs.vocabulary.ids) or "”sigrisk facts” visar alla uppgifter"
        elif finding.code == "SIG116":
            help_ = did_you_mean(finding.help, known) or "regeln finns inte, eller ingår inte i profilen"
        yield tell(finding.code, finding.path, finding.message, help_)
    for i, citation in enumerate(placed.rule.sources):
        if citation.doc not in packs.sources:
            help_ = did_you_mean(citation.doc, packs.sources) or "lägg till dokumentet i rules/sources.yaml"
            yield tell("SIG124", ("sources", i, "doc"), f"okänt dokument ”{citation.doc}”", help_)


def _profile_findings(packs: Packs, profile: Profile, document: Document) -> Iterator[Diagnostic]:
    written = packs.profiles.own(profile.id)

    def tell(code: str, path: tuple[str | int, ...], message: str, help_: str, *, at_key: bool = False) -> Diagnostic:
        at: Position = document.where_key(path) if at_key else document.where(path)
        return Diagnostic(code, document.file, at, message, help_)

    for key in ("rules", "without", "decision", "alternatives"):
        for rule_id in getattr(profile, key):
            own: tuple[str, ...] = getattr(written, key)
            at = (key, own.index(rule_id)) if rule_id in own else (key,)  # what is inherited stands in another file
            if rule_id not in packs.rules:
                near = did_you_mean(rule_id, packs.rules) or "”sigrisk rules list” visar alla"
                yield tell("SIG122", at, f"okänd regel ”{rule_id}”", near)
                continue
            if key == "without":
                continue
            kind = packs.rules[rule_id].rule.kind
            wanted = {"decision": Kind.OUTCOME, "alternatives": Kind.ALTERNATIVE}.get(key)
            misplaced = kind in (Kind.OUTCOME, Kind.ALTERNATIVE) if wanted is None else kind is not wanted
            if misplaced:
                yield tell("SIG125", at, f"”{rule_id}” är av slaget {kind.value} och hör inte hemma här", "flytta den")
    for replaced, rule_id in profile.instead.items():
        place = ("instead", replaced) if replaced in written.instead else ("instead",)
        if rule_id not in packs.rules:
            near = did_you_mean(rule_id, packs.rules) or "”sigrisk rules list” visar alla"
            yield tell("SIG122", place, f"okänd regel ”{rule_id}”", near)
        elif replaced not in (*profile.rules, *profile.decision, *profile.alternatives):
            yield tell("SIG122", place, f"profilen har ingen regel ”{replaced}” att byta ut", "skriv regeln i ”rules”")
        elif replaced in packs.rules and packs.rules[rule_id].rule.kind is not packs.rules[replaced].rule.kind:
            yield tell("SIG125", place, f"”{rule_id}” är inte av samma slag som ”{replaced}”", "byt mot samma slag")
    for index, rule_id in enumerate(profile.replaced_by):
        at = ("replaced_by", index)
        if rule_id not in profile.alternatives:
            near = did_you_mean(rule_id, profile.alternatives) or "skriv alternativet i ”alternatives”"
            yield tell("SIG122", at, f"profilen har inget alternativ ”{rule_id}”", near)
        elif not profile.closed:
            help_ = "skriv i ”closed” varför verksamheten är stängd, eller ta bort ”replaced_by”"
            yield tell("SIG125", at, f"”{rule_id}” kan inte ha ersatt en verksamhet som är öppen", help_)
    for param, value in profile.params.items():
        if param not in packs.params:
            near = did_you_mean(param, packs.params) or "finns: " + ", ".join(packs.params)
            yield tell("SIG123", ("params", param), f"okänd parameter ”{param}”", near, at_key=True)
        elif not packs.params[param].low <= value <= packs.params[param].high:
            span = f"skriv ett tal från {packs.params[param].low} till {packs.params[param].high}"
            yield tell("SIG123", ("params", param), f"”{value}” är utanför gränserna", span)
    for param in written.origins:
        if param not in written.params:
            near = did_you_mean(param, written.params) or "skriv talet under ”params”, eller ta bort ursprunget"
            yield tell("SIG123", ("origins", param), f"”{param}” har ett ursprung men inget tal", near, at_key=True)
    for rule_id in profile.decision:
        outcome = packs.rules[rule_id].rule.outcome if rule_id in packs.rules else None
        if outcome is not None and outcome not in packs.outcomes:
            yield tell(
                "SIG127", ("decision",), f"utfallet ”{outcome.value}” saknar text", "skriv den i rules/outcomes.yaml"
            )
