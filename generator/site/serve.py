"""A local preview: serves the built site and builds it again when an input changes.

MkDocs has a server that also reloads the page. It writes a script into each, which the policy of our pages
forbids.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator.errors import ProsperityError
from generator.paths import Paths
from generator.site.manifest import list_files

HOST = "127.0.0.1"
POLL_SECONDS = 1.0
Stamp = frozenset[tuple[str, int, int]]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without caching and without a line for each of them."""

    def end_headers(self) -> None:
        """Ask the browser to look again each time."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve_site(folder: Path, paths: Paths, *, port: int, rebuild: bool, force: bool = False) -> None:
    """Serve ``folder`` until interrupted; with ``rebuild`` also build it when it is not there and on change.

    Args:
        folder: built site.
        paths: of the project it is built from.
        port: of the local machine.
        rebuild: whether to build.
        force: see ``BuildOptions``.

    Raises:
        ProsperityError: there is no site and none is to be built, or the port is taken.
    """
    build = partial(run_build, folder, force=force)
    if not (folder / "index.html").is_file():
        if not rebuild:
            raise ProsperityError("there is no built site here", file=folder, mend="run: prosperity build")
        build()
    stop = threading.Event()
    with open_server(folder, port) as server:
        sys.stdout.write(f"http://{HOST}:{server.server_address[1]}/  (stop with Ctrl+C)\n")
        sys.stdout.flush()
        if rebuild:
            threading.Thread(target=watch, args=(paths, build, stop), daemon=True).start()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
        finally:
            stop.set()


def open_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of ``folder`` on the local machine.

    Raises:
        ProsperityError: the port is taken.
    """
    try:
        return ThreadingHTTPServer((HOST, port), partial(QuietHandler, directory=str(folder)))
    except OSError as error:
        raise ProsperityError(
            f"port {port} cannot be used: {error.strerror}", mend="choose one with --port"
        ) from error


def watch(paths: Paths, build: Callable[[], object], stop: threading.Event) -> None:
    """Build whenever an input differs from the last look, until told to stop."""
    seen = stamp_inputs(paths)
    while not stop.wait(POLL_SECONDS):
        now = stamp_inputs(paths)
        if now != seen:
            seen = now
            build()


def stamp_inputs(paths: Paths) -> Stamp:
    """Return name, time and size of every input of the build."""
    folders = (paths.data, paths.templates, paths.site, paths.root / "generator")
    files = (file for folder in folders for file in list_files(folder))
    return frozenset((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)


def run_build(folder: Path, *, force: bool = False) -> int:
    """Build in a fresh process, so that changed code counts; a failure is told and the old site stays."""
    command = [sys.executable, "-m", "generator.cli", "build", "--output", str(folder)]
    command += ["--force"] if force else []
    return subprocess.run(command, check=False).returncode
