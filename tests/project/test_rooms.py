"""The rooms of the package import each other in the order that is written down, everywhere the same."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {"cli", "bench", "files", "paths", "errors"}
"""Rooms that documents need not name."""


def read_order() -> list[str]:
    """Return the rooms from the first to the last, as ``pyproject.toml`` has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [sorted(re.findall(r"[a-z]+", layer), reverse=True) for layer in reversed(layers)]
    return [room for layer in rooms for room in layer if room not in TOOLS]


def test_each_room_imports_only_rooms_before_it() -> None:
    # In a process of its own, for it sets up logging for the whole of one.
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert "Contracts: 4 kept, 0 broken." in done.stdout, done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("README.md", r"rooms that pass work one way: (.*?)\."),
        ("CONTRIBUTING.md", r"Rooms pass work one way: (.*?)\."),
        ("generator/__init__.py", r"imports only rooms before it: (.*?)\. ``pyproject"),
    ],
)
def test_documents_name_the_rooms_in_that_order(document: str, sentence: str) -> None:
    found = re.search(sentence, (ROOT / document).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    text = re.sub(r"\([^)]*\)", "", found[1])
    named = [word for word in re.findall(r"[a-z]+", text) if word != "and"]
    assert named == read_order()


def test_the_architecture_page_is_as_the_code_is() -> None:
    script = runpy.run_path(str(ROOT / "scripts/architecture.py"))
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    written, mark, drawn = page.partition(script["MARK"])
    assert mark
    assert drawn.strip() == script["draw"](ROOT).strip(), "run: .venv/bin/python scripts/architecture.py"
    named = set(re.findall(r"`((?:generator|templates|site|data)/[^`]*)`", written))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
