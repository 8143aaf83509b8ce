"""Periods: midpoints worked by hand, and refusal of what is no period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.period import parse_period
from generator.errors import ProsperityError


@pytest.mark.parametrize(
    ("text", "year", "last"),
    [
        ("2024-04-01/P1Y", 2024, date(2025, 3, 31)),
        ("2019-04-01/P1Y", 2019, date(2020, 3, 31)),
        ("2011-01-01/P3Y", 2012, date(2013, 12, 31)),
        ("2018-12-01/P3M", 2019, date(2019, 2, 28)),
        ("2020-10-14/P4M9D", 2020, date(2021, 2, 22)),
        ("2026-01-01", 2026, date(2026, 1, 1)),
        ("2016-04-01/P10Y", 2021, date(2026, 3, 31)),
        ("2021-10-27/P2Y", 2022, date(2023, 10, 26)),
        ("2023-07-01/P1M", 2023, date(2023, 7, 31)),
        ("2018-10-01/P1Y", 2019, date(2019, 9, 30)),
        ("2018-07-01/P1Y", 2018, date(2019, 6, 30)),
        ("2020-02-29/P1Y", 2020, date(2021, 2, 27)),
    ],
)
def test_a_period_belongs_to_the_year_of_its_midpoint(text: str, year: int, last: date) -> None:
    period = parse_period(text)
    assert (period.year, period.last) == (year, last)
    assert period.start <= period.last
    assert period.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-04",
        "2024-02-30",
        "2024-13-01",
        "2024-04-01/P",
        "2024-04-01/P0Y",
        "2024-04-01/1Y",
        "2024-04-01/P1W",
        "01/04/2024",
        " 2024-04-01",
        "2024-04-01/P1Y ",
        "٢٠٢٤-04-01",
        "2024-04-01/P9999Y",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ProsperityError) as caught:
        parse_period(text)
    assert caught.value.field == "period"
    assert "2024-04-01/P1Y" in (caught.value.expected or "")


def test_calendar_years_are_told_from_others() -> None:
    assert parse_period("2011-01-01/P3Y").is_calendar_years
    assert not parse_period("2011-04-01/P1Y").is_calendar_years
    assert not parse_period("2011-01-01").is_calendar_years


@given(st.dates(date(1900, 1, 1), date(2090, 12, 31)), st.integers(1, 12))
def test_the_midpoint_lies_inside(start: date, years: int) -> None:
    period = parse_period(f"{start.isoformat()}/P{years}Y")
    assert period.start.year <= period.year <= period.last.year + 1
    assert 365 * years - 1 <= (period.last - period.start).days + 1 <= 366 * years
