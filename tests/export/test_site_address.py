"""An address that is only an example is told apart from one that a site can have."""

from __future__ import annotations

import pytest

from generator.export.site_address import is_example, warn_of_example


@pytest.mark.parametrize(
    "address",
    [
        "https://open-uk-prosperity-index.example/",
        "https://example.org/index/",
        "http://www.example.com/",
        "http://localhost:8000/",
        "https://index.invalid/",
        "https://INDEX.EXAMPLE/",
    ],
)
def test_an_example_is_known(address: str) -> None:
    assert is_example(address)
    told = warn_of_example(address)
    assert told.startswith(f"warning: {address} is only an example") and "data/settings.yml" in told
    assert told.count("\n") == 1 and told.endswith("\n")


@pytest.mark.parametrize(
    "address",
    [
        "https://owner.github.io/index/",
        "https://index.gov.uk/example/",
        "https://goodexample.org/",
        "http://a.b/",
    ],
)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_example(address)
    assert warn_of_example(address) == ""
