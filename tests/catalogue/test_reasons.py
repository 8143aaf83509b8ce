"""The closed set of reasons, and that observations keep to it."""

from pathlib import Path

import pytest

from generator.catalogue.reasons import IMPORTED, Reason, read_reason
from generator.catalogue.store import read_observations
from generator.errors import ProsperityError

HEAD = "series,area_code,period,value,lower,upper,status,note,reason\n"


def write(folder: Path, *rows: str) -> Path:
    (folder / "observations.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return folder


def test_every_reason_has_a_word_of_its_own_and_is_read_back() -> None:
    words = [reason.word for reason in Reason]
    assert len(set(words)) == len(words) and words.count("") == 1
    assert [read_reason(word) for word in words] == list(Reason)


def test_a_word_outside_the_set_is_refused() -> None:
    with pytest.raises(ProsperityError, match="'lost' is not known"):
        read_reason("lost")


def test_what_only_the_index_can_know_is_not_imported() -> None:
    assert set(Reason) - IMPORTED == {
        Reason.NONE,
        Reason.NO_SERIES,
        Reason.TOO_OLD,
        Reason.NOT_LISTED,
        Reason.OTHER_YEARS,
        Reason.DOUBTFUL,
        Reason.WRONG,
    }


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("a,E1,2021-01-01,,,,missing,Lost.,lost", 3),
        ("a,E1,2021-01-01,,,,missing,Lost.,", 3),
        ("a,E1,2021-01-01,,,,missing,Old.,too_old", 3),
        ("a,E1,2021-01-01,5,,,observed,,suppressed", 3),
    ],
)
def test_a_row_whose_reason_does_not_fit_is_refused_with_its_line(
    tmp_path: Path, row: str, line: int
) -> None:
    folder = write(
        tmp_path, "a,E1,2020-01-01,5,,,observed,,", row, "a,E1,2022-01-01,,,,missing,Few.,suppressed"
    )
    with pytest.raises(ProsperityError) as caught:
        read_observations(folder)
    assert (caught.value.line, caught.value.field, caught.value.code) == (line, "reason", "E1")


def test_rows_that_fit_are_read(tmp_path: Path) -> None:
    folder = write(tmp_path, "a,E1,2020-01-01,5,,,observed,,", "a,E1,2021-01-01,,,,missing,Few.,suppressed")
    assert read_observations(folder)["reason"].tolist() == ["", "suppressed"]
