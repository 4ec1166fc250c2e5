"""What a number is: exact, rounded, worked out, mistaken for another."""

from __future__ import annotations

import pytest
from tests.series_files import every_row, rows, years

from tallybook.base.catalog import Catalog
from tallybook.base.errors import UsageError
from tallybook.measures.lookalike import look_alikes
from tallybook.measures.lookup import MOST, find
from tallybook.measures.series import series

CATALOG = Catalog()


def of(found, relation):
    return [(m.measure, m.label, m.value) for m in found.matches if m.relation == relation]


def test_a_count_its_year_and_the_year_it_is_printed_for():
    found = find(CATALOG, "392862")
    assert of(found, "is") == [("ice.removals", "FY2010", 392862.0)]
    assert "FY2010" in found.headline
    assert "is often printed as that of 2009" in found.mistakes[0].mistake
    assert "389,834 = ice.removals FY2009" in found.notes[0]


@pytest.mark.parametrize("text", ["409849", "409,849", "409.849", "409 849"])
def test_one_number_however_it_is_written(text):
    assert of(find(CATALOG, text), "is") == [("ice.removals", "FY2012", 409849.0)]


def test_a_revised_value_says_what_stands():
    (match,) = [m for m in find(CATALOG, "419,384").matches if m.relation == "is"]
    assert "415,579" in match.standing
    assert (match.vintage, match.basis) == ("AR2012", "quoted")


def test_a_running_total_says_which_part_of_the_year_it_covers():
    (match,) = [m for m in find(CATALOG, "319,980").matches if m.relation == "is"]
    assert "year to date: 355 of the 365 days of fiscal year 2025" in match.standing


def test_a_rounded_number_leads_to_what_rounds_to_it():
    found = find(CATALOG, "410,000")
    assert of(found, "rounds to it")[0] == ("ice.removals", "FY2012", 409849.0)
    assert all(405_000 <= value <= 415_000 for _, _, value in of(found, "rounds to it"))


def test_digits_swapped():
    assert ("ice.removals", "FY2012", 409849.0) in of(find(CATALOG, "409,489"), "digits swapped")


def test_a_sum_over_years():
    counts = {year: float(found[0]["value"]) for year, found in years("ice.removals").items()}
    total = sum(counts[y] for y in (2010, 2011, 2012))
    assert ("ice.removals", "FY2010-FY2012", total) in of(find(CATALOG, f"{total:.0f}"), "derived")


def test_a_remainder_and_a_share():
    part = next(float(r["value"]) for r in rows("ice.removals.criminal") if r["end"] == "2012-09-30")
    whole = next(float(r["value"]) for r in rows("ice.removals") if r["end"] == "2012-09-30")
    assert [p[1:] for p in of(find(CATALOG, f"{whole - part:.0f}"), "derived")] == [("FY2012", whole - part)]
    shares = of(find(CATALOG, f"{100 * part / whole:.2f}%"), "derived")
    assert ("ice.removals.criminal", "FY2012") in [s[:2] for s in shares]


def test_estimates_are_never_added_up():
    estimated = {r["value"] for r in rows("ice.removals") if r["value_type"] == "estimate"}
    assert estimated
    last = max(int(r["end"][:4]) for r in rows("ice.removals") if r["value_type"] == "estimate")
    before = float(years("ice.removals")[last - 1][0]["value"])
    for value in estimated:
        assert of(find(CATALOG, f"{before + float(value):.0f}"), "derived") == []


def test_neighbours_are_within_half_a_percent_and_not_the_number_itself():
    near = of(find(CATALOG, "392,862"), "within 0.5 %")
    assert ("dhs.removals", "FY2009", 393457.0) in near
    assert all(0 < abs(value - 392862) <= 0.005 * 392862 for _, _, value in near)


def test_long_lists_are_cut_and_counted():
    places: dict[float, set[tuple[str, ...]]] = {}
    for measure, r in every_row():
        if r["unit"] != "percent":
            key = (measure, r["where"], r["start"], r["end"], "" if r["start"] else r["period_note"], r["unit"])
            places.setdefault(float(r["value"]), set()).add(key)
    value = max(places, key=lambda v: len(places[v]))
    assert len(places[value]) > MOST
    found = find(CATALOG, f"{value:.10g}")
    assert len(of(found, "is")) == MOST
    assert dict(found.more)["is"] == len(places[value]) - MOST


def test_every_exact_value_is_found_again():
    for number, (measure, row) in enumerate(every_row()):
        if number % 400 == 0:
            found = find(CATALOG, row["value"] + ("%" if row["unit"] == "percent" else ""))
            hits = [m for m in found.matches if m.relation == "is"]
            assert len(hits) == MOST or measure in {m.measure for m in hits}, (measure, row)


def test_nothing_close_is_said_plainly():
    found = find(CATALOG, "987654321")
    assert not found.known
    assert "no official value" in found.headline


def test_every_look_alike_names_values_of_the_series():
    assert len(look_alikes(CATALOG)) >= 10
    for item in look_alikes(CATALOG).values():
        for number in item.numbers:
            held = [v for v in series(CATALOG, number.measure).vintages(number.span) if v.value == number.value]
            assert held, (item.id, number)
            assert not number.vintage or number.vintage in {v.vintage for v in held}, (item.id, number)
        assert item in find(CATALOG, f"{item.numbers[0].value:.10g}").mistakes


def test_no_number_is_refused():
    with pytest.raises(UsageError, match="'abc' is not a number"):
        find(CATALOG, "abc")
