"""What keeps the scores of a closed edition as they were."""

from __future__ import annotations

import hashlib

from generator.catalogue.editions import load_closed
from generator.errors import ProsperityError
from generator.paths import Paths


def refuse_changed(paths: Paths, name: str, scores: bytes) -> None:
    """Stop if the edition ``name`` is closed and its scores would be others now.

    Raises:
        ProsperityError: they would.
    """
    for record in load_closed(paths):
        if record.name == name and hashlib.sha256(scores).hexdigest() != record.scores_sha256:
            raise ProsperityError(
                f"the edition {name} is closed, and its scores would be others now",
                file=paths.edition,
                field="name",
                code=name,
                expected="a name of its own for new figures or a new method",
                mend="raise the name in data/edition.yml, or put the data back as they were",
            )
