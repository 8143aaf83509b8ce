"""Every command that writes refuses what is not ours before it computes anything, and all stays as it was."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from generator import cli
from generator.commands import load_commands
from generator.files.outputs import read_place
from generator.files.swap import MARK
from generator.paths import PROJECT, SOURCES, Paths

EDITION = 'name: "2026.1"\nyear: 2026\ndate: "2026-11-23"\nseed: 1\ndraws: 1\n'
INPUTS = ("in/values.csv", "in/framework.csv")
SITES = {
    "build": ("build", "--output", "{}"),
    "build only": ("build", "--only", "councils/blackpool", "--output", "{}"),
    "serve": ("serve", "{}"),
}
FOLDERS = {
    "index": ("index", "--output", "{}"),
    "score": ("score", *INPUTS, "--output", "{}"),
    "diff": ("diff", "data", "data", "--output", "{}"),
}
FILES = {
    "brief": ("brief", "hull", "--output", "{}"),
    "import report": ("import", "in", "--check", "--report", "{}"),
}
RAW = {"fetch": ("fetch", "--output", "{}")}
DATA = {"import": ("import", "in", "--data", "{}")}
SOURCE = "the project keeps its sources here|a data folder, or inside one"

# Refused for whatever is written there, also with --force.
ALL_REFUSE = {
    "": "the name of the output is empty",
    "~/new": "did not put the path of your home folder",
    **dict.fromkeys(
        ["data/new", "to-data/new", "generator/new", "to-generator/new", "site/docs/new"], SOURCE
    ),
    **dict.fromkeys(
        ["templates/new", "tests/new", ".github/new", "scripts/new", "README.md/new"], "source|a file"
    ),
    ".git/new": "inside a git repository's own folder",
    "mine/notes.txt/new": "a part of this path is a file",
    "circle": "leads nowhere",
    "pipe": "neither a file nor a folder",
}
FOLDERS_REFUSE = {
    "data": SOURCE,
    "to-data": SOURCE,
    "other-data": "a data folder, or inside one",
    "generator": SOURCE,
    "README.md": "source|this is a file",
    "mine/notes.txt": "this is a file",
}
# What would be replaced as a whole.
WHOLE_REFUSE = {
    ".": "the working folder, or a folder above it",
    "..": "the working folder, or a folder above it",
    "mine/..": "the working folder, or a folder above it",
    "/": "the working folder, or a folder above it",
    "to-here": "the working folder, or a folder above it",
    "../home": "your home folder, or a folder above it",
    "to-home": "your home folder, or a folder above it",
    "mine": "this folder holds what prosperity did not make",
    "to-mine": "this folder holds what prosperity did not make",
    "app": "this folder holds what prosperity did not make",
    "clone": "this is a git repository, or a work tree of one",
    "worktree": "this is a git repository, or a work tree of one",
}
SITES_REFUSE = {
    **FOLDERS_REFUSE,
    **WHOLE_REFUSE,
    "site-of-ours-with-clone": "a git repository in this folder",
}
DATA_REFUSE = {
    **WHOLE_REFUSE,
    "site-of-ours": "this folder holds what prosperity did not make",
    "generator": SOURCE,
    "README.md": SOURCE,
    "mine/notes.txt": "this is a file",
    "other-data": "an import would delete files that prosperity did not write: maps/mine.svg",
}
FILES_REFUSE = {
    "data/areas.csv": SOURCE,
    "to-areas.csv": SOURCE,
    "to-data/areas.csv": SOURCE,
    "other-data/areas.csv": "a data folder, or inside one",
    "generator/code.py": SOURCE,
    "README.md": SOURCE,
    "to-readme": SOURCE,
    "mine": "this is a folder",
    ".": "this is a folder",
    "/": "this is a folder",
}
# What --force lets pass.
SITES_ASK = {"site-of-ours": r"files that prosperity did not put there: notes\.txt$"}
FOLDERS_ASK = {
    "results": r"did not write as they are: .*(scores\.csv|diff\.csv)",
    "to-results": r"did not write as they are: .*(scores\.csv|diff\.csv)",
}
FILES_ASK = dict.fromkeys(
    ["mine/notes.txt", "to-notes", "site-of-ours/index.html"], "a file of this name already"
)


def list_cases() -> list[tuple[tuple[str, ...], str, str]]:
    """Return words, place and the first line of the message of every call that is refused."""
    cases = []
    for commands, refused, asked in (
        (SITES, ALL_REFUSE | SITES_REFUSE, SITES_ASK),
        (FOLDERS, ALL_REFUSE | FOLDERS_REFUSE, FOLDERS_ASK),
        (FILES, ALL_REFUSE | FILES_REFUSE, FILES_ASK),
        (DATA, ALL_REFUSE | DATA_REFUSE, {}),
    ):
        for words, (place, told) in product(commands.values(), refused.items()):
            cases += [(words, place, told), ((*words, "--force"), place, told)]
        cases += [(words, place, told) for words, (place, told) in product(commands.values(), asked.items())]
    refused = (ALL_REFUSE | FOLDERS_REFUSE).items()
    return cases + [(words, place, told) for words, (place, told) in product(RAW.values(), refused)]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def make_manifest(*files: str) -> str:
    return json.dumps(
        {"edition": "2026.1", "data_cut": "a", "code_sha256": "b", "files": dict.fromkeys(files, "c")}
    )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small clone with all that a person may have beside the project's own."""
    root = tmp_path / "clone-of-ours"
    write(
        root,
        {
            "data/framework.yml": "domains: []\n",
            "data/areas.csv": "code\n",
            "data/edition.yml": EDITION,
            "generator/code.py": "pass\n",
            "README.md": "# Ours\n",
            ".git/HEAD": "ref: refs/heads/main\n",
            **{f"{name}/a.txt": "a\n" for name in ("templates", "site/docs", "tests", ".github", "scripts")},
            "in/values.csv": "unit,x\n",
            "in/framework.csv": "code\n",
            "mine/notes.txt": "mine\n",
            "app/manifest.json": '{"name": "An app", "icons": []}',
            "app/index.html": "mine\n",
            "clone/.git/HEAD": "ref: refs/heads/main\n",
            "clone/manifest.json": make_manifest(),
            "worktree/.git": "gitdir: elsewhere\n",
            "worktree/manifest.json": make_manifest(),
            "site-of-ours/manifest.json": make_manifest("index.html"),
            "site-of-ours/index.html": "ours\n",
            "site-of-ours/notes.txt": "mine\n",
            "site-of-ours/.DS_Store": "",
            "site-of-ours-with-clone/manifest.json": make_manifest(),
            "site-of-ours-with-clone/deep/.git/HEAD": "ref: refs/heads/main\n",
            "other-data/import.yml": "councils: 361\n",
            "other-data/areas.csv": "code\n",
            "other-data/maps/mine.svg": "mine\n",
            **{f"results/{name}": "mine\n" for name in ("scores.csv", "diff.csv")},
        },
    )
    links = {
        "to-data": "data",
        "to-generator": "generator",
        "to-here": ".",
        "to-home": "../home",
        "to-mine": "mine",
        "to-areas.csv": "data/areas.csv",
        "to-readme": "README.md",
        "to-notes": "mine/notes.txt",
        "to-results": "results",
        "circle": "circle",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(root)
    monkeypatch.setattr("generator.paths.PROJECT", Paths(root))
    return root


def snapshot(folder: Path) -> dict[str, str]:
    """Return what is under a folder: the sha256 of each file, the target of each link."""
    told = {}
    for entry in sorted(folder.rglob("*")):
        if entry.is_symlink():
            told[str(entry.relative_to(folder))] = f"link to {entry.readlink()}"
        elif entry.is_file():
            told[str(entry.relative_to(folder))] = hashlib.sha256(entry.read_bytes()).hexdigest()
        else:
            told[str(entry.relative_to(folder))] = "folder or pipe"
    return told


@pytest.fixture
def refusal(project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what a call says that has to be refused and to change nothing."""

    def call(*words: str) -> str:
        before = snapshot(project.parent)
        assert cli.main(words) == 1
        assert snapshot(project.parent) == before
        told = capsys.readouterr()
        assert told.out == ""
        return told.err

    return call


@pytest.mark.parametrize(("words", "place", "told"), list_cases(), ids=str)
def test_what_is_not_ours_is_refused(
    refusal: Callable[..., str], words: tuple[str, ...], place: str, told: str
) -> None:
    message = refusal(*(word.format(place) for word in words))
    assert re.search(told, message.splitlines()[0]), message


@pytest.mark.parametrize("name", ["../..", "..", ".", "", "2026.1/../../data", "/", "data"])
@pytest.mark.parametrize("given", [True, False], ids=["typed", "in data"])
def test_a_name_that_leads_elsewhere_is_no_edition(
    project: Path, refusal: Callable[..., str], name: str, given: bool
) -> None:
    if given:
        assert "an edition cannot have this name" in refusal("freeze", "--edition", name, "--force")
        return
    file = project / "data/edition.yml"
    file.write_text(file.read_text("utf-8").replace("2026.1", name), "utf-8")
    assert "an edition cannot have this name" in refusal("freeze", "--force")


def test_a_frozen_copy_replaces_only_a_frozen_copy(project: Path, refusal: Callable[..., str]) -> None:
    write(project, {"frozen/2026.1/notes.txt": "mine"})
    assert "holds what prosperity did not make" in refusal("freeze", "--force")
    write(project, {"frozen/2026.1/manifest.json": make_manifest()})
    assert "did not put there: notes.txt" in refusal("freeze")
    (project / "frozen/2026.1/notes.txt").unlink()
    write(project, {"public/editions/2026.1/notes.txt": "mine"})
    assert "holds what prosperity did not make" in refusal("freeze")


def test_a_frozen_folder_that_leads_into_the_data_is_refused(
    project: Path, refusal: Callable[..., str]
) -> None:
    (project / "frozen").symlink_to("data")
    assert "a data folder, or inside one" in refusal("freeze")


def test_inputs_of_an_edition_that_is_not_closed_stay(project: Path, refusal: Callable[..., str]) -> None:
    write(project, {"data/editions/2026.1.zip": "mine"})
    assert "inputs of the edition 2026.1, which is not closed" in refusal("freeze", "--close")


def test_the_default_places_are_judged_too(project: Path, refusal: Callable[..., str]) -> None:
    write(project, {"public/index.html": "mine", "artifacts/preview/a.txt": "mine"})
    for words in (["build"], ["serve"], ["build", "--only", "councils/blackpool"]):
        assert "holds what prosperity did not make" in refusal(*words)


def test_the_inputs_of_a_command_are_no_place_for_its_output(
    project: Path, refusal: Callable[..., str]
) -> None:
    write(project, {"in/scores.csv": "unit,x\n"})
    told = refusal("score", "in/scores.csv", "in/framework.csv", "--output", "in", "--force")
    assert "the output would overwrite the input" in told
    for place in ("in/new.md", "in/values.csv", "fresh/new.md"):
        told = refusal("import", "in", "--data", "fresh", "--report", place, "--force")
        assert "in a folder that the command reads or writes itself" in told
    assert "reads or writes itself" in refusal("import", "--feed", "in", "--report", "in/new.md", "--force")


def test_a_folder_of_the_name_of_a_file_is_refused(project: Path, refusal: Callable[..., str]) -> None:
    for command, name in (("index", "scores.csv"), ("score", "log.json"), ("diff", "diff.json")):
        (project / command / name).mkdir(parents=True)
        told = refusal(*(word.format(command) for word in FOLDERS[command]), "--force")
        assert "a folder has the name of a file" in told


def test_a_folder_inside_the_output_may_not_lead_into_the_data(
    project: Path, refusal: Callable[..., str]
) -> None:
    (project / "tables").mkdir()
    (project / "tables/audit").symlink_to("../data")
    assert "a data folder, or inside one" in refusal("index", "--output", "tables", "--force")


@pytest.mark.parametrize("words", [("check", "shown"), ("serve", "shown", "--no-rebuild")], ids=str)
def test_a_site_that_a_killed_run_had_set_aside_is_put_back(
    project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    files = {"index.html": "<h1>Ours</h1>", "manifest.json": make_manifest("index.html")}
    write(
        project / ".shown-work",
        {"lock": MARK.decode(), **{f"old/{name}": text for name, text in files.items()}},
    )
    monkeypatch.setattr("generator.site.serve.serve_site", lambda folder, paths, **more: None)
    cli.main(words)
    assert {file.name: file.read_text("utf-8") for file in (project / "shown").iterdir()} == files
    assert not (project / ".shown-work").exists()


def list_written() -> list[tuple[str, str]]:
    """Return command and option of every argument that names a place to write."""
    found = []
    for command in load_commands():
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        found += [(command.NAME, action.dest) for action in parser._actions if action.type is read_place]
    return sorted(found)


def test_every_argument_that_names_a_place_to_write_is_in_the_table() -> None:
    assert list_written() == [
        *(("brief", "output"), ("build", "output"), ("diff", "output"), ("fetch", "output")),
        *(("import", "data"), ("import", "report"), ("index", "output"), ("score", "output")),
        ("serve", "folder"),
    ]
    tabled = {words[0] for words, _, _ in list_cases()}
    assert {command for command, _ in list_written()} == tabled


def test_every_path_that_a_command_takes_is_read_or_judged() -> None:
    """Of the other arguments that are paths, each is only read."""
    read = set()
    for command in load_commands():
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        read |= {(command.NAME, action.dest) for action in parser._actions if action.type is Path}
    assert read == {
        *(("import", "sources"), ("import", "feed"), ("score", "values"), ("score", "framework")),
        *(("add-dataset", "file"), ("add-dataset", "sources")),
        *(("fingerprint", "folder"), ("fingerprint", "against")),
        *(("diff", "old"), ("diff", "new"), ("check", "folder")),
    }


@pytest.mark.parametrize("words", [*SITES.values(), *FOLDERS.values(), *FILES.values(), *DATA.values()])
def test_a_refusal_waits_for_no_library(project: Path, words: tuple[str, ...]) -> None:
    program = (
        "import sys; from generator.cli import main; code = main(sys.argv[1:]);"
        "print({'numpy', 'pandas', 'pydantic', 'yaml', 'jinja2'} & set(sys.modules)); sys.exit(code)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, *(word.format("data/areas.csv") for word in words)],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(PROJECT.root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (1, "set()\n"), told.stderr
    assert (project / "data/areas.csv").read_text("utf-8") == "code\n"


@pytest.mark.parametrize(
    "words",
    [
        ("index", "--output", "new", "--draws", "0"),
        ("index", "--output", "new", "--seed", "-1"),
        ("score", *INPUTS, "--output", "new", "--draws", "9", "--seed", "-1"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "-1"),
        ("bench", "--areas", "-1"),
        ("bench", "--draws", "0"),
        ("goalposts", "--most", "-1"),
        ("check", "--examples", "-1"),
        ("fingerprint", "--examples", "-1"),
    ],
    ids=" ".join,
)
def test_a_number_without_a_meaning_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert f"argument {words[-2]}: {words[-1]} cannot be used; expected: " in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"\xff\xfe{", b"[" * 100_000, b"[1]", b'{"files": []}'], ids=len)
@pytest.mark.parametrize("command", ["check", "fingerprint"])
def test_what_is_no_manifest_is_told(
    project: Path, refusal: Callable[..., str], command: str, content: bytes
) -> None:
    write(project, {"shown/index.html": "<h1>Ours</h1>"})
    (project / "shown/manifest.json").write_bytes(content)
    assert re.search("no manifest of a site|there is no built site here", refusal(command, "shown"))


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            PermissionError(13, "Permission denied", "data/areas.csv"),
            r"^data/areas\.csv: .*Permission denied",
        ),
        (OSError(28, "No space left on device"), "No space left on device"),
        (MemoryError(), "not enough memory"),
    ],
    ids=["closed", "full", "memory"],
)
def test_what_the_system_refuses_is_one_clear_error(
    refusal: Callable[..., str], monkeypatch: pytest.MonkeyPatch, reason: BaseException, told: str
) -> None:
    def fail(args: argparse.Namespace) -> int:
        raise reason

    monkeypatch.setattr("generator.commands.explain.run", fail)
    assert re.search(told, refusal("explain", "hull"))


LETTERS = """
import os, sys
from generator import cli
from generator.commands import explain

def say(args):
    sys.stdout.write("M\\u00f4n " * 100_000)
    return 0

explain.run = say
sys.exit(cli.main(["explain", "hull"]))
"""


def run_letters(folder: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(PROJECT.root), "PYTHONIOENCODING": "ascii"}
    words = [sys.executable, "-c", LETTERS]
    return subprocess.run(words, cwd=folder, env=env, stderr=subprocess.PIPE, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_what_cannot_be_printed_gives_no_traceback(project: Path) -> None:
    done = run_letters(project, stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"M\\xf4n ")
    ends = os.pipe()
    os.close(ends[0])
    done = run_letters(project, stdout=ends[1])
    os.close(ends[1])
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_working_folder_that_is_gone_gives_no_traceback(tmp_path: Path) -> None:
    program = (
        "import os, sys; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone');"
        "from generator.cli import main; sys.exit(main(['build', '--output', 'site']))"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT.root)}
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "leads nowhere" in done.stderr and "Traceback" not in done.stderr


def test_the_sources_are_all_that_is_committed() -> None:
    names = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT.root, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert sorted(SOURCES) == sorted({name.partition("/")[0] for name in names})
