"""What each gate asks, in plain words for the page on data quality; numbers come from the thresholds."""

from __future__ import annotations

from generator.catalogue.quality import GateName
from generator.catalogue.records import Record
from generator.sources.gates import thresholds

_COVERED = f"{thresholds.COVERED_SHARE:.0%}"
_REPEATED = f"{thresholds.REPEATED_SHARE:.0%}"
_STOPS = "The import stops"
_STOPS_WITHOUT_REASON = "The import stops, unless a reason is given"


class Gate(Record):
    """One check that every series goes through.

    Attributes:
        name: as in the table.
        title: what a reader calls it.
        question: what it asks of a series.
        otherwise: what happens when the answer is no.
    """

    name: GateName
    title: str
    question: str
    otherwise: str


GATES = (
    Gate(
        name="types",
        title="Shape",
        question="Is every code a code, every period a period and every figure a number? Does each interval "
        "go from low to high? Has each missing figure a reason?",
        otherwise=_STOPS,
    ),
    Gate(
        name="keys",
        title="One figure each",
        question="Is there at most one figure for each place and period?",
        otherwise=_STOPS,
    ),
    Gate(
        name="units",
        title="Unit",
        question="Can every figure exist in its unit? A share lies from 0 to 100, a count is a whole number.",
        otherwise=_STOPS_WITHOUT_REASON,
    ),
    Gate(
        name="range",
        title="Plausible range",
        question="Does every figure lie in the range written down for its series, also where councils were "
        "merged?",
        otherwise=_STOPS_WITHOUT_REASON,
    ),
    Gate(
        name="coverage",
        title="Coverage of nations",
        question=f"Have at least {_COVERED} of the councils of each nation a figure in the latest year, or "
        "in the year before?",
        otherwise="Warning. The import stops where a nation has no figure at all",
    ),
    Gate(
        name="totals",
        title="Published totals",
        question="Do councils add up to the total of their region or nation in the same file? For a rate: is "
        "their mean, weighted by people, near the published one (within "
        f"{thresholds.RATE_TOLERANCE:g} standard deviations of the councils)?",
        otherwise="Warning. The import stops where a count does not add up",
    ),
    Gate(
        name="repeats",
        title="Repeated periods",
        question=f"Is every period new? One that repeats another for more than {_REPEATED} of councils may "
        "have been filled in.",
        otherwise=_STOPS_WITHOUT_REASON,
    ),
    Gate(
        name="twins",
        title="Figures of its own",
        question="Has every council figures of its own? Two with the same figures for three periods or more "
        "on end, where chance does not explain it, may share one.",
        otherwise="Warning",
    ),
    Gate(
        name="sharing",
        title="Figures of larger areas",
        question="Do councils beside each other have one figure in every period, more often than rounding "
        "and small numbers explain? Then it may be that of a larger area, such as a health board.",
        otherwise=_STOPS_WITHOUT_REASON,
    ),
    Gate(
        name="constant",
        title="Variation",
        question="Do the figures of a nation's councils differ, and are they not all zero?",
        otherwise="Warning",
    ),
    Gate(
        name="doubtful",
        title="Doubtful figures",
        question="Can each figure be true? It is doubtful where it is a lone zero and several events were to "
        "be expected, where it moves far and the next one is back, or where it lies at an end of the series "
        f"and nothing confirms it. Far is {thresholds.DOUBT_SPREADS:g} usual moves or more, of the council "
        "and of those of its size; what all councils share in a period is taken out.",
        otherwise="Warning. The figure does not count until somebody has decided on it",
    ),
    Gate(
        name="jumps",
        title="Jumps",
        question="Does each council move from one period to the next about as others do? A change is "
        f"striking {thresholds.JUMP_SPREADS:g} usual spreads away from the middle council's change. The "
        "usual spread is that of all changes, that of the period or the council's own, the widest of them.",
        otherwise=f"Warning, for the {thresholds.LONGEST_LIST} most striking of a series",
    ),
    Gate(
        name="decimals",
        title="Decimals",
        question="Does the data carry the decimals claimed for it, and do they keep councils apart?",
        otherwise="Warning",
    ),
    Gate(
        name="stale",
        title="Age",
        question=f"Is the latest figure at most {thresholds.STALE_YEARS} years older than the edition?",
        otherwise="Warning",
    ),
    Gate(
        name="acceptance",
        title="Reasons that hold",
        question="Is every problem that we gave a reason for still there?",
        otherwise="Warning",
    ),
)
"""Every gate, in the order in which a series goes through them."""
