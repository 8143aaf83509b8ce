"""Every clause of the framework makes an English sentence with the value of its unit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from generator.catalogue.records import Claims, Indicator
from generator.catalogue.store import load_framework
from generator.paths import Paths, find_root
from generator.text.numbers import format_figure, format_value, unit_words
from generator.text.sentences import finish

PATHS = Paths(find_root(Path(__file__)))
# "good health" and inspectors' "good or better" are names of what is measured.
JUDGING = re.compile(
    r"\b(good(?! health| or )|bad|(?<!or )better|worse|best|worst|failing|poor)\b", re.IGNORECASE
)


def complaints(indicator: Indicator) -> list[str]:
    """Return what is wrong with the words of one indicator."""
    clause, unit = indicator.clause, indicator.unit
    found = []
    if clause.count("{value}") != 1:
        found.append("the clause must hold {value} once")
    if clause.endswith(".") or clause.startswith(("In ", "in ")) or clause != clause.strip():
        found.append("the clause is no bare clause")
    if re.search(r"\{value\}\s*(%|per ?cent\b)", clause) or "£{value}" in clause:
        found.append("the value carries its own sign")
    words = set(re.findall(r"[A-Za-z]{3,}|\d[\d,]*", unit_words(unit))) - {"per"}
    if words and not any(word in clause or word.rstrip("s") in clause for word in words):
        found.append(f"the clause does not tell the unit ({unit})")
    if JUDGING.search(clause) or JUDGING.search(indicator.subject):
        found.append("a judging word")
    for value in (0.0, 1.0, 56.25, 1234.5):
        printed = format_value(value, unit, indicator.decimals)
        middle = format_figure(value, unit, indicator.decimals)
        finish(
            f"In 2024, {clause.replace('{value}', printed)}: the highest of them. "
            f"The middle council stood at {middle}.",
            code=indicator.slug,
        )
    return found


def list_clauses(indicator: Indicator) -> set[str]:
    """Return the clauses of an indicator: its own and those of its series."""
    return {indicator.clause, *(indicator.clause_in(nation) for nation in indicator.nations)}


def test_every_clause_reads_as_a_sentence() -> None:
    wrong = {
        clause: complaints(each.model_copy(update={"clause": clause}))
        for each in load_framework(PATHS).indicators
        for clause in list_clauses(each)
    }
    assert {clause: found for clause, found in wrong.items() if found} == {}


def test_no_indicator_shares_its_clause_with_another() -> None:
    clauses = [clause for each in load_framework(PATHS).indicators for clause in list_clauses(each)]
    assert len(clauses) == len(set(clauses))


def test_a_nation_with_a_measure_of_its_own_has_its_own_clause() -> None:
    secondary = next(each for each in load_framework(PATHS).indicators if each.slug == "secondary-attainment")
    assert "Highers" in secondary.clause_in("Scotland") and "GCSEs" in secondary.clause_in("Northern Ireland")
    assert secondary.clause_in("Wales") == secondary.clause


def list_claims(indicator: Indicator) -> list[tuple[str, str]]:
    """Return the claims of an indicator, high and low: its own and those of its series."""
    return [
        (claims.high, claims.low)
        for claims in (indicator.claims, *(ref.claims for ref in indicator.series))
        if claims is not None
    ]


def complain_of_claims(indicator: Indicator) -> list[str]:
    found = []
    for high, low in list_claims(indicator):
        if high == low:
            found.append("both ends claim the same")
        for claim in (high, low):
            if JUDGING.search(claim.replace("rated good", "")):
                found.append(f"a judging word: {claim}")
            if not claim[0].isupper() and not claim[0].isdigit():
                found.append(f"no capital: {claim}")
            if claim != claim.strip() or claim.endswith("."):
                found.append(f"no bare claim: {claim}")
            if claim == indicator.name:
                found.append(f"a name, and no claim: {claim}")
    return found


def test_every_claim_says_at_which_end_a_place_lies() -> None:
    wrong = {each.slug: complain_of_claims(each) for each in load_framework(PATHS).indicators}
    assert {slug: found for slug, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("high", "low"),
    [
        ("Adults smoke", "Adults smoke"),
        ("Bad air", "Clean air"),
        ("many adults smoke", "Few adults smoke"),
        ("Many adults smoke.", "Few adults smoke"),
        ("Smoking", "Few adults smoke"),
    ],
)
def test_claims_that_say_nothing_or_judge_are_found(high: str, low: str) -> None:
    smoking = next(each for each in load_framework(PATHS).indicators if each.slug == "smoking")
    claims = Claims(high=high, low=low)
    assert complain_of_claims(smoking.model_copy(update={"claims": claims, "name": "Smoking"}))


def test_a_claim_is_no_longer_than_one_line() -> None:
    with pytest.raises(ValidationError, match="at most 40"):
        Claims(high="M" * 41, low="Few")


def test_two_indicators_of_one_nation_make_one_claim_only_where_one_of_them_tells_the_past() -> None:
    made: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in load_framework(PATHS).indicators:
        for nation in indicator.nations:
            made.setdefault((nation, indicator.claim(nation, high=True)), []).append(indicator)
    for indicators in made.values():
        assert sum(each.counts_for == "score" for each in indicators) <= 1, [each.slug for each in indicators]


def test_a_nation_with_a_measure_of_its_own_has_its_own_claim() -> None:
    secondary = next(each for each in load_framework(PATHS).indicators if each.slug == "secondary-attainment")
    assert secondary.claim("Scotland", high=True) == "More pupils gain five Highers"
    assert secondary.claim("Northern Ireland", high=False) == "Fewer leavers gain five GCSEs"
    assert secondary.claim("Wales", high=True) == secondary.claims.high
