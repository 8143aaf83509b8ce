"""The account of two editions says moves, causes and ranks in the words and numbers it is given."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue.records import (
    Area,
    Claims,
    Dataset,
    Domain,
    Edition,
    Element,
    Framework,
    Indicator,
    Pillar,
    SeriesRef,
)
from generator.index.difference import Difference
from generator.index.ranking import rank
from generator.index.steps import Reading
from generator.index.structure import build_structure
from generator.text.about_difference import describe_difference
from generator.text.about_moves import MoveNames

LEAF = Indicator(
    slug="jobs", name="Jobs", direction="higher", weight=1, reason="", comparable="uk", clause="{value}",
    subject="jobs", claims=Claims(high="Much", low="Little"), unit="%", decimals=0,
    series=(SeriesRef(dataset="jobs-uk", series="s", nations=("England",)),),
)  # fmt: skip
FRAMEWORK = Framework(
    domains=(
        Domain(
            slug="d",
            name="D",
            about="",
            pillars=(
                Pillar(
                    slug="p",
                    name="P",
                    about="",
                    elements=(Element(slug="e", name="E", about="", indicators=(LEAF,)),),
                ),
            ),
        ),
    )
)
JOBS = Dataset(
    slug="jobs-uk", title="Jobs", publisher="", publication="", link="", licence="", nations=("England",),
    raw_file="", raw_sha256="", rows_read=0, rows_kept=0, series=(),
)  # fmt: skip
OLD, NEW = (
    Edition(name=name, year=2026, date=date, seed=1, draws=1)
    for name, date in (("2026.1", "2026-11-23"), ("2027.1", "2027-11-23"))
)
NAN = float("nan")


def make_council(name: str) -> Area:
    return Area(
        code=name, kind="council", name=name, short_name=name, official_name=name, slug=name.lower(),
        nation="England", population=1, population_year=2024,
    )  # fmt: skip


def make_difference(*scores: tuple[float, ...]) -> Difference:
    """One council a row: its score in the old edition and after each of the four steps."""
    structure = build_structure(FRAMEWORK)
    table = np.array(scores)
    nodes = [(node.level, node.key) for node in structure.nodes]
    levels = np.repeat(table[:, None, :], len(nodes), axis=1)
    offered = np.ones((len(scores), 1), dtype=bool)
    rank_old, rank_new = rank(levels[..., 0]), rank(levels[..., -1])
    nothing = np.isnan(levels[..., :1] + levels[..., -1:])
    moved = (rank_old > 0) & (rank_new > 0)
    return Difference(
        councils=tuple(make_council(name) for name in ("Hull", "Derby", "Leeds")[: len(scores)]),
        nodes=tuple(nodes),
        score_old=levels[..., 0],
        score_new=levels[..., -1],
        causes=np.where(nothing, NAN, np.diff(levels, axis=2)),
        rank_old=rank_old,
        rank_new=rank_new,
        rank_own=np.where(moved, rank_new - rank_old, 0).astype(np.int32),
        rank_others=np.zeros_like(rank_old),
        structure=structure,
        readings=tuple(
            Reading(structure, offered, table[:, [step]], np.zeros(1), levels[..., step])
            for step in range(1, 5)
        ),
    )


def tell(*scores: tuple[float, ...], changed: tuple[str, ...] = (), most: int = 10) -> list[str]:
    difference = make_difference(*scores)
    names = MoveNames(difference.structure, FRAMEWORK, difference.councils, {"jobs-uk": JOBS}, changed)
    return describe_difference(difference, names, editions=(OLD, NEW), most=most).splitlines()


MOVED = ((40.0, 41.0, 43.0, 43.5, 43.25), (42.0, 42.0, 42.0, 42.0, 42.0), (1.0, 1.0, 1.0, 1.0, NAN))


def test_editions_and_moves_are_told_first() -> None:
    lines = tell(*MOVED, changed=("jobs-uk", "old-set"))
    assert lines[0] == "# From 2026.1 (2026-11-23) to 2027.1 (2027-11-23)"
    assert lines[2] == (
        "The overall score moves by 0.05 points or more in one council of the 2 that have one in both, by "
        "one point or more in one council. The median move is 1.63 points, the largest 3.25."
    )
    assert "Councils that lose an overall score: Leeds." in lines
    assert "Figures changed in two datasets: Jobs and old-set (gone)." in lines


def test_each_move_has_its_four_causes_and_its_dataset() -> None:
    lines = tell(*MOVED, changed=("jobs-uk",))
    # The pillar has its one indicator, which moves the score by 2, 0.5 and -0.25 after the method.
    assert (
        "| Hull | 40.00 | 43.25 | +3.25 | +1.00 | +2.00 | +0.50 | −0.25 | "
        "Jobs +2.25 (revised data +2.00, new data +0.50, others −0.25) |"
    ) in lines
    assert "| Method | 1 | 0.50 | 1.00 |" in lines
    assert "| Others | 1 | 0.13 | 0.25 |" in lines


def test_ranks_have_their_two_parts() -> None:
    lines = tell(*MOVED)
    assert any(line.startswith("Two councils have another overall rank.") for line in lines)
    assert "| Hull | 2 | 1 | −1 | −1 | 0 |" in lines
    assert "| Derby | 1 | 2 | +1 | +1 | 0 |" in lines
    assert not any(line.startswith("| Hull") for line in tell(*MOVED, most=0))


def test_nothing_that_moved_has_no_table() -> None:
    lines = tell((40.0,) * 5, (42.0,) * 5)
    assert "No figure changed in any dataset." in lines
    assert not any(line.startswith("|") for line in lines)


def test_two_editions_without_a_common_score_say_so() -> None:
    assert "No council has an overall score in both." in tell((NAN, NAN, NAN, NAN, 40.0))


@pytest.mark.parametrize(
    ("count", "words"), [(1, "one dataset: d0 (gone)."), (14, "d7 (gone) and two more.")]
)
def test_long_lists_of_datasets_are_cut(count: int, words: str) -> None:
    lines = tell(*MOVED, changed=tuple(f"d{n}" for n in range(count)))
    assert any(line.endswith(words) for line in lines if line.startswith("Figures changed"))
