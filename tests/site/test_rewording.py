"""Sentences, answers and headings worded anew: no check finds a fault, and what is wrong is still found."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

from generator.catalogue.inside import load_inside
from generator.export.downloads import encode_csv
from generator.export.inside_files import make_spread_table
from generator.export.tables import gather_groups, make_scores
from generator.export.whole_tables import gather_frames
from generator.geography.inside_spread import measure_all
from generator.index.audit.reliability import make_reliability
from generator.index.audit.shares import measure_shares
from generator.pages.site import Site
from generator.paths import PROJECT, Paths
from generator.site import build as building
from generator.site.build import BuildOptions, build_site
from generator.text.bands import BANDS, load_bands
from generator.text.evidence_rules import load_evidence_words
from generator.text.rules import load_rules
from generator.text.sentences import WRITERS
from generator.verify.cited import check_citations
from generator.verify.evidence import Cell, Told
from generator.verify.printed import check_printed, find_misprint
from generator.verify.public_tables import PublicTables
from generator.verify.recomputed import RECOMPUTED, UNPUBLISHED, check_evidence, find_difference
from generator.verify.report_sentences import check_report_sentences
from generator.verify.rules_again import check_rules, holds
from generator.verify.shown_figures import check_shown
from generator.verify.wording import check_wording, find_odd_words

WORDS = {
    "rose from": "climbed from",
    "rose by": "climbed by",
    "fell from": "dropped from",
    "fell by": "dropped by",
    "fell and": "dropped and",
    "fell together": "dropped together",
    "fell further": "dropped further",
    "hardly changed": "stayed about where it was",
    "did not clearly change": "can not be said to have moved",
    "widened": "drifted apart",
    "narrowed": "shrank",
    "levelled up": "evened out",
    "diverged": "drifted apart",
    "catching up": "closing in",
    "falling behind": "dropping back",
    "fallen further behind": "dropped back against",
    "pulling ahead": "drawing away",
    "losing ground": "slipping",
    "lost ground": "slipped",
    "too small a difference to call": "no telling one from the other",
    "margins of error": "error bars",
    "margin of error": "error bar",
    "out of 100": "of a possible 100",
    "clearly better": "far better",
    "an exception": "an odd one out",
    "The middle council": "The typical one",
    "The gap between": "What lies between",
    "Between": "From",
    "between": "from",
    "highest": "top",
    "lowest": "bottom",
    "hardly any": "next to none",
    "nearly all": "all but a few",
    "bottom half": "lower half",
    "top half": "upper half",
    "statistical neighbours": "peers",
    "statistical neighbour": "peer",
    "fellow members": "others",
    "pulled down": "weighed down",
    "pulled up": "lifted",
    "count as one": "stand for a single place",
    "has no overall score": "gets no overall score",
    "are missing": "are lacking",
    "second": "next",
    "Rank": "Place",
    "Score": "Mark",
    "Measured": "Known",
    "Change": "Move",
    "Indicators": "Measures",
}
"""What is said in other words, wherever it stands."""

ANEW = {
    # The slots in another order, and numbers in words that are none of the finding.
    "moved": (
        "On the trend index, {its} score for {node} {own_change}, from {start} to {end}; one step of many. "
        "It {whole_change} in {whole}."
    ),
    "trend.node": (
        "From {start} to {end}, {wholes} score for {node} {uk_change} and {its} own {own_change}: {verdict}."
    ),
    "figure.middle": "Half of {set} lie above {middle}.",
    "figure.interval": "The second look: {upper} at most, {lower} at least, by the publisher's error bar.",
    "position.overall": (
        "Of {set}, {name} {ranks} from {rank_low} to {rank_high}{uk}, with {score} out of 100 for prosperity."
    ),
    "cluster.similar": (
        "In the {edition} index {others} score {other} and its members {mean} for {node}: one can not tell."
    ),
    "exception": "Not so {name}: of {set}, {it} {ranks} from {rank_low} to {rank_high} for {node}.",
    "learn_from.place": "{name}, {range}",
    "levelling.councils": "In both years, {councils} councils are looked at.",
}
"""Rules that are written anew."""
EVERY = 6
"""Of findings of which any would do, one in so many is looked at."""
SLOT = re.compile(r"(\{[^}]*\})")


def reword(text: str) -> str:
    """Return a text in other words; what stands in braces stays."""
    parts = SLOT.split(text)
    for old, new in WORDS.items():
        parts = [part if SLOT.match(part) else re.sub(rf"\b{old}\b", new, part) for part in parts]
    return "".join(parts)


@dataclass(frozen=True)
class Reworded:
    """A part of a site in other words, with its tables.

    Attributes:
        output: its folder.
        changed: number of texts with other words.
    """

    output: Path
    changed: int

    @cached_property
    def tables(self) -> PublicTables:
        """What is published, read once."""
        return PublicTables(self.output)

    @cached_property
    def some(self) -> PublicTables:
        """The same with every so many findings."""
        told = self.tables.told[::EVERY]
        kept = {each.row["finding_id"]: dict(each.cells) for each in told}
        return with_told(self.tables, told, kept)


def with_told(
    tables: PublicTables, told: list[Told], evidence: dict[str, dict[tuple[str, str], Cell]] | None = None
) -> PublicTables:
    """Return tables with other findings; what has been read stays, and what stands beside a finding, too."""
    assert tables.told_of
    other = copy(tables)
    other.__dict__["told"] = told
    other.__dict__["findings"] = [each.row for each in told]
    if evidence is not None:
        other.__dict__["evidence"] = (evidence, [])
    return other


@pytest.fixture(scope="module")
def reworded(site: Site, fonts_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reworded]:
    """Build from the committed data with few draws; only words are not the project's own."""
    root = tmp_path_factory.mktemp("project")
    for name in ("generator", "site", "CITATION.cff", "CHANGELOG.md"):
        (root / name).symlink_to(PROJECT.root / name)
    (root / "data").mkdir()
    for item in PROJECT.data.iterdir():
        (root / "data" / item.name).symlink_to(item)
    paths = Paths(root)
    shutil.copytree(fonts_cache, paths.cache)
    shutil.copytree(PROJECT.templates, paths.templates)
    text = paths.templates / "text"
    old = load_rules(text / "findings.yml").sentences
    sentences = {rule: ANEW.get(rule, reword(words)) for rule, words in old.items()}
    (text / "findings.yml").write_text(json.dumps({"sentences": sentences}), "utf-8")
    evidence = load_evidence_words(text / "evidence.yml").model_dump()
    for rule in evidence["rules"].values():
        rule["name"] = reword(rule["name"])
        rule["shown"] = {reword(label): words for label, words in rule["shown"].items()}
    (text / "evidence.yml").write_text(json.dumps(evidence), "utf-8")
    bands = re.sub(
        r"^(\s+\w+): (\w.*)$",
        lambda m: f"{m[1]}: {reword(m[2])}",
        (text / "bands.yml").read_text("utf-8"),
        flags=re.M,
    )
    (text / "bands.yml").write_text(bands, "utf-8")
    words = replace(
        site.words, rules=load_rules(text / "findings.yml"), bands=load_bands(paths.templates / BANDS)
    )
    shown = load_evidence_words(text / "evidence.yml").name_bands(words.bands)
    site = replace(site, words=words, evidence=shown)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "gather_site", lambda *args, **more: site)
        report = "councils/blackpool"
        only = (report, f"{report}/brief", "clusters/red-wall", "regions/north-west", "regions/wales")
        build_site(BuildOptions(root / "out", only=only, executor="serial", papers=False, cards=False), paths)
    areas = tuple(site.places.values())
    scores = make_scores(site.index, areas, gather_groups(site.index, areas, site.clusters), words.bands)
    (root / "out/data/audit").mkdir(parents=True)
    nation = np.array([council.nation for council in site.councils], dtype=object)
    audited = encode_csv(make_reliability(site.index, site.framework, nation, measure_shares(site.index)))
    (root / "out/data/audit/reliability.csv").write_text(audited, "utf-8")
    spreads = make_spread_table(measure_all(load_inside(PROJECT, areas), areas, site.clusters))
    for name, frame in {**gather_frames(site, scores, {}), "inside": spreads}.items():
        (root / "out/data" / f"{name}.csv").write_text(encode_csv(frame), "utf-8")
    yield Reworded(root / "out", sum(sentences[rule] != words for rule, words in old.items()))


def test_many_sentences_are_worded_anew(reworded: Reworded) -> None:
    assert reworded.changed > 50
    told = " ".join(row["text"] for row in reworded.tables.findings)
    assert not re.search(r"\b(rose|fell|widened|narrowed|catching up|levelled up|margins? of error)\b", told)
    page = (reworded.output / "councils/blackpool/index.html").read_text("utf-8")
    assert "bottom fifth" in page and "climbed by" in page and "lowest fifth" not in page


@pytest.mark.parametrize(
    "check",
    [
        check_evidence,
        check_printed,
        check_wording,
        check_rules,
        check_report_sentences,
        check_shown,
        check_citations,
    ],
    ids=lambda each: each.__name__,
)
def test_no_check_finds_a_fault_in_other_words(
    check: Callable[[PublicTables], Iterator[tuple[str, str]]], reworded: Reworded
) -> None:
    # The rules look at all findings of a place; what stands on a page is any of them.
    whole = check in (check_rules, check_report_sentences)
    assert list(check(reworded.tables if whole else reworded.some)) == []


@dataclass(frozen=True)
class Planted:
    """Tables with one wrong number in the evidence, and one in a sentence, of a finding of each kind."""

    tables: PublicTables
    cells: Mapping[str, tuple[str, str]]
    sentences: Mapping[str, str]


@pytest.fixture(scope="module")
def planted(reworded: Reworded) -> Planted:
    """Rewrite both tables of findings; all else is linked."""
    tables = reworded.tables
    of_kind: dict[str, list[int]] = {}
    for place, told in enumerate(tables.told):
        of_kind.setdefault(told.kind, []).append(place)
    cells, sentences = {}, {}
    for kind, places in of_kind.items():
        told = tables.told[places[len(places) // 3]]
        given = RECOMPUTED[kind](told, tables)
        key = next(
            key
            for key, cell in told.cells.items()
            if key in given and key[0] not in UNPUBLISHED.get(kind, ()) and not isinstance(cell, str)
        )
        cells[told.row["finding_id"]] = key
        if kind != "drivers":
            some = (tables.told[place] for place in places[len(places) // 2 :])
            other = next(each for each in some if find_numerals(each.row["text"], tables))
            sentences[other.row["finding_id"]] = kind
    changed = [plant_numeral(plant_number(told, cells), sentences, tables) for told in tables.told]
    return Planted(with_told(tables, changed), cells, sentences)


def find_numerals(text: str, tables: PublicTables) -> list[re.Match[str]]:
    text = tables.spelt_names.sub(lambda match: "_" * len(match[0]), text)
    return list(re.finditer(r"\d(?:[\d,]*\d)?(?:\.\d+)?", text))


def plant_number(told: Told, wrong: Mapping[str, tuple[str, str]]) -> Told:
    key = wrong.get(told.row["finding_id"])
    return replace(told, cells={**told.cells, key: float(told.cells[key]) + 1}) if key else told


def plant_numeral(told: Told, sentences: Mapping[str, str], tables: PublicTables) -> Told:
    if told.row["finding_id"] not in sentences:
        return told
    text = told.row["text"]
    match = find_numerals(text, tables)[-1]
    end = f"{(int(match[0][-1]) + 1) % 10}{text[match.end() :]}"
    return replace(told, row={**told.row, "text": text[: match.end() - 1] + end})


def list_suspects(planted: Planted) -> list[Told]:
    """Return what is wrong, and some of what is not."""
    wrong = {*planted.cells, *planted.sentences}
    told = planted.tables.told
    return [each for place, each in enumerate(told) if place % EVERY == 0 or each.row["finding_id"] in wrong]


def test_a_wrong_number_in_the_evidence_of_each_kind_is_found(planted: Planted) -> None:
    assert {told.split("/")[1] for told in planted.cells} == set(WRITERS)
    found = {
        each.row["finding_id"] for each in list_suspects(planted) if find_difference(each, planted.tables)
    }
    assert found == set(planted.cells)


def test_a_wrong_number_in_a_sentence_of_each_kind_is_found(planted: Planted) -> None:
    assert set(planted.sentences.values()) == set(WRITERS) - {"drivers"}
    found = {each.row["finding_id"] for each in list_suspects(planted) if find_misprint(each, planted.tables)}
    # Where a sentence prints the number that is wrong in the evidence, it prints another one.
    assert set(planted.sentences) <= found <= {*planted.sentences, *planted.cells}


def test_a_wrong_category_is_found(reworded: Reworded) -> None:
    tables = reworded.tables
    for kind, name, other in (
        ("trend", "category", "catching_up"),
        ("levelling", "category", "levelled_up"),
        ("levelling", "mean_side", "up"),
        ("levelling", "gap_side", "up"),
    ):
        told = [each for each in tables.told if each.kind == kind and each.word(name) != other]
        for each in told[::29]:
            wrong = replace(each, cells={**each.cells, (name, ""): other})
            assert find_difference(wrong, tables) and not holds(wrong, [wrong])


def test_a_verdict_or_a_direction_in_the_words_of_another_is_found(reworded: Reworded) -> None:
    tables = with_told(reworded.tables, list(reworded.tables.told))
    swaps = {
        "trend": ("closing in", "dropping back"),
        "levelling": ("evened out", "drifted apart"),
        "improved": ("climbed by", "dropped by"),
        "strength": ("top fifth", "bottom fifth"),
        "relative_weakness": ("lower than", "higher than"),
    }
    wrong = []
    for kind, (old, new) in swaps.items():
        place, told = next(
            (place, each)
            for place, each in enumerate(tables.told)
            if each.kind == kind and old in each.row["text"] and new not in each.row["text"]
        )
        # What is said of the council's middle alone may be either way.
        times = 2 if kind == "relative_weakness" else 1
        text = told.row["text"].replace(old, new, times)
        tables.told[place] = replace(told, row={**told.row, "text": text})
        wrong.append(told.row["finding_id"])
    found = {told.row["finding_id"] for told, _ in find_odd_words(tables)}
    assert len(found) == len(swaps)
    suspects = (*tables.told[::EVERY], *(each for each in tables.told if each.row["finding_id"] in wrong))
    found |= {told.row["finding_id"] for told in suspects if find_misprint(told, tables)}
    assert found == set(wrong)
