"""The Open UK Prosperity Index: from published open data to an index, findings and a site.

Rooms, in the order data flows: ``sources`` and ``geography`` (raw files in, tidy data out), ``catalogue``
(what is measured), ``index`` (arrays in, arrays out), ``findings`` (statements without words), ``text`` and
``charts`` (words and pictures), ``pages`` (one module a page kind) and ``publish`` (files out).
A room imports only rooms above it.
"""

__version__ = "2026.1.0"
