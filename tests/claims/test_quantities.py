"""Numbers in running text, by a table of texts in many manners, by round trips and by noise."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tallybook.claims.quantities import bounds, quantities
from tallybook.claims.quantity import Quantity

FORMS = {
    "": "number", "%": "percent", "pp": "points", "f": "fraction", "x": "times", "th": "ordinal", "streak": "streak",
}  # fmt: skip
HEDGES = {"exact", "about", "nearly", "more_than", "at_least", "less_than", "up_to"}

# Expected numbers in short: value with its form (% percent, pp points, f part of a whole in percent, x factor, th
# ordinal, streak; none for a plain number), then the hedge unless exact, `+` or `-` where the direction is asked, `..N`
# the upper end of a range, `!reason` where it is no claim.
TABLE = """
# plain digits
The agency removed 409,849 people. => 409849
It reported 1,675,876 returns and 12 deaths. => 1675876 | 12
ICE held 742 people. => 742
There were 4 million people waiting. => 4000000
The sum is 1.86 million. => 1860000
Those 1.1 million were deported. => 1100000
Some 3.38 million cases are pending. => 3380000 about
It came to 40.4 thousand. => 40400
More than 2.5 million encounters => 2500000 more_than
Removals: 267,258. => 267258
368,644 mothers, fathers and neighbors => 368644
In total 396 906 removals were counted. => 396906
In total 396\u00a0906 removals were counted. => 396906
In total 1\u202f087\u202f201 cases were pending. => 1087201
In total 1 087 201 cases were pending. => 1087201
396’906 removals => 396906
gold stood at 1\u00a0660,50 => 1660.5 !money
# continental and Latin American writing
The agency deported 409.849 persons. => 409849
In the year were deported 806.755, it says. => 806755
1.087.201 cases were pending. => 1087201
The growth was of 3,3 percent. => 3.3% +
It fell 12,5 per cent. => 12.5% -
They removed 0,41 million people. => 410000
El total es de 1.087.201 casos. => 1087201
un 14 por ciento => 14%
Of the 409,849, a ratio of 1.234 applies. => 409849 | 1.234
About 1.5 million people were returned. => 1500000 about
The rate is 0.412. => 0.412
# suffixes
FY20 was ~186k. => 20 !date | 186000 about
39k criminals removed vs 104k. => 39000 about | 104000 about
1.59m removals since then => 1590000
1.2M encounters, 3.3M pending cases => 1200000 | 3300000
The backlog is 3.4mn cases. => 3400000
The backlog is 3.4 mn cases. => 3400000
74K admin arrests => 74000 about
1.2K likes, 340 RTs. => 1200 !other | 340 !other
# hedges
nearly 410,000 in the past year => 410000 nearly
About 55 percent were convicted. => 55% about
just over one in four => 25f more_than
more than 605,000 deportations => 605000 more_than
over 306,500 orders => 306500 more_than
at least 400 agencies => 400 at_least
no fewer than 400 agencies => 400 at_least
fewer than 650,000 => 650000 less_than
less than 30 percent => 30% less_than
as many as 15,000 detainees => 15000 up_to
up to 15,000 detainees => 15000 up_to
no more than 5,000 arrests => 5000 up_to
roughly 700 detainers a day => 700 about
approximately 12,000 people => 12000 about
approx. 12,000 people => 12000 about
around 12,000 people => 12000 about
an estimated 1.9 million people => 1900000 about
close to 70,000 detainees => 70000 nearly
just under 5 percent => 5% nearly
just shy of 400,000 => 400000 nearly
almost 409,000 => 409000 nearly
a little over twelve hundred => 1200 more_than
a little under 300,000 removals => 300000 nearly
well over 60,000 people => 60000 more_than
upwards of 60,000 people => 60000 more_than
in excess of 60,000 people => 60000 more_than
some 35 agencies => 35 about
Some 51,428 of those held had been arrested by ICE. => 51428
only about a third of the removals => 33.3f about
barely one in eight => 12.5f about
393,000 or so removals => 393000 about
400-odd agencies => 400 about
400,000-plus removals => 400000 more_than
400,000+ removals => 400000 more_than
400,000 or more removals => 400000 at_least
400 or fewer arrests => 400 up_to
three hundred ninety-two thousand and some => 392000 more_than
The count has passed 350,000. => 350000 more_than
Bush never topped 300,000 in a year. => 300000 less_than
Returns never fell below one million. => 1000000 at_least
removals drop below 374,000 => 374000 less_than
>5,000 arrests => 5000 more_than
≥5,000 arrests => 5000 at_least
<5,000 arrests => 5000 less_than
≈5,000 arrests => 5000 about
not quite 400,000 => 400000 nearly
a shade below last year's 742 => 742
exactly 5,000 arrests => 5000
a maximum of 41,500 beds => 41500 up_to
north of 41,500 beds => 41500 more_than
short of 41,500 beds => 41500 less_than
# comparisons are no hedges
12 percent more than the 319,382 of the year before => 12% + | 319382
15 percent fewer than 70,766 => 15% - | 70766
46 percent more than 571 => 46% + | 571
3,028 more than in fiscal 2009 => 3028 + | 2009 !date
30 percent above the 110,104 arrests of fiscal 2016 => 30% + | 110104 | 2016 !date
84 percent below fiscal 2024's 1,530,523 => 84% - | 2024 !date | 1530523
The total went up to 690. => 690
The parts add up to 124,054. => 124054
2.3 percent fewer => 2.3% -
about 10 percent lower => 10% about -
about 9,500 too high => 9500 about +
# percent and points
down 10 percent => 10% -
a 46 percent drop => 46% -
9 percent decline => 9% -
a fall of more than 70 percent => 70% more_than -
were up 64 percent on the Bush years => 64% +
gained 28 percentage points => 28pp +
It is six points. => 6pp
a 3-point rise => 3pp +
up 4 pp => 4pp +
a 3.5 percentage-point drop => 3.5pp -
+21%. => 21% +
So -68% in ONE year => -68% - | 1 !duration
Down 86%. => 86% -
66% convicted vs 56% in FY20 => 66% | 56% | 20 !date
55 per cent of those removed => 55%
a ten-percent cut => 10% -
a 10-percent cut => 10% -
Seventy-one percent have no record. => 71%
eleven percent => 11%
half a percent => 0.5%
edged up by 2 percent => 2% +
rose 24 percent, from 67 percent in 2011 to 91 percent last year => 24% + | 67% | 2011 !date | 91%
Removals fell to 235,413. => 235413
fell by 12,702 => 12702 -
an increase of 5,000 detainers => 5000 +
Detainers fell sharply, and 59 percent of them were honoured. => 59%
Within the count the fall from 2012 to 2016 is 41 percent. => 2012 !date | 2016 !date | 41% -
the 12 percent gain => 12% +
shrank almost 20 percent => 20% nearly -
# parts of a whole
a third of the removals => 33.3f about
two thirds of them => 66.7f about
two-thirds of them => 66.7f about
three-quarters of detainees => 75f about
three quarters of detainees => 75f about
roughly a quarter => 25f about
a little over a quarter => 25f more_than
Fewer than a third of removals => 33.3f less_than
less than a fifth => 20f less_than
roughly a sixth of that => 16.67f about
one in four => 25f
1 in 10 => 10f
1-in-10 detainees => 10f
in 7 of 10 cases => 70f
two of five deaths => 2 | 5
4 out of 5 => 80f
Four out of five have a conviction. => 80f
six in ten => 60f
almost six in ten => 60f nearly
eleven in twenty => 55f
one in twenty-two => 4.545f
More than nineteen out of every twenty cases => 95f more_than
one of every three => 33.3f
nine in ten of them => 90f
two in five => 40f
fewer than one in eight => 12.5f less_than
half of the detainees => 50f about
Nearly half of them => 50f nearly
more than half were freed => 50f more_than
less than half had a record => 50f less_than
½ of the detainees => 50f about
Arrests fell by a third, to 113,431. => 33.3f about - | 113431
jumped by two thirds in a single year => 66.7f about +
cut by more than half => 50f more_than -
have fallen by almost two thirds => 66.7f nearly -
a drop of nearly seven in ten => 70f nearly -
2/3 of the detainees => 66.7f about
Most people deported were caught in the interior. => 50f more_than
most of them wear a monitor => 50f more_than
Most detainees come from the border. => 50f more_than
the most serious offense =>
at most 40 arrests => 40 up_to
A majority of detainees had no record. => 50f more_than
The vast majority of detainees had no record. => 50f more_than
Nearly all of the detainees => 100f nearly
one third of arrests => 33.3f about
a third term => 3th !label
a second or third model => 2th !label | 3th !label
in the third quarter => 3th !date
# factors
more than doubled => 2x more_than
detainers have doubled since 2012 => 2x | 2012 !date
almost twice as many as in fiscal 2023 => 2x nearly | 2023 !date
about twice that number => 2x about
removals tripled => 3x
removals quadrupled, to 183,114 => 4x | 183114
two and a half times as many => 2.5x
2.5 times as many => 2.5x
three times the 2012 level => 3x | 2012 !date
a fivefold rise => 5x about
a five-fold rise => 5x
grown sixfold => 6x about
grown more than ninety-fold => 90x more_than
a tenfold increase => 10x about
a 10-fold increase => 10x
still >3x FY21 => 3x more_than | 21 !date
a 3x jump => 3x
half as many as in 2011 => 0.5x about | 2011 !date
half again as large => 1.5x about
about half again as large => 1.5x about
have been halved => 0.5x
have been cut in half => 0.5x
by a factor of 12 => 12x
grew by a factor of three => 3x
nearly double fiscal 2023 => 2x nearly | 2023 !date
did not triple => 3x
a third as many => 0.3333x about
a double standard => 2x !other
some people were counted twice => 2x !other
The panel met three times. => 3x !other
about 3 times a week => 3x about !other
outnumbered by two to one => 2x
a 3-to-1 margin => 3x
a six-times increase => 6x +
60 times a day => 60x !other
# streaks
the sixth annual increase in a row => 6streak
for the second straight year => 2streak
the fourth consecutive record => 4streak
for three years running => 3streak
rose for the second year running => 2streak
three years in a row => 3streak
seven consecutive years of growth => 7streak
a third straight monthly decline => 3streak
the 5th straight year => 5streak
for the first time since 2006 => 1th | 2006 !date
the third highest count => 3th
the 3rd-highest count => 3th
the fourth-straight decline => 4streak
four in a row => 4streak
first-time offenders => 1th !label
a 10-year low => 10 !duration
# number words
four hundred and nine thousand eight hundred forty-nine => 409849
four hundred nine thousand, eight hundred and forty-nine => 409849
twelve hundred => 1200
twenty-one hundred people => 2100
half a million people => 500000
half-a-million people => 500000
a quarter of a million people => 250000
three quarters of a million people => 750000
a million and a half people => 1500000
one and a half million people => 1500000
two and a half million => 2500000
three point six million => 3600000
a couple of hundred arrests => 200 about
about a thousand people were taken => 1000 about
a hundred thousand people => 100000
a dozen deaths => 12
two dozen deaths => 24
Thirty-two people died. => 32
it was twelve => 12
Fourteen were live at the end of 2008. => 14 | 2008 !date
Eight hundred and thirty-two police departments => 832
more than five million people => 5000000 more_than
1½ million people => 1500000
ninety thousand => 90000
one hundred and one arrests => 101
five people died => 5
dozens of people => 24 !other
hundreds of thousands of people => 200000 !other
millions of immigrants => 2000000 !other
several hundred people => 300 !other
# none
Not one Secure Communities jurisdiction was active. => 0
Nobody was removed. => 0
None of the detainees had a lawyer. => 0
No deaths were recorded. => 0
zero deaths => 0
Nobody in the press noticed. => 0 !other
No president in history has deported more. =>
# dates
on July 30, 2009 => 30 !date | 2009 !date
30 July 2009 => 30 !date | 2009 !date
Oct. 2008 => 2008 !date
on the 7th of May => 7th !date
in 2011 and 2012 => 2011 !date | 2012 !date
2009-2012 => 2009 !date
2009–12 => 2009 !date
FY12 vs FY21: 409,849 => 12 !date | 21 !date | 409849
fiscal 2008 => 2008 !date
fiscal year 2008 => 2008 !date
FY 2012 => 2012 !date
the 1990s => 1990 !date
2026-01-14 => 2026 !date
1/14/2026 => 1 !date
in mid-2016 => 2016 !date
the 2017 total => 2017 !date
nineteen ninety-six => 1996 !date
On February 7 68,289 people slept here. => 7 !date | 68289
in fiscal 2023 3.2 million people => 2023 !date | 3200000
In January 14 people died. => 14
Three may be, subject to a note. => 3 !other
the 2000 people in custody => 2000 !date
more than 2000 people => 2000 more_than
about 2000 people in custody => 2000 about
a class of 2012 people => 2012 !date
# clock, phone, money
at 5:00 p.m. => 5 !clock
at 10 a.m. => 10 !clock
10:02 The chair opens => 10 !clock
Call (555) 010-0142. => 555 !phone
Call 202-555-0117 now. => 202 !phone
Tel. +1 (555) 010 01 88 => 1 !phone
Call 361.555.0150. => 361 !phone
Call 555-0150. => 555 !phone
a $46.9 billion request => 46900000000 !money
$8 a month => 8 !money
€ 1.5 million => 1500000 !money
US$200 million => 200000000 !money
1,31 dollars => 1.31 !money
gold stood at 1.660,50 => 1660.5 !money
$5 to $10 million => 5000000 ..10000000 !money
# law
under 8 U.S.C. 1229a => 8 !statute
under 8 U.S.C. § 1357(g) => 8 !statute
8 CFR 287.7(d) => 8 !statute
Pub. L. 104-208 => 104 !statute
section 240 of the Act => 240 !section
sections 4.2 and 4.5 => 4.2 !section | 4.5 !section
the 287(g) program => 287 !statute
the 287G program => 287 !statute
Under section 287(g), 832 agreements were signed. => 287 !statute | 832
Form I-247 => 247 !identifier
H.R. 1148 => 1148 !bill
S. 2193 => 2193 !bill
Senate Bill 9 => 9 !bill
SB 4 => 4 !bill
Title 42 accounted for 579,084 expulsions. => 42 !statute | 579084
# labels and the like
a Level 1 offense => 1 !label
District 27 => 27 !label
Figure 2 and Table 4 => 2 !label | 4 !label
report (p. 27) => 27 !page
500 12th Street SW, Washington, DC 20536 => 500 !address | 12th !label | 20536 !address
a two-thirds majority => 66.7f about !vote
removals ↑ 12%; arrests ↓ 5% => 12% + | 5% -
Page 1 of 9 => 1 !page | 9 !page
My statement has 9 pages. => 9 !page
a 31-page report => 31 !page
Room 2141 is empty. => 2141 !address
Suite 410, 1200 Main Street => 410 !address | 1200 !address
at 413 Russell => 413 !address
aged 71 => 71 !age
Sen. Garza, 54, won. => 54 !age
a 19-year-old man => 19 !age
four in ten are under 30. => 40f | 30 less_than !age
voted 7-2 on Monday => 7 !vote | 2 !vote
won by 51.3 to 47.9 percent => 51.3% !vote | 47.9% !vote
or 3,402 votes => 3402 !vote
54 percent of the vote => 54% !vote
less than 30 percent of the Latino vote => 30% less_than !vote
five minutes => 5 !duration
215 days => 215 !duration
a 30-second spot => 30 !duration
nine weeks later => 9 !duration
four of its twelve months => 4 !duration | 12 !duration
1/ ICE removals: 267,258 => 1 !list_number | 267258
2/12 That is up 76% => 2 !list_number | 76% +
Thread 1/12: a record => 1 !list_number
on 7/30 => 7 !date
on the night of 24-25 January => 24 ..25 !date
2. Returns: 811,263 => 2 !list_number | 811263
25,000 signatures => 25000 !other
12,400 of 15,000 names => 12400 !other | 15000 !other
4,312 readers => 4312 !other
The S&P 500 fell 22 points. => 500 !label | 22pp - !other
El Paso, population 678,000, => 678000 !other
version 2.3.1 => 2 !identifier
see https://example.org/2012/409849 now =>
MS-13 => 13 !identifier
COVID-19 => 19 !identifier
one of the agencies => 1 !other
the word hides two things => 2 !other
both trends => 2 !other
in the U.S. 500 people died => 500
our scale of 0 to 5 => 0 ..5 !score
a 5-4 Supreme Court ruling => 5 !vote | 4 !vote
the 263-156 vote => 263 !vote | 156 !vote
I-862 and I-213 remain => 862 !identifier | 213 !identifier
Case No. 3:25-cv-01234 => 3 !identifier
27 I&N Dec. 189 => 27 !statute
open 24/7 => 24 !other
since '08 => 8 !date
Two counties left. => 2
zero tolerance => 0 !other
Under the 2014 memo 98 percent were priorities. => 2014 !date | 98%
# ranges
half of 1 percent => 0.5%
10-15,000 people => 10000 ..15000
1.5-2 million people => 1500000 ..2000000
It ranges from 5 to 7 percent. => 5% ..7
ran between 389,000 and 397,000 => 389000 ..397000
between 389,000 and 397,000 removals => 389000 ..397000
389,000 to 397,000 removals => 389000 ..397000
5-10% => 5% ..10
5 to 10 percent => 5% ..10
20-30 arrests a day => 20 ..30
two to three million people => 2000000 ..3000000
fell from 438,421 to 235,413 => 438421 | 235413
rose from 467 to 690 => 467 | 690
from 43 to 55 percent => 43% | 55%
3 or 4 percent => 3% | 4%
fell 5,000 to 12,000 => 5000 - | 12000
between about 389,000 and 397,000 => 389000 about ..397000
nowhere near 400,000 => 400000 less_than
minus 12 percent => 12% -
one-hundred-and-twelve thousand people => 112000
"""


def _rows() -> list[tuple[str, list[str]]]:
    rows = []
    for line in TABLE.strip().splitlines():
        if not line.startswith("# "):
            text, _, expected = line.partition(" =>")
            rows.append((text.encode().decode("unicode_escape") if "\\u" in line else text, expected.strip()))
    return [(text, [e.strip() for e in expected.split("|")] if expected else []) for text, expected in rows]


def _agrees(q: Quantity, expected: str) -> bool:
    head, *rest = expected.split()
    number = head.rstrip(string.ascii_letters + "%")
    form = FORMS[head[len(number) :]]
    hedge = next((r for r in rest if r in HEDGES), "exact")
    upper = next((float(r[2:]) for r in rest if r.startswith("..")), None)
    reason = next((r[1:] for r in rest if r.startswith("!")), "")
    way = {"+": 1, "-": -1}.get(next((r for r in rest if r in "+-"), ""))
    return (
        (q.value, q.form, q.hedge, q.upper, q.not_a_claim) == (float(number), form, hedge, upper, reason)
        and (way is None or q.direction == way)
    )  # fmt: skip


def _show(q: Quantity) -> str:
    unit = next(short for short, form in FORMS.items() if form == q.form)
    parts = [f"{q.value:g}{unit}" if q.value < 1e5 else f"{q.value:.0f}{unit}"]
    parts += [q.hedge] if q.hedge != "exact" else []
    parts += [f"..{q.upper:.0f}"] if q.upper is not None else []
    parts += ["+" if q.direction > 0 else "-"] if q.direction else []
    parts += [f"!{q.not_a_claim}"] if q.not_a_claim else []
    return " ".join(parts)


@pytest.mark.parametrize(("text", "expected"), _rows())
def test_table(text: str, expected: list[str]) -> None:
    found = quantities(text)
    shown = " | ".join(map(_show, found))
    assert len(found) == len(expected), f"{text!r} read as {shown}"
    assert all(_agrees(q, e) for q, e in zip(found, expected, strict=True)), f"{text!r} read as {shown}"


def test_table_is_broad() -> None:
    assert len(_rows()) >= 250


ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _below_thousand(n: int, link: str, hyphen: str) -> str:
    words = []
    if n >= 100:
        words.append(f"{ONES[n // 100]} hundred")
        n %= 100
    if n:
        small = ONES[n] if n < 20 else TENS[n // 10] + (hyphen + ONES[n % 10] if n % 10 else "")
        words.append(small)
    return link.join(words)


def spell(n: int, link: str = " and ", hyphen: str = "-") -> str:
    if n == 0:
        return "zero"
    words, rest = [], n
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if rest >= scale:
            words.append(f"{_below_thousand(rest // scale, link, hyphen)} {name}")
            rest %= scale
    if rest:
        words.append(_below_thousand(rest, link, hyphen))
    return " ".join(words)


COUNTS = st.integers(min_value=0, max_value=999_999_999_999)


@given(COUNTS, st.sampled_from([" ", " and "]), st.sampled_from(["-", " ", "\u2011"]), st.booleans())
def test_words_round_trip(n: int, link: str, hyphen: str, capital: bool) -> None:
    words = spell(n, link, hyphen)
    found = quantities(f"they counted {words.upper() if capital else words} removals in all")
    assert [(q.value, q.form, q.spelled) for q in found] == [(n, "number", True)]
    assert found[0].text.lower() == words.lower()


STYLES = [
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "."),
    lambda n: f"{n:,}".replace(",", "\u00a0"),
    lambda n: f"{n:,}".replace(",", "\u202f"),
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "’"),
]


@given(st.integers(min_value=10_000, max_value=99_999_999_999), st.sampled_from(STYLES))
def test_digits_round_trip(n: int, style) -> None:  # type: ignore[no-untyped-def]
    text = f"The agency removed {style(n)} people from the country."
    [q] = quantities(text)
    assert (q.value, q.form, q.hedge, q.low, q.high, q.step) == (n, "number", "exact", n, n, 1)
    assert q.not_a_claim == ""
    assert text[q.start : q.end] == style(n) == q.text
    assert q.unit_word == "people"


@given(st.integers(min_value=1, max_value=99_999), st.integers(min_value=0, max_value=2))
def test_scaled_round_trip(n: int, decimals: int) -> None:
    shown = f"{n / 10**decimals:.{decimals}f}"
    for suffix, factor in (("k", 1000), ("m", 10**6), (" thousand", 1000), (" million", 10**6), (" billion", 10**9)):
        [q] = quantities(f"The agency removed {shown}{suffix} people.")
        assert q.value == pytest.approx(n * factor / 10**decimals, rel=1e-12)
        assert q.step == pytest.approx(factor / 10**decimals)
        assert q.not_a_claim == ""


@given(st.integers(0, 9999), st.sampled_from(["%", " percent", " per cent", " pct"]), st.sampled_from(".,"))
def test_percent_round_trip(tenths: int, sign: str, mark: str) -> None:
    shown = f"{tenths / 10:.1f}".replace(".", mark)
    [q] = quantities(f"Of those, {shown}{sign} were convicted.")
    assert (q.value, q.form, q.step) == (tenths / 10, "percent", 0.1)


@given(st.sampled_from(sorted(HEDGES)), st.integers(-(10**9), 10**9))
def test_bounds_hold_the_number_and_mirror(hedge, value: int) -> None:  # type: ignore[no-untyped-def]
    low, high = bounds(value, hedge)
    assert low is None or low <= value
    assert high is None or high >= value
    mirrored = bounds(-value, hedge)
    if value:
        assert mirrored == (None if high is None else -high, None if low is None else -low)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("nearly 410,000", 381_300, 410_000), ("About 55 percent", 52.25, 57.75),
        ("just over 2.3 million", 2_300_000, None),
        ("fewer than 650,000", None, 650_000), ("at least 400", 400, None), ("up to 400", None, 400),
        ("only about a third", 31.635, 34.965),
        ("409,849", 409_849, 409_849), ("36k", 34_200, 37_800), ("-68%", -68, -68), ("nearly 30 percent", 27.9, 30),
    ],
)  # fmt: skip
def test_ranges(text: str, low: float | None, high: float | None) -> None:
    [q] = quantities(text)
    assert q.low == (None if low is None else pytest.approx(low))
    assert q.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "step", "rounded_to"),
    [
        ("409,849", 1, 1), ("410,000", 1, 10_000), ("282,000 people", 1, 1000), ("36k", 1000, 1000),
        ("1.17 million", 10_000, 10_000),
        ("54.6 percent", 0.1, 0.1), ("1.50 million", 10_000, 100_000), ("half a million", 100_000, 100_000),
        ("twelve hundred", 100, 100),
        ("three hundred ninety-two thousand", 1000, 1000), ("thirty-two deaths", 1, 1), ("2.5 times as many", 0.1, 0.1),
    ],
)  # fmt: skip
def test_steps(text: str, step: float, rounded_to: float) -> None:
    [q] = quantities(text)
    assert (q.step, q.rounded_to) == (pytest.approx(step), pytest.approx(rounded_to))


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("742 a day", "a day", "day"), ("1,280 arrests every single day", "arrests", "day"),
        ("about 700 detainers a day", "detainers", "day"),
        ("344k a year", "a year", "year"), ("410 per day", "per day", "day"), ("13,470 a month", "a month", "month"),
        ("1,164 book-ins daily", "book", ""), ("409,849 people", "people", ""),
        ("15 percent fewer than before", "fewer", ""),
    ],
)  # fmt: skip
def test_units(text: str, unit: str, per: str) -> None:
    [q] = quantities(text)
    assert (q.unit_word, q.per) == (unit, per)


def _sound(text: str) -> list[Quantity]:
    found = quantities(text)
    end = 0
    for q in found:
        assert end <= q.start <= q.number_start < q.number_end <= q.end <= len(text)
        assert text[q.start : q.end] == q.text
        assert q.value == q.value and abs(q.value) != float("inf")
        end = q.end
    return found


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_any_text_is_read_soundly(text: str) -> None:
    _sound(text)


PIECES = [*" ,.-–%$/()'’x\n\u00a0", *string.digits, *(word for text, _ in _rows() for word in text.split())]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_shuffled_pieces_are_read_soundly(parts: list[str]) -> None:
    _sound("".join(parts))
    _sound(" ".join(parts))


@pytest.mark.parametrize(
    "piece",
    [
        "1,", "1.111.", "9 of 9 of ", "four hundred and ", "225 390 ", "1-1-", "twenty-", "1(a)(b)", "½", "9" * 40,
        "about ", "in a row ", "1\u00a0660,50 ", "point one ", "half of ", "a ", "one million ",
    ],
)  # fmt: skip
def test_long_repetition_is_read(piece: str) -> None:
    _sound(piece * 3000)


@given(st.sampled_from(_rows()), st.sampled_from(_rows()))
def test_sentences_do_not_change_each_other(first: tuple[str, list[str]], second: tuple[str, list[str]]) -> None:
    """What one line says must not alter the reading of the next one, save for the manner of writing thousands."""
    first, second = ((text.rstrip("."), expected) for text, expected in (first, second))
    alone = [[(q.value, q.form, q.hedge, q.not_a_claim) for q in quantities(text)] for text, _ in (first, second)]
    assume(not re.search(r"\d\.\d{3}", first[0] + " " + second[0]))
    both = quantities(f"{first[0]}.\n{second[0]}")
    assert [(q.value, q.form, q.hedge, q.not_a_claim) for q in both] == alone[0] + alone[1]
