"""Evidence briefs on the committed data: what they hold is what reports, findings and files hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest
from little_site import draw

from generator.catalogue.records import Area
from generator.errors import ProsperityError
from generator.findings.strengths import choose_for_page
from generator.pages import brief, evidence, figures
from generator.pages.brief import Brief, find_element, make_brief
from generator.pages.site import Site
from generator.render.markdown import Sheet, escape

GAP = re.compile(r"\b(nan|NaN|None|inf)\b(?! of\b)")
CITATION = "Index (2026). Address: https://example.org/"


@pytest.fixture(scope="module")
def briefs(site: Site) -> Mapping[str, Brief]:
    return {council.slug: make_brief(site, council) for council in site.councils}


def find(site: Site, slug: str) -> Area:
    return next(council for council in site.councils if council.slug == slug)


def write(one: Brief) -> str:
    home = "https://example.org/"
    values = {"report": home + one.report, "licences": f"{home}data/licences/", "citation": CITATION}
    return draw(Sheet("brief.md", {"brief": one, **values}))


def test_every_council_has_a_page_of_its_own_that_no_list_names(site: Site) -> None:
    found = list(brief.pages(site))
    assert [page.path for page in found] == [f"councils/{each.slug}/brief/" for each in site.councils]
    assert not any(page.in_sitemap for page in found)


def test_a_brief_holds_the_weaknesses_that_the_report_lists(site: Site, briefs: Mapping[str, Brief]) -> None:
    for council in site.councils:
        listed = choose_for_page(site.findings.council[council.code], "weakness")
        views = evidence.list_views(site, council, listed)
        one = briefs[council.slug]
        assert [element.claim for element in one.elements] == [view.heading for view in views]
        for element, view in zip(one.elements, views, strict=True):
            assert view.sentence in element.sentences
            assert [row.name for row in element.rows] == [row.name for row in view.rows]


def test_every_sentence_is_a_finding_on_the_place_or_where_it_lies(
    site: Site, briefs: Mapping[str, Brief]
) -> None:
    council = find(site, "blackpool")
    levelling = {site.tell(f) for answers in site.findings.levelling.values() for f in answers.values()}
    findings = site.findings
    own = (*findings.council[council.code], *findings.moves[council.code], *findings.learning[council.code])
    told = {site.tell(finding) for finding in own}
    for element in briefs["blackpool"].elements:
        assert element.sentences
        assert set(element.sentences) <= told | levelling


def test_only_a_clear_answer_of_the_nearest_place_is_told(site: Site, briefs: Mapping[str, Brief]) -> None:
    clear = unclear = 0
    for council in site.councils:
        nearest = site.findings.levelling.get(site.group_key(council), {})
        for element in briefs[council.slug].elements:
            answer = nearest.get(element.key)
            if answer is None:
                continue
            is_clear = answer.evidence.category != "no_clear_change"
            assert (site.tell(answer) in element.sentences) == is_clear
            assert is_clear or "no clear answer" not in " ".join(element.sentences)
            clear, unclear = clear + is_clear, unclear + (not is_clear)
    assert clear > 50 and unclear > 50


def test_a_row_says_who_are_compared_and_what_the_publisher_gives(briefs: Mapping[str, Brief]) -> None:
    rows = {row.slug: row for element in briefs["blackpool"].elements for row in element.rows}
    smoking = rows["smoking"]
    # Read by hand from the dataset's observations.csv: 295 councils of England have a figure.
    assert (smoking.figure, smoking.period) == ("19.7%", "2020 to 2024")
    assert smoking.middle == "11.1% (the 295 councils of England with figures)"
    assert smoking.position == "highest fifth of 295"
    assert smoking.published == "England 11.5%; UK 11.8%"
    assert (smoking.direction, smoking.status, smoking.plain) == ("lower", "Published", True)


def test_figures_of_another_year_are_not_set_beside_the_councils(site: Site) -> None:
    council = find(site, "blackpool")
    place = site.position[council.code]
    for slug, given in site.published.items():
        year = int(site.index.level.year[place, site.indicator_position[slug]])
        told = brief.tell_published(site, council, site.indicators[slug])
        assert bool(told) == any(year in given.get(code, {}) for code in ("E92000001", "K02000001")), slug


def test_a_gap_says_why_in_the_table_and_at_the_end(briefs: Mapping[str, Brief]) -> None:
    one = briefs["blackpool"]
    gaps = [row for element in one.elements for row in element.rows if row.figure == "–"]
    assert gaps
    for row in gaps:
        assert row.status.startswith(("Our sources hold no figure", "Left out of the index."))
        assert any(row.name in doubt.names and doubt.status == row.status for doubt in one.doubts)
    doubt = one.doubts[0]
    assert f"\n- {escape(doubt.names)}: {escape(doubt.status)}.\n" in write(one)


def test_a_figure_that_is_not_as_published_is_told_at_the_end(briefs: Mapping[str, Brief]) -> None:
    found = 0
    for one in briefs.values():
        for row in (row for element in one.elements for row in element.rows):
            named = any(row.name in doubt.names.split("; ") for doubt in one.doubts)
            assert named or row.plain, (one.slug, row.name)
            found += not row.plain and row.figure != "–"
    assert found > 100


def test_a_place_without_weaknesses_says_so_and_shows_no_others(
    site: Site, briefs: Mapping[str, Brief]
) -> None:
    scilly = briefs["isles-of-scilly"]
    assert scilly.elements == ()
    told = "No element of the index passes the rule for a weakness in the Isles of Scilly, so"
    assert told in write(scilly)
    without = {each.slug for each in site.councils if not briefs[each.slug].elements}
    assert without == {slug for slug, one in briefs.items() if "so this brief holds none" in write(one)}
    assert "| Indicator |" not in write(scilly)


def test_chosen_elements_stand_in_their_order_once(site: Site) -> None:
    chosen = make_brief(site, find(site, "blackpool"), ["incomes", "Length of life", "incomes", "longevity"])
    assert [element.key for element in chosen.elements] == ["incomes", "longevity"]
    assert "chosen by whoever made it" in write(chosen)


def test_an_element_without_a_score_says_so_with_the_reasons(site: Site) -> None:
    council = find(site, "isles-of-scilly")
    place = site.position[council.code]
    scores = site.index.level.scores.score[place]
    key = next(key for key in site.elements if np.isnan(scores[site.node_position[key]]))
    one = make_brief(site, council, [key])
    (element,) = one.elements
    assert element.score is None
    assert "\n\nNo score: too little of this is measured here.\n\n| Indicator |" in write(one)
    gaps = [row for row in element.rows if row.figure == "–"]
    assert gaps and all(len(row.status) > 10 for row in gaps)


def test_scores_are_those_of_the_report(site: Site, briefs: Mapping[str, Brief]) -> None:
    council = find(site, "kingston-upon-hull")
    text = write(briefs["kingston-upon-hull"])
    for element in briefs["kingston-upon-hull"].elements:
        row = figures.describe_node(site, council, element.key)
        place = f"rank {row.ranks} in England, {row.band}"
        assert f"\n\nScore {row.score} out of 100 in the 2026.1 index, {place}.\n\n" in text


def test_sources_have_publisher_publication_link_and_licence_and_stand_once(
    site: Site, briefs: Mapping[str, Brief]
) -> None:
    for one in briefs.values():
        for element in one.elements:
            assert len(set(element.sources)) == len(element.sources) > 0
            assert all(each.publisher and each.publication and each.licence for each in element.sources)
            assert all(each.link.startswith("https://") for each in element.sources if each.link)


@pytest.mark.parametrize(
    ("text", "near"), [("longevty", "longevity"), ("Material resource", "material-resources")]
)
def test_an_unknown_element_names_the_nearest(site: Site, text: str, near: str) -> None:
    with pytest.raises(ProsperityError) as caught:
        find_element(tuple(site.elements.values()), text)
    assert caught.value.problem == f"The index has no element '{text}'."
    assert caught.value.mend is not None and caught.value.mend.startswith(f"did you mean: {near}")


def test_what_is_like_no_element_is_refused_too(site: Site) -> None:
    with pytest.raises(ProsperityError, match="in its address"):
        find_element(tuple(site.elements.values()), "zzzzzz")


def test_markdown_has_the_same_tables_and_no_hole(briefs: Mapping[str, Brief]) -> None:
    for one in briefs.values():
        text = write(one)
        assert text.startswith(f"# {escape(one.name)}: evidence brief\n")
        assert not GAP.search(text)
        lines = [line for line in text.splitlines() if line.startswith("| ")]
        # Two lines of head for each table; no cell may split its row.
        assert len(lines) == sum(len(element.rows) + 2 for element in one.elements)
        assert all(len(re.findall(r"(?<!\\)\|", line)) == 8 for line in lines)
        assert text.count("\n## ") == len(one.elements) + 2
        assert escape(CITATION) in text
        assert f"<https://example.org/councils/{one.slug}/>" in text
