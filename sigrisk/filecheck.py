"""Checks one file of any kind that sigrisk reads: tells the kind by its keys, and everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sigrisk.case import Case
from sigrisk.casefile import read_case, unknown_kind
from sigrisk.checkwaivers import CheckWaiverFile, check_waiver_findings
from sigrisk.condition import Scope
from sigrisk.diagnostics import BadInput, Diagnostic, did_you_mean
from sigrisk.edition import Edition
from sigrisk.finals import Finals
from sigrisk.instrumentcheck import load_instrument
from sigrisk.judgement import Judgement
from sigrisk.judgementfile import read_judgement
from sigrisk.law import LawFile, law_findings
from sigrisk.models import Model, validate
from sigrisk.packs import Packs, Placed
from sigrisk.profiles import placed_findings, resolve_book
from sigrisk.questionfile import QuestionFile, question_findings
from sigrisk.rulebook import OffenceFile, OutcomeFile, ParamFile, Profile, RuleFile, SourceFile, check_rule
from sigrisk.statements import StatementFile, statement_findings
from sigrisk.training.labels import LabelFile
from sigrisk.training.preset import Preset, Sentences
from sigrisk.training.presetfile import ready_preset, sentence_findings
from sigrisk.training.ratings import Ratings, ratings_findings
from sigrisk.vocabulary import VocabularyFile
from sigrisk.waivers import WaiverFile, waiver_findings
from sigrisk.wordcheck import offence_words, vocabulary_words
from sigrisk.yamlfile import Document, read
from sigrisk.young import YoungFile

_KINDS: dict[str, type[Model]] = {
    "sigrisk": Case,
    "sigrisk_profile": Profile,
    "sigrisk_rulebook": Edition,
    "sigrisk_young": YoungFile,
    "sigrisk_questions": QuestionFile,
    "sigrisk_ratings": Ratings,
    "sigrisk_labels": LabelFile,
    "sigrisk_sentences": Sentences,
    "sigrisk_preset": Preset,
    "domain": VocabularyFile,
    "params": ParamFile,
    "outcomes": OutcomeFile,
    "documents": SourceFile,
    "offences": OffenceFile,
    "mutants": WaiverFile,
    "checks": CheckWaiverFile,
    "paragraphs": LawFile,
    "statements": StatementFile,
    "sigrisk_judgement": Judgement,
    "sigrisk_finals": Finals,
}


def check_file(path: Path, packs: Packs) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with one file; empty when it can be used."""
    try:
        document = read(path)
        return _check(document, packs)
    except BadInput as bad:
        return bad.diagnostics


def _check(document: Document, packs: Packs) -> tuple[Diagnostic, ...]:
    keys = document.data if isinstance(document.data, dict) else {}
    if "sigrisk_instrument" in keys:
        load_instrument(document, packs.vocabulary, _stem(Path(document.file)))
        return ()
    if "rules" in keys and "sigrisk_profile" not in keys:
        return _check_rules(validate(RuleFile, document), document, packs)
    for key, model in _KINDS.items():
        if key in keys:
            if model is Case:
                return read_case(document, packs)[1]
            if model is Judgement:
                return read_judgement(document, packs)[1]
            found = validate(model, document)
            if isinstance(found, Profile):
                resolve_book(replace(packs, profiles=packs.profiles.having(found, document), _books={}), found.id)
            if isinstance(found, WaiverFile):
                return waiver_findings(found, document)
            if isinstance(found, CheckWaiverFile):
                return check_waiver_findings(found, document)
            if isinstance(found, LawFile):
                return law_findings(found, document, packs.laws.over(found))
            if isinstance(found, Ratings):
                return tuple(ratings_findings(found, document, packs))
            if isinstance(found, Sentences):
                return tuple(sentence_findings(found, document, packs))
            if isinstance(found, Preset):
                ready_preset(found, document, packs)
            if isinstance(found, StatementFile):
                return statement_findings(found, document, packs)
            if isinstance(found, YoungFile):
                return young_findings(found, document, packs)
            if isinstance(found, QuestionFile):
                return tuple(question_findings(found, document, packs.vocabulary))
            if isinstance(found, VocabularyFile):
                return tuple(vocabulary_words(found, document))
            if isinstance(found, OffenceFile):
                return tuple(offence_words(found, document, packs.offences))
            return ()
    return (unknown_kind(document),)


def young_findings(part: YoungFile, document: Document, packs: Packs) -> tuple[Diagnostic, ...]:
    """The sentences to the young person that belong to no rule (SIG122), or that stand twice (SIG121)."""
    found = []
    seen: set[str] = set()
    for index, one in enumerate(part.verdicts):
        at = document.where(("verdicts", index, "id"))
        if one.id not in packs.rules:
            near = did_you_mean(one.id, packs.rules) or "”sigrisk rules list” visar alla"
            found.append(Diagnostic("SIG122", document.file, at, f"okänd regel ”{one.id}”", near))
        if one.id in seen:
            twice = f"meningarna om ”{one.id}” finns redan"
            found.append(Diagnostic("SIG121", document.file, at, twice, "ta bort den ena raden"))
        seen.add(one.id)
    return tuple(found)


def _stem(path: Path) -> str | None:
    """The name by which a pack finds a checklist; a file that lies elsewhere may be called anything."""
    return path.stem if path.resolve().parent.name == "instruments" else None


def _check_rules(part: RuleFile, document: Document, packs: Packs) -> tuple[Diagnostic, ...]:
    known = {rule_id: placed.rule for rule_id, placed in packs.rules.items()} | {r.id: r for r in part.rules}
    scope = Scope(packs.vocabulary, {p.id: p.default for p in packs.params.values()})
    found: list[Diagnostic] = []
    seen: set[str] = set()
    for index, rule in enumerate(part.rules):
        if rule.id in seen:
            at = document.where(("rules", index, "id"))
            twice = f"regeln ”{rule.id}” finns redan"
            found.append(Diagnostic("SIG121", document.file, at, twice, "ge regeln ett eget id"))
        seen.add(rule.id)
        found += placed_findings(packs, Placed(rule, document, index), check_rule(rule, known, scope)[1], known)
    return tuple(found)
