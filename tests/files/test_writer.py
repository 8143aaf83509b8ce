"""The writer keeps its promises: whole or not at all, each path once, nothing outside."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.files import swap
from generator.files.writer import SiteWriter, replace_file, write_under


def read_tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    output = tmp_path / "public"
    (output / "a").mkdir(parents=True)
    files = {"a/index.html": "old", "gone.html": "old too"}
    for name, text in files.items():
        (output / name).write_text(text, "utf-8")
    manifest = {"edition": "2026.1", "data_cut": "", "code_sha256": "", "files": dict.fromkeys(files, "")}
    (output / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return output


def test_commit_replaces_the_whole_site(old_site: Path) -> None:
    with SiteWriter(old_site) as writer:
        writer.write_text("a/index.html", "new")
        writer.commit()
    assert read_tree(old_site) == {"a/index.html": "new"}
    assert [p.name for p in old_site.parent.iterdir()] == ["public"]


def test_an_exception_leaves_the_old_site_whole(old_site: Path) -> None:
    before = read_tree(old_site)
    with pytest.raises(RuntimeError), SiteWriter(old_site) as writer:
        writer.write_text("a/index.html", "half")
        raise RuntimeError("template broke")
    assert read_tree(old_site) == before
    assert [p.name for p in old_site.parent.iterdir()] == ["public"]


def test_a_failed_swap_restores_the_old_site(old_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_tree(old_site)
    rename = Path.rename

    def fail_on_new(self: Path, target: Path) -> Path:
        if self.name.startswith("new-"):
            raise OSError(28, "no room")
        return rename(self, target)

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail_on_new)
    with pytest.raises(ProsperityError, match="no room"), SiteWriter(old_site) as writer:
        writer.write_text("a/index.html", "new")
        writer.commit()
    assert read_tree(old_site) == before


def test_a_file_that_somebody_put_there_meanwhile_stays(old_site: Path) -> None:
    with (
        pytest.raises(ProsperityError, match=r"files that prosperity did not put there: notes\.txt"),
        SiteWriter(old_site) as writer,
    ):
        writer.write_text("a/index.html", "new")
        (old_site / "notes.txt").write_text("mine", "utf-8")
        writer.commit()
    assert (old_site / "notes.txt").read_text("utf-8") == "mine"
    assert (old_site / "a/index.html").read_text("utf-8") == "old"


def test_leaving_without_commit_changes_nothing(old_site: Path) -> None:
    before = read_tree(old_site)
    with SiteWriter(old_site) as writer:
        writer.write_text("b.txt", "x")
    assert read_tree(old_site) == before


def test_a_first_build_needs_no_old_site(tmp_path: Path) -> None:
    with SiteWriter(tmp_path / "deep" / "public") as writer:
        writer.write_text("index.html", "hello")
        writer.commit()
    assert read_tree(tmp_path / "deep" / "public") == {"index.html": "hello"}


def test_the_same_path_twice_is_refused(tmp_path: Path) -> None:
    with SiteWriter(tmp_path / "public") as writer:
        writer.write_text("a.txt", "1")
        with pytest.raises(ProsperityError, match="same address"):
            writer.write_text("a.txt", "2")


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", ".", "a//b", "a\\b", "./a", "a/"])
def test_paths_outside_or_untidy_are_refused(tmp_path: Path, path: str) -> None:
    with SiteWriter(tmp_path / "public") as writer, pytest.raises(ProsperityError, match="outside the site"):
        writer.write_text(path, "x")


def test_a_helper_does_not_make_the_folder_again_that_was_cleared_away(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="the folder to write into is gone"):
        write_under(tmp_path / "gone", "a.txt", b"1")
    assert not (tmp_path / "gone").exists()


def test_hashes_are_of_the_bytes_on_disk_in_order(tmp_path: Path) -> None:
    with SiteWriter(tmp_path / "public") as writer:
        writer.write_text("z.txt", "a\r\nb\n")
        writer.write_bytes("b/c.bin", b"\x00\x01")
        hashes = writer.hashes
        writer.commit()
    assert list(hashes) == ["b/c.bin", "z.txt"]
    for path, digest in hashes.items():
        assert hashlib.sha256((tmp_path / "public" / path).read_bytes()).hexdigest() == digest
    assert (tmp_path / "public/z.txt").read_bytes() == b"a\nb\n"


def test_the_new_site_can_be_read_by_others(tmp_path: Path) -> None:
    with SiteWriter(tmp_path / "public") as writer:
        writer.write_text("a.txt", "1")
        writer.commit()
    assert (tmp_path / "public").stat().st_mode & 0o055 == 0o055


def test_one_file_is_written_whole_and_only_where_none_is(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "brief.md"
    replace_file(file, "a\r\nb\n", force=False)
    assert file.read_bytes() == b"a\nb\n"
    with pytest.raises(ProsperityError, match="a file of this name already"):
        replace_file(file, "other", force=False)
    replace_file(file, "other", force=True)
    assert read_tree(tmp_path) == {"deep/brief.md": "other"}


def test_a_second_name_of_a_file_that_is_replaced_keeps_its_content(tmp_path: Path) -> None:
    (tmp_path / "dear.csv").write_text("dear", "utf-8")
    (tmp_path / "brief.md").hardlink_to(tmp_path / "dear.csv")
    replace_file(tmp_path / "brief.md", "new", force=True)
    assert read_tree(tmp_path) == {"brief.md": "new", "dear.csv": "dear"}
