"""Ranks that the scores do not give, bands that may not stand, and gaps that are no difference."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from generator.verify.public_tables import PublicTables
from generator.verify.standings_check import STANDING, check_gaps, check_standings

SIZES = {"England": 25, "Wales": 3}
"""Made up: the smallest nation whose councils have a band, and one that is too small for it."""
Rows = dict[str, dict[str, str]]


def make_rows(node: str, share: str) -> Rows:
    """Scores fall by a point from council to council, and the two last of a nation are tied."""
    codes = [f"{nation[0]}{n:02}" for nation, size in SIZES.items() for n in range(size)]
    scores = {
        code: 90.0 - min(int(code[1:]), SIZES["England" if code[0] == "E" else "Wales"] - 2) for code in codes
    }
    found: Rows = {}
    for code in codes:
        row = {
            "area_code": code,
            "kind": "council",
            "level": "pillar",
            "node": node,
            "score": str(scores[code]),
        }
        own = [score for other, score in scores.items() if other[0] == code[0]]
        for whose, group in (("", list(scores.values())), ("nation_", own)):
            ranked = not whose or len(group) >= SIZES["England"]
            rank = 1 + sum(score > scores[code] for score in group)
            cells = (rank, len(group), rank, rank, False, "middle" if ranked else "", 0.0, 0.0)
            if rank == 1:
                cells = (1, len(group), 1, 1, False, "best" if ranked else "", 1.0, 0.0)
            if whose or node == "overall" or float(share) >= 0.5:
                row |= {whose + name: str(cell) for name, cell in zip(STANDING, cells, strict=True)}
            else:
                row |= dict.fromkeys(STANDING, "")
        found[code] = row | {"uk_comparable_share": share}
    return found


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    stream = StringIO()
    table = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    (folder / "data" / f"{name}.csv").write_text(stream.getvalue(), "utf-8")


def open_tables(folder: Path, rows: list[dict[str, str]]) -> PublicTables:
    nations = {"E": "England", "W": "Wales"}
    areas = [
        {"code": code, "kind": "council", "name": code, "slug": code.lower(), "nation": nations[code[0]]}
        for code in sorted({row["area_code"] for row in rows if row["kind"] == "council"})
    ]
    write(folder, "areas", areas)
    write(folder, "scores", rows)
    said = {"finding": "position", "node": "overall", "comparison": "", "text": "", "rule": ""}
    write(
        folder,
        "findings",
        [said | {"area_code": "E00", "finding_id": "a"}, said | {"area_code": "E03", "finding_id": "b"}],
    )
    ends = (("a", "band_low", 5), ("a", "band_high", 5), ("b", "band_low", 3), ("b", "band_high", 3))
    cells = [
        {"finding_id": each, "name": name, "item": "", "value": str(end), "text": ""}
        for each, name, end in ends
    ]
    write(folder, "evidence", cells)
    return PublicTables(folder)


PARTS = {"overall": "0.4", "alike": "0.5", "own": "0.49"}


def check(folder: Path, node: str = "", code: str = "", **cells: str) -> list[tuple[str, str]]:
    parts = {each: make_rows(each, share) for each, share in PARTS.items()}
    for name, cell in cells.items():
        parts[node][code][name] = cell
    tables = open_tables(folder, [row for rows in parts.values() for row in rows.values()])
    return [(place, problem) for _, place, problem in check_standings(tables)]


def test_sound_ranks_have_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path) == []
    assert list(check_standings(PublicTables(tmp_path / "elsewhere"))) == []


@pytest.mark.parametrize(
    ("node", "code", "cells", "problem"),
    [
        ("overall", "E07", {"nation_rank": "9"}, "nation_rank is 9, and 8 by the scores"),
        ("overall", "E24", {"nation_rank": "25"}, "nation_rank is 25, and 24 by the scores"),
        ("own", "W01", {"nation_n": "4"}, "nation_n is 4, and 3 by the scores"),
        ("alike", "W01", {"rank": ""}, "rank is empty, and 3 by the scores"),
        ("own", "W01", {"rank": "2"}, "rank stands though it is not measured alike in all nations"),
        ("own", "E05", {"band": "middle"}, "band stands though it is not measured alike in all nations"),
        ("own", "E05", {"nation_rank_low": "7"}, "nation_rank_low to rank_high is 7 to 6, of 25"),
        ("own", "W01", {"nation_rank_high": "4"}, "nation_rank_low to rank_high is 2 to 4, of 3"),
        ("own", "E05", {"nation_rank_outside": "Yes"}, "nation_rank_outside is 'Yes' with 6 to 6"),
        ("own", "E05", {"nation_rank_outside": ""}, "nation_rank_outside is 'empty' with 6 to 6"),
        (
            "own",
            "E05",
            {"nation_rank_low": "5", "nation_rank_high": "7", "nation_rank_outside": "True"},
            "nation_rank_outside is 'True' with 5 to 7",
        ),
        ("own", "W01", {"nation_band": "middle"}, "nation_band is 'middle' among 3 councils"),
        ("own", "E05", {"nation_band": ""}, "nation_band is 'empty' among 25 councils"),
        ("own", "E05", {"nation_band": "best"}, "nation_band is 'best', and p_top_fifth is 0.0"),
        ("alike", "E00", {"band": "middle"}, "band is 'middle', and p_top_fifth is 1.0"),
        (
            "own",
            "E05",
            {"nation_p_top_fifth": "1.2"},
            "nation_p_top_fifth and p_bottom_fifth are not chances",
        ),
        ("own", "E05", {"nation_p_top_fifth": "x"}, "nation_rank has a cell beside it that is no number"),
        (
            "alike",
            "E05",
            {"uk_comparable_share": "0.9"},
            "the share measured alike is not the 0.5 of other councils",
        ),
    ],
)
def test_a_standing_that_cannot_be_is_named(
    tmp_path: Path, node: str, code: str, cells: dict[str, str], problem: str
) -> None:
    assert check(tmp_path, node, code, **cells) == [(f"{code} {node}", problem)]


def test_ranks_without_a_score_and_of_a_region_are_named(tmp_path: Path) -> None:
    rows = make_rows("own", "0.1")
    last = rows["W02"]
    last["score"] = ""
    region = rows["W01"] | {"area_code": "R1", "kind": "region"}
    tables = open_tables(tmp_path, [*make_rows("overall", "0.1").values(), *rows.values(), region])
    assert [(place, problem) for _, place, problem in check_standings(tables)] == [
        ("R1 own", "has a rank, and is no council"),
        ("W00 own", "nation_n is 3, and 2 by the scores"),
        ("W01 own", "nation_n is 3, and 2 by the scores"),
        ("W02 own", "nation_rank stands without a score"),
    ]


GAP = {
    "area_code": "E00",
    "kind": "council",
    "compared_with": "England",
    "node": "own",
    "start_year": "2015",
    "end_year": "2022",
    "start": "40.5",
    "end": "44",
    "own_share": "1.0",
    "whole_start": "50",
    "whole_end": "51",
    "gap_start": "-9.5",
    "gap_end": "-7",
    "gap_change": "2.5",
    "gap_low": "-1",
    "gap_high": "6",
}
OTHER = GAP | {"area_code": "E01"}
GROUP = GAP | {"area_code": "coast", "kind": "cluster", "own_share": ""}


def list_gap_faults(folder: Path, *rows: dict[str, str]) -> list[tuple[str, str]]:
    write(folder, "gaps", list(rows))
    tables = open_tables(folder, list(make_rows("overall", "0.5").values()))
    return [(place, problem) for _, place, problem in check_gaps(tables)]


def test_sound_gaps_have_no_fault(tmp_path: Path) -> None:
    assert (
        list_gap_faults(tmp_path, GAP, OTHER, GROUP, GAP | {"compared_with": "UK", "start_year": "2011"})
        == []
    )
    assert list(check_gaps(PublicTables(tmp_path / "elsewhere"))) == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"gap_start": "9.5"}, "gap_start is 9.5, and not start less whole_start"),
        ({"gap_end": "-6"}, "gap_end is -6, and not end less whole_end"),
        ({"gap_change": "-2.5"}, "gap_change is -2.5, and not gap_end less gap_start"),
        ({"gap_low": "3"}, "the change lies outside its interval"),
        ({"own_share": "1.4"}, "own_share is 1.4"),
        ({"own_share": ""}, "own_share is empty"),
        ({"start_year": "2014"}, "the years or the scores of England are not those of other rows"),
        ({"area_code": "E00"}, "stands twice"),
        ({"compared_with": "Wales"}, "it is a council of England"),
    ],
)
def test_a_gap_that_is_none_is_named(tmp_path: Path, cells: dict[str, str], problem: str) -> None:
    row = OTHER | cells
    place = f"{row['area_code']} own {row['compared_with']}"
    assert list_gap_faults(tmp_path, GAP, row) == [(place, problem)]
