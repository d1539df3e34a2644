"""New exercises: the story and the key agree, the rule book comes to what the preset says, and the seed decides all."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sigrisk.assess import assess
from sigrisk.case import Case
from sigrisk.casefile import load_case
from sigrisk.cli import main
from sigrisk.diagnostics import BadInput
from sigrisk.engine.agree import check
from sigrisk.packs import Packs, load
from sigrisk.training.draw import MOST_UNTOLD, number_of, preset_of
from sigrisk.training.find import scenario
from sigrisk.training.generate import Made, generate
from sigrisk.training.preset import Ready
from sigrisk.training.presetfile import load_preset, preset_ids
from sigrisk.words import word_of

ROOT = Path(__file__).resolve().parent.parent
PRESETS = ("felrekrytering", "olamplig", "tydligt")
SEEDS = range(300)
QUOTED = re.compile(
    r"\b(?:föräld\w+|mamma|pappa|familjen|båda) (?:berättar|beskriver|säger|vill|kommer)", re.IGNORECASE
)


@pytest.fixture(scope="module")
def ready(packs: Packs) -> dict[str, Ready]:
    assert sorted(preset_ids(packs)) == sorted(PRESETS)
    return {one: load_preset(one, packs) for one in PRESETS}


@pytest.fixture(scope="module")
def made(ready: dict[str, Ready], packs: Packs) -> dict[tuple[str, int], Made]:
    """Three hundred exercises, from all presets in turn."""
    return {(PRESETS[n % 3], n): generate(ready[PRESETS[n % 3]], n, packs) for n in SEEDS}


def sentences_of(ready: Ready, item: str, level: str, name: str, age: int) -> set[str]:
    texts = next(one for one in ready.sentences.items if one.item == item).levels[level]
    return {text.format(name=name, age=age) for text in texts}


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_exercise_loads_as_any_case_file(made: dict[tuple[str, int], Made], packs: Packs, tmp_path: Path) -> None:
    for (preset, seed), one in made.items():
        path = tmp_path / f"{preset}-{seed}.yaml"
        path.write_text(one.text, encoding="utf-8")
        case, _ = load_case(path, packs)
        assert case == one.case
        assert case.case.invented
        assert scenario(str(path), packs).key("irk_inspirerad") is not None


def test_the_rule_book_comes_to_what_the_preset_says(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready], packs: Packs
) -> None:
    for (preset, seed), one in made.items():
        book = packs.book(ready[preset].preset.profile)
        assessment = assess(one.case, book, packs.instruments, check)
        assert assessment.outcomes == ready[preset].preset.outcomes, (preset, seed)
        assert not assessment.contradictions()
        assert not assessment.expired()


def test_the_story_tells_the_level_of_every_item_of_the_key_and_of_no_other(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready], packs: Packs
) -> None:
    untold = 0
    for (preset, seed), one in made.items():
        key, story = one.case.checklists[0], flat(one.case.vignette)
        instrument = packs.instruments[key.instrument]
        name, age = one.case.person.label, age_in(one.case)
        for item in instrument.items():
            levels = {word_of(level): level.id for level in instrument.scale_of(item).levels}
            given = key.given.get(item.id)
            of_item = {lv: sentences_of(ready[preset], item.id, lv, name, age) for lv in levels.values()}
            told = {lv for lv, texts in of_item.items() if any(flat(text) in story for text in texts)}
            if given is None:
                untold += 1
                assert told == set(), (preset, seed, item.id)
            else:
                assert told == {levels[str(given.level)]}, (preset, seed, item.id)
                assert flat(given.quote) in story
        assert len(instrument.items()) - len(key.given) <= MOST_UNTOLD
    assert untold > 50  # that the story is silent is an answer to learn too


def age_in(case: Case) -> int:
    found = re.search(r"\b(\d+) år\b", case.vignette)
    assert found is not None
    return int(found[1])


def test_the_age_of_the_story_is_that_of_the_birth_date(made: dict[tuple[str, int], Made]) -> None:
    for one in made.values():
        year, month, day = map(int, str(one.case.person.birth_date).split("-"))
        now = one.case.day
        assert now.year - year - ((now.month, now.day) < (month, day)) == age_in(one.case)


def test_the_events_are_those_that_the_story_tells(made: dict[tuple[str, int], Made]) -> None:
    single = ("en enda anmälan", "Det är den enda anmälan", "anmälts en gång", "Någon annan anmälan finns inte")
    for one in made.values():
        story, events = flat(one.case.vignette), len(one.case.events.list)
        assert events == (1 if any(words in story for words in single) else 4), story[:200]
        assert one.case.nomination is not None
        assert one.case.nomination.date is not None
        assert all(str(event.date) <= str(one.case.nomination.date) for event in one.case.events.list)


def test_the_same_seed_gives_the_same_bytes_and_another_another(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready], packs: Packs
) -> None:
    for preset, seed in list(made)[:30]:
        assert generate(load_preset(preset, load()), seed, packs).text == made[preset, seed].text
    stories = {flat(one.case.vignette) for one in made.values()}
    assert len(stories) == len(made)
    assert len({one.number for one in made.values()}) == len(made)


def test_the_seed_reaches_every_level_that_may_be_drawn(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready]
) -> None:
    for preset, one in ready.items():
        drawn: dict[str, set[str]] = {}
        for (name, _), exercise in made.items():
            if name == preset:
                for item, given in exercise.case.checklists[0].given.items():
                    drawn.setdefault(item, set()).add(str(given.level))
        for item in one.instrument.items():
            words = {word_of(lv) for lv in one.instrument.scale_of(item).levels if lv.id in one.levels(item.id)}
            assert drawn[item.id] == words, (preset, item.id)


def test_number_file_and_title_give_nothing_of_the_key_away(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready]
) -> None:
    for (preset, seed), one in made.items():
        shown = f"{one.number} {one.case.case.title}".lower()
        assert preset not in shown
        assert ready[preset].preset.label.lower() not in shown
        assert one.number == number_of(preset, seed)
        assert re.fullmatch(r"OVN-[A-Z2-9]{6}", one.number)


def test_the_signs_of_the_number_are_spread_alike_over_the_presets() -> None:
    """No letter at any place is more usual with one preset than chance allows: nothing can be guessed from it."""
    drawn = 3000
    numbers = {preset: [number_of(preset, seed).removeprefix("OVN-") for seed in range(drawn)] for preset in PRESETS}
    for place in range(6):
        counts = {preset: Counter(one[place] for one in several) for preset, several in numbers.items()}
        for sign in set().union(*counts.values()):
            told = [counts[preset][sign] for preset in PRESETS]
            assert max(told) - min(told) < drawn / 32 * 0.65, (place, sign, told)  # about 94 each, five deviations wide
    assert len({one for several in numbers.values() for one in several}) == 3 * drawn


def test_the_preset_of_a_seed_is_drawn_and_not_taken_in_turn() -> None:
    found = [preset_of(PRESETS, seed) for seed in range(300)]
    assert found == [preset_of(PRESETS, seed) for seed in range(300)]
    assert all(70 < found.count(preset) < 130 for preset in PRESETS)
    for step in range(1, 10):
        again = sum(a == b for a, b in zip(found, found[step:], strict=False)) / (300 - step)
        assert again < 0.5, step  # a third by chance, and all of them where the presets take turns


# -- nothing in a story contradicts anything else ---------------------------------------------------------------------


def answers_of(one: Made, ready: Ready) -> set[str]:
    """Every answer that the story tells, found by its sentences and not by what was drawn."""
    story, name, age = flat(one.case.vignette), one.case.person.label, age_in(one.case)
    bank = ready.sentences
    several = {f"{item.item}.{level}": texts for item in bank.items for level, texts in item.levels.items()}
    several |= {f"{group.id}.{a.id}": a.says for group in bank.facts for a in group.answers}
    return {
        answer for answer, texts in several.items() if any(flat(t.format(name=name, age=age)) in story for t in texts)
    }


def test_nobody_is_quoted_who_has_not_been_heard(made: dict[tuple[str, int], Made]) -> None:
    heard = 0
    for where, one in made.items():
        guardian = next(voice for voice in one.case.voice if voice.person == "guardian_1")
        assert bool(guardian.says) != bool(guardian.missing_because)
        heard += bool(guardian.says)
        if not guardian.says:
            assert not QUOTED.search(one.case.vignette), where
        assert any(voice.person == "youth" and voice.says for voice in one.case.voice)
    assert 60 < heard < 240


def test_every_sentence_that_quotes_a_guardian_is_known_to(ready: dict[str, Ready]) -> None:
    """The words in ``speaks`` find each of them: a new sentence with another turn of phrase fails here."""
    bank = ready["tydligt"].sentences
    words = bank.speaks["guardian_1"]
    groups = [(a.hears, a.says) for group in bank.facts for a in group.answers]
    groups += [((), texts) for item in bank.items for texts in item.levels.values()]
    for hears, texts in groups:
        for text in texts:
            if QUOTED.search(text):
                assert any(one.lower() in text.lower() for one in words), text
        unheard = [t for t in texts if not any(one.lower() in t.lower() for one in words)]
        assert unheard or "guardian_1" in hears, texts  # else a story where nobody is heard has nothing to say


def test_no_two_answers_of_a_story_contradict_each_other(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready]
) -> None:
    for (preset, seed), one in made.items():
        told = answers_of(one, ready[preset])
        for pair in ready[preset].sentences.never_together:
            assert not set(pair) <= told, (preset, seed, pair)


def test_what_is_told_of_everyday_life_and_risk_agrees_with_the_events(made: dict[tuple[str, int], Made]) -> None:
    for where, one in made.items():
        story = flat(one.case.vignette)
        days = [str(event.date) for event in one.case.events.list]
        assert days == sorted(days), where
        if len(days) > 1:
            assert not re.search(r"enstaka|enda (?:händelse|anmälan)|inget nytt hänt|handlar om annat", story), where
            gaps = [date.fromisoformat(b) - date.fromisoformat(a) for a, b in pairwise(days)]
            assert gaps == sorted(gaps, reverse=True), where  # each story says that they come closer
        else:
            assert not re.search(r"är överhängande|\ben överhängande risk|tätare|krymper", story), where
        (imminent,) = one.case.claims("crime.imminent")
        assert bool(imminent.value in ("ja", True)) is (len(days) > 1), where
        (lifestyle,) = [a for i, a in one.case.checklists[0].given.items() if i == "brott_i_vardagen"]
        assert (lifestyle.level == "lite") is (len(days) == 1), where


def test_events_nominations_and_reasons_vary_within_a_preset(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready]
) -> None:
    for preset in PRESETS:
        those = [one for (name, _), one in made.items() if name == preset]
        kinds = {tuple(event.type for event in one.case.events.list) for one in those}
        days = {tuple(str(event.date) for event in one.case.events.list) for one in those}
        reasons = {one.case.checklists[0].summary.reasons for one in those if one.case.checklists[0].summary}
        assert len(kinds) >= (2 if preset == "felrekrytering" else 3)
        assert len(days) > 30
        assert len(reasons) > 50
        assert len({one.case.nomination.reason for one in those if one.case.nomination}) == 3


def test_the_reasons_of_the_summary_are_those_of_the_answers(
    made: dict[tuple[str, int], Made], ready: dict[str, Ready]
) -> None:
    for (preset, seed), one in made.items():
        told, bank, name = answers_of(one, ready[preset]), ready[preset].sentences, one.case.person.label
        summary = one.case.checklists[0].summary
        assert summary is not None
        given = [a for a, texts in bank.because.items() if any(t.format(name=name) in summary.reasons for t in texts)]
        assert len(given) >= 2 and set(given) <= told, (preset, seed, given)


def test_a_preset_that_leaves_nothing_that_goes_together_is_told(tmp_path: Path) -> None:
    pack = local_pack(tmp_path / "kommun", told=told_with(brott=["ett_snatteri"]))
    code, _, err = run("train", "generate", "--seed", "3", "--preset", "egen", "--rules", pack, "--out", tmp_path / "a")
    assert (code, "SIG299" in err, "går ihop" in err) == (2, True, True)
    assert not (tmp_path / "a").exists()


def told_with(**changed: list[str]) -> dict[str, list[str]]:
    told = yaml.safe_load((ROOT / "training/presets/tydligt.yaml").read_text("utf-8"))["told"]
    return {**told, **changed}


def test_the_question_that_the_own_words_belong_to_is_always_told(tmp_path: Path) -> None:
    pack = local_pack(tmp_path / "kommun", may_be_untold=["egen_vilja"])
    with pytest.raises(BadInput) as caught:
        load_preset("egen", load(pack))
    assert [d.code for d in caught.value.diagnostics] == ["SIG297"]


def test_no_sentence_says_he_or_she_and_each_stands_once(ready: dict[str, Ready]) -> None:
    bank = ready["tydligt"].sentences
    texts = [text for item in bank.items for several in item.levels.values() for text in several]
    texts += [text for group in bank.facts for answer in group.answers for text in answer.says]
    assert len(texts) == len(set(texts))
    for text in texts:
        words = set(re.findall(r"\w+", text.lower()))
        assert not words & {"han", "hon", "honom", "henne", "hans", "hennes"}, text
        assert text[-1] == "."
    assert all(len(several) >= 2 for item in bank.items for several in item.levels.values())
    assert all(not name.endswith(("s", "x", "z")) for name in bank.names)  # the genitive adds an s


def test_every_item_of_the_checklist_has_sentences(ready: dict[str, Ready]) -> None:
    one = ready["tydligt"]
    assert {item.item for item in one.sentences.items} == {item.id for item in one.instrument.items()}


# -- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_one_file_and_never_over_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIGRISK_HOME", raising=False)
    code, out, _ = run("train", "generate", "--seed", "7")
    assert code == 0
    (path,) = tmp_path.iterdir()
    assert path.name in out
    before = path.read_bytes()
    assert run("train", "generate", "--seed", "7")[0] == 2
    assert path.read_bytes() == before
    assert run("train", "generate", "--seed", "7", "--out", "en till.yaml")[0] == 0
    assert (tmp_path / "en till.yaml").read_bytes() == before
    assert run("validate", *tmp_path.iterdir())[0] == 0
    code, _, err = run("train", "generate", "--seed", "1", "--preset", "tydlig")
    assert (code, "SIG031" in err, "tydligt" in err) == (2, True, True)
    assert run("train", "generate", "--seed", "-1")[0] == 2


def local_pack(folder: Path, **changed: object) -> Path:
    """A municipality's own preset, laid over the shipped ones."""
    (folder / "rules").mkdir(parents=True)
    shutil.copytree(ROOT / "training/sentences", folder / "training/sentences")
    (folder / "training/presets").mkdir()
    data = yaml.safe_load((ROOT / "training/presets/tydligt.yaml").read_text("utf-8"))
    data |= {"id": "egen", **changed}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (folder / "training/presets/egen.yaml").write_text(text, "utf-8")
    return folder


def test_a_local_preset_is_used(tmp_path: Path) -> None:
    pack = local_pack(tmp_path / "kommun")
    code, out, err = run(
        "train", "generate", "--seed", "3", "--preset", "egen", "--rules", pack, "--out", tmp_path / "a.yaml"
    )
    assert code == 0, err
    assert number_of("egen", 3) in out


def test_a_preset_that_promises_another_outcome_writes_nothing(tmp_path: Path) -> None:
    pack = local_pack(tmp_path / "kommun", outcomes=["too_light"])
    code, _, err = run(
        "train", "generate", "--seed", "3", "--preset", "egen", "--rules", pack, "--out", tmp_path / "a.yaml"
    )
    assert (code, "SIG297" in err, "”Erbjud SIG”" in err) == (2, True, True)
    assert not (tmp_path / "a.yaml").exists()


def test_a_sentence_bank_with_a_fault_is_told_before_anything_is_drawn(packs: Packs, tmp_path: Path) -> None:
    pack = local_pack(tmp_path / "kommun")
    bank = pack / "training/sentences/irk_inspirerad.yaml"
    bank.write_text(bank.read_text("utf-8").replace("{name} tvekar", "{namn} tvekar"), "utf-8")
    with pytest.raises(BadInput) as caught:
        load_preset("egen", load(pack))
    assert [d.code for d in caught.value.diagnostics] == ["SIG297"]
