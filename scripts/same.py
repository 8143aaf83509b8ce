"""Builds tables and pages, and holds their fingerprints to those of another computer where they are given.

Run by the workflow ``test`` on several systems, without make: it needs Python alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("tables", "pages")


def main() -> int:
    """Install, build, print the fingerprints; return 1 where one is not the expected."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--constraint", "constraints.txt", "--editable", ".")
    run(sys.executable, "-m", "generator.cli", "build", "--no-pdf", "--no-cards")
    found = {kind: read_fingerprint(kind) for kind in KINDS}
    for kind, digest in found.items():
        sys.stdout.write(f"{kind} {digest}\n")
    if output := os.environ.get("GITHUB_OUTPUT"):
        with Path(output).open("a", encoding="utf-8") as stream:
            stream.writelines(f"{kind}={digest}\n" for kind, digest in found.items())
    wrong = [
        kind for kind, digest in found.items() if os.environ.get(f"EXPECTED_{kind.upper()}", digest) != digest
    ]
    sys.stdout.write("".join(f"{kind} are not those of the first computer\n" for kind in wrong))
    return 1 if wrong else 0


def run(*command: str) -> str:
    """Run a command in the project and return what it printed."""
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def read_fingerprint(kind: str) -> str:
    """Return the fingerprint of one kind of files of the built site."""
    told = run(sys.executable, "-m", "generator.cli", "fingerprint", "--kind", kind)
    return told.split()[1]


if __name__ == "__main__":
    sys.exit(main())
