"""Makes the cards beside the reports, and keeps them: a card that says the same is not drawn again.

The cache is disposable: with it or without it the cards have the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import PIL

from generator.catalogue.records import Area, Cluster
from generator.charts.card import RECIPE, CardMark, CardWords, draw_card
from generator.charts.lettering import hash_faces
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
from generator.publish.kept_files import KeptFiles, hash_content, name_page

CARD = "card.png"
GENERAL_CARD = "img/card.png"
"""The card of pages that have none of their own, under the assets."""


@dataclass(frozen=True)
class CardCache:
    """A folder of cards, one for each name: the last that was drawn."""

    folder: Path

    def take(self, name: str, outline: Outline, words: CardWords, mark: CardMark) -> bytes:
        """Return the card, from the folder where one that says the same was drawn before.

        Args:
            name: of the page, e.g. "councils-blackpool".
            outline, words, mark: see ``draw_card``.
        """
        key = key_of(outline, words, mark)
        return KeptFiles(self.folder, ".png").take(name, key, lambda: draw_card(outline, words, mark))


def key_of(outline: Outline, words: CardWords, mark: CardMark) -> str:
    """Return what a kept card is known by: it changes with words, map, faces and Pillow."""
    said = [RECIPE, PIL.__version__, hash_faces(), hash_outline(outline.paths, outline.view_box)]
    return hash_content(*said, asdict(words), asdict(mark))


def hash_outline(paths: tuple[str, ...], view_box: str) -> str:
    """Return the sha256 in hex of the map."""
    return hashlib.sha256("\n".join((*paths, view_box)).encode()).hexdigest()


def plan_cards(site: Site, cache: Path) -> dict[str, Callable[[], Iterator[tuple[str, bytes]]]]:
    """Return for the folder of every report what makes its card."""
    kept = CardCache(cache / "cards")
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
    yield make_card(site, share.path, word_card(share, site.edition), (council.code,), cache)


def make_cluster_card(site: Site, cluster: Cluster, cache: CardCache) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of the card of a cluster, a region or a nation."""
    share = share_cluster(site, cluster, path=find_path(cluster))
    yield make_card(site, share.path, word_card(share, site.edition), cluster.members, cache)


def make_card(
    site: Site, folder: str, words: CardWords, members: tuple[str, ...], cache: CardCache
) -> tuple[str, bytes]:
    """Return path and bytes of a card."""
    card = cache.take(name_page(folder), site.stencils.outline, words, mark_report(site, members))
    return f"{folder}{CARD}", card


def make_general_card(site: Site, cache: Path) -> bytes:
    """Return the card of pages that have none of their own."""
    kept = CardCache(cache / "cards")
    return kept.take("general", site.stencils.outline, word_general_card(site), CardMark())
