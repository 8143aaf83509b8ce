"""Figures that can hardly be true, and what was decided on them: `data/doubtful.csv`, `data/reviews.yml`.

An import names the first (see ``generator.sources.gates.doubts``), people write the second. A figure that is
named and not decided on is doubtful: it is shown with its mark, and nothing is computed from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from generator.catalogue.editions import Day
from generator.catalogue.observations import REIMPORT
from generator.catalogue.quality import format_rows, load_outcomes
from generator.catalogue.reasons import Reason
from generator.catalogue.records import Code, Record, Slug, Words
from generator.errors import ProsperityError
from generator.files.documents import read_document
from generator.files.faults import Faults
from generator.files.tables import read_records, refuse_twins
from generator.paths import Paths

DoubtTest = Literal["zero", "return", "step", "first"]
"""What made a figure doubtful: a lone zero, a move that the next figure takes back, a last or a first figure
far from the one beside it."""
Decision = Literal["stands", "wrong", "open"]
Key = tuple[str, str, str, str]
_REASONS: Mapping[Decision, Reason] = {
    "stands": Reason.NONE,
    "wrong": Reason.WRONG,
    "open": Reason.DOUBTFUL,
}
FILE = "doubtful.csv"
_SAME = 1e-9
_LOOK = "look at the figure anew: take the review out, or write down the value and why it is decided so"


@dataclass(frozen=True)
class Doubt:
    """One figure that can hardly be true.

    Attributes:
        dataset, series, area_code, period: where it stands.
        value: the figure, in the unit of the series.
        test: what made it doubtful.
        found, expected: the same in words, for readers; codes and ISO periods may stand in them.
    """

    dataset: str
    series: str
    area_code: str
    period: str
    value: float
    test: DoubtTest
    found: str
    expected: str

    @property
    def key(self) -> Key:
        """Where it stands."""
        return self.dataset, self.series, self.area_code, self.period


class Review(Record):
    """What somebody decided on one doubtful figure.

    Attributes:
        dataset, series, area_code, period, value: the figure, as `data/doubtful.csv` has it.
        decision: "stands", it counts like any other; "wrong", it is shown as wrong and does not count;
            "open", somebody looked and could not tell, so it stays doubtful.
        reason: how that is known, or what was looked at, in our words; a reader sees it.
        date: of the decision, ISO.
    """

    dataset: Slug
    series: Slug
    area_code: Code
    period: str
    value: float
    decision: Decision
    reason: Words
    date: Day

    @property
    def key(self) -> Key:
        """Where the figure stands."""
        return self.dataset, self.series, self.area_code, self.period


class Reviews(Record):
    """The file."""

    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A doubtful figure with what was decided on it, None where nobody looked."""

    doubt: Doubt
    review: Review | None

    @property
    def reason(self) -> Reason:
        """Why the figure does not count; NONE where it stands."""
        return _REASONS[self.review.decision if self.review else "open"]

    @property
    def note(self) -> str:
        """What a reader is told beside the gap that it leaves."""
        found = f"{self.doubt.found}."
        looked = f" {self.review.reason}" if self.review else ""
        return f"The figure for {self.doubt.period} is {self.reason.word} and does not count: {found}{looked}"


@dataclass(frozen=True)
class JudgedRow(Doubt):
    """A row of the published table: a doubtful figure with what was decided, empty where nothing is."""

    decision: str = ""
    reason: str = ""
    date: str = ""


def format_judged(judged: Iterable[Judged]) -> str:
    """Return the text of the published ``doubtful.csv``."""
    rows = ({**_write(one.doubt), **_tell_review(one.review)} for one in judged)
    return format_rows(rows, JudgedRow)


def _tell_review(review: Review | None) -> dict[str, object]:
    return review.model_dump(include={"decision", "reason", "date"}) if review else {}


def _write(doubt: Doubt) -> dict[str, object]:
    return {**asdict(doubt), "value": f"{doubt.value:.12g}"}


def format_doubts(doubts: Iterable[Doubt]) -> str:
    """Return the text of ``data/doubtful.csv``."""
    return format_rows(map(_write, doubts), Doubt)


def load_doubts(paths: Paths) -> tuple[Doubt, ...]:
    """Read ``data/doubtful.csv``; nothing is doubtful where there is no such file.

    Raises:
        ProsperityError: it is not what an import writes; it is cut, or lacks although figures are doubtful.
    """
    found = load_outcomes(paths) if paths.quality.is_file() else ()
    told = {(one.dataset, one.series) for one in found if one.gate == "doubtful"}
    if not paths.doubtful.is_file() and not told:
        return ()
    doubts = read_records(paths.doubtful, Doubt, mend=REIMPORT, filled=False)
    faults = doubts.faults
    refuse_twins(doubts, lambda row: row.key, name="period", what="figure", faults=faults)
    named = {(row.dataset, row.series) for row in doubts.rows}
    for dataset, series in sorted(told ^ named) if paths.quality.is_file() else ():
        there = (dataset, series) in named
        faults.add(
            f"the series {series!r} has {'a doubtful figure' if there else 'no doubtful figures'}",
            line=doubts.lines[-1] if doubts.lines else 1,
            name="series",
            code=dataset,
            expected=f"{'none' if there else 'some'}, as {paths.quality.name} says",
        )
    faults.check()
    return doubts.rows


def judge(paths: Paths, *, stale: Literal["refuse", "pass over"] = "refuse") -> tuple[Judged, ...]:
    """Return every doubtful figure with the review that fits it.

    Args:
        paths: the data folder.
        stale: what becomes of a review of a figure that is another one by now or is not doubtful. An import
            passes it over and tells it; then the figure is doubtful again.

    Raises:
        ProsperityError: either file is wrong; a review twice, or one that does not fit, with its line.
    """
    doubts = load_doubts(paths)
    reviews, faults = _match(paths, doubts)
    if stale == "refuse":
        faults.check()
    return tuple(Judged(doubt, reviews.get(doubt.key)) for doubt in doubts)


def mark_doubts(table: pd.DataFrame, judged: Iterable[Judged], *, file: Path) -> pd.DataFrame:
    """Return the figures of one dataset with those that do not count as gaps, each with its reason and note.

    Args:
        table: columns as ``observations.read_observations`` gives.
        judged: doubtful figures of this dataset.
        file: where the table was read from.

    Raises:
        ProsperityError: the table has another figure where one is said to be doubtful.
    """
    table = table.copy()
    for one in judged:
        doubt = one.doubt
        here = table.index[
            (table["series"] == doubt.series)
            & (table["area_code"] == doubt.area_code)
            & (table["period"] == doubt.period)
        ]
        held = table["value"][here].tolist()
        if len(held) != 1 or not is_same(held[0], doubt.value):
            raise ProsperityError(
                f"the figure that {FILE} names as doubtful is another one here",
                file=file,
                code=" ".join(doubt.key[1:]),
                expected=f"{doubt.value:.12g}",
                mend=REIMPORT,
            )
        if one.reason:
            table.loc[here, ["value", "lower", "upper"]] = np.nan
            table.loc[here, ["status", "reason", "note"]] = [one.reason.word, one.reason.word, one.note]
    return table


def is_same(one: float, other: float) -> bool:
    """Return whether two figures are the same but for the last digits that a file keeps."""
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)


def find_stale(paths: Paths) -> tuple[ProsperityError, ...]:
    """Return what is wrong with each review that does not fit the doubtful figures."""
    return tuple(_match(paths, load_doubts(paths))[1].found)


def _match(paths: Paths, doubts: Sequence[Doubt]) -> tuple[dict[Key, Review], Faults]:
    """Return the reviews that fit by what they are about, and what is wrong with the others."""
    faults = Faults(paths.reviews, _LOOK)
    if not paths.reviews.is_file():
        return {}, faults
    document = read_document(paths.reviews, Reviews)
    known = {doubt.key: doubt.value for doubt in doubts}
    fitting: dict[Key, Review] = {}
    twice = Faults(paths.reviews)
    for number, review in enumerate(document.record.reviews):
        value = known.get(review.key)
        if review.key in fitting:
            told, problem, expected = twice, "the figure is reviewed twice", "one review"
        elif value is None:
            told, problem, expected = faults, "the figure is not doubtful", f"a figure of {FILE}"
        elif not is_same(review.value, value):
            told, problem = faults, f"the figure was {review.value:.12g} when it was reviewed"
            expected = f"{value:.12g}, as it is now"
        else:
            fitting[review.key] = review
            continue
        line, code = document.line("reviews", number), " ".join(review.key)
        told.add(problem, line=line, name=f"reviews.{number}", code=code, expected=expected)
    twice.check()
    return fitting, faults
