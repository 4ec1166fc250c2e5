"""Words that make a number a part of the count, words that leave it the whole, and words that deny it."""
# ruff: noqa: E501 (sentences are written as they stand)

from __future__ import annotations

from datetime import date

import pytest
from tests.written_documents import FAILS, HOLDS

from tallybook.base.catalog import open_catalog
from tallybook.claims.check import check_text
from tallybook.claims.model import Judged


def claims(on: str, text: str) -> tuple[Judged, ...]:
    return check_text(open_catalog(), text, date.fromisoformat(on)).claims


# What was removed, held, arrested and requested in all; the words in braces stand where a text would narrow it.
REMOVED = "ICE removed 409,849 {} in fiscal year 2012."
CRIMINAL = "ICE removed 225,390 {} in fiscal year 2012."
HELD = "ICE held 65,735 {} on November 30, 2025."
ARRESTED = "ICE arrested 143,099 {} in fiscal year 2019."
ISSUED = "ICE issued 276,181 detainers {} in fiscal year 2012."
DATED = {
    REMOVED: "2013-01-10",
    CRIMINAL: "2013-01-10",
    HELD: "2025-12-05",
    ARRESTED: "2019-12-20",
    ISSUED: "2020-03-10",
}

PARTS: dict[str, tuple[str, ...]] = {
    REMOVED: (
        # ages
        "toddlers", "undocumented children", "people over 65", "people under the age of 18", "immigrants aged 50 or older",
        "people younger than 18", "young people", "single adults",
        # sexes and who they are
        "women", "pregnant women", "male immigrants", "boys and girls", "gay people", "elderly immigrants", "grandmothers",
        # where they are from and where they went
        "Central Americans", "Vietnamese", "people to Central America", "people to third countries", "people to Africa",
        # how
        "people by air", "people by bus", "people over land", "people on charter flights", "people aboard commercial planes",
        "people through workplace raids", "people during home raids", "people in Operation Cross Check", "people after traffic stops",
        "people with no lawyer", "people without a court hearing", "people using expedited removal",
        # where
        "people in Springfield", "people from county jails", "people at courthouses", "people from sanctuary cities",
        "people held in private prisons", "people via Laredo",
        # what they had done or were
        "people seeking asylum", "people who had lived here for ten years", "people who came as children", "people who spoke Spanish",
        "people whose asylum claims had failed", "people accused of terrorism", "suspected terrorists", "first-time offenders",
        "people living in mixed-status families", "people with tattoos",
        # another programme, another count
        "people under the 287(g) program", "people through Secure Communities", "people on detainers", "people with final orders",
    ),
    CRIMINAL: (
        "people convicted of shoplifting", "people convicted of burglary", "women with criminal convictions",
        "convicted criminals by air", "people convicted of assault",
    ),
    HELD: ("women", "children", "people in tents", "people in county jails", "asylum seekers", "people for more than six months"),
    ARRESTED: ("people at courthouses", "people in their homes", "gang members", "students"),
    ISSUED: ("for women", "to airlines"),
}  # fmt: skip
ACTORS = (
    ("2013-01-10", "The military removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "Private contractors removed 409,849 immigrants in fiscal year 2012."),
    ("2013-01-10", "The National Guard removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "Sheriffs removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "The Air Force deported 409,849 immigrants in fiscal year 2012."),
    ("2013-01-10", "ICE agents in Springfield removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "Judge Smith ordered 409,849 people removed in fiscal year 2012."),
    ("2013-01-10", "Deportation flights carried 409,849 people removed by ICE in fiscal year 2012."),
    ("2025-12-05", "On November 30, 2025, the Adelanto detention center held 65,735 people."),
    ("2025-12-05", "County jails held 65,735 people for ICE on November 30, 2025."),
    ("2025-12-05", "CoreCivic held 65,735 people in detention on November 30, 2025."),
    ("2020-03-10", "Local jails refused 276,181 ICE detainers in fiscal year 2012."),
)
OTHER_COUNTS = (
    ("2015-02-01", "DHS removed 438,421 people by sea in fiscal year 2013."),
    ("2015-02-01", "DHS removed 438,421 people through San Ysidro in fiscal year 2013."),
    ("2015-02-01", "DHS deported 438,421 longtime residents in fiscal year 2013."),
    ("2015-02-01", "DHS deported 438,421 people who had committed no crime in fiscal year 2013."),
    ("2024-11-20", "CBP recorded 2,135,005 encounters with families at the southwest border in fiscal year 2024."),
    ("2024-11-20", "CBP recorded 2,135,005 nighttime encounters at the southwest border in fiscal year 2024."),
    ("2024-11-20", "CBP recorded 2,135,005 encounters at the southwest border in Texas in fiscal year 2024."),
    ("2026-04-10", "ICE monitored 180,701 pregnant women on April 4, 2026."),
    ("2026-04-10", "On April 4, 2026, 180,701 people in Chicago were in ICE's monitoring programs."),
    ("2025-07-20", "ICE had 832 287(g) agreements with universities on July 18, 2025."),
    ("2020-03-10", "ICE issued 276,181 unsigned detainers in fiscal year 2012."),
    ("2020-03-10", "The Los Angeles County jail received 276,181 ICE detainers in fiscal year 2012."),
    ("2019-12-20", "ICE made 143,099 workplace arrests in fiscal year 2019."),
    ("2019-12-20", "In fiscal year 2019, 143,099 people were arrested by ICE on their way to work."),
    ("2019-12-20", "ICE arrested 143,099 people near schools in fiscal year 2019."),
)
TURNED = (
    ("2013-01-10", "ICE deported 409,849 people, all of them women, in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 people — every one a child — in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 people (children only) in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 people as gang members in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 people, not counting children, in fiscal year 2012."),
    ("2013-01-10", "Only counting flights, ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "For women alone, ICE removals came to 409,849 in fiscal year 2012."),
    ("2013-01-10", "In fiscal year 2012, 409,849 people were removed by air."),
    ("2013-01-10", "In fiscal year 2012, 409,849 people were deported by ICE after raids on factories."),
    ("2013-01-10", "Removals of children by ICE reached 409,849 in fiscal year 2012."),
    ("2013-01-10", "ICE removals from Guantanamo reached 409,849 in fiscal year 2012."),
    ("2013-01-10", "The number of children removed by ICE in fiscal year 2012 was 409,849."),
    ("2013-01-10", "Women accounted for 409,849 ICE removals in fiscal year 2012."),
    ("2013-01-10", "By air, ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "In workplace raids, ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "Removals of children by ICE rose 3 percent in fiscal year 2012."),
    ("2013-01-10", "ICE removed 3 percent more children in fiscal year 2012 than in fiscal year 2011."),
    ("2013-01-10", "ICE removals in Texas doubled between fiscal year 2008 and fiscal year 2012."),
    ("2013-01-10", "ICE removed about 1,120 people a day by air in fiscal year 2012."),
    ("2013-01-10", "Removals of children by ICE hit a record in fiscal year 2012."),
    ("2013-01-10", "In fiscal year 2012 ICE removals by air were a record."),
    ("2013-01-10", "ICE removed a record number of children in fiscal year 2012."),
    ("2013-01-10", "ICE's Miami office removed a record number of people in fiscal year 2012."),
    ("2013-01-10", "Of the women ICE removed in fiscal year 2012, 55 percent had been convicted of a crime."),
    ("2013-01-10", "Fifty-five percent of the children removed by ICE in fiscal year 2012 had criminal convictions."),
    (
        "2013-01-10",
        "ICE removed 12,345 children in fiscal year 2012. Of those, 55 percent had been convicted of a crime.",
    ),
)


def narrowed() -> list[tuple[str, str]]:
    told = [(DATED[frame], frame.format(words)) for frame, cases in PARTS.items() for words in cases]
    return [*told, *ACTORS, *OTHER_COUNTS, *TURNED]


@pytest.mark.parametrize(("on", "text"), narrowed(), ids=lambda value: str(value)[:80])
def test_a_part_is_not_judged_as_the_whole(on: str, text: str) -> None:
    """Not passed, and not called wrong either: nothing held counts the part."""
    found = [(j.claim.quote, j.verdict, j.reason) for j in claims(on, text) if j.verdict in HOLDS | FAILS]
    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "ICE removed 225,390 convicted criminals in fiscal year 2012. Of those removed, 55 percent were women.",
        "ICE removed 409,849 people in fiscal year 2012. A total of 225,390 were women.",
        "Of the 409,849 people ICE removed in fiscal year 2012, 225,390 had lawyers.",
        "ICE removed 409,849 people in fiscal year 2012; 225,390 of them were fathers.",
    ],
)
def test_a_class_that_no_word_names_is_not_taken_from_the_number(text: str) -> None:
    """225,390 and 55 percent are those with convictions; the sentence says something else of them."""
    assert claims("2013-01-10", text)[-1].verdict == "uncheckable"


def test_the_reason_names_the_words() -> None:
    (judged,) = claims("2013-01-10", REMOVED.format("people by air"))
    assert judged.verdict == "uncheckable"
    assert "“by air”" in judged.reason
    assert judged.claim.measure is None


@pytest.mark.parametrize(
    ("on", "text", "where"),
    [
        ("2013-01-10", "ICE removed 409,849 Mexicans in fiscal year 2012.", {"citizenship": "Mexico"}),
        ("2013-01-10", "ICE removed 409,849 Guatemalan nationals in fiscal year 2012.", {"citizenship": "Guatemala"}),
        ("2013-01-10", "ICE removed 409,849 nationals of Honduras in fiscal year 2012.", {"citizenship": "Honduras"}),
        ("2013-01-10", "Among Mexicans removed by ICE in fiscal year 2012, 55 percent had been convicted.", {"citizenship": "Mexico"}),
        ("2013-01-10", "ICE's Miami office removed 409,849 people in fiscal year 2012.", {"office": "Miami"}),
        ("2013-01-10", "The Houston field office removed 409,849 people in fiscal year 2012.", {"office": "Houston"}),
        ("2013-01-10", "ICE officers in Chicago removed 409,849 people in fiscal year 2012.", {"office": "Chicago"}),
        ("2013-01-10", "ICE Chicago removed 409,849 people in fiscal year 2012.", {"office": "Chicago"}),
        ("2013-01-10", "Texas removed 409,849 immigrants in fiscal year 2012.", {"state": "Texas"}),
        ("2025-12-05", "On November 30, 2025, 65,735 people were in ICE detention in Louisiana.", {"state": "Louisiana"}),
    ],
)  # fmt: skip
def test_a_place_is_named(on: str, text: str, where: dict[str, str]) -> None:
    (judged,) = claims(on, text)
    assert (dict(judged.claim.where), judged.verdict) == (where, "uncheckable"), judged.reason


def test_a_state_is_told_from_the_country_by_its_own_list() -> None:
    for text in ("Florida had 300 287(g) agreements in July 2025.", "In July 2025, Florida had 300 287(g) agreements."):
        (judged,) = claims("2025-08-01", text)
        assert dict(judged.claim.where) == {"state": "Florida"}
        assert "in Florida" in judged.reason
        assert judged.verdict != "wrong"


# Right numbers of the whole count, said in many ways.
WHOLE = (
    ("2013-01-10", "In FY 2012, ICE's Office of Enforcement and Removal Operations (ERO) removed 409,849 individuals."),
    ("2013-01-10", "In total ICE reported the deportation of 409,849 in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 unauthorized immigrants from the United States in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people from the country in fiscal year 2012, the most in its history."),
    ("2013-01-10", "ICE sent 409,849 immigrants back to their home countries in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people who had entered the country without permission in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people living in the country illegally in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 men, women and children in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people in its effort to enforce immigration law in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people in fiscal year 2012 to meet its quota."),
    ("2013-01-10", "ICE removed 409,849 people at a cost of $5 billion in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 noncitizens with help from local police in fiscal year 2012."),
    ("2013-01-10", "ICE removed 409,849 people, mostly Mexicans, in fiscal year 2012."),
    ("2013-01-10", "ICE tore 409,849 people from their families in fiscal year 2012."),
    ("2013-01-10", "ICE, an arm of the Department of Homeland Security, deported 409,849 people in fiscal year 2012."),
    ("2013-01-10", "The number of immigrants removed from the country by ICE climbed to 409,849 in fiscal year 2012."),
    ("2013-01-10", "The administration's deportation machine removed 409,849 people in fiscal year 2012, by ICE's count."),
    ("2013-01-10", "Advocates in Los Angeles say ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "The Texas Republican said ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "In a report released Friday, ICE said it removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "Thanks to Secure Communities, ICE removed 409,849 people in fiscal year 2012."),
    ("2013-01-10", "ICE deported 409,849 people in fiscal year 2012 despite promises of reform."),
    ("2013-01-10", "ICE removed 40,448 people convicted of crimes involving drugs in fiscal year 2012."),
    ("2013-01-10", "In fiscal year 2012 ICE removed 225,390 individuals convicted of felonies or misdemeanors."),
    ("2018-12-20", "ICE deportation officers arrested 158,581 people in fiscal year 2018."),
    ("2025-12-05", "As of November 30, 2025, 65,735 people were being held in ICE detention facilities across the country."),
    ("2025-12-05", "ICE had 65,735 people in its custody as of November 30, 2025."),
    ("2025-12-05", "A total of 65,735 people were locked up by ICE on November 30, 2025."),
    ("2017-02-10", "ICE formally removed 240,255 noncitizens during the last full fiscal year of the Obama administration, 2016."),
    ("2020-03-10", "Local jails received 177,147 ICE detainers in fiscal year 2018."),
    ("2024-11-20", "CBP recorded 2,135,005 encounters along the southwest border in fiscal year 2024."),
)  # fmt: skip


@pytest.mark.parametrize(("on", "text"), WHOLE, ids=lambda value: str(value)[:80])
def test_the_whole_is_judged_as_the_whole(on: str, text: str) -> None:
    (judged,) = [j for j in claims(on, text) if j.claim.kind == "count"]
    assert judged.verdict == "supported", judged.reason


def test_an_order_of_the_whole_is_judged_as_the_whole() -> None:
    (judged,) = claims("2013-01-10", "ICE removed a record number of people in fiscal year 2012.")
    assert (judged.claim.kind, judged.verdict) == ("rank", "supported")


# What a sentence denies: a number that is right makes the denial wrong, one that is wrong is denied rightly.
DENIED = (
    ("ICE did not remove 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("In fiscal year 2012 ICE didn't deport 409,849 people.", "wrong", "asserted"),
    ("ICE never removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("409,849 people were not removed by ICE in fiscal year 2012.", "wrong", "asserted"),
    ("The claim that ICE removed 409,849 people in fiscal year 2012 is false.", "wrong", "asserted"),
    ("ICE came nowhere close to removing 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("ICE rejects claims that it removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("Nobody at ICE removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("Neither ICE nor its contractors removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("It is not true that ICE removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("There is no evidence that ICE removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("ICE denied that it removed 409,849 people in fiscal year 2012.", "wrong", "asserted"),
    ("ICE removals did not rise 3 percent in fiscal year 2012.", "wrong", "asserted"),
    ("ICE did not remove 409,849 people in fiscal year 2012; it removed fewer.", "uncheckable", "rejected"),
    ("ICE did not remove 500,000 people in fiscal year 2012.", "wrong", "rejected"),
    ("It is a myth that ICE removed 500,000 people in fiscal year 2012.", "wrong", "rejected"),
    ("ICE removals did not rise 30 percent in fiscal year 2012.", "wrong", "rejected"),
)


@pytest.mark.parametrize(("text", "verdict", "stance"), DENIED, ids=lambda value: str(value)[:80])
def test_a_denial(text: str, verdict: str, stance: str) -> None:
    (judged,) = claims("2013-01-10", text)
    assert (judged.verdict, judged.claim.attribution.stance) == (verdict, stance), judged.reason


@pytest.mark.parametrize(
    "text",
    [
        "ICE did not just remove 409,849 people in fiscal year 2012.",
        "ICE does not dispute that it removed 409,849 people in fiscal year 2012.",
        "Nobody denies that ICE removed 409,849 people in fiscal year 2012.",
        "ICE has not explained how it removed 409,849 people in fiscal year 2012.",
        "ICE has not released the names of the 409,849 people it removed in fiscal year 2012.",
        "ICE removed no more than 409,849 people in fiscal year 2012.",
        "ICE removed no fewer than 409,849 people in fiscal year 2012.",
        "ICE removed not less than 409,000 people in fiscal year 2012.",
    ],
)
def test_no_denial(text: str) -> None:
    (judged,) = claims("2013-01-10", text)
    assert (judged.verdict, judged.claim.attribution.stance) == ("supported", "asserted"), judged.reason


def test_a_right_statement_quoted_to_be_rejected_is_still_right() -> None:
    (judged,) = claims("2013-01-10", "Critics say ICE removed 409,849 people in fiscal year 2012. That is false.")
    assert (judged.verdict, judged.claim.attribution.stance) == ("supported", "rejected")
    assert "the text rejects it" in judged.reason


@pytest.mark.parametrize("what", ["That is the ICE number.", "ICE again.", "It is the ICE figure."])
def test_a_number_taken_back_as_the_other_agencys(what: str) -> None:
    text = f'You print that deportations came to "396,906 people in fiscal year 2011." {what}'
    (judged,) = [j for j in claims("2012-10-20", text) if j.claim.kind == "count"]
    assert (judged.claim.measure, judged.claim.attribution.stance) == ("dhs.removals", "rejected")
    assert judged.verdict in FAILS
