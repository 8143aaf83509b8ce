"""From a table and a framework to scores and ranks, step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from generator.composite.aggregation import aggregate
from generator.composite.arrays import Bools, Floats
from generator.composite.imputation import impute
from generator.composite.normalisation import NEEDS_RANGE, normalise
from generator.composite.options import Options
from generator.composite.ranking import rank_within
from generator.composite.table import Table, arrange, denominate, screen
from generator.composite.treatment import Treated, Treatment, treat
from generator.composite.tree import Tree, check_fit
from generator.errors import ProsperityError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 10


@dataclass(frozen=True)
class Prepared:
    """The table ready for treatment.

    Attributes:
        table: sorted by period and unit, denominated, imputed and screened.
        filled: cells that were imputed, shape (R, I).
        removed: units (with their period) that were screened out.
        unused: columns of the values that are not in the framework.
        flat: indicators that do not vary, or have no value.
    """

    table: Table
    filled: Bools
    removed: tuple[str, ...]
    unused: tuple[str, ...]
    flat: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """Everything that was computed.

    Attributes:
        prepared: the table that treatment began with.
        tree, options: as given.
        treated: values after treatment, shape (R, I).
        treatments: what was done to the columns, one entry for each period; empty without treatment.
        levels: scores of each level, bottom up, normalised indicators first; each of shape (R, n of the
            level).
        ranks: of the same shapes, NaN where there is no score; within each period in a panel.
    """

    prepared: Prepared
    tree: Tree
    options: Options
    treated: Floats
    treatments: tuple[Treated, ...]
    levels: tuple[Floats, ...]
    ranks: tuple[Floats, ...]

    @property
    def table(self) -> Table:
        """The rows, as the arrays have them: sorted by period and unit."""
        return self.prepared.table

    @property
    def normalised(self) -> Floats:
        """Normalised indicators, shape (R, I)."""
        return self.levels[0]

    @property
    def top(self) -> Floats:
        """Scores of the top, shape (R,)."""
        return np.asarray(self.levels[-1][:, 0])

    def normalised_frame(self) -> pd.DataFrame:
        """Return the normalised indicators as a data frame with the units (and periods)."""
        return self._frame(self.normalised, self.tree.indicators)

    def scores_frame(self) -> pd.DataFrame:
        """Return the scores of all codes, indicators first, then aggregates bottom up."""
        return self._frame(np.concatenate(self.levels, axis=1), self.tree.codes)

    def ranks_frame(self) -> pd.DataFrame:
        """Return the ranks of all codes."""
        return self._frame(np.concatenate(self.ranks, axis=1), self.tree.codes)

    def _frame(self, values: Floats, codes: tuple[str, ...]) -> pd.DataFrame:
        import pandas as pd

        names = {"unit": list(self.table.units)}
        if self.table.panel:
            names[self.table.panel] = list(self.table.periods)
        return pd.concat([pd.DataFrame(names), pd.DataFrame(values, columns=list(codes))], axis=1)


def run(table: Table, tree: Tree, options: Options | None = None) -> Result:
    """Compute an index: denominate, impute, screen, treat, normalise, aggregate, rank.

    In a panel each period is imputed, treated, aggregated and ranked alone, and all are normalised together.

    Args:
        table: units by indicators.
        tree: the framework.
        options: the choices; the plainest index if not given.

    Raises:
        ProsperityError: table and framework do not fit, a column does not vary, or a method cannot take a
            value.
    """
    chosen = options or Options()
    prepared = prepare(table, tree, chosen)
    treated, treatments = treat_periods(prepared.table, chosen.treat)
    leaves = normalise(treated, table=prepared.table, tree=tree, normalisation=chosen.normalise)
    levels = aggregate(
        tree, leaves, chosen.aggregate, table=prepared.table, threshold=chosen.missing_threshold
    )
    blocks = prepared.table.blocks()
    leaf_ranks = rank_within(leaves, blocks, same="exact")
    ranks = (leaf_ranks, *(rank_within(level, blocks) for level in levels[1:]))
    return Result(prepared, tree, chosen, treated, treatments, levels, ranks)


def prepare(table: Table, tree: Tree, options: Options) -> Prepared:
    """Return the table sorted, denominated, imputed and screened."""
    unused = check_fit(tree, table, ignore_extra=options.ignore_extra)
    ready = denominate(arrange(table, tree.indicators), tree.denominators)
    values = impute(ready, tree, options.impute)
    filled = np.isnan(ready.values) & ~np.isnan(values)
    kept = np.ones(len(values), dtype=bool) if options.screen is None else screen(values, options.screen)
    if not kept.any():
        raise ProsperityError(
            "no unit has enough values to be kept",
            file=table.file,
            field="--screen",
            expected="units with at least this share of their indicators",
            mend="lower --screen, or impute",
        )
    removed = tuple(ready.name(int(row)) for row in np.flatnonzero(~kept))
    ready = replace(ready, values=values).take(np.flatnonzero(kept))
    return Prepared(ready, filled[kept], removed, tuple(unused), _find_flat(ready, tree, options))


def _find_flat(table: Table, tree: Tree, options: Options) -> tuple[str, ...]:
    """Return the indicators that tell nothing; refuse them unless they are allowed."""
    low, high = np.fmin.reduce(table.values, axis=0), np.fmax.reduce(table.values, axis=0)
    flat = tuple(tree.indicators[place] for place in np.flatnonzero(~(low < high)))
    if flat and not options.allow_constant and options.normalise.method in NEEDS_RANGE:
        place = tree.indicators.index(flat[0])
        what = (
            "has no value" if np.isnan(low[place]) else f"is {low[place]:g} for every unit that has a value"
        )
        more = f" (so are {len(flat) - 1} others: {', '.join(flat[1:_SHOWN])})" if len(flat) > 1 else ""
        raise ProsperityError(
            f"the indicator '{flat[0]}' {what}{more}",
            file=table.file,
            line=1 if table.lines else None,
            field=flat[0],
            code=flat[0],
            expected="values that differ between units",
            mend="leave it out of both files, or use --allow-constant: it then counts as missing",
        )
    return flat


def treat_periods(table: Table, treatment: Treatment | None) -> tuple[Floats, tuple[Treated, ...]]:
    """Return the treated values, shape (R, I), and what was done in each period."""
    if treatment is None:
        return table.values, ()
    result = table.values.copy()
    done = []
    for rows in table.blocks():
        done.append(treat(table.values[rows], treatment))
        result[rows] = done[-1].values
    return result, tuple(done)
