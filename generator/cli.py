"""The ``prosperity`` command: reads arguments, hands over to one command, prints errors plainly."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence

from generator.commands import load_commands
from generator.errors import ProsperityError

REFUSED = 1
STOPPED = 130
"""What a shell says of a command that was ended with Ctrl+C."""
# Must stand before numpy is first imported: for the engine's small matrices threads cost more than they give.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with one subcommand per module of ``generator.commands``."""
    parser = argparse.ArgumentParser(
        prog="prosperity",
        description="From published statistics to a report for every council.",
    )
    debug = "on an error show where in the program it arose"
    parser.add_argument("--debug", action="store_true", help=debug)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in load_commands():
        one = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.HELP,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # Also after the command; left out there it does not undo what stands before.
        one.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=debug)
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 with a readable message on standard error when input is refused.

    No command shows a traceback, but with ``--debug``.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal or a file that cannot take a letter gets its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    debug = False
    try:
        args = build_parser().parse_args(arguments)
        debug = args.debug
        status: int = args.run(args)
        sys.stdout.flush()
    except ProsperityError as error:
        if debug:
            traceback.print_exc()
        return _refuse(error)
    except BrokenPipeError:
        # Whoever read the output has seen enough, as ``head`` does. Python would write the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as error:
        told = error.strerror or str(error)
        return _refuse(ProsperityError(f"a file could not be used ({told})", file=error.filename))
    except MemoryError:
        return _refuse(ProsperityError("there is not enough memory", mend="ask for less at once"))
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return STOPPED
    except Exception as error:
        if debug:
            raise
        told = f"{type(error).__name__}: {error}".strip(": ").splitlines()[0]
        return _refuse(
            ProsperityError(
                f"this is a mistake of the program, not of its input ({told})",
                expected="a result or a plain refusal",
                mend="run it again with --debug, and report what it shows",
            )
        )
    return status


def _refuse(error: ProsperityError) -> int:
    sys.stderr.write(f"{error.render()}\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
