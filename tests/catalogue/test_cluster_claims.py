"""What is said of clusters: the file of the project, and what is refused in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.cluster_claims import CLAIMS, load_cluster_claims
from generator.errors import ProsperityError
from generator.paths import PROJECT

FRAMEWORK = store.load_framework(PROJECT)
CLUSTERS = store.load_clusters(PROJECT)
LINE = "  - {{cluster: {}, slug: {}, says: it is so, measure: {}, expects: {}}}\n"


def load(folder: Path, *lines: tuple[str, str, str, str]) -> None:
    file = folder / CLAIMS
    file.write_text("claims:\n" + "".join(LINE.format(*line) for line in lines), "utf-8")
    load_cluster_claims(file, FRAMEWORK, CLUSTERS)


def test_every_cluster_of_public_debate_has_three_claims_and_the_red_wall_thirteen() -> None:
    counted = Counter(
        {slug: len(claims) for slug, claims in load_cluster_claims(
            PROJECT.clusters / CLAIMS, FRAMEWORK, CLUSTERS
        ).items()}
    )  # fmt: skip
    debated = [cluster.slug for cluster in CLUSTERS if cluster.kind in ("political", "places")]
    assert min(counted[slug] for slug in debated) >= 3
    assert counted["red-wall"] >= 13


def test_without_a_file_nothing_is_said(tmp_path: Path) -> None:
    assert load_cluster_claims(tmp_path / CLAIMS, FRAMEWORK, CLUSTERS) == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("red-fence", "one", "health", "low"), "there is no cluster 'red-fence'"),
        (("red-wall", "one", "wealth", "low"), "there is no measure 'wealth'"),
        (("red-wall", "one", "child-low-income", "low"), "there is no measure 'child-low-income'"),
        (("red-wall", "one", "health", "bottom_half"), "bottom_half is about the overall score alone"),
        (("red-wall", "one", "health", "middling"), "expects"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, line: tuple[str, str, str, str], problem: str) -> None:
    with pytest.raises(ProsperityError) as found:
        load(tmp_path, line)
    assert problem in str(found.value) and f"{CLAIMS}:2" in str(found.value)


def test_a_name_stands_once_in_a_cluster(tmp_path: Path) -> None:
    load(tmp_path, ("red-wall", "one", "health", "low"), ("coastal", "one", "health", "low"))
    with pytest.raises(ProsperityError, match="a claim of this name before"):
        load(tmp_path, ("red-wall", "one", "health", "low"), ("red-wall", "one", "health", "high"))
