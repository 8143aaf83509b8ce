"""The engine: arrays in, arrays out. Level, trend, errors, draws, audit; ``composite`` scores anybody's
table.
"""
