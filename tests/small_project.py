"""A small copy of the project: twelve elements of the real framework with their real data, and few draws."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from generator.paths import PROJECT, Paths

ELEMENTS = {
    *("road-safety", "equal-chances", "stewardship-of-place", "meaning-in-life", "access-to-finance"),
    *("good-workplaces", "travel-to-work", "productivity", "housing-costs", "longevity", "early-years"),
    "emissions-and-energy",
}
"""One of each pillar, with a trend, so that the small project has scores of every kind."""


def make_small_project(place: Path) -> Path:
    """Make the copy at ``place`` and return it."""
    for name in ("generator", "templates", "site"):
        shutil.copytree(PROJECT.root / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT.citation, place)
    left_out = shutil.ignore_patterns("datasets", "recipes", "editions")
    shutil.copytree(PROJECT.data, place / "data", ignore=left_out)
    small = Paths(place)
    small.framework.write_text(shrink_framework(PROJECT.framework.read_text("utf-8")), "utf-8")
    edition = re.sub(r"(draws|sobol): \d+", r"\1: 8", PROJECT.edition.read_text("utf-8"))
    small.edition.write_text(edition, "utf-8")
    indicators = read_slugs(small)
    head, *rows = PROJECT.goalposts.read_text("utf-8").splitlines(keepends=True)
    fixed = [row for row in rows if row.split(",")[0] in indicators]
    small.goalposts.write_text("".join([head, *fixed]), "utf-8")
    # They tell of series that the small copy does not have.
    small.errors.unlink()
    small.bent_years.unlink()
    (small.clusters / "claims.yml").unlink()
    # Most elements of the pairs are not among these.
    (small.templates / "text" / "pairs.yml").write_text("pairs: []\n", "utf-8")
    small.recipes.mkdir()
    slugs = set(re.findall(r"dataset: (\S+)", small.framework.read_text("utf-8")))
    keep_rows(small, slugs)
    for slug in sorted(slugs):
        shutil.copytree(PROJECT.datasets / slug, small.datasets / slug)
        shutil.copy(PROJECT.recipes / f"{slug}.yml", small.recipes)
    return place


def keep_rows(small: Paths, slugs: set[str]) -> None:
    """Leave out what the gates found in other datasets, and what was decided on it."""
    for file, column in ((small.quality, 2), (small.doubtful, 0)):
        head, *rows = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join([head, *(row for row in rows if row.split(",")[column] in slugs)]), "utf-8")
    mark = "  - dataset: "
    head, *reviews = small.reviews.read_text("utf-8").split(mark)
    kept = [f"{mark}{review}" for review in reviews if review.partition("\n")[0] in slugs]
    small.reviews.write_text("".join([head, *kept]), "utf-8")


def read_slugs(small: Paths) -> set[str]:
    """Return the indicators of the framework."""
    return set(re.findall(r"^ {14}- slug: (\S+)", small.framework.read_text("utf-8"), re.MULTILINE))


def shrink_framework(text: str) -> str:
    """Return the framework with one element in each pillar, its lines as they are."""
    kept, wanted = [], True
    for line in text.splitlines(keepends=True):
        if re.match(r" {0,6}- slug: ", line):
            wanted = True
        elif line.startswith("          - slug: "):
            wanted = line.split()[-1] in ELEMENTS
        if wanted:
            kept.append(line)
    return "".join(kept)
