"""Numbers read out of sentences."""

from __future__ import annotations

import pytest

from generator.verify.sentence_numbers import (
    Printed,
    agree,
    expect,
    find_unexplained,
    hold,
    match_names,
    read_numbers,
    read_printed,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Hull scores 42 out of 100 and ranks between 339th and 1,357th.", [42, 100, 339, 1357]),
        ("Two of the figures are old; one is not. Fifth place.", [2, 1, 5]),
        ("Pay was \u00a31,712.50 a week, and \u22123.5% less.", [1712.5, -3.5]),
        ("Nobody and everyone, undertwo and twofold.", []),
        ("In 2024, 10.0% of 361, or", [2024, 10, 361]),
    ],
)
def test_numbers_are_read_in_order(text: str, numbers: list[float]) -> None:
    assert read_numbers(text) == numbers


def test_counts_in_words_may_be_passed_over() -> None:
    assert read_numbers("In 2024, 3.0% for three years", spelt=False) == [2024, 3]


def test_names_that_hold_numbers_are_passed_over() -> None:
    names = match_names(["Three Rivers", "after 16", "third of five", "third"])
    assert read_numbers("For after 16, Three Rivers scores 64.", without=names) == [64]
    assert read_numbers("It ranks second, in the third of five.", without=names) == [2]
    assert read_numbers("For after 16.", without=match_names([])) == [16]


def test_a_printed_number_fits_what_it_rounds() -> None:
    assert agree([42, 3.1], [*expect(42.49), *expect(3.06, decimals=1)])
    assert not agree([43], expect(42.49))
    assert not agree([3.2], expect(3.06, decimals=1))
    # A half may be rounded either way: the exact value in the table need not be exactly a half.
    assert agree([43], expect(42.5))


def test_all_in_order_or_among_others() -> None:
    assert not agree([1, 2, 3], expect(1, 2))
    assert not agree([2, 1], expect(1, 2))
    assert hold([2020, 1, 9, 2], expect(1, 2))
    assert not hold([2, 1], expect(1, 2))


def test_numbers_are_read_as_they_are_printed() -> None:
    assert read_printed("In 2024, \u22123.50% of three.") == [
        Printed(2024),
        Printed(-3.5, 2),
        Printed(3, spelt=True),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("It rose by 3.1 points to 42 of 100.", ""),
        ("At 42 of 100, it rose by 3.1 points; one of many, and 42 still.", ""),
        ("It rose by 3.1 points to 42.", ""),
        ("It rose by 3.2 points to 42.", "does not say 3.1"),
        ("It rose by 3 points to 42.", "does not say 3.1"),
        ("It rose by 3.1 points to 42 of 361.", "says 361, which is none of its evidence"),
    ],
)
def test_every_number_is_explained_in_whatever_order(text: str, problem: str) -> None:
    needed = [*expect(3.06, decimals=1), *expect(42.4)]
    assert find_unexplained(read_printed(text), needed, expect(100)) == problem


def test_what_is_needed_twice_has_to_stand_there_twice() -> None:
    assert find_unexplained(read_printed("Four, and 4."), expect(4, 4), []) == ""
    assert find_unexplained(read_printed("Only 4."), expect(4, 4), []) == "does not say 4"
