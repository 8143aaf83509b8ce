"""What written pages say of the settings: title, repository, and how to report a mistake."""

from __future__ import annotations

from generator.catalogue.settings import Settings
from generator.render.markdown import Sheet

TITLE_MARK, REPOSITORY_MARK, CONTACT_MARK = "<!-- title -->", "<!-- repository -->", "<!-- contact -->"


def gather_settings(settings: Settings) -> dict[str, Sheet]:
    """Return what stands in the place of each mark."""
    return {
        TITLE_MARK: Sheet("title.md", {"title": settings.title}),
        REPOSITORY_MARK: Sheet("repository.md", {"repository": settings.repository}),
        CONTACT_MARK: Sheet("contact.md", {"contact": settings.contact, "link": settings.contact_link}),
    }
