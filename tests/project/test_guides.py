"""The guides work as printed: a small copy of the project follows each, and shows what it promises."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_project import make_small_project

from generator import paths
from generator.cli import main
from generator.paths import PROJECT, Paths

GUIDES = (PROJECT.root / "GUIDES.md").read_text("utf-8")
PROGRAM = ".venv/bin/prosperity "
STEP = re.compile(
    r"(?P<new>New file )?(?P<end>At the end of )?(?:In )?`(?P<file>[^`]+)`"
    r"(?:, (?P<how>above|below|in place of)\s+(?:`(?P<anchor>[^`]+)`|(?P<all>all\s+that\s+is\s+there)))?"
)
HOLDS = re.compile(r"`([^`]+)` holds\s+`([^`]+)`")
BLOCK = re.compile(r"^( +)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One numbered step: its words, and the block under it with its language, if there is one."""

    words: str
    language: str = ""
    block: str = ""


def read_guides() -> dict[str, list[Step]]:
    """Return the steps of each guide by its heading."""
    found = {}
    for section in re.split(r"^## ", GUIDES, flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        found[heading] = [read_step(step) for step in re.split(r"^\d+\. ", text, flags=re.MULTILINE)[1:]]
    return found


def read_step(text: str) -> Step:
    """Return a step; its block without the spaces that stand before each line in a list."""
    block = BLOCK.search(text)
    if block is None:
        return Step(text)
    lines = re.sub(rf"^{block[1]}", "", block[3], flags=re.MULTILINE)
    return Step(text[: block.start()] + text[block.end() :], block[2], lines)


def follow(step: Step, project: Path) -> None:
    """Do what a step says: write, change or run; or see that a file holds what it should."""
    if step.language == "sh":
        for line in step.block.splitlines():
            assert line.startswith(PROGRAM), line
            run(shlex.split(line.removeprefix(PROGRAM)), project)
    elif step.language:
        told = STEP.match(step.words)
        assert told is not None, step.words
        change(project / told["file"], told, step.block)
    for file, words in HOLDS.findall(step.words):
        assert words in (project / file).read_text("utf-8"), f"{file} does not hold {words}"


def change(file: Path, told: re.Match[str], block: str) -> None:
    """Put a block where its step says; a line that is named stands in the file once."""
    assert file.exists() is not bool(told["new"]), file
    if told["new"] or told["all"]:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, "utf-8")
        return
    lines = file.read_text("utf-8").splitlines(keepends=True)
    if told["end"]:
        file.write_text("".join([*lines, block]), "utf-8")
        return
    (place,) = (number for number, line in enumerate(lines) if line.strip() == told["anchor"])
    kept = {"above": lines[place : place + 1], "below": lines[place : place + 1], "in place of": []}[
        told["how"]
    ]
    around = [block, *kept] if told["how"] == "above" else [*kept, block]
    file.write_text("".join([*lines[:place], *around, *lines[place + 1 :]]), "utf-8")


def run(arguments: list[str], project: Path) -> None:
    """Run the program of the small project: here, unless a guide has changed the program itself."""
    if not is_changed(project):
        assert main(arguments) == 0
        return
    told = {**os.environ, "PYTHONPATH": str(project), "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-m", "generator.cli", *arguments], cwd=project, env=told, check=True)


def is_changed(project: Path) -> bool:
    """Say whether a file of the program is not the one that runs here."""
    return any(
        not (PROJECT.root / file.relative_to(project)).is_file()
        or file.read_bytes() != (PROJECT.root / file.relative_to(project)).read_bytes()
        for file in (project / "generator").rglob("*.py")
    )


@pytest.fixture(scope="module")
def project(fonts_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small copy of the project: twelve elements, few draws."""
    place = make_small_project(tmp_path_factory.mktemp("guides") / "project")
    shutil.copytree(fonts_cache, Paths(place).cache)
    # No guide is about the register of names, which every build would read and write anew.
    shutil.rmtree(Paths(place).places)
    return place


@pytest.fixture
def inside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The small project as the one that commands work on."""
    monkeypatch.chdir(project)
    monkeypatch.setattr(paths, "PROJECT", Paths(project))
    yield project


@pytest.mark.parametrize("guide", list(read_guides()))
def test_a_guide_gives_what_it_promises(guide: str, inside: Path) -> None:
    steps = read_guides()[guide]
    assert steps[-1].language == "" and HOLDS.search(steps[-1].words), "the last step is what is to be seen"
    for step in steps:
        follow(step, inside)


def test_every_block_of_the_guides_belongs_to_a_step() -> None:
    blocks = [step.block for steps in read_guides().values() for step in steps if step.language]
    assert len(blocks) == GUIDES.count("```") / 2
