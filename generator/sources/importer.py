"""``prosperity import``: raw files in, ``data/`` out; ``data/`` is changed only if all is well."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.catalogue.store import load_datasets, load_framework
from generator.catalogue.yaml_files import dump_record
from generator.errors import ProsperityError
from generator.geography.importer import import_geography
from generator.geography.register import read_register
from generator.geography.weights import load_weights
from generator.paths import Paths
from generator.sources.comparison import compare_datasets
from generator.sources.dataset_files import write_dataset
from generator.sources.dataset_import import Geography, ImportedDataset, import_dataset
from generator.sources.left_out import FILE as LEFT_OUT_FILE
from generator.sources.left_out import load_left_out
from generator.sources.rawfile import RawTable
from generator.sources.readers import read_raw
from generator.sources.recipe import Recipe
from generator.sources.recipe_files import RECIPES, load_recipes
from generator.sources.report import REPORT, ImportReport, find_unused, write_report

_KEPT_BY_HAND = ("framework.yml", "edition.yml")


def import_sources(
    sources: Path, output: Path, check: bool = False, *, recipes: Path = RECIPES
) -> ImportReport:
    """Read the raw files and write the data folder.

    Everything is made in a temporary folder beside ``output`` and takes its place only when all is well: on
    any error ``output`` stays as it was. What the import does not write (framework, edition) stays anyway.

    Args:
        sources: folder of raw files.
        output: data folder, e.g. ``data``.
        check: write nothing; the report says what would change.
        recipes: folder of recipes.

    Raises:
        ProsperityError: whatever is wrong with a raw file, a recipe, the reasons for what is left out, or the
            framework against the new data.
    """
    if not sources.is_dir():
        raise ProsperityError("there is no such folder", file=sources, expected="the folder of raw files")
    output = output.resolve()
    with _work_folder(output) as work:
        made = work / "data"
        made.mkdir()
        geography = import_geography(sources, made)
        cookbook = load_recipes(recipes)
        imported = _import_datasets(cookbook, sources=sources)
        for one in imported:
            write_dataset(one, made / "datasets" / one.dataset.slug)
        unread = find_unused(sources, used=_files_used(cookbook))
        left_out = load_left_out(recipes.parent / LEFT_OUT_FILE, unread=unread, sources=sources)
        Paths(work).left_out.write_text(dump_record(left_out), encoding="utf-8", newline="\n")
        report = ImportReport(
            datasets=tuple(one.dataset for one in imported),
            geography=geography,
            left_out=left_out,
            changes=compare_datasets(output / "datasets", made / "datasets"),
            written=not check,
        )
        write_report(report, made / REPORT)
        _check_result(work, output)
        if not check:
            _swap(made, output, aside=work / "old")
        return report


def _import_datasets(cookbook: Sequence[Recipe], *, sources: Path) -> list[ImportedDataset]:
    """Import every recipe; a raw file that several recipes use is read once."""
    geography = Geography(register=read_register(sources), weights=load_weights(sources))
    imported = []
    table: RawTable | None = None
    before = ("", "")
    for recipe in sorted(cookbook, key=lambda one: (one.file, one.layout, one.dataset)):
        if table is None or before != (recipe.file, recipe.layout):
            table, before = read_raw(sources / recipe.file, recipe.layout), (recipe.file, recipe.layout)
        imported.append(import_dataset(recipe, table=table, sources=sources, geography=geography))
    return sorted(imported, key=lambda one: one.dataset.slug)


def _files_used(cookbook: Sequence[Recipe]) -> set[str]:
    """Return every raw file that a recipe reads, look-ups and what counts are divided by included."""
    look_ups = {
        series.shared_within for recipe in cookbook for series in recipe.series if series.shared_within
    }
    divisors = {recipe.divided_by.file for recipe in cookbook if recipe.divided_by is not None}
    return {recipe.file for recipe in cookbook} | look_ups | divisors


def _check_result(work: Path, output: Path) -> None:
    """Load what was made, with the hand-written framework, as the other rooms will."""
    paths = Paths(work)
    load_datasets(paths)
    if not (output / "framework.yml").is_file():
        return
    shutil.copy(output / "framework.yml", paths.framework)
    try:
        load_framework(paths)
    except ProsperityError as reason:
        raise ProsperityError(
            reason.problem,
            file=output / "framework.yml",
            line=reason.line,
            field=reason.field,
            code=reason.code,
            expected=reason.expected,
            mend=reason.mend,
        ) from None
    paths.framework.unlink()


@contextmanager
def _work_folder(output: Path) -> Iterator[Path]:
    """Give a temporary folder on the same disk as ``output``; it is gone afterwards.

    It stays only if it holds old data that could not be put back.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".import-", dir=output.parent))
    try:
        yield work
    finally:
        if not any((work / "old").glob("*")):
            shutil.rmtree(work, ignore_errors=True)


def _swap(made: Path, output: Path, *, aside: Path) -> None:
    """Put every entry of ``made`` into ``output``; on an error put everything back."""
    output.mkdir(exist_ok=True)
    aside.mkdir()
    names = sorted(entry.name for entry in made.iterdir() if entry.name not in _KEPT_BY_HAND)
    done: list[str] = []
    try:
        for name in names:
            if (output / name).exists():
                (output / name).rename(aside / name)
            done.append(name)
            (made / name).rename(output / name)
    except BaseException as reason:
        for name in done:
            _put_back(name, output=output, aside=aside)
        if isinstance(reason, OSError):
            raise _cannot_write(output, reason) from None
        raise
    shutil.rmtree(aside)


def _put_back(name: str, *, output: Path, aside: Path) -> None:
    new = output / name
    if new.is_dir():
        shutil.rmtree(new)
    else:
        new.unlink(missing_ok=True)
    if (aside / name).exists():
        try:
            (aside / name).rename(new)
        except OSError as reason:
            raise _cannot_write(output, reason, mend=f"move what is in {aside} back by hand") from None


def _cannot_write(output: Path, reason: OSError, *, mend: str | None = None) -> ProsperityError:
    return ProsperityError(f"the data folder cannot be written ({reason.strerror})", file=output, mend=mend)
