"""What speaks against telling a figure: cautions and their places, few events, figures that do not last."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import CODES, EDITION, A, I, make_areas, make_framework, make_index

from generator.catalogue import store
from generator.catalogue.records import Caution, EventRate, Framework
from generator.composite.arrays import Floats
from generator.findings.cautions import (
    count_events,
    find_cautions,
    list_place_cautions,
    measure_lasting,
)
from generator.findings.comparison import compare
from generator.findings.strengths import find_strengths
from generator.index.results import Index
from generator.paths import PROJECT

AREAS = make_areas()
LE, SMOKING = 0, 3


def with_caution(**fields: object) -> Framework:
    told = {"slug": "told", "reason": "It is bent.", "indicators": ["le", "deaths"], **fields}
    return make_framework().model_copy(update={"cautions": (Caution.model_validate(told),)})


def strong(framework: Framework, code: str = "X19") -> set[str]:
    """Return the elements with a strength in the best council, in all of which it is far ahead."""
    return {one.node for one in find_strengths(make_index(), framework, AREAS, EDITION)[code]}


def test_a_caution_bars_its_indicator_at_its_end_alone() -> None:
    assert "longevity" in strong(make_framework())
    assert "longevity" not in strong(with_caution())
    assert "longevity" not in strong(with_caution(end="high"))
    assert "longevity" in strong(with_caution(end="low"))


def test_a_caution_of_some_years_bars_figures_of_these_years() -> None:
    assert "longevity" not in strong(with_caution(years=[2020, 2024]))
    assert "longevity" in strong(with_caution(years=[2020, 2023]))


def test_a_caution_of_some_places_is_about_those_far_from_the_middle() -> None:
    # Smoking runs down from 40 to 21, its middle is 30.5: 1.3 times that is 39.65, 0.7 times 21.35.
    above = with_caution(where={"of": "smoking", "above": 1.3})
    assert list_place_cautions(make_index(), above) == {CODES[0]: above.cautions}
    below = with_caution(where={"of": "smoking", "below": 0.7})
    assert list_place_cautions(make_index(), below) == {CODES[19]: below.cautions}
    assert "longevity" not in strong(below) and "longevity" in strong(above)
    # Life expectancy for each smoker has the middle 2.28; its two highest are 78 / 22 = 3.55 and 3.76.
    each = with_caution(where={"of": "le", "per": "smoking", "above": 1.6})
    assert set(list_place_cautions(make_index(), each)) == {CODES[19]}
    assert list_place_cautions(make_index(), with_caution()) == {}


def test_without_a_figure_there_is_nothing_to_be_cautious_of() -> None:
    value = make_index().level.value.copy()
    value[:, :2] = np.nan
    (spoken,) = find_cautions(make_index(value=value), with_caution())
    assert not spoken.figures.any()


def events_of(index: Index, base: float = 1.0) -> Floats:
    rate = EventRate(series=("set-smoking/smoking",), reason="Counted.", per=100_000, base=base)
    framework = make_framework().model_copy(update={"events": (rate,)})
    return count_events(index, framework, AREAS, compare(index, AREAS))


def test_a_rate_rests_on_its_events_or_on_those_that_the_middle_would_have() -> None:
    found = events_of(make_index())
    # Among 100,000 people, 40 for every 100,000 are 40; 21 are fewer than the 30.5 of the middle.
    assert (found[0, SMOKING], found[19, SMOKING]) == (40.0, 30.0)
    assert np.isnan(np.delete(found, SMOKING, axis=1)).all()
    assert events_of(make_index(), base=0.25)[0, SMOKING] == 10.0


def test_with_few_events_there_is_no_finding() -> None:
    rate = EventRate(series=("set-smoking/smoking",), reason="Counted.", per=100_000, base=0.5)
    framework = make_framework().model_copy(update={"events": (rate,)})
    assert "risk" in strong(make_framework()) and "risk" not in strong(framework)


def with_past(past: Floats, age: int) -> Index:
    """Return the country with a past of one indicator, shape (A, Y), whose latest figure is so old."""
    index = make_index()
    years = tuple(range(2026 - past.shape[1] + 1, 2027))
    value = np.full((A, I, past.shape[1]), np.nan)
    value[:, LE] = past
    panel = replace(
        index.panel,
        years=years,
        value=value,
        status=np.zeros(value.shape, dtype=np.int8),
        period=np.where(np.isnan(value), -1, 0).astype(np.int32),
    )
    level = replace(index.level, year=np.full((A, I), 2026 - age, dtype=np.int32))
    return replace(index, panel=panel, level=level)


def lasting_of(index: Index) -> Floats:
    return measure_lasting(index, compare(index, AREAS), year=2026)[:, LE]


def test_lasting_is_the_share_still_there_after_as_many_years() -> None:
    # All hold their places for ten years and turn round in the last four: who was at an end is at the other.
    ladder = np.arange(A, dtype=np.float64)
    held = np.repeat(ladder[:, None], 14, axis=1)
    assert lasting_of(with_past(held, 4)) == pytest.approx(1.0)
    turned = held.copy()
    turned[:, -4:] = -turned[:, -4:]
    # Of the nine starts that have a year before them and one four years later, four end in the turned years.
    assert lasting_of(with_past(turned, 4)) == pytest.approx(5 / 9)
    assert np.isnan(lasting_of(with_past(turned, 3))).all()


def test_lasting_of_a_short_past_is_that_of_fewer_years_or_not_known() -> None:
    ladder = np.arange(A, dtype=np.float64)
    # Six years give one start that has a year before it and one four years later; eight councils at the ends
    # are fewer than the 30 that are needed.
    assert np.isnan(lasting_of(with_past(np.repeat(ladder[:, None], 6, axis=1), 5))).all()
    # Ten years: of nine years later there is none, of five 4 x 8 starts.
    assert lasting_of(with_past(np.repeat(ladder[:, None], 10, axis=1), 9)) == pytest.approx(1.0)


def test_the_cautions_of_the_edition_name_the_places_with_far_more_work_than_people() -> None:
    framework = store.load_framework(PROJECT)
    told = {one.slug: one for one in framework.cautions}
    assert told["crime-by-day"].end == "low" and told["crime-by-day"].where == told["firms-by-day"].where
    assert {"theft", "violence"} <= set(told["crime-by-day"].indicators)
    rates = [name for rate in framework.events for name in rate.series]
    assert len(rates) == len(set(rates)) > 50
