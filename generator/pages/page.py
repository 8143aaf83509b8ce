"""What a page module hands to the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FileMaker = Callable[[], Iterable[tuple[str, str | bytes]]]
"""Makes files: path and text or bytes of each."""


@dataclass(frozen=True)
class Page:
    """One page to be rendered.

    Attributes:
        path: address under the site root, e.g. "councils/blackpool/" (a folder) or "404.html" (a file).
        template: template file name.
        context: everything the template prints, already worded and formatted; or a function that gathers
            it, which is called only when the page is drawn, in whichever process draws it.
        kind: see ``registry.KINDS``.
        in_sitemap: False for redirects, embeds, briefs and error pages.
        files: function that makes the files beside the page, path and text or bytes of each; called with the
            page, which has worded much of the same.
    """

    path: str
    template: str
    context: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(repr=False)
    kind: str
    in_sitemap: bool = True
    files: FileMaker | None = field(default=None, repr=False)

    def gather(self) -> Mapping[str, Any]:
        """Return the context."""
        return self.context() if callable(self.context) else self.context
