"""What is said of clusters, and what tests it: ``data/clusters/claims.yml``, kept by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from generator.catalogue.records import Cluster, Framework, Record, Slug, Words
from generator.files.documents import read_document
from generator.files.faults import Faults

CLAIMS = "claims.yml"
"""The file, in the folder of the clusters."""
Expectation = Literal["low", "high", "alike", "not_low", "bottom_half", "exceptions"]


class ClusterClaim(Record):
    """Something that is said of a cluster.

    Attributes:
        cluster: of whom.
        slug: its name, in the cluster.
        says: what is said, as the end of "It is said that".
        measure: overall, or a pillar, element or indicator, that tests it; None where no open figure does.
        expects: what the figures should show if it is so: members low or high against other councils, alike,
            not clearly low, in the bottom half, or with exceptions at the top. Of an indicator it is its
            value that is low or high, of a score that.
    """

    cluster: Slug
    slug: Slug
    says: Words
    measure: Slug | None = None
    expects: Expectation = "low"


class ClusterClaims(Record):
    """The file."""

    claims: tuple[ClusterClaim, ...]


def load_cluster_claims(
    file: Path, framework: Framework, clusters: Collection[Cluster]
) -> dict[str, tuple[ClusterClaim, ...]]:
    """Read the claims, by cluster, in the order of the file; none where there is no file.

    Raises:
        ProsperityError: a cluster or a measure that is not there, a claim twice, an expectation that only the
            overall score can meet; all together, with file, line and claim.
    """
    if not file.exists():
        return {}
    document = read_document(file, ClusterClaims)
    known = {cluster.slug for cluster in clusters}
    measures = {
        "overall",
        *(pillar.slug for pillar in framework.pillars),
        *(element.slug for element in framework.elements),
        *(indicator.slug for indicator in framework.indicators if indicator.counts_for == "score"),
    }
    faults = Faults(file)
    found: dict[str, list[ClusterClaim]] = {}
    for number, claim in enumerate(document.record.claims):
        for problem, expected in _examine(claim, known, measures, found.get(claim.cluster, ())):
            faults.add(
                problem,
                line=document.line("claims", number),
                name=f"claims.{claim.slug}",
                code=claim.cluster,
                expected=expected,
            )
        found.setdefault(claim.cluster, []).append(claim)
    faults.check()
    return {slug: tuple(claims) for slug, claims in found.items()}


def _examine(
    claim: ClusterClaim, clusters: set[str], measures: set[str], before: Collection[ClusterClaim]
) -> Iterator[tuple[str, str]]:
    """Yield each problem of a claim, and what was expected."""
    if claim.cluster not in clusters:
        yield f"there is no cluster {claim.cluster!r}", "a cluster of clusters.csv"
    if claim.measure is not None and claim.measure not in measures:
        yield (
            f"there is no measure {claim.measure!r}",
            "overall, or a pillar, element or indicator that is scored",
        )
    if claim.expects in ("bottom_half", "exceptions") and claim.measure != "overall":
        yield f"{claim.expects} is about the overall score alone", "measure: overall"
    if any(claim.slug == other.slug for other in before):
        yield "the cluster has a claim of this name before", "each name once"
