"""Lists for machines and the pages of former councils."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from little_site import SETTINGS, TEMPLATES

from generator.catalogue.council_changes import CouncilChange
from generator.catalogue.records import Area, Cluster, Edition
from generator.catalogue.search_words import SearchWords
from generator.catalogue.store import Change
from generator.pages.page import Page
from generator.render.environment import make_environment
from generator.site.former import FormerCouncil, list_former, make_redirects
from generator.site.listings import (
    list_succession,
    make_feed,
    make_robots,
    make_search_index,
    make_sitemap,
)
from generator.text.periods import describe_date

SITE = "https://example.org/a&b/"


def area(code: str, name: str, slug: str, **more: object) -> Area:
    given = {"short_name": name, "official_name": name, "population": 1, "population_year": 2024, **more}
    return Area.model_validate({"code": code, "kind": "council", "name": name, "slug": slug, **given})


HULL = area(
    "E06000010",
    "Kingston upon Hull",
    "kingston-upon-hull",
    short_name="Hull",
    search_names="Hull|City of Hull",
)
CUMBERLAND = area("E06000063", "Cumberland", "cumberland")
LAKES = area("E06000064", "Westmorland and Furness", "westmorland-and-furness")
COUNCILS = (HULL, CUMBERLAND, LAKES)


def change(slug: str, name: str, successor: str, date: str = "2023-04-01") -> Change:
    return Change(
        predecessor_code="E07000026", predecessor_name=name, predecessor_slug=slug, successor_code=successor,
        change_date=date, kind="merge",
    )  # fmt: skip


CHANGES = (
    change("allerdale", "Allerdale", "E06000063"),
    change("cumbria", "Cumbria", "E06000064"),
    change("cumbria", "Cumbria", "E06000063"),
    change("kingston-upon-hull", "Kingston upon Hull", "E06000010"),
    change("gone", "Gone", "E06000999"),
)


def tell(page: Page) -> str:
    """Return what the page of a former council says of its end."""
    words = make_environment([TEMPLATES]).get_template("parts/_former.html").module
    return str(words.end_of(page.gather()["old"]))  # type: ignore[attr-defined]


def test_former_councils_keep_their_address_unless_a_current_one_has_it() -> None:
    assert [(old.slug, old.successors) for old in list_former(CHANGES, COUNCILS)] == [
        ("allerdale", ("cumberland",)),
        ("cumbria", ("cumberland", "westmorland-and-furness")),
    ]


def test_redirect_pages_say_what_happened_and_lead_on() -> None:
    one, several = make_redirects(list_former(CHANGES, COUNCILS), COUNCILS)
    assert (one.path, one.template, one.in_sitemap) == ("councils/allerdale/", "redirect.html", False)
    assert tell(one) == "Allerdale became part of Cumberland on 1 April 2023."
    assert one.gather()["targets"] == [{"name": "Cumberland", "path": "councils/cumberland/"}]
    assert tell(several) == (
        "Cumbria was divided between Cumberland, and Westmorland and Furness on 1 April 2023."
    )
    assert len(several.gather()["targets"]) == 2


def test_a_council_with_a_new_name_is_not_part_of_itself() -> None:
    renamed = change("humber-town", "Humber Town", "E06000010", "2018").model_copy(update={"kind": "rename"})
    (page,) = make_redirects(list_former([renamed], COUNCILS), COUNCILS)
    assert tell(page) == "Humber Town was renamed Kingston upon Hull in 2018."


def test_dates_are_told_as_far_as_they_are_known() -> None:
    assert describe_date("1974") == "in 1974"
    assert describe_date("2009-04-01") == "on 1 April 2009"
    (undated,) = make_redirects([FormerCouncil("Old", "old", ("cumberland",))], COUNCILS)
    assert tell(undated) == "Old became part of Cumberland."


def test_the_search_index_knows_other_and_former_names() -> None:
    cluster = Cluster(
        slug="red-wall", title="Red Wall", kind="political", rule="r", source="s", members=("E06000063",)
    )
    former = list_former(CHANGES, COUNCILS)
    script = make_search_index(COUNCILS, clusters=[cluster], former=former)
    assert script.startswith("window.prosperitySearch=")
    entries = json.loads(script.removeprefix("window.prosperitySearch=").partition(";\n")[0])
    by_name = {entry["n"]: entry for entry in entries}
    assert by_name["Kingston upon Hull"]["a"] == ["Hull", "City of Hull"]
    assert by_name["Cumberland"] == {
        "n": "Cumberland", "s": "councils/cumberland/", "k": "council", "i": "",
        "f": ["Allerdale", "Cumbria"], "c": ["E06000063"],
    }  # fmt: skip
    assert by_name["Red Wall"] == {"n": "Red Wall", "s": "clusters/red-wall/", "k": "cluster"}


def test_the_search_index_knows_old_codes_and_councils_to_come() -> None:
    order = CouncilChange(
        predecessor_code="E06000063", successor_name="Lakeland", change_date="2030-04-01", status="order",
        source="Order",
    )  # fmt: skip
    script = make_search_index(
        COUNCILS,
        clusters=[],
        former=[],
        succession=list_succession(CHANGES, [order]),
        words=SearchWords(idle=("mbc",), same={"saint": "st"}),
        scripts=["aa"],
    )
    told, words = (json.loads(part.partition("=")[2]) for part in script.rstrip(";\n").split(";\n"))
    by_name = {entry["n"]: entry for entry in told}
    assert by_name["Cumberland"]["c"] == ["E06000063", "E07000026", "E07000026"]
    assert by_name["Cumberland"]["u"] == [["Lakeland", "on 1 April 2030"]]
    assert by_name["Kingston upon Hull"]["c"] == ["E06000010", "E07000026"]
    assert "u" not in by_name["Kingston upon Hull"]
    assert (words["idle"], words["same"], words["names"]) == (["mbc"], {"saint": "st"}, ["aa"])
    assert words["kinds"][0] == "settlement" and "coming council" not in words["kinds"]


def test_the_sitemap_is_sorted_absolute_and_valid() -> None:
    root = ET.fromstring(make_sitemap(["councils/", "", "councils/"], site_url=SITE))
    assert [loc.text for loc in root.iter() if loc.tag.endswith("loc")] == [SITE, f"{SITE}councils/"]
    assert f"Sitemap: {SITE}sitemap.xml" in make_robots(site_url=SITE)


def test_the_feed_is_dated_by_the_edition() -> None:
    settings = SETTINGS.model_copy(update={"title": "Index & more"})
    edition = Edition(name="2026.1", year=2026, date="2026-11-23", seed=1, draws=1)
    feed = make_feed(settings, edition, site_url=SITE, summary="Scores & ranks.")
    entry = next(node for node in ET.fromstring(feed) if node.tag.endswith("entry"))
    told = {node.tag.rpartition("}")[2]: node.text for node in entry}
    assert told["updated"] == "2026-11-23T00:00:00Z"
    assert told["title"] == "Index & more 2026.1"
    assert feed == make_feed(settings, edition, site_url=SITE, summary="Scores & ranks.")
