"""Suppression holds on any records: by the audit, and by a search that shares none of the program's code."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations_with_replacement, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.publish.disclosure.audit import audit
from tallybook.publish.disclosure.base import LEFT_OUT, Base, Workings, published
from tallybook.publish.disclosure.declared import Cut, Cuts
from tallybook.publish.disclosure.joint import Joint, Shape

RULES = ("locked", "as-titled")
NAMES = ("area", "citizenship", "gender", "criminality")

WIDE = Cuts.model_validate(
    {
        "table": "removals", "smallest": 5, "sensitive": ["citizenship", "gender", "criminality"],
        "silent": {"gender": ["Unknown"]}, "fold": {"citizenship": 6},
        "cuts": [
            {"by": ["area", "criminality"], "time": "month"}, {"by": ["area", "gender"], "time": "month"},
            {"by": ["citizenship"], "time": "month"}, {"by": ["citizenship", "criminality"], "time": "fiscal_year"},
            {"by": ["citizenship", "gender"], "time": "fiscal_year"},
            {"by": ["area", "gender", "criminality"], "time": "fiscal_year"},
        ],
    }
)  # fmt: skip

NARROW = Cuts.model_validate(
    {
        "table": "removals", "smallest": 5, "sensitive": ["citizenship", "criminality"],
        "cuts": [
            {"by": ["citizenship"], "time": "month"}, {"by": ["criminality"], "time": "month"},
            {"by": ["citizenship", "criminality"], "time": "fiscal_year"},
        ],
    }
)  # fmt: skip

Record = tuple[int | None, int, str, str | None, str | None, str | None]

records = st.lists(
    st.tuples(
        st.sampled_from([201510, 201611, None]), st.sampled_from([2016, 2017]), st.sampled_from(["X", "Y"]),
        st.sampled_from(["A", "B", "C", None]), st.sampled_from(["Male", "Female", "Unknown"]),
        st.sampled_from(["convicted", "pending", None]),
    ),
    min_size=1, max_size=60,
)  # fmt: skip


def made(cuts: Cuts, found: Iterable[Record], names: tuple[str, ...] = NAMES) -> tuple[Base, Workings]:
    recorded = frozenset(names)
    shape = Shape(RULES, frozenset({"as-titled"}), names, cuts.exact(recorded), cuts.protected(recorded))
    rows = Counter(found)

    def year_of(month: int | None) -> int | None:
        return None if month is None else month // 100 + (month % 100 >= 10)

    def told(by: tuple[str, ...], row: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(row[2 + names.index(name)] for name in by)

    exact: dict[Cut, Counter[tuple[object, ...]]] = {cut: Counter() for cut in shape.exact}
    protected: dict[tuple[str, ...], Counter[tuple[object, ...]]] = {by: Counter() for by in shape.protected}
    for row, number in rows.items():
        for cut in shape.exact:
            exact[cut][row[0] if cut.time == "month" else year_of(row[0]), row[1], *told(cut.by, row)] += number
        for by in shape.protected:
            protected[by][year_of(row[0]), *told(by, row)] += number
    joint = Joint(exact, protected, lambda year: {r: n for r, n in rows.items() if year_of(r[0]) == year}, ())
    return published("removals", "r", shape, cuts, joint)


@given(records)
@settings(max_examples=150)
def test_nothing_published_gives_a_suppressed_cell_away(found: list[Record]) -> None:
    base, workings = made(WIDE, found)
    outcome = audit(base, workings)
    assert outcome.safe, outcome


@given(records)
def test_small_cells_are_never_shown_and_whole_ones_are_as_counted(found: list[Record]) -> None:
    base, _ = made(WIDE, found)
    for by, years in base.protected.items():
        for year, cells in years.items():
            for values, number in cells.items():
                assert number is None or number in (LEFT_OUT, 0) or number >= WIDE.smallest
                if number and number > 0:
                    places = [2 + NAMES.index(name) for name in by]
                    few = base.folded[year].get("citizenship", frozenset())
                    labels = [
                        tuple("(others)" if n == "citizenship" and r[p] in few else r[p]
                              for n, p in zip(by, places, strict=True))
                        for r in found if r[0] and r[0] // 100 + (r[0] % 100 >= 10) == year
                    ]  # fmt: skip
                    assert labels.count(values) == number


@given(records)
def test_totals_without_a_sensitive_field_are_exact(found: list[Record]) -> None:
    base, _ = made(WIDE, found)
    for (rule, cut), times in base.exact.items():
        if WIDE.sensitive_in(cut.by):
            continue
        total = sum(number or 0 for cells in times.values() for number in cells.values())
        assert all(number is not None for cells in times.values() for number in cells.values())
        assert total == sum(1 for record in found if record[RULES.index(rule)] is not None)


def numbers(found: Iterable[tuple[int, str | None, str | None]]) -> Counter[tuple[object, ...]]:
    """Return every published count of the narrow cuts, told by hand."""
    told: Counter[tuple[object, ...]] = Counter()
    for month, citizenship, criminality in found:
        year = month // 100 + (month % 100 >= 10)
        told["citizenship", month, citizenship] += 1
        told["criminality", month, criminality] += 1
        told["both", year, citizenship, criminality] += 1
    return told


POSSIBLE = list(product([201510, 201511], ["A", "B", "C", None], ["convicted", "pending", None]))
ALTERNATIVES = {
    size: [numbers(chosen) for chosen in combinations_with_replacement(POSSIBLE, size)] for size in (1, 2, 3)
}


@given(st.lists(st.sampled_from(POSSIBLE), min_size=1, max_size=3))
@settings(max_examples=60)
def test_other_records_with_every_published_number_differ_in_each_suppressed_cell(
    found: list[tuple[int, str | None, str | None]],
) -> None:
    base, _ = made(NARROW, [(m, 2016, c, k) for m, c, k in found], ("citizenship", "criminality"))  # type: ignore[misc]
    true = numbers(found)
    hidden: set[tuple[object, ...]] = set()
    for (rule, cut), times in base.exact.items():
        if rule == "locked":
            hidden |= {(*cut.by, time, *v) for time, cells in times.items() for v, n in cells.items() if n is None}
    for years in base.protected.values():
        hidden |= {("both", year, *v) for year, cells in years.items() for v, n in cells.items() if n is None}
    alike = [
        other for other in ALTERNATIVES[len(found)]
        if all(other[cell] == true[cell] for cell in other.keys() | true.keys() if cell not in hidden)
    ]  # fmt: skip
    for cell in hidden:
        assert len({other[cell] for other in alike}) > 1, (cell, found)


def test_the_audit_sees_a_cell_that_a_total_gives_away() -> None:
    found = [(201510, 2016, "X", c, "Male", k) for c in "AB" for k in ("convicted", "pending") for _ in range(9)]
    found += [(201510, 2016, "X", "C", "Male", "convicted")] * 9 + [(201510, 2016, "X", "C", "Male", "pending")] * 2
    base, workings = made(WIDE, found)
    assert audit(base, workings).safe
    cells = base.protected["citizenship", "criminality"][2016]
    assert cells["C", "pending"] is None
    # Somebody publishes all that was suppressed beside it: the audit must object in all three ways.
    for values in [v for v, n in cells.items() if n is None and v != ("C", "pending")]:
        cells[values] = sum(1 for r in found if (r[3], r[5]) == values)  # type: ignore[index]
    outcome = audit(base, workings)
    assert not outcome.safe
    assert outcome.by_difference
    assert outcome.by_bounds
    assert outcome.by_exchange
