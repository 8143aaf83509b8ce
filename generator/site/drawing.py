"""Draws pages, here or in other processes: the one place that knows how the work is spread."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import cast

from generator.catalogue.citation_file import CitationFile
from generator.errors import ProsperityError
from generator.export.release import PAPER, Release, file_of
from generator.files.writer import SiteWriter, encode_text, write_under
from generator.pages.page import FileMaker, Page
from generator.pages.registry import KINDS
from generator.paper.papers import PaperPress
from generator.render.assets import Assets
from generator.render.environment import Renderer, make_environment
from generator.render.linked_data import NO_CATALOG, Catalog

EXECUTORS = ("process", "serial", "dask")
SHARES_PER_WORKER = 8


@dataclass(frozen=True)
class PageDrawer:
    """What is needed to draw any page; travels to other processes.

    Attributes:
        folders: template folders, the first that has a template wins.
        pages: all pages to draw.
        catalog: what machines are told of the files.
        with_cards: reports have cards beside them, and pages name theirs.
        citation_file: what pages take their citations from.
        release: the edition that is built.
        press: sets reports on paper; None for none.
    """

    folders: tuple[Path, ...]
    assets: Assets
    release: Release
    pages: tuple[Page, ...] = ()
    catalog: Catalog = NO_CATALOG
    with_cards: bool = False
    citation_file: CitationFile | None = None
    press: PaperPress | None = None

    @cached_property
    def renderer(self) -> Renderer:
        """The renderer of this process."""
        return Renderer(
            make_environment(self.folders),
            self.assets,
            self.release,
            catalog=self.catalog,
            with_cards=self.with_cards,
            citation_file=self.citation_file,
            paper_kinds=frozenset(
                name for name, kind in KINDS.items() if kind.paper and self.press is not None
            ),
        )

    def __getstate__(self) -> dict[str, object]:
        """Leave the renderer behind: compiled templates cannot travel."""
        return {name: value for name, value in self.__dict__.items() if name != "renderer"}

    def add_files(self, *plans: Mapping[str, FileMaker]) -> PageDrawer:
        """Return the drawer with files beside its pages: what makes them, by the path of the page."""
        return replace(self, pages=tuple(add_makers(page, plans) for page in self.pages))

    def draw(self, numbers: Iterable[int]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each page with one of these numbers and of the files beside it."""
        for page in (self.pages[number] for number in numbers):
            drawn = self.renderer.render(page)
            yield file_of(page.path), encode_text(drawn)
            if self.press is not None and KINDS[page.kind].paper:
                yield f"{page.path}{PAPER}", self.press.make(page.path, drawn)
            if page.files is not None:
                for path, content in page.files():
                    yield path, encode_text(content) if isinstance(content, str) else content

    def draw_all(self, numbers: Iterable[int]) -> list[tuple[str, bytes]]:
        """Return what ``draw`` yields, as it travels from another machine."""
        return list(self.draw(numbers))


def add_makers(page: Page, plans: Iterable[Mapping[str, FileMaker]]) -> Page:
    """Return a page with the files that each plan has beside it."""
    makers = tuple(plan[page.path] for plan in plans if page.path in plan)
    return replace(page, files=partial(chain_files, makers)) if makers else page


def chain_files(makers: Iterable[FileMaker]) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of all makers."""
    for make in makers:
        yield from make()


# Set once in each worker process, so that the pages travel once and not with every share.
_DRAWER: list[PageDrawer] = []


def _open_drawer(drawer: PageDrawer) -> None:
    _DRAWER[:] = [drawer]


def _write_here(folder: Path, numbers: range) -> list[tuple[str, str]]:
    """Draw and write; return path and digest of every file."""
    return [(path, write_under(folder, path, content)) for path, content in _DRAWER[0].draw(numbers)]


@contextmanager
def draw_pages(
    drawer: PageDrawer, writer: SiteWriter, *, executor: str = "process", scheduler: str | None = None
) -> Iterator[Callable[[], None]]:
    """Start to draw and write every page with the files beside it; yield what waits for the last of them.

    Other processes work from the start, so that the caller can do something else before it waits. Those of
    this machine write the files themselves. The site is the same whichever executor draws it.

    Args:
        drawer: pages and what is needed to draw them.
        writer: of the site.
        executor: "serial" in this process, "process" in a pool, "dask" on a cluster.
        scheduler: address of the Dask scheduler; a local cluster when None.

    Raises:
        ProsperityError: a template stops, two pages share an address, or the executor is not to be had.
    """
    if executor not in EXECUTORS:
        raise ProsperityError(f"there is no executor {executor!r}", expected=", ".join(EXECUTORS))
    # Neighbours in the list cost about the same, so each share takes every nth page.
    shares = split_pages(len(drawer.pages), parts=count_workers() * SHARES_PER_WORKER)
    if executor == "serial" or (executor == "process" and count_workers() == 1):
        yield lambda: take_files(writer, [drawer.draw(range(len(drawer.pages)))])
    elif executor == "process":
        with open_process_pool(drawer) as pool:
            written = pool.map(partial(_write_here, writer.folder), shares)
            yield lambda: take_digests(writer, written)
    else:
        with open_dask(scheduler) as pool:
            drawn = pool.map(partial(PageDrawer.draw_all, drawer), shares)
            yield lambda: take_files(writer, drawn)


def take_files(writer: SiteWriter, shares: Iterable[Iterable[tuple[str, bytes]]]) -> None:
    """Write the files of all shares: path and bytes of each."""
    for path, content in chain.from_iterable(shares):
        writer.write_bytes(path, content)


def take_digests(writer: SiteWriter, shares: Iterable[Iterable[tuple[str, str]]]) -> None:
    """Record the files of all shares, which are written already: path and digest of each."""
    for path, digest in chain.from_iterable(shares):
        writer.record(path, digest)


def split_pages(count: int, *, parts: int) -> list[range]:
    """Return ranges that together hold each number below ``count`` once, none of them empty."""
    return [range(start, count, parts) for start in range(min(parts, count))]


def count_workers() -> int:
    """Return the number of processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def may_fork() -> bool:
    """Say whether this process may be forked: on Linux, and only where no other thread could hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def open_helpers(executor: str) -> Iterator[tuple[Executor | None, int]]:
    """Yield processes that help to gather the site, and how many; none where a fork is not to be had."""
    count = count_workers()
    if executor != "process" or count == 1 or not may_fork():
        yield None, 1
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        yield pool, count


def open_process_pool(drawer: PageDrawer) -> ProcessPoolExecutor:
    """Return a pool whose workers have the drawer.

    On Linux they are forked and share its memory; elsewhere, and beside other threads, which a fork could
    leave holding a lock, it is sent to each of them once.
    """
    method = "fork" if may_fork() else "spawn"
    if method == "fork":
        # What is there now stays; collecting it would copy all its pages of memory into every worker.
        gc.freeze()
    return ProcessPoolExecutor(
        max_workers=count_workers(),
        mp_context=multiprocessing.get_context(method),
        initializer=_open_drawer,
        initargs=(drawer,),
    )


@contextmanager
def open_dask(scheduler: str | None) -> Iterator[Executor]:
    """Yield the executor of a Dask cluster.

    Raises:
        ProsperityError: Dask is not installed.
    """
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise ProsperityError(
            "the executor dask needs Dask, which is not installed",
            mend='install it with: .venv/bin/pip install "distributed", or use --executor process',
        ) from None
    with distributed.Client(scheduler) as client:
        yield cast(Executor, client.get_executor())
