"""One module per command of ``prosperity``: add a module by naming it in ``MODULES``, in ``--help`` order.

Each module has ``NAME`` (what the user types), ``HELP`` (one line), ``add_arguments(parser)`` and
``run(args) -> int`` (the exit status). A module imports the room it calls inside ``run``, so that
``--help`` and the other commands stay quick.
"""

from __future__ import annotations

import argparse
import importlib
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Protocol, cast

MODULES: tuple[str, ...] = (
    "import_sources",
    "add_dataset",
    "fetch",
    "goalposts",
    "index",
    "build",
    "score",
    "explain",
    "brief",
    "freeze",
    "diff",
    "check",
    "fingerprint",
    "serve",
    "bench",
)


MOST_DRAWS = 1_000_000
"""As of an edition, see ``catalogue.records``."""


def read_count(least: int = 0, most: int | None = None) -> Callable[[str], int]:
    """Return the type of an argument that is a whole number between two ends; others are refused by name."""

    def whole_number(text: str) -> int:
        number = int(text)
        if number < least or (most is not None and number > most):
            allowed = f"{least} or more" if most is None else f"{least} to {most}"
            raise ArgumentTypeError(f"{number} cannot be used; expected: {allowed}")
        return number

    return whole_number


def read_number(least: float, most: float) -> Callable[[str], float]:
    """Return the type of an argument that is a number between two ends; others are refused by name."""

    def number(text: str) -> float:
        value = float(text)
        if not least <= value <= most:
            raise ArgumentTypeError(f"{text} cannot be used; expected: {least:g} to {most:g}")
        return value

    return number


class Command(Protocol):
    """What a command module offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work; return the exit status."""


def load_commands() -> tuple[Command, ...]:
    """Import every module of ``MODULES``, in order."""
    return tuple(cast(Command, importlib.import_module(f"{__name__}.{module}")) for module in MODULES)
