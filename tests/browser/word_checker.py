"""Spelling and grammar of many texts at once, by Harper in its British dialect; see ``words/lint.mjs``."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.paths import PROJECT

FOLDER = Path(__file__).parent / "words"
# Beside the other tools of the tests, in the environment that make sets up.
INSTALLED = PROJECT.root / ".venv" / "words"
NODE = PROJECT.root / ".venv" / "bin" / "node"
# Each takes a core and about 400 MB.
PROCESSES = max(1, min(4, os.cpu_count() or 1))
SPELLING = "SpellCheck"
# Harper takes "organize" for British, as Oxford does; this site writes "organise".
ISE = re.compile(r"\b\w{3,}(?:iz(?:e[sdr]?|ers|ing|ations?)|yz(?:e[sdr]?|ing))\b", re.IGNORECASE)
# "Cronbach, L. J.": the first names of authors.
INITIAL = re.compile(r"[A-Z]\.")
POSSESSIVE = re.compile(r"['’]s$")
ISE_RULE = "SpelledWithS"


@dataclass(frozen=True, order=True)
class Lint:
    """One remark of the checker.

    Attributes:
        text: the sentence.
        rule: name of the rule, as Harper calls it.
        start: where the trouble begins in the sentence.
        problem: the words in question.
        message: what is wrong with them.
        suggestions: what could stand there instead.
    """

    text: str
    rule: str
    start: int
    problem: str
    message: str
    suggestions: tuple[str, ...]

    def __str__(self) -> str:
        """Describe it for a person."""
        instead = f" Perhaps: {', '.join(repr(each) for each in self.suggestions[:3])}." * bool(
            self.suggestions
        )
        return f"[{self.rule}] {self.problem!r}: {self.message}{instead}\n    {self.text}"


@dataclass(frozen=True)
class Exceptions:
    """The reviewed exceptions of ``words/exceptions.yml``.

    Attributes:
        words: words of the field that no general dictionary has.
        rules: rules that are not used at all: rule, reason.
        labels: rules that are used in sentences only, not in labels, table heads and list items.
        cases: single places where a rule is wrong: rule, the words in question and some around them.
    """

    words: frozenset[str]
    rules: Mapping[str, str]
    labels: Mapping[str, str]
    cases: tuple[tuple[str, str], ...]

    def names_of(self, lint: Lint, *, is_sentence: bool) -> Iterator[tuple[str, str]]:
        """Yield every exception that covers a remark."""
        word = POSSESSIVE.sub("", lint.problem)
        if lint.rule == SPELLING and word in self.words:
            yield "words", word
        if lint.rule in self.rules:
            yield "rules", lint.rule
        if lint.rule in self.labels and not is_sentence:
            yield "labels", lint.rule
        for rule, around in self.cases:
            if rule == lint.rule and any(
                found.start() <= lint.start < found.end()
                for found in re.finditer(re.escape(around), lint.text)
            ):
                yield "cases", around

    def names(self) -> set[tuple[str, str]]:
        """Return all exceptions, as ``names_of`` calls them."""
        listed = {"words": self.words, "rules": self.rules, "labels": self.labels}
        return {(part, each) for part, all_of in listed.items() for each in all_of} | {
            ("cases", around) for _, around in self.cases
        }


def load_exceptions() -> Exceptions:
    """Read the file; every exception but a word needs a reason."""
    told = yaml.safe_load((FOLDER / "exceptions.yml").read_text(encoding="utf-8"))
    words = [word for group in told["words"] for word in group["words"]]
    assert len(words) == len(set(words)), "a word is listed twice"
    reasons = [*told["rules"].values(), *told["labels"].values(), *(case["reason"] for case in told["cases"])]
    reasons += [group["about"] for group in told["words"]]
    assert all(isinstance(reason, str) and len(reason) > 10 for reason in reasons), (
        "an exception has no reason"
    )
    return Exceptions(
        words=frozenset(words),
        rules=told["rules"],
        labels=told["labels"],
        cases=tuple((case["rule"], case["words"]) for case in told["cases"]),
    )


def check_texts(texts: Sequence[str], known: Sequence[str] = ()) -> list[Lint]:
    """Return the remarks on all texts; ``known`` are names that are spelled right."""
    assert INSTALLED.is_dir(), "the checker of words is not installed; run the tests by: make test"
    shares = [texts[number::PROCESSES] for number in range(PROCESSES)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        answers = list(pool.map(lambda share: _run_harper(share, known), shares))
    found = [lint for answer in answers for lint in answer]
    found += [
        Lint(text, ISE_RULE, match.start(), match[0], "This site spells it with an s.", ())
        for text in texts
        for match in ISE.finditer(text)
    ]
    names = frozenset(known)
    return sorted(lint for lint in found if lint.rule != SPELLING or not _is_name(lint.problem, names))


def _is_name(word: str, names: frozenset[str]) -> bool:
    """Say whether it is a known name: Harper knows those that it is told, but not their possessives."""
    return bool(INITIAL.fullmatch(word)) or POSSESSIVE.sub("", word) in names


def _run_harper(texts: Sequence[str], known: Sequence[str]) -> list[Lint]:
    task = json.dumps({"words": list(known), "texts": list(texts)})
    command = [str(NODE), str(FOLDER / "lint.mjs"), str(INSTALLED)]
    done = subprocess.run(command, input=task, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [
        Lint(
            text=texts[each["text"]],
            rule=each["rule"],
            start=each["start"],
            problem=each["problem"],
            message=each["message"],
            suggestions=tuple(each["suggestions"]),
        )
        for each in json.loads(done.stdout)
    ]
