"""The edition of 2027 with East and West Surrey, made from the districts of today and compared by hand.

The codes are made up: the two councils have none yet.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from small_project import make_small_project

from generator import paths
from generator.catalogue import store
from generator.catalogue.council_changes import list_in_force, refuse_ended
from generator.catalogue.places import load_places
from generator.catalogue.records import Dataset, Series
from generator.cli import main
from generator.commands.import_sources import score
from generator.errors import ProsperityError
from generator.geography.code_history import list_codes
from generator.geography.lookup import LOOKUP, load_lookup
from generator.geography.place_register import list_place_rows
from generator.geography.recast import FROM_WHOLE_COUNTY
from generator.geography.register import Register
from generator.geography.succession import succeed_register
from generator.geography.weights import Weighting
from generator.paths import PROJECT, DataPaths, Paths
from generator.site.postcode_scripts import make_postcode_scripts
from generator.sources.carried import SHARED, SHARED_COUNT, carry_datasets
from generator.sources.dataset_files import write_dataset
from generator.sources.dataset_import import Geography, ImportedDataset
from generator.sources.importer import prepare_import
from generator.sources.origins import Origins

EAST, WEST = "E06000991", "E06000992"
EAST_OF = ("E07000207", "E07000208", "E07000210", "E07000211", "E07000215")
WEST_OF = ("E07000209", "E07000212", "E07000213", "E07000214", "E07000216", "E07000217")
YEAR = "2024-06-30"
WHOLE_YEAR = "2024-01-01/P1Y"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """A small project on the day of an edition of 2027, its data carried over."""
    place = make_small_project(tmp_path_factory.mktemp("surrey") / "project")
    project = Paths(place)
    for slug in ("population", "healthy-life-expectancy"):
        shutil.copytree(PROJECT.datasets / slug, project.datasets / slug, dirs_exist_ok=True)
        shutil.copy(PROJECT.recipes / f"{slug}.yml", project.recipes)
    text = project.council_changes.read_text("utf-8")
    for code, name in ((EAST, "East Surrey"), (WEST, "West Surrey")):
        text = text.replace(f",,{name},", f",{code},{name},")
    project.council_changes.write_text(text, "utf-8")
    edition = (
        project.edition.read_text("utf-8").replace("2026.1", "2027.1").replace("year: 2026", "year: 2027")
    )
    project.edition.write_text(edition.replace("2026-11-23", "2027-05-01"), "utf-8")
    assert store.load_edition(project).date == "2027-05-01"
    # Invented: the rule of this cluster means half of the people of Elmbridge, and all others.
    region = next(one for one in store.load_clusters(project) if one.slug == "region-south-east")
    with (project.clusters / "shares.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(
            f"{region.slug},{code},{0.5 if code == EAST_OF[0] else 1}\n" for code in region.members
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr(paths, "PROJECT", project)
        refuse = store.load_succession(project), [area.code for area in store.load_areas(project)]
        with pytest.raises(ProsperityError, match="ended by the day of the edition"):
            refuse_ended(*refuse, day="2027-05-01", file=project.areas)
        assert main(["import", "--changes"]) == 0
        yield project


def rows_of(project: Paths, slug: str, code: str) -> dict[tuple[str, str], dict[str, str]]:
    with (project.datasets / slug / "observations.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["series"], row["period"]): row for row in rows if row["area_code"] == code}


def test_the_register_has_both_and_the_districts_no_more(small: Paths) -> None:
    areas = {area.code: area for area in store.load_areas(small)}
    assert sum(area.kind == "council" for area in areas.values()) == 361 - 11 + 2
    assert not areas.keys() & {*EAST_OF, *WEST_OF}
    east, west = areas[EAST], areas[WEST]
    # 141,926 + 83,288 + 88,709 + 159,134 + 90,586 and
    # 151,359 + 92,118 + 107,074 + 94,492 + 134,284 + 105,679 people.
    assert (east.population, west.population) == (563_643, 685_006)
    # 95 + 34 + 258 + 129 + 248 and 271 + 78 + 45 + 95 + 345 + 64 square kilometres.
    assert (east.area_km2, west.area_km2) == (764.0, 898.0)
    assert (east.slug, east.council_type, east.region_name, east.county_name) == (
        *("east-surrey", "unitary authority", "South East", ""),
    )
    assert "Reigate and Banstead" in east.search_names


def test_clusters_maps_and_former_councils_follow(small: Paths) -> None:
    loaded = {cluster.slug: cluster for cluster in store.load_clusters(small)}
    clusters = {slug: cluster.members for slug, cluster in loaded.items()}
    # Half of 141,926 of 563,643 people are not meant.
    assert [loaded["region-south-east"].shares[code] for code in (EAST, WEST)] == [0.874, 1.0]
    assert {EAST, WEST} <= set(clusters["region-south-east"])
    assert {EAST, WEST} <= set(clusters["type-unitary-authorities"])
    assert "county-surrey" not in clusters
    assert not {EAST, WEST} & set(clusters["type-non-metropolitan-districts"])
    cells = json.loads((small.maps / "hex.json").read_text("utf-8"))["hexes"]
    before = json.loads((PROJECT.maps / "hex.json").read_text("utf-8"))["hexes"]
    # Reigate and Banstead, and Guildford have most people.
    assert (cells[EAST], cells[WEST]) == (before["E07000211"], before["E07000209"])
    changes = [change for change in store.load_changes(small) if change.successor_code == EAST]
    assert {change.predecessor_code for change in changes} == {*EAST_OF, "E10000030"}
    woking = next(one for one in store.load_changes(small) if one.predecessor_code == "E07000217")
    assert (woking.successor_code, woking.change_date, woking.share) == (WEST, "2027-04-01", 0.15427)
    register, _ = load_lookup(small.data / LOOKUP)
    in_force = list_in_force(store.load_succession(small), day="2027-05-01")
    codes = {
        (row.code, row.successor_code): row
        for row in list_codes(store.load_areas(small), store.load_changes(small), register, in_force)
    }
    assert (codes["E07000217", WEST].share, codes["E07000217", WEST].ends) == (1.0, "2027-04-01")
    assert codes[WEST, WEST].begins == "2027-04-01"
    assert codes["E10000030", EAST].share == round(563_643 / (563_643 + 685_006), 5)


def test_counts_add_up(small: Paths) -> None:
    east = rows_of(small, "population", EAST)
    assert float(east["population", YEAR]["value"]) == 563_643
    # 141,193 + 82,614 + 88,529 + 156,657 + 90,049
    assert float(east["population", "2023-06-30"]["value"]) == 559_042
    assert east["population", YEAR]["status"] == "recast"


def test_what_the_districts_share_with_their_county_both_share(small: Paths) -> None:
    before = rows_of(PROJECT, "healthy-life-expectancy", "E07000208")
    after = rows_of(small, "healthy-life-expectancy", WEST)
    shared = {key: row for key, row in before.items() if row["status"] == "upper_tier"}
    assert shared
    for key, row in shared.items():
        made = after[key]
        assert (made["value"], made["lower"], made["status"]) == (row["value"], row["lower"], "upper_tier")
        assert made["note"] == "One figure for the former county of Surrey, which this council was part of."


def test_rates_are_means_by_people_of_the_nearest_year_and_the_index_is_made_of_them(small: Paths) -> None:
    """Every figure of the small project, worked again by plain arithmetic from the data before."""
    people = {
        code: {key[1][:4]: float(row["value"]) for key, row in rows_of(PROJECT, "population", code).items()}
        for code in EAST_OF
    }
    checked = 0
    for slug, dataset in sorted(store.load_datasets(small).items()):
        of = {code: rows_of(PROJECT, slug, code) for code in EAST_OF}
        after = rows_of(small, slug, EAST)
        for series in dataset.series:
            for key in (key for key in of[EAST_OF[0]] if key[0] == series.slug):
                rows = [of[code].get(key) for code in EAST_OF]
                if series.kind not in ("rate", "mean") or any(
                    row is None or row["status"] != "observed" for row in rows
                ):
                    continue
                if not after[key]["note"].startswith("mean of former councils, weighted by population of "):
                    continue
                year = after[key]["note"].partition("population of ")[2][:4]
                weights = [people[code][year] for code in EAST_OF]
                values = [float(row["value"]) for row in rows if row is not None]
                mean = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
                assert float(after[key]["value"]) == pytest.approx(mean, rel=1e-9), (slug, key)
                checked += 1
    assert checked > 100
    snapshot = score(small)
    place = snapshot.panel.areas.index(EAST)
    assert not set(snapshot.panel.areas) & {*EAST_OF, *WEST_OF}
    found = 0
    for number, indicator in enumerate(snapshot.panel.indicators):
        value = snapshot.level.value[place, number]
        reference = next(one for one in store.load_framework(small).indicators if one.slug == indicator)
        told = [
            row["value"]
            for one in reference.series
            for row in rows_of(small, one.dataset, EAST).values()
            if row["series"] == one.series and row["value"]
        ]
        if not math.isnan(value):
            assert any(float(text) == pytest.approx(value) for text in told), indicator
            found += 1
    assert found > 10
    assert 0 < snapshot.level.scores.score[place, 0] < 100


def test_postcodes_and_names_of_places_lead_to_the_new_councils(small: Paths) -> None:
    areas = store.load_areas(small)
    councils = [area for area in areas if area.kind == "council"]
    scripts = make_postcode_scripts(small, councils, store.load_changes(small))
    listed = json.loads(scripts["js/postcodes/places.js"].decode().partition(".places=")[2].rstrip(";\n"))
    assert "councils/east-surrey/" in listed["places"]
    assert "councils/woking/" not in listed["places"]
    names = list_place_rows(
        load_places(small),
        councils=[council.code for council in councils],
        changes=store.load_changes(small),
        coming=(),
    )
    assert ("settlement", "Epsom", EAST) in {(row.kind, row.name, row.council_code) for row in names}
    seat = [row for row in names if (row.kind, row.name) == ("constituency", "Epsom and Ewell")]
    assert [(row.council_code, row.share) for row in seat] == [(EAST, 1.0)]
    assert all(EAST not in found and WEST not in found for found in store.load_neighbours(small).values())


def test_to_carry_again_changes_nothing(small: Paths) -> None:
    before = {file: file.read_bytes() for file in sorted(small.data.rglob("*")) if file.is_file()}
    assert main(["import", "--changes"]) == 0
    after = {file: file.read_bytes() for file in sorted(small.data.rglob("*")) if file.is_file()}
    assert after == before


def test_a_council_that_has_begun_needs_a_code(small: Paths, tmp_path: Path) -> None:
    data = DataPaths(tmp_path / "data")
    shutil.copytree(
        PROJECT.data, data.data, ignore=shutil.ignore_patterns("datasets", "recipes", "postcodes")
    )
    shutil.copy(small.edition, data.edition)
    shutil.copytree(PROJECT.datasets / "population", data.datasets / "population")
    with (
        pytest.raises(ProsperityError, match="East Surrey has begun and has no code") as caught,
        prepare_import(Origins(changes=True), data.data, recipes=small.recipes),
    ):
        pass
    assert caught.value.field == "successor_code"


# The rules of carrying a dataset, on four made-up councils: two with a county, and what each status becomes.

A, B, NEW, COUNTY = "E07000001", "E07000002", "E06000901", "E10000001"
BEFORE = Register(
    frozenset({A, B, "E06000001"}),
    {},
    {},
    {COUNTY: (A, B)},
    frozenset(),
    {COUNTY: "Shire"},
    frozenset({COUNTY}),
)
NOTE = "One figure for the county of Shire, shared by its districts."


def carry(
    folder: Path, kind: str, *rows: tuple[str, float | str, str, str, str]
) -> dict[str, dict[str, str]]:
    """Write a dataset of one series and period, carry it, and return its rows by area."""
    table = pd.DataFrame(
        [
            (
                "oaks",
                code,
                WHOLE_YEAR,
                math.nan if value == "" else value,
                math.nan,
                math.nan,
                status,
                note,
                reason,
            )
            for code, value, status, note, reason in sorted(rows)
        ],
        columns=list(store.OBSERVATION_COLUMNS),
    )
    series = Series.model_validate(
        {
            "slug": "oaks", "title": "Oaks", "unit": "oaks", "decimals": 0, "kind": kind,
            "denominator": "" if kind == "count" else "population", "nations": ["England"],
            "description": "Oaks.", "first_period": WHOLE_YEAR, "last_period": WHOLE_YEAR,
        }
    )  # fmt: skip
    dataset = Dataset(
        slug="trees", title="Trees", publisher="P", publication="P", link="https://example.org/", licence="O",
        nations=("England",), raw_file="a.csv", raw_sha256="0" * 64, rows_read=9, rows_kept=len(table),
        series=(series,),
    )  # fmt: skip
    data = DataPaths(folder)
    write_dataset(ImportedDataset(dataset, table, {}), data.datasets / "trees")
    people = {"population": Weighting("people", (("people", {2024: {A: 100.0, B: 300.0}}),))}
    register = succeed_register(BEFORE, {NEW: {A: 1.0, B: 1.0}})
    assert carry_datasets(data, Geography(register, people)) == ("trees",)
    assert carry_datasets(data, Geography(register, people)) == ()
    found: dict[str, dict[str, str]] = {}
    with (data.datasets / "trees" / "observations.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["area_code"]: row for row in csv.DictReader(stream)}
    assert store.load_datasets(data)["trees"].rows_kept == len(found)
    return found


def test_a_figure_of_a_whole_county_is_that_of_the_council_in_its_place(tmp_path: Path) -> None:
    found = carry(tmp_path, "rate", *((code, 7.0, "upper_tier", NOTE, "") for code in (A, B)))
    assert (found[NEW]["value"], found[NEW]["status"], found[NEW]["note"]) == (
        *("7", "observed", FROM_WHOLE_COUNTY),
    )


def test_own_figures_and_shared_ones_together_are_shared(tmp_path: Path) -> None:
    found = carry(tmp_path, "rate", (A, 7.0, "upper_tier", NOTE, ""), (B, 3.0, "observed", "", ""))
    # (100 x 7 + 300 x 3) / 400
    assert (found[NEW]["value"], found[NEW]["status"]) == ("4", "upper_tier")
    assert found[NEW]["note"] == f"mean of former councils, weighted by people of 2024{SHARED}"


def test_a_count_that_is_shared_is_not_added_up(tmp_path: Path) -> None:
    found = carry(tmp_path, "count", (A, 7.0, "upper_tier", NOTE, ""), (B, 3.0, "observed", "", ""))
    assert (found[NEW]["value"], found[NEW]["status"], found[NEW]["note"]) == ("", "missing", SHARED_COUNT)
    assert found[NEW]["reason"] == "not_recast"


def test_a_reason_that_all_give_stays_and_a_gap_of_one_is_a_gap(tmp_path: Path) -> None:
    held = [(code, "", "missing", "Too few.", "suppressed") for code in (A, B)]
    found = carry(tmp_path / "a", "rate", *held, ("E06000001", 1.0, "observed", "", ""))
    assert (found[NEW]["reason"], found[NEW]["note"]) == ("suppressed", "Too few.")
    found = carry(tmp_path / "b", "rate", held[0], (B, 3.0, "observed", "", ""))
    assert (found[NEW]["value"], found[NEW]["reason"]) == ("", "not_recast")


def test_a_figure_of_the_new_council_itself_counts_first(tmp_path: Path) -> None:
    rows = [(A, 7.0, "observed", "", ""), (B, 3.0, "observed", "", ""), (NEW, 5.0, "observed", "", "")]
    assert carry(tmp_path, "rate", *rows)[NEW]["value"] == "5"
