"""Two profiles side by side: every difference, once, and nothing that is the same."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from sigrisk.cli import main
from sigrisk.compare import Comparison, compare
from sigrisk.compareview import text_of
from sigrisk.packs import Packs, load
from sigrisk.rulebook import params_used

PROFILES = load().profiles.ids
PAIRS = list(combinations(PROFILES, 2))


def comparison(packs: Packs, left: str, right: str) -> Comparison:
    return compare(packs.book(left), packs.book(right))


def flat(text: str) -> str:
    return "".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_does_not_differ_from_itself(packs: Packs, profile: str) -> None:
    view = comparison(packs, profile, profile)
    for listed in (view.differences, view.numbers, view.only_left, view.only_right, view.instead):
        assert listed == ()
    assert view.decision_left == view.decision_right == ()
    assert "Profilerna skiljer sig inte åt." in text_of(view, None)


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_every_rule_and_number_is_told_once_or_is_the_same(packs: Packs, left: str, right: str) -> None:
    a, b = packs.book(left), packs.book(right)
    view = comparison(packs, left, right)
    assert {r.id for r in view.only_left} == a.rules.keys() - b.rules.keys()
    assert {r.id for r in view.only_right} == b.rules.keys() - a.rules.keys()
    shared = a.rules.keys() & b.rules.keys()
    assert {r.id for r in view.instead} == {r for r in shared if a.rules[r].rule != b.rules[r].rule}
    for one in view.instead:
        assert (one.left.condition, one.left.says, one.left.title) != (
            one.right.condition,
            one.right.says,
            one.right.title,
        )
    assert bool(view.decision_left) is ([r.id for r in view.decision_left] != [r.id for r in view.decision_right])
    used = [{p.id for p in params_used(book)} for book in (a, b)]
    differing = {
        p.label
        for p in a.params.values()
        if p.id in used[0] | used[1] and ((p.id in used[0]) != (p.id in used[1]) or a.values[p.id] != b.values[p.id])
    }
    assert {n.what for n in view.numbers} == differing


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_the_other_way_round_says_the_same(packs: Packs, left: str, right: str) -> None:
    one, other = comparison(packs, left, right), comparison(packs, right, left)
    assert [(d.what, d.left, d.right) for d in one.differences] == [
        (d.what, d.right, d.left) for d in other.differences
    ]
    assert (one.only_left, one.only_right) == (other.only_right, other.only_left)
    assert (one.decision_left, one.decision_right) == (other.decision_right, other.decision_left)
    assert {r.id for r in one.instead} == {r.id for r in other.instead}


@pytest.mark.parametrize("width", [None, 72, 88])
@pytest.mark.parametrize(("left", "right"), PAIRS[::7])
def test_the_text_has_every_difference_and_fits(packs: Packs, left: str, right: str, width: int | None) -> None:
    view = comparison(packs, left, right)
    text = text_of(view, width)
    assert all(len(line) <= (width or 88) for line in text.splitlines()), text
    told = flat(text)
    for name in (view.left, view.right):
        assert flat(f"{name.id}, version {name.version}") in told
    for line in (*view.only_left, *view.only_right):
        assert flat(line.title) in told or line.kind == "outcome"  # those stand in the decision list, below
    if width is None:  # in columns a text is cut up by its neighbour
        for one in (*view.differences, *view.numbers):
            assert flat(one.left) in told and flat(one.right) in told
        for pair in view.instead:
            assert flat("".join(pair.left.condition)) in told and flat("".join(pair.right.condition)) in told
        for row in (*view.decision_left, *view.decision_right):
            assert flat(f"{row.title} → {row.outcome}") in told
    assert "{" not in text


def test_what_the_sources_say_apart_is_seen(packs: Packs) -> None:
    """Skärholmen: from 12 years, its own target group, another list of crimes, and aid by decision."""
    view = comparison(packs, "socialstyrelsen-ungdom", "skarholmen-ungdom")
    differ = {d.what: (d.left, d.right) for d in (*view.differences, *view.numbers)}
    assert differ["Lägsta ålder i målgruppen"][1] == "12 år (satt i profilen)"
    assert "Högsta ålder i målgruppen" not in differ
    assert differ["Rättslig form"] == ("inte angiven", "bistånd")
    assert differ["Lista över strategiska brott"] == ("2021 års lista", "2011 års lista")
    assert [r.id for r in view.instead] == ["target_group", "nominator_other"]
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
