"""A server on this machine that answers as it is told, well or badly. For tests of fetching."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Gives the answers of the server's list, one after the other, the last one again and again."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers[self.path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer(self)

    def reply(
        self, body: bytes = b"", *, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        """Answer; ``length`` is what is said of the body, -1 for nothing."""
        self.send_response(status)
        if length != -1:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Answers by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that have gone."""


@contextmanager
def serve(answers: Mapping[str, list[Answer]] | None = None) -> Iterator[Server]:
    """Give a server that runs until the end of the block; answers that hang then end."""
    with Server() as server:
        server.answers |= answers or {}
        runner = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        runner.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            runner.join()


def give(body: bytes, **more: object) -> Answer:
    """Return an answer with a body; see ``Handler.reply``."""
    return lambda handler: handler.reply(body, **more)  # type: ignore[arg-type]


def hang(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.over.wait(60)


def give_up(handler: Handler) -> None:
    """End without an answer."""


def stop_halfway(handler: Handler) -> None:
    """Begin, then say nothing until the test is over."""
    handler.reply(b"Code,", length=1000)
    handler.wfile.flush()
    handler.server.over.wait(60)
