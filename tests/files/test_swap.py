"""The new takes the place of the old whole; whenever a run is killed, one of them is there or comes back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.files import swap
from generator.files.ours import LOCK, WORK
from generator.files.swap import MARK, OLD, Workplace, exchange, name_beside, restore
from generator.paths import PROJECT

OLD_SITE = {f"{folder}/{name}": "old" for folder in ("a", "b") for name in ("x", "y")}
NEW_SITE = {f"{folder}/{name}": "new" for folder in ("b", "c") for name in ("y", "z")}
# Ends at the given event of those that Python tells before each call of the system that changes something.
RUN = """
import os, sys
from pathlib import Path
from generator.files import swap

step, way, output = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
EVENTS = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "open")
seen = 0

def look(event, args):
    global seen
    if event in EVENTS and not (event == "open" and str(output.parent) not in str(args[0])):
        seen += 1
        if seen == step:
            os._exit(9)

if way == "renames":
    swap.exchange = lambda one, other: False
sys.addaudithook(look)
with swap.Workplace(output) as work:
    new = work.folder / "site"
    for name in {new!r}:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_text("new", "utf-8")
    work.swap(new, output)
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def put(output: Path) -> None:
    with Workplace(output) as work:
        work.swap(write(work.folder / "site", NEW_SITE), output)


def run_killed(output: Path, *, step: int, way: str) -> int:
    """Put the new site there in a process that is killed at a step; return 9, or 0 if it came to its end."""
    program = RUN.replace("{new!r}", repr(list(NEW_SITE)))
    words = [sys.executable, "-c", program, str(step), way, str(output)]
    return subprocess.run(words, cwd=PROJECT.root, check=False).returncode


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """How the two change places: in one step, or in two where the system or the disk cannot."""
    if request.param == "renames":
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    else:
        (tmp_path / "one").mkdir()
        (tmp_path / "other").mkdir()
        exchange(tmp_path / "one", tmp_path / "other")
    return str(request.param)


def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    write(tmp_path, {"one/a": "1", "other/b": "2"})
    if not exchange(tmp_path / "one", tmp_path / "other"):
        assert sys.platform not in ("linux", "darwin")
        return
    assert read(tmp_path) == {"one/b": "2", "other/a": "1"}
    assert not exchange(tmp_path / "one", tmp_path / "absent")


def test_the_new_is_there_and_nothing_else(tmp_path: Path, way: str) -> None:
    output = write(tmp_path / "deep" / "public", OLD_SITE)
    put(output)
    assert read(output) == NEW_SITE
    put(tmp_path / "deep" / "first")
    assert sorted(entry.name for entry in output.parent.iterdir()) == ["first", "public"]


def test_killed_at_any_step_one_of_the_two_is_whole(tmp_path: Path, way: str) -> None:
    steps, ended, missing = 0, False, 0
    while not ended:
        steps += 1
        output = write(tmp_path / str(steps) / "public", OLD_SITE)
        ended = run_killed(output, step=steps, way=way) == 0
        if not output.exists():
            missing += 1
            restore(output)
            assert read(output) == OLD_SITE
        assert read(output) in (OLD_SITE, NEW_SITE)
        # The next run finds nothing in its way and leaves nothing behind.
        put(output)
        assert read(output) == NEW_SITE
        assert [entry.name for entry in output.parent.iterdir()] == ["public"]
    # In one step there is no moment without a site; in two there is one.
    assert missing == (way == "renames")
    assert steps > 25


def test_killed_between_the_renames_the_old_comes_back(tmp_path: Path) -> None:
    """The state between them, by hand: the old one is set aside, the new one waits."""
    output = tmp_path / "public"
    place = name_beside(output)
    write(place, {LOCK: MARK.decode(), f"{OLD}/index.html": "old", "new-1/index.html": "new"})
    restore(output)
    assert read(tmp_path) == {"public/index.html": "old"}


def test_a_finished_run_that_was_killed_later_is_not_undone(tmp_path: Path) -> None:
    output = write(tmp_path / "public", NEW_SITE)
    write(name_beside(output), {LOCK: MARK.decode(), f"{OLD}/index.html": "old"})
    restore(output)
    assert read(output) == NEW_SITE
    with Workplace(output):
        pass
    assert read(tmp_path) == {f"public/{name}": text for name, text in NEW_SITE.items()}


def test_a_swap_that_fails_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = write(tmp_path / "public", OLD_SITE)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "site":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt):
        put(output)
    assert read(tmp_path) == {f"public/{name}": "old" for name in OLD_SITE}


def test_a_part_of_the_output_may_change_places(tmp_path: Path, way: str) -> None:
    output = write(tmp_path / "public", OLD_SITE)
    with Workplace(output) as work:
        work.swap(write(work.folder / "made", {"z": "new"}), output / "b")
        work.swap(write(work.folder / "more", {"z": "new"}), output / "c")
    assert read(output) == {"a/x": "old", "a/y": "old", "b/z": "new", "c/z": "new"}
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


HOLD = """
import sys
from pathlib import Path
from generator.files.swap import Workplace
with Workplace(Path(sys.argv[1]), inside=sys.argv[2] == "inside"):
    print("at work", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_of_two_runs_at_once_the_second_is_refused(tmp_path: Path, where: str) -> None:
    output = write(tmp_path / "public", OLD_SITE)
    words = [sys.executable, "-c", HOLD, str(output), where]
    with subprocess.Popen(
        words, cwd=PROJECT.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdin is not None and first.stdout is not None
        assert first.stdout.readline() == "at work\n"
        before = read(tmp_path)
        with pytest.raises(ProsperityError, match="another run of prosperity is at work on this output"):
            Workplace(output, inside=where == "inside")
        restore(output)
        # What belongs to the first is there still; reading its lock lets nobody in.
        assert read(tmp_path) == before
        first.stdin.close()
    assert first.returncode == 0
    with Workplace(output, inside=where == "inside"):
        pass
    assert read(tmp_path) == {f"public/{name}": "old" for name in OLD_SITE}


def test_helpers_of_a_killed_run_hold_no_lock(tmp_path: Path) -> None:
    """A run whose helper process lives on after it was killed."""
    program = (
        "import os, sys, time; from pathlib import Path; from generator.files.swap import Workplace\n"
        "work = Workplace(Path(sys.argv[1]))\n"
        "if os.fork() == 0:\n    sys.stdin.read()\n    os._exit(0)\n"
        "print('killed', flush=True)\nos._exit(9)\n"
    )
    output = write(tmp_path / "public", OLD_SITE)
    with subprocess.Popen(
        [sys.executable, "-c", program, str(output)],
        cwd=PROJECT.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.wait() == 9
        assert name_beside(output).is_dir()
        put(output)
        assert read(output) == NEW_SITE
        assert not name_beside(output).exists()


@pytest.mark.parametrize(
    "files",
    [{"mine.txt": "mine"}, {LOCK: "a lock of something else"}, {LOCK: "", "mine.txt": "mine"}],
    ids=["no lock", "another lock", "an empty lock"],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_folder_of_the_same_name_that_is_not_ours_stays(
    tmp_path: Path, files: dict[str, str], inside: bool
) -> None:
    output = write(tmp_path / "public", OLD_SITE)
    write(output / WORK if inside else name_beside(output), files)
    before = read(tmp_path)
    with pytest.raises(ProsperityError, match="this folder is not ours"):
        Workplace(output, inside=inside)
    assert read(tmp_path) == before


def test_a_link_in_the_place_of_the_work_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "mine", {LOCK: ""})
    name_beside(tmp_path / "public").symlink_to(tmp_path / "mine")
    with pytest.raises(ProsperityError, match="this folder is not ours"):
        Workplace(tmp_path / "public")
    assert read(tmp_path / "mine") == {LOCK: ""}


def test_a_file_in_the_place_of_the_work_folder_stays(tmp_path: Path) -> None:
    name_beside(tmp_path / "public").write_text("mine", "utf-8")
    with pytest.raises(ProsperityError, match="this folder is not ours"):
        Workplace(tmp_path / "public")
    assert name_beside(tmp_path / "public").read_text("utf-8") == "mine"


def test_a_run_that_comes_between_two_looks_is_not_taken_for_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock of another run is gone when it is asked for, and is there when the folder is listed."""
    place = name_beside(tmp_path / "public")
    place.mkdir()
    exists = Path.exists

    def come(self: Path) -> bool:
        before = exists(self)
        if self.name == LOCK:
            (place / LOCK).write_bytes(MARK)
        return before

    monkeypatch.setattr(Path, "exists", come)
    put(tmp_path / "public")
    assert read(tmp_path / "public") == NEW_SITE


@pytest.mark.parametrize("said", [b"", MARK[:10]])
def test_a_run_killed_before_it_had_left_its_mark_is_known(tmp_path: Path, said: bytes) -> None:
    output = tmp_path / "public"
    name_beside(output).mkdir()
    (name_beside(output) / LOCK).write_bytes(said)
    put(output)
    assert [entry.name for entry in tmp_path.iterdir()] == ["public"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(ProsperityError, match="the output cannot be written"):
        Workplace(tmp_path / "file" / "public")
