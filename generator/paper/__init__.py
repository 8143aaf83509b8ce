"""Reports on paper: a page read as a tree and set by Typst."""
