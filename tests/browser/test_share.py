"""How pages are passed on: tags of shared links, cards, JSON-LD, embeds in a frame, buttons that copy."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from opening import open_context, open_page, settle, visit
from PIL import Image
from playwright.sync_api import Browser, expect
from rdflib import RDF, Graph, Namespace

from generator.site.serve import QuietHandler

TAG = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
REPORTS = ("councils/*/", "clusters/*/", "regions/*/")
ALLOWED = {
    "Dataset": {
        *("@id", "name", "description", "url", "version", "datePublished", "temporalCoverage", "inLanguage"),
        *("isAccessibleForFree", "license", "creator", "publisher", "keywords", "measurementTechnique"),
        *("includedInDataCatalog", "spatialCoverage", "distribution"),
    },
    "DataDownload": {"name", "description", "encodingFormat", "contentUrl"},
    "AdministrativeArea": {"@id", "name", "alternateName", "identifier", "geo", "url", "containedInPlace"},
    "Place": {"@id", "name", "alternateName", "url", "containedInPlace"},
    "Country": {"name"},
    "Organization": {"name", "url"},
    "DataCatalog": {"name", "url"},
    "PropertyValue": {"propertyID", "value"},
    "GeoCoordinates": {"latitude", "longitude"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
"""Types and their properties that the site uses, looked up at schema.org."""
EMBEDS = ("councils/bournemouth-christchurch-and-poole/", "councils/city-of-london/", "clusters/red-wall/")
CONTRAST = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const paper = light(getComputedStyle(document.documentElement).backgroundColor);
  return [...document.querySelectorAll("main *")].filter(one => one.innerText.trim()).map(one => {
    const ink = light(getComputedStyle(one).color);
    return Math.max(ink, paper) / Math.min(ink, paper);
  });
}"""


@cache
def read_heads(public: Path) -> dict[str, str]:
    """Return the head of every page that stands for itself, by address: not of embeds and stand-ins."""
    heads = {}
    for file in sorted(public.rglob("*.html")):
        path = file.relative_to(public).as_posix().removesuffix("index.html")
        if not path.startswith(("embed/", "editions/2")):
            heads[path] = file.read_text(encoding="utf-8").split("</head>")[0]
    return heads


def read_tags(head: str) -> dict[str, str]:
    return {name: html.unescape(content) for name, content in TAG.findall(head)}


def find_site_url(public: Path) -> str:
    return read_tags(read_heads(public)[""])["og:url"]


def find_reports(public: Path) -> list[str]:
    found = [folder for pattern in REPORTS for folder in public.glob(pattern)]
    return sorted(
        f"{folder.relative_to(public).as_posix()}/" for folder in found if (folder / "data.csv").is_file()
    )


def test_every_page_says_how_it_is_shown_elsewhere(public: Path) -> None:
    heads, url = read_heads(public), find_site_url(public)
    reports = set(find_reports(public))
    assert len(heads) > 700
    for path, head in heads.items():
        tags = read_tags(head)
        title = re.search(r"<title>(.*?)</title>", head)
        assert title is not None
        assert tags["og:title"] == tags["twitter:title"] == html.unescape(title[1]), path
        assert tags["og:description"] == tags["twitter:description"] == tags["description"], path
        assert 20 < len(tags["og:description"]) <= 160, path
        assert (tags["og:locale"], tags["og:type"]) == ("en_GB", "website"), path
        assert tags["twitter:card"] == "summary_large_image", path
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630"), path
        assert 10 < len(tags["og:image:alt"]) < 420, path
        own = f"{path}card.png" if path in reports else "assets/img/card.png"
        assert tags["og:image"] == tags["twitter:image"] == url + own, path
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', head)
        assert canonical == ([tags["og:url"]] if "og:url" in tags else []), path
        if "robots" not in tags:
            assert canonical == [url + path]
    assert read_tags(heads["councils/blackpool/"])["og:title"] == "Blackpool: Open UK Prosperity Index 2026.1"


def test_every_report_has_its_card(public: Path) -> None:
    reports = find_reports(public)
    assert len(reports) > 440
    for path in (*(f"{report}card.png" for report in reports), "assets/img/card.png"):
        file = public / path
        assert file.stat().st_size < 300_000, path
        with Image.open(file) as picture:
            assert (picture.size, picture.format) == ((1200, 630), "PNG"), path


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON value."""
    if isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from walk(item)


def test_what_machines_are_told_is_whole_and_true(public: Path) -> None:
    url, reports, datasets = find_site_url(public), set(find_reports(public)), set()
    for path, head in read_heads(public).items():
        blocks = [json.loads(text) for text in BLOCK.findall(head)]
        listed = "robots" not in read_tags(head)
        assert len(blocks) == (1 if listed and path else 0), path
        for block in blocks:
            types = [part["@type"] for part in block["@graph"]]
            assert types[-1] == "BreadcrumbList", path
            for part in walk(block["@graph"]):
                if "@type" in part:
                    assert set(part) - {"@type"} <= ALLOWED[part["@type"]], path
                for key in ("url", "item", "contentUrl", "measurementTechnique"):
                    if part.get(key, url) != url:
                        place = part[key].removeprefix(url)
                        file = public / (f"{place}index.html" if place.endswith("/") else place)
                        assert file.is_file(), (path, part[key])
            for data in (part for part in block["@graph"] if part["@type"] == "Dataset"):
                datasets.add(path)
                assert 50 <= len(data["description"]) <= 5000, path
                assert data["name"] and data["license"] and data["creator"]["name"], path
                assert re.fullmatch(r"\d{4}/\d{4}", data["temporalCoverage"]), path
                assert data["distribution"] and data["spatialCoverage"]["name"], path
            trail = block["@graph"][-1]["itemListElement"]
            assert [step["position"] for step in trail] == list(range(1, len(trail) + 1))
            assert (trail[0]["item"], trail[-1]["item"]) == (url, url + path)
    assert datasets == reports | {"data/"}


# The reader of JSON-LD in rdflib 7 uses a class that rdflib 8 will not have.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("path", ["councils/city-of-london/", "regions/wales/", "data/"])
def test_a_program_for_linked_data_reads_the_block(public: Path, path: str) -> None:
    schema = Namespace("https://schema.org/")
    block = json.loads(BLOCK.findall(read_heads(public)[path])[0])
    # The vocabulary stands at its address; tests ask nobody.
    block["@context"] = {"@vocab": str(schema)}
    graph = Graph().parse(data=json.dumps(block), format="json-ld")
    data = next(graph.subjects(RDF.type, schema.Dataset))
    assert len(list(graph.objects(data, schema.distribution))) >= 2
    coverage = next(graph.objects(data, schema.spatialCoverage))
    assert list(graph.objects(coverage, schema.name))


def test_embeds_are_small_and_lead_to_the_report(public: Path) -> None:
    url = find_site_url(public)
    files = sorted(public.glob("embed/*/*/index.html"))
    assert len(files) == len(find_reports(public))
    sitemap = (public / "sitemap.xml").read_text(encoding="utf-8")
    assert "/embed/" not in sitemap
    for file in files:
        text = file.read_text(encoding="utf-8")
        report = file.parent.relative_to(public / "embed").as_posix() + "/"
        assert len(text) < 6_000
        assert f'<link rel="canonical" href="{url}{report}">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert f'href="../../../{report}index.html" target="_blank" rel="noopener"' in text
        assert "<script" not in text


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Folder and address of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def find_embed_code(public: Path, report: str) -> str:
    code = re.search(r"&lt;iframe.*?&lt;/iframe&gt;", (public / report / "index.html").read_text("utf-8"))
    assert code is not None
    return html.unescape(code[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("report", EMBEDS)
def test_an_embed_works_in_a_frame_of_another_site(
    browser: Browser, served: str, public: Path, host: tuple[Path, str], report: str, scheme: str
) -> None:
    folder, home = host
    code = find_embed_code(public, report).replace(find_site_url(public), served)
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">'
        f'<body style="margin:0">{code}',
        "utf-8",
    )
    with open_context(browser, color_scheme=scheme, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: told.append(request.url))
        visit(page, home)
        # The frame is lazy: the page around it does not wait for what stands in it.
        frame = page.frames[1]
        frame.wait_for_url(f"{served}embed/**")
        settle(frame)
        others = [text for text in told if not text.startswith((home, f"{served}embed/", f"{served}assets/"))]
        assert [text for text in others if not text.startswith("data:")] == []
        assert frame.locator("h1").count() == 1 and frame.locator("h2").count() == 2
        width, height, inner = frame.evaluate(
            "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight, innerHeight]"
        )
        # All of it is seen at the height that the code asks for.
        assert width <= 320 and height <= inner
        assert frame.evaluate("document.documentElement.lang") == "en-GB"
        assert page.locator("iframe").get_attribute("title") == frame.title()
        assert min(frame.evaluate(CONTRAST)) >= 4.5
        link = frame.get_by_role("link", name="Full report")
        box = link.bounding_box()
        assert box is not None and box["height"] >= 24
        paper = frame.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper))) > 600) == (scheme == "light")
        with context.expect_page() as opened:
            link.focus()
            page.keyboard.press("Enter")
        opened.value.wait_for_url(f"{served}{report}index.html")


def test_buttons_copy_by_keyboard_and_say_so(browser: Browser, served: str, public: Path) -> None:
    url = find_site_url(public)
    with open_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        for report in ("councils/kingston-upon-hull/", "clusters/red-wall/"):
            visit(page, f"{served}{report}index.html")
            copied = {}
            for name in ("Copy link", "Copy citation", "Copy embed code"):
                button = page.get_by_role("button", name=name)
                button.focus()
                page.keyboard.press("Enter")
                said = f"The {name.removeprefix('Copy ')} is copied."
                page.locator("[data-share] [role=status]", has_text=said).wait_for()
                copied[name] = page.evaluate("navigator.clipboard.readText()")
            assert copied["Copy link"] == url + report
            assert copied["Copy citation"].startswith("Open UK Prosperity Index (2026). ")
            assert copied["Copy citation"].endswith(f"Address: {url}editions/2026.1/{report}")
            assert copied["Copy embed code"].startswith(f'<iframe src="{url}embed/{report}" title="')
            assert page.locator("#share details").get_attribute("open") is None


def test_a_browser_that_does_not_copy_selects_the_text(browser: Browser, served: str) -> None:
    with open_page(browser) as page:
        page.add_init_script(
            "delete Navigator.prototype.clipboard; Document.prototype.execCommand = () => false;"
        )
        visit(page, f"{served}councils/blackpool/index.html")
        page.get_by_role("button", name="Copy embed code").click()
        page.locator("#share [role=status]", has_text="This browser does not copy").wait_for()
        assert page.evaluate("getSelection().toString()").strip().startswith("<iframe")


def test_without_scripts_the_texts_are_there(browser: Browser, served: str, public: Path) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        visit(page, f"{served}councils/blackpool/index.html")
        assert page.get_by_role("button", name="Copy link").count() == 0
        page.locator("#share summary").click()
        for text in (f"{find_site_url(public)}councils/blackpool/", "<iframe"):
            expect(page.locator("#share dd", has_text=text).first).to_be_visible()
        page.locator(".cite-formats summary").click()
        for text in ("@techreport{", "TY  - RPRT", '"type": "report"'):
            expect(page.locator(".cite-formats pre", has_text=text)).to_be_visible()
        # On paper the citation in words stands alone.
        page.emulate_media(media="print")
        expect(page.locator("#share")).not_to_be_visible()
        expect(page.locator(".cite-formats")).not_to_be_visible()
        words = "Open UK Prosperity Index (2026). Blackpool."
        expect(page.locator(".cite p", has_text=words)).to_be_visible()


def test_addresses_in_shared_links_are_plain(public: Path) -> None:
    assert [path for path in read_heads(public) if quote(path) != path] == []
