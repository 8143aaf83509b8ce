"""What written pages say of the settings: title, repository, and how to report a mistake, as Markdown."""

from __future__ import annotations

from generator.catalogue.settings import Settings
from generator.export.markup import escape

TITLE_MARK, REPOSITORY_MARK, CONTACT_MARK = "<!-- title -->", "<!-- repository -->", "<!-- contact -->"


def insert_settings(settings: Settings) -> dict[str, str]:
    """Return what stands in the place of each mark."""
    return {
        TITLE_MARK: escape(settings.title),
        REPOSITORY_MARK: f"They are in one [public repository](<{settings.repository}>)."
        if settings.repository
        else "This copy of the site names no repository.",
        CONTACT_MARK: f"Write to [{escape(settings.contact)}](<{settings.contact_link}>)."
        if settings.contact
        else "This copy of the site names no contact: whoever publishes it has not given one.",
    }
