"""The method pages give the numbers of the rules: they must be those of the code."""

import re
from pathlib import Path

import pytest

from generator.catalogue import store
from generator.catalogue.reasons import Reason
from generator.findings import clusters, lead, learning, relative, thresholds
from generator.findings.comparison import OUTERMOST
from generator.index import (
    aggregation,
    draws,
    groups,
    level,
    normalisation,
    panel,
    ranking,
    tally,
    treatment,
    trend,
)
from generator.index.results import Status
from generator.index.structure import HALF, OVERALL_NEEDS
from generator.pages.council import FIRST
from generator.paths import PROJECT
from generator.sources import comparison

EDITION = store.load_edition(PROJECT)
PAGES = PROJECT.site / "docs" / "method"


@pytest.mark.parametrize(
    ("page", "words", "holds"),
    [
        ("data.md", "not older than 10 years", level.OLDEST_YEARS == 10),
        ("data.md", "is older than 10 years; its period is named", level.OLDEST_YEARS == 10),
        ("data.md", "held for at most 5 years", panel.CARRY_YEARS == 5),
        ("data.md", "not older than 6 years", thresholds.MAX_AGE == 6),
        ("index-method.md", "skewness above 2", treatment.SKEW_LIMIT == 2),
        ("index-method.md", "kurtosis above 3.5", treatment.KURTOSIS_LIMIT == 3.5),
        ("index-method.md", "1st and the 99th percentile", normalisation.SHARES == (0.01, 0.99)),
        ("index-method.md", "at least half of the weight that its nation publishes", HALF == 0.5),
        ("index-method.md", "a quarter of its full weight", aggregation.LEAST == 0.25),
        ("index-method.md", "at least two indicators", aggregation.FEWEST_IN_PILLAR == 2),
        ("index-method.md", "10 of the 12 pillars", OVERALL_NEEDS == 10 / 12),
        ("index-method.md", "at least half of the people", groups.POPULATION_NEEDED == 0.5),
        ("trend.md", "two years that lie 5 or more years apart", trend.APART_YEARS == 5),
        ("trend.md", "8 of the 12 pillars", trend.TREND_NEEDS == 8 / 12),
        ("trend.md", "At least three indicators", thresholds.TREND_INDICATORS == 3),
        ("uncertainty.md", "multiplied by 0.75 to 1.25", draws.FACTORS == (0.75 * 1024, 1.25 * 1024)),
        ("uncertainty.md", "one in ten is left out", draws.LEFT_OUT == 0.1),
        ("uncertainty.md", "drawn 10,000 times", EDITION.draws == 10_000),
        ("uncertainty.md", "computed ten thousand times", EDITION.draws == 10_000),
        ("uncertainty.md", "65,536 equally likely", len(draws.tabulate_normal()) == 65_536),
        ("uncertainty.md", "5th to the 95th percentile", tally.TAILS == (0.05, 0.95)),
        ("uncertainty.md", "0.8 or more", ranking.BAND_CERTAINTY == 0.8),
        ("trend.md", "at least 20,000 people", 2 * thresholds.SMALL_POPULATION == 20_000),
        ("trend.md", "at most two years (one year) off", thresholds.TOLERANCE == {10: 2, 5: 1}),
        ("trend.md", "at least 1 point", thresholds.SMALLEST_MOVE == 1),
        ("findings.md", "rests on at least 20 of them", thresholds.LEAST_EVENTS == 20),
        ("findings.md", "is 4 years old or older", thresholds.OLD == 4),
        ("findings.md", "at least seven tenths were in it", thresholds.LEAST_LASTING == 0.7),
        ("trend.md", "less than a quarter in a year that did", thresholds.MOST_BENT == 0.25),
        ("findings.md", "No ratio above 20 is told", thresholds.MOST_TIMES == 20),
        ("findings.md", "At least 10 councils", thresholds.SMALLEST_SET == 10),
        ("findings.md", "at least 10,000 people", thresholds.SMALL_POPULATION == 10_000),
        ("findings.md", "at least 80 %", thresholds.SURE == 0.8),
        ("findings.md", "20 percentile points or more", thresholds.RELATIVE_GAP == 20),
        ("findings.md", "first three of a list", FIRST == 3),
        ("findings.md", "at least twice as many", lead.OUTNUMBERED == 2),
        ("findings.md", "outer three", OUTERMOST == 3),
        ("findings.md", "at most three times", learning.MOST_TIMES_PEOPLE == 3),
        ("findings.md", "fewer than two strengths", relative.FEW_BELOW == 2),
        ("findings.md", "At most three of a kind", relative.MOST == 3),
        ("findings.md", "more than half of the score's weight", thresholds.MEASURED_HERE == 0.5),
        ("trend.md", "More than half of the weight", thresholds.MEASURED_HERE == 0.5),
        ("findings.md", "half a standard deviation", thresholds.MEDIUM_EFFECT == 0.5),
        ("findings.md", "500 bootstrap", clusters.RESAMPLES == 500),
        ("findings.md", "at least five councils", clusters.SMALLEST_CLUSTER == 5),
        ("revisions.md", "revised by more than 1%", comparison.NOTABLE == 0.01),
    ],
)
def test_a_page_gives_the_number_of_the_rule(page: str, words: str, holds: bool) -> None:
    text = " ".join(read_page(PAGES / page).split())
    assert words in text
    assert holds


def test_the_page_lists_every_reason_of_a_gap_and_no_other() -> None:
    section = read_page(PAGES / "data.md").partition("## Why a value is missing")[2].partition("\n## ")[0]
    words = re.findall(r"^\| ([a-z_]+) \|", section, re.MULTILINE)
    assert words == [reason.word for reason in Reason if reason.word]


def test_the_page_lists_every_status() -> None:
    section = (
        read_page(PAGES / "data.md").partition("## How a cell came by its value")[2].partition("\n## ")[0]
    )
    words = re.findall(r"^\| ([a-z ]+) \|", section, re.MULTILINE)
    assert words == [status.label.replace("_", " ") for status in Status]


def read_page(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace("**", "")
