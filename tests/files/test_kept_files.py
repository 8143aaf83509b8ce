"""Files that are dear to make: made once for the same content, and the last of each name is kept."""

from __future__ import annotations

from pathlib import Path

from generator.files.kept_files import KeptFiles, hash_said


def test_a_file_of_the_same_content_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"content"

    kept = KeptFiles(tmp_path / "books", ".xlsx")
    assert [kept.take("councils-hull", ("a",), make) for _ in range(2)] == [b"content"] * 2
    assert len(made) == 1
    kept.take("councils-hull", ("b",), make)
    kept.take("councils-hull-road", ("a",), make)
    # The last of each name stays, and nothing half written.
    assert sorted(file.name for file in (tmp_path / "books").iterdir()) == [
        f"councils-hull-road.{hash_said(('a',))}.xlsx",
        f"councils-hull.{hash_said(('b',))}.xlsx",
    ]
    assert len(made) == 3


def test_other_content_has_another_key() -> None:
    assert len({hash_said(said) for said in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""))}) == 4
    assert hash_said(("a", b"b")) == hash_said(("a", "b"))
