"""Writes the drawn part of ARCHITECTURE.md from the code: which room is above which, and what is in each.

.venv/bin/python scripts/architecture.py
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
MARK = "<!-- From here on drawn by scripts/architecture.py. -->"


def main() -> int:
    """Write the page anew; the hand-written part above the mark stays."""
    written, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    PAGE.write_text(f"{written}{MARK}\n\n{draw(ROOT)}", encoding="utf-8")
    return 0


def draw(root: Path) -> str:
    """Return picture and lists as Markdown."""
    layers = read_layers(root)
    rooms = [room for layer in layers for room in layer if (root / "generator" / room).is_dir()]
    needs = {room: set(find_imports(root / "generator" / room)) & set(rooms) - {room} for room in rooms}
    arrows = [
        f"  {room} --> {other}"
        for room in rooms
        for other in rooms
        # An arrow that a way over a third room tells already is left out.
        if other in needs[room] and not any(other in needs[third] for third in needs[room])
    ]
    picture = ["```mermaid", "graph TD", *arrows, "```"]
    return "\n".join(["## Who imports whom", "", *picture, "", *list_rooms(root, rooms)])


def read_layers(root: Path) -> list[list[str]]:
    """Return the rooms of each layer, from the last to the first."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [re.findall(r"[a-z]+", layer) for layer in layers]


def find_imports(folder: Path) -> Iterator[str]:
    """Yield the room of every import of the package below a folder."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator."):
                yield str(node.module).split(".")[1]


def list_rooms(root: Path, rooms: list[str]) -> Iterator[str]:
    """Yield the lines on every room: what it is for, and what each of its files does."""
    for room in reversed(rooms):
        folder = root / "generator" / room
        yield from (f"## {room}", "", read_docstring(folder / "__init__.py"), "")
        for file in sorted(folder.rglob("*.py")):
            if file.name != "__init__.py":
                yield f"- `{file.relative_to(root).as_posix()}`: {read_docstring(file)}"
        yield ""


def read_docstring(file: Path) -> str:
    """Return what a module says of itself first, in one line."""
    told = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(told.partition("\n\n")[0].split()).replace("``", "`")


if __name__ == "__main__":
    sys.exit(main())
