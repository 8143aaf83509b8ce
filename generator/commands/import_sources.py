"""``prosperity import``: publishers' raw files in, ``data/`` out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ProsperityError
from generator.files.outputs import choose_data, choose_file, follow, read_place
from generator.sources.written import FOLDERS

if TYPE_CHECKING:
    from generator.index.results import Snapshot
    from generator.paths import Paths
    from generator.sources.importer import Prepared

NAME = "import"
HELP = "read raw publisher files and write data/; refuse what is wrong and leave data/ as it was"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders to read, ``--check``, ``--report`` and ``--data``."""
    parser.add_argument(
        "sources",
        type=Path,
        nargs="?",
        metavar="SOURCES_DIR",
        help="folder of raw files, e.g. ../shared/sources; may be left out where there is a feed",
    )
    parser.add_argument(
        "--feed",
        type=Path,
        metavar="DIR",
        help="checkout of ONS's repository explore-local-statistics-data: its files count before those of "
        "SOURCES_DIR; without SOURCES_DIR, datasets that it does not hold stay as they are",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="DATASET",
        help="import only this dataset, or inside for all small areas, and leave all else as it is; may be "
        "given more than once",
    )
    parser.add_argument(
        "--changes",
        action="store_true",
        help="read no raw files: only carry the data over to councils that have replaced others by the day "
        "of the edition, as data/council_changes.csv says (every import does that too)",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; say what would change")
    parser.add_argument(
        "--report",
        type=read_place,
        metavar="FILE",
        help="write what changes, in data and in scores, as Markdown",
    )
    parser.add_argument("--force", action="store_true", help="overwrite a report that is there")
    parser.add_argument(
        "--data", type=read_place, default=None, metavar="DIR", help="folder to write (default: data/)"
    )


def run(args: argparse.Namespace) -> int:
    """Import, then say what changed and print the summary."""
    from generator.paths import PROJECT

    data = follow(args.data or PROJECT.data)
    if not args.check:
        choose_data(data, FOLDERS)
    report_file = None
    if args.report is not None:
        own = [folder for folder in (args.sources, args.feed, data) if folder is not None]
        report_file = choose_file(args.report, inputs=own, force=args.force)
    from generator.files.writer import replace_file
    from generator.sources.importer import prepare_import
    from generator.sources.origins import Origins

    origins = Origins(args.sources, args.feed, tuple(args.only), changes=args.changes)
    with prepare_import(origins, data, recipes=PROJECT.recipes) as prepared:
        account = tell_changes(prepared)
        if report_file is not None:
            replace_file(report_file, account, force=args.force)
        report = prepared.report if args.check else prepared.write()
    sys.stdout.write(f"{account}\n{report.summary()}")
    return 0


def tell_changes(prepared: Prepared) -> str:
    """Return what an import changes in the data and in the scores, as Markdown.

    Raises:
        ProsperityError: the index cannot be computed on the new data.
    """
    from generator.catalogue.store import load_areas
    from generator.text.about_refresh import describe_refresh

    names = {area.code: area.name for area in load_areas(prepared.paths)}
    movement = tell_movement(prepared) if prepared.report.changes else []
    return describe_refresh(prepared.report, names=names, movement=movement)


def tell_movement(prepared: Prepared) -> list[str]:
    """Return which scores move and by which datasets, or why they cannot be compared, in Markdown.

    Raises:
        ProsperityError: as for ``tell_changes``.
    """
    from generator.catalogue import store
    from generator.index.movement import measure_movement
    from generator.text.about_moves import MoveNames, describe_movement

    new = prepared.paths
    if not (new.framework.is_file() and new.edition.is_file()):
        return ["Not compared: the data folder has no framework or no edition.", ""]
    try:
        before = score(prepared.before)
    except ProsperityError as reason:
        return [f"Not compared: the data that was there cannot be scored ({reason.problem}).", ""]
    after = score(new)
    if before.panel.areas != after.panel.areas:
        return ["Not compared: the councils are not the same.", ""]
    names = MoveNames(
        structure=after.structure,
        framework=store.load_framework(new),
        councils=[area for area in store.load_areas(new) if area.kind == "council"],
        datasets=store.load_datasets(new),
        changed={change.slug for change in prepared.report.changes},
    )
    return describe_movement(measure_movement(before, after), names)


def score(paths: Paths) -> Snapshot:
    """Return the scores of a data folder, without trend and draws."""
    from generator.catalogue import store
    from generator.index.run import score_level

    framework, areas = store.load_framework(paths), store.load_areas(paths)
    observations = store.load_observations(paths, framework, areas, stale="pass over")
    return score_level(framework, observations, areas, edition=store.load_edition(paths))
