"""Which tests run together when the tests are spread over workers."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadgroup import LoadGroupScheduling

# The tests of this folder share one built site, which takes long to build and to read.
SITE = "tests/browser/"


class SiteTogether(LoadGroupScheduling):
    """Sends all tests that need the site to one worker.

    The mark ``xdist_group`` would be enough, but pytest-xdist 3.8 writes it into a private attribute that
    pytest 9.2 no longer reads: every worker would build a site of its own.
    """

    def _split_scope(self, nodeid: str) -> str:
        # Other files stay whole: many compute something once for all their tests.
        return SITE if nodeid.startswith(SITE) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SiteTogether:
    """Use it for whatever way of spreading the tests is asked for."""
    return SiteTogether(config, log)
