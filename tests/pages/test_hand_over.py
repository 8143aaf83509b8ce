"""What another process works on is packed before the caller goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pytest

from generator.pages.hand_over import hand_over


class Later(Executor):
    """Does the work when it is told to, as a process does that is busy."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append(lambda: future.set_result(work(*given, **named)))
        return future


def test_what_the_caller_does_to_it_afterwards_does_not_reach_the_work() -> None:
    later, given = Later(), {"a": 1}
    future = hand_over(later, sorted, given)
    given["b"] = 2
    (work,) = later.waiting
    work()
    assert future.result() == ["a"]


def test_what_can_not_be_packed_fails_at_once() -> None:
    later = Later()
    with pytest.raises(Exception, match="pickle"):
        hand_over(later, sorted, lambda: None)
    assert later.waiting == []
