"""Answers are written in Swedish: every list of the case file and of the data has words that mean one thing each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from sigrisk import case as case_models
from sigrisk.case import PERSON_WORDS, RATINGS, RISK_OR_PROTECTION, Case
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.instrument import ScaleKind
from sigrisk.knowledge import Knowledge, gather
from sigrisk.packs import Packs
from sigrisk.show import schema_of
from sigrisk.vocabulary import FactDef, FactType, read_answer, written_code
from sigrisk.words import WORD, Valued, Worded, Words, id_of, meant_twice, plain, word_of, written_span
from sigrisk.yamlfile import Data, read

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
LISTS: tuple[type[Worded], ...] = tuple(
    one for one in vars(case_models).values() if isinstance(one, type) and issubclass(one, Worded) and one is not Worded
)
WORDS: tuple[Words, ...] = (*(one.words() for one in LISTS), PERSON_WORDS, RISK_OR_PROTECTION, RATINGS)


def answered(packs: Packs) -> Iterator[tuple[str, tuple[Valued, ...]]]:
    """Every list of the shipped data that a person answers with, by its name."""
    for fact in packs.vocabulary:
        if fact.definition.options and not fact.definition.derived:
            yield fact.id, fact.definition.options
    for instrument in packs.instruments.values():
        for scale in instrument.scales:
            if scale.levels:
                yield f"{instrument.id} {scale.id}", scale.levels
    yield "offences", tuple(packs.offences.values())


# -- each word means one thing ----------------------------------------------------------------------------------------


def test_the_lists_of_the_case_file_are_all_here() -> None:
    assert {one.__name__ for one in LISTS} == {
        "Sex", "SourceType", "Role", "LegalStatus", "ConsentState", "Direction",
    }  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda w: w.of[0][0])
def test_no_word_of_a_list_means_two_things(words: Words) -> None:
    written = [word for one, several in words.of for word in {one, *several}]
    assert len(written) == len(set(written))
    for one, several in words.of:
        assert all(re.fullmatch(WORD, word) for word in several)
        assert {words.read(word) for word in (one, *several, several[0].upper(), f" {several[0]} ")} == {one}


@pytest.mark.parametrize("kind", LISTS, ids=lambda k: k.__name__)
def test_the_glossary_gives_the_word_that_is_written(kind: type[Worded]) -> None:
    glossary = (
        (ROOT / "docs/ordlista.md").read_text(encoding="utf-8").split(f"(`{kind.__name__}`)")[1].split("\n## ")[0]
    )
    assert all(f"| `{one.value}` | {one.word} |" in glossary for one in kind)


def test_every_answer_of_the_data_has_a_word_and_no_word_means_two(packs: Packs) -> None:
    for name, several in answered(packs):
        assert not list(meant_twice(several)), name
        for one in several:
            word = word_of(one)
            assert re.fullmatch(WORD, word), (name, word)
            assert word == one.word or word == plain(one.label), f"{name}: {word} is an id"
            assert yaml.safe_load(f"{{a: {word}, b: 1}}")["a"] in (word, word == "ja"), (name, word)
            assert {id_of(text, several) for text in (one.id, word, one.label, word.upper())} == {one.id}


def test_a_word_that_means_two_things_is_found_wherever_it_stands(packs: Packs) -> None:
    options = next(several for name, several in answered(packs) if name == "response.meeting_form")
    last = options[-1]
    for word in (options[0].id, word_of(options[0]), options[0].label, "Vet ej", "ej aktuellt", "unknown"):
        twice = last.model_copy(update={"label": word})  # type: ignore[attr-defined]
        assert [index for index, _ in meant_twice((*options[:-1], twice))] == [len(options) - 1], word
        assert [index for index, _ in meant_twice((twice,), options[:-1])] == [0], word


# -- Swedish and ids say the same -------------------------------------------------------------------------------------


def in_swedish(data: Data, packs: Packs) -> Data:
    """A case file's data with every answer written in Swedish."""
    assert isinstance(data, dict)
    found = json.loads(json.dumps(data))
    for fact_id, given in found.get("facts", {}).items():
        fact = packs.vocabulary[fact_id].definition
        for claim in given if isinstance(given, list) else [given]:
            claim["value"] = _answer(fact, claim["value"])
    for checklist in found.get("checklists", []):
        _checklist(checklist, packs)
    for event in (found.get("events") or {}).get("list") or []:
        event["type"] = word_of(packs.offences[event["type"]])
        event["role"] = case_models.Role(event["role"]).word
        if "status" in event:
            event["status"] = case_models.LegalStatus(event["status"]).word
    for consent in found.get("consent", []):
        consent["state"] = case_models.ConsentState(consent["state"]).word
    for one in (*found.get("consent", []), *found.get("voice", [])):
        one["person"] = PERSON_WORDS.shown(one["person"])
    for source in found.get("sources", {}).values():
        source["type"] = case_models.SourceType(source["type"]).word
    if "nomination" in found:
        found["nomination"]["by"] = case_models.SourceType(found["nomination"]["by"]).word
    if "sex" in found["person"]:
        found["person"]["sex"] = case_models.Sex(found["person"]["sex"]).word
    found["case"]["invented"] = "ja"
    return found  # type: ignore[no-any-return]


def _answer(fact: FactDef, answer: Data) -> Data:
    if isinstance(answer, list):
        return [_answer(fact, one) for one in answer]
    if isinstance(answer, dict):
        low, high = answer.get("at_least"), answer.get("at_most")
        return f"minst {low}" if high is None else f"högst {high}" if low is None else f"{low}–{high}"
    if answer in ("unknown", "vet ej", "not_applicable", "ej aktuellt"):
        return {"unknown": "vet ej", "not_applicable": "ej aktuellt"}.get(str(answer), answer)
    if fact.type is FactType.CHOICE:
        return word_of(next(o for o in fact.options if o.id == answer))
    found = read_answer(fact, answer)  # type: ignore[arg-type]
    written = written_code(fact, found.low)  # type: ignore[union-attr]
    return int(written) if fact.type in (FactType.COUNT, FactType.AGE) else written


def _checklist(checklist: dict[str, Data], packs: Packs) -> None:
    form = packs.instruments[str(checklist["instrument"])]
    items = {item.id: item for item in form.items()}
    answers = checklist.get("answers", {})
    assert isinstance(answers, dict)
    for item_id, given in answers.items():
        scale, fact = form.scale_of(items[item_id]), packs.vocabulary[items[item_id].fact].definition
        level = given["level"] if isinstance(given, dict) and "level" in given else given
        words = {one.id: word_of(one) for one in scale.levels}
        said = _answer(fact, level) if scale.kind is ScaleKind.TYPED else words.get(str(level), level)
        said = {"unknown": "vet ej", "not_applicable": "ej aktuellt"}.get(str(said), said)
        answers[item_id] = {**given, "level": said} if isinstance(given, dict) and "level" in given else said
    for extra in checklist.get("extra", []):  # type: ignore[union-attr]
        extra["side"] = RISK_OR_PROTECTION.shown(extra["side"])  # type: ignore[index,call-overload,arg-type]
    for key, name, words_of in (("summary", "rating", RATINGS), ("override", "picture", case_models.Direction.words())):
        if key in checklist:
            checklist[key][name] = words_of.shown(checklist[key][name])  # type: ignore[index,call-overload,arg-type]


def _known(path: Path, packs: Packs) -> tuple[Case, Knowledge]:
    case, _ = load_case(path, packs)
    book = packs.book(case.case.profile or "socialstyrelsen-ungdom")
    return case, gather(case, book, packs.instruments)


def test_every_scenario_says_the_same_in_swedish(packs: Packs, tmp_path: Path) -> None:
    """Every scenario that is written with ids, its answers translated, gives the same case and the same facts."""
    path = tmp_path / "arende.yaml"
    schema = Draft202012Validator(schema_of("case"))
    seen: set[str] = set()
    ids = re.compile(r"\btype: (police|other)\b")
    with_ids = [one for one in SCENARIOS if ids.search(one.read_text(encoding="utf-8"))]
    assert len(with_ids) > 90, "the others are written in Swedish already"
    for scenario in with_ids:
        swedish = in_swedish(read(scenario).data, packs)
        path.write_text(json.dumps(swedish, ensure_ascii=False), encoding="utf-8")
        (ours, told), (case, known) = _known(path, packs), _known(scenario, packs)
        assert told == known, scenario.name
        parts = {"facts", "checklists"}  # these keep the answers as written
        assert ours.model_dump(exclude=parts) == case.model_dump(exclude=parts), scenario.name
        assert not list(schema.iter_errors(swedish)), scenario.name
        seen |= set(re.findall(r'"([^"]*)"', path.read_text(encoding="utf-8")))
    assert {"gärningsperson", "dömd", "lämnat", "måttlig", "en del", "rån", "polisen", "den unge"} <= seen


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("minst 2", (2, None)), ("Högst 14", (None, 14)), ("2–5", (2, 5)), ("2-5", (2, 5)), ("2 till 5", (2, 5)),
        ("minst", None), ("2", None), ("minst 2–5", None), ("fler än 2", None), ("minst två", None), ("-2", None),
    ],
)  # fmt: skip
def test_a_number_known_in_part_is_written_in_words(text: str, span: tuple[int | None, int | None] | None) -> None:
    assert written_span(text) == span


def test_what_new_shows_loads_in_swedish(packs: Packs, tmp_path: Path) -> None:
    """Every word that the comments of a new case file offer is one that the file takes, and no id is offered."""
    path = tmp_path / "arende.yaml"
    forms = [part for one in packs.instruments for part in ("--checklist", one)]
    assert CliRunner().invoke(main, ["new", str(path), "--date", "2026-11-16", *forms]).exit_code == 0
    text = path.read_text(encoding="utf-8")
    for fact in packs.vocabulary:
        shown = re.search(rf"#   skriv (.*)\n(?:  #     .*\n)*  # {re.escape(fact.id)}: ", text)
        if shown is not None and fact.definition.type is FactType.CHOICE:
            words = re.split(r", | eller ", shown[1])
            assert all(read_answer(fact.definition, word) is not None for word in words if word != "vet ej")
    ids = {one.id for _, several in answered(packs) for one in several if one.id != word_of(one)}
    ids |= {one.value for kind in LISTS for one in kind if one.value != one.word}
    ids |= {one for words in (PERSON_WORDS, RATINGS) for one, _ in words.of}
    offered = {word for pair in re.findall(r"# +([\w-]+): |: (\w+)[,}\s]", text) for word in pair}
    assert {"måttlig", "rån", "polisen", "lämnat", "lite"} <= offered
    assert not ids & offered
