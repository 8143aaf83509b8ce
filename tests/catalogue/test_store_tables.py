"""The store: a country of three councils, checked cell by cell."""

from pathlib import Path

import pandas as pd
import pytest

from generator.catalogue.records import Area, Comparable, Framework, Indicator, SeriesRef
from generator.catalogue.store import load_areas, load_framework, load_neighbours, load_observations
from generator.errors import ProsperityError
from generator.paths import Paths

DATASET = """\
slug: trees
title: Trees
publisher: Office for Trees
publication: Tree census
link: https://example.org/
licence: OGL
nations: [England, Wales]
raw_file: a.csv
raw_sha256: "0000000000000000000000000000000000000000000000000000000000000000"
rows_read: 6
rows_kept: 6
series:
  - slug: oaks
    title: Oaks
    unit: "%"
    decimals: 1
    nations: [England, Wales]
    description: Oaks.
  - slug: elms
    title: Elms
    unit: "%"
    decimals: 1
    nations: [Wales]
    description: Elms.
"""
OBSERVATIONS = """\
series,area_code,period,value,lower,upper,status,note,reason
elms,W06000001,2020-01-01/P1Y,7,6,8,observed,,
oaks,E06000001,2019-04-01/P1Y,1.5,,,observed,,
oaks,E06000001,2020-04-01/P1Y,,,,missing,NA,suppressed
oaks,E12000001,2020-04-01/P1Y,2,,,observed,,
oaks,K02000001,2020-04-01/P1Y,3,,,observed,,
oaks,W06000001,2020-04-01/P1Y,4,,,recast,made from two,
"""
FRAMEWORK = """\
domains:
  - slug: d
    name: D
    about: a
    pillars:
      - slug: p
        name: P
        about: a
        elements:
          - slug: e
            name: E
            about: a
            claims: {high: More oaks, low: Fewer oaks}
            indicators:
              - slug: i
                name: I
                direction: higher
                weight: 1
                reason: r
                comparable: uk
                clause: "{value} of trees were oaks"
                subject: oaks
                claims: {high: Many oaks, low: Few oaks}
                unit: "%"
                decimals: 1
                series:
                  - dataset: trees
                    series: oaks
                    nations: [England]
"""


def area(code: str, kind: str, nation: str, name: str = "A") -> Area:
    names = {"name": name, "short_name": name, "official_name": name, "slug": code.lower()}
    place = {"code": code, "kind": kind, "nation": nation, "population": 10, "population_year": 2024}
    return Area.model_validate(names | place)


AREAS = (
    area("E06000001", "council", "England"),
    area("W06000001", "council", "Wales"),
    area("E12000001", "region", "England"),
    area("E92000001", "nation", "", "England"),
    area("K02000001", "uk", ""),
)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    folder = tmp_path / "data" / "datasets" / "trees"
    folder.mkdir(parents=True)
    (folder / "dataset.yml").write_text(DATASET, "utf-8")
    (folder / "observations.csv").write_text(OBSERVATIONS, "utf-8")
    (tmp_path / "data" / "framework.yml").write_text(FRAMEWORK, "utf-8")
    return Paths(tmp_path)


def measure(paths: Paths, *refs: SeriesRef, comparable: Comparable = "uk") -> pd.DataFrame:
    framework = load_framework(paths)
    indicator = framework.indicators[0].model_copy(update={"series": refs, "comparable": comparable})
    return load_observations(paths, with_indicator(framework, indicator), AREAS)


def with_indicator(framework: Framework, indicator: Indicator) -> Framework:
    domain = framework.domains[0]
    pillar = domain.pillars[0]
    element = pillar.elements[0].model_copy(update={"indicators": (indicator,)})
    pillar = pillar.model_copy(update={"elements": (element,)})
    return Framework(domains=(domain.model_copy(update={"pillars": (pillar,)}),))


def oaks(*nations: str) -> SeriesRef:
    return SeriesRef.model_validate({"dataset": "trees", "series": "oaks", "nations": nations})


ELMS = SeriesRef(dataset="trees", series="elms", nations=("Wales",))


def test_only_areas_of_the_named_nations_are_given(paths: Paths) -> None:
    table = measure(paths, oaks("England"))
    assert list(zip(table["area_code"], table["year"], strict=True)) == [
        ("E06000001", 2019),
        ("E06000001", 2020),
        ("E12000001", 2020),
    ]
    assert set(table["group"]) == {0}


def test_a_missing_value_keeps_its_reason(paths: Paths) -> None:
    row = measure(paths, oaks("England")).iloc[1]
    assert pd.isna(row["value"])
    assert (row["status"], row["note"], row["reason"]) == ("missing", "NA", "suppressed")


def test_the_uk_row_needs_all_four_nations(paths: Paths) -> None:
    assert "K02000001" not in set(measure(paths, oaks("England", "Wales"))["area_code"])
    everywhere = oaks("England", "Wales", "Scotland", "Northern Ireland")
    assert "K02000001" in set(measure(paths, everywhere)["area_code"])
    assert "K02000001" not in set(measure(paths, everywhere, comparable="nation")["area_code"])


def test_groups_follow_the_comparison(paths: Paths) -> None:
    table = measure(paths, oaks("England"), ELMS, comparable="series")
    assert table.groupby("area_code")["group"].first().to_dict() == {
        "E06000001": 0,
        "E12000001": 0,
        "W06000001": 1,
    }
    table = measure(paths, oaks("England", "Wales"), comparable="nation")
    assert table.groupby("area_code")["group"].first().to_dict() == {
        "E06000001": 0,
        "E12000001": 0,
        "W06000001": 1,
    }
    table = measure(paths, oaks("England"), ELMS, comparable="uk")
    assert set(table["group"]) == {0}


def test_areas_of_one_indicator_are_sorted_over_its_series(paths: Paths) -> None:
    table = measure(paths, ELMS, oaks("England"))
    assert list(table["area_code"]) == sorted(table["area_code"])
    assert table.loc[table["area_code"] == "W06000001", ["value", "lower", "upper"]].iloc[0].to_list() == [
        7,
        6,
        8,
    ]


def test_series_that_older_data_lack_are_left_out_only_if_asked_for(paths: Paths) -> None:
    framework = load_framework(paths)
    indicator = framework.indicators[0]
    later = SeriesRef(dataset="trees", series="birches", nations=("Wales",))
    other = SeriesRef(dataset="shrubs", series="box", nations=("Wales",))
    for ref in (later, other):
        changed = indicator.model_copy(update={"series": (oaks("England"), ref)})
        wider = with_indicator(framework, changed)
        with pytest.raises(ProsperityError, match="no observations"):
            load_observations(paths, wider, AREAS)
        table = load_observations(paths, wider, AREAS, partial=True)
        assert set(table["series"]) == {"oaks"}
        only = with_indicator(framework, indicator.model_copy(update={"series": (ref,)}))
        with pytest.raises(ProsperityError, match="hold nothing of what the framework measures"):
            load_observations(paths, only, AREAS, partial=True)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("{value} of trees", "some trees", "clause", "no place"),
        ("dataset: trees", "dataset: shrubs", "series", "no dataset"),
        ("series: oaks", "series: limes", "series", "no series"),
        ("[England]", "[Scotland]", "series", "does not cover Scotland"),
        ("slug: e\n", "slug: p\n", "slug", "used 2 times"),
        (
            "comparable: uk\n",
            "comparable: uk\n                counts_for: trend\n",
            "counts_for",
            "nothing in",
        ),
        (
            "nations: [England]\n",
            "nations: [England]\n                  - dataset: trees\n                    series: oaks\n"
            "                    nations: [England]\n",
            "series",
            "England is covered 2 times",
        ),
        (
            "nations: [England]\n",
            "nations: [England]\n                left_out: {England: No.}\n",
            "left_out",
            "England is both covered and left out",
        ),
    ],
)
def test_a_framework_that_does_not_hang_together_is_refused(
    paths: Paths, old: str, new: str, field: str, words: str
) -> None:
    paths.framework.write_text(FRAMEWORK.replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError, match=words) as caught:
        load_framework(paths)
    assert caught.value.field == field
    assert caught.value.line is not None


def test_series_that_cannot_be_compared_need_a_word_on_what_joins_them(paths: Paths) -> None:
    wales = "                  - {dataset: trees, series: elms, nations: [Wales]}\n"
    text = FRAMEWORK.replace("comparable: uk", "comparable: series") + wales
    paths.framework.write_text(text, "utf-8")
    with pytest.raises(ProsperityError, match="not said what joins") as caught:
        load_framework(paths)
    assert caught.value.field == "joining"
    paths.framework.write_text(
        text.replace(
            "comparable: series\n", "comparable: series\n                joining: Both count trees.\n"
        ),
        "utf-8",
    )
    assert load_framework(paths).indicators[0].joining == "Both count trees."


def test_a_spoilt_table_is_refused(paths: Paths) -> None:
    file = paths.datasets / "trees" / "observations.csv"
    for text in (OBSERVATIONS.replace("1.5", "much"), OBSERVATIONS.replace("upper,status", "status,upper")):
        file.write_text(text, "utf-8")
        with pytest.raises(ProsperityError) as caught:
            measure(paths, oaks("England"))
        assert caught.value.file == str(file)
    file.unlink()
    with pytest.raises(ProsperityError, match="no observations"):
        measure(paths, oaks("England"))


def test_a_bad_cell_of_the_register_is_told_with_its_line(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.data.mkdir()
    head = ",".join(Area.model_fields)
    cells = {name: str(value if value is not None else "") for name, value in AREAS[0].model_dump().items()}
    good = ",".join(cells.values())
    paths.areas.write_text(f"{head}\n{good}\n", "utf-8")
    assert load_areas(paths) == (AREAS[0],)
    bad = ",".join({**cells, "population": "few"}.values())
    paths.areas.write_text(f"{head}\n{good}\n{bad}\n", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_areas(paths)
    assert (caught.value.line, caught.value.field) == (3, "population")


def write_areas(paths: Paths, *codes: str) -> None:
    rows = [area(code, "council", "England").model_dump() for code in codes]
    cells = [",".join("" if cell is None else str(cell) for cell in row.values()) for row in rows]
    paths.areas.write_text("\n".join([",".join(Area.model_fields), *cells, ""]), "utf-8")


def test_neighbours_come_nearest_first(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.data.mkdir()
    write_areas(paths, "A", "B", "C")
    rows = "A,10,C\nA,2,B\nB,1,C\nB,2,A\nC,1,B\nC,2,A\n"
    paths.neighbours.write_text(f"code,rank,neighbour_code\n{rows}", "utf-8")
    assert load_neighbours(paths) == {"A": ("B", "C"), "B": ("C", "A"), "C": ("B", "A")}
    paths.neighbours.write_text("code,rank,neighbour_code\nA,10\n", "utf-8")
    with pytest.raises(ProsperityError, match="2 cells, the head has 3"):
        load_neighbours(paths)
