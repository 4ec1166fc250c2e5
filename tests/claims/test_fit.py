"""Fit: what numbers allow of the value, by properties that hold for every number and by a table of edges."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.claims.model import Asserted, Hedge
from tallybook.claims.weigh.fit import Fit, fit_change, fit_count, fit_ratio, fit_share, is_rounded, step_of

HEDGES: tuple[Hedge, ...] = ("exact", "about", "nearly", "more_than", "at_least", "less_than", "up_to")
LOOSE: tuple[Hedge, ...] = ("exact", "about", "nearly", "at_least", "up_to")
"""Hedges under which the very number fits itself; `more than 5` says that it is not 5."""

FITS: dict[str, Callable[[Asserted, float], Fit]] = {
    "count": fit_count, "share": fit_share, "change": fit_change, "ratio": fit_ratio,
}  # fmt: skip

counts = st.integers(min_value=1, max_value=5_000_000)
percents = st.floats(min_value=0.5, max_value=99.5).map(lambda x: round(x, 1))
factors = st.floats(min_value=0.1, max_value=30).map(lambda x: round(x, 2))
VALUES: dict[str, st.SearchStrategy[float]] = {
    "count": counts.map(float), "share": percents, "change": percents, "ratio": factors,
}  # fmt: skip


def said(value: float, hedge: Hedge = "exact", step: float = 1.0) -> Asserted:
    bound = value if hedge == "exact" else None
    return Asserted(value, "x", hedge, bound, bound, step)


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("hedge", LOOSE)
@given(data=st.data())
def test_a_number_fits_itself(kind: str, hedge: Hedge, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    step = 1.0 if value == int(value) else 0.1
    assert FITS[kind](said(value, hedge, step), value) is Fit.YES


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("hedge", ["more_than", "at_least"])
@given(data=st.data())
def test_more_than_holds_for_anything_greater_once_it_holds(kind: str, hedge: Hedge, data: st.DataObject) -> None:
    claimed, low, more = data.draw(VALUES[kind]), data.draw(VALUES[kind]), data.draw(VALUES[kind])
    fit = FITS[kind]
    assert fit(said(claimed, hedge), low + more) >= fit(said(claimed, hedge), low)
    assert fit(said(claimed, hedge), claimed + more) is Fit.YES


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("hedge", ["less_than", "up_to"])
@given(data=st.data())
def test_less_than_holds_for_anything_smaller_once_it_holds(kind: str, hedge: Hedge, data: st.DataObject) -> None:
    claimed, high, part = data.draw(VALUES[kind]), data.draw(VALUES[kind]), data.draw(st.floats(0.01, 0.99))
    fit = FITS[kind]
    if high * part <= 0.06:
        return
    assert fit(said(claimed, hedge), high * part) >= fit(said(claimed, hedge), high)


@pytest.mark.parametrize("kind", FITS)
@pytest.mark.parametrize("hedge", ["exact", "about"])
@given(data=st.data())
def test_farther_away_never_fits_better(kind: str, hedge: Hedge, data: st.DataObject) -> None:
    claimed = data.draw(VALUES[kind])
    near, far = sorted((data.draw(st.floats(0, 0.4)), data.draw(st.floats(0, 0.4))))
    fit = FITS[kind]
    assert fit(said(claimed, hedge), claimed * (1 + near)) >= fit(said(claimed, hedge), claimed * (1 + far))
    assert fit(said(claimed, hedge), claimed * (1 - near)) >= fit(said(claimed, hedge), claimed * (1 - far))


@given(counts, st.sampled_from(HEDGES), counts)
def test_a_hedge_never_asks_for_more_than_the_bare_number(claimed: int, hedge: Hedge, value: int) -> None:
    """Whatever a bare round number allows, `about` allows too."""
    if fit_count(said(claimed), value) is Fit.YES:
        assert fit_count(said(claimed, "about"), value) is not Fit.NO


@given(st.integers(10_000, 4_000_000).filter(lambda n: n % 10), st.integers(-5_000, 5_000).filter(bool))
def test_an_exact_count_allows_no_other(claimed: int, off: int) -> None:
    assert fit_count(said(claimed), claimed + off) is Fit.NO


@given(st.integers(11, 999), st.integers(3, 5))
def test_a_round_number_means_what_it_rounds(digits: int, zeros: int) -> None:
    """A value that would be printed as this round number fits it; one a whole step below does not."""
    if digits % 10 == 0:
        return
    claimed, step = digits * 10**zeros, 10**zeros
    assert fit_count(said(claimed, step=step), claimed + step * 0.49) is Fit.YES
    assert fit_count(said(claimed, step=step), claimed - min(step * 0.49, 0.029 * claimed)) is Fit.YES
    assert fit_count(said(claimed, step=step), claimed - step * 1.1) is not Fit.YES


@given(counts, st.sampled_from(HEDGES))
def test_signs_must_agree(value: int, hedge: Hedge) -> None:
    assert fit_count(said(-value, hedge), value) is Fit.NO
    assert fit_change(said(-value, hedge), value) is Fit.NO
    assert fit_change(said(-value, "exact"), -value) is Fit.YES


@pytest.mark.parametrize("kind", FITS)
def test_a_claim_without_a_value_fits_nothing(kind: str) -> None:
    assert FITS[kind](Asserted(None, ""), 1) is Fit.NO


@given(st.floats(0, 100), st.floats(0, 100), st.sampled_from(HEDGES))
def test_shares_are_right_within_a_point(claimed: float, value: float, hedge: Hedge) -> None:
    off = abs(claimed - value)
    if hedge == "exact":
        expected = Fit.YES if off < 0.999 else Fit.NO if off > 3.501 else None
        assert expected is None or fit_share(said(claimed), value) is expected
    if off > 25 and hedge in ("exact", "about"):
        assert fit_share(said(claimed, hedge), value) is Fit.NO


EDGES: tuple[tuple[str, float, Hedge, float, float, Fit], ...] = (
    ("count", 409_849, "exact", 1, 409_849, Fit.YES),
    ("count", 409_849, "exact", 1, 409_850, Fit.NO),
    ("count", 410_000, "exact", 1, 409_849, Fit.YES),
    ("count", 410_000, "nearly", 1, 409_849, Fit.YES),
    ("count", 410_000, "nearly", 1, 415_000, Fit.NEAR),
    ("count", 400_000, "more_than", 1, 409_849, Fit.YES),
    ("count", 420_000, "more_than", 1, 409_849, Fit.NEAR),
    ("count", 450_000, "more_than", 1, 409_849, Fit.NO),
    ("count", 430_000, "exact", 1, 409_849, Fit.NEAR),
    ("count", 400_000, "less_than", 1, 409_849, Fit.NEAR),
    ("count", 350_000, "less_than", 1, 409_849, Fit.NO),
    ("count", 1_600_000, "exact", 100_000, 1_589_451, Fit.YES),
    ("count", 36_000, "exact", 1_000, 36_166, Fit.YES),
    ("count", 12, "exact", 1, 12, Fit.YES),
    ("count", 12, "exact", 1, 13, Fit.NO),
    ("count", 0, "exact", 1, 0, Fit.YES),
    ("share", 55, "exact", 1, 54.99, Fit.YES),
    ("share", 55, "exact", 1, 57.5, Fit.NEAR),
    ("share", 55, "exact", 1, 60, Fit.NO),
    ("share", 55.0, "exact", 0.1, 55.9, Fit.NEAR),
    ("share", 50, "more_than", 1, 55, Fit.YES),
    ("share", 50, "more_than", 1, 49.5, Fit.NEAR),
    ("share", 50, "nearly", 1, 47.7, Fit.YES),
    ("share", 20, "less_than", 1, 17.6, Fit.YES),
    ("change", 3, "exact", 1, 3.3, Fit.YES),
    ("change", 3, "exact", 1, 3.9, Fit.NEAR),
    ("change", 3, "exact", 1, 11.0, Fit.NO),
    ("change", -14, "exact", 1, -14.3, Fit.YES),
    ("change", 14, "exact", 1, -14.3, Fit.NO),
    ("ratio", 2, "exact", 1, 1.97, Fit.YES),
    ("ratio", 2, "exact", 1, 1.8, Fit.NEAR),
    ("ratio", 2, "exact", 1, 1.11, Fit.NO),
    ("ratio", 2, "nearly", 1, 1.9, Fit.YES),
    ("ratio", 2, "more_than", 1, 2.01, Fit.YES),
    ("ratio", 0.5, "exact", 1, 0.51, Fit.YES),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "claimed", "hedge", "step", "value", "fit"), EDGES)
def test_edges(kind: str, claimed: float, hedge: Hedge, step: float, value: float, fit: Fit) -> None:
    assert FITS[kind](said(claimed, hedge, step), value) is fit


def test_a_stated_range_holds_what_lies_in_it() -> None:
    between = Asserted(389_000, "removals", "exact", 389_000, 397_000, 1_000)
    assert fit_count(between, 392_862) is Fit.YES
    assert fit_count(between, 396_999) is Fit.YES
    assert fit_count(between, 460_000) is Fit.NO


def test_what_more_than_says_is_not_what_the_number_rounds() -> None:
    assert fit_count(said(410_000, "more_than"), 405_500) is not Fit.YES
    assert fit_count(said(400_000, "less_than"), 404_500) is not Fit.YES


@pytest.mark.parametrize(
    ("value", "step"), [(409_849, 1), (410_000, 10_000), (400_000, 10_000), (36_166, 1), (36_100, 100), (90, 1)]
)
def test_the_last_digit_that_means_something(value: float, step: float) -> None:
    assert step_of(said(value)) == step


def test_round_numbers() -> None:
    assert is_rounded(said(410_000))
    assert is_rounded(said(409_849, "about"))
    assert not is_rounded(said(409_849))
    assert not is_rounded(said(1_215))
