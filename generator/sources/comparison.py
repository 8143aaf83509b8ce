"""What a new import changes against the data that is there: periods, revisions, series that vanish."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from generator.catalogue.store import read_observations
from generator.errors import ProsperityError

_KEY = ["series", "area_code", "period"]


def compare_datasets(old: Path, new: Path) -> tuple[str, ...]:
    """Return one line per change between two folders of datasets, sorted by dataset.

    Old data in another layout, from before a column was added, is told and not compared.

    Raises:
        ProsperityError: a table of the new folder cannot be read.
    """
    before, after = (_slugs(folder) for folder in (old, new))
    lines = []
    for slug in sorted(before | after):
        if slug not in after:
            lines.append(f"{slug}: vanished")
        elif slug not in before:
            lines.append(f"{slug}: new, {len(read_observations(new / slug))} observations")
        elif (old / slug / "observations.csv").read_bytes() != (new / slug / "observations.csv").read_bytes():
            lines += _compare_tables(slug, old=old, new=new)
    return tuple(lines)


def _compare_tables(slug: str, *, old: Path, new: Path) -> list[str]:
    after = read_observations(new / slug)
    try:
        before = read_observations(old / slug)
    except ProsperityError as reason:
        return [f"{slug}: not compared with the old data ({reason.problem})"]
    return [f"{slug}/{line}" for line in compare_observations(before, after)]


def compare_observations(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Return what differs between two tables of one dataset, per series."""
    lines = []
    for name in sorted(set(old["series"]) | set(new["series"])):
        before, after = (table[table["series"] == name] for table in (old, new))
        if after.empty:
            lines.append(f"{name}: series vanished")
        elif before.empty:
            lines.append(f"{name}: new series, {len(after)} observations")
        else:
            lines.extend(f"{name}: {line}" for line in _compare_series(before, after))
    return lines


def _compare_series(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    lines = []
    for words, one, other in (("new periods", after, before), ("vanished periods", before, after)):
        periods = sorted(set(one["period"]) - set(other["period"]))
        if periods:
            lines.append(f"{words} {', '.join(periods)}")
    both = before.merge(after, on=_KEY, how="outer", suffixes=("_old", "_new"), indicator=True)
    known = both["period"].isin(set(before["period"]) & set(after["period"]))
    for side, words in (("right_only", "more observations"), ("left_only", "observations gone")):
        count = int(((both["_merge"] == side) & known).sum())
        if count:
            lines.append(f"{count} {words} in periods known before")
    matched = both[both["_merge"] == "both"]
    same = (matched["value_old"] == matched["value_new"]) | (
        matched["value_old"].isna() & matched["value_new"].isna()
    )
    if not same.all():
        largest = (matched["value_new"] - matched["value_old"]).abs().max()
        lines.append(f"{int((~same).sum())} values revised, by up to {largest:g}")
    moved = matched["status_old"] != matched["status_new"]
    if moved.any():
        lines.append(f"{int(moved.sum())} observations of another status")
    reason = ~moved & (matched["reason_old"] != matched["reason_new"])
    if reason.any():
        lines.append(f"{int(reason.sum())} observations of another reason")
    return lines


def _slugs(folder: Path) -> set[str]:
    return {file.parent.name for file in folder.glob("*/observations.csv")}
