"""Keeps files that are dear to make: one that would hold the same is not made again.

The folder is disposable: with it or without it the files have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeptFiles:
    """A folder of files, one for each name: the last that was made.

    Attributes:
        folder: made where it does not exist.
        ending: of the files, with its dot.
    """

    folder: Path
    ending: str

    def take(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of a file, from the folder where one with this key was made before.

        Args:
            name: of the page it belongs to, e.g. "councils-blackpool"; without dots.
            key: from ``hash_content``, of everything that the bytes depend on.
            make: makes the bytes.
        """
        kept = self.folder / f"{name}.{key}{self.ending}"
        try:
            return kept.read_bytes()
        except OSError:
            content = make()
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that a build beside this one never reads half a file.
        aside = self.folder / f".{name}.{os.getpid()}.part"
        aside.write_bytes(content)
        aside.replace(kept)
        for old in self.folder.glob(f"{name}.*{self.ending}"):
            if old != kept:
                old.unlink(missing_ok=True)
        return content


def hash_content(*content: object) -> str:
    """Return the key of what a file is made of: plain values that JSON can hold, in 24 hex digits.

    Name the version of the library that makes the file, and a recipe that is raised with the code.
    """
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def name_page(folder: str) -> str:
    """Return the name for files of a page: "councils-blackpool" for "councils/blackpool/"."""
    return folder.strip("/").replace("/", "-")
