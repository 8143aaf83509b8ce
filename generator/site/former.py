"""Former councils: each keeps a page at its old address that leads to what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalogue.records import Area
from generator.catalogue.store import Change
from generator.pages.page import Page
from generator.text.numbers import join_words
from generator.text.periods import describe_date


@dataclass(frozen=True)
class FormerCouncil:
    """A council that is no more.

    Attributes:
        successors: slugs of the current councils that took its place, in alphabetical order.
        date: when it ended, as it stands in the register; empty where that is not known.
        renamed: it is the same council under another name.
    """

    name: str
    slug: str
    successors: tuple[str, ...]
    date: str = ""
    renamed: bool = False


def list_former(changes: Iterable[Change], areas: Sequence[Area]) -> tuple[FormerCouncil, ...]:
    """Return every predecessor whose address is not that of a current council, sorted by slug.

    A council that only got another code keeps its address, so it is not a former one.
    """
    slugs = {area.code: area.slug for area in areas if area.kind == "council"}
    current = set(slugs.values())
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.predecessor_slug in current or change.successor_code not in slugs:
            continue
        found.setdefault(change.predecessor_slug, []).append(change)
    return tuple(
        FormerCouncil(
            name=ended[0].predecessor_name,
            slug=slug,
            successors=tuple(sorted({slugs[change.successor_code] for change in ended})),
            date=max(change.change_date for change in ended),
            renamed=all(change.kind == "rename" for change in ended),
        )
        for slug, ended in sorted(found.items())
    )


def make_redirects(former: Iterable[FormerCouncil], councils: Iterable[Area]) -> Iterator[Page]:
    """Yield the page of each former council: one successor is led to, of several the reader chooses."""
    by_slug: Mapping[str, Area] = {council.slug: council for council in councils}
    for old in former:
        successors = [by_slug[slug] for slug in old.successors]
        yield Page(
            path=f"councils/{old.slug}/",
            template="redirect.html",
            context={
                "section": "councils",
                "old": view_end(old, successors),
                "targets": [
                    {"name": council.name, "path": f"councils/{council.slug}/"} for council in successors
                ],
            },
            kind="redirect",
            in_sitemap=False,
        )


def view_end(old: FormerCouncil, successors: Sequence[Area]) -> dict[str, object]:
    """Return what became of a council, as ``templates/parts/_former.html`` says it."""
    return {
        "name": old.name,
        "renamed": old.renamed,
        "divided": len(successors) > 1,
        "successors": join_words([council.in_sentence for council in successors]),
        "ended": describe_date(old.date) if old.date else "",
    }
