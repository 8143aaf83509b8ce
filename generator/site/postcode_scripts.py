"""The look-up of postcodes as scripts, which a browser loads from a plain folder too, as it does not JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from generator.catalogue.records import Area, Change
from generator.catalogue.store import count_postcodes
from generator.geography.postcodes import load_postcodes
from generator.paths import Paths

FOLDER = "js/postcodes"
PLACES = "places"


def make_postcode_scripts(
    paths: Paths, places: Iterable[Area], changes: Iterable[Change] = ()
) -> Mapping[str, bytes]:
    """Return name under ``assets/`` and content: one script for each postcode area, and the list of places.

    In the list stands the address of a council; of one that has ended since, that of its successor, or the
    addresses of all of them.

    Raises:
        ProsperityError: see ``load_postcodes``.
    """
    slugs = {place.code: place.slug for place in places}
    heirs = {code: [code] for code in slugs}
    for change in changes:
        if change.predecessor_code not in slugs:
            heirs.setdefault(change.predecessor_code, []).append(change.successor_code)
    found = load_postcodes(paths.postcodes, heirs, count=count_postcodes(paths))
    listed = ([f"councils/{slugs[one]}/" for one in heirs[code]] for code in found.councils)
    addresses = [one[0] if len(one) == 1 else one for one in listed]
    scripts: dict[str, object] = {PLACES: {"areas": list(found.shards), "places": addresses}, **found.shards}
    return {f"{FOLDER}/{name}.js": _assign(name, content) for name, content in scripts.items()}


def _assign(name: str, content: object) -> bytes:
    text = json.dumps(content, separators=(",", ":"))
    return f"(window.prosperityPostcodes=window.prosperityPostcodes||{{}}).{name}={text};\n".encode()
