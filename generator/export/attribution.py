"""Who made the data, under which licence, and the words that each asks for: by licence, and as plain text.

Pure: records in, text out. Made from the metadata of the datasets, so that it cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from generator.catalogue.licences import GeographySource, Licence, Licences
from generator.catalogue.records import Dataset

ATTRIBUTION_FILE = "data/attribution.txt"
_WIDTH = 100


@dataclass(frozen=True)
class LicenceUse:
    """What is used under one licence.

    Attributes:
        publishers: names of publishers, each with the datasets they publish under it, both sorted.
        statements: what those publishers ask for, in the order of the file of licences.
        geography: what areas, maps and postcodes were made from.
    """

    licence: Licence
    publishers: Mapping[str, tuple[Dataset, ...]]
    statements: tuple[str, ...]
    geography: tuple[GeographySource, ...]

    @property
    def datasets(self) -> int:
        """Number of datasets under the licence."""
        return sum(len(found) for found in self.publishers.values())


def gather_uses(licences: Licences, datasets: Mapping[str, Dataset]) -> tuple[LicenceUse, ...]:
    """Return what is used under each licence, in the order of the file, if anything is.

    Args:
        licences: from ``catalogue.licences.load_licences``, which has checked that each dataset's is known.
        datasets: by slug.
    """
    uses = []
    for licence in licences.licences:
        by_publisher: dict[str, list[Dataset]] = {}
        for dataset in sorted(datasets.values(), key=lambda each: (each.title.casefold(), each.slug)):
            if dataset.licence in licence.names:
                by_publisher.setdefault(dataset.publisher, []).append(dataset)
        geography = tuple(source for source in licences.geography if source.licence == licence.slug)
        if by_publisher or geography:
            uses.append(
                LicenceUse(
                    licence=licence,
                    publishers={
                        name: tuple(by_publisher[name]) for name in sorted(by_publisher, key=str.casefold)
                    },
                    statements=_find_statements(licences, list(by_publisher)),
                    geography=geography,
                )
            )
    return tuple(uses)


def _find_statements(licences: Licences, publishers: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        asked.statement
        for asked in licences.publishers
        if any(name in publisher for name in asked.names for publisher in publishers)
    )


def write_attribution(uses: Sequence[LicenceUse], *, title: str) -> str:
    """Return who made the data, under which licence, with the words it asks for, as plain text.

    Args:
        uses: from ``gather_uses``.
        title: of the index and its edition, for the head.
    """
    lines = [f"{title}: licences and attribution", ""]
    for use in uses:
        licence = use.licence
        lines += [licence.title, "=" * len(licence.title), licence.link, ""]
        for text in (licence.statement, *use.statements, licence.about):
            lines += wrap(text, _WIDTH)
        lines.append("")
        for publisher, datasets in use.publishers.items():
            lines += _item(f"{publisher}: {'; '.join(each.title for each in datasets)}")
        for source in use.geography:
            lines += _item(f"{source.publisher}: {source.title}. {source.statement}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _item(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="- ", subsequent_indent="  ")
