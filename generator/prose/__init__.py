"""Pages of text: those written in ``site/docs/``, and those generated from framework, sources and audit."""
