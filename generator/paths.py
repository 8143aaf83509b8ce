"""Every path of the project, in one place."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SOURCES = (
    *(".ci", ".editorconfig", ".github", ".gitignore", ".vscode", "ARCHITECTURE.md", "CHANGELOG.md"),
    *("CITATION.cff", "CONTRIBUTING.md", "GUIDES.md"),
    *("LICENSE", "Makefile", "README.md", "constraints.txt", "data", "generator", "pyproject.toml"),
    *("scripts", "site", "templates", "tests"),
)
"""Everything under the project root that is committed: no command puts its output there."""


@dataclass(frozen=True)
class Paths:
    """Folders and files under one project root."""

    root: Path

    @property
    def data(self) -> Path:
        """The committed, tidy data."""
        return self.root / "data"

    @property
    def datasets(self) -> Path:
        """One folder per dataset: ``observations.csv`` and ``dataset.yml``."""
        return self.data / "datasets"

    @property
    def framework(self) -> Path:
        """Domains, pillars, elements, indicators and weights."""
        return self.data / "framework.yml"

    @property
    def errors(self) -> Path:
        """What is known of the errors of series."""
        return self.data / "errors.yml"

    @property
    def coherence_before(self) -> Path:
        """How an older framework hung together."""
        return self.data / "coherence_before.csv"

    @property
    def first_build(self) -> Path:
        """The scores of the first whole build of the open edition."""
        return self.data / "first_build.csv"

    @property
    def bent_years(self) -> Path:
        """Years from and to which no change of a series is told."""
        return self.data / "bent_years.yml"

    @property
    def goalposts(self) -> Path:
        """The ends of every indicator's scale, fixed."""
        return self.data / "goalposts.csv"

    @property
    def licences(self) -> Path:
        """Licences of the data, and what each asks to be said."""
        return self.data / "licences.yml"

    @property
    def inside(self) -> Path:
        """Small areas inside the councils: a table for each nation, and what it holds."""
        return self.data / "inside"

    @property
    def inside_recipe(self) -> Path:
        """How the small areas are read from the files of their publishers; kept by hand."""
        return self.data / "inside_recipe.yml"

    @property
    def recipes(self) -> Path:
        """How each dataset is read from the file of its publisher; kept by hand."""
        return self.data / "recipes"

    @property
    def left_out_reasons(self) -> Path:
        """Why raw tables are not used; kept by hand."""
        return self.data / "left_out_reasons.yml"

    @property
    def copies(self) -> Path:
        """Figures read from somebody's copy, and what a second look found; kept by hand."""
        return self.data / "copies.yml"

    @property
    def left_out(self) -> Path:
        """Raw tables that no recipe reads, with reasons."""
        return self.data / "left_out.yml"

    @property
    def edition(self) -> Path:
        """Name, date and draws of the current edition."""
        return self.data / "edition.yml"

    @property
    def settings(self) -> Path:
        """Title, publisher, address, repository, contact and language; kept by hand."""
        return self.data / "settings.yml"

    @property
    def editions(self) -> Path:
        """Closed editions: a record and the inputs of each."""
        return self.data / "editions"

    @property
    def corrections(self) -> Path:
        """Mistakes that were mended."""
        return self.data / "corrections.yml"

    @property
    def citation(self) -> Path:
        """How the index asks to be cited."""
        return self.root / "CITATION.cff"

    @property
    def areas(self) -> Path:
        """The register of councils, regions, nations and the UK."""
        return self.data / "areas.csv"

    @property
    def names(self) -> Path:
        """What places are called where people know better than the raw register; kept by hand."""
        return self.data / "names.csv"

    @property
    def council_changes(self) -> Path:
        """Councils that replace others, coming and done; kept by hand."""
        return self.data / "council_changes.csv"

    @property
    def places(self) -> Path:
        """Names of places with their councils: settlements, parishes, wards, constituencies and more."""
        return self.data / "places"

    @property
    def place_sources(self) -> Path:
        """Who published the names of places, and under which licence; kept by hand."""
        return self.data / "place_sources.yml"

    @property
    def search_words(self) -> Path:
        """Words that the search box passes over; kept by hand."""
        return self.data / "search_words.yml"

    @property
    def area_changes(self) -> Path:
        """Predecessor and successor councils with dates."""
        return self.data / "area_changes.csv"

    @property
    def neighbours(self) -> Path:
        """Statistical neighbours of each council."""
        return self.data / "neighbours.csv"

    @property
    def contiguous(self) -> Path:
        """Councils that share a boundary."""
        return self.data / "contiguous.csv"

    @property
    def quality(self) -> Path:
        """What the quality gates of the import found, one row for each problem."""
        return self.data / "quality.csv"

    @property
    def quality_summary(self) -> Path:
        """How many series went through each quality gate."""
        return self.data / "quality_summary.csv"

    @property
    def doubtful(self) -> Path:
        """Figures that can hardly be true, as the import found them."""
        return self.data / "doubtful.csv"

    @property
    def reviews(self) -> Path:
        """What was decided on doubtful figures; kept by hand."""
        return self.data / "reviews.yml"

    @property
    def clusters(self) -> Path:
        """``clusters.csv`` (what they are) and ``members.csv``."""
        return self.data / "clusters"

    @property
    def maps(self) -> Path:
        """Simplified boundaries and the hexagon map."""
        return self.data / "maps"

    @property
    def presets(self) -> Path:
        """Weights that readers may start from."""
        return self.data / "weights.yml"

    @property
    def postcodes(self) -> Path:
        """Postcode to council shards, one per postcode area."""
        return self.data / "postcodes"

    @property
    def templates(self) -> Path:
        """Jinja templates and sentence rules."""
        return self.root / "templates"

    @property
    def site(self) -> Path:
        """Hand-written pages and assets."""
        return self.root / "site"

    @property
    def public(self) -> Path:
        """The built site (never committed)."""
        return self.root / "public"

    @property
    def frozen(self) -> Path:
        """Frozen copies of editions, each under its name (never committed)."""
        return self.root / "frozen"

    @property
    def raw(self) -> Path:
        """Raw files that were fetched (never committed)."""
        return self.root / "raw"

    @property
    def cache(self) -> Path:
        """Disposable build cache."""
        return self.root / ".cache"


@dataclass(frozen=True)
class DataPaths(Paths):
    """The same for a data folder of any name, without a project around it."""

    @property
    def data(self) -> Path:
        """The folder itself."""
        return self.root


def find_root(start: Path | None = None) -> Path:
    """Return the project root: the nearest folder at or above ``start`` that holds ``data/framework.yml``.

    Falls back to the folder that holds the installed package, so that the command works from anywhere.
    """
    with suppress(OSError):
        # Even the working folder may be gone.
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "data" / "framework.yml").is_file():
                return folder
    return Path(__file__).resolve().parent.parent


PROJECT = Paths(find_root())
