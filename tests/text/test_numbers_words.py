from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ProsperityError
from generator.text import numbers


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (86.14, "%", 1, "86.1%"),
        (86.15, "%", 1, "86.2%"),
        (12.5, "%", 0, "13%"),
        (0.0, "% of neighbourhoods", 1, "0.0%"),
        (712.4, "£ a week", 0, "£712"),
        (28543.0, "£ per head", 0, "£28,543"),
        (35.204, "£ an hour", 2, "£35.20"),
        (-1234.5, "£", 1, "\u2212£1,234.5"),
        (-3.25, "percentage points", 1, "\u22123.3"),
        (-0.04, "%", 1, "0.0%"),
        (78.66, "years", 1, "78.7"),
        (1443.548, "per 100,000 people", 0, "1,444"),
        (7.5, "out of 10", 2, "7.50"),
        (0.145, "score from 0 to 1", 2, "0.15"),
    ],
)
def test_values_are_printed_from_unit_and_decimals(
    value: float, unit: str, decimals: int, printed: str
) -> None:
    assert numbers.format_value(value, unit, decimals) == printed


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (78.7, "years", 1, "78.7 years"),
        (1.0, "years", 0, "1 year"),
        (712, "£ a week", 0, "£712 a week"),
        (12.3, "% of the area", 1, "12.3%"),
        (0.412, "score from 0 to 1", 3, "0.412"),
        (7.4, "out of 10", 2, "7.40 out of 10"),
        (9.5, "per 1,000 people", 1, "9.5 per 1,000 people"),
        (3, "£ million", 0, "£3 million"),
    ],
)
def test_figures_that_stand_alone_carry_their_unit(
    value: float, unit: str, decimals: int, printed: str
) -> None:
    assert numbers.format_figure(value, unit, decimals) == printed


@pytest.mark.parametrize("gap", [float("nan"), float("inf"), float("-inf")])
def test_gaps_are_never_printed(gap: float) -> None:
    with pytest.raises(ProsperityError, match="cannot be printed"):
        numbers.format_value(gap, "%", 1)


def test_differences() -> None:
    assert numbers.format_difference(-3.12, "%", 1) == "3.1 percentage points"
    assert numbers.format_difference(1, "%", 0) == "1 percentage point"
    assert numbers.format_difference(24, "£ a week", 0) == "£24 a week"
    assert numbers.format_signed(-3.12, "%", 1) == "\u22123.1 points"
    assert numbers.format_signed(24, "£ a week", 0) == "+£24"
    assert numbers.format_signed(-0.04, "years", 1) == "0.0"


@pytest.mark.parametrize(
    ("position", "word", "numeral"),
    [
        (1, "first", "1st"),
        (9, "ninth", "9th"),
        (10, "10th", "10th"),
        (11, "11th", "11th"),
        (12, "12th", "12th"),
        (21, "21st", "21st"),
        (111, "111th", "111th"),
        (122, "122nd", "122nd"),
        (303, "303rd", "303rd"),
        (1001, "1,001st", "1,001st"),
    ],
)
def test_ordinals(position: int, word: str, numeral: str) -> None:
    assert numbers.spell_ordinal(position) == word
    assert numbers.mark_ordinal(position) == numeral


def test_counts_lists_and_ranges() -> None:
    assert [numbers.spell_count(n) for n in (0, 9, 10, 1204)] == ["zero", "nine", "10", "1,204"]
    assert numbers.pluralise(1, "area") == "one area"
    assert numbers.pluralise(35, "area") == "35 areas"
    assert numbers.pluralise(2, "county", "counties") == "two counties"
    assert numbers.join_words([]) == ""
    assert numbers.join_words(["a"]) == "a"
    assert numbers.join_words(["a", "b"]) == "a and b"
    assert numbers.join_words(["a", "b", "c"], last="or") == "a, b or c"
    assert numbers.join_words(["a", "b and c"]) == "a, and b and c"
    assert numbers.join_words(["a, b and c", "d", "e"]) == "a, b and c; d; and e"
    assert numbers.format_range("355th", "361st") == "355th to 361st"
    assert numbers.format_range("361st", "361st") == "361st"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_read_back_to_what_was_rounded(value: float, decimals: int) -> None:
    printed = numbers.format_number(value, decimals)
    assert re.fullmatch(r"\u2212?[\d,]+(\.\d+)?", printed)
    back = float(printed.replace(",", "").replace("\u2212", "-"))
    assert abs(back - value) <= 0.5 * 10**-decimals * (1 + 1e-9) + 1e-6


@given(st.one_of(st.floats(-1e12, 1e12), st.decimals(-9999, 9999, places=3).map(float)), st.integers(0, 4))
def test_halves_are_rounded_up_as_the_decimal_numeral_is(value: float, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    exact = abs(Decimal(repr(value))).quantize(step, rounding=ROUND_HALF_UP)
    sign = "\u2212" if value < 0 and exact else ""
    assert numbers.format_number(value, decimals) == f"{sign}{exact:,.{decimals}f}"
