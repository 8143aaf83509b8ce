"""Words of generated pages stand in templates: each is used, and the code beside them holds no sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from little_site import MARKDOWN

from generator.paths import PROJECT
from generator.render.markdown import FOLDER

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((PROJECT.templates / FOLDER).iterdir())
SHARED = "_"
"""How the names of templates begin that others take macros from."""
WORDS = re.compile(r"(?:\b[A-Za-z]+[,;:.]? ){3}[A-Za-z]+")
"""Four words in a row."""


def list_sentences(source: str) -> Iterator[str]:
    """Yield the texts with four words in a row, other than docstrings and what an error says."""
    tree = ast.parse(source)
    spared: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            spared.update(ast.walk(node))
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in spared else None
        if isinstance(text, str) and WORDS.search(text):
            yield text


def test_a_sentence_is_seen_and_a_docstring_is_spared() -> None:
    source = 'def f(n):\n    """One two three four."""\n    return f"It rests on {n} of the four."\n'
    assert list(list_sentences(source)) == []
    assert list(list_sentences(source.replace("It rests", "All of it rests"))) == ["All of it rests on "]


@pytest.mark.parametrize("file", sorted((ROOT / "generator/prose").glob("*.py")), ids=lambda file: file.name)
def test_the_code_of_generated_pages_holds_no_sentence(file: Path) -> None:
    assert list(list_sentences(file.read_text("utf-8"))) == []


def test_every_template_can_be_read_and_is_used() -> None:
    code = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "generator").rglob("*.py")))
    for file in TEMPLATES:
        MARKDOWN.get_template(f"{FOLDER}/{file.name}")
        if not file.name.startswith(SHARED):
            assert f'Sheet("{file.name}"' in code, file.name
