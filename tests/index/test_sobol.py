import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from test_robustness import make_index, model_of

from generator.index import sobol
from generator.index.draws import choose, open_stream
from generator.index.results import Index, SobolIndices


@pytest.fixture(scope="module")
def whole() -> Index:
    return make_index(margin=10.0, draws=1)


def measure(index: Index, *, base: int = 40, shares: int = 1, **other: object) -> SobolIndices:
    return sobol.estimate_sobol(
        model_of(index),
        structure=index.structure,
        published=index.level.scores.rank,
        base=base,
        seed=3,
        shares=shares,
        **other,
    )


def make_shifts(respond: object, *, designs: int = 4000, factors: int = 3) -> np.ndarray:
    """Shifts of a known function of independent factors, laid out as the design is."""
    random = np.random.default_rng(8)
    a, b = random.uniform(-1, 1, (2, designs, factors))
    mixed = [a.copy() for _ in range(factors)]
    for factor in range(factors):
        mixed[factor][:, factor] = b[:, factor]
    return np.stack([respond(x) for x in (a, b, *mixed)], axis=1)[:, :, None]


def test_indices_of_a_sum_are_the_shares_of_its_variance() -> None:
    # 3x + 4y + 0z of equal variances: 9/25 and 16/25, and nothing through interplay.
    first, total = sobol.estimate_indices(make_shifts(lambda x: 7 + 3 * x[:, 0] + 4 * x[:, 1]))
    assert first[:, 0] == pytest.approx([0.36, 0.64, 0.0], abs=0.04)
    assert total[:, 0] == pytest.approx([0.36, 0.64, 0.0], abs=0.04)


def test_a_product_acts_only_through_interplay() -> None:
    # xy with means of nought: neither factor explains anything alone, both have a part in everything.
    first, total = sobol.estimate_indices(make_shifts(lambda x: x[:, 0] * x[:, 1]))
    assert first[:, 0] == pytest.approx([0, 0, 0], abs=0.06)
    assert total[:, 0] == pytest.approx([1, 1, 0], abs=0.06)


def test_intervals_hold_the_known_shares() -> None:
    shifts = make_shifts(lambda x: 3 * x[:, 0] + 4 * x[:, 1], designs=400)
    (low, high), _ = sobol._resample(shifts, seed=1)
    assert (low[:, 0] <= [0.36, 0.64, 0]).all()
    assert (high[:, 0] >= [0.36, 0.64, 0]).all()


@pytest.mark.parametrize("factor", sobol.FACTORS)
def test_a_swap_takes_one_factor_and_no_other(whole: Index, factor: str) -> None:
    model = model_of(make_index(gaps=("i0", "i12"), margin=10.0, draws=1))
    ours, theirs = (choose(model, open_stream(5, number)) for number in (0, 1))
    mixed = sobol.swap(model, ours, theirs, factor)
    taken = {
        "scale of scores": mixed.scale is theirs.scale and theirs.scale != ours.scale,
        "kind of mean": mixed.geometric is theirs.geometric and theirs.geometric != ours.geometric,
        "weights": mixed.weights is theirs.weights,
        "indicators left out": mixed.keep is theirs.keep,
        "sampling errors": bool((mixed.own[model.known] == theirs.own[model.known]).all()),
        "missing figures": mixed.common is theirs.common
        and bool((mixed.own[~model.known] == theirs.own[~model.known]).all()),
    }
    assert model.known.any() and not model.known.all()
    changed = {name for name, here in taken.items() if here}
    assert changed <= {factor, *({"scale of scores"} & {factor}), *({"kind of mean"} & {factor})}
    if factor not in ("scale of scores", "kind of mean"):
        assert changed == {factor}


def test_the_same_seed_gives_the_same_indices_in_other_processes(whole: Index) -> None:
    first = measure(whole)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        second = measure(whole, shares=2, executor=pool)
    for name in ("first", "total", "first_low", "total_high", "mean_shift"):
        assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)


def test_indices_stand_for_overall_domains_and_pillars(whole: Index) -> None:
    found = measure(whole)
    assert found.nodes[0] == "overall" and "p0" in found.nodes and "e0" not in found.nodes
    assert found.first.shape == found.total.shape == (len(sobol.FACTORS), len(found.nodes))
    assert (found.mean_shift > 0).all()


def test_missing_figures_matter_only_where_some_are_missing(whole: Index) -> None:
    missing = sobol.FACTORS.index("missing figures")
    assert measure(whole).total[missing] == pytest.approx(np.zeros(len(measure(whole).nodes)), abs=1e-12)
    gappy = make_index(gaps=tuple(f"i{n}" for n in range(12)), draws=1)
    assert measure(gappy).total[missing, 0] > 0.01
