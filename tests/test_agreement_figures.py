"""The figures of agreement, held against scikit-learn, statsmodels, krippendorff and scipy, and worked examples."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from sigrisk.training.bootstrap import FEWEST_CASES, figures
from sigrisk.training.measures import Grid, Measure, Unit, figure


def drawn(seed: int, *, missing: float = 0.0) -> Grid:
    """Ratings that agree more than by chance, with some of them left out."""
    rng = random.Random(seed)
    steps, raters, units = rng.choice([2, 3, 5]), rng.choice([2, 3, 6]), rng.choice([4, 12, 30])
    rows: list[Unit] = []
    for _ in range(units):
        true = rng.randrange(steps)
        said = [min(steps - 1, max(0, true + rng.choice([-1, 0, 0, 0, 1]))) for _ in range(raters)]
        rows.append(tuple(None if rng.random() < missing else value for value in said))
    return Grid(tuple(rows), steps)


def columns(grid: Grid) -> list[list[int | None]]:
    return [list(column) for column in zip(*grid.units, strict=True)]


# -- the libraries ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.filterwarnings("ignore")  # scikit-learn warns where kappa has no meaning
def test_kappa_is_that_of_scikit_learn_and_statsmodels(weights: str | None, missing: float) -> None:
    from sklearn.metrics import cohen_kappa_score
    from statsmodels.stats.inter_rater import cohens_kappa

    measure = {None: Measure.KAPPA, "linear": Measure.LINEAR, "quadratic": Measure.QUADRATIC}[weights]
    compared = 0
    for seed in range(120):
        grid = drawn(seed, missing=missing)
        each = []
        for left, right in combinations(columns(grid), 2):
            both = [(a, b) for a, b in zip(left, right, strict=True) if a is not None and b is not None]
            if not both:
                continue
            a, b = zip(*both, strict=True)
            kappa = cohen_kappa_score(a, b, labels=range(grid.steps), weights=weights)
            if np.isnan(kappa):
                continue
            table = np.zeros((grid.steps, grid.steps))
            np.add.at(table, (a, b), 1)
            assert cohens_kappa(table, wt=weights, return_results=False) == pytest.approx(kappa)
            each.append(kappa)
        found = figure(grid, measure)
        if len(grid.compared) < 2:
            assert found is None  # one thing alone says nothing of chance
            continue
        assert (found is None) == (not each)
        if each:
            compared += 1
            assert found == pytest.approx(sum(each) / len(each)), seed
    assert compared > 100


@pytest.mark.parametrize("missing", [0.0, 0.3, 0.6])
@pytest.mark.filterwarnings("ignore")
def test_alpha_is_that_of_the_package_krippendorff(missing: float) -> None:
    import krippendorff

    compared = 0
    for seed in range(150):
        grid = drawn(seed, missing=missing)
        found = figure(grid, Measure.ALPHA)
        if found is None:
            assert len(grid.compared) < 2 or not grid.varies
            continue
        data = [[np.nan if v is None else v for v in column] for column in columns(grid)]
        wanted = krippendorff.alpha(data, level_of_measurement="ordinal", value_domain=list(range(grid.steps)))
        assert found == pytest.approx(wanted), seed
        compared += 1
    assert compared > 100


@pytest.mark.filterwarnings("ignore")
def test_icc_is_that_of_statsmodels_analysis_of_variance() -> None:
    """ICC(2,1) put together of the mean squares that statsmodels finds by least squares, for the complete units."""
    import pandas as pd
    from statsmodels.formula.api import ols
    from statsmodels.stats.anova import anova_lm

    compared = 0
    for seed in range(60):
        grid = drawn(seed, missing=0.1)
        rows = [unit for unit in grid.units if None not in unit]
        found = figure(grid, Measure.ICC)
        if len(rows) < 2 or len({tuple(set(r)) for r in rows}) < 2:
            continue
        long = [(f"u{u}", f"r{r}", v) for u, row in enumerate(rows) for r, v in enumerate(row)]
        frame = pd.DataFrame(long, columns=["unit", "rater", "value"])
        squares = anova_lm(ols("value ~ C(unit) + C(rater)", frame).fit())["mean_sq"]
        units, raters, rest = squares["C(unit)"], squares["C(rater)"], squares["Residual"]
        n, k = len(rows), len(rows[0])
        wanted = (units - rest) / (units + (k - 1) * rest + k * (raters - rest) / n)
        assert found == pytest.approx(wanted), seed
        compared += 1
    assert compared > 40


# -- worked examples --------------------------------------------------------------------------------------------------


def test_the_example_of_shrout_and_fleiss() -> None:
    """Six targets, four judges: ICC(2,1) = .29 (Shrout & Fleiss 1979; data and figure in R's psych, test_ICC.R)."""
    rows: tuple[Unit, ...] = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
    found = figure(Grid(rows, 11), Measure.ICC)
    assert found is not None
    assert round(found, 2) == 0.29


def test_the_example_of_krippendorff() -> None:
    """Four observers, twelve units, missing ratings: ordinal alpha .815 (the "C" data in the manual of R's irr)."""
    left_out = None
    by_rater: tuple[Unit, ...] = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, left_out, left_out, left_out),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, left_out, 3),
        (left_out, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, left_out),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, left_out),
    )
    units = tuple(zip(*by_rater, strict=True))
    found = figure(Grid(units, 6), Measure.ALPHA)
    assert found is not None
    assert round(found, 3) == 0.815


def test_the_example_of_anxiety_ratings() -> None:
    """R's irr, data set anxiety, raters 2 and 3, as printed in the tests of statsmodels: the level 4, which neither
    uses, is left out there, so that the steps are 1, 2, 3, 5 and 6."""
    second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
    third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]
    place = {1: 0, 2: 1, 3: 2, 4: 3, 6: 4}
    grid = Grid(tuple((place[a], place[b]) for a, b in zip(second, third, strict=True)), 5)
    wanted = {Measure.KAPPA: -0.006289308, Measure.LINEAR: 0.1459075, Measure.QUADRATIC: 0.2520325}
    for measure, value in wanted.items():
        assert figure(grid, measure) == pytest.approx(value, abs=1e-6)


def test_the_example_of_sas() -> None:
    """A three by three table with simple and weighted kappa as SAS prints them, quoted in the tests of statsmodels."""
    table = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    units = tuple((a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n))
    assert figure(Grid(units, 3), Measure.KAPPA) == pytest.approx(0.4842, abs=5e-5)
    assert figure(Grid(units, 3), Measure.LINEAR) == pytest.approx(0.4701, abs=5e-5)


# -- what has no meaning, and what must hold --------------------------------------------------------------------------


def test_shares_by_hand() -> None:
    grid = Grid(((0, 0, 1), (0, 2, None), (1, None, None)), 3)
    assert figure(grid, Measure.EXACT) == 1 / 4
    assert figure(grid, Measure.WITHIN_ONE) == 3 / 4
    assert grid.compared == (0, 1)
    assert grid.complete == (0,)


@pytest.mark.parametrize(
    ("units", "left"),
    [
        (((1, 1), (1, 1), (1, 1)), {Measure.EXACT, Measure.WITHIN_ONE}),  # all the same: no kappa
        (((0, 1),), {Measure.EXACT, Measure.WITHIN_ONE}),  # one unit
        (((0, None), (None, 1)), set()),  # no overlap
        (((0,), (1,)), set()),  # one rater
        ((), set()),
    ],
)
def test_a_figure_without_meaning_is_none(units: tuple[Unit, ...], left: set[Measure]) -> None:
    assert {one for one in Measure if figure(Grid(units, 3), one) is not None} == left


def test_a_pair_that_differs_on_its_only_unit_in_common_counts() -> None:
    """Leaving such a pair out gave perfect kappa beside 60 percent agreement."""
    grid = Grid(((0, 0, None), (1, 1, None), (0, None, 1)), 2)
    assert figure(grid, Measure.EXACT) == pytest.approx(2 / 3)
    assert figure(grid, Measure.KAPPA) == pytest.approx((1 + 0) / 2)


def test_full_agreement_is_one_and_nothing_is_above_it() -> None:
    grid = Grid(((0, 0), (1, 1), (2, 2)), 3)
    assert all(figure(grid, one) == pytest.approx(1) for one in Measure)
    for seed in range(100):
        assert all((figure(drawn(seed, missing=0.2), one) or 0) <= 1 + 1e-12 for one in Measure)


def test_the_order_of_raters_and_units_has_no_effect() -> None:
    for seed in range(30):
        grid = drawn(seed, missing=0.2)
        turned = Grid(tuple(tuple(reversed(unit)) for unit in reversed(grid.units)), grid.steps)
        for one in Measure:
            assert figure(grid, one) == pytest.approx(figure(turned, one)) or figure(grid, one) is None


def test_counting_a_unit_twice_is_having_it_twice() -> None:
    for seed in range(60):
        grid = drawn(seed)
        rng = random.Random(seed)
        counts = [rng.randrange(1, 4) for _ in grid.units]
        doubled = Grid(tuple(u for u, n in zip(grid.units, counts, strict=True) for _ in range(n)), grid.steps)
        for one in Measure:
            assert figure(grid, one, counts) == pytest.approx(figure(doubled, one)) or figure(doubled, one) is None


def test_a_rating_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Grid(((0, 3),), 3)
    with pytest.raises(ValueError, match="every rater"):
        Grid(((0, 1), (0,)), 3)


# -- intervals --------------------------------------------------------------------------------------------------------


def test_the_interval_hangs_on_the_seed_alone_and_holds_the_figure() -> None:
    grid = drawn(11)
    first = figures(grid, "a", 400)
    assert first == figures(grid, "a", 400)
    assert first != figures(grid, "b", 400)
    for one in first.values():
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
        assert one.low < one.high


def test_units_of_one_case_are_drawn_together() -> None:
    """Ten questions about each of six cases, answered alike within a case: the interval is that of the six cases."""
    one: list[Unit] = [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (2, 1)]
    many = tuple(unit for unit in one for _ in range(10))
    cases = tuple(n // 10 for n in range(60))
    of_six, apart = figures(Grid(tuple(one), 3), "a", 500), figures(Grid(many, 3), "a", 500)
    together = figures(Grid(many, 3), "a", 500, cases)
    for m in (Measure.EXACT, Measure.KAPPA):
        assert (together[m].low, together[m].high) == pytest.approx((of_six[m].low, of_six[m].high))
        assert (apart[m].high or 0) - (apart[m].low or 0) < (together[m].high or 0) - (together[m].low or 0)


def test_many_questions_of_few_cases_give_no_interval() -> None:
    rows: tuple[Unit, ...] = tuple((n % 3, (n + n % 2) % 3) for n in range(28))
    assert all(f.low is None for f in figures(Grid(rows, 3), "a", 200, [n % 4 for n in range(28)]).values())
    assert all(f.low is not None for f in figures(Grid(rows, 3), "a", 200, [n % 5 for n in range(28)]).values())


def test_too_few_units_give_no_interval() -> None:
    rows: tuple[Unit, ...] = tuple((n % 3, (n + n % 2) % 3) for n in range(FEWEST_CASES))
    assert all(one.low is not None for one in figures(Grid(rows, 3), "a", 200).values())
    assert all(one.low is None for one in figures(Grid(rows[1:], 3), "a", 200).values())


@pytest.mark.filterwarnings("ignore")
def test_the_interval_is_that_of_scipys_bootstrap() -> None:
    """Not the same draws, so not the same digits: the ends lie within a few hundredths."""
    from scipy.stats import bootstrap

    grid = next(g for g in map(drawn, range(200)) if len(g.units) == 30 and g.steps == 3 and len(g.units[0]) == 3)
    ours = figures(grid, "x", 2000)[Measure.EXACT]

    def exact(*raters: object) -> float:
        return float(np.mean([np.mean(np.equal(a, b)) for a, b in combinations(raters, 2)]))

    data = tuple(np.array(column) for column in columns(grid))
    theirs = bootstrap(
        data, exact, paired=True, vectorized=False, n_resamples=2000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.03)
    assert ours.high == pytest.approx(theirs.high, abs=0.03)
