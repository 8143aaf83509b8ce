"""Work for another process, packed at once."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

Found = TypeVar("Found")


def hand_over(executor: Executor, work: Callable[..., Found], *given: object) -> Future[Found]:
    """Start work in another process, on what is given as it is now.

    An executor packs arguments in a thread of its own, later. Results keep what they worked out once, such as
    ``Index.nation``: if the caller asks for that meanwhile, packing fails with a ``RuntimeError``.
    """
    return executor.submit(_do_packed, pickle.dumps((work, given)))


def _do_packed(packed: bytes) -> Any:
    work, given = pickle.loads(packed)
    return work(*given)
