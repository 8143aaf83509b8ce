"""``prosperity index``: compute the index and write its tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.commands import MOST_DRAWS, read_count
from generator.files.outputs import choose_folder, read_place
from generator.index.audit.columns import TABLES as AUDIT

if TYPE_CHECKING:
    from generator.catalogue.records import Edition

NAME = "index"
HELP = "compute the index; write its tables and its audit"
# Written out, for a refusal must not wait for numpy; a test holds them to what is written.
TABLES = ("areas", "clusters", "framework", "goalposts", "indicators", "scores", "trend", "values")
LOG = "log.json"
FILES = (*(f"{name}.csv" for name in TABLES), *(f"audit/{table.name}.csv" for table in AUDIT), LOG)
PROGRAM = f"prosperity {NAME}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare output folder, number of draws and seed."""
    parser.add_argument(
        "--output", type=read_place, required=True, metavar="DIR", help="folder for the CSV files"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite files there that prosperity index did not write"
    )
    parser.add_argument(
        "--draws",
        type=read_count(1, MOST_DRAWS),
        metavar="N",
        help="robustness draws (default: data/edition.yml)",
    )
    parser.add_argument(
        "--seed", type=read_count(), metavar="S", help="seed of the draws (default: data/edition.yml)"
    )


def run(args: argparse.Namespace) -> int:
    """Compute, write, and say what was written."""
    choose(args)
    from generator.catalogue import store
    from generator.catalogue.first_build import load_first_build
    from generator.export.tables import gather_groups, make_scores, make_tables
    from generator.files.writer import replace_files
    from generator.findings.audited import audit_all
    from generator.findings.strengths import find_strengths
    from generator.index.run import compute_index
    from generator.index.scale import refuse_lacking
    from generator.paths import PROJECT
    from generator.text.bands import BANDS, load_bands

    edition, bands = store.load_edition(PROJECT), load_bands(PROJECT.templates / BANDS)
    given = {name: getattr(args, name) for name in ("draws", "seed") if getattr(args, name) is not None}
    edition = edition.model_copy(update=given)
    framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
    observations = store.load_observations(PROJECT, framework, areas)
    index = compute_index(framework, observations, areas, edition=edition)
    refuse_lacking(index.panel, framework, latest=index.level.value)
    clusters = store.load_clusters(PROJECT)
    tables = make_tables(
        index,
        framework=framework,
        areas=areas,
        clusters=clusters,
        datasets=store.load_datasets(PROJECT),
        scores=make_scores(index, areas, gather_groups(index, areas, clusters), bands),
    )
    by_code = {area.code: area for area in areas}
    found = find_strengths(index, framework, by_code, edition)
    former = {change.predecessor_code for change in store.load_changes(PROJECT)}
    first = load_first_build(PROJECT, codes={*index.panel.areas, *former})
    audited = audit_all(index, framework, areas, edition=edition, clusters=clusters, found=found, first=first)
    tables |= {f"audit/{name}": table for name, table in audited.items()}
    files = {
        f"{name}.csv": table.to_csv(index=False, lineterminator="\n").encode()
        for name, table in tables.items()
    }
    replace_files(choose(args), files | {LOG: make_log(files, edition)})
    for name, table in tables.items():
        sys.stdout.write(f"{args.output / name}.csv: {len(table):,} rows\n")
    return 0


def choose(args: argparse.Namespace) -> Path:
    """Return the folder to write into.

    Raises:
        ProsperityError: files of others are in the way.
    """
    return choose_folder(args.output, FILES, log=LOG, program=PROGRAM, force=args.force)


def make_log(files: Mapping[str, bytes], edition: Edition) -> bytes:
    """Return what was computed and the sha256 of every file, as JSON."""
    log = {
        "program": PROGRAM,
        "version": __version__,
        "edition": edition.name,
        "draws": edition.draws,
        "seed": edition.seed,
        "output": {name: sha256(content).hexdigest() for name, content in files.items()},
    }
    return f"{json.dumps(log, indent=1)}\n".encode()
