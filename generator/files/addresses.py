"""Which addresses of the net may be asked for files."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from generator.errors import ProsperityError

_LOCAL = ("localhost",)


def check_address(address: str, *, local: bool = False) -> None:
    """Refuse an address that is not asked for files.

    Raises:
        ProsperityError: it is not https with a host, or has the name or password of somebody.
    """
    try:
        parts = urlsplit(address)
        host, user = parts.hostname or "", parts.username
        _ = parts.port
    except ValueError:
        host, user, parts = "", None, urlsplit("")
    plain = parts.scheme == "https" or (local and parts.scheme == "http" and _is_local(host))
    if plain and host and user is None and address.isascii() and address.isprintable() and " " not in address:
        return
    raise ProsperityError(
        "this address cannot be asked",
        code=address,
        expected="https, a host, and nobody's name or password",
        mend="correct the address in the recipe",
    )


def _is_local(host: str) -> bool:
    try:
        return host in _LOCAL or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
