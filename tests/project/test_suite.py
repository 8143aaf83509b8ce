"""The tests themselves hold on any machine: none looks at the clock, and none is skipped."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted(TESTS.rglob("*.py"))
REFUSED = {
    "sleep",
    "perf_counter",
    "monotonic",
    "wait_for_timeout",
    "skip",
    "skipif",
    "importorskip",
    "xfail",
}
"""Names of what waits for a time, measures one, or leaves a test out."""


def list_names(source: str) -> set[str]:
    """Return every name that code takes from elsewhere, as ``time.sleep`` or ``from time import sleep``."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.sleep(1)", "from time import sleep", "@pytest.mark.skipif(True)\ndef f(): 1"],
)
def test_a_look_at_the_clock_and_a_skip_are_seen(source: str) -> None:
    assert list_names(source) & REFUSED


def test_no_test_looks_at_the_clock_or_is_skipped() -> None:
    assert len(FILES) > 100
    found = {file.name: list_names(file.read_text("utf-8")) & REFUSED for file in FILES}
    assert {name: names for name, names in found.items() if names} == {}
