"""Pages of text: those written in ``site/docs/``, and what those made from data print."""
