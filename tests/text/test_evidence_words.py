"""The file of what opens under findings: what is refused, how numbers are printed, which lines come out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from blank_evidence import make_evidence

from generator.errors import ProsperityError
from generator.findings.evidence import (
    Better,
    ClusterShare,
    Evidence,
    LearnFromNeighbours,
    PillarDrivers,
    PositionBand,
    PositionUnranked,
)
from generator.findings.finding import Finding
from generator.findings.rules import RULES
from generator.paths import PROJECT
from generator.text.about_evidence import Line, write_evidence
from generator.text.bands import BANDS, load_bands
from generator.text.context import TextContext
from generator.text.evidence_kinds import KINDS, count_recalculations, name_item, print_range
from generator.text.evidence_rules import EvidenceWords, load_evidence_words, read_slots
from generator.text.names import Grammar
from generator.text.rules import load_rules

FILE = PROJECT.templates / "text" / "evidence.yml"
INDICATOR = SimpleNamespace(name="Life expectancy", unit="%", decimals=1)
CONTEXT = cast(
    TextContext,
    SimpleNamespace(
        indicators={"le": INDICATOR},
        node_names={"work": "work", "health": "health", "rail": "rail and road"},
        grammar={"X01": Grammar("the Isles", "the Isles", plural=True)},
        rules=load_rules(PROJECT.templates / "text" / "findings.yml"),
        bands=load_bands(PROJECT.templates / BANDS),
    ),
)
FINDING = Finding("X01/a", "X01", "a", "health", make_evidence(ClusterShare), indicator="le")


def write(evidence: Evidence, shown: dict[str, str]) -> tuple[Line, ...]:
    rule = {"name": "n", "page": "method/", "shown": shown}
    words = EvidenceWords.model_validate({"rules": {evidence.rule: rule}})
    return write_evidence(Finding("X01/a", "X01", "a", "health", evidence), words, CONTEXT)


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("score", 41.349, "41.3"),
        ("points", 3.06, "+3.1 points"),
        ("points", -0.5, "\u22120.5 points"),
        ("signed", -9.94, "\u22129.9"),
        ("distance", -2.25, "2.3 points"),
        ("effect", -1.146, "\u22121.15"),
        ("rank", 22, "22nd"),
        ("half", 361, "180th"),
        ("count", 1234, "1,234"),
        ("councils", 1, "1 council"),
        ("councils", 284, "284 councils"),
        ("year", 2014, "2014"),
        ("share", 0.874, "87%"),
        ("share", 1.0, "100%"),
        ("share", 0.9999, "more than 99%"),
        ("share", 0.0001, "less than 1%"),
        ("share", 0.0, "0%"),
        ("least", 1.0, "100%"),
        ("least", 0.5, "at least 50%"),
        ("percent", 12.4, "12%"),
        ("hundred", 0.2, "fewer than 1"),
        ("hundred", 62.0, "62"),
        ("chance", 0.91, "91 of 100 recalculations"),
        ("difference", 5.62, "5.6 percentage points"),
        ("difference", 0.02, "0.02 percentage points"),
        ("fifth", 1, "lowest fifth"),
        ("nodes", ("work", "rail"), "work, and rail and road"),
    ],
)
def test_each_kind_of_number_as_printed(kind: str, value: Any, printed: str) -> None:
    assert KINDS[kind](value, FINDING, CONTEXT) == printed


def test_a_range_is_told_once_where_both_ends_print_the_same() -> None:
    assert print_range("rank", 3, 9, FINDING, CONTEXT) == "3rd to 9th"
    assert print_range("score", 41.01, 41.04, FINDING, CONTEXT) == "41.0"
    assert print_range("fifth", 1, 2, FINDING, CONTEXT) == "lowest to second lowest fifth"


def test_items_have_the_names_of_places_and_policy_areas() -> None:
    assert [name_item(key, CONTEXT) for key in ("X01", "rail", "le")] == [
        "the Isles",
        "rail and road",
        "Life expectancy",
    ]


def test_lines_come_in_the_order_of_the_file_with_all_kinds_of_slots() -> None:
    position = make_evidence(PositionBand, score=41.06, score_low=31.4, score_high=44.1)
    assert write(position, {"Score": "{score:score} (range {score_low..score_high:score})"}) == (
        ("Score", "41.1 (range 31.4 to 44.1)"),
    )
    drivers = make_evidence(
        PillarDrivers, pull={"work": -2.0, "rail": 1.5}, percentile={"work": 3, "rail": 80}, elements=9
    )
    shown = {
        "Gap": "{elements-elements_scored:distance}",
        "Pull": "{item} {pull*:signed} ({percentile*:hundred})",
    }
    assert write(drivers, shown) == (
        ("Gap", "9.0 points"),
        ("Pull", "work \u22122.0 (3); rail and road +1.5 (80)"),
    )
    named = {"X01": Better(rank_low=3, rank_high=9)}
    learning = make_evidence(LearnFromNeighbours, rank_low=50, named=named)
    assert write(learning, {"Own": "{rank_low:rank}", "There": "{item} {rank_low*..rank_high*:rank}"}) == (
        ("Own", "50th"),
        ("There", "the Isles 3rd to 9th"),
    )


def test_a_line_on_what_is_not_there_is_left_out() -> None:
    shown = {"Scored": "{pillars_scored:count}", "Missing": "{pillars_missing:nodes}"}
    # A number of nought is a number.
    assert write(make_evidence(PositionUnranked), shown) == (("Scored", "0"),)
    gaps = make_evidence(PositionUnranked, pillars_missing=("work", "rail"))
    assert write(gaps, shown)[1] == ("Missing", "work, and rail and road")


def test_slots_of_a_text_are_read_once() -> None:
    assert read_slots("{a..b:score} and") == read_slots("{a..b:score} and")


def test_the_file_has_an_entry_for_every_rule() -> None:
    assert set(load_evidence_words(FILE).rules) == set(RULES)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{in_top_fifth:count}", "{in_top_fifth:number}", "kind 'number'"),
        ("{in_top_fifth:count}", "{in_top_fifth:count", "braces do not match"),
        ("{in_top_fifth:count}", "none", "shows no number"),
        ("{in_top_fifth:count}", "{in_top_fifth:count} {pull*:signed}", "both single numbers"),
        ('In the {band 5}: "{in_top_fifth:count}"', 'In the {band 5}: ""', "text is empty"),
        ("set_label: The sentence says it.", "in_top_fifth: The page.", "both shown and hidden"),
        ("{in_top_fifth:count}", "{in_first_fifth:count}", "in_first_fifth is no name of its evidence"),
        ("      set_label: The sentence says it.\n", "", "set_label is neither shown nor hidden"),
        ("  cluster-share:", "  cluster-sharing:", "is missing"),
        ("basis: trend", "basis: other", "'score' or 'trend'"),
    ],
)
def test_what_could_not_be_filled_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = FILE.read_text("utf-8")
    place = text.index("  cluster-share:") if old in text[text.index("  cluster-share:") :] else 0
    assert old in text[place:]
    path = tmp_path / "evidence.yml"
    path.write_text(text[:place] + text[place:].replace(old, new, 1), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_evidence_words(path)
    assert problem in str(caught.value)
    assert caught.value.field is not None


def test_an_unknown_rule_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "evidence.yml"
    entry = '  rumour:\n    name: n\n    page: method/\n    shown: {A: "{a:count}"}\n'
    path.write_text(FILE.read_text("utf-8") + entry, "utf-8")
    with pytest.raises(ProsperityError, match="not known") as caught:
        load_evidence_words(path)
    assert caught.value.line is not None
    assert "rumour" in path.read_text("utf-8").splitlines()[caught.value.line - 1]


def test_all_is_said_only_of_all() -> None:
    assert count_recalculations(1.0) == "all recalculations"
    assert count_recalculations(0.999) == "more than 99 of 100 recalculations"
