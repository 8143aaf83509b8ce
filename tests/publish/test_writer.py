"""The writer keeps its promises: whole or not at all, each path once, nothing outside."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.publish.writer import SiteWriter


def read_tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    output = tmp_path / "public"
    (output / "a").mkdir(parents=True)
    (output / "a/index.html").write_text("old", "utf-8")
    (output / "gone.html").write_text("old too", "utf-8")
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
        if "-new-" in self.name:
            raise OSError("no room")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_on_new)
    with pytest.raises(OSError, match="no room"), SiteWriter(old_site) as writer:
        writer.write_text("a/index.html", "new")
        writer.commit()
    assert read_tree(old_site) == before


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
