"""Numbers and years of a sentence against its evidence, on findings made up for the purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.verify.evidence import Told
from generator.verify.printed import find_misprint
from generator.verify.public_tables import PublicTables

GDP = "In {year}, GDP per head was £21,919 in {first} prices: the lowest of the 22 councils of Wales. "
MIDDLE = "The middle council stood at £28,000 per head in {second} prices."
CLAUSE = "GDP per head was {value} in 2022 prices"


def tell(text: str, clause: str, period: str, unit: str, *, below: float = 0, ties: float = 1) -> str:
    """Return what is found wrong with a sentence on one figure of a made-up place.

    Args:
        text, clause, period, unit: of the sentence and its indicator.
        below: councils of the 22 with a lower figure.
        ties: councils with this one.
    """
    cells: dict[tuple[str, str], float | str] = {
        ("indicator", ""): "gdp",
        ("clause", ""): clause,
        ("value", ""): 21919.0,
        ("middle", ""): 28000.0,
        ("decimals", ""): 0.0,
        ("n", ""): 22.0,
        ("place", ""): 1 + (below if below + ties / 2 < 11 else 22 - below - ties),
        ("ties", ""): ties,
        ("percentile", ""): 100 * (below + ties / 2) / 22,
    }
    row = {"area_code": "W1", "finding": "weakness", "node": "productivity", "text": text, "period": period}
    tables = PublicTables(Path("nowhere"))
    nothing = ("areas", "scores", "node_names", "level", "named", "band_ends")
    tables.__dict__.update({name: {} for name in nothing} | {"units": {"gdp": unit}, "bands": frozenset()})
    return find_misprint(Told({**row, "finding_id": "W1/weakness/productivity"}, cells), tables)


def tell_gdp(year: int, first: int, second: int, period: str) -> str:
    """Return what is found wrong with the sentence with these years."""
    text = (GDP + MIDDLE).format(year=year, first=first, second=second)
    return tell(text, CLAUSE, period, "£ per head in 2022 prices")


@pytest.mark.parametrize("last", [2021, 2022, 2023])
def test_years_of_prices_and_of_the_period_are_told_apart(last: int) -> None:
    period = f"{last}-01-01/P1Y"
    assert tell_gdp(last, 2022, 2022, period) == ""
    for years in ((last + 1, 2022, 2022), (last, 2023, 2022), (last, 2022, 2023), (last, 2021, 2022)):
        assert "years" in tell_gdp(*years, period), years


def test_a_period_is_told_by_its_end_or_by_both_ends() -> None:
    text = "In the {} {}, it was £21,919: the lowest of the 22 councils of Wales. The middle was £28,000."
    school, clause = "2024-09-01/P1Y", "it was {value}"
    for said, right in (
        ("year to August 2025", True),
        ("school year 2024 to 2025", True),
        ("year to August 2024", False),
        ("school year 2025 to 2025", False),
        ("school year 2024 to 2024", False),
        ("school year of old", False),
    ):
        assert (tell(text.format(said, "there"), clause, school, "£") == "") == right, said


@pytest.mark.parametrize(
    ("below", "ties", "place", "right"),
    [
        (0, 1, "the lowest", True),
        (2, 1, "the third lowest", True),
        (2, 1, "the second lowest", False),
        (2, 1, "the lowest", False),
        (18, 1, "the fourth highest", True),
        (17, 2, "the joint fourth highest", True),
        (17, 2, "the joint third highest", False),
        (21, 1, "the highest", True),
        (18, 1, "among the highest fifth", False),
    ],
)
def test_a_place_among_few_councils_is_counted(below: float, ties: float, place: str, right: bool) -> None:
    text = f"In 2024, it was £21,919: {place} of the 22 councils of Wales. The middle was £28,000."
    found = tell(text, "it was {value}", "2024-01-01/P1Y", "£", below=below, ties=ties)
    assert (found == "") == right, found
