"""``prosperity build``: ``data/`` in, the whole site out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.files.outputs import choose_site, read_place

NAME = "build"
HELP = "build the whole site from data/; a build that fails leaves the old site as it was"
PREVIEW = Path("artifacts") / "preview"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare output, choice of pages, executor and address."""
    parser.add_argument(
        "--output",
        type=read_place,
        metavar="DIR",
        help=f"folder to replace (default: public/, or with --only {PREVIEW.as_posix()}/)",
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="replace our old site also where it holds files that prosperity did not put there",
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="KIND/SLUG",
        help="build only this page, e.g. councils/blackpool; may be given more than once",
    )
    parser.add_argument(
        "--edition", metavar="NAME", help="name of the edition, stamped on everything (default: as in data/)"
    )
    parser.add_argument(
        "--no-pdf", action="store_true", help="make no report.pdf, the reports on paper; pages then name none"
    )
    parser.add_argument(
        "--no-cards",
        action="store_true",
        help="make no card.png, the pictures for shared links; pages then name none",
    )
    parser.add_argument(
        "--executor",
        default="process",
        metavar="NAME",
        help="where pages are drawn: process (default), serial or dask",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="scheduler of the Dask cluster, for --executor dask"
    )
    parser.add_argument(
        "--site-url",
        metavar="URL",
        help="where the site will be published (default: as in data/settings.yml)",
    )


def run(args: argparse.Namespace) -> int:
    """Build, then say how much was made."""
    from generator.paths import PROJECT

    default = PROJECT.root / PREVIEW if args.only else PROJECT.public
    output = choose_site(args.output or default, force=args.force)
    from generator.catalogue.settings import load_settings
    from generator.export.site_address import warn_of_example
    from generator.site.build import BuildOptions, build_site, find_site_url

    options = BuildOptions(
        output=output,
        force=args.force,
        only=tuple(args.only),
        edition=args.edition,
        executor=args.executor,
        scheduler=args.scheduler,
        site_url=args.site_url,
        cards=not args.no_cards,
        papers=not args.no_pdf,
    )
    sys.stderr.write(warn_of_example(find_site_url(options, load_settings(PROJECT))))
    sys.stdout.write(build_site(options, PROJECT).summary())
    return 0
