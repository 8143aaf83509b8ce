"""What the project says of itself is true: commands, targets, links, versions, columns."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.catalogue.settings import load_settings
from generator.catalogue.store import load_framework
from generator.charts import card
from generator.cli import build_parser
from generator.commands import load_commands
from generator.index.audit.columns import TABLES
from generator.pages.brief import FOLDER
from generator.paths import PROJECT
from generator.prose.dictionary import FILES_MARK
from generator.site.brief_files import MARKDOWN_FILE
from generator.site.cite_files import BIBTEX_FILE, CSL_FILE, EDITION_FOLDER, RIS_FILE

ROOT = Path(__file__).resolve().parents[2]
EMBED = "embed/councils/blackpool/"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "GUIDES.md", "CHANGELOG.md")
COMMAND = re.compile(r"(?:`|bin/)prosperity ([a-z]+(?:-[a-z]+)*)")
TARGET = re.compile(r"(?:^    |`)make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
# Written in parts, so that this file does not hold what it looks for.
HOSTS = re.compile("|".join(("py" + r"pi\.o", "python" + "hosted", "npm" + r"js\.", "deb" + r"\.debian\.o")))
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|root|farm|home/\w+|Users/\w+)/")


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tracked_texts() -> dict[str, str]:
    """Return every tracked text file but data, by name."""
    # Names end at a null, so that git quotes none; and whoever owns the folder may ask what is in it.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", ":!data"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    names = listed.split("\0")[:-1]
    texts = {}
    for name in names:
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in content:
            texts[name] = content.decode("utf-8")
    return texts


def test_the_readme_lists_every_command_and_no_other() -> None:
    table = {
        match
        for line in read("README.md").splitlines()
        if line.startswith("| `")
        for match in COMMAND.findall(line)
    }
    assert table == {command.NAME for command in load_commands()}


@pytest.mark.parametrize("document", (*DOCUMENTS, "site/docs/data.md"))
def test_commands_and_targets_that_documents_name_exist(document: str) -> None:
    commands = {command.NAME for command in load_commands()}
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(COMMAND.findall(read(document))) <= commands
    assert set(TARGET.findall(read(document))) <= targets


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    for command in load_commands():
        with pytest.raises(SystemExit) as stopped:
            build_parser().parse_args([command.NAME, "--help"])
        assert stopped.value.code == 0
        told = " ".join(capsys.readouterr().out.split())
        assert command.HELP in told
        assert len(command.HELP) > 20


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    without_code = re.sub(r"`[^`]*`", "", read(document))
    targets = [target for target in LINK.findall(without_code) if "://" not in target]
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_versions_agree() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    edition = yaml.safe_load(read("data/edition.yml"))
    citation = yaml.safe_load(read("CITATION.cff"))
    assert project["version"] == __version__
    assert str(citation["version"]) == edition["name"]
    assert str(citation["date-released"]) == edition["date"]
    assert f"## {edition['name']} ({edition['date']})" in read("CHANGELOG.md")
    assert f"edition {edition['name']}" in read("site/docs/cite.md")


def test_every_dependency_is_pinned_to_what_is_tested() -> None:
    lines = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines)
    pins = {re.sub(r"[-_.]+", "-", name).lower(): pin for name, pin in (line.split("==") for line in lines)}
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in wanted:
        name = re.split(r"[<>=!~\[ ]", requirement)[0]
        assert pins[re.sub(r"[-_.]+", "-", name).lower()] == version(name), name


def test_no_tracked_file_names_a_package_registry() -> None:
    assert [name for name, text in tracked_texts().items() if HOSTS.search(text)] == []


def test_title_publisher_and_address_stand_in_the_settings_alone() -> None:
    settings = load_settings(PROJECT)
    ours = {name: text for name, text in tracked_texts().items() if not name.startswith("tests/")}
    host = settings.address.split("/")[2]
    assert [name for name, text in ours.items() if host in text] == []
    # What is read where the project is, and not on its site.
    documents = {"CITATION.cff", "LICENSE", "README.md"}
    assert {name for name, text in ours.items() if settings.title in text} == documents
    assert settings.contributors in read("LICENSE")


def test_no_tracked_file_holds_a_path_of_somebodys_machine() -> None:
    found = {
        name: MACHINE_PATH.search(text) for name, text in tracked_texts().items() if "/test_" not in name
    }
    assert {name: match[0] for name, match in found.items() if match} == {}


def test_the_data_page_has_the_mark_that_the_list_of_files_replaces() -> None:
    assert read("site/docs/data.md").count(FILES_MARK) == 1


def test_the_data_page_names_the_tables_of_the_audit() -> None:
    page = read("site/docs/data.md")
    rows = [f"| [{table.name}.csv](/data/audit/{table.name}.csv) | {table.row} |" for table in TABLES]
    assert [row for row in rows if row not in page] == []
    assert page.count("(/data/audit/") == len(TABLES)


def test_the_page_on_citing_tells_the_size_of_cards_and_where_embeds_are() -> None:
    page = read("site/docs/cite.md")
    assert f"{card.WIDTH} by {card.HEIGHT} pixels" in page
    assert f"[`{EMBED}`](/{EMBED})" in page
    # The block under each report leads here.
    assert "## On another site\n" in page
    assert "cite/') }}#on-another-site" in read("templates/parts/_share.html")


def test_the_page_on_citing_tells_the_files_and_a_brief_that_can_be_made() -> None:
    page = read("site/docs/cite.md")
    for name in (BIBTEX_FILE, RIS_FILE, CSL_FILE):
        assert f"| `{name}` |" in page and f"](/{EDITION_FOLDER}{name})" in page
    assert f"[`councils/blackpool/{FOLDER}`](/councils/blackpool/{FOLDER})" in page
    assert f"`{MARKDOWN_FILE}`" in page
    command = re.search(r"^    prosperity (brief .*)$", page, re.MULTILINE)
    assert command is not None
    parsed = build_parser().parse_args(command[1].split())
    assert set(parsed.elements) <= {element.slug for element in load_framework(PROJECT).elements}
    # What stands under each brief leads here.
    assert "## Evidence for a bid\n" in page
    assert "cite/') }}#evidence-for-a-bid" in read("templates/brief.html")


def test_built_output_is_not_tracked() -> None:
    assert [
        name for name in tracked_texts() if name.startswith(("public/", ".venv/", ".cache/", "artifacts/"))
    ] == []


def test_the_changelog_keeps_data_and_code_apart() -> None:
    editions = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert editions
    for edition in editions:
        name, _, rest = edition.partition("\n")
        before, *lists = re.split(r"^### ", rest, flags=re.MULTILINE)
        assert not before.strip(), name
        assert [each.partition("\n")[0] for each in lists] == ["Data", "Code"], name
        assert all("\n- " in each for each in lists), name
