"""Periods as a reader sees them: "2024", "April 2024 to March 2025", "In the three years 2020 to 2022"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from generator.catalogue.period import Period, parse_period
from generator.index.averages import JOINT
from generator.text.numbers import spell_count

SCHOOL_YEAR_STARTS = (8, 9)
"""Months that start a school year; August in Scotland and in further education."""


_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:/P(?:\d+[YMD])+)?")


def reword_periods(text: str) -> str:
    """Return a text with words for the ISO periods in it."""
    return _ISO.sub(lambda match: describe_period(match[0]), text)


@lru_cache(maxsize=4096)
def describe_period(text: str) -> str:
    """Return a period as a table cell or a sentence says it.

    Whole calendar years: "2024", "2020 to 2022". Twelve months: "April 2024 to March 2025". One month or a
        day: "January 2026". A span of days: "14 October 2021 to 22 February 2022". A bare year is returned
        as it is. Several periods: "mean of 2021, 2022 and 2023".
    """
    if len(text) == 4 and text.isdigit():
        return text
    if JOINT in text:
        return f"mean of {_list_parts(text)}"
    period = parse_period(text)
    if period.instant:
        return _month(period)
    if period.is_calendar_years:
        first, last = period.start.year, period.last.year
        return str(first) if first == last else f"{first} to {last}"
    if not _whole_months(period):
        return f"{_day(period.start)} to {_day(period.last)}"
    if (period.start.year, period.start.month) == (period.last.year, period.last.month):
        return _month(period)
    first_month = calendar.month_name[period.start.month]
    if period.start.year != period.last.year:
        first_month += f" {period.start.year}"
    return f"{first_month} to {calendar.month_name[period.last.month]} {period.last.year}"


def describe_span(first: str, last: str) -> str:
    """Return from when to when figures go, by their first and last period: "2011 to 2024"."""
    told = list(dict.fromkeys(describe_period(period) for period in (first, last) if period))
    if not told:
        return "not stated"
    # "April 2011 to March 2012 to April 2024 to March 2025" would be a riddle.
    return (" to " if not any(" to " in period for period in told) else "; latest ").join(told)


@lru_cache(maxsize=4096)
def lead_in(text: str) -> str:
    """Return how a sentence starts with a period, without the comma.

    "In 2024", "In the three years 2020 to 2022", "In the year to March 2025", "In the school year September
    2024 to August 2025", "In January 2026", "In October to December 2025"; of several periods "On average
    over 2021, 2022 and 2023".
    """
    if len(text) == 4 and text.isdigit():
        return f"In {text}"
    if JOINT in text:
        return f"On average over {_list_parts(text)}"
    period = parse_period(text)
    years = _years(period)
    if period.instant or years is None:
        link = "From" if not period.instant and not _whole_months(period) else "In"
        return f"{link} {describe_period(text)}"
    if period.is_calendar_years:
        span = describe_period(text)
        return f"In {span}" if years == 1 else f"In the {spell_count(years)} years {span}"
    if years == 1 and period.start.month in SCHOOL_YEAR_STARTS and period.start.day == 1:
        return f"In the school year {period.start.year} to {period.last.year}"
    ending = f"{calendar.month_name[period.last.month]} {period.last.year}"
    return f"In the year to {ending}" if years == 1 else f"In the {spell_count(years)} years to {ending}"


def name_periods(text: str) -> str:
    """Return a period for "figures for ...": "2024", "2021, 2022 and 2023 on average"."""
    return f"{_list_parts(text)} on average" if JOINT in text else describe_period(text)


def _list_parts(text: str) -> str:
    """Return periods whose mean is told: "2021, 2022 and 2023", "the years to March 2021, 2022 and 2023"."""
    periods = [parse_period(part) for part in text.split(JOINT)]
    months = {(period.last.month, period.start.month) for period in periods}
    if len(months) == 1 and all(_years(period) == 1 and not period.is_calendar_years for period in periods):
        years = [str(period.last.year) for period in periods]
        return f"the years to {calendar.month_name[periods[0].last.month]} {_join(years)}"
    return _join([describe_period(period.text) for period in periods])


def _join(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _years(period: Period) -> int | None:
    """Number of whole years the span lasts, None where it does not."""
    if period.instant:
        return None
    end = period.last + timedelta(days=1)
    same_day = (period.start.month, period.start.day) == (end.month, end.day)
    return end.year - period.start.year if same_day else None


def _whole_months(period: Period) -> bool:
    if period.start.day == 1 and (period.last + timedelta(days=1)).day == 1:
        return True
    # A survey year from mid-November to mid-November is told by its months: the days say nothing to a reader.
    return _years(period) is not None


def describe_date(text: str) -> str:
    """Return "in 1974" for a year and "on 1 April 2023" for a full date (ISO)."""
    return f"in {text}" if len(text) == len("1974") else f"on {_day(date.fromisoformat(text))}"


def _month(period: Period) -> str:
    return f"{calendar.month_name[period.start.month]} {period.start.year}"


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
