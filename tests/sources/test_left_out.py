"""Every raw table that no recipe reads has a reason, and no other table has one."""

from pathlib import Path

import pytest
from tiny_sources import import_no_geography, make_recipes, make_sources

from generator.catalogue.left_out import LeftOut
from generator.errors import ProsperityError
from generator.files.documents import load_record
from generator.sources import importer
from generator.sources.importer import import_sources

REASON = """\
groups:
  - title: Too old to use
    tables:
      green/unread.csv: It ends in 1990 and holds no trees.
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importer, "import_geography", import_no_geography)
    make_sources(tmp_path)
    make_recipes(tmp_path)
    return tmp_path


def run(place: Path, reasons: str | None = REASON) -> str:
    if reasons is not None:
        (place / "left_out_reasons.yml").write_text(reasons, "utf-8")
    import_sources(place / "sources", place / "data", recipes=place / "recipes")
    return (place / "data" / "import_report.md").read_text("utf-8")


def test_the_report_tells_every_reason_under_its_group(place: Path) -> None:
    report = run(place)
    assert "### Too old to use\n\n- `green/unread.csv`: It ends in 1990 and holds no trees.\n" in report
    assert "Not yet looked at" not in report
    kept = load_record(place / "data" / "left_out.yml", LeftOut)
    assert kept.groups[0].tables == {"green/unread.csv": "It ends in 1990 and holds no trees."}
    assert kept.unexplained == ()


def test_a_table_without_a_reason_is_told_and_stops_nothing(place: Path) -> None:
    assert "### Not yet looked at\n\n- `green/unread.csv`\n" in run(place, None)
    assert load_record(place / "data" / "left_out.yml", LeftOut).unexplained == ("green/unread.csv",)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("unread.csv", "trees.csv", "read by a recipe"),
        ("unread.csv", "gone.csv", "not among the raw files"),
        ("It ends in 1990 and holds no trees.", "Old.", "says nothing"),
        (
            "no trees.\n",
            "no trees.\n  - {title: Once more, tables: {green/unread.csv: The same once again.}}\n",
            "two reasons",
        ),
    ],
)
def test_a_reason_that_is_out_of_date_is_refused(place: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(ProsperityError) as caught:
        run(place, REASON.replace(old, new))
    assert problem in caught.value.problem
    assert caught.value.file == str(place / "left_out_reasons.yml")
    assert not (place / "data").exists()
