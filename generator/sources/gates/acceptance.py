"""Accepted problems: a reason turns a blocker into a listed warning, for as long as the problem is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.catalogue.quality import Outcome
from generator.sources.recipe import Acceptance


def apply_acceptances(
    outcomes: Iterable[Outcome], accepted: Mapping[str, Sequence[Acceptance]]
) -> list[Outcome]:
    """Return the outcomes, accepted ones as warnings with their reason, and a warning on idle acceptances.

    Args:
        outcomes: what the gates found.
        accepted: acceptances by dataset; one without area or period counts for every area or period.
    """
    used: set[tuple[str, int]] = set()
    result = []
    for outcome in outcomes:
        places = [
            place
            for place, one in enumerate(accepted.get(outcome.dataset, ()))
            if _covers(one, outcome=outcome)
        ]
        used |= {(outcome.dataset, place) for place in places}
        if places:
            reason = accepted[outcome.dataset][places[0]].reason
            outcome = replace(outcome, severity="warning", reason=reason)
        result.append(outcome)
    for dataset, entries in sorted(accepted.items()):
        result += [
            _tell_idle(dataset, one) for place, one in enumerate(entries) if (dataset, place) not in used
        ]
    return result


def _covers(acceptance: Acceptance, *, outcome: Outcome) -> bool:
    return (
        acceptance.gate == outcome.gate
        and acceptance.series == outcome.series
        and acceptance.area_code in ("", outcome.area_code)
        and acceptance.period in ("", outcome.period)
    )


def _tell_idle(dataset: str, acceptance: Acceptance) -> Outcome:
    return Outcome(
        "acceptance",
        "warning",
        dataset,
        acceptance.series,
        acceptance.area_code,
        acceptance.period,
        f"the gate {acceptance.gate} finds nothing that the recipe accepts",
        "an acceptance only for a problem that is there",
        acceptance.reason,
    )
