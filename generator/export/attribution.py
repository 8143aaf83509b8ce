"""Who made the data, under which licence, and the words that each asks for: as a page and as plain text.

Pure: records in, text out. Made from the metadata of the datasets, so that it cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from generator.catalogue.licences import GeographySource, Licence, Licences
from generator.catalogue.records import Dataset
from generator.export.markup import count, escape

LICENCES_PAGE = "data/licences.md"
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


def write_licences_page(uses: Sequence[LicenceUse]) -> str:
    """Return the page of licences as Markdown."""
    lines = [
        "# Licences and attribution",
        "",
        "The index is made from data that others publish. Each licence is named here with the words it asks "
        "for and with everything used under it. The same in plain text is in "
        "[attribution.txt](/data/attribution.txt), to be passed on with the data.",
        "",
    ]
    for use in uses:
        lines += _write_use(use)
    return "\n".join(lines)


def _write_use(use: LicenceUse) -> list[str]:
    licence = use.licence
    lines = [f"## {escape(licence.title)} {{: #{licence.slug} }}", "", f"> {escape(licence.statement)}", ""]
    for statement in use.statements:
        lines += [f"> {escape(statement)}", ""]
    about = f"{escape(licence.about)} " if licence.about else ""
    lines += [f"{about}[The licence]({licence.link}).", ""]
    if use.publishers:
        lines += [f"### {count(use.datasets, 'dataset')} under {escape(licence.title)}", ""]
        for publisher, datasets in use.publishers.items():
            links = "; ".join(f"[{escape(each.title)}](sources.md#{each.slug})" for each in datasets)
            lines.append(f"- {escape(publisher)}: {links}")
        lines.append("")
    if use.geography:
        lines += [f"### Places and maps under {escape(licence.title)}", ""]
        lines += [
            f"- [{escape(each.title)}]({each.link}), {escape(each.publisher)}. {escape(each.statement)}"
            for each in use.geography
        ]
        lines.append("")
    return lines


def write_attribution(uses: Sequence[LicenceUse], *, title: str) -> str:
    """Return the same as plain text.

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
