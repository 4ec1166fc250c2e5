"""Sentences of the project's own with every claim in them: what it is, what the check must say of it, and on what."""
# ruff: noqa: E501 (sentences and what is expected of them are written as they stand)

from __future__ import annotations

from dataclasses import dataclass

ICE12 = (409849, "ICE2012", "quoted")


@dataclass(frozen=True)
class Want:
    """One claim as it should come out. `would` is (measure, period, value); `rests` is (value, vintage, basis)."""

    has: str
    """Words of the quote."""
    kind: str
    measure: str | None
    period: str | None
    verdict: str
    value: float | None = None
    unit: str | None = None
    hedge: str = "exact"
    base: str | None = None
    would: tuple[str, str, float] | None = None
    fix: str | None = None
    """What the correction names; None where there is to be none."""
    caveats: tuple[str, ...] = ()
    rests: tuple[tuple[float, str, str], ...] = ()
    stance: str = "asserted"
    speaker: str | None = None


@dataclass(frozen=True)
class Case:
    on: str
    text: str
    wants: tuple[Want, ...]


def case(on: str, text: str, *wants: Want) -> Case:
    return Case(on, text, wants)


OVER_TIME = (
    case(
        "2026-02-20",
        "In December ICE arrested 51,234 people. That is 1,653 arrests a day.",
        Want("51,234", "count", "ice.admin_arrests", "2025-12", "uncheckable", 51234),
        Want("1,653", "rate", "ice.admin_arrests", "2025-12", "uncheckable", 1653),
    ),
    case(
        "2026-05-20",
        "In January 2026 ICE made 39,678 arrests, or 1,280 a day.",
        Want(
            "39,678",
            "count",
            "ice.admin_arrests",
            "2026-01",
            "misleading",
            39678,
            would=("ice.bookins", "2026-01", 39678),
        ),
        Want(
            "1,280",
            "rate",
            "ice.admin_arrests",
            "2026-01",
            "misleading",
            1280,
            would=("ice.bookins", "2026-01", 39678),
        ),
    ),
    case(
        "2025-07-20",
        "On May 16, 2025 there were 571 287(g) agreements. Nine weeks later there were 46 percent more.",
        Want("571", "count", "287g.agreements", "as of 2025-05-16", "supported", 571),
        Want(
            "46 percent",
            "change",
            "287g.agreements",
            "2025-05-16..2025-07-18",
            "supported",
            46,
            "percent",
            base="as of 2025-05-16",
        ),
    ),
    case(
        "2013-01-10",
        "In fiscal 2011 ICE removed 396,906 people.\n\nA year later criminals were 55 percent of all ICE removals. That is a rise of 0.4 percentage points.",
        Want("396,906", "count", "ice.removals", "FY2011", "supported", 396906),
        Want("55 percent", "share", "ice.removals.criminal", "FY2012", "supported", 55),
        Want("0.4", "change", "ice.removals.criminal", "FY2012", "supported", 0.4, "percentage points", base="FY2011"),
    ),
)
"""Changes over the time between two days, and changes of a share that the sentence before dates."""

COUNTS = (
    case("2013-01-10", "ICE removed 409,849 people in fiscal year 2012.",
         Want("409,849", "count", "ice.removals", "FY2012", "supported", 409849, "people",
              caveats=("events-not-people", "two-official-families"), rests=(ICE12,))),
    case("2013-01-10", "ICE removed 409,894 people in fiscal year 2012.",
         Want("409,894", "count", "ice.removals", "FY2012", "wrong", 409894, fix="409,849", rests=(ICE12,))),
    case("2013-01-10", "ICE deported nearly 410,000 people in FY2012, another record.",
         Want("nearly 410,000", "count", "ice.removals", "FY2012", "supported", 410000, "people", "nearly", rests=(ICE12,)),
         Want("another record", "rank", "ice.removals", "FY2012", "supported", 1, "rank_max",
              caveats=("record-depends-on-series",))),
    case("2013-01-10", "ICE removed 409.849 people in fiscal year 2012.",
         Want("409.849", "count", "ice.removals", "FY2012", "supported", 409849)),
    case("2013-01-10", "ICE removed 410k people in FY12.",
         Want("410k", "count", "ice.removals", "FY2012", "supported", 410000, hedge="about")),
    case("2013-01-10", "More than 400,000 people were removed by ICE in fiscal year 2012.",
         Want("More than 400,000", "count", "ice.removals", "FY2012", "supported", 400000, hedge="more_than")),
    case("2013-01-10", "At least 409,849 people were removed by ICE in fiscal year 2012.",
         Want("At least 409,849", "count", "ice.removals", "FY2012", "supported", 409849, hedge="at_least")),
    case("2013-01-10", "ICE removed roughly 420,000 people in fiscal year 2012.",
         Want("roughly 420,000", "count", "ice.removals", "FY2012", "supported", 420000, hedge="about")),
    case("2013-01-10", "ICE removed 430,000 people in fiscal year 2012.",
         Want("430,000", "count", "ice.removals", "FY2012", "approximate", 430000, fix="409,849")),
    case("2013-01-10", "ICE removed about 550,000 people in fiscal year 2012.",
         Want("about 550,000", "count", "ice.removals", "FY2012", "wrong", 550000, hedge="about", fix="409,849")),
    case("2013-01-10", "ICE removed between 400,000 and 420,000 people in fiscal year 2012.",
         Want("400,000", "count", "ice.removals", "FY2012", "supported", 400000)),
    case("2013-01-10", "ICE removed 396,906 people in fiscal year 2011 and 409,849 a year later.",
         Want("396,906", "count", "ice.removals", "FY2011", "supported", 396906, rests=((396906, "ICE2011", "quoted"),)),
         Want("409,849", "count", "ice.removals", "FY2012", "supported", 409849, rests=(ICE12,))),
    case("2013-01-10", "ICE removed 396,906 people in fiscal year 2012.",
         Want("396,906", "count", "ice.removals", "FY2012", "wrong", 396906,
              would=("ice.removals", "FY2011", 396906), fix="409,849")),
    case("2013-01-10", "In fiscal year 2012 ICE removed 1,215 people convicted of homicide.",
         Want("1,215", "count", "ice.removals.conviction.homicide", "FY2012", "supported", 1215,
              caveats=("offence-rows-do-not-add-up", "conviction-not-ground"))),
    case("2013-01-10", "In fiscal year 2012 ICE removed 36,166 people convicted of driving under the influence.",
         Want("36,166", "count", "ice.removals.conviction.dui", "FY2012", "supported", 36166)),
    case("2013-01-10", "ICE removed 40,448 people convicted of drug crimes in fiscal year 2012.",
         Want("40,448", "count", "ice.removals.conviction.drugs", "FY2012", "supported", 40448)),
    case("2014-12-30", "ICE removed 102,224 people arrested in the interior in fiscal year 2014.",
         Want("102,224", "count", "ice.removals.interior", "FY2014", "supported", 102224,
              caveats=("border-origin-removals",))),
    case("2014-12-30", "ICE removed 137,983 people without a conviction in fiscal year 2014.",
         Want("137,983", "count", "ice.removals.noncriminal", "FY2014", "supported", 137983)),
    case("2013-01-10", "ICE removed 409,849 people in fiscal year 2012. Of those, 184,459 had no criminal conviction.",
         Want("409,849", "count", "ice.removals", "FY2012", "supported", 409849),
         Want("184,459", "count", "ice.removals.noncriminal", "FY2012", "supported", 184459,
              rests=((184459, "ICE2012", "quoted"), ICE12, (225390, "ICE2012", "quoted")))),
    case("2017-01-10", "Between fiscal 2009 and fiscal 2016 ICE removed 2,749,706 people.",
         Want("2,749,706", "count", "ice.removals", "FY2009-FY2016", "supported", 2749706,
              rests=((2749706, "", "quoted"), (389834, "ICE2010", "quoted"), (240255, "ICE2016", "quoted")))),
    case("2019-01-10", "ICE issued 177,147 detainers in fiscal year 2018.",
         Want("177,147", "count", "ice.detainers", "FY2018", "supported", 177147,
              caveats=("recalled-not-confirmed", "detainer-is-a-request"), rests=((177147, "ICE-annual", "recalled"),))),
    case("2024-12-20", "ICE booked 277,913 people into detention in fiscal year 2024.",
         Want("277,913", "count", "ice.bookins", "FY2024", "supported", 277913,
              caveats=("bookins-stays-not-people",))),
    case("2025-12-05", "ICE held 65,735 people in detention on November 30, 2025.",
         Want("65,735", "count", "ice.detained", "as of 2025-11-30", "supported", 65735,
              rests=((65735, "ICE-DTM FY26_detentionStats12032025", "quoted"),))),
    case("2026-01-10", "As of January 7, 2026, 86,990 people were in ICE detention.",
         Want("86,990", "count", "ice.detained", "as of 2026-01-07", "wrong", 86990, fix="68,990")),
    case("2013-02-01", "Secure Communities was active in 3,181 jurisdictions on January 22, 2013.",
         Want("3,181", "count", "sc.jurisdictions", "as of 2013-01-22", "supported", 3181)),
    case("2025-09-20", "There were 1,001 287(g) agreements on September 18, 2025.",
         Want("1,001", "count", "287g.agreements", "as of 2025-09-18", "supported", 1001,
              caveats=("agreements-not-agencies",))),
    case("2025-12-30", "CBP recorded 443,671 encounters at the southwest border in fiscal year 2025, down 79 percent from the year before.",
         Want("443,671", "count", "cbp.encounters.southwest", "FY2025", "supported", 443671),
         Want("79 percent", "change", "cbp.encounters.southwest", "FY2025", "supported", -79, "percent", base="FY2024")),
)  # fmt: skip

VINTAGES = (
    case("2010-01-10", "ICE removed 387,790 people in fiscal year 2009.",
         Want("387,790", "count", "ice.removals", "FY2009", "supported_at_publication", 387790,
              caveats=("restated-by-the-agency",),
              rests=((387790, "ICE2009-first", "quoted"), (389834, "ICE2010", "quoted")))),
    case("2020-01-10", "ICE removed 389,834 people in fiscal year 2009.",
         Want("389,834", "count", "ice.removals", "FY2009", "supported", 389834)),
    case("2014-06-01", "DHS removed 419,384 people in fiscal year 2012.",
         Want("419,384", "count", "dhs.removals", "FY2012", "supported_at_publication", 419384,
              caveats=("vintage-revised",), rests=((419384, "AR2012", "quoted"), (415579, "YB2021", "quoted")))),
    case("2021-06-01", "In fiscal year 2012 the Department of Homeland Security removed 415,636 people.",
         Want("415,636", "count", "dhs.removals", "FY2012", "supported_at_publication", 415636,
              rests=((415636, "YB2019", "quoted"), (415579, "YB2021", "quoted")))),
    case("2024-01-10", "DHS removed 415,579 people in fiscal year 2012.",
         Want("415,579", "count", "dhs.removals", "FY2012", "supported", 415579, rests=((415579, "YB2021", "quoted"),))),
    case("2012-10-15", "In fiscal year 2011 DHS removed 391,953 people and returned 323,542, for a total of 715,495.",
         Want("391,953", "count", "dhs.removals", "FY2011", "supported_at_publication", 391953),
         Want("323,542", "count", "dhs.returns", "FY2011", "supported_at_publication", 323542,
              caveats=("removal-is-not-return",)),
         Want("715,495", "count", "dhs.repatriations", "FY2011", "supported", 715495)),
    case("2013-08-10", "ICE issued 273,982 detainers in fiscal year 2012.",
         Want("273,982", "count", "ice.detainers", "FY2012", "supported_at_publication", 273982,
              caveats=("detainer-extracts-differ",), rests=((273982, "TRAC325", "quoted"), (276181, "TRAC511", "quoted")))),
    case("2020-12-31", "In fiscal year 2019 the Department of Homeland Security removed 359,885 people.",
         Want("359,885", "count", "dhs.removals", "FY2019", "supported_at_publication", 359885)),
)  # fmt: skip

CONFUSIONS = (
    case("2024-01-10", "ICE removed 419,384 people in fiscal year 2012.",
         Want("419,384", "count", "ice.removals", "FY2012", "misleading", 419384,
              would=("dhs.removals", "FY2012", 419384), fix="409,849", caveats=("two-official-families",))),
    case("2024-01-10", "In fiscal year 2012 the Department of Homeland Security carried out 409,849 removals.",
         Want("409,849", "count", "dhs.removals", "FY2012", "misleading", 409849,
              would=("ice.removals", "FY2012", 409849), fix="415,579")),
    case("2015-02-01", "ICE deported 438,421 people in fiscal year 2013.",
         Want("438,421", "count", "ice.removals", "FY2013", "misleading", 438421,
              would=("dhs.removals", "FY2013", 438421), fix="368,644", caveats=("look-alike-fy2013",))),
    case("2015-12-30", "In fiscal year 2015 DHS carried out 462,463 removals.",
         Want("462,463", "count", "dhs.removals", "FY2015", "misleading", 462463,
              would=("dhs.repatriations", "FY2015", 462463), fix="333,341")),
    case("2012-10-15", "In fiscal year 2011 DHS deported 715,495 people.",
         Want("715,495", "count", "dhs.removals", "FY2011", "misleading", 715495,
              would=("dhs.repatriations", "FY2011", 715495), fix="391,953")),
    case("2015-12-30", "In fiscal year 2015 DHS repatriated 462,463 people.",
         Want("462,463", "count", "dhs.repatriations", "FY2015", "supported", 462463)),
    case("2024-01-10", "In fiscal year 2012, 409,849 families were deported by ICE.",
         Want("409,849", "count", "ice.removals", "FY2012", "misleading", 409849, "families", fix="409,849",
              caveats=("events-not-people",))),
    case("2024-12-20", "ICE arrested 277,913 people in fiscal year 2024.",
         Want("277,913", "count", "ice.admin_arrests", "FY2024", "misleading", 277913,
              would=("ice.bookins", "FY2024", 277913), fix="113,431")),
    case("2020-03-01", "ICE arrested 510,854 people in fiscal year 2019.",
         Want("510,854", "count", "ice.admin_arrests", "FY2019", "misleading", 510854,
              would=("ice.bookins", "FY2019", 510854), fix="143,099")),
    case("2020-03-01", "In fiscal year 2019 ICE detained 510,854 different people.",
         Want("510,854", "count", "ice.detained", "FY2019", "misleading", 510854,
              would=("ice.bookins", "FY2019", 510854), fix="50,922")),
    case("2019-01-10", "ICE made 177,147 arrests in fiscal year 2018.",
         Want("177,147", "count", "ice.admin_arrests", "FY2018", "misleading", 177147,
              would=("ice.detainers", "FY2018", 177147), fix="158,581")),
    case("2025-12-05", "In fiscal year 2025, ICE jailed 65,735 people over the year.",
         Want("65,735", "count", "ice.detained", "FY2025", "misleading", 65735,
              would=("ice.detained", "as of 2025-11-30", 65735), fix="59,762", caveats=("held-booked-or-average",))),
    case("2014-12-30", "ICE removed 315,943 people from the interior in fiscal year 2014.",
         Want("315,943", "count", "ice.removals.interior", "FY2014", "misleading", 315943,
              would=("ice.removals", "FY2014", 315943), fix="102,224")),
    case("2017-12-10", "ICE removed 226,119 people in calendar year 2017.",
         Want("226,119", "count", "ice.removals", "CY2017", "misleading", 226119,
              would=("ice.removals", "FY2017", 226119), caveats=("fiscal-not-calendar",))),
    case("2026-02-01", "ICE removed 246,287 people in fiscal year 2025.",
         Want("246,287", "count", "ice.removals", "FY2025", "misleading", 246287,
              would=("ice.removals", "2024-10-01..2025-07-26", 246287), fix="329,018")),
    case("2019-12-20", "In fiscal year 2019, 50,991 of the people ICE arrested had no criminal record.",
         Want("50,991", "count", "ice.admin_arrests.no_conviction_no_charge", "FY2019", "misleading", 50991,
              would=("ice.admin_arrests.noncriminal", "FY2019", 50991), fix="19,971",
              caveats=("no-conviction-is-two-groups",))),
    case("2019-12-20", "In fiscal year 2019, 36 percent of the people ICE arrested had no criminal record.",
         Want("36 percent", "share", "ice.admin_arrests.no_conviction_no_charge", "FY2019", "misleading", 36, "percent",
              would=("ice.admin_arrests.convicted", "FY2019", 35.63), fix="14.0%")),
    case("2018-12-20", "ICE removed 145,262 violent criminals in fiscal year 2018.",
         Want("145,262", "count", "ice.removals.criminal", "FY2018", "misleading", 145262, fix="145,262",
              caveats=("convictions-include-traffic",))),
    case("2013-01-10", "ICE removals rose 11 percentage points between fiscal year 2008 and fiscal year 2012.",
         Want("11 percentage points", "change", "ice.removals", "FY2012", "misleading", 11, "percentage points",
              base="FY2008", fix="+11.0%")),
    case("2013-01-10", "The share of convicted people among ICE removals rose 24 percent between fiscal year 2008 and fiscal year 2012.",
         Want("24 percent", "change", "ice.removals.criminal", "FY2012", "misleading", 24, "percent", base="FY2008",
              would=("ice.removals.criminal", "FY2012", 24.01), fix="24.0")),
    case("2013-01-10", "The share of removed people with convictions rose by 24 percentage points between fiscal year 2008 and fiscal year 2012.",
         Want("24 percentage points", "change", "ice.removals.criminal", "FY2012", "supported", 24, "percentage points",
              base="FY2008")),
)  # fmt: skip

SHARES = (
    case("2013-01-10", "Of the people ICE removed in fiscal year 2012, 55 percent had been convicted of a crime.",
         Want("55 percent", "share", "ice.removals.criminal", "FY2012", "supported", 55, "percent",
              rests=((225390, "ICE2012", "quoted"), ICE12))),
    case("2013-01-10", "Of the people ICE removed in fiscal year 2012, 58 percent had been convicted of a crime.",
         Want("58 percent", "share", "ice.removals.criminal", "FY2012", "approximate", 58, "percent", fix="55.0%")),
    case("2013-01-10", "Of the people ICE removed in fiscal year 2012, 65 percent had been convicted of a crime.",
         Want("65 percent", "share", "ice.removals.criminal", "FY2012", "wrong", 65, "percent", fix="55.0%")),
    case("2013-01-10", "Convicted people made up 55 percent of ICE removals in fiscal year 2012, up from 31 percent in fiscal year 2008.",
         Want("55 percent", "share", "ice.removals.criminal", "FY2012", "supported", 55, "percent"),
         Want("31 percent", "share", "ice.removals.criminal", "FY2008", "supported", 31, "percent",
              caveats=("recalled-not-confirmed",), rests=((114415, "ICE", "recalled"),))),
    case("2013-01-10", "In fiscal year 2012 two thirds of the people ICE removed had been convicted of a crime.",
         Want("two thirds", "share", "ice.removals.criminal", "FY2012", "wrong", 66.7, "percent", "about", fix="55.0%")),
    case("2013-01-10", "About one in eleven people removed by ICE in fiscal year 2012 was convicted of drunk driving.",
         Want("one in eleven", "share", "ice.removals.conviction.dui", "FY2012", "supported", 9.1, "percent", "about")),
    case("2024-12-20", "Three in ten people removed by ICE in fiscal year 2024 came from the interior.",
         Want("Three in ten", "share", "ice.removals.interior", "FY2024", "wrong", 30, "percent", fix="17.6%")),
    case("2024-12-20", "Fewer than one in five people removed by ICE in fiscal year 2024 came from the interior.",
         Want("Fewer than one in five", "share", "ice.removals.interior", "FY2024", "supported", 20, "percent",
              "less_than")),
    case("2014-12-30", "In fiscal year 2014, 98 percent of ICE removals met a priority.",
         Want("98 percent", "share", "ice.removals.priority", "FY2014", "supported", 98, "percent",
              caveats=("priority-is-self-classified",))),
)  # fmt: skip

COMPARISONS = (
    case("2013-01-10", "ICE removals rose 3 percent in fiscal year 2012 from fiscal year 2011.",
         Want("3 percent", "change", "ice.removals", "FY2012", "supported", 3, "percent", base="FY2011",
              rests=(ICE12, (396906, "ICE2011", "quoted")))),
    case("2013-01-10", "ICE removals fell 3 percent in fiscal year 2012 from fiscal year 2011.",
         Want("3 percent", "change", "ice.removals", "FY2012", "wrong", -3, "percent", base="FY2011", fix="+3.3%")),
    case("2013-01-10", "ICE removals in fiscal year 2012 were up 11 percent from the year before.",
         Want("11 percent", "change", "ice.removals", "FY2012", "wrong", 11, "percent", base="FY2011", fix="+3.3%")),
    case("2017-01-10", "ICE removals fell 41 percent from fiscal year 2012 to fiscal year 2016.",
         Want("41 percent", "change", "ice.removals", "FY2016", "supported", -41, "percent", base="FY2012",
              caveats=("method-change-2013",))),
    case("2015-01-10", "Removals fell by 52,701 in fiscal year 2014.",
         Want("52,701", "change", "ice.removals", "FY2014", "supported", -52701, base="FY2013")),
    case("2018-12-20", "ICE removed 256,085 people in fiscal year 2018, 29,966 more than in fiscal year 2017.",
         Want("256,085", "count", "ice.removals", "FY2018", "supported", 256085),
         Want("29,966", "change", "ice.removals", "FY2018", "supported", 29966, base="FY2017")),
    case("2014-01-10", "In fiscal year 2013 ICE removed 368,644 people, 20 percent fewer than the year before.",
         Want("368,644", "count", "ice.removals", "FY2013", "supported", 368644),
         Want("20 percent", "change", "ice.removals", "FY2013", "wrong", -20, "percent", base="FY2012", fix="-10.1%")),
    case("2013-01-10", "Removals of convicted people nearly doubled between fiscal year 2008 and fiscal year 2012, ICE said.",
         Want("nearly doubled", "ratio", "ice.removals.criminal", "FY2012", "supported", 2, "x", "nearly", base="FY2008",
              caveats=("doubling-since-fy2008",), stance="quoted", speaker="ICE")),
    case("2013-01-10", "ICE removals doubled between fiscal year 2008 and fiscal year 2012.",
         Want("doubled", "ratio", "ice.removals", "FY2012", "wrong", 2, "x", base="FY2008", fix="+11.0%")),
    case("2024-12-20", "The number of people ICE removed in fiscal year 2024 was almost twice that of fiscal year 2023.",
         Want("almost twice", "ratio", "ice.removals", "FY2024", "supported", 2, "x", "nearly", base="FY2023")),
    case("2025-01-10", "ICE removals in fiscal year 2024 were 190 percent higher than in fiscal year 2023.",
         Want("190 percent", "change", "ice.removals", "FY2024", "wrong", 190, "percent", base="FY2023", fix="+90.4%")),
    case("2022-04-01", "ICE removals fell by two thirds in fiscal year 2021.",
         Want("two thirds", "change", "ice.removals", "FY2021", "supported", -66.7, "percent", "about", base="FY2020")),
)  # fmt: skip

RATES_RANKS_DATES = (
    case("2013-01-10", "ICE removed about 1,120 people a day in fiscal year 2012.",
         Want("1,120", "rate", "ice.removals", "FY2012", "supported", 1120, "people per day", "about", rests=(ICE12,))),
    case("2013-01-10", "ICE removed about 2,000 people a day in fiscal year 2012.",
         Want("2,000", "rate", "ice.removals", "FY2012", "wrong", 2000, "people per day", "about", fix="1,120")),
    case("2018-12-20", "ICE made 434 arrests a day in fiscal year 2018.",
         Want("434", "rate", "ice.admin_arrests", "FY2018", "supported", 434)),
    case("2015-01-10", "ICE removals in fiscal year 2014 were the lowest since fiscal year 2007.",
         Want("lowest since", "rank", "ice.removals", "FY2014", "supported", 1, "rank_min_since", base="FY2007")),
    case("2015-01-10", "ICE removals in fiscal year 2014 were the lowest since fiscal year 2006.",
         Want("lowest since", "rank", "ice.removals", "FY2014", "wrong", 1, "rank_min_since", base="FY2006", fix="291,060")),
    case("2025-01-10", "ICE removed 271,484 people in fiscal year 2024, the most since fiscal year 2012.",
         Want("271,484", "count", "ice.removals", "FY2024", "supported", 271484),
         Want("most since", "rank", "ice.removals", "FY2024", "wrong", 1, "rank_max_since", base="FY2012", fix="368,644")),
    case("2013-12-20", "In fiscal year 2013 ICE removals were a record.",
         Want("a record", "rank", "ice.removals", "FY2013", "wrong", 1, "rank_max", fix="409,849")),
    case("2015-02-01", "DHS removed 438,421 people in fiscal year 2013, a record.",
         Want("438,421", "count", "dhs.removals", "FY2013", "supported_at_publication", 438421),
         Want("a record", "rank", "dhs.removals", "FY2013", "supported", 1, "rank_max")),
    case("2022-04-01", "In fiscal year 2021 ICE removals were at a record low.",
         Want("a record low", "rank", "ice.removals", "FY2021", "supported", 1, "rank_min")),
    case("2015-01-10", "ICE removals fell for the second straight year in fiscal year 2014.",
         Want("second straight year", "rank", "ice.removals", "FY2013-FY2014", "supported", 2, "consecutive_decreases")),
    case("2015-01-10", "ICE removals fell for the fifth straight year in fiscal year 2014.",
         Want("fifth straight year", "rank", "ice.removals", "FY2010-FY2014", "wrong", 5, "consecutive_decreases",
              fix="2 in a row")),
    case("2013-01-10", "The Secure Communities program began in 2008.",
         Want("2008", "date", "sc.start", "CY2008", "supported", 2008, "year")),
    case("2013-01-10", "The Secure Communities program began in 2005.",
         Want("2005", "date", "sc.start", "CY2005", "wrong", 2005, "year", fix="2008-10-27")),
    case("2013-01-10", "The federal fiscal year runs from January to December.",
         Want("January to December", "other", "definition.fiscal_year", "FY2012", "wrong", fix="1 October")),
    case("2013-01-10", "The federal fiscal year runs from October 1 to September 30.",
         Want("October 1 to September 30", "other", "definition.fiscal_year", "FY2012", "supported")),
)  # fmt: skip

UNSETTLED = (
    case("2025-08-05", "ICE has removed 246,287 people so far this fiscal year.",
         Want("246,287", "count", "ice.removals", "2024-10-01..2025-07-26", "supported", 246287,
              caveats=("part-of-a-year", "not-locked-yet"))),
    case("2025-08-05", "ICE removed 350,000 people in fiscal year 2025.",
         Want("350,000", "count", "ice.removals", "FY2025", "uncheckable", 350000)),
    case("2026-02-15", "ICE removed 500,000 people in fiscal year 2026.",
         Want("500,000", "count", "ice.removals", "FY2026", "uncheckable", 500000)),
    case("2025-08-05", "ICE is on pace to remove 400,000 people in fiscal year 2025.",
         Want("400,000", "count", "ice.removals", "FY2025", "uncheckable", 400000)),
    case("2025-08-05", "ICE will remove 400,000 people in fiscal year 2025.",
         Want("400,000", "count", "ice.removals", "FY2025", "uncheckable", 400000)),
    case("2025-12-28", "DHS said it had deported more than 622,000 people since January 20, 2025.",
         Want("622,000", "count", "dhs.claim.deportations", "2025-01-20..2025-12-28", "disputed", 622000,
              hedge="more_than", caveats=("dhs-statement-without-a-table",), stance="quoted", speaker="DHS")),
    case("2025-12-28", "The department says 1.9 million people have self-deported since January 20, 2025.",
         Want("1.9 million", "count", "dhs.claim.self_deported", "2025-01-20..2025-12-28", "uncheckable", 1900000,
              caveats=("self-deported-is-an-estimate",), stance="quoted", speaker="The department")),
    case("2026-01-10", "ICE has arrested 68,990 people this year.",
         Want("68,990", "count", "ice.admin_arrests", "2025-10-01..2026-01-10", "uncheckable", 68990)),
)  # fmt: skip

STANCES = (
    case("2013-01-10", '"ICE removed 409,849 people in fiscal year 2012," said Maria Lopez.',
         Want("409,849", "count", "ice.removals", "FY2012", "supported", 409849, stance="quoted", speaker="Maria Lopez")),
    case("2013-01-10", "Sen. Smith said ICE removed 500,000 people in fiscal year 2012. That is false.",
         Want("500,000", "count", "ice.removals", "FY2012", "wrong", 500000, stance="rejected", speaker="Sen. Smith",
              fix="409,849")),
    case("2013-01-10", "It is a myth that ICE removed 500,000 people in fiscal year 2012.",
         Want("500,000", "count", "ice.removals", "FY2012", "wrong", 500000, stance="rejected", fix="409,849")),
)  # fmt: skip

SILENT = (
    case("2020-03-01", "The unemployment rate was 3.5 percent and 164 million people were working."),
    case("2020-03-01", "The county fair drew 12,450 visitors in 2019, a record, up 14 percent."),
    case("2020-03-01", "The bridge cost $1.2 million and took 409,849 bolts."),
    case("2013-01-10", "Removals in fiscal 2012 cost $1.5 billion; phone 202-555-0137; section 287(g); vote 52-48."),
    case("2013-01-10", "The office opened on June 3, 2012 with 120 staff."),
    case("2019-06-01", "The team won its fifth straight game before 3,812 fans, the most since 2011."),
    case("2021-05-01", "The vaccine was given to 409,849 people in fiscal year 2021, 55 percent of them over 65."),
    case("2014-01-02", "Page 12 of 36. Docket No. 13-409849. Filed January 2, 2014."),
    case("2014-01-02", ""),
)

HARD = (
    case("2016-05-01", "Of 1,215 trees planted in 2012, nearly half were removed by the city after the storm."),
    case("2015-02-01", "DHS deported 616,792 people in fiscal year 2013.",
         Want("616,792", "count", "dhs.removals", "FY2013", "misleading", 616792,
              would=("dhs.repatriations", "FY2013", 616792), fix="438,421")),
    case("2013-01-10", "Fewer than 400,000 people were removed by ICE in fiscal year 2012.",
         Want("400,000", "count", "ice.removals", "FY2012", "approximate", 400000, hedge="less_than", fix="409,849")),
    case("2013-01-10", "Fewer than 350,000 people were removed by ICE in fiscal year 2012.",
         Want("350,000", "count", "ice.removals", "FY2012", "wrong", 350000, hedge="less_than", fix="409,849")),
    case("2013-01-10", "More than 410,000 people were removed by ICE in fiscal year 2012.",
         Want("410,000", "count", "ice.removals", "FY2012", "approximate", 410000, hedge="more_than", fix="409,849")),
    case("2014-01-10", "In fiscal year 2013 ICE removed 41,205 fewer people than in fiscal year 2012.",
         Want("41,205", "change", "ice.removals", "FY2013", "supported", -41205, base="FY2012")),
    case("2017-01-10", "Over the eight fiscal years 2009 to 2016 ICE removed more than 3.2 million people.",
         Want("3.2 million", "count", "ice.removals", "FY2009-FY2016", "wrong", 3200000, hedge="more_than", fix="2,749,706")),
    case("2025-01-10", "ICE removals in fiscal year 2024 were 190 percent of those in fiscal year 2023.",
         Want("190 percent", "ratio", "ice.removals", "FY2024", "supported", 190, "percent", base="FY2023")),
    case("2017-01-10", "ICE removals in fiscal year 2016 exceeded those in fiscal year 2015.",
         Want("exceeded", "rank", "ice.removals", "FY2016", "supported", 1, "greater_than", base="FY2015")),
    case("2019-12-20", "In fiscal year 2019, 36 percent of the people ICE arrested had no conviction.",
         Want("36 percent", "share", "ice.admin_arrests.noncriminal", "FY2019", "supported", 36, "percent")),
    case("2020-03-10", "ICE issued 273,982 detainers in fiscal year 2012.",
         Want("273,982", "count", "ice.detainers", "FY2012", "supported_at_publication", 273982)),
    case("2022-04-01", "ICE removals more than halved in fiscal year 2021.",
         Want("more than halved", "ratio", "ice.removals", "FY2021", "supported", 0.5, "x", "more_than", base="FY2020")),
    case("2013-01-10", "In fiscal year 2012 Canada removed 18,000 people."),
    case("2020-01-10", "ICE removed 149,821 Mexicans in fiscal year 2016.",
         Want("149,821", "count", "ice.removals", "FY2016", "uncheckable", 149821)),
    case("2013-01-10", "Police in Dallas arrested 409,849 people in 2012."),
)  # fmt: skip

KNOWN_FAULTS: tuple[Case, ...] = ()
"""What the check still gets wrong: each must fail, so that mending one is noticed here."""

CASES = (
    *OVER_TIME, *COUNTS, *VINTAGES, *CONFUSIONS, *SHARES, *COMPARISONS, *RATES_RANKS_DATES, *UNSETTLED, *STANCES, *SILENT,
    *HARD,
)  # fmt: skip
