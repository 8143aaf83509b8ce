import numpy as np
import pytest

from generator.composite.sums import multiply

NUMBERS = np.random.default_rng(3)


def in_order(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The same sums, one term after the other."""
    result = np.zeros((len(first), second.shape[1]))
    for row, weights in enumerate(first.tolist()):
        for column in range(second.shape[1]):
            total = 0.0
            for weight, value in zip(weights, second[:, column].tolist(), strict=True):
                total += weight * value
            result[row, column] = total
    return result


@pytest.mark.parametrize("share", [0.05, 0.4, 1.0])
def test_each_sum_is_taken_from_the_first_term_to_the_last(share: float) -> None:
    first = NUMBERS.uniform(-1, 1, (13, 60)) * (NUMBERS.random((13, 60)) < share)
    second = NUMBERS.uniform(-1, 1, (60, 7))
    assert multiply(first, second).tolist() == in_order(first, second).tolist()


def test_further_axes_stay() -> None:
    first, second = NUMBERS.random((4, 5)), NUMBERS.random((5, 2, 3))
    assert multiply(first, second).shape == (4, 2, 3)
    assert multiply(first, second)[:, 1, 2] == pytest.approx(first @ second[:, 1, 2])


def test_marks_are_counted_and_nothing_is_a_sum_of_nothing() -> None:
    marks = np.array([[True, False, True], [False, False, False]])
    assert multiply(marks, np.array([[1.0], [2.0], [4.0]])).tolist() == [[5.0], [0.0]]
    assert multiply(np.ones((2, 0)), np.ones((0, 3))).tolist() == [[0.0] * 3] * 2
