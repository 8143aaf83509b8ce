"""How far small areas lie apart, worked by hand on the made-up nations of ``little_inside``."""

from __future__ import annotations

from pathlib import Path

import pytest
from little_inside import AREAS, BORDER, REGION, make_inside

from generator.geography.inside_spread import compare_fifths, measure_all, measure_spread


def test_shares_are_counts_of_ranks_up_to_the_cuts(tmp_path: Path) -> None:
    now, older = measure_spread(make_inside(tmp_path), "E06000001", "council", ["E06000001"])
    # Ranks of Alder: 1, 3, 4, 6 and more; the tenth of 20 ends at 2, the fifth at 4.
    assert (now.edition.year, now.areas, now.tenth, now.fifth) == (2020, 12, 1, 3)
    assert (now.share_tenth, now.share_fifth) == (100 / 12, 25)
    # A hundred people in each.
    assert now.people == (1200, 100, 300) and older.people is None
    # Its six in 2010: ranks 1, 2, 2, 4, 5, 6, of ten; the tied ones both count.
    assert (older.edition.year, older.areas, older.tenth, older.fifth) == (2010, 6, 1, 3)
    assert (older.income_high, older.income_low, older.income_gap) == (None, None, None)


def test_the_gap_is_that_between_the_means_of_the_outer_fifths(tmp_path: Path) -> None:
    inside = make_inside(tmp_path)
    now, _ = measure_spread(inside, "E06000001", "council", ["E06000001"])
    # Twelve areas, so two in a fifth: (50 + 40) / 2 less (4 + 6) / 2.
    assert (now.income_high, now.income_low, now.income_gap) == (45, 5, 40)
    birch, _ = measure_spread(inside, "E06000002", "council", ["E06000002"])
    assert birch.areas == 8 and birch.income_gap is None


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([float(share) for share in range(9)], (None, None)),
        ([9.0, *(float(share) for share in range(9))], (0.5, 8.5)),
        # 13 / 5 = 2.6, so three.
        ([float(share) for share in range(13)], (1.0, 11.0)),
        # 12 / 5 = 2.4, so two.
        ([0.1, 0.2, *[5.0] * 8, 0.7, 9.9], (0.15, 7.45)),
    ],
)
def test_a_fifth_is_rounded_to_the_nearest(
    shares: list[float], expected: tuple[float, float] | tuple[None, None]
) -> None:
    assert compare_fifths(shares) == pytest.approx(expected)
    assert compare_fifths(shares[::-1]) == compare_fifths(shares)


def test_groups_are_pooled_inside_each_nation(tmp_path: Path) -> None:
    found = list(measure_all(make_inside(tmp_path), AREAS, (REGION, BORDER)))
    assert [(one.code, one.kind, one.nation, one.edition.year, one.areas) for one in found] == [
        ("E06000001", "council", "England", 2020, 12),
        ("E06000001", "council", "England", 2010, 6),
        ("E06000002", "council", "England", 2020, 8),
        ("E06000002", "council", "England", 2010, 4),
        ("W06000001", "council", "Wales", 2019, 10),
        ("E12000001", "region", "England", 2020, 20),
        ("E12000001", "region", "England", 2010, 10),
        ("border", "cluster", "England", 2020, 8),
        ("border", "cluster", "England", 2010, 4),
        ("border", "cluster", "Wales", 2019, 10),
    ]
    # All twenty areas: four in a fifth, (50 + 40 + 38 + 30) / 4 less (4 + 6 + 8 + 10) / 4.
    assert found[5].income_gap == pytest.approx(39.5 - 7)
    assert (found[5].tenth, found[5].fifth) == (2, 4)


def test_a_place_without_small_areas_has_no_spread(tmp_path: Path) -> None:
    assert list(measure_spread(make_inside(tmp_path), "E06000009", "council", ["E06000009"])) == []
