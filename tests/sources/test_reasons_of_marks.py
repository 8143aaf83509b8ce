"""What a publisher's mark or remark on an empty cell means, as one word of the closed set."""

import pytest

from generator.catalogue.reasons import Reason
from generator.sources.notes import read_remark


@pytest.mark.parametrize(
    ("status", "notes", "reason"),
    [
        ("c", "", Reason.SUPPRESSED),
        ("u", "", Reason.UNRELIABLE),
        ("x", "", Reason.UNAVAILABLE),
        ("x", "Data not available", Reason.UNAVAILABLE),
        ("z", "", Reason.NOT_APPLICABLE),
        ("", "", Reason.BLANK),
        ("", "Data not available", Reason.UNAVAILABLE),
        ("", "Provisional", Reason.BLANK),
        ("", "Value suppressed due to a base value of fewer than 5", Reason.SUPPRESSED),
        ("u", "Observation suppressed due to a base observation of fewer than 5", Reason.SUPPRESSED),
        (
            "",
            "Estimate and confidence interval unreliable since the group sample size is small (under 3)",
            Reason.UNRELIABLE,
        ),
    ],
)
def test_an_empty_cell_has_the_reason_of_its_mark_or_remark(status: str, notes: str, reason: Reason) -> None:
    assert read_remark(status=status, notes=notes, has_value=False).reason is reason


@pytest.mark.parametrize("status", ["", "u"])
def test_a_figure_has_no_reason(status: str) -> None:
    assert read_remark(status=status, notes="", has_value=True).reason is Reason.NONE
