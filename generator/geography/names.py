"""What raw files call kinds of councils, and the part of a place in web addresses."""

from __future__ import annotations

import re

COUNCIL_TYPES = {
    "unitary": "unitary authority",
    "non-metropolitan district": "district",
    "metropolitan borough": "metropolitan borough",
    "London borough": "London borough",
    "Scottish council area": "council area",
    "Welsh principal area": "principal area",
    "Northern Ireland district": "local government district",
    "City of London (sui generis)": "city corporation",
    "unitary (sui generis, Isles of Scilly)": "island council",
}


def slugify(name: str) -> str:
    """Return a name in lower case with hyphens, e.g. "kings-lynn-and-west-norfolk"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "").replace("&", "and")).strip("-")
