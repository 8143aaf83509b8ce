"""All gates over all series: what was found, what was accepted, what stops the import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, get_args

from generator.catalogue.doubts import Doubt
from generator.catalogue.quality import GateName, Outcome, Tally
from generator.sources.gates.acceptance import apply_acceptances
from generator.sources.gates.bounds import check_range, check_units
from generator.sources.gates.coverage import check_coverage
from generator.sources.gates.doubts import find_doubts, tell_doubts
from generator.sources.gates.jumps import check_jumps
from generator.sources.gates.measured import MeasuredSeries, Setting
from generator.sources.gates.repeats import check_constant, check_repeats, check_twins
from generator.sources.gates.sharing import check_sharing
from generator.sources.gates.thresholds import LONGEST_LIST
from generator.sources.gates.totals import check_totals
from generator.sources.gates.upkeep import check_decimals, check_stale
from generator.sources.recipe import Acceptance

Check = Callable[[MeasuredSeries, Setting], list[Outcome] | None]

CHECKS: Final[Mapping[GateName, Check]] = {
    "units": check_units,
    "range": check_range,
    "coverage": check_coverage,
    "totals": check_totals,
    "repeats": check_repeats,
    "twins": check_twins,
    "sharing": check_sharing,
    "constant": check_constant,
    "jumps": check_jumps,
    "decimals": check_decimals,
    "stale": check_stale,
}
"""Gates that look at one series; each returns what it found, or None where it does not apply."""

ORDER: Final[tuple[GateName, ...]] = get_args(GateName)


@dataclass(frozen=True)
class Inspection:
    """What the gates found.

    Attributes:
        outcomes: by dataset, series and gate; the rest of a long list is one line that counts it.
        tallies: for each gate, how many series it was put to and how many passed.
        doubts: every figure that can hardly be true, by where it stands.
    """

    outcomes: tuple[Outcome, ...]
    tallies: tuple[Tally, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def blockers(self) -> tuple[Outcome, ...]:
        """What stops the import, in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.severity == "blocker")


def inspect_series(
    series: Sequence[MeasuredSeries], *, setting: Setting, accepted: Mapping[str, Sequence[Acceptance]]
) -> Inspection:
    """Put every series through every gate; the table they come from must have its shape already.

    Args:
        series: in any order.
        setting: what they are judged against.
        accepted: acceptances by dataset.
    """
    tested: dict[GateName, int] = {"types": len(series), "keys": len(series)}
    found: list[Outcome] = []
    for gate, check in CHECKS.items():
        results = [result for one in series if (result := check(one, setting)) is not None]
        tested[gate] = len(results)
        found += [outcome for result in results for outcome in result]
    doubts = {(one.dataset, one.series.slug): find_doubts(one, setting) for one in series}
    tested["doubtful"] = len(series)
    found += [outcome for one in series for outcome in tell_doubts(one, doubts[one.dataset, one.series.slug])]
    tested["acceptance"] = len({(name, one.series) for name, entries in accepted.items() for one in entries})
    outcomes = sorted(apply_acceptances(found, accepted), key=_place)
    return Inspection(
        outcomes=tuple(cut_lists(outcomes)),
        tallies=tuple(_tally(gate, outcomes, tested=tested[gate]) for gate in ORDER),
        doubts=tuple(sorted((doubt for part in doubts.values() for doubt in part), key=lambda one: one.key)),
    )


def _place(outcome: Outcome) -> tuple[str, str, int]:
    """Return where an outcome stands; within a gate the order is the gate's own."""
    return outcome.dataset, outcome.series, ORDER.index(outcome.gate)


def _tally(gate: GateName, outcomes: Iterable[Outcome], *, tested: int) -> Tally:
    own = [outcome for outcome in outcomes if outcome.gate == gate]
    failed = {(outcome.dataset, outcome.series) for outcome in own}
    return Tally(gate, tested=tested, passed=tested - len(failed), warnings=len(own))


def cut_lists(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return sorted outcomes with the warnings of one gate on one series cut after the longest list."""
    kept: list[Outcome] = []
    for _, group in groupby(outcomes, key=_place):
        listed = list(group)
        blockers = [outcome for outcome in listed if outcome.severity == "blocker"]
        warnings = [outcome for outcome in listed if outcome.severity == "warning"]
        kept += [*blockers, *warnings[:LONGEST_LIST]]
        more = len(warnings) - LONGEST_LIST
        if more > 0:
            first = warnings[0]
            kept.append(
                Outcome(
                    first.gate,
                    "warning",
                    first.dataset,
                    first.series,
                    area_code="",
                    period="",
                    found=f"{more} more like these, less striking",
                    expected=first.expected if first.gate != "jumps" else "as the middle council moved",
                )
            )
    return kept
