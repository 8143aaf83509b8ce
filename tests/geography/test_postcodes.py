"""Real postcodes find their council; the run-length form loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.store import load_areas
from generator.errors import ProsperityError
from generator.geography.postcodes import (
    Postcodes,
    base36,
    encode_known,
    encode_postcodes,
    find_council,
    is_known,
    load_postcodes,
    split_postcode,
)
from generator.paths import PROJECT

KNOWN = load_postcodes(PROJECT.postcodes, [area.code for area in load_areas(PROJECT)])
COUNCILS = list(KNOWN.councils)
SHARDS = KNOWN.shards

SAMPLE = {
    "SW1A 1AA": "E09000033",
    "W1A 1AA": "E09000033",
    "E20 2ST": "E09000025",
    "CR2 6XH": "E09000008",
    "TR21 0AB": "E06000053",
    "TR23 0PR": "E06000053",
    "KW15 1AA": "S12000023",
    "ZE1 0AA": "S12000027",
    "HS9 5XJ": "S12000013",
    "IV27 4RN": "S12000017",
    "M1 1AE": "E08000003",
    "B33 8TH": "E08000025",
    "L1 8JQ": "E08000012",
    "HU1 2AA": "E06000010",
    "NE1 7RU": "E08000021",
    "SY1 1AA": "E06000051",
    "TF1 1LX": "E06000020",
    "SA1 3SN": "W06000011",
    "LL77 7TW": "W06000001",
    # made of former councils
    "CA14 1AA": "E06000063",
    "LA14 2LJ": "E06000064",
    "NN17 1QG": "E06000061",
    "BH23 1AZ": "E06000058",
    # a new code since 2025
    "S70 1AA": "E08000038",
    # an English council with a Scottish postcode area's name
    "TD15 1AA": "E06000057",
    # sectors that four councils share
    "PE19 6AA": "E07000011",
    "PE19 6PH": "E07000012",
    "PE19 6PQ": "E07000011",
    "PE19 6PS": "E07000012",
    "PE19 6RE": "E06000055",
    "DY8 2AA": "E08000027",
    "DY8 2RX": "E07000196",
    "DY8 2SA": "E07000239",
    "DY8 2XA": "E07000234",
    "DY8 2YY": "E08000027",
}
LETTERS = st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2)


@pytest.mark.parametrize("postcode", SAMPLE)
def test_real_postcode(postcode: str) -> None:
    found = find_council(postcode, SHARDS, COUNCILS)
    assert found is not None
    assert found[0] == SAMPLE[postcode]


def test_case_and_space_do_not_matter() -> None:
    assert find_council(" hu12aa ", SHARDS, COUNCILS) == ("E06000010", True)


def test_a_postcode_that_is_not_in_the_list_says_so() -> None:
    assert find_council("HU1 2ZZ", SHARDS, COUNCILS) == ("E06000010", False)


def test_unknown_sector_has_no_council() -> None:
    assert find_council("BT1 1AA", SHARDS, COUNCILS) is None
    assert find_council("HU1 9AA", {"HU": {"HU1": {"2": (0, "")}}}, ["E06000010"]) is None


@pytest.mark.parametrize("text", ["", "HU1", "HULL", "HU1 2A", "1AA HU1", "HU1 2AA 3", "HU1  2AA"])
def test_what_is_not_a_postcode_is_refused(text: str) -> None:
    with pytest.raises(ProsperityError, match="not a postcode"):
        split_postcode(text)


def test_every_council_of_great_britain_has_postcodes() -> None:
    councils = {area.code for area in load_areas(PROJECT) if area.kind == "council"}
    assert set(COUNCILS) == {code for code in councils if not code.startswith("N09")}


def test_shards_are_light() -> None:
    sizes = [(PROJECT.postcodes / f"{area}.json").stat().st_size for area in SHARDS]
    assert len(sizes) == 120 and max(sizes) < 50_000 and sum(sizes) < 1_200_000


def test_a_sector_of_one_council_is_one_number() -> None:
    councils, shards = encode_postcodes(
        [("AB1 1AA", "S1"), ("AB1 1ZZ", "S1"), ("AB1 2AA", "S1"), ("AB1 2BB", "S2")]
    )
    assert councils == ["S1", "S2"]
    (one, _), (two, _) = shards["AB"]["AB1"].values()
    assert (one, two) == (0, "AA0BB1")


@given(st.dictionaries(st.tuples(st.sampled_from("123"), LETTERS), st.sampled_from("abcde"), min_size=1))
def test_known_postcodes_come_back(known: dict[tuple[str, str], str]) -> None:
    pairs = [(f"AB1 {sector}{unit}", council) for (sector, unit), council in known.items()]
    councils, shards = encode_postcodes(pairs)
    assert all(find_council(postcode, shards, councils) == (council, True) for postcode, council in pairs)


@given(st.sets(LETTERS), LETTERS)
def test_the_known_ends_of_a_sector_are_kept(units: set[str], other: str) -> None:
    known = encode_known(units)
    assert all(is_known(unit, known) for unit in units)
    assert is_known(other, known) == (other in units)
    assert not is_known("CV", known)


def test_an_end_that_no_postcode_has_is_refused() -> None:
    with pytest.raises(ProsperityError, match="no postcode ends in 'CV'"):
        encode_known(["CV"])


@given(st.integers(0, 10_000))
def test_base36_is_read_back(number: int) -> None:
    assert int(base36(number), 36) == number


INDEX = {"councils": ["E06000010", "E09000033"], "areas": ["HU"]}
SHARD = {"HU1": {"1": [0, "gA"], "2": ["AA0BB1", "gA"]}}


def load_of(folder: Path, index: object, shard: object) -> Postcodes:
    (folder / "index.json").write_text(json.dumps(index), "utf-8")
    (folder / "HU.json").write_text(json.dumps(shard), "utf-8")
    return load_postcodes(folder, ["E06000010", "E09000033"])


def test_what_an_import_wrote_is_read(tmp_path: Path) -> None:
    found = load_of(tmp_path, INDEX, SHARD)
    assert found.councils == ("E06000010", "E09000033")
    assert find_council("HU1 2BB", found.shards, list(found.councils)) == ("E09000033", False)


@pytest.mark.parametrize(
    ("index", "shard", "told"),
    [
        ({"areas": ["HU"]}, SHARD, "councils"),
        ({**INDEX, "more": 1}, SHARD, "more"),
        ({**INDEX, "areas": ["../x"]}, SHARD, "areas.0"),
        ({**INDEX, "areas": ["HU", "HU"]}, SHARD, "2 times"),
        ({**INDEX, "councils": ["E06000010", "E06000010"]}, SHARD, "2 times"),
        ({**INDEX, "councils": ["E06000010", "E99999999"]}, SHARD, "E99999999"),
        ({**INDEX, "councils": [1]}, SHARD, "councils.0"),
        (INDEX, [], "HU.json"),
        (INDEX, {"HU1": {"1": [2, "gA"]}}, "no council number 2"),
        (INDEX, {"HU1": {"1": [-1, "gA"]}}, "HU1.1"),
        (INDEX, {"HU1": {"1": ["AA0BBz", "gA"]}}, "no council number 35"),
        (INDEX, {"HU1": {"1": ["aa", "gA"]}}, "HU1.1"),
        (INDEX, {"HU1": {"1": ["BB0AA1", "gA"]}}, "out of order"),
        (INDEX, {"HU1": {"1": [0, "gAAAA"]}}, "no postcodes"),
        (INDEX, {"HU1": {"1": [0, "AA"]}}, "no postcodes"),
        ({**INDEX, "areas": []}, SHARD, "HU.json is not in the index"),
        (INDEX, {"HU1": {"1": [0, "<b>"]}}, "HU1.1"),
        (INDEX, {"HU1": {"1": [0]}}, "HU1.1"),
        (INDEX, {"HU1": {"12": [0, "gA"]}}, "HU1"),
        (INDEX, {"AB1": {"1": [0, "gA"]}}, "AB1"),
        (INDEX, {"</script>": {"1": [0, "gA"]}}, "script"),
    ],
)
def test_a_damaged_look_up_is_refused(tmp_path: Path, index: object, shard: object, told: str) -> None:
    with pytest.raises(ProsperityError) as refused:
        load_of(tmp_path, index, shard)
    assert told in str(refused.value) and refused.value.mend == "run: prosperity import"


def test_another_number_of_postcodes_is_refused(tmp_path: Path) -> None:
    load_of(tmp_path, INDEX, SHARD)
    known = ["E06000010", "E09000033"]
    assert load_postcodes(tmp_path, known, count=2).councils
    with pytest.raises(ProsperityError, match="hold 2 postcodes"):
        load_postcodes(tmp_path, known, count=3)


def test_an_area_without_its_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProsperityError, match="No such file"):
        load_of(tmp_path, {**INDEX, "areas": ["HU", "AB"]}, SHARD)
