"""Charts: each kind is designed once in Altair, rendered once, and then drawn for each place on it.

Every function returns ``markupsafe.Markup``: inline SVG without a colour in it. Colours, line widths and type
come from the classes of ``site/assets/css/theme.css``, so that dark mode, forced colours and paper work.
"""
