"""Two profiles side by side: every difference, once, and nothing that is the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.compare import Comparison, RuleLine, compare
from sigrisk.comparerules import CONDITION, MAIN
from sigrisk.compareview import _marked, text_of
from sigrisk.packs import Packs, load
from sigrisk.rulebook import Kind, params_used, proposals
from sigrisk.show import KINDS
from sigrisk.vocabulary import Basis

PROFILES = load().profiles.ids
PAIRS = list(combinations(PROFILES, 2))


def comparison(packs: Packs, left: str, right: str) -> Comparison:
    return compare(packs.book(left), packs.book(right))


def flat(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_does_not_differ_from_itself(packs: Packs, profile: str) -> None:
    view = comparison(packs, profile, profile)
    for listed in (view.differences, view.numbers, view.only_left, view.only_right, view.pairs):
        assert listed == ()
    assert view.alike == len(packs.book(profile).rules)
    assert view.decision_left == view.decision_right == ()
    assert "Profilerna skiljer sig inte åt." in text_of(view, None)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_every_rule_and_number_is_told_once_or_is_the_same(packs: Packs, left: str, right: str) -> None:
    a, b = packs.book(left), packs.book(right)
    view = comparison(packs, left, right)
    shared = a.rules.keys() & b.rules.keys()
    changed = {r for r in shared if a.rules[r] != b.rules[r]}
    for book, other, only, paired in (
        (a, b, view.only_left, [p.left.id for p in view.pairs]),
        (b, a, view.only_right, [p.right.id for p in view.pairs]),
    ):
        told = [*(r.id for r in only), *paired]
        assert sorted(told) == sorted({*(book.rules.keys() - other.rules.keys()), *changed})
    assert view.alike == len(shared - changed)
    assert {p.left.id for p in view.pairs if p.left.id == p.right.id} == changed
    left, right = ([(r.id, r.outcome) for r in rows] for rows in (view.decision_left, view.decision_right))
    assert bool(view.decision_left) is (left != right)
    used = [{p.id for p in params_used(book)} for book in (a, b)]
    differing = {
        p.label
        for p in a.params.values()
        if p.id in used[0] | used[1] and ((p.id in used[0]) != (p.id in used[1]) or a.values[p.id] != b.values[p.id])
    }
    assert {n.what for n in view.numbers} == differing


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_what_differs_between_two_rules_is_all_that_differs(packs: Packs, left: str, right: str) -> None:
    """A pair is of one kind and effect; every part of it is either named as different or as the same."""
    for pair in comparison(packs, left, right).pairs:
        a, b = packs.book(left).rules[pair.left.id].rule, packs.book(right).rules[pair.right.id].rule
        assert (a.kind, a.effect, a.outcome) == (b.kind, b.effect, b.outcome)
        assert pair.differs, f"{pair.left.id} and {pair.right.id} are told as different but aren't"
        assert all(d.left != d.right for d in pair.differs)
        named = {d.what.lower() for d in pair.differs}
        assert not named & set(pair.same)
        assert ("rubrik" in named) is (a.title != b.title)
        assert ("råd" in named) is (a.do != b.do)
        assert ("källa" in named) is ((a.sources, a.basis) != (b.sources, b.basis))


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_the_other_way_round_says_the_same(packs: Packs, left: str, right: str) -> None:
    one, other = comparison(packs, left, right), comparison(packs, right, left)
    assert [(d.what, d.left, d.right) for d in one.differences] == [
        (d.what, d.right, d.left) for d in other.differences
    ]
    assert (one.only_left, one.only_right) == (other.only_right, other.only_left)
    assert (one.decision_left, one.decision_right) == (other.decision_right, other.decision_left)
    assert {(p.why, p.left.id, p.right.id) for p in one.pairs} == {(p.why, p.right.id, p.left.id) for p in other.pairs}


@pytest.mark.parametrize("width", [None, 72, 88])
@pytest.mark.parametrize(("left", "right"), PAIRS[::7])
def test_the_text_has_every_difference_and_fits(packs: Packs, left: str, right: str, width: int | None) -> None:
    view = comparison(packs, left, right)
    text = text_of(view, width)
    assert all(len(line) <= (width or 88) for line in text.splitlines()), text
    told = flat(text)
    for name in (view.left, view.right):
        assert flat(f"{name.id}, version {name.version}") in told
    if width is None:  # in columns a text is cut up by its neighbour
        for line in (*view.only_left, *view.only_right):
            assert flat(line.title) in told or line.kind == "outcome"  # those stand in the decision list, below
        for one in (*view.differences, *view.numbers):
            assert flat(one.left) in told and flat(one.right) in told
        for row in (*view.decision_left, *view.decision_right):
            assert flat(f"{row.title} → {row.outcome}") in told
    unmarked = told.replace("(barahär)", "")
    for pair in view.pairs:
        assert flat(f"”{pair.left.title}”") in told and flat(f"”{pair.right.title}”") in told
        assert flat(pair.why) in told
        for one in pair.differs:
            assert flat(one.what).lower() in told.lower()
            if width is None and one.what in MAIN:
                assert flat(one.left) in unmarked and flat(one.right) in unmarked
    assert "{" not in text


@pytest.mark.parametrize("width", [72, 88])
@pytest.mark.parametrize(("left", "right"), PAIRS[::4])
def test_what_only_one_has_stands_beside_what_only_the_other_has(
    packs: Packs, left: str, right: str, width: int
) -> None:
    """In columns each heading stands once, with both profiles' rules on its line; stacked, once for each."""
    view = comparison(packs, left, right)
    kinds = {line.kind for line in (*view.only_left, *view.only_right)} - {"outcome"}
    text = text_of(view, width)
    assert ("Regler som bara finns i den ena:" in text) is bool(kinds)
    assert "Finns bara i " not in text
    _, _, part = text.partition("Regler som bara finns i den ena:")
    for kind in kinds:
        first = {s: next((o.title for o in only if o.kind == kind), None) for s, only in sides(view).items()}
        (row,) = re.findall(rf"^{KINDS[Kind(kind)].split()[0]} .*$", part, re.MULTILINE)
        for title in first.values():
            assert (f"– {title.split()[0]}" if title else "inga") in row, row


def sides(view: Comparison) -> dict[str, tuple[RuleLine, ...]]:
    return {"left": view.only_left, "right": view.only_right}


def test_a_line_that_only_one_condition_has_says_so(packs: Packs) -> None:
    text = text_of(comparison(packs, "socialstyrelsen-ungdom", "skarholmen-ungdom"), None)
    assert "”Rör sig i riskmiljöer” (bara här)" in text
    assert "”Överhängande risk” (bara här)" in text
    assert "”Kriminellt beteende”\n" in text and "”Kriminellt beteende” (bara här)" not in text
    for left, right in PAIRS[::5]:
        for pair in comparison(packs, left, right).pairs:
            for one in (d for d in pair.differs if d.what == CONDITION):
                a, b = (set(map(str.strip, text.split("\n"))) for text in (one.left, one.right))
                marked = {m.removesuffix(" (bara här)") for m in marks(_marked(one.left, one.right))}
                assert marked == (a - b if a & b else set())


def marks(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if line.endswith(" (bara här)")}


def test_rules_that_answer_to_each_other_are_found_under_other_names(packs: Packs) -> None:
    view = comparison(packs, "socialstyrelsen-ungdom", "stockholm-unga-vuxna")
    found = {(p.left.id, p.right.id) for p in view.pairs}
    assert ("target_group", "adult_target_group") in found
    assert ("consent_expired", "adult_consent_expired") in found  # the same title
    assert ("req_consent", "req_consent_adult") in found  # a title within the other
    assert ("alt_addiction_care", "alt_adult_addiction_care") in found  # the same condition
    assert ("await_will", "adult_await") in found  # the same outcome
    assert ("age_in_range", "age_in_range") in found  # the same rule, other numbers
    age = next(p for p in view.pairs if p.left.id == "age_in_range")
    assert age.why == "Det är samma regel med olika tal."
    assert [d.what for d in age.differs if d.what in MAIN] == ["Villkor", "Text när den är uppfylld"]


def test_where_two_could_be_meant_none_is_paired(packs: Packs) -> None:
    """With two rules of the same title on one side it can't be known which of them answers to the other side's."""
    left, right = packs.book("socialstyrelsen-ungdom"), packs.book("stockholm-unga-vuxna")
    twin = left.rules["consent_expired"]
    twin = replace(twin, rule=twin.rule.model_copy(update={"id": "zwilling"}))
    profile = left.profile.model_copy(update={"rules": (*left.profile.rules, "zwilling")})
    twice = replace(left, rules={**left.rules, "zwilling": twin}, profile=profile)
    assert "consent_expired" in {p.left.id for p in compare(left, right).pairs}
    by_title = {p.left.id for p in compare(twice, right).pairs if p.why == "De har samma rubrik."}
    assert by_title and not by_title & {"consent_expired", "zwilling"}


def test_a_number_says_where_it_comes_from(packs: Packs) -> None:
    """A number set by a profile has the profile's source or is a proposal; an inherited one keeps its origin."""
    for profile in PROFILES:
        book = packs.book(profile)
        for param in params_used(book):
            origin = book.origin(param.id)
            assert origin.sources or origin.basis is not Basis.SOURCE
    view = comparison(packs, "socialstyrelsen-ungdom", "spanga-tensta-ungdom")
    ages = {n.what: n.right for n in view.numbers if n.what.startswith(("Lägsta", "Högsta"))}
    assert set(ages) == {"Lägsta ålder i målgruppen", "Högsta ålder i målgruppen"}
    for told in ages.values():
        assert "satt i profilen: sigrisks eget förslag, som bygger på Ramböll" in told
    assert {p.id for p in proposals(packs.book("spanga-tensta-ungdom"))} >= {"age_low", "age_high"}
    assert not {p.id for p in proposals(packs.book("skarholmen-ungdom"))} & {"age_low", "age_high"}


def test_an_inherited_number_keeps_the_origin_it_had(packs: Packs, tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "profiles"
    folder.mkdir(parents=True)
    text = (
        "sigrisk_profile: 1\nid: {id}\nlabel: Nära\nversion: '1'\nvalid_from: 2026-01-01\nextends: {parent}\n"
        "about: Påhittad.\ntarget_group: Påhittad.\nstrategic_edition: '2021'\nbasis: local\nparams: {params}\n"
    )
    for name, parent, params in (
        ("nara", "spanga-tensta-ungdom", "{age_high: 18}"),
        ("narmare", "nara", "{}"),
        ("annan", "socialstyrelsen-studie-1", "{}"),
    ):
        filled = text.format(id=name, parent=parent, params=params)
        (folder / f"{name}.yaml").write_text(filled, encoding="utf-8")
    local = load(tmp_path)
    for name in ("nara", "narmare"):
        book = local.book(name)
        assert book.origin("age_low").basis is Basis.PROPOSAL  # as Spånga-Tensta says
        assert book.origin("age_high").basis is Basis.LOCAL  # its own, or its parent's
    assert [c.section for c in local.book("annan").origin("age_low").sources] == ["Undersökningsgrupp"]


def test_what_the_sources_say_apart_is_seen(packs: Packs) -> None:
    """Skärholmen: from 12 years, its own target group, another list of crimes, and aid by decision."""
    view = comparison(packs, "socialstyrelsen-ungdom", "skarholmen-ungdom")
    differ = {d.what: (d.left, d.right) for d in (*view.differences, *view.numbers)}
    told = differ["Lägsta ålder i målgruppen"][1]
    assert told.startswith("12 år (satt i profilen: Skärholmens stadsdelsförvaltning: ")
    assert told.endswith("”1.3 Projektbeskrivning”)")
    assert "Högsta ålder i målgruppen" not in differ
    assert differ["Rättslig form"] == ("inte angiven", "bistånd")
    assert differ["Lista över strategiska brott"] == ("2021 års lista", "2011 års lista")
    assert [p.left.id for p in view.pairs] == ["age_in_range", "target_group", "nominator_other"]
    closed = comparison(packs, "socialstyrelsen-ungdom", "hasselby-vallingby-ungdom")
    assert next(d.right for d in closed.differences if d.what == "Öppen eller stängd").startswith("Stängd. ")


def test_the_command_prints_text_and_data(tmp_path: Path) -> None:
    names = ["socialstyrelsen-ungdom", "stockholm-unga-vuxna"]
    printed = CliRunner().invoke(main, ["profiles", "compare", *names, "--json", "-"])
    assert printed.exit_code == 0, printed.output
    view = Comparison.model_validate_json(printed.stdout)
    assert [view.left.id, view.right.id] == names
    path = tmp_path / "skillnad.json"
    stacked = CliRunner().invoke(main, ["profiles", "compare", *names, "--stacked", "--json", str(path)])
    assert stacked.exit_code == 0, stacked.output
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(printed.stdout)
    assert stacked.stdout == text_of(view, None) + "\n"
    wide = CliRunner().invoke(main, ["profiles", "compare", *names])
    assert flat(wide.stdout) != flat(stacked.stdout)
