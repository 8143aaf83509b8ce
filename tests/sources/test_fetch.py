"""Fetching from a server that is slow, broken, redirecting or hostile: what comes, and what does not."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hostile_server import Answer, Server, give, give_up, hang, serve, stop_halfway
from tiny_sources import TIDY_HEAD, TREES_RECIPE

from generator import paths
from generator.cli import main
from generator.errors import ProsperityError
from generator.files.addresses import check_address
from generator.files.download import Clock, Patience, download
from generator.paths import Paths
from generator.sources.fetch import NOTE, choose_recipes, fetch
from generator.sources.recipe import Recipe
from generator.sources.recipe_files import load_recipes

ROW = "E06000001,Sole,Trees,2018-04-01/P1Y,10,%,,\n"
FILE = (TIDY_HEAD + ROW).encode()
NEWER = (TIDY_HEAD + ROW.replace(",10,", ",11,")).encode()
DAY = date(2026, 11, 30)


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


class Time:
    """A clock that notes pauses instead of making them."""

    def __init__(self, *moments: float) -> None:
        self.pauses: list[float] = []
        self.moments = list(moments)

    def elapsed(self) -> float:
        return self.moments.pop(0) if len(self.moments) > 1 else (self.moments or [0.0])[0]

    def clock(self) -> Clock:
        return Clock(self.pauses.append, self.elapsed, lambda: DAY)


def patient(time: Time | None = None, **more: Any) -> Patience:
    return Patience(**{"local": True, "connect": 2.0, "read": 2.0, "clock": (time or Time()).clock(), **more})


def bring(server: Server, place: Path, *answers: Answer, time: Time | None = None, **more: Any) -> bytes:
    """Fetch what the server answers; return what was written."""
    server.answers["/file.csv"] = list(answers)
    download(f"{server.address}/file.csv", place / "file.csv", patience=patient(time, **more))
    return (place / "file.csv").read_bytes()


def refuse(server: Server, place: Path, *answers: Answer, time: Time | None = None, **more: Any) -> str:
    """Return why nothing came; nothing may be left behind."""
    with pytest.raises(ProsperityError) as caught:
        bring(server, place, *answers, time=time, **more)
    assert not list(place.iterdir())
    assert caught.value.expected and caught.value.mend
    return caught.value.problem


# --- what comes


def test_a_file_comes_plain_packed_and_in_parts(server: Server, tmp_path: Path) -> None:
    def in_parts(handler: Any) -> None:
        handler.reply(b"%x\r\n%b\r\n0\r\n\r\n" % (len(FILE), FILE), length=-1, Transfer_Encoding="chunked")

    for place, answer in {
        "plain": give(FILE),
        "packed": give(gzip.compress(FILE), Content_Encoding="gzip"),
        "parts": in_parts,
    }.items():
        (tmp_path / place).mkdir()
        assert bring(server, tmp_path / place, answer) == FILE
    assert {"User-Agent", "Accept-Encoding"} <= set(server.asked[0][1])


def test_it_is_tried_again_with_pauses_as_the_server_asks(server: Server, tmp_path: Path) -> None:
    time = Time()
    answers = [
        give(b"", status=503),
        give(b"", status=429, Retry_After="20"),
        give(b"", status=503, Retry_After="86400"),
        give(FILE),
    ]
    assert bring(server, tmp_path, *answers, time=time) == FILE
    assert time.pauses == [2.0, 20.0, 60.0]


def test_a_redirection_on_the_same_host_is_followed(server: Server, tmp_path: Path) -> None:
    server.answers["/new.csv"] = [give(FILE)]
    assert bring(server, tmp_path, give(b"", status=302, Location="/new.csv")) == FILE


# --- what does not


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (give(b"", status=503), "the server answers 503 (attempts: 4)"),
        (give_up, "the server cannot be asked (ProtocolError) (attempts: 4)"),
        (give(FILE, length=len(FILE) + 10), "the file breaks off (attempts: 4)"),
        (give(gzip.compress(FILE)[:-9], Content_Encoding="gzip"), "the file breaks off (attempts: 4)"),
    ],
)
def test_a_broken_server_is_asked_four_times(
    server: Server, tmp_path: Path, answer: Answer, problem: str
) -> None:
    time = Time()
    assert refuse(server, tmp_path, answer, time=time) == problem
    assert len(server.asked) == 4 and time.pauses == [2.0, 8.0, 30.0]


@pytest.mark.parametrize(
    ("answer", "problem"), [(hang, "does not answer in time"), (stop_halfway, "the file stops on its way")]
)
def test_a_slow_server_is_left(server: Server, tmp_path: Path, answer: Answer, problem: str) -> None:
    assert problem in refuse(server, tmp_path, answer, read=0.2, pauses=())


def test_a_file_that_drips_is_left_after_a_while(server: Server, tmp_path: Path) -> None:
    late = Time(0.0, 301.0)
    assert (
        refuse(server, tmp_path, give(FILE), time=late, pauses=())
        == "the file does not come in time (attempts: 1)"
    )


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (give(b"", status=404), "the server answers 404"),
        (give(b"", status=304), "the server answers 304"),
        (give(FILE, status=206), "the server answers 206"),
        (give(b""), "the file is empty"),
        (give(FILE, length=-1), "does not say how long the file is"),
        (give(FILE, Content_Encoding="br"), "packed by 'br'"),
        (give(FILE, Content_Encoding="gzip"), "packed wrong"),
        (give(gzip.compress(FILE) + b"more", Content_Encoding="gzip"), "packed wrong"),
        (give(b"x" * 5001), "too large"),
    ],
)
def test_an_answer_that_is_no_whole_file_is_refused_at_once(
    server: Server, tmp_path: Path, answer: Answer, problem: str
) -> None:
    assert problem in refuse(server, tmp_path, answer, largest=5000)
    assert len(server.asked) == 1


def test_a_bomb_is_unpacked_no_further_than_it_may_go(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    whole = zlib.decompressobj

    class Counting:
        def __init__(self, **more: int) -> None:
            self.inner = whole(**more)

        def decompress(self, data: bytes, most: int) -> bytes:
            part = self.inner.decompress(data, most)
            made.append(len(part))
            return part

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    assert (
        refuse(server, tmp_path, give(bomb, Content_Encoding="gzip"), largest=100_000)
        == "the file is too large"
    )
    assert sum(made) < 300_000


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("file:///etc/passwd", "leads to 'file:///etc/passwd'"),
        ("http://localhost:{port}/file.csv", "leads to 'http://localhost"),
        ("http://user:word@127.0.0.1:{port}/x", "leads to 'http://user"),
        ("https://127.0.0.1:{port}/x", "leads to 'https://127"),
        ("http://127.0.0.1:1/x", "leads to 'http://127.0.0.1:1/x'"),
        ("//example.org/x", "leads to '//example.org/x'"),
        ("http://[", "leads to 'http://['"),
        ("/file.csv", "leads in a circle"),
        ("", "leads in a circle"),
    ],
)
def test_a_redirection_elsewhere_is_refused(
    server: Server, tmp_path: Path, target: str, problem: str
) -> None:
    told = refuse(server, tmp_path, give(b"", status=302, Location=target.format(port=server.server_port)))
    assert problem in told
    assert len(server.asked) == 1


def test_a_long_way_of_redirections_is_refused(server: Server, tmp_path: Path) -> None:
    for step in range(9):
        server.answers[f"/{step}"] = [give(b"", status=301, Location=f"/{step + 1}")]
    assert refuse(server, tmp_path, give(b"", status=301, Location="/0")) == "the address leads in a circle"


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.csv", "ftp://example.org/a.csv", "file:///etc/passwd", "https:///a.csv",
        "https://user:word@example.org/a", "https://example.org/a b", "https://exämple.org/a", "a.org/a",
        "https://example.org:port/a", "https://example.org/a\nHost: x", "http://127.0.0.1/a", "",
    ],
)  # fmt: skip
def test_only_https_may_be_asked(address: str) -> None:
    with pytest.raises(ProsperityError, match="cannot be asked"):
        check_address(address)


def test_the_switch_for_tests_lets_this_machine_be_asked_and_no_other() -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        check_address(f"http://{host}:8000/a.csv", local=True)
    for host in ("example.org", "10.0.0.1", "127.0.0.1.example.org"):
        with pytest.raises(ProsperityError):
            check_address(f"http://{host}/a.csv", local=True)


# --- recipes


def make_recipe(server: Server, **more: object) -> Recipe:
    content = {**yaml.safe_load(TREES_RECIPE), "fetch": {"address": "https://example.org/file.csv"}, **more}
    recipe = Recipe.model_validate(content)
    assert recipe.fetch is not None
    there = recipe.fetch.model_copy(update={"address": f"{server.address}/file.csv"})
    return recipe.model_copy(update={"fetch": there})


def bring_recipe(server: Server, folder: Path, **more: object) -> tuple[str, str]:
    found = fetch(make_recipe(server, **more), folder / "raw", data=Paths(folder), patience=patient())
    return found.news, found.words


def test_a_newer_file_is_asked_for_and_its_note_is_kept(server: Server, tmp_path: Path) -> None:
    def answer(handler: Any) -> None:
        known = handler.headers.get("If-None-Match")
        state = '"b"' if len(server.asked) > 2 else '"a"'
        if known == state:
            handler.reply(status=304)
        else:
            handler.reply(
                NEWER if state == '"b"' else FILE, ETag=state, Last_Modified="Mon, 30 Nov 2026 00:00:00 GMT",
                Content_Disposition='attachment; filename="../../evil.csv"',
            )  # fmt: skip

    server.answers["/file.csv"] = [answer]
    assert bring_recipe(server, tmp_path) == ("new", f"fetched, {len(FILE)} bytes; not yet in data/")
    file = tmp_path / "raw" / "green" / "trees.csv"
    note = yaml.safe_load(file.with_name(file.name + NOTE).read_text("utf-8"))
    assert (note["accessed"], note["size"], note["etag"]) == ("2026-11-30", len(FILE), '"a"')
    assert bring_recipe(server, tmp_path)[1].startswith("unchanged since it was last fetched")
    assert server.asked[1][1]["If-Modified-Since"] == "Mon, 30 Nov 2026 00:00:00 GMT"
    assert file.read_bytes() == FILE
    assert bring_recipe(server, tmp_path)[1].startswith("fetched, ")
    assert file.read_bytes() == NEWER
    # Whatever the server calls its file, it lies where the recipe says, with its note and nothing else.
    assert sorted(one.name for one in tmp_path.rglob("*") if one.is_file()) == [
        "trees.csv",
        "trees.csv" + NOTE,
    ]


def test_what_cannot_be_read_as_the_recipe_says_does_not_take_the_place(
    server: Server, tmp_path: Path
) -> None:
    server.answers["/file.csv"] = [give(FILE), give(b"<html>Not here</html>")]
    assert bring_recipe(server, tmp_path)[0] == "new"
    assert bring_recipe(server, tmp_path) == ("failed", "the file is a web page")
    assert (tmp_path / "raw" / "green" / "trees.csv").read_bytes() == FILE


def test_a_file_that_was_not_fetched_or_was_changed_stays(server: Server, tmp_path: Path) -> None:
    server.answers["/file.csv"] = [give(FILE)]
    file = tmp_path / "raw" / "green" / "trees.csv"
    file.parent.mkdir(parents=True)
    file.write_text("mine", "utf-8")
    assert bring_recipe(server, tmp_path) == ("failed", "a file is in the way that was not fetched")
    file.unlink()
    bring_recipe(server, tmp_path)
    file.write_text("mine", "utf-8")
    news, words = bring_recipe(server, tmp_path)
    assert (news, "changed since it was fetched" in words) == ("failed", True)
    assert file.read_text("utf-8") == "mine"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(server: Server, tmp_path: Path) -> None:
    server.answers["/file.csv"] = [give(FILE)]
    (tmp_path / "raw").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "raw" / "green").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert bring_recipe(server, tmp_path) == ("failed", "a link leads out of the folder of raw files")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_untried_addresses_are_asked_only_by_name() -> None:
    with serve() as server:
        untried, tried = (make_recipe(server, fetch={"address": "https://a.org/b", "tried": told})
                          for told in ("untried", "2026-11-30"))  # fmt: skip
    other = tried.model_copy(update={"dataset": "oaks"})
    without = tried.model_copy(update={"dataset": "ferns", "fetch": None})
    assert choose_recipes((untried, other, without), ()) == (other,)
    assert choose_recipes((untried, other, without), ("trees",)) == (untried,)
    with pytest.raises(ProsperityError, match="names no address"):
        choose_recipes((without,), ("ferns",))
    with pytest.raises(ProsperityError, match="no recipe is of this dataset"):
        choose_recipes((without,), ("mosses",))


@pytest.mark.parametrize(
    "given", ["{address: 'http://example.org/a'}", "{address: 'https://example.org/a', tried: soon}"]
)
def test_an_address_that_is_not_asked_is_refused_in_its_recipe(tmp_path: Path, given: str) -> None:
    (tmp_path / "trees.yml").write_text(TREES_RECIPE.replace("title:", f"fetch: {given}\ntitle:", 1), "utf-8")
    with pytest.raises(ProsperityError) as caught:
        load_recipes(tmp_path)
    assert (caught.value.field or "").startswith("fetch.") and caught.value.line


def test_the_command_says_what_is_new_and_leaves_the_data_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recipes = tmp_path / "data" / "recipes"
    recipes.mkdir(parents=True)
    monkeypatch.setattr(paths, "PROJECT", Paths(tmp_path))
    with serve({"/file.csv": [give(FILE)]}) as server:
        monkeypatch.setattr("generator.sources.recipe.check_address", lambda text: None)
        given = json.dumps({"address": f"{server.address}/file.csv", "tried": "2026-11-30"})
        (recipes / "trees.yml").write_text(
            TREES_RECIPE.replace("title:", f"fetch: {given}\ntitle:", 1), "utf-8"
        )
        before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
        assert main(["fetch"]) == 1
        assert "this address cannot be asked" in capsys.readouterr().err
        assert main(["fetch", "--local-server"]) == 0
        assert "trees: fetched" in capsys.readouterr().out
        assert main(["fetch", "--local-server", "--names"]) == 0
        assert capsys.readouterr().out == "trees\n"
    after = {file: file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file()}
    assert after == before
    assert (tmp_path / "raw" / "green" / "trees.csv").read_bytes() == FILE
