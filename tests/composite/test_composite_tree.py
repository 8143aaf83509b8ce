"""Frameworks that make a tree, and those that do not."""

import pytest

from generator.composite import Entry, build_tree
from generator.errors import ProsperityError

NAN = float("nan")
GOOD = (
    Entry("x", "P", 1, line=2),
    Entry("y", "P", 1, -1, line=3),
    Entry("z", "Q", 1, line=4),
    Entry("P", "T", 2, line=5),
    Entry("Q", "T", 2, line=6),
    Entry("T", None, 3, line=7),
)


def refuse(*changes: Entry, drop: tuple[str, ...] = ()) -> ProsperityError:
    new = {entry.code: entry for entry in changes}
    entries = [new.pop(entry.code, entry) for entry in GOOD if entry.code not in drop]
    with pytest.raises(ProsperityError) as caught:
        build_tree([*entries, *new.values()], file="f.csv")
    return caught.value


def test_a_tree_level_by_level() -> None:
    tree = build_tree(GOOD)
    assert tree.levels == (("x", "y", "z"), ("P", "Q"), ("T",))
    assert [family.tolist() for family in tree.steps[0].families] == [[0, 1], [2]]
    assert tree.sign.tolist() == [1, -1, 1]


def test_a_circle_is_shown() -> None:
    error = refuse(Entry("P", "Q", 2, line=5), Entry("Q", "P", 2, line=6))
    assert "in a circle: P > Q > P" in error.problem
    assert (error.line, error.field) == (5, "parent")
    assert "in a circle: P > P" in refuse(Entry("P", "P", 2, line=5)).problem


@pytest.mark.parametrize(
    ("changes", "drop", "problem", "line", "field"),
    [
        ((Entry("y", "R", 1, line=3),), (), "the parent 'R' is not in the framework", 3, "parent"),
        ((Entry("y", "T", 1, line=3),), (), "level 1 does not fit the parent 'T' at level 3", 3, "level"),
        ((Entry("y", "x", 1, line=3),), (), "level 1 does not fit the parent 'x' at level 1", 3, "level"),
        ((Entry("Q", None, 2, line=6),), (), "2 rows have no parent: Q (line 6), T (line 7)", 7, "parent"),
        ((), ("z",), "the aggregate 'Q' has no children", 6, "parent"),
        ((Entry("y", "P", 0, line=3),), (), "level 0 does not exist", 3, "level"),
        ((Entry("y", "P", 1, 0, line=3),), (), "direction 0 cannot be used here", 3, "direction"),
        ((Entry("P", "T", 2, -1, line=5),), (), "direction -1 cannot be used here", 5, "direction"),
        ((Entry("z", "Q", 1, weight=0, line=4),), (), "children of 'Q' add up to 0", 6, "weight"),
        ((Entry("y", "P", 1, weight=-1, line=3),), (), "the weight -1 cannot be used", 3, "weight"),
        (
            (Entry("y", "P", 1, weight=float("nan"), line=3),),
            (),
            "the weight nan cannot be used",
            3,
            "weight",
        ),
        ((Entry("P", "T", 2, denominator="d", line=5),), (), "'P' has a denominator", 5, "denominator"),
        ((Entry("", "P", 1, line=8),), (), "a row has no code", 8, "code"),
    ],
)
def test_what_makes_no_tree_is_refused_with_its_line(
    changes: tuple[Entry, ...], drop: tuple[str, ...], problem: str, line: int, field: str
) -> None:
    error = refuse(*changes, drop=drop)
    assert problem in error.problem
    assert (error.file, error.line, error.field) == ("f.csv", line, field)
    assert error.mend


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(ProsperityError, match=r"'x' stands twice \(first in line 2\)"):
        build_tree([*GOOD, Entry("x", "Q", 1, line=9)])


def test_no_rows_and_a_lonely_indicator_are_refused() -> None:
    with pytest.raises(ProsperityError, match="has no rows"):
        build_tree([])
    with pytest.raises(ProsperityError, match="the indicator 'x' has no parent"):
        build_tree([Entry("x", None, 1)])


def test_a_weight_of_zero_is_allowed_beside_others() -> None:
    assert build_tree([Entry("y", "P", 1, weight=0), *(e for e in GOOD if e.code != "y")]).levels[0][0] == "y"
