"""Quality gates: what every imported series must pass before it takes its place in ``data/``."""
