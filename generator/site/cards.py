"""Makes the cards beside the reports, and keeps them: a card that says the same is not drawn again.

The cache is disposable: with it or without it the cards have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import PIL

from generator.catalogue.records import Area, Cluster
from generator.charts.card import COLOURS, RECIPE, CardMark, CardWords, draw_card
from generator.charts.colours import find_colour
from generator.charts.lettering import hash_faces
from generator.files.kept_files import KeptFiles
from generator.geography.outline import Outline
from generator.pages.cluster import find_path
from generator.pages.share import (
    mark_report,
    share_cluster,
    share_council,
    word_card,
    word_general_card,
)
from generator.pages.site import Site

CARD = "card.png"
GENERAL_CARD = "img/card.png"
"""The card of pages that have none of their own, under the assets."""


@dataclass(frozen=True)
class CardCache:
    """The cards that were drawn before; a card that says the same is not drawn again."""

    files: KeptFiles

    def take(self, name: str, outline: Outline, words: CardWords, mark: CardMark) -> bytes:
        """Return the card.

        Args:
            name: of the page, e.g. "councils-blackpool".
            outline, words, mark: see ``draw_card``.
        """
        return self.files.take(name, said_by(outline, words, mark), partial(draw_card, outline, words, mark))


def said_by(outline: Outline, words: CardWords, mark: CardMark) -> list[str]:
    """Return what a kept card depends on: words, map, faces, colours and Pillow."""
    told = json.dumps([asdict(words), asdict(mark)], sort_keys=True)
    drawn_on = [hash_faces(), *map(find_colour, COLOURS), hash_outline(outline.paths, outline.view_box)]
    return [RECIPE, PIL.__version__, *drawn_on, told]


def open_cache(cache: Path) -> CardCache:
    """Return the cards kept in the cache of a project."""
    return CardCache(KeptFiles(cache / "cards", ".png"))


def hash_outline(paths: tuple[str, ...], view_box: str) -> str:
    """Return the sha256 in hex of the map."""
    return hashlib.sha256("\n".join((*paths, view_box)).encode()).hexdigest()


def plan_cards(site: Site, cache: Path) -> dict[str, Callable[[], Iterator[tuple[str, bytes]]]]:
    """Return for the folder of every report what makes its card."""
    kept = open_cache(cache)
    plan: dict[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
        f"councils/{council.slug}/": partial(make_council_card, site, council, kept)
        for council in site.councils
    }
    for cluster in site.clusters:
        plan[find_path(cluster)] = partial(make_cluster_card, site, cluster, kept)
    return plan


def make_council_card(site: Site, council: Area, cache: CardCache) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the card of a council."""
    share = share_council(site, council)
    yield make_card(
        site, share.path, word_card(share, site.settings.title, site.edition), (council.code,), cache
    )


def make_cluster_card(site: Site, cluster: Cluster, cache: CardCache) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the card of a cluster, a region or a nation."""
    share = share_cluster(site, cluster, path=find_path(cluster))
    yield make_card(
        site, share.path, word_card(share, site.settings.title, site.edition), cluster.members, cache
    )


def make_card(
    site: Site, folder: str, words: CardWords, members: tuple[str, ...], cache: CardCache
) -> tuple[str, bytes]:
    """Return path and bytes of a card."""
    name = folder.strip("/").replace("/", "-")
    return f"{folder}{CARD}", cache.take(name, site.stencils.outline, words, mark_report(site, members))


def make_general_card(site: Site, cache: Path) -> bytes:
    """Return the card of pages that have none of their own."""
    kept = open_cache(cache)
    return kept.take("general", site.stencils.outline, word_general_card(site), CardMark())
