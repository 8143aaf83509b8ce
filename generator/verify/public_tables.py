"""The published tables as a reader finds them: plain look-ups, nothing of the engine."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from pathlib import Path
from statistics import median

from generator.verify.sentence_numbers import match_names, read_numbers

Row = Mapping[str, str]
NATIONS = frozenset({"England", "Wales", "Scotland", "Northern Ireland"})
MAINLY = 0.5
"""Share above which a score counts as the place's own."""


def read_rows(file: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def nations_of(comparison: str) -> frozenset[str]:
    """Return the nations of a comparison set by its key, such as "uk" or "group:England+Wales"."""
    kind, _, names = comparison.partition(":")
    return NATIONS if kind == "uk" else frozenset(names.split("+"))


@dataclass(frozen=True)
class PublicTables:
    """The tables of one built site; ``folder`` is its root."""

    folder: Path

    @cached_property
    def edition(self) -> tuple[str, int]:
        """Name and year of the edition."""
        manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return str(manifest["edition"]), int(manifest["date"][:4])

    @cached_property
    def findings(self) -> list[Row]:
        """Every finding; a site without the table has none to check."""
        file = self.folder / "data" / "findings.csv"
        return list(read_rows(file)) if file.is_file() else []

    @cached_property
    def spelt_names(self) -> re.Pattern[str]:
        """Words that hold a number and are none: "after 16", "Three Rivers", and bands."""
        nodes = [node.replace("-", " ") for node in self.level]
        names = [row[key] for row in self.areas.values() for key in ("name", "short_name")]
        return match_names({name for name in (*nodes, *names, *self.bands) if read_numbers(name)})

    @cached_property
    def codes(self) -> dict[str, str]:
        """Codes of the councils by name and by short name."""
        return {area[key]: code for key in ("short_name", "name") for code, area in self.councils.items()}

    @cached_property
    def areas(self) -> dict[str, Row]:
        """Places by code."""
        return {row["code"]: row for row in self._read("areas")}

    @cached_property
    def councils(self) -> dict[str, Row]:
        """Councils by code."""
        return {code: row for code, row in self.areas.items() if row["kind"] == "council"}

    @cached_property
    def members(self) -> dict[str, set[str]]:
        """Codes of the councils of each cluster, region and nation, by slug or code."""
        found: dict[str, set[str]] = {}
        for row in self._read("clusters"):
            found.setdefault(row["cluster"], set()).add(row["area_code"])
        for code, area in self.areas.items():
            slug = f"{area['kind']}-{area['slug']}"
            if slug in found:
                found[code] = found[slug]
        return found

    @cached_property
    def clusters(self) -> dict[str, str]:
        """Slug of each cluster by its title."""
        return {row["area_name"]: code for (code, _), row in self.scores.items() if row["kind"] == "cluster"}

    @cached_property
    def scores(self) -> dict[tuple[str, str], Row]:
        """Rows of scores by place and node."""
        return {(row["area_code"], row["node"]): row for row in self._read("scores")}

    @cached_property
    def bands(self) -> frozenset[str]:
        """The words of every band that a council is in."""
        return frozenset(row["band"] for row in self.scores.values() if row["band"])

    def find_band(self, text: str) -> str:
        """Return the band that a sentence names, the longest of those that fit; empty where there is none."""
        return max((band for band in self.bands if band in text), key=len, default="")

    @cached_property
    def level(self) -> dict[str, str]:
        """Level of each node."""
        return {row["node"]: row["level"] for row in self._read("scores")}

    @cached_property
    def trend(self) -> dict[tuple[str, str, int], float]:
        """Scores of the trend by place, node and year."""
        return {
            (row["area_code"], row["node"], int(row["year"])): float(row["score"])
            for row in self._read("trend")
        }

    @cached_property
    def values(self) -> dict[tuple[str, str], Row]:
        """Rows of values by council and indicator."""
        return {(row["area_code"], row["indicator"]): row for row in self._read("values")}

    @cached_property
    def framework(self) -> dict[str, Row]:
        """Indicators that count for the score, by slug."""
        return {row["indicator"]: row for row in self._read("framework") if row["counts_for"] == "score"}

    @cached_property
    def indicators_under(self) -> dict[str, list[str]]:
        """Indicators that count for the score, below each node."""
        found: dict[str, list[str]] = {}
        for slug, row in self.framework.items():
            for node in ("overall", row["domain"], row["pillar"], row["element"]):
                found.setdefault(node, []).append(slug)
        return found

    @cached_property
    def decimals(self) -> dict[str, int]:
        """Digits after the point that pages print, by indicator."""
        return {row["indicator"]: int(row["decimals"]) for row in self._read("indicators")}

    def figures(self, indicator: str, nations: frozenset[str]) -> list[float]:
        """Return the values of an indicator in the councils of these nations."""
        return [
            float(self.values[code, indicator]["value"])
            for code, area in self.councils.items()
            if area["nation"] in nations and self.values[code, indicator]["value"]
        ]

    @cached_property
    def medians(self) -> dict[tuple[str, frozenset[str]], tuple[int, float]]:
        """Number and median of the values of an indicator in nations, as far as asked for."""
        return {}

    def compare(self, indicator: str, nations: frozenset[str]) -> tuple[int, float]:
        """Return how many councils of these nations have a value of an indicator, and the middle one."""
        key = (indicator, nations)
        if key not in self.medians:
            found = self.figures(indicator, nations)
            self.medians[key] = len(found), median(found)
        return self.medians[key]

    def country_change(self, node: str, start: int, end: int) -> float:
        """Return the change of the mean of the councils that have both years, weighted by population."""
        key = (node, start, end)
        if key not in self.changes:
            moved = people = 0.0
            for code, area in self.councils.items():
                ends = [self.trend.get((code, node, year)) for year in (start, end)]
                if ends[0] is not None and ends[1] is not None:
                    moved += (ends[1] - ends[0]) * float(area["population"])
                    people += float(area["population"])
            self.changes[key] = moved / people
        return self.changes[key]

    def both_ends(self, node: str, start: int, end: int, group: set[str]) -> dict[str, tuple[float, float]]:
        """Return both scores of the councils of a group that have them, by code.

        A nation in which they hold less than half of the group's people is left out.
        """
        found: dict[str, tuple[float, float]] = {}
        people: dict[str, list[float]] = {}
        for code in sorted(group):
            area = self.councils[code]
            first, last = (self.trend.get((code, node, year)) for year in (start, end))
            held, whole = people.setdefault(area["nation"], [0.0, 0.0])
            has = first is not None and last is not None
            people[area["nation"]] = [
                held + has * float(area["population"]),
                whole + float(area["population"]),
            ]
            if first is not None and last is not None:
                found[code] = (first, last)
        kept = {nation for nation, (held, whole) in people.items() if held >= whole / 2}
        return {code: ends for code, ends in found.items() if self.councils[code]["nation"] in kept}

    def changes_in(
        self, node: str, start: int, end: int, nations: frozenset[str]
    ) -> tuple[dict[str, float], float]:
        """Return changes of councils of these nations, see ``both_ends``, and their mean by population."""
        key = (node, start, end, nations)
        if key not in self.moves:
            compared = {code for code, area in self.councils.items() if area["nation"] in nations}
            ends = self.both_ends(node, start, end, compared)
            changes = {code: after - before for code, (before, after) in ends.items()}
            self.moves[key] = changes, self.mean_by_people(changes) if changes else nan
        return self.moves[key]

    @cached_property
    def moves(self) -> dict[tuple[str, int, int, frozenset[str]], tuple[dict[str, float], float]]:
        """What ``changes_in`` has found."""
        return {}

    def mean_by_people(self, numbers: Mapping[str, float]) -> float:
        """Return the mean of numbers of councils, by code, weighted by population."""
        people = {code: float(self.councils[code]["population"]) for code in numbers}
        return sum(number * people[code] for code, number in numbers.items()) / sum(people.values())

    def gather_counties(self, codes: Iterable[str]) -> dict[str, list[str]]:
        """Return councils by county; a council outside any county stands for itself."""
        found: dict[str, list[str]] = {}
        for code in codes:
            found.setdefault(self.councils[code]["county_name"] or code, []).append(code)
        return found

    @cached_property
    def changes(self) -> dict[tuple[str, int, int], float]:
        """What ``country_change`` has found."""
        return {}

    def own_scores(self, node: str) -> dict[str, float]:
        """Return the scores that rest mainly on figures of the council's own, by code."""
        if node not in self.owned:
            self.owned[node] = {
                code: float(self.scores[code, node]["score"])
                for code in self.councils
                if self.scores[code, node]["score"] and self.own_share(code, node) > MAINLY
            }
        return self.owned[node]

    @cached_property
    def owned(self) -> dict[str, dict[str, float]]:
        """What ``own_scores`` has found."""
        return {}

    def own_share(self, code: str, node: str) -> float:
        """Return the share of a council's score that rests on figures of its own, 0 to 1."""
        if self.level[node] == "element":
            weighed = [
                (float(self.framework[slug]["weight"]), self.values[code, slug]["status"])
                for slug in self.indicators_under[node]
                if self.values[code, slug]["value"]
            ]
            own = sum(weight for weight, status in weighed if status in ("observed", "recast"))
            return own / sum(weight for weight, _ in weighed)
        below = [
            (child, weight) for child, weight in self.children[node] if self.scores[code, child]["score"]
        ]
        total = sum(weight for _, weight in below)
        return sum(weight * self.own_share(code, child) for child, weight in below) / total

    @cached_property
    def children(self) -> dict[str, list[tuple[str, float]]]:
        """Nodes right below a node, with their weights; the overall score is the mean of the pillars."""
        found: dict[str, dict[str, float]] = {}
        for row in self.framework.values():
            found.setdefault(row["pillar"], {})[row["element"]] = float(row["element_weight"])
            found.setdefault(row["domain"], {})[row["pillar"]] = 1.0
            found.setdefault("overall", {})[row["pillar"]] = 1.0
        return {node: list(below.items()) for node, below in found.items()}

    def _read(self, name: str) -> Iterator[Row]:
        return read_rows(self.folder / "data" / f"{name}.csv")
