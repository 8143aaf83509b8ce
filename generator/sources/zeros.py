"""A lone zero at a merger: the hole that a publisher's program left when it added up former councils."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from generator.catalogue.reasons import Reason
from generator.geography.register import Register
from generator.sources.codes import COUNCIL_PREFIXES
from generator.sources.gates.thresholds import OTHER_FIGURES

TAKEN = (
    "The file has 0 here, the only one of its series, while the other councils created on the same day "
    "have no figure. It is taken as missing."
)
KEPT = "The file has 0 here, the only one of its series; somebody looked at it and it stays."


def blank_lone_zeros(
    observations: pd.DataFrame, *, register: Register, kept: Collection[tuple[str, str]]
) -> tuple[pd.DataFrame, int]:
    """Make a lone zero missing that stands where former councils were not added up.

    It is a zero without any other in the series, of a council whose code began in a merger, in a period for
    which the other councils created on that day have no figure and others have.

    Args:
        observations: columns of ``geography.recast.COLUMNS``, of one series, on the codes of today.
        register: says when the code of a council began.
        kept: area and period of zeros that are right, by the recipe; ("", "") stands for all.

    Returns:
        The observations, and how many were made missing.
    """
    zeros = np.flatnonzero(
        observations["area_code"].str[:3].isin(COUNCIL_PREFIXES) & (observations["value"] == 0)
    )
    if len(zeros) != 1:
        return observations, 0
    place = int(zeros[0])
    code, period = (str(observations[name].iloc[place]) for name in ("area_code", "period"))
    alike = {other for other, day in register.began.items() if day == register.began.get(code)} - {code}
    here = observations[(observations["period"] == period) & observations["value"].notna()]
    councils = set(here["area_code"][here["area_code"].str[:3].isin(COUNCIL_PREFIXES)]) - {code}
    if not alike or alike & councils or len(councils) < OTHER_FIGURES:
        return observations, 0
    stays = any(area in ("", code) and when in ("", period) for area, when in kept)
    changed = observations.copy()
    row = changed.index[place]
    changed.loc[row, "note"] = KEPT if stays else TAKEN
    if not stays:
        changed.loc[row, ["value", "lower", "upper"]] = np.nan
        changed.loc[row, ["status", "reason"]] = ["missing", Reason.LEFT_OUT.word]
    return changed, int(not stays)
