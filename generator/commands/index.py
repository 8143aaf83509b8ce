"""``prosperity index``: compute the index and write its tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "index"
HELP = "compute the index; write its tables and its audit"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare output folder, number of draws and seed."""
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder for the CSV files")
    parser.add_argument("--draws", type=int, metavar="N", help="robustness draws (default: data/edition.yml)")
    parser.add_argument("--seed", type=int, metavar="S", help="seed of the draws (default: data/edition.yml)")


def run(args: argparse.Namespace) -> int:
    """Compute, write, and say what was written."""
    from generator.catalogue import store
    from generator.index.audit.run import audit
    from generator.index.run import compute_index
    from generator.paths import PROJECT
    from generator.publish.tables import gather_groups, make_scores, make_tables
    from generator.text.bands import BANDS, load_bands

    edition, bands = store.load_edition(PROJECT), load_bands(PROJECT.templates / BANDS)
    given = {name: getattr(args, name) for name in ("draws", "seed") if getattr(args, name) is not None}
    edition = edition.model_copy(update=given)
    framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    observations = store.load_observations(PROJECT, framework, areas)
    index = compute_index(framework, observations, areas, edition=edition)
    clusters = store.load_clusters(PROJECT)
    tables = make_tables(
        index,
        framework=framework,
        areas=areas,
        clusters=clusters,
        datasets=store.load_datasets(PROJECT),
        scores=make_scores(index, areas, gather_groups(index, areas, clusters), bands),
    )
    tables |= {f"audit/{name}": table for name, table in audit(index, framework, areas).items()}
    (args.output / "audit").mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        file = args.output / f"{name}.csv"
        table.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")
        sys.stdout.write(f"{file}: {len(table):,} rows\n")
    return 0
