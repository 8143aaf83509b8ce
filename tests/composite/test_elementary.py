from decimal import Decimal, localcontext

import numpy as np
import pytest

from generator.composite.elementary import exp, log, raise_to

NUMBERS = np.random.default_rng(7)


def true(values: np.ndarray, name: str) -> np.ndarray:
    """What the decimal arithmetic of Python gives, rounded once."""
    with localcontext() as context:
        context.prec = 40
        return np.array([float(getattr(Decimal(value), name)()) for value in values.tolist()])


def units_off(found: np.ndarray, expected: np.ndarray) -> float:
    return float((np.abs(found - expected) / np.spacing(np.abs(expected))).max())


def test_logarithms_are_within_two_units_of_the_last_place() -> None:
    values = np.concatenate(
        [NUMBERS.uniform(0, 2, 500), NUMBERS.uniform(1, 1e6, 500), [1e-300, 5e-324, 1e300]]
    )
    assert units_off(log(values), true(values, "ln")) <= 2


def test_powers_of_e_are_within_two_units_of_the_last_place() -> None:
    values = np.concatenate([NUMBERS.uniform(-1, 5, 500), NUMBERS.uniform(-700, 700, 500)])
    assert units_off(exp(values), true(values, "exp")) <= 2


def test_the_bits_are_those_kept_here() -> None:
    """Worked out once: another processor, numpy or system must give the same."""
    assert [float(x).hex() for x in log([2.0, 10.0, 0.1, 57.3, 1e-9])] == LOGS
    assert [float(x).hex() for x in exp([1.0, -1.0, 4.6, 0.001, -30.5])] == POWERS


def test_ends() -> None:
    assert log([1.0, np.inf]).tolist() == [0.0, np.inf]
    assert np.isnan(log([0.0, -1.0, np.nan])).all()
    assert exp([0.0, np.inf, -np.inf, 800.0, -800.0]).tolist() == [1.0, np.inf, 0.0, np.inf, 0.0]
    assert np.isnan(exp([np.nan])).all()


def test_powers_of_numbers() -> None:
    assert raise_to([2.0, -3.0, 0.0], 3).tolist() == [8.0, -27.0, 0.0]
    assert raise_to([2.0, -4.0], -1).tolist() == [0.5, -0.25]
    assert raise_to([9.0, 0.0], 0.5) == pytest.approx([3.0, 0.0], rel=1e-15)
    assert np.isnan(raise_to([-9.0, np.nan], 0.5)).all()


LOGS = [
    "0x1.62e42fefa39efp-1",
    "0x1.26bb1bbb55516p+1",
    "-0x1.26bb1bbb55515p+1",
    "0x1.03175b7fd06f2p+2",
    "-0x1.4b927f32bffb8p+4",
]
POWERS = [
    "0x1.5bf0a8b14576ap+1",
    "0x1.78b56362cef38p-2",
    "0x1.8deff0708c2ffp+6",
    "0x1.0041919b7ee34p+0",
    "0x1.ff3864232b407p-45",
]
