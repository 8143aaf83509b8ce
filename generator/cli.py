"""The ``prosperity`` command: reads arguments, hands over to one command, prints errors plainly."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from generator.commands import load_commands
from generator.errors import ProsperityError

REFUSED = 1
# Must stand before numpy is first imported: for the engine's small matrices threads cost more than they give.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with one subcommand per module of ``generator.commands``."""
    parser = argparse.ArgumentParser(
        prog="prosperity",
        description="Open UK Prosperity Index: from published statistics to a report for every council.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in load_commands():
        one = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.HELP,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 with a readable message on standard error when input is refused."""
    try:
        args = build_parser().parse_args(arguments)
        status: int = args.run(args)
    except ProsperityError as error:
        sys.stderr.write(f"{error.render()}\n")
        return REFUSED
    return status


if __name__ == "__main__":
    sys.exit(main())
