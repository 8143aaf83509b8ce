import numpy as np
import pandas as pd
import pytest
from little_site import BAND_WORDS

from generator.catalogue.records import Area, BentSeries, Cluster, Dataset, Edition, Framework, Series
from generator.export.tables import (
    gather_groups,
    make_clusters,
    make_framework,
    make_indicators,
    make_scores,
    make_trend,
    make_values,
)
from generator.index.results import Index
from generator.index.run import compute_index

FRAMEWORK = Framework.model_validate(
    {
        "domains": [
            {
                "slug": "d",
                "name": "D",
                "about": "",
                "pillars": [
                    {
                        "slug": "p",
                        "name": "P",
                        "about": "",
                        "elements": [
                            {
                                "slug": "e",
                                "name": "E",
                                "about": "",
                                "indicators": [
                                    {
                                        "slug": "a",
                                        "name": "A",
                                        "direction": "higher",
                                        "weight": 1,
                                        "reason": "",
                                        "comparable": "uk",
                                        "clause": "{value}",
                                        "subject": "a",
                                        "claims": {"high": "Much", "low": "Little"},
                                        "unit": "%",
                                        "decimals": 0,
                                        "series": [
                                            {"dataset": "ds", "series": "s", "nations": ["England", "Wales"]}
                                        ],
                                    }
                                ],
                            }
                        ],
                    }
                ],
            }
        ]
    }
)


def make_area(code: str, kind: str, *, nation: str = "", region: str = "", population: int = 0) -> Area:
    return Area(
        code=code,
        kind=kind,
        name="England" if kind == "nation" else code,
        short_name=code,
        official_name=code,
        slug=code.lower(),
        nation=nation,
        region_code=region,
        population=population,
        population_year=2024,
    )


AREAS = (
    make_area("E1", "council", nation="England", region="R1", population=100),
    make_area("E2", "council", nation="England", region="R1", population=300),
    make_area("E3", "council", nation="England", region="R2", population=100),
    make_area("S1", "council", nation="Scotland", population=100),
    make_area("R1", "region", nation="England"),
    make_area("R2", "region", nation="England"),
    make_area("E92", "nation"),
    make_area("K02", "uk"),
)
CLUSTERS = (Cluster(slug="ends", title="Ends", kind="places", rule="", source="", members=("E1", "E3")),)


@pytest.fixture(scope="module")
def index() -> Index:
    rows = [
        (code, "a", f"{year}-01-01/P1Y", year, value + year - 2011, np.nan, np.nan, "observed", "", "")
        for code, value in (("E1", 0.0), ("E2", 20.0), ("E3", 40.0))
        for year in range(2011, 2021)
    ]
    rows += [("E3", "a", "2021-01-01/P1Y", 2021, np.nan, np.nan, np.nan, "missing", "Few.", "suppressed")]
    names = [
        *("area_code", "indicator", "period", "year"),
        *("value", "lower", "upper", "status", "note", "reason"),
    ]
    edition = Edition(name="t", year=2021, date="", seed=1, draws=5)
    return compute_index(FRAMEWORK, pd.DataFrame(rows, columns=names), AREAS, edition=edition)


def test_scores_have_the_promised_columns_and_a_row_per_place_and_node(index: Index) -> None:
    table = make_scores(index, AREAS, gather_groups(index, AREAS, CLUSTERS), BAND_WORDS)
    assert ",".join(table.columns) == (
        "area_code,area_name,kind,level,node,score,"
        "rank,n,rank_low,rank_high,rank_outside,band,p_top_fifth,p_bottom_fifth,"
        "nation_rank,nation_n,nation_rank_low,nation_rank_high,nation_rank_outside,"
        "nation_band,nation_p_top_fifth,"
        "nation_p_bottom_fifth,uk_comparable_share,coverage"
    )
    assert len(table) == 4 * (len(AREAS) + len(CLUSTERS))
    assert table["kind"].drop_duplicates().tolist() == ["council", "region", "nation", "cluster", "uk"]


def test_groups_are_means_by_population_without_ranks(index: Index) -> None:
    table = make_scores(index, AREAS, gather_groups(index, AREAS, CLUSTERS), BAND_WORDS)
    overall = table[table["node"] == "overall"].set_index("area_code")
    score = overall["score"]
    assert score["R1"] == pytest.approx((score["E1"] + 3 * score["E2"]) / 4)
    assert score["ends"] == pytest.approx((score["E1"] + score["E3"]) / 2)
    assert score["E92"] == pytest.approx((score["E1"] + 3 * score["E2"] + score["E3"]) / 5)
    assert overall.loc["R1", ["rank", "n", "rank_low", "rank_high"]].isna().all()


def test_a_council_without_a_score_has_empty_cells(index: Index) -> None:
    table = make_scores(index, AREAS, gather_groups(index, AREAS, CLUSTERS), BAND_WORDS)
    text = table[(table["area_code"] == "S1") & (table["node"] == "overall")].to_csv(
        index=False, header=False
    )
    # Seventeen cells on the score and the ranks, then the share measured alike and the coverage.
    assert text == "S1,S1,council,overall,overall" + "," * 18 + "0.0,0.0\n"


def test_ranks_are_whole_numbers(index: Index) -> None:
    table = make_scores(index, AREAS, gather_groups(index, AREAS, CLUSTERS), BAND_WORDS)
    row = table[(table["area_code"] == "E3") & (table["node"] == "overall")].iloc[0]
    assert (row["rank"], row["n"]) == (1, 3)


def test_trend_has_a_row_for_each_year_with_a_score(index: Index) -> None:
    table = make_trend(index, AREAS, gather_groups(index, AREAS, CLUSTERS))
    assert list(table.columns) == ["area_code", "kind", "level", "node", "year", "score"]
    assert table["score"].notna().all()
    one = table[(table["area_code"] == "E2") & (table["node"] == "p")]
    assert one["year"].tolist() == list(range(2011, 2021))
    assert "S1" not in set(table["area_code"])


def test_values_are_those_of_the_level_with_their_source(index: Index) -> None:
    table = make_values(index, framework=FRAMEWORK, areas=AREAS)
    assert ",".join(table.columns) == (
        "area_code,indicator,period,year,value,lower,upper,status,source,reason,note"
    )
    assert table["area_code"].tolist() == ["E1", "E2", "E3", "S1"]
    assert table.iloc[0]["value"] == 9.0
    assert table.iloc[0]["period"] == "2020-01-01/P1Y"
    assert table["source"].tolist() == ["ds", "ds", "ds", ""]
    assert table["reason"].tolist() == ["", "", "", "no_series"]


def test_a_figure_that_is_too_old_names_its_period() -> None:
    rows = [
        (code, "a", f"{year}-01-01/P1Y", year, value, np.nan, np.nan, "observed", "", "")
        for code, year, value in (("E1", 2012, 1.0), ("E2", 2020, 2.0), ("E3", 2021, 3.0))
    ]
    names = [
        *("area_code", "indicator", "period", "year"),
        *("value", "lower", "upper", "status", "note", "reason"),
    ]
    edition = Edition(name="t", year=2024, date="", seed=1, draws=5)
    old = compute_index(FRAMEWORK, pd.DataFrame(rows, columns=names), AREAS, edition=edition)
    row = make_values(old, framework=FRAMEWORK, areas=AREAS).iloc[0]
    assert (row["status"], row["reason"], row["note"], row["period"]) == (
        *("missing", "too_old"),
        *("Latest figure: 2012-01-01/P1Y.", ""),
    )


def test_the_dictionary_leads_back_to_the_rows_of_the_raw_file() -> None:
    series = Series(
        slug="s", title="S", unit="%", decimals=0, nations=("England", "Wales"), description="D.",
        denominator="population", raw_indicator="Trees", raw_measure="Share", raw_unit="%", scale=100,
    )  # fmt: skip
    dataset = Dataset(
        slug="ds", title="T", publisher="P", publication="Q", link="https://l.example/", licence="L",
        nations=("England", "Wales"), known_problems=("One.", "Two."), raw_file="green/trees.csv",
        raw_sha256="abc", rows_read=1, rows_kept=1, series=(series,),
    )  # fmt: skip
    bent = BentSeries(reason="Closed.", series=("ds/s",), years=(2020, 2021))
    row = make_indicators(FRAMEWORK.model_copy(update={"bent": (bent,)}), {"ds": dataset}).iloc[0]
    assert row["raw_file":].tolist() == [  # type: ignore[misc]
        *("green/trees.csv", "abc", "Trees", "Share", "%", 100.0, "rate", "population", "One.|Two.", ""),
        "2020|2021",
    ]


def test_framework_and_clusters(index: Index) -> None:
    table = make_framework(FRAMEWORK, index)
    assert ",".join(table.columns) == (
        "domain,pillar,element,indicator,direction,weight,element_weight,effective_weight,nations,comparable,"
        "counts_for,reading"
    )
    assert table["effective_weight"].sum() == pytest.approx(1)
    shared = (*CLUSTERS, CLUSTERS[0].model_copy(update={"slug": "part", "shares": {"E1": 0.5, "E3": 0.25}}))
    table = make_clusters(shared)
    assert table.share.isna().tolist() == [True, True, False, False]
    assert table.iloc[2:].values.tolist() == [["part", "E1", 0.5], ["part", "E3", 0.25]]
