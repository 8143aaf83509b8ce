"""Files that are dear to make: made once for the same content, and the last of each name is kept."""

from __future__ import annotations

from pathlib import Path

from generator.publish.kept_files import KeptFiles, hash_content, name_page


def test_a_file_with_the_same_key_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"content"

    kept = KeptFiles(tmp_path / "books", ".xlsx")
    assert [kept.take("councils-hull", "k1", make) for _ in range(2)] == [b"content"] * 2
    assert len(made) == 1
    kept.take("councils-hull", "k2", make)
    kept.take("councils-hull-road", "k1", make)
    # The last of each name stays, and nothing half written.
    assert sorted(file.name for file in (tmp_path / "books").iterdir()) == [
        "councils-hull-road.k1.xlsx",
        "councils-hull.k2.xlsx",
    ]
    assert len(made) == 3


def test_other_content_has_another_key() -> None:
    keys = {
        hash_content("1", {"a": 1}),
        hash_content("1", {"a": 1.5}),
        hash_content("2", {"a": 1}),
        hash_content("1", {"a": None}),
    }
    assert len(keys) == 4
    assert hash_content({"a": 1, "b": 2}) == hash_content({"b": 2, "a": 1})


def test_the_name_of_a_page_has_no_slashes() -> None:
    assert name_page("councils/kingston-upon-hull/") == "councils-kingston-upon-hull"
