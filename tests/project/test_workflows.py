"""Workflows run only what is pinned, with no more rights than they need."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

# Jobs with rights of their own: to ask where the pages are, to publish them, to propose new data.
OWN_RIGHTS = {("pages", "build"), ("pages", "deploy"), ("refresh", "refresh")}


def load(path: Path) -> dict[Any, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def test_there_is_a_workflow_for_each_worry() -> None:
    assert [path.name for path in WORKFLOWS] == ["pages.yml", "refresh.yml", "test.yml"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_with_its_version(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.match(line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_are_narrow_and_every_job_ends(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 60
        assert (path.stem, name) in OWN_RIGHTS or "permissions" not in job


def test_only_the_deployment_may_write_pages() -> None:
    deploy = load(ROOT / ".github/workflows/pages.yml")["jobs"]["deploy"]
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    build = load(ROOT / ".github/workflows/pages.yml")["jobs"]["build"]
    assert build["permissions"] == {"contents": "read", "pages": "read"}


def test_what_is_published_is_built_for_its_own_address_and_refused_for_an_example() -> None:
    steps = load(ROOT / ".github/workflows/pages.yml")["jobs"]["build"]["steps"]
    runs = [step["run"] for step in steps if "run" in step]
    place = {
        words: next(at for at, run in enumerate(runs) if words in run)
        for words in ("PROSPERITY_SITE_URL=", "prosperity freeze && make site", "check --publishable")
    }
    assert list(place.values()) == sorted(place.values())
    assert 'gh api "repos/$GITHUB_REPOSITORY/pages" --jq .html_url' in runs[place["PROSPERITY_SITE_URL="]]
    # No other address may come in between.
    assert not any("PROSPERITY_SITE_URL" in str(step.get("env", "")) for step in steps)


def steps_of_refresh() -> list[dict[str, Any]]:
    (job,) = load(ROOT / ".github/workflows/refresh.yml")["jobs"].values()
    steps = job["steps"]
    assert isinstance(steps, list)
    return steps


def test_the_refresh_may_write_a_branch_and_a_pull_request_and_no_more() -> None:
    workflow = load(ROOT / ".github/workflows/refresh.yml")
    assert workflow["jobs"]["refresh"]["permissions"] == {"contents": "write", "pull-requests": "write"}
    # YAML reads the key "on" as true.
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}


def test_the_refresh_uses_no_action_that_the_others_do_not() -> None:
    def actions(*names: str) -> set[str]:
        texts = [(ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8") for name in names]
        return {line.split("uses: ")[1] for text in texts for line in text.splitlines() if "uses: " in line}

    assert actions("refresh") <= actions("pages", "test")
    assert not any("pages" in action for action in actions("refresh"))


def test_the_refresh_imports_then_tests_then_proposes() -> None:
    runs = [step["run"] for step in steps_of_refresh() if "run" in step]
    order = [
        next(place for place, run in enumerate(runs) if words in run)
        for words in (
            "prosperity import --feed .feed --report",
            "prosperity fetch --output .raw --names",
            "git status --porcelain -- data/datasets",
            ".ci/run",
        )
    ]
    assert order == sorted(order)
    assert runs[-1].startswith("scripts/propose.sh ")
    assert order[-1] < len(runs) - 1
    assert not any("|| true" in run for run in runs)
    assert not any("continue-on-error" in step for step in steps_of_refresh())


def test_only_the_last_step_of_the_refresh_holds_a_token() -> None:
    *before, last = steps_of_refresh()
    assert last["env"] == {"GH_TOKEN": "${{ github.token }}"}
    assert not any("env" in step for step in before)
    checkouts = [step for step in before if "checkout" in step.get("uses", "")]
    assert len(checkouts) == 2
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


GH = """\
#!/usr/bin/env bash
echo "gh $*" >> "$GH_LOG"
if [ "$1 $2" = "pr list" ]; then printf '%s' "${GH_OPEN:-}"; fi
"""


@pytest.mark.parametrize(("opened", "call"), [("", "pr create --head"), ("7", "pr edit")])
def test_a_proposal_pushes_the_data_alone_and_opens_or_renews_a_pull_request(
    tmp_path: Path, opened: str, call: str
) -> None:
    def git(*arguments: str, at: Path = tmp_path / "here") -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=at, env=env, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout

    stub = tmp_path / "bin" / "gh"
    stub.parent.mkdir()
    stub.write_text(GH, "utf-8")
    stub.chmod(0o755)
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{stub.parent}:{os.environ['PATH']}",
        "GH_LOG": str(tmp_path / "log"),
        "GH_OPEN": opened,
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
        "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }
    git("init", "--quiet", "--bare", "origin.git", at=tmp_path)
    git("init", "--quiet", "-b", "main", "here", at=tmp_path)
    here = tmp_path / "here"
    (here / "data").mkdir()
    for name in ("data/a.csv", "other.txt"):
        (here / name).write_text("old\n", "utf-8")
    git("remote", "add", "origin", str(tmp_path / "origin.git"))
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first")
    for name in ("data/a.csv", "data/b.csv", "other.txt"):
        (here / name).write_text("new\n", "utf-8")
    (tmp_path / "report.md").write_text("# What the new data changes\n", "utf-8")

    script = [str(ROOT / "scripts/propose.sh"), str(tmp_path / "report.md"), "0123456789abcdef"]
    subprocess.run(script, cwd=here, env=env, check=True, capture_output=True)
    assert git("ls-tree", "-r", "--name-only", "origin/refresh/ons").split() == [
        *("data/a.csv", "data/b.csv", "other.txt")
    ]
    assert git("show", "origin/refresh/ons:other.txt") == "old\n"
    assert git("show", "origin/refresh/ons:data/a.csv") == "new\n"
    calls = (tmp_path / "log").read_text("utf-8").splitlines()
    assert calls[0] == "gh auth setup-git"
    assert calls[-1].startswith(f"gh {call}")
    assert calls[-1].endswith(
        f"--title New figures from ONS, 0123456789 --body-file {tmp_path / 'report.md'}"
    )


def test_the_check_run_is_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o100
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["#!/usr/bin/env bash", "set -euo pipefail"]
    assert lines[-1] == "exec make test"
    steps = load(ROOT / ".github/workflows/test.yml")["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
