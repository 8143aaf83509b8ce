"""What may be replaced. What may not is in tests/commands/test_output_places.py, command by command."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import ProsperityError
from generator.files.ours import LOCK, WORK, find_foreign, is_data, read_manifest
from generator.files.outputs import SHOWN, choose_data, choose_file, choose_folder, choose_site, read_place
from generator.files.swap import MARK
from generator.sources.written import FOLDERS


def make_site(folder: Path, *files: str, **more: object) -> Path:
    """Put a small built site into a folder."""
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("ours", "utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "edition": "2026.1",
        "data_cut": "a",
        "code_sha256": "b",
        **more,
        "files": dict.fromkeys(files, "c"),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def test_a_site_may_replace_nothing_an_empty_folder_and_one_of_ours(tmp_path: Path) -> None:
    assert choose_site(tmp_path / "deep" / "public") == tmp_path / "deep" / "public"
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".DS_Store").write_bytes(b"")
    assert choose_site(tmp_path / "empty") == tmp_path / "empty"
    site = make_site(tmp_path / "public", "index.html", "councils/hull/index.html")
    assert choose_site(site) == site


def test_a_link_is_followed_to_what_may_be_replaced(tmp_path: Path) -> None:
    site = make_site(tmp_path / "there" / "public", "index.html")
    (tmp_path / "here").symlink_to(site)
    assert choose_site(tmp_path / "here") == site
    (tmp_path / "loose").symlink_to(tmp_path / "there" / "new")
    assert choose_site(tmp_path / "loose") == tmp_path / "there" / "new"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"name": "An app"}',
        '{"edition": "2026.1", "data_cut": "", "code_sha256": ""}',
        '{"edition": "2026.1", "data_cut": "", "code_sha256": "", "files": []}',
    ],
)
def test_a_manifest_is_known_by_what_it_says(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, "utf-8")
    assert read_manifest(tmp_path) is None
    with pytest.raises(ProsperityError, match="what prosperity did not make"):
        choose_site(tmp_path)


def test_files_of_somebody_in_our_site_are_told_and_go_only_if_asked_for(tmp_path: Path) -> None:
    site = make_site(tmp_path / "public", "index.html")
    for number in range(SHOWN + 2):
        (site / f"mine-{number}.txt").write_text("mine", "utf-8")
    (site / ".DS_Store").write_bytes(b"")
    with pytest.raises(ProsperityError) as caught:
        choose_site(site)
    assert caught.value.problem.endswith(
        "mine-0.txt, mine-1.txt, mine-2.txt, mine-3.txt, mine-4.txt and 2 more"
    )
    assert "--force" in (caught.value.mend or "")
    assert choose_site(site, force=True) == site


def test_a_link_that_somebody_put_into_our_site_is_theirs(tmp_path: Path) -> None:
    site = make_site(tmp_path / "public", "index.html")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("mine", "utf-8")
    (site / "photos").symlink_to(tmp_path / "photos")
    (site / "old.html").symlink_to("index.html")
    assert find_foreign(site) == ["old.html", "photos"]


def test_frozen_copies_belong_to_a_site_and_what_is_in_their_place_does_not(tmp_path: Path) -> None:
    site = make_site(tmp_path / "public", "index.html", "editions/index.html")
    make_site(site / "editions/2025.1", "index.html", "data/scores.csv", edition="2025.1", frozen=True)
    assert find_foreign(site) == []
    (site / "editions/2025.1/notes.txt").write_text("mine", "utf-8")
    make_site(site / "editions/2025.2", "index.html", edition="2025.1", frozen=True)
    make_site(site / "copy", "index.html")
    assert find_foreign(site) == [
        *("copy/index.html", "copy/manifest.json", "editions/2025.1/notes.txt"),
        *("editions/2025.2/index.html", "editions/2025.2/manifest.json"),
    ]


def choose(folder: Path, *names: str, force: bool = False) -> Path:
    return choose_folder(
        folder, (*names, "log.json"), log="log.json", program="prosperity score", force=force
    )


def write_log(folder: Path, program: str = "prosperity score", **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    output = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    (folder / "log.json").write_text(json.dumps({"program": program, "output": output}), "utf-8")


def test_files_may_go_beside_others(tmp_path: Path) -> None:
    assert choose(tmp_path / "new", "a") == tmp_path / "new"
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert choose(tmp_path, "a", "b") == tmp_path


def test_files_are_ours_as_long_as_they_are_as_the_log_says(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("ours", "utf-8")
    write_log(tmp_path, a="ours", b="ours")
    assert choose(tmp_path, "a", "b") == tmp_path
    (tmp_path / "b").write_text("ours, and a word by somebody")
    with pytest.raises(ProsperityError, match=r"did not write as they are: b\n"):
        choose(tmp_path, "a", "b")
    assert choose(tmp_path, "a", "b", force=True) == tmp_path
    write_log(tmp_path, "prosperity index", a="ours", b="ours")
    with pytest.raises(ProsperityError, match=r"did not write as they are: a, b, log\.json\n"):
        choose(tmp_path, "a", "b")


@pytest.mark.parametrize(
    "log", ["", "[]", '{"program": "prosperity score"}', '{"program": "prosperity score", "output": []}']
)
def test_a_log_that_cannot_be_read_vouches_for_nothing(tmp_path: Path, log: str) -> None:
    (tmp_path / "log.json").write_text(log, "utf-8")
    with pytest.raises(ProsperityError, match=r"log\.json"):
        choose(tmp_path)


def test_a_run_that_was_killed_between_two_files_vouches_for_the_first(tmp_path: Path) -> None:
    """The first file is new, the second and the log are old, and the new log waits."""
    for name, text in (("a", "new"), ("b", "old")):
        (tmp_path / name).write_text(text, "utf-8")
    write_log(tmp_path, a="old", b="old")
    with pytest.raises(ProsperityError, match=r"did not write as they are: a\n"):
        choose(tmp_path, "a", "b")
    write_log(tmp_path / WORK / "new-1", a="new", b="new")
    (tmp_path / WORK / LOCK).write_bytes(MARK)
    assert choose(tmp_path, "a", "b") == tmp_path


def test_a_link_in_the_place_of_a_file_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("ours", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").symlink_to(tmp_path / "elsewhere")
    write_log(tmp_path / "out", a="ours")
    with pytest.raises(ProsperityError, match=r"did not write as they are: a\n"):
        choose(tmp_path / "out", "a")


def test_a_file_may_be_new_or_overwritten_if_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "brief.md"
    assert choose_file(file) == file
    file.parent.mkdir()
    file.write_text("mine", "utf-8")
    assert choose_file(file, force=True) == file
    (tmp_path / "link.md").symlink_to(file)
    assert choose_file(tmp_path / "link.md", force=True) == file


def test_an_import_may_replace_nothing_an_empty_folder_and_data_of_ours(tmp_path: Path) -> None:
    data = tmp_path / "figures"
    assert choose_data(data, FOLDERS) == data
    data.mkdir()
    assert choose_data(data, FOLDERS) == data
    (data / "framework.yml").write_text("name: something else\n", "utf-8")
    assert not is_data(data)
    (data / "framework.yml").write_text("# The tree.\ndomains:\n  - slug: a\n", "utf-8")
    for name in ("notes.txt", "datasets/trees/observations.csv", "maps/hex.json", "maps/.DS_Store"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("", "utf-8")
    assert choose_data(data, FOLDERS) == data


def test_where_names_differ_in_case_alone_sources_are_still_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On such a disk two names are one folder; a link stands in for that."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "framework.yml").write_text("domains: []\n", "utf-8")
    (tmp_path / "generator").mkdir()
    (tmp_path / "GENERATOR").symlink_to("generator")
    monkeypatch.setattr(Path, "resolve", lambda self, strict=False: self)
    with pytest.raises(ProsperityError, match="keeps its sources here: GENERATOR"):
        choose_site(tmp_path / "GENERATOR" / "new")


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_an_empty_name_is_no_place(text: str) -> None:
    with pytest.raises(ProsperityError, match="the name of the output is empty"):
        read_place(text)


def test_a_home_folder_that_the_shell_left_as_a_sign_is_no_place() -> None:
    for text in ("~", "~/site"):
        with pytest.raises(ProsperityError, match="did not put the path of your home folder"):
            read_place(text)
    assert read_place("./~/site") == Path("~/site")
    assert read_place("~old/site") == Path("~old/site")


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.write_text(DEEP, "utf-8"),
        os.mkfifo,
        lambda file: file.symlink_to(make_site(file.parent.parent / "other") / "manifest.json"),
        Path.mkdir,
    ],
    ids=["too deep", "a pipe", "a link to that of another site", "a folder"],
)
def test_a_manifest_that_cannot_be_ours_vouches_for_nothing(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    (tmp_path / "mine").mkdir()
    make(tmp_path / "mine" / "manifest.json")
    with pytest.raises(ProsperityError, match="holds what prosperity did not make"):
        choose_site(tmp_path / "mine")


def test_a_pipe_that_has_the_name_of_a_mark_of_data_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "framework.yml")
    assert not is_data(tmp_path)


@pytest.mark.parametrize("name", ["._mine", ".DS_Store", ".directory"])
def test_a_folder_or_link_of_the_name_of_a_dropping_is_none(tmp_path: Path, name: str) -> None:
    for folder in (tmp_path / "a", make_site(tmp_path / "b", "index.html")):
        (folder / name).mkdir(parents=True)
        (folder / name / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ProsperityError, match="holds what prosperity did not make"):
        choose_site(tmp_path / "a")
    with pytest.raises(ProsperityError, match=rf"did not put there: {name}/notes\.txt"):
        choose_site(tmp_path / "b")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / name).symlink_to(tmp_path / "a")
    with pytest.raises(ProsperityError, match="holds what prosperity did not make"):
        choose_site(tmp_path / "c")


@pytest.mark.parametrize("named", [(), ("deep/.git/HEAD",)], ids=["not named", "named in the manifest"])
@pytest.mark.parametrize("git", [".git", ".GIT"])
def test_a_repository_in_a_site_stays_whatever_the_manifest_says(
    tmp_path: Path, named: tuple[str, ...], git: str
) -> None:
    site = make_site(tmp_path / "public", "index.html", *(name.replace(".git", git) for name in named))
    (site / "deep" / git).mkdir(parents=True, exist_ok=True)
    with pytest.raises(ProsperityError, match="there is a git repository in this folder"):
        choose_site(site, force=True)


def test_only_a_frozen_copy_takes_the_place_of_one(tmp_path: Path) -> None:
    copy = make_site(tmp_path / "frozen" / "2026.1", "index.html", frozen=True)
    with pytest.raises(ProsperityError, match="which only prosperity freeze may replace"):
        choose_site(copy, force=True)
    assert choose_site(copy, frozen=True) == copy


def test_what_cannot_be_looked_into_is_not_taken_for_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may look into every folder, so the refusal of the system is put in its place."""
    site, scandir = make_site(tmp_path / "public", "private/a"), os.scandir

    def refuse(place: str) -> object:
        if Path(place).name == "private":
            raise PermissionError(13, "Permission denied", place)
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ProsperityError, match=r"private: this cannot be looked into \(Permission denied\)"):
        choose_site(site, force=True)


def test_where_a_disk_is_mounted_nothing_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda place: Path(place) == tmp_path / "disk")
    with pytest.raises(ProsperityError, match="where a disk is mounted"):
        choose_site(tmp_path / "disk")
    assert choose_site(tmp_path / "disk" / "site") == tmp_path / "disk" / "site"


def test_a_folder_that_is_closed_or_taken_is_refused_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WORK).mkdir()
    assert choose(tmp_path, "a") == tmp_path
    (tmp_path / WORK / "mine").mkdir()
    with pytest.raises(ProsperityError, match="has the name of the folder that we need to work in"):
        choose(tmp_path, "a", force=True)
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    with pytest.raises(ProsperityError, match="this folder is closed to you"):
        choose(tmp_path, "a")
    with pytest.raises(ProsperityError, match="this folder is closed to you"):
        choose_file(tmp_path / "new" / "a.md")


@pytest.mark.parametrize("make", [lambda file: file.write_text(DEEP, "utf-8"), os.mkfifo])
def test_a_log_or_a_file_that_cannot_be_read_is_in_the_way(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    write_log(tmp_path / "one", a="ours")
    make(tmp_path / "one" / "a")
    with pytest.raises(ProsperityError, match=r"did not write as they are: a\n"):
        choose(tmp_path / "one", "a")
    (tmp_path / "other").mkdir()
    make(tmp_path / "other" / "log.json")
    with pytest.raises(ProsperityError, match=r"did not write as they are: log\.json\n"):
        choose(tmp_path / "other")
