"""The address at which the site is published: whether it is one that anybody could ever open."""

from __future__ import annotations

from urllib.parse import urlsplit

RESERVED = ("example", "invalid", "test", "localhost", "example.com", "example.net", "example.org")
"""Names that stand for no site, for ever: those of examples and of the own machine."""
MEND = "set address in data/settings.yml, or PROSPERITY_SITE_URL, and build again"


def is_example(address: str) -> bool:
    """Say whether an absolute address is that of an example and not of a site."""
    host = urlsplit(address).hostname or ""
    return any(host == name or host.endswith(f".{name}") for name in RESERVED)


def warn_of_example(address: str) -> str:
    """Return one line for the terminal where a site is built for an address that is only an example."""
    if not is_example(address):
        return ""
    return (
        f"warning: {address} is only an example, and every page, PDF, QR code and citation file will name it;"
        f" before you publish, {MEND}\n"
    )
