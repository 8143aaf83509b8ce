"""Periods of observations: ISO 8601 start with an optional duration, as ONS publishes them.

A period belongs to the calendar year of its midpoint: ``2019-04-01/P1Y`` to 2019, ``2011-01-01/P3Y`` to 2012,
the instant ``2024-06-30`` to 2024.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from generator.errors import ProsperityError

_SHAPE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:/P(?=\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?)?",
    re.ASCII,
)
_EXPECTED = "a date and an optional duration, e.g. 2024-04-01/P1Y, 2018-12-01/P3M or 2026-01-01"


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, or one day.

    Attributes:
        start: first day.
        last: last day, included; equals ``start`` for an instant.
        text: the ISO string it was read from.
        instant: True where the source gives a date without a duration.
    """

    start: date
    last: date
    text: str
    instant: bool

    @property
    def year(self) -> int:
        """Calendar year of the midpoint; a span that New Year halves exactly goes to the later year."""
        return (self.start + (self._end - self.start) / 2).year

    @property
    def is_calendar_years(self) -> bool:
        """True for one or more whole calendar years."""
        return not self.instant and self._is_new_year(self.start) and self._is_new_year(self._end)

    @property
    def _end(self) -> date:
        return self.last + timedelta(days=1)

    @staticmethod
    def _is_new_year(day: date) -> bool:
        return (day.month, day.day) == (1, 1)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Read one period.

    Raises:
        ProsperityError: the string is not a date with an optional duration, or there is no such day.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ProsperityError(f"period {text!r} cannot be read", field="period", expected=_EXPECTED)
    numbers = {name: int(digits) for name, digits in match.groupdict().items() if digits is not None}
    try:
        start = date(numbers["year"], numbers["month"], numbers["day"])
        if "/" not in text:
            return Period(start, start, text, instant=True)
        end = _add_months(start, 12 * numbers.get("years", 0) + numbers.get("months", 0))
        end += timedelta(days=numbers.get("days", 0))
    except (ValueError, OverflowError) as reason:
        problem = f"period {text!r} holds a day that does not exist ({reason})"
        raise ProsperityError(problem, field="period", expected=_EXPECTED) from None
    if end <= start:
        raise ProsperityError(f"period {text!r} has no length", field="period", expected=_EXPECTED)
    return Period(start, end - timedelta(days=1), text, instant=False)


def _add_months(start: date, months: int) -> date:
    """Return the day ``months`` later, or the last day of that month where it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        raise OverflowError("the year is past 9999")
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
