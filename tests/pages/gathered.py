"""The bundle of the committed data with few draws: made once for all tests of this folder in one process."""

from __future__ import annotations

from functools import cache

from generator.catalogue import store
from generator.pages.gather import gather_site
from generator.pages.site import Site
from generator.paths import PROJECT


@cache
def gather_with_few_draws() -> Site:
    edition = store.load_edition(PROJECT).model_copy(update={"draws": 20})
    return gather_site(PROJECT, edition)
