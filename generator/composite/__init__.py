"""One engine for composite indices: any table with the semantics of the R package COINr, and the index's own.

Pure: arrays in, arrays out. The functions of arrays are in ``step`` (sums up a tree), ``means``, ``shares``,
``scales``, ``ranking``, ``imputation``, ``low_rank`` and ``treatment``; where COINr's rule and that of the
index differ, it is an option with its source. The room ``index`` binds them to the framework and panel of an
edition, ``run`` to anybody's table. From a notebook::

    from generator.composite import Options, compose

    result = compose(values, framework, Options(missing_threshold=0.5))
    result.scores_frame()

``values`` and ``framework`` are data frames with the columns of the two files of ``prosperity score``. The
order of operations is: denominate, impute, screen, treat, normalise, aggregate, rank; direction counts only
in normalising. Sources: Becker and others (2022), "COINr: An R package for developing composite indicators",
Journal of Open Source Software 7(78), 4567; OECD and JRC (2008), Handbook on Constructing Composite
Indicators.
"""

from generator.composite.aggregation import parse_mean
from generator.composite.contribution import contribute
from generator.composite.frames import compose, make_entries, make_table
from generator.composite.framework import Entry
from generator.composite.means import Mean
from generator.composite.normalisation import Normalisation
from generator.composite.options import Options
from generator.composite.robustness import Choices, Ranges, measure_ranges, sample_choices
from generator.composite.run import Result, run
from generator.composite.table import Table
from generator.composite.treatment import Treatment
from generator.composite.tree import Tree, build_tree

__all__ = [
    "Choices",
    "Entry",
    "Mean",
    "Normalisation",
    "Options",
    "Ranges",
    "Result",
    "Table",
    "Treatment",
    "Tree",
    "build_tree",
    "compose",
    "contribute",
    "make_entries",
    "make_table",
    "measure_ranges",
    "parse_mean",
    "run",
    "sample_choices",
]
