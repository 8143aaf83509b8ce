"""Files that are dear to make, kept from build to build: one for each name, the last that was made.

The folder is disposable, and safe under builds that run side by side: with it or without it, what is made has
the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

KEY_LENGTH = 24


@dataclass(frozen=True)
class KeptFiles:
    """A folder of files with one suffix, e.g. ".png"."""

    folder: Path
    suffix: str

    def take(self, name: str, said: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
        """Return the file, from the folder where it was made before from the same.

        Args:
            name: of the file, e.g. "councils-blackpool".
            said: everything that its bytes depend on.
            make: makes it.
        """
        kept = self.folder / f"{name}.{hash_said(said)}{self.suffix}"
        try:
            return kept.read_bytes()
        except OSError:
            content = make()
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that a build beside this one never reads half a file.
        aside = self.folder / f".{name}.{os.getpid()}.part"
        aside.write_bytes(content)
        aside.replace(kept)
        for old in self.folder.glob(f"{name}.*{self.suffix}"):
            if old != kept:
                old.unlink(missing_ok=True)
        return content


def hash_said(said: Iterable[str | bytes]) -> str:
    """Return the first characters of a sha256 in hex over all parts, each with its length."""
    total = hashlib.sha256()
    for part in said:
        content = part.encode() if isinstance(part, str) else part
        total.update(f"{len(content)}:".encode())
        total.update(content)
    return total.hexdigest()[:KEY_LENGTH]
