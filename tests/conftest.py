"""What holds for all tests: how cases are made up, what a run makes once, and how workers share the tests."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from generator.catalogue import store
from generator.index.results import Snapshot
from generator.index.run import score_level
from generator.pages.gather import gather_site
from generator.pages.site import Site
from generator.paths import PROJECT
from generator.render.fonts import make_fonts

# The same cases on every machine and in every run, and no limit of time: a busy machine is only slower.
settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")

# What somebody has set for a site of their own says nothing about the project.
os.environ.pop("PROSPERITY_SITE_URL", None)

FIRST = (
    # One worker builds the site, while the others do what needs none.
    "tests/browser/test_access.py",
    "tests/pages/",
    "tests/project/test_guides.py",
    "tests/commands/",
    "tests/composite/",
    "tests/index/",
    # Then what needs it, the longest first.
    "tests/browser/test_whole_site.py",
    "tests/browser/test_words_on_pages.py",
    "tests/browser/",
)
"""In which order files are begun: small ones come last, so that the workers end together."""

TOGETHER = "tests/pages/"
"""The files of this folder gather the whole index once for all of them, in one worker."""

MakeOnce = Callable[[str, Callable[[Path], object]], Path]


class FileByFile(LoadScopeScheduling):
    """Sends each file to one worker, in their order: many compute something once for all their tests.

    The choice ``--dist loadfile`` would put files with many tests first, however quick they are.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Use it for whatever way of spreading the tests is asked for."""
    return FileByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files in the order of ``FIRST``, and leave all others as they are."""

    def stand(item: pytest.Item) -> int:
        found = (place for place, start in enumerate(FIRST) if item.nodeid.startswith(start))
        return next(found, len(FIRST))

    items.sort(key=stand)


@pytest.fixture(scope="session")
def make_once(tmp_path_factory: pytest.TempPathFactory) -> MakeOnce:
    """Make a file or folder once for all workers of a run; the others wait, and get the same path."""
    base = tmp_path_factory.getbasetemp()
    # A worker has a folder of its own inside that of the run.
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, maker: Callable[[Path], object]) -> Path:
        place = shared / name
        with (shared / f"{name}.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not place.exists():
                part = shared / f"{name}.part"
                maker(part)
                part.rename(place)
        return place

    return make


@pytest.fixture(scope="session")
def fonts_cache(make_once: MakeOnce) -> Path:
    """A cache that holds the fonts of the pages and nothing else: to make them takes seconds."""
    return make_once("fonts-cache", lambda folder: list(make_fonts(folder)))


@pytest.fixture(scope="session")
def all_observations(make_once: MakeOnce) -> pd.DataFrame:
    """Every committed observation that the framework uses; it takes seconds to read them."""

    def read(file: Path) -> None:
        areas = store.load_areas(PROJECT)
        store.load_observations(PROJECT, store.load_framework(PROJECT), areas).to_pickle(file)

    found: pd.DataFrame = pickle.loads(make_once("observations", read).read_bytes())
    return found


@pytest.fixture(scope="session")
def standing(all_observations: pd.DataFrame, make_once: MakeOnce) -> Snapshot:
    """The committed data scored, without trend and draws."""

    def score(file: Path) -> None:
        framework, areas = store.load_framework(PROJECT), store.load_areas(PROJECT)
        edition = store.load_edition(PROJECT)
        file.write_bytes(pickle.dumps(score_level(framework, all_observations, areas, edition=edition)))

    found: Snapshot = pickle.loads(make_once("standing", score).read_bytes())
    return found


@pytest.fixture(scope="session")
def site(make_once: MakeOnce) -> Site:
    """The committed data with index and findings, from few draws: nobody looks at their noise."""

    def gather(file: Path) -> None:
        edition = store.load_edition(PROJECT).model_copy(update={"draws": 20, "sobol": 8})
        file.write_bytes(pickle.dumps(gather_site(PROJECT, edition)))

    gathered: Site = pickle.loads(make_once("gathered", gather).read_bytes())
    # It stays to the end: the collector need not look at its millions of objects again and again.
    gc.freeze()
    return gathered
