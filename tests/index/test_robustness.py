import multiprocessing
import pickle
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest
from little_world import make_areas, make_edition, make_flat_framework, make_indicator, make_observations

from generator.index import robustness, run, tally
from generator.index.draw_model import Model, build_model
from generator.index.draws import NORMAL_STEPS, draw_block, draw_normal, open_stream
from generator.index.memory import Drawn, name_draws
from generator.index.ranking import rank
from generator.index.results import Index, Robustness, Scores
from generator.index.workspace import Workspace

COUNT = 40
RANGES = (
    *("rank_low", "rank_high", "score_low", "score_high", "p_fifth"),
    *("nation_low", "nation_high", "nation_p_fifth"),
)
SLUGS = [f"i{n}" for n in range(36)]


def make_index(
    *, gaps: tuple[str, ...] = (), nation: str = "Scotland", margin: float = np.nan, draws: int = 200
) -> Index:
    """Two nations of 40, one hidden strength behind 36 indicators in 12 pillars."""
    areas = make_areas(COUNT) + make_areas(COUNT, nation, "S")
    random = np.random.default_rng(5)
    strength = random.normal(size=2 * COUNT)
    cells = []
    for slug in SLUGS:
        noise = random.normal(size=2 * COUNT)
        for place, area in enumerate(areas):
            if not (slug in gaps and area.code.startswith("S")):
                cells.append((area.code, slug, 2020, 50 + 10 * float(strength[place] + 0.3 * noise[place])))
    framework = make_flat_framework([make_indicator(slug) for slug in SLUGS], pillars=12)
    observations = make_observations(cells, margin=margin)
    return run.compute_index(framework, observations, areas, edition=make_edition(draws=draws))


@pytest.fixture(scope="module")
def whole() -> Index:
    return make_index()


def model_of(index: Index) -> Model:
    return build_model(
        index.panel,
        structure=index.structure,
        goalposts=index.goalposts,
        level=index.level,
        errors=index.errors,
    )


def repeat(
    index: Index,
    *,
    draws: int = 60,
    seed: int = 3,
    block: int = 256,
    shares: int = 1,
    executor: Executor | None = None,
) -> Robustness:
    return robustness.measure_robustness(
        model_of(index),
        structure=index.structure,
        scores=index.level.scores,
        draws=draws,
        seed=seed,
        block=block,
        shares=shares,
        executor=executor,
    )


def test_the_same_seed_gives_the_same_result_in_blocks_of_any_size(whole: Index) -> None:
    first, second, other = repeat(whole, block=60), repeat(whole, block=7), repeat(whole, seed=4)
    for name in RANGES:
        assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)
    assert not np.array_equal(first.p_fifth, other.p_fifth)


def test_draws_in_parts_and_in_other_processes_give_the_same_result(whole: Index) -> None:
    first = repeat(whole)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for second in (repeat(whole, shares=3), repeat(whole, shares=2, executor=pool)):
            for name in RANGES:
                assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)


def test_a_short_run_is_the_beginning_of_a_long_one(whole: Index) -> None:
    model = model_of(whole)
    long = draw_block(model, range(9), seed=1)
    assert np.array_equal(long[:, 4:6], draw_block(model, range(4, 6), seed=1))


def test_ranges_hold_the_point_and_chances_add_up(whole: Index) -> None:
    scores, robust = whole.level.scores, whole.robustness
    assert (robust.rank_low <= scores.rank).all()
    assert (robust.rank_high >= scores.rank).all()
    ranged = np.array([node.level != "element" for node in whole.structure.nodes])
    assert (robust.score_low <= scores.score + 1e-9)[:, ranged].all()
    assert (robust.score_high >= scores.score - 1e-9)[:, ranged].all()
    assert np.isnan(robust.score_low[:, ~ranged]).all()
    assert (robust.nation_low <= scores.nation_rank).all()
    assert (robust.nation_high >= scores.nation_rank).all()
    assert robust.nation_high.max() <= COUNT
    assert robust.nation_p_fifth.sum(axis=-1) == pytest.approx(np.ones(scores.rank.shape))
    assert robust.p_fifth.sum(axis=-1) == pytest.approx(np.ones(scores.rank.shape))
    assert robust.rank_low.min() == 1
    assert robust.rank_high.max() <= 2 * COUNT


def test_ends_of_the_table_are_surer_than_its_middle(whole: Index) -> None:
    width = whole.robustness.rank_high[:, 0] - whole.robustness.rank_low[:, 0]
    rank = whole.level.scores.rank[:, 0]
    assert width[rank <= 5].mean() < width[abs(rank - COUNT) <= 5].mean()


def test_indicators_a_nation_lacks_widen_its_ranges(whole: Index) -> None:
    gappy = make_index(gaps=tuple(SLUGS[:12]))
    widths = [(i.robustness.rank_high - i.robustness.rank_low)[:, 0] for i in (whole, gappy)]
    assert widths[1][COUNT:].mean() > 1.3 * widths[0][COUNT:].mean()
    assert widths[1][COUNT:].mean() > widths[1][:COUNT].mean()


def test_sampling_errors_widen_ranges(whole: Index) -> None:
    noisy = make_index(margin=30.0)
    widths = [(i.robustness.rank_high - i.robustness.rank_low)[:, 0].mean() for i in (whole, noisy)]
    assert widths[1] > 1.3 * widths[0]


def test_sampling_errors_are_a_quarter_of_the_interval() -> None:
    index = make_index(margin=19.6, draws=1)
    span = (index.goalposts.high - index.goalposts.low)[:, 0]
    assert index.errors.size == pytest.approx(np.broadcast_to(100 * 10 / span, index.errors.size.shape))


def test_ranges_cover_the_truth_as_often_as_they_say() -> None:
    """The truth is known, the values carry errors of a known size: about nine in ten ranges must hold it."""
    index = make_index(draws=1)
    random = np.random.default_rng(11)
    truth = index.level.scores.rank[:, 0]
    areas = make_areas(COUNT) + make_areas(COUNT, "Scotland", "S")
    framework = make_flat_framework([make_indicator(slug) for slug in SLUGS], pillars=12)
    held = []
    for _ in range(6):
        values = index.level.value + random.normal(scale=8, size=index.level.value.shape)
        cells = [
            (area.code, slug, 2020, float(values[a, i]))
            for a, area in enumerate(areas)
            for i, slug in enumerate(SLUGS)
        ]
        table = make_observations(cells, margin=1.96 * 8)
        robust = run.compute_index(framework, table, areas, edition=make_edition(draws=150)).robustness
        held.append(((robust.rank_low[:, 0] <= truth) & (truth <= robust.rank_high[:, 0])).mean())
    assert 0.85 < np.mean(held) <= 1.0


def test_nodes_without_a_score_have_no_range() -> None:
    index = make_index(gaps=(SLUGS[0], SLUGS[12]))
    place = [node.key for node in index.structure.nodes].index("p0")
    assert (index.level.scores.rank[COUNT:, place] == 0).all()
    assert (index.robustness.rank_high[COUNT:, place] == 0).all()
    assert np.isnan(index.robustness.p_fifth[COUNT:, place]).all()
    assert index.robustness.rank_high[:COUNT, place].max() <= COUNT
    assert (index.robustness.rank_high[COUNT:, 0] > 0).all()


def tallied(rows: np.ndarray, bins: int | None = None) -> np.ndarray:
    areas = rows.shape[1]
    counts = np.zeros((bins or areas, areas), dtype=np.int32)
    tally.count_ranks(rows, into=counts)
    return counts.T


def test_ranks_are_counted_with_ties_at_the_best_place() -> None:
    rows = np.array([[3.0, 1.0, 3.0, 2.0], [0.0, 5.0, 5.0, 5.0]], dtype=np.float32)
    # Ranks 1, 4, 1, 3 and 4, 1, 1, 1.
    expected = [[1, 0, 0, 1], [1, 0, 0, 1], [2, 0, 0, 0], [1, 0, 1, 0]]
    assert tallied(rows).tolist() == expected


@pytest.mark.parametrize("count", [1, 2, 5, 64, 65, 359])
def test_counted_ranks_agree_with_the_ranking(count: int) -> None:
    rows = np.random.default_rng(3).integers(0, 40, size=(6, count)).astype(np.float32)
    expected = np.zeros((count, count), dtype=int)
    for row in rows:
        for area, place in enumerate(rank(row[:, None] / 1000.0)[:, 0]):
            expected[area, place - 1] += 1
    assert (tallied(rows) == expected).all()


@pytest.mark.parametrize("count_of_areas", [600, 2100])
def test_many_areas_are_counted_in_wider_words_and_in_bins(count_of_areas: int) -> None:
    rows = np.random.default_rng(4).permuted(
        np.linspace(0, 100_000, count_of_areas, dtype=np.float32).round()[None, :].repeat(3, axis=0), axis=1
    )
    bins = 100 if count_of_areas > 2000 else count_of_areas
    expected = np.zeros((count_of_areas, bins), dtype=int)
    for row in rows:
        place = rank(row[:, None] / 1000.0)[:, 0] - 1
        np.add.at(expected, (np.arange(count_of_areas), place * bins // count_of_areas), 1)
    assert (tallied(rows, bins) == expected).all()


def test_the_best_score_does_not_spill_into_another_rank() -> None:
    rows = np.array([[100_000, 99_999, 0]], dtype=np.float32)
    assert tallied(rows).argmax(axis=1).tolist() == [0, 1, 2]


def test_ends_of_bins_hold_the_ranks_inside_them() -> None:
    # Seven areas in three bins: ranks 1 to 3, 4 to 5, 6 to 7 (r x 3 // 7 for r from 0).
    ranks = np.array([[10, 0, 0], [0, 10, 0], [0, 0, 10], [5, 5, 0], [1, 1, 8], [0, 1, 9], [9, 1, 0]])
    low, high = tally._find_ends(ranks, 10)
    assert low.tolist() == [1, 4, 6, 1, 1, 4, 1]
    assert high.tolist() == [3, 5, 7, 5, 7, 7, 5]


def test_normal_errors_have_the_mean_spread_and_tails_of_a_normal() -> None:
    drawn = draw_normal(open_stream(1, 0), 400_000) / NORMAL_STEPS
    assert abs(drawn.mean()) < 0.01
    assert drawn.std() == pytest.approx(1, abs=0.01)
    assert (np.abs(drawn) > 1.96).mean() == pytest.approx(0.05, abs=0.002)
    assert (np.abs(drawn) > 3.29).mean() == pytest.approx(0.001, abs=0.0003)


def test_memory_is_bounded_for_any_number_of_areas() -> None:
    assert tally.choose_bins(361, 75) == 361
    for areas in (2_000, 36_100, 200_000):
        bins = tally.choose_bins(areas, 75)
        assert bins % 5 == 0
        assert bins == 20 or areas * bins * 75 <= tally.MOST_CELLS


class Memory:
    """Keeps draws in a dictionary and counts how often they were found."""

    def __init__(self) -> None:
        self.kept: dict[str, Drawn] = {}
        self.found = 0

    def read(self, key: str) -> Drawn | None:
        self.found += key in self.kept
        return self.kept.get(key)

    def write(self, key: str, drawn: Drawn) -> None:
        self.kept[key] = drawn


def test_draws_that_are_remembered_are_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    areas = make_areas(COUNT)
    framework = make_flat_framework([make_indicator(slug) for slug in SLUGS], pillars=12)
    random = np.random.default_rng(5)
    cells = [(area.code, slug, 2020, float(random.normal(50, 9))) for area in areas for slug in SLUGS]
    table, memory = make_observations(cells, margin=4.0), Memory()

    def begin(**changes: int) -> Index:
        edition = make_edition(draws=20).model_copy(update={"sobol": 4, **changes})
        return run.begin_index(framework, table, areas, edition=edition, memory=memory)[1]()

    first = begin()
    assert memory.found == 0
    monkeypatch.setattr(run, "start_robustness", lambda *args, **more: pytest.fail("drawn again"))
    again = begin()
    assert memory.found == 1
    assert again.robustness is first.robustness
    assert again.sobol is first.sobol
    monkeypatch.undo()
    for changes in ({"draws": 21}, {"sobol": 5}, {"seed": 99}):
        begin(**changes)
    assert (memory.found, len(memory.kept)) == (1, 4)


def test_the_key_changes_with_all_that_is_drawn_from(whole: Index) -> None:
    model, scores = model_of(whole), whole.level.scores

    def name(model: Model = model, scores: Scores = scores, **changes: int) -> str:
        return name_draws(model, whole.structure, scores, **{"draws": 9, "sobol": 4, "seed": 1, **changes})

    others = [name(draws=8), name(sobol=5), name(seed=2), name(scores=replace(scores, rank=scores.rank + 1))]
    others += [
        name(replace(model, **{field.name: getattr(model, field.name)[..., ::-1]}))
        for field in fields(model)
        if not np.array_equal(getattr(model, field.name), getattr(model, field.name)[..., ::-1])
    ]
    assert len({name(), *others}) == 1 + len(others)
    assert len(others) >= 8


def test_arrays_that_are_used_again_do_not_leak_from_one_block_to_the_next(whole: Index) -> None:
    model, room = model_of(whole), Workspace()
    expected = draw_block(model, range(12, 15), seed=1).copy()
    draw_block(model, range(40), seed=1, workspace=room)
    assert np.array_equal(draw_block(model, range(12, 15), seed=1, workspace=room), expected)
    assert pickle.loads(pickle.dumps(room)).take("any", (2, 3), np.int64).shape == (2, 3)
