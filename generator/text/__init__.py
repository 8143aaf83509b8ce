"""Words for findings, from the files in ``templates/text/``."""
