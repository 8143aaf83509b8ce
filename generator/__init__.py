"""A prosperity index of councils: from published open data to an index, findings and a site.

Rooms, each of which imports only rooms before it: ``catalogue`` (what is measured, read from ``data/``),
``geography`` (areas and their changes), ``sources`` (raw files in, tidy data out), ``composite`` (the engine:
arrays in, arrays out), ``index`` (the councils scored by it), ``findings`` (statements without words),
``text`` and ``charts`` (words and pictures), ``pages`` (one module a page kind), ``export`` (tables and files
for programs), ``render`` (templates drawn), ``prose`` (written and generated text) and ``paper`` (PDF),
``site`` (the build), ``verify`` (what checks a site) and ``commands`` (what a user types). ``pyproject.toml``
holds the order; see ``ARCHITECTURE.md``.
"""

__version__ = "2026.1.0"
