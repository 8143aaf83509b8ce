"""Periods as publishers write them, such as "2022/23" or "Jan 2023-Dec 2023", into the form of ISO 8601.

What a text means depends on the publisher: "2021-22" may be a financial year, a school year or two calendar
years. So a recipe names the form, and a text in another one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from generator.catalogue.period import parse_period
from generator.errors import ProsperityError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"([a-z]{3,9})\.?"
_TO = r"\s*(?:-|–|—|/|to)\s*"
_YEAR_SHAPE = re.compile(r"(\d{4})(?:\.0)?")
_YEARS_SHAPE = re.compile(rf"(?:(?:academic|financial|school) year )?(\d{{4}}){_TO}(\d{{4}}|\d{{2}})")
_JOINED_SHAPE = re.compile(r"(\d{4})(\d{2})")
_MONTH_SHAPES = tuple(
    re.compile(shape)
    for shape in (rf"{_MONTH}[\s-]*(\d{{4}}|\d{{2}})", rf"(\d{{4}})\s*{_MONTH}", r"(\d{4})[-m]?(\d{2})")
)
_MONTHS_SHAPE = re.compile(rf"{_MONTH}\s*(\d{{4}})?{_TO}{_MONTH}\s*(\d{{4}})")
_QUARTER_SHAPES = tuple(re.compile(shape) for shape in (r"(\d{4})[\s-]*q(\d)", r"q(\d)[\s-]*(\d{4})"))
_ENDING_SHAPE = re.compile(
    rf"(?:year ending|year to|ye|12 months (?:to|ending))\s+(?:\d{{1,2}}\s+)?{_MONTH}\s*(\d{{4}})"
)
_DAY_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[t ]00:00(?::00)?z?)?",
        r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.replace('(', '(?P<m>')}\s+(?P<y>\d{{4}})",
    )
)
_ANCHORED = re.compile(r"(year-from|year-to|on-(?P<day>\d{1,2}))-(?P<month>[a-z]+)")
_Maker = Callable[[str], str | None]


def _month(name: str) -> int | None:
    """Return the number of a month, given by its number, its name or the first three letters of it."""
    if name.isdigit():
        return int(name) if 1 <= int(name) <= 12 else None
    known = name in _LONG or name in _MONTHS or name == "sept"
    return _MONTHS.index(name[:3]) + 1 if known else None


def _span(year: int, month: int, months: int) -> str:
    length = f"{months // 12}Y" if months % 12 == 0 else f"{months}M"
    return f"{year:04d}-{month:02d}-01/P{length}"


def _iso(text: str) -> str | None:
    try:
        return parse_period(text.upper()).text
    except ProsperityError:
        return None


def _calendar_year(text: str) -> str | None:
    found = _YEAR_SHAPE.fullmatch(text)
    return _span(int(found[1]), 1, 12) if found else None


def _two_years(text: str) -> tuple[int, int] | None:
    found = _YEARS_SHAPE.fullmatch(text) or _JOINED_SHAPE.fullmatch(text)
    if found is None:
        return None
    first, second = int(found[1]), found[2]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return first, last + 100 if last < first else last


def _split_year(month: int) -> _Maker:
    def make(text: str) -> str | None:
        years = _two_years(text)
        return _span(years[0], month, 12) if years and years[1] == years[0] + 1 else None

    return make


def _years(text: str) -> str | None:
    years = _two_years(text) if _YEARS_SHAPE.fullmatch(text) else None
    return _span(years[0], 1, 12 * (years[1] - years[0] + 1)) if years and years[1] > years[0] else None


def _one_month(text: str) -> str | None:
    for shape, year_first in zip(_MONTH_SHAPES, (False, True, True), strict=True):
        found = shape.fullmatch(text)
        if found is not None:
            year, name = (found[1], found[2]) if year_first else (found[2], found[1])
            month = _month(name)
            century = "20" if len(year) == 2 else ""
            return _span(int(century + year), month, 1) if month else None
    return None


def _several_months(text: str) -> str | None:
    found = _MONTHS_SHAPE.fullmatch(text)
    if found is None:
        return None
    first, last, end = _month(found[1]), _month(found[3]), int(found[4])
    if first is None or last is None:
        return None
    start = int(found[2]) if found[2] else end
    months = 12 * (end - start) + last - first + 1
    return _span(start, first, months) if months > 0 else None


def _quarter(text: str) -> str | None:
    for shape, year, quarter in zip(_QUARTER_SHAPES, (1, 2), (2, 1), strict=True):
        found = shape.fullmatch(text)
        if found is not None and found[quarter] in "1234":
            return _span(int(found[year]), 3 * int(found[quarter]) - 2, 3)
    return None


def _year_ending(text: str) -> str | None:
    found = _ENDING_SHAPE.fullmatch(text)
    month = _month(found[1]) if found else None
    return _year_to(int(found[2]), month) if found and month else None


def _year_to(year: int, month: int) -> str:
    return _span(year, 1, 12) if month == 12 else _span(year - 1, month + 1, 12)


def _day(text: str) -> str | None:
    for shape in _DAY_SHAPES:
        found = shape.fullmatch(text)
        month = _month(found["m"]) if found else None
        if found and month:
            return _iso(f"{found['y']}-{month:02d}-{int(found['d']):02d}")
    return None


FORMS: dict[str, tuple[_Maker, str]] = {
    "iso": (_iso, "2024-04-01/P1Y"),
    "calendar-year": (_calendar_year, "2023"),
    "financial-year": (_split_year(4), "2022/23 or 202223"),
    "school-year": (_split_year(9), "2022/23 or 202223"),
    "years": (_years, "2020 - 22"),
    "month": (_one_month, "January 2018 or 2018-01"),
    "months": (_several_months, "Jan 2023-Dec 2023"),
    "quarter": (_quarter, "2018 Q1"),
    "year-ending": (_year_ending, "year ending March 2023"),
    "day": (_day, "31/03/2023"),
}
"""What reads each form, and a text in it. Besides there are, with any month: ``year-from-april`` and
``year-to-march`` for a year that is called by one number, and ``on-31-march`` for a day of it."""


@lru_cache(maxsize=256)
def _find_maker(form: str) -> tuple[_Maker, str] | None:
    if form in FORMS:
        return FORMS[form]
    found = _ANCHORED.fullmatch(form)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        return None

    def make(text: str) -> str | None:
        year = _YEAR_SHAPE.fullmatch(text)
        if year is None:
            return None
        if found["day"]:
            return _iso(f"{year[1]}-{month:02d}-{int(found['day']):02d}")
        return (
            _span(int(year[1]), month, 12) if form.startswith("year-from") else _year_to(int(year[1]), month)
        )

    return make, "2023"


def check_form(form: str) -> str:
    """Return the name of a form.

    Raises:
        ValueError: there is no form of this name.
    """
    if _find_maker(form) is None:
        raise ValueError(f"one of {', '.join(FORMS)}, year-from-april, year-to-march, on-31-march")
    return form


@lru_cache(maxsize=65536)
def read_period_text(text: str, forms: Sequence[str]) -> str:
    """Return a publisher's period in the form of ISO 8601, as the first form reads it that can.

    Args:
        text: of the cell.
        forms: names out of ``FORMS``, or one with a month.

    Raises:
        ProsperityError: no form reads it.
    """
    plain = " ".join(text.split()).casefold()
    examples = []
    for form in forms:
        known = _find_maker(form)
        assert known is not None, form
        found = known[0](plain)
        if found is not None:
            return found
        examples.append(f"{form}, such as {known[1]}")
    raise ProsperityError(
        f"period {text!r} cannot be read",
        field="period",
        expected="; or ".join(examples),
        mend="name its form under periods in the recipe",
    )
