"""Small files in the forms in which publishers' portals hand out their tables. The figures are made up.

Each stands for a kind: the head, the marks and the lines around the table are as the portal has them.
"""

from pathlib import Path


def _read(name: str) -> str:
    return (Path(__file__).parent / "forms" / f"{name}.csv").read_text("utf-8")


HEALTH_PROFILES = _read("health-profiles")
"""Profiles of public health: several indicators, sexes and kinds of areas, rows again under every parent."""
LABOUR_MARKET = _read("labour-market")
"""Statistics of the labour market: lines above a head of two lines, periods across, notes below."""
WALES = _read("wales")
"""Statistics of Wales, with standard shorthand in a column of notes."""
WALES_CODES = _read("wales-codes")
"""The same with years as codes."""
SCOTLAND = _read("scotland")
"""Statistics of Scotland: ends of intervals in rows of their own."""
NORTHERN_IRELAND = _read("northern-ireland")
"""Statistics of Northern Ireland: every dimension as a code and as words."""
NAMES = _read("names")
"""A table made by hand: names, years across, words where there is no figure."""
