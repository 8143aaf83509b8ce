"""``prosperity fingerprint``: one short text for all outputs of a build."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.commands import read_count

NAME = "fingerprint"
HELP = "print one fingerprint of all files of a built site, and one of each kind; compare two builds"
DIFFERENT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder, the other build and the kinds of files."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="built site (default: public/)")
    parser.add_argument(
        "--against", type=Path, metavar="DIR", help="another build: name the files that differ, and fail"
    )
    parser.add_argument(
        "--kind",
        metavar="KIND",
        help="print or compare this kind alone: tables, pages, paper, packed, pictures or other",
    )
    parser.add_argument(
        "--examples",
        type=read_count(),
        default=20,
        metavar="N",
        help="files to name that differ (default: 20)",
    )


def run(args: argparse.Namespace) -> int:
    """Print, compare where another build is named, and fail where it differs."""
    from generator.paths import PROJECT
    from generator.verify.fingerprint import list_differences, read_hashes, sum_up, take_kind

    ours = take_kind(read_hashes(args.folder or PROJECT.public), args.kind)
    for kind, (digest, count) in sum_up(ours).items():
        sys.stdout.write(f"{kind:<9}{digest}  {count:>6,} files\n")
    if not args.against:
        return 0
    lines = list_differences(ours, take_kind(read_hashes(args.against), args.kind))
    sys.stdout.write("".join(f"{line}\n" for line in lines[: args.examples]))
    sys.stdout.write(f"{len(lines):,} files differ\n" if lines else "the same, byte for byte\n")
    return DIFFERENT if lines else 0
