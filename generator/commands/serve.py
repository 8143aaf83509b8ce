"""``prosperity serve``: show the site at a local address and rebuild it when something changes."""

from __future__ import annotations

import argparse
from pathlib import Path

NAME = "serve"
HELP = "show public/ at a local address; rebuild when data, templates, pages or code change"
PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare folder, port and whether to watch."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="built site (default: public/)")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"port (default: {PORT})")
    parser.add_argument("--no-rebuild", action="store_true", help="show what is there and watch nothing")


def run(args: argparse.Namespace) -> int:
    """Serve until the reader stops it."""
    from generator.paths import PROJECT
    from generator.publish.serve import serve_site

    serve_site(args.folder or PROJECT.public, PROJECT, port=args.port, rebuild=not args.no_rebuild)
    return 0
