"""The import from end to end on a folder in miniature: figures, bytes, and nothing half done."""

import csv
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from tiny_sources import import_no_geography, make_recipes, make_sources

from generator import cli
from generator.catalogue.records import Dataset
from generator.errors import ProsperityError
from generator.files import swap
from generator.files.documents import load_record
from generator.paths import PROJECT, Paths
from generator.sources import importer
from generator.sources.comparison import Revision
from generator.sources.importer import import_sources, prepare_import
from generator.sources.origins import Origins
from generator.sources.report import ImportReport
from generator.sources.written import FILES, FOLDERS

EDITION = 'name: "2026.7"\nyear: 2026\ndate: "2026-11-23"\nseed: 1\ndraws: 10\n'
SETTINGS = "title: Mine\ncontributors: Me\naddress: https://example.org/\nlanguage: en-GB\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    make_sources(tmp_path)
    make_recipes(tmp_path)
    return tmp_path


def run(place: Path, *, check: bool = False) -> ImportReport:
    return import_sources(place / "sources", place / "data", check=check, recipes=place / "recipes")


def read(place: Path, slug: str) -> dict[tuple[str, str], dict[str, str]]:
    with (place / "data" / "datasets" / slug / "observations.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return {(row["area_code"], row["period"]): row for row in csv.DictReader(stream)}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_every_figure_lands_where_it_belongs(place: Path) -> None:
    run(place)
    rows = read(place, "trees")
    year = "2018-04-01/P1Y"
    assert {key[0] for key in rows} == {
        *("E06000001", "E06000059", "E07000001", "E07000002", "E12000001"),
    }
    assert rows["E06000001", year] | {"note": ""} == {
        "series": "trees",
        "area_code": "E06000001",
        "period": year,
        "value": "10",
        "lower": "9",
        "upper": "11",
        "status": "observed",
        "note": "",
        "reason": "",
    }
    merged = rows["E06000059", year]
    # 0.25 x 20 + 0.75 x 40 = 35; half-widths 0.25 x 3 and 0.75 x 4 combine to sqrt(0.5625 + 9)
    assert (merged["value"], merged["status"]) == ("35", "recast")
    assert merged["note"] == "mean of former councils, weighted by land area of 2019"
    assert float(merged["upper"]) == pytest.approx(35 + 9.5625**0.5, abs=1e-9)
    assert rows["E06000059", "2019-04-01/P1Y"]["status"] == "observed"
    county = rows["E07000001", year]
    assert (county["value"], county["status"]) == ("5", "upper_tier")
    assert county["note"] == "One figure for the county of The Shire, shared by its districts."
    assert (rows["E07000002", year]["value"], rows["E07000002", year]["status"]) == ("6", "observed")


def test_a_missing_figure_has_its_reason(place: Path) -> None:
    run(place)
    row = read(place, "ferns")["W06000001", "2021-01-01"]
    assert (row["value"], row["status"]) == ("", "missing")
    assert row["note"].startswith("Held back")
    assert row["reason"] == "suppressed"


def test_the_metadata_says_what_was_read_and_left_out(place: Path) -> None:
    run(place)
    dataset = load_record(place / "data" / "datasets" / "trees" / "dataset.yml", Dataset)
    raw = (place / "sources" / "green" / "trees.csv").read_bytes()
    assert (dataset.raw_file, dataset.raw_sha256) == ("green/trees.csv", sha256(raw).hexdigest())
    assert (dataset.rows_read, dataset.rows_kept) == (12, 7)
    assert dataset.left_out == (
        "1 row: areas outside the nations of the series",
        "1 row: areas the index does not report on: combined authorities",
        "1 row: before 2009",
        "1 row: totals over nations that the series does not all cover",
    )
    series = dataset.series[0]
    assert (series.first_period, series.last_period) == ("2018-04-01/P1Y", "2019-04-01/P1Y")
    assert (series.raw_indicator, series.raw_measure, series.raw_unit) == ("Trees", "", "%")
    report = (place / "data" / "import_report.md").read_text("utf-8")
    assert "- `green/unread.csv`" in report
    assert "population_support" not in report
    assert "SOURCES.csv" not in report
    assert str(place) not in report


def test_periods_that_the_file_labels_by_their_last_year_are_put_right(place: Path) -> None:
    recipe = place / "recipes" / "trees.yml"
    words = "The file names three years by their last one; here stand all three."
    rule = f'relabel: {{years: -2, starts: "04-01", lasts: P3Y, words: {words}}}'
    recipe.write_text(recipe.read_text("utf-8").replace("    unit:", f"    {rule}\n    unit:", 1), "utf-8")
    run(place)
    rows = read(place, "trees")
    assert rows["E06000001", "2016-04-01/P3Y"]["value"] == "10"
    assert rows["E06000001", "2017-04-01/P3Y"]["value"] == "12.5"
    assert {period for _, period in rows} == {"2016-04-01/P3Y", "2017-04-01/P3Y"}
    series = load_record(place / "data" / "datasets" / "trees" / "dataset.yml", Dataset).series[0]
    assert (series.last_period, series.derivation) == ("2017-04-01/P3Y", words)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ('starts: "02-31", lasts: P1Y', "a day that does not exist"),
        ('starts: "04-01", lasts: 1Y', "should match pattern"),
    ],
)
def test_a_period_that_cannot_be_is_refused(place: Path, rule: str, problem: str) -> None:
    recipe = place / "recipes" / "trees.yml"
    rule = f"    relabel: {{{rule}, words: Put right here.}}\n"
    recipe.write_text(recipe.read_text("utf-8").replace("    unit:", f"{rule}    unit:", 1), "utf-8")
    with pytest.raises(ProsperityError, match=problem):
        run(place)


def test_people_stand_in_for_what_no_table_counts(place: Path) -> None:
    recipe = place / "recipes" / "trees.yml"
    recipe.write_text(
        recipe.read_text("utf-8").replace("denominator: land-area", "denominator: pupils"), "utf-8"
    )
    file = place / "sources" / "society" / "population_support.csv"
    file.write_text(
        file.read_text("utf-8") + "E07000051,West,Population (mid-year estimate),2018-06-30,500,people,,\n",
        "utf-8",
    )
    run(place)
    merged = read(place, "trees")["E06000059", "2018-04-01/P1Y"]
    # the half of 20 and 40 by the people of 2018; those of 2019 would give 35
    assert merged["value"] == "30"
    assert merged["note"] == "mean of former councils, weighted by population of 2018, for want of pupils"


def test_the_report_compares_mergers_with_published_figures(place: Path) -> None:
    run(place)
    assert "beside published ones" not in (place / "data" / "import_report.md").read_text("utf-8")
    file = place / "sources" / "green" / "trees.csv"
    file.write_text(file.read_text("utf-8") + "E06000059,Merged,Trees,2018-04-01/P1Y,35.5,%,,\n", "utf-8")
    run(place)
    report = (place / "data" / "import_report.md").read_text("utf-8")
    assert "| `trees/trees` | % | 1 | 0.500 | 0.500 | E06000059, 2018-04-01/P1Y |" in report
    assert read(place, "trees")["E06000059", "2018-04-01/P1Y"]["value"] == "35.5"


def test_two_imports_give_the_same_bytes(place: Path) -> None:
    run(place)
    first = snapshot(place / "data")
    run(place)
    assert snapshot(place / "data") == first
    assert not [entry.name for entry in place.iterdir() if entry.name.startswith(".")]


def test_one_dataset_is_imported_and_all_else_stays(place: Path) -> None:
    run(place)
    before = snapshot(place / "data")
    for name in ("trees", "ferns"):
        file = place / "sources" / "green" / f"{name}.csv"
        file.write_text(file.read_text("utf-8").replace("12.5", "13").replace(",7,", ",8,"), "utf-8")
    shutil.rmtree(place / "sources" / "geography")
    shutil.rmtree(place / "sources" / "economy")
    report = import_only(place, "ferns")
    after = snapshot(place / "data")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed - {"import_report.md"} == {
        *("datasets/ferns/dataset.yml", "datasets/ferns/observations.csv"),
    }
    assert report.kept == 1
    with pytest.raises(ProsperityError, match="no recipe is of this dataset"):
        import_only(place, "mosses")
    (place / "sources" / "green" / "ferns.csv").unlink()
    with pytest.raises(ProsperityError, match=r"ferns\.csv"):
        import_only(place, "ferns")


def import_only(place: Path, slug: str) -> ImportReport:
    origins = Origins(place / "sources", only=(slug,))
    with prepare_import(origins, place / "data", recipes=place / "recipes") as prepared:
        return prepared.write()


def test_what_the_import_does_not_write_stays(place: Path) -> None:
    run(place)
    (place / "data" / "edition.yml").write_text(EDITION, "utf-8")
    (place / "data" / "settings.yml").write_text(SETTINGS, "utf-8")
    (place / "data" / "framework.d").mkdir()
    (place / "data" / "framework.d" / "a.yml").write_text("mine\n", "utf-8")
    (place / "recipes" / "ferns.yml").unlink()
    run(place)
    assert (place / "data" / "edition.yml").read_text("utf-8") == EDITION
    assert (place / "data" / "settings.yml").read_text("utf-8") == SETTINGS
    assert (place / "data" / "framework.d" / "a.yml").is_file()
    assert not (place / "data" / "datasets" / "ferns").exists()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("E06000001,Sole,Trees,2019", "E06000077,Sole,Trees,2019", 3),
        ("12.5,%", "12.5,acres", 3),
        ("12.5,%", "x,%", 3),
        ("12.5,%", "99,%", 3),
    ],
)
def test_an_error_leaves_the_data_untouched(place: Path, old: str, new: str, line: int) -> None:
    run(place)
    before = snapshot(place / "data")
    file = place / "sources" / "green" / "trees.csv"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert (caught.value.file, caught.value.line) == (str(file), line)
    assert caught.value.field is not None
    assert snapshot(place / "data") == before
    assert not [entry.name for entry in place.iterdir() if entry.name.startswith(".")]


def test_a_swap_that_fails_half_way_is_undone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(place)
    before = snapshot(place)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        # The old folder is aside when the new one is to take its place.
        if target == place / "data" and self.name == "data":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ProsperityError, match="No space left"):
        run(place)
    monkeypatch.undo()
    assert snapshot(place) == before


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from tiny_sources import import_no_geography
from generator.files import swap
from generator.sources import importer
importer.import_geography = import_no_geography
place = Path({place!r})

def die(one, other):
    if {aside}:
        other.rename(place / ".data-work" / "old")
    os._exit(9)

swap.exchange = die
importer.import_sources(place / "sources", place / "data", recipes=place / "recipes")
"""


@pytest.mark.parametrize("aside", [False, True])
def test_an_import_that_is_killed_leaves_the_old_data_whole(place: Path, aside: bool) -> None:
    run(place)
    before = snapshot(place / "data")
    file = place / "sources" / "green" / "trees.csv"
    file.write_text(file.read_text("utf-8").replace("12.5", "13.5"), "utf-8")
    program = KILLED.format(tests=str(Path(__file__).parent), place=str(place), aside=aside)
    killed = subprocess.run([sys.executable, "-c", program], cwd=PROJECT.root, check=False)
    assert killed.returncode == 9
    assert (place / "data").exists() is not aside
    # The next run clears up, and puts back what had been set aside.
    run(place, check=True)
    assert snapshot(place / "data") == before
    assert not (place / ".data-work").exists()


def test_what_is_kept_by_hand_is_kept_as_it_is_at_the_end(place: Path) -> None:
    run(place)
    (place / "data" / "weights.yml").write_text("old\n", "utf-8")
    origins = Origins(place / "sources")
    with prepare_import(origins, place / "data", recipes=place / "recipes") as prepared:
        (place / "data" / "weights.yml").write_text("new\n", "utf-8")
        (place / "data" / "link.yml").symlink_to("weights.yml")
        prepared.write()
    assert (place / "data" / "weights.yml").read_text("utf-8") == "new\n"
    assert (place / "data" / "link.yml").readlink() == Path("weights.yml")


@pytest.mark.parametrize("name", ["datasets/trees/notes.txt", "datasets/mine.csv", "maps/mine.json"])
def test_a_file_of_somebody_in_a_folder_that_is_made_anew_stops_the_import(place: Path, name: str) -> None:
    run(place)
    (place / "data" / name).parent.mkdir(exist_ok=True)
    (place / "data" / name).write_text("mine\n", "utf-8")
    before = snapshot(place)
    with pytest.raises(ProsperityError, match=f"files that prosperity did not write: {name}"):
        run(place)
    assert snapshot(place) == before


def test_the_committed_data_is_what_an_import_writes_and_what_is_kept() -> None:
    names = {entry.name for entry in PROJECT.data.iterdir()}
    assert {*FILES, *FOLDERS} <= names
    for folder, ours in FOLDERS.items():
        inside = [file for file in (PROJECT.data / folder).rglob("*") if file.is_file()]
        assert inside
        paths = [file.relative_to(PROJECT.data / folder).as_posix() for file in inside]
        assert [path for path in paths if not ours.fullmatch(path)] == []


def test_an_import_writes_no_other_names(place: Path) -> None:
    run(place)
    assert {entry.name for entry in (place / "data").iterdir()} <= {*FILES, *FOLDERS}


def test_a_check_writes_nothing_and_says_what_would_change(place: Path) -> None:
    new = [(change.slug, change.kind, change.series[0].rows) for change in run(place, check=True).changes]
    assert new == [("ferns", "new", 3), ("trees", "new", 7)]
    assert not (place / "data").exists()
    run(place)
    before = snapshot(place / "data")
    file = place / "sources" / "green" / "trees.csv"
    text = file.read_text("utf-8").replace("12.5", "13.5") + "E06000001,Sole,Trees,2020-04-01/P1Y,13,%,,\n"
    file.write_text(text.replace("E12000001,North East,Trees,2018-04-01/P1Y,11,%,,\n", ""), "utf-8")
    report = run(place, check=True)
    (change,) = report.changes
    (series,) = change.series
    assert (series.new_periods, series.vanished_areas) == (("2020-04-01/P1Y",), ("E12000001",))
    assert series.largest == (Revision("E06000001", "2019-04-01/P1Y", 12.5, 13.5),)
    assert "Nothing was written" in report.summary()
    assert snapshot(place / "data") == before
    (place / "recipes" / "ferns.yml").unlink()
    assert ("ferns", "vanished") in [(one.slug, one.kind) for one in run(place, check=True).changes]


def test_old_data_in_another_layout_is_told_and_replaced(place: Path) -> None:
    run(place)
    file = place / "data" / "datasets" / "trees" / "observations.csv"
    whole = file.read_bytes()
    file.write_text(
        "\n".join(line.rpartition(",")[0] for line in file.read_text("utf-8").splitlines()) + "\n", "utf-8"
    )
    assert [(change.slug, change.kind) for change in run(place).changes] == [("trees", "not compared")]
    assert file.read_bytes() == whole


def test_a_changed_reason_is_told(place: Path) -> None:
    run(place)
    file = place / "sources" / "green" / "ferns.csv"
    file.write_bytes(file.read_bytes().replace(b",,c,", b",,u,"))
    (change,) = run(place, check=True).changes
    assert change.series[0].reasons == (("suppressed", "unreliable", 1),)


def test_a_framework_that_lacks_its_series_stops_the_import(place: Path) -> None:
    run(place)
    before = snapshot(place / "data")
    (place / "data" / "framework.yml").write_text("domains: []\n", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert caught.value.file == str(place / "data" / "framework.yml")
    (place / "data" / "framework.yml").unlink()
    assert snapshot(place / "data") == before


def test_the_command_prints_errors_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(tmp_path / "absent"), "--data", str(tmp_path / "data")]) == 1
    assert "there is no such folder" in capsys.readouterr().err


CLUSTERS = {
    "clusters/clusters.csv": "slug,title,kind,rule,source,derived\nmine,Mine,places,By hand.,Me,False\n",
    "clusters/members.csv": "cluster,area_code\nmine,E06000001\n",
}


def test_clusters_that_were_edited_survive_and_the_import_says_that_they_differ(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_clusters(sources: Path, output: Path, *, kept: Paths) -> object:
        made = import_no_geography(sources, output, kept=kept)
        (output / "clusters").mkdir()
        for name, text in CLUSTERS.items():
            (output / name).write_text(text, "utf-8")
        return made

    monkeypatch.setattr(importer, "import_geography", make_clusters)
    assert run(place).differing == ()
    file = place / "data" / "clusters" / "clusters.csv"
    edited = CLUSTERS["clusters/clusters.csv"].replace("Mine", "Ours")
    file.write_text(edited, "utf-8")
    report = run(place)
    assert file.read_text("utf-8") == edited
    (told,) = report.differing
    assert told.startswith("clusters/clusters.csv is kept by hand and stays: 1 of its lines")
    members = place / "data" / "clusters" / "members.csv"
    members.write_text("cluster,area_code\nmine,E06000077\n", "utf-8")
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert (caught.value.file, caught.value.line) == (str(members), 2)
