"""Finds, reads and checks the packs: vocabulary, rules, profiles and checklists, shipped and local.

A local folder (``--rules DIR`` or SIGRISK_HOME) has the same layout as the shipped data; what it defines under an id
replaces what is shipped under that id, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sigrisk.diagnostics import BadInput, Diagnostic, Position, did_you_mean
from sigrisk.edition import Edition
from sigrisk.instrument import Instrument
from sigrisk.instrumentcheck import load_instrument
from sigrisk.law import LawBook, LawFile, law_findings
from sigrisk.models import Model, validate
from sigrisk.profiles import ProfileSet, resolve_book
from sigrisk.questionfile import FILE as QUESTIONS
from sigrisk.questionfile import QuestionFile, Questions, question_findings, questions_of
from sigrisk.rulebook import (
    Offence,
    OffenceFile,
    OutcomeFile,
    OutcomeId,
    OutcomeText,
    Param,
    ParamFile,
    Profile,
    Rule,
    RuleBook,
    RuleFile,
    SourceDoc,
    SourceFile,
    checksum_of,
)
from sigrisk.vocabulary import Vocabulary, VocabularyFile
from sigrisk.wordcheck import offence_words, vocabulary_words
from sigrisk.yamlfile import Document, read
from sigrisk.young import YoungFile, YoungRule, YoungTexts

M = TypeVar("M", bound=Model)
RULE_FOLDERS = ("criteria", "flags", "notes", "requirements", "decision", "alternatives")
DEFAULT_PROFILE = "socialstyrelsen-ungdom"


def data_dir() -> Path:
    """The shipped data: inside the installed package, or at the top of the repository."""
    here = Path(__file__).resolve().parent
    inside = here / "data"
    return inside if inside.is_dir() else here.parent


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule and where it stands, for messages about it."""

    rule: Rule
    document: Document
    index: int


@dataclass(slots=True)
class Packs:
    """Everything the packs hold, read and checked file by file. ``book`` puts a profile's rule book together.

    ``checks_texts`` is off only where a mutant is tried: a case is to notice it, not the check of a sentence's words.
    """

    roots: tuple[Path, ...]
    vocabulary: Vocabulary
    rules: Mapping[str, Placed]
    params: Mapping[str, Param]
    outcomes: Mapping[OutcomeId, OutcomeText]
    sources: Mapping[str, SourceDoc]
    offences: Mapping[str, Offence]
    grave_chapters: frozenset[int]
    laws: LawBook
    profiles: ProfileSet
    checksum: str
    editions: tuple[Edition, ...]
    questions: Questions
    checks_texts: bool = True
    instruments: InstrumentShelf = field(init=False)
    _books: dict[str, RuleBook] = field(default_factory=dict)
    _young: YoungTexts | None = None

    def __post_init__(self) -> None:
        self.instruments = InstrumentShelf(self.roots, self.vocabulary)

    def book(self, profile_id: str) -> RuleBook:
        """The rule book of one profile. Raises BadInput (SIG108, SIG111–SIG127) when it can't be put together."""
        if profile_id not in self._books:
            self._books[profile_id] = resolve_book(self, profile_id)
        return self._books[profile_id]

    @property
    def young(self) -> YoungTexts:
        """The words of the young person's version, read when a memo is written. Raises BadInput, as ``load`` does."""
        if self._young is None:
            self._young = load_young(self.roots)
        return self._young


class InstrumentShelf(Mapping[str, Instrument]):
    """The checklists by id, each read when it is first asked for."""

    def __init__(self, roots: tuple[Path, ...], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._paths = {p.stem: p for root in roots for p in sorted((root / "instruments").glob("*.yaml"))}
        self._read: dict[str, Instrument] = {}

    def __getitem__(self, instrument_id: str) -> Instrument:
        if instrument_id not in self._read:
            path = self._paths[instrument_id]
            self._read[instrument_id] = load_instrument(read(path, shown_path(path)), self._vocabulary, path.stem)
        return self._read[instrument_id]

    def __contains__(self, instrument_id: object) -> bool:
        return instrument_id in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)


def load(local: Path | None = None) -> Packs:
    """Read the shipped packs, and the local ones over them. Raises BadInput with every finding in every file."""
    return load_roots((data_dir(),) if local is None else (data_dir(), local))


def load_roots(roots: tuple[Path, ...]) -> Packs:
    """Read these packs, each laid over those before it. Raises BadInput with every finding in every file."""
    reader = _Reader()
    for root in roots:
        if not (root / "rules").is_dir() and not (root / "instruments").is_dir():
            help_ = "ange en mapp som innehåller rules/ eller instruments/"
            reader.fail(Diagnostic("SIG128", str(root), _start(), "mappen innehåller inga regelpaket", help_))
    editions: list[Edition] = []
    vocabulary_files: dict[str, VocabularyFile] = {}
    rules: dict[str, Placed] = {}
    singles = _Singles()
    profiles: dict[str, tuple[Profile, Document]] = {}
    for root in roots:
        if (edition := reader.one(root / "rules" / "rulebook.yaml", Edition)) is not None:
            editions.append(edition)
        for document, part in reader.each(root / "rules" / "vocabulary", VocabularyFile):
            vocabulary_files[part.domain] = part
            reader.found += vocabulary_words(part, document)
        own: dict[str, Placed] = {}
        for folder in RULE_FOLDERS:
            _add_rules(reader, root / "rules" / folder, own)
        rules |= own
        singles.read(reader, root / "rules")
        for document, profile in reader.each(root / "rules" / "profiles", Profile):
            profiles[profile.id] = (profile, document)
    reader.finish()
    vocabulary = Vocabulary(vocabulary_files.values())
    if singles.questions is not None:
        reader.found += question_findings(singles.questions[1], singles.questions[0], vocabulary)
        reader.finish()
    return Packs(
        roots=roots,
        vocabulary=vocabulary,
        rules=rules,
        params=singles.params,
        outcomes=singles.outcomes,
        sources=singles.sources,
        offences=singles.offences,
        grave_chapters=singles.grave_chapters,
        laws=singles.laws,
        profiles=ProfileSet(profiles),
        checksum=checksum_of(reader.texts),
        editions=tuple(editions),
        questions=questions_of(None if singles.questions is None else singles.questions[1]),
    )


def _add_rules(reader: _Reader, folder: Path, own: dict[str, Placed]) -> None:
    """Add a folder's rules to those of its pack, where each id may stand once."""
    for document, part in reader.each(folder, RuleFile):
        for index, rule in enumerate(part.rules):
            if rule.id in own:
                at = document.where(("rules", index, "id"))
                twice = f"regeln ”{rule.id}” finns redan i {own[rule.id].document.file}"
                reader.fail(Diagnostic("SIG121", document.file, at, twice, "ge regeln ett eget id"))
            own[rule.id] = Placed(rule, document, index)


def load_young(roots: tuple[Path, ...]) -> YoungTexts:
    """The words of the young person's version: the last file's, with the sentences of rules from those before it.

    Raises BadInput with every finding in every file (SIG128 where there is none).
    """
    reader = _Reader()
    files = [one for root in roots if (one := reader.one(root / "rules" / "young.yaml", YoungFile)) is not None]
    reader.finish()
    if not files:
        what = "den unges version har inga texter"
        raise BadInput([Diagnostic("SIG128", "rules/young.yaml", _start(), what, "lägg till filen rules/young.yaml")])
    verdicts: dict[str, YoungRule] = {one.id: one for file in files for one in file.verdicts}
    return YoungTexts.of(files[-1], verdicts)


@dataclass(slots=True)
class _Singles:
    """The files there is one of in each pack; a local one adds to or replaces entries of the shipped one."""

    params: dict[str, Param] = field(default_factory=dict)
    outcomes: dict[OutcomeId, OutcomeText] = field(default_factory=dict)
    sources: dict[str, SourceDoc] = field(default_factory=dict)
    offences: dict[str, Offence] = field(default_factory=dict)
    grave_chapters: frozenset[int] = frozenset()
    laws: LawBook = field(default_factory=LawBook)
    questions: tuple[Document, QuestionFile] | None = None

    def read(self, reader: _Reader, folder: Path) -> None:
        if (params := reader.one(folder / "params.yaml", ParamFile)) is not None:
            self.params |= {p.id: p for p in params.params}
        if (outcomes := reader.one(folder / "outcomes.yaml", OutcomeFile)) is not None:
            self.outcomes |= {o.id: o for o in outcomes.outcomes}
        if (sources := reader.one(folder / "sources.yaml", SourceFile)) is not None:
            self.sources |= {s.id: s for s in sources.documents}
        if (listed := reader.placed(folder / "offences.yaml", OffenceFile)) is not None:
            offences = listed[1]
            reader.found += offence_words(offences, listed[0], self.offences)
            self.offences |= {o.id: o for o in offences.offences}
            self.grave_chapters = frozenset(offences.grave_chapters)
        self.questions = reader.placed(folder / QUESTIONS, QuestionFile) or self.questions  # a local one replaces it
        if (found := reader.placed(folder / "lagrum.yaml", LawFile)) is not None:
            document, part = found
            self.laws = self.laws.over(part)
            for diagnostic in law_findings(part, document, self.laws):
                reader.fail(diagnostic)


class _Reader:
    """Reads files one by one and gathers what is wrong in all of them."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.texts: list[bytes] = []

    def one(self, path: Path, model: type[M]) -> M | None:
        got = self.placed(path, model)
        return None if got is None else got[1]

    def placed(self, path: Path, model: type[M]) -> tuple[Document, M] | None:
        return self._read(path, model) if path.is_file() else None

    def each(self, folder: Path, model: type[M]) -> Iterator[tuple[Document, M]]:
        for path in sorted(folder.glob("*.yaml")):
            got = self._read(path, model)
            if got is not None:
                yield got

    def _read(self, path: Path, model: type[M]) -> tuple[Document, M] | None:
        try:
            document = read(path, shown_path(path))
            self.texts.append(path.read_bytes())
            return document, validate(model, document)
        except BadInput as bad:
            self.found.extend(bad.diagnostics)
            return None

    def fail(self, diagnostic: Diagnostic) -> None:
        self.found.append(diagnostic)

    def finish(self) -> None:
        if self.found:
            raise BadInput(self.found)


def shown_path(path: Path) -> str:
    """How a pack file is named in messages: shipped files by their path inside the data, local ones as given."""
    try:
        return path.relative_to(data_dir()).as_posix()
    except ValueError:
        return str(path)


def _start() -> Position:
    return Position(1, 1)


def unknown_profile(profile_id: str, packs: Packs, also: tuple[str, ...] = ()) -> str:
    """Help for a profile that doesn't exist. ``also`` is what else may stand in its place where it was asked for."""
    near = did_you_mean(profile_id.lower(), (*packs.profiles.ids, *also))
    return near or "finns: " + ", ".join((*packs.profiles.ids, *also))
