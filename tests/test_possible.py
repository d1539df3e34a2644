"""Sets of possible values and three-valued logic, held against explicit sets of values on small ranges."""

from __future__ import annotations

from itertools import permutations, product
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigrisk.possible import (
    NOT_APPLICABLE,
    UNBOUNDED,
    Choices,
    Ordered,
    Possible,
    Verdict,
    all_of,
    any_of,
    at_least,
    combine,
    holds,
    hull,
    meet,
    none_of,
    one_of,
    within,
)

Value: TypeAlias = int | str | None
"""One thing that a fact may be; None is "not applicable"."""

TOP = 3
NAMES = ("a", "b", "c")
MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.OPEN
VERDICTS = (MET, NOT_MET, OPEN)

ORDERED: list[Possible] = [
    *(Ordered(low, high, na) for low in range(TOP + 1) for high in range(low, TOP + 1) for na in (False, True)),
    NOT_APPLICABLE,
]
CHOICES: list[Possible] = [
    Choices(frozenset(n for n, kept in zip(NAMES, keep, strict=True) if kept), na)
    for keep in product((True, False), repeat=len(NAMES))
    for na in (False, True)
    if any(keep) or na
]
PAIRS = [*product(ORDERED, repeat=2), *product(CHOICES, repeat=2)]
EVERYTHING: dict[type, Possible] = {Ordered: Ordered(0, TOP, na=True), Choices: Choices(frozenset(NAMES), na=True)}


def values(possible: Possible) -> frozenset[Value]:
    """The set spelled out, by a road of its own."""
    listed = [n for n in range(TOP + 1) if possible.low <= n <= possible.high] if isinstance(possible, Ordered) else []
    named = possible.names if isinstance(possible, Choices) else frozenset[str]()
    return frozenset([*listed, *named, *([None] if possible.na else [])])


def among(known: list[Possible], wanted: frozenset[Value]) -> list[Possible]:
    return [one for one in known if values(one) >= wanted]


# -- the sets themselves ----------------------------------------------------------------------------------------------


def test_every_listed_set_differs_from_every_other() -> None:
    """Equality of sets is equality of their values: no two ways to write the same set (so == can be trusted)."""
    for listed in (ORDERED, CHOICES):
        assert len({values(one) for one in listed}) == len(listed) == len(set(listed))


@pytest.mark.parametrize("low", [1, 2, 7, UNBOUNDED])
def test_no_numbers_is_always_the_same_set(low: int) -> None:
    """However the emptiness was written, "not applicable" alone is one value with one hash."""
    assert Ordered(low, low - 1, na=True) == NOT_APPLICABLE
    assert hash(Ordered(low, 0, na=True)) == hash(NOT_APPLICABLE)
    assert not Ordered(low, low - 1, na=True).has_numbers


def test_a_fact_without_any_value_is_refused() -> None:
    """An empty set would meet every condition and none; it must never come about."""
    with pytest.raises(ValueError, match="at least one"):
        Ordered(2, 1)
    with pytest.raises(ValueError, match="at least one"):
        Choices(frozenset())


@pytest.mark.parametrize("one", [*ORDERED, *CHOICES])
def test_single_is_one_value_and_no_more(one: Possible) -> None:
    """``single`` counts "not applicable" as a value of its own."""
    assert one.single == (len(values(one)) == 1)


# -- meet, hull, holds ------------------------------------------------------------------------------------------------


def test_meet_is_the_intersection() -> None:
    """For every pair: exactly the common values, and None where there are none."""
    for left, right in PAIRS:
        common = values(left) & values(right)
        met = meet(left, right)
        assert (values(met) if met is not None else frozenset()) == common, (left, right)


def test_hull_is_the_least_set_that_holds_both() -> None:
    """For every pair: it holds both, and no other set that holds both is smaller."""
    for left, right in PAIRS:
        both = hull(left, right)
        wanted = values(left) | values(right)
        assert values(both) >= wanted, (left, right)
        kind = ORDERED if isinstance(left, Ordered) else CHOICES
        assert all(values(both) <= values(other) for other in among(kind, wanted)), (left, right)


def test_holds_is_the_subset_relation() -> None:
    """For every pair, also where "not applicable" is all that is left."""
    for left, right in PAIRS:
        assert holds(left, right) == (values(right) <= values(left)), (left, right)


def test_meet_and_hull_are_commutative_idempotent_and_absorb() -> None:
    """The laws of a lattice, as far as an interval has them."""
    for left, right in PAIRS:
        assert meet(left, right) == meet(right, left)
        assert hull(left, right) == hull(right, left)
        assert meet(left, left) == hull(left, left) == left
        assert meet(left, hull(left, right)) == left
        common = meet(left, right)
        assert common is None or hull(left, common) == left


def test_hull_and_meet_are_associative() -> None:
    """Three sets in any grouping: so the order in which sources are read has no effect."""
    for kind in (ORDERED, CHOICES):
        for a, b, c in product(kind, repeat=3):
            assert hull(hull(a, b), c) == hull(a, hull(b, c))
            first, last = meet(a, b), meet(b, c)
            left = None if first is None else meet(first, c)
            right = None if last is None else meet(a, last)
            assert left == right, (a, b, c)


@pytest.mark.parametrize("function", [meet, hull])
def test_sets_of_different_kinds_do_not_mix(function: object) -> None:
    """A number and a named option have nothing in common: a fault in the caller, told at once."""
    assert callable(function)
    with pytest.raises(TypeError):
        function(Ordered(0, 1), Choices(frozenset("a")))
    assert not holds(Ordered(0, 1), Choices(frozenset("a")))
    assert not holds(Choices(frozenset("a")), NOT_APPLICABLE)


# -- combine ----------------------------------------------------------------------------------------------------------


def test_no_claim_leaves_everything() -> None:
    """Unknown is never no."""
    for whole in EVERYTHING.values():
        assert combine([], whole) == whole


def test_combine_gives_the_common_part_or_else_the_hull() -> None:
    """Three claims of every kind: agreeing claims narrow; contradicting ones leave all that any of them allows."""
    for kind in (ORDERED, CHOICES):
        whole = EVERYTHING[type(kind[0])]
        for claims in product(kind, repeat=3):
            found = combine(claims, whole)
            common = frozenset.intersection(*(values(c) for c in claims))
            if common:
                assert values(found) == common, claims
            else:
                assert found == hull(hull(claims[0], claims[1]), claims[2]), claims


@given(st.sampled_from([ORDERED, CHOICES]).flatmap(lambda kind: st.lists(st.sampled_from(kind), max_size=4)))
def test_combine_is_free_of_order_and_of_repetition(claims: list[Possible]) -> None:
    """Every order of the claims, and the same claim heard twice, give the same set."""
    whole = EVERYTHING[type(claims[0])] if claims else EVERYTHING[Ordered]
    found = combine(claims, whole)
    assert all(combine(order, whole) == found for order in permutations(claims))
    assert combine([*claims, *claims], whole) == found


def test_a_contradicting_claim_only_widens_what_agreeing_claims_had_narrowed() -> None:
    """So a new source may open a verdict and never turn it into the other."""
    for kind in (ORDERED, CHOICES):
        whole = EVERYTHING[type(kind[0])]
        for old, new in product(kind, repeat=2):
            before, after = combine([old], whole), combine([old, new], whole)
            assert holds(before, after) or holds(after, before), (old, new)


# -- tests on a set ---------------------------------------------------------------------------------------------------


def expected(possible: Possible, fits: frozenset[Value]) -> Verdict:
    """Met for all, for none, or both occur. "Not applicable" fits nothing."""
    answers = {value in fits for value in values(possible)}
    return OPEN if len(answers) == 2 else MET if answers == {True} else NOT_MET


def ranges(low: int, high: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(low, high + 1) for b in range(a, high + 1)]


def test_within_asks_every_possible_value() -> None:
    """Every set against every range, also ranges beyond the set. (An empty range is refused in a rule: SIG113.)"""
    for possible in ORDERED:
        for low, high in ranges(-1, TOP + 2):
            fits: frozenset[Value] = frozenset(range(low, high + 1))
            assert within(possible, low, high) is expected(possible, fits), (possible, low, high)


def test_one_of_asks_every_possible_value() -> None:
    """Every set against every selection of names, also an empty one and one with an unknown name."""
    for possible in CHOICES:
        for keep in product((True, False), repeat=len(NAMES) + 1):
            names = frozenset(n for n, kept in zip((*NAMES, "z"), keep, strict=True) if kept)
            assert one_of(possible, names) is expected(possible, frozenset(names)), (possible, names)


def test_not_applicable_meets_no_test() -> None:
    """Neither a test nor its opposite range is met by "not applicable"."""
    assert within(NOT_APPLICABLE, 0, UNBOUNDED) is NOT_MET
    assert within(Ordered(2, 2, na=True), 2, 2) is OPEN
    assert one_of(Choices(frozenset(), na=True), frozenset(NAMES)) is NOT_MET
    assert one_of(Choices(frozenset("a"), na=True), frozenset("a")) is OPEN


def test_a_test_of_the_wrong_kind_is_a_fault() -> None:
    """A choice has no order, and a number no options."""
    with pytest.raises(TypeError):
        within(Choices(frozenset("a")), 0, 1)
    with pytest.raises(TypeError):
        one_of(Ordered(0, 1), frozenset("a"))


def test_narrowing_keeps_every_settled_test() -> None:
    """Every set and every subset of it: met stays met, not met stays not met. This is monotone knowledge."""
    for wide, narrow in PAIRS:
        if not holds(wide, narrow):
            continue
        if isinstance(wide, Ordered):
            for low, high in ranges(0, TOP):
                before = within(wide, low, high)
                assert not before.settled or within(narrow, low, high) is before, (wide, narrow, low, high)
        else:
            for count in range(1, len(NAMES) + 1):
                names = frozenset(NAMES[:count])
                before = one_of(wide, names)
                assert not before.settled or one_of(narrow, names) is before, (wide, narrow, names)


# -- Kleene's logic ---------------------------------------------------------------------------------------------------


def completions(verdicts: tuple[Verdict, ...]) -> list[tuple[bool, ...]]:
    """Every way in which the open conditions may turn out."""
    ways = {MET: (True,), NOT_MET: (False,), OPEN: (True, False)}
    return list(product(*(ways[v] for v in verdicts)))


def from_completions(verdicts: tuple[Verdict, ...], k: int) -> Verdict:
    answers = {sum(way) >= k for way in completions(verdicts)}
    return OPEN if len(answers) == 2 else MET if answers == {True} else NOT_MET


AND = {
    (MET, MET): MET,
    (MET, OPEN): OPEN,
    (MET, NOT_MET): NOT_MET,
    (OPEN, OPEN): OPEN,
    (OPEN, NOT_MET): NOT_MET,
    (NOT_MET, NOT_MET): NOT_MET,
}
OR = {
    (MET, MET): MET,
    (MET, OPEN): MET,
    (MET, NOT_MET): MET,
    (OPEN, OPEN): OPEN,
    (OPEN, NOT_MET): OPEN,
    (NOT_MET, NOT_MET): NOT_MET,
}


@pytest.mark.parametrize("pair", AND, ids=lambda pair: "-".join(v.value for v in pair))
def test_kleene_tables(pair: tuple[Verdict, Verdict]) -> None:
    """Strong Kleene *and*, *or* and *none of*, written out by hand, in both orders."""
    for ordered in (pair, pair[::-1]):
        assert all_of(ordered) is AND[pair]
        assert any_of(ordered) is OR[pair]
        assert none_of(ordered) is OR[pair].negate()


def test_negation_swaps_the_settled_and_keeps_the_open() -> None:
    """Twice is nothing, and what isn't known isn't known of the opposite either."""
    assert [v.negate() for v in VERDICTS] == [NOT_MET, MET, OPEN]
    assert [v.negate().negate() for v in VERDICTS] == list(VERDICTS)
    assert [v.settled for v in VERDICTS] == [True, True, False]


def test_empty_lists() -> None:
    """*All* of nothing is met; *any* of nothing isn't; *none* of nothing is."""
    assert (all_of([]), any_of([]), none_of([])) == (MET, NOT_MET, MET)


@pytest.mark.parametrize("size", range(5))
def test_at_least_is_what_every_completion_says(size: int) -> None:
    """Up to four conditions and every k: exactly what trying all ways of the open ones gives. Also *all* and *any*."""
    for verdicts in product(VERDICTS, repeat=size):
        for k in range(size + 2):
            assert at_least(k, verdicts) is from_completions(verdicts, k), (k, verdicts)
        assert all_of(verdicts) is from_completions(verdicts, size)
        assert any_of(iter(verdicts)) is from_completions(verdicts, 1)


@pytest.mark.parametrize("size", range(1, 5))
def test_settling_an_open_condition_keeps_a_settled_count(size: int) -> None:
    """Every list and every settling of its first open condition: a settled *at least k* stands."""
    for verdicts in product(VERDICTS, repeat=size):
        if OPEN not in verdicts:
            continue
        place = verdicts.index(OPEN)
        for k in range(size + 1):
            before = at_least(k, verdicts)
            for answer in (MET, NOT_MET):
                after = at_least(k, (*verdicts[:place], answer, *verdicts[place + 1 :]))
                assert not before.settled or after is before, (k, verdicts, answer)


@given(st.lists(st.sampled_from(VERDICTS), max_size=8), st.integers(0, 9))
def test_at_least_has_de_morgans_law(verdicts: list[Verdict], k: int) -> None:
    """At least k of n are met exactly when not at least n-k+1 fail: the law the second evaluator is compiled by."""
    fails = at_least(len(verdicts) - k + 1, [v.negate() for v in verdicts])
    assert at_least(k, verdicts) is fails.negate()
