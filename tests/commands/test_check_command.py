"""The command check: with --publishable it refuses a site that is built for the address of an example."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from generator.cli import build_parser
from generator.commands import check

PAGE = (
    '<!doctype html><html lang="en-GB"><head><title>Home</title><meta name="description" content="About.">'
    "</head><body><h1>Home</h1></body></html>"
)


def run(folder: Path, address: str, *options: str) -> int:
    """Check a site of one page that is built for an address."""
    (folder / "index.html").write_text(PAGE)
    files = {"index.html": hashlib.sha256(PAGE.encode()).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps({"address": address, "files": files}))
    return check.run(build_parser().parse_args(["check", str(folder), *options]))


def test_a_site_for_an_example_is_sound_but_not_publishable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "https://index.example/") == 0
    assert "no faults" in capsys.readouterr().out
    assert run(tmp_path, "https://index.example/", "--publishable") == 1
    told = capsys.readouterr().out
    assert "manifest.json: the site is built for https://index.example/, which is only an example" in told
    assert "1 faults" in told


def test_a_site_for_an_address_of_its_own_is_publishable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "https://owner.github.io/index/", "--publishable") == 0
    assert "no faults" in capsys.readouterr().out
