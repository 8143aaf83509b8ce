"""Presets of weights that readers may start from: ``data/weights.yml``, checked against the framework."""

from __future__ import annotations

from pathlib import Path

from generator.catalogue.records import Framework, Record
from generator.errors import ProsperityError
from generator.files.documents import load_record

MOST, STEP = 3.0, 0.5
"""Largest weight of a pillar, and the step between weights."""


class Preset(Record):
    """One set of weights; a pillar that is not named has its weight in the framework."""

    slug: str
    title: str
    about: str
    weights: dict[str, float]


class Presets(Record):
    """The file."""

    presets: tuple[Preset, ...]


def load_presets(file: Path, framework: Framework) -> tuple[Preset, ...]:
    """Read the presets.

    Raises:
        ProsperityError: a pillar that the framework does not have, a weight out of range or off the steps, no
            weight above 0, or two presets of one name; with file and field.
    """
    presets = load_record(file, Presets).presets
    pillars = {pillar.slug for pillar in framework.pillars}
    seen: set[str] = set()
    for preset in presets:
        problem, expected = _examine(preset, pillars)
        if preset.slug in seen:
            problem, expected = "the name is used twice", "a slug of its own for each preset"
        if problem:
            raise ProsperityError(problem, file=file, field=f"presets.{preset.slug}", expected=expected)
        seen.add(preset.slug)
    return presets


def _examine(preset: Preset, pillars: set[str]) -> tuple[str, str]:
    """Return problem and expectation, both empty where the preset is right."""
    unknown = sorted(set(preset.weights) - pillars)
    if unknown:
        return f"there is no pillar {unknown[0]!r}", ", ".join(sorted(pillars))
    for pillar, weight in preset.weights.items():
        if not 0 <= weight <= MOST or weight % STEP:
            return f"the weight {weight} of {pillar} cannot be set", f"0 to {MOST:g} in steps of {STEP:g}"
    if set(preset.weights) == pillars and not any(preset.weights.values()):
        return "no pillar has a weight", "at least one above 0"
    return "", ""
