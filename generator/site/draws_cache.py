"""Keeps the results of the draws in a folder: a build of the same data need not draw again.

The cache is disposable: with it or without it the result has the same bytes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

import generator.index
from generator.index.memory import Drawn
from generator.index.results import Robustness, SobolIndices
from generator.paths import Paths
from generator.site.manifest import CODE_ENDINGS, hash_folder

MOST_KEPT = 8
INDEX_CODE = Path(generator.index.__file__).parent


@dataclass(frozen=True)
class DrawsCache:
    """A folder of results.

    Attributes:
        folder: where the files are.
        code: hash of the code that draws; other code has other results.
    """

    folder: Path
    code: str

    def read(self, key: str) -> Drawn | None:
        """Return what was kept under a key; None where there is nothing, or nothing that can be read."""
        try:
            # Opened here, for numpy leaves a file open that it finds it cannot read.
            with self._file(key).open("rb") as stream, np.load(stream) as kept:
                return _take(Robustness, kept, "robustness"), (
                    _take(SobolIndices, kept, "sobol") if "sobol.base" in kept else None
                )
        except (OSError, EOFError, ValueError, KeyError, BadZipFile):
            return None

    def write(self, key: str, drawn: Drawn) -> None:
        """Keep results under a key, and of all that is kept only the newest."""
        arrays = {
            f"{name}.{field.name}": np.asarray(getattr(record, field.name))
            for name, record in zip(("robustness", "sobol"), drawn, strict=True)
            if record is not None
            for field in fields(record)
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that a build beside this one never reads half a file.
        aside = self.folder / f".{os.getpid()}.npz"
        np.savez(aside, **arrays)  # type: ignore[arg-type]
        aside.replace(self._file(key))
        kept = sorted(self.folder.glob("[!.]*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in kept[MOST_KEPT:]:
            file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key[:24]}-{self.code[:16]}.npz"


def _take(record: Any, kept: Any, name: str) -> Any:
    """Return a record with its arrays as they are and its plain values as they were."""
    values = {field.name: kept[f"{name}.{field.name}"] for field in fields(record)}
    for key, value in values.items():
        if value.ndim == 0:
            values[key] = value.item()
        elif value.dtype.kind == "U":
            values[key] = tuple(value.tolist())
    return record(**values)


def open_memory(paths: Paths) -> DrawsCache:
    """Return the results kept in the cache of a project, for the code that draws as it is now."""
    return DrawsCache(paths.cache / "draws", hash_folder(INDEX_CODE, endings=CODE_ENDINGS))
