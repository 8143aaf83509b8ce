"""Draws that are kept: the same results, and never those of other draws."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from generator.index.memory import Drawn
from generator.index.results import Robustness, SobolIndices
from generator.site import draws_cache
from generator.site.draws_cache import DrawsCache

KEY = "ab" * 32


def make_drawn(*, sobol: bool = True) -> Drawn:
    whole, real = np.arange(6, dtype=np.int32).reshape(3, 2), np.linspace(0, 1, 6).reshape(3, 2)
    ranges = Robustness(
        whole,
        whole + 1,
        real,
        np.where(real > 0.5, real, np.nan),
        real - 1,
        np.ones((3, 2, 5)),
        real > 0.5,
        whole,
        whole + 2,
        np.zeros((3, 2, 5)),
        real < 0.5,
        40,
        7,
    )
    indices = SobolIndices(("overall", "p"), ("a", "b", "c"), *[real] * 6, real[0], 8, 7)
    return ranges, indices if sobol else None


def same(one: object, other: object) -> bool:
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)]
    return all(
        np.array_equal(a, b, equal_nan=True) and a.dtype == b.dtype
        if isinstance(a, np.ndarray)
        else (type(a), a) == (type(b), b)
        for a, b in pairs
    )


@pytest.mark.parametrize("sobol", [True, False])
def test_what_is_read_is_what_was_written(tmp_path: Path, sobol: bool) -> None:
    cache, drawn = DrawsCache(tmp_path / "draws", "code" * 16), make_drawn(sobol=sobol)
    assert cache.read(KEY) is None
    cache.write(KEY, drawn)
    kept = cache.read(KEY)
    assert kept is not None
    assert same(kept[0], drawn[0])
    assert kept[1] is None if drawn[1] is None else same(kept[1], drawn[1])


def test_other_code_and_other_draws_have_other_results(tmp_path: Path) -> None:
    cache = DrawsCache(tmp_path, "code" * 16)
    cache.write(KEY, make_drawn())
    assert DrawsCache(tmp_path, "edoc" * 16).read(KEY) is None
    assert cache.read("cd" * 32) is None


def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path) -> None:
    cache = DrawsCache(tmp_path, "code" * 16)
    cache.write(KEY, make_drawn())
    (file,) = tmp_path.iterdir()
    for content in (b"", b"no zip", file.read_bytes()[:-200]):
        file.write_bytes(content)
        assert cache.read(KEY) is None
    cache.write(KEY, make_drawn())
    assert cache.read(KEY) is not None


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws_cache, "MOST_KEPT", 2)
    cache = DrawsCache(tmp_path, "code" * 16)
    for number in range(4):
        cache.write(f"{number}" * 64, make_drawn())
    assert len(list(tmp_path.iterdir())) == 2
