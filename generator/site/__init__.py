"""The build: all pages and files drawn, written, listed, frozen and served."""
