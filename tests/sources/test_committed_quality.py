"""The committed list of warnings is what the gates find in the committed data today."""

from generator.catalogue.quality import format_outcomes, format_tallies
from generator.catalogue.store import load_edition
from generator.paths import PROJECT
from generator.sources.gates.passage import pass_gates
from generator.sources.recipe_files import load_recipes


def test_the_gates_find_in_the_data_what_the_list_says() -> None:
    year = load_edition(PROJECT).year
    found = pass_gates(PROJECT, recipes=load_recipes(), edition_year=year, files={})
    assert found.blockers == ()
    assert format_outcomes(found.outcomes).encode() == PROJECT.quality.read_bytes()
    assert format_tallies(found.tallies).encode() == PROJECT.quality_summary.read_bytes()
