"""Every clause of the framework makes an English sentence with the value of its unit."""

from __future__ import annotations

import re
from pathlib import Path

from generator.catalogue.records import Indicator
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


def test_every_clause_reads_as_a_sentence() -> None:
    wrong = {each.slug: complaints(each) for each in load_framework(PATHS).indicators}
    assert {slug: found for slug, found in wrong.items() if found} == {}


def test_no_indicator_shares_its_clause_with_another() -> None:
    clauses = [indicator.clause for indicator in load_framework(PATHS).indicators]
    assert len(clauses) == len(set(clauses))
