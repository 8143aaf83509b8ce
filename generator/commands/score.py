"""``prosperity score``: a composite index from anybody's table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands import MOST_DRAWS, read_count, read_number
from generator.files.outputs import choose_folder, read_place

if TYPE_CHECKING:
    from generator.composite import Options, Treatment

NAME = "score"
HELP = "make a composite index from any table of units and indicators"
EPILOG = """VALUES: first column 'unit', optional 'group', one column per indicator; an empty cell is missing.
FRAMEWORK: code,parent,level,direction,weight and if needed target,lower,upper,denominator. Level 1 is an
indicator; the top has no parent; direction is 1 or -1.

Steps: denominate, impute, screen, treat, normalise, aggregate, rank. The formulas are those of the R package
COINr; site/docs/score.md explains each of them with an example."""

_SEED, _LARGEST = 1, 1e15
# Written out, for neither --help nor a refusal may wait for numpy; tests hold them to the engine's lists.
FILES = ("normalised.csv", "scores.csv", "ranks.csv", "rank_ranges.csv", "log.json")
IMPUTE = ("none", "mean", "median", "group-mean", "group-median", "row-mean")
TREAT = ("none", "winsorise-log")
TRANSFORM = ("log-ct", "log-ct-plus", "box-cox")
NORMALISE = (
    "min-max",
    "z-score",
    "rank",
    "percentile-rank",
    "borda",
    "distance-to-maximum",
    "distance-to-target",
    "distance-to-reference",
    "goalposts",
    "fraction-of-maximum",
)
TIES = ("min", "average")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the two files, the output and the choices of every step."""
    parser.epilog = EPILOG
    parser.add_argument("values", type=Path, metavar="VALUES.csv", help="units by indicators")
    parser.add_argument("framework", type=Path, metavar="FRAMEWORK.csv", help="indicators and aggregates")
    parser.add_argument(
        "--output", type=read_place, required=True, metavar="DIR", help="folder for the results"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite files there that prosperity score did not write"
    )
    parser.add_argument("--panel", metavar="COLUMN", help="column of periods, where units have several rows")
    parser.add_argument("--ignore-extra", action="store_true", help="leave out columns that are not known")
    parser.add_argument(
        "--allow-constant", action="store_true", help="count an indicator that does not vary as missing"
    )
    _add_preparation(parser)
    _add_scores(parser)
    ranges = parser.add_argument_group("ranges of the ranks")
    ranges.add_argument(
        "--draws", type=read_count(0, MOST_DRAWS), default=0, metavar="N", help="draws (default: none)"
    )
    ranges.add_argument(
        "--seed", type=read_count(), default=_SEED, metavar="S", help="seed (default: %(default)s)"
    )


def _add_preparation(parser: argparse.ArgumentParser) -> None:
    gaps = parser.add_argument_group("gaps and outliers")
    gaps.add_argument("--impute", choices=IMPUTE, default="none", help="how gaps are filled (default: none)")
    gaps.add_argument(
        "--screen",
        type=read_number(-_LARGEST, _LARGEST),
        metavar="F",
        help="leave out units with a smaller share of values",
    )
    gaps.add_argument("--treat", choices=TREAT, default="none", help="treat outliers (default: none)")
    gaps.add_argument(
        "--winsorise-max", type=read_count(), metavar="N", help="cells that may be pulled in (default: 5)"
    )
    gaps.add_argument(
        "--skew", type=read_number(0, _LARGEST), metavar="X", help="limit of |skewness| (default: 2)"
    )
    gaps.add_argument(
        "--kurtosis",
        type=read_number(-_LARGEST, _LARGEST),
        metavar="X",
        help="limit of kurtosis (default: 3.5)",
    )
    gaps.add_argument("--transform", choices=TRANSFORM, help="what follows (default: log-ct)")
    gaps.add_argument(
        "--box-cox-lambda",
        type=read_number(-_LARGEST, _LARGEST),
        metavar="L",
        help="exponent of box-cox (default: 0)",
    )
    gaps.add_argument(
        "--combine",
        action="store_true",
        default=None,
        help="transform the winsorised values, not the first ones",
    )


def _add_scores(parser: argparse.ArgumentParser) -> None:
    scores = parser.add_argument_group("scores")
    scores.add_argument(
        "--normalise", choices=NORMALISE, default="min-max", help="common scale (default: min-max)"
    )
    scores.add_argument(
        "--scale",
        type=read_number(-_LARGEST, _LARGEST),
        nargs=2,
        metavar=("LOW", "HIGH"),
        help="its ends; for z-score mean and sd (default: 0 100 for min-max and goalposts, else 0 1)",
    )
    scores.add_argument(
        "--no-cap", action="store_true", help="let distances to a target or reference go above the scale"
    )
    scores.add_argument("--ties", choices=TIES, default="min", help="ranks of equal values (default: min)")
    scores.add_argument("--reference", metavar="UNIT", help="unit for distance-to-reference")
    scores.add_argument(
        "--aggregate",
        nargs="+",
        action="extend",
        metavar="MEAN",
        help="arithmetic, geometric, harmonic, power:P or copeland; one, or one per level bottom up",
    )
    scores.add_argument(
        "--missing-threshold",
        type=read_number(-_LARGEST, _LARGEST),
        metavar="F",
        help="share of its children that an aggregate needs (default: one child is enough)",
    )


def run(args: argparse.Namespace) -> int:
    """Read, compute, write; say what was written, and on standard error what a reader should know."""
    choose(args)
    from generator.composite import build_tree, measure_ranges
    from generator.composite import run as run_index
    from generator.composite.log import list_warnings
    from generator.export.score_input import read_framework, read_values
    from generator.export.score_output import LOG, make_files, write_files

    options = make_options(args)
    entries, framework = read_framework(args.framework, ignore_extra=args.ignore_extra)
    tree = build_tree(entries, file=str(args.framework))
    table, values = read_values(args.values, tree, panel=args.panel)
    result = run_index(table, tree, options)
    ranges = measure_ranges(result, draws=args.draws, seed=args.seed) if args.draws else None
    files = make_files(result, values=values, framework=framework, ranges=ranges)
    write_files(choose(args), files)
    for warning in list_warnings(result):
        sys.stderr.write(f"note: {warning}\n")
    for name, content in files.items():
        lines = content.count(b"\n") - 1
        rows = "" if name == LOG else f": {lines:,} rows"
        sys.stdout.write(f"{args.output / name}{rows}\n")
    return 0


def choose(args: argparse.Namespace) -> Path:
    """Return the folder to write into.

    Raises:
        ProsperityError: files of others, or the inputs, are in the way.
    """
    inputs = (args.values, args.framework)
    program = f"prosperity {NAME}"
    return choose_folder(args.output, FILES, log=FILES[-1], program=program, inputs=inputs, force=args.force)


def make_options(args: argparse.Namespace) -> Options:
    """Return the choices that the arguments make.

    Raises:
        ProsperityError: an option without a meaning, or without effect.
    """
    from generator.composite import Normalisation, Options, parse_mean

    means = [name for text in args.aggregate or ["arithmetic"] for name in text.split(",")]
    return Options(
        impute=args.impute,
        screen=args.screen,
        treat=_make_treatment(args),
        normalise=Normalisation(
            method=args.normalise,
            scale=None if args.scale is None else (args.scale[0], args.scale[1]),
            cap=not args.no_cap,
            ties=args.ties,
            reference=args.reference,
        ),
        aggregate=tuple(parse_mean(name) for name in means),
        missing_threshold=args.missing_threshold,
        allow_constant=args.allow_constant,
        ignore_extra=args.ignore_extra,
    )


def _make_treatment(args: argparse.Namespace) -> Treatment | None:
    from generator.composite import Treatment
    from generator.errors import ProsperityError

    names = ("winsorise_max", "skew", "kurtosis", "transform", "box_cox_lambda", "combine")
    given = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    if args.treat != "none":
        return Treatment(**given)
    if given:
        option = f"--{next(iter(given)).replace('_', '-')}"
        raise ProsperityError(
            f"{option} has no effect without a treatment",
            field=option,
            expected="--treat winsorise-log with it",
            mend=f"add --treat winsorise-log, or leave {option} out",
        )
    return None
