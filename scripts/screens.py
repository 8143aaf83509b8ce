"""Takes pictures of ten pages of ``public/`` on a desktop, on a phone, in the dark and on paper.

Run it by ``make screens``; the pictures go to ``artifacts/screens/``. It tells how many screens
of a phone each page fills before anything is opened; with ``--lengths`` it does that alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = (
    *("", "councils/", "councils/kingston-upon-hull/", "councils/isles-of-scilly/", "clusters/red-wall/"),
    *("regions/", "rankings/", "levelling-up/", "elements/work/", "compare/"),
)
STATE = {"compare/": "#p=leeds,blackpool"}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SETTINGS = {
    "desktop": {"viewport": WIDE},
    "phone": {"viewport": PHONE},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}


def main(*, lengths_alone: bool) -> None:
    """Write ``<page>-<setting>.png`` and ``<page>-paper.pdf``, and print the lengths."""
    folder = ROOT / "artifacts" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        for setting, options in SETTINGS.items():
            if lengths_alone and setting != "phone":
                continue
            page = browser.new_page(**options)
            for path in PAGES:
                name = path.strip("/").replace("/", "-") or "home"
                page.goto((ROOT / "public" / path / "index.html").as_uri() + STATE.get(path, ""))
                if setting == "phone":
                    height = page.evaluate("document.documentElement.scrollHeight")
                    sys.stdout.write(
                        f"{height / PHONE['height']:5.1f} screens of a phone  {path or 'home'}\n"
                    )
                if lengths_alone:
                    continue
                page.screenshot(path=folder / f"{name}-{setting}.png", full_page=True)
                if setting == "desktop":
                    page.pdf(path=folder / f"{name}-paper.pdf", format="A4", print_background=False)
        browser.close()


if __name__ == "__main__":
    main(lengths_alone="--lengths" in sys.argv[1:])
