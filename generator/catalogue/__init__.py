"""What is measured and where: typed records read from ``data/``, refused with file, line and field where
they are wrong.
"""
