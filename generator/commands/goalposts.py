"""``prosperity goalposts``: how the fixed ends of the scales stand to the figures, and fixing them anew."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from generator.commands import read_count
from generator.errors import ProsperityError
from generator.files.outputs import follow

if TYPE_CHECKING:
    from generator.catalogue.records import FixedGoalposts
    from generator.index.scale import Drift

NAME = "goalposts"
HELP = "compare the fixed ends of the scales with those that the figures make; fix them"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the indicators, ``--write``, ``--all`` and ``--most``."""
    parser.add_argument(
        "indicators",
        nargs="*",
        metavar="INDICATOR",
        help="short names of indicators to fix anew, with --write",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="write data/goalposts.csv: fix what is not fixed, given goalposts, money at current prices and "
        "the indicators named; drop what the framework no longer has; leave the rest as it is",
    )
    parser.add_argument("--all", action="store_true", help="with --write, fix every indicator anew")
    parser.add_argument(
        "--most",
        type=read_count(),
        default=10,
        metavar="N",
        help="rows of the comparison to print (default: 10)",
    )


def run(args: argparse.Namespace) -> int:
    """Compare, write if asked to, and print what was found; 1 where goalposts are missing."""
    from generator.catalogue import store
    from generator.catalogue.goalposts import format_goalposts
    from generator.files.writer import replace_files
    from generator.index.level import pick_scored
    from generator.index.panel import number_nations
    from generator.index.run import lay_out
    from generator.index.scale import fit_scale, list_goalposts, measure_drift
    from generator.paths import PROJECT

    framework = store.load_errors(PROJECT, store.load_tree(PROJECT))
    areas, edition = store.load_areas(PROJECT), store.load_edition(PROJECT)
    refuse_unknown(args.indicators, {indicator.slug for indicator in framework.indicators})
    panel = lay_out(framework, store.load_observations(PROJECT, framework, areas), areas, edition=edition)
    nation = number_nations([area for area in areas if area.kind == "council"])
    latest = pick_scored(panel, framework, nation=nation, edition_year=edition.year)[0].value
    scale = fit_scale(panel, framework, latest=latest, first_year=edition.first_year)
    fitted = list_goalposts(scale, framework, edition=edition)
    if args.write:
        kept = () if args.all else store.read_goalposts(PROJECT)
        rows = choose_rows(kept, fitted, anew=args.indicators)
        file = follow(PROJECT.goalposts)
        replace_files(file.parent, {file.name: format_goalposts(rows).encode("utf-8")})
        fresh = sum(row not in kept for row in rows)
        sys.stdout.write(f"{PROJECT.goalposts}: {len(rows)} rows, {fresh} of them new or changed\n")
        return 0
    framework = store.load_framework(PROJECT)
    drift = measure_drift(framework, fitted, panel, latest)
    sys.stdout.write(describe_drift(drift, most=args.most))
    return 1 if any(one.kept is None for one in drift) else 0


def refuse_unknown(indicators: Sequence[str], known: Collection[str]) -> None:
    """Refuse an indicator that the framework does not have.

    Raises:
        ProsperityError: there is one.
    """
    for slug in indicators:
        if slug not in known:
            raise ProsperityError(
                f"there is no indicator {slug!r}",
                code=slug,
                expected="a slug of data/framework.yml",
                mend="look it up there",
            )


def choose_rows(
    kept: Sequence[FixedGoalposts], fitted: Sequence[FixedGoalposts], *, anew: Collection[str]
) -> list[FixedGoalposts]:
    """Return the rows to write: those that are kept, and fitted ones where they are not to be.

    A row stays with the edition in which it was fixed where its ends are the same.

    Args:
        kept: what is fixed.
        fitted: what the figures make, in the order to write.
        anew: slugs to fix anew.
    """
    before = {(row.indicator, row.nations): row for row in kept}
    # The rows of one indicator belong together: a group that is new changes the scale that all of them share.
    whole = {row.indicator for row in fitted}
    whole -= {row.indicator for row in fitted if (row.indicator, row.nations) not in before}
    rows = []
    for row in fitted:
        old = before.get((row.indicator, row.nations))
        stays = row.indicator in whole and row.basis == "fitted" and row.indicator not in anew
        same = old is not None and old.model_copy(update={"edition": row.edition}) == row
        rows.append(old if old is not None and (stays or same) else row)
    return rows


def describe_drift(drift: Sequence[Drift], *, most: int) -> str:
    """Return the comparison as lines: what lacks, then where most of today's figures lie beyond the ends."""
    lacking = [one.fitted for one in drift if one.kept is None and one.fitted is not None]
    held = [(one.kept, one.fitted, one.outside) for one in drift if one.kept is not None]
    moved = [one for one in held if one[1] is None or (one[0].low, one[0].high) != (one[1].low, one[1].high)]
    lines = [f"{len(held)} scales are fixed; the figures of today would move {len(moved)} of them."]
    lines += [f"not fixed: {row.indicator} ({', '.join(row.nations)})" for row in lacking]
    if held and most:
        lines += ["", "Scales with the largest share of today's figures beyond their ends:", ""]
        lines += [f"{'beyond':>7}  {'kept':^23}  {'of today':^23}  edition  indicator"]
    for kept, fitted, outside in sorted(held, key=lambda one: -one[2] if one[2] == one[2] else 0.0)[:most]:
        ends, today = (f"{row.low:>10.5g} to {row.high:<10.5g}" if row else "" for row in (kept, fitted))
        name = f"{kept.indicator} ({', '.join(kept.nations)})"
        lines.append(f"{outside:>7.1%}  {ends}  {today:23}  {kept.edition:7}  {name}")
    return "\n".join(lines) + "\n"
