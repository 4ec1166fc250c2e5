"""The account of a year beside what the record has."""

from tallybook.base.catalog import open_catalog
from tallybook.publish.account import account
from tallybook.publish.report import Amount


def grid(year):
    found = [s for s in account(open_catalog(), year).sections if s.id == "recounts"]
    return found[0].grids[0] if found else None


def test_the_record_stands_beside_the_published_figure():
    shown = grid(2016)
    place = next(start for start, title in shown.groups if title == "Removals by ICE")
    locked, same_year, departed = shown.rows[place : place + 3]
    assert (locked[0], locked[1], locked[3], locked[4]) == ("by removal date", 240_255, 0, "yes")
    assert isinstance(locked[2], Amount)
    assert locked[2].value == 240_255
    assert (same_year[1], same_year[3]) == (235_524, -4_731)
    assert (departed[1], departed[3]) == (240_994, 739)


def test_a_year_that_is_not_wholly_held_says_so():
    shown = grid(2019)
    place = next(start for start, title in shown.groups if title == "Removals by ICE")
    assert (shown.rows[place][1], shown.rows[place][4]) == (241_513, "no")


def test_a_year_without_records_has_no_such_part():
    assert grid(2012) is None
