"""One fingerprint of all outputs: it moves where a byte moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.errors import ProsperityError
from generator.verify.fingerprint import list_differences, name_kind, read_hashes, sum_up, take_kind

FILES = {"index.html": "a1", "data/scores.csv": "b2", "councils/hull/report.pdf": "c3", "fonts/x.woff2": "d4"}


def make_site(folder: Path, files: dict[str, str] = FILES) -> Path:
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    return folder


def test_files_are_of_one_kind() -> None:
    assert [name_kind(path) for path in FILES] == ["pages", "tables", "paper", "other"]
    assert [kind for kind in sum_up(FILES)] == ["all", "tables", "pages", "paper", "other"]
    assert [count for _, count in sum_up(FILES).values()] == [4, 1, 1, 1, 1]


def test_a_byte_moves_the_whole_and_its_kind_alone() -> None:
    before, after = sum_up(FILES), sum_up({**FILES, "index.html": "a2"})
    assert {kind for kind in before if before[kind] != after[kind]} == {"all", "pages"}
    renamed = sum_up({"home.html" if path == "index.html" else path: each for path, each in FILES.items()})
    assert renamed["pages"] != before["pages"]


def test_differences_are_named_in_order() -> None:
    theirs = {"data/scores.csv": "b9", "index.html": "a1", "robots.txt": "e5"}
    assert list_differences({path: FILES[path] for path in ("index.html", "data/scores.csv")}, theirs) == [
        "not the same data/scores.csv",
        "only there   robots.txt",
    ]
    assert list_differences({"a": "1"}, {}) == ["only here    a"]


def test_two_builds_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = make_site(tmp_path / "a"), make_site(tmp_path / "b", {**FILES, "index.html": "zz"})
    assert main(["fingerprint", str(ours), "--against", str(theirs)]) == 1
    assert "not the same index.html\n1 files differ" in capsys.readouterr().out
    assert main(["fingerprint", str(ours), "--against", str(theirs), "--kind", "tables"]) == 0
    assert "byte for byte" in capsys.readouterr().out


def test_what_is_no_site_and_no_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="no built site"):
        read_hashes(tmp_path)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ProsperityError, match="no built site"):
        read_hashes(tmp_path)
    with pytest.raises(ProsperityError, match="no kind"):
        take_kind(FILES, "books")
