"""A composite index from any table of units and indicators, with the semantics of the R package COINr.

Pure: arrays in, arrays out. From a notebook::

    from generator.index.composite import Options, compose

    result = compose(values, framework, Options(missing_threshold=0.5))
    result.scores_frame()

``values`` and ``framework`` are data frames with the columns of the two files of ``prosperity score``. The
order of operations is: denominate, impute, screen, treat, normalise, aggregate, rank; direction counts only
in normalising. Sources: Becker and others (2022), "COINr: An R package for developing composite indicators",
Journal of Open Source Software 7(78), 4567; OECD and JRC (2008), Handbook on Constructing Composite
Indicators.
"""

from generator.index.composite.aggregation import Mean, parse_mean
from generator.index.composite.contribution import contribute
from generator.index.composite.frames import compose, make_entries, make_table
from generator.index.composite.framework import Entry
from generator.index.composite.normalisation import Normalisation
from generator.index.composite.options import Options
from generator.index.composite.robustness import Choices, Ranges, measure_ranges, sample_choices
from generator.index.composite.run import Result, run
from generator.index.composite.table import Table
from generator.index.composite.treatment import Treatment
from generator.index.composite.tree import Tree, build_tree

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
