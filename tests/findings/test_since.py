"""What changed since the last edition, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from generator.findings.since import COLUMNS, Since

ROWS = [
    # code, name, level, node, old, new, change, method, revised, new, others, ranks
    ("A", "Ayr", "overall", "overall", 40.0, 42.0, 2.0, 0.5, 1.0, 0.5, 0.0, 3, 2, -1, 0),
    ("B", "Bute", "overall", "overall", 60.0, 57.0, -3.0, 0.0, -3.0, 0.0, 0.0, 1, 1, 0, 0),
    ("C", "Crail", "overall", "overall", np.nan, 50.0, np.nan, np.nan, np.nan, np.nan, np.nan, 0, 0, 0, 0),
    ("A", "Ayr", "pillar", "work", 10.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1, 1, 0, 0),
]
PEOPLE = {"A": 100.0, "B": 300.0, "C": 1000.0}


@pytest.fixture
def since() -> Since:
    return Since("2025.1", pd.DataFrame(ROWS, columns=list(COLUMNS)))


def test_one_place_is_told_as_it_stands_in_the_table(since: Since) -> None:
    overall, work = since.shifts_of(["A"], ["overall", "work"], PEOPLE)
    assert (overall.old, overall.new, overall.change) == (40.0, 42.0, 2.0)
    assert overall.causes == {"method": 0.5, "revised": 1.0, "new": 0.5, "others": 0.0}
    assert (work.node, work.change) == ("work", 0.0)


def test_a_group_is_weighed_by_people_and_its_causes_add_up(since: Since) -> None:
    (overall,) = since.shifts_of(["A", "B", "C"], ["overall"], PEOPLE)
    # A quarter of Ayr and three quarters of Bute; Crail had no score.
    assert overall.old == pytest.approx(0.25 * 40 + 0.75 * 60)
    assert overall.change == pytest.approx(0.25 * 2 - 0.75 * 3)
    assert overall.causes["revised"] == pytest.approx(0.25 * 1 - 0.75 * 3)
    assert sum(overall.causes.values()) == pytest.approx(overall.change)


def test_a_place_without_a_score_on_a_side_has_no_change(since: Since) -> None:
    assert since.shifts_of(["C"], ["overall", "work"], PEOPLE) == ()
