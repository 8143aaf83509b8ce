"""The table of gaps: how far every place lies from its nation and from the UK, then and now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from generator.catalogue.contents import place_of
from generator.findings.gaps import Gap, Whole, find_main_nation, list_wholes
from generator.findings.levelling import Register
from generator.findings.thresholds import HALF_MEASURED
from generator.index.ends import UK
from generator.text.told_edition import ToldEdition

GAP_COLUMNS = (
    *("area_code", "kind", "compared_with", "level", "node", "start_year", "end_year", "start", "end"),
    *("start_error", "end_error", "own_share", "whole_start", "whole_end"),
    *("gap_start", "gap_end", "gap_change", "gap_low", "gap_high"),
)
CLUSTER = "cluster:"


def make_gaps(site: ToldEdition) -> pd.DataFrame:
    """Return ``gaps.csv``: one row for each place, nation or UK that it is compared with, and node.

    Regions and clusters have a row where councils with both years hold half of their people. A cluster is
    compared with the nation in which most of its people live.
    """
    # Thousands of parts have a row each: to make a table of every one would take seconds.
    columns: dict[str, list[object]] = {name: [] for name in GAP_COLUMNS}
    for part in _list_parts(site):
        for name, cells in columns.items():
            found = part[name]
            cells += found.tolist() if isinstance(found, np.ndarray) else [found] * len(part["start"])
    return pd.DataFrame(columns)


def _list_parts(site: ToldEdition) -> Iterator[dict[str, Any]]:
    """Yield rows by column: an array, or what stands in all of them."""
    register = Register.of(site.councils)
    codes = np.array([council.code for council in site.councils], dtype=object)
    main = {key: find_main_nation(register, group.members) for key, group in site.groups.items()}
    for scope, ends, whole in list_wholes(site.findings.ends, register):
        node = site.index.structure.nodes[ends.node]
        here = np.flatnonzero(whole.both)
        councils = _lay_out(whole.compare_each(), here)
        councils |= {
            "start_error": ends.error_start[here],
            "end_error": ends.error_end[here],
            "own_share": ends.own[here],
        }
        about = {
            "compared_with": scope,
            "level": node.level,
            "node": node.key,
            "start_year": ends.start_year,
            "end_year": ends.end_year,
        }
        yield {"area_code": codes[here], "kind": "council", **about, **councils}
        for code, kind, row in _list_groups(site, register, scope, whole, main):
            yield {"area_code": code, "kind": kind, **about, **row}


def _list_groups(
    site: ToldEdition, register: Register, scope: str, whole: Whole, main: dict[str, str]
) -> Iterator[tuple[str, str, dict[str, np.ndarray]]]:
    for key, group in site.groups.items():
        kind = "cluster" if key.startswith(CLUSTER) else site.places[key].kind
        if kind == "cluster" and place_of(site.words.clusters[key.removeprefix(CLUSTER)], site.places):
            continue
        inside = group.members if scope == UK else group.members & (register.nation == scope)
        fits = kind in ("region", "nation") if scope == UK else kind != "nation" and main[key] == scope
        if not fits or kind == "uk":
            continue
        held = register.people[inside & whole.both].sum()
        if held > 0 and held >= HALF_MEASURED * register.people[inside].sum():
            gap = whole.compare_group(inside, register.people)
            yield key.removeprefix(CLUSTER), kind, _lay_out(gap, slice(None))


def _lay_out(gap: Gap, rows: np.ndarray | slice) -> dict[str, np.ndarray]:
    """Return the columns of some rows of gaps; errors and shares are those of councils alone."""
    (gap_start, gap_end), (low, high) = gap.gaps, gap.interval
    columns = {
        "start": gap.start,
        "end": gap.end,
        "gap_start": gap_start,
        "gap_end": gap_end,
        "gap_change": gap.change,
        "gap_low": low,
        "gap_high": high,
    }
    found = {name: np.atleast_1d(part)[rows] for name, part in columns.items()}
    size = len(found["start"])
    empty = np.full(size, np.nan)
    return found | {
        "whole_start": np.full(size, gap.whole_start),
        "whole_end": np.full(size, gap.whole_end),
        "start_error": empty,
        "end_error": empty,
        "own_share": empty,
    }
