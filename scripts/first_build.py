"""Writes ``data/first_build.csv``: the scores of the first build of the open edition, and the way from there.

    git worktree add ../first COMMIT
    (cd ../first && python -m generator.cli index --output ../first-tables --draws 1)
    PYTHONPATH=. .venv/bin/python scripts/first_build.py ../first ../first-tables

The first scores are those that the program of that commit makes. From there on one thing is changed at a
time, with the program of today: see ``generator.catalogue.first_build.STEPS``.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.catalogue import store
from generator.catalogue.first_build import STEPS, FirstScore
from generator.catalogue.records import Framework
from generator.index.difference import measure_difference
from generator.index.run import score_level
from generator.index.steps import Reading, read_standing
from generator.pages.last_edition import load_state
from generator.paths import PROJECT, DataPaths, Paths

DIGITS = 3


def main(checkout: Path, tables: Path) -> None:
    """Score every step and write the file."""
    asked = ["git", "rev-parse", "--short=8", "HEAD"]
    done = subprocess.run(asked, cwd=checkout, capture_output=True, text=True, check=True)
    way = score_steps(DataPaths(checkout / "data"), PROJECT)
    with (tables / "scores.csv").open(encoding="utf-8", newline="") as file:
        told = [row for row in csv.DictReader(file) if row["kind"] == "council" and row["score"]]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FirstScore.model_fields)
    for row in told:
        place = row["area_code"], row["node"]
        steps = ["" if row["level"] == "element" else write(way[step].get(place)) for step in STEPS]
        first = write(float(row["score"]))
        writer.writerow([done.stdout.strip(), row["area_code"], row["level"], row["node"], first, *steps])
    PROJECT.first_build.write_text(text.getvalue(), "utf-8")


def write(score: float | None) -> str:
    """Return a score with as many digits as ranks go by."""
    return "" if score is None else f"{score:.{DIGITS}f}"


def score_steps(old: Paths, new: Paths) -> dict[str, dict[tuple[str, str], float]]:
    """Return the scores after each step, by council and node."""
    before, after = load_state(old), load_state(new)
    figures = store.load_observations(old, after.framework, before.areas, partial=True)
    difference = measure_difference(before, after, old_figures=figures)
    codes = [council.code for council in difference.councils]
    partly = (
        (before.framework, before.observations, before.edition),
        (load_without_errors(new), figures, after.edition),
        (after.framework, figures, after.edition),
    )
    scored = [score_level(each, rows, difference.councils, edition=day) for each, rows, day in partly]
    readings = [*map(read_standing, scored), *difference.readings]
    return {step: name_scores(one, codes) for step, one in zip(STEPS, readings, strict=True)}


def name_scores(reading: Reading, codes: Sequence[str]) -> dict[tuple[str, str], float]:
    """Return the scores that there are, by council and node."""
    return {
        (code, node.key): score
        for code, row in zip(codes, reading.score.tolist(), strict=True)
        for node, score in zip(reading.structure.nodes, row, strict=True)
        if score == score
    }


def load_without_errors(paths: Paths) -> Framework:
    """Return the framework without what the errors of figures ask for: full weights, single periods."""
    with tempfile.TemporaryDirectory() as folder:
        for file in paths.data.iterdir():
            if file != paths.errors:
                (Path(folder) / file.name).symlink_to(file)
        return store.load_framework(DataPaths(Path(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
