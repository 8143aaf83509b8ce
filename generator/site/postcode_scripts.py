"""The look-up of postcodes as scripts, which a browser loads from a plain folder too, as it does not JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from generator.catalogue.records import Area
from generator.catalogue.store import count_postcodes
from generator.geography.postcodes import load_postcodes
from generator.paths import Paths

FOLDER = "js/postcodes"
PLACES = "places"


def make_postcode_scripts(paths: Paths, places: Iterable[Area]) -> Mapping[str, bytes]:
    """Return name under ``assets/`` and content: one script for each postcode area, and the list of places.

    Raises:
        ProsperityError: see ``load_postcodes``.
    """
    slugs = {place.code: place.slug for place in places}
    found = load_postcodes(paths.postcodes, slugs, count=count_postcodes(paths))
    addresses = [f"councils/{slugs[code]}/" for code in found.councils]
    scripts: dict[str, object] = {PLACES: {"areas": list(found.shards), "places": addresses}, **found.shards}
    return {f"{FOLDER}/{name}.js": _assign(name, content) for name, content in scripts.items()}


def _assign(name: str, content: object) -> bytes:
    text = json.dumps(content, separators=(",", ":"))
    return f"(window.prosperityPostcodes=window.prosperityPostcodes||{{}}).{name}={text};\n".encode()
