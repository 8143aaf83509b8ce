"""What a finding must reach: the thresholds of the method pages."""

from generator.index.ranking import BAND_CERTAINTY

MAX_AGE = 6
"""Years between the edition and the figure; older figures carry no finding."""
EXTREME = 20.0
"""Percentile points from either end within which a figure counts as extreme."""
SURE = BAND_CERTAINTY
"""Share of the robustness draws that must agree before a word is used."""
SMALLEST_SET = 10
"""Councils a comparison set needs; a fifth of fewer is one council or none."""
SMALL_NATION = 25
"""Councils that a nation needs to be a set of its own for fifths; a fifth of fewer is a handful."""
SMALL_POPULATION = 10_000
"""People below which one event moves a rate too far: there only figures with a published interval count."""
LEAST_EVENTS = 20
"""Events below which a rate carries no finding: health statistics call a rate on fewer deaths unreliable."""
OLD = 4
"""Years between the edition and the figure from which it matters how long figures of its kind last."""
LEAST_LASTING = 0.7
"""Share of the figures in an outer fifth that must still have been in it after so many years."""
PERIODS = 3
"""Last periods in which a figure is looked up; with so many it must lie in the fifth in two of them."""
STEADY = 2
"""Of the last three periods those in which a figure must lie in its fifth."""
LEAST_RELIABILITY = 0.7
"""Share of the differences between councils that must be real for a figure to carry a finding: with a half,
fewer than 85 in 100 strengths and weaknesses were in the same fifth a period later; see ``looked_again``."""
LEAST_REAL = 0.5
"""Share of the differences at the start that must be real for a gap, or a catching up, to be told."""
RELATIVE_GAP = 20.0
"""Percentile points from the council's own median for a relative finding."""
LONGEST_CHANGE_GAP = 5
"""Years that must lie between the ends of a stated change."""
TREND_INDICATORS = 3
"""Indicators a stated change rests on; the change of one or two is theirs, not their pillar's."""
HALF_MEASURED = 0.5
"""Share of a node's weight that must be measured at both ends of a stated change."""
MOST_BENT = 0.25
"""Share of a node's weight from which on figures of a year that bent them hide too much of a change."""
MEASURED_HERE = 0.5
"""Share of a score above which it counts as the place's own: the rest are figures of a larger area."""
ALIKE = 0.5
"""Share of the weight of two scores above which they rest on the same indicators, and can be compared."""
TOLERANCE = {10: 2, 5: 1}
"""Years that a window may be longer or shorter than the ten or five it is meant to cover."""
SMALLEST_MOVE = 1.0
"""Points: no smaller change is told apart from none, or from the country's."""
SMALLEST_SLOPE = 0.1
"""Part of the distance between places that must be made good, or added, for it to be told."""
MOST_TIMES = 20.0
"""How many times one end may be the other for a ratio to be told: beyond, the lower is next to nothing."""
ROUNDING = 1e-6
"""Points within which two sums are the same."""
FEWEST_ALIKE = 8
"""Statistical neighbours in its nation that a place needs to be called unlike those that are like it."""
MOST_ALIKE = 0.8
"""Share of them beyond whose ranges of ranks its own has to lie."""
MEDIUM_EFFECT = 0.5
"""Cohen's d from which a difference is called medium (Cohen 1988)."""
