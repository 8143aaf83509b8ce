"""What a council page says of the end of its council, where an order fixes it. Computes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from generator.catalogue.records import Area
from generator.pages.site import Site
from generator.text.names import capitalise, is_plural
from generator.text.numbers import join_words
from generator.text.periods import describe_date


@dataclass(frozen=True)
class EndView:
    """When a council ends, and what takes its place.

    Attributes:
        name: of the council, at the head of a sentence.
        plural: whether grammar takes the name as one of many.
        when: such as "on 1 April 2027".
        successors: names of the councils that take its place.
        divided: whether they are several.
        source, link: the order.
    """

    name: str
    plural: bool
    when: str
    successors: str
    divided: bool
    source: str
    link: str


def view_end(site: Site, council: Area) -> EndView | None:
    """Return what an order says of the end of a council, or None where there is none."""
    found = [change for change in site.coming if change.predecessor_code == council.code]
    if not found:
        return None
    return EndView(
        name=capitalise(council.in_sentence),
        plural=is_plural(council.name),
        when=describe_date(found[0].change_date),
        successors=join_words(sorted(change.successor_name for change in found)),
        divided=len(found) > 1,
        source=found[0].source,
        link=found[0].link,
    )
