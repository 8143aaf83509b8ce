"""Holds ranks, bands and gaps against the scores beside them: counted and subtracted again, row by row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import isclose

from generator.verify.evidence import Row
from generator.verify.public_tables import MANY, PublicTables, read_rows

SCORES, GAPS = "data/scores.csv", "data/gaps.csv"
Found = tuple[str, str, str]
"""Path of the table, council with part of the framework, and what is wrong."""
UK = "UK"
UK_SHARE = 0.5
"""Share of a part that has to be measured alike in all nations, for ranks in the UK."""
SURE = 0.8 - 1e-9
"""Chance from which a band of one fifth is told."""
NEAR = 1e-9
THOUSAND = 1000
"""Scores are tied where they are the same in whole thousandths of a point."""
STANDING = ("rank", "n", "rank_low", "rank_high", "rank_outside", "band", "p_top_fifth", "p_bottom_fifth")
_SUMS = (("gap_start", "start", "whole_start"), ("gap_end", "end", "whole_end"))


def check_standings(tables: PublicTables) -> Iterator[Found]:
    """Yield every rank of a council that its score does not give, or that may not stand.

    A site without the table of scores has nothing to check.
    """
    if not (tables.folder / SCORES).is_file():
        return
    parts: dict[str, list[Row]] = {}
    for row in tables.scores.values():
        if row["area_code"] in tables.councils:
            parts.setdefault(row["node"], []).append(row)
        elif any(row[name] or row[f"nation_{name}"] for name in STANDING):
            yield SCORES, _name(row), "has a rank, and is no council"
    for node, rows in parts.items():
        share = rows[0]["uk_comparable_share"]
        for row in rows:
            if row["uk_comparable_share"] != share:
                yield SCORES, _name(row), f"the share measured alike is not the {share} of other councils"
        allowed = node == "overall" or float(share) >= UK_SHARE
        yield from _check_group(rows, "", tables, allowed=allowed)
        for nation in sorted({tables.councils[row["area_code"]]["nation"] for row in rows}):
            own = [row for row in rows if tables.councils[row["area_code"]]["nation"] == nation]
            yield from _check_group(own, "nation_", tables, allowed=True)


def _check_group(rows: Sequence[Row], whose: str, tables: PublicTables, *, allowed: bool) -> Iterator[Found]:
    """Check the ranks of the councils of one nation, or of the UK, on one part of the framework."""
    scores = sorted(-_in_thousandths(row) for row in rows if row["score"])
    for row in rows:
        cells = {name: row[whose + name] for name in STANDING}
        if not (allowed and row["score"]):
            if told := [name for name, cell in cells.items() if cell]:
                why = "without a score" if allowed else "though it is not measured alike in all nations"
                yield SCORES, _name(row), f"{whose}{told[0]} stands {why}"
            continue
        try:
            rank = 1 + bisect_left(scores, -_in_thousandths(row))
            problem = _examine(cells, rank, len(scores), few=bool(whose) and len(scores) < MANY)
            problem = problem or _examine_band(cells, tables.band_ends.get(cells["band"]))
        except ValueError:
            problem = "rank has a cell beside it that is no number"
        if problem:
            yield SCORES, _name(row), f"{whose}{problem}"


def _examine(cells: Row, rank: int, ranked: int, *, few: bool) -> str:
    """Return what is wrong with the standing of one council; empty where nothing is."""
    for name, counted in (("rank", rank), ("n", ranked)):
        if cells[name] != str(counted):
            return f"{name} is {cells[name] or 'empty'}, and {counted} by the scores"
    if not 1 <= int(cells["rank_low"]) <= int(cells["rank_high"]) <= ranked:
        return f"rank_low to rank_high is {cells['rank_low']} to {cells['rank_high']}, of {ranked}"
    # A range is widened up to the rank and no further.
    ends = (cells["rank_low"], cells["rank_high"])
    if cells["rank_outside"] not in ("False", "True") or (
        cells["rank_outside"] == "True" and str(rank) not in ends
    ):
        return f"rank_outside is {cells['rank_outside'] or 'empty'!r} with {ends[0]} to {ends[1]}"
    chances = float(cells["p_top_fifth"]), float(cells["p_bottom_fifth"])
    if min(chances) < 0 or sum(chances) > 1 + NEAR:
        return "p_top_fifth and p_bottom_fifth are not chances"
    if bool(cells["band"]) == few:
        return f"band is {cells['band'] or 'empty'!r} among {ranked} councils"
    return ""


def _examine_band(cells: Row, ends: tuple[float, float] | None) -> str:
    """Return what is wrong where a band of one fifth at an end and the chance of that fifth do not agree.

    Args:
        cells: of one standing.
        ends: fifths from which to which the band goes; None where no finding says so.
    """
    for fifth, name in ((5, "p_top_fifth"), (1, "p_bottom_fifth")):
        if ends is not None and (ends == (fifth, fifth)) != (float(cells[name]) >= SURE):
            return f"band is {cells['band']!r}, and {name} is {cells[name]}"
    return ""


def check_gaps(tables: PublicTables) -> Iterator[Found]:
    """Yield every gap that is not the difference of its scores, or that stands twice or in another nation.

    A site without the table of gaps has nothing to check.
    """
    file = tables.folder / GAPS
    wholes: dict[tuple[str, str], tuple[str, ...]] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in read_rows(file) if file.is_file() else ():
        problem = _examine_gap(row, tables)
        scope = row["compared_with"], row["node"]
        whole = tuple(row[name] for name in ("start_year", "end_year", "whole_start", "whole_end"))
        if (row["area_code"], *scope) in seen:
            problem = "stands twice"
        elif wholes.setdefault(scope, whole) != whole:
            problem = f"the years or the scores of {row['compared_with']} are not those of other rows"
        seen.add((row["area_code"], *scope))
        if problem:
            yield GAPS, f"{_name(row)} {row['compared_with']}", problem


def _examine_gap(row: Row, tables: PublicTables) -> str:
    """Return what is wrong with one gap by itself; empty where nothing is."""
    for gap, own, whole in _SUMS:
        if not _is_close(float(row[own]) - float(row[whole]), row[gap]):
            return f"{gap} is {row[gap]}, and not {own} less {whole}"
    if not _is_close(float(row["gap_end"]) - float(row["gap_start"]), row["gap_change"]):
        return f"gap_change is {row['gap_change']}, and not gap_end less gap_start"
    if not float(row["gap_low"]) <= float(row["gap_change"]) <= float(row["gap_high"]):
        return "the change lies outside its interval"
    council = tables.councils.get(row["area_code"])
    if (council is None) != (row["own_share"] == "") or not 0 <= float(row["own_share"] or 0) <= 1:
        return f"own_share is {row['own_share'] or 'empty'}"
    if council is not None and row["compared_with"] not in (UK, council["nation"]):
        return f"it is a council of {council['nation']}"
    return ""


def _is_close(number: float, cell: str) -> bool:
    return isclose(number, float(cell), rel_tol=NEAR, abs_tol=NEAR)


def _name(row: Row) -> str:
    return f"{row['area_code']} {row['node']}"


def _in_thousandths(row: Row) -> int:
    return round(float(row["score"]) * THOUSAND)
