"""Templates to HTML: the Jinja environment, addresses, styles, scripts and fonts, data in the heads of
pages.
"""
