"""Your own index: readers set the weights of the pillars, and the browser computes; here is the frame."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.catalogue.presets import MOST, STEP
from generator.catalogue.records import NATIONS
from generator.pages.figures import node_path
from generator.pages.page import Page
from generator.pages.site import Site
from generator.text.numbers import format_number


def pages(site: Site) -> Iterator[Page]:
    """Yield the page."""
    yield Page("weights/", "weights.html", partial(build_context, site), kind="list")


def build_context(site: Site) -> dict[str, object]:
    """Return pillars with their published weights, and the presets."""
    weight = {node.key: node.weight for node in site.index.structure.nodes if node.level == "pillar"}
    return {
        "section": "rankings",
        "domains": [
            {
                "name": domain.name,
                "pillars": [
                    {
                        "key": pillar.slug,
                        "name": pillar.name,
                        "path": node_path(site, pillar.slug),
                        "about": pillar.about,
                        "weight": f"{weight[pillar.slug]:g}",
                    }
                    for pillar in domain.pillars
                ],
            }
            for domain in site.framework.domains
        ],
        "presets": [
            {
                "slug": preset.slug,
                "title": preset.title,
                "about": preset.about,
                "weights": ",".join(
                    f"{preset.weights.get(pillar.slug, weight[pillar.slug]):g}"
                    for pillar in site.framework.pillars
                ),
            }
            for preset in site.presets
        ],
        "most": f"{MOST:g}",
        "step": f"{STEP:g}",
        "nations": list(NATIONS),
        "ranked": format_number(site.ranked, 0),
    }
