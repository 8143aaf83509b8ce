"""Where raw files lie: in a folder of sources, in a checkout of ONS's repository (the feed), or in both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.errors import ProsperityError
from generator.files.intake import find_inside

FEED_FOLDER = "explore-local-statistics"
"""Folder of a folder of sources that holds what ONS's repository holds."""


@dataclass(frozen=True)
class Origins:
    """Finds the file of a recipe.

    Attributes:
        sources: folder of raw files; None where only a feed is read.
        feed: checkout of ONS's repository, which has one folder per dataset, or None. What it holds counts
            before what the folder of sources holds.
        only: datasets to import, all others stay as they are; everything when empty.
        changes: carry the data over to councils that have replaced others, also without any raw file.
    """

    sources: Path | None = None
    feed: Path | None = None
    only: tuple[str, ...] = ()
    changes: bool = False

    def check(self) -> None:
        """Refuse folders that are not there.

        Raises:
            ProsperityError: neither folder is given, or one of them is no folder.
        """
        if self.sources is None and self.feed is None and not self.changes:
            raise ProsperityError(
                "no raw files are named",
                expected="the folder of raw files, or --feed DIR, or both; or --changes for none",
            )
        for folder, what in ((self.sources, "the folder of raw files"), (self.feed, "ONS's repository")):
            if folder is not None and not folder.is_dir():
                raise ProsperityError("there is no such folder", file=folder, expected=what)

    @property
    def whole(self) -> bool:
        """Whether everything is made anew, areas and boundaries too."""
        return self.sources is not None and not self.only

    def find_file(self, dataset: str, name: str) -> Path | None:
        """Return the raw file of a dataset as ``find`` does, or None where the dataset stays as it is."""
        return None if self.only and dataset not in self.only else self.find(name)

    @property
    def base(self) -> Path:
        """The folder that look-ups are relative to."""
        folder = self.sources or self.feed
        assert folder is not None
        return folder

    def find(self, name: str) -> Path | None:
        """Return the file of a raw file's name, such as ``economy/population.csv``.

        None where there is only a feed and the feed does not hold it. With a folder of sources the path may
        lead to no file: reading it will say so.

        Raises:
            ProsperityError: the feed has several files of this name; a path or link leads out of the folder.
        """
        return self.find_in_feed(name) or (
            find_inside(self.sources, name) if self.sources is not None else None
        )

    def find_in_feed(self, name: str) -> Path | None:
        """Return the feed's file of a raw file's name, found by its last part wherever it lies."""
        pure = PurePosixPath(name)
        if self.feed is None or pure.parts[0] != FEED_FOLDER:
            return None
        found = self._feed_tables.get(pure.name, [])
        usual = self.feed / pure.relative_to(FEED_FOLDER)
        if usual in found or not found:
            return self._keep_inside(usual) if found else None
        if len(found) > 1:
            raise ProsperityError(
                f"the feed has {len(found)} files of the name {pure.name}",
                file=self.feed,
                code=name,
                expected=f"{pure.relative_to(FEED_FOLDER)}, or one file of this name",
                mend="see what ONS changed, then correct the recipe's `file`",
            )
        return self._keep_inside(found[0])

    def _keep_inside(self, file: Path) -> Path:
        """Return a file of the feed, unless a link leads out of it."""
        assert self.feed is not None
        return find_inside(self.feed, file.relative_to(self.feed).as_posix())

    def list_tables(self) -> tuple[str, ...]:
        """Return the names of all raw tables there are, sorted."""
        own = (
            set()
            if self.sources is None
            else {file.relative_to(self.sources).as_posix() for file in self.sources.rglob("*.csv")}
        )
        fed = {
            f"{FEED_FOLDER}/{file.relative_to(self.feed).as_posix()}"
            for files in self._feed_tables.values()
            for file in files
            if self.feed is not None
        }
        return tuple(sorted(own | fed))

    @cached_property
    def _feed_tables(self) -> dict[str, list[Path]]:
        """Tables of the feed by file name; hidden folders, such as that of git, are left out."""
        tables: dict[str, list[Path]] = {}
        if self.feed is not None:
            for file in sorted(self.feed.rglob("*.csv")):
                if not any(part.startswith(".") for part in file.relative_to(self.feed).parts):
                    tables.setdefault(file.name, []).append(file)
        return tables
