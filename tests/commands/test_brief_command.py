"""The command brief: what it writes and where, and what it refuses before it computes anything."""

from __future__ import annotations

import argparse
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.cli import build_parser
from generator.commands import brief
from generator.errors import ProsperityError
from generator.pages.site import Site


@pytest.fixture
def gathered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pages.gather.gather_site", lambda *args, **more: site)
    monkeypatch.delenv("PROSPERITY_SITE_URL", raising=False)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    brief.add_arguments(parser)
    return brief.run(parser.parse_args(words))


def refuse(*args: object, **more: object) -> Site:
    raise AssertionError("the index is computed although what was typed is wrong")


@pytest.mark.parametrize("council", ["blackpool", "E06000009", "Blackpool"])
def test_it_prints_markdown_of_the_weaknesses(
    gathered: None, capsys: pytest.CaptureFixture[str], council: str
) -> None:
    assert run(council) == 0
    told = capsys.readouterr().out
    assert told.startswith("# Blackpool: evidence brief\n\n- Place: Blackpool.")
    assert "pass the rule for a weakness in Blackpool" in told
    link = re.search(r"- Full report: <(\S+)>", told)
    assert link is not None and link[1].endswith("/editions/2026.1/councils/blackpool/")
    assert f"Edition 2026.1, November 2026. Address: {link[1]}" in told


def test_chosen_elements_go_to_a_file(gathered: None, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    assert run("hull", "--elements", "incomes", "Length of life", "--output", str(file)) == 0
    text = file.read_text("utf-8")
    first, second = re.findall(r"^## .*\n\n(.*)$", text, re.MULTILINE)[:2]
    assert first.startswith("Incomes. ") and second.startswith("Length of life. ")
    assert "## Low incomes after tax: £" in text


class Outline(HTMLParser):
    """Collects tags that are opened, and what they load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_html_is_a_plain_document_that_loads_nothing(gathered: None, tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    assert run("blackpool", "--elements", "longevity", "--format", "html", "--output", str(file)) == 0
    outline = Outline()
    outline.feed(file.read_text("utf-8"))
    assert outline.tags.count("h1") == 1 and outline.tags.count("table") == 1
    assert not {"script", "style", "img", "svg", "link", "iframe"} & set(outline.tags)
    assert all(link.startswith("https://") for link in outline.links)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("blackpond",), "No council is called 'blackpond'"),
        (("blackpool", "--elements", "longevty"), "did you mean: longevity"),
    ],
)
def test_what_is_not_there_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.setattr("generator.pages.gather.gather_site", refuse)
    with pytest.raises(ProsperityError, match=told):
        run(*words)


def test_a_file_is_overwritten_only_if_asked_for(gathered: None, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    file.write_text("mine", "utf-8")
    with pytest.raises(ProsperityError, match="a file of this name already"):
        run("hull", "--elements", "incomes", "--output", str(file))
    assert file.read_text("utf-8") == "mine"
    assert run("hull", "--elements", "incomes", "--output", str(file), "--force") == 0
    assert file.read_text("utf-8").startswith("# Kingston upon Hull")


def test_the_command_is_registered() -> None:
    parsed = build_parser().parse_args(["brief", "hull", "--elements", "incomes"])
    assert (parsed.council, parsed.elements, parsed.format) == ("hull", ["incomes"], "markdown")
