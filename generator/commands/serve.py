"""``prosperity serve``: show the site at a local address and rebuild it when something changes."""

from __future__ import annotations

import argparse

from generator.commands import read_count
from generator.files.outputs import choose_site, follow, read_place

NAME = "serve"
HELP = "show public/ at a local address; rebuild when data, templates, pages or code change"
PORT = 8000
LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare folder, port and whether to watch."""
    parser.add_argument(
        "folder", type=read_place, nargs="?", metavar="DIR", help="built site (default: public/)"
    )
    parser.add_argument(
        "--port", type=read_count(0, LAST_PORT), default=PORT, metavar="N", help=f"port (default: {PORT})"
    )
    parser.add_argument("--force", action="store_true", help="rebuild as prosperity build --force does")
    parser.add_argument("--no-rebuild", action="store_true", help="show what is there and watch nothing")


def run(args: argparse.Namespace) -> int:
    """Serve until the reader stops it."""
    from generator.files.swap import restore
    from generator.paths import PROJECT

    folder = follow(args.folder or PROJECT.public)
    restore(folder)
    if not args.no_rebuild:
        choose_site(folder, force=args.force)
    from generator.site.serve import serve_site

    serve_site(folder, PROJECT, port=args.port, rebuild=not args.no_rebuild, force=args.force)
    return 0
