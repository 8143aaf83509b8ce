"""One built site for all tests of this folder, and one Chromium for each worker."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from http.server import ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path

import pytest
from opening import PATIENCE
from page_words import Block, read_words
from playwright.sync_api import Browser, expect, sync_playwright

from generator.catalogue.settings import load_settings
from generator.paths import PROJECT
from generator.site.build import BuildOptions, find_site_url
from generator.site.manifest import hash_code, hash_data
from generator.site.serve import QuietHandler
from generator.verify.checks import Fault, check_site
from generator.verify.public_tables import PublicTables

FOLDER = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SUB_PATH = "a-sub-path"
WHOLE = ("councils/blackpool/card.png", "councils/blackpool/report.pdf")
"""What a site lacks that was built without cards or without reports on paper."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


def is_current(folder: Path) -> bool:
    """Whether ``folder`` is the whole site as data and code that are here now make it."""
    manifest = folder / "manifest.json"
    if not manifest.is_file() or not all((folder / name).is_file() for name in WHOLE):
        return False
    told = json.loads(manifest.read_text(encoding="utf-8"))
    made_from = (told["data_cut"], told["code_sha256"])
    if "only" in told or made_from != (hash_data(PROJECT), hash_code(PROJECT)):
        return False
    # Built for an address of somebody's own, its links and codes are others.
    home = find_site_url(BuildOptions(folder), load_settings(PROJECT))
    return f'<link rel="canonical" href="{home}">' in (folder / "index.html").read_text(encoding="utf-8")


def run_build(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "generator.cli", "build", *arguments], cwd=PROJECT.root, check=True)


@pytest.fixture(scope="session")
def built(make_once: Callable[..., Path]) -> Path:
    """The whole site as it is built: the one in ``public/`` if it is current, else a new one."""
    if is_current(PROJECT.public):
        return PROJECT.public
    return make_once("site", lambda folder: run_build("--output", str(folder)))


@pytest.fixture(scope="session")
def public(built: Path, make_once: Callable[..., Path]) -> Path:
    """The site without frozen copies of editions, which are sites of their own by the same code."""
    copies = list_copies(built)
    return make_once("bare", partial(link_site, built, copies)) if copies else built


def link_site(source: Path, copies: set[Path], folder: Path) -> None:
    """Set up a site by links to the files of another, but for its frozen copies."""

    def ignore(place: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(place) / name in copies}

    shutil.copytree(source, folder, ignore=ignore, copy_function=os.symlink)


def list_copies(folder: Path) -> set[Path]:
    """Return the folders of frozen copies in a site; what stands in for one is part of the site."""
    manifests = folder.glob("editions/*/manifest.json")
    return {file.parent for file in manifests if json.loads(file.read_text("utf-8"))["frozen"]}


@pytest.fixture(scope="session")
def tables(public: Path) -> PublicTables:
    """The published tables, each read when it is first asked for."""
    return PublicTables(public)


@pytest.fixture(scope="session")
def faults(built: Path, make_once: Callable[..., Path]) -> tuple[Fault, ...]:
    """What ``prosperity check`` finds wrong with the site: it reads everything, and so is run once."""
    file = make_once(
        "faults", lambda file: file.write_bytes(pickle.dumps(check_site(built, PROJECT.datasets)))
    )
    found: tuple[Fault, ...] = pickle.loads(file.read_bytes())
    return found


@pytest.fixture(scope="session")
def page_blocks(public: Path, make_once: Callable[..., Path]) -> dict[str, list[Block]]:
    """The words of every page, by its path."""

    def read(file: Path) -> None:
        pages = sorted(public.rglob("*.html"))
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            blocks = list(pool.map(read_words, pages, chunksize=16))
        named = {
            page.relative_to(public).as_posix(): found for page, found in zip(pages, blocks, strict=True)
        }
        file.write_bytes(pickle.dumps(named))

    found: dict[str, list[Block]] = pickle.loads(make_once("words", read).read_bytes())
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as ``make test`` found it."""
    names = (os.environ.get("CHROMIUM", ""), *BROWSERS)
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path is not None, "no Chromium found; run the tests by: make test"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), timeout=PATIENCE)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served below a sub-path as on a project's pages."""
    folder = tmp_path_factory.mktemp("served")
    (folder / SUB_PATH).symlink_to(public)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{SUB_PATH}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", params=["served", "folder"])
def address(request: pytest.FixtureRequest, public: Path) -> str:
    """Address of the site: served below a sub-path, then as plain files."""
    if request.param == "folder":
        return f"{public.as_uri()}/"
    return str(request.getfixturevalue("served"))
