"""The gate that asks whether a figure can be true, on made-up series of twelve councils."""

from collections.abc import Sequence

import pytest
from tiny_gates import CODES, NAN, make_series, make_setting

from generator.catalogue.doubts import Doubt
from generator.sources.gates.doubts import find_doubts, tell_doubts
from generator.sources.gates.measured import Setting

ODD = CODES[5]
WOBBLE = (0.0, 1.0, -1.0, 0.5, -0.5, 1.0, 0.0, -1.0, 0.5, 1.0, -0.5, 0.0)
SOMERSET = (12.5, 11.7, 9.6, 6.4, 4.7, 0.0)
"""The rates of children hurt on Somerset's roads, as they were published; the last one is a hole."""


def wobble(periods: int, *, level: float = 50.0) -> dict[str, list[float]]:
    """Return twelve councils around one level, none of which moves by more than two a year."""
    return {
        code: [level + WOBBLE[(place + 5 * number) % 12] for number in range(periods)]
        for place, code in enumerate(CODES)
    }


def doubt(
    figures: dict[str, list[float]],
    own: Sequence[float],
    *,
    setting: Setting | None = None,
    intervals: float = 0.0,
    unit: str = "%",
    kind: str = "rate",
) -> list[Doubt]:
    """Return what is doubtful where one council has figures of its own."""
    measured = make_series(figures | {ODD: list(own)}, unit=unit, kind=kind)
    if intervals:
        measured.rows["lower"] = measured.rows["value"] - intervals
        measured.rows["upper"] = measured.rows["value"] + intervals
    return find_doubts(measured, setting or make_setting())


def with_people(people: float) -> Setting:
    made = make_setting()
    return Setting(made.nations, made.members, dict.fromkeys(made.people, people), made.beside, 2026)


def test_councils_that_move_as_usual_are_not_doubted() -> None:
    figures = wobble(7)
    assert doubt(figures, figures[ODD]) == []
    assert tell_doubts(make_series(figures), []) == []


def test_a_figure_that_returns_at_once_is_doubtful_and_those_beside_it_are_not() -> None:
    (found,) = doubt(wobble(7), [50, 51, 50, 75, 50, 51, 50])
    assert (found.area_code, found.period, found.value) == (ODD, "2023-01-01/P1Y", 75.0)
    assert found.test == "return"
    assert found.found.startswith("75.0 between 50.0 and 50.0, ")
    (told,) = tell_doubts(make_series(wobble(7)), [found])
    assert (told.gate, told.severity, told.found) == ("doubtful", "warning", "1 doubtful figure")


@pytest.mark.parametrize("own", [[50, 51, 50, 75, 50, 51], [50, 51, 50, 51, 75, 50]])
def test_the_figure_after_one_that_returns_is_not_doubtful_for_it(own: list[float]) -> None:
    (found,) = doubt(wobble(6), own)
    assert found.value == 75.0


def test_a_last_figure_that_doubles_is_doubtful_until_a_later_one_confirms_it() -> None:
    (found,) = doubt(wobble(7), [50, 51, 50, 51, 50, 51, 98])
    assert (found.test, found.value, found.period) == ("step", 98.0, "2026-01-01/P1Y")
    assert found.found.startswith("98.0 after 51.0, ") and found.expected.startswith("about 5")
    assert doubt(wobble(7), [50, 51, 50, 51, 50, 98, 97]) == []


def test_a_last_figure_is_not_doubtful_where_its_council_stood_before() -> None:
    assert doubt(wobble(7), [75, 74, 50, 51, 50, 51, 75]) == []


def test_a_first_figure_is_doubtful_where_the_later_ones_stay_together() -> None:
    (found,) = doubt(wobble(7), [98, 51, 50, 51, 50, 51, 50])
    assert (found.test, found.value) == ("first", 98.0)
    assert found.found.startswith("98.0 before 51.0, ")
    # It is still spreading: the later figures move as well.
    assert doubt(wobble(7), [98, 78, 65, 56, 52, 51, 50]) == []


def test_a_shock_that_all_councils_share_is_no_doubt() -> None:
    shock = (0, 0, 0, -25, 0, 0, 0)
    figures = {
        code: [value + shock[number] for number, value in enumerate(values)]
        for code, values in wobble(7).items()
    }
    assert doubt(figures, figures[ODD]) == []
    # One who stays aside of it stands out in that year.
    (found,) = doubt(figures, [50, 51, 50, 51, 50, 51, 50])
    assert (found.period, found.test) == ("2023-01-01/P1Y", "return")


def test_what_hits_councils_in_different_measure_widens_the_usual_move_of_the_year() -> None:
    figures = wobble(7)
    for place, code in enumerate(CODES):
        figures[code][3] += (-10.0, 10.0, -6.0, 6.0)[place % 4]
    assert doubt(figures, [50, 51, 50, 68, 50, 51, 50]) == []


def test_a_published_interval_says_how_far_chance_moves_a_figure() -> None:
    own = [50, 51, 50, 75, 50, 51, 50]
    assert doubt(wobble(7), own, intervals=2.0)
    assert doubt(wobble(7), own, intervals=15.0) == []


def test_few_events_move_far_by_chance() -> None:
    own = [50, 51, 50, 75, 50, 51, 50]
    assert doubt(wobble(7), own, unit="per 1,000 people", setting=with_people(500_000))
    assert doubt(wobble(7), own, unit="per 1,000 people", setting=with_people(500)) == []


def test_a_short_past_needs_a_longer_move() -> None:
    # The usual move is that of others: 1.22, as the ninth decile of their moves of 2 implies.
    assert doubt(wobble(3), [50, 51, 57]) == []
    (found,) = doubt(wobble(3), [50, 51, 65])
    assert found.test == "step"


def test_somersets_roads_are_doubtful_in_the_end_and_nowhere_else() -> None:
    figures = wobble(6, level=7.0)
    (found,) = doubt(figures, SOMERSET, unit="per 100,000 children")
    assert (found.value, found.test, found.period) == (0.0, "zero", "2025-01-01/P1Y")
    assert found.expected == "a figure like the one beside it, 4.7"


def test_a_zero_is_nothing_unusual_where_councils_alike_have_one_or_have_few_figures() -> None:
    figures = wobble(6, level=7.0)
    figures[CODES[4]][2] = 0.0
    assert all(found.area_code != ODD for found in doubt(figures, SOMERSET, unit="per 100,000 children"))
    few = {code: [*values[:5], NAN] for code, values in list(wobble(6, level=7.0).items())[:9]}
    assert doubt(few, SOMERSET, unit="per 100,000 children") == []


def test_a_second_zero_of_the_council_makes_the_first_likely() -> None:
    own = [6.0, 0.0, 7.0, 6.0, 6.5, 0.0]
    assert all(found.test != "zero" for found in doubt(wobble(6, level=7.0), own))


def test_a_known_number_of_events_says_whether_none_is_chance() -> None:
    # A zero at a merger: few other figures, but fifty events of the kind in a council of this size.
    falls = {CODES[0]: [NAN, 17.4, NAN], CODES[1]: [NAN, NAN, 7.2], CODES[2]: [NAN, NAN, 9.8]}
    own = [9.1, 8.7, 0.0]
    (found,) = doubt(falls, own, unit="per 100,000 people", setting=with_people(580_000))
    assert found.test == "zero"
    assert found.expected == "a figure like the one beside it, 8.7, about 50 events"
    # Of three events none is left by chance once in twenty cases.
    assert doubt(falls, own, unit="per 100,000 people", setting=with_people(35_000)) == []


def test_a_figure_that_may_be_negative_may_be_zero() -> None:
    figures = wobble(6, level=7.0)
    figures[CODES[3]][1] = -1.0
    assert all(found.test != "zero" for found in doubt(figures, SOMERSET))
