"""Numbers as a reader sees them: values with units, differences, ordinals, counts in words, lists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from generator.errors import ProsperityError

MINUS = "\u2212"
_NEAR_HALF, _EXACT = 1e-4, 1e9
"""Where plain rounding and that of the decimal numerals agree: away from halves, below a billion steps."""
SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SMALL_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def format_number(value: float, decimals: int) -> str:
    """Return a number with thousands commas, a true minus sign and ``decimals`` digits, halves rounded up.

    Raises:
        ProsperityError: the value is not a number; a gap must be handled before it is worded.
    """
    if not math.isfinite(value):
        raise ProsperityError(f"{value} cannot be printed", expected="a finite number")
    size = abs(float(value))
    steps = size * 10**decimals
    if abs(steps % 1 - 0.5) > _NEAR_HALF and steps < _EXACT:
        digits = f"{size:,.{decimals}f}"
    else:
        # repr keeps 0.145 as written, so that it rounds as a reader of the file would round it.
        step = Decimal(1).scaleb(-decimals)
        digits = f"{Decimal(repr(size)).quantize(step, rounding=ROUND_HALF_UP):,.{decimals}f}"
    return f"{MINUS}{digits}" if value < 0 and digits.strip("0.,") else digits


def is_percentage(unit: str) -> bool:
    """Say whether values of this unit are printed with a percent sign."""
    return unit == "%" or unit.startswith("% ")


def is_money(unit: str) -> bool:
    """Say whether values of this unit are printed with a pound sign."""
    return unit.startswith("£")


def format_value(value: float, unit: str, decimals: int) -> str:
    """Return a value as a table or a clause prints it: "86.1%", "£712", "1,204", without other units."""
    number = format_number(value, decimals)
    if is_percentage(unit):
        return f"{number}%"
    if is_money(unit):
        return f"{MINUS}£{number[1:]}" if number.startswith(MINUS) else f"£{number}"
    return number


def unit_words(unit: str) -> str:
    """Return the words that follow the printed value: "a week" of "£ a week", "years", nothing of "%"."""
    if is_percentage(unit):
        return ""
    words = unit.removeprefix("£").strip() if is_money(unit) else unit
    # "0.41 score from 0 to 1" is no English: a bare number says enough where the clause gives the scale.
    return "" if words.startswith("score") or words in {"index", "ratio", "number"} else words


def format_figure(value: float, unit: str, decimals: int) -> str:
    """Return a value that stands alone in a sentence, with its unit: "78.7 years", "£712 a week"."""
    return add_unit(format_value(value, unit, decimals), unit)


def add_unit(figure: str, unit: str) -> str:
    """Return a printed value with its unit, as it stands alone: "78.7" and "years" give "78.7 years"."""
    words = unit_words(unit)
    if figure == "1" and words in {"years", "minutes", "points", "days"}:
        words = words[:-1]
    return f"{figure} {words}" if words else figure


def format_difference(difference: float, unit: str, decimals: int) -> str:
    """Return the size of a difference, unsigned: "3.1 percentage points", "£24", "2.4 years"."""
    size = abs(difference)
    if is_percentage(unit):
        number = format_number(size, decimals)
        return f"{number} percentage point" if number == "1" else f"{number} percentage points"
    return format_figure(size, unit, decimals)


def format_signed(difference: float, unit: str, decimals: int) -> str:
    """Return a difference with its sign, for tables: "+3.1 points" for percentages, "\u2212£24", "0.0"."""
    number = format_number(abs(difference), decimals)
    sign = "" if not number.strip("0.,") else (MINUS if difference < 0 else "+")
    if is_percentage(unit):
        return f"{sign}{number} points"
    return f"{sign}£{number}" if is_money(unit) else f"{sign}{number}"


def spell_count(count: int) -> str:
    """Return zero to nine in words, 10 and more in numerals with commas."""
    return SMALL[count] if 0 <= count < len(SMALL) else format_number(count, 0)


def spell_ordinal(position: int) -> str:
    """Return "first" to "ninth", then "10th", "21st", "102nd"."""
    if 1 <= position <= len(SMALL_ORDINALS):
        return SMALL_ORDINALS[position - 1]
    return mark_ordinal(position)


def mark_ordinal(position: int) -> str:
    """Return a numeral with its ending: "1st", "2nd", "11th", "1,003rd"."""
    ending = "th" if position % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position:,}{ending}"


def join_words(items: Sequence[str], *, last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c".

    Where an item holds "and" itself a comma stands before the last one ("a, and b and c"); three or more
    items with commas are kept apart by semicolons.
    """
    if len(items) <= 1:
        return "".join(items)
    # "health, social care and housing" is one item: without semicolons the list could be read two ways.
    if len(items) > 2 and any("," in item for item in items):
        return f"{'; '.join(items[:-1])}; {last} {items[-1]}"
    comma = "," if any(" and " in item for item in items) else ""
    return f"{', '.join(items[:-1])}{comma} {last} {items[-1]}"


def format_range(low: str, high: str) -> str:
    """Return "low to high", or just one where both print the same."""
    return low if low == high else f"{low} to {high}"


def pluralise(count: int, singular: str, plural: str | None = None) -> str:
    """Return the count in words with its noun: "one area", "six areas", "35 areas"."""
    return f"{spell_count(count)} {singular if count == 1 else plural or singular + 's'}"
