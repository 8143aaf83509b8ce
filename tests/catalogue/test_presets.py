"""Presets of weights: those that are there fit the framework; wrong ones are refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue.presets import load_presets
from generator.catalogue.store import load_framework
from generator.errors import ProsperityError
from generator.paths import PROJECT

FRAMEWORK = load_framework(PROJECT)


def test_the_committed_presets_fit_and_start_with_the_published_weights() -> None:
    first, *others = load_presets(PROJECT.presets, FRAMEWORK)
    assert first.weights == {}
    assert len(others) > 3


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        ("{healht: 2}", "there is no pillar 'healht'"),
        ("{health: 4}", "the weight 4.0 of health cannot be set"),
        ("{health: 0.3}", "the weight 0.3 of health cannot be set"),
        (
            "{" + ", ".join(f"{pillar.slug}: 0" for pillar in FRAMEWORK.pillars) + "}",
            "no pillar has a weight",
        ),
    ],
)
def test_a_wrong_preset_is_refused(tmp_path: Path, weights: str, problem: str) -> None:
    file = tmp_path / "weights.yml"
    file.write_text(f"presets:\n  - {{slug: x, title: X, about: X., weights: {weights}}}\n", "utf-8")
    with pytest.raises(ProsperityError, match=problem):
        load_presets(file, FRAMEWORK)


def test_a_name_used_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.yml"
    row = "  - {slug: x, title: X, about: X., weights: {}}\n"
    file.write_text(f"presets:\n{row}{row}", "utf-8")
    with pytest.raises(ProsperityError, match="used twice"):
        load_presets(file, FRAMEWORK)
