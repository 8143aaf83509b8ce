"""The small page that other sites show in a frame: what a report says at its head, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.pages.cluster import find_path
from generator.pages.page import Page
from generator.pages.share import Share, share_cluster, share_council
from generator.pages.site import Site


def pages(site: Site) -> Iterator[Page]:
    """Yield the embed of every council, cluster, region and nation."""
    for council in site.councils:
        yield make_page(f"councils/{council.slug}/", partial(share_council, site, council))
    for cluster in site.clusters:
        path = find_path(cluster)
        yield make_page(path, partial(share_cluster, site, cluster, path=path))


def make_page(report: str, share: partial[Share]) -> Page:
    """Return the embed of one report."""
    return Page(
        f"embed/{report}", "embed.html", partial(build_context, share), kind="embed", in_sitemap=False
    )


def build_context(share: partial[Share]) -> dict[str, object]:
    """Return the context of one embed."""
    return {"share": share()}
