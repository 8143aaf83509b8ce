"""The engine gives the same bits on every processor."""

import ast
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from generator.catalogue import store
from generator.catalogue.records import Edition
from generator.composite.arrays import Floats
from generator.composite.low_rank import guess_missing
from generator.files.documents import dump_record
from generator.index.audit.consistency import COMPONENT_DIGITS, analyse_components, list_parts
from generator.index.draws import NORMAL_STEPS, find_normal_quantiles
from generator.index.normalisation import place_values
from generator.index.results import Snapshot
from generator.paths import PROJECT

ROOMS = ("composite", "index", "findings")
DEPENDS_ON_THE_PROCESSOR = {
    *(
        "log",
        "log1p",
        "log2",
        "log10",
        "exp",
        "expm1",
        "power",
        "float_power",
        "arctanh",
        "tanh",
        "sin",
        "cos",
    ),
    *(
        "dot",
        "vdot",
        "matmul",
        "inner",
        "einsum",
        "tensordot",
        "linalg",
        "corrcoef",
        "cov",
        "polyfit",
        "interp",
    ),
    *("multinomial", "normal", "standard_normal", "uniform", "exponential", "gamma", "beta", "binomial"),
}
MATRIX_PRODUCTS = {
    "composite/low_rank.py": "a fitted model, which is rounded",
    "composite/spread.py": "whole numbers",
    "findings/clusters.py": "whole numbers",
    "index/draws.py": "whole numbers",
    "index/sobol.py": "whole numbers",
}
"""Where ``@`` may stand, and why its order of adding does not show."""
FITTED = {"composite/low_rank.py", "index/audit/consistency.py"}
"""Where numpy's linear algebra may be called: what it gives is rounded before it is used."""
BORDER = 1e-10
"""Linear algebra differs by less than a hundredth of this from one processor to another."""


def list_sources() -> list[tuple[str, ast.Module]]:
    package = PROJECT.root / "generator"
    files = [file for room in ROOMS for file in sorted((package / room).rglob("*.py"))]
    return [(file.relative_to(package).as_posix(), ast.parse(file.read_text("utf-8"))) for file in files]


def test_nothing_is_called_whose_last_bit_depends_on_the_processor() -> None:
    called = {
        (name, node.attr)
        for name, tree in list_sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in DEPENDS_ON_THE_PROCESSOR
        and isinstance(node.value, ast.Name)
        and node.value.id in ("np", "math", "random", "rng")
    }
    assert called == {(name, "linalg") for name in FITTED}


def test_matrix_products_stand_only_where_their_order_does_not_show() -> None:
    found = {
        name
        for name, tree in list_sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    }
    assert found == set(MATRIX_PRODUCTS)


def distance_to_border(values: Floats, *, step: float) -> float:
    """How near a value comes to the middle between two multiples of a step."""
    steps = values[~np.isnan(values)] / step
    return float(np.abs(np.abs(steps - np.rint(steps)) - 0.5).min() * step)


def test_no_guess_lies_on_a_border_of_rounding(standing: Snapshot) -> None:
    """Fitted numbers differ by some 1e-13 between processors: rounding must not make two of one."""
    [area for area in store.load_areas(PROJECT) if area.kind == "council"]
    places = place_values(
        standing.level.value,
        panel=standing.panel,
        goalposts=standing.goalposts,
        sign=standing.structure.sign,
    )
    guess = guess_missing(
        np.clip(places, 0.0, 100.0), group=standing.panel.nation, pooled=standing.panel.pooled
    )
    missing = np.clip(guess.mean, 0.0, 100.0)[np.isnan(places)]
    assert len(missing) > 1000
    for values in (missing, guess.spread, guess.shift):
        assert distance_to_border(values, step=0.001) > BORDER


def test_no_component_lies_on_a_border_of_rounding(standing: Snapshot) -> None:
    level, seen = standing.level, 0
    for _, kind, columns in list_parts(standing.structure):
        scores = level.indicator_score if kind == "indicators" else level.scores.score
        values = scores[:, columns]
        values = values[:, (~np.isnan(values)).mean(axis=0) >= 0.5]
        found = analyse_components(values)
        for numbers in (found.share, found.loading):
            if not np.isnan(numbers).any() and len(numbers):
                seen += len(numbers)
                assert distance_to_border(numbers, step=10.0**-COMPONENT_DIGITS) > BORDER
    assert seen > 100


def test_no_normal_number_lies_on_a_border_of_rounding() -> None:
    assert distance_to_border(NORMAL_STEPS * find_normal_quantiles(), step=1.0) > BORDER


def list_features() -> str:
    """Names of numpy's optional processor features that are in use here."""
    from numpy._core import _multiarray_umath as core

    return " ".join(
        name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name) and name != "X86_V2"
    )


def make_project(folder: Path) -> Path:
    """A project beside this one: the same data, fewer draws, a cache of its own."""
    (folder / "data").mkdir(parents=True)
    for file in PROJECT.data.iterdir():
        if file.name != "edition.yml":
            (folder / "data" / file.name).symlink_to(file)
    edition: Edition = store.load_edition(PROJECT).model_copy(update={"draws": 100, "sobol": 8})
    (folder / "data" / "edition.yml").write_text(dump_record(edition), encoding="utf-8")
    for name in ("templates", "site", "CITATION.cff", "generator"):
        (folder / name).symlink_to(PROJECT.root / name)
    return folder


def hash_files(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }


SETTINGS = {
    "plain": {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": "all", "TZ": "Asia/Kolkata"},
    "vectors": {"OPENBLAS_CORETYPE": "Haswell", "LC_ALL": "C", "OPENBLAS_NUM_THREADS": "2"},
}
RUN = """
import sys
from pathlib import Path
from generator import cli
from generator.findings.audited import audit_all
from generator.site import build
from generator.export.tables import gather_groups, make_scores
from generator.export.whole_tables import gather_frames

gather, gathered = build.gather_site, []
build.gather_site = lambda *given, **more: gathered.append(gather(*given, **more)) or gathered[0]
done = cli.main(["build", "--only", "councils/swansea", "--no-pdf", "--no-cards", "--output", "page"])
site = gathered[0]
areas = tuple(site.places.values())
scores = make_scores(site.index, areas, gather_groups(site.index, areas, site.clusters), site.words.bands)
audited = audit_all(
    site.index,
    site.framework,
    areas,
    edition=site.edition,
    clusters=site.clusters,
    found=site.findings.council,
)
Path("tables").mkdir()
for name, table in (gather_frames(site, scores, audited) | audited).items():
    table.to_csv(f"tables/{name}.csv", index=False)
sys.exit(done)
"""
"""A page by the command, and all tables of the same run of the engine: two runs would take twice as long."""


def test_tables_and_pages_have_the_same_bytes_on_other_processors(tmp_path: Path) -> None:
    """As on an old processor without vectors, and on one with them: all tables, the audit, and a page."""
    found = {}
    for name, setting in SETTINGS.items():
        root = make_project(tmp_path / name)
        given = dict(os.environ) | setting | {"PYTHONPATH": str(PROJECT.root)}
        if "NPY_DISABLE_CPU_FEATURES" in given:
            given["NPY_DISABLE_CPU_FEATURES"] = list_features()
        run = subprocess.run(
            [sys.executable, "-c", RUN], cwd=root, env=given, capture_output=True, encoding="utf-8"
        )
        assert run.returncode == 0, run.stderr
        found[name] = hash_files(root / "tables") | hash_files(root / "page")
    assert {"scores.csv", "findings.csv", "sobol.csv"} <= set(found["plain"])
    assert "councils/swansea/index.html" in found["plain"]
    assert found["plain"] == found["vectors"]
