"""An import from ONS's repository: what it takes, what stays, and what it says changed between two states."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiny_feed import PERIODS, RECIPE, SERIES, make_table, write_feed, write_recipes
from tiny_sources import TREES_RECIPE, import_no_geography, make_sources

from generator.commands.import_sources import tell_changes
from generator.errors import ProsperityError
from generator.sources import importer
from generator.sources.comparison import Revision
from generator.sources.feed_dates import read_published
from generator.sources.importer import import_sources, prepare_import
from generator.sources.origins import FEED_FOLDER, Origins
from generator.sources.report import ImportReport

OLD = PERIODS[:2]
FERNS_OLD = make_table("Ferns", periods=OLD)
MOSSES_OLD = make_table("Mosses", "Moss on roofs", periods=OLD)
FERNS_NEW = make_table("Ferns", revised={("Ferns", "E06000001", PERIODS[1]): "11.5"})
MOSSES_NEW = make_table("Mosses", "Moss on roofs")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder made by a full import of the older state, beside the newer state of the repository."""
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    sources = make_sources(tmp_path)
    write_feed(sources / FEED_FOLDER, {"ferns": FERNS_OLD, "mosses": MOSSES_OLD})
    write_recipes(tmp_path / "recipes")
    (tmp_path / "recipes" / "trees.yml").write_text(TREES_RECIPE, "utf-8")
    import_sources(sources, tmp_path / "data", recipes=tmp_path / "recipes")
    write_feed(tmp_path / "feed", {"ferns": FERNS_NEW, "mosses": MOSSES_NEW})
    return tmp_path


def run(place: Path, *, check: bool = False, sources: Path | None = None) -> ImportReport:
    return import_sources(sources, place / "data", check, feed=place / "feed", recipes=place / "recipes")


def read_all(folder: Path) -> dict[str, bytes]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_new_periods_and_revised_figures_are_told(place: Path) -> None:
    ferns, mosses = run(place, check=True).changes
    (change,) = ferns.series
    assert (ferns.kind, change.new_periods, change.vanished_periods) == ("changed", (PERIODS[2],), ())
    # Sole had 10 + 0.5 and has 11.5 now: one point of 10.5 is more than 1 %.
    assert (change.revised, change.notable) == (1, 1)
    assert change.largest == (Revision("E06000001", PERIODS[1], 10.5, 11.5),)
    assert [one.about.slug for one in mosses.series] == ["moss-on-roofs", "mosses"]
    assert all(one.revised == 0 and one.new_periods == (PERIODS[2],) for one in mosses.series)


def test_what_the_feed_does_not_hold_stays_byte_for_byte(place: Path) -> None:
    before = read_all(place / "data")
    report = run(place)
    after = read_all(place / "data")
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    told = {name for name in changed if "/" not in name}
    assert changed - told == {
        *("datasets/ferns/observations.csv", "datasets/ferns/dataset.yml"),
        *("datasets/mosses/observations.csv", "datasets/mosses/dataset.yml"),
    }
    assert "import_report.md" in told
    assert "areas.csv" not in told
    assert (report.kept, report.absent) == (1, ())


def test_a_feed_gives_the_same_bytes_as_a_full_import_of_the_same_files(place: Path) -> None:
    run(place)
    write_feed(place / "sources" / FEED_FOLDER, {"ferns": FERNS_NEW, "mosses": MOSSES_NEW})
    import_sources(place / "sources", place / "whole", recipes=place / "recipes")
    assert read_all(place / "data") == read_all(place / "whole")


def test_what_a_full_import_measured_on_datasets_that_stay_is_still_reported(place: Path) -> None:
    trees = place / "sources" / "green" / "trees.csv"
    # The council made of East and West has its own figure for 2018, 36; the mean of 20 and 40 is 35.
    trees.write_text(trees.read_text("utf-8") + "E06000059,Merged,Trees,2018-04-01/P1Y,36,%,,\n", "utf-8")
    whole = import_sources(place / "sources", place / "data", recipes=place / "recipes")
    assert [(one.dataset, one.cells) for one in whole.accuracy] == [("trees", 1)]
    for _ in range(2):
        assert run(place).accuracy == whole.accuracy
    assert "| `trees/trees` | % | 1 |" in (place / "data" / "import_report.md").read_text("utf-8")


def test_a_gate_that_is_shut_names_the_file_of_the_feed_and_leaves_the_data(place: Path) -> None:
    before = read_all(place / "data")
    lines = [line for line in FERNS_NEW.splitlines(keepends=True) if not line.startswith("W06000001")]
    write_feed(place / "feed", {"ferns": "".join(lines)})
    with pytest.raises(ProsperityError, match="quality gate 'coverage' is shut") as caught:
        run(place)
    assert caught.value.file == str(place / "feed" / "ferns" / "ferns.csv")
    assert read_all(place / "data") == before


def test_a_link_that_leads_out_of_the_feed_is_refused(place: Path) -> None:
    file = place / "feed" / "ferns" / "ferns.csv"
    file.rename(place / "outside.csv")
    file.symlink_to(place / "outside.csv")
    with pytest.raises(ProsperityError, match="a link leads out of the folder"):
        run(place)


def test_the_feed_counts_before_the_folder_of_sources(place: Path) -> None:
    sources = place / "sources"
    (sources / "green" / "trees.csv").write_text(
        (sources / "green" / "trees.csv").read_text("utf-8").replace("12.5", "13.5"), "utf-8"
    )
    report = run(place, check=True, sources=sources)
    assert [change.slug for change in report.changes] == ["ferns", "mosses", "trees"]
    assert report.kept == 0


def test_a_check_writes_nothing(place: Path) -> None:
    before = read_all(place)
    assert run(place, check=True).changes
    assert read_all(place) == before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("10.5,Percentage", "110.5,Percentage", 3),
        ("10.5,Percentage", "many,Percentage", 3),
        ("E06000001,Sole,Local Authority District,Ferns,2022", "E0600009,Sole,LAD,Ferns,2022", 3),
        ("areacd,areanm", "areacd,name", 1),
    ],
)
def test_a_fault_in_the_feed_leaves_the_data_untouched(place: Path, old: str, new: str, line: int) -> None:
    before = read_all(place / "data")
    write_feed(place / "feed", {"ferns": FERNS_OLD.replace(old, new)})
    with pytest.raises(ProsperityError) as caught:
        run(place)
    assert (caught.value.file, caught.value.line) == (str(place / "feed/ferns/ferns.csv"), line)
    assert read_all(place / "data") == before


def test_a_dataset_that_names_an_unknown_council_waits_and_the_others_go_on(place: Path) -> None:
    before = read_all(place / "data")
    new = FERNS_NEW.replace(
        "E06000001,Sole,Local Authority District,Ferns,2023", "E06000099,New,LAD,Ferns,2023"
    )
    assert new != FERNS_NEW
    write_feed(place / "feed", {"ferns": new})
    report = run(place)
    assert [(one.dataset, one.code, one.line) for one in report.waiting] == [("ferns", "E06000099", 4)]
    assert [change.slug for change in report.changes] == ["mosses"]
    after = read_all(place / "data")
    name = "datasets/ferns/observations.csv"
    assert after[name] == before[name]
    assert after["datasets/mosses/observations.csv"] != before["datasets/mosses/observations.csv"]
    told = (
        "ferns waits and stays as it was: explore-local-statistics/ferns/ferns.csv, line 4, names E06000099"
    )
    assert told in report.summary()
    with prepare_import(Origins(feed=place / "feed"), place / "data", recipes=place / "recipes") as prepared:
        assert told in tell_changes(prepared)


def test_a_dataset_that_was_never_imported_does_not_wait(place: Path) -> None:
    shutil.rmtree(place / "data" / "datasets" / "ferns")
    write_feed(place / "feed", {"ferns": FERNS_NEW.replace("E06000001,", "E06000099,")})
    with pytest.raises(ProsperityError, match="unknown area code"):
        run(place)


def test_a_series_that_ons_drops_stops_the_import_until_the_recipe_drops_it_too(place: Path) -> None:
    before = read_all(place / "data")
    write_feed(place / "feed", {"mosses": make_table("Mosses")})
    with pytest.raises(ProsperityError, match="no row matches the selection"):
        run(place)
    assert read_all(place / "data") == before
    one = RECIPE.format(slug="mosses", title="Mosses") + SERIES.format(slug="mosses", title="Mosses")
    (place / "recipes" / "mosses.yml").write_text(one, "utf-8")
    change = next(one for one in run(place, check=True).changes if one.slug == "mosses")
    gone = next(one for one in change.series if one.kind == "vanished")
    assert (gone.about.slug, gone.rows, gone.vanished_periods) == ("moss-on-roofs", 12, OLD)


def test_areas_periods_figures_and_statuses_that_went_are_told(place: Path) -> None:
    table = make_table("Ferns", periods=PERIODS[1:], revised={("Ferns", "E06000059", PERIODS[1]): "c"})
    lines = [line for line in table.splitlines(keepends=True) if not line.startswith("E07000002")]
    lines = [line for line in lines if not (line.startswith("E07000001") and PERIODS[1] in line)]
    write_feed(place / "feed", {"ferns": "".join(lines)})
    change = run(place, check=True).changes[0].series[0]
    assert (change.vanished_periods, change.vanished_areas) == ((PERIODS[0],), ("E07000002",))
    # The North District has 2023 and no longer 2022.
    assert (change.gone, change.added, change.revised) == (1, 0, 0)
    assert change.statuses == (("observed", "missing", 1),)


def test_a_file_that_moved_is_found_by_its_name(place: Path) -> None:
    (place / "feed" / "plants").mkdir()
    (place / "feed" / "ferns").rename(place / "feed" / "plants" / "ferns")
    assert "ferns" in {change.slug for change in run(place, check=True).changes}


def test_two_files_of_one_name_are_refused(place: Path) -> None:
    for folder in ("a", "b"):
        (place / "feed" / folder).mkdir()
        (place / "feed" / folder / "ferns.csv").write_text(FERNS_NEW, "utf-8")
    (place / "feed" / "ferns" / "ferns.csv").unlink()
    with pytest.raises(ProsperityError, match=r"2 files of the name ferns\.csv"):
        run(place)


def test_a_file_that_is_not_there_any_more_is_kept_and_told(place: Path) -> None:
    before = read_all(place / "data")
    (place / "feed" / "ferns" / "ferns.csv").rename(place / "feed" / "ferns" / "fern-cover.csv")
    report = run(place)
    assert report.absent == (f"{FEED_FOLDER}/ferns/ferns.csv",)
    assert f"{FEED_FOLDER}/ferns/fern-cover.csv" in report.left_out.unexplained
    after = read_all(place / "data")
    name = "datasets/ferns/observations.csv"
    assert after[name] == before[name]


def test_a_folder_that_is_not_the_repository_is_refused(place: Path) -> None:
    (place / "empty").mkdir()
    with pytest.raises(ProsperityError, match="holds no file that a recipe reads"):
        import_sources(None, place / "data", feed=place / "empty", recipes=place / "recipes")
    with pytest.raises(ProsperityError, match="no such folder"):
        import_sources(None, place / "data", feed=place / "absent", recipes=place / "recipes")
    with pytest.raises(ProsperityError, match="no raw files are named"):
        import_sources(None, place / "data", recipes=place / "recipes")


def test_a_feed_alone_needs_data_to_start_from(place: Path) -> None:
    with pytest.raises(ProsperityError, match="an import from a feed alone needs") as caught:
        import_sources(None, place / "other", feed=place / "feed", recipes=place / "recipes")
    assert "prosperity import SOURCES_DIR" in (caught.value.mend or "")
    assert not (place / "other").exists()


def test_a_recipe_that_cites_an_older_publication_is_named(place: Path) -> None:
    assert run(place, check=True).stale == ()
    write_feed(place / "feed", {"ferns": FERNS_NEW}, published="02/04/2025|01/03/2025")
    (stale,) = run(place, check=True).stale
    assert (stale.dataset, stale.published) == ("ferns", (date(2025, 4, 2), date(2025, 3, 1)))


@pytest.mark.parametrize("published", ["April 2025", ""])
def test_a_date_that_cannot_be_read_is_named_and_refuses_nothing(place: Path, published: str) -> None:
    write_feed(place / "feed", {"ferns": FERNS_NEW}, published=published)
    report = run(place)
    assert report.written
    assert [(one.dataset, one.published) for one in report.stale] == [("ferns", ())]
    (place / "feed" / "ferns" / "ferns.json").write_text("{", "utf-8")
    with pytest.raises(ProsperityError, match="metadata cannot be read"):
        read_published(place / "feed" / "ferns" / "ferns.json")
    (place / "feed" / "ferns" / "ferns.json").unlink()
    assert run(place).stale == ()


def test_the_account_of_a_check_can_be_read(place: Path) -> None:
    write_feed(place / "feed", {"ferns": FERNS_NEW}, published="02/04/2025")
    with prepare_import(Origins(feed=place / "feed"), place / "data", recipes=place / "recipes") as prepared:
        account = tell_changes(prepared)
    assert "Two datasets of three change." in account
    assert "| Ferns | 2023 | 1 | 1 |  |" in account
    assert "    - New: 2023." in account
    assert "    - Revised: one figure, one of them by more than 1%. The largest:" in account
    assert re.search(r"^        - (E06000001|Sole), 2022: 10\.5% → 11\.5%$", account, re.MULTILINE)
    assert "the feed gives its publication as 2 April 2025, the recipe cites" in account
    assert "Not compared: the data folder has no framework or no edition." in account


def test_an_import_that_changes_nothing_says_so(place: Path) -> None:
    write_feed(place / "feed", {"ferns": FERNS_OLD, "mosses": MOSSES_OLD})
    with prepare_import(Origins(feed=place / "feed"), place / "data", recipes=place / "recipes") as prepared:
        assert "Nothing changes." in tell_changes(prepared)
    assert replace(prepared.report, written=True).summary().endswith("Written.\n")
