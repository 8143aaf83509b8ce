"""The page on the first build says what its table says; its table is made by hand, see ``test_audit``."""

from __future__ import annotations

import pandas as pd
import pytest
from little_site import draw
from test_audit import TEXTS, framework, read  # noqa: F401

from generator.catalogue.records import Framework
from generator.index.audit.first_build import COLUMNS
from generator.prose.first_build import gather_first_build


@pytest.fixture
def page(framework: Framework) -> str:  # noqa: F811
    table = read("rework", TEXTS["rework"])
    return draw(gather_first_build({"rework": table}, framework, commit="54f262ea"))


@pytest.mark.parametrize(
    "line",
    [
        "(commit `54f262ea`)",
        "2 councils have an overall rank in both. The middle one moved 1 places in the UK, and its score by "
        "1.5 points. 0% moved 10 places or more.",
        "These have an overall score now and had none: Cod.",
        "Of the ranks of then, 50% lie in",
        # In the UK one stays and one falls two places; in the nation they change places.
        "| Wales | 2 | 1 | 2 | 2 | 1 | 1 | 1 | −1.0 |",
        # The rules alone put Bay at 42 and Ash at 40.5, and no rank moves; the framework leaves 40.5 and
        # 38.5; with the figures added Ash has 42.5 and Bay 41.5, so both ranks move by one.
        "| Rules of the program | 2 | 0.75 | 1.00 | 0.0 | +0.75 |",
        "| Framework | 2 | 1.75 | 2.00 | 0.0 | −1.75 |",
        "| Figures added | 2 | 2.50 | 4.00 | 1.0 | +2.50 |",
        "| Since then | 0 | 0.00 | 0.00 | 0.0 | 0.00 |",
        # The two together did +2 and -0.5.
        "Together the two moved scores by 1.25 points on average.",
        "| Bay | 1 | 2 | −1 | 1 | 3 | +0.5 | Rules of the program (+1.0) |\n"
        "| Ash | 2 | 1 | +1 | 2 | 2 | +2.5 | Figures added (+4.0) |",
        "| Money | 2 | 12.0 | 1 | 1 | 0 | 0 |\n| Air | 1 | 1.0 | 0 | 0 | 0 | 0 |",
        "So 3 of 6 such ranks are empty",
        "| Pillars | 2 | 1 | 3 | 2 |",
        "Pillars without ranks in the UK: Money.",
        "One policy area of then is no more in the framework. Others took its figures",
    ],
)
def test_the_page_says_what_the_table_says(page: str, line: str) -> None:
    assert line in page


def test_without_a_first_build_nothing_is_told(framework: Framework) -> None:  # noqa: F811
    empty = pd.DataFrame(columns=list(COLUMNS))
    page = draw(gather_first_build({"rework": empty}, framework, commit=""))
    assert "Nothing is kept of a first build of this edition." in page
    assert "## " not in page
