"""The names that stand on pages, taken from the data: places, publishers, parts of the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from os.path import commonprefix

from generator.catalogue import store
from generator.catalogue.licences import load_licences
from generator.paths import PROJECT

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@cache
def list_places() -> frozenset[str]:
    """Return every name of a council, former council, county, region, nation or cluster."""
    names: set[str] = set()
    for area in store.load_areas(PROJECT):
        names |= {area.name, area.short_name, area.official_name, area.welsh_name}
        names |= {area.county_name, area.combined_authority, *area.search_names.split("|")}
    names |= {change.predecessor_name for change in store.load_changes(PROJECT)}
    names |= {cluster.title for cluster in store.load_clusters(PROJECT)}
    return frozenset(names - {""})


@cache
def list_parts() -> frozenset[str]:
    """Return every name of a pillar, element or indicator, as a heading and inside a sentence."""
    names: set[str] = set()
    for domain in store.load_framework(PROJECT).domains:
        for pillar in domain.pillars:
            names.add(pillar.name)
            for element in pillar.elements:
                names |= {element.name, *(each.name for each in element.indicators)}
    return frozenset(names | {name[0].lower() + name[1:] for name in names})


@cache
def list_titles() -> frozenset[str]:
    """Return what others wrote: titles of publications, and what licences and publishers ask to be said."""
    datasets = store.load_datasets(PROJECT)
    licences = load_licences(PROJECT, datasets)
    asked = (*licences.licences, *licences.publishers, *licences.geography)
    return frozenset({each.publication for each in datasets.values()} | {each.statement for each in asked})


def list_known_words() -> list[str]:
    """Return the words of all names that other people gave: those of places and of publishers."""
    datasets = store.load_datasets(PROJECT)
    publishers = {dataset.publisher for dataset in datasets.values()}
    publishers |= {source.publisher for source in load_licences(PROJECT, datasets).geography}
    return sorted({word for name in (*list_places(), *publishers) for word in WORD.findall(name)})


def match_any(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the names as whole words; of those that begin alike the longest."""
    return re.compile(rf"(?<!\w){_write_branches(sorted(set(names)))}(?!\w)")


def _write_branches(names: Sequence[str]) -> str:
    """Return the pattern of sorted names; how some begin alike stands there once, for the sake of speed."""
    branches = []
    for first, alike in groupby(names, key=lambda name: name[:1]):
        if first:
            group = list(alike)
            start = commonprefix(group)  # noqa: RUF071
            rest = [name[len(start) :] for name in group]
            branches.append(re.escape(start) + (_write_branches(rest) if len(rest) > 1 else ""))
    return f"(?:{'|'.join(branches)}){'?' if '' in names else ''}"


def replace_names(text: str, patterns: Mapping[re.Pattern[str], str]) -> str:
    """Put a stand-in for every name."""
    for pattern, instead in patterns.items():
        text = pattern.sub(instead, text)
    return text
