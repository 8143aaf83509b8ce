"""Each check finds the fault planted for it, and a sound site has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.site.manifest import hash_folder, list_files
from generator.verify.checks import check_site, describe_faults
from generator.verify.scan import scan_page

HEAD = (
    '<!doctype html><html lang="en-GB"><head><title>{title}</title><meta name="description" content="About.">'
)
PAGE = HEAD + '</head><body><main id="main"><h1>{title}</h1>{body}</main></body></html>'


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def write_manifest(folder: Path) -> None:
    import hashlib

    files = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in list_files(folder)
        if file.name != "manifest.json"
    }
    write(folder, "manifest.json", json.dumps({"address": "https://own.invalid/", "files": files}))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path, "index.html", PAGE.format(title="Home", body='<a href="hull/index.html#main">Hull</a>'))
    write(tmp_path, "hull/index.html", PAGE.format(title="Hull", body="<p>In 2024, 4.25% of homes.</p>"))
    write_manifest(tmp_path)
    return tmp_path


def find(site: Path, body: str, *, head: str = "") -> list[tuple[str, str]]:
    page = PAGE.format(title="Home", body=body).replace("</head>", f"{head}</head>")
    write(site, "index.html", page)
    write_manifest(site)
    return [(fault.rule, fault.detail) for fault in check_site(site) if fault.path == "index.html"]


def test_a_sound_site_has_no_fault(site: Path) -> None:
    assert check_site(site) == ()


SOUND = [
    '<p>See <a href="hull/index.html">Hull</a>, which is near.</p>',
    "<p>None of the councils. None is a good answer.</p>",
    "<p>From 2.5 to .. no, to 3.</p>".replace(" .. ", " "),
    "<p><code>E06000010</code> is a code.</p>",
    '<svg role="img" aria-labelledby="t"><title id="t">A map</title><path d="M1.123456 2"/></svg>',
    '<svg aria-hidden="true"><circle r="1.234567"/></svg>',
    '<label for="q">Find</label><input id="q"><label>Show <input></label>',
    '<a href="https://example.org/">Elsewhere</a>',
    "<p>One<br>two</p><h2>A</h2><h3>B</h3><h2>C</h2>",
    '<script type="application/ld+json">{"a": null, "b": "None"}</script>',
]


@pytest.mark.parametrize("body", SOUND)
def test_sound_pages_pass(site: Path, body: str) -> None:
    assert find(site, body) == []


PLANTED = [
    ("link", '<a href="gone/index.html">x</a>'),
    ("link", '<a href="hull/">x</a>'),
    ("link", '<a href="hull/index.html#nowhere">x</a>'),
    ("link", '<a href="#nowhere">x</a>'),
    ("link", '<a href="/hull/index.html">x</a>'),
    ("link", '<a href="../outside.html">x</a>'),
    ("id", '<p id="a">x</p><p id="a">y</p>'),
    ("picture", '<img src="data:image/png;base64,AA==">'),
    ("picture", '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>'),
    ("picture", '<iframe src="hull/index.html"></iframe>'),
    ("heading", "<h1>Second</h1>"),
    ("heading", "<h3>Too deep</h3>"),
    ("third-party", '<img alt="" src="https://example.org/a.png">'),
    ("third-party", '<script src="//example.org/a.js"></script>'),
    ("policy", '<p style="color:red">x</p>'),
    ("policy", "<style>p{color:red}</style>"),
    ("policy", "<script>alert(1)</script>"),
    ("policy", '<p onclick="x()">x</p>'),
    ("words", "<p>A value of nan here</p>"),
    ("words", "<p>None</p>"),
    ("words", "<td>inf</td>"),
    ("words", '<p title="undefined">x</p>'),
    ("words", "<p>{{ name }}</p>"),
    ("number", "<p>4.123456 per cent</p>"),
    ("code", "<p>E06000010 is near</p>"),
    ("sentence", "<p>In 2024, it was .</p>"),
    ("sentence", "<p>Near A,, and B</p>"),
    ("sentence", "<p>The share ( ) rose</p>"),
    ("sentence", "<p>It rose..</p>"),
    ("sentence", "<p>In <b>2024</b> , it rose</p>"),
    ("spaces", "<p>Two  spaces</p>"),
    ("empty", "<p></p>"),
    ("empty", '<ul><li> <span class="x"></span></li></ul>'),
    ("empty", '<a href="hull/index.html"></a>'),
    ("markup", "<p><b>x</p>"),
    ("markup", "<div>x"),
    ("label", '<input id="q">'),
    ("label", '<p aria-labelledby="gone">x</p>'),
]


@pytest.mark.parametrize(("rule", "body"), PLANTED)
def test_each_planted_fault_is_found(site: Path, rule: str, body: str) -> None:
    assert rule in {found for found, _ in find(site, body)}


def test_faults_of_the_head_are_found(site: Path) -> None:
    write(site, "bare.html", "<!doctype html><html><head></head><body><h1>x</h1></body></html>")
    write_manifest(site)
    details = [fault.detail for fault in check_site(site) if fault.path == "bare.html"]
    assert details == [
        "the page has no description",
        "the page has no title",
        "the page names no language",
    ]


def test_a_page_in_another_language_than_the_home_page_is_found(site: Path) -> None:
    page = PAGE.format(title="Cartref", body="").replace('lang="en-GB"', 'lang="cy"')
    write(site, "hull/index.html", page)
    write_manifest(site)
    (fault,) = check_site(site)
    assert fault.detail == "the language is 'cy', that of the home page 'en-GB'"


def test_long_descriptions_and_fetched_styles_are_found(site: Path) -> None:
    assert ("third-party", "the page loads https://example.org/a.css") in find(
        site, "", head='<link rel="stylesheet" href="https://example.org/a.css">'
    )
    long = f'<meta name="description" content="{"word " * 40}">'
    assert any("characters" in detail for _, detail in find(site, "", head=long))


def test_pages_of_one_title_are_found_unless_unlisted(site: Path) -> None:
    write(site, "hull/index.html", PAGE.format(title="Home", body=""))
    write_manifest(site)
    assert {fault.rule for fault in check_site(site) if "are called 'Home'" in fault.detail} == {"title"}
    hidden = PAGE.format(title="Home", body="").replace(
        "</head>", '<meta name="robots" content="noindex"></head>'
    )
    write(site, "hull/index.html", hidden)
    write_manifest(site)
    assert check_site(site) == ()


def test_a_redirect_that_leads_nowhere_is_found(site: Path) -> None:
    assert ("link", "gone/index.html: leads to no file") in find(
        site, "", head='<meta http-equiv="refresh" content="4;url=gone/index.html">'
    )


def test_the_manifest_must_match(site: Path) -> None:
    write(site, "extra.txt", "x")
    (site / "hull/index.html").write_text(PAGE.format(title="Hull", body="<p>Changed.</p>"), "utf-8")
    details = {(fault.path, fault.detail) for fault in check_site(site) if fault.rule == "manifest"}
    assert details == {
        ("extra.txt", "is not in the manifest"),
        ("hull/index.html", "differs from its hash in the manifest"),
    }


def test_heavy_pages_and_styles_from_elsewhere_are_found(site: Path) -> None:
    import random

    words = random.Random(1)
    noise = " ".join(f"{words.getrandbits(64):x}" for _ in range(12_000))
    write(site, "assets/css/theme.css", "@import url(https://example.org/a.css);")
    assert any(rule == "size" for rule, _ in find(site, f"<pre>{noise}</pre>"))
    assert any(f.rule == "third-party" and f.path == "assets/css/theme.css" for f in check_site(site))


def test_no_site_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="no built site"):
        check_site(tmp_path)


def test_faults_are_told_by_rule_with_a_few_examples(site: Path) -> None:
    find(site, '<a href="a.html">x</a><a href="b.html">x</a><a href="c.html">x</a>')
    told = describe_faults(check_site(site), examples=2)
    assert told.splitlines()[0] == "link: 3"
    assert told.splitlines()[-1] == "  and 1 more"
    assert describe_faults([]) == ""


def test_the_hash_of_a_folder_depends_on_names_and_bytes(tmp_path: Path) -> None:
    write(tmp_path, "a.csv", "1")
    first = hash_folder(tmp_path)
    write(tmp_path, ".hidden", "x")
    write(tmp_path, "__pycache__/a.pyc", "x")
    assert hash_folder(tmp_path) == first
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert hash_folder(tmp_path) != first


def test_a_sign_that_begins_no_tag_is_a_fault() -> None:
    lines = ("<p>Sound.</p>", "<p>3 < 4</p>", "<p title='a > b' hidden>5 &lt; 6<br/></p>")
    page = scan_page("\n".join([*lines, "<script src=a.js>1 < 2 </p></script>"]))
    assert page.faults == [("markup", "line 2: no tag begins with '< 4<'")]
    assert page.texts[1:] == [("3 < 4", False), ("a > b", False), ("5 < 6", False)]
    assert page.loads == ["a.js"]
