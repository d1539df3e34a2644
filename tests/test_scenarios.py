"""The scenarios as a whole: what they show between them, and that each is a story that a trainer can read out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sigrisk import testrun
from sigrisk.assess import Assessment
from sigrisk.case import Sex
from sigrisk.coverage import Part, parts, shown
from sigrisk.packs import Packs
from sigrisk.possible import Choices, Verdict, within
from sigrisk.rulebook import Kind, OperationModel, OutcomeId, target_ages
from sigrisk.testing import Checked, scenario
from sigrisk.testreport import as_junit, lines
from sigrisk.waivers import load_waivers

FILES = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))
WORDS = range(40, 201)
PRONOUNS = {"han", "hon", "honom", "henne", "hen"}


@pytest.fixture(scope="module")
def played(packs: Packs) -> dict[str, tuple[Checked, Assessment]]:
    """Every scenario by its file's name, held against its key, and as it was assessed."""
    return dict(_played(packs))


def _played(packs: Packs) -> Iterator[tuple[str, tuple[Checked, Assessment]]]:
    for path in FILES:
        checked, assessment = scenario(path, packs)
        assert assessment is not None, (path.stem, checked.problems)
        yield path.stem, (checked, assessment)


@pytest.fixture(scope="module")
def assessed(played: dict[str, tuple[Checked, Assessment]]) -> dict[str, Assessment]:
    """Every scenario by its file's name, assessed."""
    return {name: assessment for name, (_, assessment) in played.items()}


# -- what they show ---------------------------------------------------------------------------------------------------


def test_there_are_at_least_thirty(assessed: dict[str, Assessment]) -> None:
    assert len(assessed) >= 30


def test_each_comes_out_as_its_key_says(played: dict[str, tuple[Checked, Assessment]]) -> None:
    assert {name: checked.problems for name, (checked, _) in played.items() if not checked.passed} == {}


def test_every_profile_model_outcome_flag_note_alternative_and_checklist_is_shown(
    packs: Packs, assessed: dict[str, Assessment]
) -> None:
    """Only what is waived with its reason isn't; and what is waived is something that the book has."""
    wanted = parts((packs.book(profile) for profile in packs.profiles.ids), packs.instruments)
    missing = wanted.difference(*map(shown, assessed.values()))
    assert {part.id for part in missing} == set(load_waivers(packs.roots).unshown)


def test_thin_material_is_shown_in_all_three_ways(assessed: dict[str, Assessment]) -> None:
    """Met by the group's own no, and only by it; a yes of the group doesn't outweigh a demand that isn't reached."""
    seen: dict[tuple[Verdict, Verdict], set[str]] = defaultdict(set)
    for name, one in assessed.items():
        if "thin_assessment" in one.results:
            said = within(one.knowledge.facts["assessment.sufficient"].values, 1, 1)
            seen[said, one.results["thin_assessment"].verdict].add(name)
    assert set(seen) == {
        (Verdict.NOT_MET, Verdict.MET),
        (Verdict.MET, Verdict.NOT_MET),
        (Verdict.MET, Verdict.OPEN),
        (Verdict.OPEN, Verdict.OPEN),
    }
    assert seen[Verdict.NOT_MET, Verdict.MET] == {"42_bara_en_kalla"}
    assert {"85_stockholm_ingen_vilja", "101_ett_halvar_senare"} <= seen[Verdict.MET, Verdict.OPEN]


@pytest.mark.parametrize("what", ["profil", "arbetssätt", "utfall", "flagga", "påminnelse", "alternativ", "checklista"])
def test_something_of_each_kind_is_asked_for_and_missed_when_it_goes(
    packs: Packs, assessed: dict[str, Assessment], what: str
) -> None:
    """Without the scenarios that show it, each part is missing: so nothing is counted as shown by chance."""
    every = parts((packs.book(p) for p in packs.profiles.ids), packs.instruments)
    wanted = [part for part in every if part.what == what]
    assert len(wanted) >= 3
    for part in wanted:
        without = [a for a in assessed.values() if part not in shown(a)]
        assert part not in frozenset[Part]().union(*map(shown, without))


def test_each_profile_settles_on_several_outcomes(packs: Packs, assessed: dict[str, Assessment]) -> None:
    """At least four of seven in a profile for SIG, one of them an offer and one of them none; both in the study's."""
    settled: dict[str, set[OutcomeId]] = defaultdict(set)
    for one in assessed.values():
        if one.settled:
            settled[one.book.profile.id].add(one.outcomes[0])
    offers = {OutcomeId.OFFER, OutcomeId.OFFER_FIRST}
    for profile in packs.profiles.ids:
        if profile == "socialstyrelsen-studie-1":
            assert settled[profile] == {OutcomeId.STUDY_IN, OutcomeId.STUDY_OUT}
        else:
            assert len(settled[profile]) >= 4, profile
            assert settled[profile] & offers, profile
            assert settled[profile] & {OutcomeId.TOO_LIGHT, OutcomeId.NOT_SUITED, OutcomeId.OUTSIDE}, profile


def test_somebody_stands_on_each_side_of_every_age_limit(packs: Packs, assessed: dict[str, Assessment]) -> None:
    """Just inside and just outside, and the outcome tells them apart. Below nought there is nobody."""
    ages: dict[str, dict[int, set[OutcomeId]]] = defaultdict(lambda: defaultdict(set))
    for one in assessed.values():
        age = one.knowledge.facts["person.age"].values
        assert not isinstance(age, Choices)
        if age.low == age.high:
            ages[one.book.profile.id][age.low] |= set(one.outcomes)
    outside = {OutcomeId.OUTSIDE, OutcomeId.STUDY_OUT}
    for profile in packs.profiles.ids:
        limits = target_ages(packs.book(profile))
        assert limits is not None
        for inside, out in ((limits[0], limits[0] - 1), (limits[1], limits[1] + 1)):
            if inside > 0:
                assert ages[profile][inside] - outside, (profile, inside)
                assert ages[profile][out] and not ages[profile][out] - outside, (profile, out)


def test_one_youth_case_is_read_under_all_three_models(assessed: dict[str, Assessment]) -> None:
    """The three differ in number, title, model, story and key alone, and not all come out the same."""
    found: dict[str, list[Assessment]] = defaultdict(list)
    for one in assessed.values():
        case = one.case
        header = case.case.model_copy(update={"id": "X", "title": "", "operation_model": None})
        same = case.model_copy(update={"case": header, "vignette": "", "expect": None})
        found[same.model_dump_json()].append(one)
    (readings,) = (listed for listed in found.values() if len(listed) > 1)
    assert {one.case.case.operation_model for one in readings} == set(OperationModel)
    assert len({one.outcomes for one in readings}) > 1


# -- each is a story --------------------------------------------------------------------------------------------------


def test_every_vignette_is_a_story_of_its_own(assessed: dict[str, Assessment]) -> None:
    """Neither missing nor too short nor too long to read out; no two the same."""
    lengths = {name: len(one.case.vignette.split()) for name, one in assessed.items()}
    assert {name: n for name, n in lengths.items() if n not in WORDS} == {}
    told = [" ".join(one.case.vignette.split()) for one in assessed.values()]
    assert len(set(told)) == len(told)


def test_no_vignette_names_an_id_or_says_he_or_she_of_the_young_person(
    packs: Packs, assessed: dict[str, Assessment]
) -> None:
    """What stands in files isn't read out: no rule, fact, profile, parameter or checklist by its id."""
    ids = {*packs.rules, *packs.vocabulary.ids, *packs.profiles.ids, *packs.params, *packs.instruments}
    marked = {i for i in ids if re.search(r"[_.-]", i)}
    for name, one in assessed.items():
        words = set(re.findall(r"[\w.-]+", one.case.vignette.lower()))
        assert not {w.strip(".") for w in words} & marked, name
        assert "_" not in one.case.vignette, name
        assert not words & PRONOUNS, name
        assert one.case.person.label.split()[0] in one.case.vignette, name


def test_every_story_is_invented_and_its_key_whole(assessed: dict[str, Assessment]) -> None:
    """Marked as invented; the key tells the outcomes, and each reminder that it names is one of the profile's."""
    for name, one in assessed.items():
        expect = one.case.expect
        assert one.case.case.invented, name
        assert expect is not None and expect.outcomes, name
        assert set(expect.notes) <= {r.id for r in one.book.of_kind(Kind.NOTE)}, name


def test_each_number_is_its_files_and_each_person_is_met_once(assessed: dict[str, Assessment]) -> None:
    """A trainer finds the file by the number in the memo."""
    numbers = [name.split("_")[0] for name in assessed]
    assert len(set(numbers)) == len(numbers)
    assert {name: one.case.case.id for name, one in assessed.items()} == {
        name: f"OVN-{name.split('_')[0]}" for name in assessed
    }


def test_the_young_people_differ(assessed: dict[str, Assessment]) -> None:
    """Every sex is there and also not told; no kind of nominator, outcome or sex has them all."""
    sexes = [one.case.person.sex for one in assessed.values()]
    assert set(sexes) == {*Sex, None}
    assert sexes.count(Sex.GIRL) > len(sexes) / 5 < sexes.count(Sex.BOY)
    nominators = {one.case.nomination.by.value for one in assessed.values() if one.case.nomination is not None}
    assert {"police", "school", "social_services", "young_person"} <= nominators


def test_offers_and_refusals_are_told_of_all_sexes(assessed: dict[str, Assessment]) -> None:
    """A story teaches by repetition: neither girls nor boys are always the ones that an outcome befalls."""
    by_outcome: dict[OutcomeId, set[Sex | None]] = defaultdict(set)
    for one in assessed.values():
        if one.settled:
            by_outcome[one.outcomes[0]].add(one.case.person.sex)
    for outcome, sexes in by_outcome.items():
        assert {Sex.GIRL, Sex.BOY} <= sexes, outcome


# -- the run tells ----------------------------------------------------------------------------------------------------


def test_the_run_fails_where_the_shipped_scenarios_leave_something_out(
    packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the study's scenarios the run names what they show, and fails. With a folder chosen it only tells."""
    kept = [path for path in FILES if "studie" not in path.stem]
    monkeypatch.setattr(testrun, "load", lambda local: packs)
    monkeypatch.setattr(testrun, "scenario_paths", lambda chosen, packs: iter(kept))
    required = testrun.run_tests(None, None)
    missing = {part.id for part in required.shown.missing}
    assert missing == {"socialstyrelsen-studie-1", "study_excluded", "study_not_included", "study_included"}
    assert required.shown.failures == len(missing)
    assert required.failures == len(missing) + len(required.changes)
    assert "  visas inte: utfall study_excluded" in list(lines(required))
    told = ElementTree.fromstring(as_junit(required)).findall(".//testsuite[@name='det scenarierna visar']/testcase")
    assert len(told) == len(missing)
    monkeypatch.setattr(testrun, "rule_cases", lambda book: iter(()))
    monkeypatch.setattr(testrun, "scenario_paths", lambda chosen, packs: iter(kept[:1]))
    chosen = testrun.run_tests(FILES[0].parent, None)
    assert set(chosen.shown.missing) > set(required.shown.missing)
    assert chosen.shown.failures == 0


def test_a_waiver_for_what_is_shown_is_told(packs: Packs, assessed: dict[str, Assessment]) -> None:
    """As is one for something that isn't there any more."""
    waivers = load_waivers(packs.roots)
    one = next(iter(waivers.mutants.values()))
    idle = replace(waivers, unshown={**waivers.unshown, "coercion": one, "borta": one})
    found = testrun._shown(packs, list(assessed.values()), idle, required=True)
    assert [d.code for d in found.stale] == ["SIG171", "SIG171"]
    assert found.failures == 2
