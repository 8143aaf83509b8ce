"""Citations in four formats, each read by a small reader that knows the format and nothing of the writer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from little_site import SETTINGS

from generator.catalogue.citation_file import Author, CitationFile
from generator.catalogue.records import Edition
from generator.text.citation import Citation, escape_latex, make_citation, make_key

EDITION = Edition(name="2026.1", year=2025, date="2026-11-23", seed=1, draws=1)
FILE = CitationFile.model_validate(
    {
        "cff-version": "1.2.0",
        "type": "dataset",
        "title": "Open Index",
        "version": "2026.1",
        "date-released": "2026-11-23",
        "authors": [{"name": "The Open Index contributors"}, {"family-names": "Ofi", "given-names": "Ann"}],
        "abstract": "All\n  councils.",
        "keywords": ["open data"],
        "license": "MIT",
    }
)
OPEN = SETTINGS.model_copy(update={"title": "Open Index"})
LINK = "https://example.org/editions/2026.1/councils/blackpool/"
NAMES = ["Blackpool", "Ynys Môn", "Na h-Eileanan Siar", "Brighton & Hove", "100% {of} #1_a $ ~ ^ \\ “b”"]
# From csl-data.json of the Citation Style Language, as far as reports and data use it.
CSL_TYPES = {"report", "dataset", "webpage", "article", "book"}
CSL_TEXTS = {
    "id",
    "title",
    "publisher",
    "language",
    "URL",
    "abstract",
    "edition",
    "version",
    "number",
    "genre",
}


def cite(name: str = "Blackpool", path: str = "councils/blackpool/") -> Citation:
    return make_citation(
        FILE,
        OPEN,
        EDITION,
        name=name,
        path=path,
        permalink=LINK,
    )


def cite_data() -> Citation:
    return make_citation(
        FILE,
        OPEN,
        EDITION,
        name="",
        path="data/",
        permalink=LINK,
        kind="dataset",
    )


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Return type, key and fields of one entry; braces must match, and quotes stand outside them only."""
    head = re.match(r"@(\w+)\{([^\s,{}\"#%'()=~\\]+),\n", text)
    assert head is not None and text.endswith("\n}\n")
    fields, rest = {}, text[head.end() : -2]
    while rest.strip():
        start = re.match(r"\s*(\w+) = ", rest)
        assert start is not None, rest
        rest = rest[start.end() :]
        if rest[0] != '"':
            bare = re.match(r"\w+", rest)
            assert bare is not None
            value, rest = bare[0], rest[bare.end() :]
        else:
            depth, end = 0, 1
            while rest[end] != '"' or depth:
                # BibTeX counts braces that are escaped, too.
                depth += (rest[end] == "{") - (rest[end] == "}")
                assert depth >= 0
                end += 1
            value, rest = rest[1:end], rest[end + 1 :]
        fields[start[1]] = value
        rest = rest.removeprefix(",")
    return head[1], head[2], fields


def read_ris(text: str) -> list[tuple[str, str]]:
    lines = text.split("\r\n")
    assert lines.pop() == "" and "\n" not in "".join(lines)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    return [(line[:2], line[6:]) for line in lines]


def test_the_words_name_index_place_edition_and_address() -> None:
    start = "Open Index (2026). Blackpool. Edition 2026.1, November 2026"
    assert cite().plain == f"{start}. Address: {LINK}"
    assert (
        cite_data().plain == f"Open Index (2026). Edition 2026.1, November 2026 [data set]. Address: {LINK}"
    )


@pytest.mark.parametrize("name", NAMES)
def test_bibtex_is_a_report_with_all_that_its_type_requires(name: str) -> None:
    kind, key, fields = read_bibtex(cite(name).bibtex)
    assert (kind, key) == ("techreport", "ukpi-2026.1-blackpool")
    assert {"author", "title", "institution", "year"} <= set(fields)
    assert fields["title"] == f"{{{escape_latex(name)}: Open Index}}"
    assert fields["author"] == "{The Open Index contributors} and Ofi, Ann"
    assert (fields["year"], fields["month"], fields["url"]) == ("2026", "nov", LINK)
    assert cite(name).bibtex.isascii()


def test_the_checks_of_pages_find_no_template_left_in_bibtex() -> None:
    assert "{{" not in cite().bibtex and "}}" not in cite().bibtex


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Ynys Môn", r"Ynys M{\^o}n"),
        ("Sî", r"S{\^\i}"),
        ("Dŵr Ŷ", r"D{\^w}r {\^Y}"),
        ("Brighton & Hove, 5% #1 a_b $2", r"Brighton \& Hove, 5\% \#1 a\_b \$2"),
        ("a\\b~c^d", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d"),
        ("King’s Lynn", "King's Lynn"),
        ("2019–20", "2019--20"),
        ("Façade", r"Fa{\c c}ade"),
        ("北", "北"),
    ],
)
def test_latex_gets_commands_for_signs_and_accents(text: str, latex: str) -> None:
    assert escape_latex(text) == latex


def test_data_is_cited_as_data() -> None:
    kind, key, fields = read_bibtex(cite_data().bibtex)
    assert (kind, key, fields["howpublished"]) == ("misc", "ukpi-2026.1-data", "{Data set}")
    assert read_ris(cite_data().ris)[0] == ("TY", "DATA")
    assert ("AB", "All councils.") in read_ris(cite_data().ris)
    (item,) = json.loads(cite_data().csl)
    assert (item["type"], item["version"], item["abstract"]) == ("dataset", "2026.1", "All councils.")
    assert cite_data().dcmi_type == "Dataset" and cite().dcmi_type == "Text"


@pytest.mark.parametrize("name", NAMES)
def test_ris_is_one_record(name: str) -> None:
    record = read_ris(cite(name).ris)
    assert record[0] == ("TY", "RPRT") and record[-1] == ("ER", "")
    assert [value for tag, value in record if tag == "AU"] == ["The Open Index contributors", "Ofi, Ann"]
    fields = dict(record)
    assert fields["TI"] == f"{name}: Open Index"
    assert (fields["PY"], fields["DA"], fields["ET"], fields["UR"]) == ("2026", "2026/11/23", "2026.1", LINK)
    assert all(value for tag, value in record[:-1]), "an empty field says nothing"


def test_an_organisation_with_a_comma_is_one_name_in_ris() -> None:
    citation = replace(cite(), authors=(Author(name="Towns, Cities and Counties"),))
    assert ("AU", "Towns Cities and Counties") in read_ris(citation.ris)


@pytest.mark.parametrize("name", NAMES)
def test_csl_is_what_the_schema_asks_for(name: str) -> None:
    items = json.loads(cite(name).csl)
    assert isinstance(items, list) and len(items) == 1
    item = items[0]
    assert item["type"] in CSL_TYPES and item["id"] == "ukpi-2026.1-blackpool"
    assert set(item) <= CSL_TEXTS | {"type", "author", "issued"}
    assert all(isinstance(item[key], str) for key in CSL_TEXTS & set(item))
    assert item["author"] == [
        {"literal": "The Open Index contributors"},
        {"family": "Ofi", "given": "Ann"},
    ]
    assert date(*item["issued"]["date-parts"][0]) == date(2026, 11, 23)
    assert item["title"] == f"{name}: Open Index"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("councils/blackpool/", "ukpi-2026.1-blackpool"),
        ("councils/blackpool/brief/", "ukpi-2026.1-blackpool-brief"),
        ("regions/north-west/", "ukpi-2026.1-regions-north-west"),
        ("councils/", "ukpi-2026.1-councils"),
        ("", "ukpi-2026.1"),
    ],
)
def test_keys_are_stable_and_differ(path: str, key: str) -> None:
    assert make_key(EDITION, path) == key
    assert make_key(EDITION.model_copy(update={"name": "2026, two"}), "") == "ukpi-2026-two"
