"""One built site and one Chromium for all tests of this folder, which run in one worker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from http.server import ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path

import pytest
from page_words import Block, read_words
from playwright.sync_api import Browser, sync_playwright

from generator.paths import PROJECT
from generator.publish.manifest import hash_code, hash_data
from generator.publish.serve import QuietHandler

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests; ``tests/conftest.py`` keeps them together, so that the site is built once."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


def is_current(folder: Path) -> bool:
    """Whether the site in ``folder`` was built from the data and code that are here now."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return False
    told = json.loads(manifest.read_text(encoding="utf-8"))
    return bool(told["data_cut"] == hash_data(PROJECT) and told["code_sha256"] == hash_code(PROJECT))


def run_build(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "generator.cli", "build", *arguments], cwd=PROJECT.root, check=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site as it is built: the one in ``public/`` if it is current, else a new one."""
    folder = PROJECT.public
    if not is_current(folder):
        folder = tmp_path_factory.mktemp("site") / "public"
        run_build("--output", str(folder))
    return folder


@pytest.fixture(scope="session")
def public(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site without frozen copies of editions, which are sites of their own by the same code."""
    told = {
        file.parent.name: json.loads(file.read_text("utf-8"))
        for file in built.glob("editions/*/manifest.json")
    }
    copies = {name for name, manifest in told.items() if manifest["frozen"]}
    if not copies:
        return built
    bare = tmp_path_factory.mktemp("bare") / "public"

    def ignore(place: str, names: list[str]) -> set[str]:
        return copies.intersection(names) if Path(place) == built / "editions" else set()

    shutil.copytree(built, bare, ignore=ignore)
    return bare


@pytest.fixture(scope="session")
def page_blocks(public: Path) -> dict[str, list[Block]]:
    """The words of every page, by its path."""
    pages = sorted(public.rglob("*.html"))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        blocks = list(pool.map(read_words, pages, chunksize=16))
    return {page.relative_to(public).as_posix(): found for page, found in zip(pages, blocks, strict=True)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as ``make test`` found it."""
    names = (os.environ.get("CHROMIUM", ""), *BROWSERS)
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path is not None, "no Chromium found; run the tests by: make test"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
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
