"""``prosperity import``: publishers' raw files in, ``data/`` out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "import"
HELP = "read raw publisher files and write data/; refuse what is wrong and leave data/ as it was"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sources folder, ``--check`` and ``--data``."""
    parser.add_argument(
        "sources", type=Path, metavar="SOURCES_DIR", help="folder of raw files, e.g. ../shared/sources"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; say what would change")
    parser.add_argument(
        "--data", type=Path, default=None, metavar="DIR", help="folder to write (default: data/)"
    )


def run(args: argparse.Namespace) -> int:
    """Import, then print the summary."""
    from generator.paths import PROJECT
    from generator.sources.importer import import_sources

    report = import_sources(args.sources, args.data or PROJECT.data, check=args.check)
    sys.stdout.write(report.summary())
    return 0
