"""What a report says of itself elsewhere: on the card of a shared link, in an embed, and to machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.catalogue.contents import place_of
from generator.catalogue.records import Area, Cluster, Edition
from generator.charts.card import CardMark, CardWords, mark_council, mark_members
from generator.findings.evidence import End, PositionUnranked
from generator.findings.finding import AnyFinding, pick
from generator.findings.strengths import choose_for_page
from generator.pages import figures
from generator.pages.site import Site
from generator.text import names, numbers
from generator.text.about_figures import state_claim
from generator.text.summary import summarise_cluster, summarise_council, tell_unscored
from generator.text.told_edition import known

APART: Mapping[End, tuple[str, str]] = {
    "high": ("cluster_strength", "higher"),
    "low": ("cluster_weakness", "lower"),
}
MOST_NAMED = 3
"""Names in one list."""
ADMINISTRATIVE = ("region", "nation", "county", "combined-authority")
"""Kinds of clusters that are areas of government."""


@dataclass(frozen=True)
class Named:
    """A list of claims with their figures, with what is said where there are none."""

    heading: str
    items: tuple[str, ...]
    nothing: str


@dataclass(frozen=True)
class DescribedPlace:
    """What machines are told of a place.

    Attributes:
        kind: type of schema.org.
        within: name and address of the places it lies in, the nearest first.
        point: latitude and longitude.
    """

    kind: str
    name: str
    other_names: tuple[str, ...] = ()
    code: str = ""
    within: tuple[tuple[str, str], ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Share:
    """What a report says of itself elsewhere.

    Attributes:
        path: address of the report.
        kind: small line above the name, e.g. "Unitary authority · South West · England".
        score: rounded, or empty; never without what is ``beside`` it.
        beside: see ``CardWords.beside``.
        sentence: what the head of a group's report says, empty for councils.
        high, low: what stands out at either end.
        marks: what stands out most, at both ends where there are both; empty for groups.
        description: one sentence under 160 characters.
    """

    path: str
    name: str
    kind: str
    score: str
    beside: tuple[str, ...]
    sentence: str
    high: Named
    low: Named
    marks: Named
    description: str
    place: DescribedPlace

    @property
    def embed(self) -> str:
        """Address of the embed."""
        return f"embed/{self.path}"

    @property
    def embed_height(self) -> int:
        """Pixels that the embed needs where it is narrow; one with a sentence needs more."""
        return 560 if self.sentence else 480

    @property
    def alt(self) -> str:
        """The card in words."""
        score = f"{self.score} {', '.join(self.beside)}" if self.score else ". ".join(self.beside)
        told = self.sentence or list_names(self.marks)
        marked = "councils" if self.sentence else "place"
        ends = f"{score.rstrip('.')}. {told} Map of the United Kingdom with the {marked} marked."
        return f"{self.name}: {ends}"


def list_names(named: Named) -> str:
    """Return a list as a sentence."""
    return f"{named.heading}: {'; '.join(named.items)}." if named.items else named.nothing


def share_council(site: Site, council: Area) -> Share:
    """Return what the report of a council says elsewhere."""
    position = site.findings.positions[council.code]["overall"]
    row = figures.describe_node(site, council, "overall")
    found = site.findings.council[council.code]
    unranked = next(pick((position,), PositionUnranked), None)
    return Share(
        path=f"councils/{council.slug}/",
        name=council.name,
        kind=" · ".join(describe_council(council)),
        score="" if unranked else row.score,
        beside=("No overall score", tell_unscored(unranked, site.words))
        if unranked
        else (
            "out of 100 overall",
            f"{word_ranks(row.ranks)} in {council.nation}",
            f"{word_ranks(row.uk_ranks)} in the UK",
        ),
        sentence="",
        high=name_found(found, "strength", heading="Strengths"),
        low=name_found(found, "weakness", heading="Weaknesses"),
        marks=name_marks(found),
        description=summarise_council(
            position, site.findings.changes[council.code].get("overall"), site.words
        ),
        place=describe_council_place(site, council),
    )


def word_ranks(ranks: str) -> str:
    """Return "rank 341 to 353 of 354"; a rank without a range says that it hardly ever moves.

    In fewer words than a sentence of the report: with "in Northern Ireland" it has to fit beside a map.
    """
    return f"rank {ranks}" if " to " in ranks else f"nearly always rank {ranks}"


def describe_council(council: Area) -> list[str]:
    """Return kind, region and nation."""
    region = [council.region_name] if council.region_name not in ("", council.nation) else []
    return [names.capitalise(council.council_type), *region, council.nation]


def name_found(found: tuple[AnyFinding, ...], kind: str, *, heading: str) -> Named:
    """Return what the first findings of one kind claim."""
    chosen = choose_for_page(found, kind, limit=MOST_NAMED)
    return Named(
        heading=heading,
        items=tuple(state_claim(finding) for finding in chosen),
        nothing=f"No policy area passes the rule for a {kind} here.",
    )


def name_marks(found: tuple[AnyFinding, ...]) -> Named:
    """Return what marks a council most: the weightiest claims, one of either end where there are both.

    A card with the good alone, or the bad, would mislead whoever sees no more than the card.
    """
    ends = [[each for each in found if each.kind == kind] for kind in ("strength", "weakness")]
    both = [finding for end in ends for finding in end]
    first = sorted((end[0] for end in ends if end), key=_by_weight)
    rest = sorted((finding for finding in both if finding not in first), key=_by_weight)
    chosen = sorted([*first, *rest][:MOST_NAMED], key=_by_weight)
    return Named(
        heading="What stands out",
        items=tuple(state_claim(finding) for finding in chosen),
        nothing="No policy area passes the rule for a strength or a weakness here.",
    )


def _by_weight(finding: AnyFinding) -> tuple[float, str]:
    return -finding.weight, finding.id


def describe_council_place(site: Site, council: Area) -> DescribedPlace:
    """Return what machines are told of a council."""
    nation = site.nation_of(council)
    region = site.places.get(council.region_code)
    within = [place for place in (region, nation) if place is not None]
    others = (council.short_name, council.official_name, council.welsh_name)
    return DescribedPlace(
        kind="AdministrativeArea",
        name=council.name,
        other_names=tuple(name for name in dict.fromkeys(others) if name and name != council.name),
        code=council.code,
        within=tuple((place.name, f"regions/{place.slug}/") for place in dict.fromkeys(within)),
        point=(council.lat, council.lon) if council.lat is not None and council.lon is not None else None,
    )


def share_cluster(site: Site, cluster: Cluster, *, path: str) -> Share:
    """Return what the report of a cluster, a region or a nation says elsewhere.

    Args:
        site: the shared bundle.
        cluster: whose report.
        path: its address.
    """
    found = site.findings.cluster[cluster.slug]
    share = site.share_of(cluster)
    score = known(site.groups[f"cluster:{cluster.slug}"].score[0])
    uk = numbers.format_number(float(site.uk.score[0]), 0)
    kind = {"region": "Region", "nation": "Nation"}.get(cluster.kind, "Cluster")
    return Share(
        path=path,
        name=cluster.title,
        kind=f"{kind} · {numbers.pluralise(len(cluster.members), 'council area')}",
        score=numbers.format_number(score, 0) if score is not None else "",
        beside=("out of 100", f"UK {uk}", "means weighted by population")
        if score is not None
        else ("No overall score",),
        sentence=site.tell(share),
        marks=Named("", (), ""),
        high=name_apart(site, found, "high"),
        low=name_apart(site, found, "low"),
        description=summarise_cluster(cluster, share, site.words),
        place=describe_group_place(site, cluster),
    )


def name_apart(site: Site, found: tuple[AnyFinding, ...], end: End) -> Named:
    """Return in which policy areas the members of a group differ most from other councils, as claims."""
    kind, side = APART[end]
    claims = [
        site.elements[finding.node].claims
        for finding in found
        if finding.kind == kind and finding.node in site.elements
    ]
    return Named(
        heading=f"Where its scores are {side}",
        items=tuple(claim.at(end) for claim in claims if claim is not None)[:MOST_NAMED],
        nothing=f"In no policy area do its members stand clearly {side} than other councils.",
    )


def describe_group_place(site: Site, cluster: Cluster) -> DescribedPlace:
    """Return what machines are told of a region, a nation or a cluster."""
    place = place_of(cluster, site.places)
    return DescribedPlace(
        kind="AdministrativeArea" if cluster.kind in ADMINISTRATIVE else "Place",
        name=cluster.title,
        code=place.code if place else "",
        within=(("England", "regions/england/"),) if cluster.kind == "region" else (),
    )


def word_card(share: Share, title: str, edition: Edition) -> CardWords:
    """Return what the card of a report says."""
    return CardWords(
        brand=title,
        edition=edition.name,
        kind=share.kind,
        name=share.name,
        score=share.score,
        beside=share.beside,
        sentence=share.sentence or ("" if share.marks.items else share.marks.nothing),
        heading=share.marks.heading,
        items=() if share.sentence else share.marks.items,
    )


def word_general_card(site: Site) -> CardWords:
    """Return what the card of all other pages says."""
    counts = (len(site.councils), len(site.framework.pillars), len(site.framework.elements))
    councils, pillars, elements = (numbers.spell_count(count) for count in counts)
    return CardWords(
        brand=site.settings.title,
        edition=site.edition.name,
        kind="Scores, ranks with their ranges, and trends",
        name="How is your place doing, and compared with whom?",
        sentence=f"All {councils} council areas of the United Kingdom in {pillars} pillars and {elements}"
        " policy areas, with every figure traced to its source.",
    )


def mark_report(site: Site, members: tuple[str, ...]) -> CardMark:
    """Return what the card marks on the map: a dot for one council, the shapes of several."""
    if len(members) == 1:
        return mark_council(site.stencils.outline, members[0])
    return mark_members(site.stencils.council_paths, members)
