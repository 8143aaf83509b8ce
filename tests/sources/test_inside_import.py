"""Small areas from raw tables to ``data/inside/``, in miniature: figures, names, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from little_inside import ALDER_INCOME, ALDER_RANKS, change, import_little, make_inside, make_raw
from tiny_sources import import_no_geography, make_recipes, make_sources

from generator.catalogue.inside import load_sources, read_description
from generator.errors import ProsperityError
from generator.paths import PROJECT, Paths
from generator.sources import importer
from generator.sources.inside_recipe import load_inside_recipe
from generator.sources.origins import Origins

MATERIAL = "sources/inside/"


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / "inside" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_figure_lands_in_the_row_of_its_area(tmp_path: Path) -> None:
    make_inside(tmp_path)
    rows = read(tmp_path, "england.csv")
    assert [row["code"] for row in rows] == [f"E010000{number:02d}" for number in range(1, 21)]
    assert rows[0] == {
        "code": "E01000001",
        "name": "Alder 1",
        "council": "E06000001",
        "neighbourhood": "E02000001",
        "lat": "52.5",
        "lon": "-1.25",
        "rank_2020": "1",
        "people_2020": "100",
        "income_2020": "50",
        "rank_2010": "1",
        "households_2021": "40",
        "overcrowded_2021": "2.5",
    }
    assert [int(row["rank_2020"]) for row in rows[:12]] == list(ALDER_RANKS)
    assert [int(row["income_2020"]) for row in rows[:12]] == list(ALDER_INCOME)
    assert [row["rank_2010"] for row in rows[:7]] == ["1", "2", "2", "4", "5", "6", ""]
    assert read(tmp_path, "neighbourhoods.csv") == [
        {"code": "E02000001", "name": "Old Town", "council": "E06000001"},
        {"code": "E02000002", "name": "Riverside", "council": "E06000002"},
    ]


def test_what_was_read_is_told_with_fingerprints(tmp_path: Path) -> None:
    make_inside(tmp_path)
    sources = load_sources(Paths(tmp_path))
    assert list(sources) == ["places", "near", "ranks", "welsh-ranks", "homes"]
    ranks = sources["ranks"]
    assert (ranks.raw_file, ranks.rows_read, ranks.rows_kept) == ("inside/ranks.csv", 30, 30)
    assert ranks.known_problems == ("A copy.",) and len(ranks.raw_sha256) == 64
    assert sources["places"].left_out == ("Wards change.",)


def test_the_same_raw_tables_give_the_same_bytes(tmp_path: Path) -> None:
    make_inside(tmp_path)
    files = sorted((tmp_path / "data" / "inside").iterdir())
    before = [file.read_bytes() for file in files]
    import_little(tmp_path)
    assert [file.read_bytes() for file in files] == before
    assert len(files) == 4


def correct(folder: Path, council: str) -> None:
    """Say in the recipe in which council the second small area lies."""
    correction = f"    corrections: [{{code: E01000002, council: {council}, reason: So it is.}}]\n"
    wales = "  - slug: wales\n    nation"
    change(folder / "inside_recipe.yml", wales, correction + wales)


def test_two_councils_for_one_area_need_a_correction(tmp_path: Path) -> None:
    make_raw(tmp_path)
    change(tmp_path / MATERIAL / "places.csv", "Alder 2,E06000001", "Alder 2,E06000002")
    with pytest.raises(ProsperityError) as caught:
        import_little(tmp_path)
    assert caught.value.problem == "the tables put E01000002 into several councils: E06000001, E06000002"
    assert (caught.value.line, caught.value.field, caught.value.code) == (3, "lad", "E01000002")
    with (tmp_path / "inside_recipe.yml").open("a", encoding="utf-8") as recipe:
        recipe.write("    corrections: []\n")
    correction = "    corrections: [{code: E01000002, council: E06000001, reason: Its name says so.}]\n"
    change(
        tmp_path / "inside_recipe.yml",
        "  - slug: wales\n    nation",
        correction + "  - slug: wales\n    nation",
    )
    inside = import_little(tmp_path)
    assert inside.sets[0].councils[1] == "E06000001"


def test_a_correction_without_need_is_refused(tmp_path: Path) -> None:
    make_raw(tmp_path)
    correction = "    corrections: [{code: E01000002, council: E06000002, reason: Nobody says so.}]\n"
    change(
        tmp_path / "inside_recipe.yml",
        "  - slug: wales\n    nation",
        correction + "  - slug: wales\n    nation",
    )
    with pytest.raises(ProsperityError, match="the council of E01000002 is corrected, of E06000001"):
        import_little(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem", "line", "field"),
    [
        (
            "ranks",
            "2020,100.0,3.0",
            "2020,100.0,4.0",
            "rank 4 of 2020 is not the place of an area",
            4,
            "rank",
        ),
        ("ranks", "2020,100.0,3.0", "2020,100.0,x", "'x' is no number of this column", 4, "rank"),
        ("ranks", "2020,100.0,3.0", "2020,100.0,", "'' is no number of this column", 4, "rank"),
        ("ranks", "3.0,40.0", "3.0,140.0", "'140.0' is no number of this column", 4, "poor"),
        ("ranks", "2020,100.0,3.0", "2020,101.0,3.0", "the people of 2020 are 2,001 in all", 1, "pop"),
        (
            "ranks",
            "2020,100.0,3.0",
            "2015,100.0,3.0",
            "the recipe knows nothing of the year '2015'",
            4,
            "year",
        ),
        ("ranks", "Alder 2,E06000001", "Alder 2,E06000009", "there is no council 'E06000009'", 4, "lad"),
        (
            "ranks",
            "E01000002,Alder 2",
            "E01000001,Alder 2",
            "the row of E01000001 2020 stands twice",
            4,
            "area",
        ),
        (
            "homes",
            "E01000002,E06000001,2021,40",
            "E01000002,E06000001,2021,-1",
            "'-1' is no number",
            3,
            "homes",
        ),
        (
            "welsh_ranks",
            "Coed 2,W06000001,2019,2",
            "Coed 2,W06000001,2019,1",
            "this area has rank 1",
            3,
            "rank",
        ),
    ],
)
def test_a_fault_of_a_raw_table_is_told_with_its_line(
    tmp_path: Path, file: str, old: str, new: str, problem: str, line: int, field: str
) -> None:
    make_raw(tmp_path)
    change(tmp_path / MATERIAL / f"{file}.csv", old, new)
    with pytest.raises(ProsperityError) as caught:
        import_little(tmp_path)
    told = (caught.value, *caught.value.others)
    assert next(one.line for one in told if one.problem.startswith(problem) and one.field == field) == line
    assert all(one.file == str(tmp_path / MATERIAL / f"{file}.csv") for one in told)


def test_a_column_that_nobody_described_is_refused(tmp_path: Path) -> None:
    make_raw(tmp_path)
    change(tmp_path / "inside_recipe.yml", "    unread: {ward: Wards change.}\n", "")
    with pytest.raises(ProsperityError, match="the column 'ward' is unknown"):
        import_little(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("places: places", "places: paces", "there is no source 'paces'"),
        ("source: welsh-ranks", "source: ranked", "there is no source 'ranked'"),
        (", rank: rank, people: pop", ", people: pop", "the columns rank are not named"),
        ("slug: homes", "slug: ranks", "a source is given twice"),
        ("slug: near", "slug: Near", "text"),
        ("inside/near.csv", "../near.csv", "string should match"),
    ],
)
def test_a_fault_of_the_recipe_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    make_raw(tmp_path)
    file = tmp_path / "inside_recipe.yml"
    change(file, old, new)
    with pytest.raises(ProsperityError) as caught:
        load_inside_recipe(file)
    told = (caught.value, *caught.value.others)
    assert any(problem in f"{one.problem} {one.expected}" for one in told)
    assert all(one.line and one.line > 0 for one in told)


def test_the_committed_tables_are_what_the_recipe_describes() -> None:
    recipe = load_inside_recipe(PROJECT.inside_recipe)
    told = read_description(PROJECT).record
    assert [source.raw_file for source in told.sources] == [one.file for one in recipe.sources]
    assert [one.columns for one in told.sets] == [one.columns for one in recipe.sets]
    assert [one.vintages for one in told.sets] == [one.vintages for one in recipe.sets]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in miniature of the whole import, with small areas in three of its councils."""
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    make_sources(tmp_path)
    make_recipes(tmp_path)
    make_raw(tmp_path)
    for file in (tmp_path / MATERIAL).iterdir():
        file.write_text(file.read_text("utf-8").replace("E06000002", "E06000059"), "utf-8")
    return tmp_path


def run(place: Path, *only: str) -> str:
    origins = Origins(place / "sources", None, only)
    with importer.prepare_import(origins, place / "data", recipes=place / "recipes") as prepared:
        report = prepared.write()
        return report.summary() + "".join(f"{line}\n" for line in report.differing)


def snapshot(place: Path, folder: str) -> dict[str, bytes]:
    files = (file for file in (place / "data" / folder).rglob("*") if file.is_file())
    return {file.relative_to(place).as_posix(): file.read_bytes() for file in sorted(files)}


def test_a_whole_import_makes_them_and_tells_so(place: Path) -> None:
    told = run(place)
    assert "Small areas: 20 in England, 10 in Wales; 2 named neighbourhoods.\n" in told
    report = (place / "data" / "import_report.md").read_text("utf-8")
    assert "- `inside/ranks.csv` (Office for Trees): 30 rows read, 30 kept.\n" in report
    assert "`inside/" not in report.split("## Raw tables that no recipe reads")[1]
    before = snapshot(place, ".")
    assert "changes:" not in run(place)
    assert snapshot(place, ".") == before


def test_an_import_of_one_dataset_leaves_them_and_one_of_them_leaves_all_else(place: Path) -> None:
    run(place)
    inside, rest = snapshot(place, "inside"), snapshot(place, "datasets")
    change(place / MATERIAL / "ranks.csv", "2020,100.0,3.0,40.0", "2020,100.0,3.0,41.0")
    run(place, "trees")
    assert snapshot(place, "inside") == inside
    told = run(place, "inside")
    assert "inside/england.csv changes: 1 of its lines go, 1 are new.\n" in told
    assert snapshot(place, "inside") != inside and snapshot(place, "datasets") == rest


def test_a_nation_that_goes_is_told(place: Path) -> None:
    run(place)
    recipe = place / "inside_recipe.yml"
    recipe.write_text(recipe.read_text("utf-8").partition("  - slug: wales\n")[0], "utf-8")
    assert "inside/wales.csv is gone, with 11 lines.\n" in run(place, "inside")


def test_a_fault_leaves_the_data_as_it_was(place: Path) -> None:
    run(place)
    before = snapshot(place, ".")
    change(place / MATERIAL / "ranks.csv", "2020,100.0,3.0", "2020,100.0,33.0")
    with pytest.raises(ProsperityError, match="rank 33 of 2020 is not the place of an area"):
        run(place)
    assert snapshot(place, ".") == before


def test_a_name_that_nobody_wrote_a_recipe_for_is_refused(place: Path) -> None:
    (place / "inside_recipe.yml").unlink()
    with pytest.raises(ProsperityError) as caught:
        run(place, "inside")
    assert (caught.value.field, caught.value.code) == ("--only", "inside")


def test_odd_lines_of_a_raw_table_are_read_and_broken_ones_explained(
    tmp_path: Path,
) -> None:
    make_inside(tmp_path)
    file = tmp_path / MATERIAL / "ranks.csv"
    before = read(tmp_path, "england.csv")
    text = file.read_text("utf-8")
    # Quotation marks, a byte order mark, and a last line without an end.
    file.write_text("\ufeff" + text.replace(",Alder 2,", ',"Alder, 2",').rstrip("\n"), "utf-8")
    import_little(tmp_path)
    assert [row["name"] for row in read(tmp_path, "england.csv")][:3] == ["Alder 1", "Alder, 2", "Alder 3"]
    assert [row["rank_2020"] for row in read(tmp_path, "england.csv")] == [row["rank_2020"] for row in before]
    for broken, problem, line in (
        (text.replace("Alder 2,", '"Alder 2,'), "the row cannot be read", None),
        (text.replace("3.0,40.0", "3.0,40.0,7"), "the row has 8 cells, the head has 7", 4),
        (text.replace("area,label", "area,area"), "the column 'label' is missing", 1),
        ("<html></html>\n", "the file is a web page", 1),
        ("", "the file is empty", None),
    ):
        file.write_text(broken, "utf-8")
        with pytest.raises(ProsperityError) as caught:
            import_little(tmp_path)
        assert caught.value.problem.startswith(problem)
        assert caught.value.file == str(file) and line in (None, caught.value.line)
    file.unlink()
    with pytest.raises(ProsperityError, match="No such file"):
        import_little(tmp_path)
