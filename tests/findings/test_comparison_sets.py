"""With whom a figure is compared, and among whom a council is ranked: nations of many and of few councils."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import CODES, NATION, make_areas, make_index

from generator.findings import comparison
from generator.findings.comparison import (
    compare,
    rank_in_nations,
    rank_in_uk,
    rank_where_comparable,
    rank_where_many,
)

AREAS = make_areas()
ENGLISH, WELSH = 0, 12
LE, GP = 0, 2
LONGEVITY, CARE = 4, 5


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve councils are many here: England's; the four of Wales and the others are few."""
    monkeypatch.setattr(comparison, "SMALL_NATION", 12)


@pytest.mark.usefixtures("many")
def test_many_are_set_among_themselves_and_few_among_all_with_whom_they_can_be_compared() -> None:
    found = compare(make_index(), AREAS)
    english, welsh = (found.describe(area, LE) for area in (ENGLISH, WELSH))
    assert (english.label, english.n) == ("the 12 councils of England", 12)
    # The worst of England's twelve, which hold 60 to 71 years: half of itself.
    assert english.percentile == pytest.approx(100 * 0.5 / 12)
    assert english.middle == pytest.approx(65.5)
    # Council 12 has twelve below it among all twenty.
    assert (welsh.label, welsh.n) == ("the 20 councils of the UK", 20)
    assert welsh.percentile == pytest.approx(100 * 12.5 / 20)
    assert welsh.middle == pytest.approx(69.5)


@pytest.mark.usefixtures("many")
def test_few_stay_within_their_series() -> None:
    found = compare(make_index(), AREAS)
    # Care by doctors: England and Wales share a series, Scotland's two and Northern Ireland's two do not.
    labels = [found.describe(area, GP).label for area in (ENGLISH, WELSH, 16, 18)]
    assert labels == [
        "the 12 councils of England",
        "the 16 councils of England and Wales",
        "the 2 councils of Scotland",
        "the 2 councils of Northern Ireland",
    ]
    number = int(found.set_of[WELSH, GP])
    assert found.members[number].tolist() == list(range(16))
    assert np.flatnonzero(found.set_of[:, GP] == number).tolist() == [12, 13, 14, 15]


@pytest.mark.usefixtures("many")
def test_the_widest_sets_are_those_of_all_that_can_be_compared() -> None:
    found = compare(make_index(), AREAS, in_nations=False)
    assert {found.describe(area, LE).n for area in range(20)} == {20}
    assert [found.describe(area, GP).n for area in (ENGLISH, WELSH, 16, 18)] == [16, 16, 2, 2]


@pytest.mark.usefixtures("many")
def test_a_nation_that_lacks_figures_has_few() -> None:
    index = make_index()
    value = index.level.value.copy()
    value[ENGLISH, LE] = np.nan
    found = compare(replace(index, level=replace(index.level, value=value)), AREAS)
    assert found.describe(1, LE).label == "the 19 councils of the UK with figures"


@pytest.mark.usefixtures("many")
def test_whose_ranks_are_looked_at() -> None:
    index = make_index()
    expected = {
        rank_in_nations: [(12, "England"), (4, "Wales"), (12, "England"), (4, "Wales")],
        rank_in_uk: [(20, "the UK"), (8, "the UK"), (0, "the UK"), (0, "the UK")],
        # Care cannot be compared, so that Wales is ranked in itself, few as it is.
        rank_where_many: [(12, "England"), (8, "the UK"), (12, "England"), (4, "Wales")],
        rank_where_comparable: [(20, "the UK"), (8, "the UK"), (12, "England"), (4, "Wales")],
    }
    for look, told in expected.items():
        found = look(index, AREAS)
        places = [(area, node) for node in (LONGEVITY, CARE) for area in (ENGLISH, WELSH)]
        assert [int(found.standing.rank[place]) for place in places] == [rank for rank, _ in told], look
        assert [found.name(*place)[1].rpartition(" of ")[2] for place in places] == [of for _, of in told], (
            look
        )


def test_the_middle_is_that_of_those_ranked_together() -> None:
    found = rank_in_nations(make_index(), AREAS)
    ladder = 100 * np.arange(len(CODES)) / (len(CODES) - 1)
    for area in (ENGLISH, WELSH, 17):
        inside = np.array(NATION) == NATION[area]
        assert found.find_middle(area, LONGEVITY) == pytest.approx(np.median(ladder[inside]))
