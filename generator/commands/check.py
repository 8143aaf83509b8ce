"""``prosperity check``: read the built site for faults."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.commands import read_count

NAME = "check"
HELP = "check the built pages: links, ids, titles, words, sizes; recompute the numbers of all sentences"
FAULTS_FOUND = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder and how many examples to tell."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="built site (default: public/)")
    parser.add_argument(
        "--publishable",
        action="store_true",
        help="refuse also a site that was built for the address of an example",
    )
    parser.add_argument(
        "--examples",
        type=read_count(),
        default=8,
        metavar="N",
        help="faults to tell of each kind (default: 8)",
    )
    parser.add_argument(
        "--words",
        action="store_true",
        help="measure the words of each kind of page against their targets, and check nothing else",
    )
    parser.add_argument("--json", action="store_true", help="with --words: print the table as JSON")


def is_of_data(folder: Path) -> bool:
    """Return whether a site says that it was built from the data as it is now."""
    from generator.files.ours import MANIFEST, read_json
    from generator.paths import PROJECT
    from generator.site.manifest import hash_data

    try:
        manifest = read_json(folder / MANIFEST)
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("data_cut") == hash_data(PROJECT)


def run(args: argparse.Namespace) -> int:
    """Check, tell the faults, and fail if there are any; the words are measured alone, and fail nothing."""
    from generator.errors import ProsperityError
    from generator.files.outputs import follow
    from generator.files.swap import restore
    from generator.paths import PROJECT
    from generator.verify.checks import check_publishable, check_site, describe_faults
    from generator.verify.word_targets import describe_rows, dump_rows, measure_site

    if args.json and not args.words:
        raise ProsperityError("--json goes with --words", mend="leave --json out, or add --words")
    folder = args.folder or PROJECT.public
    restore(follow(folder))
    if args.words:
        sys.stdout.write((dump_rows if args.json else describe_rows)(measure_site(folder)))
        return 0
    faults = check_site(folder, PROJECT.datasets if is_of_data(folder) else None)
    if args.publishable:
        faults += tuple(check_publishable(folder))
    sys.stdout.write(describe_faults(faults, examples=args.examples))
    sys.stdout.write(f"{len(faults):,} faults in {folder}\n" if faults else f"no faults in {folder}\n")
    return FAULTS_FOUND if faults else 0
