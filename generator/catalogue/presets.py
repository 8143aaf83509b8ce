"""Presets of weights that readers may start from: ``data/weights.yml``, checked against the framework."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from generator.catalogue.records import Framework, Record, Slug, Words
from generator.files.documents import read_document
from generator.files.faults import Faults

MOST, STEP = 3.0, 0.5
"""Largest weight of a pillar, and the step between weights."""


class Preset(Record):
    """One set of weights; a pillar that is not named has its weight in the framework."""

    slug: Slug
    title: Words
    about: Words
    weights: dict[str, Annotated[float, Field(strict=True)]]


class Presets(Record):
    """The file."""

    presets: tuple[Preset, ...]


def load_presets(file: Path, framework: Framework) -> tuple[Preset, ...]:
    """Read the presets.

    Raises:
        ProsperityError: a pillar that the framework does not have, a weight out of range or off the steps, no
            weight above 0, or two presets of one name; with file and field.
    """
    document = read_document(file, Presets)
    presets = document.record.presets
    pillars = {pillar.slug for pillar in framework.pillars}
    faults = Faults(file)
    seen: set[str] = set()
    titles: set[str] = set()
    for number, preset in enumerate(presets):
        problem, expected = _examine(preset, pillars)
        if preset.slug in seen:
            problem, expected = "the name is used twice", "a slug of its own for each preset"
        elif preset.title in titles:
            problem, expected = f"the title {preset.title!r} is used twice", "a title of its own for each"
        if problem:
            faults.add(
                problem,
                line=document.line("presets", number),
                name=f"presets.{preset.slug}",
                code=preset.slug,
                expected=expected,
            )
        seen.add(preset.slug)
        titles.add(preset.title)
    if not presets:
        faults.add("there is no preset", line=1, name="presets", expected="one or more")
    faults.check()
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
