"""No command shows a traceback without --debug; the documents name it, and only options that there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from generator import cli
from generator.commands import load_commands
from generator.errors import ProsperityError
from generator.paths import PROJECT


def run(monkeypatch: pytest.MonkeyPatch, error: Exception, *arguments: str) -> int:
    def fail(_: object) -> int:
        raise error

    def add_nothing(_: object) -> None:
        """A command without options."""

    command = SimpleNamespace(NAME="fail", HELP="fail", add_arguments=add_nothing, run=fail)
    loader: Callable[[], tuple[object, ...]] = lambda: (command,)  # noqa: E731
    monkeypatch.setattr(cli, "load_commands", loader)
    return cli.main(arguments)


def test_a_refusal_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, ProsperityError("wrong", file="a.csv", line=3), "fail") == 1
    assert capsys.readouterr().err == "a.csv:3: wrong\n"


def test_a_mistake_of_the_program_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, KeyError("E06000001"), "fail") == 1
    told = capsys.readouterr().err
    assert "KeyError: 'E06000001'" in told and "--debug" in told and "Traceback" not in told


@pytest.mark.parametrize("arguments", [("--debug", "fail"), ("fail", "--debug")])
def test_debug_shows_where_it_arose(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert run(monkeypatch, ProsperityError("wrong"), *arguments) == 1
    assert "Traceback" in capsys.readouterr().err
    with pytest.raises(KeyError):
        run(monkeypatch, KeyError("x"), *arguments)


def test_the_documents_name_commands_and_options_that_there_are() -> None:
    readme = (PROJECT.root / "README.md").read_text("utf-8")
    assert "`--debug`" in readme
    names = set()
    for command in load_commands():
        parser = cli.argparse.ArgumentParser()
        parser.add_argument("--debug", action="store_true")
        command.add_arguments(parser)
        options = set(parser._option_string_actions)
        names.add(command.NAME)
        for row in re.findall(rf"^\| `prosperity {command.NAME}\b.*$", readme, re.MULTILINE):
            assert set(re.findall(r"--[a-z][a-z-]*", row)) <= options, row
    assert set(re.findall(r"^\| `prosperity ([a-z-]+)", readme, re.MULTILINE)) == names
    assert "--debug" in cli.build_parser().format_help()
