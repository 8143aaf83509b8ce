"""``prosperity import``: raw files in, ``data/`` out; ``data/`` is changed only if all is well."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.catalogue.denominators import load_denominators
from generator.catalogue.doubts import Doubt, find_stale, format_doubts, load_doubts
from generator.catalogue.inside import NO_SMALL_AREAS, Inside, load_inside
from generator.catalogue.left_out import LeftOut
from generator.catalogue.places import load_places
from generator.catalogue.quality import format_outcomes, format_tallies
from generator.catalogue.records import Dataset, Edition
from generator.catalogue.store import (
    load_areas,
    load_changes,
    load_clusters,
    load_datasets,
    load_framework,
    read_codes,
)
from generator.catalogue.store import load_left_out as load_explained
from generator.errors import ProsperityError
from generator.files.documents import dump_record, load_record
from generator.files.outputs import choose_data
from generator.files.swap import Workplace
from generator.geography.area_names import gather_names
from generator.geography.importer import GeographyReport, import_geography
from generator.geography.lookup import LOOKUP, format_lookup, load_lookup
from generator.geography.place_names import FILES as PLACE_FILES
from generator.geography.place_names import import_places
from generator.geography.register import read_register
from generator.geography.succession_files import Succession, carry_register
from generator.geography.weights import load_weightings
from generator.paths import DataPaths, Paths
from generator.sources.accuracy import Accuracy, measure_accuracy
from generator.sources.carried import carry_datasets
from generator.sources.comparison import compare_datasets, compare_tables
from generator.sources.dataset_files import write_dataset
from generator.sources.dataset_import import Geography, ImportedDataset, import_dataset
from generator.sources.feed_dates import find_stale_dates
from generator.sources.form import Form
from generator.sources.gates.inspection import Inspection
from generator.sources.gates.passage import pass_gates
from generator.sources.inside import ONLY as INSIDE
from generator.sources.inside import import_inside, list_files
from generator.sources.inside_recipe import FILE as INSIDE_FILE
from generator.sources.inside_recipe import InsideRecipe, load_inside_recipe
from generator.sources.kept import COUNTS, copy_data, keep_counts, load_counts
from generator.sources.left_out import FILE as LEFT_OUT_FILE
from generator.sources.left_out import load_left_out
from generator.sources.origins import FEED_FOLDER, Origins
from generator.sources.rawfile import RawTable
from generator.sources.readers import read_raw
from generator.sources.recipe import Recipe
from generator.sources.recipe_files import RECIPES, load_recipes
from generator.sources.report import REPORT, ImportReport, find_unused, write_report
from generator.sources.waiting import Waiting, is_new_council
from generator.sources.written import FILES, FOLDERS, HAND_KEPT, NO_COUNCILS

PLACES = "places"
"""What ``--only`` calls the register of names of places."""
_KEPT_BY_HAND = ("framework.yml", "goalposts.csv", "errors.yml", "reviews.yml", "edition.yml", "settings.yml")
_CARRIED_BY_HAND = ("names.csv", "council_changes.csv")
"""Files by hand that say what the register is."""


@dataclass(frozen=True)
class Prepared:
    """A whole new data folder that does not stand in its place yet.

    Attributes:
        paths: ``paths.data`` is the new folder; what is kept by hand there is a copy of that in ``output``.
        before: ``before.data`` is the data folder it would replace, which may not exist.
        report: what was read and what it changes.
        work: where the new folder is made.
    """

    paths: Paths
    before: Paths
    report: ImportReport
    work: Workplace

    def write(self) -> ImportReport:
        """Put the new data in its place, all or nothing; return the report.

        Raises:
            ProsperityError: the data folder cannot be written, or is not one that an import may replace; it
                is as it was.
        """
        made, output = self.paths.data, choose_data(self.work.output, FOLDERS)
        _keep_the_rest(made, output)
        # Where councils were replaced, files that name them were carried over from what stands there.
        _keep_by_hand(made, output, NO_COUNCILS if self.report.succession.parts else HAND_KEPT)
        self.work.swap(made, output)
        return replace(self.report, written=True)


def import_sources(
    sources: Path | None,
    output: Path,
    check: bool = False,
    *,
    feed: Path | None = None,
    recipes: Path = RECIPES,
) -> ImportReport:
    """Read the raw files and write the data folder; with ``check`` write nothing. See ``prepare_import``."""
    with prepare_import(Origins(sources, feed), output, recipes=recipes) as prepared:
        return prepared.report if check else prepared.write()


@contextmanager
def prepare_import(origins: Origins, output: Path, *, recipes: Path = RECIPES) -> Iterator[Prepared]:
    """Read the raw files and give the new data folder, to look at and then to write or not.

    Everything is made in a folder beside ``output`` and takes its place only by ``write()``: on any error, or
    where the import is killed, ``output`` stays as it was. What the import does not write (framework,
    edition) stays anyway.

    Where there is a feed and no folder of sources, a dataset whose raw file the feed does not hold stays as
    it is, byte for byte, and so does the geography. The same holds where only some datasets are asked for.

    Args:
        origins: where the raw files lie.
        output: data folder, e.g. ``data``.
        recipes: folder of recipes.

    Raises:
        ProsperityError: whatever is wrong with a raw file, a recipe, the reasons for what is left out, or the
            framework against the new data; a quality gate that is shut.
    """
    origins.check()
    output = output.resolve()
    with Workplace(output) as work:
        paths, before = Paths(work.folder), Paths(work.folder / "before")
        before.root.mkdir()
        # A link, for the data folder may have any name.
        before.data.symlink_to(output, target_is_directory=True)
        cookbook = load_recipes(recipes)
        inside_recipe = _load_inside_recipe(recipes)
        _refuse_empty_feed(cookbook, origins)
        _refuse_unknown(cookbook, origins, inside_recipe)
        counts = _start_data(origins, old=output, made=paths.data, kept=recipes.parent)
        differing = _keep_by_hand(paths.data, output)
        succession = _carry_register(paths, output)
        counts = _count_again(counts, paths) if succession.parts else counts
        geography = _load_geography(paths)
        imported, waiting = _import_datasets(cookbook, origins=origins, geography=geography, old=output)
        datasets = _write_datasets(imported, cookbook, paths=paths, waiting=waiting, old=output)
        carried = carry_datasets(paths, geography)
        datasets = tuple(load_datasets(paths).values()) if carried else datasets
        inside = _import_inside(inside_recipe, origins, paths)
        year = _find_edition_year(output)
        files = {recipe.dataset: _name_file(recipe, origins, data=output) for recipe in cookbook}
        inspection = pass_gates(paths, recipes=cookbook, edition_year=year, files=files)
        _write_quality(inspection, paths)
        used = _files_used(cookbook) | (list_files(inside_recipe) if inside_recipe is not None else set())
        unused = _find_unused(used, origins, data=paths.data)
        accuracy = _measure_accuracy(imported, origins, data=paths.data)
        keep_counts(counts, unused=unused, accuracy=accuracy, made=paths.data)
        left_out = _explain_unused(unused, origins, recipes=recipes, data=paths)
        report = ImportReport(
            datasets=datasets,
            geography=counts,
            inspection=inspection,
            left_out=left_out,
            changes=compare_datasets(output / "datasets", paths.datasets),
            accuracy=accuracy,
            written=False,
            kept=len(datasets) - len(imported),
            absent=_find_absent(cookbook, origins),
            stale=find_stale_dates(cookbook, origins),
            differing=(*differing, *compare_tables(output, paths.data)),
            inside=inside,
            succession=succession,
            carried=carried,
            waiting=waiting,
            new_doubts=_find_new_doubts(inspection.doubts, before),
        )
        write_report(report, paths.data / REPORT)
        _check_result(paths, output)
        stale = tuple(error.in_file(output / paths.reviews.name) for error in find_stale(paths))
        report = replace(report, reviews=stale)
        yield Prepared(paths, before, report, work)


def _load_geography(paths: Paths) -> Geography:
    """Return what carries figures to the councils of today, and what areas are called."""
    register, weightings = load_lookup(paths.data / LOOKUP)
    changes = load_changes(paths) if paths.area_changes.is_file() else ()
    names = gather_names(load_areas(paths), changes, register.county_names)
    return Geography(register, weightings, names)


def _refuse_empty_feed(cookbook: Sequence[Recipe], origins: Origins) -> None:
    if origins.feed is not None and not any(origins.find_in_feed(recipe.file) for recipe in cookbook):
        raise ProsperityError(
            "the feed holds no file that a recipe reads",
            file=origins.feed,
            expected="a checkout of ONS's repository, one folder per dataset",
        )


def _refuse_unknown(cookbook: Sequence[Recipe], origins: Origins, inside_recipe: InsideRecipe | None) -> None:
    known = {PLACES, *(recipe.dataset for recipe in cookbook)} | (
        {INSIDE} if inside_recipe is not None else set()
    )
    for slug in origins.only:
        if slug not in known:
            raise ProsperityError(
                "no recipe is of this dataset",
                field="--only",
                code=slug,
                expected=f"the name of a dataset that has a recipe in data/recipes/, {INSIDE} or {PLACES}",
                mend="write its recipe, or correct the name",
            )


def _start_data(origins: Origins, *, old: Path, made: Path, kept: Path) -> GeographyReport:
    """Make what is not a dataset: anew, or where only a part is imported, as it was.

    Args:
        origins: where the raw files lie.
        old: the data folder there is.
        made: the new one.
        kept: folder of the files that people keep by hand.
    """
    if origins.whole:
        assert origins.sources is not None
        made.mkdir()
        geography = import_geography(origins.sources, made, kept=DataPaths(kept))
        register = read_register(origins.sources)
        weightings = load_weightings(origins.sources, load_denominators(), former=register.successor)
        (made / LOOKUP).write_bytes(format_lookup(register, weightings).encode("utf-8"))
        return geography
    counts = load_counts(old)
    copy_data(old, made)
    if PLACES in origins.only and origins.sources is not None:
        import_places(origins.sources, made, book=DataPaths(kept).place_sources)
    return counts.geography


def _carry_register(paths: Paths, output: Path) -> Succession:
    """Bring the new folder to the councils of the day of the edition, as orders have it."""
    for name in _CARRIED_BY_HAND:
        if (output / name).is_file():
            shutil.copy(output / name, paths.data / name)
    file = output / "edition.yml"
    day = load_record(file, Edition).date if file.is_file() else ""
    return carry_register(paths, day=day)


def _count_again(counts: GeographyReport, paths: Paths) -> GeographyReport:
    """Return the counts of the register after councils were replaced."""
    councils = sum(kind == "council" for kind in read_codes(paths).values())
    clusters, former = len(load_clusters(paths)), len(load_changes(paths))
    counted = replace(counts, councils=councils, former=former, clusters=clusters)
    if (paths.data / COUNTS).is_file():
        last = load_counts(paths.data)
        keep_counts(counted, unused=last.unused, accuracy=last.accuracy, made=paths.data)
    return counted


def _import_datasets(
    cookbook: Sequence[Recipe], *, origins: Origins, geography: Geography, old: Path
) -> tuple[dict[str, ImportedDataset], tuple[Waiting, ...]]:
    """Import every recipe whose raw file there is, by slug; a file that several recipes use is read once.

    A dataset of the feed that has figures of a council that the register does not know waits, if there is an
    older state of it to keep: the others go on.
    """
    imported = {}
    waiting = []
    table: RawTable | None = None
    before: tuple[str, str, Form | None] = ("", "", None)
    for recipe in sorted(cookbook, key=lambda one: (one.file, one.layout, one.dataset)):
        file = origins.find_file(recipe.dataset, recipe.file)
        if file is None:
            continue
        if table is None or before != (recipe.file, recipe.layout, recipe.form):
            before = (recipe.file, recipe.layout, recipe.form)
            table = read_raw(file, recipe.layout, recipe.form)
        try:
            imported[recipe.dataset] = import_dataset(
                recipe, table=table, sources=origins.base, geography=geography
            )
        except ProsperityError as reason:
            held = (old / "datasets" / recipe.dataset / "dataset.yml").is_file()
            if not held or not origins.find_in_feed(recipe.file) or not is_new_council(reason):
                raise
            waiting.append(Waiting(recipe.dataset, reason.code or "", recipe.file, reason.line or 0))
    return imported, tuple(waiting)


def _load_inside_recipe(recipes: Path) -> InsideRecipe | None:
    """Return how small areas are read, or None where nobody has written it down."""
    file = recipes.parent / INSIDE_FILE
    return load_inside_recipe(file) if file.is_file() else None


def _import_inside(recipe: InsideRecipe | None, origins: Origins, paths: Paths) -> Inside:
    """Make the small areas anew, or where they are not asked for, keep them as they were."""
    wanted = origins.whole or (origins.sources is not None and INSIDE in origins.only)
    if recipe is not None and wanted:
        assert origins.sources is not None
        shutil.rmtree(paths.inside, ignore_errors=True)
        return import_inside(recipe, origins.sources, paths, load_areas(paths))
    # A folder in miniature may have no register.
    return load_inside(paths, load_areas(paths)) if paths.inside.is_dir() else NO_SMALL_AREAS


def _write_datasets(
    imported: Mapping[str, ImportedDataset],
    cookbook: Sequence[Recipe],
    *,
    paths: Paths,
    waiting: Sequence[Waiting],
    old: Path,
) -> tuple[Dataset, ...]:
    """Write what was imported beside what stays, drop what has no recipe; return all datasets by slug."""
    wanted = {recipe.dataset for recipe in cookbook}
    for folder in sorted(paths.datasets.glob("*")):
        if folder.name in imported or folder.name not in wanted:
            shutil.rmtree(folder)
    for slug, one in imported.items():
        write_dataset(one, paths.datasets / slug)
    for late in waiting:
        if not (paths.datasets / late.dataset).exists():
            shutil.copytree(old / "datasets" / late.dataset, paths.datasets / late.dataset)
    found = load_datasets(paths)
    for slug in sorted(wanted - set(found)):
        raise ProsperityError(
            "a dataset is not imported, for want of its raw file, and the data folder has none to keep",
            code=slug,
            mend=f"run: prosperity import SOURCES_DIR --only {slug}",
        )
    return tuple(found[slug] for slug in sorted(found))


def _find_unused(used: set[str], origins: Origins, *, data: Path) -> tuple[str, ...]:
    """Return the raw tables that no recipe reads; of other folders than a feed, as the last import said."""
    if origins.only or (origins.sources is None and origins.feed is None):
        return tuple(name for name in load_counts(data).unused if name not in used)
    unused = find_unused(origins.list_tables(), used=used)
    if origins.sources is None:
        last = load_counts(data).unused
        unused += tuple(name for name in last if not name.startswith(f"{FEED_FOLDER}/"))
    return tuple(sorted(set(unused) - used))


def _measure_accuracy(
    imported: Mapping[str, ImportedDataset], origins: Origins, *, data: Path
) -> tuple[Accuracy, ...]:
    """Return how far values of mergers lie from published ones; of what stays, as the last import said."""
    new = [found for one in imported.values() for found in measure_accuracy(one)]
    last = () if origins.whole else load_counts(data).accuracy
    kept = [one for one in last if one.dataset not in imported]
    return tuple(sorted([*new, *kept], key=lambda one: one.dataset))


def _name_file(recipe: Recipe, origins: Origins, *, data: Path) -> Path:
    """Return where the figures of a dataset come from: its raw file, or what the data folder keeps of it."""
    kept = Path("datasets") / recipe.dataset / "observations.csv"
    return origins.find_file(recipe.dataset, recipe.file) or data / kept


def _find_absent(cookbook: Sequence[Recipe], origins: Origins) -> tuple[str, ...]:
    """Return raw files of the feed's folder that the feed does not hold: ONS may have renamed them."""
    if origins.feed is None or origins.only:
        return ()
    names = sorted({one.file for one in cookbook if one.file.startswith(f"{FEED_FOLDER}/")})
    return tuple(name for name in names if origins.find_in_feed(name) is None)


def _explain_unused(unused: Sequence[str], origins: Origins, *, recipes: Path, data: Paths) -> LeftOut:
    """Write down why raw tables are not used; where only a part is imported, as the last import said."""
    if not origins.whole:
        return load_explained(data).restrict(unused)
    assert origins.sources is not None
    file = recipes.parent / LEFT_OUT_FILE
    left_out = load_left_out(file, unread=unused, sources=origins.sources)
    data.left_out.write_text(dump_record(left_out), encoding="utf-8", newline="\n")
    return left_out


def _files_used(cookbook: Sequence[Recipe]) -> set[str]:
    """Return every raw file that a recipe reads, look-ups, divisors and weights included."""
    look_ups = {
        series.shared_within for recipe in cookbook for series in recipe.series if series.shared_within
    }
    beside = (each for recipe in cookbook for each in (recipe.divided_by, recipe.share_of))
    divisors = {each.file for each in beside if each is not None}
    tables = [table for one in load_denominators().values() for table in one.tables]
    weights = {file for table in tables for file in table.files}
    return {recipe.file for recipe in cookbook} | look_ups | divisors | weights | set(PLACE_FILES)


def _find_edition_year(output: Path) -> int | None:
    """Return the year of the edition that the data is for, or None where none is written down yet."""
    file = output / "edition.yml"
    return load_record(file, Edition).year if file.is_file() else None


def _write_quality(inspection: Inspection, paths: Paths) -> None:
    """Write what the gates found, and which figures are doubtful."""
    paths.doubtful.write_bytes(format_doubts(inspection.doubts).encode("utf-8"))
    paths.quality.write_bytes(format_outcomes(inspection.outcomes).encode("utf-8"))
    paths.quality_summary.write_bytes(format_tallies(inspection.tallies).encode("utf-8"))


def _find_new_doubts(doubts: Sequence[Doubt], before: Paths) -> tuple[Doubt, ...]:
    """Return the doubtful figures that the data folder there is does not name."""
    try:
        known = {(*doubt.key, doubt.value) for doubt in load_doubts(before)}
    except ProsperityError:  # it is made anew in any case
        known = set()
    return tuple(doubt for doubt in doubts if (*doubt.key, doubt.value) not in known)


def _check_result(paths: Paths, output: Path) -> None:
    """Load what was made, with the hand-written framework, as the other rooms will."""
    for name in _KEPT_BY_HAND:
        if (output / name).is_file():
            shutil.copy(output / name, paths.data / name)
    checks: tuple[tuple[str, Callable[[Paths], object]], ...] = (
        ("area_changes.csv", load_changes),
        ("clusters/clusters.csv", load_clusters),
        ("framework.yml", load_framework),
        ("places/names.csv", load_places),
    )
    for name, load in checks:
        if not (paths.data / name).is_file():
            continue
        try:
            load(paths)
        except ProsperityError as reason:
            # What was read is a copy in a folder that will be gone.
            place = Path(reason.file or name)
            inside = place.is_relative_to(paths.data)
            raise reason.in_file(output / place.relative_to(paths.data) if inside else place) from None


def _keep_by_hand(made: Path, output: Path, names: Sequence[str] = HAND_KEPT) -> tuple[str, ...]:
    """Put files that people correct back in the place of drafts; return a sentence on each that differs."""
    told = []
    for name in names:
        old, new = output / name, made / name
        if not old.is_file():
            continue
        was, draft = old.read_bytes(), new.read_bytes() if new.is_file() else b""
        if was == draft:
            continue
        if new.is_file():
            before, after = Counter(was.splitlines()), Counter(draft.splitlines())
            told.append(
                f"{name} is kept by hand and stays: {(before - after).total()} of its lines are not in what"
                f" the raw files give, {(after - before).total()} of theirs are not in it. To take theirs,"
                " remove it and import again."
            )
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(old, new)
    return tuple(told)


def _keep_the_rest(made: Path, output: Path) -> None:
    """Put what an import does not write into the new data folder, as it is now in the one that is there."""
    # What was copied at the start of the import may have been changed since.
    for entry in _list_kept(made):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    for entry in _list_kept(output):
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, made / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, made / entry.name, follow_symlinks=False)


def _list_kept(data: Path) -> list[Path]:
    """Return what is kept by hand in a data folder."""
    entries = data.iterdir() if data.exists() else ()
    return [entry for entry in entries if entry.name not in FILES and entry.name not in FOLDERS]
