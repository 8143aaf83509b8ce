"""``prosperity diff``: what changed between two editions, or two states of the data, and by what."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import ProsperityError
from generator.files.outputs import choose_folder, read_place

if TYPE_CHECKING:
    from generator.paths import Paths

NAME = "diff"
HELP = "compare two editions or states of the data: scores by cause, ranks by own and others"
# Written out, for a refusal must not wait for numpy; a test holds them to what is written.
FILES = ("diff.csv", "diff.json")
_NEEDED = ("framework.yml", "edition.yml", "areas.csv", "datasets")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two states, ``--output`` and ``--most``."""
    words = "data folder, or project folder that contains data/, of the {} edition"
    parser.add_argument("old", type=Path, metavar="OLD", help=words.format("old"))
    parser.add_argument("new", type=Path, metavar="NEW", help=words.format("new"))
    parser.add_argument("--output", type=read_place, metavar="DIR", help="folder for diff.csv and diff.json")
    parser.add_argument(
        "--force",
        action="store_true",
        help="overwrite files of these names that prosperity diff did not write",
    )
    parser.add_argument(
        "--most", type=int, default=10, metavar="N", help="councils in each table printed (default: 10)"
    )


def run(args: argparse.Namespace) -> int:
    """Compare, write the files, and print the account."""
    if args.output is not None:
        choose(args)
    from generator.catalogue import store
    from generator.export.difference_files import make_files
    from generator.files.writer import replace_files
    from generator.pages.last_edition import compare_states, load_state
    from generator.text.about_difference import describe_difference
    from generator.text.about_moves import MoveNames

    if args.most < 0:
        raise ProsperityError(
            "--most is negative", field="--most", code=str(args.most), expected="0 or more", mend="correct it"
        )
    old, new = find_data(args.old), find_data(args.new)
    before, after = load_state(old), load_state(new)
    difference = compare_states(before, after, old=old)
    editions = (before.edition, after.edition)
    changed = find_changed(old, new)
    names = MoveNames(
        structure=difference.structure,
        framework=after.framework,
        councils=difference.councils,
        datasets=store.load_datasets(new),
        changed=changed,
    )
    account = describe_difference(difference, names, editions=editions, most=args.most)
    if args.output is not None:
        replace_files(choose(args), make_files(difference, editions=editions, datasets=changed))
    sys.stdout.write(account)
    return 0


def choose(args: argparse.Namespace) -> Path:
    """Return the folder to write into.

    Raises:
        ProsperityError: files of others are in the way.
    """
    return choose_folder(args.output, FILES, log=FILES[-1], program=f"prosperity {NAME}", force=args.force)


def find_data(given: Path) -> Paths:
    """Return the paths of a data folder, or of a project folder that contains one.

    Raises:
        ProsperityError: the folder is neither; the tables of a built edition are not enough.
    """
    from generator.paths import DataPaths, Paths

    for paths in (DataPaths(given), Paths(given)):
        if paths.framework.is_file():
            lacking = [name for name in _NEEDED if not (paths.data / name).exists()]
            if lacking:
                raise ProsperityError(
                    f"the data folder has no {' and no '.join(lacking)}",
                    file=paths.data,
                    expected=", ".join(_NEEDED),
                    mend="give the whole data folder",
                )
            return paths
    built = any((folder / "scores.csv").is_file() for folder in (given, given / "data"))
    if built:
        problem = "these are the tables of a built edition, which do not hold the figures behind its scores"
    else:
        problem = "there is no data in this folder" if given.is_dir() else "there is no such folder"
    raise ProsperityError(
        problem,
        file=given,
        expected=f"a data folder ({', '.join(_NEEDED)}), or a project folder that contains data/",
        mend="check the edition's commit out and give that folder, such as: git worktree add ../old TAG",
    )


def find_changed(old: Paths, new: Paths) -> set[str]:
    """Return the slugs of the datasets in which a figure came, went or changed."""
    from generator.sources.comparison import compare_datasets

    changes = compare_datasets(old.datasets, new.datasets)
    return {change.slug for change in changes if any(series.has_figures for series in change.series)}
