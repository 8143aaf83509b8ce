"""How much each former council weighs in the mean of the council it was merged into."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue.denominators import POPULATION, Denominator, WeightTable
from generator.catalogue.period import parse_period
from generator.errors import ProsperityError
from generator.geography.tables import read_rows

Years = Mapping[int, Mapping[str, float]]
"""Weights by year and code of the former council."""

REGISTER_YEARS = {2019: "pop_2019", 2020: "pop_2020"}
"""Columns of ``geography/lad_to_current.csv`` with the people of former councils at the middle of a year."""

_COLUMNS = ("areacd", "indicator", "period", "value")


@dataclass(frozen=True)
class Weights:
    """Factors that add up to one, and the words for the note of a cell."""

    factors: tuple[float, ...]
    words: str


@dataclass(frozen=True)
class Weighting:
    """Weights of former councils for one denominator.

    Attributes:
        words: what the rate is per, e.g. "households".
        tables: words and weights by year, best first; those of other words stand in for the denominator.
    """

    words: str
    tables: tuple[tuple[str, Years], ...]

    def find(
        self, members: Sequence[str], shares: Sequence[float] | None = None, *, year: int
    ) -> Weights | None:
        """Return the weights of all members, from the first table that has a year with every one of them.

        Of several years the one nearest to ``year`` counts, of two equally near the earlier. None where no
        table has them all. ``shares`` says how much of each member counts; all of it by default.
        """
        parts = dict(zip(members, shares or [1.0] * len(members), strict=True))
        for words, years in self.tables:
            whole = [when for when, known in years.items() if _total(known, parts) > 0]
            if whole:
                chosen = min(whole, key=lambda when: (abs(when - year), when))
                known, total = years[chosen], _total(years[chosen], parts)
                factors = tuple(known[code] * parts[code] / total for code in members)
                return Weights(factors, self._name(words, chosen))
        return None

    def _name(self, words: str, year: int) -> str:
        wanting = "" if words == self.words else f", for want of {self.words}"
        return f"{words} of {year}{wanting}"


def _total(known: Mapping[str, float], parts: Mapping[str, float]) -> float:
    """Return the sum over all members, each by its part, 0 where one of them is not known."""
    if not all(code in known for code in parts):
        return 0.0
    return math.fsum(known[code] * part for code, part in parts.items())


def add_weights(weightings: Mapping[str, Weighting], more: Years) -> dict[str, Weighting]:
    """Return the weightings with the people of further councils in the table that stands in for all others.

    Args:
        weightings: by denominator, see ``load_weightings``.
        more: people by year and code; they count before what the table knows already, which may be older.
    """
    last = weightings[POPULATION].tables[-1][1]
    filled = {year: {**last.get(year, {}), **more.get(year, {})} for year in sorted({*last, *more})}
    return {
        slug: Weighting(
            one.words, tuple((words, filled if years is last else years) for words, years in one.tables)
        )
        for slug, one in weightings.items()
    }


def load_weightings(
    sources: Path, denominators: Mapping[str, Denominator], *, former: Collection[str]
) -> dict[str, Weighting]:
    """Return the weights of former councils for every denominator, by its slug.

    Args:
        sources: folder of raw files.
        denominators: see ``denominators.load_denominators``.
        former: codes of former councils; no other code needs a weight.

    Raises:
        ProsperityError: a file or column is missing, a table has no row of its indicator, a figure is not a
            number or below nought, or an area has two figures for one year.
    """
    own = {
        slug: tuple((one.words, read_years(sources, table, former=former)) for table in one.tables)
        for slug, one in denominators.items()
    }
    people = denominators[POPULATION].words
    own[POPULATION] = tuple((words, _fill(years, sources)) for words, years in own[POPULATION]) or (
        (people, _fill({}, sources)),
    )
    last = own[POPULATION]
    return {
        slug: Weighting(one.words, own[slug] if slug == POPULATION else own[slug] + last)
        for slug, one in denominators.items()
    }


def read_years(sources: Path, table: WeightTable, *, former: Collection[str]) -> Years:
    """Return the figures of one table by year and former code, shares taken."""
    figures = dict(_read_figures(sources / table.file, table.indicator, former=former))
    if table.share:
        shares = dict(_read_figures(sources / table.share.file, table.share.indicator, former=former))
        figures = {key: figures[key] * shares[key] / 100 for key in figures if key in shares}
    years: dict[int, dict[str, float]] = {}
    for (code, period), value in figures.items():
        known = years.setdefault(parse_period(period).year, {})
        if code in known:
            raise ProsperityError(
                "two figures of one year", file=sources / table.file, field="period", code=code
            )
        known[code] = value
    return years


def _read_figures(
    file: Path, indicator: str, *, former: Collection[str]
) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield code and period with the figure, for former councils that have one."""
    rows = read_rows(file, columns=_COLUMNS)
    if all(row["indicator"] != indicator for row in rows):
        raise ProsperityError("no row of this indicator", file=file, field="indicator", expected=indicator)
    for row in rows:
        if row["indicator"] == indicator and row["areacd"] in former and row["value"]:
            yield (row["areacd"], row["period"]), _number(row["value"], file=file, code=row["areacd"])


def _number(text: str, *, file: Path, code: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ProsperityError(
            f"{text!r} cannot be a weight", file=file, field="value", code=code, expected="a number from 0"
        )
    return value


def _fill(years: Years, sources: Path) -> Years:
    """Add the population that the register of codes gives, where a year lacks a former council."""
    filled = {year: dict(known) for year, known in years.items()}
    file = sources / "geography" / "lad_to_current.csv"
    for row in read_rows(file, columns=("code", *REGISTER_YEARS.values())):
        for year, column in REGISTER_YEARS.items():
            if row[column]:
                value = _number(row[column], file=file, code=row["code"])
                filled.setdefault(year, {}).setdefault(row["code"], value)
    return filled
