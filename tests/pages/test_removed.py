"""Without any one cluster the pages that name clusters are still made."""

from __future__ import annotations

from dataclasses import replace

from generator.pages import lists
from generator.pages.site import Site


def without(site: Site, slug: str) -> Site:
    return replace(site, clusters=tuple(one for one in site.clusters if one.slug != slug))


def test_home_and_the_lists_need_no_cluster(site: Site) -> None:
    for slug in [cluster.slug for cluster in site.clusters]:
        left = without(site, slug)
        lists.build_home(left)
        listed = lists.build_clusters(left)
        assert f"clusters/{slug}/" not in str(listed["kinds"])


def test_home_names_what_is_there(site: Site) -> None:
    assert lists.build_home(site)["first_cluster"]["title"] == "Red Wall"  # type: ignore[index]
    bare = replace(site, clusters=tuple(c for c in site.clusters if c.kind != "political"))
    assert lists.build_home(bare)["first_cluster"] is None
    assert lists.gather_facts(site)["share"] and not lists.gather_facts(bare)["share"]
