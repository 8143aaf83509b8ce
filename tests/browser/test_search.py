"""Finding a place as people do: by name, slip of the pen, former council, postcode; with the keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from opening import open_page, visit
from playwright.sync_api import Browser, Page, expect

from generator.catalogue.store import load_areas
from generator.geography.postcodes import find_council
from generator.paths import PROJECT


@pytest.fixture(scope="module")
def page(browser: Browser, served: str) -> Iterator[Page]:
    with open_page(browser, viewport={"width": 390, "height": 800}) as opened:
        visit(opened, f"{served}index.html")
        yield opened


def find(page: Page, typed: str) -> tuple[str, list[str]]:
    """What the box says, and the places it offers, once it has looked."""
    box = page.locator("main [data-search] input")
    box.fill("")
    # The words of the last search go with the empty box, so that those that come are of this one.
    said = page.locator("main .found p")
    expect(said).to_have_text("")
    box.fill(typed)
    expect(said).not_to_have_text("")
    names = page.locator("main [role=option]").evaluate_all(
        "options => options.map(option => option.firstChild.textContent)"
    )
    return said.text_content() or "", names


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hull", "Kingston upon Hull"),
        ("Kingston upon hul", "Kingston upon Hull"),
        ("grdiff", "Cardiff"),
        ("ynys mon", "Isle of Anglesey"),
        ("allerdale", "Cumberland"),
        ("Western Isles", "Na h-Eileanan Siar"),
        ("st helens", "St Helens"),
        ("red wall", "Red Wall"),
        ("road safety", "Road safety"),
        ("north east", "North East"),
    ],
)
def test_names_are_found(page: Page, typed: str, found: str) -> None:
    assert found in find(page, typed)[1][:3]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("St Helens Metropolitan Borough Council", "St Helens"),
        ("Saint Helens", "St Helens"),
        ("Doncaster Metropolitan Borough Council", "Doncaster"),
        ("Barnsley MBC", "Barnsley"),
        ("Blackpool UA", "Blackpool"),
        ("Royal Borough of Greenwich", "Greenwich"),
        ("LB Camden", "Camden"),
        ("London Borough of Camden", "Camden"),
        ("Conwy County Borough Council", "Conwy"),
        ("Durham County Council", "County Durham"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("City of London Corporation", "City of London"),
        ("Cyngor Gwynedd", "Gwynedd"),
        ("Cyngor Sir Fynwy", "Monmouthshire"),
        ("Cyngor Bwrdeistref Sirol Merthyr Tudful", "Merthyr Tydfil"),
        ("Dinas a Sir Abertawe", "Swansea"),
        ("Comhairle nan Eilean Siar", "Na h-Eileanan Siar"),
        ("South Yorkshire Mayoral Combined Authority", "South Yorkshire combined authority"),
        ("West Midlands Combined Authority", "West Midlands combined authority"),
        ("Greater London", "London"),
        ("Derbyshire County Council", "Derbyshire (county)"),
        ("E08000016", "Barnsley"),
        ("e08000038", "Barnsley"),
        ("E07000028", "Cumberland"),
        ("Margate", "Margate"),
        ("Grimsby", "Grimsby"),
        ("Paisley", "Paisley"),
    ],
)
def test_words_for_the_kind_of_a_council_codes_and_towns_lead_to_the_place_first(
    page: Page, typed: str, found: str
) -> None:
    assert find(page, typed)[1][0] == found


def test_a_name_of_several_places_and_a_council_to_come_are_offered_with_all_of_them(page: Page) -> None:
    assert find(page, "Bangor")[1][:2] == ["Bangor", "Bangor"]
    assert sorted(find(page, "95S")[1]) == ["Belfast", "Lisburn and Castlereagh"]
    assert sorted(find(page, "East Surrey")[1]) == [
        *("Elmbridge", "Epsom and Ewell", "Mole Valley", "Reigate and Banstead", "Tandridge"),
    ]
    notes = page.locator("main [role=option] span").all_text_contents()
    assert notes == ["East Surrey on 1 April 2027"] * 5


def test_enter_opens_the_one_place_of_a_name_and_no_guess(browser: Browser, served: str) -> None:
    with open_page(browser) as page:
        visit(page, f"{served}index.html")
        box = page.locator("main [data-search] input")
        for guess in ("Bangor", "grdiff", "East Surrey"):
            find(page, guess)
            box.press("Enter")
            expect(page.locator("main [role=option]").first).to_be_visible()
            assert page.url == f"{served}index.html"
        find(page, "Margate")
        box.press("Enter")
        page.wait_for_url("**/councils/thanet/index.html")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("HU1 2AA", ["Kingston upon Hull"]),
        ("hu12aa", ["Kingston upon Hull"]),
        ("CA14 1AA", ["Cumberland"]),
        ("PE19 6RE", ["Bedford"]),
        ("PE19 6", ["Huntingdonshire", "South Cambridgeshire", "Bedford", "Central Bedfordshire"]),
    ],
)
def test_postcodes_are_found(page: Page, typed: str, places: list[str]) -> None:
    assert sorted(find(page, typed)[1]) == sorted(places)


def test_a_postcode_that_is_not_in_the_list_is_said_to_be_the_nearest(page: Page) -> None:
    said, places = find(page, "HU1 2ZZ")
    assert "not in the list" in said
    assert places == ["Kingston upon Hull"]


def test_a_postcode_of_no_place_is_not_guessed(page: Page) -> None:
    for typed in ("ZZ9 9ZZ", "HU99 9AA"):
        said, places = find(page, typed)
        assert said.startswith("We do not know the postcode")
        assert places == []


def test_northern_ireland_is_offered_as_a_list(page: Page) -> None:
    said, places = find(page, "BT1 1AA")
    councils = [a.name for a in load_areas(PROJECT) if a.kind == "council" and a.nation == "Northern Ireland"]
    assert "not open data" in said
    assert places == sorted(councils, key=str.casefold)


def test_the_browser_reads_the_shards_as_python_does(page: Page) -> None:
    """Every sector of three postcode areas, with letters that are in the list and some that are not."""
    find(page, "HU1")
    told = json.loads((PROJECT.postcodes / "index.json").read_text("utf-8"))
    slugs = {area.code: area.slug for area in load_areas(PROJECT)}
    for area in ("HU", "DY", "TR"):
        shard = json.loads((PROJECT.postcodes / f"{area}.json").read_text("utf-8"))
        ends = ("AA", "AB", "BQ", "NP", "SA", "XY", "ZZ")
        asked = [f"{out} {digit}{end}" for out, sectors in shard.items() for digit in sectors for end in ends]
        find(page, f"{asked[0]}")
        seen = page.evaluate(
            """([area, asked]) => asked.map((text) => {
                const { split, look } = window.prosperityPostcode;
                const { places: { places }, [area]: shard } = window.prosperityPostcodes;
                const found = look(split(text), shard, places);
                return [found.places[0], found.exact];
            })""",
            [area, asked],
        )
        expected = []
        for text in asked:
            found = find_council(text, {area: shard}, told["councils"])
            assert found is not None
            expected.append([f"councils/{slugs[found[0]]}/", found[1]])
        assert seen == expected


def test_enter_leads_to_the_place_of_a_postcode(browser: Browser, served: str) -> None:
    with open_page(browser) as page:
        visit(page, f"{served}index.html")
        page.locator("main [data-search] input").fill("hu1 2aa")
        page.keyboard.press("Enter")
        page.wait_for_url("**/councils/kingston-upon-hull/index.html")


def test_the_list_is_walked_with_the_keyboard_and_closed_by_escape(page: Page) -> None:
    find(page, "wales")
    box = page.locator("main [data-search] input")
    options = page.locator("main [role=option]")
    first, second = (options.nth(place).get_attribute("id") or "" for place in (0, 1))
    assert first and second and first != second
    for key, marked in (("ArrowDown", first), ("ArrowDown", second), ("ArrowUp", first)):
        box.press(key)
        expect(box).to_have_attribute("aria-activedescendant", marked)
        expect(page.locator(f"#{marked}")).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.locator("main .found")).not_to_be_visible()
