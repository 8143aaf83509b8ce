"""``prosperity fetch``: bring publishers' files into a folder of raw files, and say what is new."""

from __future__ import annotations

import argparse
import sys

from generator.files.outputs import follow, read_place

NAME = "fetch"
HELP = "bring the files of recipes that name an address into a folder of raw files; data/ stays as it is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the datasets, ``--output``, ``--names`` and the switch for tests."""
    parser.add_argument(
        "datasets",
        nargs="*",
        metavar="DATASET",
        help="whose file to bring (default: all with an address that was tried)",
    )
    parser.add_argument(
        "--output",
        type=read_place,
        default=None,
        metavar="DIR",
        help="folder of raw files; a file that is there and was not fetched stays (default: raw/)",
    )
    parser.add_argument(
        "--names",
        action="store_true",
        help="print only the names of datasets whose file is new, for programs",
    )
    parser.add_argument(
        "--local-server",
        action="store_true",
        help="let a server on this machine be asked without encryption; for tests",
    )


def run(args: argparse.Namespace) -> int:
    """Fetch one after the other; 1 where any could not be fetched."""
    from generator.files.download import Patience
    from generator.files.outputs import choose_raw
    from generator.paths import PROJECT
    from generator.sources.fetch import choose_recipes, fetch
    from generator.sources.recipe_files import load_recipes

    folder = choose_raw(follow(args.output or PROJECT.raw))
    recipes = choose_recipes(load_recipes(PROJECT.recipes), args.datasets)
    patience = Patience(local=args.local_server)
    failed = False
    for recipe in recipes:
        found = fetch(recipe, folder, data=PROJECT, patience=patience)
        if found.error is not None:
            failed = True
            sys.stderr.write(f"{recipe.dataset}: {found.error.render()}\n")
        elif args.names:
            sys.stdout.write(f"{recipe.dataset}\n" if found.news == "new" else "")
        else:
            sys.stdout.write(f"{recipe.dataset}: {found.words}\n")
    if not recipes and not args.names:
        sys.stdout.write("No recipe names an address that was tried.\n")
    return int(failed)
