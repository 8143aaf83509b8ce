"""Why a cell has no figure, worked by hand on a few areas and years."""

import numpy as np
import pandas as pd
import pytest
from little_world import make_area, make_edition, make_flat_framework, make_indicator, make_observations

from generator.catalogue.reasons import Reason
from generator.catalogue.records import Framework
from generator.errors import ProsperityError
from generator.index.cells import Cell, read_level, read_year
from generator.index.results import Index, Status
from generator.index.run import compute_index

AREAS = [
    make_area("E1"),
    make_area("E2"),
    make_area("E3"),
    make_area("S1", "Scotland"),
    make_area("W1", "Wales"),
]
OTHERS = [("E2", "a", 2020, 1.0), ("E3", "a", 2020, 2.0), ("E2", "a", 2012, 3.0)]


def framework() -> Framework:
    leaf = make_indicator(
        "a", series=[("s", ("England",))], left_out={"Scotland": "The figures are under another licence."}
    )
    return make_flat_framework([leaf])


def run(*rows: pd.DataFrame) -> Index:
    observations = pd.concat([make_observations(OTHERS), *rows], ignore_index=True)
    return compute_index(framework(), observations, AREAS, edition=make_edition(draws=2))


def missing(year: int, reason: str, note: str = "Few.") -> pd.DataFrame:
    cells = [("E1", "a", year, np.nan)]
    return make_observations(cells, status="missing", note=note, reason=reason)


def value(year: int, *, note: str = "", status: str = "observed") -> pd.DataFrame:
    return make_observations([("E1", "a", year, 5.0)], note=note, status=status)


def latest(*rows: pd.DataFrame, area: str = "E1") -> Cell:
    index = run(*rows)
    return read_level(index, index.panel.areas.index(area))[0]


def test_a_figure_has_no_reason_and_keeps_its_note() -> None:
    cell = latest(value(2020, note="One figure for the county of Kent.", status="upper_tier"))
    assert (cell.value, cell.status, cell.reason) == (5.0, Status.UPPER_TIER, Reason.NONE)
    assert (cell.period, cell.year, cell.note) == (
        *("2020-01-01/P1Y", 2020),
        "One figure for the county of Kent.",
    )


def test_a_withheld_figure_gives_the_publishers_reason_and_its_period() -> None:
    cell = latest(missing(2019, "unreliable"), missing(2021, "suppressed", "Too few."))
    assert (cell.value, cell.status, cell.reason) == (None, Status.MISSING, Reason.SUPPRESSED)
    assert (cell.period, cell.year, cell.note) == ("2021-01-01/P1Y", 0, "Too few.")


def test_a_figure_of_more_than_ten_years_ago_is_too_old_and_names_its_period() -> None:
    cell = latest(value(2013))
    assert (cell.value, cell.reason, cell.period) == (None, Reason.TOO_OLD, "2013-01-01/P1Y")
    assert latest(value(2014)).value == 5.0


def test_a_later_statement_counts_more_than_an_old_figure() -> None:
    assert latest(value(2013), missing(2020, "suppressed")).reason is Reason.SUPPRESSED


def test_an_older_usable_figure_counts_more_than_a_later_gap() -> None:
    cell = latest(value(2018), missing(2020, "suppressed"))
    assert (cell.value, cell.reason, cell.period) == (5.0, Reason.NONE, "2018-01-01/P1Y")


def test_no_row_is_told_from_no_series_and_from_a_nation_left_out() -> None:
    assert latest().reason is Reason.NOT_LISTED
    assert latest(area="W1").reason is Reason.NO_SERIES
    scotland = latest(area="S1")
    assert (scotland.reason, scotland.note) == (Reason.LEFT_OUT, "The figures are under another licence.")


def test_each_year_has_a_status_and_a_reason() -> None:
    panel = run(value(2011), missing(2013, "suppressed"), value(2015), missing(2021, "left_out")).panel
    told = {
        year: (cell.status.label, cell.reason.word, cell.period)
        for year in (2010, 2011, 2012, 2013, 2015, 2016, 2021, 2022)
        for cell in (read_year(panel, 0, 0, year=year),)
    }
    assert told == {
        2010: ("missing", "other_years", ""),
        2011: ("observed", "", "2011-01-01/P1Y"),
        2012: ("interpolated", "other_years", ""),
        2013: ("interpolated", "suppressed", ""),
        2015: ("observed", "", "2015-01-01/P1Y"),
        2016: ("carried", "other_years", "2015-01-01/P1Y"),
        2021: ("missing", "left_out", "2021-01-01/P1Y"),
        2022: ("missing", "other_years", ""),
    }


def test_a_year_with_a_figure_and_a_gap_has_the_figure() -> None:
    both = pd.concat([value(2016), missing(2016, "suppressed")])
    both["period"] = ["2016-01-01", "2016-07-01"]
    cell = read_year(run(both).panel, 0, 0, year=2016)
    assert (cell.value, cell.reason, cell.period) == (5.0, Reason.NONE, "2016-01-01")


def test_every_cell_without_a_figure_has_a_reason_and_no_other() -> None:
    index = run(value(2013), missing(2020, "suppressed"))
    assert ((index.level.reason == Reason.NONE) == ~np.isnan(index.level.value)).all()
    measured = index.panel.status <= Status.UPPER_TIER
    assert ((index.panel.reason == Reason.NONE) == measured).all()


def test_a_year_outside_the_panel_is_refused() -> None:
    with pytest.raises(ProsperityError, match="no year 1999"):
        read_year(run().panel, 0, 0, year=1999)
