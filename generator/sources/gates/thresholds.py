"""Every threshold of the quality gates, each with its reason."""

from __future__ import annotations

from typing import Final

COVERED_SHARE: Final = 0.9
"""Share of a nation's councils that must have a figure in the latest year. The City of London, the Isles of
Scilly and a few withheld figures are usual; one council in ten is not."""

COUNT_TOLERANCE: Final = 0.001
"""Relative difference between a published count and the sum of its councils. Publishers round totals to three
digits at the coarsest."""

RATE_TOLERANCE: Final = 0.5
"""Difference between a published rate and the mean of the councils weighted by people, in standard deviations
of the councils. Weights by people stand in for the true base (homes, pupils, firms); in series that are sound
that moves the mean by up to a third of a standard deviation."""

WEIGHED_SHARE: Final = 0.95
"""Share of an area's people who must live in councils with a figure before its mean is compared."""

REPEATED_SHARE: Final = 0.9
"""Share of councils with the same figure in two periods above which the later one counts as a repeat."""

REPEATED_VALUES: Final = 5
"""A repeat needs more than this many different figures: shares near 0 or 100 stay the same honestly."""

FEWEST_COUNCILS: Final = 10
"""Fewest councils from which a gate draws a conclusion on a whole period; Northern Ireland has 11."""

CHANCE_TWINS: Final = 0.01
"""Pairs of councils that would share a history by chance, below which a shared one is told: two hundred
series together then give about two false alarms at most."""

TWIN_FIGURES: Final = 3
"""Fewest different figures in a history that can be told from chance; one that does not move says little."""

NEAR_STEPS: Final = 5
"""Steps of the last decimal up to which two figures count as near: of such pairs, one in eleven is equal by
rounding alone."""

CHANCE_SHARED: Final = 0.001
"""Chance that councils beside each other have so many equal figures, below which they are taken for those of
a larger area. The figures of five health trusts on eleven councils reach 0.0003; of two hundred and fifty
series that are sound none goes below 0.01."""

JUMP_SPREADS: Final = 7.0
"""A change is striking from this many spreads away from the middle council's change. A normal distribution
has none so far out; real series have fat tails, and at 7 most have no jump and broken ones stand out."""

JUMP_TAIL: Final = 0.9
"""The spread is at least what the middle nine tenths of changes imply. The median deviation alone is near
zero where most councils do not move, as with bank branches, and every other change would count as a jump."""

JUMP_CHANGES: Final = 30
"""Fewest changes of a series from which a usual change can be told."""

OWN_CHANGES: Final = 3
"""Fewest other changes of a council from which its own usual change can be told."""

DOUBT_SPREADS: Final = 4.0
"""Usual moves from which a figure is doubtful. The usual move is the widest of five, each already as wide as
the middle nine tenths imply, so that at 4 one figure in three thousand is named, most of them plainly odd; at
3 it would be twice as many."""

DOUBT_UNTRIED: Final = 6.0
"""The same where a council has too short a past to be judged by."""

DOUBT_FIRST: Final = 6.0
"""The same of the first figure of a series: many series begin while something spreads, and settle then."""

DOUBT_BEYOND: Final = 2.0
"""A first figure must also lie this many times as far away as the council moves later on."""

DOUBT_PAST: Final = 3
"""Fewest other moves of a council that tell how it moves."""

DOUBT_PEERS: Final = 30
"""Councils nearest in size, of the same nation, that a figure is set against: a tenth of England, nearly all
of Scotland, all of Wales and Northern Ireland."""

DOUBT_EVENTS: Final = 7.0
"""Events to be expected from which none at all is doubtful: by chance (Poisson) that happens once in a
thousand cases, and once in thirty where events come in pairs."""

DOUBT_ZEROS: Final = 50
"""Fewest figures of other councils that are as low, and none of them 0, before a lone zero is doubtful where
the number of events is not known: a chance of one in fifty or more would show among them."""

SKEWED: Final = 1.0
"""Skewness from which changes are measured on a log scale, where no figure is negative."""

FEWEST_ROUNDED: Final = 10
"""Rounding to the decimals claimed must leave at least this many different figures, where the data has twice
as many."""

STALE_YEARS: Final = 6
"""Age in years up to which a figure counts as current; no finding rests on an older one."""

LONGEST_LIST: Final = 10
"""Warnings of one gate on one series that are listed one by one; the others are counted."""

SLACK: Final = 1e-9
"""Relative error of decimal numbers held in binary."""
