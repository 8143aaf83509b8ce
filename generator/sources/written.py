"""What an import writes under ``data/``; all else there is kept by hand and stays.

Some of what it writes are first drafts, which people then correct: where they are, they stay too.
"""

from __future__ import annotations

import re

FOLDERS = {
    "clusters": re.compile(r"(?:clusters|members|shares)\.csv|claims\.yml"),
    "datasets": re.compile(r"[^/]+/(?:observations\.csv|dataset\.yml)"),
    "inside": re.compile(r"inside\.yml|[a-z-]+\.csv"),
    "places": re.compile(r"(?:names|constituencies|constituency_councils|larger)\.csv|places\.yml"),
    "maps": re.compile(r"(?:councils|hex)\.json"),
    "postcodes": re.compile(r"(?:index|[A-Z]{1,2})\.json"),
}
"""Folders that are made anew, each with what matches the paths of its files."""
NO_COUNCILS = ("clusters/claims.yml",)
"""Files by hand that name no council, and stay as they are where councils are replaced."""
HAND_KEPT = (
    *("area_changes.csv", "clusters/clusters.csv", "clusters/members.csv", "clusters/shares.csv"),
    *NO_COUNCILS,
)
"""Files that an import makes only where there are none, if at all; where it would make others, it says so."""
ACCOUNTS = ("import.yml", "import_report.md", "left_out.yml", "quality.csv", "quality_summary.csv")
"""Files that tell what an import read and found."""
FILES = (
    *ACCOUNTS,
    "area_changes.csv",
    "areas.csv",
    "contiguous.csv",
    "doubtful.csv",
    "lookup.json",
    "neighbours.csv",
)
