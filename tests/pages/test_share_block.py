"""What reports say elsewhere, on the committed data: true, whole, and short enough for every name."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from generator.catalogue.records import Area
from generator.charts import card
from generator.charts.card import write_words
from generator.charts.colours import find_colour
from generator.pages import figures
from generator.pages.cluster import find_path
from generator.pages.share import (
    Share,
    share_cluster,
    share_council,
    word_card,
    word_general_card,
    word_ranks,
)
from generator.pages.site import Site
from generator.text.about_figures import state_claim


@pytest.fixture(scope="module")
def shares(site: Site) -> dict[str, Share]:
    told = [share_council(site, council) for council in site.councils]
    told += [share_cluster(site, cluster, path=find_path(cluster)) for cluster in site.clusters]
    return {share.path: share for share in told}


def find(site: Site, slug: str) -> Area:
    return next(council for council in site.councils if council.slug == slug)


def test_the_words_of_every_card_fit(site: Site, shares: dict[str, Share]) -> None:
    """Written on bare paper: whatever is not white must lie inside the margins and beside the map."""
    paper = Image.new("RGB", (card.WIDTH, card.HEIGHT), find_colour(card.PAPER))
    left_of_map = card.RIGHT - card.size_map((0, 0, 1310, 2417))[0]
    every = [word_card(share, site.settings.title, site.edition) for share in shares.values()]
    assert len(every) > 440
    # The longest of lines that other draws could bring.
    sure = (f"{word_ranks('11 of 11')} in Northern Ireland", f"{word_ranks('359 of 359')} in the UK")
    every.append(replace(every[0], name="Belfast", score="88", beside=("out of 100 overall", *sure)))
    for words in (*every, word_general_card(site)):
        picture = paper.copy()
        write_words(ImageDraw.Draw(picture), words)
        box = ImageChops.difference(picture, paper).getbbox()
        assert box is not None, words.name
        left, top, right, bottom = box
        # A letter may reach a little to the left of where it stands, and below its line.
        assert left >= card.LEFT - 8 and right <= left_of_map, words.name
        assert top > card.RULE and bottom <= card.BOTTOM + 12, words.name


def test_the_score_of_a_card_has_its_own_room(site: Site, shares: dict[str, Share]) -> None:
    """The rows of the score are bare where the rest of the card stands, under the longest names too."""
    for share in shares.values():
        words = word_card(share, site.settings.title, site.edition)
        whole, rest = (
            Image.new("L", (card.WIDTH, card.HEIGHT), 255),
            Image.new("L", (card.WIDTH, card.HEIGHT), 255),
        )
        write_words(ImageDraw.Draw(whole), words)
        write_words(ImageDraw.Draw(rest), replace(words, score="", beside=()))
        box = ImageChops.difference(whole, rest).getbbox()
        assert box is not None
        rows = np.asarray(rest)[box[1] - 4 : box[3] + 4]
        assert rows.min() == 255, share.name


def test_a_rank_never_stands_without_its_range(shares: dict[str, Share]) -> None:
    for share in shares.values():
        said = " ".join(share.beside)
        for rank in re.findall(r"\brank (.*?) of \d", said):
            assert " to " in rank or f"nearly always rank {rank} of " in said, share.name
    assert word_ranks("5 of 354") == "nearly always rank 5 of 354"
    assert word_ranks("5 to 9 of 354") == "rank 5 to 9 of 354"


def test_a_card_says_what_the_report_says(site: Site, shares: dict[str, Share]) -> None:
    hull = shares["councils/kingston-upon-hull/"]
    row = figures.describe_node(site, find(site, "kingston-upon-hull"), "overall")
    assert hull.score == row.score
    ranks = (f"rank {row.ranks} in England", f"rank {row.uk_ranks} in the UK")
    assert hull.beside == ("out of 100 overall", *ranks)
    found = site.findings.council[find(site, "kingston-upon-hull").code]
    strengths = [state_claim(one) for one in found if one.kind == "strength"][:3]
    assert list(hull.high.items) == strengths
    assert hull.alt.startswith(f"Kingston upon Hull: {row.score} out of 100 overall, {', '.join(ranks)}. ")


def test_a_place_without_a_score_says_so(site: Site, shares: dict[str, Share]) -> None:
    share = shares["councils/isles-of-scilly/"]
    assert share.score == ""
    assert share.beside[0] == "No overall score"
    assert re.fullmatch(r"Only \w+ of 12 pillars can be measured here; 10 are needed\.", share.beside[1])
    words = word_card(share, site.settings.title, site.edition)
    assert (
        words.items == ()
        and words.sentence == "No policy area passes the rule for a strength or a weakness here."
    )


def test_claims_on_a_card_are_those_of_findings_at_both_ends(site: Site, shares: dict[str, Share]) -> None:
    for council in site.councils:
        share = shares[f"councils/{council.slug}/"]
        found = [
            each for each in site.findings.council[council.code] if each.kind in ("strength", "weakness")
        ]
        made = {state_claim(each): each.kind for each in found}
        assert len(share.marks.items) == min(3, len(found)), council.name
        assert {made[item] for item in share.marks.items} == {each.kind for each in found}, council.name
        names = {site.node_names[each.node] for each in found}
        assert not names & {*share.marks.items, *share.high.items, *share.low.items}, council.name


def test_a_group_s_claims_are_those_of_its_policy_areas(site: Site, shares: dict[str, Share]) -> None:
    share = shares["clusters/red-wall/"]
    lower = [each for each in site.findings.cluster["red-wall"] if each.kind == "cluster_weakness"]
    named = [site.elements[each.node] for each in lower if each.node in site.elements]
    assert list(share.low.items) == [each.claims.low for each in named[:3] if each.claims]
    assert "More families in poverty" in {each.claims.low for each in named if each.claims}


def test_a_group_says_the_sentence_at_the_head_of_its_report(site: Site, shares: dict[str, Share]) -> None:
    share = shares["clusters/red-wall/"]
    found = next(one for one in site.findings.cluster["red-wall"] if one.kind == "cluster_share")
    assert share.sentence == site.tell(found) == word_card(share, site.settings.title, site.edition).sentence
    assert share.place.kind == "Place"
    assert shares["regions/north-west/"].place.kind == "AdministrativeArea"


def test_places_lie_in_their_region_and_nation(shares: dict[str, Share]) -> None:
    within = [name for name, _ in shares["councils/kingston-upon-hull/"].place.within]
    assert within == ["Yorkshire and the Humber", "England"]
    gwynedd = shares["councils/gwynedd/"].place
    assert [name for name, _ in gwynedd.within] == ["Wales"]
    assert gwynedd.point is not None and gwynedd.code.startswith("W")
    assert all(len(share.description) < 160 and len(share.alt) < 420 for share in shares.values())
