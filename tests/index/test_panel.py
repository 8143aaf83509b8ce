import numpy as np
import pandas as pd
import pytest
from little_world import make_area, make_flat_framework, make_indicator, make_observations

from generator.catalogue.reasons import Reason
from generator.errors import ProsperityError
from generator.index.panel import build_panel
from generator.index.results import Panel, Status
from generator.index.structure import build_structure

OBS, INT, CAR, MIS = (int(s) for s in (Status.OBSERVED, Status.INTERPOLATED, Status.CARRIED, Status.MISSING))


def lay_out(observations: pd.DataFrame, *, years: range = range(2010, 2022)) -> Panel:
    framework = make_flat_framework([make_indicator("a")])
    areas = [make_area("E1")]
    return build_panel(
        observations, areas=areas, structure=build_structure(framework), years=years, framework=framework
    )


def test_gaps_inside_are_interpolated_and_the_last_value_is_carried_five_years() -> None:
    panel = lay_out(make_observations([("E1", "a", 2011, 10.0), ("E1", "a", 2014, 16.0)]))
    assert panel.status[0, 0].tolist() == [MIS, OBS, INT, INT, OBS, *[CAR] * 5, MIS, MIS]
    assert panel.value[0, 0, 1:5].tolist() == [10, 12, 14, 16]
    assert panel.value[0, 0, 9] == 16
    assert np.isnan(panel.value[0, 0, [0, 10, 11]]).all()


def test_a_carried_cell_keeps_its_period_and_an_interpolated_one_has_none() -> None:
    panel = lay_out(make_observations([("E1", "a", 2011, 10.0), ("E1", "a", 2014, 16.0)]))
    assert panel.periods[panel.period[0, 0, 9]] == "2014-01-01/P1Y"
    assert panel.period[0, 0, 2] == -1


def test_the_latest_period_of_a_year_wins() -> None:
    rows = make_observations([("E1", "a", 2012, 1.0), ("E1", "a", 2012, 2.0)])
    rows["period"] = ["2012-06-01", "2012-03-01"]
    assert lay_out(rows).value[0, 0, 2] == 1.0


def test_two_values_for_one_period_are_refused() -> None:
    with pytest.raises(ProsperityError, match="two values"):
        lay_out(make_observations([("E1", "a", 2012, 1.0), ("E1", "a", 2012, 2.0)]))


def test_missing_rows_and_other_areas_are_left_out() -> None:
    missing = make_observations([("E1", "a", 2012, np.nan)], status="missing")
    other = make_observations([("K02000001", "a", 2012, 5.0)])
    assert (lay_out(pd.concat([missing, other])).status == MIS).all()


def test_groups_follow_nations_and_series() -> None:
    indicators = [
        make_indicator("u"),
        make_indicator("s", comparable="series", series=[("x", ("England", "Wales")), ("y", ("Scotland",))]),
        make_indicator("n", comparable="nation", series=[("x", ("England", "Scotland"))]),
    ]
    framework = make_flat_framework(indicators)
    areas = [make_area("E1"), make_area("W1", "Wales"), make_area("S1", "Scotland")]
    structure = build_structure(framework)
    panel = build_panel(
        make_observations([("E1", "u", 2012, 1.0)]),
        areas=areas,
        structure=structure,
        years=range(2011, 2014),
        framework=framework,
    )
    assert panel.group.tolist() == [[0, 0, 0], [0, 0, -1], [0, 1, 2]]
    assert panel.pooled.tolist() == [True, False, False]


def refuse(year: int, reason: str) -> pd.DataFrame:
    cells = [("E1", "a", year, np.nan)]
    return make_observations(cells, status=reason, note=f"{year} is {reason}.", reason=reason)


def test_a_figure_that_does_not_count_is_a_gap_and_the_last_one_before_it_tells() -> None:
    known = make_observations([("E1", "a", 2011, 10.0), ("E1", "a", 2013, 16.0)])
    panel = lay_out(pd.concat([known, refuse(2012, "wrong"), refuse(2015, "doubtful")], ignore_index=True))
    assert panel.status[0, 0, 1:6].tolist() == [OBS, INT, OBS, CAR, CAR]
    assert panel.value[0, 0, 1:6].tolist() == [10, 13, 16, 16, 16]
    assert panel.reason[0, 0, [2, 5]].tolist() == [Reason.WRONG, Reason.DOUBTFUL]
    told = [panel.notes[place] if place >= 0 else "" for place in panel.note[0, 0, 1:6]]
    assert told == ["", "2012 is wrong.", "2015 is doubtful.", "", "2015 is doubtful."]


def test_a_doubtful_quarter_after_the_last_one_of_its_year_is_told() -> None:
    rows = pd.concat(
        [make_observations([("E1", "a", 2012, 1.0)]), refuse(2012, "doubtful")], ignore_index=True
    )
    rows["period"] = ["2012-06-01", "2012-09-01"]
    panel = lay_out(rows)
    assert (panel.value[0, 0, 2], panel.notes[panel.note[0, 0, 2]]) == (1.0, "2012 is doubtful.")
