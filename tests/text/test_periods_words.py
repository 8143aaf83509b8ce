from __future__ import annotations

import pytest

from generator.errors import ProsperityError
from generator.text.periods import describe_period, describe_span, lead_in, name_periods


@pytest.mark.parametrize(
    ("period", "description", "lead"),
    [
        ("2024-01-01/P1Y", "2024", "In 2024"),
        ("2020-01-01/P3Y", "2020 to 2022", "In the three years 2020 to 2022"),
        ("2019-01-01/P5Y", "2019 to 2023", "In the five years 2019 to 2023"),
        ("2024-04-01/P1Y", "April 2024 to March 2025", "In the year to March 2025"),
        ("2021-04-01/P3Y", "April 2021 to March 2024", "In the three years to March 2024"),
        ("2016-04-01/P10Y", "April 2016 to March 2026", "In the 10 years to March 2026"),
        ("2024-09-01/P1Y", "September 2024 to August 2025", "In the school year 2024 to 2025"),
        ("2024-08-01/P1Y", "August 2024 to July 2025", "In the school year 2024 to 2025"),
        ("2024-11-16/P1Y", "November 2024 to November 2025", "In the year to November 2025"),
        ("2026-01-01", "January 2026", "In January 2026"),
        ("2021-03-21", "March 2021", "In March 2021"),
        ("2025-12-01/P1M", "December 2025", "In December 2025"),
        ("2025-10-01/P3M", "October to December 2025", "In October to December 2025"),
        ("2024-12-01/P3M", "December 2024 to February 2025", "In December 2024 to February 2025"),
        (
            "2020-10-14/P4M9D",
            "14 October 2020 to 22 February 2021",
            "From 14 October 2020 to 22 February 2021",
        ),
        ("2026", "2026", "In 2026"),
    ],
)
def test_periods_in_words(period: str, description: str, lead: str) -> None:
    assert describe_period(period) == description
    assert lead_in(period) == lead


def test_period_that_cannot_be_read() -> None:
    with pytest.raises(ProsperityError, match="cannot be read"):
        describe_period("last year")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2011", "2024", "2011 to 2024"),
        ("2021-05-01", "2026-01-01", "May 2021 to January 2026"),
        ("2011-04-01/P1Y", "2024-04-01/P1Y", "April 2011 to March 2012; latest April 2024 to March 2025"),
        ("2024", "2024", "2024"),
        ("", "", "not stated"),
    ],
)
def test_a_span_of_periods_can_be_read(first: str, last: str, told: str) -> None:
    assert describe_span(first, last) == told


@pytest.mark.parametrize(
    ("text", "cell", "lead", "named"),
    [
        (
            "2021-01-01/P1Y|2022-01-01/P1Y|2023-01-01/P1Y",
            "mean of 2021, 2022 and 2023",
            "On average over 2021, 2022 and 2023",
            "2021, 2022 and 2023 on average",
        ),
        (
            "2021-04-01/P1Y|2022-04-01/P1Y",
            "mean of the years to March 2022 and 2023",
            "On average over the years to March 2022 and 2023",
            "the years to March 2022 and 2023 on average",
        ),
        (
            "2024-04-17|2025-04-30",
            "mean of April 2024 and April 2025",
            "On average over April 2024 and April 2025",
            "April 2024 and April 2025 on average",
        ),
    ],
)
def test_several_periods_are_told_together(text: str, cell: str, lead: str, named: str) -> None:
    assert (describe_period(text), lead_in(text), name_periods(text)) == (cell, lead, named)
