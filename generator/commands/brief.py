"""``prosperity brief``: an evidence brief on a council, to paste into a bid."""

from __future__ import annotations

import argparse
import sys

from generator.files.outputs import choose_file, read_place

NAME = "brief"
HELP = "write figures, comparison and sources of a council's chosen elements, to paste into a bid"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the council, the elements and where the brief goes."""
    parser.add_argument("council", metavar="COUNCIL", help="name, slug or code")
    parser.add_argument(
        "--elements",
        nargs="+",
        metavar="ELEMENT",
        help="slugs or names of elements (default: the weaknesses that the report lists)",
    )
    parser.add_argument(
        "--format", choices=("markdown", "html"), default="markdown", help="default: markdown"
    )
    parser.add_argument("--output", type=read_place, metavar="FILE", help="default: the terminal")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is there")


def run(args: argparse.Namespace) -> int:
    """Compute the index and write the brief."""
    file = None if args.output is None else choose_file(args.output, force=args.force)
    from generator.catalogue import store
    from generator.catalogue.citation_file import load_citation
    from generator.catalogue.settings import load_settings
    from generator.commands.explain import find_council
    from generator.files.writer import replace_file
    from generator.pages.brief import find_element, make_brief
    from generator.pages.gather import gather_site
    from generator.paths import PROJECT
    from generator.site.brief_files import render_alone, render_markdown
    from generator.site.build import BuildOptions, find_site_url
    from generator.site.draws_cache import open_memory

    settings, edition = load_settings(PROJECT), store.load_edition(PROJECT)
    citation = load_citation(PROJECT, edition, settings)
    site_url = find_site_url(BuildOptions(output=PROJECT.public), settings)
    # What was typed is looked at before the index is computed, which takes a while.
    councils = [area for area in store.load_areas(PROJECT) if area.kind == "council"]
    council = councils[find_council(councils, args.council)]
    named = store.load_framework(PROJECT).elements
    chosen = None if args.elements is None else [find_element(named, text).slug for text in args.elements]
    site = gather_site(PROJECT, edition, memory=open_memory(PROJECT))
    brief = make_brief(site, council, chosen)
    if args.format == "html":
        text = render_alone(site, brief, citation, site_url, paths=PROJECT)
    else:
        text = render_markdown(site, brief, citation, site_url, paths=PROJECT)
    if file is None:
        sys.stdout.write(text)
    else:
        replace_file(file, text, force=args.force)
    return 0
