"""Rates five kinds of page of ``public/`` with Lighthouse on its mobile setting; fails below the budget.

The site is served compressed, as GitHub Pages does. Run it by ``make lighthouse``.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ("", "councils/blackpool/", "clusters/red-wall/", "rankings/", "indicators/smoking/")
NEEDED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PLAIN = (".woff2", ".png")


class Compressed(SimpleHTTPRequestHandler):
    """Serves files as a host does: compressed, to be kept for ten minutes."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, or the page of a folder."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        kind = self.guess_type(str(path))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if path.suffix not in PLAIN:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def rate(address: str, program: Path) -> dict[str, int]:
    """Return the rating of one page by category, 0 to 100."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        subprocess.run(
            [
                ROOT / ".venv/bin/node",
                program,
                address,
                "--quiet",
                "--output=json",
                f"--output-path={told}",
                "--chrome-flags=--headless --no-sandbox --disable-gpu",
            ],
            check=True,
            env={**os.environ, "CHROME_PATH": os.environ["CHROMIUM"]},
        )
        categories = json.loads(told.read_text("utf-8"))["categories"]
    return {name: round(100 * (categories[name]["score"] or 0)) for name in NEEDED}


def main() -> int:
    """Print a line for each page; return 1 if one is below the budget."""
    handler = partial(Compressed, directory=str(ROOT / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        program = ROOT / ".venv/lighthouse/node_modules/lighthouse/cli/index.js"
        low = False
        for page in PAGES:
            ratings = rate(f"http://127.0.0.1:{server.server_port}/{page}", program)
            low = low or any(ratings[name] < needed for name, needed in NEEDED.items())
            sys.stdout.write(f"{page or 'home'}: {', '.join(f'{k} {v}' for k, v in ratings.items())}\n")
        server.shutdown()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
