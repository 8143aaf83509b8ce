"""Templates to HTML and Markdown: the Jinja environments, addresses, styles, scripts and fonts, data in the
heads of pages.
"""
