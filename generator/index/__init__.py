"""The councils scored by the engine: panel, level, trend, errors, draws, audit, what moved since then."""
