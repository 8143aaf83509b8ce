"""Codes of areas over time, neighbours, small areas, outlines and maps."""
