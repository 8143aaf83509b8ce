"""The look-up of postcodes as scripts, which a browser loads from a plain folder too, as it does not JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.paths import Paths

FOLDER = "js/postcodes"
PLACES = "places"


def make_postcode_scripts(paths: Paths, places: Iterable[Area]) -> Mapping[str, bytes]:
    """Return name under ``assets/`` and content: one script for each postcode area, and the list of places.

    Raises:
        ProsperityError: ``data/postcodes`` is not there, or names a council that is not in the register.
    """
    index = paths.postcodes / "index.json"
    if not index.is_file():
        raise ProsperityError("file is missing", file=index, mend="run: prosperity import")
    told = json.loads(index.read_text("utf-8"))
    slugs = {place.code: place.slug for place in places}
    unknown = sorted(set(told["councils"]) - set(slugs))
    if unknown:
        raise ProsperityError(
            "postcodes lie in a council that is not in the register",
            file=index,
            code=unknown[0],
            mend="run: prosperity import",
        )
    addresses = [f"councils/{slugs[code]}/" for code in told["councils"]]
    scripts: dict[str, object] = {PLACES: {"areas": told["areas"], "places": addresses}}
    scripts |= {
        area: json.loads((paths.postcodes / f"{area}.json").read_text("utf-8")) for area in told["areas"]
    }
    return {f"{FOLDER}/{name}.js": _assign(name, content) for name, content in scripts.items()}


def _assign(name: str, content: object) -> bytes:
    text = json.dumps(content, separators=(",", ":"))
    return f"(window.prosperityPostcodes=window.prosperityPostcodes||{{}}).{name}={text};\n".encode()
